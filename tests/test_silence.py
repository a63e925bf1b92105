"""The reasons for a silence are told apart, and name only what the question and the documents name."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant import Assistant, Turn, silence
from assistant.answer import passages_searched
from assistant.confidence import confidence, evidence
from assistant.filters.selection import ANYTHING, Selection
from assistant.followups.readings import focus
from assistant.ranking import Candidate
from assistant.rivals import FAR
from assistant.silence import (
    ABSENT_NAME,
    CONTRARY,
    EXCHANGED,
    NAMELESS,
    NOT_BY,
    NOT_BY_ANY,
    NOT_THIS,
    NOTHING,
    OTHER_NUMBER,
    UNKNOWN_NAME,
    VAGUE,
    WITHHELD,
    notes_on,
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
        (
            "Which bridge did Ann Lee open in 1987?",
            "Ann Lee opened the bridge on Monday.",
            ABSENT_NAME.format("“1987” is"),
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


def test_a_word_weighs_by_how_often_any_of_its_forms_is_told(press: Assistant) -> None:
    """Counted by their search forms, "trader" and "ferri", which are no words, all weighed the same."""
    best = Candidate(press.document("d.txt"), Span(0, NEWS.index(".") + 1), "", 0.0)
    with press.index.view() as view:
        found = evidence("Had the traders ferries?", best, view.store)
    once, twice = 1 / math.log(3 + 1), 1 / math.log(3 + 2)
    assert found.covered == pytest.approx(once / (once + twice))


@pytest.mark.parametrize(("outdone", "reason"), [(FAR - 0.1, NOT_THIS), (FAR, EXCHANGED)])
def test_what_answers_a_rival_of_the_question_far_better_tells_of_another(
    press: Assistant, outdone: float, reason: str
) -> None:
    document = press.document("d.txt")
    best = Candidate(document, Span(0, NEWS.index(".") + 1), "", 0.0, outdone=outdone)
    with press.index.view() as view:
        found = evidence("Who closed the port in 1998?", best, view.store)
    assert (why_silent(found), found.features()[-1], found.decided) == (reason, outdone, False)


@pytest.mark.parametrize(("verdict", "decided"), [(-0.1, True), (0.1, False)])
def test_a_contrary_stance_counts_where_the_judge_holds_it_for_no_answer(
    toy: Assistant, corpus: Path, verdict: float, decided: bool
) -> None:
    text = "Ann Lee turned down the plan for the port."
    (corpus / "f.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    best = Candidate(toy.document("f.txt"), Span(0, len(text)), "", 0.0, verdict=verdict)
    with toy.index.view() as view:
        assert evidence("Why did Ann Lee accept the plan for the port?", best, view.store).decided is decided


def test_a_number_that_is_there_of_other_things_is_not_said_to_be_missing(toy: Assistant, corpus: Path) -> None:
    text = "In the port 303 people, among them two sailors, died of the plague."
    (corpus / "f.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    best = Candidate(toy.document("f.txt"), Span(0, len(text)), "", 0.0)
    with toy.index.view() as view:
        found = evidence("How did 303 sailors die in the port?", best, view.store)
    assert (found.decided, why_silent(found)) == (True, EXCHANGED)


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


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("When did Zoltan open the bridge?", (NAMELESS.format("“Zoltan” is"),)),
        ("When did Ann Leigh's rival Ann Lee open the bridge?", (NAMELESS.format("“Ann Leigh” is"),)),
        ("When was the bridge opened by Ann Lee?", ()),
        ("When did President Zoltan open the bridge?", (NAMELESS.format("“Zoltan” is"),)),
    ],
)
def test_a_note_tells_only_of_names_that_stand_nowhere(press: Assistant, question: str, notes: tuple[str, ...]) -> None:
    with press.index.view() as view:
        document = view.store.document("d.txt")
        start = NEWS.index("Ann Lee opened")
        best = Candidate(document, Span(start, start + 36), "", 0.0)
        assert notes_on(evidence(question, best, view.store)) == notes


def test_a_people_is_known_where_its_country_is(press: Assistant) -> None:
    with press.index.view() as view:
        best = Candidate(press.document("d.txt"), Span(0, NEWS.index(".") + 1), "", 0.0)
        found = evidence("Did Azeris, Swedes or Armenians own the port?", best, view.store)
    assert found.unknown_names == ("Swedes",)
    assert [(n.name, n.reach.name) for n in found.premise.names] == [
        ("Azeris", "CORPUS"),
        ("Swedes", "NOWHERE"),
        ("Armenians", "SENTENCE"),
    ]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Two readings of the silence are offered. Identify either.", ()),
        ("Identify who owns the port. Xylander asks.", ("Xylander",)),
        ("Was it Mr. Walnut, Gen. Walrus or Ann? Pour tea.", ("Walnut", "Walrus")),
    ],
)
def test_an_english_word_that_opens_a_sentence_is_no_name(
    press: Assistant, question: str, unknown: tuple[str, ...]
) -> None:
    with press.index.view() as view:
        best = Candidate(press.document("d.txt"), Span(0, NEWS.index(".") + 1), "", 0.0)
        assert evidence(question, best, view.store).unknown_names == unknown


def test_a_name_in_another_shape_is_not_told_as_missing(toy: Assistant, corpus: Path) -> None:
    text = "The Nordhavn Port Authority opened in 1911. Piotr Zalewski led it."
    (corpus / "port.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    with toy.index.view() as view:
        best = Candidate(view.store.document("port.txt"), Span(0, len(text)), "", 0.0)
        for question in ("When did the NPA open?", "What did Zalewsky lead?"):
            assert notes_on(evidence(question, best, view.store)) == ()


@pytest.mark.parametrize(("searched", "breadth"), [(0, 0.0), (20, 0.0), (447, 0.5), (10_000, 1.0), (5_000_000, 1.0)])
def test_how_much_was_searched_counts_from_a_few_passages_to_ten_thousand(
    press: Assistant, searched: int, breadth: float
) -> None:
    best = Candidate(press.document("d.txt"), Span(0, NEWS.index(".") + 1), "", 0.0)
    with press.index.view() as view:
        assert evidence("Who closed the port?", best, view.store, (), searched).breadth == pytest.approx(
            breadth, abs=1e-3
        )


@pytest.mark.parametrize(("nearness", "surer_in_many"), [(0.5, False), (0.9, True)])
def test_what_is_nearest_of_many_passages_must_be_nearer(
    press: Assistant, nearness: float, surer_in_many: bool
) -> None:
    best = Candidate(press.document("d.txt"), Span(0, NEWS.index(".") + 1), "", 0.0, nearness=nearness)
    with press.index.view() as view:
        few, many = (confidence(evidence("Who closed the port in May?", best, view.store, (), n)) for n in (20, 10_000))
    assert (many > few) is surer_in_many


def test_only_what_passes_the_filters_is_counted_as_searched(press: Assistant) -> None:
    with press.index.view() as view:
        assert passages_searched(ANYTHING, view.store) == len(view.store.passage_numbers())
        assert passages_searched(Selection([3], None, ()), view.store) == 1


def test_a_silence_tells_nothing_of_what_a_follow_up_means() -> None:
    """All of them: one that is not known as a silence would count as an answer."""
    fixed = [
        value for name, value in vars(silence).items() if name.isupper() and isinstance(value, str) and " " in value
    ]
    reasons = [r for r in fixed if r not in (silence.NAMELESS, silence.NAMELESS_SPEAKER)]  # notes on an answer
    assert len(reasons) > 10
    for reason in reasons:
        found = focus("Did it win?", [Turn("user", "Which boat was sold?"), Turn("assistant", reason)])
        assert found is not None, reason
        assert (found.asked, found.told) == ("Which boat was sold?", ""), reason
