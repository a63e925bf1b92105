from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput, UnreadableFile
from assistant.reading import Outcome, Source, Worker, find_sources, load
from assistant.reading.sidecar import load_sidecar
from assistant.reading.worker import packed, receive, send, unpacked
from assistant.types import Document, Page, Value, Zone


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


def test_a_text_file_becomes_a_document_with_its_bytes_hash_and_newlines_as_they_are(worker: Worker) -> None:
    data = b"\xef\xbb\xbfTitle\r\nIt \xe2\x80\x99s.\rEnd\n"
    reviewed = {"title": Value("T", "metadata.jsonl")}
    document = Document(
        "x.txt", hashlib.sha256(data).hexdigest(), "Title\r\nIt ’s.\rEnd\n", reviewed, reader="plain text, utf-8"
    )
    assert worker.read(data, "x.txt", reviewed) == Outcome((document,), {})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("e.txt", b"", "e.txt: the file is empty."),
        ("w.txt", b" \n\t", "w.txt: the file is empty."),
        ("b.txt", b"\x7fELF\x02\x00\x00\xff\xfe", "b.txt: a program, not a document with text."),
        ("c.txt", b"abc\x01\x02\x03\x04", "c.txt: a binary file, not text."),
        ("p.txt", b"... !!! ---", "p.txt: there is not one word in it."),
        (
            "x.zip",
            b"PK\x03\x04cut off",
            "x.zip: damaged or cut off (a zip-based file whose list of contents cannot be read).",
        ),
        (
            "d.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "d.doc: an office file of a kind older than 2007; save it as .docx, .xlsx or .pptx first.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    worker: Worker, name: str, data: bytes, reason: str
) -> None:
    assert worker.read(data, name) == Outcome((), {name: reason})


def test_archives_in_archives_are_read_to_a_depth_and_every_entry_has_an_outcome(worker: Worker) -> None:
    data = b"The innermost words."
    for depth in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"{depth}.zip" if depth else "a.txt", data)
            archive.writestr(f"note{depth}.txt", f"Note number {depth}.")
        data = packed.getvalue()
    found = worker.read(data, "x.zip")
    assert [d.name for d in found.documents] == [
        "x.zip/note4.txt",
        "x.zip/4.zip/note3.txt",
        "x.zip/4.zip/3.zip/note2.txt",
    ]
    assert dict(found.refused) == {
        f"x.zip/4.zip/3.zip/2.zip/{name}": f"x.zip/4.zip/3.zip/2.zip/{name}: packed more than 3 files deep; unpack it first."
        for name in ("1.zip", "note1.txt")
    }


def test_a_file_that_takes_too_long_or_too_much_is_refused_and_the_next_is_read() -> None:
    worker = Worker(seconds=0.1, seconds_per_mib=0)
    slow = b"<p>Some words here. " * 4_900
    assert worker.read(slow, "slow.html").refused["slow.html"].startswith("slow.html: could not be read within 0.1 s")
    worker._seconds = 15
    assert [d.text for d in worker.read(b"Quick.", "q.txt").documents] == ["Quick."]
    worker.close()
    small = Worker(memory=20 * 2**20)
    assert "memory" in small.read(b"word " * 6_000_000, "big.txt").refused["big.txt"]
    assert [d.text for d in small.read(b"Small.", "s.txt").documents] == ["Small."]
    small.close()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/tmp/never-written', 'w')",
        "import os; os.remove('/tmp/nothing-here')",
    ],
)
def test_the_reading_process_may_not_reach_out(code: str) -> None:
    program = f"from assistant.reading.process import _confine; _confine(10**9)\ntry:\n {code}\nexcept PermissionError as e:\n print(e)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("is not for a reader of files\n")


@given(st.text(st.characters(codec="utf-8")).filter(lambda t: any(c.isalnum() for c in t)))
def test_what_the_process_sends_back_is_what_it_read(text: str) -> None:
    lone = text + "\ud800\udc00"  # two lone surrogates, which JSON would make one character
    document = Document("x", "0", lone, {"title": Value("T", "0:1")}, (Zone(0, 1, "menu"),), (Page(1, 0, 2),), "r")
    outcome = Outcome((document,), {"y": "y: no."})
    pipe = io.BytesIO()
    send(pipe, packed(outcome))
    pipe.seek(0)
    assert unpacked(receive(pipe)) == outcome


def test_sidecar(tmp_path: Path) -> None:
    (tmp_path / "metadata.jsonl").write_text(
        '{"file_name": "a.txt", "title": "A", "published": null, "other": 1}\n\n', encoding="utf-8"
    )
    assert load_sidecar(tmp_path) == {"a.txt": {"title": Value("A", "metadata.jsonl")}}
    (tmp_path / "metadata.jsonl").write_text('{"file_name": "a.txt"}\nnonsense\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r'metadata.jsonl, line 2: not a JSON object with a "file_name"\.$'):
        load_sidecar(tmp_path)


def test_sources_of_a_folder_hidden_files_and_links_out_of_it_aside(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / ".git").mkdir()
    outside = tmp_path / "secret.txt"
    for path in (folder / "b.txt", folder / "sub" / "a.txt", folder / ".git" / "x.txt", folder / ".hidden", outside):
        path.write_text("words", encoding="utf-8")
    (folder / "metadata.jsonl").write_text('{"file_name": "b.txt", "title": "B"}', encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    (folder / "sub" / "pipe").unlink(missing_ok=True)
    os.mkfifo(folder / "sub" / "pipe")
    found = [(s.name, s.metadata.get("title"), s.refusal or s.skip) for s in find_sources([folder])]
    assert found == [
        (".git", None, ".git: a hidden folder."),
        (".hidden", None, ".hidden: a hidden file."),
        ("b.txt", Value("B", "metadata.jsonl"), ""),
        ("link.txt", None, "link.txt: a link that leaves the folder."),
        ("sub/a.txt", None, ""),
        ("sub/pipe", None, ""),
    ]
    with pytest.raises(UnreadableFile, match="^sub/pipe: a pipe, socket or device, not a file.$"):
        load(Source(folder / "sub" / "pipe", "sub/pipe"))
    assert [s.name for s in find_sources([outside])] == ["secret.txt"]
    with pytest.raises(BadInput, match=r"nowhere does not exist; name a file or a folder of documents\.$"):
        find_sources([folder / "nowhere"])


def test_patterns_choose_the_files(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "drafts/c.txt", "drafts/deep/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words", encoding="utf-8")
    taken = [(s.name, s.skip) for s in find_sources([tmp_path], ["*.txt"], ["drafts/deep/*"])]
    assert taken == [
        ("a.txt", ""),
        ("b.pdf", "b.pdf: not among the files to include."),
        ("drafts/c.txt", ""),
        ("drafts/deep/d.txt", "drafts/deep/d.txt: excluded."),
    ]


def test_a_file_larger_than_the_cap_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "spaces.txt").open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(UnreadableFile, match="^spaces.txt: larger than 64 MiB; split it first.$"):
        load(Source(tmp_path / "spaces.txt", "spaces.txt"))


def test_two_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    for side in ("left", "right"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "x.txt").write_text(side, encoding="utf-8")
    first, second = find_sources([tmp_path / "left", tmp_path / "right"])
    assert (first.path.parent.name, first.refusal) == ("left", "")
    assert second.refusal.endswith("another document is called x.txt already; index their common folder instead.")
