"""The engine's calls with results in the JSON forms of docs/design.md, for every face alike."""

from __future__ import annotations

from typing import Any

from assistant.api.forms import LONGEST_SPAN
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.filters import EVERYTHING
from assistant.json_forms import document_json
from assistant.types import Filters


class NoDocument(BadInput):
    """There is no document of that name."""


def search(assistant: Assistant, query: str, k: int = 10, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    """The `k` best passages with their exact texts, best first. Raises BadInput."""
    found = []
    for hit in assistant.search(query, k, filters):
        p = hit.passage
        text = assistant.document(p.document).text[p.start : p.end]
        where = {"document": p.document, "sha256": p.sha256, "start": p.start, "end": p.end, "text": text}
        found.append({**where, "score": hit.score, "rank": hit.rank, "ranks": dict(hit.ranks)})
    return found


def documents(assistant: Assistant, offset: int, limit: int) -> dict[str, Any]:
    """How many documents there are, and `limit` of them by name, from the `offset`-th on, with their labels."""
    names = assistant.names()
    found = [assistant.document(name) for name in names[offset : offset + limit]]
    listed = [
        {
            "name": d.name,
            "sha256": d.sha256,
            "reader": d.reader,
            "characters": len(d.text),
            "metadata": {key: value._asdict() for key, value in sorted(d.metadata.items())},
        }
        for d in found
    ]
    return {"total": len(names), "offset": offset, "documents": listed}


def span(assistant: Assistant, name: str, start: int, end: int) -> dict[str, Any]:
    """The exact text of `name` from `start` to `end`, in code points. Raises BadInput, NoDocument."""
    if not 0 <= start < end or end - start > LONGEST_SPAN:
        raise BadInput(f"{start} to {end} is no span of 1 to {LONGEST_SPAN:,} characters.")
    _known(assistant, name)
    document = assistant.document(name)
    if end > len(document.text):
        raise BadInput(f"{name} has {len(document.text):,} characters, so none up to {end:,}.")
    where = {"document": name, "sha256": document.sha256, "start": start, "end": end}
    return where | {"text": document.text[start:end], "characters": len(document.text)}


def document(assistant: Assistant, name: str) -> dict[str, Any]:
    """The document in the form of `read --json`. Raises NoDocument."""
    _known(assistant, name)
    return document_json(assistant.document(name))


def _known(assistant: Assistant, name: str) -> None:
    if name not in assistant.names():
        raise NoDocument(f"There is no document called {name!r} in the index.")
