"""The documents of an index as people keep them: found, uploaded, their labels reviewed, taken out again.

The user's own files are never written or removed. What is uploaded lies in a folder beside the index, so that it
outlives it: `assistant index INDEX-uploads` brings it back.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from assistant.assistant import Assistant
from assistant.catalogue import labels
from assistant.errors import BadInput, IndexDamaged
from assistant.escaping import hides
from assistant.filters.match import days_of
from assistant.reading import KEYS, LONGEST_LABEL, SIDECAR, Source, load_sidecar, save_reviewed
from assistant.snapshot import StoredSource
from assistant.text import storable
from assistant.types import Document, IndexReport

LARGEST_UPLOAD = 16 * 2**20  # bytes of one file
UPLOADS_TOGETHER = 2 * 2**30  # bytes of all of them
LONGEST_NAME = 180  # bytes of a file name in UTF-8; systems take 255
PAGE = 25  # documents listed at a time
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Listing:
    """`names` of the documents from the `offset`-th on, of `total` that were looked for; `documents` are those whose
    stored text is whole."""

    total: int
    offset: int
    names: tuple[str, ...]
    documents: Mapping[str, Document]


@dataclass(frozen=True)
class Uploaded:
    """What came of a file: the `documents` it is now, and by name the sentence why something was refused."""

    name: str
    documents: tuple[str, ...]
    refused: Mapping[str, str]


def listing(assistant: Assistant, words: str = "", offset: int = 0) -> Listing:
    """The documents whose name, title or publisher have all the `words`, in any case and order; by name."""
    wanted = words.casefold().split()
    with assistant.index.view() as view:
        titles, publishers = labels(view.store, "title"), labels(view.store, "publisher")
        known = [stored.name for stored in view.store.listing()]
        names = [
            name
            for name in known
            if all(w in f"{name}\n{titles.get(name, '')}\n{publishers.get(name, '')}".casefold() for w in wanted)
        ]
        offset = max(0, min(offset, len(names) - 1)) // PAGE * PAGE
        shown = names[offset : offset + PAGE]
        documents = {}
        for name in shown:
            try:
                documents[name] = view.store.document(name)
            except IndexDamaged:  # its name is listed, `doctor` tells the rest
                continue
    return Listing(len(names), offset, tuple(shown), documents)


def source_of(assistant: Assistant, name: str) -> StoredSource:
    """The file a document comes from, an archive for one of its entries. Raises BadInput."""
    with assistant.index.view() as view:
        found = next((s for s in view.store.sources().values() if name in s.documents), None)
    if found is None:
        raise BadInput(f"There is no document called {name!r} in the index.")
    return found


def uploads_of(assistant: Assistant) -> Path:
    """The folder of what was uploaded to this index; it need not exist."""
    folder = Path(os.path.realpath(assistant.index.folder))
    return folder.with_name(f"{folder.name}-uploads")


def is_uploaded(assistant: Assistant, source: StoredSource) -> bool:
    """Whether the file was uploaded, so that it is ours to delete."""
    return Path(source.path).parent == uploads_of(assistant)


def upload(assistant: Assistant, name: str, data: bytes) -> Uploaded:
    """Keep a file and take its documents into the index; a file that has none is not kept.

    Its name is made safe, and new where another document has it. Raises BadInput, IndexBusy.
    """
    plain = safe_name(name)
    if len(data) > LARGEST_UPLOAD:
        return _refused(plain, f"{plain} is larger than {LARGEST_UPLOAD // 2**20} MiB; `assistant index` takes it.")
    folder = uploads_of(assistant)
    digest = hashlib.sha256(data).hexdigest()
    with assistant.index.view() as view:
        sources = view.store.sources().values()
    same = next((s.name for s in sources if s.sha256 == digest and s.documents), None)
    if same is not None:
        return _refused(plain, f"{plain} has the same bytes as {same}, which is in the index.")
    try:
        folder.mkdir(exist_ok=True)
        if sum(f.stat().st_size for f in folder.iterdir() if f.is_file()) + len(data) > UPLOADS_TOGETHER:
            return _refused(plain, f"{plain}: the uploads fill {UPLOADS_TOGETHER // 2**30} GiB; remove some first.")
        taken = {n.casefold() for s in sources for n in (s.name, *s.documents)}
        plain = _new_name(plain, taken | {f.name.casefold() for f in folder.iterdir()})
        path = folder / plain
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise BadInput(f"{plain} cannot be kept in the folder of uploads ({error.strerror}).") from error
    try:
        report = assistant.index.update([Source(path, plain)])
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    if not report.added:
        _forget(assistant, path)
    return Uploaded(plain, report.added, report.refused)


def review(assistant: Assistant, name: str, values: Mapping[str, str], confirmed: bool = False) -> IndexReport:
    """Write what a person knows of a document to `metadata.jsonl` beside its file, and index it again.

    Of `values`, by key, those that differ from the present ones are written, with `confirmed` all; an empty one is no
    longer reviewed, so what the file proves counts again. Raises BadInput, IndexBusy.
    """
    document, source = assistant.document(name), source_of(assistant, name)
    if source.name != name:
        raise BadInput(f"{name} lies inside {source.name}; only labels of whole files can be reviewed.")
    path = Path(source.path)
    if not path.is_file():
        raise BadInput(f"The file of {name} is no longer where it was indexed, so its labels cannot be reviewed.")
    given = {key: " ".join(values[key].split()) for key in KEYS if key in values}
    for key, value in given.items():
        _check_label(key, value)
    before = load_sidecar(path.parent).get(path.name, {})
    changed = {
        key: value or None
        for key, value in given.items()
        if key in before or (value and (confirmed or value != document.label(key)))
    }
    reviewed = save_reviewed(path.parent, path.name, changed)
    return assistant.index.update([Source(path, name, reviewed)])


def remove(assistant: Assistant, name: str) -> tuple[str, ...]:
    """Take the file of a document out of the index, and delete it if it was uploaded; the names of its documents.

    A file of the user's stays, and is indexed again with its folder. Raises BadInput, IndexBusy.
    """
    source = source_of(assistant, name)
    if is_uploaded(assistant, source):
        _forget(assistant, Path(source.path))
    else:
        assistant.index.update((), [Path(source.path)])
    return source.documents


def safe_name(name: str) -> str:
    """A file name that leads nowhere, hides nothing and means nothing to the system; the ending is kept."""
    last = unicodedata.normalize("NFC", storable(name)).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join("_" if hides(c) or not c.isprintable() else c for c in _FORBIDDEN.sub("_", last))
    stem, dot, ending = clean.strip(" .").rpartition(".")
    if not dot or len(ending.encode()) > 12:
        stem, ending = clean.strip(" ."), ""
    ending = f".{ending}" if ending else ""
    stem = stem.encode()[: LONGEST_NAME - len(ending.encode())].decode("utf-8", "ignore").strip(" .")
    made = f"{stem or 'document'}{ending}"
    return f"uploaded {made}" if made.casefold() == SIDECAR else made  # it would be taken for reviewed metadata


def _new_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    number, unique = 2, name
    while unique.casefold() in taken:
        unique, number = f"{stem} ({number}){ending}", number + 1
    return unique


def _refused(name: str, sentence: str) -> Uploaded:
    return Uploaded(name, (), {name: sentence})


def _forget(assistant: Assistant, path: Path) -> None:
    """An upload out of the index, then its labels, then the file: whatever ends in between, nothing is half there."""
    assistant.index.update((), [path])
    try:
        if path.name in load_sidecar(path.parent):
            save_reviewed(path.parent, path.name, dict.fromkeys(KEYS))
        path.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(
            f"{path.name} is out of the index, but its file could not be deleted ({error.strerror})."
        ) from error


def _check_label(key: str, value: str) -> None:
    """Raises BadInput where `value` cannot be what `key` says."""
    if len(value) > LONGEST_LABEL:
        raise BadInput(f"The {key} has {len(value):,} characters; {LONGEST_LABEL} are the most.")
    if any(hides(char) for char in value):
        raise BadInput(f"The {key} has a character that is not seen or turns others round; type it anew.")
    if key == "published" and value and days_of(value) is None:
        raise BadInput(f"“{value}” is no day of the calendar; write 2023-11-02, 2023-11 or 2023.")
    if key == "language" and value and not _LANGUAGE.fullmatch(value):
        raise BadInput(f"“{value}” is no language tag; write en, de or zh-Hant, say.")
    if key == "url" and value and not _is_address(value):
        raise BadInput("The address must begin with http:// or https:// and name a host.")


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"\\]", value)
