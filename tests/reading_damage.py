"""Damaged copies of a file: bytes changed, cut off or repeated; and, inside a zip file, in its parts."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator


def damaged(data: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """`count` copies, the same ones for the same `seed`."""
    chance = random.Random(seed)
    for number in range(count):
        if data.startswith(b"PK") and number % 2:
            yield _inside(data, chance)
        else:
            yield _mangled(data, chance)


def _mangled(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    kind = chance.randrange(4)
    at = chance.randrange(len(changed) or 1)
    if kind == 0:
        del changed[at:]
    elif kind == 1:
        del changed[at : at + chance.randrange(1, 30)]
    elif kind == 2:
        changed[at:at] = changed[at : at + chance.randrange(1, 300)]
    else:
        for _ in range(chance.randrange(1, 8)):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """The archive whole, one of its parts mangled, emptied or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as copy:
        victim = chance.choice(archive.namelist())
        kind = chance.randrange(6)
        for name in archive.namelist():
            content = archive.read(name)
            if name == victim and kind == 0:
                continue
            if name == victim:
                content = b"" if kind == 1 else _numbers(content, chance) if kind < 4 else _mangled(content, chance)
            copy.writestr(name, content)
    return buffer.getvalue()


def _numbers(content: bytes, chance: random.Random) -> bytes:
    """Well-formed still, but with a digit or a word that makes no sense."""
    places = [i for i, byte in enumerate(content) if chr(byte).isdigit()]
    if not places:
        return content
    at = chance.choice(places)
    return content[:at] + chance.choice((b"-1", b"x", b"99999999999999999999", b"", b"NaN")) + content[at + 1 :]
