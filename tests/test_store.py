from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexDamaged
from assistant.passages import passages
from assistant.snapshot import StoredSource
from assistant.store import Store, Transaction
from assistant.text import sentences, stem, words_digest
from assistant.types import Document, Page, Passage, Settings, Span, Statement, Value, Zone

TEXT = "The river’s long. The River is wide.\nShare this page"
SAID = Statement(0, 17, "Ann Lee", None, 4, 9, 4, 9, "reported", "said", None, None, None, ("The Paper",))
DOCUMENT = Document(
    "d.txt",
    "f00",
    TEXT,
    {"title": Value("River", "metadata.jsonl")},
    (Zone(37, 52, "share"),),
    (Page(1, 0, 52),),
    "plain text, utf-8",
    (SAID,),
)

SOURCE = StoredSource("d.txt", "/from/d.txt", "f00d", "stamp", {"d.txt/x.png": "d.txt/x.png: a picture."})


def put(transaction: Transaction, document: Document) -> list[int]:
    spans = sentences(document.text)
    cut = passages(document, spans, Settings(5))
    transaction.put_vectors(["v1", "v2"][: len(cut)], np.eye(2, 4, dtype=np.float32)[: len(cut)])
    transaction.put_source(SOURCE)
    return transaction.put(document, "d.txt", spans, cut, ["v1", "v2"][: len(cut)])


def test_what_is_put_is_what_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write() as transaction:
        assert put(transaction, DOCUMENT) == [1, 2]
    with store.read() as snapshot:
        assert snapshot.document("d.txt") == DOCUMENT
        assert snapshot.sentences("d.txt") == [Span(0, 17), Span(18, 36), Span(37, 52)]
        expected = {1: Passage("d.txt", "f00", 0, 17), 2: Passage("d.txt", "f00", 18, 36)}
        assert snapshot.passages([2, 1]) == snapshot.passages() == expected
        assert snapshot.passages_of("d.txt") == list(expected.values())
        assert snapshot.vectors([2, 1]).tolist() == [[0, 1, 0, 0], [1, 0, 0, 0]]
        assert [snapshot.word_count(w) for w in ("river", "wide", "share", "none")] == [2, 1, 0, 0]
        assert [snapshot.stem_count(stem(w)) for w in ("rivers", "widely", "long", "share")] == [2, 1, 1, 0]
        assert snapshot.words_like("r", 4, 6) == [("river", 2)]
        assert [snapshot.name_count(w) for w in ("river", "wide", "none")] == [1, 0, 0]
        assert snapshot.source("d.txt") == ("/from/d.txt", "f00d")
        assert snapshot.sources() == {"d.txt": replace(SOURCE, documents=("d.txt",))}
        assert snapshot.integrity() == "ok"


def test_removing_takes_everything_along(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write() as transaction:
        put(transaction, DOCUMENT)
    with store.write() as transaction:
        assert transaction.remove("d.txt") == [1, 2]
        transaction.drop_unused_vectors()
    with store.read() as snapshot:
        assert (snapshot.listing(), snapshot.passages(), snapshot.word_count("river")) == ([], {}, 0)
    for table in ("sentences", "passages", "vectors", "words"):
        assert sqlite3.connect(store.path).execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def interrupted(store: Store) -> None:
    with store.write() as transaction:
        put(transaction, DOCUMENT)
        raise RuntimeError


def test_an_exception_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write():
        pass
    with pytest.raises(RuntimeError):
        interrupted(store)
    with store.read() as snapshot:
        assert snapshot.listing() == []


def test_an_exception_in_the_first_transaction_leaves_no_tables_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with pytest.raises(RuntimeError):
        interrupted(store)
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_snapshot_does_not_move_under_its_reader(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write() as transaction:
        transaction.set_fact("generation", "1")
    with store.read() as before:
        assert before.generation == 1
        with store.write() as transaction:
            put(transaction, DOCUMENT)
            transaction.set_fact("generation", "2")
        assert (before.generation, before.listing()) == (1, [])
        with store.read() as after:
            assert (after.generation, [s.name for s in after.listing()]) == (2, ["d.txt"])


@pytest.mark.parametrize("at", [0, 20, len(TEXT.encode()) - 1])
def test_one_changed_byte_of_a_stored_text_is_noticed(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write() as transaction:
        put(transaction, DOCUMENT)
    data = bytearray(TEXT.encode())
    data[at] ^= 1
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE documents SET text = ?", (bytes(data),))
    with store.read() as snapshot, pytest.raises(IndexDamaged, match=r"^d.txt: its stored text no longer matches"):
        snapshot.document("d.txt")


@pytest.mark.parametrize("column", ["sha256", "labels", "text"])
def test_a_changed_label_or_type_is_noticed_too(tmp_path: Path, column: str) -> None:
    store = Store(tmp_path / "store.sqlite")
    with store.write() as transaction:
        put(transaction, DOCUMENT)
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"UPDATE documents SET {column} = replace(CAST({column} AS TEXT), 'r', 'R')")
        connection.execute(f"UPDATE documents SET {column} = replace(CAST({column} AS TEXT), 'f', 'e')")
    with store.read() as snapshot, pytest.raises(IndexDamaged):
        snapshot.document("d.txt")


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(IndexDamaged, match=r"store.sqlite cannot be read as a store .* run `assistant index` again\.$"):
        with Store(tmp_path / "store.sqlite").read() as snapshot:
            snapshot.listing()


def store_of(path: Path, texts: dict[str, str]) -> Store:
    store = Store(path / "store.sqlite")
    with store.write() as transaction:
        for name, text in texts.items():
            transaction.put_source(StoredSource(name, f"/{name}", "0", "0"))
            transaction.put(Document(name, name, text), name, sentences(text), [], [])
    return store


def test_the_same_sentence_is_known_wherever_it_stands(tmp_path: Path) -> None:
    store = store_of(
        tmp_path, {"a.txt": "He left. “The bridge was shut,” she said.", "b.txt": "The bridge was SHUT, she said!"}
    )
    with store.read() as snapshot:
        places = snapshot.same_sentences("The bridge was shut she said")
        assert places == [("a.txt", Span(9, 41)), ("b.txt", Span(0, 30))]
        assert snapshot.same_sentences("The bridge was not shut she said") == []
    assert words_digest("") == words_digest("...") != 0


def test_reprints_are_near_copies_and_a_shared_quote_is_not(tmp_path: Path) -> None:
    body = "The mayor resigned on Monday. She gave no reason. A successor is sought. The council meets in May."
    texts = {
        "first.txt": body,
        "reprint.txt": f"From our partner. {body.replace('Monday', 'MONDAY')} Read our paper daily. It costs nothing.",
        "other.txt": "A successor is sought. Nothing else is known. The town waits. Elections may follow.",
    }
    with store_of(tmp_path, texts).read() as snapshot:
        assert [snapshot.copies(name) for name in texts] == [["reprint.txt"], ["first.txt"], []]
