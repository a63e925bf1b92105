"""When something shall have been said: the period a question ties to the saying, never the day of an event."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from assistant.english import MONTHS
from assistant.reading.dates import find_dates, settle
from assistant.types import Span

SAY = (
    "say|state|claim|accuse|announce|declare|emphasi[sz]e|stress|note|warn|argue|insist|assert|comment|allege|tell|mention"
    "|remark|reiterate|admit|criticise|criticize|condemn|demand|point out|describe|characteri[sz]e|label|denounce|complain"
)
SAID = (
    "said|stated|claimed|accused|announced|declared|emphasi[sz]ed|stressed|noted|warned|argued|insisted|asserted|commented"
    "|alleged|told|mentioned|remarked|reiterated|admitted|criticised|criticized|condemned|demanded|pointed out|described"
    "|characteri[sz]ed|labell?ed|denounced|complained|saying|claiming|stating|accusing"
)
TEXT = (
    "statement|report|article|press release|release|speech|remarks|interview|testimony|letter|announcement|communiqu[eé]"
    "|document|text|paper|post|comment|comments|response|news|note|briefing|address|story|item|source|sources|documents|texts"
)
_MONTH = "|".join(MONTHS)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH}),?\s+\d{{4}}|(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
WHEN = rf"(?:{_DAY}|(?:{_MONTH}),?\s+\d{{4}}|(?:18|19|20)\d\d)(?![\d-])"
_PART_OF_DATE = re.compile(rf"(?:{_MONTH}|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?),?\s*$", re.IGNORECASE)
_RANGE = rf"(?:between|from)\s+(?P<from>{WHEN}|(?:\d{{1,2}}\s+)?(?:{_MONTH}))\s+(?:and|to|until|till)\s+(?P<to>{WHEN})"
_PERIOD = rf"(?P<period>{_RANGE}|(?P<how>in|on|of|from|dated|during|before|after|since|until|till|up to|by)\s+(?P<day>{WHEN}))"

_OF_TEXT = re.compile(
    rf"(?:\b(?:in|according to|from|per)\s+)(?:(?:the|its|his|her|their|an?)\s+)?(?:[\w.’'-]+\s+){{0,5}}?(?:{TEXT})\s+(?:(?:of|by)\s+(?:the\s+)?[^\W\d][^\d,;:?!]*?\s+)?(?:(?:made|issued|published|released)\s+)?{_PERIOD}",
    re.IGNORECASE,
)
_TEXT_OF_DAY = re.compile(
    rf"\b(?P<how>in|according to|from|per)\s+(?:the|its|his|her|their)\s+(?P<period>(?P<day>{WHEN}))\s+(?:[\w’'-]+\s+){{0,2}}?(?:{TEXT})\b",
    re.IGNORECASE,
)
_ACCORDING_OF = re.compile(rf"\baccording to\s+[^,;:?!()]+?\s+(?=(?:of|in|on|from|dated)\s){_PERIOD}", re.IGNORECASE)
_SAYING = re.compile(
    rf"\b(?:{SAY}|{SAID}|published|released|issued)\s+(?:(?:to\s+)?(?:[A-Z][\w.’'-]*\s+){{1,3}}|by\s+(?:[\w.’'-]+\s+){{1,6}}?|publicly\s+|anything\s+)?{_PERIOD}(?=\s*(?:[,;:?!]|$)|\s+(?:about|on|regarding|concerning|that|to|by)\b)"
)
_OPENS = re.compile(rf"\s*{_PERIOD}\s*,?\s*(?=(?:what|which|how|why|who|whom)\b)", re.IGNORECASE)

_DAY_OF_TEXT = rf"(?:{_DAY}|(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})|(?:{_MONTH})(?:,?\s+\d{{4}})?|(?:18|19|20)\d\d)"
_WRITTEN = rf"(?:{TEXT}|reply|answer)s?"
_DAY_BEFORE_TEXT = re.compile(
    rf"\b(?P<whose>the|its|his|her|their|this|that|[\w.]+(?:[’']s|s[’']))\s+{_DAY_OF_TEXT}(?:[’']s)?(?=\s+(?:(?:(?-i:[A-Z])[\w’'-]*|press|official|written|joint|public)\s+){{0,4}}{_WRITTEN}\b)",
    re.IGNORECASE,
)
_DAY_AFTER_TEXT = re.compile(
    rf"(?<=\s)(?P<text>{_WRITTEN}(?:\s+(?:of|by|from)\s+(?:the\s+)?(?-i:(?:[A-Z][\w.’'-]*\s+(?:of\s+)?)+?))??)\s*\b(?:of|from|dated)\s+{_DAY_OF_TEXT}(?![\w-]),?"
    r"(?!\s+(?:to|until|and)\s+\d|\s+(?-i:[A-Z])|(?<=\b\d{4})\s+[a-z])",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """First and last day (ISO 8601, either open), the span that says so, and what may be cut from the question with it."""

    first: str | None
    last: str | None
    span: Span
    adjunct: Span | None


def said_period(question: str, asks_what_was_said: bool) -> Period | None:
    """The period in which it shall have been said; a date that opens the question counts where it asks what was said."""
    for pattern, cut in ((_OF_TEXT, False), (_TEXT_OF_DAY, False), (_ACCORDING_OF, True), (_SAYING, True)):
        for match in pattern.finditer(question):
            if found := _days(match):
                span = Span(*match.span("period"))
                return Period(*found, span, span if cut else None)
    opening = _OPENS.match(question) if asks_what_was_said else None
    found = _days(opening) if opening else None
    return Period(*found, Span(*opening.span("period")), Span(*opening.span())) if opening and found else None


def without_day_of_text(question: str) -> str:
    """The question without the day of a text it speaks of: "the November 2 reply", "her statement of July 2023"."""
    bare = _DAY_AFTER_TEXT.sub(lambda m: m["text"].rstrip(), _DAY_BEFORE_TEXT.sub(r"\g<whose>", question))
    return question if bare == question else re.sub(r"\s+(?=[?.!,;]+(?:\s|$))", "", bare)


def days_in_words(text: str) -> tuple[str, str] | None:
    """The first and the last day of "2 November 2023" or "November 2023"; None for anything else, and what may mean two."""
    return _bounds(text) if re.fullmatch(WHEN, text, re.IGNORECASE) else None


def _days(match: re.Match[str]) -> tuple[str | None, str | None] | None:
    """The first and last day that a period in words means; None where it is no day of the calendar or may mean two."""
    if match.groupdict().get("from"):
        last = _bounds(match["to"])
        year = match["to"][-4:] if match["to"][-4:].isdigit() else match["to"][:4]
        first = _bounds(match["from"] if re.search(r"\d{4}", match["from"]) else f"{match['from']} {year}")
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    bounds, how = _bounds(match["day"]), match["how"].lower()
    if bounds is None or _PART_OF_DATE.search(match.string[: match.start("day")]):
        return None
    first_day, last_day = bounds
    if how == "before":
        return None, (date.fromisoformat(first_day) - timedelta(days=1)).isoformat()
    if how == "after":
        return (date.fromisoformat(last_day) + timedelta(days=1)).isoformat(), None
    if how == "since":
        return first_day, None
    if how in ("until", "till", "up to", "by"):
        return None, last_day
    return first_day, last_day


def _bounds(text: str) -> tuple[str, str] | None:
    """The first and the last day of "2 November 2023", "November 2023" or "2023"."""
    if text.isdigit():
        return f"{text}-01-01", f"{text}-12-31"
    if month := re.fullmatch(rf"({_MONTH}),?\s+(\d{{4}})", text, re.IGNORECASE):
        number, year = MONTHS.index(month[1].capitalize()) + 1, int(month[2])
        if year < 1:
            return None
        return f"{year:04}-{number:02}-01", f"{year:04}-{number:02}-{monthrange(year, number)[1]:02}"
    found = find_dates(re.sub(r"\s+of\s+", " ", text))
    days = settle(found, "en") if len(found) == 1 else ()
    return (days[0], days[0]) if days and days[0] else None
