"""The command line: parse, call, show. Exit codes: 0 done, 1 a gate failed or damage found, 2 bad usage or input."""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.assistant import DEFAULT_INDEX, Assistant
from assistant.attribution import statements
from assistant.cli_check import add_check, check_quotes
from assistant.cli_compare import comparison_json, show_comparison
from assistant.cli_filters import add_filters, filters_of
from assistant.cli_text import (
    WIDTH,
    Bars,
    document_json,
    one_line,
    show_answer,
    show_document,
    show_report,
    show_statements,
    show_summary,
)
from assistant.doctor import examine
from assistant.errors import AssistantError, BadInput
from assistant.evaluate import (
    answer_json,
    ask_all,
    falls,
    load_baseline,
    load_questions,
    save_report,
    score,
    turns,
)
from assistant.filters import overlaid
from assistant.models import BUNDLED_ENCODER
from assistant.reading import Outcome, changes_of, check_paths, find_sources, load, shared_worker
from assistant.types import IndexReport, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):  # half a character of a broken file must not end a command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("assistant: stopped; what was finished is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Ask documents a question and get their own words, every quote proved."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, run: Any, text: str, *, as_json: bool = True, with_index: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if with_index:
            made.add_argument(
                "--index",
                type=Path,
                default=DEFAULT_INDEX,
                metavar="DIR",
                help="the index folder (default: %(default)s)",
            )
        if as_json:
            made.add_argument("--json", action="store_true", help="print JSON")
        made.set_defaults(run=run)
        return made

    index = command("index", _index, "build an index or bring it up to date; only what changed is embedded again")
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document or a folder of documents")
    index.add_argument(
        "--encoder",
        default=BUNDLED_ENCODER,
        metavar="MODEL",
        help="a sentence-transformers model, by name or folder (default: the bundled %(default)s)",
    )
    index.add_argument(
        "--passage-tokens",
        type=_positive,
        default=Settings().passage_tokens,
        metavar="N",
        help="target size of a passage (default: %(default)s)",
    )

    index.add_argument(
        "--include",
        action="append",
        default=[],
        metavar="GLOB",
        help="take only files like this, e.g. '*.pdf'; repeatable",
    )
    index.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="leave files like this out, e.g. 'drafts/*'; repeatable",
    )
    index.add_argument("--watch", action="store_true", help="stay, and follow every change of the files until Ctrl-C")

    read = command(
        "read", _read, "show a file as it is read: text, furniture, and what proves each label", with_index=False
    )
    read.add_argument("file", type=Path)

    said = command("statements", _statements, "list who says what in a file, with the evidence", with_index=False)
    said.add_argument("file", type=Path)

    ask = command("ask", _ask, "answer a question with verbatim quotes, or say that the documents do not say")
    ask.add_argument("question")
    add_filters(ask)
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before this one; repeat for several, oldest first",
    )

    compare = command("compare", _compare, "show who says what on a subject, by speaker and side, without a verdict")
    compare.add_argument("question")
    add_filters(compare)
    compare.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before this one; repeat for several, oldest first",
    )

    search = command("search", _search, "list the passages nearest to a query")
    search.add_argument("query")
    add_filters(search)
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many (default: %(default)s)")

    check = command("check", check_quotes, "do these words stand in the documents as quoted? exit code 1 if they don't")
    add_check(check)

    batch = command("batch", _batch, "answer every question of a file (JSONL, CSV or one a line)", as_json=False)
    batch.add_argument("questions", type=Path)
    add_filters(batch)
    batch.add_argument("--output", type=Path, required=True, metavar="ANSWERS.jsonl")

    evaluate = command("eval", _eval, "answer known questions, measure, compare with a baseline")
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

    chat = command("chat", _chat, "open the chat page", as_json=False)
    chat.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    chat.add_argument("--port", type=_positive, default=7860, help="(default: %(default)s)")

    command("doctor", _doctor, "verify every hash and offset of an index and say what to do")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _index(args: argparse.Namespace) -> int:
    check_paths(args.paths)  # before an index is made for nothing
    assistant = Assistant.create(args.index, encoder=args.encoder, settings=Settings(args.passage_tokens))

    def update() -> IndexReport:
        report = assistant.add(args.paths, Bars(), include=args.include, exclude=args.exclude)
        if args.json:
            print(json.dumps(asdict(report), ensure_ascii=False, indent=None if args.watch else 1), flush=True)
        else:
            show_report(report)
        return report

    report = update()
    if args.watch:
        print(f"Watching {', '.join(map(str, args.paths))} (Ctrl-C stops it).", file=sys.stderr, flush=True)
        for _ in changes_of(args.paths, args.index):
            update()
    useless = not (report.added or report.changed or report.unchanged or report.removed)
    return 2 if useless or any(p.is_file() and p.name in report.refused for p in args.paths) else 0


