#!/usr/bin/env python3
"""Ask the public question sets, judge the answers with the sets' own scorer, print a table.

Usage: bench.py BENCH_FOLDER [SET ...] [--limit N]

BENCH_FOLDER holds one folder a set (corpus/, questions.jsonl, baseline_bm25.json) and score.py. Indexes and answers
go to eval/results/bench/SET; nothing of the sets is copied into the project. Where the folder is absent this says so
and ends well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant import Assistant
from assistant.evaluation import answer_json, ask_all, load_questions

SETS = ("clapnq", "chroma", "xquad_en", "mtrag", "news_2023q3")
KINDS = {"news_2023q3": "strict,no_string"}  # the other kinds have no sure answer
COLUMNS = (
    "hit@1_forced",
    "hit@1",
    "hit@3",
    "hit@5",
    "answer_in_quote@1",
    "answer_in_quote@3",
    "char_f1",
    "char_f1@1",
    "char_recall",
    "char_iou",
    "chars_per_citation",
    "abstention_f1",
    "auroc_answerable",
    "aurc",
    "coverage@p95",
    "verbatim",
    "seconds_p50",
)
RESULTS = Path(__file__).parent / "results" / "bench"


def run(bench: Path, name: str, limit: int | None) -> dict[str, Any]:
    """What the scorer says of one set: "metrics" and their 95 % intervals, "ci95"."""
    folder = RESULTS / name
    folder.mkdir(parents=True, exist_ok=True)
    bars: dict[str, tqdm[None]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        bar = bars.setdefault(stage, tqdm(total=total, desc=f"{name} {stage}", disable=None))
        bar.update(done - bar.n)

    assistant = Assistant.build([bench / name / "corpus"], folder / "index", progress=progress)
    kinds = KINDS.get(name, "").split(",")
    questions = [q for q in load_questions(bench / name / "questions.jsonl") if kinds == [""] or q.kind in kinds][
        :limit
    ]
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as out:
        for question, answer in ask_all(assistant, questions, lambda done, total: progress("asking", done, total)):
            out.write(json.dumps(answer_json(answer, question.id), ensure_ascii=False) + "\n")
    chosen = {q.id for q in questions}
    lines = (bench / name / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    asked = folder / "questions.jsonl"
    asked.write_text("".join(f"{x}\n" for x in lines if x and json.loads(x)["id"] in chosen), encoding="utf-8")
    command = [
        sys.executable,
        bench / "score.py",
        asked,
        folder / "answers.jsonl",
        "--corpus",
        bench / name / "corpus",
        "--json",
        folder / "score.json",
    ]
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)
    scored: dict[str, Any] = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    return scored


def floor_of(folder: Path) -> dict[str, Any]:
    """The published floor of a set, of the kinds that are asked where there is one."""
    strict = folder / "baseline_bm25_strict.json"
    path = strict if folder.name in KINDS and strict.is_file() else folder / "baseline_bm25.json"
    floor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return floor


def cell(scored: dict[str, Any], column: str) -> str:
    """A figure with its 95 % interval."""
    value, between = scored["metrics"].get(column), scored.get("ci95", {}).get(column)
    if value is None:
        return "–"
    return f"{value:.3f}" + (f" [{between[0]:.3f}, {between[1]:.3f}]" if between else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--limit", type=int, help="only the first N questions of each set")
    args = parser.parse_args()
    if not (args.bench / "score.py").is_file():
        print(f"Skipped: there are no question sets in {args.bench}.")
        return
    print(
        "| measure | "
        + " | ".join(f"{name} | floor" for name in args.sets)
        + " |\n|---"
        + "|---" * 2 * len(args.sets)
        + "|"
    )
    scored = [s for name in args.sets for s in (run(args.bench, name, args.limit), floor_of(args.bench / name))]
    for column in COLUMNS:
        print(f"| {column} | " + " | ".join(cell(s, column) for s in scored) + " |")


if __name__ == "__main__":
    main()
