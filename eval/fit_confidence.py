#!/usr/bin/env python3
"""Fit the weights of assistant/confidence.py: is the best sentence an answer at all?

Usage: fit_confidence.py BENCH_FOLDER [--gather SET ...]

With --gather the questions of those sets (all: see `SETS`) are put to the engine up to the judge, and what is known of the best sentence
is written to eval/results/confidence/SET.jsonl. Without it those files are fitted: logistic regression (L2, C=1) on the evidence
for the best sentence. `fit` is eval/dossiers_fit.jsonl as written.py lays it out in BENCH_FOLDER, with documents that no model was trained
on; the swapped questions are those that `eval/swaps.py --make` made; of xquad_en and chroma only the eighth of the questions is taken
that ranker and judge have not learned from. Each set has its `WEIGHT`, `ANSWERABLE` of it on the answerable
(people ask of a corpus what it is about). The other seeds' sets are only looked at. What is decided without confidence
(`Evidence.decided`, another's words) is left out. Then what counts more the more is searched (`BROAD`) is fitted on the sets with more
than `FEW` passages and on `mixed`, questions on the seeds asked of these among 200 news articles, the weights in use held fast (the same
L2, each fact divided by its spread). Prints AUROC and silence per set, with what was fitted now, and the lines to paste.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from held_out import held_out
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant import Assistant
from assistant.answer import passages_searched, ranking, weigh
from assistant.assistant import PASSAGES, understand
from assistant.confidence import BIAS, WEIGHTS
from assistant.dialogue import quoted_before
from assistant.evaluation import Question, load_questions, turns
from assistant.filters.asked import asked
from assistant.filters.selection import Demand, select
from assistant.followups.readings import focus
from assistant.metrics import auroc
from assistant.ranking import candidates
from assistant.retrieve import retrieve
from assistant.types import Turn

HERE = Path(__file__).parent
READ = HERE / "seeds_read"
RESULTS = HERE / "results"
SEEDS = HERE.parent / "seeds"
# questions and swapped questions of each set, evenly taken; and what it weighs in the fit
SETS = {
    "fit": (360, 0),
    "seeds": (160, 100),
    "clapnq": (120, 40),
    "mtrag": (120, 30),
    "xquad_en": (100, 60),
    "chroma": (69, 50),
}
MIXED = "mixed"  # a set for `BROAD` alone: these questions, whose documents stand among every fourth article
MIXED_QUESTIONS = ("37", "38")  # of eval/seeds_read
EVERY, ARTICLES = 4, 200
LEARNED = ("xquad_en", "chroma")  # of these an eighth was held out
WEIGHT = {"fit": 2.0, "seeds": 2.0, "clapnq": 1.0, "mtrag": 1.0, "xquad_en": 1.0, "chroma": 1.0, "mixed": 0.5}
LOOKED_AT = ("09", "10")  # of eval/seeds_read
RAISED = 0.24  # of the bias in use (docs/judge.md)
ANSWERABLE = 0.7  # weight of the answerable in each set


def history_of(q: Question, assistant: Assistant) -> list[Turn]:
    """The turns before the question; where the last has no answer, the assistant's first quote to it."""
    history = list(q.history)
    if history and history[-1].role == "user":
        answer = assistant.ask(history[-1].content, history[:-1], q.filters)
        history += [Turn("assistant", c.quote) for c in answer.citations[:1]]
    return history


def row(q: Question, assistant: Assistant) -> dict[str, Any]:
    """What is known of the best sentence for a question."""
    history = history_of(q, assistant)
    with assistant.index.view() as view:
        understood = understand(q.question, history, view.store)
        chosen = select([Demand.of(q.filters, view.store), *asked(understood[0][0], view.store)], view)
        hits = retrieve(view, assistant.encoder, " ".join(r[0] for r in understood), PASSAGES, chosen.among)
        found, _ = candidates(understood, hits, view.store, chosen.admits)
        leant_on = focus(q.question, history)
        before = quoted_before(leant_on, found, view.store) if leant_on else []
        ranked, reading, _ = ranking(understood, found, view.store, assistant, leant_on, before)
        weighed = weigh(reading, ranked, view.store, passages_searched(chosen, view.store))
    known = {"id": q.id, "kind": q.kind, "answerable": q.answerable}
    if weighed is None:
        return known | {"decided": True}
    return known | {"features": weighed.features(), "broad": weighed.broad(), "decided": weighed.decided}


def evenly(items: Sequence[Any], most: int) -> list[Any]:
    return [items[int(i)] for i in np.linspace(0, len(items) - 1, min(most, len(items)))] if items else []


def unseen(name: str, items: Sequence[Question]) -> list[Question]:
    """Those that the models have not learned from; the id of a swapped question begins with its own."""
    return [q for q in items if name not in LEARNED or held_out(q.id.partition("+")[0])]


def articles(bench: Path) -> list[Path]:
    """The news articles among which the seeds are put."""
    return sorted((bench / "news_2023q3" / "corpus").glob("*.txt"))[EVERY - 1 :: EVERY][:ARTICLES]


