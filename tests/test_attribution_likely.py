from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.attribution import listed, statements
from assistant.attribution.likely import highest, likely
from assistant.types import Document, Span, Zone
from tests.toys import SEEDS


def document(text: str, zones: tuple[Zone, ...] = ()) -> Document:
    return Document("d.txt", "f00", text, {}, zones)


def attributed(text: str) -> list[tuple[str, str | None, str, str | None]]:
    """(kind, speaker, words, cue) of all that is not the document's own text."""
    return [(s.kind, s.speaker, text[s.start : s.end], s.cue) for s in listed(document(text)) if s.how != "own"]


@pytest.mark.parametrize(
    ("text", "speaker", "words", "cue"),
    [
        ("John Roe opposes the plan to lower taxes.", "John Roe", "the plan to lower taxes", "opposes"),
        ("Jane Doe is concerned that taxes will rise.", "Jane Doe", "that taxes will rise", "concerned"),
        ("Jane Doe does not oppose the plan to lower taxes.", "Jane Doe", "the plan to lower taxes", "does not oppose"),
        ("Jane Doe did not say that the deal was unlawful.", "Jane Doe", "that the deal was unlawful", "did not say"),
        ("The senator backed the plan to lower taxes.", None, "the plan to lower taxes", "backed"),
    ],
)
def test_what_no_rule_proves_is_likely_and_nobodys_words(text: str, speaker: str | None, words: str, cue: str) -> None:
    assert attributed(text) == [("likely", speaker, words, cue)]
    assert [(s.how, s.speaker, text[s.start : s.end]) for s in statements(document(text))] == [("own", None, text)]


@pytest.mark.parametrize(
    "text",
    [
        "It rained in Springfield on Monday, and the bridge was closed.",
        "Statement of the Springfield Council\n\nThe mayor backed the plan to lower taxes.",  # the Council's word
        "Die Senatorin unterstützt den Plan, die Steuern zu senken, weil sie sich sorgt.",
        "",
    ],
)
def test_where_nothing_is_likely(text: str) -> None:
    assert attributed(text) == []


def test_a_likely_find_much_like_a_proved_one_is_left_out() -> None:
    assert attributed("Jane Doe said that taxes will rise.") == [("speech", "Jane Doe", "taxes will rise", "said")]


def test_nothing_in_a_zone_is_likely() -> None:
    text = "John Roe opposes the plan to lower taxes.\nIt rained in Springfield on Monday."
    menu = (Zone(0, text.index("\n"), "menu"),)
    assert [s for s in listed(document(text, menu)) if s.kind != "speech"] == []


def test_a_line_longer_than_the_encoder_reads_is_read_in_stretches() -> None:
    text = (
        "It rained on Monday and the bridge was closed to all, " * 60 + "but John Roe opposes the plan to lower taxes."
    )
    assert ("the plan to lower taxes", "opposes") in [
        (text[s.start : s.end], text[s.cue.start : s.cue.end]) for s in likely(text, [Span(0, len(text))]) if s.cue
    ]


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_listing_holds_every_statement_as_the_engine_has_it(path) -> None:  # type: ignore[no-untyped-def]
    source = document(path.read_bytes().decode("utf-8-sig"))
    found = listed(source)
    assert [s for s in found if s.kind == "speech"] == statements(source)
    assert found == listed(source)


@given(st.lists(st.integers(-8, 8), max_size=12))
def test_the_highest_stretch_is_the_highest_of_all(scores: list[int]) -> None:
    first, stop = highest(np.array(scores, np.float32))
    sums = [sum(scores[a:b]) for a in range(len(scores)) for b in range(a + 1, len(scores) + 1)]
    assert sum(scores[first:stop]) == max([0, *sums])
