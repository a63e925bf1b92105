"""Question → Hits: dense and lexical search, fused by reciprocal rank (Cormack et al. 2009)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.index import View
from assistant.models import Encoder
from assistant.types import Hit
from assistant.vectors import Ranked

DEPTH = 50  # passages asked of each retriever
FUSION = 60  # the constant of reciprocal rank fusion


def retrieve(view: View, encoder: Encoder, query: str, k: int, among: Sequence[int] | None = None) -> list[Hit]:
    """The `k` best passages for `query`, best first; `score` is the sum of 1 / (60 + rank) over the retrievers.

    `among` are the numbers of the passages to choose from; None is all.
    """
    lists = {
        "dense": view.nearest(encoder.encode_query(query), max(k, DEPTH), among),
        "lexical": view.matching(query, max(k, DEPTH), among),
    }
    known = view.store.passages(sorted({number for ranked in lists.values() for number, _ in ranked}))

    def place(number: int) -> tuple[str, int]:
        return known[number].document, known[number].start

    # equal scores in order of document and place: numbers depend on the order of indexing, the corpus does not
    ordered = {name: sorted(ranked, key=lambda r: (-r[1], place(r[0]))) for name, ranked in lists.items()}
    scores, ranks = fuse(ordered)
    best = sorted(scores, key=lambda number: (-scores[number], place(number)))[:k]
    return [Hit(known[number], scores[number], rank, ranks[number]) for rank, number in enumerate(best, 1)]


def fuse(lists: Mapping[str, Ranked]) -> tuple[dict[int, float], dict[int, dict[str, int]]]:
    """Fused score and rank per retriever of each passage number."""
    scores: dict[int, float] = {}
    ranks: dict[int, dict[str, int]] = {}
    for name, ranked in lists.items():
        for place, (number, _) in enumerate(ranked, 1):
            scores[number] = scores.get(number, 0.0) + 1 / (FUSION + place)
            ranks.setdefault(number, {})[name] = place
    return scores, ranks
