"""The plot of a comparison: where the dots stand, what it says to those who do not see it, nothing foreign as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from assistant.types import Group
from assistant.web import words
from assistant.web.render_timeline import LEFT, RIGHT, WIDTH, timeline_plot
from tests.test_web_render_compare import FOUND, ONE, TWO, entry


def dots(plot: str) -> list[tuple[str, str, float, str]]:
    """Where each dot leads, what it is called, its place across, and whether it is filled."""
    root = ElementTree.fromstring(plot)
    return [
        (a.attrib["href"], a.attrib["aria-label"], float(a[1].attrib["cx"]), a[1].attrib["class"])
        for a in root.iter("a")
    ]


def test_days_stand_in_proportion_and_lead_to_their_quotes() -> None:
    late = Group("Bo", None, None, None, (entry(4, said_on="2024-03-11"), entry(5, said_on="2024-03-11")))
    found = replace(FOUND, groups=(*FOUND.groups, late))
    width = WIDTH - LEFT - RIGHT - 14
    assert dots(timeline_plot(found)) == [
        ("#said-1", "2024-03-05, Eva <i>Lind</i> (Swedish Foreign Minister), [1]", LEFT + 7 + width * 0.4, "dot firm"),
        ("#said-2", "2024-03-01, Own text published by Fjord & Post, [2]", LEFT + 7, "dot open"),
        ("#said-4", "2024-03-11, Bo, [4], [5]", WIDTH - RIGHT - 7, "dot firm"),
    ]


def test_it_tells_in_words_what_it_shows() -> None:
    told = timeline_plot(FOUND).split('<desc id="timeline-told">')[1].split("</desc>")[0]
    assert told == words.TIMELINE_TOLD.format("2024-03-01", "2024-03-05", 2, 1)


def test_one_day_and_no_day_are_no_plot() -> None:
    assert timeline_plot(replace(FOUND, groups=(ONE,))) == ""
    odd = replace(TWO, entries=(replace(TWO.entries[0], published="2024-13-99"),))
    assert timeline_plot(replace(FOUND, groups=(ONE, odd))) == ""


def test_months_and_years_stand_at_their_beginning() -> None:
    year = replace(TWO, entries=(entry(2, published="2024"),))
    assert [x for _, _, x, _ in dots(timeline_plot(replace(FOUND, groups=(ONE, year))))] == [
        WIDTH - RIGHT - 7,
        LEFT + 7,
    ]


def test_hostile_names_are_text() -> None:
    group = replace(ONE, speaker='"><script>x</script>\u202e', role=None)
    plot = timeline_plot(replace(FOUND, groups=(group, TWO)))
    assert {e.tag for e in ElementTree.fromstring(plot).iter()} == set("div svg title desc text line a circle".split())
    assert re.search("[\u202e]", plot) is None
