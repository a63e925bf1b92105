""".odt: the words a reader of the document sees, in the order of the document.

Deletions, comments and hidden text are left out; text boxes follow their paragraph, notes stand at the end, running
headers and footers after them as zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from assistant.errors import UnreadableFile
from assistant.reading.archive import Package
from assistant.reading.markup import attribute, child, children, descendants, local, text_of, xml_root
from assistant.reading.ooxml import DAMAGES, part_root
from assistant.reading.record import Reading, is_filler
from assistant.reading.shape import Draft, Kind
from assistant.types import Value

_READER = f"odt (lxml {etree.__version__})"
_LEFT_OUT = frozenset(
    """annotation annotation-end tracked-changes hidden-text hidden-paragraph ruby-text note-citation forms script title
    desc image object object-ole binary-data event-listeners sequence-decls variable-decls user-field-decls""".split()
)
_WRAPPERS = frozenset(
    """section list-item list-header table-header-rows table-rows table-row-group table-of-content alphabetical-index
    illustration-index table-index object-index user-index bibliography index-body index-title numbered-paragraph page
    g""".split()
)
_BOXES = frozenset("text-box custom-shape rect ellipse circle line polyline polygon path connector caption".split())
_WHITE = re.compile(r"[ \t\r\n]+")
_SPACES = 1_000  # a run of spaces longer than this is an attack, not a layout


def read_odt(data: bytes, name: str) -> Reading:
    """The text of an OpenDocument text. Raises UnreadableFile for a damaged, encrypted or wordless one."""
    package = Package(data, name)
    try:
        manifest = "META-INF/manifest.xml"
        if manifest in package and _is_encrypted(xml_root(package.read(manifest), name, manifest, doctype=True)):
            raise UnreadableFile(f"{name}: encrypted with a password; save it without one first.")
        content = part_root(package, "content.xml")
        text = child(content, "body", "text")
        if text is None:
            raise UnreadableFile(f"{name}: no text document; save it as .odt first.")
        styles = part_root(package, "styles.xml") if "styles.xml" in package else None
        draft = Draft()
        walk = _Walk(draft, _hidden_styles([content] if styles is None else [content, styles]))
        walk.blocks(text)
        walk.notes_at_the_end()
        if styles is not None:
            _running(styles, walk, draft)
        return Reading(draft.words(name), _READER, _metadata(package), draft.zones)
    except DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as an OpenDocument text.") from error


def _is_encrypted(manifest: etree._Element) -> bool:
    return any(True for _ in descendants(manifest, "encryption-data"))


def _metadata(package: Package) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if "meta.xml" not in package:
        return found
    meta = child(part_root(package, "meta.xml"), "meta")
    for tag, key in (
        ("title", "title"),
        ("initial-creator", "author"),
        ("creator", "author"),
        ("language", "language"),
    ):
        value = " ".join(text_of(child(meta, tag)).split())
        if value and key not in found and not is_filler(key, value):
            found[key] = Value(value, f"odt:meta.{tag}")
    return found


def _running(styles: etree._Element, walk: _Walk, draft: Draft) -> None:
    masters = child(styles, "master-styles")
    seen: set[str] = set()
    for element in descendants(masters, "header", "footer") if masters is not None else ():
        copy = Draft()
        _Walk(copy, walk.hidden).blocks(element)
        if copy.text not in seen:
            seen.add(copy.text)
            with draft.zone(local(element)):
                walk.blocks(element)


def _hidden_styles(roots: list[etree._Element]) -> set[str]:
    styles = (s for root in roots for s in descendants(root, "style"))
    return {
        attribute(style, "name") or ""
        for style in styles
        if any(attribute(p, "display", "text") == "none" for p in children(style, "text-properties"))
    }


class _Walk:
    def __init__(self, draft: Draft, hidden: set[str]) -> None:
        self.hidden = hidden
        self._draft = draft
        self._boxes: list[etree._Element] = []
        self._notes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, kind: Kind = "paragraph") -> None:
        """Add the paragraphs, lists and tables below `parent`."""
        for element in children(parent):
            tag = local(element)
            if tag in ("p", "h"):
                self._draft.add(self._paragraph(element), "paragraph" if tag == "h" else kind)
                self._text_boxes()
            elif tag == "list":
                if kind != "item":
                    self._draft.gap()
                self.blocks(element, "item")
            elif tag == "table":
                self._table(element)
            elif tag in ("frame", *_BOXES) or (tag in _WRAPPERS and attribute(element, "display") != "none"):
                self.blocks(element, kind)

    def notes_at_the_end(self) -> None:
        self._draft.gap()
        while self._notes:
            self.blocks(self._notes.pop(0))

    def _text_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _table(self, table: etree._Element) -> None:
        rows = [list(children(row, "table-cell")) for row in _rows(table)]
        if all(len(row) == 1 for row in rows):  # a frame around text, not a table
            for row in rows:
                self.blocks(row[0])
            return
        self._draft.table(map(self._cell, row) for row in rows)
        self._text_boxes()

    def _cell(self, cell: etree._Element) -> str:
        inner = _Walk(Draft(), self.hidden)
        inner.blocks(cell)
        self._notes.extend(inner._notes)
        return inner._draft.text.replace("\t", " ")

    def _paragraph(self, paragraph: etree._Element) -> str:
        text = "".join(self._inline(paragraph))
        return re.sub(" *\n *", "\n", text).replace("\ufdd0", " ")

    def _inline(self, parent: etree._Element) -> Iterator[str]:
        if attribute(parent, "style-name") in self.hidden:
            return
        pieces = [*self._pieces(parent)]
        previous = " "
        for piece in pieces:
            white = _WHITE.sub(" ", piece) if piece not in ("\t", "\n") else piece
            if previous.endswith(" ") and white.startswith(" "):
                white = white[1:]
            if white:
                yield white
                previous = white

    def _pieces(self, parent: etree._Element) -> Iterator[str]:
        yield parent.text or ""
        for element in children(parent):
            tag = local(element)
            if tag == "s":
                yield "\ufdd0" * min(_SPACES, int(attribute(element, "c") or "1"))
            elif tag == "tab":
                yield "\t"
            elif tag == "line-break":
                yield "\n"
            elif tag == "note":
                self._notes.extend(children(element, "note-body"))
            elif tag in _BOXES:
                self._boxes.append(element)
            elif tag not in _LEFT_OUT and attribute(element, "style-name") not in self.hidden:
                yield from self._pieces(element)
            yield element.tail or ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in children(table):
        if local(element) == "table-row":
            yield element
        elif local(element) in _WRAPPERS:
            yield from _rows(element)
