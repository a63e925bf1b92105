"""An article's text as quotations are looked for in it: of the same length, so every offset is one of the article.

Block quotes (lines that begin with ">", and those the file marks itself) stand between 「 and 」, lines that a program wrapped are one paragraph, and the
name below a quotation ("— Ann Lee") stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.attribution.marks import MARKS
from assistant.text import trim
from assistant.types import Span

WIDTHS = range(40, 101)  # code points of a line that a program wraps text to
_BLOCK = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SIGN = re.compile(r"^( {0,3}>[ >]*)", re.MULTILINE)
_SIGNED = re.compile(
    rf"(?<=[{re.escape(MARKS)}])([ \t]*\r?\n){{1,2}}(?=[ \t]*(?:[—–―]|--?) ?[A-Z][^\n]{{2,80}}$)", re.MULTILINE
)
_PARAGRAPH = re.compile(r"^[ \t]*[^\s][^\n]*(?:\n[ \t]*[^\s>][^\n]*)+", re.MULTILINE)
_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # as `free_lines` cuts paragraphs
_WORD = re.compile(r"\S+")


def prepared(text: str, blocks: Sequence[Span] = ()) -> str:
    """`text` with block quotes as quotations, and one code point behind its end where a block quote ends there.

    `blocks` are the spans of those that the file marks otherwise than by ">".
    """
    given = _PARAGRAPH.sub(_unwrapped, text)
    for block in blocks:
        given = _in_marks(given, block)
    given = _BLOCK.sub(_unsigned, given)
    return _SIGNED.sub(lambda m: " " * len(m.group()), given)


def _unsigned(block: re.Match[str]) -> str:
    """ "> One\n> two.\n" as "「One   two.」"."""
    plain = _SIGN.sub(lambda m: " " * len(m.group()), block.group())
    return _in_marks(plain, trim(plain, 0, len(plain)))


def _in_marks(text: str, block: Span) -> str:
    """`text` with marks right before and behind the block's words; a block that is in quotation marks stays as it is."""
    words = text[slice(*block)]
    signature = re.search(r"\n\s*(?:[—–―]|--?) ?[A-Z][^\n]{2,80}\Z", words)
    quote = words[: signature.start()].rstrip() if signature else words
    marked = quote[:1] in MARKS and quote.rstrip(".,;")[-1:] in MARKS
    if not any(c.isalnum() for c in quote) or block.start == 0 or marked:
        return text
    end = block.start + len(quote)
    return f"{text[: block.start - 1]}「{_BREAK.sub(' ', quote)}」{text[end + 1 :]}"


def _unwrapped(paragraph: re.Match[str]) -> str:
    """The paragraph on one line if every line is full: the next line's first word would not have fitted on it."""
    lines = paragraph.group().split("\n")
    width = max(len(line.rstrip()) for line in lines)
    full = all(
        len(line.rstrip()) + 1 + len(word.group()) > width
        for line, after in pairwise(lines)
        if (word := _WORD.search(after))
    )
    return " ".join(lines) if full and width in WIDTHS else paragraph.group()
