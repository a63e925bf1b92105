"""When a day, a name or a sentence is what a filter asks for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from assistant.text import word_form, words

_PARTIAL_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SITE = re.compile(r"([\w-]+)(?:\.[a-z]{2,})+")

Period = tuple[str | None, str | None]  # first and last day, ISO 8601, either open


def within(day: str | None, period: Period) -> bool:
    """Whether a day, month or year (ISO 8601) lies in the period as a whole; False for what is no day."""
    bounds = days_of(day or "")
    first, last = period
    return bounds is not None and (not first or bounds[0] >= first) and (not last or bounds[1] <= last)


def days_of(text: str) -> tuple[str, str] | None:
    """First and last day of "2023", "2023-11" or "2023-11-02" (a time after it does not count); None if it is none."""
    match = _PARTIAL_DAY.fullmatch(text.strip().partition("T")[0])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def has_words(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in `text` one after another; case, possessives and the marks between may differ."""
    there, wanted = (f" {' '.join(word_form(t[s:e]) for s, e in words(t))} " for t in (text, phrase))
    return wanted in there


def is_publisher(asked: str, label: str) -> bool:
    """True for the same name, case and "the" aside, or that of a site: "anews.az" and "Anews" are "www.anews.az"."""
    one, other = (re.sub(r"^(?:https?://)?(?:www\.|the )?|/$", "", t.strip().casefold()) for t in (asked, label))
    sites = [_SITE.fullmatch(name) for name in (one, other)]
    if one == other or all(sites):
        return one == other
    return (sites[0][1] if sites[0] else one) == (sites[1][1] if sites[1] else other)


def told_period(period: Period) -> str:
    """A period for people: "2023-11-01 to 2023-11-30", "from 2023-11-01", "2023-11-02"."""
    first, last = period
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"until {last}"


def is_document(asked: str, name: str) -> bool:
    """A document by its name, the last part of it, or a folder or archive it lies in."""
    asked, name = asked.strip().rstrip("/").casefold(), name.casefold()
    return asked == name or name.endswith(f"/{asked}") or name.startswith(f"{asked}/")


def is_language(asked: str, label: str) -> bool:
    """A language, or any of its regions: "en" is "en-GB", too (BCP 47)."""
    return f"{label.casefold()}-".startswith(f"{asked.strip().casefold()}-")
