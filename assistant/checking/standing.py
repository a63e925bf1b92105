"""Where the words of a quote stand just so: token for token, but for the case of the first letter and the closing mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.checking.candidates import SCANNED, Stretch, joined, sharing_shingles, sharing_words
from assistant.checking.parts import Part
from assistant.index import View
from assistant.shingles import QUOTES, Token, folded
from assistant.types import Document, Span

PLACES = 10  # of one quote that are shown
_CUT_AFTER = re.compile(r"\w[’'](?!s\b)\w|\d[.,]\d")  # "can|'t", "1|.7"; a possessive may be cut off
_CUT_BEFORE = re.compile(r"\w[’']\w|\d[.,]\d")
_QUESTION = frozenset("?!")


class Place(NamedTuple):
    """Where a part of a quote stands: several spans where page furniture lies between its words.

    `exact` tells that nothing but white space and outer quotation marks differ.
    """

    document: Document
    spans: tuple[Span, ...]
    exact: bool

    @property
    def whole(self) -> Span:
        return Span(self.spans[0].start, self.spans[-1].end)


def standing(part: Part, quote: str, view: View) -> list[Place]:
    """The places a part of `quote` stands at, at most `PLACES`, exact ones first."""
    found = _places(part, quote, sharing_shingles(part.words, view))
    if not found:
        words = folded(quote[slice(*part.span)])
        found = _places(part, quote, sharing_words(words, view, SCANNED, all_words=True))
    return sorted(found, key=lambda p: (not p.exact, p.document.name, p.whole))


def _places(part: Part, quote: str, stretches: Iterable[Stretch]) -> list[Place]:
    found: dict[tuple[str, Span], Place] = {}
    for stretch in stretches:
        for place in places_in(stretch, part, quote):
            found.setdefault((place.document.name, place.whole), place)
        if len(found) >= PLACES:
            break
    return list(found.values())[:PLACES]


def places_in(stretch: Stretch, part: Part, quote: str) -> Iterator[Place]:
    """The places of one stretch of a document."""
    forms = [t.form for t in part.tokens]
    for first in dict.fromkeys((forms[0], *_other_case(forms[0]))):
        wanted = joined([first, *forms[1:]])
        at = stretch.joined.find(wanted)
        while at >= 0:
            i = stretch.joined.count("\0", 0, at)
            there, after = stretch.tokens[i : i + len(forms)], stretch.tokens[i + len(forms) : i + len(forms) + 1]
            cut = cuts_before(stretch.document.text, there[0].start) or cuts_after(stretch.document.text, there[-1].end)
            if not cut and not turned(part, after):
                yield _place(stretch.document, there, after, part, quote)
            at = stretch.joined.find(wanted, at + 1)


def _other_case(form: str) -> tuple[str, str]:
    return form[0].upper() + form[1:], form[0].lower() + form[1:]


def turned(part: Part, after: Sequence[Token]) -> bool:
    """Whether a question or an outcry is quoted as a statement; `after` is what follows it in the document."""
    return bool(part.closing and part.closing.form == "." and after and after[0].form in _QUESTION)


def cuts_after(text: str, at: int) -> bool:
    """Whether a quote that ends at `at` would cut a number or a word with an apostrophe."""
    return at > 0 and bool(_CUT_AFTER.match(text, at - 1))


def cuts_before(text: str, at: int) -> bool:
    """Whether a quote that begins at `at` would cut a number or a word with an apostrophe."""
    return at > 1 and bool(_CUT_BEFORE.match(text, at - 2))


def _place(document: Document, there: list[Token], after: Sequence[Token], part: Part, quote: str) -> Place:
    given = part.span
    if part.closing and after and after[0].form == part.closing.form:
        there, given = [*there, after[0]], Span(given.start, part.closing.end)
    spans = pieces(document, there)
    exact = len(spans) == 1 and _bare(quote[slice(*given)]) == _bare(document.text[slice(*spans[0])])
    return Place(document, spans, exact)


def pieces(document: Document, there: list[Token]) -> tuple[Span, ...]:
    """The stretches the tokens cover, parted where page furniture lies between two of them."""
    spans = [Span(there[0].start, there[0].end)]
    zones = [z for z in document.zones if there[0].start < z.start < there[-1].end]
    for token in there[1:]:
        if any(spans[-1].end <= z.start < token.start for z in zones):
            spans.append(Span(token.start, token.end))
        else:
            spans[-1] = Span(spans[-1].start, token.end)
    return tuple(spans)


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(QUOTES)
