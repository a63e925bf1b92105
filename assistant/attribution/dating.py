"""The day on which a statement was made, where the sentence says it and nothing else is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from assistant.english import MONTHS
from assistant.reading.dates import find_dates, settle
from assistant.types import Document, Span

DAY_OF_MONTH = re.compile(  # without a year
    rf"\b(?:({'|'.join(MONTHS)}) (\d{{1,2}})|(\d{{1,2}}) ({'|'.join(MONTHS)}))(?:st|nd|rd|th)?\b(?!,? ?\d{{4}})"
)
FARTHEST = 400  # code points between a day and what it dates
_RECENT = timedelta(days=60)  # a day without a year lies in the months before publication
_BETWEEN = re.compile(r"(?:,|\s|\b(?:in|which|when|where|the|a|an)\b)*")
_OPENING = re.compile(r"(?:(?:[Aa]nd|[Bb]ut|[Ll]ater|[Ee]arlier),? )?(?:[Oo]n )?")
_BEHIND = re.compile(
    r"(?:\s+(?:on|in|to|reporters|told|an?|the|interview|statement|press|conference|briefing|Twitter|late|early|\w+day),?)*\s+(?:on )?"
)
_WORD_BEFORE_DATE = re.compile(r"\b(?:and|but|that|who|said|says)\b")


class Dated(NamedTuple):
    """A day (ISO 8601) and where the text gives it."""

    day: str
    start: int
    end: int


def days_of(document: Document) -> list[Dated]:
    """Every day the document's text names beyond doubt, in order."""
    found = find_dates(document.text)
    days = [
        Dated(day, one.start, one.end)
        for one, day in zip(found, settle(found, document.label("language")), strict=True)
        if day
    ]
    published = document.label("published")
    if published and (near := _iso(published)):
        taken = {n for one in found for n in range(one.start, one.end)}
        for match in DAY_OF_MONTH.finditer(document.text):
            day = _without_year(match, near)
            if day and match.start() not in taken:
                days.append(Dated(day, match.start(), match.end()))
    return sorted(days, key=lambda d: d.start)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _without_year(match: re.Match[str], published: date) -> str | None:
    month = MONTHS.index((match.group(1) or match.group(4)).title()) + 1
    number = int(match.group(2) or match.group(3))
    for year in (published.year, published.year - 1):
        try:
            day = date(year, month, number)
        except ValueError:
            return None
        if day <= published:
            return day.isoformat() if published - day <= _RECENT else None
    return None


def said_on(text: str, days: Sequence[Dated], sentence: Span, mention: Span, cue: Span, content: Span) -> Dated | None:
    """The one day beside speaker and verb: "On May 2, X said", "X, on May 2, said", "X said on May 2 that"."""
    near = [d for d in days if sentence.start <= d.start and d.end <= sentence.end]
    near = [d for d in near if not (content.start <= d.start < content.end)]
    fitting = [d for d in near if _belongs(text, d, sentence, mention, cue)]
    return fitting[0] if len(fitting) == 1 else None


def _belongs(text: str, day: Dated, sentence: Span, mention: Span, cue: Span) -> bool:
    if mention.end <= day.start and day.end <= cue.start:
        return True
    if max(day.start - cue.end, mention.start - day.end) > FARTHEST:
        return False
    if day.start >= cue.end:
        return _BEHIND.fullmatch(text, max(cue.end, min(mention.end, day.start)), day.start) is not None
    if day.end > mention.start:
        return False
    if _BETWEEN.fullmatch(text, day.end, mention.start):
        return True
    opening = _OPENING.match(text, sentence.start, day.start)
    opens = opening is not None and opening.end() == day.start
    return opens and not _WORD_BEFORE_DATE.search(text, day.end, mention.start)
