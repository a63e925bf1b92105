"""A web page → its blocks of text, as a browser lays them out: one for each paragraph, heading, list item or cell.

The characters are the page's own. Only white space is changed, as a browser changes it: runs of it become one space,
`<br>` a line break and two of them a new block. What a browser does not show as text (scripts, styles, forms' inner
states, hidden elements) is no block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from assistant.errors import UnreadableFile

BLOCK_TAGS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody
    td tfoot th thead title tr ul""".split()
)
_UNSEEN_TAGS = frozenset(
    """applet audio base button canvas datalist embed frame frameset head iframe input link map math meta noscript
    object optgroup option script select style svg template textarea title video""".split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\r\f]+")  # what HTML collapses; a no-break space is a character like any other
_CONTAINER = re.compile(r"(?:</?(?!(?:script|style|title)\b)[a-z][^>]*>\s*)+", re.IGNORECASE)
_BREAK = "\0"  # stands for <br> until a block ends; NULs of the page itself are dropped before it is parsed


@dataclass
class Block:
    """A block's text and where it stands: its elements from the outermost in, and how many of its characters are links."""

    text: str
    elements: list[lxml.html.HtmlElement]
    linked: int = 0
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        self.tag = next((e.tag for e in reversed(self.elements) if e.tag in BLOCK_TAGS), "body")


def parse(html: str, name: str) -> lxml.html.HtmlElement:
    """The page's tree, comments left out. Raises UnreadableFile where there is nothing to parse."""
    tree, complete = _parsed(html, name)
    if not complete:  # libxml2 stops at 2,048 elements inside each other; without containers the text is all there
        tree, complete = _parsed(_CONTAINER.sub("<br><br>", html), name)
    if not complete:
        raise UnreadableFile(f"{name}: its elements are nested too deeply to be read.")
    return tree


def _parsed(html: str, name: str) -> tuple[lxml.html.HtmlElement, bool]:
    # bytes, because lxml refuses a str with an encoding declaration in it
    data = html.replace("\0", "").encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(f"{name}: there is nothing on the page, or too much to be read.") from error
    return tree, not any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log)


def find_blocks(tree: lxml.html.HtmlElement) -> list[Block]:
    """All blocks of the page that have a word in them, in the page's order."""
    walk = _Walk()
    unseen = 0  # how many elements deep we are in what is not shown
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if unseen or not isinstance(element.tag, str) or _is_unseen(element):
                unseen += 1
            else:
                walk.enter(element)
            continue
        if unseen:
            unseen -= 1
        else:
            walk.leave(element)
        if not unseen:
            walk.write(element.tail)
    walk.end_block()
    return walk.found


def _is_unseen(element: lxml.html.HtmlElement) -> bool:
    style = element.get("style")
    return (
        element.tag in _UNSEEN_TAGS
        or element.get("hidden") is not None
        or (style is not None and _HIDDEN_STYLE.search(style) is not None)
    )


class _Walk:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self._elements: list[lxml.html.HtmlElement] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._preformatted = 0

    def enter(self, element: lxml.html.HtmlElement) -> None:
        if element.tag in BLOCK_TAGS:
            self.end_block()
        self._elements.append(element)
        self._links += element.tag == "a"
        self._preformatted += element.tag == "pre"
        if element.tag == "br":
            self._break()
        self.write(element.text)

    def leave(self, element: lxml.html.HtmlElement) -> None:
        if element.tag in BLOCK_TAGS:
            self.end_block()
        self._elements.pop()
        self._links -= element.tag == "a"
        self._preformatted -= element.tag == "pre"

    def write(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text.replace("\n", _BREAK) if self._preformatted else text)
        if self._links:
            self._linked += len(_WHITE.sub(" ", text))

    def _break(self) -> None:
        written = next((p for p in reversed(self._pieces) if p.strip(" \t\n\r\f")), "")
        if written.endswith(_BREAK) and not self._preformatted:
            self.end_block()
        else:
            self._pieces.append(_BREAK)

    def end_block(self) -> None:
        lines = (_WHITE.sub(" ", line).strip(" ") for line in "".join(self._pieces).split(_BREAK))
        text = "\n".join(line for line in lines if line)
        if any(c.isalnum() for c in text):
            self.found.append(Block(text, list(self._elements), self._linked))
        self._pieces.clear()
        self._linked = 0
