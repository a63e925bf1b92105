#!/usr/bin/env python3
"""Ask the question sets of a folder, measure the answers, report, and write a table.

Usage: bench.py BENCH_FOLDER [SET ...] [--limit N] [--results DIR] [--table FILE.md]

Each set is a folder with corpus/ and questions.jsonl, as the public ones beside the project or what `assistant eval import`
makes. Index, answers, figures and report go to eval/results/bench/SET; a stopped run goes on. Where BENCH_FOLDER has a
score.py, it judges the same answers, and a figure that differs ends the run. `--table` puts the table between the marks
"<!-- bench -->" of a Markdown file. Nothing of the sets is copied into the project; where they are absent this says so
and ends well.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from assistant import Assistant
from assistant.cli.text import Bars
from assistant.evaluation import Evaluation, Question, corpus_of, evaluated, load_questions, made_with, run, save
from assistant.evaluation.markdown import figure, table

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "bench"
KINDS = {"news_2023q3": ("strict", "no_string")}  # the other kinds have no sure answer
COLUMNS = """correct wrong silent hit@1 hit@3 hit@5 answer_in_quote@1 answer_in_quote@3 char_f1 char_f1@1 char_recall char_iou
    sentence_f1 citation_precision chars_per_citation retrieved_recall@10 retrieved_ndcg@10 abstention_f1 auroc_answerable aurc
    coverage@p90 coverage@p95 calibration_error verbatim seconds_p50 seconds_p95""".split()
MARK = "<!-- bench -->"


def sets_of(bench: Path) -> list[str]:
    """The question sets of a folder."""
    return sorted(p.parent.name for p in bench.glob("*/questions.jsonl") if (p.parent / "corpus").is_dir())


def questions_of(folder: Path, limit: int | None) -> list[Question]:
    """The first questions of a set of the kinds that are asked."""
    kinds = KINDS.get(folder.name)
    return [q for q in load_questions(folder / "questions.jsonl") if not kinds or q.kind in kinds][:limit]


def measured(folder: Path, results: Path, limit: int | None) -> Evaluation:
    """One set asked and measured; its files lie in `results`/SET."""
    into, bars = results / folder.name, Bars()
    assistant = Assistant.build([folder / "corpus"], into / "index", progress=bars)
    questions = questions_of(folder, limit)
    made = made_with(assistant, questions)
    answers = run(
        assistant, questions, made, into / "answers.jsonl", lambda done, total: bars(folder.name, done, total)
    )
    corpus = corpus_of(assistant)
    found = evaluated(folder.name, questions, answers, corpus, made)
    save(found, into, corpus)
    return found


def judge(folder: Path, found: Evaluation, into: Path) -> None:
    """Hold our figures against the folder's own scorer; ends the run where one differs by more than its rounding."""
    scorer = folder.parent / "score.py"
    if not scorer.is_file():
        return
    asked, chosen = into / "questions.jsonl", {q.id for q in found.questions}
    lines = [x for x in (folder / "questions.jsonl").read_text(encoding="utf-8").split("\n") if x]
    asked.write_text("".join(f"{x}\n" for x in lines if json.loads(x)["id"] in chosen), encoding="utf-8")
    command = [
        sys.executable,
        scorer,
        asked,
        into / "answers.jsonl",
        "--corpus",
        folder / "corpus",
        "--json",
        into / "score.json",
    ]
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)
    outside = json.loads((into / "score.json").read_text(encoding="utf-8"))["metrics"]
    apart = [n for n, v in outside.items() if v is not None and not math.isclose(v, found.summary[n], abs_tol=1e-6)]
    if apart:
        sys.exit(f"{folder.name}: the set's scorer has other figures for {', '.join(apart)}.")


def floor_of(folder: Path) -> dict[str, Any]:
    """The published floor of a set, of the kinds that are asked where there is one; empty where none is published."""
    strict = folder / "baseline_bm25_strict.json"
    path = strict if folder.name in KINDS and strict.is_file() else folder / "baseline_bm25.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {"metrics": {}}


def figures(found: list[tuple[Evaluation, dict[str, Any]]]) -> str:
    """The table of all sets beside their floors."""
    header = ["measure", *(cell for one, _ in found for cell in (f"{one.name} ({len(one.results)})", "floor"))]
    rows = []
    for column in COLUMNS:
        cells = []
        for one, floor in found:
            cells.append(figure(one.summary.get(column, math.nan), one.intervals.get(column)))
            value = floor["metrics"].get(column)
            cells.append("–" if value is None else figure(value, floor.get("ci95", {}).get(column)))
        rows.append((f"`{column}`", *cells))
    return table(header, rows)


def heading(limit: int | None, found: list[Evaluation], script: str = "eval/bench.py") -> str:
    """When, at which commit and with which settings it was measured."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    asked = f"the first {limit} questions of each set" if limit else "all questions"
    size = found[0].made_with["index"]["passage_tokens"]
    return (
        f"Measured on {datetime.date.today().isoformat()} at commit {commit} by `{script}`: {asked}, passages of {size} tokens, "
        "bundled models; 95 % bootstrap intervals in brackets."
    )


def put(path: Path, text: str) -> None:
    """Put `text` between the marks of a Markdown file, or behind it where there are none."""
    whole = path.read_text(encoding="utf-8") if path.exists() else ""
    before, _, rest = whole.partition(MARK)
    after = rest.partition(MARK)[2]
    path.write_text(f"{before.rstrip()}\n\n{MARK}\n\n{text}\n\n{MARK}{after or chr(10)}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--limit", type=int, help="only the first N questions of each set")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where indexes, answers and reports go")
    parser.add_argument("--table", type=Path, metavar="FILE.md", help="put the table into this file, too")
    args = parser.parse_args()
    names = args.sets or (sets_of(args.bench) if args.bench.is_dir() else [])
    if not names:
        print(f"Skipped: there are no question sets in {args.bench} (docs/benchmarks.md says where the originals are).")
        return
    found = []
    for name in names:
        one = measured(args.bench / name, args.results, args.limit)
        judge(args.bench / name, one, args.results / name)
        found.append((one, floor_of(args.bench / name)))
    text = f"{heading(args.limit, [one for one, _ in found])}\n\n{figures(found)}"
    print(text)
    if args.table:
        put(args.table, text)


if __name__ == "__main__":
    main()
