"""Records in the JSON forms of docs/design.md that differ from the records' own fields, and what a search finds in its."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import IndexDamaged
from assistant.types import Comparison, Document, Filters


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The form docs/compare.md gives; a parallel is the ranks of its two entries."""
    return asdict(comparison) | {"parallels": [[a.rank, b.rank] for a, b in comparison.parallels]}


def document_json(document: Document) -> dict[str, Any]:
    """The Document as read, in the form of `read --json`."""
    return {
        "name": document.name,
        "sha256": document.sha256,
        "reader": document.reader,
        "text": document.text,
        "text_sha256": document.text_sha256,
        "zones": [z._asdict() for z in document.zones],
        "pages": [p._asdict() for p in document.pages],
        "metadata": {key: value._asdict() for key, value in sorted(document.metadata.items())},
    }


def search_json(assistant: Assistant, query: str, k: int, filters: Filters) -> dict[str, Any]:
    """The `k` best passages with their exact texts, best first, in the form of `search --json`. Raises BadInput.

    Those of a document whose stored text is damaged are left out, and `withheld` says so.
    """
    passages: list[dict[str, Any]] = []
    withheld: list[str] = []
    for hit in assistant.search(query, k, filters):
        p = hit.passage
        try:
            text = assistant.document(p.document).text[p.start : p.end]
        except IndexDamaged as error:
            withheld.append(str(error))
            continue
        where = {"document": p.document, "sha256": p.sha256, "start": p.start, "end": p.end, "text": text}
        passages.append({**where, "score": hit.score, "rank": hit.rank, "ranks": dict(hit.ranks)})
    return {"passages": passages, "withheld": list(dict.fromkeys(withheld))}
