"""How near a candidate is, and what the judge is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import Assistant
from assistant.premise import Numbered, Premise, Reach
from assistant.ranking import Candidate, Models, nearest, verdicts
from assistant.types import Span
from tests.toys import toy_over, written

PREMISE = Premise((), (), None, None, None, None, None, False, False)
FAR = replace(PREMISE, numbers=(Numbered("2", Span(0, 1), Reach.NEAR, None, ""),))


class Confused:
    """A judge that each word of a question confuses."""

    fingerprint = "confused"

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(sentences), -float(len(question.split())), dtype=np.float32)


@pytest.mark.parametrize(
    ("question", "premise", "penalty", "verdict"),
    [
        ("What does the 2 May reply ask for?", PREMISE, 0.0, -6.0),
        ("According to Ann Lee, what rises in the east?", PREMISE, 0.0, -5.0),
        ("What does the reply ask for?", PREMISE, 0.0, -6.0),
        ("According to Ann Lee, what rises in the east?", PREMISE, 6.0, -9.0),  # it is another's
        ("What does the 2 May reply ask for?", FAR, 0.0, -8.0),  # the day does not stand there
        ("What does the 2 May reply ask for?", None, 0.0, -8.0),
    ],
)
def test_what_is_checked_by_rules_and_holds_does_not_confuse_the_judge(
    toy: Assistant, question: str, premise: Premise | None, penalty: float, verdict: float
) -> None:
    found = Candidate(toy.document("a.txt"), Span(0, 10), "", 0.0, penalty=penalty, premise=premise)
    assert verdicts(question, [found], Confused()).tolist() == [verdict]


def test_a_line_with_a_date_is_as_near_as_what_it_dates_where_a_day_is_asked_for(tmp_path: Path) -> None:
    toy = toy_over(written({"a.txt": "12 September 2023"}, tmp_path / "corpus"), tmp_path / "index")
    line = Candidate(toy.document("a.txt"), Span(0, 17), "river river river river river river", 0.0)
    (asked,) = nearest([("When river?",)], [line], toy)
    (other,) = nearest([("Why river?",)], [line], toy)
    assert asked.nearness > 0.8 > 0.1 > other.nearness


class Recorder:
    """A matcher to which all is equally near; it keeps what it was given to read."""

    fingerprint, few, worth = "recorder", 20, 1.0

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        self.read += zip(sentences, contexts, strict=True)
        return np.zeros(len(sentences), np.float32)


@pytest.mark.parametrize(
    ("question", "dateline"),
    [
        ("When is it?", ("The title . Before. Published: 12 September 2023", "")),
        ("Why is it?", ("Published: 12 September 2023", "The title . Before.")),
    ],
)
def test_the_matcher_reads_a_sentence_in_its_context_and_a_line_with_a_date_as_one_with_it(
    tmp_path: Path, question: str, dateline: tuple[str, str]
) -> None:
    toy = toy_over(written({"a.txt": "12 September 2023\nThe river rises."}, tmp_path / "more"), tmp_path / "index")
    document, recorder = toy.document("a.txt"), Recorder()
    found = [Candidate(document, span, "The title . Before.", 0.0) for span in (Span(0, 17), Span(18, 34))]
    nearest([(question,)], found, cast(Models, SimpleNamespace(matcher=recorder)))
    assert recorder.read == [dateline, ("The river rises.", "The title . Before.")]
