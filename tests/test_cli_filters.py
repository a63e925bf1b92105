"""Filters on the command line: options, what is shown of them, and files of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli.filters import filters_of
from assistant.cli.main import main
from assistant.types import Filters
from tests.toys import SEEDS

CALLED_OFF = "Why was the meeting in Washington cancelled?"
ARTICLE = "002_65deec5dc040f274.txt"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    assert main(["index", str(SEEDS), "--index", str(folder)]) == 0
    return folder


def test_every_filter_has_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Filters] = []
    monkeypatch.setattr("assistant.cli.ask._ask", lambda args: given.append(filters_of(args)) or 0)
    options = ["--speaker", "A", "--speaker", "B", "--publisher", "P", "--document", "D", "--language", "en"]
    options += ["--said-from", "2023", "--said-to", "2024", "--published-from", "2025", "--published-to", "2026"]
    assert main(["ask", "Why?", *options, "--direct-only", "--phrase", "as it is"]) == 0
    assert main(["ask", "Why?"]) == 0
    assert given == [
        Filters(("A", "B"), ("P",), ("D",), ("en",), "2023", "2024", "2025", "2026", True, "as it is"),
        Filters(),
    ]


def test_ask_tells_its_filters_and_quotes_inside_them(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["ask", CALLED_OFF, "--document", ARTICLE, "--phrase", "O’Brien", "--index", str(index), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["filters"] == [
        {"name": "document", "value": ARTICLE, "words": None},
        {"name": "phrase", "value": "O’Brien", "words": None},
    ]
    shown = answer["citations"] if not answer["outside"] else []
    assert {c["document"] for c in shown} <= {ARTICLE}
    assert all("O’Brien" in c["sentence"] or "O'Brien" in c["sentence"] for c in shown)


def test_silence_tells_what_lies_outside(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["ask", CALLED_OFF, "--publisher", "Azernews", "--index", str(index)]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == "Filter: publisher: Azernews"
    assert lines[2] == (
        "The documents do not say it within your filter (publisher: Azernews): what comes nearest lies outside it."
    )
    assert lines[4] == "Nearest passages outside your filter (not an answer):"


def test_search_and_an_unknown_name(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["search", "mines", "--publisher", "Azernews", "-k", "3", "--index", str(index), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["passages"]
    assert {h["document"] for h in found} == {"003_856f7c45f8c9dc7a.txt"}
    assert main(["search", "mines", "--publisher", "Azernew", "--index", str(index)]) == 2
    assert capsys.readouterr().err == (
        "assistant: There is no publisher called “Azernew” in the index; did you mean “Azernews”?\n"
    )


def test_a_question_of_a_file_may_have_filters_of_its_own(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": "a", "question": "How many mines?"},
        {"id": "b", "question": "How many mines?", "filters": {"documents": [ARTICLE]}},
        {"id": "c", "question": "How many mines?", "filters": {"said_from": "soon"}},
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = tmp_path / "answers.jsonl"
    options = ["--document", "003_856f7c45f8c9dc7a.txt", "--published-to", "2023"]
    assert main(["batch", str(questions), "--output", str(out), "--index", str(index), *options]) == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [[f["value"] for f in a["filters"]] for a in answers] == [
        ["003_856f7c45f8c9dc7a.txt", "until 2023-12-31"],
        [ARTICLE, "until 2023-12-31"],
        [],
    ]
    assert answers[2]["reason"] == "“soon” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."
    questions.write_text('{"question": "Why?", "filters": {"when": "2023"}}', encoding="utf-8")
    assert main(["batch", str(questions), "--output", str(out), "--index", str(index)]) == 2
    assert f"{questions}, line 1: There is no filter called “when”; there are " in capsys.readouterr().err
