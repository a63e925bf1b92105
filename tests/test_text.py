from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import (
    LONGEST_SENTENCE,
    content_stems,
    is_dateline,
    on_word_borders,
    sentences,
    stem,
    storable,
    trim,
    words,
)


def pieces(text: str) -> list[str]:
    return [text[s:e] for s, e in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two there.", ["One here.", "Two there."]),
        ("The U.S. Secretary of State came. He left.", ["The U.S. Secretary of State came.", "He left."]),
        (
            "They met in Washington, D.C. The rejection follows.",
            ["They met in Washington, D.C.", "The rejection follows."],
        ),
        ("It hurt Azerbaijan-U.S. relations.", ["It hurt Azerbaijan-U.S. relations."]),
        ("They derail the process.All this is bad.", ["They derail the process.", "All this is bad."]),
        ("A title\n29 July 2023 10:25 (UTC+04:00)\n\nBody.", ["A title", "29 July 2023 10:25 (UTC+04:00)", "Body."]),
        ('He said: "We did it. So be it." .', ['He said: "We did it.', 'So be it."']),
        ("line one\r\nline two\rline three", ["line one", "line two", "line three"]),
        ("... --- !!!\n \n", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_an_endless_line_is_cut_at_clause_borders() -> None:
    text = ", ".join(f"part {i} of the list" for i in range(200))
    cut = pieces(text)
    assert all(len(p) <= LONGEST_SENTENCE for p in cut)
    assert all(p.endswith(",") for p in cut[:-1])
    assert " ".join(cut) == text


@given(st.text())
def test_sentences_are_ordered_trimmed_spans_on_word_borders_that_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    if not any(len(line) > LONGEST_SENTENCE for line in text.splitlines()):
        covered = "".join(text[s:e] for s, e in spans)
        assert [c for c in covered if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_trim_removes_white_space_and_nothing_else(text: str, a: int, b: int) -> None:
    start, end = trim(text, a, b)
    assert text[start:end] == text[a:b].strip()


def test_words_keep_possessives_numbers_and_initials_whole() -> None:
    text = "Azerbaijan’s U.S. visit cost 2,000 in 70-day time"
    assert [text[s:e] for s, e in words(text)] == [
        "Azerbaijan’s",
        "U.S",
        "visit",
        "cost",
        "2,000",
        "in",
        "70",
        "day",
        "time",
    ]


@pytest.mark.parametrize(
    ("quote", "whole"), [("unacceptable", True), ("acceptable", False), ("is unaccept", False), ("unacceptable.", True)]
)
def test_word_borders(quote: str, whole: bool) -> None:
    text = "It is unacceptable."
    start = text.index(quote)
    assert on_word_borders(text, start, start + len(quote)) is whole


def test_a_combining_mark_belongs_to_its_word() -> None:
    text = "caf" + "e" + "\u0301" + " noir"
    assert not on_word_borders(text, 0, 4)
    assert on_word_borders(text, 0, 5)


def test_search_forms() -> None:
    assert content_stems("What did the Ministries say about Armenia’s refusal?") == [
        "ministri",
        "say",
        "armenia",
        "refus",
    ]
    assert stem("U.S") == stem("us") == "us"
    assert stem("Ｆｕｌｌ") == "full"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("29 July 2023 10:25 (UTC+04:00)", True),
        ("Press release 02 November 2023", True),
        ("28.11.2023 13:30", True),
        ("12 September 2023, 12:57", True),
        ("Published: 2024-05-01", True),
        ("Nov. 3rd, 2021", True),
        ("The bridge was closed on 3 May 2021.", False),
        ("In 2021", False),
        ("They met on 3 May 2021 and agreed that nothing at all would be said", False),
    ],
)
def test_datelines(line: str, expected: bool) -> None:
    assert is_dateline(line) is expected


def test_what_cannot_be_stored_becomes_a_sign_and_half_pairs_are_joined() -> None:
    assert storable("a\0b \ud83d\ude00 \ud800c é") == "a\ufffdb 😀 \ufffdc é"


def test_an_endless_line_takes_linear_time() -> None:
    line = "Mr. Smith of the U.S. Senate spoke. " * 20_000
    assert len(sentences(line)) == 20_000  # quadratic time would be minutes
