"""What an update of the index has to do: every source is read and compared with what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import IndexDamaged, UnreadableFile
from assistant.passages import passages
from assistant.reading import Source, read
from assistant.store import Snapshot, Stored, labels_of
from assistant.text import sentences
from assistant.types import Document, IndexReport, Passage, Settings, Span

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stages are "reading" (files) and "embedding" (passages)."""


@dataclass(frozen=True)
class Prepared:
    """A document ready to be stored, with its passages and the hashes of what is embedded for each."""

    document: Document
    origin: str
    sentences: Sequence[Span]
    passages: Sequence[Passage]
    texts: Sequence[str]
    hashes: Sequence[str]


class Changes:
    """What an update has to do, found by reading every source."""

    def __init__(
        self,
        snapshot: Snapshot,
        sources: Sequence[Source],
        roots: Sequence[Path],
        settings: Settings,
        progress: Progress | None,
    ) -> None:
        self.began_with = {stored.name: stored for stored in snapshot.listing()}
        self.added: list[str] = []
        self.changed: list[str] = []
        self.unchanged: list[str] = []
        self.refused: dict[str, str] = {}
        self.moved: dict[str, str] = {}
        self.prepared: list[Prepared] = []
        self.removed_numbers: list[int] = []
        self.added_numbers: list[int] = []
        for done, source in enumerate(sources, 1):
            self._consider(snapshot, source, settings)
            if progress:
                progress("reading", done, len(sources))
        seen = {*self.added, *self.changed, *self.unchanged}
        self.removed = sorted(
            n
            for n, s in self.began_with.items()
            if n not in seen and any(Path(s.origin).is_relative_to(r) for r in roots)
        )
        self.outdated = [*self.changed, *self.removed]

    @property
    def changes(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.moved)

    def _consider(self, snapshot: Snapshot, source: Source, settings: Settings) -> None:
        if source.refusal:
            self.refused[source.name] = source.refusal
            return
        try:
            document = read(source.path, source.name, source.metadata)
        except UnreadableFile as error:
            self.refused[source.name] = str(error)
            return
        stored = self.began_with.get(source.name)
        if stored is None:
            self.added.append(source.name)
        elif self._same(snapshot, stored, document):
            self.unchanged.append(source.name)
            if stored.origin != str(source.path):
                self.moved[source.name] = str(source.path)
            return
        else:
            self.changed.append(source.name)
        self.prepared.append(_prepare(document, str(source.path), settings))

    def _same(self, snapshot: Snapshot, stored: Stored, document: Document) -> bool:
        try:
            snapshot.document(stored.name)
        except IndexDamaged:
            return False
        return stored.sha256 == document.sha256 and stored.labels == labels_of(document)

    def report(self, passages: int, embedded: int, seconds: float) -> IndexReport:
        parts: Mapping[str, tuple[str, ...]] = {
            k: tuple(sorted(v)) for k, v in vars(self).items() if k in ("added", "changed", "unchanged", "removed")
        }
        return IndexReport(
            **parts, refused=dict(sorted(self.refused.items())), passages=passages, embedded=embedded, seconds=seconds
        )


def _prepare(document: Document, origin: str, settings: Settings) -> Prepared:
    spans = sentences(document.text)
    cut = passages(document, spans, settings)
    texts = [embedded_text(document, p) for p in cut]
    return Prepared(
        document,
        origin,
        spans,
        cut,
        texts,
        [hashlib.sha256(t.encode("utf-8", "surrogatepass")).hexdigest() for t in texts],
    )


def embedded_text(document: Document, passage: Passage) -> str:
    """What is searched for a passage: its text under the document's title, which often alone names the subject."""
    title = document.label("title")
    text = document.text[passage.start : passage.end]
    return f"{title}\n{text}" if title else text
