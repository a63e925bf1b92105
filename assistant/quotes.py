"""Is a quote exact, altered or absent? And the proof every citation passes before it is shown.

Exact means equal word for word: only white space may differ between the given quote and the document, because a
quote copied over a line break has a space there. The document's own bytes are what is shown.
"""

from __future__ import annotations

import difflib
import re

from assistant.text import on_word_borders, words
from assistant.types import Citation, Document, Span

SIMILAR = 0.6  # share of words in common from which a passage counts as an altered form of the quote


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


def exact_places(document: Document, quote: str) -> list[Span]:
    """Where `quote` stands in `document` on word borders, white space apart."""
    parts = quote.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    return [Span(*m.span()) for m in pattern.finditer(document.text) if on_word_borders(document.text, *m.span())]


def nearest_stretch(text: str, within: Span, quote: str) -> tuple[Span, float]:
    """The stretch of `text` inside `within` most like `quote`, on word borders, and the share of words in common (0..1)."""
    spans = [Span(s + within.start, e + within.start) for s, e in words(text[within.start : within.end])]
    there = [text[s:e].casefold() for s, e in spans]
    given = [quote[s:e].casefold() for s, e in words(quote)]
    blocks = [b for b in difflib.SequenceMatcher(None, there, given, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return Span(within.start, within.start), 0.0
    first, last = blocks[0], blocks[-1]
    # words of the quote before the first and after the last match have their place in the stretch, too
    begin = max(0, first.a - first.b)
    end = min(len(there), last.a + last.size + len(given) - last.b - last.size)
    shared = 2 * sum(b.size for b in blocks) / (end - begin + len(given))
    return Span(spans[begin].start, spans[end - 1].end), shared


def word_diff(given: str, found: str) -> str:
    """`found` with what `given` changed: words only the quote has as `[-so-]`, words only the document has as `{+so+}`."""
    left, right = re.findall(r"\S+", given), re.findall(r"\S+", found)
    out: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            out.extend(right[c:d])
            continue
        out.extend([f"[-{' '.join(left[a:b])}-]"] * (a < b) + [f"{{+{' '.join(right[c:d])}+}}"] * (c < d))
    return " ".join(out)
