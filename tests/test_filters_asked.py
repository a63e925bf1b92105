"""Filters read from a question's own words: what counts as one, and what does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.filters.asked import asked
from assistant.filters.selection import select
from assistant.silence import OUTSIDE
from assistant.types import InForce

TEXTS = {
    "gazette.txt": ("Gazette", "2021-05-01", "No:12/21, On the ferry", "Mayor Ann Lee said: “The ferry was sold in 2019.”"),
    "herald.txt": (
        "www.herald.com",
        "2022-11-28",
        "Ferry returns",
        "The ferry is old.\nOn 3 November 2022, Minister Bob Stone said that the old ferry would soon return to its old place in the river.",
    ),
    "notes.txt": (None, None, None, "A ferry needs a river. Nobody sold the ferry."),
}  # fmt: skip


@pytest.fixture
def press(toy: Assistant, corpus: Path, tmp_path: Path) -> Assistant:
    folder = tmp_path / "press"
    folder.mkdir()
    rows = []
    for name, (publisher, published, title, text) in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
        known = {"publisher": publisher, "published": published, "title": title}
        rows.append(json.dumps({"file_name": name} | {k: v for k, v in known.items() if v}))
    (folder / "metadata.jsonl").write_text("\n".join(rows), encoding="utf-8")
    for path in corpus.iterdir():
        path.unlink()
    toy.add([folder, corpus])
    return toy


def read(assistant: Assistant, question: str) -> tuple[tuple[InForce, ...], set[str]]:
    """The filters of a question, and the sentences they admit."""
    with assistant.index.view() as view:
        chosen = select(asked(question, view.store), view)
        admitted = {
            document.text[span.start : span.end]
            for document in assistant.documents()
            for span in view.store.sentences(document.name)
            if chosen.admits is None or chosen.admits(document, span)
        }
    return chosen.in_force, admitted


OLD, STONE = (
    "The ferry is old.",
    "On 3 November 2022, Minister Bob Stone said that the old ferry would soon return to its old place in the river.",
)
LEE = "Mayor Ann Lee said: “The ferry was sold in 2019.”"
NEED, NOBODY = "A ferry needs a river.", "Nobody sold the ferry."


@pytest.mark.parametrize(
    ("question", "in_force", "admitted"),
    [
        ("What is said of the ferry in an article by Gazette?", InForce("publisher", "Gazette", "Gazette"), {LEE}),
        ("What was said of the ferry on herald.com?", InForce("publisher", "herald.com", "herald.com"), {OLD, STONE}),
        ("According to example.com, was the ferry sold?", InForce("publisher", "example.com", "example.com"), set()),
        ("What does press release No:12/21 say?", InForce("document", "12/21", "12/21"), {LEE}),
        ("In the article “Ferry returns”, what is old?", InForce("document", "Ferry returns", "Ferry returns"), {OLD, STONE}),
        ("What stands in notes.txt on the ferry?", InForce("document", "notes.txt", "notes.txt"), {NEED, NOBODY}),
        ("What was said of the ferry, as a direct quote?", InForce("form", "direct quotes only", "as a direct quote"), {LEE}),
        ("Which sentence has the exact words “ferry needs”?", InForce("phrase", "ferry needs", "ferry needs"), {NEED}),
        (
            "What did Stone say in November 2022 about the ferry?",
            InForce("said", "2022-11-01 to 2022-11-30", "in November 2022"),
            {OLD, STONE, NEED, NOBODY},
        ),
        (
            "What did Stone say in October 2022 about the ferry?",
            InForce("said", "2022-10-01 to 2022-10-31", "in October 2022"),
            {OLD, NEED, NOBODY},
        ),
    ],
)  # fmt: skip
def test_what_a_question_demands(press: Assistant, question: str, in_force: InForce, admitted: set[str]) -> None:
    assert read(press, question) == ((in_force,), admitted)


@pytest.mark.parametrize(
    "question",
    [
        "Which titles were published by Blackie?",
        "In the book “Moby Dick”, who owns the ferry?",
        "What does package.json say of the ferry?",
        "What article was published in 1937?",
        "What happened to the ferry on 3 November 2022?",
        "What was named “The Ferry” in the city?",
        "Who used the term “old ferry” first?",
        "In the mayor's own words, was the ferry sold?",
        "Was the ferry sold?",
    ],
)
def test_what_is_no_demand(press: Assistant, question: str) -> None:
    in_force, admitted = read(press, question)
    assert (in_force, admitted) == ((), {OLD, STONE, LEE, NEED, NOBODY})


def test_an_answer_tells_the_words_its_filter_rests_on(press: Assistant) -> None:
    answer = press.ask("According to example.com, was the ferry sold?")
    assert answer.filters == (InForce("publisher", "example.com", "example.com"),)
    assert (answer.abstained, answer.outside, answer.citations) == (True, True, ())
    assert answer.reason == OUTSIDE.format("publisher: example.com (from “example.com”)")
    assert answer.nearest
