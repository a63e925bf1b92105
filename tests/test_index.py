"""The index as a whole: incremental, atomic, rebuilt where damaged, refused where made by others."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import filelock
import pytest

from assistant import Assistant, IndexReport, Settings
from assistant.doctor import examine
from assistant.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from assistant.index import LocalIndex
from assistant.reading import Worker, find_sources
from assistant.store import Store
from tests.toys import ROOT, ToyEncoder, ToyReranker, opened


def summary(report: IndexReport) -> tuple[tuple[str, ...], ...]:
    return report.added, report.changed, report.unchanged, report.removed


def found(assistant: Assistant, query: str = "river mountain city") -> list[tuple[str, int, int, float]]:
    return [(h.passage.document, h.passage.start, h.passage.end, h.score) for h in assistant.search(query)]


def test_only_what_changed_is_embedded_again(toy: Assistant, corpus: Path, tmp_path: Path) -> None:
    encoder = toy.index.encoder
    assert isinstance(encoder, ToyEncoder)
    encoder.encoded.clear()
    assert summary(toy.add([corpus])) == ((), (), ("a.txt", "b.txt", "c.txt"), ())
    assert encoder.encoded == []
    (corpus / "a.txt").unlink()
    (corpus / "b.txt").write_text("The mountain is high. Somebody lives there.", encoding="utf-8")
    (corpus / "c.txt").rename(corpus / "d.txt")
    report = toy.add([corpus])
    assert summary(report) == (("d.txt",), ("b.txt",), (), ("a.txt", "c.txt"))
    assert encoder.encoded == ["The mountain is high. Somebody lives there."]  # d.txt has the words c.txt had
    assert (report.embedded, report.passages) == (1, 2)
    fresh = opened(tmp_path / "fresh")
    fresh.add([corpus])
    assert sorted(found(toy)) == sorted(found(fresh))


def test_reviewed_metadata_counts_as_a_change_and_files_outside_the_named_folder_stay(
    toy: Assistant, corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "single.txt").write_text("A river alone.", encoding="utf-8")
    assert summary(toy.add([tmp_path / "single.txt"])) == (("single.txt",), (), (), ())
    (corpus / "metadata.jsonl").write_text('{"file_name": "b.txt", "publisher": "The Peak"}', encoding="utf-8")
    assert summary(toy.add([corpus])) == ((), ("b.txt",), ("a.txt", "c.txt"), ())
    assert toy.document("b.txt").label("publisher") == "The Peak"
    assert toy.document("single.txt").text == "A river alone."


def test_the_same_bytes_are_indexed_once_and_an_unchanged_folder_is_not_read_again(
    toy: Assistant, corpus: Path
) -> None:
    (corpus / "z.txt").write_bytes((corpus / "a.txt").read_bytes())
    (corpus / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    first = toy.add([corpus])
    assert (first.unchanged, dict(first.duplicates)) == (("a.txt", "b.txt", "c.txt"), {"z.txt": "a.txt"})
    reader = Worker()
    second = toy.index.update(find_sources([corpus]), [corpus], worker=reader)
    assert replace(second, seconds=0) == replace(first, embedded=0, seconds=0)
    assert reader._process is None  # not even the refused file was tried again
    (corpus / "a.txt").unlink()
    third = toy.add([corpus])
    assert (third.added, third.removed, dict(third.duplicates)) == (("z.txt",), ("a.txt",), {})


def test_files_inside_a_file_are_documents_proved_by_its_bytes(toy: Assistant, corpus: Path) -> None:
    with zipfile.ZipFile(corpus / "box.zip", "w") as box:
        box.writestr("deep/e.txt", "The lighthouse keeper sold his boat.")
        box.writestr("p.png", b"\x89PNG\xff")
    report = toy.add([corpus])
    assert report.added == ("box.zip/deep/e.txt",)
    assert dict(report.refused) == {"box.zip/p.png": "box.zip/p.png: a PNG picture, not a document with text."}
    (citation, *_) = toy.ask("Who sold his lighthouse boat?").citations
    assert (citation.document, citation.quote) == ("box.zip/deep/e.txt", "The lighthouse keeper sold his boat.")
    assert citation.sha256 == hashlib.sha256(b"The lighthouse keeper sold his boat.").hexdigest()
    (corpus / "box.zip").write_bytes(b"PK\x03\x04 changed")
    assert toy.ask("Who sold his lighthouse boat?").withheld
    assert toy.add([corpus]).removed == ("box.zip/deep/e.txt",)


def test_a_statement_in_two_reprints_is_one_quote_that_names_the_other(toy: Assistant, corpus: Path) -> None:
    body = "The keeper of the lighthouse sold his boat. He moved inland. He never came back. His house is empty."
    (corpus / "first.txt").write_text(body, encoding="utf-8")
    (corpus / "reprint.txt").write_text(f"From our partners.\n{body}", encoding="utf-8")
    assert toy.add([corpus]).copies == (("first.txt", "reprint.txt"),)
    citations = toy.ask("Who sold his lighthouse boat?").citations
    assert [(c.document, c.also_in) for c in citations if "boat" in c.quote] == [("first.txt", ("reprint.txt",))]


def test_a_refused_file_does_not_stop_the_others(toy: Assistant, corpus: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"")
    (corpus / "good.txt").write_text("The city again.", encoding="utf-8")
    report = toy.add([corpus])
    assert (report.added, dict(report.refused)) == (("good.txt",), {"bad.txt": "bad.txt: the file is empty."})


def test_the_same_corpus_gives_the_same_index_in_any_order(corpus: Path, tmp_path: Path) -> None:
    one, two = opened(tmp_path / "one"), opened(tmp_path / "two")
    one.add([corpus])
    for name in ("c.txt", "a.txt", "b.txt"):
        two.add([corpus / name])
    assert found(one) == found(two)


@pytest.mark.parametrize(
    ("version", "tokens", "sentence"),
    [
        ("2", 20, "was made with encoder “toy 1”, not “toy 2”: use the one it was made with, or delete"),
        ("1", 30, "was made with passage_tokens “20”, not “30”: use the one it was made with, or delete"),
    ],
)
def test_an_index_of_another_make_is_refused(
    toy: Assistant, tmp_path: Path, version: str, tokens: int, sentence: str
) -> None:
    with pytest.raises(IndexMismatch) as caught:
        opened(tmp_path / "index", version, tokens)
    assert sentence in str(caught.value)


def test_a_manifest_of_another_make_is_refused(toy: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "index" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"encoder": "another"}))
    with pytest.raises(IndexMismatch, match="was made with encoder “another”"):
        opened(tmp_path / "index")


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(
        IndexMissing, match=r"^There is no index in .*; make one with `assistant index PATH --index .*`\.$"
    ):
        Assistant.open(tmp_path)


def test_two_writers_are_told(toy: Assistant, corpus: Path, tmp_path: Path) -> None:
    with (
        filelock.FileLock(tmp_path / "index" / "write.lock"),
        pytest.raises(IndexBusy, match="Another process is writing"),
    ):
        opened(tmp_path / "index").add([corpus])


def derived_files(folder: Path) -> list[Path]:
    return sorted(
        p
        for p in [folder / "dense.faiss", folder / "manifest.json", *folder.glob("lexical/*/*")]
        if p.suffix != ".lock"
    )


def test_every_damaged_derived_file_is_rebuilt_and_never_served(toy: Assistant, tmp_path: Path) -> None:
    folder, rng = tmp_path / "index", random.Random(1)
    expected = found(toy)
    for name in [p.relative_to(folder).name for p in derived_files(folder)]:
        for damage in ("flip", "truncate", "empty", "delete"):
            path = next(
                p for p in derived_files(folder) if p.name == name or (p.suffix and p.suffix == Path(name).suffix)
            )
            data = bytearray(path.read_bytes())
            if damage == "delete" or not data:
                path.unlink()
            else:
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
                path.write_bytes({"flip": bytes(data), "truncate": bytes(data[: len(data) // 2]), "empty": b""}[damage])
            try:
                served = found(opened(folder))
            except IndexMismatch:  # the flipped bit fell into what the index was made with: the encoder's name, say
                assert (name, damage) == ("manifest.json", "flip")
                path.write_bytes(b"")
                served = found(opened(folder))
            assert served == expected, (name, damage)
            assert not opened(folder).index.derived_fault(), (name, damage)


@pytest.mark.parametrize("key", ["format", "encoder", "passage_tokens"])
def test_a_manifest_of_another_make_is_refused_and_one_that_is_gone_made_anew(
    toy: Assistant, tmp_path: Path, key: str
) -> None:
    expected, path = found(toy), tmp_path / "index" / "manifest.json"
    manifest = json.loads(path.read_text())
    value = manifest[key]
    flipped = value[:-1] + chr(ord(value[-1]) ^ 1)
    path.write_text(json.dumps(manifest | {key: flipped}))
    with pytest.raises(IndexMismatch, match=f"was made with {key} “{flipped}”, not “{value}”: "):
        opened(tmp_path / "index")
    path.unlink()
    assert found(opened(tmp_path / "index")) == expected
    assert json.loads(path.read_text())[key] == value


@pytest.mark.parametrize("lacking", ["tables", "facts"])
def test_a_store_that_was_never_finished_is_called_incomplete(tmp_path: Path, lacking: str) -> None:
    path = tmp_path / "store.sqlite"
    path.touch()
    if lacking == "facts":
        with Store(path).write():
            pass
    sentence = f"{path} is incomplete; delete {tmp_path} and run `assistant index` again."
    for use in (lambda: list(examine(tmp_path)), lambda: opened(tmp_path)):
        with pytest.raises(IndexDamaged) as raised:
            use()
        assert str(raised.value) == sentence


def test_a_reader_that_may_not_write_serves_from_memory(toy: Assistant, tmp_path: Path) -> None:
    expected = found(toy)
    (tmp_path / "index" / "dense.faiss").write_bytes(b"damaged")
    with filelock.FileLock(tmp_path / "index" / "write.lock"):
        reader = LocalIndex(tmp_path / "index", ToyEncoder(), Settings(20))
        reader_assistant = Assistant(reader, ToyReranker, ToyReranker)
        began = time.monotonic()
        assert found(reader_assistant) == expected
        assert time.monotonic() - began < 8
    assert (tmp_path / "index" / "dense.faiss").read_bytes() == b"damaged"


@pytest.mark.parametrize("gone", [False, True])
def test_a_damaged_document_can_be_replaced_or_removed_while_another_is_damaged(
    toy: Assistant, corpus: Path, tmp_path: Path, gone: bool
) -> None:
    with sqlite3.connect(tmp_path / "index" / "store.sqlite") as connection:
        connection.execute("UPDATE documents SET text = CAST('broken' AS BLOB) WHERE name IN ('b.txt', 'c.txt')")
    (corpus / "c.txt").rename(tmp_path / "elsewhere.txt")
    if gone:
        (corpus / "b.txt").unlink()
        report = toy.add([corpus])
        assert summary(report) == ((), (), ("a.txt",), ("b.txt", "c.txt"))
    else:
        assert summary(toy.add([corpus / "b.txt"])) == ((), ("b.txt",), (), ())
        assert toy.document("b.txt").text == (corpus / "b.txt").read_text()
    with toy.index.view() as view:
        counts = {word: view.store.word_count(word) for word in ("kura", "mountain", "mayor")}
    assert counts == {"kura": 1, "mountain": int(not gone), "mayor": 0}


WRITER = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from tests.toys import opened
    corpus, assistant = Path({corpus!r}), opened(Path({index!r}))
    for n in range({first}, {first} + 400):
        (corpus / f"n{{n % 7}}.txt").write_text(f"River number {{n}} flows. The mountain {{n}} stands.", encoding="utf-8")
        (corpus / "both.txt").write_text(f"City {{n}} one. City {{n}} two. " * 3, encoding="utf-8")
        assistant.add([corpus])
        print(n, flush=True)
"""


