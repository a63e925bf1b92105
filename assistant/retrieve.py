"""Question → Hits: dense and lexical search, fused by reciprocal rank (Cormack et al. 2009)."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.index import View
from assistant.models import Encoder
from assistant.types import Hit
from assistant.vectors import Ranked

DEPTH = 50  # passages asked of each retriever
FUSION = 60  # the constant of reciprocal rank fusion


def retrieve(view: View, encoder: Encoder, query: str, k: int) -> list[Hit]:
    """The `k` best passages for `query`, best first; `score` is the sum of 1 / (60 + rank) over the retrievers."""
    lists = {
        "dense": view.nearest(encoder.encode_query(query), max(k, DEPTH)),
        "lexical": view.matching(query, max(k, DEPTH)),
    }
    scores, ranks = fuse(lists)
    best = sorted(scores, key=lambda number: (-scores[number], number))[:k]
    known = view.store.passages(best)
    return [Hit(known[number], scores[number], place, ranks[number]) for place, number in enumerate(best, 1)]


def fuse(lists: Mapping[str, Ranked]) -> tuple[dict[int, float], dict[int, dict[str, int]]]:
    """Fused score and rank per retriever of each passage number."""
    scores: dict[int, float] = {}
    ranks: dict[int, dict[str, int]] = {}
    for name, ranked in lists.items():
        for place, (number, _) in enumerate(ranked, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (FUSION + place)
            ranks.setdefault(number, {})[name] = place
    return scores, ranks
