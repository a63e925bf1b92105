"""What the document says about itself: who issued it, whose turn it is in an interview, whose words its own text is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.lexicon import BODIES, DOCUMENTS, ROLES
from assistant.attribution.names import split_name
from assistant.attribution.phrases import after
from assistant.attribution.scan import Paragraph
from assistant.attribution.speech import Speech
from assistant.attribution.tokens import Token
from assistant.types import Document, Span

HEADING_LINES = 6
_HEADING = re.compile(
    r"(?:Statement|Response|Commentary|Comment|Remarks|Answer|Interview|Letter|Speech|Address|Briefing|Communiqué|Appeal)s?"
    r"\s+(?:of|by|from)\s+"
)
_QUESTION = re.compile(r"(?:Question|Q|QUESTION)\s*[:.]\s*")
_ANSWER = re.compile(r"(?:Answer|A|ANSWER)\s*[:.]\s*")
_TURN = re.compile(r"([A-ZÀ-Þ][\w.’'-]{1,30}(?:\s[A-ZÀ-Þ][\w.’'-]{0,30}){0,3})(?:\s?\([^)]{1,40}\))?:\s+(?=\S)")
_FEWEST_TURNS = 4
_HEADLINES = 3
_NUMBERED = re.compile(r"(?:N[o№][.:]?\s?)?[\d/.,:\s-]*")
_AFTER_ISSUER = frozenset(", to on regarding about at for concerning in during following of".split())
_WE = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y)\b(?![.’'-])")
_OF_ANOTHER = re.compile(r"(?:He|She)\b")
_WITH_ME = frozenset("i i'm i've i'd i'll i’m i’ve i’d i’ll me my we us our you your".split())


class Turn(NamedTuple):
    """A turn of an interview: `text[start:end]` without its label; `speaker` where the label or heading names one."""

    start: int
    end: int
    label: Span
    speaker: Span | None


class Frame(NamedTuple):
    """`issuer`: where the heading names who speaks, with the role behind it; `turns`: of an interview; `called`: what the heading calls
    the text, "statement"."""

    issuer: Span | None
    role: Span | None
    turns: tuple[Turn, ...]
    called: str = ""


def frame(document: Document, paragraphs: Sequence[Paragraph]) -> Frame:
    """How the document presents its own text."""
    outer = [p for p in paragraphs if p.level == 0]
    issuer, role, called = _issuer(document.text, outer[:HEADING_LINES])
    return Frame(issuer, role, tuple(_turns(document.text, outer, issuer)), called)


def _issuer(text: str, heads: Sequence[Paragraph]) -> tuple[Span | None, Span | None, str]:
    for paragraph in heads:
        toks = paragraph.tokens
        heading = _HEADING.search(text, paragraph.span.start, min(paragraph.span.end, paragraph.span.start + 200))
        if not heading or text[paragraph.span.end - 1] in '.!?”"' or not _opens_line(text, paragraph.span, heading):
            continue
        first = next((n for n, t in enumerate(toks) if t.start >= heading.end()), len(toks))
        phrase = after(toks, first, len(toks))
        if phrase and (phrase[1] >= len(toks) or toks[phrase[1]].low in _AFTER_ISSUER):
            return *_split(toks, phrase), heading[0].split()[0].casefold()
    return None, None, ""


def _opens_line(text: str, span: Span, heading: re.Match[str]) -> bool:
    """ "Statement of …", or "No:624/23, Response by …": nothing before it but a number."""
    return _NUMBERED.fullmatch(text, span.start, heading.start()) is not None


def headline(paragraphs: Sequence[Paragraph]) -> Speech | None:
    """The speech of a first line such as "Foreign Ministry: Azerbaijan will …"."""
    for paragraph in [p for p in paragraphs if p.level == 0][:_HEADLINES]:
        toks = paragraph.tokens
        phrase = after(toks, 0, min(len(toks), 12))
        if not phrase or phrase[1] + 3 > len(toks) or toks[phrase[1]].low != ":" or toks[phrase[1] + 1].quotation:
            continue
        words = toks[: phrase[1]]
        _, name = split_name(words)
        whole = all(t.is_name or t.low in ROLES or t.low in BODIES or t.low in {"of", "the", "for"} for t in words)
        if (
            not whole
            or not (len(name) >= 2 or any(t.low in BODIES | ROLES for t in words))
            or any(t.low in DOCUMENTS for t in words)
        ):
            continue
        stop = paragraph.sentences[0][1]
        inside = [
            s
            for s, _ in paragraph.speeches
            if s.cue and s.mention and s.start <= words[0].start and s.cue.start > s.end
        ]
        end = min(
            [s.end for s in inside], default=toks[stop - 1].start if toks[stop - 1].low in ".!?" else toks[stop - 1].end
        )
        colon = toks[phrase[1]]
        return Speech(
            toks[phrase[1] + 1].start,
            end,
            "reported",
            Span(words[0].start, words[-1].end),
            Span(colon.start, colon.end),
        )
    return None


def _split(toks: Sequence[Token], phrase: tuple[int, int]) -> tuple[Span, Span | None]:
    words = toks[phrase[0] : phrase[1]]
    if words[0].low in {"the", "a", "an"} and len(words) > 1:
        words = words[1:]
    role, name = split_name(words)
    if len(name) < 2 or any(not t.is_name for t in name):
        return Span(words[0].start, words[-1].end), None
    held = Span(role[0].start, role[-1].end) if role else None
    end = phrase[1]
    if held is None and end + 1 < len(toks) and toks[end].low == ",":
        apposition = after(toks, end + 1, len(toks))
        held = Span(toks[apposition[0]].start, toks[apposition[1] - 1].end) if apposition else None
    return Span(name[0].start, name[-1].end), held


def _turns(text: str, paragraphs: Sequence[Paragraph], issuer: Span | None) -> list[Turn]:
    labels = [(n, *found) for n, p in enumerate(paragraphs) if (found := _label(text, p.span))]
    kinds = {kind for _, _, _, kind in labels}
    if not ("question" in kinds and "answer" in kinds):
        named = [x for x in labels if x[3] == "name"]
        repeated = {text[x[1].start : x[1].end] for x in named}
        if len(named) < _FEWEST_TURNS or len(repeated) < 2 or len(named) < 2 * len(repeated):
            return []
        labels = named
    turns = []
    for at, (number, label, start, kind) in enumerate(labels):
        stop = labels[at + 1][0] if at + 1 < len(labels) else len(paragraphs)
        own = issuer if kind == "answer" else label
        end = paragraphs[_last_of_turn(text, paragraphs, number, stop, own, kind == "name")].span.end
        speaker = issuer if kind == "answer" else label if kind == "name" else None
        turns.append(Turn(start, end, label, speaker))
    return [t for t in turns if t.start < t.end]


def _label(text: str, span: Span) -> tuple[Span, int, str] | None:
    for pattern, kind in ((_QUESTION, "question"), (_ANSWER, "answer"), (_TURN, "name")):
        found = pattern.match(text, span.start, span.end)
        if found:
            name = found.group(1).rstrip() if kind == "name" else found.group().rstrip()
            return Span(span.start, span.start + len(name)), found.end(), kind
    return None


def _last_of_turn(
    text: str, paragraphs: Sequence[Paragraph], number: int, stop: int, speaker: Span | None, named: bool
) -> int:
    """A paragraph that names the speaker is narration again: the turn has ended before it. So has that of somebody `named` in its
    label before one that is told of "she", or, where no other turn follows, in which nobody speaks as "I"."""
    surname = text[speaker.start : speaker.end].split()[-1] if speaker and speaker.end > speaker.start else None
    for at in range(number + 1, stop):
        span = paragraphs[at].span
        if surname and text.find(surname, span.start, span.end) >= 0:
            return at - 1
        told = _OF_ANOTHER.match(text, span.start, span.end) or stop == len(paragraphs)
        if named and told and not any(t.low in _WITH_ME for t in paragraphs[at].tokens):
            return at - 1
    return stop - 1


def own_speaker(
    document: Document, paragraphs: Sequence[Paragraph], proven: Frame, cited: set[Span]
) -> tuple[str | None, Span | None]:
    """Whose words the document's own text is: its author, else the issuer in its heading, else its publisher.

    An issuer whom the text `cited` like anybody else is not its narrator. A publisher does not write "our territories":
    a text in the first person that no author signed is somebody's statement reprinted, and whose is not known.
    """
    text, issuer = document.text, proven.issuer
    author = document.label("author")
    if author:
        return author, issuer if issuer and author in text[issuer.start : issuer.end] else None
    if issuer:
        alone = not proven.turns and issuer not in cited
        return (text[issuer.start : issuer.end], issuer) if alone else (None, None)
    publisher = document.label("publisher")
    if publisher and not any(_is_first_person(text, p) for p in paragraphs if p.level == 0):
        return publisher, None
    return None, None


def _is_first_person(text: str, paragraph: Paragraph) -> bool:
    at = paragraph.span.start
    for token in (t for t in paragraph.tokens if t.quotation):
        if _WE.search(text, at, token.start):
            return True
        at = token.end
    return _WE.search(text, at, paragraph.span.end) is not None
