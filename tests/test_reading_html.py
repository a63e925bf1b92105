"""Saved web pages: which of their words are block quotations, by the page's own marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading import shared_worker
from assistant.reading.html import read_html

FILLER = (
    "<p>A long paragraph that tells, in a great many words, what else had happened in the town on the same day.</p>"
)


def page(*parts: str) -> bytes:
    return f"<html><body><article>{FILLER.join(parts)}</article></body></html>".encode()


def quoted(*parts: str) -> list[str]:
    found = read_html(page(*parts), "a.html")
    return [found.text[slice(*block)] for block in found.blocks]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("<blockquote>The river flows east.</blockquote>", "The river flows east."),
        (
            "<blockquote><p>The river flows east.</p><p>It is long.</p></blockquote>",
            "The river flows east.\n\nIt is long.",
        ),
        (
            "<blockquote><blockquote>It flows east.</blockquote> It is long.</blockquote>",
            "It flows east.\n\nIt is long.",
        ),
        ("<blockquote>The river flows east. <cite>Ann Lee</cite></blockquote>", "The river flows east."),
        ("<blockquote>The river flows east.<br>— <cite>Ann Lee</cite></blockquote>", "The river flows east."),
        ("<blockquote>The river of <cite>Ann Lee</cite> flows east.</blockquote>", "The river of Ann Lee flows east."),
        ("<blockquote><cite>Ann Lee said so in a letter</cite></blockquote>", "Ann Lee said so in a letter"),
    ],
)
def test_a_block_quotation_is_its_words_without_its_source(part: str, words: str) -> None:
    assert quoted("", part, "") == [words]


def test_quotations_side_by_side_are_two_and_other_text_is_none() -> None:
    two = "<blockquote>The river flows east.</blockquote><blockquote>The mountain is high.</blockquote>"
    assert quoted(two, "") == ["The river flows east.", "The mountain is high."]
    assert quoted("", "") == []


def test_they_come_out_of_the_reading_process() -> None:
    part = "<blockquote>The river flows east.</blockquote>"
    (document,) = shared_worker().read(page("", part, ""), "a.html").documents
    assert [document.text[slice(*block)] for block in document.blocks] == ["The river flows east."]


PARTS = st.lists(
    st.sampled_from(
        [
            "<blockquote>",
            "</blockquote>",
            "<p>One two.",
            "<footer>",
            "</footer>",
            "<cite>One</cite>",
            "<br>",
            "Two",
            "<li>",
        ]
    ),
    max_size=12,
)


@settings(max_examples=50)
@given(PARTS)
def test_block_quotations_are_trimmed_apart_and_in_order(parts: list[str]) -> None:
    found = read_html(page("", "".join(parts), ""), "a.html")
    at = 0
    for start, end in found.blocks:
        assert at <= start < end <= len(found.text)
        assert found.text[start:end] == found.text[start:end].strip()
        at = end
