"""File → Document: bytes decoded, page furniture marked, reviewed metadata attached.

Plain text only so far. What cannot be read becomes an UnreadableFile whose sentence says why; nothing is skipped
silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.reading.folder import Source, check_paths, find_sources
from assistant.reading.plain import decode
from assistant.reading.zones import find_zones
from assistant.types import Document, Value

__all__ = ["LARGEST_FILE", "SUFFIXES", "Source", "check_paths", "find_sources", "read"]

SUFFIXES = (".txt", ".md")
LARGEST_FILE = 64 * 1024 * 1024  # bytes


def read(path: Path, name: str, metadata: Mapping[str, Value] | None = None) -> Document:
    """Read the file at `path` as the Document called `name`. Raises UnreadableFile."""
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableFile(f"{name}: only {' and '.join(SUFFIXES)} files can be read so far.")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(f"{name}: larger than {LARGEST_FILE // 2**20} MiB; split it first.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{name}: cannot be opened ({error.strerror}).") from error
    text = decode(data, name)
    return Document(name, hashlib.sha256(data).hexdigest(), text, dict(metadata or {}), tuple(find_zones(text)))
