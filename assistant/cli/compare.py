"""`assistant compare`: a comparison as text for people at a terminal, and as JSON."""

from __future__ import annotations

import argparse
import sys

from assistant.assistant import Assistant
from assistant.cli.command import Commands, add_after, command, print_json
from assistant.cli.filters import add_filters, filters_of
from assistant.cli.text import one_line, printable, shown
from assistant.compare.sides import heading
from assistant.evaluation import turns
from assistant.export.labels import FORMS
from assistant.json_forms import comparison_json
from assistant.types import Citation, Comparison, Group


def add(commands: Commands) -> None:
    """The command `compare`."""
    compare = command(
        commands, "compare", _compare, "show who says what on a subject, by speaker and side, without a verdict"
    )
    compare.add_argument("question")
    add_filters(compare)
    add_after(compare)


def _compare(args: argparse.Namespace) -> int:
    comparison = Assistant.open(args.index).compare(args.question, turns(args.after), filters_of(args))
    if args.json:
        print_json(comparison_json(comparison))
    else:
        show_comparison(comparison)
    return 0


def show_comparison(comparison: Comparison) -> None:
    """Groups by voice, quotes by day, what is told twice, notes; or a silence with its reason."""
    if comparison.standalone_question != comparison.question:
        print(f"Read as: {one_line(comparison.standalone_question)}\n")
    for reason in comparison.withheld:
        print(f"Withheld: {reason}\n", file=sys.stderr)
    if comparison.reason:
        print(comparison.reason)
    for note in comparison.notes:
        print(f"Note: {one_line(note)}")
    for group in comparison.groups:
        print(f"\n{one_line(heading(group))}\n  side: {one_line(_side(group))}")
        for entry in group.entries:
            print(f"\n  {_when(entry)}, {FORMS.get(entry.how or '', 'form unknown')}\n{printable(shown(entry))}")
    if comparison.parallels:
        print("\nPossibly the same, told in different words:")
    for older, newer in comparison.parallels:
        for mark, entry in (("  ", older), ("~ ", newer)):
            print(f"  {mark}[{entry.rank}] {one_line(_mouth(comparison, entry))}: “{one_line(entry.sentence)}”")
        print()
    print(f"\n{comparison.seconds:.2f} s.")


def _side(group: Group) -> str:
    if group.side is None:
        return "unknown"
    return (
        f"{group.side} (its publisher)"
        if group.side_evidence == "publisher"
        else f"{group.side} (“{group.side_evidence}”)"
    )


def _when(entry: Citation) -> str:
    return (
        f"said on {entry.said_on}"
        if entry.said_on
        else f"published {entry.published}"
        if entry.published
        else "day unknown"
    )


def _mouth(comparison: Comparison, entry: Citation) -> str:
    return next(heading(group) for group in comparison.groups if entry in group.entries)
