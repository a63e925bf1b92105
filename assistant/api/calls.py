"""The engine's calls with results in the JSON forms of docs/design.md, for every face alike."""

from __future__ import annotations

from typing import Any

from assistant.api.forms import LONGEST_SPAN
from assistant.assistant import Assistant
from assistant.errors import BadInput, IndexDamaged
from assistant.json_forms import document_json
from assistant.types import Document


class NoDocument(BadInput):
    """There is no document of that name."""


def documents(assistant: Assistant, offset: int, limit: int) -> dict[str, Any]:
    """How many documents there are, and `limit` of them by name, from the `offset`-th on, with their labels.

    Those whose stored text is damaged are left out, and `withheld` says so.
    """
    names = assistant.names()
    listed: list[dict[str, Any]] = []
    withheld: list[str] = []
    for name in names[offset : offset + limit]:
        try:
            listed.append(_listed(assistant.document(name)))
        except IndexDamaged as error:
            withheld.append(str(error))
    return {"total": len(names), "offset": offset, "documents": listed, "withheld": withheld}


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


def _listed(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "reader": document.reader,
        "characters": len(document.text),
        "metadata": {key: value._asdict() for key, value in sorted(document.metadata.items())},
    }


def _known(assistant: Assistant, name: str) -> None:
    if name not in assistant.names():
        raise NoDocument(f"There is no document called {name!r} in the index.")
