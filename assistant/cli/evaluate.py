"""`assistant batch` and `assistant eval`: a file of questions, answered or measured."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.command import Commands, command, positive
from assistant.cli.filters import add_filters, filters_of
from assistant.cli.text import Bars
from assistant.errors import BadInput
from assistant.evaluation import (
    FORMATS,
    Comparison,
    Evaluation,
    Question,
    answer_json,
    ask_all,
    compare,
    convert,
    corpus_of,
    drafts,
    evaluated,
    load_baseline,
    load_questions,
    made_with,
    markdown,
    read_answers,
    run,
    save,
)
from assistant.filters.selection import overlaid

TASKS = ("run", "import", "draft")


def add(commands: Commands) -> None:
    """The commands `batch` and `eval`."""
    batch = command(
        commands, "batch", _batch, "answer every question of a file (JSONL, CSV, XLSX or one a line)", as_json=False
    )
    batch.add_argument("questions", type=Path)
    add_filters(batch)
    batch.add_argument("--output", type=Path, required=True, metavar="ANSWERS.jsonl")
    text = "answer known questions and measure; `eval QUESTIONS` is short for `eval run QUESTIONS`"
    tasks = commands.add_parser("eval", help=text, description=text[0].upper() + text[1:] + ".").add_subparsers(
        title="tasks", required=True, metavar="TASK"
    )
    _add_run(tasks)
    text = "turn a public set into documents to index and questions: squad (a file), beir or multihop (a folder)"
    bring = command(tasks, "import", _import, text, as_json=False, with_index=False)
    bring.add_argument("format", choices=sorted(FORMATS))
    bring.add_argument("source", type=Path)
    bring.add_argument("folder", type=Path, help="where corpus/ and questions.jsonl go")
    text = "propose questions about the documents of an index, with gold spans, for a person to review"
    draft = command(tasks, "draft", _draft, text, as_json=False)
    draft.add_argument("--output", type=Path, required=True, metavar="QUESTIONS.jsonl", help="a new file")
    draft.add_argument("--each", type=positive, default=25, metavar="N", help="at most N a kind (default: %(default)s)")


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The command line with the task of `eval` in it: `eval QUESTIONS` is `eval run QUESTIONS`."""
    given = list(arguments)
    if given[:1] == ["eval"] and given[1:] and given[1] not in (*TASKS, "-h", "--help"):
        given.insert(1, "run")
    return given


def _add_run(tasks: Commands) -> None:
    ask = command(tasks, "run", _run, "answer known questions, measure, report, compare with a baseline")
    ask.add_argument("questions", type=Path, help="JSONL, CSV or XLSX (docs/evaluation.md)")
    ask.add_argument(
        "--report", type=Path, metavar="DIR", help="where answers, figures and report go (default: eval/results/NAME)"
    )
    ask.add_argument("--answers", type=Path, metavar="FILE", help="measure these saved answers instead of asking")
    ask.add_argument("--limit", type=positive, metavar="N", help="only the first N questions")
    ask.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="summary.json of an earlier run; exit 1 if this one is worse",
    )
    ask.add_argument("--update-baseline", action="store_true", help="make this run the baseline FILE")


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


def _import(args: argparse.Namespace) -> int:
    made = convert(args.format, args.source, args.folder)
    left_out = f", {made.skipped} without a relevant document left out" if made.skipped else ""
    print(f"{len(made.texts)} documents and {len(made.questions)} questions{left_out}; see {args.folder}.")
    print(f"Next: assistant index {args.folder / 'corpus'}; assistant eval {args.folder / 'questions.jsonl'}")
    return 0


def _draft(args: argparse.Namespace) -> int:
    if args.output.exists():
        raise BadInput(f"{args.output} is there already; name a new file, so that no review is lost.")
    found = drafts(Assistant.open(args.index).documents(), args.each)
    _write(args.output, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found))
    kinds = Counter(row["kind"] for row in found)
    print(f"{len(found)} drafts: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}; see {args.output}.")
    print('Review each, mend or strike it, and set "reviewed" to true: until then `assistant eval` does not score it.')
    return 0


def _run(args: argparse.Namespace) -> int:
    if args.update_baseline and not args.baseline:
        raise BadInput("--update-baseline needs --baseline FILE, which it writes.")
    questions = load_questions(args.questions)[: args.limit]
    if all(q.answerable is None for q in questions):
        raise BadInput(
            f'No question in {args.questions} says whether it is "answerable"; use `assistant batch` for questions without known answers.'
        )
    earlier = load_baseline(args.baseline) if args.baseline and not _new_baseline(args) else None
    folder = args.report or Path("eval") / "results" / args.questions.stem
    assistant = Assistant.open(args.index)
    found = _evaluation(args, questions, folder, assistant)
    against = compare(found.results, earlier) if earlier is not None else None
    save(found, folder, corpus_of(assistant), against)
    summary = (folder / "summary.json").read_text(encoding="utf-8")
    if args.update_baseline:
        _write(args.baseline, summary)
    print(summary if args.json else markdown(found, against), end="")
    if not args.json:
        print(f"\nReport and per-question results: {folder}")
    return _verdict(found, None if args.update_baseline else against)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}).") from error


def _new_baseline(args: argparse.Namespace) -> bool:
    return bool(args.update_baseline and not args.baseline.exists())


def _evaluation(args: argparse.Namespace, questions: list[Question], folder: Path, assistant: Assistant) -> Evaluation:
    bars = Bars()
    made = made_with(assistant, questions)
    if args.answers:
        answers = read_answers(args.answers)
    else:
        asked = [q for q in questions if q.answerable is not None and q.reviewed]
        answers = run(assistant, asked, made, folder / "answers.jsonl", lambda n, total: bars("asking", n, total))
    return evaluated(args.questions.stem, questions, answers, corpus_of(assistant), made)


def _verdict(found: Evaluation, against: Comparison | None) -> int:
    failures = against.failures if against else [f"not proved: {fault}" for r in found.results for fault in r.faults]
    for sentence in failures:
        print(f"assistant: {sentence}.", file=sys.stderr)
    return 1 if failures else 0
