"""The row of filters under the question, folded until it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

import gradio as gr

from assistant.api.pool import Busy, Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.escaping import visible
from assistant.types import Filters
from assistant.web import words
from assistant.web.wiring import at_once, folded

LISTED = 500  # names in a list; others may be typed
LONGEST = 200  # characters of a box to type in
NAMES = 3  # boxes of a row, its first, that offer names


def filter_row(assistant: Assistant, name: str = "filters") -> list[Any]:
    """The inputs, in the order that `chosen` takes their values; `name` is the row's id on the page."""
    with folded(words.FILTERS, name, "filter-row") as fold:
        with gr.Row():
            kinds = (words.SPEAKER, words.PUBLISHER, words.DOCUMENT)
            names = [_names(label, choices) for label, choices in zip(kinds, _choices(assistant), strict=True)]
        with gr.Row():
            labels = (words.SAID_FROM, words.SAID_TO, words.PUBLISHED_FROM, words.PUBLISHED_TO)
            days = [
                gr.Textbox(label=label, placeholder=words.DAY, max_length=LONGEST, min_width=110) for label in labels
            ]
        with gr.Row():
            phrase = gr.Textbox(label=words.PHRASE, max_length=LONGEST, scale=3, min_width=160)
            direct = gr.Checkbox(label=words.DIRECT_ONLY, min_width=160)
    row = [*names, *days, phrase, direct]
    setting = partial(gr.on, [box.change for box in row])
    at_once(setting, _told_set, row, [fold], trigger_mode="always_last")
    return row


def keep_known(assistant: Assistant, places: Places, rows: Sequence[list[Any]], events: Iterable[Any]) -> None:
    """Have each of the `rows` offer the names of the index as it is after each of the `events`."""

    async def known() -> list[Any]:
        try:
            found = await places.looks.run(_choices, assistant)
        except (AssistantError, Busy):  # the names from before will do: others may be typed
            return [gr.skip() for _ in boxes]
        return [gr.Dropdown(choices=choices) for _ in rows for choices in found]

    boxes = [box for row in rows for box in row[:NAMES]]
    for event in events:
        at_once(event, known, None, boxes)


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


def _told_set(*values: Any) -> Any:
    """The fold tells how many are set: while it is closed nobody sees them."""
    filters = chosen(*values)
    many = sum(getattr(filters, one.name) != one.default for one in fields(filters))
    return gr.Accordion(label=words.FILTERS_SET.format(many) if many else words.FILTERS)


def _choices(assistant: Assistant) -> list[list[tuple[str, str]]]:
    """What the boxes for names offer: each name as it is shown, and as it is."""
    known = assistant.filter_names()
    return [
        [(visible(name), name) for name in names[:LISTED]]
        for names in (known.speakers, known.publishers, known.documents)
    ]


def _names(label: str, choices: list[tuple[str, str]]) -> Any:
    return gr.Dropdown(choices, label=label, multiselect=True, allow_custom_value=True, value=[], min_width=160)
