"""Records in the JSON forms of docs/design.md that differ from the records' own fields."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.types import Comparison, Document


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
