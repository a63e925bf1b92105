"""A saved web page → its article: the blocks of main text, with tables' rows on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise

from assistant.errors import UnreadableFile
from assistant.reading.blocks import Block, find_blocks, parse
from assistant.reading.decoding import decode_html
from assistant.reading.maintext import main_text
from assistant.reading.page_metadata import page_metadata
from assistant.reading.record import Reading

LONGEST_CELL = 200  # code points; longer ones are columns of a page laid out as a table


def read_html(data: bytes, name: str) -> Reading:
    """The page's main text and what its own fields say of it. Raises UnreadableFile where no word is on it."""
    source, encoding = decode_html(data)
    tree = parse(source, name)
    kept = main_text(tree, find_blocks(tree))
    if not kept:
        raise UnreadableFile(f"{name}: there is not one word on the page; save it again when it has loaded.")
    reader = f"html (lxml {version('lxml')}, trafilatura {version('trafilatura')}), {encoding}"
    return Reading(joined(kept), reader, page_metadata(tree, source))


def joined(blocks: Sequence[Block]) -> str:
    """Blocks as text: a tab between the cells of a row, a line break between rows and list items, else an empty line."""
    pieces = [blocks[0].text]
    for before, block in pairwise(blocks):
        pieces += [_between(before, block), block.text]
    return "".join(pieces)


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
