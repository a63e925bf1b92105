from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.shingles import WIDTH, WINDOW, Token, kept_shingles, shingles, tokens, winnowed
from assistant.types import Span, Zone


def forms(text: str) -> list[str]:
    return [t.form for t in tokens(text)]


def test_what_is_only_form_has_the_same_tokens() -> None:
    plain = forms("It's 'fine', the office of U.S.-Baku talks... now")
    assert plain == [
        "It",
        "s",
        "fine",
        ",",
        "the",
        "office",
        "of",
        "U",
        ".",
        "S",
        ".",
        "-",
        "Baku",
        "talks",
        "…",
        "now",
    ]
    assert forms("It’s “fine”, the\u00a0oﬃce\nof U.S.—Baku ta\u00adlks… now") == plain
    assert forms("Cafe\u0301") == forms("Café") == ["Café"]


def test_what_is_more_than_form_differs() -> None:
    pairs = [
        "1,515/1515",
        "1.7/1,7",
        "10²/102",
        "its/it’s",
        "nowhere/now here",
        "US/us",
        "a b/a, b",
        "So!/So?",
        "resume/résumé",
    ]
    for a, b in (p.split("/") for p in pairs):
        assert forms(a) != forms(b), (a, b)


def test_tokens_know_their_place_and_leave_furniture_out() -> None:
    text = "İn Baku. Share this."
    assert tokens(text, Span(3, 20), (Zone(9, 20, "share"),)) == [Token("Baku", 3, 7), Token(".", 7, 8)]


@given(st.text(max_size=60))
def test_every_token_is_a_stretch_of_the_text_in_order(text: str) -> None:
    found = tokens(text)
    assert all(0 <= t.start < t.end <= len(text) and t.form for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=60), st.data())
def test_a_row_of_words_that_is_long_enough_shares_a_kept_shingle(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    kept = kept_shingles(text, ())
    least = WIDTH + WINDOW - 1
    if len(words) >= least:
        first = data.draw(st.integers(0, len(words) - least))
        row = tokens(" ".join(words[first : first + least]).upper())
        hashes, places = shingles(row), {2 * i for i in range(first, first + WINDOW)}
        assert any(digest in hashes and start in places for digest, start in kept)


def test_winnowing_keeps_the_least_of_neighbours() -> None:
    assert winnowed([5, 3, 3, 9, 8, 7, 6, 1]) == [2, 6, 7]
    assert winnowed([2, 1]) == [1]
    assert winnowed([]) == []
