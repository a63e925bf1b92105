from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.citing import cite
from assistant.errors import BadInput
from assistant.quotes import exact_places, nearest_stretch, proof, word_diff
from assistant.types import Document, Span, Zone

TEXT = "It is unacceptable that a number of countries make\nstatements. He left.\nShare this page"
DOCUMENT = Document("d.txt", "f00", TEXT, zones=(Zone(72, 87, "share"),))
GOOD = cite(DOCUMENT, Span(6, 18), Span(0, 62), 1, 0.5)


def test_a_true_citation_is_proved() -> None:
    assert (GOOD.quote, GOOD.sentence) == ("unacceptable", TEXT[:62])
    assert proof(DOCUMENT, GOOD) == ""


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sha256": "f01"}, "the document has changed since it was indexed."),
        ({"start": 8, "quote": "acceptable"}, "the quote cuts a word."),
        ({"quote": "Unacceptable"}, "the quote is not what stands there."),
        ({"end": 10_000}, "the offsets lie outside the text."),
        ({"end": 6}, "the offsets lie outside the text."),
        ({"sentence_start": 7}, "the quote is not inside its sentence."),
        ({"sentence": "It is acceptable."}, "the sentence is not what stands there."),
    ],
)
def test_whatever_is_changed_in_a_citation_is_noticed(changes: dict[str, object], fault: str) -> None:
    changed = replace(GOOD, **changes)  # type: ignore[arg-type]
    assert proof(DOCUMENT, changed) == f"d.txt [{changed.start}:{changed.end}]: {fault}"


def test_furniture_is_not_quoted() -> None:
    assert proof(DOCUMENT, cite(DOCUMENT, Span(72, 77), Span(72, 87), 1, 0.5)).endswith(
        "the quote lies in page furniture."
    )


@given(st.text(min_size=1, max_size=80), st.data())
def test_every_stretch_on_word_borders_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document("d", "s", text)
    for span in exact_places(document, text[start:end]):
        assert text[span.start : span.end].split() == text[start:end].split()
    if (
        proof(document, cite(document, Span(start, end), Span(start, end), 1, 0.0)) == ""
        and text[start:end].strip() == text[start:end]
    ):
        assert Span(start, end) in exact_places(document, text[start:end])


def test_white_space_may_differ_and_nothing_else() -> None:
    assert exact_places(DOCUMENT, "countries make statements") == [
        Span(TEXT.index("countries"), TEXT.index("statements") + 10)
    ]
    for altered in (
        "acceptable that a number",
        "Countries make statements",
        "countries make statement",
        "countries statements",
    ):
        assert exact_places(DOCUMENT, altered) == []


def test_nearest_stretch_and_its_difference() -> None:
    span, shared = nearest_stretch(TEXT, Span(0, len(TEXT)), "It is acceptable that a number of countries")
    assert TEXT[span.start : span.end] == "It is unacceptable that a number of countries"
    assert shared == 7 / 8
    assert word_diff("It is acceptable that", "It is unacceptable that") == "It is [-acceptable-] {+unacceptable+} that"
    assert word_diff("a b c", "a c d") == "a [-b-] c {+d+}"
    assert nearest_stretch(TEXT, Span(0, 10), "zebra") == (Span(0, 0), 0.0)


@pytest.mark.parametrize(
    ("quote", "verdict", "first"),
    [
        ("The  mountain\nis high.", "exact", ("b.txt", "The mountain is high.")),
        ("mountain", "exact", ("b.txt", "mountain")),
        ("The mountain is not high.", "altered", ("b.txt", "The mountain is high")),
        ("Elephants never forget anything at all", "not found", None),
        ("Share this page", "not found", None),
    ],
)
def test_check(toy: Assistant, quote: str, verdict: str, first: tuple[str, str] | None) -> None:
    checked = toy.check(quote)
    assert (checked.verdict, next(((c.document, c.quote) for c in checked.matches), None)) == (verdict, first)
    assert len(checked.diffs) == (len(checked.matches) if verdict == "altered" else 0)
    assert all(toy.document(c.document).text[c.start : c.end] == c.quote for c in (*checked.matches, *checked.nearest))


@pytest.mark.parametrize("quote", ["", " \n", "…!", "x" * 20_001])
def test_what_is_no_quote_is_refused(toy: Assistant, quote: str) -> None:
    with pytest.raises(BadInput):
        toy.check(quote)
