"""A saved web page → its article: the blocks of main text, with tables' rows on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import accumulate, groupby, pairwise

from lxml.html import HtmlElement

from assistant.errors import UnreadableFile
from assistant.reading.blocks import Block, find_blocks, parse
from assistant.reading.decoding import decode_html
from assistant.reading.maintext import main_text
from assistant.reading.page_metadata import page_metadata
from assistant.reading.record import Reading
from assistant.types import Span

LONGEST_CELL = 200  # code points; longer ones are columns of a page laid out as a table
_WORD = re.compile(r"\S+")


def read_html(data: bytes, name: str) -> Reading:
    """The page's main text and what its own fields say of it. Raises UnreadableFile where no word is on it."""
    source, encoding = decode_html(data)
    tree = parse(source, name)
    kept = main_text(tree, find_blocks(tree))
    if not kept:
        raise UnreadableFile(f"{name}: there is not one word on the page; save it again when it has loaded.")
    reader = f"html (lxml {version('lxml')}, trafilatura {version('trafilatura')}), {encoding}"
    return Reading(joined(kept), reader, page_metadata(tree, source), blocks=tuple(_quoted(kept)))


def joined(blocks: Sequence[Block]) -> str:
    """Blocks as text: a tab between the cells of a row, a line break between rows and list items, else an empty line."""
    return "".join(_pieces(blocks))


def _pieces(blocks: Sequence[Block]) -> list[str]:
    """Each block's text, and before it what stands between it and the one before."""
    pieces = ["", blocks[0].text]
    for before, block in pairwise(blocks):
        pieces += [_between(before, block), block.text]
    return pieces


def _quoted(blocks: Sequence[Block]) -> Iterator[Span]:
    """Where each outermost `<blockquote>` stands in the joined text, without a footer or `<cite>` that ends it."""
    pieces = _pieces(blocks)
    edges = list(accumulate(map(len, pieces)))
    placed = zip(blocks, edges[::2], edges[1::2], strict=True)
    for quotation, group in groupby(placed, key=lambda one: _quotation(one[0])):
        if quotation is not None:
            within = list(group)
            start, end = within[0][1], within[-1][2]
            yield Span(start, start + _without_source("".join(pieces)[start:end], quotation))


def _quotation(block: Block) -> HtmlElement | None:
    return next((e for e in block.elements if e.tag == "blockquote"), None)


def _without_source(words: str, quotation: HtmlElement) -> int:
    """The length of the quotation's `words` up to what says at their end whose they are."""
    found = list(_WORD.finditer(words))
    for element in quotation.iter("footer", "cite"):
        source = element.text_content().split()
        if source and len(source) < len(found) and [w.group() for w in found[-len(source) :]] == source:
            return len(words[: found[-len(source)].start()].rstrip(" \t\n—–―-"))
    return len(words)


def _between(before: Block, block: Block) -> str:
    if _shared(before, block, "tr"):
        cells = not _shared(before, block, "td", "th") and max(len(before.text), len(block.text)) <= LONGEST_CELL
        return "\t" if cells else "\n\n"
    if _shared(before, block, "table", "dl") or (
        before.tag == block.tag == "li" and _shared(before, block, "ul", "ol")
    ):
        return "\n"
    return "\n\n"


def _shared(before: Block, block: Block, *tags: str) -> bool:
    """Whether both stand in the same innermost element of one of `tags`."""
    first, second = (next((e for e in reversed(b.elements) if e.tag in tags), None) for b in (before, block))
    return first is not None and first is second
