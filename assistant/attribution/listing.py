"""Everything a document attributes to somebody: its statements, and the attitudes it tells of."""

from __future__ import annotations

from assistant.attribution.statements import attitudes, statements
from assistant.types import Document, Statement


def listed(document: Document) -> list[Statement]:
    """The statements of `document` and the attitudes it tells, in order of the text, what is inside another behind it."""
    return sorted([*statements(document), *attitudes(document)], key=lambda s: (s.start, -s.end))
