"""What is remembered changes no score, and is neither asked twice nor kept without end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.models.remembering import RememberingReranker


class Lengths:
    """A reranker whose scores are counted by hand, and which tells how many sentences it has read."""

    fingerprint = "lengths"
    highest = math.inf

    def __init__(self) -> None:
        self.read = 0

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        self.read += len(sentences)
        found = [len(question) + len(s) / 8 - len(c) for s, c in zip(sentences, contexts, strict=True)]
        return np.array(found, dtype=np.float32)


def test_a_sentence_is_read_once_for_a_question_and_context() -> None:
    model = Lengths()
    remembering = RememberingReranker(model)
    first = remembering.score("Who?", ["Ann came.", "Bob left.", "Ann came."], ["", "", ""])
    assert (first.tolist(), first.dtype, model.read) == ([5.125, 5.125, 5.125], np.float32, 2)
    assert remembering.score("Who?", ["Bob left.", "Ann came."], ["", "Title"]).tolist() == [5.125, 0.125]
    assert model.read == 3
    assert remembering.score("When?", ["Bob left."], [""]).tolist() == [6.125]
    assert (model.read, remembering.fingerprint) == (4, "lengths")


TEXTS = st.sampled_from(["Ann came.", "Bob left early.", "", "Nobody.", "مرحبا"])


@given(
    st.lists(st.tuples(st.sampled_from(["Who?", "When?"]), st.lists(st.tuples(TEXTS, TEXTS), max_size=6)), max_size=8)
)
def test_scores_are_those_of_the_model_however_few_are_kept(
    calls: list[tuple[str, list[tuple[str, str]]]],
) -> None:
    remembering = RememberingReranker(Lengths(), kept=3)
    for question, texts in calls:
        sentences, contexts = [t[0] for t in texts], [t[1] for t in texts]
        expected = Lengths().score(question, sentences, contexts)
        assert remembering.score(question, sentences, contexts).tolist() == expected.tolist()
        assert len(remembering._scores) <= 3
