"""Bundles: what is proved, what every change of them or of the sources is called, and what becomes of old citations."""

from __future__ import annotations

import copy
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from assistant.cli.main import main
from assistant.errors import BadInput
from assistant.export import export
from assistant.export.bundle import bundle, digest_of, extractor
from assistant.export.recheck import CHANGED as REWORDED
from assistant.export.recheck import GONE, MOVED, VALID, load_citations, recheck
from assistant.export.verify import CHANGED, DIFFERS, MISSING, TAMPERED, Fault, load_bundle, verify
from assistant.index import LocalIndex
from eval.tampered import DERIVED, INNER, PAGE, SEALED, SOURCES, rows, suits, tampered
from tests.toys import ToyEncoder, ToyReranker

REPORT = "He came late. “The river is high and it will rise by a foot or two for some days more,” Bo Ray, the mayor, said on 2 May 2024. It fell.\nShare this page\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof") / "sources"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("inner.txt"), INNER)
    rows = [
        {"file_name": "report.txt", "title": "High water", "published": "2024-05-03"},
        {"file_name": "page.html", "author": "Al Poe"},
    ]
    (folder / "metadata.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def opened(folder: Path) -> Assistant:
    index = LocalIndex.create(folder.parent / "index", ToyEncoder(), "toy", Settings(20))
    assistant = Assistant(index, ToyReranker, ToyReranker)
    assistant.add([folder])
    return assistant


@pytest.fixture(scope="module")
def made(opened: Assistant) -> list[dict[str, Any]]:
    """Bundles of an answer with two quotes of two documents, of a silence and of checks with several verdicts."""
    first, second = (
        opened.ask(q) for q in ("Is the river high, mayor Bo Ray?", "What carries the traffic until the bridge?")
    )
    assert not first.abstained
    two = (*first.citations, *(replace(c, rank=2) for c in second.citations[:1]))
    checks = (
        "The river is high",
        "The river is not high",
        "Two ferries carry the traffic … They are small and they are slow.",
    )
    found = [
        replace(first, citations=two),
        opened.ask("Which zebras did Xanthippe Quux paint?"),
        *map(opened.check, checks),
        opened.check("Zebras have lived here"),
    ]
    made = [bundle(one, opened) for one in found]
    assert [m["result"].get("verdict") for m in made] == [None, None, "exact", "altered", "exact", "not found"]
    return made


def kinds(found: dict[str, Any], folder: Path, digest: str | None = None) -> set[str]:
    return {fault.kind for fault in verify(found, [folder], digest).faults}


def test_what_is_as_it_was_is_proved(made: list[dict[str, Any]], folder: Path) -> None:
    assert [verify(m, [folder], m["digest"]).faults for m in made] == [()] * len(made)
    assert verify(made[0], [folder])[1:] == ((), 2, 2)


def test_a_bundle_has_the_hashes_and_the_labels_it_rests_on(made: list[dict[str, Any]], opened: Assistant) -> None:
    assert list(made[0]) == ["format", "kind", "extractor", "documents", "result", "digest"]
    document = opened.document("report.txt")
    assert made[0]["documents"][1] == {
        "name": "report.txt",
        "sha256": document.sha256,
        "file_sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "reader": "plain text, utf-8",
        "metadata": {k: v._asdict() for k, v in sorted(document.metadata.items())},
    }
    first = made[0]["result"]["citations"][0]
    assert (first["speaker"], first["said_on"], first["how"]) == ("Bo Ray", "2024-05-02", "direct")
    assert first["antecedent"] is None
    answer = opened.check("The river is high")
    assert json.loads(export(answer, "bundle", opened)) == made[2]


@pytest.mark.parametrize("kind", DERIVED)
@pytest.mark.parametrize("reseal", [False, True])
def test_a_changed_bundle_is_found(kind: str, reseal: bool, made: list[dict[str, Any]], folder: Path) -> None:
    change, of = DERIVED[kind]
    for subject in [m for m in made if suits(m, of) and (rows(m) or of)][:2]:
        found = kinds(tampered(subject, change, random.Random(7), reseal=reseal), folder)
        # Whoever forges a document's name or hash everywhere, or a reviewed label, gives a bundle of another source.
        told = {MISSING, CHANGED} if "everywhere" in kind or "record" in kind else {TAMPERED}
        assert found & (told | {TAMPERED})
        assert reseal or TAMPERED in found


@pytest.mark.parametrize("kind", SEALED)
def test_what_no_source_tells_is_found_by_the_digest(kind: str, made: list[dict[str, Any]], folder: Path) -> None:
    change, of = SEALED[kind]
    subject = next(m for m in made if suits(m, of))
    kept = tampered(subject, change, random.Random(7), reseal=False)
    forged = tampered(subject, change, random.Random(7), reseal=True)
    assert kinds(kept, folder) == {TAMPERED}
    assert kinds(forged, folder) == set()
    assert kinds(forged, folder, subject["digest"]) == {TAMPERED}


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("number", [0, 2])
def test_a_changed_source_is_found_and_not_taken_for_a_changed_bundle(
    kind: str, number: int, made: list[dict[str, Any]], folder: Path, tmp_path: Path
) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    SOURCES[kind](tmp_path, "report.txt", random.Random(7))
    found = verify(made[number], [tmp_path], made[number]["digest"]).faults
    assert {fault.subject for fault in found} >= {"report.txt"}
    assert {fault.kind for fault in found} in ({CHANGED}, {MISSING})


def test_a_source_that_cannot_be_read_says_why(made: list[dict[str, Any]], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(b"")
    assert verify(made[2], [tmp_path]).faults == (
        Fault(MISSING, "report.txt", "It is not in the sources. report.txt: the file is empty."),
    )


def test_another_extractor_is_a_note_while_it_reads_the_same_and_a_fault_where_it_does_not(
    made: list[dict[str, Any]], folder: Path
) -> None:
    old = copy.deepcopy(made[2]) | {"extractor": "an older one"}
    old["digest"] = digest_of(old)
    assert verify(old, [folder])[:2] == ((), ("Other versions read the sources now than when the bundle was made.",))
    old["documents"][0]["text_sha256"] = "0" * 64
    old["digest"] = digest_of(old)
    assert kinds(old, folder) == {DIFFERS}


def test_a_quote_given_as_not_found_is_looked_for_in_all_sources(made: list[dict[str, Any]], folder: Path) -> None:
    forged = tampered(made[2], DERIVED["given as not found"][0], random.Random(7), reseal=True)
    assert verify(forged, [folder]).faults == (
        Fault(TAMPERED, "bundle", 'The verdict is "not found" in the bundle and "exact" by the sources.'),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is no proof bundle"),
        ("[1]", "is no proof bundle"),
        ('{"format": "assistant proof 9"}', "this program knows 'assistant proof 1'"),
        ('{"format": NaN}', "is not JSON"),
        ("[" * 99_999, "is not JSON"),
    ],
)
def test_what_is_no_bundle_is_bad_input(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=sentence):
        load_bundle(tmp_path / "b.json")
    with pytest.raises(BadInput):
        load_bundle(tmp_path / "nowhere.json")


def test_verify_on_the_command_line(
    made: list[dict[str, Any]], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.json"
    path.write_text(json.dumps(made[2]), encoding="utf-8")
    arguments = ["verify", str(path), "--sources", str(folder)]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("Proved: 1 quotes of 1 documents stand in the sources")
    assert main([*arguments, "--digest", "0" * 64]) == 1
    assert capsys.readouterr().out == "BUNDLE TAMPERED  bundle: Its digest is not the one that was noted.\n"
    path.write_text(json.dumps(made[2] | {"extractor": extractor() + "!"}), encoding="utf-8")
    assert main([*arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "faults": [{"kind": TAMPERED, "subject": "bundle", "sentence": "Its digest is not that of its contents."}],
        "notes": ["Other versions read the sources now than when the bundle was made."],
        "documents": 1,
        "quotes": 1,
        "proved": False,
    }
    assert main(["verify", str(path), "--sources", str(tmp_path / "nowhere")]) == 2


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Assistant, Path, Path]:
    """An index, its folder, and a file with four of its citations."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "One stays here. Two moves down. Three is changed by somebody. Zebras go.", encoding="utf-8"
    )
    index = LocalIndex.create(tmp_path / "index", ToyEncoder(), "toy", Settings(20))
    assistant = Assistant(index, ToyReranker, ToyReranker)
    assistant.add([folder])
    quotes = ("One stays here.", "Two moves down.", "Three is changed by somebody.", "Zebras go.")
    lines = [export(assistant.check(quote), "bundle", assistant) for quote in quotes]
    path = tmp_path / "old.jsonl"
    path.write_text("".join(json.dumps(json.loads(line)) + "\n" for line in lines), encoding="utf-8")
    return assistant, folder, path


def test_old_citations_are_valid_moved_changed_or_gone(
    moved: tuple[Assistant, Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant, folder, path = moved
    monkeypatch.setattr(Assistant, "open", lambda *_: assistant)
    old = load_citations(path)
    assert [one.state for one in recheck(old, assistant)] == [VALID] * 4
    assert main(["recheck", str(path)]) == 0
    assert capsys.readouterr().out.endswith("4 still valid.\n")
    (folder / "a.txt").write_text(
        "One stays here. Then. Two moves down. Three is altered by somebody.", encoding="utf-8"
    )
    (folder / "metadata.jsonl").write_text('{"file_name": "a.txt", "published": "2024-01-01"}\n', encoding="utf-8")
    assistant.add([folder])
    found = list(recheck(old, assistant))
    assert [(r.state, (r.now.start, r.now.end) if r.now else None, r.diff, r.labels) for r in found] == [
        (VALID, (0, 15), None, ("published",)),
        (MOVED, (22, 37), None, ("published",)),
        (REWORDED, (38, 66), "Three is [-changed-] {+altered+} by somebody", ()),
        (GONE, None, None, ()),
    ]
    assert main(["recheck", str(path), "--json"]) == 1
    assert [r["state"] for r in json.loads(capsys.readouterr().out)] == [VALID, MOVED, REWORDED, GONE]
    assert main(["recheck", str(path)]) == 1
    out = capsys.readouterr().out
    assert "moved: “Two moves down.”\n    was a.txt [16:31]\n    now a.txt [22:37]\n" in out
    assert "    changed: Three is [-changed-] {+altered+} by somebody\n" in out
    assert out.endswith("1 changed, 1 gone, 1 moved, 1 still valid.\n")


def test_words_that_went_to_another_document_have_moved(moved: tuple[Assistant, Path, Path]) -> None:
    assistant, folder, path = moved
    (folder / "a.txt").rename(folder / "b.txt")
    assistant.add([folder])
    found = list(recheck(load_citations(path), assistant))
    assert [(r.state, r.now.document if r.now else None) for r in found] == [(MOVED, "b.txt")] * 4


@pytest.mark.parametrize("text", ["", "{}", '{"citations": [1]}', '{"citations": []}', "x"])
def test_files_without_citations_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        load_citations(tmp_path / "c.jsonl")


def test_what_the_index_no_longer_has_makes_no_bundle(moved: tuple[Assistant, Path, Path]) -> None:
    assistant, folder, _ = moved
    found = assistant.check("One stays here.")
    (folder / "a.txt").write_text("One goes.", encoding="utf-8")
    with pytest.raises(BadInput, match="the source file has changed since it was indexed"):
        bundle(found, assistant)
    (folder / "a.txt").unlink()
    assistant.add([folder])
    with pytest.raises(BadInput, match="the document is no longer in the index, so it cannot be exported"):
        bundle(found, assistant)
