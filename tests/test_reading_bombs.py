"""The most telling bombs of eval/bombs.py, which has them all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import BadInput
from assistant.reading import Outcome, Worker
from assistant.reading.sidecar import load_sidecar
from eval.bombs import indexed, make_good
from tests.toys import ROOT

BOMBS = indexed()
REFUSED = {
    "flat.zip": "its entry a.txt unpacks to more than 200 times its size, as a zip bomb does.",
    "overlapping.zip": "its entries overlap, as in a zip bomb.",
    "lying-size.zip": "its entry a.txt unpacks to more than it declares.",
    "declares-10gb.zip": "unpacks to more than 512 MiB; split it first.",
    "laughs.docx": "its part word/document.xml is not well-formed XML (Maximum entity amplification factor exceeded, see xmlCtxtSetMaxAmplification., line 1, column 5).",
    "file-entity.docx": "its part word/document.xml has a document type definition, which no such file needs; it is not opened.",
    "remote-entity.docx": "its part word/document.xml has a document type definition, which no such file needs; it is not opened.",
    "laughs.xlsx": "its part xl/sharedStrings.xml has a document type definition; it is not opened.",
    "file-entity.epub": "its part a.xhtml declares entities of its own, which are not expanded; write them out first.",
    "flate-2gb.pdf": "broke the reader or needed more than 700 MiB of memory, so it was left out.",
    "page-loop.pdf": "a damaged PDF, of which no page can be read; save or download it anew.",
    "million-pages.pdf": "has 1000000 pages, more than 5000; split it first.",
    "encrypted.pdf": "is encrypted; save it without a password first.",
    "nested.json": "nested deeper than 200 levels.",
    "bad-line.jsonl": "line 1001 is not valid JSON (Expecting property name enclosed in double quotes).",
    "controls.txt": "a binary file, not text.",
    "combining.txt": "there is not one word in it.",
    "huge-stream.msg": "damaged, its parts are larger than the file.",
    "difat-loop.msg": "damaged, it cannot be read as an Outlook mail.",
}
READ = {
    "negative-length.pdf": "Negative.",
    "length-is-itself.pdf": "Round.",
    "pattern-in-itself.pdf": "Tiles.",
    "repeated.odt": "Once.",
    "header-is-body.docx": "Words in a loop.",
    "divs.html": "Words at the bottom.",
    "unclosed-comment.html": "Words before.",
    "groups.rtf": "deep",
    "bin.rtf": "before",
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_in_a_sentence_that_names_it(worker: Worker, name: str) -> None:
    assert worker.read(BOMBS[name](), name) == Outcome((), {name: f"{name}: {REFUSED[name]}"})


@pytest.mark.parametrize("name", READ)
def test_a_broken_file_with_words_in_it_is_read(worker: Worker, name: str) -> None:
    documents, refused = worker.read(BOMBS[name](), name)
    assert ([d.text for d in documents], refused) == ([READ[name]], {})


def index(corpus: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", "index", str(corpus), "--index", str(folder), "--json"]
    home = folder.parent / "home"
    home.mkdir()
    strict = os.environ | {"PYTHONIOENCODING": "utf-8:strict", "PYTHONPATH": str(ROOT), "HOME": str(home)}
    return subprocess.run(command, capture_output=True, text=True, errors="surrogateescape", timeout=60, env=strict)


def test_bombs_leave_the_good_files_beside_them_indexed_and_write_nothing_elsewhere(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    good = make_good(corpus)
    bombs = ("flat.zip", "laughs.docx", "remote-entity.docx", "page-loop.pdf", "nested.json", "controls.txt")
    for name in bombs:
        (corpus / name).write_bytes(BOMBS[name]())
    (corpus / "copy.txt").write_bytes((corpus / "good-1.txt").read_bytes())
    os.mkfifo(corpus / "pipe")
    (corpus / "device.txt").symlink_to("/dev/zero")
    (corpus / "dangling.txt").symlink_to("nowhere")
    (corpus / "own-folder").symlink_to(".")
    before = sorted(corpus.rglob("*"))
    done = index(corpus, tmp_path / "index")
    report = json.loads(done.stdout)
    found = {key: report[key] for key in ("added", "changed", "removed", "refused", "skipped", "duplicates")}
    assert (done.returncode, done.stderr, found) == (
        0,
        "",
        {
            "added": ["copy.txt", *good[1:]],
            "changed": [],
            "removed": [],
            "refused": {
                **{name: f"{name}: {REFUSED[name]}" for name in sorted(bombs)},
                "dangling.txt": "dangling.txt: cannot be opened (No such file or directory).",
                "device.txt": "device.txt: a link that leaves the folder.",
                "pipe": "pipe: a pipe, socket or device, not a file.",
            },
            "skipped": {"own-folder": "own-folder: a link to a folder; name that folder itself."},
            "duplicates": {"good-1.txt": "copy.txt"},
        },
    )
    written = sorted(p.name for p in tmp_path.iterdir())
    assert (sorted(corpus.rglob("*")), written) == (before, ["corpus", "home", "index"])


def test_indexing_writes_nothing_into_the_home_folder(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    make_good(corpus)
    index(corpus, tmp_path / "index")
    assert list((tmp_path / "home").rglob("*")) == []


def test_no_file_ends_the_command_itself(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    good = make_good(corpus)
    for content in ("A name that is no UTF-8.", ""):
        odd = Path(os.fsdecode(bytes(corpus) + b"/latin-%d-\xfc\xff.txt" % len(content)))
        odd.write_text(content, encoding="ascii")
    (corpus / "loop.txt").symlink_to("loop.txt")
    bombs = ("same-path.zip", "attachments.pdf", "surrogate-title.txt")
    for name in bombs:
        (corpus / name).write_bytes(BOMBS[name]())
    done = index(corpus, tmp_path / "index")
    assert done.returncode == 0, done.stderr[-300:]
    report = json.loads(done.stdout)
    assert set(good) <= set(report["added"])
    assert "loop.txt" in report["refused"]
    said = [*report["added"], *report["refused"]]
    assert [name for name in bombs if not any(s.startswith(name) for s in said)] == []


@pytest.mark.parametrize("line", ["[" * 200_000, '{"file_name": ["a"]}'], ids=["deep", "list"])
def test_a_broken_list_of_metadata_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "metadata.jsonl").write_text(line, encoding="ascii")
    with pytest.raises(BadInput, match=r"metadata.jsonl, line 1: not a JSON object with a"):
        load_sidecar(tmp_path)


def test_a_text_that_begins_with_many_comments_is_read_at_once() -> None:
    quick = Worker(seconds=2)
    documents, refused = quick.read(BOMBS["comments.txt"](), "comments.txt")
    quick.close()
    assert ([d.text for d in documents], refused) == ([BOMBS["comments.txt"]().decode()], {})
