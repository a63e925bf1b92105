"""The filters as options of a command."""

from __future__ import annotations

import argparse

from assistant.types import Filters

_NAMES = (
    ("--speaker", "speakers", "NAME", "whose words it is, said or passed on: a name, surname, office or body"),
    ("--publisher", "publishers", "NAME", "who published the document, by name or site"),
    ("--document", "documents", "NAME", "a document, or a folder or archive of documents, by its name in the index"),
    ("--language", "languages", "CODE", "the document's language, e.g. en or en-GB"),
)
_DAYS = (
    ("--said-from", "first day it was said; else it counts as said when the document was published"),
    ("--said-to", "last day it was said"),
    ("--published-from", "first day the document was published"),
    ("--published-to", "last day the document was published"),
)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The options of `Filters`, in a group of their own."""
    group = parser.add_argument_group(
        "filters", "Only what passes all that are given is quoted; what is unknown of a document does not pass."
    )
    for option, name, value, text in _NAMES:
        group.add_argument(
            option, dest=name, action="append", default=[], metavar=value, help=f"{text}; repeat to admit several"
        )
    for option, text in _DAYS:
        group.add_argument(option, metavar="DAY", help=f"{text} (2023-11-02, 2023-11 or 2023)")
    group.add_argument("--direct-only", action="store_true", help="only sentences in quotation marks of somebody")
    group.add_argument("--phrase", metavar="WORDS", help="only sentences with these words in this order")


def filters_of(args: argparse.Namespace) -> Filters:
    """The filters that were given."""
    return Filters(
        speakers=tuple(args.speakers),
        publishers=tuple(args.publishers),
        documents=tuple(args.documents),
        languages=tuple(args.languages),
        said_from=args.said_from,
        said_to=args.said_to,
        published_from=args.published_from,
        published_to=args.published_to,
        direct_only=args.direct_only,
        phrase=args.phrase,
    )
