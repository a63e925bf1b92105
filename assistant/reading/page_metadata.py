"""Title, publisher, author, day of publication, language and address of an HTML page, from what the page itself says.

Order of trust for the day: JSON-LD of the article, meta tags, microdata, the day written beside the headline, the
address. htmldate comes last and only proposes: a day that the page does not write out in full is not taken. Nothing is
ever fetched.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from assistant.reading.dates import Found, find_dates, settle
from assistant.types import Value

LONGEST_VALUE = 500  # code points
LONGEST_URL = 2_000  # a cut address would be a wrong one, so a longer one is left out
_LONGEST_PAGE = 1_000_000  # code points; htmldate takes a minute for much more
_MOST_NODES = 20_000  # JSON-LD nodes looked at

_DECODER = json.JSONDecoder(strict=False)
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'

Node = Mapping[str, Any]
Metas = Mapping[str, Sequence[str]]

_KINDS = (
    re.compile(r"\w*Article|\w*BlogPosting|Report|PressRelease|SocialMediaPosting|DiscussionForumPosting", re.I),
    re.compile(r"CreativeWork|Recipe|\w*Review|HowTo|QAPage|\w*Episode|Legislation|Thesis|Chapter|VideoObject", re.I),
    re.compile(r"\w*WebPage|ItemPage|AboutPage", re.I),
)
_TITLE = "og:title twitter:title citation_title parsely-title sailthru.title dc.title dcterms.title".split()
_AUTHOR = """citation_author author article:author parsely-author sailthru.author byl dc.creator dcterms.creator
    cxenseparse:author rnews:author""".split()
_PUBLISHER = "og:site_name citation_publisher dc.publisher dcterms.publisher publisher application-name".split()
_LANGUAGE = "content-language language dc.language dcterms.language citation_language og:locale".split()
_PUBLISHED = """article:published_time article:published og:article:published_time og:published_time datepublished
    article:create_at rnews:datepublished citation_publication_date citation_online_date citation_date
    parsely-pub-date sailthru.date bt:pubdate cxenseparse:recs:publishtime cxenseparse:publishtime dc.date.issued
    dcterms.issued dc.date.published dcterms.date dc.date.created dcterms.created dc.date pubdate publishdate
    publish-date publish_date publication_date publication-date published_date published-date date_published
    originalpublicationdate article.published published publishtime publish_time date datecreated""".split()
_PLACEHOLDERS = frozenset("admin administrator root webmaster null undefined none n/a user guest - .".split())
_NO_DAY = frozenset({"1970-01-01", "1969-12-31", "1900-01-01"})  # what an empty field turns into
_CHANGED = re.compile(
    r"updat|modif|edited|revis|aktuali|actuali|atuali|aggiorn|bijgewerkt|uppdater|oppdater|opdater|обновл|оновл"
    r"|измен|güncelle|zmian|mise à jour|ενημέρωση|更新|修正|수정|تحديث",
    re.I,
)
_MOMENT = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)|(?P<m2>\d{2})(?P<d2>\d{2})(?=T|\d{4}(?:\d\d)?$|$))"
    r"(?:[T ]?[\d:.,]*\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)"
)
_DAY_IN_PATH = re.compile(
    r"(?P<folder>(?<=/)(?=\d{4}(?P<_>[/-]?)\d\d(?P=_)\d\d/))?(?<![\d.])(?P<y>(?:19|20)\d\d)(?P<by>[/_-]?)"
    r"(?P<m>0[1-9]|1[0-2])(?P=by)(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_AFTER, _BEFORE = 60, 12  # elements of the page around its headline in which its date is looked for
_ASIDE = re.compile(r"related|sidebar|comment|footer|popular|latest|widget|recommend|trending|most-?read|ticker", re.I)


class _Field(NamedTuple):
    value: str
    evidence: str


class _Day(NamedTuple):
    """A day of publication; `utc` where it was cut from a time that may not be of the publisher's own clock."""

    day: str
    evidence: str
    moment: datetime | None = None
    utc: bool = False
    sure: bool = False


