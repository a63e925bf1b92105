"""The day an HTML page was published.

Order of trust: JSON-LD of the article, meta tags, microdata, the day written beside the headline, the address. htmldate
comes last and only proposes: a day that the page does not write out in full is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from assistant.reading.dates import Found, find_dates, settle
from assistant.reading.page_fields import (
    KINDS,
    LONGEST_VALUE,
    MOST_NODES,
    Metas,
    Node,
    clean,
    is_wiki,
    item,
    kind,
    meta,
    own,
)
from assistant.types import Value

_LONGEST_PAGE = 1_000_000  # code points; htmldate takes a minute for much more
_PUBLISHED = """article:published_time article:published og:article:published_time og:published_time datepublished
    article:create_at rnews:datepublished citation_publication_date citation_online_date citation_date
    parsely-pub-date sailthru.date bt:pubdate cxenseparse:recs:publishtime cxenseparse:publishtime dc.date.issued
    dcterms.issued dc.date.published dcterms.date dc.date.created dcterms.created dc.date pubdate publishdate
    publish-date publish_date publication_date publication-date published_date published-date date_published
    originalpublicationdate article.published published publishtime publish_time date datecreated""".split()
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
_AFTER, _BEFORE = 60, 12  # elements of the page around its headline in which its date is looked for
_ASIDE = re.compile(r"related|sidebar|comment|footer|popular|latest|widget|recommend|trending|most-?read|ticker", re.I)


class _Day(NamedTuple):
    """A day of publication; `utc` where it was cut from a time that may not be of the publisher's own clock."""

    day: str
    evidence: str
    moment: datetime | None = None
    utc: bool = False
    sure: bool = False


def published(
    tree: HtmlElement,
    html: str,
    metas: Metas,
    nodes: Sequence[Node],
    url: Value | None,
    title: Value | None,
    language: str | None,
) -> Value | None:
    """The day the page was published, with the field that proves it; None if nothing does."""
    if is_wiki(metas):
        return _revision(tree, language)
    address = _day_of_address(url)
    fields = [*_strong_fields(tree, metas, nodes, url, title), *meta(metas, _PUBLISHED), *_created(nodes)]
    days = [day for f in fields if (day := _day_of_field(f, language, address))]
    beside = _beside_headline(tree, title, language)
    if days:
        return _agreed(days, address, beside)
    known = next((d for d in (address if address and address.sure else None, beside, address) if d), None)
    if known:
        return Value(known.day, known.evidence)
    return _proposed(tree, language) if len(html) <= _LONGEST_PAGE else None


def _revision(tree: HtmlElement, language: str | None) -> Value | None:
    """A wiki's text is of its last revision, not of the day the page was made; only a page of one revision is dated."""
    for heading in islice(tree.xpath("//*[@id='mw-diff-ntitle1']"), 1):
        days = set(settle(find_dates(heading.text_content()[:LONGEST_VALUE]), language))
        if len(days) == 1 and (day := _possible(days.pop())):
            return Value(day, "html:revision")
    return None


def _strong_fields(
    tree: HtmlElement, metas: Metas, nodes: Sequence[Node], url: Value | None, title: Value | None
) -> Iterator[Value]:
    for rank in range(len(KINDS)):
        dated = [n for n in nodes if kind(n) == rank and clean(n.get("datePublished"))]
        if len({clean(n["datePublished"])[:10] for n in dated}) > 1:  # a list of articles: which of them is the page?
            dated = [n for n in dated if _is_about(n, url, title)]
        for node in dated:
            yield Value(clean(node["datePublished"]), "html:json-ld datePublished")
    yield from meta(metas, _PUBLISHED[:5])
    yield from islice(item(tree, "datePublished"), 1)


def _created(nodes: Sequence[Node]) -> Iterator[Value]:
    return (Value(clean(value), evidence) for value, evidence in own(nodes, "dateCreated"))


def _is_about(node: Node, url: Value | None, title: Value | None) -> bool:
    page = node.get("mainEntityOfPage")
    addresses = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    headline = clean(node.get("headline")).casefold()
    return bool((url and url.value in addresses) or (title and headline == title.value.casefold()))


def _day_of_field(field: Value, language: str | None, address: _Day | None) -> _Day | None:
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


def _day_of_address(url: Value | None) -> _Day | None:
    """The day in the address; `sure` where it is a folder of its own ("/2020/03/11/"), not part of a page's name."""
    if not url:
        return None
    match = _DAY_IN_PATH.search(urlsplit(url.value).path + "/")
    day = _possible("-".join(match.group("y", "m", "d"))) if match else None
    return _Day(day, url.evidence, sure=bool(match and match["folder"] is not None)) if day else None


def _agreed(days: Sequence[_Day], address: _Day | None, beside: _Day | None) -> Value | None:
    """The first day, unless it was cut from a time of another zone than the publisher's.

    The address, the same moment in another field and the day beside the headline tell the publisher's own day. The
    day is unknown where the address is farther off than a time zone explains.
    """
    first = days[0]
    if address and address.sure and _apart(first, address):
        agreeing = next((d for d in days if d.day == address.day), address)
        if agreeing is not address or _is_local(first, address):
            return Value(agreeing.day, agreeing.evidence)
        return Value(first.day, first.evidence) if _apart(first, address) == 1 else None
    same = (
        d for d in days if d.moment and first.moment and not d.utc and abs(d.moment - first.moment) < timedelta(hours=1)
    )
    for local in (*same, beside) if not (address and address.day == first.day) else ():
        if local and _is_local(first, local):
            return Value(local.day, local.evidence)
    return Value(first.day, first.evidence)


def _is_local(first: _Day, local: _Day) -> bool:
    """True if the moment of `first`, given in UTC, falls on the day `local` somewhere on earth."""
    if not (first.utc and first.moment):
        return False
    zones = (timedelta(hours=-12), timedelta(hours=14))
    return local.day in {(first.moment + zone).date().isoformat() for zone in zones} - {first.day}


def _apart(one: _Day, other: _Day) -> int:
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


def _beside_headline(tree: HtmlElement, title: Value | None, language: str | None) -> _Day | None:
    """The day that stands alone in a short piece of text right after the headline or else right before it.

    Where the nearest date may mean two days, nothing farther off is taken for it.
    """
    elements = [
        e
        for e in islice(tree.iter(etree.Element), MOST_NODES * 5)
        if e.tag not in ("script", "style", "head", "meta", "link")
    ]
    at = _headline(elements, title)
    if at is None:
        return None
    around = set(elements[at].iterancestors())
    inside = sum(1 for _ in elements[at].iter(etree.Element))
    known = find_dates(" ".join(islice(tree.itertext(), MOST_NODES))[:200_000])
    for window in (elements[at + inside : at + inside + _AFTER], elements[max(0, at - _BEFORE) : at][::-1]):
        for element in window:
            if len(_start(element, 301)) > 300 and element.tag == "p":
                break  # the body has begun
            day = _day_of_element(element, around, known, language)
            if day:
                return day if day.day else None
    return None


def _headline(elements: Sequence[HtmlElement], title: Value | None) -> int | None:
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
    if element.tag == "time" and (stamp := clean(element.get("datetime"))):
        return _day_of_field(Value(stamp, "html:time datetime"), language, None)
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


def _proposed(tree: HtmlElement, language: str | None) -> Value | None:
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
    return Value(day, "htmldate") if written or day in settle(find_dates(text[:200_000]), language) else None