def start_writer(corpus: Path, index: Path, first: int) -> subprocess.Popen[bytes]:
    script = textwrap.dedent(WRITER.format(root=str(ROOT), corpus=str(corpus), index=str(index), first=first))
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def assert_whole(assistant: Assistant) -> int:
    """The number of the generation of `both.txt`, whose sentences must all be of one writing; checks store against derived files."""
    text = assistant.document("both.txt").text
    numbers = {word for word in text.replace(".", "").split() if word.isdecimal()}
    assert len(numbers) == 1
    with assistant.index.view() as view:
        known = view.store.passage_numbers()
        assert sorted(n for n, _ in view.nearest(ToyEncoder().encode_query("river mountain city"), 10_000)) == known
        texts = {view.store.document(p.document).text[p.start : p.end] for p in view.store.passages().values()}
        assert all(n in known for n, _ in view.matching("river mountain city", 10_000))
    assert any(numbers <= set(t.replace(".", "").split()) for t in texts)
    return int(numbers.pop())


def test_a_killed_writer_loses_nothing_committed_and_tears_nothing(
    toy: Assistant, corpus: Path, tmp_path: Path
) -> None:
    rng = random.Random(7)
    committed = -1
    for round_number in range(8):
        writer = start_writer(corpus, tmp_path / "index", round_number * 1000)
        assert writer.stdout is not None
        line = b""
        for _ in range(rng.randrange(1, 6)):
            line = writer.stdout.readline()
        time.sleep(rng.random() * 0.05)
        os.kill(writer.pid, signal.SIGKILL)
        rest, errors = writer.communicate()
        said = [int(n) for n in (line + rest).split()]
        assert said, errors.decode()
        committed = max(committed, *said)
        assistant = opened(tmp_path / "index")
        stands = assert_whole(assistant)
        assert stands >= committed
        assistant.add([corpus])
        assert not assistant.index.derived_fault()


