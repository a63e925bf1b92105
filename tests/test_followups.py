from __future__ import annotations

import pytest

from assistant.followups import leans, standalone
from assistant.types import Turn

BEFORE = "Did Azerbaijan cancel the visit?"


@pytest.mark.parametrize(
    "question",
    [
        "And when?",
        "Why?",
        "Did he accept that?",
        "But what was the reason given?",
        "What did they demand in return?",
        "what about Armenia?",
        "Who said so",
    ],
)
def test_questions_that_lean_on_the_one_before(question: str) -> None:
    assert leans(question)
    assert standalone(question, [Turn("user", BEFORE), Turn("assistant", "Yes.")]) != question


@pytest.mark.parametrize(
    "question",
    [
        "When did Armenia send its comments?",
        "What did Blinken say about his visit?",
        "How long is the border between Azerbaijan and Armenia?",
        "What is the number of mine victims since the war?",
    ],
)
def test_questions_that_stand_alone(question: str) -> None:
    assert not leans(question)
    assert standalone(question, [Turn("user", BEFORE)]) == question


def test_without_history_nothing_changes() -> None:
    assert standalone("And when?", []) == standalone("And when?", [Turn("assistant", "Hello.")]) == "And when?"


def test_what_about_takes_the_place_of_the_name() -> None:
    history = [Turn("user", "Why did Azerbaijan reject the talks?")]
    assert standalone("What about Armenia?", history) == "Why did Armenia reject the talks?"
    assert standalone("And how about the United States?", history) == "Why did the United States reject the talks?"


def test_a_chain_of_followups_keeps_its_subject() -> None:
    history = [Turn("user", BEFORE), Turn("assistant", "It did."), Turn("user", "And when?")]
    assert BEFORE in standalone("Why?", history)
