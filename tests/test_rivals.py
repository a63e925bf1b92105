"""Rivals of a question: what is changed, and how much better a sentence answers them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.answer import ranking
from assistant.premise.check import Premise
from assistant.premise.roles import Clash
from assistant.ranking import Candidate, candidates, judged
from assistant.retrieve import retrieve
from assistant.rivals import changed, changes, outdone, weighed_with_rivals
from assistant.types import Span

CLASH = Clash(Span(0, 4), Span(0, 4))
DELAY = "Thus, Armenia has delayed its response to Azerbaijan for 70 days."


@pytest.mark.parametrize(
    ("question", "sentence", "rivals"),
    [
        (
            "Why did Azerbaijan delay its response to Armenia?",
            DELAY,
            ["Why did Armenia delay its response to Azerbaijan?"],
        ),
        (
            "Why did Georgia delay its response?",
            DELAY,
            [f"Why did {n} delay its response?" for n in ("Armenia", "Azerbaijan")],
        ),
        ("Why did Georgia delay its response?", "Mayor Ann Lee delayed it.", []),  # a person for a country is no rival
        ("For how many days, 80, was it delayed?", DELAY, ["For how many days, 70, was it delayed?"]),
        ("For 80 or 70 days?", "For 70 days or 9.", ["For 9 or 70 days?"]),
        ("What was decided in 1999?", DELAY, []),  # no year stands there
        ("What did the United States cancel?", "The U.S. cancelled the visits.", []),  # the same in another shape
        ("What did Lee open?", "Mayor Ann Lee opened the bridge.", []),
        # who said it is judged by who did
        ("What did Georgia say about Armenia?", DELAY, []),
        ("why was the response delayed?", DELAY, []),
        ("When did Armenia, Azerbaijan and the United States delay it?", DELAY, []),
        # named in the sentence, but it may do something else there
        ("Why did Armenia delay its response?", DELAY, ["Why did Azerbaijan delay its response?"]),
        ("Why was the response to Armenia delayed?", DELAY, []),  # nothing tells that Armenia does anything
        (
            "Why did Armenia not delay its response?",
            DELAY,
            ["Why did Armenia delay its response?", "Why did Azerbaijan not delay its response?"],
        ),
        ("Why didn’t Azerbaijan and Armenia delay it?", DELAY, ["Why did Azerbaijan and Armenia delay it?"]),
        ("Why did Armenia not answer?", "Armenia refused to answer.", []),  # denied there, too
        ("Why did the port oppose it?", "It was supported by the port.", ["Why did the port support it?"]),
        (
            "Who won the longest race?",
            "He lost the shortest one.",
            ["Who lost the longest race?", "Who won the shortest race?"],
        ),
        ("Why was it supported?", "It was supported here and opposed there.", []),
        ("Was it high or low?", "It was high.", []),
        ("Is the port in the north?", "The port is in the south.", ["Is the port in the south?"]),
    ],
)
def test_rivals_have_what_only_the_sentence_has_or_two_names_exchanged(
    question: str, sentence: str, rivals: list[str]
) -> None:
    assert [changed(question, change) for change in changes(question, sentence)] == rivals


FLOWS = "The river Kura flows east."


def best(toy: Assistant, *reading: str) -> float:
    """How much better a rival is answered by the sentence; the judge gives a question 4 for each word there, minus 6."""
    (only,) = judged(reading[0], [Candidate(toy.document("a.txt"), Span(0, len(FLOWS)), "", 0.0)], toy)
    return outdone(reading, only, toy.judge)


def test_a_candidate_is_outdone_by_how_much_better_it_answers_a_rival(toy: Assistant) -> None:
    assert best(toy, "Does Aras flow?") == 4.0  # one more word of the sentence: Kura
    assert best(toy, "Does Aras rise?") == 4.0
    assert best(toy, "Does it rise?") == 0.0  # no name
    assert best(toy, "Does Aras flow east?") == 0.0  # the judge is sure of that: 2
    assert best(toy, "Does the river Kura flow west?") == 4.0  # and of that: 6; but the sentence has the contrary
    assert best(toy, "Does Kura flow?") == 0.0


def test_another_name_than_one_that_the_sentence_has_must_be_far_better(toy: Assistant) -> None:
    question, sentence = "Why does Ann rise?", "Ann sees Bob Lee."
    document = replace(toy.document("a.txt"), text=sentence)
    (only,) = judged(question, [Candidate(document, Span(0, len(sentence)), "", 0.0)], toy)
    assert outdone((question,), only, toy.judge) == 2.5  # 4 for two words instead of one, less 1.5


def test_names_of_the_question_before_have_no_rivals(toy: Assistant) -> None:
    assert best(toy, "Does it rise? (Is Aras its name?)", "Does it rise?") == 0.0
    assert best(toy, "Does Aras rise? (Is Alazan its name?)", "Does Aras rise?") == 4.0


def test_the_best_sentence_of_a_question_in_one_part_is_tried(toy: Assistant) -> None:
    def tried(question: str) -> float:
        with toy.index.view() as view:
            found, _ = candidates([(question,)], retrieve(view, toy.encoder, question, 5), view.store)
            ranked, *_ = ranking([(question,)], found, view.store, toy)
        return max(c.outdone for c in ranked)

    assert tried("Does Aras flow?") == 4.0
    assert tried("Where does Aras flow, and how many rise?") == 0.0


@pytest.mark.parametrize(
    ("scores", "clash", "first"), [((3.0, 2.0), None, "Ann"), ((25.0, 2.0), None, "Bob"), ((3.0, 2.0), CLASH, "Bob")]
)
def test_what_answers_a_rival_far_better_lets_the_next_pass_unless_it_contradicts(
    toy: Assistant, scores: tuple[float, float], clash: Clash | None, first: str
) -> None:
    text = "Here Bob Lee rises. Here Ann Day rises."
    document = replace(toy.document("a.txt"), text=text)
    spans = (Span(0, 19), Span(20, len(text)))
    held = Premise((), (), None, None, None, clash, None, False, False)
    few = [
        Candidate(document, span, "", 0.0, logit=score, premise=held) for span, score in zip(spans, scores, strict=True)
    ]
    question = "Does Ann Day rise?"
    ranked = weighed_with_rivals((question,), judged(question, few, toy), toy.judge)
    # by 8 "Does Bob Lee rise?" is answered better by the first
    assert [(c.text[5:8], c.outdone) for c in ranked] == (
        [("Ann", 0.0), ("Bob", 8.0)] if first == "Ann" else [("Bob", 8.0), ("Ann", 0.0)]
    )
