"""Links that reopen an answer or a span: what they hold is asked, and proved, anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from urllib.parse import parse_qsl, urlencode

from assistant.assistant import Assistant
from assistant.citing import cite, fault_of
from assistant.errors import BadInput
from assistant.filters.selection import read_filters
from assistant.text import on_word_borders, storable
from assistant.types import Citation, Span
from assistant.web.exchanges import Asked

LONGEST = 60_000  # characters of a link
MOST = 90  # values in it: a conversation is no longer
BROKEN = "This link is broken; nothing was opened."


def answer_link(asked: Sequence[Asked]) -> str:
    """The query of an address that asks these questions again, one after the other."""
    given: list[tuple[str, str]] = []
    for one in asked:
        chosen = {name: value for name, value in asdict(one.filters).items() if value}
        given.append(("q", one.question))
        given += [("filters", json.dumps(chosen, ensure_ascii=False))] * bool(chosen) + [("alone", "1")] * one.alone
    return "?" + urlencode(given, errors="replace")


def span_link(citation: Citation) -> str:
    """The query of an address that opens the words where they stand."""
    place = {"document": citation.document, "start": citation.start, "end": citation.end, "sha256": citation.sha256}
    return "?" + urlencode(place, errors="replace")


def read_answer_link(query: str) -> list[Asked]:
    """The questions of an address' query; empty where it holds none. Raises BadInput."""
    found: list[Asked] = []
    for name, value in _given(query):
        if name == "q":
            found.append(Asked(storable(value)))
        elif found and name == "alone":
            found[-1] = replace(found[-1], alone=True)
        elif found and name == "filters":
            try:
                found[-1] = replace(found[-1], filters=read_filters(json.loads(value)))
            except (ValueError, RecursionError, TypeError, AttributeError) as error:
                raise BadInput(BROKEN) from error
    return found


def read_span_link(query: str, assistant: Assistant) -> Citation | None:
    """The citation of an address' query, proved anew; None where it names no document. Raises BadInput.

    Where the source is another than the link was made for, nothing is quoted.
    """
    given = dict(_given(query))
    if "document" not in given:
        return None
    try:
        start, end = int(given["start"]), int(given["end"])
    except (KeyError, ValueError) as error:
        raise BadInput(BROKEN) from error
    document = assistant.document(storable(given["document"]))
    if given.get("sha256", document.sha256) != document.sha256:
        raise BadInput("The source has changed since this link was made, so it is not opened.")
    if not 0 <= start < end <= len(document.text) or not on_word_borders(document.text, start, end):
        raise BadInput("There are no whole words at the place this link names.")
    with assistant.index.view() as view:
        inside = [s for s in view.store.sentences(document.name) if s.start < end and start < s.end]
        whole = Span(min([start, *(s.start for s in inside)]), max([end, *(s.end for s in inside)]))
        citation = cite(document, Span(start, end), whole, 1, 0.0)
        if fault := fault_of(citation, view.store):
            raise BadInput(fault)
    return citation


def _given(query: str) -> list[tuple[str, str]]:
    if len(query) > LONGEST:
        raise BadInput("This link is too long; nothing was opened.")
    try:
        return parse_qsl(query.removeprefix("?"), max_num_fields=MOST)
    except ValueError as error:
        raise BadInput(BROKEN) from error
