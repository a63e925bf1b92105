"""Conversations the browser keeps: remembered, renamed, deleted, found; and whatever a browser sends is read."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assistant import Filters
from assistant.web import history
from assistant.web.exchanges import Asked
from assistant.web.history import LARGEST, MOST, Conversation

WHEN = Asked("When was it?", Filters(publishers=("P",)))
WHO = Asked("Who said so?", alone=True)
FIRST = Conversation("1", "When was it?", "2026-01-01", (WHEN, WHO))
SECOND = Conversation("2", "The bridge", "2026-01-02", (WHO,))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "day", "asked", "question", "filters", "alone"]), inner, max_size=7
        )
    ),
    max_leaves=25,
)


def test_what_is_written_is_read_through_json() -> None:
    kept = (FIRST, SECOND)
    assert history.read(json.loads(json.dumps(history.written(kept)))) == kept


@given(JSON)
def test_whatever_a_browser_sends_is_read_or_left_out(value: object) -> None:
    kept = history.read(value)
    assert history.read(history.written(kept)) == kept


def test_one_bad_row_does_not_take_the_others_away() -> None:
    rows = [*history.written((FIRST,)), {"id": "x"}, None, 3, *history.written((SECOND,))]
    assert history.read(rows) == (FIRST, SECOND)


def test_the_conversation_asked_in_last_comes_first_and_keeps_its_name() -> None:
    kept = history.remembered((), "1", [WHEN], "2026-01-01")
    kept = history.renamed(kept, "1", "  The\n date  ")
    kept = history.remembered(kept, "2", [WHO], "2026-01-02")
    kept = history.remembered(kept, "1", [WHEN, WHO], "2026-01-03")
    assert kept == (
        Conversation("1", "The date", "2026-01-03", (WHEN, WHO)),
        Conversation("2", "Who said so?", "2026-01-02", (WHO,)),
    )
    assert history.remembered(kept, "3", [], "2026-01-04") == kept
    assert history.renamed(kept, "1", "  ") == kept
    assert history.deleted(kept, "1") == kept[1:]


def test_all_the_words_are_found_in_names_and_questions() -> None:
    kept = (FIRST, SECOND)
    assert history.found(kept, "") == kept
    assert history.found(kept, "SO who") == kept
    assert history.found(kept, "bridge") == (SECOND,)
    assert history.found(kept, "bridge when") == ()


def test_the_oldest_go_where_there_are_too_many() -> None:
    kept: history.Kept = ()
    for n in range(MOST + 2):
        kept = history.remembered(kept, str(n), [WHO], "2026-01-01")
    assert [c.id for c in kept] == [str(n) for n in range(MOST + 1, 1, -1)]
    long = [Asked("w" * 2_000)] * (LARGEST // 4_000 + 1)
    for n in range(3):
        kept = history.remembered(kept, f"long-{n}", long, "2026-01-01")
    assert [c.id for c in kept] == ["long-2"]


def test_only_what_changed_is_told_to_the_browser() -> None:
    kept = (FIRST, SECOND)
    assert history.changes(kept, kept) == {"put": [], "gone": []}
    named = Conversation("1", "The date", "2026-01-01", (WHEN, WHO))
    assert history.changes(kept, (named, SECOND)) == {"put": history.written((named,)), "gone": []}
    assert history.changes(kept, (SECOND,)) == {"put": [], "gone": ["1"]}
    assert history.changes((), (FIRST,)) == {"put": history.written((FIRST,)), "gone": []}
