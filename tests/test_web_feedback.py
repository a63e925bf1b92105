"""Reports of wrong quotes: lines that the evaluation reads, and none is lost or swallowed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Assistant, Filters
from assistant.errors import BadInput
from assistant.evaluation import load_questions
from assistant.filters.selection import EVERYTHING
from assistant.web.feedback import Feedback

QUESTION = "Where does the river Kura flow?"


def test_a_report_is_a_question_that_nobody_has_reviewed_yet(toy: Assistant, tmp_path: Path) -> None:
    answer = toy.ask(QUESTION)
    path = tmp_path / "reports.jsonl"
    Feedback(path).report(answer, 1, Filters(documents=("a.txt",)))
    (question,) = load_questions(path)
    assert (question.question, question.kind, question.answerable) == (QUESTION, "reported wrong", None)
    assert (question.reviewed, question.filters) == (False, Filters(documents=("a.txt",)))
    assert json.loads(path.read_text())["wrong"] == {
        "document": "a.txt",
        "sha256": answer.citations[0].sha256,
        "start": 0,
        "end": 47,
        "quote": "The river Kura flows east. It is 1,515 km long.",
        "speaker": None,
        "how": "own",
        "said_on": None,
    }


def test_half_a_line_that_a_crash_left_swallows_nothing(toy: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    feedback, answer = Feedback(path), toy.ask(QUESTION)
    feedback.report(answer, 1, EVERYTHING)
    with path.open("ab") as file:
        file.write(b'{"id": "reported-')
    feedback.report(answer, 1, EVERYTHING)
    lines = path.read_text().splitlines()
    assert (len(lines), lines[1]) == (3, '{"id": "reported-')
    assert json.loads(lines[2])["question"] == json.loads(lines[0])["question"] == QUESTION


def test_reports_at_the_same_time_are_all_kept(toy: Assistant, tmp_path: Path) -> None:
    feedback, answer = Feedback(tmp_path / "reports.jsonl"), toy.ask(QUESTION)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: feedback.report(answer, 1, EVERYTHING), range(40)))
    assert len(load_questions(tmp_path / "reports.jsonl")) == 40


def test_what_cannot_be_kept_is_one_sentence(toy: Assistant, tmp_path: Path) -> None:
    answer = toy.ask(QUESTION)
    with pytest.raises(
        BadInput, match=r"^The report cannot be written \(No such file or directory\); it was not kept\.$"
    ):
        Feedback(tmp_path / "nowhere" / "x.jsonl").report(answer, 1, EVERYTHING)
    with pytest.raises(BadInput, match="There is no such quote"):
        Feedback(tmp_path / "x.jsonl").report(answer, 9, EVERYTHING)
    assert not (tmp_path / "x.jsonl").exists()
