"""What a follow-up leans on in the documents: who said the sentence quoted last, when, and what stands beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant import Assistant, Turn
from assistant.dialogue import following, lean, quoted_before, source_of, strays
from assistant.followups.readings import Focus, focus, readings
from assistant.ranking import Candidate
from assistant.silence import NOTHING, STRAYED
from assistant.types import Span

FERRY = "The ferry was sold in 2019."
LETTER = f"""Harbour news
3 May 2021
Mayor Ann Lee said: “{FERRY}” The bridge was closed.
"""


@pytest.fixture
def told(toy: Assistant, corpus: Path) -> Assistant:
    (corpus / "d.txt").write_text(LETTER, encoding="utf-8")
    (corpus / "metadata.jsonl").write_text('{"file_name": "d.txt", "published": "2021-05-03"}', encoding="utf-8")
    toy.add([corpus])
    return toy


def history(quote: str) -> list[Turn]:
    return [Turn("user", "What happened to the ferry?"), Turn("assistant", f"“{quote}”")]


def test_who_said_that_is_answered_by_what_names_the_speaker(told: Assistant) -> None:
    answer = told.ask("Who said that?", history(FERRY))
    assert not answer.abstained
    first = answer.citations[0]
    assert (first.document, first.speaker) == ("d.txt", "Ann Lee")
    assert "Ann Lee" in first.quote


def test_when_was_it_published_is_answered_by_the_line_that_bears_the_reviewed_day(told: Assistant) -> None:
    answer = told.ask("When was that published?", history(FERRY))
    assert [c.quote for c in answer.citations] == ["3 May 2021"]


def test_nothing_is_given_where_nothing_proves_it(told: Assistant) -> None:
    before = [("a.txt", Span(0, 5))]
    with told.index.view() as view:
        assert source_of(Focus("x", "speaker", True), before, view.store) == ([], [])
        assert source_of(Focus("x", "date", True), before, view.store) == ([], [])
        assert source_of(Focus("x", "more", True), before, view.store) == ([], [])


def test_the_sentence_quoted_last_is_known_by_its_words_or_inside_a_longer_one(told: Assistant) -> None:
    document = told.document("d.txt")
    at = document.text.index("The bridge")
    sentence = Span(at, at + len("The bridge was closed."))
    with told.index.view() as view:
        assert quoted_before(Focus("the bridge was closed", "", True), [], view.store) == [("d.txt", sentence)]
        longer = Candidate(document, sentence, "", 0.0)
        assert quoted_before(Focus("bridge was", "", True), [longer], view.store) == [("d.txt", sentence)]
        assert quoted_before(Focus("idge was", "", True), [longer], view.store) == []


def test_the_same_document_is_nearer_and_what_was_quoted_is_not_quoted_again(told: Assistant) -> None:
    d, a = told.document("d.txt"), told.document("a.txt")
    had, near, far = (Candidate(x, Span(s, s + 5), "", 0.0, logit=1.0) for x, s in ((d, 0), (d, 10), (a, 0)))
    asked = focus("And what else was closed?", history(FERRY))
    assert asked is not None
    assert asked.elsewhere
    assert [(c.document.name, c.sentence.start) for c in lean([had, near, far], asked, [("d.txt", Span(0, 5))])] == [
        ("d.txt", 10),
        ("a.txt", 0),
        ("d.txt", 0),
    ]


def test_what_follows_the_quote_is_nearest(told: Assistant) -> None:
    d = told.document("d.txt")
    with told.index.view() as view:
        sentences = view.store.sentences("d.txt")
        at = next(n for n, s in enumerate(sentences) if FERRY in d.text[s.start : s.end])
        quote = [("d.txt", sentences[at])]
        after = following(quote, view.store)
        assert after == [("d.txt", sentences[at + 1])]
        assert following([("d.txt", sentences[-1])], view.store) == []
    first, then = (Candidate(d, s, "", 0.0, logit=1.0) for s in (sentences[0], sentences[at + 1]))
    asked = focus("And what was closed?", history(FERRY))
    assert asked is not None
    assert [c.sentence for c in lean([first, then], asked, quote, after)] == [then.sentence, first.sentence]
    assert [c.sentence for c in lean([first, then], asked, quote)] == [first.sentence, then.sentence]


def test_the_very_sentence_is_as_near_as_what_follows_it_unless_a_reaction_is_asked_for(told: Assistant) -> None:
    d = told.document("d.txt")
    before, after = [("d.txt", Span(0, 5))], [("d.txt", Span(10, 15))]
    ranked = [Candidate(d, Span(s, s + 5), "", 0.0, logit=1.0) for s in (0, 10, 20)]
    placed = {
        s: c.placed
        for s in (0, 10, 20)
        for c in lean(ranked, Focus("x", "", False, again=True), before, after)
        if c.sentence.start == s
    }
    assert placed == {0: 4.5, 10: 4.5, 20: 2.0}
    asked = focus("How did they react to that?", history(FERRY))
    assert asked is not None
    assert asked.reaction
    assert [c.sentence.start for c in lean(ranked, asked, before, after)] == [10, 0, 20]


@pytest.mark.parametrize(
    ("asks", "opening", "proof"),
    [
        ("date", "At a hearing on May 2, Ann Lee said that the port was shut.", True),
        ("date", "Ann Lee said that the port was shut on May 2.", False),  # the day of what she tells
        ("date", "From May 2 to May 9 Ann Lee said that the port was shut.", False),
        ("occasion", "At a hearing on May 2, Ann Lee said that the port was shut.", True),
        ("occasion", "Before the harbour committee of the town, Ann Lee said that the port was shut.", True),
        ("occasion", "Ann Lee said that the port was shut at a meeting.", False),
        ("occasion", "Ann Lee said that the port was shut.", False),
        ("occasion", "In the view of the court, Ann Lee said that the port was shut.", False),
    ],
)
def test_when_and_where_it_was_said_is_answered_by_what_introduces_the_speaker(
    toy: Assistant, tmp_path: Path, asks: str, opening: str, proof: bool
) -> None:
    corpus = tmp_path / "said"
    corpus.mkdir()
    (corpus / "e.txt").write_text(
        f"Of the port\n\n{opening} She added: “It is too old.” That was all.\n", encoding="utf-8"
    )
    toy.add([corpus])
    with toy.index.view() as view:
        text, spans = view.store.document("e.txt").text, view.store.sentences("e.txt")
        quoted = next(s for s in spans if "too old" in text[s.start : s.end])
        found, _ = source_of(Focus("x", asks, False), [("e.txt", quoted)], view.store)
    assert [c.text for c in found] == ([opening] if proof else [])


def test_who_said_that_is_proved_by_what_is_whole_where_one_document_is_damaged(told: Assistant, corpus: Path) -> None:
    (corpus / "e.txt").write_text(LETTER + "It was a long day.\n", encoding="utf-8")
    told.add([corpus])
    with sqlite3.connect(told.index.folder / "store.sqlite") as connection:
        connection.execute(
            "UPDATE documents SET text = replace(CAST(text AS TEXT), 'sold', 'told') WHERE name = 'e.txt'"
        )
    answer = told.ask("Who said that?", history(FERRY))
    assert [(c.document, c.speaker) for c in answer.citations] == [("d.txt", "Ann Lee")]
    assert [withheld.partition(":")[0] for withheld in answer.withheld] == ["e.txt"]


def test_a_question_whose_answer_the_history_lacks_is_answered_first(told: Assistant) -> None:
    first = told.ask("What happened to the ferry?")
    follow_up = "Who said that?"
    assert not first.abstained
    alone = [Turn("user", first.question)]
    answered = [*alone, Turn("assistant", first.citations[0].quote)]
    assert told.ask(follow_up, alone).citations == told.ask(follow_up, answered).citations
    assert told.ask(follow_up, alone).citations[0].speaker == "Ann Lee"


@pytest.mark.parametrize("before", ["?!", "x" * 3_000])
def test_a_history_that_has_no_answer_is_taken_as_it_is(told: Assistant, before: str) -> None:
    follow_up = "Who said that about the ferry?"
    assert told.ask(follow_up, [Turn("user", before)]).citations == told.ask(follow_up).citations


TALES = {
    "anthem.txt": "The anthem was put to music in 1814 by the printer Thomas Carr. The anthem is sung at matches and on holidays.",
    "song.txt": "Its composition did win awards: the song was record of the year at the Grammy ceremony.",
    "score.txt": "Its composition did win awards. The music of the anthem by the printer has been played since 1814.",
    "carr.txt": "He died in York. His brother Thomas Carr sold hats.",
    "kura.txt": "He died in Kent.",
}
SUNG = "The anthem was put to music in 1814 by the printer Thomas Carr."
WHEN = "When was the anthem put to music, and by whom?"
CARR = "Which anthem did Thomas Carr put to music?"


@pytest.fixture
def tales(toy: Assistant, corpus: Path) -> Assistant:
    for name, text in TALES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    toy.add([corpus])
    return toy


@pytest.mark.parametrize(
    ("said", "question", "document", "before", "expected"),
    [
        ([WHEN, SUNG], "Did its composition win awards?", "song.txt", [], True),
        ([WHEN, SUNG], "Did its composition win awards?", "score.txt", [], False),  # about the anthem, too
        ([WHEN, SUNG], "Did its composition win awards?", "song.txt", [("song.txt", Span(0, 5))], False),  # quoted last
        ([WHEN, SUNG], "And did the composition win awards?", "song.txt", [], False),  # means nothing said before, perhaps
        (["The song?", "Thomas Carr."], "Did its composition win awards?", "kura.txt", [], False),  # too little was said
        ([CARR, SUNG], "How did he die?", "carr.txt", [], False),  # his name stands there
        ([CARR, SUNG], "How did he die?", "kura.txt", [], True),
        ([WHEN, SUNG], "How do they die in Kent?", "kura.txt", [], False),  # anybody
        ([WHEN, SUNG], "How did he die in Kent?", "kura.txt", [], True),
        (["Who wrote Hamlet?", NOTHING], "How did he die?", "kura.txt", [], True),  # of him nothing is known
        (["Who wrote Hamlet?", "A man from Kent."], "How did he die?", "kura.txt", [], False),
        (["How does one die?", SUNG], "Was it sung?", "kura.txt", [], False),  # a word of the question before
    ],
)  # fmt: skip
def test_what_means_something_said_before_is_not_answered_with_another_of_the_kind(
    tales: Assistant,
    said: list[str],
    question: str,
    document: str,
    before: list[tuple[str, Span]],
    expected: bool,
) -> None:
    turns = [Turn("assistant" if n % 2 else "user", text) for n, text in enumerate(said)]
    asked = focus(question, turns)
    text = TALES[document]
    best = Candidate(tales.document(document), Span(0, text.find(".") + 1), "", 0.0)
    assert asked is not None
    with tales.index.view() as view:
        assert strays(readings(question, turns)[0], asked, before, best, view.store) is expected


def test_a_follow_up_is_silent_where_only_another_of_the_kind_is_told_of(toy: Assistant, corpus: Path) -> None:
    for name in ("anthem.txt", "song.txt"):
        (corpus / name).write_text(TALES[name], encoding="utf-8")
    toy.add([corpus])
    silent = toy.ask("Did its composition win awards?", [Turn("user", WHEN), Turn("assistant", SUNG)])
    assert (silent.abstained, silent.reason) == (True, STRAYED)
    alone = toy.ask("Did its composition win awards?")
    assert [c.document for c in alone.citations][:1] == ["song.txt"]
