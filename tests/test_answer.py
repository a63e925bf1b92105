"""Answers with toy models: what is quoted, what is withheld, when it is silent."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant import Assistant, Citation, Settings, Turn
from assistant.answer import checked_question, ranking, weigh
from assistant.errors import BadInput
from assistant.followups.readings import readings
from assistant.holders import Sides
from assistant.index import LocalIndex
from assistant.premise.check import Reach
from assistant.quotes import proof
from assistant.ranking import Candidate, candidates, supposed
from assistant.retrieve import retrieve
from assistant.silence import NAMELESS_SPEAKER, NOT_BY, NOT_BY_ANY, NOTHING, WITHHELD
from assistant.types import Span, Statement
from assistant.voices import Voice, Wanted, cannot_be_of, statement_of, voice, voiced
from tests.toys import ToyEncoder, ToyReranker, written


def test_the_answer_is_the_sentence_with_its_labels(toy: Assistant, corpus: Path) -> None:
    (corpus / "metadata.jsonl").write_text(
        '{"file_name": "c.txt", "publisher": "Gazette", "published": "2021-05-01"}', encoding="utf-8"
    )
    toy.add([corpus])
    answer = toy.ask("What did the mayor say of the bridge closed in 2021?")
    document = toy.document("c.txt")
    quote = "The mayor said the bridge was closed in 2021."
    assert answer.citations[0] == Citation(
        document="c.txt", sha256=document.sha256, start=28, end=73, quote=quote,
        sentence_start=28, sentence_end=73, sentence=quote, rank=1, score=answer.citations[0].score,
        how="reported", publisher="Gazette", published="2021-05-01",
    )  # fmt: skip
    assert (answer.abstained, answer.reason, answer.nearest, answer.withheld) == (False, None, (), ())
    assert answer.standalone_question == answer.question == "What did the mayor say of the bridge closed in 2021?"


def test_who_says_it_is_told_and_a_statement_is_not_put_into_another_mouth(toy: Assistant, corpus: Path) -> None:
    (corpus / "d.txt").write_text(
        "Mayor Ann Lee said: “The ferry was sold in 2019.” Her rival Bob Stone was absent.",
        encoding="utf-8",
    )
    toy.add([corpus])
    answer = toy.ask("What did Ann Lee say of the ferry sold in 2019?")
    first = answer.citations[0]
    assert (first.speaker, first.how) == ("Ann Lee", "direct")
    assert first.speaker_evidence is not None
    start, end = map(int, first.speaker_evidence.split(":"))
    assert toy.document("d.txt").text[start:end] == "Ann Lee"
    swapped = toy.ask("What did Bob Stone say of the ferry sold in 2019?")
    assert (swapped.abstained, swapped.reason) == (True, NOT_BY.format("Bob Stone", "Ann Lee"))
    assert [c.speaker for c in swapped.nearest if "ferry was sold" in c.quote][:1] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("What did President Vogel say of the border closed at noon?", True),  # the office is all that is told
        ("What did Senator Vogel say of the border closed at noon?", False),  # another's
        ("What did Vogel say of the border closed at noon?", False),
    ],
)
def test_a_speaker_known_by_office_alone_may_be_a_person_whom_nothing_names(
    toy: Assistant, corpus: Path, question: str, answers: bool
) -> None:
    said = "THE PRESIDENT: We closed the border at noon on Friday.\n\nTHE PRESIDENT: We sold the ferry.\n"
    (corpus / "speech.txt").write_text(said, encoding="utf-8")
    toy.add([corpus])
    answer = toy.ask(question)
    assert answer.abstained is not answers
    if answers:
        assert answer.citations[0].speaker == "THE PRESIDENT"
        assert answer.notes == (NAMELESS_SPEAKER.format("“Vogel” is"),)


def last_of(text: str, sentence: str, toy: Assistant, corpus: Path) -> Candidate:
    """What of a document of that `text` begins with `sentence`, up to its end."""
    (corpus / "d.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    return Candidate(toy.document("d.txt"), Span(text.index(sentence), len(text)), "", 0.0)


@pytest.mark.parametrize(
    ("asked", "whose"), [("Bob Stone", Voice.THEIRS), ("Ann Lee", Voice.THEIRS), ("Cara Poole", Voice.OTHERS)]
)
def test_a_sentence_is_of_who_is_told_in_it_to_have_said_something(
    asked: str, whose: Voice, toy: Assistant, corpus: Path
) -> None:
    text = "Mayor Ann Lee said: “We heard much on Monday, when Minister Bob Stone said that the ferry was his.”"
    whole = last_of(text, text, toy, corpus)
    assert {"Ann Lee", "Bob Stone"} <= {s.speaker for s in whole.document.statements}
    assert voice(whole, Wanted(asked)) == whose


def test_what_the_document_tells_of_another_is_less_than_an_unknown_voice(toy: Assistant, corpus: Path) -> None:
    text = "In reply to Cara Poole's words, Mayor Ann Lee called the ferry “old and slow”. The ferry leaves at noon."
    (corpus / "d.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    document = toy.document("d.txt")
    end = text.index(" The ferry leaves")
    told, plain = (Candidate(document, span, "", 0.0) for span in (Span(0, end), Span(end + 1, len(text))))
    assert [voice(c, Wanted("Cara Poole")) for c in (told, plain)] == [Voice.TOLD, Voice.UNKNOWN]


def test_what_a_report_tells_in_its_own_words_of_the_one_asked_about_is_not_its_authors_alone(
    toy: Assistant, corpus: Path
) -> None:
    text = "Captain Cara Poole, harbour master, put the ferry out of service. The ferry was old."
    (corpus / "d.txt").write_text(text, encoding="utf-8")
    (corpus / "metadata.jsonl").write_text('{"file_name": "d.txt", "author": "Ann Lee"}', encoding="utf-8")
    toy.add([corpus])
    document, end = toy.document("d.txt"), text.index(" The ferry was")
    told, plain = (Candidate(document, span, "", 0.0) for span in (Span(0, end), Span(end + 1, len(text))))
    assert [voice(c, Wanted("Cara Poole")) for c in (told, plain)] == [Voice.UNKNOWN, Voice.OTHERS]


@pytest.mark.parametrize(
    ("asked", "sentence", "whose"),
    [
        ("Norway", "“We have sold the ferry”", Voice.OTHERS),
        ("Norway", "“Norway has sold the ferry”", Voice.THEIRS),
        ("Norway", "“The Norwegians have sold the ferry”", Voice.THEIRS),
        ("Cara Poole", "“We have sold the Ferry Queen”", Voice.OTHERS),
        ("Cara Poole", "“Poole has sold the Ferry Queen”", Voice.THEIRS),
    ],
)
def test_how_somebody_reacted_is_told_by_no_other_without_naming_them(
    asked: str, sentence: str, whose: Voice, toy: Assistant, corpus: Path
) -> None:
    text = f"Danish minister Ann Lee said: “We heard much on Monday.” {sentence}, Lee said."
    best = last_of(text, sentence, toy, corpus)
    wanted = Wanted(asked, Sides(others=frozenset({"Ann Lee"} if asked == "Norway" else ())), deeds=True)
    assert voice(best, wanted) == whose
    with toy.index.view() as view:
        assert cannot_be_of([best], wanted, view.store) is (whose == Voice.OTHERS)


def test_what_a_journalist_tells_of_another_is_not_put_into_the_mouth_of_who_answers(
    toy: Assistant, corpus: Path
) -> None:
    (corpus / "d.txt").write_text(
        "Response by Bob Stone to media questions\n\nQuestion: On Monday, during a long hearing of the council in the old hall, "
        "Mayor Ann Lee said that the ferry was sold.\n\nAnswer: Nobody has told us. The ferry is ours, says Bob Stone.\n",
        encoding="utf-8",
    )
    toy.add([corpus])
    swapped = toy.ask("What did Bob Stone say in the hearing of the council in the old hall on Monday?")
    assert (swapped.abstained, swapped.reason) == (True, NOT_BY_ANY.format("Bob Stone"))
    assert "Mayor Ann Lee said" in swapped.nearest[0].quote
    assert not toy.ask("What did Ann Lee say in the hearing of the council in the old hall on Monday?").abstained


def test_where_a_sentence_that_tells_of_another_names_who_is_asked_about_that_one_may_have_said_it(
    toy: Assistant, corpus: Path
) -> None:
    (corpus / "d.txt").write_text(
        "At Mary O’Neill’s long hearing on Monday before the council in the old hall, the mayor Ann Lee said that the ferry was sold.",
        encoding="utf-8",
    )
    toy.add([corpus])
    question = "What did Mary O'Neill say in the hearing of the council in the old hall on Monday?"
    assert NOT_BY_ANY.format("Mary O'Neill") != toy.ask(question).reason


@pytest.mark.parametrize(
    ("told", "silent"), [("Bruges closed the shop.", False), ("Bruges closed the old bridge over the river.", True)]
)
def test_what_another_did_is_told_against_a_question_only_where_it_is_near_an_answer(
    toy: Assistant, corpus: Path, told: str, silent: bool
) -> None:
    text = f"Ghent has a river. The old bridge over the river was closed in May 2021.\n\n{told}\n"
    (corpus / "bridge.txt").write_text(text, encoding="utf-8")
    toy.add([corpus])
    answer = toy.ask("When did Ghent close the old bridge over the river?")
    assert answer.abstained is silent
    assert not silent or answer.nearest[0].quote == told


def test_a_bare_date_is_further_down_where_no_day_is_asked_for(toy: Assistant, corpus: Path) -> None:
    (corpus / "note.txt").write_text("Press note 2 November 2023\n\nThe number of the note is 7.", encoding="utf-8")
    toy.add([corpus])
    for question, penalty in (("What is the number of the press note?", 3.0), ("When was the press note made?", 0.0)):
        with toy.index.view() as view:
            found, _ = candidates([(question,)], retrieve(view, toy.encoder, question, 9), view.store)
            held = {c.text: c.penalty for c in supposed(question, found, view.store)}
        assert held["Press note 2 November 2023"] == penalty


def test_a_sentence_is_read_with_who_speaks(toy: Assistant, corpus: Path) -> None:
    (corpus / "d.txt").write_text("Mayor Ann Lee said: “We hope so. The ferry was ours.”", encoding="utf-8")
    toy.add([corpus])
    with toy.index.view() as view:
        document = view.store.document("d.txt")
        spans = view.store.sentences("d.txt")
        read = voiced([Candidate(document, span, "d", 0.0) for span in spans])
    assert [(c.text, c.context) for c in read] == [
        ("Mayor Ann Lee said: “We hope so.", "d"),
        ("The ferry was ours.”", "d . Ann Lee said"),
    ]


@pytest.mark.parametrize(
    ("place", "speaker"),
    [((0, 40), "A"), ((12, 18), "B"), ((12, 40), "A"), ((38, 60), None), ((90, 95), None)],
)
def test_a_quote_is_of_the_innermost_statement_that_covers_half_of_it(
    place: tuple[int, int], speaker: str | None
) -> None:
    def said(start: int, end: int, name: str | None) -> Statement:
        return Statement(start, end, name, None, *[None] * 4, "reported", None, *[None] * 3, ())  # type: ignore[arg-type]

    found = statement_of([said(0, 40, "A"), said(10, 20, "B"), said(40, 80, None)], Span(*place))
    assert (found.speaker if found else None) == speaker


def test_the_names_of_a_question_in_parts_may_stand_in_several_documents(toy: Assistant, corpus: Path) -> None:
    (corpus / "lee.txt").write_text("Ann Lee wants the bridge closed at noon.", encoding="utf-8")
    (corpus / "stone.txt").write_text("Bob Stone wants the bridge open at noon.", encoding="utf-8")
    toy.add([corpus])

    def farthest(question: str) -> Reach:
        with toy.index.view() as view:
            understood = [(question,)]
            hits = retrieve(view, toy.encoder, question, 5)
            ranked, reading, _ = ranking(understood, candidates(understood, hits, view.store)[0], view.store, toy)
            weighed = weigh(reading, ranked, view.store)
        assert weighed is not None
        return weighed.premise.farthest_name

    assert farthest("What do Ann Lee and Bob Stone each say of the bridge at noon?") == Reach.SENTENCE
    assert farthest("Why do Ann Lee and Bob Stone want the bridge at noon?") == Reach.CORPUS


def test_the_names_of_the_question_before_need_not_stand_in_the_answer(toy: Assistant) -> None:
    understood = readings("And the bridge?", [Turn("user", "Does the mayor Zed Quill speak of 2019?")])
    assert understood[0][0] == "And the bridge? (Does the mayor Zed Quill speak of 2019?)"
    with toy.index.view() as view:
        found, _ = candidates(understood, retrieve(view, toy.encoder, understood[0][0], 5), view.store)
        ranked, reading, _ = ranking(understood, found, view.store, toy)
        weighed = weigh(reading, ranked, view.store)
    assert weighed is not None
    assert (weighed.unknown_names, weighed.premise.names, weighed.premise.numbers) == ((), (), ())
    assert ranked[0].verdict == 2.0  # on the whole: "bridge" and "mayor" are in the sentence


def test_silence_has_a_reason_and_shows_the_nearest_passages(toy: Assistant) -> None:
    answer = toy.ask("Which zebras paint 87 elephants?")
    assert (answer.abstained, answer.reason, answer.citations) == (True, NOTHING, ())
    assert 1 <= len(answer.nearest) <= 3
    named = toy.ask("Which zebras did Xanthippe Quux paint?")
    assert (
        named.reason
        == "The documents do not say: “Xanthippe” and “Quux” are not named anywhere in them, menus and lists of other news aside."
    )


def test_each_stage_is_told_as_it_begins_and_what_is_raised_there_ends_the_answer(toy: Assistant) -> None:
    stages: list[str] = []
    found = toy.ask("Where does the river Kura flow?", step=stages.append)
    assert stages == ["finding", "reading", "proving"]
    assert replace(found, seconds=0) == replace(toy.ask("Where does the river Kura flow?"), seconds=0)

    def stop(stage: str) -> None:
        if stage == "reading":
            raise InterruptedError(stage)

    with pytest.raises(InterruptedError, match="reading"):
        toy.ask("Where does the river Kura flow?", step=stop)


def test_the_same_question_gives_the_same_answer(toy: Assistant) -> None:
    def ask() -> tuple[object, ...]:
        answer = toy.ask("Is the mountain high?")
        return answer.citations, answer.confidence, answer.nearest

    assert ask() == ask()


def test_a_damaged_document_is_withheld_and_the_others_still_answer(toy: Assistant, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "index" / "store.sqlite") as connection:
        connection.execute(
            "UPDATE documents SET text = replace(CAST(text AS TEXT), '2021', '2022') WHERE name = 'c.txt'"
        )
    answer = toy.ask("Was the bridge closed in 2021?")
    assert all(c.document != "c.txt" for c in (*answer.citations, *answer.nearest))
    assert answer.withheld == (
        "c.txt: its stored text no longer matches its SHA-256, so nothing in it is quoted; run `assistant index` on its folder again.",
    )


def test_nothing_but_unproved_quotes_is_silence(tmp_path: Path) -> None:
    source = tmp_path / "only.txt"
    source.write_text("The mayor said the bridge was closed in 2021.", encoding="utf-8")
    assistant = Assistant(
        LocalIndex.create(tmp_path / "index", ToyEncoder(), "toy", Settings(20)), ToyReranker, ToyReranker
    )
    assistant.add([source])
    source.write_text("The mayor said the bridge was opened in 2021.", encoding="utf-8")
    answer = assistant.ask("What did the mayor say of the bridge closed in 2021?")
    assert (answer.abstained, answer.reason, answer.citations, answer.nearest) == (True, WITHHELD, (), ())
    assert answer.withheld == (
        "only.txt: the source file has changed since it was indexed, so nothing in it is quoted; run `assistant index` again.",
    )
    source.unlink()
    assert (
        assistant.ask("What did the mayor say of the bridge closed in 2021?").citations[0].quote
        == "The mayor said the bridge was closed in 2021."
    )


def test_an_empty_index_is_silent(tmp_path: Path) -> None:
    assistant = Assistant(
        LocalIndex.create(tmp_path / "index", ToyEncoder(), "toy", Settings(20)), ToyReranker, ToyReranker
    )
    answer = assistant.ask("Any river?")
    assert (answer.abstained, answer.reason, answer.confidence) == (True, NOTHING, 0.0)


def test_readings_are_averaged_within_and_the_best_counts_between(toy: Assistant) -> None:
    with toy.index.view() as view:
        hits = toy.search("mountain city river")
        found, _ = candidates([("mountain", "high")], hits, view.store)
        ranked, reading, _ = ranking([("nothing", "nothing"), ("mountain", "high zebra")], found, view.store, toy)
    assert reading == ("mountain", "high zebra")
    assert (ranked[0].text, ranked[0].logit) == ("The mountain is high.", (-2.0 - 2.0) / 2)


class ByContext:
    """A reranker that likes long contexts."""

    fingerprint = "by context"
    highest = math.inf

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([float(len(c)) for c in contexts], dtype=np.float32)


def test_of_the_same_words_the_best_place_counts_and_keeps_its_rank(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "He left.\nA long line before it, longer than any other, so long.\nHe left.\nShe came.\nHe slept well.",
        encoding="utf-8",
    )
    assistant = Assistant(
        LocalIndex.create(tmp_path / "index", ToyEncoder(), "toy", Settings(100)), ByContext, ByContext
    )
    assistant.add([tmp_path / "a.txt"])
    with assistant.index.view() as view:
        found, _ = candidates([("he left",)], assistant.search("he left"), view.store)
        ranked, *_ = ranking([("he left",)], found, view.store, assistant)
    assert [(c.text, c.sentence.start) for c in ranked][:2] == [("He left.", 64), ("He slept well.", 83)]
    assert [c.text for c in ranked].count("He left.") == 1


class SoonSure(ToyReranker):
    """A reranker of which nothing that is left can be better than what it has read."""

    highest = -100.0

    def __init__(self) -> None:
        self.read: list[str] = []

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        self.read += sentences
        return super().score(question, sentences, contexts)


@pytest.mark.parametrize(("question", "read"), [("What flows?", 8), ("What flows, and how many fish swim?", 20)])
def test_where_a_question_has_parts_the_first_is_not_enough_to_stop_at(
    tmp_path: Path, question: str, read: int
) -> None:
    rivers = " ".join(f"The river number {n} flows." for n in range(20))
    index = LocalIndex.create(tmp_path / "index", ToyEncoder(), "toy", Settings(400))
    reranker = SoonSure()
    assistant = Assistant(index, lambda: reranker, ToyReranker)
    assistant.add([written({"a.txt": rivers}, tmp_path / "corpus")])
    with assistant.index.view() as view:
        found, _ = candidates([(question,)], assistant.search(question), view.store)
        ranking([(question,)], found, view.store, assistant)
    assert (len(found), len(reranker.read)) == (20, read)


def test_a_followup_shows_how_it_was_read(toy: Assistant) -> None:
    answer = toy.ask("And when?", [Turn("user", "Was the bridge closed?")])
    assert (answer.question, answer.standalone_question) == ("And when?", "When was the bridge closed?")
    assert answer.citations[0].quote == "The mayor said the bridge was closed in 2021."


@pytest.mark.parametrize("question", ["", "  \n ", "?!… —", "\u200b", "a" * 2001])
def test_what_is_no_question_is_refused(question: str) -> None:
    with pytest.raises(BadInput):
        checked_question(question)


def test_the_longest_question_is_taken(toy: Assistant) -> None:
    assert toy.ask("river " * 333).question == ("river " * 333).strip()


@given(st.text(max_size=60), st.text(max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_of_whatever_text_every_quote_is_proved(
    tmp_path_factory: pytest.TempPathFactory, question: str, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        (folder / "x.txt").write_bytes(f"{text}\nThe river flows. {text[::-1]}".encode())
    except UnicodeEncodeError:  # a lone surrogate is not text
        return
    assistant = Assistant(
        LocalIndex.create(folder / "index", ToyEncoder(), "toy", Settings(20)), ToyReranker, ToyReranker
    )
    if assistant.add([folder / "x.txt"]).refused:
        return
    answer = assistant.ask(f"river {question}"[:2000])
    document = assistant.document("x.txt")
    assert answer.withheld == ()
    for citation in (*answer.citations, *answer.nearest):
        assert proof(document, citation) == ""
        assert document.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Contrary to Norway's habits the ferry was shut.", False),
        ("Norway sent its reply on the ferry.", True),
        ("Norway demanded the ferry.", True),
    ],
)
def test_a_state_has_said_nothing_where_another_only_names_it(
    sentence: str, said: bool, toy: Assistant, corpus: Path
) -> None:
    text = f"Danish minister Ann Lee said: “We heard much on Monday.” {sentence}"
    best = last_of(text, sentence, toy, corpus)
    others = Wanted("Norway", Sides(others=frozenset({"Ann Lee"})))
    with toy.index.view() as view:
        assert cannot_be_of([best], others, view.store) is not said
        assert not cannot_be_of([best], Wanted("Norway"), view.store)  # whose text it is is not known
        assert not cannot_be_of([best], Wanted("Norway", Sides(own=frozenset({"Ann Lee"}))), view.store)


@pytest.mark.parametrize(
    ("asked", "whose"),
    [
        (Wanted("Norwegian mayor", Sides(others=frozenset({"Ann Lee"}))), Voice.OTHERS),
        (Wanted("Norwegian minister", Sides(others=frozenset({"Bob Stone"}))), Voice.TOLD),  # whom another only quotes
        (Wanted("Norway", Sides(own=frozenset({"Ann Lee", "Bob Stone"}))), Voice.UNKNOWN),
        (Wanted("Norway", Sides(own=frozenset({"Bob Stone"}), others=frozenset({"Ann Lee"}))), Voice.OTHERS),
    ],
)
def test_who_speaks_for_another_state_is_another(asked: Wanted, whose: Voice, toy: Assistant, corpus: Path) -> None:
    text = "Mayor Ann Lee said: “We heard much on Monday, when Minister Bob Stone said that the ferry was his.”"
    assert voice(last_of(text, text, toy, corpus), asked) == whose
