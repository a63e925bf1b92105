"""The process that reads files for `worker`: it takes bytes, gives Documents, and can do nothing else.

Before the first file it gives up memory beyond its share, the network, other programs and writing (an audit hook refuses
them, whatever library asks); before each file it sets an alarm that ends it if the file takes too long.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.reading.archive import read_zip
from assistant.reading.blocks import find_blocks, parse
from assistant.reading.data import read_csv, read_json, read_jsonl, read_subtitles, read_xml
from assistant.reading.decoding import decode_html, decode_text
from assistant.reading.ebook import read_epub
from assistant.reading.html import joined, read_html
from assistant.reading.kinds import kind_of
from assistant.reading.mail import read_eml, read_msg
from assistant.reading.office import read_docx, read_odt, read_pptx, read_xlsx
from assistant.reading.pdf import read_pdf
from assistant.reading.record import Part, Reading
from assistant.reading.rtf import read_rtf
from assistant.reading.sidecar import LONGEST_LABEL
from assistant.reading.text_metadata import text_metadata
from assistant.reading.worker import Outcome, packed, receive, send
from assistant.reading.zones import find_zones
from assistant.text import storable
from assistant.types import Document, Value

MOST_NESTED = 3  # archives and mails inside each other
MOST_PARTS = 10_000  # files inside one file, at all depths
LARGEST_PARTS = 512 * 2**20  # bytes of them together
LONGEST_TEXT = 16 * 2**20  # code points of all documents of one file


def _decoded(read: Callable[[str, str], Reading]) -> Callable[[bytes, str], Reading]:
    def reader(data: bytes, name: str) -> Reading:
        text, label = decode_text(data, name)
        found = read(text, name)
        return Reading(found.text, f"{found.reader}, {label}", found.metadata, found.zones, found.pages, found.parts)

    return reader


def _plain(text: str, _name: str) -> Reading:
    return Reading(text, "plain text", zones=tuple(find_zones(text)))


_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)


def _xml(data: bytes, name: str) -> Reading:
    try:
        return read_xml(data, name)
    except UnreadableFile:  # most files called .xml that are not well-formed are pages or feeds cut off
        source, encoding = decode_html(data)
        if _ENTITY.search(source):
            raise
        blocks = find_blocks(parse(source, name))
        if not blocks:
            raise
        return Reading(joined(blocks), f"xml, not well-formed, {encoding}")


READERS: Mapping[str, Callable[[bytes, str], Reading]] = {
    "text": _decoded(_plain),
    "csv": _decoded(read_csv),
    "json": _decoded(read_json),
    "jsonl": _decoded(read_jsonl),
    "subtitles": _decoded(read_subtitles),
    "xml": _xml,
    "html": read_html,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "docx": read_docx,
    "odt": read_odt,
    "pptx": read_pptx,
    "xlsx": read_xlsx,
    "epub": read_epub,
    "mail": read_eml,
    "msg": read_msg,
    "zip": read_zip,
}
# Their heads are laid out as text is, with a title, a dateline and a byline; the others say it in fields or not at all.
HEADED = frozenset({"text", "pdf", "rtf", "docx", "odt"})


def read(data: bytes, name: str, metadata: Mapping[str, Value]) -> Outcome:
    """All documents of the file `data` called `name`, those inside it too; `metadata` is reviewed and wins."""
    documents: list[Document] = []
    refused: dict[str, str] = {}
    waiting: list[tuple[Part, int]] = [(Part(name, data), 0)]
    taken = {name}
    count = size = length = 0
    while waiting:
        part, depth = waiting.pop(0)
        try:
            if part.refusal:
                raise UnreadableFile(
                    part.refusal if part.refusal.startswith(part.name) else f"{part.name}: {part.refusal}"
                )
            if depth > MOST_NESTED:
                raise UnreadableFile(f"{part.name}: packed more than {MOST_NESTED} files deep; unpack it first.")
            found, document = _read_one(part, metadata if depth == 0 else {})
        except UnreadableFile as error:
            refused[part.name] = str(error)
            continue
        count += len(found.parts)
        size += sum(len(p.data) for p in found.parts)
        length += len(found.text)
        if count > MOST_PARTS or size > LARGEST_PARTS or length > LONGEST_TEXT:
            refused[name] = (
                f"{name}: unpacks to more than {MOST_PARTS:,} files, {LARGEST_PARTS // 2**20} MiB or {LONGEST_TEXT // 2**20} million characters."
            )
            return Outcome((), refused)
        for inner in found.parts:
            waiting.append((Part(_inner_name(part.name, inner.name, taken), inner.data, inner.refusal), depth + 1))
        if document:
            documents.append(document)
        elif not found.parts:
            refused[part.name] = f"{part.name}: there is not one word in it."
    return Outcome(tuple(documents), refused)


def _inner_name(outer: str, name: str, taken: set[str]) -> str:
    """The name of a file inside another: legible, leading nowhere, and no other's."""
    clean = "".join(c if c.isprintable() else "�" for c in storable(name))
    steps = [step for step in clean.replace("\\", "/").split("/") if step not in ("", ".", "..")]
    full = f"{outer}/{'/'.join(steps) or 'unnamed'}"
    number = 2
    unique = full
    while unique in taken:
        unique, number = f"{full} ({number})", number + 1
    taken.add(unique)
    return unique


def _read_one(part: Part, metadata: Mapping[str, Value]) -> tuple[Reading, Document | None]:
    if not part.data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(f"{part.name}: the file is empty.")
    try:
        kind = kind_of(part.data, part.name)
        found = READERS[kind](part.data, part.name)
    except MemoryError as error:
        raise UnreadableFile(f"{part.name}: needs too much memory to be read.") from error
    except RecursionError as error:
        raise UnreadableFile(f"{part.name}: nested too deeply to be read.") from error
    if not any(c.isalnum() for c in found.text):
        return found, None
    known = {**found.metadata, **metadata}
    if kind in HEADED:
        language = known.get("language")
        known = {**text_metadata(found.text, found.zones, language.value if language else None), **known}
    known = {k: Value(storable(v.value), v.evidence) for k, v in known.items() if len(v.value) <= LONGEST_LABEL}
    digest = hashlib.sha256(part.data).hexdigest()
    document = Document(
        part.name, digest, found.text, known, found.zones, found.pages, found.reader, blocks=found.blocks
    )
    return found, document


def _confine(memory: int) -> None:
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbidden = (
        "socket.",
        "subprocess.",
        "os.exec",
        "os.posix_spawn",
        "os.system",
        "os.fork",
        "os.remove",
        "os.rename",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "shutil.",
        "ctypes.dlopen",
        "urllib.",
    )

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if writing or event.startswith(forbidden):
            raise PermissionError(f"{event} is not for a reader of files")

    sys.addaudithook(refuse)


def _tasks() -> Iterator[list[bytes]]:
    while True:
        try:
            yield receive(sys.stdin.buffer)
        except EOFError:
            return


def main() -> None:
    """Read what comes on stdin until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _confine(int(sys.argv[1]))
    send(answers, [])  # ready
    for head, data in _tasks():
        task = json.loads(head)
        signal.setitimer(signal.ITIMER_REAL, task["seconds"])
        outcome = read(data, task["name"], {k: Value(*v) for k, v in task["metadata"].items()})
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(answers, packed(outcome))


if __name__ == "__main__":
    main()
