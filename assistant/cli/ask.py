"""`assistant ask` and `assistant search`: one question, its quotes or the passages nearest to it."""

from __future__ import annotations

import argparse
import sys
import textwrap

from assistant.assistant import Assistant
from assistant.cli.command import Commands, add_after, command, positive, print_json
from assistant.cli.export import add_format, print_exported
from assistant.cli.filters import add_filters, filters_of
from assistant.cli.text import WIDTH, show_answer
from assistant.evaluation import answer_json, turns
from assistant.json_forms import search_json


def add(commands: Commands) -> None:
    """The commands `ask` and `search`."""
    ask = command(commands, "ask", _ask, "answer a question with verbatim quotes, or say that the documents do not say")
    ask.add_argument("question")
    add_filters(ask)
    add_after(ask)
    add_format(ask)
    search = command(commands, "search", _search, "list the passages nearest to a query")
    search.add_argument("query")
    add_filters(search)
    search.add_argument("-k", type=positive, default=10, metavar="N", help="how many (default: %(default)s)")


def _ask(args: argparse.Namespace) -> int:
    assistant = Assistant.open(args.index)
    answer = assistant.ask(args.question, turns(args.after), filters_of(args))
    if args.format:
        print_exported(answer, args, assistant)
    elif args.json:
        print_json(answer_json(answer))
    else:
        show_answer(answer)
    return 0


def _search(args: argparse.Namespace) -> int:
    found = search_json(Assistant.open(args.index), args.query, args.k, filters_of(args))
    if args.json:
        print_json(found)
        return 0
    for reason in found["withheld"]:
        print(f"Withheld: {reason}\n", file=sys.stderr)
    for hit in found["passages"]:
        ranks = ", ".join(f"{name} {rank}" for name, rank in sorted(hit["ranks"].items()))
        place = f"{hit['document']} [{hit['start']}:{hit['end']}]"
        print(f"{hit['rank']}. {place}  score {hit['score']:.4f} ({ranks})")
        shown = textwrap.fill(
            hit["text"], WIDTH, initial_indent="   ", subsequent_indent="   ", max_lines=4, placeholder=" …"
        )
        print(f"{shown}\n")
    return 0
