"""What a file is, by its first bytes; its extension only tells kinds of plain text apart."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from assistant.errors import UnreadableFile

_TEXT_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".eml": "mail",
    ".srt": "subtitles",
    ".vtt": "subtitles",
}
_OTHER = (  # files that are often met and hold no text to quote, or none we can read
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, video or picture file"),
    (b"BM", "a bitmap picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a packed file (gzip); unpack it first"),
    (b"BZh", "a packed file (bzip2); unpack it first"),
    (b"\xfd7zXZ", "a packed file (xz); unpack it first"),
    (b"7z\xbc\xaf", "a packed file (7-Zip); unpack it first"),
    (b"Rar!", "a packed file (RAR); unpack it first"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"[\xef\xbb\xbf\xff\xfe]*\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[a-zA-Z!/]")
_MAIL = re.compile(
    rb"(?:(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID|From|To|Date|Subject|DKIM-Signature|X-[\w-]+):[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}",
    re.IGNORECASE,
)


def kind_of(data: bytes, name: str) -> str:
    """The kind of reader for a file with these bytes. Raises UnreadableFile for kinds that cannot be read."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for magic, what in _OTHER:
        if data.startswith(magic) and not data[:512].isascii():
            raise UnreadableFile(f"{name}: {what}, not a document with text.")
    return _text(data, PurePosixPath(name).suffix.lower())


def _text(data: bytes, suffix: str) -> str:
    data = data[:8192].replace(b"\0", b"")  # UTF-16 and UTF-32 too
    page = suffix in (".html", ".htm", ".xhtml") and _TAG.search(data)
    if page or (_PAGE.match(data) and suffix not in (".eml", ".jsonl", ".json", ".csv")):
        return "html"
    if suffix in _TEXT_SUFFIXES:
        return _TEXT_SUFFIXES[suffix]
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml"):
        return "xml"
    return "mail" if _MAIL.match(data) else "text"


def _packed(data: bytes, name: str) -> str:
    """Zip is the shell of half the office formats; what is inside tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = _beginning(archive, "mimetype") if "mimetype" in names else ""
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        EOFError,
        zlib.error,
        struct.error,
    ) as error:
        raise UnreadableFile(
            f"{name}: damaged or cut off (a zip-based file whose list of contents cannot be read)."
        ) from error
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx")):
            if any(n.startswith(folder) for n in names):
                return kind
    if declared == "application/epub+zip" or "META-INF/container.xml" in names:
        return "epub"
    if declared.startswith(_OPEN_DOCUMENT):
        if declared.startswith(_OPEN_DOCUMENT + "text"):
            return "odt"
        raise UnreadableFile(f"{name}: an OpenDocument file other than a text; save it as PDF or as .xlsx or .pptx.")
    return "zip"


def _beginning(archive: zipfile.ZipFile, entry: str) -> str:
    with archive.open(entry) as file:  # never all of it: it may unpack to anything
        return file.read(100).decode("ascii", "replace").strip()


def _compound(data: bytes, name: str) -> str:
    """Outlook's .msg, and the office formats before 2007 or under a password, share one container."""
    if "__properties_version1.0".encode("utf-16-le") in data:
        return "msg"
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(f"{name}: protected with a password; save it without one first.")
    raise UnreadableFile(f"{name}: an office file of a kind older than 2007; save it as .docx, .xlsx or .pptx first.")
