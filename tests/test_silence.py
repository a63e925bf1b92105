"""The reasons for a silence are told apart, and name only what the question and the documents name."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.confidence import evidence
from assistant.ranking import Candidate
from assistant.silence import (
    ABSENT_NAME,
    CONTRARY,
    EXCHANGED,
    NOT_BY,
    NOT_BY_ANY,
    NOT_THIS,
    NOTHING,
    OTHER_NUMBER,
    UNKNOWN_NAME,
    VAGUE,
    WITHHELD,
    why_silent,
)
from assistant.types import Span

NEWS = """Armenia expelled the traders from the port in May 1998. Ann Lee opened the bridge on Monday.
The mayor said: “The ferry was sold in 2019.” Armenia did not sell the ferry.
"""
OTHER = "Bob Stone keeps bees in Malta. Azerbaijan lies by the Caspian Sea, and in 1991 it snowed. Nobody has seen Karl Vogel there."


@pytest.fixture
def press(toy: Assistant, corpus: Path) -> Assistant:
    (corpus / "d.txt").write_text(NEWS, encoding="utf-8")
    (corpus / "e.txt").write_text(OTHER, encoding="utf-8")
    toy.add([corpus])
    return toy


@pytest.mark.parametrize(
    ("question", "sentence", "reason"),
    [
        (
            "Why did Azerbaijan expel the traders from the port?",
            "Armenia expelled the traders from the port in May 1998.",
            EXCHANGED,
        ),
        (
            "Whom did Armenia expel from the port in May 1991?",
            "Armenia expelled the traders from the port in May 1998.",
            OTHER_NUMBER.format("“1991” is"),
        ),
        ("Why did Armenia sell the ferry?", "Armenia did not sell the ferry.", CONTRARY),
        (
            "Where did Zoltan open the bridge?",
            "Ann Lee opened the bridge on Monday.",
            UNKNOWN_NAME.format("“Zoltan” is"),
        ),
        (
            "Which bridge in Malta did Ann Lee open on Monday?",
            "Ann Lee opened the bridge on Monday.",
            ABSENT_NAME.format("“Malta” is"),
        ),
        (
            "When did the Armenia-Azerbaijan border open?",
            "Armenia did not sell the ferry.",
            ABSENT_NAME.format("“Azerbaijan” is"),
        ),
        ("Who paid for the ferry?", "Armenia did not sell the ferry.", NOT_THIS),
        ("Who paid for the submarine telescope?", "Armenia did not sell the ferry.", NOTHING),
    ],
)
def test_each_silence_has_its_reason(press: Assistant, question: str, sentence: str, reason: str) -> None:
    document = press.document("d.txt")
    at = document.text.index(sentence)
    best = Candidate(document, Span(at, at + len(sentence)), "", 0.0)
    with press.index.view() as view:
        assert why_silent(evidence(question, best, view.store)) == reason


def test_what_contradicts_the_question_is_not_given_as_its_answer(press: Assistant) -> None:
    swapped = press.ask("When did Azerbaijan expel the traders from the port?")
    assert (swapped.abstained, swapped.reason) == (True, EXCHANGED)
    assert swapped.confidence <= 0.1
    assert swapped.nearest[0].quote == "Armenia expelled the traders from the port in May 1998."
    answer = press.ask("When did Armenia expel the traders from the port?")
    assert not answer.abstained
    assert answer.citations[0].quote.startswith("Armenia expelled the traders from the port in May 1998. ")


def test_another_speaker_no_proof_and_nothing_at_all_are_told_apart(press: Assistant) -> None:
    assert why_silent(None) == NOTHING
    assert why_silent(None, unproved=True) == WITHHELD
    assert why_silent(None, not_by="Ann Lee") == NOT_BY_ANY.format("Ann Lee")
    assert why_silent(None, not_by="Ann Lee", said_by="Bob Stone") == NOT_BY.format("Ann Lee", "Bob Stone")
    assert press.ask("Tell me more").reason == VAGUE
