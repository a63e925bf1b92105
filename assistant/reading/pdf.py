"""Bytes of a PDF → Reading: text in reading order, one paragraph a line, with its pages, page furniture and fields.

pdfium gives characters and their boxes in the order they are drawn, which is the reading order in nearly all files.
From the boxes come lines (pdf_lines), columns, paragraphs and table rows (pdf_layout). Running headers, footers and
page numbers stay in the text as zones, but are moved out of sentences that run over a page border.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from unicodedata import category

import pypdfium2
from pypdfium2 import raw

from assistant.errors import UnreadableFile
from assistant.reading.pdf_layout import flow
from assistant.reading.pdf_lines import Line, lines
from assistant.reading.record import Part, Reading, is_filler
from assistant.types import Page, Value, Zone

MOST_PAGES = 5000
MOST_PARTS = 1000
MOST_CHARACTERS = 500_000  # of one page
READER = f"pdf (pypdfium2 {pypdfium2.PYPDFIUM_INFO})"


def read_pdf(data: bytes, name: str) -> Reading:
    """Read the PDF in `data`; `name` is for messages only. Pages without any text have no entry in `pages`.

    Raises UnreadableFile for what is encrypted, damaged, too long or without a text layer that can be used.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableFile(f"{name}: is encrypted; save it without a password first.") from error
        raise UnreadableFile(f"{name}: a damaged PDF, or none at all; save or download it anew.") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"{name}: has {len(document)} pages, more than {MOST_PAGES}; split it first.")
        pages = _pages(document, name)
        metadata = _metadata(document, data)
        parts = tuple(_parts(document))
    finally:
        document.close()
    _check_text("".join(line.text for lines in pages.values() for line in lines), name)
    text, zones, spans = _written(flow(pages))
    return Reading(text, READER, metadata, zones, spans, parts)


def _check_text(text: str, name: str) -> None:
    words = sum(c.isalnum() for c in text)
    if not words:
        raise UnreadableFile(f"{name}: has no text layer (scanned pictures?); run text recognition (OCR) on it first.")
    if sum(c == "\ufffd" or category(c) == "Co" for c in text) > words:
        raise UnreadableFile(
            f"{name}: its fonts do not say which characters they show; run text recognition (OCR) on it first."
        )


def _pages(document: Any, name: str) -> dict[int, list[Line]]:
    """The lines of each page that has any, by page number, as drawn. A damaged page has none."""
    pages: dict[int, list[Line]] = {}
    damaged = 0
    for number in range(1, len(document) + 1):
        try:
            page = _flattened(document, number - 1)
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            damaged += 1
            continue
        if raw.FPDFText_CountChars(textpage) > MOST_CHARACTERS:
            raise UnreadableFile(f"{name}: page {number} has more than {MOST_CHARACTERS} characters; split it first.")
        if found := list(lines(textpage, number)):
            pages[number] = found
        textpage.close()
        page.close()
    if damaged == len(document):
        raise UnreadableFile(f"{name}: a damaged PDF, of which no page can be read; save or download it anew.")
    return pages


def _flattened(document: Any, index: int) -> Any:
    """The page, with what was typed into its form fields and text boxes drawn on it."""
    page = document[index]
    if raw.FPDFPage_GetAnnotCount(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


def _written(flow: list[Line]) -> tuple[str, tuple[Zone, ...], tuple[Page, ...]]:
    pieces: list[str] = []
    zones: list[Zone] = []
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    for line in flow:
        lead = line.lead if pieces else ""
        pieces += lead, line.text
        start, at = at + len(lead), at + len(lead) + len(line.text)
        spans[line.page] = spans.get(line.page, (start, 0))[0], at
        if line.kind:
            zones.append(Zone(start, at, line.kind))
    return "".join(pieces), tuple(zones), tuple(Page(number, *span) for number, span in spans.items())


_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PRISM = "{http://prismstandard.org/namespaces/basic/"  # and a version
_XMP_FIELDS = (
    ("title", _DC, "title"),
    ("author", _DC, "creator"),
    ("publisher", _DC, "publisher"),
    ("language", _DC, "language"),
    ("url", _PRISM, "url"),
    ("published", _PRISM, "publicationDate"),
    ("published", _DC, "date"),
)


def _metadata(document: Any, data: bytes) -> dict[str, Value]:
    """The document's own fields, those of its XMP packet only where the others are silent."""
    fields = [
        ("title", _wide(partial(raw.FPDF_GetMetaText, document, b"Title")), "pdf:Title"),
        ("author", _wide(partial(raw.FPDF_GetMetaText, document, b"Author")), "pdf:Author"),
        ("language", _wide(partial(raw.FPDFCatalog_GetLanguage, document)), "pdf:Lang"),
        *_xmp(data),
    ]
    found: dict[str, Value] = {}
    for key, text, evidence in fields:
        value = " ".join(text.replace("\0", " ").split())
        if key == "published":
            value = _day(value)
        if 0 < len(value) <= 500 and key not in found and not is_filler(key, value):
            found[key] = Value(value, evidence)
    return found


def _wide(ask: Callable[[Any, int], int]) -> str:
    """A UTF-16 string of pdfium, whose functions say how many bytes they need when given no buffer."""
    size = ask(None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def _xmp(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Key, value and evidence of the XMP packet. Where there are several, most are those of pictures: none is read."""
    start, end = data.find(b"<x:xmpmeta"), data.rfind(b"</x:xmpmeta>")
    if start < 0 or start != data.rfind(b"<x:xmpmeta"):
        return
    try:
        root = ET.fromstring(data[start : end + len(b"</x:xmpmeta>")])
    except ET.ParseError:
        return
    for key, space, name in _XMP_FIELDS:
        for about in root.iter(f"{_RDF}Description"):
            plain = [v for k, v in about.attrib.items() if k.startswith(space) and k.endswith("}" + name)]
            for element in about:
                if element.tag.startswith(space) and element.tag.endswith("}" + name):
                    items = [item.text or "" for item in element.iter(f"{_RDF}li")]
                    plain.append(", ".join(items[:1] if key == "title" else items) or element.text or "")
            for value in plain:
                yield key, value, f"xmp:{'dc' if space == _DC else 'prism'}:{name}"


def _parts(document: Any) -> Iterator[Part]:
    """The embedded files."""
    count = raw.FPDFDoc_GetAttachmentCount(document)
    for index in range(min(count, MOST_PARTS)):
        name = f"attachment {index + 1}"
        try:
            attachment = document.get_attachment(index)
            name = _wide(partial(raw.FPDFAttachment_GetName, attachment)).replace("\0", "") or name
            yield Part(name, bytes(attachment.get_data()))
        except pypdfium2.PdfiumError:
            yield Part(name, refusal="it is empty or damaged.")
    if count > MOST_PARTS:
        yield Part("further attachments", refusal=f"only the first {MOST_PARTS} of {count} are read.")
