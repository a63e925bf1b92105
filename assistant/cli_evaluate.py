"""`assistant batch` and `assistant eval`: a file of questions, answered or measured."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli_command import Commands, command
from assistant.cli_filters import add_filters, filters_of
from assistant.cli_text import Bars, show_summary
from assistant.errors import BadInput
from assistant.evaluate import answer_json, ask_all, falls, load_baseline, load_questions, save_report, score
from assistant.filters import overlaid


def add(commands: Commands) -> None:
    """The commands `batch` and `eval`."""
    batch = command(
        commands, "batch", _batch, "answer every question of a file (JSONL, CSV or one a line)", as_json=False
    )
    batch.add_argument("questions", type=Path)
    add_filters(batch)
    batch.add_argument("--output", type=Path, required=True, metavar="ANSWERS.jsonl")
    evaluate = command(commands, "eval", _eval, "answer known questions, measure, compare with a baseline")
    evaluate.add_argument("questions", type=Path)
    evaluate.add_argument(
        "--report", type=Path, metavar="DIR", help="where answers, results and summary go (default: eval/results/NAME)"
    )
    evaluate.add_argument(
        "--baseline", type=Path, metavar="FILE", help="an earlier summary.json; exit 1 if a measure fell below it"
    )
    evaluate.add_argument(
        "--tolerance", type=float, default=0.0, metavar="X", help="how far a measure may fall (default: %(default)s)"
    )


def _batch(args: argparse.Namespace) -> int:
    within = filters_of(args)
    questions = [replace(q, filters=overlaid(within, q.filters)) for q in load_questions(args.questions)]
    assistant, bars = Assistant.open(args.index), Bars()
    try:
        with args.output.open("w", encoding="utf-8") as out:
            for question, answer in ask_all(assistant, questions, lambda done, total: bars("asking", done, total)):
                out.write(json.dumps(answer_json(answer, question.id), ensure_ascii=False) + "\n")
                out.flush()
    except OSError as error:
        raise BadInput(f"{args.output} cannot be written ({error.strerror}).") from error
    print(f"{len(questions)} questions answered; see {args.output}.")
    return 0


def _eval(args: argparse.Namespace) -> int:
    questions = [q for q in load_questions(args.questions) if q.answerable is not None]
    if not questions:
        raise BadInput(
            f'No question in {args.questions} says whether it is "answerable"; use `assistant batch` for questions without known answers.'
        )
    baseline = load_baseline(args.baseline) if args.baseline else {}
    assistant, bars = Assistant.open(args.index), Bars()
    pairs = list(ask_all(assistant, questions, lambda done, total: bars("asking", done, total)))
    results = [score(q, a, assistant) for q, a in pairs]
    folder = args.report or Path("eval") / "results" / args.questions.stem
    summary = save_report(folder, pairs, results, assistant.fingerprint())
    worse = falls(summary, baseline, args.tolerance)
    if args.json:
        print((folder / "summary.json").read_text(encoding="utf-8"), end="")
    else:
        show_summary(summary, results, pairs)
        print(f"\nPer-question results: {folder}")
    for sentence in worse:
        print(f"assistant: {sentence}.", file=sys.stderr)
    return 1 if worse else 0
