"""What an update of the index has to do: every file is compared with what is stored, and read if it is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.attribution import statements
from assistant.errors import IndexDamaged, UnreadableFile
from assistant.passages import passages
from assistant.reading import Source, Worker, legible, load, reading_fingerprint
from assistant.snapshot import Snapshot, StoredSource
from assistant.text import sentences
from assistant.types import Document, IndexReport, Passage, Settings, Span

LONGEST_TITLE = 300  # code points of it that are searched with each passage
ATTRIBUTION = "attribution 6"  # raised when the same text is attributed otherwise, so that every file is read again
Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); stages are "reading" (files) and "embedding" (passages)."""


@dataclass(frozen=True)
class Prepared:
    """A document ready to be stored, with its passages and the hashes of what is embedded for each."""

    document: Document
    source: str
    sentences: Sequence[Span]
    passages: Sequence[Passage]
    texts: Sequence[str]
    hashes: Sequence[str]


class Changes:
    """What an update has to do. A file is read only if its bytes, its reviewed metadata or its reader are new."""

    def __init__(
        self,
        snapshot: Snapshot,
        sources: Sequence[Source],
        roots: Sequence[Path],
        settings: Settings,
        worker: Worker,
        progress: Progress | None,
    ) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self._worker = worker
        self._before = snapshot.sources()
        self._owners = {name: s.name for s in self._before.values() for name in s.documents}
        self._by_bytes: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.skipped: dict[str, str] = {}
        self.duplicates: dict[str, str] = {}
        self.unchanged: list[str] = []
        self.prepared: list[Prepared] = []
        self.noted: list[StoredSource] = []
        self.moved: list[StoredSource] = []
        self.removed_numbers: list[int] = []
        self.added_numbers: list[int] = []
        seen = set()
        for done, source in enumerate(sources, 1):
            if self._consider(source):
                seen.add(source.name)
            if progress:
                progress("reading", done, len(sources))
        noted = {s.name for s in self.noted}
        self.gone = [s.name for s in self._before.values() if s.name not in seen and _below(s.path, roots)]
        self.outdated = [
            n for s in self._before.values() if s.name in noted or s.name in self.gone for n in s.documents
        ]
        ready = {p.document.name for p in self.prepared}
        self.added = sorted(ready - set(self.outdated))
        self.changed = sorted(ready & set(self.outdated))
        self.removed = sorted(set(self.outdated) - ready)

    @property
    def changes(self) -> bool:
        return bool(self.noted or self.gone or self.moved)

    def _consider(self, source: Source) -> bool:
        """Take up one file; False if nothing of it belongs in the index."""
        if source.skip:
            self.skipped[source.name] = source.skip
            return False
        try:
            if source.refusal:
                raise UnreadableFile(source.refusal)
            data = load(source)
        except UnreadableFile as error:
            self.refused[source.name] = str(error)
            return False
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._by_bytes:
            self.duplicates[source.name] = self._by_bytes[digest]
            return False
        self._by_bytes[digest] = source.name
        now = StoredSource(source.name, legible(str(source.path)), digest, _stamp(source))
        before = self._before.get(source.name)
        if before and replace(before, path=now.path, refused={}, documents=()) == now and self._whole(before):
            self.unchanged += before.documents
            self.refused |= before.refused
            if before.path != now.path:
                self.moved.append(replace(before, path=now.path))
            return True
        self._read(data, source, now)
        return True

    def _read(self, data: bytes, source: Source, now: StoredSource) -> None:
        documents, refused = self._worker.read(data, source.name, source.metadata)
        refusals = dict(refused)
        for document in documents:
            owner = self._owners.setdefault(document.name, source.name)
            if owner != source.name:
                refusals[document.name] = f"{source.path}: another document is called {document.name} already."
                continue
            said = tuple(statements(document))
            self.prepared.append(_prepare(replace(document, statements=said), source.name, self._settings))
        self.refused |= refusals
        self.noted.append(replace(now, refused=refusals))

    def _whole(self, source: StoredSource) -> bool:
        """Whether all its documents are still what was stored; a damaged one is read again."""
        try:
            for name in source.documents:
                self._snapshot.document(name)
        except IndexDamaged:
            return False
        return True

    def report(self, snapshot: Snapshot, embedded: int, seconds: float) -> IndexReport:
        new = [*self.added, *self.changed]
        pairs = {(min(name, other), max(name, other)) for name in new for other in snapshot.copies(name)}
        return IndexReport(
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=tuple(sorted(self.unchanged)),
            removed=tuple(self.removed),
            refused=dict(sorted(self.refused.items())),
            skipped=dict(sorted(self.skipped.items())),
            duplicates=dict(sorted(self.duplicates.items())),
            copies=tuple(sorted(pairs)),
            passages=snapshot.passage_count(),
            embedded=embedded,
            seconds=seconds,
        )


def _below(path: str, roots: Sequence[Path]) -> bool:
    return any(Path(path).is_relative_to(root) for root in roots)


def _stamp(source: Source) -> str:
    """What the reading of a file depends on besides its bytes."""
    reader = f"{reading_fingerprint()} {ATTRIBUTION}"
    reviewed = json.dumps(sorted((key, *value) for key, value in source.metadata.items()))
    return hashlib.sha256(f"{reader} {reviewed}".encode()).hexdigest()


def _prepare(document: Document, source: str, settings: Settings) -> Prepared:
    spans = sentences(document.text)
    cut = passages(document, spans, settings)
    texts = [embedded_text(document, p) for p in cut]
    return Prepared(
        document,
        source,
        spans,
        cut,
        texts,
        [hashlib.sha256(t.encode("utf-8", "surrogatepass")).hexdigest() for t in texts],
    )


def embedded_text(document: Document, passage: Passage) -> str:
    """What is searched for a passage: its text under the document's title, which often alone names the subject."""
    title = document.label("title")
    text = document.text[passage.start : passage.end]
    return f"{title[:LONGEST_TITLE]}\n{text}" if title else text
