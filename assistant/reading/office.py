"""Office documents: .docx and .odt (each in a module of its own), .pptx and .xlsx.

Nothing in them is ever run, and nothing they point to is fetched.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import openpyxl
from lxml import etree
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.exceptions import InvalidFileException

from assistant.errors import UnreadableFile
from assistant.reading.archive import Package
from assistant.reading.markup import attribute, child, children, descendants, local
from assistant.reading.odt import read_odt
from assistant.reading.ooxml import DAMAGES, core_metadata, main_part, part_root, relations
from assistant.reading.record import Reading
from assistant.reading.shape import Draft, one_line
from assistant.reading.word import read_docx

__all__ = ["read_docx", "read_odt", "read_pptx", "read_xlsx"]

_FURNITURE = {"ftr": "footer", "dt": "footer", "sldNum": "footer", "hdr": "header"}
_PICTURES_OF_SLIDES = frozenset(("sldImg", "sldNum", "hdr", "ftr", "dt"))  # what a notes page repeats of its slide
_TITLES = frozenset(("title", "ctrTitle"))

_ASIDE = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')  # colours, languages and literal text in a number format
_BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"

Place = tuple[int, int]  # top, left


def read_pptx(data: bytes, name: str) -> Reading:
    """The text of a presentation: each slide a page, its speaker notes after it. Raises UnreadableFile."""
    package = Package(data, name)
    try:
        main = main_part(package, "pptx")
        targets = {r.id: r.target for r in relations(package, main)}
        order = child(part_root(package, main), "sldIdLst")
        draft = Draft()
        for number, slide in enumerate(children(order, "sldId") if order is not None else (), 1):
            with draft.page(number):
                _slide(package, targets[attribute(slide, "id", "relationships") or ""], draft)
        return Reading(
            draft.words(name),
            f"pptx (lxml {etree.__version__})",
            core_metadata(package, "pptx"),
            draft.zones,
            draft.pages,
        )
    except DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as a presentation.") from error


def _slide(package: Package, part: str, draft: Draft) -> None:
    related = relations(package, part)
    places = {}
    for layout in (r.target for r in related if r.kind == "slideLayout" and r.target in package):
        for master in (r.target for r in relations(package, layout) if r.kind == "slideMaster" and r.target in package):
            places.update(_places(part_root(package, master)))
        places.update(_places(part_root(package, layout)))
    tree = child(part_root(package, part), "cSld", "spTree")
    if tree is not None:
        _shapes(tree, draft, places)
    for notes in (r.target for r in related if r.kind == "notesSlide" and r.target in package):
        tree = child(part_root(package, notes), "cSld", "spTree")
        for shape in _drawn(tree) if tree is not None else ():
            if _holder(shape)[0] not in _PICTURES_OF_SLIDES:
                _shape(shape, draft, {})


def _places(root: etree._Element) -> dict[str, Place]:
    """Where a layout puts its placeholders, by their index and by their type."""
    found: dict[str, Place] = {}
    for shape in descendants(root, "sp"):
        kind, index = _holder(shape)
        place = _own_place(shape)
        if kind is not None and place is not None:
            found.setdefault(kind, place)
            found[f"#{index}"] = place
    return found


def _holder(shape: etree._Element) -> tuple[str | None, str]:
    """Type and index of the placeholder a shape fills; no type where it fills none."""
    for properties in children(shape):
        holder = child(properties, "nvPr", "ph")
        if holder is not None:
            return holder.get("type") or "body", holder.get("idx") or "0"
    return None, ""


def _own_place(shape: etree._Element) -> Place | None:
    for path in (("spPr", "xfrm", "off"), ("grpSpPr", "xfrm", "off"), ("xfrm", "off")):
        offset = child(shape, *path)
        if offset is not None:
            return int(offset.get("y") or 0), int(offset.get("x") or 0)
    return None


def _drawn(tree: etree._Element) -> Iterator[etree._Element]:
    for element in children(tree):
        if local(element) == "AlternateContent":
            for choice in [*children(element, "Choice"), *children(element, "Fallback")][:1]:
                yield from _drawn(choice)
        else:
            yield element


def _shapes(tree: etree._Element, draft: Draft, places: dict[str, Place]) -> None:
    """The shapes from top to bottom and left to right; titles first, for a slide is read so wherever they lie."""
    placed = []
    for order, shape in enumerate(_drawn(tree)):
        kind, index = _holder(shape)
        inherited = places.get(f"#{index}") if kind else None
        place = _own_place(shape) or inherited or places.get(kind or "") or (0, 0)
        placed.append((kind not in _TITLES, place, order, shape))
    for _, _, _, shape in sorted(placed, key=lambda p: p[:3]):
        if kind := _FURNITURE.get(_holder(shape)[0] or ""):
            with draft.zone(kind):
                _shape(shape, draft, places)
        else:
            _shape(shape, draft, places)


def _shape(shape: etree._Element, draft: Draft, places: dict[str, Place]) -> None:
    if local(shape) == "grpSp":
        _shapes(shape, draft, places)
        return
    table = child(shape, "graphic", "graphicData", "tbl")
    if table is not None:
        rows = children(table, "tr")
        draft.table((" ".join(_paragraphs(child(cell, "txBody"))) for cell in children(row, "tc")) for row in rows)
    elif local(shape) == "sp":
        for paragraph in _paragraphs(child(shape, "txBody")):
            draft.add(paragraph)


def _paragraphs(body: etree._Element | None) -> list[str]:
    found = []
    for paragraph in children(body, "p") if body is not None else ():
        pieces = []
        for run in children(paragraph, "r", "fld", "br"):
            text = child(run, "t")
            pieces.append("\n" if local(run) == "br" else (text.text or "") if text is not None else "")
        found.append("".join(pieces))
    return found


def read_xlsx(data: bytes, name: str) -> Reading:
    """Each sheet's name, then its rows, cells as they are shown. Raises UnreadableFile."""
    package = Package(data, name)
    try:
        for part in package:  # openpyxl parses by itself, so hostile XML must be found before it
            content = package.read(part)
            if content.lstrip(_BEFORE_XML).startswith(b"<") and b"<!DOCTYPE" in content.replace(b"\0", b""):
                raise UnreadableFile(f"{name}: its part {part} has a document type definition; it is not opened.")
        main_part(package, "xlsx")
        draft = Draft()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are about charts, print areas and the like, which have no text
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says about its size may be a lie of a billion cells
                _add_rows(str(sheet.title), [row for row in map(_row, sheet.iter_rows()) if row], draft)
        return Reading(draft.words(name), f"xlsx (openpyxl {openpyxl.__version__})", core_metadata(package, "xlsx"))
    except (*DAMAGES, InvalidFileException, SyntaxError, OSError, AssertionError, ArithmeticError) as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as a workbook.") from error


def _add_rows(title: str, rows: list[dict[int, str]], draft: Draft) -> None:
    """The sheet's name and its rows, without columns that are empty in all of them; nothing for an empty sheet."""
    if rows:
        draft.add(title)
        used = sorted({column for row in rows for column in row})
        for row in rows:
            draft.add("\t".join(row.get(column, "") for column in used), "row")


def _row(cells: tuple[ReadOnlyCell | EmptyCell, ...]) -> dict[int, str]:
    """Column → what it shows, for the cells that show anything."""
    shown = {}
    for cell in cells:
        if cell.value is not None and (text := one_line(_value(cell.value, str(cell.number_format)))):
            shown[int(cell.column)] = text
    return shown


def _value(value: object, form: str) -> str:
    """A value as its cell shows it, as far as no rounding is involved: dates in ISO form, percents as percents."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        whole = value.time() == time() and not any(c in _ASIDE.sub("", form).lower() for c in "hs")
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        percent = "%" in form and not is_date_format(form)
        text = f"{value * 100 if percent else value:.15g}"
        number = text if "e" not in text else repr(value)
        return f"{number}%" if percent else number
    return str(value)