def gather(bench: Path, name: str) -> None:
    """Write eval/results/confidence/`name`.jsonl."""
    corpus, questions = [bench / name / "corpus"], [bench / name / "questions.jsonl"]
    index = RESULTS / "bench" / name / "index"
    if name == "seeds" or name in LOOKED_AT:
        own = HERE / "seeds.jsonl" if name == "seeds" else READ / f"{name}.jsonl"
        corpus, questions, index = [SEEDS], [own], RESULTS / "bench" / "seeds" / "index"
    if name == MIXED:
        corpus, questions = [SEEDS, *articles(bench)], [READ / f"{part}.jsonl" for part in MIXED_QUESTIONS]
    most = SETS.get(name, (1_000, 0))
    known = [q for path in questions for q in load_questions(path) if q.kind != "standalone"]
    swaps = RESULTS / "swaps" / f"{name}.jsonl"
    made = [json.loads(line) for line in swaps.read_text(encoding="utf-8").split("\n") if line] if most[1] else []
    swapped = [Question(s["id"], s["question"], turns(s["history"]), f"swap: {s['kind']}", False) for s in made]
    assistant = Assistant.build(corpus, index)
    out = RESULTS / "confidence" / f"{name}.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        row(q, assistant)
        for q in tqdm(
            evenly(unseen(name, known), most[0]) + evenly(unseen(name, swapped), most[1]), desc=name, mininterval=10
        )
    ]
    out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


def gathered(name: str) -> list[dict[str, Any]]:
    """The rows of a set that are not decided without confidence."""
    path = RESULTS / "confidence" / f"{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [r for r in rows if not r["decided"]]


def weights_of(rows: Sequence[dict[str, Any]]) -> list[float]:
    """So that a set sums to 1, `ANSWERABLE` of it on the answerable."""
    yes = sum(r["answerable"] for r in rows)
    no = len(rows) - yes
    return [ANSWERABLE / yes if r["answerable"] else (1 - ANSWERABLE) / no for r in rows]


def weighed_rows(sets: Mapping[str, Sequence[dict[str, Any]]]) -> tuple[list[dict[str, Any]], NDArray[np.float64]]:
    """All rows, and what each weighs."""
    rows = [r for found in sets.values() for r in found]
    weight = np.array([w * WEIGHT[name] for name, found in sets.items() for w in weights_of(found)])
    return rows, weight * len(rows) / weight.sum()


def fit_broad(sets: Mapping[str, Sequence[dict[str, Any]]]) -> NDArray[np.float64]:
    """The weights of `Evidence.broad`, on the rows where it is not all 0; those of its features stay as they are in use."""
    rows, weight = weighed_rows({name: found for name, found in sets.items() if any(r["broad"][0] for r in found)})
    sign = 2.0 * np.array([r["answerable"] for r in rows]) - 1
    known = np.array([r["features"] for r in rows]) @ np.array(WEIGHTS) + BIAS - RAISED
    facts = np.array([r["broad"] for r in rows])
    spread = facts.std(axis=0)

    def loss(scaled: NDArray[np.float64]) -> float:
        told = known + facts / spread @ scaled
        return float((weight * np.logaddexp(0, -sign * told)).sum() + scaled @ scaled / 2)

    return np.asarray(minimize(loss, np.zeros(facts.shape[1])).x / spread)


def report(name: str, rows: Sequence[dict[str, Any]], model: LogisticRegression, broad: NDArray[np.float64]) -> None:
    told = (
        model.decision_function(np.array([r["features"] for r in rows])) + np.array([r["broad"] for r in rows]) @ broad
    )
    yes = np.array([r["answerable"] for r in rows])
    swap = np.array([r["kind"].startswith("swap") for r in rows])
    said = []
    for label, those in (("unanswerable", ~yes & ~swap), ("swaps", swap)):
        if those.any():
            both = yes | those
            said.append(
                f"{label} ({those.sum()}): AUROC {auroc(told[both], yes[both]):.3f}, silent {(told[those] < 0).mean():.2f}"
            )
    print(f"{name}: silent on {(told[yes] < 0).mean():.2f} of the answerable ({yes.sum()}); " + "; ".join(said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--gather", nargs="*", metavar="SET")
    args = parser.parse_args()
    if args.gather is not None:
        for name in args.gather or (*SETS, MIXED, *LOOKED_AT):
            gather(args.bench, name)
        return
    sets = {name: gathered(name) for name in SETS}
    fitted, weight = weighed_rows(sets)
    model = LogisticRegression(C=1.0, max_iter=1000)
    features = np.array([r["features"] for r in fitted])
    model.fit(features, [r["answerable"] for r in fitted], sample_weight=weight)
    broad = fit_broad(sets | {MIXED: gathered(MIXED)})
    print("WEIGHTS = (" + ", ".join(f"{w:.3f}" for w in model.coef_[0]) + f")\nBIAS = {model.intercept_[0]:.3f}")
    print("BROAD = (" + ", ".join(f"{w:.3f}" for w in broad) + ")")
    for name in (*SETS, *LOOKED_AT):
        report(name, sets.get(name) or gathered(name), model, broad)


if __name__ == "__main__":
    main()
