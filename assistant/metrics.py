"""Pure measures over spans and arrays; nothing here knows of files or indexes.

A citation *hits* a gold span if the two share at least half of the shorter one. Character measures compare the union
of the citations with the union of the gold spans. A question that was abstained from scores 0 where it had an answer.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

DocumentSpan = tuple[str, int, int]
Item = TypeVar("Item", bound=Hashable)
ARTICLES = frozenset(("a", "an", "the"))
BINS = 10  # of confidence, equally wide, for the calibration error


def is_hit(cited: DocumentSpan, gold: Sequence[DocumentSpan]) -> bool:
    """True if `cited` shares half of the shorter of itself and a gold span."""
    for document, start, end in gold:
        shared = min(end, cited[2]) - max(start, cited[1])
        if document == cited[0] and shared > 0 and 2 * shared >= min(end - start, cited[2] - cited[1]):
            return True
    return False


def ranked_items(cited: Sequence[DocumentSpan], gold: Sequence[DocumentSpan]) -> list[int]:
    """`cited` as a ranking of gold spans: the number of the first gold span it is the first to hit, else a number below 0 of its own."""
    items: list[int] = []
    for place, span in enumerate(cited):
        hit = next((n for n, one in enumerate(gold) if n not in items and is_hit(span, [one])), None)
        items.append(-1 - place if hit is None else hit)
    return items


def ranked_measures(
    ranking: Sequence[Item], grades: Mapping[Item, int], cutoffs: Sequence[int] = (1, 3, 5, 10)
) -> dict[str, float]:
    """hit@k and recall@k at each cutoff, map@, mrr@ and ndcg@ the last, of a ranking without repeats; trec_eval's definitions.

    `grades` are those of the relevant items, 1 or more; the gain of an item is its grade, discounted by log2(rank + 1).
    """
    last = cutoffs[-1]
    gains = [max(0, grades.get(item, 0)) for item in ranking[:last]]
    ideal = sorted((g for g in grades.values() if g > 0), reverse=True)
    found = np.cumsum([g > 0 for g in gains]) if gains else np.zeros(1)
    precisions = [float(found[i]) / (i + 1) for i, gain in enumerate(gains) if gain > 0]
    first = next((rank for rank, gain in enumerate(gains, 1) if gain > 0), None)
    measures = {f"hit@{k}": float(any(gains[:k])) for k in cutoffs}
    measures |= {f"recall@{k}": sum(g > 0 for g in gains[:k]) / len(ideal) for k in cutoffs}
    return measures | {
        f"map@{last}": sum(precisions) / len(ideal),
        f"mrr@{last}": 1 / first if first else 0.0,
        f"ndcg@{last}": _discounted(gains) / _discounted(ideal[:last]),
    }


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def overlap_f1(left: set[DocumentSpan], right: set[DocumentSpan]) -> float:
    """F1 of two sets; 0 where both are empty."""
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def normalise(text: str) -> str:
    """Words for comparing answers: NFKC, case folded, without marks and articles, one space between (as SQuAD does)."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(w for w in words if w not in ARTICLES)


def has_answer(quote: str, answers: Sequence[str]) -> bool:
    """Whether one of the `answers`, normalised, stands in the quote as whole words."""
    words = f" {normalise(quote)} "
    return any(f" {w} " in words for w in map(normalise, answers) if w)


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


class RiskCoverage(NamedTuple):
    """Risk (share of wrong answers) at each coverage (share of the questions answered), surest first."""

    coverage: NDArray[np.float64]
    risk: NDArray[np.float64]
    level_ends: NDArray[np.bool_]

    @property
    def area(self) -> float:
        """AURC (Geifman & El-Yaniv 2017): the mean risk; lower is better, NaN without questions."""
        return float(self.risk.mean()) if len(self.risk) else math.nan

    def coverage_at(self, precision: float) -> float:
        """The largest coverage that a threshold of confidence gives with at least this `precision`; 0 if none does."""
        reached = self.coverage[self.level_ends & (1 - self.risk >= precision - 1e-12)]
        return float(reached.max()) if len(reached) else (0.0 if len(self.risk) else math.nan)


def risk_coverage(confidence: NDArray[np.float64], correct: NDArray[np.float64]) -> RiskCoverage:
    """The curve of answers with a `confidence` that are `correct` or not (1 or 0); equal confidences share their errors evenly."""
    n = len(confidence)
    _, level, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    errors = np.bincount(level, weights=1 - correct, minlength=len(sizes))
    before = np.repeat(np.cumsum(errors) - errors, sizes)
    place = np.arange(n) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    answered = np.arange(1, n + 1)
    wrong = before + np.repeat(errors, sizes) * place / np.repeat(sizes, sizes)
    return RiskCoverage(answered / max(n, 1), wrong / answered, place == np.repeat(sizes, sizes))


def reliability(confidence: NDArray[np.float64], correct: NDArray[np.float64]) -> list[tuple[int, float, float]]:
    """(number, mean confidence, share correct) of each of the `BINS` of confidence; NaN where a bin is empty."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    chosen = [place == b for b in range(BINS)]
    return [
        (int(c.sum()), float(confidence[c].mean()), float(correct[c].mean())) if c.any() else (0, math.nan, math.nan)
        for c in chosen
    ]


def calibration_error(confidence: NDArray[np.float64], correct: NDArray[np.float64]) -> float:
    """Expected calibration error (Guo et al. 2017): mean distance of confidence and share correct over the bins."""
    if not len(confidence):
        return math.nan
    return sum(n * abs(sure - right) for n, sure, right in reliability(confidence, correct) if n) / len(confidence)


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
