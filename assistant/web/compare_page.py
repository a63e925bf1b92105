"""The tab that compares: a question, and who says what on its subject, side by side."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.web import render_compare, wiring, words
from assistant.web.filters_row import chosen, filter_row


def compare_tab(assistant: Assistant, places: Places) -> list[Any]:
    """The tab's contents; comparisons are made in `places.asks`. Its filters are returned."""
    with gr.Row(elem_id="compare-row"):
        subject = wiring.question_box(words.SUBJECT, words.SUBJECT_PLACEHOLDER, "subject")
        go = wiring.button(words.COMPARE, "compare")
    within = filter_row(assistant, "compare-filters")
    shown = wiring.html(render_compare.comparison(None), "comparison")

    def compare(typed: str | None, *filters: Any) -> str:
        return render_compare.comparison(assistant.compare(typed or "", filters=chosen(*filters)))

    tab = wiring.OneCall(
        places.asks,
        compare,
        working=lambda typed, *_: render_compare.working(typed or ""),
        failed=render_compare.failed,
        unexpected=words.FAILED,
    )
    tab.wire([subject.submit, go.click], [subject, *within], shown)
    return within
