"""Verify every hash and offset of an index and say what to do about what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexDamaged, IndexMismatch
from assistant.index import LocalIndex
from assistant.models import load_encoder
from assistant.snapshot import Snapshot, Stored
from assistant.text import on_word_borders

REINDEX = "run `assistant index` on its folder again"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `problem` is empty if it is sound, else half a sentence, and `mend` says what to do.

    A `mend` without a problem is a remark.
    """

    subject: str
    problem: str = ""
    mend: str = ""


def examine(folder: Path) -> Iterator[Finding]:
    """All findings, sound ones included. Raises IndexMissing; damage of the store itself becomes a finding."""
    name, settings = LocalIndex.describe(folder)
    index = LocalIndex(folder, load_encoder(name), settings)
    try:
        index.check()
        yield Finding("model and settings")
    except IndexMismatch as error:
        yield Finding(
            "model and settings",
            str(error).split(":", 1)[0],
            "use the model it was made with, or delete the index folder and index again",
        )
    with index.store.read() as snapshot:
        state = snapshot.integrity()
        yield (
            Finding("store.sqlite")
            if state == "ok"
            else Finding("store.sqlite", state, "delete the index folder and run `assistant index` again")
        )
        for stored in snapshot.listing():
            yield from _document(snapshot, stored)
        try:
            snapshot.vectors(snapshot.passage_numbers())
            yield Finding("vectors")
        except IndexDamaged as error:
            yield Finding(
                "vectors", str(error).split(";", 1)[0], "delete the index folder and run `assistant index` again"
            )
    fault = index.derived_fault()
    yield (
        Finding("derived files", fault, "it is rebuilt from the store at the next question")
        if fault
        else Finding("derived files")
    )


def _document(snapshot: Snapshot, stored: Stored) -> Iterator[Finding]:
    try:
        text = snapshot.document(stored.name).text
    except (IndexDamaged, ValueError) as error:
        yield Finding(stored.name, str(error).split(": ", 1)[-1].split(",", 1)[0], REINDEX)
        return
    spans = [*snapshot.sentences(stored.name), *((p.start, p.end) for p in snapshot.passages_of(stored.name))]
    if not all(0 <= start < end <= len(text) and on_word_borders(text, start, end) for start, end in spans):
        yield Finding(stored.name, "an offset lies outside its text or inside a word", REINDEX)
        return
    source = Path(stored.path)
    if not source.is_file():
        yield Finding(stored.name, "", f"its source {source} is not there, so it is quoted from the store alone")
    elif hashlib.sha256(source.read_bytes()).hexdigest() != stored.source_sha256:
        yield Finding(
            stored.name, "its source file has changed since it was indexed, so nothing in it is quoted", REINDEX
        )
    else:
        yield Finding(stored.name)
