"""Bytes → text, exactly: a byte-order mark or a declaration decides, else UTF-8 if the bytes are, else chardet's guess.

Nothing of the text is changed but that a byte-order mark is left out: NULs, lone surrogates and all kinds of line
breaks stay. What could not be decoded stands as U+FFFD and is counted in the encoding's label, which is recorded.
"""

from __future__ import annotations

import codecs
import re

import chardet

from assistant.errors import UnreadableFile

SAMPLE = 200_000  # bytes looked at for a guess
MOST_LOST = 0.02  # of the characters may be undecodable; more and it is a wrong guess or no text

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the web (encoding.spec.whatwg.org) and Windows mean by these names is the larger set on the right.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a]")  # NUL is none: exports of old databases are full of it


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding's label, e.g. "utf-8" or "windows-1251 (guessed)". Raises UnreadableFile if it is no text."""
    text, label = _marked(data) or _utf8(data) or _guessed(data) or ("", "")
    if not text.strip():
        raise UnreadableFile(
            f"{name}: the file is empty." if not data.strip() or label else f"{name}: a binary file, not text."
        )
    if _looks_binary(text) or text.count("\ufffd") > len(text) * MOST_LOST:
        raise UnreadableFile(f"{name}: a binary file, not text.")
    return text, label


def decode_html(data: bytes) -> tuple[str, str]:
    """The page's source and its encoding's label. A declared charset counts unless the bytes show that it is wrong."""
    text, label = _marked(data) or _declared(data) or _utf8(data) or _guessed(data) or ("", "")
    return text or data.decode("utf-8", "replace"), label or "utf-8"


def _looks_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > len(text) // 20 or text.count("\0") > len(text) // 4


def decode_as(data: bytes, charset: str | None) -> str:
    """`data` as a header or attribute declares it, else UTF-8, else as guessed; what cannot be decoded is U+FFFD."""
    declared = known_encoding(charset or "utf-8")
    # bytes beyond ASCII that are UTF-8 are never that by chance; within ASCII the declaration may mean ISO-2022
    for encoding in (declared, "utf-8") if data.isascii() else ("utf-8", declared):
        if encoding:
            try:
                return data.decode(encoding)
            except (UnicodeError, ValueError):
                continue
    text, _ = _guessed(data) or ("", "")
    return text or data.decode("utf-8", "replace")


def _marked(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _counted(data[len(mark) :], encoding, encoding)
    return None


def _declared(data: bytes) -> tuple[str, str] | None:
    found = _DECLARED.search(data[:4096])
    encoding = known_encoding(found.group(1).decode("ascii")) if found else None
    # A declaration one can read is not UTF-16 or UTF-32; and bytes that are UTF-8 beyond ASCII are never that by chance.
    if encoding is None or encoding.startswith(("utf-16", "utf-32", "utf-7")) or (not data.isascii() and _utf8(data)):
        return None
    text, label = _counted(data, encoding, f"{encoding} (declared)")
    return (text, label) if text.count("\ufffd") <= len(text) * MOST_LOST else None


def _utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8, also with lone surrogates; None where its control characters show that it is UTF-16 or UTF-32 or no text."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return None if _looks_binary(text) else (text, "utf-8")


def _guessed(data: bytes) -> tuple[str, str] | None:
    damaged, label = _counted(data, "utf-8", "utf-8")
    if not _looks_binary(damaged) and sum(c > "\x7f" for c in damaged) > 10 * damaged.count("\ufffd") > 0:
        return damaged, label  # UTF-8 with some stray bytes
    encoding = known_encoding(chardet.detect(data[:SAMPLE])["encoding"] or "")
    return _counted(data, encoding, f"{encoding} (guessed)") if encoding else None


def known_encoding(encoding: str) -> str | None:
    """Python's name of the encoding that is meant by a declared name; None for an unknown one, or one not for text."""
    try:
        found = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None
    return None if found in _NO_TEXT else _LARGER.get(found, found)


def _counted(data: bytes, encoding: str, label: str) -> tuple[str, str]:
    try:
        return data.decode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict"), label
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, f"{label}, {text.count(chr(0xFFFD))} characters unreadable"
