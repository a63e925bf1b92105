"""The paragraphs of a document → speeches in them, quotations inside quotations included, speakers not yet resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.attribution.coordination import main_subject
from assistant.attribution.cues import find_cues
from assistant.attribution.lexicon import DOCUMENTS, PRONOUNS
from assistant.attribution.marks import Quotation, quotations
from assistant.attribution.phrases import is_name
from assistant.attribution.speech import Speech, span_of
from assistant.attribution.speeches import of_sentence
from assistant.attribution.tokens import Token, sentences, tokens
from assistant.types import Span, Zone

_LINE = re.compile(r"[^\s][^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
_ISSUES = frozenset("issued released published posted issues releases".split())
_SPOKEN = frozenset(".!?…")


@dataclass
class Paragraph:
    """A line, or several that one quotation holds together; `level` 0 is the document's own text."""

    span: Span
    level: int
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    speeches: list[tuple[Speech, Span]] = field(default_factory=list)  # each with its sentence


@dataclass
class _Memory:
    """Who spoke last, for a quotation that stands alone."""

    speech: Speech | None = None
    announced: Speech | None = None


def free_lines(text: str, zones: Sequence[Zone]) -> list[Span]:
    """The lines of `text` that hold something, less what lies in a zone."""
    lines: list[Span] = []
    ordered, at = sorted(zones), 0
    for match in _LINE.finditer(text):
        start, end = match.start(), match.end()
        while at < len(ordered) and ordered[at].end <= start:
            at += 1
        for zone in ordered[at:]:
            if zone.start >= end:
                break
            lines.append(Span(start, max(start, zone.start)))
            start = max(start, zone.end)
        lines.append(Span(start, end))
    trimmed = (_trimmed(text, line) for line in lines if line.start < line.end)
    return [line for line in trimmed if line.start < line.end]


def _trimmed(text: str, line: Span) -> Span:
    piece = text[line.start : line.end]
    start = line.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def scan(text: str, lines: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs of the document and, behind each, those inside its quotations."""
    quotes = quotations(text, list(lines))
    return _scan(text, lines, quotes, 0)


def _scan(text: str, lines: Sequence[Span], quotes: Sequence[Quotation], level: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    memory = _Memory()
    at = 0
    for span in _blocks(lines, quotes):
        while at < len(quotes) and quotes[at].end <= span.start:
            at += 1
        last = at
        while last < len(quotes) and quotes[last].start < span.end:
            last += 1
        inside = quotes[at:last]
        toks = tokens(text, span.start, span.end, inside)
        paragraph = Paragraph(span, level, toks, sentences(toks))
        _listen(paragraph, memory)
        found.append(paragraph)
        spoken = {s.start for s, _ in paragraph.speeches if s.how == "direct"}
        for quote in inside:
            if quote.inner in spoken and quote.words > 5:
                found.extend(_scan(text, _lines_within(text, quote), quote.inside, level + 1))
    return found


def _lines_within(text: str, quote: Quotation) -> list[Span]:
    return [Span(*m.span()) for m in _LINE.finditer(text, quote.inner, quote.inner_end)]


def _blocks(lines: Sequence[Span], quotes: Sequence[Quotation]) -> list[Span]:
    blocks: list[Span] = []
    at, reach = 0, -1
    for line in lines:
        joined = blocks and line.start < reach
        while at < len(quotes) and quotes[at].start < line.end:
            reach = max(reach, quotes[at].end)
            at += 1
        if joined:
            blocks[-1] = Span(blocks[-1].start, max(line.end, blocks[-1].end))
        else:
            blocks.append(line)
    return blocks


def _listen(paragraph: Paragraph, memory: _Memory) -> None:
    toks = paragraph.tokens
    last = memory.speech
    memory.speech = None
    for first, stop in paragraph.sentences:
        span = Span(toks[first].start, toks[stop - 1].end)
        spoken = of_sentence(toks, first, stop, paragraph.level == 0)
        alone = [] if spoken else _alone(toks, first, stop, bool(memory.speech or memory.announced))
        for quote in alone:
            source = last if quote.follows else _introduced(toks, first, stop)
            spoken.append(_continued(quote, source, memory))
        paragraph.speeches.extend((s, span) for s in spoken)
        direct = [s for s in spoken if s.how == "direct"]
        memory.speech = direct[-1] if direct else memory.speech if alone else None
        memory.announced = _announced(toks, first, stop)


def _alone(toks: Sequence[Token], first: int, stop: int, expected: bool) -> list[Quotation]:
    """The quotations of a sentence that is made of nothing else, if they look spoken."""
    if any(t.word[0].isalnum() and not t.quotation for t in toks[first:stop]):
        colon = next((n for n in range(first, stop - 1) if toks[n].low == ":" and toks[n + 1].quotation), None)
        quotes = [toks[colon + 1].quotation] if colon is not None else []
        return [q for q in quotes if q and q.sign in _SPOKEN and q.words > 2]
    quotes = [t.quotation for t in toks[first:stop] if t.quotation]
    return [q for q in quotes if q and (_looks_spoken(q) or ((expected or q.follows) and q.sign in _SPOKEN))]


def _looks_spoken(quote: Quotation) -> bool:
    return not quote.titled and quote.words > 2 and (quote.sign in _SPOKEN or quote.sign == "," or quote.words > 7)


def _continued(quote: Quotation, followed: Speech | None, memory: _Memory) -> Speech:
    source = followed or memory.speech or memory.announced
    if source is None:
        return Speech(quote.inner, quote.inner_end, "direct", None, None)
    return Speech(quote.inner, quote.inner_end, "direct", source.mention, source.cue)


def _introduced(toks: Sequence[Token], first: int, stop: int) -> Speech | None:
    """ "He returned to familiar lines: "…"": the only somebody before the colon."""
    colon = next((n for n in range(first, stop - 1) if toks[n].low == ":" and toks[n + 1].quotation), None)
    if colon is None:
        return None
    subject = main_subject(toks, first, colon)
    if toks[first].low == "as":  # "As Lee told his guest, Ms. Poe, by telephone: “…”"
        subject = next((c.subject for c in find_cues(toks, first, colon) if c.border == first + 1), subject)
    if not subject:
        return None
    issued = any(t.low in _ISSUES for t in toks[subject[1] : colon]) and toks[colon - 1].low in DOCUMENTS
    if not issued and (toks[colon - 1].low in DOCUMENTS or not _is_somebody(toks[subject[0] : subject[1]])):
        return None
    if any(is_name(t) or t.low in PRONOUNS for t in toks[subject[1] : colon]):
        return None
    return Speech(0, 0, "direct", span_of(toks, subject), Span(toks[colon].start, toks[colon].end))


def _is_somebody(words: Sequence[Token]) -> bool:
    return words[0].low in {"he", "she"} or (is_name(words[-1]) and all(is_name(w) for w in words))


def _announced(toks: Sequence[Token], first: int, stop: int) -> Speech | None:
    """ "He said in a statement:" at the end of a paragraph."""
    if toks[stop - 1].low != ":":
        return None
    cues = find_cues(toks, first, stop)
    if not cues or cues[-1].right != "colon" or cues[-1].subject is None:
        return None
    subject = cues[-1].subject
    mention = Span(toks[subject[0]].start, toks[subject[1] - 1].end)
    return Speech(0, 0, "direct", mention, Span(toks[cues[-1].at].start, toks[cues[-1].end - 1].end))
