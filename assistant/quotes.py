"""The proof every citation passes before it is shown: the document's own words, whole, in their sentence."""

from __future__ import annotations

from assistant.text import on_word_borders
from assistant.types import Citation, Document


def proof(document: Document, citation: Citation) -> str:
    """Why `citation` is not proved by `document`, as one sentence; empty if it is (laws 1 and 2)."""
    where = f"{citation.document} [{citation.start}:{citation.end}]"
    if citation.sha256 != document.sha256:
        return f"{where}: the document has changed since it was indexed."
    if not 0 <= citation.start < citation.end <= len(document.text):
        return f"{where}: the offsets lie outside the text."
    if document.text[citation.start : citation.end] != citation.quote:
        return f"{where}: the quote is not what stands there."
    if not on_word_borders(document.text, citation.start, citation.end):
        return f"{where}: the quote cuts a word."
    if not citation.sentence_start <= citation.start < citation.end <= citation.sentence_end:
        return f"{where}: the quote is not inside its sentence."
    if document.text[citation.sentence_start : citation.sentence_end] != citation.sentence:
        return f"{where}: the sentence is not what stands there."
    if citation.antecedent is not None and not _antecedes(document, citation):
        return f"{where}: the sentence before is not what stands there."
    if any(zone.start < citation.end and citation.start < zone.end for zone in document.zones):
        return f"{where}: the quote lies in page furniture."
    return ""


def _antecedes(document: Document, citation: Citation) -> bool:
    start, end = citation.antecedent_start, citation.antecedent_end
    if start is None or end is None or not 0 <= start < end <= citation.sentence_start:
        return False
    furniture = any(zone.start < end and start < zone.end for zone in document.zones)
    return document.text[start:end] == citation.antecedent and not furniture
