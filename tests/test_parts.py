from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.parts import parts, together
from assistant.types import Answer, Citation, Turn

FIRST = "Which visits did Norland cancel?"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Which visits did Norland cancel, and which did Sudland cancel in turn?",
            [(FIRST, ()), ("Which did Sudland cancel in turn?", (Turn("user", FIRST),))],
        ),
        (
            "How many visits to Sudland were planned, and did Norland cancel any?",
            [
                ("How many visits to Sudland were planned?", ()),
                ("Did Norland cancel any?", (Turn("user", "How many visits to Sudland were planned?"),)),
            ],
        ),
        (
            "How many people became refugees according to Norland, and what does Sudland ask for them?",
            [
                ("How many people became refugees according to Norland?", ()),
                (
                    "What does Sudland ask for them?",
                    (Turn("user", "How many people became refugees according to Norland?"),),
                ),
            ],
        ),
        (
            "How did the Norland foreign ministry and President Anna Lee each describe Ben Ray's remarks?",
            [
                ("How did the Norland foreign ministry describe Ben Ray's remarks?", ()),
                ("How did President Anna Lee describe Ben Ray's remarks?", ()),
            ],
        ),
        (
            "What do Ann Lee and the City Council say about the bridge?",
            [
                ("What does Ann Lee say about the bridge?", ()),
                ("What does the City Council say about the bridge?", ()),
            ],
        ),
        (
            "What do the council's May 2021 statement and the report of the talks say about the bridge?",
            [
                ("What does the council's May 2021 statement say about the bridge?", ()),
                ("What does the report of the talks say about the bridge?", ()),
            ],
        ),
        (
            "Whom do the July statement of the council and Ann Lee's response accuse of neglect?",
            [
                ("Whom does the July statement of the council accuse of neglect?", ()),
                ("Whom does Ann Lee's response accuse of neglect?", ()),
            ],
        ),
        (
            "How did the ministry in Port on the one hand and President Lee on the other characterise it?",
            [
                ("How did the ministry in Port characterise it?", ()),
                ("How did President Lee characterise it?", ()),
            ],
        ),
        (
            "What did Ann Lee say on 1 May 2021, and what on 3 June 2021?",
            [("What did Ann Lee say on 1 May 2021?", ()), ("What did Ann Lee say on 3 June 2021?", ())],
        ),
        (
            "What did Ann Lee say about trade in May, and about the ferry?",
            [("What did Ann Lee say about trade in May?", ()), ("What did Ann Lee say about the ferry?", ())],
        ),
    ],
)
def test_a_question_of_two_parts(question: str, found: list[tuple[str, tuple[Turn, ...]]]) -> None:
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        FIRST,
        "At what time and on which day was the statement published?",
        "Where did the talks open, and did they fail?",
        "Which company was founded in 1911, and was sold in 1950?",
        "Where did the talks open, and when?",  # one sentence may well tell both
        "On what date was it signed, and by whom?",
        "Where did Ann Lee and Ben Ray meet?",  # not one by one
        "What did Ann Lee say of trade and of Ben Ray?",
        "What does the text say about A and about B?",
        "What is the difference between what Lee said and what Ray said?",
        "What does the treaty say about how far and how early this must be announced?",
        "How did Norland and how did Sudland react to the statement?",
        "What did Lee say and what did Ray say about the ferry?",
        "How many Norland troops and how many Sudland troops died?",
        "On which day of the war in Norland and at what hour did it end?",
        "What did the Food and Drug Administration say about the vaccine?",
        "What did the Centers for Disease Control and Prevention say?",
        "What did Bosnia and Herzegovina say about the ferry?",
        "What do the leaders of France and the United Kingdom want?",
        "What do the first and the second report say?",
        "What do Norland and Sudland call each other?",
        "What did Lee and " + "A-B " * 400 + "x say about it?",
        "What did the Ministry of Labour and Social Affairs say about pay?",
        "What did Ann Lee and Ben Ray discuss in their phone call of May?",
        "Which rank did Dell University reach in the U.S. News and World Report list?",
        "How do the July 2023 and the November 2023 texts refer to the bridge?",
        "How did Norland's foreign ministry, and how did its president, describe the remarks?",
        "And who is she? (What did Ann Lee say, and what did Ben Ray say?)",
        "",
    ],
)
def test_a_question_that_is_one(question: str) -> None:
    assert parts(question) == [(question, ())]


def cited(start: int, document: str = "a.txt") -> Citation:
    return Citation(document, "0" * 64, start, start + 10, "x" * 10, start, start + 10, "x" * 10, 1, 1.0)


def answered(question: str, confidence: float, *starts: int) -> Answer:
    quotes = tuple(cited(start) for start in starts)
    return Answer(question, question, not starts, None if starts else "why", confidence, quotes, (), (), 0.0)


def test_the_quotes_of_the_parts_are_put_together_in_turn() -> None:
    whole = answered("whole?", 0.2)
    made = together(whole, [answered("one?", 0.9, 0, 20), answered("two?", 0.7, 40, 25)])
    assert (made.question, made.abstained, made.reason, made.confidence) == ("whole?", False, None, 0.7)
    # the last overlaps one that is shown already
    assert [(c.start, c.rank) for c in made.citations] == [(0, 1), (40, 2), (20, 3)]
    assert made.notes == ()


def test_a_part_without_an_answer_is_told() -> None:
    made = together(answered("whole?", 0.2), [answered("one?", 0.1), answered("two?", 0.7, 40)])
    assert [c.start for c in made.citations] == [40]
    assert made.notes == ("The documents do not say: “one?”",)


def test_what_answers_the_whole_comes_first_where_a_part_is_silent() -> None:
    whole = answered("whole?", 0.9, 0)
    made = together(whole, [answered("one?", 0.7, 40), answered("two?", 0.1)])
    assert ([c.start for c in made.citations], made.confidence) == ([0, 40], 0.7)


def test_what_was_withheld_of_a_part_is_told() -> None:
    faulty = replace(answered("one?", 0.1), withheld=("a.txt was altered.",))
    assert together(answered("whole?", 0.2), [faulty, answered("two?", 0.7, 40)]).withheld == ("a.txt was altered.",)
    assert together(answered("whole?", 0.2), [faulty, faulty]).withheld == ("a.txt was altered.",)


def test_silence_on_every_part_is_silence() -> None:
    silent = answered("whole?", 0.2)
    parts = [answered("one?", 0.1), answered("two?", 0.3)]
    assert together(silent, parts) == silent
    made = together(answered("whole?", 0.8, 0), parts)
    assert (made.question, made.abstained, made.reason, made.confidence) == ("whole?", True, "why", 0.3)
    assert ([c.start for c in made.nearest], made.citations) == ([0], ())


@pytest.mark.parametrize(("confidence", "silent"), [(0.8, True), (0.95, False)])
def test_what_points_at_a_part_without_an_answer_must_be_sure(confidence: float, silent: bool) -> None:
    leaning = replace(answered("And two?", confidence, 40), standalone_question="And two? (one?)")
    made = together(answered("whole?", 0.2), [answered("one?", 0.1), leaning])
    assert made.abstained is silent
    assert made.confidence == (0.2 if silent else confidence)
    assert not together(answered("whole?", 0.2), [answered("one?", 0.7, 20), leaning]).abstained
