"""The row of filters under the question, folded until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.escaping import visible
from assistant.types import Filters
from assistant.web import words
from assistant.web.wiring import folded

LISTED = 500  # names in a list; others may be typed
LONGEST = 200  # characters of a phrase


def filter_row(assistant: Assistant, name: str = "filters") -> list[Any]:
    """The inputs, in the order that `chosen` takes their values; `name` is the row's id on the page."""
    known = assistant.filter_names()
    with folded(words.FILTERS, name, "filter-row"):
        with gr.Row():
            names = [
                _names(words.SPEAKER, known.speakers),
                _names(words.PUBLISHER, known.publishers),
                _names(words.DOCUMENT, known.documents),
            ]
        with gr.Row():
            labels = (words.SAID_FROM, words.SAID_TO, words.PUBLISHED_FROM, words.PUBLISHED_TO)
            days = [gr.Textbox(label=label, placeholder=words.DAY, max_length=10, min_width=110) for label in labels]
        with gr.Row():
            phrase = gr.Textbox(label=words.PHRASE, max_length=LONGEST, scale=3, min_width=160)
            direct = gr.Checkbox(label=words.DIRECT_ONLY, min_width=160)
    return [*names, *days, phrase, direct]


def chosen(
    speakers: Sequence[str] | None,
    publishers: Sequence[str] | None,
    documents: Sequence[str] | None,
    said_from: str | None,
    said_to: str | None,
    published_from: str | None,
    published_to: str | None,
    phrase: str | None,
    direct_only: bool | None,
) -> Filters:
    """The filters that the inputs' values mean; an empty box is none."""
    return Filters(
        speakers=tuple(speakers or ()),
        publishers=tuple(publishers or ()),
        documents=tuple(documents or ()),
        said_from=(said_from or "").strip() or None,
        said_to=(said_to or "").strip() or None,
        published_from=(published_from or "").strip() or None,
        published_to=(published_to or "").strip() or None,
        phrase=(phrase or "").strip() or None,
        direct_only=bool(direct_only),
    )


def _names(label: str, known: Sequence[str]) -> Any:
    choices = [(visible(name), name) for name in known[:LISTED]]
    return gr.Dropdown(choices, label=label, multiselect=True, allow_custom_value=True, value=[], min_width=160)
