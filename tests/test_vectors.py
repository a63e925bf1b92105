from __future__ import annotations

import numpy as np
import pytest

from assistant.errors import IndexDamaged
from assistant.vectors import DenseIndex


def test_search_is_the_exact_cosine_ranking_also_after_a_round_trip_and_a_removal() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(200, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = list(range(1000, 1200))
    index = DenseIndex.empty(16)
    index.add(ids, vectors)
    index.remove([1003, 1007])
    index = DenseIndex.from_bytes(index.to_bytes())
    query = vectors[5]
    cosines = {i: float(v @ query) for i, v in zip(ids, vectors, strict=True) if i not in (1003, 1007)}
    expected = sorted(cosines, key=lambda i: -cosines[i])[:10]
    found = index.search(query, 10)
    assert [i for i, _ in found] == expected
    assert [s for _, s in found] == pytest.approx([cosines[i] for i in expected], abs=1e-6)
    assert len(index) == 198


def test_an_empty_index_finds_nothing() -> None:
    assert DenseIndex.empty(4).search(np.ones(4, dtype=np.float32), 5) == []


def test_equal_scores_come_in_order_of_id() -> None:
    index = DenseIndex.empty(2)
    index.add([9, 3, 5], np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32))
    assert index.search(np.array([1, 0], dtype=np.float32), 3) == [(3, 1.0), (9, 1.0), (5, 0.0)]


def test_nonsense_is_refused() -> None:
    with pytest.raises(IndexDamaged, match="cannot be read"):
        DenseIndex.from_bytes(b"nonsense")


def test_a_search_may_be_kept_to_some_ids() -> None:
    index = DenseIndex.empty(4)
    index.add([5, 7, 9], np.eye(3, 4, dtype=np.float32))
    query = np.full(4, 0.5, dtype=np.float32)
    assert index.search(query, 5, [9, 7, 100]) == [(7, 0.5), (9, 0.5)]
    assert index.search(query, 5, []) == []
