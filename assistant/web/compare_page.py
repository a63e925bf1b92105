"""The tab that compares: a question, and who says what on its subject, side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from assistant.api.pool import Busy, Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.types import Filters
from assistant.web import render_compare, words
from assistant.web.filters_row import chosen, filter_row

LONGEST_PASTE = 10_000  # characters the box takes; the assistant refuses far fewer with a sentence


def compare_tab(assistant: Assistant, places: Places, at_once: int) -> None:
    """The tab's contents; `at_once` comparisons are made at the same time, in `places`."""
    with gr.Row(elem_id="compare-row"):
        subject = gr.Textbox(
            label=words.SUBJECT,
            placeholder=words.SUBJECT_PLACEHOLDER,
            lines=1,
            max_lines=5,
            max_length=LONGEST_PASTE,
            elem_id="subject",
        )
        go = gr.Button(words.COMPARE, variant="primary", elem_id="compare", min_width=96)
    within = filter_row(assistant, "compare-filters")
    shown = gr.HTML(render_compare.comparison(None), elem_id="comparison", apply_default_css=False, js_on_load=None)

    async def compare(typed: str | None, *filters: Any) -> AsyncIterator[str]:
        question = typed or ""
        yield render_compare.working(question)
        try:
            yield await places.asks.run(_compared, assistant, question, chosen(*filters))
        except (AssistantError, Busy) as error:
            yield render_compare.failed(str(error))

    made = gr.on(
        [subject.submit, go.click],
        compare,
        [subject, *within],
        [shown],
        show_progress="hidden",
        concurrency_limit=at_once,
        trigger_mode="once",
        api_visibility="private",
    )
    made.failure(
        lambda: render_compare.failed(words.FAILED),
        None,
        [shown],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


def _compared(assistant: Assistant, question: str, filters: Filters) -> str:
    return render_compare.comparison(assistant.compare(question, filters=filters))
