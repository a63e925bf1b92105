"""An answer's or a check's quotes in the forms people cite (docs/citing.md), and as proofs (docs/proofs.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from assistant.assistant import Assistant
from assistant.citing import reading_order
from assistant.errors import BadInput
from assistant.escaping import shown
from assistant.export.annotations import w3c
from assistant.export.bundle import bundle
from assistant.export.labels import Quoted, line
from assistant.export.markup import html, markdown, markdown_escaped
from assistant.export.references import bibtex, csl_json, ris
from assistant.export.styles import apa, chicago, plain
from assistant.export.word import word_document
from assistant.quotes import proof
from assistant.types import Answer, Citation, QuoteCheck

_CITED: Mapping[str, Callable[[Sequence[Quoted]], str]] = {
    "chicago": chicago,
    "apa": apa,
    "plain": plain,
    "bibtex": bibtex,
    "csl-json": csl_json,
    "ris": ris,
    "markdown": markdown,
    "html": html,
    "w3c": w3c,
}
FORMATS = (*_CITED, "bundle")
# Forms for people say why an answer is silent; lists for programs are empty then.
TEXTS: Mapping[str, Callable[[str], str]] = {
    "chicago": line,
    "apa": line,
    "plain": line,
    "markdown": markdown_escaped,
    "html": lambda reason: f"<p>{shown(reason)}</p>",
}

__all__ = ["FORMATS", "TEXTS", "export", "export_docx"]


def export(found: Answer | QuoteCheck, form: str, assistant: Assistant) -> str:
    """The quotes of an answer, or the true words of a check, in one of `FORMATS`; "bundle" is all of it, with proofs.

    Each quote is proved again. Raises BadInput for a form there is none of, or where the index no longer has a quote.
    """
    if form not in FORMATS:
        raise BadInput(f"There is no format {form!r}; there are {', '.join(FORMATS)}.")
    if isinstance(found, Answer) and found.abstained and form in TEXTS:
        return TEXTS[form](found.reason or "")
    if form == "bundle":
        return json.dumps(bundle(found, assistant), ensure_ascii=True, indent=1)
    citations = reading_order(found.citations) if isinstance(found, Answer) else found.matches
    return _CITED[form]([_proved(citation, assistant) for citation in citations])


def export_docx(answer: Answer, assistant: Assistant) -> bytes:
    """The answer as a Word document. Each quote is proved again. Raises BadInput where the index no longer has one."""
    quoted = [_proved(citation, assistant) for citation in reading_order(answer.citations)]
    return word_document(answer.standalone_question, quoted, answer.reason if answer.abstained else None)


def _proved(citation: Citation, assistant: Assistant) -> Quoted:
    document = assistant.document(citation.document)
    if fault := proof(document, citation):
        raise BadInput(f"{fault[:-1]}, so it cannot be exported; ask again.")
    return Quoted(citation, document)
