"""Quotes put together from different places: the fewest stretches of documents whose words make up a quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.checking.candidates import Stretch
from assistant.shingles import Token, shingles
from assistant.types import Document, Span

LEAST = 4  # words of each stretch
MOST = 4  # stretches


class Run(NamedTuple):
    """Words `first` to `last` (exclusive) of the quote that stand in a row in a document, marks aside."""

    first: int
    last: int
    document: Document
    there: tuple[Token, ...]

    @property
    def span(self) -> Span:
        return Span(self.there[0].start, self.there[-1].end)

    def cut(self, first: int, last: int) -> Run:
        """The part of it from word `first` to word `last` of the quote."""
        return Run(first, last, self.document, self.there[first - self.first : last - self.first])


def runs(words: Sequence[Token], stretches: Iterable[Stretch]) -> list[Run]:
    """The longest rows of words that the quote shares with each stretch, found by their shingles."""
    places: dict[int, list[int]] = {}
    for i, digest in enumerate(shingles(words)):
        places.setdefault(digest, []).append(i)
    found: dict[tuple[int, str, int], Run] = {}
    for stretch in stretches:
        there = [t for t in stretch.tokens if t.is_word]
        for j, digest in enumerate(shingles(there)):
            for i in places.get(digest, ()):
                if not (i and j and _same(words[i - 1], there[j - 1], i - 1)):  # else it was found with the word before
                    last = _reach(words, there, i, j)
                    if last - i >= LEAST:
                        run = Run(i, last, stretch.document, tuple(there[j : j + last - i]))
                        found.setdefault((i, stretch.document.name, run.span.start), run)
    return list(found.values())


def _same(given: Token, there: Token, i: int) -> bool:
    return given.form == there.form or (
        (i == 0 or given.form[0].isupper() != there.form[0].isupper())
        and given.form[1:] == there.form[1:]
        and given.form[0].casefold() == there.form[0].casefold()
    )


def _reach(words: Sequence[Token], there: Sequence[Token], i: int, j: int) -> int:
    while i < len(words) and j < len(there) and _same(words[i], there[j], i):
        i, j = i + 1, j + 1
    return i


def cover(count: int, found: Sequence[Run]) -> list[Run]:
    """The fewest runs, each of `LEAST` words, that make up all `count` words of the quote in order; empty if none do."""
    best: list[list[Run] | None] = [[], *([None] * count)]  # best[n] makes up the first n words
    for at in range(LEAST, count + 1):
        for run in found:
            if not run.first + LEAST <= at <= run.last:
                continue
            for begin in range(run.first, at - LEAST + 1):
                before = best[begin]
                if (
                    before is not None
                    and len(before) < MOST
                    and (best[at] is None or len(before) + 1 < len(best[at] or ()))
                ):
                    best[at] = [*before, run.cut(begin, at)]
    return best[count] or []
