#!/usr/bin/env python3
"""Fit the weights of assistant/confidence.py: is the best sentence an answer at all?

Usage: fit_confidence.py BENCH_FOLDER

Logistic regression (L2, C=1) on the evidence for the best sentence of every question of eval/seeds.jsonl and of the
public sets clapnq and mtrag, each set weighing the same, three quarters of it on the
answerable (people ask of a corpus what it is about); eval/seeds_holdout.jsonl is only
looked at. Prints AUROC per set and the lines to paste.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant import Assistant
from assistant.answer import ranking, weigh
from assistant.assistant import PASSAGES
from assistant.evaluate import load_questions
from assistant.followups import readings
from assistant.metrics import auroc
from assistant.ranking import candidates
from assistant.retrieve import retrieve
from assistant.spelling import mend

HERE = Path(__file__).parent
NO_EVIDENCE = (0.3, -5.0, 0.0, 0, 0, 0)


def rows(corpus: Path, questions: Path, index: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features (n, 6), answerable (n,), kinds."""
    assistant = Assistant.build([corpus], index)
    features, answerable, kinds = [], [], []
    for q in tqdm(load_questions(questions), desc=str(questions), disable=None):
        with assistant.index.view() as view:
            understood = readings(mend(q.question, view.store), q.history)
            hits = retrieve(view, assistant.encoder, " ".join(r[0] for r in understood), PASSAGES)
            sentences, _ = candidates(understood, hits, view.store)
            ranked, reading, _ = ranking(understood, sentences, assistant)
            found = weigh(reading, ranked, view.store)
        features.append(found.features() if found else NO_EVIDENCE)
        answerable.append(bool(q.answerable))
        kinds.append(q.kind)
    return np.array(features, dtype=float), np.array(answerable), kinds


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bench, results = Path(sys.argv[1]), HERE / "results" / "bench"
    sets = {
        "seeds": rows(HERE.parent / "seeds", HERE / "seeds.jsonl", results / "seeds" / "index"),
        "clapnq": rows(bench / "clapnq" / "corpus", bench / "clapnq" / "questions.jsonl", results / "clapnq" / "index"),
        "mtrag": rows(bench / "mtrag" / "corpus", bench / "mtrag" / "questions.jsonl", results / "mtrag" / "index"),
        "holdout": rows(HERE.parent / "seeds", HERE / "seeds_holdout.jsonl", results / "seeds" / "index"),
    }
    (results / "features.json").write_text(
        json.dumps({k: [v[0].tolist(), v[1].tolist(), v[2]] for k, v in sets.items()})
    )
    fitted = [v for k, v in sets.items() if k != "holdout"]
    x, y = np.concatenate([f for f, _, _ in fitted]), np.concatenate([a for _, a, _ in fitted])
    weight = (
        np.concatenate([np.where(a, 0.75 / a.sum(), 0.25 / (~a).sum()) for _, a, _ in fitted]) * len(y) / len(fitted)
    )
    model = LogisticRegression(C=1.0, max_iter=1000).fit(x, y, sample_weight=weight)
    print("WEIGHTS = (" + ", ".join(f"{w:.3f}" for w in model.coef_[0]) + f")\nBIAS = {model.intercept_[0]:.3f}")
    for name, (f, a, kinds) in sets.items():
        sure = model.predict_proba(f)[:, 1]
        parts = {
            k: round(auroc(sure[a | (np.array(kinds) == k)], a[a | (np.array(kinds) == k)]), 3)
            for k in dict.fromkeys(np.array(kinds)[~a])
        }
        silent = sure < 0.5
        print(
            f"{name}: AUROC {auroc(sure, a):.3f} (verdict alone {auroc(f[:, 1], a):.3f}) {parts}; silent on {silent[a].mean():.2f} of answerable, {silent[~a].mean():.2f} of others"
        )


if __name__ == "__main__":
    main()
