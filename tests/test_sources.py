"""Which documents a question describes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import ranking
from assistant.ranking import candidates
from assistant.retrieve import retrieve
from assistant.sources import described
from assistant.types import Document, Value
from assistant.voices import Wanted

LABELS = {
    "lee.txt": {"title": "Response by Ann Lee to the council", "published": "2021-05-02"},
    "port.txt": {"title": "Port ministry: the ferry stays", "publisher": "Port Ministry", "published": "2021-07-29"},
    "talks.txt": {"title": "Bob Stone calls off ferry talks", "published": "2021-07-03"},
}


@pytest.fixture
def press(toy: Assistant, corpus: Path, tmp_path: Path) -> Assistant:
    folder = tmp_path / "press"
    folder.mkdir()
    for name in LABELS:
        (folder / name).write_text(f"The ferry\n\nThe ferry of {name[:-4]} is old.", encoding="utf-8")
    rows = [json.dumps({"file_name": name} | labels) for name, labels in LABELS.items()]
    (folder / "metadata.jsonl").write_text("\n".join(rows), encoding="utf-8")
    for path in corpus.iterdir():
        path.unlink()
    toy.add([folder, corpus])
    return toy


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does Lee's response say?", {"lee.txt"}),
        ("What does the July statement of the Port Ministry say?", {"port.txt"}),
        ("What stands in the statement of 29 July 2021?", {"port.txt"}),
        ("According to the article on the talks that were called off, who came?", {"talks.txt"}),
        ("What do Lee's response and the report on the ferry talks say?", {"lee.txt", "talks.txt"}),
        ("What does the July report say?", set()),  # two are of July
        ("What does Ray's response say?", set()),
        ("What does the report say?", set()),
        ("What do Lee's response and Ray's response say?", set()),  # one of them is unknown
        ("When will Lee address the council?", set()),  # verbs, no texts
        ("What did the Port Ministry note?", set()),
        ("How did the Port Ministry react to Lee's response?", set()),  # spoken of, not in it
        ("What did Stone say about Lee's response?", set()),
        ("What did Ann Lee say of the ferry?", set()),  # a speaker, not a text
        ("", set()),
    ],
)
def test_the_documents_a_question_describes(press: Assistant, question: str, names: set[str]) -> None:
    assert described(question, {d.name: d for d in press.documents()}) == names


def test_without_labels_or_with_a_day_that_is_none_no_document_is_described() -> None:
    question = "What does the May 2021 statement of the council say?"
    assert described(question, {}) == frozenset()
    bare = Document("a.txt", "0", "The council met.")
    dated = replace(bare, name="b.txt", metadata={"published": Value("2021-13-01", "metadata.jsonl")})
    assert described(question, {"a.txt": bare, "b.txt": dated}) == frozenset()


def test_what_stands_in_the_document_described_comes_first_and_no_heading(press: Assistant) -> None:
    question = "What does Lee's response say of the ferry?"
    with press.index.view() as view:
        found, _ = candidates([(question,)], retrieve(view, press.encoder, question, 9), view.store)
        ranked, _, asked = ranking([(question,)], found, view.store, press)
    assert asked == Wanted("Lee")
    assert ranked[0].text == "The ferry of lee is old."
    assert [c.placed for c in ranked if not c.is_heading] == [3.0, 0.0, 0.0]
