"""A comparison's quotes along the days they are of, as inline SVG. The list beneath it says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.compare.sides import heading
from assistant.escaping import hides, shown
from assistant.types import Citation, Comparison, Group
from assistant.web import words

WIDTH, LEFT, RIGHT = 680, 190, 24  # px
LANE, TOP, BELOW, DOT = 30, 8, 26, 7
LONGEST_NAME = 26  # characters of a voice's name beside its lane; the whole name is its title
MOST_LANES = 24


def timeline_plot(found: Comparison) -> str:
    """A lane for each voice, a dot for each quote with a known day, which leads to the quote; empty below two days.

    A day known to the month or the year alone stands at its beginning. Quotes of one voice and day stand in one dot.
    """
    lanes = [(group, _by_day(group)) for group in found.groups[:MOST_LANES]]
    lanes = [(group, days) for group, days in lanes if days]
    known = sorted({day for _, days in lanes for day in days})
    if len(known) < 2:
        return ""
    first, last = _date(known[0]), _date(known[-1])
    rows = "".join(_lane(n, group, days, first, last) for n, (group, days) in enumerate(lanes))
    height = TOP + LANE * len(lanes) + BELOW
    unknown = sum(entry.day is None for group in found.groups for entry in group.entries)
    told = words.TIMELINE_TOLD.format(shown(known[0]), shown(known[-1]), len(lanes), unknown)
    ends = "".join(
        f'<text x="{x}" y="{height - 8}" class="{side}">{shown(day)}</text>'
        for x, day, side in ((LEFT, known[0], "start"), (WIDTH - RIGHT, known[-1], "end"))
    )
    return (
        f'<div class="plot" tabindex="0" role="region" aria-label="{words.TIMELINE_PLOT}">'
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group" aria-labelledby="timeline-title timeline-told">'
        f'<title id="timeline-title">{words.TIMELINE_PLOT}</title><desc id="timeline-told">{told}</desc>{rows}{ends}</svg></div>'
    )


def _by_day(group: Group) -> dict[str, list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for entry in group.entries:
        if entry.day and _is_day(entry.day):
            found.setdefault(entry.day, []).append(entry)
    return found


def _lane(number: int, group: Group, days: dict[str, list[Citation]], first: date, last: date) -> str:
    y = TOP + LANE * number + LANE / 2
    name = heading(group)
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    dots = "".join(_dot(day, entries, name, _x(_date(day), first, last), y) for day, entries in days.items())
    return (
        f'<text x="{LEFT - 14}" y="{y + 4:.0f}" class="end"><title>{_text(name)}</title>{_text(short)}</text>'
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}"/>{dots}'
    )


def _dot(day: str, entries: Sequence[Citation], name: str, x: float, y: float) -> str:
    numbers = ", ".join(f"[{entry.rank}]" for entry in entries)
    told = f"{_text(day)}, {_text(name)}, {numbers}"
    sort = "firm" if any(entry.said_on for entry in entries) else "open"
    return (
        f'<a href="#said-{entries[0].rank}" aria-label="{told}"><title>{told}</title>'
        f'<circle class="dot {sort}" cx="{x:.1f}" cy="{y:.0f}" r="{DOT}"/></a>'
    )


def _x(day: date, first: date, last: date) -> float:
    share = (day - first).days / max(1, (last - first).days)
    return LEFT + DOT + share * (WIDTH - RIGHT - LEFT - 2 * DOT)


def _date(day: str) -> date:
    """The first day that an ISO 8601 day, month or year means."""
    year, month, rest = (*day.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(rest[:2]))


def _is_day(day: str) -> bool:
    try:
        _date(day)
    except ValueError:
        return False
    return True


def _text(text: str) -> str:
    """Foreign text inside SVG, where a badge, which is HTML, would end the picture."""
    return shown("".join("�" if hides(char) else char for char in text))
