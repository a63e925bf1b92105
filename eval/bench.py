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

from tqdm import tqdm

from assistant import Assistant
from assistant.evaluate import answer_json, ask_all, load_questions

SETS = ("clapnq", "chroma", "xquad_en", "mtrag")
COLUMNS = (
    "hit@1_forced",
    "hit@1",
    "hit@3",
    "hit@5",
    "char_f1@1",
    "chars_per_citation",
    "abstention_f1",
    "auroc_answerable",
    "aurc",
    "verbatim",
    "seconds_p50",
)
RESULTS = Path(__file__).parent / "results" / "bench"


def run(bench: Path, name: str, limit: int | None) -> dict[str, float]:
    """The scorer's metrics for one set."""
    folder = RESULTS / name
    folder.mkdir(parents=True, exist_ok=True)
    bars: dict[str, tqdm[None]] = {}

    def progress(stage: str, done: int, total: int) -> None:
        bar = bars.setdefault(stage, tqdm(total=total, desc=f"{name} {stage}", disable=None))
        bar.update(done - bar.n)

    assistant = Assistant.build([bench / name / "corpus"], folder / "index", progress=progress)
    questions = load_questions(bench / name / "questions.jsonl")[:limit]
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as out:
        for question, answer in ask_all(assistant, questions, lambda done, total: progress("asking", done, total)):
            out.write(json.dumps(answer_json(answer, question.id), ensure_ascii=False) + "\n")
    asked = bench / name / "questions.jsonl"
    if limit:
        asked = folder / "questions.jsonl"
        asked.write_text(
            "".join((bench / name / "questions.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:limit]),
            encoding="utf-8",
        )
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
    metrics: dict[str, float] = json.loads((folder / "score.json").read_text(encoding="utf-8"))["metrics"]
    return metrics


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--limit", type=int, help="only the first N questions of each set")
    args = parser.parse_args()
    if not (args.bench / "score.py").is_file():
        print(f"Skipped: there are no question sets in {args.bench}.")
        return
    print("| set | " + " | ".join(COLUMNS) + " |\n|---" * 1 + "|" + "---|" * (len(COLUMNS) + 1))
    for name in args.sets:
        floor = json.loads((args.bench / name / "baseline_bm25.json").read_text(encoding="utf-8"))["metrics"]
        for label, metrics in ((name, run(args.bench, name, args.limit)), (f"{name}, BM25 floor", floor)):
            cells = (f"{metrics[c]:.3f}" if metrics.get(c) is not None else "–" for c in COLUMNS)
            print(f"| {label} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
