#!/usr/bin/env python3
"""Ask swapped questions, which nothing answers as put, and count how often they are answered as if they were true.

Usage: swaps.py BENCH_FOLDER [--make | --premise] [--sample N] [SET ...]

--make writes 2,000 swapped questions over clapnq, xquad_en, chroma, news_2023q3 (strict) and mtrag, and 200 over
eval/seeds.jsonl, to eval/results/swaps/SET.jsonl (`swap_questions.py` tells how); without it those made before are asked.
Each set's index is eval/results/bench/SET/index. The swaps are asked and the original questions, too: a system that is
always silent fools nobody. --sample asks about N swaps of each set, evenly. Intervals are 95 % bootstraps.
--premise asks nothing: it holds each question against its gold sentences and tells how often each sign of
`assistant/premise/check.py` fires, on the swaps by kind and, wrongly, on the true questions by set.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant import Assistant
from assistant.errors import BadInput
from assistant.evaluation import turns
from assistant.metrics import is_hit
from assistant.premise.check import Premise, Reach, premise
from assistant.ranking import context_of
from assistant.spelling import mend

# how many of the swaps come of each set; the last is beside the 2,000
SETS = {"clapnq": 120, "xquad_en": 1060, "chroma": 684, "news_2023q3": 120, "mtrag": 100, "seeds": 200}
HERE = Path(__file__).parent
RESULTS = HERE / "results"
# kinds left out: no sure answer, or no names that could be found and exchanged
UNSURE = {"news_2023q3": ("silver", "string_only"), "seeds": ("typo",)}


def originals(bench: Path, name: str) -> list[dict[str, Any]]:
    """The questions of a set that have an answer and its place."""
    path = HERE / "seeds.jsonl" if name == "seeds" else bench / name / "questions.jsonl"
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    unsure = UNSURE.get(name, ())
    return [q for q in found if q["answerable"] and q["gold"] and q["kind"] not in unsure]


def corpus_of(bench: Path, name: str) -> Path:
    return HERE.parent / "seeds" if name == "seeds" else bench / name / "corpus"


def ask(assistant: Assistant, question: str, history: list[Any], gold: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether the question was answered, whether its first citation is the gold of the true question, and the words."""
    try:
        answer = assistant.ask(question, turns(history))
    except BadInput as error:
        return {"answered": False, "hit": False, "reason": str(error), "quote": ""}
    best = next(iter(answer.citations or answer.nearest), None)
    places = [(g["document"], g["start"], g["end"]) for g in gold]
    return {
        "answered": not answer.abstained,
        "hit": bool(answer.citations) and best is not None and is_hit((best.document, best.start, best.end), places),
        "confidence": answer.confidence,
        "reason": answer.reason,
        "quote": best.quote if best else "",
    }


