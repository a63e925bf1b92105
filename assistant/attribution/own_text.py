"""The document's own text: what lies between the statements."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.frame import Frame, own_speaker
from assistant.attribution.records import Found
from assistant.attribution.resolve import Who
from assistant.attribution.scan import Paragraph
from assistant.text import trim
from assistant.types import Document, Span

_CLOSING = frozenset(" \t\xa0,.;:!?”’»)]}…—–-―")
_LOOSE = frozenset("\"'*")


def own_text(
    document: Document,
    paragraphs: Sequence[Paragraph],
    proven: Frame,
    found: Sequence[Found],
) -> list[Found]:
    """What lies between the statements, a piece a paragraph at most."""
    text = document.text
    cited = {f.who.named for f in found if f.mention and f.how != "own" and f.who.named}
    speaker, named = own_speaker(document, paragraphs, proven, cited)
    who = Who(speaker, None, named)
    zones = [Span(z.start, z.end) for z in document.zones]  # marks may hold a paragraph together around one
    taken = sorted([f.span for f in found] + [Span(t.label.start, t.start) for t in proven.turns] + zones)
    pieces: list[Found] = []
    at = reach = 0
    for paragraph in (p for p in paragraphs if p.level == 0):
        start = max(paragraph.span.start, reach)
        while at < len(taken) and taken[at].start < paragraph.span.end:
            pieces.extend(piece(text, start, taken[at].start, who))
            start = reach = max(start, taken[at].end)
            at += 1
        pieces.extend(piece(text, start, paragraph.span.end, who))
    return pieces


def piece(text: str, start: int, end: int, who: Who) -> list[Found]:
    """What `text[start:end]` holds besides marks and space, as own text of `who`; nothing if it holds no letter."""
    if start >= end:
        return []
    span = trim(text, start, end)
    while span.start < span.end and (
        text[span.start] in _CLOSING or text[span.start : span.start + 2].rstrip() in _LOOSE
    ):
        span = Span(span.start + 1, span.end)
    while span.start < span.end and (text[span.end - 1].isspace() or text[span.end - 1] in ",:;—–“\"'«„`"):
        span = Span(span.start, span.end - 1)
    if not any(c.isalnum() for c in text[span.start : span.end]):
        return []
    return [Found(span, "own", who, who.named, None)]
