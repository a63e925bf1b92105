"""An answer as files: each holds the quote whole, and says so where the documents are silent."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from assistant import Assistant, Citation, Document
from assistant.errors import BadInput
from assistant.export.labels import Quoted
from assistant.export.word import word_document
from assistant.web.files import FORMS, file_of

QUESTION = "Where does the river Kura flow?"


def made(toy: Assistant, form: str, question: str = QUESTION) -> tuple[str, bytes]:
    file = json.loads(file_of(toy.ask(question), form, toy))
    assert file["kind"] == FORMS[form][2]
    return file["name"], base64.b64decode(file["data"])


def test_each_form_holds_the_quote(toy: Assistant) -> None:
    files = {form: made(toy, form) for form in FORMS}
    assert {form: name for form, (name, _) in files.items()} == {
        "markdown": "quotes.md",
        "docx": "quotes.docx",
        "bibtex": "quotes.bib",
        "w3c": "quotes.json",
        "bundle": "proof.json",
    }
    assert all(
        b"The river Kura flows east. It is 1,515 km long." in data
        for form, (_, data) in files.items()
        if form != "docx"
    )
    assert json.loads(files["bundle"][1])["format"] == "assistant proof 1"
    assert json.loads(files["w3c"][1])[0]["type"] == "Annotation"
    paragraphs = docx.Document(io.BytesIO(files["docx"][1])).paragraphs
    assert [p.style.name for p in paragraphs if p.style] == ["Heading 1", "Quote", "Normal"]
    assert [p.text for p in paragraphs[:2]] == [QUESTION, "The river Kura flows east. It is 1,515 km long."]
    assert paragraphs[2].text.startswith("a.txt, the document's own text, a.txt [0:47], SHA-256 ")


def test_a_silence_says_why(toy: Assistant) -> None:
    answer = toy.ask("Who won 87 cups?")
    assert answer.abstained
    (question, reason) = docx.Document(io.BytesIO(made(toy, "docx", "Who won 87 cups?")[1])).paragraphs
    assert (question.text, reason.text) == ("Who won 87 cups?", answer.reason)


def test_whatever_a_document_holds_word_can_open_it() -> None:
    text = "Nul\0, \ufffe, \u202eturned, <w:t>tags</w:t> & lone \ud800."
    cited = Citation("d", "f00d", 0, len(text), text, 0, len(text), text, 1, 0.0)
    hebrew = replace(cited, quote="שלום.")
    found = docx.Document(
        io.BytesIO(word_document("Q\0?", [Quoted(c, Document("d", "f00d", text)) for c in (cited, hebrew)]))
    )
    assert found.paragraphs[0].text == "Q⟨U+0000⟩?"
    assert found.paragraphs[1].text == "Nul⟨U+0000⟩, \ufffd, ⟨U+202E⟩turned, <w:t>tags</w:t> & lone ⟨U+D800⟩."
    assert ["w:bidi" in p._p.xml for p in found.paragraphs] == [False, False, False, True, False]


def test_a_quote_that_is_no_longer_there_and_an_unknown_form_are_refused(toy: Assistant, corpus: Path) -> None:
    answer = toy.ask(QUESTION)
    with pytest.raises(BadInput, match="There is no form 'exe'; there are markdown, docx"):
        file_of(answer, "exe", toy)
    (corpus / "a.txt").write_text("The river Kura flows west.", encoding="utf-8")
    toy.add([corpus])
    for form in FORMS:
        with pytest.raises(BadInput, match="so it cannot be exported; ask again"):
            file_of(answer, form, toy)
