"""Bytes of a text file → its canonical text: UTF-8, byte-order mark stripped, everything else as it is."""

from __future__ import annotations

from assistant.errors import UnreadableFile

_CONTROL = {chr(c) for c in range(32)} - set("\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f")


def decode(data: bytes, name: str) -> str:
    """The canonical text. Raises UnreadableFile for empty, binary or non-UTF-8 bytes."""
    if not data.strip():
        raise UnreadableFile(f"{name}: the file is empty.")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        kind = "a binary file" if b"\0" in data[:4096] else "not UTF-8 text"
        raise UnreadableFile(f"{name}: {kind} (byte {error.start}); save it as UTF-8 text first.") from error
    if sum(c in _CONTROL for c in text) > len(text) // 20:
        raise UnreadableFile(f"{name}: a binary file, not text.")
    if not any(c.isalnum() for c in text):
        raise UnreadableFile(f"{name}: there is not one word in it.")
    return text
