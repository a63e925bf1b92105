"""A run held against an earlier one, question by question: what was won and lost, and whether it may pass.

Paired tests, one-sided, because the same questions are asked of both: for each gated measure the sign-flip test (Fisher's
randomisation test, Smucker et al. 2007; exact where few questions changed), then Holm's correction over the measures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import BadInput
from assistant.evaluation.questions import read_text
from assistant.evaluation.scoring import CORRECT, Result

GATED = ("correct", "hit@1", "hit@3", "char_f1@1", "answer_in_quote@1", "abstention_accuracy")
LEVEL = 0.05  # of significance, over all gated measures together
DRAWS = 10_000  # of the randomisation test
EXACT = 13  # changed questions up to which all 2^n sign flips are counted instead


@dataclass(frozen=True)
class Comparison:
    """What changed since the baseline. `won` and `lost` are ids of questions; `failures` are sentences: empty, it passes.

    `changes` tells of each gated measure (before, after, p): means over the questions both runs have, and the one-sided
    p value of a fall, corrected. `relabelled` are quotes of both runs that have another speaker now.
    """

    won: tuple[str, ...]
    lost: tuple[str, ...]
    changes: Mapping[str, tuple[float, float, float]]
    relabelled: tuple[str, ...]
    notes: tuple[str, ...]
    failures: tuple[str, ...]


def kept(results: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """What a later run needs of this one, by question."""
    return {r.id: _row(r) for r in results}


def _row(result: Result) -> dict[str, Any]:
    return {"measures": _gated(result), "quotes": [list(quote) for quote in result.quotes]}


def _gated(result: Result) -> dict[str, float]:
    judged = {"correct": float(result.outcome == CORRECT)} if not math.isnan(result.right) else {}
    return judged | {name: round(result.measures[name], 6) for name in GATED if name in result.measures}


def load_baseline(path: Path) -> dict[str, dict[str, Any]]:
    """The questions of an earlier run's summary.json by id: their "measures" and "quotes". Raises BadInput."""
    try:
        return {
            str(name): {"measures": dict(row["measures"]), "quotes": [tuple(q) for q in row["quotes"]]}
            for name, row in json.loads(read_text(path))["results"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{path} is no summary.json of a run; make one with `assistant eval QUESTIONS`.") from error


def compare(results: Sequence[Result], baseline: Mapping[str, Mapping[str, Any]]) -> Comparison:
    """The run against the baseline. It fails on a quote that is not verbatim, on a speaker changed, or a significant fall."""
    both = [r for r in results if r.id in baseline]
    pairs = [(r, baseline[r.id]["measures"], _gated(r)) for r in both]
    raw: dict[str, tuple[float, float, float]] = {}
    for name in GATED:
        changed = [(old[name], new[name]) for _, old, new in pairs if name in old and name in new]
        if changed:
            before, after = np.array(changed).T
            raw[name] = float(before.mean()), float(after.mean()), fall(after - before)
    changes = _holm(raw)
    relabelled = tuple(s for r in both for s in _relabelled(r, baseline[r.id]["quotes"]))
    faults = [fault for r in results for fault in r.faults]
    failures = [f"not proved: {fault}" for fault in faults] + [f"another speaker: {s}" for s in relabelled]
    for name, (before_, after_, p) in changes.items():
        if p < LEVEL:
            failures.append(f"{name} fell significantly, from {before_:.4f} to {after_:.4f} (p = {p:.2g})")
    if not both:
        failures.append("none of the questions is in the baseline")
    return Comparison(
        tuple(r.id for r, old, new in pairs if old.get("correct", 0) < new.get("correct", 0)),
        tuple(r.id for r, old, new in pairs if old.get("correct", 0) > new.get("correct", 0)),
        changes,
        relabelled,
        tuple(_notes(len(results) - len(both), len(baseline.keys() - {r.id for r in results}))),
        tuple(failures),
    )


def _notes(new: int, gone: int) -> list[str]:
    notes = [f"{new} questions are not in the baseline and were not compared"] if new else []
    return notes + ([f"{gone} questions of the baseline were not asked or could not be scored"] if gone else [])


def fall(differences: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """One-sided p value that paired `differences` (after less before) fell by chance; 1 where nothing changed. Seed 0."""
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    if len(moved) <= EXACT:
        signs = np.array(np.meshgrid(*[(-1.0, 1.0)] * len(moved), indexing="ij")).reshape(len(moved), -1)
        return float((signs.T @ np.abs(moved) <= moved.sum() + 1e-9).mean())
    signs = np.random.default_rng(0).choice((-1.0, 1.0), size=(DRAWS, len(moved)))
    return float(((signs @ np.abs(moved) <= moved.sum() + 1e-9).sum() + 1) / (DRAWS + 1))


def _holm(raw: Mapping[str, tuple[float, float, float]]) -> dict[str, tuple[float, float, float]]:
    corrected: dict[str, float] = {}
    highest = 0.0
    for place, name in enumerate(sorted(raw, key=lambda name: raw[name][2])):
        highest = max(highest, min(1.0, raw[name][2] * (len(raw) - place)))
        corrected[name] = highest
    return {name: (before, after, corrected[name]) for name, (before, after, _) in raw.items()}


def _relabelled(result: Result, earlier: Sequence[tuple[str, int, int, str | None]]) -> list[str]:
    """Quotes that had a named speaker and have another name now; a name found or lost is no swap."""
    speakers = {quote[:3]: quote[3] for quote in earlier}
    return [
        f"{result.id}: {document} [{start}:{end}] was {old}'s and is {new}'s now"
        for document, start, end, new in result.quotes
        if (old := speakers.get((document, start, end))) and new and new != old
    ]
