"""Zip files: the one guard all formats that are zip files pass, and the reader of plain archives.

Nothing is ever written to disk, and nothing is unpacked before its real size is known.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

from assistant.errors import UnreadableFile
from assistant.reading.record import Part, Reading

MOST_ENTRIES = 10_000
LARGEST_UNPACKED = 512 * 1024 * 1024  # bytes, all entries together
LARGEST_RATIO = 200  # unpacked to packed, for an entry above RATIO_FROM
RATIO_FROM = 1024 * 1024  # bytes

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    AttributeError,
)
_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DRIVE = re.compile(r"[A-Za-z]:")


def checked_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """`data` opened as a zip file whose entries are few, honest about their size and small enough to unpack.

    Raises UnreadableFile for a damaged file, too many entries, too much unpacked, too high a ratio, entries that
    overlap, and an entry that unpacks to more than it declares.
    """
    # the count comes first: merely listing millions of entries would fill the memory
    if data.count(_ENTRY) > 10 * MOST_ENTRIES:
        raise UnreadableFile(f"{name}: more than {MOST_ENTRIES} entries; split the archive first.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _BROKEN as error:
        raise UnreadableFile(f"{name}: damaged or cut off, not a whole zip file; fetch it again.") from error
    if len(infos) > MOST_ENTRIES:
        raise UnreadableFile(f"{name}: more than {MOST_ENTRIES} entries; split the archive first.")
    if sum(i.file_size for i in infos) > LARGEST_UNPACKED:
        raise UnreadableFile(f"{name}: unpacks to more than {LARGEST_UNPACKED // 2**20} MiB; split it first.")
    for info in infos:
        if info.file_size > max(RATIO_FROM, LARGEST_RATIO * info.compress_size):
            raise UnreadableFile(
                f"{name}: its entry {shown(info)} unpacks to more than {LARGEST_RATIO} times its size, as a zip bomb does."
            )
    try:
        _check_layout(data, infos, name)
    except _BROKEN as error:
        raise UnreadableFile(f"{name}: damaged, an entry of the zip file is not where it should be.") from error
    return archive


def _check_layout(data: bytes, infos: list[zipfile.ZipInfo], name: str) -> None:
    spans = []
    for info in infos:
        names, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
        start = info.header_offset + 30 + names + extra
        spans.append((info.header_offset, start + info.compress_size))
        if info.compress_type == zipfile.ZIP_DEFLATED and not info.flag_bits & 1:
            _check_size(data[start : start + info.compress_size], info, name)
    for (_, end), (start, _) in pairwise(sorted(spans)):
        if end > start:
            raise UnreadableFile(f"{name}: its entries overlap, as in a zip bomb.")


def _check_size(packed: bytes, info: zipfile.ZipInfo, name: str) -> None:
    """ZipFile.read unpacks all an entry holds before it cuts it to the declared size, so that size must be true."""
    unpacker, total = zlib.decompressobj(-15), 0
    try:
        while not unpacker.eof and (packed or total == 0):
            piece = unpacker.decompress(packed, 2**20)
            total += len(piece)
            packed = unpacker.unconsumed_tail
            if total > info.file_size:
                raise UnreadableFile(f"{name}: its entry {shown(info)} unpacks to more than it declares.")
            if not piece:
                break
    except zlib.error:
        return  # found again, and named, where the entry is read


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry of a checked archive. Raises UnreadableFile, its sentence about the entry alone."""
    if info.flag_bits & 1:
        raise UnreadableFile("it is encrypted; unpack it with its password first.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile("it is packed by a method that is not read; pack it as an ordinary zip file.")
    try:
        with archive.open(info) as entry:
            data = entry.read(info.file_size + 1)
    except _BROKEN as error:
        raise UnreadableFile("it is damaged.") from error
    if len(data) != info.file_size:
        raise UnreadableFile("it is damaged.")
    return data


class Package:
    """A document that is a zip file of parts: OOXML, OpenDocument, EPUB."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises UnreadableFile for what is no such file, is encrypted or has two parts of one name."""
        if not data:
            raise UnreadableFile(f"{name}: the file is empty.")
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise UnreadableFile(f"{name}: encrypted with a password; save it without one first.")
            raise UnreadableFile(f"{name}: in the old binary Office format; save it as .docx, .xlsx or .pptx first.")
        self.name = name
        self._archive = checked_zip(data, name)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._archive.infolist():
            if info.filename in self._infos:
                raise UnreadableFile(f"{name}: two of its parts are called {shown(info)}, so neither can be trusted.")
            if info.flag_bits & 1:
                raise UnreadableFile(f"{name}: encrypted with a password; save it without one first.")
            self._infos[info.filename] = info

    def __contains__(self, part: str) -> bool:
        return part in self._infos

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def read(self, part: str) -> bytes:
        """The bytes of one part. Raises UnreadableFile where it is missing or damaged."""
        if part not in self._infos:
            raise UnreadableFile(f"{self.name}: damaged, its part {part} is missing.")
        try:
            return unpacked(self._archive, self._infos[part])
        except UnreadableFile as error:
            raise UnreadableFile(f"{self.name}: damaged, its part {part} cannot be unpacked.") from error


def read_zip(data: bytes, name: str) -> Reading:
    """The entries of a zip file as parts; the archive itself has no text. Raises UnreadableFile.

    An entry that is not taken becomes a part whose `refusal` says why; nothing is left out silently.
    """
    if not data:
        raise UnreadableFile(f"{name}: the file is empty.")
    archive = checked_zip(data, name)
    if not archive.infolist():
        raise UnreadableFile(f"{name}: there is no file in it.")
    taken: set[str] = set()
    parts = []
    for info in archive.infolist():
        entry = shown(info)
        reason = _refusal(info) or ("another entry has the same name already." if entry in taken else "")
        taken.add(entry)
        if reason:
            parts.append(Part(entry, refusal=reason))
            continue
        try:
            parts.append(Part(entry, unpacked(archive, info)))
        except UnreadableFile as error:
            parts.append(Part(entry, refusal=str(error)))
    return Reading("", "zip (zipfile)", parts=tuple(parts))


def shown(info: zipfile.ZipInfo) -> str:
    """The entry's name as people may see it: UTF-8 where it is that, forward slashes, nothing unprintable."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:  # no mark for UTF-8, yet many programs write it; zipfile decoded it as cp437
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return "".join(c if c.isprintable() else "\ufffd" for c in name.replace("\\", "/"))


def _refusal(info: zipfile.ZipInfo) -> str:
    """Why this entry is not taken, from its name and kind alone; "" where nothing speaks against it."""
    name = shown(info)
    steps = name.split("/")
    if "\0" in info.orig_filename:
        return "there is a NUL in its name."
    if name.startswith("/") or _DRIVE.match(name):
        return "its name is an absolute path."
    if ".." in steps:
        return "its name leads out of the archive."
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return "a link, not a file."
    if name.endswith("/"):
        return "a folder, not a file."
    if any(step.startswith(".") or step == "__MACOSX" for step in steps):
        return "a hidden file."
    return ""
