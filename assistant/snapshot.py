"""What can be read of the store: documents, sentences, passages and vectors as of one moment."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged
from assistant.text import stem, words_digest
from assistant.types import Document, Page, Passage, Span, Statement, Value, Zone

COPY_SHARE = 0.5  # of the shorter document's sentences stand in the other too: a near copy
COPY_LEAST = 3  # of them at least


@dataclass(frozen=True)
class StoredSource:
    """A file as it was last read: its bytes' hash, a stamp of what else its reading depends on, what was refused of it
    (name → sentence) and the names of its documents."""

    name: str
    path: str
    sha256: str
    stamp: str
    refused: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """What the store knows of a document without reading its text; `path` and `source_sha256` are those of its file."""

    id: int
    name: str
    path: str
    source_sha256: str


class Snapshot:
    """The store as of one generation: every read is of the same moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._documents: dict[str, Document] = {}

    def fact(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    @property
    def generation(self) -> int:
        return int(self.fact("generation") or 0)

    def listing(self) -> list[Stored]:
        """All documents, by name."""
        query = (
            "SELECT d.id, d.name, s.path, s.sha256 FROM documents d JOIN sources s ON s.name = d.source ORDER BY d.name"
        )
        return [Stored(*row) for row in self._db.execute(query)]

    def sources(self) -> dict[str, StoredSource]:
        """All files that were read, by name, refused ones too."""
        documents: dict[str, list[str]] = {}
        for source, name in self._db.execute("SELECT source, name FROM documents ORDER BY id"):
            documents.setdefault(source, []).append(name)
        rows = self._db.execute("SELECT name, path, sha256, stamp, refused FROM sources ORDER BY name")
        return {
            name: StoredSource(name, path, digest, stamp, json.loads(refused), tuple(documents.get(name, ())))
            for name, path, digest, stamp, refused in rows
        }

    def document(self, name: str) -> Document:
        """The stored document. Raises IndexDamaged where it is no longer what was stored, KeyError if unknown."""
        if name not in self._documents:
            row = self._db.execute(
                "SELECT name, sha256, text, labels, seal FROM documents WHERE name = ?", (name,)
            ).fetchone()
            if row is None:
                raise KeyError(name)
            self._documents[name] = _document(*row)
        return self._documents[name]

    def source(self, name: str) -> tuple[str, str]:
        """The path and the SHA-256 of the file the document called `name` was read from."""
        query = "SELECT s.path, s.sha256 FROM documents d JOIN sources s ON s.name = d.source WHERE d.name = ?"
        path, digest = self._db.execute(query, (name,)).fetchone()
        return path, digest

    def same_sentences(self, text: str) -> list[tuple[str, Span]]:
        """Where a sentence of the same words stands: (document, span), by document; punctuation and case may differ."""
        query = 'SELECT d.name, s.start, s."end" FROM sentences s JOIN documents d ON d.id = s.document WHERE s.words = ? ORDER BY d.name, s.start'
        return [(name, Span(start, end)) for name, start, end in self._db.execute(query, (words_digest(text),))]

    def copies(self, name: str) -> list[str]:
        """Documents that are nearly the same text as the one called `name` (reprints, syndicated text), by name."""
        query = """
            WITH mine AS (SELECT DISTINCT words FROM sentences WHERE words != 0
                          AND document = (SELECT id FROM documents WHERE name = :name)),
                 shared AS (SELECT document, count(DISTINCT words) AS n FROM sentences WHERE words IN mine GROUP BY document)
            SELECT d.name FROM shared JOIN documents d ON d.id = shared.document
            WHERE d.name != :name AND shared.n >= max(:least, :share * min(
                (SELECT count(*) FROM mine),
                (SELECT count(DISTINCT words) FROM sentences s WHERE s.document = d.id AND s.words != 0)))
            ORDER BY d.name"""
        rows = self._db.execute(query, {"name": name, "least": COPY_LEAST, "share": COPY_SHARE})
        return [row[0] for row in rows]

    def sentences(self, name: str) -> list[Span]:
        """Sentence spans of a document, in order, zones included."""
        query = 'SELECT s.start, s."end" FROM sentences s JOIN documents d ON d.id = s.document WHERE d.name = ? ORDER BY s.start'
        return [Span(*row) for row in self._db.execute(query, (name,))]

    def passages(self, numbers: Sequence[int] | None = None) -> dict[int, Passage]:
        """Passages by the numbers FAISS and Tantivy know them by; all of them if None."""
        query = 'SELECT p.id, d.name, d.sha256, p.start, p."end" FROM passages p JOIN documents d ON d.id = p.document'
        if numbers is not None:
            rows = self._db.execute(
                f"{query} WHERE p.id IN ({','.join('?' * len(numbers))}) ORDER BY p.id", tuple(numbers)
            )
        else:
            rows = self._db.execute(f"{query} ORDER BY p.id")
        return {row[0]: Passage(*row[1:]) for row in rows}

    def passages_of(self, name: str) -> list[Passage]:
        """Passages of a document, in order."""
        query = 'SELECT d.name, d.sha256, p.start, p."end" FROM passages p JOIN documents d ON d.id = p.document WHERE d.name = ? ORDER BY p.start'
        return [Passage(*row) for row in self._db.execute(query, (name,))]

    def passage_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM passages").fetchone()[0])

    def passage_numbers(self) -> list[int]:
        return [row[0] for row in self._db.execute("SELECT id FROM passages ORDER BY id")]

    def vectors(self, numbers: Sequence[int]) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(numbers), dimension). Raises IndexDamaged where one is missing."""
        found = []
        for number in numbers:
            row = self._db.execute(
                "SELECT v.vector FROM passages p JOIN vectors v ON v.sha256 = p.vector WHERE p.id = ?", (number,)
            ).fetchone()
            if row is None:
                raise IndexDamaged(
                    f"The vector of passage {number} is missing; delete the index folder and run `assistant index` again."
                )
            found.append(np.frombuffer(row[0], dtype=np.float32))
        return np.array(found, dtype=np.float32)

    def missing_vectors(self, hashes: Sequence[str]) -> list[str]:
        """Those of `hashes` without a stored vector, each once, in order."""
        found = []
        for digest in dict.fromkeys(hashes):
            known = self._db.execute("SELECT 1 FROM vectors WHERE sha256 = ?", (digest,))
            if known.fetchone() is None:
                found.append(digest)
        return found

    def word_count(self, word: str) -> int:
        """How often the case-folded `word` occurs in the corpus, zones left out."""
        row = self._db.execute("SELECT count FROM words WHERE word = ?", (word,)).fetchone()
        return row[0] if row else 0

    def stem_count(self, form: str) -> int:
        """How often the words with the search form `form` (`text.stem`) occur in the corpus, zones left out."""
        begun = form[:-1] or form  # a search form differs from its words from its last letter on: "treaty", "treati"
        rows = self._db.execute(
            "SELECT word, count FROM words WHERE word >= ? AND word < ?", (begun, begun + "\U0010ffff")
        )
        return sum(count for word, count in rows if stem(word) == form)

    def name_count(self, word: str) -> int:
        """How often the case-folded `word` has a capital inside a sentence (`text.is_capital_inside`), zones left out."""
        row = self._db.execute("SELECT capitals FROM words WHERE word = ?", (word,)).fetchone()
        return row[0] if row else 0

    def words_like(self, first: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """(word, count) of the words that begin with the letter `first` and have a length in the range."""
        query = "SELECT word, count FROM words WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?"
        return self._db.execute(query, (first, first + "\U0010ffff", shortest, longest)).fetchall()

    def rows(self, query: str, values: Mapping[str, object] | None = None) -> list[Any]:
        """What an SQL query finds, for modules that ask what no method here answers (`catalogue`)."""
        return self._db.execute(query, values or {}).fetchall()

    def integrity(self) -> str:
        """SQLite's own check of the file: "ok", or what is wrong."""
        return str(self._db.execute("PRAGMA integrity_check(1)").fetchone()[0])


