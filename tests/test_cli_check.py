from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.check_forms import check_json, marked
from assistant.cli.check import Given, load_quotes, told
from assistant.cli.main import main
from assistant.errors import BadInput


@pytest.fixture
def opened(toy: Assistant, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """The toy assistant as the one every index folder holds: the bundled models are another test's business."""
    monkeypatch.setattr("assistant.cli.check.Assistant.open", lambda *_: toy)
    return toy


def test_one_quote_is_told_and_gates(opened: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "The mountain is high."]) == 0
    assert capsys.readouterr().out.startswith(
        "Exact: these words stand in the documents.\n\n[1] “The mountain is high.”"
    )
    assert main(["check", "the bridge was closed in 2021"]) == 1
    assert "    cut off (attribution): “The mayor said”\n" in capsys.readouterr().out
    assert main(["check", "The mountain is high.", "--speaker", "Ann Lee"]) == 1
    assert capsys.readouterr().out.startswith(
        "Speaker not proved: these words stand in the documents, but who says them there is unknown, so not that Ann Lee does."
    )


def test_a_file_of_quotes_has_one_result_a_quote(
    opened: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": "a", "quote": "The mountain is high."}, {"quote": "The mountain is low."}, {"quote": "!"}]
    quotes, results = tmp_path / "q.jsonl", tmp_path / "r.jsonl"
    quotes.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["check", "--file", str(quotes), "--output", str(results)]) == 1
    assert capsys.readouterr().out == "1 of 3 quotes are true.\n"
    found = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    assert [(f["id"], f["verdict"]) for f in found] == [("a", "exact"), ("2", "altered"), ("3", None)]
    assert found[1]["matches"][0]["diff"] == "The mountain is [-low-] {+high+}"
    assert found[2]["error"] == "The quote has no word in it."
    assert main(["check", "--file", str(quotes), "--json"]) == 1
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == found
    quotes.with_suffix(".txt").write_text("The mountain is high.\n\nNobody lives there.\n", encoding="utf-8")
    assert main(["check", "--file", str(quotes.with_suffix(".txt"))]) == 0
    assert capsys.readouterr().out.endswith("2 of 2 quotes are true.\n")


def test_quotes_are_loaded_from_three_kinds_of_file(tmp_path: Path) -> None:
    files = {
        "q.txt": "One two.\n\n Three. \n",
        "q.csv": 'id,quote,speaker\nx,"One, two.",Ann Lee\n,Three.,\n',
        "q.jsonl": '{"quote": "One two.", "speaker": "Ann Lee"}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load_quotes(tmp_path / "q.txt") == [Given("1", "One two."), Given("3", "Three.")]
    assert load_quotes(tmp_path / "q.csv") == [Given("x", "One, two.", "Ann Lee"), Given("2", "Three.")]
    assert load_quotes(tmp_path / "q.jsonl") == [Given("1", "One two.", "Ann Lee")]


@pytest.mark.parametrize(
    ("name", "text"),
    [("q.txt", "\n"), ("q.csv", "words\nx\n"), ("q.jsonl", "{}"), ("q.jsonl", "[1]"), ("q.jsonl", '{"quote": 1}')],
)
def test_files_without_quotes_are_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        load_quotes(tmp_path / name)


def test_a_result_goes_with_a_file(toy: Assistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x", "--output", "y"]) == 2
    assert capsys.readouterr().err == "assistant: --output takes the results of --file; name one.\n"


def test_differences_as_text_and_json(toy: Assistant) -> None:
    quote = "The tall mountain is not steep."
    found = toy.check(quote)
    assert marked(quote, found.matches[0], found.diffs[0]) == "The [-tall-] mountain is [-not-] [-steep-] {+high+}"
    form = check_json(found)
    assert form["matches"][0]["changes"][1] == {"kind": "added", "given": (4, 8), "found": None}
    assert {k: form[k] for k in ("quote", "speaker", "verdict", "parts", "missing", "nearest")} == {
        "quote": quote,
        "speaker": None,
        "verdict": "altered",
        "parts": [],
        "missing": [],
        "nearest": [],
    }
    assert "    changed: The [-tall-] mountain" in told(found)
