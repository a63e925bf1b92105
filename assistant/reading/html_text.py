"""The text of HTML inside other files (mails, e-books, feeds), block by block; no search for the main article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import lxml.html
from lxml import etree

from assistant.reading.markup import entity, local
from assistant.reading.shape import Draft, Kind, one_line

_SKIPPED = frozenset(
    "script style nav head template noscript iframe object audio video canvas svg select textarea rt rp".split()
)
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol option p pre section summary table tbody
    td tfoot th thead tr ul""".split()
)
_LISTS = frozenset("ul ol dl menu dir table".split())
_ITEMS = frozenset("li dd dt".split())
_CELLS = frozenset(("td", "th"))
_TABLE_PARTS = _CELLS | {"caption", "thead", "tbody", "tfoot", "tr"}
_WHITE = re.compile(r"[ \t\r\n\f]+")
_BROKEN = re.compile(r" *\n *")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

ZoneOf = Callable[[etree._Element], str | None]


def html_lines(html: str) -> str:
    """The text of `html`, in the shape `Draft` gives; "" where there is none. Raises RecursionError for endless nesting."""
    draft = Draft()
    add_html(html, draft)
    return draft.text


def add_html(html: str, draft: Draft, zone_of: ZoneOf | None = None) -> None:
    """Add the blocks of `html` to `draft`; those inside an element for which `zone_of` names a kind become a zone.

    Raises RecursionError where elements are nested deeper than the parser follows.
    """
    data = html.encode("utf-8", "replace")
    if not data.strip():
        return
    # HTML has no entities of its own, so nothing can be blown up by lifting the parser's limits
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but comments or white space
        return
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise RecursionError("the parser dropped what is nested too deeply")
    add_tree(root, draft, zone_of)


def add_tree(root: etree._Element, draft: Draft, zone_of: ZoneOf | None = None) -> None:
    """Add the blocks of a tree of (X)HTML elements to `draft`."""
    _Walk(draft, zone_of).run(root)


class _Walk:
    def __init__(self, draft: Draft, zone_of: ZoneOf | None) -> None:
        self._draft = draft
        self._zone_of = zone_of
        self._zones: dict[etree._Element, ExitStack] = {}
        self._line: list[str] = []
        self._pre = self._items = 0
        self._table: etree._Element | None = None  # the data table we are in
        self._cells: list[str] = []

    def run(self, root: etree._Element) -> None:
        for event, element in _events(root):
            if event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
            else:
                self._say((entity(element) if isinstance(element, etree._Entity) else "") + (element.tail or ""))
        self._flush()

    def _start(self, element: etree._Element) -> None:
        tag = local(element)
        if tag in BLOCKS:
            self._border(tag)
        elif tag == "br":
            self._line.append("\n")
        if self._zone_of and (kind := self._zone_of(element)):
            self._flush()
            self._zones[element] = stack = ExitStack()
            stack.enter_context(self._draft.zone(kind))
        if tag == "pre":
            self._pre += 1
        if tag in _ITEMS:
            self._items += 1
        if tag in _LISTS and not self._items:
            self._draft.gap()
        if tag == "table" and self._table is None and _is_data(element):
            self._table = element
        self._say(element.text or "")

    def _end(self, element: etree._Element) -> None:
        tag = local(element)
        if self._table is not None and tag in _CELLS:
            self._cells.append(one_line(self._take()))
        elif self._table is not None and (tag == "tr" or element is self._table):
            stray = one_line(self._take())
            self._draft.add("\t".join([*self._cells, stray] if stray else self._cells), "row")
            self._cells = []
        elif tag in BLOCKS:
            self._border(tag)
        if element is self._table:
            self._table = None
            self._draft.gap()
        if tag == "pre":
            self._pre -= 1
        if tag in _ITEMS:
            self._items -= 1
        if element in self._zones:
            self._flush()
            self._zones.pop(element).close()
        self._say(element.tail or "")

    def _border(self, tag: str) -> None:
        """A block begins or ends: a new block of text, but inside a cell only white space."""
        if self._table is None or tag in _TABLE_PARTS:
            self._flush()
        else:
            self._line.append("\n")

    def _say(self, text: str) -> None:
        self._line.append(text if self._pre else _WHITE.sub(" ", text))

    def _take(self) -> str:
        text, self._line = "".join(self._line), []
        return text.strip("\n") if self._pre else _BROKEN.sub("\n", re.sub(" {2,}", " ", text)).strip()

    def _flush(self) -> None:
        kind: Kind = "item" if self._items else "paragraph"
        if self._line:
            self._draft.add(self._take(), kind)


def _events(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of each element shown, "tail" for one that is not; no recursion, for files nest without limit."""
    stack: list[tuple[str, etree._Element]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        if event == "start" and (local(element) in _SKIPPED or not isinstance(element.tag, str) or _is_hidden(element)):
            yield "tail", element
            continue
        yield event, element
        if event == "start":
            stack.append(("end", element))
            stack.extend(("start", inner) for inner in reversed(element))


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_data(table: etree._Element) -> bool:
    """False for a table that only lays out a page: one that holds tables, or never has two cells side by side."""
    if table.get("role") == "presentation" or any(local(e) == "table" for e in table.iterdescendants()):
        return False
    rows = (e for e in table.iterdescendants() if local(e) == "tr")
    return any(sum(local(c) in _CELLS for c in row) > 1 for row in rows)
