"""Quotes as a Word document: the question, each quote with its labels, or why the documents do not say."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, cast

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement

from assistant.escaping import visible
from assistant.export.labels import Quoted, sources
from assistant.export.styles import attribution

_NO_XML = re.compile("[\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def word_document(question: str, quoted: Sequence[Quoted], silence: str | None = None) -> bytes:
    """The file's bytes; `silence` is the reason where nothing is quoted."""
    made = docx.Document()
    made.core_properties.title = _text(question)[:255]
    made.core_properties.author = ""
    _paragraph(made, question, "Heading 1")
    if silence is not None:
        _paragraph(made, silence, "Normal")
    for one in quoted:
        _paragraph(made, one.citation.quote, "Quote")
        _paragraph(made, f"{sources([one])[0].title}, {attribution(one)}", "Normal")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _paragraph(made: WordDocument, text: str, style: str) -> None:
    paragraph = made.add_paragraph(_text(text), style)
    letter = next((c for c in text if c.isalpha()), "")
    if _RIGHT_TO_LEFT.match(letter):
        paragraph._p.get_or_add_pPr().append(cast(Any, OxmlElement("w:bidi")))


def _text(text: str) -> str:
    """As Word can hold it: hiding characters named, and none that XML lacks."""
    return _NO_XML.sub("\ufffd", visible(text))
