"""`assistant verify` and `assistant recheck`: old answers held against the sources, or against the present index."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.command import Commands, command, print_json
from assistant.cli.text import one_line, printable
from assistant.export.recheck import MOVED, VALID, Old, Rechecked, load_citations, recheck
from assistant.export.verify import load_bundle, verify
from assistant.types import Citation


def add(commands: Commands) -> None:
    """The commands `verify` and `recheck`."""
    text = "prove a bundle from its sources, without an index; exit code 1 names every fault"
    proof = command(commands, "verify", _verify, text, with_index=False)
    proof.add_argument("bundle", type=Path, help="what `--format bundle` of ask or check printed")
    proof.add_argument(
        "--sources",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="the folders and files that were indexed, as they were named then",
    )
    proof.add_argument("--digest", metavar="SHA256", help="the bundle's digest as it was noted when it was made")
    text = "find old citations in the present index: still valid, moved, changed or gone; exit code 1 if one no longer stands"
    old = command(commands, "recheck", _recheck, text)
    old.add_argument("citations", type=Path, help="a proof bundle, or answers or checks as JSON or JSONL")


def _verify(args: argparse.Namespace) -> int:
    found = verify(load_bundle(args.bundle), args.sources, args.digest)
    if args.json:
        faults = [fault._asdict() for fault in found.faults]
        print_json(found._asdict() | {"proved": not faults, "faults": faults})
        return 1 if faults else 0
    for fault in found.faults:
        print(f"{fault.kind.upper()}  {one_line(fault.subject)}: {one_line(fault.sentence)}")
    for note in found.notes:
        print(f"Note: {note}")
    if not found.faults:
        print(
            f"Proved: {found.quotes} quotes of {found.documents} documents stand in the sources as the bundle gives them.\n"
            "By the digest alone: question, choice of the quotes, rank, score, confidence, reason and filters."
        )
    return 1 if found.faults else 0


def _recheck(args: argparse.Namespace) -> int:
    old = load_citations(args.citations)
    found = list(recheck(old, Assistant.open(args.index)))
    if args.json:
        print_json([_form(one) for one in found])
    else:
        for one in found:
            print(_told(one) + "\n")
        counts = Counter(one.state for one in found)
        print(", ".join(f"{n} {state}" for state, n in sorted(counts.items())) + ".")
    return 0 if all(one.state in (VALID, MOVED) for one in found) else 1


def _form(one: Rechecked) -> dict[str, object]:
    place = {"document": one.old.document, "start": one.old.start, "end": one.old.end, "quote": one.old.quote}
    now = asdict(one.now) if one.now else None
    return place | {"state": one.state, "now": now, "diff": one.diff, "labels": list(one.labels)}


def _told(one: Rechecked) -> str:
    lines = [f"{one.state}: “{printable(one.old.quote)}”", f"    was {_place(one.old)}"]
    if one.now and one.state != VALID:
        lines.append(f"    now {_place(one.now)}")
    if one.diff:
        lines.append(f"    changed: {printable(one.diff)}")
    elif one.now and one.now.quote != one.old.quote:
        lines.append(f"    now reads: “{printable(one.now.quote)}”")
    if one.labels:
        lines.append(f"    other labels now: {', '.join(one.labels)}")
    return "\n".join(lines)


def _place(at: Old | Citation) -> str:
    return f"{one_line(at.document)} [{at.start}:{at.end}]"
