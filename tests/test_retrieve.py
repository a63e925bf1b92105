from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.errors import BadInput
from assistant.retrieve import fuse


def test_reciprocal_rank_fusion_by_hand() -> None:
    scores, ranks = fuse({"dense": [(7, 0.9), (8, 0.5)], "lexical": [(8, 12.0), (9, 3.0)]})
    assert scores == pytest.approx({7: 1 / 61, 8: 1 / 62 + 1 / 61, 9: 1 / 62})
    assert ranks == {7: {"dense": 1}, 8: {"dense": 2, "lexical": 1}, 9: {"lexical": 2}}


def test_hits_are_ranked_and_say_which_retriever_found_them(toy: Assistant) -> None:
    first = toy.search("the mountain", 2)[0]
    assert (first.passage.document, first.rank, dict(first.ranks)) == ("b.txt", 1, {"dense": 1, "lexical": 1})
    assert [h.rank for h in toy.search("city", 2)] == [1, 2]


def test_furniture_is_never_found(toy: Assistant) -> None:
    assert all(
        "Share" not in toy.document(h.passage.document).text[h.passage.start : h.passage.end]
        for h in toy.search("share this page")
    )


@pytest.mark.parametrize(("query", "k"), [("river", 0), ("  ", 3), ("?!", 3), ("x" * 2001, 3)])
def test_bad_queries(toy: Assistant, query: str, k: int) -> None:
    with pytest.raises(BadInput):
        toy.search(query, k)
