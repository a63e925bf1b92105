"""How near a candidate is, and what the judge is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant import Assistant
from assistant.premise.check import Numbered, Premise, Reach
from assistant.ranking import NEARNESS, Candidate, Models, nearest, read, verdicts
from assistant.types import Document, Span
from tests.toys import toy_over, written

PREMISE = Premise((), (), None, None, None, None, None, False, False)
FAR = replace(PREMISE, numbers=(Numbered("2", Span(0, 1), Reach.NEAR, None, ""),))


class Confused:
    """A judge that each word of a question confuses."""

    fingerprint = "confused"
    highest = math.inf

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
    (asked,) = nearest([("When river report?",)], [line], toy)
    (other,) = nearest([("When river?",)], [line], toy)
    assert asked.nearness > 0.8 > 0.1 > other.nearness


class Recorder:
    """A matcher to which all is equally near; it keeps what it was given to read."""

    fingerprint, few, worth, fitted = "recorder", 20, 1.0, False

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def score(self, question: str, texts: Sequence[str], spans: Sequence[Span]) -> NDArray[np.float32]:
        self.read += [(text, text[span.start : span.end]) for text, span in zip(texts, spans, strict=True)]
        return np.zeros(len(texts), np.float32)


TITLED = "The title . Before. Published: 12 September 2023"
PASSAGE = "12 September 2023\nThe river rises."


@pytest.mark.parametrize(
    ("question", "dateline"),
    [
        ("When was the report published?", (TITLED, TITLED)),
        ("When did they say it?", (TITLED, TITLED)),
        ("When is it?", (PASSAGE, "12 September 2023")),  # the line dates the text, not what it tells
        ("Who published the report?", (PASSAGE, "12 September 2023")),
    ],
)
def test_the_matcher_reads_a_sentence_in_its_passage_and_a_line_with_a_date_as_one_with_what_it_dates(
    tmp_path: Path, question: str, dateline: tuple[str, str]
) -> None:
    toy = toy_over(written({"a.txt": f"Before.\n{PASSAGE} Behind."}, tmp_path / "more"), tmp_path / "index")
    document, recorder = toy.document("a.txt"), Recorder()
    spans = (Span(8, 25), Span(26, 42))
    found = [Candidate(document, span, "The title . Before.", 0.0, Span(8, 42)) for span in spans]
    found.append(Candidate(document, Span(43, 50), "The title .", 0.0))
    nearest([(question,)], found, cast(Models, SimpleNamespace(matcher=recorder)))
    assert recorder.read == [dateline, (PASSAGE, "The river rises."), ("Behind.", "Behind.")]


class Known:
    """A matcher or a reranker to which the numbers for the sentences "0", "1" … are known."""

    fingerprint, few, worth, fitted = "known", 20, 1_000.0, False  # the nearest first, whatever else

    def __init__(self, numbers: Sequence[float], highest: float = math.inf) -> None:
        self.numbers, self.highest, self.read = numbers, highest, 0

    def score(self, question: str, sentences: Sequence[str], places: Sequence[Span | str]) -> NDArray[np.float32]:
        self.read += len(sentences)
        return np.array([self.numbers[int(s)] for s in sentences], np.float32)


numbers = st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(-8, 8, width=32)), min_size=1, max_size=30)


@given(known=numbers)
def test_what_is_left_unread_could_not_have_been_first(known: list[tuple[float, float]]) -> None:
    text = " ".join(map(str, range(len(known))))
    document = Document("a.txt", "0" * 64, text)
    found = [Candidate(document, Span(m.start(), m.end()), "", 0.0) for m in re.finditer(r"\d+", text)]
    near = Known([n for n, _ in known])
    stops, whole = (Known([x for _, x in known], highest) for highest in (8.0, math.inf))
    models = [cast(Models, SimpleNamespace(matcher=near, reranker=r)) for r in (stops, whole)]
    (some, _), (every, _) = (read([("?",)], found, m) for m in models)
    assert some[0] == every[0]
    assert all(c in every for c in some)
    assert len(every) == whole.read == min(20, len(known))


def test_no_more_is_read_when_the_first_is_clear() -> None:
    text = " ".join(map(str, range(20)))
    document = Document("a.txt", "0" * 64, text)
    found = [Candidate(document, Span(m.start(), m.end()), "", 0.0) for m in re.finditer(r"\d+", text)]
    near, logits = Known([1.0] * 8 + [0.9 - 0.1 * (i // 4) for i in range(12)]), Known([0.0] * 20, NEARNESS * 0.15)
    models = cast(Models, SimpleNamespace(matcher=near, reranker=logits))
    assert (len(read([("?",)], found, models)[0]), logits.read) == (12, 12)
    assert len(read([("?",)], found, models, 16)[0]) == 16
