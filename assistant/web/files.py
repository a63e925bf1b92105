"""An answer as a file to keep, in the forms of the page's "Save as"."""

from __future__ import annotations

import base64
import json

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.export import export, export_docx
from assistant.types import Answer

# form → what it is called, the file's ending and kind
FORMS = {
    "markdown": ("Markdown", "md", "text/markdown"),
    "docx": ("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "bibtex": ("BibTeX", "bib", "application/x-bibtex"),
    "w3c": ("W3C annotations", "json", "application/ld+json"),
    "bundle": ("Proof (JSON)", "json", "application/json"),
}


def file_of(answer: Answer, form: str, assistant: Assistant) -> str:
    """The file as the browser takes it: JSON with `name`, `kind` and `data` in base64. Every quote is proved again.

    Raises BadInput for a form there is none of, or where the index no longer has a quote.
    """
    if form not in FORMS:
        raise BadInput(f"There is no form {form!r}; there are {', '.join(FORMS)}.")
    _, ending, kind = FORMS[form]
    made = (
        export_docx(answer, assistant) if form == "docx" else export(answer, form, assistant).encode("utf-8", "replace")
    )
    name = "proof" if form == "bundle" else "quotes"
    return to_save(f"{name}.{ending}", kind, made)


def to_save(name: str, kind: str, data: bytes) -> str:
    """A file as `script.SAVE_FILE` takes it."""
    return json.dumps({"name": name, "kind": kind, "data": base64.b64encode(data).decode()})
