from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.lexical import LexicalIndex

TEXTS = [(1, "Armenia rejected the plan"), (2, "Azerbaijan accepted the plan in 2020"), (3, "Cows eat grass")]


def test_scores_are_bm25_computed_by_hand() -> None:
    index = LexicalIndex.in_memory()
    index.update(TEXTS)
    # lengths in content words: 3, 4, 3; "plan" stands in two of three passages; k1 = 1.2, b = 0.75 (Tantivy's constants)
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [(i, idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * n / (10 / 3)))) for i, n in ((1, 3), (2, 4))]
    found = index.search("Which plans?", 5)
    assert [i for i, _ in found] == [1, 2]
    assert [s for _, s in found] == pytest.approx([s for _, s in expected], rel=1e-5)


def test_scores_are_the_same_added_at_once_or_bit_by_bit_and_read_back(tmp_path: Path) -> None:
    index, whole = LexicalIndex.at(tmp_path), LexicalIndex.in_memory()
    index.update(TEXTS[:1])
    index.update(TEXTS[1:])
    whole.update(TEXTS)
    assert index.search("plan cow", 9) == LexicalIndex.at(tmp_path).search("plan cow", 9) == whole.search("plan cow", 9)


def test_function_words_and_punctuation_find_nothing() -> None:
    index = LexicalIndex.in_memory()
    index.update(TEXTS)
    assert index.search("what is the of it?", 5) == index.search("?!", 5) == []
    assert index.search('plan AND (grass* OR "', 5) != []  # no query language: words are words


def test_a_search_may_be_kept_to_some_ids_and_scores_stay() -> None:
    index = LexicalIndex.in_memory()
    index.update([(1, "The river flows."), (2, "A river bank."), (3, "The mountain.")])
    everywhere = dict(index.search("river", 5))
    assert index.search("river", 5, [2, 3]) == [(2, everywhere[2])]
    assert index.search("river", 5, []) == []
