"""Title, publisher, author, day of publication, language and address of an HTML page, from what the page itself says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from assistant.reading.page_day import published
from assistant.reading.page_fields import (
    LONGEST_VALUE,
    Metas,
    Node,
    clean,
    is_wiki,
    item,
    json_ld,
    kind,
    meta,
    metas_of,
    names_of,
    own,
)
from assistant.types import Value

LONGEST_URL = 2_000  # a cut address would be a wrong one, so a longer one is left out
_TITLE = "og:title twitter:title citation_title parsely-title sailthru.title dc.title dcterms.title".split()
_AUTHOR = """citation_author author article:author parsely-author sailthru.author byl dc.creator dcterms.creator
    cxenseparse:author rnews:author""".split()
_PUBLISHER = "og:site_name citation_publisher dc.publisher dcterms.publisher publisher application-name".split()
_LANGUAGE = "content-language language dc.language dcterms.language citation_language og:locale".split()
_PLACEHOLDERS = frozenset("admin administrator root webmaster null undefined none n/a user guest - .".split())


def page_metadata(tree: HtmlElement, html: str) -> dict[str, Value]:
    """What the page's own fields say, keyed title, publisher, author, published, language, url; what none says is
    left out.

    `tree` is the parsed `html` and is not changed. The evidence of a value names its field: "html:json-ld headline",
    "html:meta og:title", "html:time datetime", "html:canonical".
    """
    metas, nodes = metas_of(tree), json_ld(tree)
    url = _url(tree, metas, nodes)
    publisher = _publisher(metas, nodes)
    title = _title(tree, metas, nodes, publisher)
    language = _language(tree, metas, nodes, title)
    found = {
        "title": title,
        "publisher": publisher,
        "author": _author(tree, metas, nodes),
        "published": published(tree, html, metas, nodes, url, title, language.value if language else None),
        "language": language,
        "url": url,
    }
    return {key: Value(field.value, field.evidence) for key, field in found.items() if field}


def _title(tree: HtmlElement, metas: Metas, nodes: Sequence[Node], publisher: Value | None) -> Value | None:
    for field in _titles(tree, metas, nodes):
        if not publisher or field.value.casefold() != publisher.value.casefold():
            return field._replace(value=_without_site(field.value, publisher))
    return None


def _titles(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> Iterator[Value]:
    headlines = {clean(n.get("headline")): None for n in nodes if kind(n) == 0} | {"": None}
    if len(headlines) == 2:  # of several articles none is known to be the page
        yield Value(next(iter(headlines)) or list(headlines)[1], "html:json-ld headline")
    yield from meta(metas, _TITLE)
    yield from item(tree, "headline")
    for tag in ("h1", "title"):
        texts = {clean(e.text_content()): None for e in islice(tree.iter(tag), 50)}
        if len(texts) == 1 and (text := next(iter(texts))):
            yield Value(text, f"html:{tag}")


def _without_site(title: str, publisher: Value | None) -> str:
    if not publisher:
        return title
    cut = re.sub(rf"\s+[|–—·:»•-]+\s+{re.escape(publisher.value)}$", "", title, flags=re.IGNORECASE)
    return cut or title


def _publisher(metas: Metas, nodes: Sequence[Node]) -> Value | None:
    for value, evidence in own(nodes, "publisher"):
        if names := names_of(value):
            return Value(names[0], f"{evidence} name")
    named = next((f for f in meta(metas, _PUBLISHER) if not _is_address(f.value)), None)
    if named:
        return named
    sites = [n for n in nodes if n.get("@type") in ("WebSite", "NewsMediaOrganization")]
    return next((Value(names[0], "html:json-ld name") for n in sites if (names := names_of(n))), None)


def _author(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> Value | None:
    if is_wiki(metas):
        return None  # the fields name whoever changed the page last
    for value, evidence in own(nodes, "author"):
        if names := _persons(names_of(value)):
            return Value(names, f"{evidence} name")
    seen = " ".join(tree.text_content()[:500_000].split()).casefold()
    for name in _AUTHOR:
        # the maker of the site often stands in these fields: only a name that the page shows is its author's
        if names := _persons([n for n in metas.get(name, ()) if n.casefold() in seen]):
            return Value(names, f"html:meta {name}")
    names = _persons([f.value for f in islice(item(tree, "author"), 20)])
    return Value(names, "html:itemprop author") if names else None


def _persons(names: Sequence[str]) -> str:
    """The names, each once, joined by commas; addresses and what programs fill in are no names."""
    bare = [re.sub(r"^by:?\s+", "", n, flags=re.IGNORECASE).strip(" ,;|") for n in names]
    kept = [n for n in bare if n.casefold() not in _PLACEHOLDERS and not _is_address(n) and len(n) <= 120]
    return ", ".join(dict.fromkeys(kept))[:LONGEST_VALUE]


def _is_address(value: str) -> bool:
    return bool(re.match(r"(https?:)?//|www\.|[@/]|\S+@\S+$|\d*$|[\w-]+(\.[\w-]+)*\.[a-z]{2,6}$", value))


def _language(tree: HtmlElement, metas: Metas, nodes: Sequence[Node], title: Value | None) -> Value | None:
    root = tree.getroottree().getroot()
    said = [
        Value(clean(root.get("lang") or root.get("xml:lang")), "html:lang"),
        *(Value(clean(value), evidence) for value, evidence in own(nodes, "inLanguage")),
        *meta(metas, _LANGUAGE),
    ]
    tags = [
        f._replace(value=f.value.lower()) for f in said if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", f.value)
    ]
    known = [f._replace(value=re.split("[-_]", f.value)[0]) for f in tags]
    # "en" is what a page's template says when nobody changed it, so any other field that differs is more to be believed
    first = next((f for f in known if f.value != "en"), known[0] if known else None)
    letters = [c for c in title.value if c.isalpha()] if title else []
    foreign = sum(c > "\u024f" for c in letters) > len(letters) / 2
    return None if first and first.value == "en" and foreign else first


def _url(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> Value | None:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    said = [
        *(Value(link or "", "html:canonical") for link in links),
        *(Value(value, "html:meta og:url") for value in metas.get("og:url", ())),
        *(Value(v, e) for key in ("url", "mainEntityOfPage") for v, e in own(nodes, key) if isinstance(v, str)),
    ]
    pages = [f._replace(value=f.value.strip()) for f in said if _is_page(f.value.strip())]
    return next((f for f in pages if urlsplit(f.value).path.strip("/")), pages[0] if pages else None)


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    printable = url.isprintable() and not any(c in ' <>"\\' for c in url)
    return (
        parts.scheme in ("http", "https")
        and "." in parts.netloc
        and "@" not in parts.netloc
        and printable
        and len(url) <= LONGEST_URL
    )
