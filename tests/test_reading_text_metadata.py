"""Title, date and byline of plain texts: what lines prove, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.text_metadata import text_metadata
from assistant.reading.zones import find_zones
from assistant.types import Value, Zone

from .toys import ROOT, SEEDS

PROSE = (
    "The minister said on Monday that the talks would go on for as long as they are needed,"
    " and that nobody at the table would think of leaving them early."
)


def values(head: str, language: str | None = "en") -> dict[str, str]:
    text = f"{head}\n{PROSE}\n"
    return {key: value.value for key, value in text_metadata(text, find_zones(text), language).items()}


def test_a_press_release_with_its_evidence() -> None:
    text = f"Ministry Says the Talks With Its Neighbours Go On\nBy Jane Doe, Staff Writer\n29 July 2023 10:25 (UTC+04:00)\n\n{PROSE}"
    assert text_metadata(text, (), "en") == {
        "title": Value("Ministry Says the Talks With Its Neighbours Go On", "0:49"),
        "author": Value("Jane Doe", "53:61"),
        "published": Value("2023-07-29", "76:88"),
    }
    assert text[76:88] == "29 July 2023"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Press release 02 November 2023", "2023-11-02"),
        ("For immediate release: 5 September 2022", "2022-09-05"),
        ("12 September 2023, 12:57", "2023-09-12"),
        ("28.11.2023 13:30", "2023-11-28"),
        ("Date: Tue, 28 Nov 2023 10:00:00 +0400", "2023-11-28"),
        ("Published: 2 May 2023 | Updated: 3 May 2023", "2023-05-02"),
        ("Published 2 May 2023\n5 June 2023 10:00", "2023-05-02"),
        ("Опубликовано: 2 ноября 2023 г.", "2023-11-02"),
        ("Geneva, 12 September 2023", "2023-09-12"),
        ("Updated 3 May 2023", None),
        ("Last modified: 3 May 2023", None),
        ("Elections 5 November 2024", None),
        ("Deadline 5 May 2023", None),
        ("Event date: 5 May 2023", None),
        ("03/04/2023 10:00", None),
        ("2 May 2023 10:00\n3 May 2023 11:00", None),
        ("NOVEMBER 2023", None),
        ("1 January 2999", None),
    ],
)
def test_the_day(head: str, day: str | None) -> None:
    assert values(head).get("published") == day


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("BAKU, 28 November 2023 /AZERTAC/ - ", "2023-11-28"),
        ("LONDON, Nov. 2, 2023 (GLOBE NEWSWIRE) -- ", "2023-11-02"),
        ("BAKU, Azerbaijan, November 28. /ReportNews/ ", None),
        ("WASHINGTON (AP) — ", None),
        ("On November 2, 2023 — or later, as they say — ", None),
    ],
)
def test_an_agency_dates_its_first_line(start: str, day: str | None) -> None:
    text = start + PROSE
    assert text_metadata(text, (), "en").get("published", Value("", "")).value == (day or "")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "Antony Blinken makes phone call\nAntony Blinken makes phone call\n28.11.2023 13:30",
            "Antony Blinken makes phone call",
        ),
        (
            "Press release 02 November 2023\nResponse by the spokesperson to statements",
            "Response by the spokesperson to statements",
        ),
        ("Subject: Talks go on", "Talks go on"),
        (
            "Minister Rejects Washington Meeting on Aid With Neighbours",
            "Minister Rejects Washington Meeting on Aid With Neighbours",
        ),
        ("The News Journal", None),
        ("Special to USA TODAY", None),
        ("Michael Collins, Emily Lytle and Tom McLaughlin", None),
        ("The minister went home. It was late.", None),
        ("One of the day's other headlines\nThe headline of this text\n28.11.2023 13:30", None),
        ("A site that says what it is\n27 November 2023 10:00\nThe headline of this text\n28.11.2023 13:30", None),
    ],
)
def test_the_title(head: str, title: str | None) -> None:
    assert values(head).get("title") == title


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By Jane Doe and John Q. Public | Nov 2, 2023", "Jane Doe and John Q. Public"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Von Hans Müller", "Hans Müller"),
        ("Автор: Иван Петров", "Иван Петров"),
        ("By Jane Doe\nBy John Public", None),
        ("By popular demand", None),
        ("Par exemple ceci", None),
    ],
)
def test_the_author(head: str, author: str | None) -> None:
    assert values(head).get("author") == author


def test_zones_are_not_read() -> None:
    text = f"2 May 2023 10:00\n{PROSE}"
    assert text_metadata(text, (Zone(0, 16, "menu"),), "en") == {}


@pytest.mark.parametrize(
    "row", [json.loads(line) for line in (SEEDS / "metadata.jsonl").read_text("utf-8").splitlines()]
)
def test_the_seeds(row: dict[str, str]) -> None:
    text = (SEEDS / row["file_name"]).read_text("utf-8")
    found = text_metadata(text, find_zones(text), "en")
    assert {key: found[key].value for key in found} == {key: row[key] for key in found if key in row}
    assert "published" in found or "published" not in row


@pytest.mark.skipif(not (ROOT.parent / "shared" / "bench").is_dir(), reason="the benchmarks are not here")
def test_bodies_without_a_head_get_nothing() -> None:
    corpus = ROOT.parent / "shared" / "bench" / "news_2023q3" / "corpus"
    given_away: list[str] = []
    for file in sorted(corpus.glob("*.txt"))[::6]:
        found = text_metadata(file.read_text("utf-8-sig"), (), "en")
        given_away.extend(key for key in found if key != "author")
    assert given_away == []


LINE = st.sampled_from(
    [
        "By Jane Doe",
        "28.11.2023 13:30",
        "Published: 2 May 2023",
        "A Headline That Says Something of the Day",
        "menu",
        PROSE,
        "",
        "Subject: x y",
    ]
)


@given(st.lists(LINE, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n  "]))
def test_evidence_is_where_the_value_stands(lines: list[str], end: str) -> None:
    text = end.join(lines)
    for key, value in text_metadata(text, find_zones(text), "en").items():
        start, stop = map(int, value.evidence.split(":"))
        said = text[start:stop]
        assert said in {"28.11.2023", "2 May 2023"} if key == "published" else said == value.value
