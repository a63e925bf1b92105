"""An article's text as quotations are looked for in it: of the same length, so every offset is one of the article.

Block quotes (lines that begin with ">") stand between 「 and 」, lines that a program wrapped are one paragraph, and the
name below a quotation ("— Ann Lee") stands behind it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.attribution.marks import MARKS

WIDTHS = range(40, 101)  # code points of a line that a program wraps text to
_BLOCK = re.compile(r"(?:^ {0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SIGN = re.compile(r"^( {0,3}>[ >]*)", re.MULTILINE)
_SIGNED = re.compile(
    rf"(?<=[{re.escape(MARKS)}])([ \t]*\r?\n){{1,2}}(?=[ \t]*(?:[—–―]|--?) ?[A-Z][^\n]{{2,80}}$)", re.MULTILINE
)
_PARAGRAPH = re.compile(r"^[ \t]*[^\s][^\n]*(?:\n[ \t]*[^\s>][^\n]*)+", re.MULTILINE)
_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # as `free_lines` cuts paragraphs
_WORD = re.compile(r"\S+")


def prepared(text: str) -> str:
    """`text` with block quotes as quotations, and one code point behind its end where a block quote ends there."""
    given = _PARAGRAPH.sub(_unwrapped, text)
    given = _BLOCK.sub(_in_marks, given)
    return _SIGNED.sub(lambda m: " " * len(m.group()), given)


def _in_marks(block: re.Match[str]) -> str:
    """ "> One\n> two.\n" as "「One   two.」"; a block that is in quotation marks already only loses its ">"."""
    plain = _SIGN.sub(lambda m: " " * len(m.group()), block.group())
    words = plain.strip()
    signature = re.search(r"\n\s*(?:[—–―]|--?) ?[A-Z][^\n]{2,80}\Z", words)
    quote = words[: signature.start()].rstrip() if signature else words
    first = plain.find(words) if words else 0
    if not any(c.isalnum() for c in quote) or first == 0 or (quote[0] in MARKS and quote.rstrip(".,;")[-1:] in MARKS):
        return plain
    end = first + len(quote)
    return f"{plain[: first - 1]}「{_BREAK.sub(' ', quote)}」{plain[end + 1 :]}"


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
