""".docx: the words a reader of the document sees, in the order of the document.

Deleted and hidden text and comments are left out, insertions and the results of fields kept. Text boxes follow the
paragraph they are anchored in, notes stand at the end, running headers and footers after them as zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from assistant.errors import UnreadableFile
from assistant.reading.archive import Package
from assistant.reading.markup import attribute, child, children, descendants, local
from assistant.reading.ooxml import DAMAGES, core_metadata, is_on, main_part, part_root, relations
from assistant.reading.record import Reading
from assistant.reading.shape import Draft

_READER = f"docx (lxml {etree.__version__})"
_LEFT_OUT = frozenset(
    """del moveFrom delText instrText delInstrText rPr pPr sdtPr sdtEndPr tblPr trPr tcPr Fallback rt annotationRef
    footnoteRef endnoteRef commentReference binData""".split()
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_PRIVATE = range(0xE000, 0xF900)


def read_docx(data: bytes, name: str) -> Reading:
    """The text of a Word document. Raises UnreadableFile for a damaged, encrypted or wordless one."""
    package = Package(data, name)
    try:
        part = main_part(package, "docx")
        related = [r for r in relations(package, part) if r.target in package]
        styles = [part_root(package, r.target) for r in related if r.kind == "styles"]
        draft = Draft()
        walk = _Walk(draft, *_styles(styles))
        body = child(part_root(package, part), "body")
        if body is None:
            raise UnreadableFile(f"{name}: damaged, there is no text body in it.")
        walk.blocks(body)
        for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            for relation in related:
                if relation.kind == kind:
                    draft.gap()
                    for note in children(part_root(package, relation.target), tag):
                        if attribute(note, "type") in (None, "normal"):
                            walk.blocks(note)
        for kind in ("header", "footer"):
            seen: set[str] = set()
            for relation in related:
                if relation.kind == kind:
                    _running(part_root(package, relation.target), kind, walk, seen)
        return Reading(draft.words(name), _READER, core_metadata(package, "docx"), draft.zones)
    except DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as a Word document.") from error


def _running(root: etree._Element, kind: str, walk: _Walk, seen: set[str]) -> None:
    """A header or footer once, though each section has its own copy."""
    copy = Draft()
    _Walk(copy, walk.hidden, walk.listed).blocks(root)
    if copy.text not in seen:
        seen.add(copy.text)
        with walk.draft.zone(kind):
            walk.blocks(root)


def _styles(roots: list[etree._Element]) -> tuple[set[str], set[str]]:
    """The ids of styles that hide text, and of those that make list items; inherited properties count."""
    hidden: set[str] = set()
    listed: set[str] = set()
    parents: dict[str, str | None] = {}
    for style in (s for root in roots for s in children(root, "style")):
        key = attribute(style, "styleId") or ""
        based = child(style, "basedOn")
        parents[key] = attribute(based, "val") if based is not None else None
        if is_on(child(style, "rPr", "vanish")):
            hidden.add(key)
        if child(style, "pPr", "numPr") is not None:
            listed.add(key)
    for found in (hidden, listed):
        for key in parents:
            above, steps = parents[key], 0
            while above and steps < 20 and key not in found:
                if above in found:
                    found.add(key)
                above, steps = parents.get(above), steps + 1
    return hidden, listed


class _Walk:
    def __init__(self, draft: Draft, hidden: set[str], listed: set[str]) -> None:
        self.hidden, self.listed = hidden, listed
        self.draft = draft
        self._fields: list[bool] = []  # of each field we are in, outermost first: has its result begun?
        self._boxes: list[etree._Element] = []

    def blocks(self, parent: etree._Element) -> None:
        """Add the paragraphs and tables below `parent`."""
        for element in _flat(parent):
            if local(element) == "tbl":
                self._table(element)
            else:
                text = self._paragraph(element)
                self.draft.add(text, "item" if self._is_item(element) else "paragraph")
                self._text_boxes()

    def _text_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _table(self, table: etree._Element) -> None:
        rows = [[*_within(row, "tc")] for row in _within(table, "tr") if child(row, "trPr", "del") is None]
        if all(len(row) == 1 for row in rows):  # a frame around text, not a table
            for row in rows:
                self.blocks(row[0])
            return
        self.draft.table(map(self._cell, row) for row in rows)
        self._text_boxes()

    def _cell(self, cell: etree._Element) -> str:
        pieces: list[str] = []
        for element in _flat(cell):
            if local(element) == "tbl":
                pieces.extend(self._cell(inner) for row in _within(element, "tr") for inner in _within(row, "tc"))
            else:
                pieces.append(self._paragraph(element))
        return " ".join(p for p in pieces if p.strip())

    def _is_item(self, paragraph: etree._Element) -> bool:
        properties = child(paragraph, "pPr")
        number = child(properties, "numPr", "numId")
        if number is not None:
            return attribute(number, "val") != "0"
        style = child(properties, "pStyle")
        return style is not None and attribute(style, "val") in self.listed

    def _paragraph(self, paragraph: etree._Element) -> str:
        style = child(paragraph, "pPr", "pStyle")
        shown = style is None or attribute(style, "val") not in self.hidden
        text = "".join(self._inline(paragraph))
        return text if shown else ""

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        for element in children(parent):
            tag = local(element)
            if tag == "txbxContent":
                self._boxes.append(element)
            elif tag == "fldChar":
                self._field(attribute(element, "fldCharType") or "")
            elif tag in _LEFT_OUT or (tag == "r" and self._is_hidden(element)):
                self._fields_of(element)
            elif tag == "t" or tag == "sym" or tag in _SIGNS:
                if all(self._fields):
                    yield _sign(element, tag)
            else:
                yield from self._inline(element)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _fields_of(self, element: etree._Element) -> None:
        """Fields begin and end inside deleted and hidden text, too."""
        for inner in descendants(element, "fldChar"):
            self._field(attribute(inner, "fldCharType") or "")

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        vanish = child(properties, "vanish")
        if vanish is not None:
            return is_on(vanish)
        style = child(properties, "rStyle")
        return style is not None and attribute(style, "val") in self.hidden


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of `parent`, through the wrappers of content controls, insertions and the like."""
    return _within(parent, "p", "tbl")


def _within(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for element in children(parent):
        if local(element) in tags:
            yield element
        elif local(element) in (
            "sdt",
            "sdtContent",
            "ins",
            "moveTo",
            "customXml",
            "smartTag",
            "AlternateContent",
            "Choice",
        ):
            yield from _within(element, *tags)


def _sign(element: etree._Element, tag: str) -> str:
    """The characters of one element; a symbol font's private numbers are pictures, not letters."""
    if tag == "t":
        return _BREAKS.sub(" ", element.text or "")
    if tag in _SIGNS:
        return _SIGNS[tag]
    try:
        number = int(attribute(element, "char") or "", 16)
        return "" if number in _PRIVATE else chr(number)
    except (ValueError, OverflowError):
        return ""
