"""The option `--format` of the commands whose results can be cited."""

from __future__ import annotations

import argparse
import sys

from assistant.assistant import Assistant
from assistant.check_forms import verdict_told
from assistant.errors import BadInput
from assistant.export import FORMATS, TEXTS, export
from assistant.types import Answer, QuoteCheck


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form in which the quotes are printed."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        metavar="FORM",
        help=f"print the quotes to cite them: {', '.join(FORMATS)}; a verdict, or why there are none, goes to stderr",
    )


def print_exported(found: Answer | QuoteCheck, args: argparse.Namespace, assistant: Assistant) -> None:
    """The quotes of `found` in the form asked for. Raises BadInput."""
    if args.json:
        raise BadInput("--json and --format are two forms; name one.")
    text = export(found, args.format, assistant)
    print(text)
    if isinstance(found, QuoteCheck) and not found.true:
        print(verdict_told(found), file=sys.stderr)
    elif isinstance(found, Answer) and found.abstained and args.format not in (*TEXTS, "bundle"):
        print(found.reason, file=sys.stderr)
