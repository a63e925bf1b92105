"""Results → figures: over all questions and by group, with 95 % bootstrap intervals."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.scoring import ABSTAINED, CORRECT, MISSING, SILENT, UNJUDGED, WRONG, Result
from assistant.metrics import auroc, calibration_error, detection, means, risk_coverage

RESAMPLES = 1_000
PRECISIONS = (90, 95, 99)
PERCENTILES = (50, 90, 95, 99)
OF_GROUPS = ("hit@1", "hit@3", "char_f1@1", "answer_in_quote@1", "abstain_rate")  # beside the shares of outcomes
TIMES = tuple(f"seconds_p{p}" for p in PERCENTILES)

Interval = tuple[float, float]


@dataclass(frozen=True)
class Columns:
    """Results as arrays, one place a question. `ranked` is the confidence, but a missing answer is always on the wrong side."""

    answerable: NDArray[np.bool_]
    abstained: NDArray[np.bool_]
    ranked: NDArray[np.float64]
    confidence: NDArray[np.float64]
    right: NDArray[np.float64]

    @classmethod
    def of(cls, results: Sequence[Result]) -> Columns:
        """The columns of these results, in order."""
        missing = np.array([r.state == MISSING for r in results], dtype=bool)
        answerable = np.array([r.answerable for r in results], dtype=bool)
        confidence = np.array([r.confidence for r in results], dtype=float)
        return cls(
            answerable,
            np.array([r.state == ABSTAINED for r in results], dtype=bool),
            np.where(missing, np.where(answerable, -np.inf, np.inf), confidence),
            np.where(missing, -np.inf, confidence),
            np.array([r.right for r in results], dtype=float),
        )

    def at(self, pick: NDArray[np.int64]) -> Columns:
        """The same of the questions at `pick`, repeats allowed."""
        return Columns(
            self.answerable[pick], self.abstained[pick], self.ranked[pick], self.confidence[pick], self.right[pick]
        )


def summarise(results: Sequence[Result]) -> dict[str, float]:
    """All figures; NaN for what the set cannot tell. The names are told in docs/evaluation.md."""
    columns = Columns.of(results)
    summary = {"questions": float(len(results)), "answerable": float(columns.answerable.sum())}
    summary |= means([_shares(r) for r in results]) | means([r.measures for r in results]) | _pooled(columns)
    checked = sum(r.checked for r in results)
    summary["verbatim"] = 1 - sum(len(r.faults) for r in results) / checked if checked else math.nan
    seconds = [r.seconds for r in results if not math.isnan(r.seconds)]
    return summary | {
        name: float(np.percentile(seconds, p)) if seconds else math.nan
        for name, p in zip(TIMES, PERCENTILES, strict=True)
    }


def _shares(result: Result) -> dict[str, float]:
    if result.outcome == UNJUDGED:
        return {}
    return {name: float(result.outcome == name) for name in (CORRECT, WRONG, SILENT)}


def _pooled(columns: Columns) -> dict[str, float]:
    """The figures that are no means over questions."""
    found = {f"abstention_{k}": v for k, v in detection(columns.abstained, ~columns.answerable).items()}
    found["auroc_answerable"] = auroc(columns.ranked, columns.answerable)
    counted = ~np.isnan(columns.right)
    curve = risk_coverage(columns.confidence[counted], columns.right[counted])
    found["aurc"] = curve.area
    found |= {f"coverage@p{p}": curve.coverage_at(p / 100) for p in PRECISIONS}
    given = counted & np.isfinite(columns.confidence)
    return found | {"calibration_error": calibration_error(columns.confidence[given], columns.right[given])}


def intervals(results: Sequence[Result], resamples: int = RESAMPLES) -> dict[str, Interval]:
    """95 % percentile intervals of all figures but counts and times, from `resamples` of the questions, seed 0."""
    if not results:
        return {}
    pick = np.random.default_rng(0).integers(0, len(results), size=(resamples, len(results)))
    rows = [{**_shares(r), **r.measures} for r in results]
    draws: dict[str, Sequence[float] | NDArray[np.float64]] = dict(_mean_draws(rows, pick))
    columns = Columns.of(results)
    pooled = [_pooled(columns.at(one)) for one in pick]
    draws |= {name: [row[name] for row in pooled] for name in pooled[0]} if pooled else {}
    found = {name: _interval(values) for name, values in draws.items()}
    return {name: between for name, between in found.items() if between}


def _mean_draws(
    rows: Sequence[Mapping[str, float]], pick: NDArray[np.int64]
) -> Iterable[tuple[str, NDArray[np.float64]]]:
    """The mean of each measure in every resample, by how often a question was drawn."""
    drawn = np.stack([np.bincount(one, minlength=len(rows)) for one in pick]).astype(float)
    for name in dict.fromkeys(name for row in rows for name in row):
        values = np.array([row.get(name, math.nan) for row in rows])
        known = ~np.isnan(values)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a resample without a question that has the measure
            yield name, drawn[:, known] @ values[known] / drawn[:, known].sum(axis=1)


def _interval(draws: Sequence[float] | NDArray[np.float64]) -> Interval | None:
    kept = np.asarray(draws, float)
    kept = kept[~np.isnan(kept)]
    if not len(kept):
        return None
    low, high = np.percentile(kept, (2.5, 97.5))
    return float(low), float(high)


def grouped(results: Sequence[Result], names: Callable[[Result], Iterable[str]]) -> dict[str, dict[str, float]]:
    """For each group a result is in by `names`: how many, shares of outcomes with the interval of "correct", a few means."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        for name in names(result):
            groups.setdefault(name, []).append(result)
    return {name: _group(rows) for name, rows in sorted(groups.items())}


def _group(rows: Sequence[Result]) -> dict[str, float]:
    shares, measured = means([_shares(r) for r in rows]), means([r.measures for r in rows])
    pick = np.random.default_rng(0).integers(0, len(rows), size=(RESAMPLES, len(rows)))
    between = {name: _interval(draws) for name, draws in _mean_draws([_shares(r) for r in rows], pick)}.get(CORRECT)
    low, high = between or (math.nan, math.nan)
    return (
        {"questions": float(len(rows)), **shares}
        | ({"correct_low": low, "correct_high": high} if between else {})
        | {name: measured[name] for name in OF_GROUPS if name in measured}
    )


def by_kind(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """`grouped` by the kind of question."""
    return grouped(results, lambda r: (r.kind,))


def by_document(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """`grouped` by the documents the gold stands in."""
    return grouped(results, lambda r: r.documents)


def by_speaker(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """`grouped` by whose words the gold is."""
    return grouped(results, lambda r: r.speakers)
