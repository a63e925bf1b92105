"""The tab that checks a quote: its words, whose they are said to be, and what the documents have."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from assistant.assistant import Assistant
from assistant.check_html import check_html
from assistant.errors import AssistantError
from assistant.web import render, words

LONGEST_PASTE = 25_000  # characters the box takes; the checker refuses fewer with a sentence
LONGEST_NAME = 200


def check_tab(assistant: Assistant, at_once: int) -> None:
    """The tab's contents; `at_once` quotes are checked at the same time."""
    with gr.Row(elem_id="quote-row"):
        quote = gr.Textbox(
            label=words.QUOTE,
            placeholder=words.QUOTE_PLACEHOLDER,
            lines=1,
            max_lines=10,
            max_length=LONGEST_PASTE,
            scale=3,
            min_width=220,
            elem_id="quote",
        )
        speaker = gr.Textbox(
            label=words.SAID_BY, max_length=LONGEST_NAME, lines=1, scale=1, min_width=160, elem_id="said-by"
        )
        go = gr.Button(words.CHECK, variant="primary", elem_id="check-quote", min_width=96)
    welcome = render.welcome(words.CHECK_WELCOME, words.CHECK_TEXT)
    shown = gr.HTML(welcome, elem_id="checked", apply_default_css=False, js_on_load=None)

    def check(typed: str | None, name: str | None) -> Iterator[str]:
        yield render.working(words.CHECKING)
        try:
            found = check_html(assistant.check(typed or "", (name or "").strip() or None))
            yield render.asked(typed or "", words.YOUR_QUOTE) + found
        except AssistantError as error:
            yield render.not_done(words.NOT_CHECKED, str(error))

    made = gr.on(
        [quote.submit, speaker.submit, go.click],
        check,
        [quote, speaker],
        [shown],
        show_progress="hidden",
        concurrency_limit=at_once,
        trigger_mode="once",
        api_visibility="private",
    )
    made.failure(
        lambda: render.not_done(words.NOT_CHECKED, words.CHECK_FAILED),
        None,
        [shown],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
