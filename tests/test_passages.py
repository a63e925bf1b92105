from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.passages import count_tokens, passages, quotable
from assistant.text import sentences
from assistant.types import Document, Passage, Settings, Span, Zone


def cut(text: str, size: int, zones: tuple[Zone, ...] = ()) -> list[str]:
    document = Document("d", "s", text, zones=zones)
    return [text[p.start : p.end] for p in passages(document, sentences(text), Settings(size))]


def test_tokens_are_those_of_cl100k() -> None:
    # counts published in OpenAI's cookbook, "How to count tokens with tiktoken"
    texts = ("antidisestablishmentarianism", "2 + 2 = 4", "お誕生日おめでとう", "")
    assert [count_tokens(t) for t in texts] == [6, 7, 9, 0]


def test_passages_are_whole_sentences_up_to_the_target_and_never_cross_a_zone() -> None:
    text = "One two three. Four five six. Seven eight nine.\nShare this page\nTen eleven twelve."
    assert [count_tokens(t) for t in ("One two three.", "Four five six.")] == [4, 4]
    zone = Zone(text.index("Share"), text.index("Share") + 15, "share")
    assert cut(text, 8, (zone,)) == ["One two three. Four five six.", "Seven eight nine.", "Ten eleven twelve."]
    assert cut(text, 1, (zone,)) == ["One two three.", "Four five six.", "Seven eight nine.", "Ten eleven twelve."]


def test_an_id_is_made_of_content() -> None:
    assert Passage("any name", "abc", 3, 9).id == "abc:3-9"


@given(st.text(max_size=400), st.integers(1, 60), st.integers(0, 400), st.integers(1, 50))
def test_every_quotable_sentence_is_in_exactly_one_passage(text: str, size: int, at: int, length: int) -> None:
    zones = (Zone(at, at + length, "x"),)
    document = Document("d", "s", text, zones=zones)
    spans = sentences(text)
    found = passages(document, spans, Settings(size))
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = [s for p in found for s in spans if p.start <= s.start and s.end <= p.end]
    assert inside == quotable(spans, zones)
    assert not any(p.start < at + length and at < p.end for p in found)


def test_a_sentence_that_touches_a_zone_is_not_quotable() -> None:
    assert quotable([Span(0, 5), Span(5, 9), Span(9, 12)], [Zone(8, 9, "x")]) == [Span(0, 5), Span(9, 12)]


def test_sentences_that_a_zone_touches_are_not_quotable() -> None:
    spans = [Span(0, 5), Span(6, 9), Span(10, 20), Span(21, 30)]
    assert quotable(spans, (Zone(5, 6, "x"), Zone(8, 11, "y"))) == [Span(0, 5), Span(21, 30)]