def run(bench: Path, name: str, sample: int | None) -> list[dict[str, Any]]:
    """A row a swap and a row an original question of the set, in the order asked."""
    made = RESULTS / "swaps" / f"{name}.jsonl"
    swapped = [json.loads(line) for line in made.read_text(encoding="utf-8").split("\n") if line]
    if sample and len(swapped) > sample:
        swapped = [swapped[i * len(swapped) // sample] for i in range(sample)]
    wanted = {s["original_id"] for s in swapped}
    true = [q | {"kind": "original"} for q in originals(bench, name) if q["id"] in wanted]
    assistant = Assistant.build([corpus_of(bench, name)], RESULTS / "bench" / name / "index")
    rows = []
    for q in tqdm([*swapped, *true], desc=name, disable=None):
        rows.append({"set": name, **q, **ask(assistant, q["question"], q["history"], q["gold"])})
    out = RESULTS / "swaps" / f"{name}_answers.jsonl"
    out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return rows


def signs(found: Premise) -> set[str]:
    """The signs that fire, hard ones by the name of their field."""
    hard = (field.name for field in fields(found) if field.name not in ("names", "numbers", "confirmed"))
    fired = {name for name in hard if getattr(found, name)}
    fired |= {f"name {reach.name} or farther" for reach in (Reach.NEAR, Reach.DOCUMENT) if found.farthest_name >= reach}
    fired |= {
        f"number {reach.name} or farther" for reach in (Reach.NEAR, Reach.NOWHERE) if found.farthest_number >= reach
    }
    return fired | ({"absent"} if found.absent else set()) | ({"contradicted"} if found.contradicted else set())


def fires(bench: Path, name: str) -> list[dict[str, Any]]:
    """A row a swap and a true question of the set: the signs that fire against each gold sentence, fewest first."""
    swapped = [
        json.loads(line) for line in (RESULTS / "swaps" / f"{name}.jsonl").read_text("utf-8").split("\n") if line
    ]
    true = [q | {"kind": f"true, {name}"} for q in originals(bench, name)]
    assistant = Assistant.build([corpus_of(bench, name)], RESULTS / "bench" / name / "index")
    rows = []
    with assistant.index.view() as view:
        for q in tqdm([*swapped, *true], desc=name, disable=None):
            question, found = mend(q["question"], view.store), []
            for gold in q["gold"][:6]:
                document, spans = view.store.document(gold["document"]), view.store.sentences(gold["document"])
                for place, span in enumerate(spans):
                    if is_hit((document.name, *span), [(document.name, gold["start"], gold["end"])]):
                        context = context_of(document.text, spans, place, document.label("title"))
                        found.append(signs(premise(question, span, context, document, view.store)))
            if found:
                rows.append({"kind": q["kind"], "signs": min(found, key=len)})
    return rows


def report_signs(rows: list[dict[str, Any]]) -> None:
    """Print the share of rows on which each sign fires, by kind."""
    names = sorted({sign for row in rows for sign in row["signs"]})
    print("| | n | " + " | ".join(names) + " |\n|---|" + "---|" * (len(names) + 1))
    for kind in sorted({row["kind"] for row in rows}):
        group = [row["signs"] for row in rows if row["kind"] == kind]
        shares = (f"{sum(name in fired for fired in group) / len(group):.3f}" for name in names)
        print(f"| {kind} | {len(group)} | " + " | ".join(shares) + " |")


def share(values: list[bool]) -> str:
    """A share with its bootstrap interval, and of how many."""
    data = np.array(values, dtype=float)
    means = np.random.default_rng(0).choice(data, (2_000, len(data))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{data.mean():.3f} [{low:.3f}, {high:.3f}] ({len(data)})"


def report(rows: list[dict[str, Any]]) -> None:
    """Print swaps answered as if true by set and kind, and originals answered and hit."""
    swapped = [r for r in rows if r["kind"] != "original"]
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in swapped:
        for group in (f"set {row['set']}", f"kind {row['kind']}", "all" if row["set"] != "seeds" else "seeds"):
            groups[group].append(row)
    print("| swaps | answered as if true |\n|---|---|")
    for group in sorted(groups):
        print(f"| {group} | {share([r['answered'] for r in groups[group]])} |")
    print("\n| originals | answered | answered and hit |\n|---|---|---|")
    for name in dict.fromkeys(r["set"] for r in rows):
        true = [r for r in rows if r["set"] == name and r["kind"] == "original"]
        print(f"| {name} | {share([r['answered'] for r in true])} | {share([r['hit'] for r in true])} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--make", action="store_true", help="make the swapped questions anew and ask nothing")
    parser.add_argument("--premise", action="store_true", help="count the premise check's signs and ask nothing")
    parser.add_argument("--sample", type=int, help="ask only about N swaps of each set, evenly")
    args = parser.parse_intermixed_args()
    if not (args.bench / "score.py").is_file():
        print(f"Skipped: there are no question sets in {args.bench}.")
        return
    if args.make:
        from swap_questions import make  # needs spaCy, which asking does not

        (RESULTS / "swaps").mkdir(parents=True, exist_ok=True)
        for name in args.sets:
            made = make(originals(args.bench, name), corpus_of(args.bench, name), SETS[name])
            lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made)
            (RESULTS / "swaps" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
            print(f"{name}: {len(made)} swapped questions")
        return
    if args.premise:
        report_signs([row for name in args.sets for row in fires(args.bench, name)])
        return
    report([row for name in args.sets for row in run(args.bench, name, args.sample)])


if __name__ == "__main__":
    main()
