"""`assistant check`: one quote or a file of them, each with its verdict and the true words."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from assistant.assistant import Assistant
from assistant.check_forms import check_json, marked, verdict_told
from assistant.cli.command import Commands, command, print_json
from assistant.cli.export import add_format, print_exported
from assistant.cli.text import Bars, printable, shown
from assistant.errors import BadInput
from assistant.types import QuoteCheck


class Given(NamedTuple):
    """A quote to check; `speaker` is whose words it is said to be."""

    id: str
    quote: str
    speaker: str | None = None


def add(commands: Commands) -> None:
    """The command `check`."""
    text = "do these words stand in the documents as quoted? exit code 1 if they don't"
    parser = command(commands, "check", _check, text)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("quote", nargs="?", help="the words, without quotation marks around them")
    what.add_argument(
        "--file", type=Path, metavar="QUOTES", help="quotes: JSONL or CSV with a “quote”, else one a line"
    )
    parser.add_argument("--speaker", metavar="NAME", help="whose words they are said to be")
    parser.add_argument("--output", type=Path, metavar="FILE.jsonl", help="where the results of --file go, one a line")
    add_format(parser)


def _check(args: argparse.Namespace) -> int:
    """Check what the arguments name; 0 if all quotes are true, 1 if one is not."""
    if args.output and not args.file:
        raise BadInput("--output takes the results of --file; name one.")
    if args.format and args.file:
        raise BadInput("--format takes one quote; --output takes the results of --file.")
    if args.file:
        return _check_file(args)
    assistant = Assistant.open(args.index)
    found = assistant.check(args.quote, args.speaker)
    if args.format:
        print_exported(found, args, assistant)
    elif args.json:
        print_json(check_json(found))
    else:
        print(told(found))
    return 0 if found.true else 1


def _check_file(args: argparse.Namespace) -> int:
    given, true = load_quotes(args.file), 0
    assistant, bars = Assistant.open(args.index), Bars()
    try:
        with args.output.open("w", encoding="utf-8") if args.output else nullcontext(sys.stdout) as out:
            for done, one in enumerate(given, 1):
                found = _result(assistant, one, args.speaker)
                true += isinstance(found, QuoteCheck) and found.true
                as_json = args.json or args.output
                out.write((json.dumps(_row(one, found), ensure_ascii=False) if as_json else _told(one, found)) + "\n")
                bars("checking", done, len(given))
    except OSError as error:
        raise BadInput(f"{args.output} cannot be written ({error.strerror}).") from error
    if args.output or not args.json:
        print(f"{true} of {len(given)} quotes are true.")
    return 0 if true == len(given) else 1


def _result(assistant: Assistant, one: Given, speaker: str | None) -> QuoteCheck | BadInput:
    try:
        return assistant.check(one.quote, one.speaker or speaker)
    except BadInput as error:  # one row that is no quote does not end the others
        return error


def _row(one: Given, found: QuoteCheck | BadInput) -> dict[str, Any]:
    if isinstance(found, BadInput):
        return {"id": one.id, "quote": one.quote, "verdict": None, "error": str(found)}
    return {"id": one.id, **check_json(found)}


def _told(one: Given, found: QuoteCheck | BadInput) -> str:
    return f"“{printable(one.quote)}”\n{found if isinstance(found, BadInput) else told(found)}\n"


def load_quotes(path: Path) -> list[Given]:
    """Quotes of a JSONL or CSV file with "quote" and perhaps "speaker" and "id", or of a text file. Raises BadInput."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text.") from error
    try:
        if path.suffix.lower() == ".jsonl":
            rows = [(n, json.loads(line)) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        elif path.suffix.lower() == ".csv":
            rows = list(enumerate(csv.DictReader(io.StringIO(text)), 1))
        else:
            rows = [(n, {"quote": line.strip()}) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        found = [Given(str(row.get("id") or n), _text(row["quote"]), row.get("speaker") or None) for n, row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f'{path} has a row without a "quote" (see docs/checking.md for the form).') from error
    if not found:
        raise BadInput(f"There is no quote in {path}.")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def told(found: QuoteCheck) -> str:
    """A check for people."""
    lines = [verdict_told(found)]
    lines += [f"    cut off ({m.kind}): “{printable(m.words)}”" for m in found.missing]
    for number, citation in enumerate(found.matches):
        lines.append("\n" + shown(citation))
        if found.diffs:
            lines.append(f"    changed: {printable(marked(found.quote, citation, found.diffs[number]))}")
    if found.nearest:
        lines.append("\nNearest passages:")
    lines += ["\n" + shown(citation) for citation in found.nearest]
    return "\n".join(lines)
