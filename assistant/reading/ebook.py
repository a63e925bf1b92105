""".epub: the chapters in the order of the spine, in the shape of `Draft`; navigation, styles and scripts are left out."""

from __future__ import annotations

import posixpath
import re
from html.entities import html5
from urllib.parse import unquote, urlsplit

from lxml import etree

from assistant.errors import UnreadableFile
from assistant.reading.archive import Package
from assistant.reading.decoding import decode_as
from assistant.reading.html_text import add_html, add_tree
from assistant.reading.markup import (
    attribute,
    child,
    children,
    descendants,
    iso_date,
    local,
    text_of,
    xml_root,
)
from assistant.reading.ooxml import DAMAGES
from assistant.reading.record import Reading
from assistant.reading.shape import Draft
from assistant.types import Value

_READER = f"epub (lxml {etree.__version__})"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/xml", "text/xml", "text/x-oeb1-document"))
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_OWN = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_KEYS = {"title": "title", "creator": "author", "publisher": "publisher", "language": "language"}


def read_epub(data: bytes, name: str) -> Reading:
    """The text of an e-book. Raises UnreadableFile for a damaged, copy-protected or wordless one."""
    package = Package(data, name)
    try:
        opf = _package_file(package)
        root = xml_root(package.read(opf), name, opf, doctype=True)
        chapters = _chapters(package, root, posixpath.dirname(opf))
        locked = _encrypted(package)
        draft = Draft()
        for chapter in chapters:
            if chapter in locked:
                raise UnreadableFile(f"{name}: copy-protected, its chapters are encrypted.")
            draft.gap()
            _chapter(package.read(chapter), chapter, package.name, draft)
        return Reading(draft.words(name), _READER, _metadata(root))
    except DAMAGES as error:
        raise UnreadableFile(f"{name}: damaged, it cannot be read as an e-book.") from error


def _package_file(package: Package) -> str:
    container = xml_root(package.read("META-INF/container.xml"), package.name, "META-INF/container.xml", doctype=True)
    for rootfile in descendants(container, "rootfile"):
        path = unquote(attribute(rootfile, "full-path") or "")
        if path in package:
            return path
    raise UnreadableFile(f"{package.name}: damaged, the list of its chapters is missing.")


def _chapters(package: Package, root: etree._Element, folder: str) -> list[str]:
    """The parts of the spine in order, the table of contents left out."""
    manifest, spine = child(root, "manifest"), child(root, "spine")
    if manifest is None or spine is None:
        raise UnreadableFile(f"{package.name}: damaged, the list of its chapters is missing.")
    items = {attribute(item, "id"): item for item in children(manifest, "item")}
    found = []
    for reference in children(spine, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None:
            raise UnreadableFile(f"{package.name}: damaged, a chapter its list names is missing.")
        if (attribute(item, "media-type") or "").lower() not in _PAGES:
            continue  # a picture as a page
        if "nav" not in (attribute(item, "properties") or "").split():
            found.append(_path(folder, attribute(item, "href") or ""))
    return list(dict.fromkeys(found))


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(urlsplit(address).path))).lstrip("/")


def _encrypted(package: Package) -> set[str]:
    """The parts that are encrypted; fonts often are though the book itself is free."""
    part = "META-INF/encryption.xml"
    if part not in package:
        return set()
    references = descendants(xml_root(package.read(part), package.name, part, doctype=True), "CipherReference")
    return {_path("", attribute(r, "URI") or "") for r in references}


def _chapter(data: bytes, part: str, name: str, draft: Draft) -> None:
    """As XHTML; what is not well-formed is taken as a browser would take it."""
    try:
        root = xml_root(_ENTITY.sub(_number, data), name, part, doctype=True)
    except UnreadableFile:
        if b"<!ENTITY" in data:
            raise
        add_html(decode_as(data, None), draft)
        return
    body = next((e for e in children(root) if local(e) == "body"), root)
    add_tree(body, draft)


def _number(match: re.Match[bytes]) -> bytes:
    """HTML's named characters, which XML does not know, by their number."""
    known = html5.get(f"{match.group(1).decode('ascii')};")
    if match.group(1) in _XML_OWN or known is None:
        return match.group()
    return "".join(f"&#{ord(c)};" for c in known).encode("ascii")


def _metadata(root: etree._Element) -> dict[str, Value]:
    found: dict[str, Value] = {}
    metadata = child(root, "metadata")
    fields = [] if metadata is None else [*children(metadata), *descendants(metadata, *_KEYS, "date")]
    for element in fields:
        tag, text = local(element), " ".join(text_of(element).split())
        if tag in _KEYS and text:
            found.setdefault(_KEYS[tag], Value(text, f"epub:dc:{tag}"))
        elif (
            tag == "date"
            and (attribute(element, "event") or "publication") == "publication"
            and (day := iso_date(text))
        ):
            found.setdefault("published", Value(day, "epub:dc:date"))
    authors = list(dict.fromkeys(" ".join(text_of(e).split()) for e in fields if local(e) == "creator"))
    if len(authors) > 1:
        found["author"] = Value("; ".join(a for a in authors if a), "epub:dc:creator")
    return found
