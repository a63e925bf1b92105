"""`assistant index` and `assistant doctor`: an index is built, kept up to date, examined."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.command import Commands, command, positive, print_json
from assistant.cli.text import Bars, show_report
from assistant.doctor import examine
from assistant.models import BUNDLED_ENCODER
from assistant.reading import changes_of, check_paths
from assistant.types import IndexReport, Settings


def add(commands: Commands) -> None:
    """The commands `index` and `doctor`."""
    index = command(
        commands, "index", _index, "build an index or bring it up to date; only what changed is embedded again"
    )
    index.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document or a folder of documents")
    index.add_argument(
        "--encoder",
        default=BUNDLED_ENCODER,
        metavar="MODEL",
        help="a sentence-transformers model, by name or folder (default: the bundled %(default)s)",
    )
    index.add_argument(
        "--passage-tokens",
        type=positive,
        default=Settings().passage_tokens,
        metavar="N",
        help="target size of a passage (default: %(default)s)",
    )
    for option, text in (
        ("--include", "take only files like this, e.g. '*.pdf'; repeatable"),
        ("--exclude", "leave files like this out, e.g. 'drafts/*'; repeatable"),
    ):
        index.add_argument(option, action="append", default=[], metavar="GLOB", help=text)
    index.add_argument("--watch", action="store_true", help="stay, and follow every change of the files until Ctrl-C")
    command(commands, "doctor", _doctor, "verify every hash and offset of an index and say what to do")


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
        with contextlib.suppress(
            KeyboardInterrupt
        ):  # Ctrl-C ends a watch well, also amid an update, which is then undone
            for _ in changes_of(args.paths, args.index):
                update()
    useless = not (report.added or report.changed or report.unchanged or report.removed)
    return 2 if useless or any(p.is_file() and p.name in report.refused for p in args.paths) else 0


def _doctor(args: argparse.Namespace) -> int:
    findings = list(examine(args.index))
    bad = [f for f in findings if f.problem]
    if args.json:
        print_json([asdict(f) for f in findings])
    else:
        for f in findings:
            print(
                f"{'DAMAGE' if f.problem else 'ok':8}{f.subject}"
                + (f": {f.problem}" if f.problem else "")
                + (f" ({f.mend})" if f.mend else "")
            )
        print(f"{len(bad)} of {len(findings)} checks failed." if bad else f"All {len(findings)} checks passed.")
    return 1 if bad else 0
