"""What .docx, .pptx and .xlsx have in common: parts tied together by relations, and the properties of the whole."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from assistant.errors import UnreadableFile
from assistant.reading.archive import Package
from assistant.reading.markup import attribute, children, text_of, xml_root
from assistant.reading.record import is_filler
from assistant.types import Value

DAMAGES = (KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError)
_CORE = {"title": "title", "creator": "author", "language": "language"}


class Relation(NamedTuple):
    """A part another part points to; `kind` is the last word of the relation's type, e.g. "footnotes"."""

    id: str
    kind: str
    target: str


def relations(package: Package, part: str) -> list[Relation]:
    """The relations of `part` ("" for the package itself) to other parts inside; remote targets are left out."""
    folder, file = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{file}.rels")
    if listing not in package:
        return []
    found = []
    for relation in children(xml_root(package.read(listing), package.name, listing), "Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        if target not in package:
            target = unquote(target)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        found.append(Relation(relation.get("Id") or "", kind, target))
    return found


def main_part(package: Package, kind: str) -> str:
    """The part everything else hangs on. Raises UnreadableFile where there is none."""
    found = next((r.target for r in relations(package, "") if r.kind == "officeDocument"), "")
    if found not in package:
        raise UnreadableFile(f"{package.name}: not a .{kind} file, or a damaged one: no document is in it.")
    return found


def part_root(package: Package, part: str) -> etree._Element:
    """The root element of one part. Raises UnreadableFile."""
    return xml_root(package.read(part), package.name, part)


def core_metadata(package: Package, kind: str) -> dict[str, Value]:
    """Title, author and language from the core properties; a creation date proves no publication and is left out."""
    part = next((r.target for r in relations(package, "") if r.kind == "core-properties"), "")
    if part not in package:
        return {}
    found = {}
    for element in children(part_root(package, part), *_CORE):
        tag = etree.QName(element).localname
        text = " ".join(text_of(element).split())
        if text and not is_filler(_CORE[tag], text):
            found[_CORE[tag]] = Value(text, f"{kind}:core.{tag}")
    return found


def is_on(element: etree._Element | None) -> bool:
    """A switch such as <w:vanish/>: on where it stands, unless its value says otherwise."""
    return element is not None and (attribute(element, "val") or "1") not in ("0", "false", "off", "none")
