"""What the commands share: how one is added, numbers as options, JSON as output."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from assistant.assistant import DEFAULT_INDEX

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `add_subparsers` gives; each `cli_*` module with commands has an `add(commands)`."""


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    *,
    as_json: bool = True,
    with_index: bool = True,
) -> argparse.ArgumentParser:
    """Add the command `name`, told in the help by `text`; `run` gets its arguments and returns the exit code."""
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


def add_after(parser: argparse.ArgumentParser) -> None:
    """The option that names the questions before this one."""
    parser.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before this one; repeat for several, oldest first",
    )


def positive(text: str) -> int:
    """A number above 0, as the type of an option."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def print_json(value: Any) -> None:
    """`value` on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
