"""Markup from strangers, parsed without entities, definitions or anything fetched from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from assistant.errors import UnreadableFile

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?![\d-])")


def xml_root(data: bytes, name: str, part: str = "", doctype: bool = False) -> etree._Element:
    """The root element of `data`, comments and processing instructions left out.

    `part` is the entry of the package `name` the bytes come from. A document type is refused unless `doctype`; one that
    declares entities always is. Raises UnreadableFile.
    """
    where = f"{name}: its part {part}" if part else f"{name}: it"
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
        tree = root.getroottree()
        if tree.docinfo.doctype and not doctype:
            raise UnreadableFile(f"{where} has a document type definition, which no such file needs; it is not opened.")
        internal = tree.docinfo.internalDTD
        if internal is not None and any(True for _ in internal.iterentities()):
            raise UnreadableFile(f"{where} declares entities of its own, which are not expanded; write them out first.")
    except (etree.LxmlError, ValueError, LookupError, AssertionError) as error:
        reason = str(error).partition("\n")[0].partition(" (<string>")[0].rstrip(".") or "no XML in it"
        raise UnreadableFile(f"{where} is not well-formed XML ({reason}).") from error
    return root


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for anything that is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, key: str, prefix: str | None = None) -> str | None:
    """The attribute called `key` in whatever namespace; `prefix` is a piece the namespace must contain."""
    for found, value in element.attrib.items():
        namespace, _, tail = str(found).rpartition("}")
        if tail == key and (prefix is None or prefix in namespace):
            return str(value)
    return None


def children(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The child elements, those called one of `tags` where any is given."""
    return (c for c in element if isinstance(c.tag, str) and (not tags or local(c) in tags))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along `path`, or None."""
    for tag in path:
        element = next(children(element, tag), None) if element is not None else None
    return element


def descendants(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """All elements below `element` called one of `tags`, in document order."""
    return (e for e in element.iterdescendants() if local(e) in tags)


def text_of(element: etree._Element | None) -> str:
    """All text inside, named HTML entities resolved, white space at the ends removed."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for inner in element.iterdescendants():
        pieces.append(entity(inner) if isinstance(inner, etree._Entity) else inner.text or "")
        pieces.append(inner.tail or "")
    return "".join(pieces).strip()


def entity(element: etree._Element) -> str:
    """What an unresolved reference such as "&nbsp;" stands for; itself where HTML does not know it."""
    return html.unescape(str(element.text))


def iso_date(text: str) -> str | None:
    """The whole date `text` begins with, as YYYY-MM-DD, or None."""
    found = _ISO_DATE.match(text.strip())
    try:
        return date.fromisoformat(found.group()).isoformat() if found else None
    except ValueError:
        return None
