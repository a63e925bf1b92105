"""Links that reopen an answer or a span: what they hold is asked, and proved, anew."""

from __future__ import annotations

import json
from dataclasses import asdict
from urllib.parse import parse_qs, urlencode

from assistant.assistant import Assistant
from assistant.citing import cite, fault_of
from assistant.errors import BadInput
from assistant.filters import read_filters
from assistant.text import on_word_borders, storable
from assistant.types import Citation, Filters, Span
from assistant.web.exchanges import Asked

LONGEST = 8_000  # characters of a link
BROKEN = "This link is broken; nothing was opened."


def answer_link(question: str, filters: Filters) -> str:
    """The query of an address that asks `question`, which stands in full, again."""
    return "?" + urlencode({"q": question, **_filters(filters)}, errors="replace")


def span_link(citation: Citation) -> str:
    """The query of an address that opens the words where they stand."""
    place = {"document": citation.document, "start": citation.start, "end": citation.end, "sha256": citation.sha256}
    return "?" + urlencode(place, errors="replace")


def _filters(filters: Filters) -> dict[str, str]:
    """All that is set, as JSON under one name; nothing where nothing is."""
    chosen = {name: value for name, value in asdict(filters).items() if value}
    return {"filters": json.dumps(chosen, ensure_ascii=False)} if chosen else {}


def read_answer_link(query: str) -> Asked | None:
    """The question of an address' query; None where it holds none. Raises BadInput."""
    given = _given(query)
    if "q" not in given:
        return None
    try:
        filters = read_filters(json.loads(given.get("filters", "{}")))
    except (ValueError, RecursionError, TypeError, AttributeError) as error:
        raise BadInput(BROKEN) from error
    return Asked(storable(given["q"]), filters, alone=True)


def read_span_link(query: str, assistant: Assistant) -> Citation | None:
    """The citation of an address' query, proved anew; None where it names no document. Raises BadInput.

    Where the source is another than the link was made for, nothing is quoted.
    """
    given = _given(query)
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


def _given(query: str) -> dict[str, str]:
    if len(query) > LONGEST:
        raise BadInput("This link is too long; nothing was opened.")
    try:
        return {name: values[0] for name, values in parse_qs(query.removeprefix("?"), max_num_fields=20).items()}
    except ValueError as error:
        raise BadInput(BROKEN) from error
