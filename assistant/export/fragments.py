"""Links that scroll a browser to the quoted words: `#:~:text=`, after the WICG's Text Fragments.

A link leads to the page as it is now, which proves nothing; words that the page sets apart (a picture between them, say)
may not be found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

LONGEST_EXACT = 300  # code points of a quote that is given whole; of a longer one its first and last words
_BORDER = r"(?:(?<!\w)|(?!\w))"  # of a word: not between two letters
_GAP = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+"  # white space within a line; a line is taken for a block of the page


class Directive(NamedTuple):
    """What a text directive says: `[prefix-,]start[,end][,-suffix]`, each on one line."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def encoded(self) -> str:
        terms = [f"{_percent(self.prefix)}-"] if self.prefix else []
        terms += [_percent(term) for term in (self.start, self.end) if term]
        return ",".join([*terms, *([f"-{_percent(self.suffix)}"] if self.suffix else [])])


def text_link(url: str, text: str, start: int, end: int) -> str:
    """`url` with a directive that finds `text[start:end]` first; `url` itself where there is none.

    A directive the address has already is replaced.
    """
    base = url.partition(":~:")[0].removesuffix("#")
    found = directive(text, start, end)
    return f"{base}{'' if '#' in base else '#'}:~:text={found.encoded()}" if found else base


def directive(text: str, start: int, end: int) -> Directive | None:
    """The shortest of a few directives that finds `text[start:end]` and nothing before it; None if none does."""
    span = (start, end)
    return next((d for d in _candidates(text, start, end) if d.start and _finds(d, text) == span), None)


def _candidates(text: str, start: int, end: int) -> Iterator[Directive]:
    quoted = text[start:end]
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair: no browser has it
        return
    lines = [words for part in quoted.splitlines() if (words := part.split())]
    if not lines:
        return
    before = [words for part in text[:start].splitlines() if (words := part.split())][-1:]
    after = next((words for part in text[end:].splitlines() if (words := part.split())), [])
    whole = len(lines) == 1 and len(quoted) <= LONGEST_EXACT
    sizes = (0,) if whole else (4, 8, 16)
    for context in (0, 3, 6, 12):
        around = {
            "prefix": " ".join(before[0][-context:]) if before and context else "",
            "suffix": " ".join(after[:context]),
        }
        for size in sizes:
            if whole:
                yield Directive(" ".join(lines[0]), **around)
            elif len(lines) > 1 or 2 * size < len(lines[0]):
                yield Directive(" ".join(lines[0][:size]), " ".join(lines[-1][-size:]), **around)


def _finds(directive: Directive, text: str) -> tuple[int, int] | None:
    """The span a browser would take: the first match, without regard to case, with the ends the specification wants at
    word borders."""
    start, end, prefix, suffix = map(_pattern, directive)
    wanted = f"(?P<found>{_BORDER}{start}"
    if end:
        wanted += f"{_BORDER}.*?{_BORDER}{end}"
    wanted += "" if suffix else _BORDER
    before = rf"{_BORDER}{prefix}\s*" if prefix else ""
    after = rf"\s*{suffix}{_BORDER}" if suffix else ""
    found = re.search(f"{before}{wanted}){after}", text, re.IGNORECASE | re.DOTALL)
    return found.span("found") if found else None


def _pattern(term: str) -> str:
    return _GAP.join(map(re.escape, term.split()))


def _percent(term: str) -> str:
    """Percent-encoded for a directive, in which "-", "," and "&" have a meaning of their own."""
    return quote(term, safe="").replace("-", "%2D")
