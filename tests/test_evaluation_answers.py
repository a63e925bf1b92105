"""Asking: what was answered survives Ctrl-C and kill, and the same run again is the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import BadInput
from assistant.evaluation import Answered, Question, answer_json, ask_all, read_answers, run
from tests.toys import ROOT

QUESTIONS = [
    Question("1", "Where does the river Kura flow?"),
    Question("2", "?!"),
    Question("3", "Is the mountain high?"),
]
MADE = {"index": "toy"}
ASKING = """
import signal, sys, time
from pathlib import Path
from assistant.evaluation import Question, run
from tests.toys import opened

signal.signal(signal.SIGINT, signal.default_int_handler)  # what is started in the background ignores it
index, answers, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
questions = [Question(str(n), f"Where does the river Kura flow in {n}?") for n in range(20)]
run(opened(index), questions, {"index": "toy"}, answers, lambda done, total: done == last and time.sleep(60))
"""


def without_times(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) | {"seconds": 0} for line in path.read_text(encoding="utf-8").splitlines()]


def test_answers_are_saved_with_what_was_retrieved_and_read_again(toy: Assistant, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = run(toy, QUESTIONS, MADE, tmp_path / "new" / "a.jsonl", lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [(a.id, a.answer.abstained, a.retrieved[:1]) for a in found] == [
        ("1", False, (("a.txt", 0, 47),)),
        ("2", True, ()),
        ("3", False, (("b.txt", 0, 41),)),
    ]
    assert found[1].answer.reason == "The question has no word in it; ask in words."
    assert found == read_answers(tmp_path / "new" / "a.jsonl")
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["a.jsonl"]


def test_a_run_again_is_the_same_bytes_but_for_the_seconds(toy: Assistant, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run(toy, QUESTIONS, MADE, tmp_path / name)
    assert without_times(tmp_path / "a") == without_times(tmp_path / "b")


def test_a_stopped_run_goes_on_and_asks_nothing_twice(toy: Assistant, tmp_path: Path) -> None:
    file, partial = tmp_path / "a.jsonl", tmp_path / "a.jsonl.partial"

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(toy, QUESTIONS, MADE, file, stop)
    before = partial.read_text(encoding="utf-8")
    assert (before.count("\n"), file.exists()) == (3, False)
    partial.write_text(before + '{"id": "3", "answ', encoding="utf-8")  # killed while it wrote
    found = run(toy, QUESTIONS, MADE, file)
    assert [a.id for a in found] == ["1", "2", "3"]
    assert file.read_text(encoding="utf-8").startswith(before.split("\n", 1)[1])
    assert not partial.exists()


def test_a_run_of_another_index_begins_anew(toy: Assistant, tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "abstained": True, "confidence": 0, "citations": []})
    (tmp_path / "a.partial").write_text(json.dumps({"made_with": {"index": "old"}}) + f"\n{line}\n", encoding="utf-8")
    assert not run(toy, QUESTIONS, MADE, tmp_path / "a")[0].answer.abstained


def test_killed_again_and_again_every_question_is_answered_once(toy: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    command = [sys.executable, "-c", ASKING, str(tmp_path / "index"), str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    partial = file.with_name("answers.jsonl.partial")
    for last, stop in ((4, signal.SIGKILL), (9, signal.SIGINT), (15, signal.SIGTERM)):
        process = subprocess.Popen([*command, str(last)], env=environment, stderr=subprocess.DEVNULL)
        while process.poll() is None and (not partial.exists() or partial.read_bytes().count(b"\n") <= last):
            time.sleep(0.02)
        process.send_signal(stop)
        assert process.wait() != 0
        assert partial.read_bytes().count(b"\n") == 1 + last
    subprocess.run([*command, "0"], env=environment, check=True)
    assert [a.id for a in read_answers(file)] == [str(n) for n in range(20)]


def test_answers_of_another_program_need_little(tmp_path: Path) -> None:
    citation = {"document": "d", "sha256": "s", "start": 1, "end": 2, "quote": "q"}
    rows = [
        {"id": 7, "abstained": False, "confidence": 0.5, "citations": [citation | {"rank": 2}, citation | {"start": 0, "rank": 1}]},
        {"id": 7, "abstained": True},
    ]  # fmt: skip
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (found,) = read_answers(tmp_path / "a.jsonl")
    assert (found.id, found.answer.confidence, found.retrieved) == ("7", 0.5, ())
    assert [(c.start, c.quote, c.sentence, c.speaker) for c in found.answer.citations] == [
        (0, "q", "q", None),
        (1, "q", "q", None),
    ]


def test_an_answer_read_again_is_the_same(toy: Assistant, tmp_path: Path) -> None:
    ((_, answer),) = ask_all(toy, QUESTIONS[:1])
    (tmp_path / "a.jsonl").write_text(json.dumps(answer_json(answer, "1")), encoding="utf-8")
    assert read_answers(tmp_path / "a.jsonl") == [Answered("1", answer)]


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"id": "1", "citations": [{}]}', '{"citations": []}'])
def test_what_is_no_answer_is_one_sentence(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(BadInput, match="line 1: not an answer in the form of docs/design.md"):
        read_answers(tmp_path / "a.jsonl")
