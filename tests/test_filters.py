"""What filters admit: by labels, speakers, days and words; and that everything quoted under one passes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.errors import BadInput
from assistant.filters.match import days_of, has_words, is_publisher, within
from assistant.filters.selection import Demand, checked, read_filters, select, told
from assistant.passages import quotable
from assistant.silence import NONE_INSIDE, OUTSIDE, SECOND_HAND, VAGUE
from assistant.types import Citation, Filters, InForce, Span

PRESS = {
    "gazette.txt": ("Gazette", "2021-05-01", "en", "Mayor Ann Lee said: “The ferry was sold in 2019.” The ferry lay in the river."),
    "herald.txt": (
        "www.herald.com",
        "2022-11-28",
        "en-GB",
        "The ferry is old. On 3 November 2022, Minister Bob Stone said that the old ferry would soon return to its old place in the river.",
    ),
    "kurier.txt": ("Kurier", "2023", "de", "The ferry crossed the river. Ann Lee said the ferry was a gift to the city."),
    "notes.txt": (None, None, None, "A ferry needs a river. Nobody sold the ferry."),
}  # fmt: skip


@pytest.fixture
def press(toy: Assistant, tmp_path: Path) -> Assistant:
    """The toy assistant with four more documents on a ferry."""
    folder = tmp_path / "press"
    folder.mkdir()
    rows = []
    for name, (publisher, published, language, text) in PRESS.items():
        (folder / name).write_text(text, encoding="utf-8")
        known = {"publisher": publisher, "published": published, "language": language}
        rows.append(json.dumps({"file_name": name} | {k: v for k, v in known.items() if v}))
    (folder / "metadata.jsonl").write_text("\n".join(rows), encoding="utf-8")
    toy.add([folder])
    return toy


def quoted(assistant: Assistant, filters: Filters) -> set[tuple[str, str]]:
    """Document and words of every sentence that passes, found by reading all of them."""
    found = set()
    with assistant.index.view() as view:
        chosen = select([Demand.of(filters, view.store)], view)
        for document in assistant.documents():
            for span in quotable(view.store.sentences(document.name), document.zones):
                if chosen.admits is None or chosen.admits(document, span):
                    found.add((document.name, document.text[span.start : span.end]))
    return found


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(publishers=("gazette",)), {"gazette.txt"}),
        (Filters(publishers=("Herald", "The Kurier")), {"herald.txt", "kurier.txt"}),
        (Filters(documents=("notes.txt",)), {"notes.txt"}),
        (Filters(languages=("en",)), {"gazette.txt", "herald.txt"}),
        (Filters(languages=("en-GB",)), {"herald.txt"}),
        (Filters(published_from="2022"), {"herald.txt", "kurier.txt"}),
        (Filters(published_from="2021-05", published_to="2022-11"), {"gazette.txt", "herald.txt"}),
        (Filters(published_to="2023-06"), {"gazette.txt", "herald.txt"}),
        (Filters(publishers=("Gazette",), languages=("de",)), set()),
    ],
)
def test_documents_by_their_labels(press: Assistant, filters: Filters, names: set[str]) -> None:
    assert {name for name, _ in quoted(press, filters)} == names


@pytest.mark.parametrize(("speaker", "passes"), [("Stone", True), ("Ann Lee", True), ("The Kurier", False)])
def test_a_sentence_passes_for_whoever_is_told_in_it_to_have_said_something(
    press: Assistant, tmp_path: Path, speaker: str, passes: bool
) -> None:
    text = "Mayor Ann Lee said: “We heard much on Monday, when Minister Bob Stone said that the ferry was his.”"
    (tmp_path / "nested.txt").write_text(text, encoding="utf-8")
    press.add([tmp_path / "nested.txt"])
    with press.index.view() as view:
        demand = replace(Demand.of(Filters(), view.store), filters=Filters(speakers=(speaker,)))
        assert demand.admits(press.document("nested.txt"), Span(0, len(text))) is passes


@pytest.mark.parametrize(
    ("filters", "sentences"),
    [
        (
            Filters(speakers=("Lee",)),
            {"Mayor Ann Lee said: “The ferry was sold in 2019.”", "Ann Lee said the ferry was a gift to the city."},
        ),
        (Filters(speakers=("Lee",), direct_only=True), {"Mayor Ann Lee said: “The ferry was sold in 2019.”"}),
        (
            Filters(said_from="2022-11-03", said_to="2022-11-03"),
            {"On 3 November 2022, Minister Bob Stone said that the old ferry would soon return to its old place in the river."},
        ),
        (Filters(said_from="2022-11-04", said_to="2022"), {"The ferry is old."}),
        (Filters(phrase="FERRY — was"), {"Ann Lee said the ferry was a gift to the city.", "Mayor Ann Lee said: “The ferry was sold in 2019.”"}),
        (Filters(phrase="erry was"), set()),
    ],
)  # fmt: skip
def test_sentences_by_speaker_day_and_words(press: Assistant, filters: Filters, sentences: set[str]) -> None:
    assert {text for _, text in quoted(press, filters)} == sentences


@pytest.mark.parametrize(
    ("filters", "told_so"),
    [
        (Filters(publishers=("Gazete",)), "There is no publisher called “Gazete” in the index; did you mean “Gazette”?"),
        (Filters(documents=("note.txt",)), "There is no document called “note.txt” in the index; did you mean “notes.txt”?"),
        (Filters(languages=("fr",)), "There is no language called “fr” in the index."),
        (Filters(speakers=("Ann Li",)), "There is no speaker called “Ann Li” in the index; did you mean “Ann Lee”?"),
        (Filters(publishers=(" ",)), "A filter is empty; leave it out or say what it shall admit."),
        (Filters(said_from=""), "A filter is empty; leave it out or say what it shall admit."),
        (Filters(phrase="“…”"), "The phrase to be found has no word in it."),
        (Filters(said_from="2023-02-30"), "“2023-02-30” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."),
        (Filters(said_from="November 2"), "“November 2” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."),
        (Filters(said_from="1/2/2023"), "“1/2/2023” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."),
        (Filters(published_to="0000"), "“0000” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."),
        (
            Filters(said_from="2023-11", said_to="2023-10"),
            "The range of days it was said in is reversed: 2023-11-01 is after 2023-10-31.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_filtered_by_is_one_sentence(press: Assistant, filters: Filters, told_so: str) -> None:
    for call in (press.ask, press.search):
        with pytest.raises(BadInput) as error:
            call("Was the ferry sold?", filters=filters)
        assert str(error.value) == told_so


def test_an_answer_under_filters(press: Assistant) -> None:
    everything = press.ask("Was the ferry sold?")
    assert {c.document for c in everything.citations} >= {"gazette.txt", "notes.txt"}
    narrowed = press.ask("Was the ferry sold?", filters=Filters(publishers=("Gazette",), direct_only=True))
    assert [c.quote for c in narrowed.citations] == ["Mayor Ann Lee said: “The ferry was sold in 2019.”"]
    assert narrowed.filters == (InForce("publisher", "Gazette"), InForce("form", "direct quotes only"))
    assert told(narrowed.filters) == "publisher: Gazette; form: direct quotes only"
    assert [h.passage.document for h in press.search("ferry", filters=Filters(documents=("notes.txt",)))] == [
        "notes.txt"
    ]


def test_silence_under_filters_tells_what_lies_outside(press: Assistant) -> None:
    elsewhere = press.ask("Was it sold in 2019?", filters=Filters(publishers=("Kurier",)))
    assert (elsewhere.abstained, elsewhere.outside, elsewhere.citations) == (True, True, ())
    assert elsewhere.reason == OUTSIDE.format("publisher: Kurier")
    assert "Mayor Ann Lee said: “The ferry was sold in 2019.”" in [c.quote for c in elsewhere.nearest]
    nothing = press.ask("ferry?", filters=Filters(documents=("notes.txt",), direct_only=True))
    assert (nothing.abstained, nothing.outside) == (True, True)
    assert nothing.reason == OUTSIDE.format("document: notes.txt; form: direct quotes only")


def test_what_is_only_reported_is_told_as_second_hand(press: Assistant) -> None:
    answer = press.ask("Will the old ferry of 2022 return with Bob?", filters=Filters(direct_only=True))
    assert (answer.abstained, answer.outside, answer.reason) == (True, True, SECOND_HAND)
    assert answer.nearest[0].quote.startswith("On 3 November 2022, Minister Bob Stone said that the old ferry")


def test_nothing_inside_and_nothing_near(toy: Assistant) -> None:
    toy.index.update([], [Path(d.path).parent for d in _listing(toy)])
    answer = toy.ask("Is it direct, as a direct quote, about zebras?")
    assert (answer.reason, answer.nearest, answer.outside) == (NONE_INSIDE.format(told(answer.filters)), (), False)


def _listing(assistant: Assistant) -> list[Any]:
    with assistant.index.view() as view:
        return list(view.store.listing())


@pytest.mark.parametrize("question", ["Tell me more", "What?", "Who is he?", "Anything?"])
def test_too_vague_a_question(press: Assistant, question: str) -> None:
    answer = press.ask(question)
    assert (answer.abstained, answer.reason, answer.nearest, answer.citations) == (True, VAGUE, (), ())


_some = {
    "speakers": st.lists(st.sampled_from(["Lee", "Ann Lee", "Stone", "the minister"]), max_size=2),
    "publishers": st.lists(st.sampled_from(["Gazette", "herald.com", "Kurier"]), max_size=2),
    "documents": st.lists(st.sampled_from([*PRESS, "a.txt", "c.txt"]), max_size=3),
    "languages": st.lists(st.sampled_from(["en", "de"]), max_size=1),
}
_anyhow = st.builds(
    Filters,
    **{name: values.map(tuple) for name, values in _some.items()},
    said_from=st.sampled_from([None, None, "2021", "2022-11"]),
    said_to=st.sampled_from([None, None, "2022-11", "2023"]),
    direct_only=st.sampled_from([False, False, True]),
    phrase=st.sampled_from([None, None, "the ferry", "THE  ferry", "river", "sold in 2019"]),
)


@given(_anyhow, st.sampled_from(["Was the ferry sold?", "Who said the ferry was a gift?", "Does the river flow?"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_quoted_passes_and_the_passages_hold_all_that_does(
    press: Assistant, filters: Filters, question: str
) -> None:
    with press.index.view() as view:
        chosen = select([Demand.of(filters, view.store)], view)
        numbers = view.store.passages(chosen.among)
    for name, text in quoted(press, filters):
        at = press.document(name).text.index(text)
        assert any(p.document == name and p.start <= at and at + len(text) <= p.end for p in numbers.values())
    answer = press.ask(question, filters=filters)
    shown: tuple[Citation, ...] = answer.citations + (() if answer.outside else answer.nearest)
    for citation in shown:
        span = Span(citation.sentence_start, citation.sentence_end)
        assert chosen.admits is not None
        assert chosen.admits(press.document(citation.document), span)
    assert not (answer.outside and not answer.abstained)
    if answer.abstained and answer.filters:
        assert answer.confidence <= press.ask(question).confidence


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(documents=("press", *PRESS, "a.txt", "b.txt", "c.txt")[1:]), Filters(publishers=())],
)
def test_filters_that_admit_everything_change_nothing(press: Assistant, filters: Filters) -> None:
    question = "Was the ferry sold?"
    bare, filtered = press.ask(question), press.ask(question, filters=filters)
    assert replace(filtered, seconds=0.0, filters=()) == replace(bare, seconds=0.0)
    assert press.search(question, filters=filters) == press.search(question)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-11-02", ("2023-11-02", "2023-11-02")),
        ("2023-11-02T10:25", ("2023-11-02", "2023-11-02")),
        ("2023-13", None),
        ("2 November 2023", None),
        ("", None),
    ],
)
def test_days(text: str, bounds: tuple[str, str] | None) -> None:
    assert days_of(text) == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("1 November 2023", ("2023-11-01", "2023-11-01")),
        (" november 1, 2023 ", ("2023-11-01", "2023-11-01")),
        ("13/11/2023", ("2023-11-13", "2023-11-13")),
        ("November 2023", ("2023-11-01", "2023-11-30")),
    ],
)
def test_a_day_may_be_written_out(text: str, bounds: tuple[str, str]) -> None:
    days = checked(Filters(said_from=text, said_to=text))
    assert (days.said_from, days.said_to) == bounds


@pytest.mark.parametrize("text", ["soon", "20", "November", "31 November 2023", "on 1 November 2023", "1/2/2023"])
def test_what_is_no_day_or_may_be_two_is_none(text: str) -> None:
    with pytest.raises(BadInput, match=f"^“{text}” is no day of the calendar"):
        checked(Filters(said_from=text))


@given(st.dates(), st.dates(), st.dates())
def test_a_day_lies_in_a_period_as_its_iso_form_sorts(day: Any, first: Any, last: Any) -> None:
    assert within(day.isoformat(), (first.isoformat(), last.isoformat())) == (first <= day <= last)
    assert within(day.isoformat(), (None, None))
    assert not within(None, (None, None))


@pytest.mark.parametrize(
    ("phrase", "there"),
    [
        ("Armenia's so‑called", True),
        ("armenia’s “so called”", True),
        ("Armenia so-called", True),
        ("so called response", True),
        ("menia's so", False),
        ("called so", False),
    ],
)
def test_a_phrase_is_words_in_order(phrase: str, there: bool) -> None:
    assert has_words("Armenia’s ‘so-called’\u00a0response – late.", phrase) is there


@pytest.mark.parametrize(
    ("asked", "label", "same"),
    [
        ("azernews", "Azernews", True),
        ("azernews.az", "Azernews", True),
        ("anews.az", "www.anews.az", True),
        ("Anews", "https://www.anews.az/", True),
        ("The Gazette", "Gazette", True),
        ("bbc.com", "bbc.co.uk", False),
        ("News", "Azernews", False),
    ],
)
def test_publishers(asked: str, label: str, same: bool) -> None:
    assert is_publisher(asked, label) is same


def test_the_json_form_of_filters() -> None:
    form = {"publishers": ["Gazette"], "said_from": "2023", "direct_only": True, "phrase": None}
    assert read_filters(form) == Filters(publishers=("Gazette",), said_from="2023", direct_only=True)
    for wrong, sentence in (
        ({"publisher": ["Gazette"]}, "There is no filter called “publisher”; there are "),
        ({"publishers": "Gazette"}, "The filter “publishers” must be a list of texts."),
        ({"said_from": 2023}, "The filter “said_from” must be a text."),
        ({"direct_only": "yes"}, "The filter “direct_only” must be true or false."),
    ):
        with pytest.raises(BadInput) as error:
            read_filters(wrong)
        assert str(error.value).startswith(sentence)
