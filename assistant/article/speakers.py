"""Whose words a quotation is by the article's own words, and which quotations a "he said" merely interrupts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.article.quotations import Found
from assistant.attribution import statements
from assistant.attribution.lexicon import DOCUMENTS
from assistant.attribution.marks import MARKS
from assistant.text import trim
from assistant.types import Document, Span, Statement

_TAG = re.compile(r",?[^\S\n]*[—–-]?[^\S\n]*[^\n,—–][^\n]{1,150}[,—–]")
_ENDS = (".", "!", "?", "…")


def attributed(article: Document, found: Sequence[Found]) -> list[Statement | None]:
    """For each quotation the statement that is exactly its words, if there is one; `article.text` is the prepared text."""
    direct = {s.start: s for s in statements(article) if s.how == "direct"}
    return [
        _statement([s for span in one.inner if (s := direct.get(span.start)) and s.end <= span.end]) for one in found
    ]


def _statement(said: Sequence[Statement]) -> Statement | None:
    return next((s for s in said if s.speaker), said[0] if said else None)


def claimed(said: Statement | None, text: str) -> str | None:
    """Whose words the checker is told they are: a name; "" where the article gives them to somebody it does not name.

    A description ("a senior official") may be anybody, so it is not compared; a document ("the text reads") is nobody.
    """
    if said is None or said.speaker_start is None:
        return None
    mention = text[said.speaker_start : said.speaker_end].casefold().split()
    if said.speaker is None and mention and mention[-1] in DOCUMENTS:
        return None
    return said.speaker if said.speaker and said.speaker.split()[-1][0].isupper() else ""


def rest_of(number: int, found: Sequence[Found], said: Sequence[Statement | None], text: str) -> list[int]:
    """The numbers of the quotations that go on with quotation `number`: “We will go,” he said, “but not today.”"""
    rest: list[int] = []
    for other in range(number + 1, len(found)):
        if found[other].inside == found[number].inside:
            if not _same_breath([number, *rest][-1], other, found, said, text):
                break
            rest.append(other)
    return rest


def _same_breath(a: int, b: int, found: Sequence[Found], said: Sequence[Statement | None], text: str) -> bool:
    """Whether one cue says both and stands alone between them, between commas or dashes, before the sentence has ended."""
    one, other = said[a], said[b]
    if not (one and other) or one.speaker_start is None:
        return False
    end, start = found[a].inner[-1].end, found[b].inner[0].start
    tag = text[end:start].strip(MARKS + " \t\xa0")
    ended = found[a].words.endswith(_ENDS) and not tag.startswith(",")
    same = (one.cue, one.speaker_start) == (other.cue, other.speaker_start) and end <= one.speaker_start < start
    return same and not ended and _TAG.fullmatch(tag) is not None


def spans_of(parts: Sequence[Found], text: str, *, comma: bool) -> list[Span]:
    """The spans of quotations that are one; without `comma` the one that a "he said" asks for is not the speaker's."""
    spans = [span for part in parts for span in part.inner]
    if comma:
        return spans
    ends = [trim(text, *span).end for span in spans]
    return [Span(s.start, end - (text[end - 1 : end] == ",")) for s, end in zip(spans, ends, strict=True)]
