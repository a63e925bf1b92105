"""RSS and Atom: the feed's own words, then each item's title, date and text."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

from lxml import etree

from assistant.reading.html_text import add_tree, html_lines
from assistant.reading.markup import attribute, child, children, iso_date, local, text_of
from assistant.reading.shape import Draft
from assistant.types import Value


def add_feed(root: etree._Element, draft: Draft) -> dict[str, Value]:
    """Add a feed to `draft`. What only a single item proves (author, date, address) is metadata for one item alone."""
    form = "atom" if local(root) == "feed" else "rss"
    channel = root if form == "atom" else child(root, "channel")
    items = [e for above in (root, channel) if above is not None for e in children(above, "item", "entry")]
    if channel is None:
        return {}
    items = list(dict.fromkeys(items))
    for tag in ("title", "description", "subtitle"):
        _said(child(channel, tag), draft)
    for item in items:
        _item(item, draft)
    found: dict[str, Value] = {}
    for tag, key in (("title", "title"), ("language", "language")):
        if value := _plain(child(channel, tag)):
            found[key] = Value(value, f"{form}:{tag}")
    if len(items) == 1:
        found.update(_single(items[0], form))
    return found


def _item(item: etree._Element, draft: Draft) -> None:
    _said(child(item, "title"), draft)
    for tag in ("pubDate", "date", "published", "updated"):
        if when := text_of(child(item, tag)):
            draft.add(when)
            break
    texts = [_html_of(e) for e in children(item, "description", "summary", "encoded", "content")]
    plain = [" ".join(t.split()) for t in texts]
    for number, text in enumerate(texts):
        others = plain[:number] + [p for p in plain[number + 1 :] if p != plain[number]]
        if not any(plain[number].rstrip(".… ") in other for other in others):
            for block in text.split("\n\n"):
                draft.add(block)


def _single(item: etree._Element, form: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if title := _plain(child(item, "title")):
        found["title"] = Value(title, f"{form}:item.title")
    author = child(item, "author", "name") if form == "atom" else child(item, "creator")
    if author is None:
        author = child(item, "author")
    if value := _plain(author):
        found["author"] = Value(value, f"{form}:item.author")
    for tag in ("pubDate", "date", "published"):
        when = text_of(child(item, tag))
        if when and (day := iso_date(when) or mail_day(when)):
            found["published"] = Value(day, f"{form}:item.{tag}")
            break
    link = child(item, "link")
    address = (attribute(link, "href") or text_of(link)) if link is not None else ""
    if address:
        found["url"] = Value(address, f"{form}:item.link")
    return found


def mail_day(when: str) -> str | None:
    """The day of a date as mails write it ("Mon, 3 May 2021 10:00:00 +0200"), as YYYY-MM-DD, or None."""
    try:
        return parsedate_to_datetime(when).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _said(element: etree._Element | None, draft: Draft) -> None:
    if element is not None:
        for block in _html_of(element).split("\n\n"):
            draft.add(block)


def _html_of(element: etree._Element) -> str:
    """The text of an element whose content is HTML, as text that was escaped or as elements."""
    if len([*children(element)]):
        inner = Draft()
        add_tree(element, inner)
        return inner.text
    return html_lines(text_of(element))


def _plain(element: etree._Element | None) -> str:
    return " ".join(_html_of(element).split()) if element is not None else ""
