#!/usr/bin/env python3
"""Fit the weights of assistant/confidence.py: is the best sentence an answer at all?

Usage: fit_confidence.py BENCH_FOLDER

Logistic regression (L2, C=1) on the evidence for the best sentence of questions: those of eval/seeds.jsonl, clapnq,
mtrag, xquad_en and chroma (at most as many as `SETS` says, evenly taken), and of the swapped questions that
`eval/swaps.py --make` made of them, which nothing answers. Each set weighs the same, the seeds double, three quarters of it on
the answerable (people ask of a corpus what it is about). eval/seeds_holdout.jsonl is only looked at. What is decided
without confidence (`Evidence.decided`, another's words) is left out. Prints AUROC and silence per set and the
lines to paste.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant import Assistant
from assistant.answer import ranking, weigh
from assistant.assistant import PASSAGES
from assistant.evaluation import load_questions, turns
from assistant.followups import readings
from assistant.metrics import auroc
from assistant.ranking import candidates
from assistant.retrieve import retrieve
from assistant.spelling import mend
from assistant.types import Turn

HERE = Path(__file__).parent
RESULTS = HERE / "results"
# questions and swapped questions of each set
SETS = {"seeds": (160, 195), "clapnq": (180, 78), "mtrag": (203, 50), "xquad_en": (300, 100), "chroma": (300, 60)}
DOUBLE = "seeds"  # the set that weighs as much as two: questions of the kind the assistant is made for
ANSWERABLE = 0.75  # weight of the answerable in each set


class Row(NamedTuple):
    """The evidence for the best sentence of one question; `kind` is that of the set or "swap: …"."""

    features: tuple[float, ...]
    answerable: bool
    kind: str


def rows(corpus: Path, index: Path, asked: Sequence[tuple[str, Sequence[Turn], bool, str]]) -> list[Row]:
    """One row a question (wording, history, answerable, kind) that is not decided without confidence."""
    assistant = Assistant.build([corpus], index)
    found = []
    for question, history, answerable, kind in tqdm(asked, desc=str(index.parent.name), disable=None):
        with assistant.index.view() as view:
            understood = readings(mend(question, view.store), history)
            hits = retrieve(view, assistant.encoder, " ".join(r[0] for r in understood), PASSAGES)
            sentences, _ = candidates(understood, hits, view.store)
            ranked, reading, _ = ranking(understood, sentences, view.store, assistant)
            weighed = weigh(reading, ranked, view.store)
        if weighed and not weighed.decided:
            found.append(Row(weighed.features(), answerable, kind))
    return found


def evenly(items: Sequence[Any], most: int) -> list[Any]:
    return [items[int(i)] for i in np.linspace(0, len(items) - 1, min(most, len(items)))] if items else []


def asked_of(questions: Path, swaps: Path, most: tuple[int, int]) -> list[tuple[str, Sequence[Turn], bool, str]]:
    """The questions of a set, and swapped ones, whose answer nothing holds."""
    known = [(q.question, q.history, bool(q.answerable), q.kind) for q in load_questions(questions)]
    lines = swaps.read_text(encoding="utf-8").split("\n") if swaps.is_file() else []
    made = [json.loads(line) for line in lines if line]
    swapped = [(s["question"], turns(s["history"]), False, f"swap: {s['kind']}") for s in made]
    return evenly(known, most[0]) + evenly(swapped, most[1])


def weights_of(rows: Sequence[Row]) -> list[float]:
    """So that a set sums to 1, `ANSWERABLE` of it on the answerable."""
    yes = sum(r.answerable for r in rows)
    return [ANSWERABLE / yes if r.answerable else (1 - ANSWERABLE) / (len(rows) - yes) for r in rows]


def report(name: str, rows: Sequence[Row], model: LogisticRegression) -> None:
    sure = model.predict_proba(np.array([r.features for r in rows]))[:, 1]
    yes, swap = np.array([r.answerable for r in rows]), np.array([r.kind.startswith("swap") for r in rows])
    parts = []
    for label, those in (("unanswerable", ~yes & ~swap), ("swaps", swap)):
        if those.any():
            both = yes | those
            parts.append(f"{label}: AUROC {auroc(sure[both], yes[both]):.3f}, silent {(sure[those] < 0.5).mean():.2f}")
    print(f"{name}: silent on {(sure[yes] < 0.5).mean():.2f} of the answerable; " + "; ".join(parts))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bench = Path(sys.argv[1])
    seeds, index = HERE.parent / "seeds", RESULTS / "bench"
    sets = {}
    for name, most in SETS.items():
        corpus = seeds if name == "seeds" else bench / name / "corpus"
        questions = HERE / "seeds.jsonl" if name == "seeds" else bench / name / "questions.jsonl"
        sets[name] = rows(
            corpus, index / name / "index", asked_of(questions, RESULTS / "swaps" / f"{name}.jsonl", most)
        )
    fitted = [r for found in sets.values() for r in found]
    weight = np.array([w * (1 + (name == DOUBLE)) for name, found in sets.items() for w in weights_of(found)])
    model = LogisticRegression(C=1.0, max_iter=1000)
    model.fit(
        np.array([r.features for r in fitted]),
        [r.answerable for r in fitted],
        sample_weight=weight * len(fitted) / weight.sum(),
    )
    print("WEIGHTS = (" + ", ".join(f"{w:.3f}" for w in model.coef_[0]) + f")\nBIAS = {model.intercept_[0]:.3f}")
    held_out = asked_of(HERE / "seeds_holdout.jsonl", Path("none"), (1000, 0))
    for name, found in (sets | {"held out": rows(seeds, index / "seeds" / "index", held_out)}).items():
        report(name, found, model)


if __name__ == "__main__":
    main()
