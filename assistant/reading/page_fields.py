"""The fields an HTML page has for machines: meta tags, JSON-LD, microdata. Nothing is ever fetched."""

from __future__ import annotations

import html as entities
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from assistant.types import Value

LONGEST_VALUE = 500  # code points
MOST_NODES = 20_000  # JSON-LD nodes looked at
_DECODER = json.JSONDecoder(strict=False)
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
Node = Mapping[str, Any]
Metas = Mapping[str, Sequence[str]]
KINDS = (
    re.compile(r"\w*Article|\w*BlogPosting|Report|PressRelease|SocialMediaPosting|DiscussionForumPosting", re.I),
    re.compile(r"CreativeWork|Recipe|\w*Review|HowTo|QAPage|\w*Episode|Legislation|Thesis|Chapter|VideoObject", re.I),
    re.compile(r"\w*WebPage|ItemPage|AboutPage", re.I),
)


def clean(value: object, longest: int = LONGEST_VALUE) -> str:
    """One line of text without entities, tags and control characters; "" for anything that is not text."""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"<[^<>]{1,200}>", " ", entities.unescape(entities.unescape(value[: longest * 4])))
    text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:longest].strip()


def metas_of(tree: HtmlElement) -> dict[str, list[str]]:
    """The meta tags of a page: lower-case name → contents, in order."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = clean(meta.get("content") or meta.get("value"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (meta.get(attribute) or "").lower().split():
                if content:
                    metas.setdefault(name, []).append(content)
    return metas


def meta(metas: Metas, names: Sequence[str]) -> Iterator[Value]:
    """The contents of the meta tags called `names`, in that order of names."""
    for name in names:
        for content in metas.get(name, ()):
            yield Value(content, f"html:meta {name}")


def json_ld(tree: HtmlElement) -> list[Node]:
    """The nodes that describe the page, articles first; parts of them (images, comments, lists) are not followed."""
    queue: deque[Any] = deque()
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            queue.extend(_parse(script.text or ""))
    nodes: list[Node] = []
    for _ in range(MOST_NODES):
        if not queue:
            break
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item[:MOST_NODES])
        elif isinstance(item, dict):
            nodes.append(item)
            queue.extend(item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in item)
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    return sorted(({k: _referred(v, by_id) for k, v in n.items()} for n in nodes), key=kind)


def _referred(value: Any, by_id: Mapping[str, Node]) -> Any:
    """The node that a bare reference {"@id": …} means."""
    if isinstance(value, list):
        return [_referred(v, by_id) for v in value[:100] if not isinstance(v, list)]
    at = value.get("@id") if isinstance(value, dict) and "name" not in value else None
    return by_id.get(at, value) if isinstance(at, str) else value


def _parse(source: str) -> list[Any]:
    """All JSON values in `source`, mended where it is broken in the usual ways; [] where it cannot be read."""
    bare = re.sub(
        r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$", "", source
    )
    values: list[Any] = []
    for attempt in (bare, _mend(bare)):
        values, at = [], 0
        try:
            while rest := re.compile(r"[^\s,;}\]]").search(attempt, at):
                value, at = _DECODER.raw_decode(attempt, rest.start())
                values.append(value)
        except (ValueError, RecursionError):
            continue
        break
    return values


def _mend(source: str) -> str:
    """Comments, trailing commas, missing values and control characters, taken out of everything but strings."""

    source = "".join(c if c >= " " or c in "\t\n\r" else " " for c in source)
    bare = re.sub(rf"({_STRING})|/\*.*?\*/|//[^\n]*", lambda m: m[1] or "", source, flags=re.DOTALL)
    whole = re.sub(rf"({_STRING})|:(?=\s*[,}}\]])", lambda m: m[1] or ": null", bare)
    return re.sub(rf"({_STRING})|,(?=\s*[,}}\]])", lambda m: m[1] or "", whole)


def kind(node: Node) -> int:
    """Place of the node's type in `KINDS`; types that say nothing about the page (a site, a firm) come last."""
    types = node.get("@type")
    names = [t.rsplit("/", 1)[-1] for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]
    return next((at for at, kind in enumerate(KINDS) if any(kind.fullmatch(n) for n in names)), len(KINDS))


def own(nodes: Sequence[Node], key: str) -> Iterator[tuple[Any, str]]:
    """Values of `key` in nodes that describe the page itself, with their evidence."""
    for node in nodes:
        if key in node and kind(node) < len(KINDS):
            yield node[key], f"html:json-ld {key}"


def names_of(value: Any) -> list[str]:
    """Names of one or more persons or organisations in any of the forms that JSON-LD allows."""
    values = value if isinstance(value, list) else [value]
    return [name for v in values[:100] if (name := clean(v.get("name") if isinstance(v, dict) else v))]


def item(tree: HtmlElement, name: str) -> Iterator[Value]:
    """The microdata of the page called `name`, in order."""
    for element in islice(tree.iter(etree.Element), MOST_NODES * 5):
        if name in (element.get("itemprop") or "").split():
            said = element.get("content") or element.get("datetime") or element.text_content()[: LONGEST_VALUE * 4]
            if text := clean(said):
                yield Value(text, f"html:itemprop {name}")


def is_wiki(metas: Metas) -> bool:
    """Whether a wiki made the page: its text is of its last revision."""
    return any("mediawiki" in generator.lower() for generator in metas.get("generator", ()))
