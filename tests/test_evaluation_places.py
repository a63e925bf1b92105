from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.evaluation import Corpus, Question, corpus_of, place
from assistant.evaluation.places import find
from assistant.types import Span


def test_white_space_does_not_count_and_words_do() -> None:
    assert find("It has 308, not 1308;\n30 8 or 308.", "308") == [Span(7, 10), Span(22, 26), Span(30, 33)]
    assert find("unacceptable", "acceptable") == []
    assert find("anything", " ") == []


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=5))
def test_what_is_found_is_what_was_looked_for(text: str, wanted: str) -> None:
    for start, end in find(text, wanted):
        assert "".join(text[start:end].split()) == "".join(wanted.split()) != ""
        assert text[start:end].strip() == text[start:end]


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        (Question("1", "?", answerable=True, gold=(("a.txt", 4, 14),), quotes=("river Kura",)), (("a.txt", 4, 14),)),
        (Question("1", "?", answerable=True, gold=(("a.txt", 4, 14),)), (("a.txt", 4, 14),)),
        (Question("1", "?", answerable=True, gold=(("a.txt", 9, 19),), quotes=("river  Kura",)), (("a.txt", 4, 14),)),
        (Question("1", "?", answerable=True, answers=("1,515 km",), document="a.txt"), (("a.txt", 33, 41),)),
        (Question("1", "?", answerable=True, answers=("The", "the river"), document="c.txt"), ()),
        (Question("1", "?", answerable=True, answers=("The Mountain",)), ()),
        (Question("1", "?", answerable=False), ()),
    ],
)
def test_gold_is_placed(question: Question, gold: tuple[tuple[str, int, int], ...], toy: Assistant) -> None:
    (placed,), unscored = place([question], corpus_of(toy))
    assert (placed.gold, unscored) == (gold, {})


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (Question("1", "?"), "the file does not say whether it can be answered"),
        (Question("1", "?", answerable=True, reviewed=False), "it is a draft that nobody has reviewed"),
        (Question("1", "?", answerable=True, gold=(("z.txt", 0, 1),)), "its document 'z.txt' is not in the corpus"),
        (Question("1", "?", answerable=True, gold=(("a.txt", 0, 9999),)), "its gold text is not in 'a.txt'"),
        (
            Question("1", "?", answerable=True, gold=(("a.txt", 0, 3),), quotes=("Ebro",)),
            "its gold text is not in 'a.txt'",
        ),
        (Question("1", "?", answerable=True, answers=("Ebro",), document="a.txt"), "its answer is not in 'a.txt'"),
        (Question("1", "?", answerable=True, answers=("Ebro",), document="z"), "its document 'z' is not in the corpus"),
        (Question("1", "?", answerable=True, answers=("Ebro",)), "its answer is not in the corpus"),
        (Question("1", "?", answerable=True, relevant={"z": 1}), "its document 'z' is not in the corpus"),
    ],
)
def test_what_is_not_in_the_corpus_is_named_and_not_scored(question: Question, reason: str, toy: Assistant) -> None:
    assert place([question], corpus_of(toy)) == ([], {"1": reason})


def test_an_altered_document_is_none(toy: Assistant, tmp_path: Path) -> None:
    corpus = Corpus(toy.document, ["a.txt"])
    assert corpus.document("a.txt") == toy.document("a.txt")
    assert [corpus.document("nothing"), corpus.sentences("nothing")] == [None, []]
