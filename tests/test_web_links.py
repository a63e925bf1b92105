"""Links: what they hold comes back as it was, is proved anew, and broken ones are one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Filters
from assistant.errors import BadInput
from assistant.web.exchanges import Asked
from assistant.web.links import answer_link, read_answer_link, read_span_link, span_link

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)


ASKED = st.builds(
    Asked,
    TEXTS,
    st.builds(Filters, publishers=st.lists(TEXTS, max_size=2).map(tuple), phrase=TEXTS, direct_only=st.booleans()),
    st.booleans(),
)


@given(st.lists(ASKED, min_size=1, max_size=3))
def test_questions_and_their_filters_come_back(asked: list[Asked]) -> None:
    assert read_answer_link(answer_link(asked)) == asked


def test_an_address_without_a_question_or_a_place_opens_nothing(toy: Assistant) -> None:
    for query in ("", "?", "?__theme=dark"):
        assert read_answer_link(query) == []
        assert read_span_link(query, toy) is None


def test_a_quote_is_found_and_proved_where_its_link_says(toy: Assistant) -> None:
    (cited,) = toy.ask("Where does the river Kura flow?").citations
    assert read_span_link(span_link(cited), toy) == replace(cited, score=0.0)
    part = replace(cited, start=4, end=14)
    found = read_span_link(span_link(part), toy)
    assert found is not None
    assert (found.quote, found.sentence) == ("river Kura", "The river Kura flows east.")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?document=a.txt&start=0&end=3&sha256=beef", "The source has changed since this link was made"),
        ("?document=a.txt&start=1&end=6", "There are no whole words at the place"),
        ("?document=a.txt&start=5&end=5", "There are no whole words at the place"),
        ("?document=a.txt&start=-3&end=9999", "There are no whole words at the place"),
        ("?document=a.txt&start=x&end=3", "This link is broken"),
        ("?document=a.txt", "This link is broken"),
        ("?document=..%2F..%2Fsecret&start=0&end=3", "There is no document called"),
        ("?" + "&".join(f"p{n}=1" for n in range(100)), "This link is broken"),
        ("?document=" + "x" * 60_000, "This link is too long"),
    ],
)
def test_a_link_that_leads_nowhere_is_one_sentence(toy: Assistant, query: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_span_link(query, toy)


def test_page_furniture_and_changed_files_are_not_opened(toy: Assistant, corpus: Path) -> None:
    text = toy.document("a.txt").text
    start = text.index("Share this page")
    with pytest.raises(BadInput, match="the quote lies in page furniture"):
        read_span_link(f"?document=a.txt&start={start}&end={start + 15}", toy)
    (corpus / "a.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(BadInput, match="the source file has changed since it was indexed"):
        read_span_link("?document=a.txt&start=0&end=9", toy)


@pytest.mark.parametrize("filters", ["{", "[]", "[1]", '{"nobody": 1}', '{"phrase": 1}', "1", "[" * 3_000])
def test_broken_filters_are_one_sentence(filters: str) -> None:
    with pytest.raises(BadInput):
        read_answer_link(f"?q=When%3F&filters={filters}")
