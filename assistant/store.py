"""The truth: documents, sentences, passages and vectors in one SQLite file. Its transaction is the commit.

FAISS and Tantivy only hold passage ids that this store gave out and can be rebuilt from it at any time. Readers work
on a `Snapshot`, one read transaction, and so never see half a generation.
"""

from __future__ import annotations

import hashlib
import json
import queue
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged
from assistant.passages import quotable
from assistant.shingles import kept_shingles
from assistant.text import sentences as sentence_spans
from assistant.text import words
from assistant.types import Document, Page, Passage, Span, Statement, Value, Zone

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sources (
    name TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, stamp TEXT NOT NULL, refused TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL REFERENCES sources DEFERRABLE INITIALLY DEFERRED,
    sha256 TEXT NOT NULL, text BLOB NOT NULL, labels TEXT NOT NULL, seal TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_of_source ON documents (source);
CREATE TABLE IF NOT EXISTS sentences (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    words INTEGER NOT NULL, PRIMARY KEY (document, start)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sentences_by_words ON sentences (words);
CREATE TABLE IF NOT EXISTS statements (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, number INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, speaker TEXT, role TEXT, how TEXT NOT NULL, said_on TEXT,
    PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statements_by_speaker ON statements (speaker, role);
CREATE TABLE IF NOT EXISTS metadata (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (key, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS metadata_of_document ON metadata (document);
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, vector TEXT NOT NULL REFERENCES vectors);
CREATE INDEX IF NOT EXISTS passages_of_document ON passages (document, start);
CREATE INDEX IF NOT EXISTS passages_of_vector ON passages (vector);
CREATE TABLE IF NOT EXISTS vectors (sha256 TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shingles (
    hash INTEGER NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (hash, document, start))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
"""


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


class Transaction(Snapshot):
    """A snapshot that can write; nothing counts until the `with` block of `Store.write` ends.

    `words_stale` tells that a damaged document was removed and `recount_words` is due.
    """

    words_stale = False

    def set_fact(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
        )

    def put_vectors(self, hashes: Sequence[str], vectors: NDArray[np.float32]) -> None:
        rows = (
            (digest, np.ascontiguousarray(v, dtype=np.float32).tobytes())
            for digest, v in zip(hashes, vectors, strict=True)
        )
        self._db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def remove(self, name: str) -> list[int]:
        """Remove a document; the numbers of its passages."""
        row = self._db.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchone()
        numbers = [r[0] for r in self._db.execute("SELECT id FROM passages WHERE document = ? ORDER BY id", row)]
        try:
            document = self.document(name)
            self._count_words(document, -1)
            self._drop_shingles(row[0], document)
            self._documents.pop(name)
        except IndexDamaged:  # its words are unknown, so they cannot be counted off, nor its shingles looked up
            self.words_stale = True
            self._db.execute("DELETE FROM shingles WHERE document = ?", row)
        self._db.execute("DELETE FROM documents WHERE id = ?", row)
        return numbers

    def put_source(self, source: StoredSource) -> None:
        """Note a file that was read, or that it stands at another path now."""
        row = (source.name, source.path, source.sha256, source.stamp, json.dumps(dict(source.refused)))
        self._db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)", row)

    def remove_source(self, name: str) -> None:
        self._db.execute("DELETE FROM sources WHERE name = ?", (name,))

    def put(
        self,
        document: Document,
        source: str,
        sentences: Sequence[Span],
        passages: Sequence[Passage],
        hashes: Sequence[str],
    ) -> list[int]:
        """Store a new document with its passages and their vectors' hashes; the numbers given to the passages."""
        data = document.text.encode("utf-8", "surrogatepass")
        labels = labels_of(document)
        seal = _seal(document.name, document.sha256, data, labels)
        fields = (document.name, source, document.sha256, data, labels, seal)
        number = self._db.execute(
            "INSERT INTO documents (name, source, sha256, text, labels, seal) VALUES (?, ?, ?, ?, ?, ?)", fields
        ).lastrowid
        whole = set(quotable(sentences, document.zones))
        rows = (
            (number, s.start, s.end, words_digest(document.text[s.start : s.end]) if s in whole else 0)
            for s in sentences
        )
        self._db.executemany("INSERT INTO sentences VALUES (?, ?, ?, ?)", rows)
        said = (
            (number, i, s.start, s.end, s.speaker, s.role, s.how, s.said_on) for i, s in enumerate(document.statements)
        )
        self._db.executemany("INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", said)
        values = ((number, key, value.value) for key, value in sorted(document.metadata.items()))
        self._db.executemany("INSERT INTO metadata VALUES (?, ?, ?)", values)
        numbers = []
        for passage, digest in zip(passages, hashes, strict=True):
            cursor = self._db.execute(
                'INSERT INTO passages (document, start, "end", vector) VALUES (?, ?, ?, ?)',
                (number, passage.start, passage.end, digest),
            )
            numbers.append(int(cursor.lastrowid or 0))
        kept = ((digest, number, start) for digest, start in kept_shingles(document.text, document.zones))
        self._db.executemany("INSERT OR IGNORE INTO shingles VALUES (?, ?, ?)", kept)
        self._count_words(document, 1)
        return numbers

    def drop_unused_vectors(self) -> None:
        self._db.execute("DELETE FROM vectors WHERE sha256 NOT IN (SELECT vector FROM passages)")

    def recount_words(self) -> None:
        """Count all words anew, after a damaged document was removed whose own words could not be counted off."""
        self._db.execute("DELETE FROM words")
        for stored in self.listing():
            try:
                self._count_words(self.document(stored.name), 1)
            except IndexDamaged:  # counted when it is indexed again
                continue

    def _drop_shingles(self, number: int, document: Document) -> None:
        """One by one by their key: an index by document would make the table half as large again."""
        kept = ((digest, number, start) for digest, start in kept_shingles(document.text, document.zones))
        self._db.executemany("DELETE FROM shingles WHERE hash = ? AND document = ? AND start = ?", kept)

    def _count_words(self, document: Document, sign: int) -> None:
        kept = quotable(sentence_spans(document.text), document.zones)
        counts: Counter[str] = Counter()
        for sentence in kept:
            text = document.text[sentence.start : sentence.end]
            counts.update(word_form(text[w.start : w.end]) for w in words(text))
        rows = [(word, sign * n) for word, n in sorted(counts.items())]
        self._db.executemany(
            "INSERT INTO words VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET count = count + excluded.count", rows
        )
        if sign < 0:
            self._db.execute("DELETE FROM words WHERE count <= 0")


class Store:
    """`store.sqlite`: many readers, and one writer at a time (the index's lock sees to that)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._readers: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A snapshot for the `with` block. Raises IndexDamaged where the file is no readable store."""
        with self._damage_named():
            try:
                connection = self._readers.get_nowait()
            except queue.Empty:
                connection = self._connect()
            try:
                connection.execute("BEGIN")
                yield Snapshot(connection)
            finally:
                connection.rollback()
                self._readers.put(connection)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction: committed and synced when the block ends, rolled back if it raises."""
        with self._damage_named():
            connection = self._connect()
            try:
                connection.executescript(_SCHEMA)
                connection.execute("BEGIN IMMEDIATE")
                yield Transaction(connection)
                connection.commit()
            finally:
                connection.close()  # an open transaction is rolled back

    def close(self) -> None:
        while not self._readers.empty():
            self._readers.get().close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            mend = (
                "run `assistant doctor`"
                if isinstance(error, sqlite3.OperationalError)
                else "delete the index folder and run `assistant index` again"
            )
            raise IndexDamaged(f"{self.path} cannot be read as a store ({error}); {mend}.") from error


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


def words_digest(text: str) -> int:
    """63 bits of a hash over the words of `text`, never 0; the same for two sentences that differ in marks and case only."""
    joined = " ".join(word_form(text[w.start : w.end]) for w in words(text))
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> 1 or 1


def word_form(word: str) -> str:
    """The form words are counted in: case folded, possessive dropped."""
    return word.casefold().replace("’", "'").removesuffix("'s")


def _seal(name: str, sha256: str, text: bytes, labels: str) -> str:
    """One hash over all that a citation shows of a document: a changed date is as bad as a changed word."""
    return hashlib.sha256(b"\0".join((name.encode(), sha256.encode(), labels.encode(), text))).hexdigest()


def _document(name: str, sha256: str, text: bytes, labels: str, seal: str) -> Document:
    if not isinstance(text, bytes) or _seal(name, sha256, text, labels) != seal:
        raise IndexDamaged(
            f"{name}: its stored text no longer matches its SHA-256, so nothing in it is quoted; "
            "run `assistant index` on its folder again."
        )
    found = json.loads(labels)
    metadata = {key: Value(*value) for key, value in found["metadata"].items()}
    zones, pages = tuple(Zone(*z) for z in found["zones"]), tuple(Page(*p) for p in found["pages"])
    said = tuple(Statement(*s)._replace(reported_by=tuple(s[-1])) for s in found["statements"])
    return Document(name, sha256, text.decode("utf-8", "surrogatepass"), metadata, zones, pages, found["reader"], said)
