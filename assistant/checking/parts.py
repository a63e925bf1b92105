"""What a quote claims to quote: its parts between omissions, and what its writer owns to have put in.

"…", "...", "[...]" and "(…)" are omissions. "[sic]" and "[emphasis added]" are notes and left out. "[T]he" is "The" or
"the". Any other square brackets hold the quoter's own words: they are taken out, and noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.shingles import DASH, ELLIPSIS, Token, tokens
from assistant.types import Span

FREE = frozenset({".", ",", ";", ":", ELLIPSIS, DASH})  # marks that a quote may lose or gain at its ends
_NOTES = re.compile(
    r"(?:sic!?|emphasis (?:added|mine|ours|in (?:the )?original)|italics (?:added|mine))\W*", re.IGNORECASE
)
_LINE_HYPHEN = re.compile(r"(?<=\w)[-‐\u00ad][^\S\n]*\n\s*(?=[a-z])")


class Part(NamedTuple):
    """Tokens that must stand in a row, marks at the ends left out; `closing` is the mark that ended them, if any.

    Offsets are those of the quote; `inserted` are the spans of the brackets taken out of it.
    """

    tokens: tuple[Token, ...]
    closing: Token | None = None
    inserted: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def words(self) -> list[Token]:
        return [t for t in self.tokens if t.is_word]


def literal(quote: str) -> Part | None:
    """The quote as one part, word for word with all its marks; None where it has no word."""
    return _part(tokens(quote), ())


def unbroken(quote: str) -> str:
    """The quote with words joined that a hyphen parts at the end of a line."""
    return _LINE_HYPHEN.sub("", quote)


def parts(quote: str, *, brackets: bool = True) -> list[Part]:
    """The parts of the quote between its omissions, those without a word left out.

    Without `brackets` these are the document's own marks: links, references.
    """
    found: list[Part | None] = []
    run: list[Token] = []
    inserted: list[Span] = []
    given = tokens(quote)
    at = 0
    while at < len(given):
        token = given[at]
        if token.form in "[(" and [t.form for t in given[at + 1 : at + 3]] in ([ELLIPSIS, "]"], [ELLIPSIS, ")"]):
            at += 2  # at the closing bracket
            token = Token(ELLIPSIS, token.start, given[at].end)
        if token.form == ELLIPSIS:
            found.append(_part(run, inserted))
            run, inserted = [], []
        elif brackets and token.form == "[" and (close := _closing(given, at)):
            if close == at + 2 and not run and _letter_of_word(given, at):
                word = given[at + 3]
                run.append(Token(given[at + 1].form + word.form, token.start, word.end))
                close += 1
            elif not _NOTES.fullmatch(quote[token.end : given[close].start]):
                inserted.append(Span(token.start, given[close].end))
            at = close
        else:
            run.append(token)
        at += 1
    found.append(_part(run, inserted))
    return [p for p in found if p]


def _closing(given: Sequence[Token], at: int) -> int | None:
    return next((i for i in range(at + 1, len(given)) if given[i].form == "]"), None)


def _letter_of_word(given: Sequence[Token], at: int) -> bool:
    letter, after = given[at + 1], given[at + 3] if at + 3 < len(given) else None
    return len(letter.form) == 1 and after is not None and after.is_word and after.start == given[at + 2].end


def _part(run: Sequence[Token], inserted: Sequence[Span]) -> Part | None:
    first, last = 0, len(run)
    while first < last and run[first].form in FREE | {"•"}:
        first += 1
    while last > first and run[last - 1].form in FREE:
        last -= 1
    kept = tuple(run[first:last])
    if not any(t.is_word for t in kept):
        return None
    return Part(kept, run[last] if last < len(run) else None, tuple(inserted))