def _read(args: argparse.Namespace) -> int:
    documents, refused = _documents(args.file)
    if args.json:
        found = [document_json(d) for d in documents]
        _print_json(found[0] if len(found) == 1 and not refused else {"documents": found, "refused": dict(refused)})
    else:
        for document in documents:
            show_document(document)
    return 0 if documents else 2


def _statements(args: argparse.Namespace) -> int:
    documents, _ = _documents(args.file)
    found = [(document, statements(document)) for document in documents]
    if args.json:
        _print_json([s._asdict() | ({"document": d.name} if len(found) > 1 else {}) for d, said in found for s in said])
    else:
        for document, said in found:
            show_statements(document, said)
    return 0 if documents else 2


def _documents(file: Path) -> Outcome:
    """The documents of one file; what is refused of it is said on stderr."""
    check_paths([file])
    if file.is_dir():
        raise BadInput(f"{file} is a folder; name one file.")
    (source,) = find_sources([file])
    outcome = shared_worker().read(load(source), source.name, source.metadata)
    for reason in outcome.refused.values():
        print(f"refused: {one_line(reason)}", file=sys.stderr)
    return outcome


def _ask(args: argparse.Namespace) -> int:
    answer = Assistant.open(args.index).ask(args.question, turns(args.after), filters_of(args))
    if args.json:
        _print_json(answer_json(answer))
    else:
        show_answer(answer)
    return 0


def _compare(args: argparse.Namespace) -> int:
    comparison = Assistant.open(args.index).compare(args.question, turns(args.after), filters_of(args))
    if args.json:
        _print_json(comparison_json(comparison))
    else:
        show_comparison(comparison)
    return 0


def _search(args: argparse.Namespace) -> int:
    assistant = Assistant.open(args.index)
    hits = assistant.search(args.query, args.k, filters_of(args))
    texts = [assistant.document(h.passage.document).text[h.passage.start : h.passage.end] for h in hits]
    if args.json:
        _print_json([asdict(h) | {"text": text} for h, text in zip(hits, texts, strict=True)])
        return 0
    for hit, text in zip(hits, texts, strict=True):
        ranks = ", ".join(f"{name} {rank}" for name, rank in sorted(hit.ranks.items()))
        print(
            f"{hit.rank}. {hit.passage.document} [{hit.passage.start}:{hit.passage.end}]  score {hit.score:.4f} ({ranks})"
        )
        print(
            textwrap.fill(text, WIDTH, initial_indent="   ", subsequent_indent="   ", max_lines=4, placeholder=" …")
            + "\n"
        )
    return 0


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


def _chat(args: argparse.Namespace) -> int:
    from assistant.web import serve  # Gradio: seconds to import, needed by no other command

    def ready(url: str) -> None:
        print(f"Open {url} (Ctrl-C stops it).", flush=True)

    serve(Assistant.open(args.index), args.host, args.port, ready=ready)
    return 0


def _doctor(args: argparse.Namespace) -> int:
    findings = list(examine(args.index))
    bad = [f for f in findings if f.problem]
    if args.json:
        _print_json([asdict(f) for f in findings])
    else:
        for f in findings:
            print(
                f"{'DAMAGE' if f.problem else 'ok':8}{f.subject}"
                + (f": {f.problem}" if f.problem else "")
                + (f" ({f.mend})" if f.mend else "")
            )
        print(f"{len(bad)} of {len(findings)} checks failed." if bad else f"All {len(findings)} checks passed.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
