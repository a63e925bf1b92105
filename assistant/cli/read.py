"""`assistant read` and `assistant statements`: one file as it is read, without an index."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.attribution import listed
from assistant.cli.command import Commands, command, print_json
from assistant.cli.text import one_line, show_document, show_statements
from assistant.errors import BadInput
from assistant.json_forms import document_json
from assistant.reading import Outcome, check_paths, find_sources, load, shared_worker


def add(commands: Commands) -> None:
    """The commands `read` and `statements`."""
    for name, run, text in (
        ("read", _read, "show a file as it is read: text, furniture, and what proves each label"),
        ("statements", _statements, "list who says what in a file, with the evidence"),
    ):
        command(commands, name, run, text, with_index=False).add_argument("file", type=Path)


def _read(args: argparse.Namespace) -> int:
    documents, refused = documents_of(args.file)
    if args.json:
        found = [document_json(d) for d in documents]
        print_json(found[0] if len(found) == 1 and not refused else {"documents": found, "refused": dict(refused)})
    else:
        for document in documents:
            show_document(document)
    return 0 if documents else 2


def _statements(args: argparse.Namespace) -> int:
    documents, _ = documents_of(args.file)
    found = [(document, listed(document)) for document in documents]
    if args.json:
        print_json([s._asdict() | ({"document": d.name} if len(found) > 1 else {}) for d, said in found for s in said])
    else:
        for document, said in found:
            show_statements(document, said)
    return 0 if documents else 2


def documents_of(file: Path) -> Outcome:
    """The documents of one file; what is refused of it is said on stderr. Raises BadInput where it is a folder or missing."""
    check_paths([file])
    if file.is_dir():
        raise BadInput(f"{file} is a folder; name one file.")
    (source,) = find_sources([file])
    outcome = shared_worker().read(load(source), source.name, source.metadata)
    for reason in outcome.refused.values():
        print(f"refused: {one_line(reason)}", file=sys.stderr)
    return outcome
