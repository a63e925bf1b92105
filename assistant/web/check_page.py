"""The tab that checks a quote: its words, whose they are said to be, and what the documents have."""

from __future__ import annotations

import gradio as gr

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.check_html import check_html
from assistant.web import render, wiring, words

LONGEST_QUOTE = 25_000  # characters the box takes; the checker refuses fewer with a sentence
LONGEST_NAME = 200


def check_tab(assistant: Assistant, places: Places) -> None:
    """The tab's contents; quotes are checked in `places.looks`."""
    with gr.Row(elem_id="quote-row"):
        quote = wiring.question_box(
            words.QUOTE,
            words.QUOTE_PLACEHOLDER,
            "quote",
            max_lines=10,
            max_length=LONGEST_QUOTE,
            scale=3,
            min_width=220,
        )
        speaker = gr.Textbox(
            label=words.SAID_BY, max_length=LONGEST_NAME, lines=1, scale=1, min_width=160, elem_id="said-by"
        )
        go = wiring.button(words.CHECK, "check-quote")
    shown = wiring.html(render.welcome(words.CHECK_WELCOME, words.CHECK_TEXT), "checked")

    def check(typed: str | None, name: str | None) -> str:
        found = check_html(assistant.check(typed or "", (name or "").strip() or None))
        return render.asked(typed or "", words.YOUR_QUOTE) + found

    tab = wiring.OneCall(
        places.looks,
        check,
        working=lambda *_: render.working(words.CHECKING),
        failed=lambda why: render.not_done(words.NOT_CHECKED, why),
        unexpected=words.CHECK_FAILED,
    )
    tab.wire([quote.submit, speaker.submit, go.click], [quote, speaker], shown)
