"""Which ranked sentences are shown: few, none twice, of several documents where asked, with what a pronoun leans on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.choice import (
    LONGEST,
    NEARLY,
    WIDEST,
    WORSE,
    antecedent,
    asks_for_several,
    choose,
    distinct,
    has_parts,
    joined,
    nearly_same,
    of_several,
    widened,
)
from assistant.citing import cite, leaning, reading_order
from assistant.filters.selection import Admits
from assistant.quotes import proof
from assistant.ranking import Candidate
from assistant.snapshot import Snapshot
from assistant.text import sentences
from assistant.types import Document, Span, Statement, Zone

TEXT = "Ann Lee came late. She said nothing. The bridge was closed. It was noted that the river rose."


def document(text: str, name: str = "a.txt", zones: tuple[Zone, ...] = ()) -> Document:
    return Document(name, "0" * 64, text, zones=zones)


def candidate(text: str, score: float, name: str = "a.txt") -> Candidate:
    return Candidate(document(text, name), Span(0, len(text)), "", 0.0, logit=score)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("He left Paris on Monday, 3 May.", "He left Paris on Monday, 3 May!", True),
        (
            "The ministry said that the road had been closed to all traffic since the morning of Monday.",
            "The ministry said the road had been closed to all traffic since the morning of Monday.",
            True,
        ),
        ("Five of the 12 left.", "Five of the 13 left.", False),
        (
            "In the end he said that he had been there on that day.",
            "In the end he said that he had never been there on that day.",
            False,
        ),
        ("He left.", "She came.", False),
    ],
)
def test_near_duplicates(one: str, other: str, same: bool) -> None:
    assert nearly_same(one, other) is nearly_same(other, one) is same


@given(st.lists(st.sampled_from("he left never 12 13 the bridge was closed".split()), min_size=1).map(" ".join))
def test_a_sentence_is_nearly_the_same_as_itself(text: str) -> None:
    assert nearly_same(text, text)
    assert not nearly_same(text, text + " never")


def test_of_near_duplicates_the_first_stays() -> None:
    one, two, three = (
        candidate("He left on Monday.", 3),
        candidate("He left on Monday!", 2, "b.txt"),
        candidate("No.", 1),
    )
    assert distinct([one, two, three], 5) == [one, three]
    assert distinct([one, two, three], 1) == [one]


def test_only_what_is_not_much_worse_than_the_best_is_shown() -> None:
    ranked = [candidate(f"Number {n}.", 10 - n * WORSE / 2) for n in range(6)]
    assert choose(ranked, "What did she say?") == ranked[:2]  # the third is far behind
    assert choose(ranked, "What did she say, and what did he say?") == ranked[:3]
    same = [candidate(f"Number {n}.", 1.0) for n in range(9)]
    assert choose(same, "What did she say?") == same[:5]
    assert choose([], "What did she say?") == []


def test_after_the_second_only_what_is_nearly_as_good_is_shown_unless_the_question_has_parts() -> None:
    ranked = [candidate(f"Number {n}.", 10 - n * 0.26 * NEARLY) for n in range(5)]
    assert choose(ranked, "What did she say?") == ranked[:4]
    judged = [*ranked[:4], replace(ranked[4], verdict=2 * NEARLY)]  # the judge has a say
    assert choose(judged, "What did she say?") == judged
    doubted = [*ranked[:2], replace(ranked[2], verdict=-2 * NEARLY)]
    assert choose(doubted, "What did she say?") == ranked[:2]
    assert choose(ranked, "What did she say, and what did he say?") == ranked


def test_a_line_with_a_date_is_not_shown_beside_a_sentence_unless_two_things_are_asked_for() -> None:
    said, line = candidate("She left on 27 November.", 9.0), candidate("28.11.2023 13:30", 8.0)
    assert choose([said, line], "When did she leave?") == [said]
    assert choose([line, said], "When was it published?") == [line, said]
    assert choose([said, line], "When did she leave, and when was that published?") == [said, line]


def test_where_several_documents_are_asked_for_each_gives_its_best_first() -> None:
    a1, a2, b, c = (candidate(t, s, n) for t, s, n in (("x", 9, "a"), ("y", 8, "a"), ("z", 7, "b"), ("w", -9, "c")))
    assert of_several([a1, a2, b, c]) == [a1, b, a2, c]
    assert asks_for_several("What do both ministries say?")
    assert asks_for_several("What do the two each say?")
    assert asks_for_several("What does the mayor think on the one hand and the minister on the other?")
    assert not asks_for_several("What does the ministry say?")


def test_a_question_of_two_things_has_parts() -> None:
    assert has_parts("What does she want, and how many people support her?")
    assert has_parts("What do both say?")
    assert not has_parts("What do salt and pepper cost?")


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("She said nothing.", "Ann Lee came late."),
        ("The bridge was closed.", None),
        ("It was noted that the river rose.", None),
        ("Ann Lee came late.", None),
    ],
)
def test_the_sentence_before_is_offered_where_a_pronoun_opens(sentence: str, before: str | None) -> None:
    doc, at = document(TEXT), TEXT.index(sentence)
    span = antecedent(doc, sentences(TEXT), Span(at, at + len(sentence)))
    assert (TEXT[span.start : span.end] if span else None) == before


def test_furniture_and_another_paragraph_are_no_antecedent() -> None:
    text = "Ann Lee came late.\n\nShe said nothing."
    assert antecedent(document(text), sentences(text), Span(20, 37)) is None
    assert antecedent(document(TEXT, zones=(Zone(0, 18, "menu"),)), sentences(TEXT), Span(19, 36)) is None


def test_the_sentence_before_is_proved_like_the_quote() -> None:
    doc, span = document(TEXT), Span(19, 36)
    citation = leaning(cite(doc, span, span, 1, 1.0), doc, Span(0, 18))
    assert (citation.antecedent, proof(doc, citation)) == ("Ann Lee came late.", "")
    for forged in (replace(citation, antecedent="Bob Lee came late."), replace(citation, antecedent_end=None)):
        assert "the sentence before is not what stands there" in proof(doc, forged)
    assert "sentence before" in proof(document(TEXT, zones=(Zone(0, 18, "menu"),)), citation)


def test_the_best_is_shown_first_and_what_directly_follows_a_quote_right_after_it() -> None:
    doc, spans = document(TEXT), sentences(TEXT)
    late, far, second = (cite(doc, spans[i], spans[i], rank, 0.0) for i, rank in ((0, 1), (3, 2), (1, 3)))
    assert reading_order([late, far, second]) == [late, second, far]
    best, before = cite(doc, spans[1], spans[1], 1, 0.0), cite(doc, spans[0], spans[0], 2, 0.0)
    assert reading_order([before, best]) == [best, before]


def placed(
    places: list[tuple[int, float]], text: str = TEXT, statements: tuple[Statement, ...] = ()
) -> list[Candidate]:
    """The sentences of `text` with these numbers and scores, in this order."""
    whole = Document("a.txt", "0" * 64, text, statements=statements)
    spans = sentences(text)
    return [Candidate(whole, spans[i], "", 0.0, logit=score) for i, score in places]


def test_sentences_that_follow_each_other_are_one_quote_in_the_place_of_the_better() -> None:
    one = joined(placed([(3, 5.0), (1, 4.0), (0, 3.0)]))
    assert [(c.text, c.score) for c in one] == [
        ("It was noted that the river rose.", 5.0),
        ("Ann Lee came late. She said nothing.", 4.0),
    ]
    assert [c.text for c in joined(placed([(0, 5.0), (2, 4.0), (1, 3.0)]))] == [
        "Ann Lee came late. She said nothing. The bridge was closed."
    ]


def test_another_speaker_or_subject_and_what_is_far_worse_or_too_long_is_another_quote() -> None:
    assert len(joined(placed([(0, 5.0), (1, 1.9)]))) == 2
    statement = Statement(0, 18, "Ann Lee", None, 0, 7, 0, 7, "reported", "came", None, None, None, ())
    assert len(joined(placed([(0, 5.0), (1, 4.0)], statements=(statement,)))) == 2
    assert len(joined(placed([(0, 5.0), (1, 4.0)], "Ann Lee came late.\n\nThe bridge was closed."))) == 2
    assert len(joined(placed([(0, 5.0), (1, 4.0)], "Ann Lee came late.\n\nShe said nothing."))) == 1
    assert len(joined(placed([(0, 5.0), (1, 4.0)], f"Ann Lee {'came ' * 80}late. She said nothing."))) == 2


@given(st.permutations(range(6)), st.integers(1, 6))
def test_joined_quotes_are_the_same_text_and_none_too_long(order: list[int], many: int) -> None:
    text = " ".join(f"{letter * 70} ends here." for letter in "ABCDEF")
    chosen = placed([(i, 9.0 - n / 2) for n, i in enumerate(order[:many])], text)
    shown = joined(chosen)
    covered = sorted(i for c in shown for i in range(c.sentence.start, c.sentence.end) if not text[i].isspace())
    assert covered == sorted(
        i for c in chosen for i in range(c.sentence.start, c.sentence.end) if not text[i].isspace()
    )
    assert all(c.sentence.end - c.sentence.start <= LONGEST for c in shown)
    assert [c.score for c in shown] == sorted((c.score for c in shown), reverse=True)
    assert joined(shown) == shown


FERRIES = """The ferries

