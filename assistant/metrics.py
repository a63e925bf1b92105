"""Pure measures over spans and arrays; nothing here knows of files or indexes.

A citation *hits* a gold span if the two share at least half of the shorter one. Character measures compare the union
of the citations with the union of the gold spans. A question that was abstained from scores 0 where it had an answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

DocumentSpan = tuple[str, int, int]


def is_hit(cited: DocumentSpan, gold: Sequence[DocumentSpan]) -> bool:
    """True if `cited` shares half of the shorter of itself and a gold span."""
    for document, start, end in gold:
        shared = min(end, cited[2]) - max(start, cited[1])
        if document == cited[0] and shared > 0 and 2 * shared >= min(end - start, cited[2] - cited[1]):
            return True
    return False


def hit_measures(cited: Sequence[DocumentSpan], gold: Sequence[DocumentSpan]) -> dict[str, float]:
    """hit@1, hit@3, hit@5 and mrr@10 of one ranked list."""
    hits = [is_hit(c, gold) for c in cited]
    measures = {f"hit@{k}": float(any(hits[:k])) for k in (1, 3, 5)}
    return measures | {"mrr@10": next((1 / rank for rank, hit in enumerate(hits[:10], 1) if hit), 0.0)}


def character_measures(cited: Sequence[DocumentSpan], gold: Sequence[DocumentSpan]) -> dict[str, float]:
    """char_recall, char_precision, char_f1 and char_iou of the unions."""
    left, right = union(cited), union(gold)
    size_c, size_g = (sum(e - s for _, s, e in spans) for spans in (left, right))
    same = sum(max(0, min(e, y) - max(s, x)) for d, s, e in left for f, x, y in right if d == f)
    return {
        "char_recall": same / size_g,
        "char_precision": same / size_c if size_c else 0.0,
        "char_f1": 2 * same / (size_c + size_g),
        "char_iou": same / (size_c + size_g - same),
    }


def union(spans: Sequence[DocumentSpan]) -> list[DocumentSpan]:
    """Overlapping and touching spans joined."""
    merged: list[DocumentSpan] = []
    for document, start, end in sorted(s for s in spans if s[2] > s[1]):
        if merged and merged[-1][0] == document and start <= merged[-1][2]:
            merged[-1] = (document, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((document, start, end))
    return merged


def auroc(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Probability that a positive outranks a negative, a tie counting one half; NaN without both."""
    n1, n0 = int(positive.sum()), int((~positive).sum())
    if not n1 or not n0:
        return math.nan
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def detection(predicted: NDArray[np.bool_], actual: NDArray[np.bool_]) -> dict[str, float]:
    """precision, recall and f1 of a yes/no decision; NaN where nothing is actually positive."""
    if not actual.any():
        return {"precision": math.nan, "recall": math.nan, "f1": math.nan}
    both = float((predicted & actual).sum())
    precision = both / float(predicted.sum()) if predicted.any() else 0.0
    return {
        "precision": precision,
        "recall": both / float(actual.sum()),
        "f1": 2 * both / float(predicted.sum() + actual.sum()),
    }


def means(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Mean of each measure over the rows that have it, names in order of first appearance."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: float(np.mean([row[name] for row in rows if name in row])) for name in names}
