from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.citing import cite
from assistant.quotes import proof
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