def labels_of(document: Document) -> str:
    """Metadata, statements, zones, pages and reader as canonical JSON: what may change while the text stays."""
    labels = {
        "reader": document.reader,
        "statements": document.statements,
        "metadata": {k: list(v) for k, v in sorted(document.metadata.items())},
        "zones": document.zones,
        "pages": document.pages,
    }
    return json.dumps(labels, ensure_ascii=False, sort_keys=True)


def seal_of(name: str, sha256: str, text: bytes, labels: str) -> str:
    """One hash over all that a citation shows of a document: a changed date is as bad as a changed word."""
    return hashlib.sha256(b"\0".join((name.encode(), sha256.encode(), labels.encode(), text))).hexdigest()


def _document(name: str, sha256: str, text: bytes, labels: str, seal: str) -> Document:
    if not isinstance(text, bytes) or seal_of(name, sha256, text, labels) != seal:
        raise IndexDamaged(
            f"{name}: its stored text no longer matches its SHA-256, so nothing in it is quoted; "
            "run `assistant index` on its folder again."
        )
    found = json.loads(labels)
    metadata = {key: Value(*value) for key, value in found["metadata"].items()}
    zones, pages = tuple(Zone(*z) for z in found["zones"]), tuple(Page(*p) for p in found["pages"])
    said = tuple(Statement(*s)._replace(reported_by=tuple(s[13])) for s in found["statements"])
    return Document(name, sha256, text.decode("utf-8", "surrogatepass"), metadata, zones, pages, found["reader"], said)