The ferry is old. It was sold. Mayor Ann Lee said: “Nobody asked me. I shall not pay.” The river rose.

It fell again.

A bakery opened.

The bakery is new.
"""


@pytest.fixture
def ferries(toy: Assistant, tmp_path: Path) -> Iterator[tuple[Document, Snapshot]]:
    (tmp_path / "ferries.txt").write_text(FERRIES, encoding="utf-8")
    toy.add([tmp_path / "ferries.txt"])
    with toy.index.view() as view:
        yield view.store.document("ferries.txt"), view.store


def quoted(found: tuple[Document, Snapshot], *parts: str, admits: Admits | None = None) -> list[str]:
    document, corpus = found
    spans = [s for p in parts for s in corpus.sentences(document.name) if p in document.text[s.start : s.end]]
    chosen = [Candidate(document, span, "", 0.0, logit=9.0 - n) for n, span in enumerate(spans)]
    return [c.text for c in widened(chosen, corpus, admits)]


def test_a_short_sentence_is_quoted_with_what_stands_beside_it(ferries: tuple[Document, Snapshot]) -> None:
    assert quoted(ferries, "sold") == ["The ferry is old. It was sold."]  # neither a heading nor another's words
    assert quoted(ferries, "I shall") == ["I shall not pay.”"]  # what stands before it is only in part hers
    assert quoted(ferries, "rose") == ["The river rose.\n\nIt fell again."]
    assert quoted(ferries, "rose", "fell") == ["The river rose.", "It fell again."]  # none is quoted twice
    assert quoted(ferries, "fell") == ["The river rose.\n\nIt fell again."]  # and not what another paragraph tells
    assert quoted(ferries, "A bakery") == ["A bakery opened."]  # that the next paragraph has it, too, is not enough
    assert quoted(ferries, "rose", admits=lambda _, span: span.start < 110) == ["The river rose."]


def test_a_long_one_stays_alone(toy: Assistant, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(f"It was sold. The ferry {'is old and ' * 30}slow. It sank.", encoding="utf-8")
    toy.add([tmp_path / "long.txt"])
    with toy.index.view() as view:
        document = view.store.document("long.txt")
        long = document.text[view.store.sentences("long.txt")[1].start : -len(" It sank.")]
        assert len(long) >= WIDEST
        assert quoted((document, view.store), "slow") == [long]