@pytest.mark.parametrize("name", ["dense.faiss", "manifest.json"])
def test_a_writer_that_publishes_while_a_reader_opens_the_files_does_not_mix_generations(
    toy: Assistant, corpus: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    reader, original, published = opened(toy.index.folder), Path.open, []

    def open_late(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path == toy.index.folder / name and not published and threading.current_thread() is threading.main_thread():
            published.append(name)
            (corpus / "a.txt").unlink()
            (corpus / "d.txt").write_text("A mountain stands alone.", encoding="utf-8")
            writer = threading.Thread(target=toy.add, args=([corpus],))
            writer.start()
            writer.join()
        return original(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_late)
    with reader.index.view() as view:
        assert published == [name]
        assert sorted(n for n, _ in view.nearest(ToyEncoder().encode_query("city"), 100)) == sorted(
            view.store.passages()
        )
        assert [n for n, _ in view.matching("alone", 100)] == []
    assert toy.index.derived_fault() == ""  # the reader has not published its old generation over the new one


def test_readers_see_the_old_or_the_new_and_never_a_mixture(toy: Assistant, corpus: Path, tmp_path: Path) -> None:
    writer = start_writer(corpus, tmp_path / "index", 0)
    assert writer.stdout is not None
    writer.stdout.readline()
    seen: list[int] = []
    errors: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        assistant = opened(tmp_path / "index")
        while not stop.is_set():
            try:
                with assistant.index.view() as view:
                    text = view.store.document("both.txt").text
                    numbers = {word for word in text.replace(".", "").split() if word.isdecimal()}
                    assert len(numbers) == 1
                    known = view.store.passages()
                    assert {n for n, _ in view.nearest(ToyEncoder().encode_query("city"), 10_000)} == set(known)
                    assert {n for n, _ in view.matching(f"city {min(numbers)}", 10_000)} <= set(known)
                    assert view.matching(min(numbers), 10)
                seen.append(int(numbers.pop()))
            except BaseException as error:
                errors.append(error)
                raise

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(25):
        writer.stdout.readline()
    stop.set()
    for reader in readers:
        reader.join()
    writer.kill()
    writer.communicate()
    assert errors == []
    assert len(set(seen)) >= 5
