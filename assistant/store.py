"""The truth: documents, sentences, passages and vectors in one SQLite file. Its transaction is the commit.

FAISS and Tantivy only hold passage ids that this store gave out and can be rebuilt from it at any time. Readers work
on a `Snapshot`, one read transaction, and so never see half a generation.
"""

from __future__ import annotations

import json
import queue
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged
from assistant.passages import quotable
from assistant.shingles import kept_shingles
from assistant.snapshot import Snapshot, StoredSource, labels_of, seal_of
from assistant.text import is_capital_inside, word_form, words, words_digest
from assistant.text import sentences as sentence_spans
from assistant.types import Document, Passage, Span

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
CREATE TABLE IF NOT EXISTS words (
    word TEXT PRIMARY KEY, count INTEGER NOT NULL, capitals INTEGER NOT NULL) WITHOUT ROWID;
"""


def incomplete(path: Path) -> IndexDamaged:
    """What is wrong with the store at `path` where it lacks what its first commit wrote."""
    return IndexDamaged(f"{path} is incomplete; delete {path.parent} and run `assistant index` again.")


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
        seal = seal_of(document.name, document.sha256, data, labels)
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
        capitals: Counter[str] = Counter()
        for sentence in kept:
            text = document.text[sentence.start : sentence.end]
            counts.update(word_form(text[w.start : w.end]) for w in words(text))
            capitals.update(word_form(text[w.start : w.end]) for w in words(text) if is_capital_inside(text, w.start))
        rows = [(word, sign * n, sign * capitals[word]) for word, n in sorted(counts.items())]
        self._db.executemany(
            "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE "
            "SET count = count + excluded.count, capitals = capitals + excluded.capitals",
            rows,
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
                # one script, as `executescript` commits what was begun before it: no kill leaves tables without their facts
                connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA}")
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
            if str(error).startswith("no such table"):
                raise incomplete(self.path) from error
            mend = (
                "run `assistant doctor`"
                if isinstance(error, sqlite3.OperationalError)
                else "delete the index folder and run `assistant index` again"
            )
            raise IndexDamaged(f"{self.path} cannot be read as a store ({error}); {mend}.") from error
