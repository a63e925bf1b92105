"""The quotations of a text, outermost first and those inside them behind, with the words each claims to quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.attribution.marks import Quotation, quotations
from assistant.attribution.scan import free_lines
from assistant.text import trim
from assistant.types import Span, Zone


@dataclass(frozen=True)
class Found:
    """A quotation: `text[start:end]`, marks left out.

    `words` are what is quoted, of the same length: the text, but blanks where marks that are opened anew, the ">" of a
    block quote or a "he said" lie between. `inner` is the span between the marks, white space included, of each
    paragraph. `inside` is the number of the quotation it is part of.
    """

    start: int
    end: int
    words: str
    mark: str
    inner: tuple[Span, ...]
    titled: bool
    inside: int | None = None


def find(text: str, zones: Sequence[Zone], article: str) -> list[Found]:
    """The quotations of the prepared `text` of an `article`; none in a zone."""
    ours = {at for at, (a, b) in enumerate(zip(article, text, strict=False)) if a != b and b in "「」"}
    plain = "".join(" " if at in ours else c for at, c in enumerate(text)) if ours else text
    found: list[Found] = []
    for run in _runs(quotations(text, list(free_lines(text, zones)))):
        _add(text, plain, run, None, found)
    return found


def _runs(quotes: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    """Each quotation; paragraphs of which each opens the marks anew and only the last closes them are one."""
    run: list[Quotation] = []
    for quote in quotes:
        if run and not quote.follows:
            yield run
            run = []
        run.append(quote)
    if run:
        yield run


def _add(text: str, plain: str, run: Sequence[Quotation], inside: int | None, found: list[Found]) -> None:
    """`plain` is the text without the marks around block quotes, which are no words of the article's."""
    inner = tuple(Span(q.inner, q.inner_end) for q in run)
    words = joined(plain, inner)
    start, end = trim(words, 0, len(words))
    if not any(c.isalnum() for c in words):
        return
    at, first = inner[0].start, run[0]
    mark = text[first.start : first.inner].strip()
    found.append(Found(at + start, at + end, words[start:end], mark, inner, first.titled and len(run) == 1, inside))
    number = len(found) - 1
    for quote in run:
        for one in quote.inside:
            _add(text, plain, [one], number, found)


def joined(text: str, spans: Sequence[Span]) -> str:
    """The text from the first span to the end of the last, what lies between them blank."""
    pieces = [text[slice(*spans[0])]]
    for before, span in pairwise(spans):
        pieces += [" " * (span.start - before.end), text[slice(*span)]]
    return "".join(pieces)