def page_metadata(tree: HtmlElement, html: str) -> dict[str, Value]:
    """What the page's own fields say, keyed title, publisher, author, published, language, url; what none says is
    left out.

    `tree` is the parsed `html` and is not changed. The evidence of a value names its field: "html:json-ld headline",
    "html:meta og:title", "html:time datetime", "html:canonical".
    """
    metas, nodes = _metas(tree), _json_ld(tree)
    url = _url(tree, metas, nodes)
    publisher = _publisher(metas, nodes)
    title = _title(tree, metas, nodes, publisher)
    language = _language(tree, metas, nodes, title)
    found = {
        "title": title,
        "publisher": publisher,
        "author": _author(tree, metas, nodes),
        "published": _published(tree, html, metas, nodes, url, title, language.value if language else None),
        "language": language,
        "url": url,
    }
    return {key: Value(field.value, field.evidence) for key, field in found.items() if field}


def _clean(value: object, longest: int = LONGEST_VALUE) -> str:
    """One line of text without entities, tags and control characters; "" for anything that is not text."""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"<[^<>]{1,200}>", " ", entities.unescape(entities.unescape(value[: longest * 4])))
    text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:longest].strip()


# Fields -------------------------------------------------------------------------------------------------------------


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = _clean(meta.get("content") or meta.get("value"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (meta.get(attribute) or "").lower().split():
                if content:
                    metas.setdefault(name, []).append(content)
    return metas


def _meta(metas: Metas, names: Sequence[str]) -> Iterator[_Field]:
    for name in names:
        for content in metas.get(name, ()):
            yield _Field(content, f"html:meta {name}")


def _json_ld(tree: HtmlElement) -> list[Node]:
    """The nodes that describe the page, articles first; parts of them (images, comments, lists) are not followed."""
    queue: deque[Any] = deque()
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            queue.extend(_parse(script.text or ""))
    nodes: list[Node] = []
    for _ in range(_MOST_NODES):
        if not queue:
            break
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item[:_MOST_NODES])
        elif isinstance(item, dict):
            nodes.append(item)
            queue.extend(item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if k in item)
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and len(n) > 1}
    return sorted(({k: _referred(v, by_id) for k, v in n.items()} for n in nodes), key=_kind)


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


def _kind(node: Node) -> int:
    """Place of the node's type in `_KINDS`; types that say nothing about the page (a site, a firm) come last."""
    types = node.get("@type")
    names = [t.rsplit("/", 1)[-1] for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]
    return next((at for at, kind in enumerate(_KINDS) if any(kind.fullmatch(n) for n in names)), len(_KINDS))


def _own(nodes: Sequence[Node], key: str) -> Iterator[tuple[Any, str]]:
    """Values of `key` in nodes that describe the page itself, with their evidence."""
    for node in nodes:
        if key in node and _kind(node) < len(_KINDS):
            yield node[key], f"html:json-ld {key}"


def _names(value: Any) -> list[str]:
    """Names of one or more persons or organisations in any of the forms that JSON-LD allows."""
    values = value if isinstance(value, list) else [value]
    return [name for v in values[:100] if (name := _clean(v.get("name") if isinstance(v, dict) else v))]


def _item(tree: HtmlElement, name: str) -> Iterator[_Field]:
    for element in islice(tree.iter(etree.Element), _MOST_NODES * 5):
        if name in (element.get("itemprop") or "").split():
            said = element.get("content") or element.get("datetime") or element.text_content()[: LONGEST_VALUE * 4]
            if text := _clean(said):
                yield _Field(text, f"html:itemprop {name}")


# Everything but the day ---------------------------------------------------------------------------------------------


def _title(tree: HtmlElement, metas: Metas, nodes: Sequence[Node], publisher: _Field | None) -> _Field | None:
    for field in _titles(tree, metas, nodes):
        if not publisher or field.value.casefold() != publisher.value.casefold():
            return field._replace(value=_without_site(field.value, publisher))
    return None


def _titles(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> Iterator[_Field]:
    headlines = {_clean(n.get("headline")): None for n in nodes if _kind(n) == 0} | {"": None}
    if len(headlines) == 2:  # of several articles none is known to be the page
        yield _Field(next(iter(headlines)) or list(headlines)[1], "html:json-ld headline")
    yield from _meta(metas, _TITLE)
    yield from _item(tree, "headline")
    for tag in ("h1", "title"):
        texts = {_clean(e.text_content()): None for e in islice(tree.iter(tag), 50)}
        if len(texts) == 1 and (text := next(iter(texts))):
            yield _Field(text, f"html:{tag}")


def _without_site(title: str, publisher: _Field | None) -> str:
    if not publisher:
        return title
    cut = re.sub(rf"\s+[|–—·:»•-]+\s+{re.escape(publisher.value)}$", "", title, flags=re.IGNORECASE)
    return cut or title


def _publisher(metas: Metas, nodes: Sequence[Node]) -> _Field | None:
    for value, evidence in _own(nodes, "publisher"):
        if names := _names(value):
            return _Field(names[0], f"{evidence} name")
    named = next((f for f in _meta(metas, _PUBLISHER) if not _is_address(f.value)), None)
    if named:
        return named
    sites = [n for n in nodes if n.get("@type") in ("WebSite", "NewsMediaOrganization")]
    return next((_Field(names[0], "html:json-ld name") for n in sites if (names := _names(n))), None)


def _author(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> _Field | None:
    if _is_wiki(metas):
        return None  # the fields name whoever changed the page last
    for value, evidence in _own(nodes, "author"):
        if names := _persons(_names(value)):
            return _Field(names, f"{evidence} name")
    seen = " ".join(tree.text_content()[:500_000].split()).casefold()
    for name in _AUTHOR:
        # the maker of the site often stands in these fields: only a name that the page shows is its author's
        if names := _persons([n for n in metas.get(name, ()) if n.casefold() in seen]):
            return _Field(names, f"html:meta {name}")
    names = _persons([f.value for f in islice(_item(tree, "author"), 20)])
    return _Field(names, "html:itemprop author") if names else None


def _is_wiki(metas: Metas) -> bool:
    return any("mediawiki" in generator.lower() for generator in metas.get("generator", ()))


def _persons(names: Sequence[str]) -> str:
    """The names, each once, joined by commas; addresses and what programs fill in are no names."""
    bare = [re.sub(r"^by:?\s+", "", n, flags=re.IGNORECASE).strip(" ,;|") for n in names]
    kept = [n for n in bare if n.casefold() not in _PLACEHOLDERS and not _is_address(n) and len(n) <= 120]
    return ", ".join(dict.fromkeys(kept))[:LONGEST_VALUE]


def _is_address(value: str) -> bool:
    return bool(re.match(r"(https?:)?//|www\.|[@/]|\S+@\S+$|\d*$|[\w-]+(\.[\w-]+)*\.[a-z]{2,6}$", value))


def _language(tree: HtmlElement, metas: Metas, nodes: Sequence[Node], title: _Field | None) -> _Field | None:
    root = tree.getroottree().getroot()
    said = [
        _Field(_clean(root.get("lang") or root.get("xml:lang")), "html:lang"),
        *(_Field(_clean(value), evidence) for value, evidence in _own(nodes, "inLanguage")),
        *_meta(metas, _LANGUAGE),
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


def _url(tree: HtmlElement, metas: Metas, nodes: Sequence[Node]) -> _Field | None:
    links = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    said = [
        *(_Field(link or "", "html:canonical") for link in links),
        *(_Field(value, "html:meta og:url") for value in metas.get("og:url", ())),
        *(_Field(v, e) for key in ("url", "mainEntityOfPage") for v, e in _own(nodes, key) if isinstance(v, str)),
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


# The day ------------------------------------------------------------------------------------------------------------


def _published(
    tree: HtmlElement,
    html: str,
    metas: Metas,
    nodes: Sequence[Node],
    url: _Field | None,
    title: _Field | None,
    language: str | None,
) -> _Field | None:
    if _is_wiki(metas):
        return _revision(tree, language)
    address = _day_of_address(url)
    fields = [*_strong_fields(tree, metas, nodes, url, title), *_meta(metas, _PUBLISHED), *_created(nodes)]
    days = [day for f in fields if (day := _day_of_field(f, language, address))]
    beside = _beside_headline(tree, title, language)
    if days:
        return _agreed(days, address, beside)
    known = next((d for d in (address if address and address.sure else None, beside, address) if d), None)
    if known:
        return _Field(known.day, known.evidence)
    return _proposed(tree, language) if len(html) <= _LONGEST_PAGE else None


def _revision(tree: HtmlElement, language: str | None) -> _Field | None:
    """A wiki's text is of its last revision, not of the day the page was made; only a page of one revision is dated."""
    for heading in islice(tree.xpath("//*[@id='mw-diff-ntitle1']"), 1):
        days = set(settle(find_dates(heading.text_content()[:LONGEST_VALUE]), language))
        if len(days) == 1 and (day := _possible(days.pop())):
            return _Field(day, "html:revision")
    return None


def _strong_fields(
    tree: HtmlElement, metas: Metas, nodes: Sequence[Node], url: _Field | None, title: _Field | None
) -> Iterator[_Field]:
    for kind in range(len(_KINDS)):
        dated = [n for n in nodes if _kind(n) == kind and _clean(n.get("datePublished"))]
        if len({_clean(n["datePublished"])[:10] for n in dated}) > 1:  # a list of articles: which of them is the page?
            dated = [n for n in dated if _is_about(n, url, title)]
        for node in dated:
            yield _Field(_clean(node["datePublished"]), "html:json-ld datePublished")
    yield from _meta(metas, _PUBLISHED[:5])
    yield from islice(_item(tree, "datePublished"), 1)


def _created(nodes: Sequence[Node]) -> Iterator[_Field]:
    return (_Field(_clean(value), evidence) for value, evidence in _own(nodes, "dateCreated"))


def _is_about(node: Node, url: _Field | None, title: _Field | None) -> bool:
    page = node.get("mainEntityOfPage")
    addresses = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    headline = _clean(node.get("headline")).casefold()
    return bool((url and url.value in addresses) or (title and headline == title.value.casefold()))


def _day_of_field(field: _Field, language: str | None, address: _Day | None) -> _Day | None:
    if match := _MOMENT.match(field.value):
        day = _possible(f"{match['y']}-{int(match['m'] or match['m2']):02}-{int(match['d'] or match['d2']):02}")
        moment = _moment(field.value)
        utc = moment is not None and not moment.utcoffset()
        return _Day(day, field.evidence, moment, utc) if day else None
    if re.fullmatch(r"\d{10}(\d{3})?", field.value):
        moment = datetime.fromtimestamp(int(field.value[:10]), UTC)
        day = _possible(moment.date().isoformat())
        return _Day(day, field.evidence, moment, True) if day else None
    found = find_dates(field.value)
    days = set(settle(found, language))
    if days == {None} and address and len(found) == 1 and address.day in found[0].readings:
        days = {address.day}
    day = _possible(days.pop()) if len(days) == 1 else None
    clock = re.search(r"\b(\d\d:\d\d)(?::\d\d)?\s?(?:GMT|UTC|\+00:?00)(?![+-](?!00))", field.value)
    moment = _moment(f"{day}T{clock[1]}") if day and clock else None
    return _Day(day, field.evidence, moment, moment is not None) if day else None


def _moment(value: str) -> datetime | None:
    """A day with a time; a time without a zone may be of any clock and so counts as UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if re.search(r"\d:?\d\d", value[10:]) else None


def _possible(day: str | None) -> str | None:
    """`day` if it exists, is not what an empty field turns into and is not in the future."""
    try:
        known = day and day > "1583" and day not in _NO_DAY and date.fromisoformat(day) <= date.today() + timedelta(1)
    except ValueError:
        return None
    return day if known else None


def _day_of_address(url: _Field | None) -> _Day | None:
    """The day in the address; `sure` where it is a folder of its own ("/2020/03/11/"), not part of a page's name."""
    if not url:
        return None
    match = _DAY_IN_PATH.search(urlsplit(url.value).path + "/")
    day = _possible("-".join(match.group("y", "m", "d"))) if match else None
    return _Day(day, url.evidence, sure=bool(match and match["folder"] is not None)) if day else None


def _agreed(days: Sequence[_Day], address: _Day | None, beside: _Day | None) -> _Field | None:
    """The first day, unless it was cut from a time of another zone than the publisher's.

    The address, the same moment in another field and the day beside the headline tell the publisher's own day. The
    day is unknown where the address is farther off than a time zone explains.
    """
    first = days[0]
    if address and address.sure and _apart(first, address):
        agreeing = next((d for d in days if d.day == address.day), address)
        if agreeing is not address or _is_local(first, address):
            return _Field(agreeing.day, agreeing.evidence)
        return _Field(first.day, first.evidence) if _apart(first, address) == 1 else None
    same = (
        d for d in days if d.moment and first.moment and not d.utc and abs(d.moment - first.moment) < timedelta(hours=1)
    )
    for local in (*same, beside) if not (address and address.day == first.day) else ():
        if local and _is_local(first, local):
            return _Field(local.day, local.evidence)
    return _Field(first.day, first.evidence)


def _is_local(first: _Day, local: _Day) -> bool:
    """True if the moment of `first`, given in UTC, falls on the day `local` somewhere on earth."""
    if not (first.utc and first.moment):
        return False
    zones = (timedelta(hours=-12), timedelta(hours=14))
    return local.day in {(first.moment + zone).date().isoformat() for zone in zones} - {first.day}


def _apart(one: _Day, other: _Day) -> int:
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def _beside_headline(tree: HtmlElement, title: _Field | None, language: str | None) -> _Day | None:
    """The day that stands alone in a short piece of text right after the headline or else right before it.

    Where the nearest date may mean two days, nothing farther off is taken for it.
    """
    elements = [
        e
        for e in islice(tree.iter(etree.Element), _MOST_NODES * 5)
        if e.tag not in ("script", "style", "head", "meta", "link")
    ]
    at = _headline(elements, title)
    if at is None:
        return None
    around = set(elements[at].iterancestors())
    inside = sum(1 for _ in elements[at].iter(etree.Element))
    known = find_dates(" ".join(islice(tree.itertext(), _MOST_NODES))[:200_000])
    for window in (elements[at + inside : at + inside + _AFTER], elements[max(0, at - _BEFORE) : at][::-1]):
        for element in window:
            if len(_start(element, 301)) > 300 and element.tag == "p":
                break  # the body has begun
            day = _day_of_element(element, around, known, language)
            if day:
                return day if day.day else None
    return None


def _headline(elements: Sequence[HtmlElement], title: _Field | None) -> int | None:
    tops = [i for i, e in enumerate(elements) if e.tag == "h1" and _start(e, LONGEST_VALUE)]
    wanted = title.value.casefold() if title else ""
    for at in tops:
        said = _start(elements[at], LONGEST_VALUE).casefold()
        if said == wanted or (len(said) > 15 and (said in wanted or wanted in said)):
            return at
    alike = [
        i
        for i, e in enumerate(elements)
        if wanted and e.tag not in ("a", "title", "li") and _start(e, len(wanted) + 10).casefold() == wanted
    ]
    return alike[-1] if alike else tops[0] if len(tops) == 1 else None


def _start(element: HtmlElement, longest: int) -> str:
    """The first `longest` code points of the element's text, white space as single spaces."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        pieces.append(piece)
        size += len(piece.strip())
        if size > longest:
            break
    return " ".join("".join(pieces).split())


def _day_of_element(
    element: HtmlElement, around: set[HtmlElement], known: Sequence[Found], language: str | None
) -> _Day | None:
    for box in islice((e for e in (element, *element.iterancestors()) if e not in around), 8):
        marks = f"{box.get('class') or ''} {box.get('id') or ''}"
        if box.tag in ("aside", "footer", "nav") or _ASIDE.search(marks) or (box is element and _CHANGED.search(marks)):
            return None
    label = _label_before(element)
    if _CHANGED.search(label) and not find_dates(label):
        return None
    if element.tag == "time" and (stamp := _clean(element.get("datetime"))):
        return _day_of_field(_Field(stamp, "html:time datetime"), language, None)
    texts = [_start(element, 121)]
    if len(texts[0]) > 120:
        texts = [" ".join(t.split()) for t in (element.text, *(c.tail for c in element)) if t and len(t) < 400]
    for text in texts:
        if len(text) <= 120 and (found := find_dates(_CHANGED.split(text)[0])):
            days = set(settle([*found, *known], language)[: len(found)])
            day = _possible(days.pop()) if len(days) == 1 else None
            return _Day(day or "", "html:text beside headline")
    return None


def _label_before(element: HtmlElement) -> str:
    """The last 60 code points of text before the element, from its neighbour or the beginning of its parent."""
    before = next(iter(element.itersiblings(etree.Element, preceding=True)), None)
    parent = element.getparent()
    if before is not None:
        return f"{_start(before, 60)} {before.tail or ''}"[-60:]
    return ((parent.text or "") if parent is not None else "")[-60:]


def _proposed(tree: HtmlElement, language: str | None) -> _Field | None:
    """htmldate's answer if the page itself writes that day out; guesses from a mere year or month are not taken.

    It sees the page without the fields that were judged already, which it would read as days of publication.
    """
    rest = deepcopy(tree)
    for element in rest.xpath("//meta | //link | //script[contains(@type, 'json')]"):
        element.drop_tree()
    try:
        day = _possible(find_date(rest, original_date=True, extensive_search=True))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, etree.LxmlError):
        return None
    if not day:
        return None
    source, text = (
        re.sub(rf"(?:{_CHANGED.pattern}).{{0,80}}", " ", said, flags=re.IGNORECASE | re.DOTALL)
        for said in (etree.tostring(rest, encoding="unicode"), " ".join(rest.itertext()))
    )
    written = any(day.replace("-", by) in source for by in ("-", "/", "", "_"))
    return _Field(day, "htmldate") if written or day in settle(find_dates(text[:200_000]), language) else None
