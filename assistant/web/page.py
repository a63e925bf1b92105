"""The chat as a Gradio page: parse the question, call the assistant, show the records. The only importer of Gradio.

Conversation and sources are HTML of our own making (`render`): Gradio's chatbot reads Markdown in messages and would
fetch images that a document names.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from assistant.api.faults import of_form
from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.filters import EVERYTHING
from assistant.types import Document, Filters
from assistant.web import render, words
from assistant.web.article_page import article_tab
from assistant.web.check_page import check_tab
from assistant.web.client_api import expose
from assistant.web.compare_page import compare_tab
from assistant.web.filters_row import chosen, filter_row
from assistant.web.render import Exchange
from assistant.web.style import CSS

KEPT = 30  # exchanges of a conversation
LONGEST_PASTE = 10_000  # characters the box takes; the assistant refuses far fewer with a sentence
ASKED_AT_ONCE = 2  # questions worked on at the same time
WAITING = 32  # questions in the queue

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "Noto Sans Mono", "monospace"]
# The newest question to the top of the conversation, so that its answer is read from its beginning; likewise its sources.
_SHOW_NEWEST = """() => {
  document.querySelector('#transcript .exchange:last-child')?.scrollIntoView({block: 'start'});
  document.querySelector('#sources').scrollTop = 0;
}"""

Exchanges = tuple[Exchange, ...]


def mount(app: FastAPI, assistant: Assistant, places: Places) -> None:
    """Put the page of `assistant` at "/" of `app`; what Gradio's client calls runs in `places`."""
    gr.mount_gradio_app(
        app,
        build(assistant, places),
        path="/",
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_MONO),
        css=CSS,
        app_kwargs={"openapi_url": None, "exception_handlers": {RequestValidationError: of_form}},
        allowed_paths=[],
        max_file_size="1kb",  # nothing is uploaded
        show_error=False,
        run_history=False,  # questions stay out of the browser's storage
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )


def build(assistant: Assistant, places: Places) -> Any:
    """The page, a `gr.Blocks`."""
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        expose(assistant, places)  # first, so that nothing else is called as what it exposes
        asked = gr.State(())
        _html(f"<header><h1>{words.TITLE}</h1><p>{words.PROMISE}</p></header>", "top")
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(words.ASK_TAB):
                with gr.Row(elem_id="columns"):
                    with gr.Column(elem_id="chat", scale=3, min_width=320):
                        _html(f"<h2>{words.CHAT}</h2>", "chat-heading")
                        transcript = _html(render.transcript(()), "transcript")
                        question = gr.Textbox(
                            label=words.QUESTION,
                            placeholder=words.PLACEHOLDER,
                            lines=1,
                            max_lines=5,
                            max_length=LONGEST_PASTE,
                            autofocus=True,
                            elem_id="question",
                        )
                        with gr.Row(elem_id="actions"):
                            go = gr.Button(words.ASK, variant="primary", elem_id="ask", min_width=96)
                            new = gr.Button(words.NEW, variant="secondary", elem_id="new", min_width=96)
                        within = filter_row(assistant)
                        with gr.Row(elem_id="examples"):
                            examples = [
                                gr.Button(text, size="sm", min_width=96, elem_classes="example")
                                for text in _examples(assistant)
                            ]
                    with gr.Column(elem_id="side", scale=2, min_width=320):
                        _html(f"<h2>{words.SOURCES}</h2>", "sources-heading")
                        sources = _html(render.sources(()), "sources")
            with gr.Tab(words.COMPARE_TAB):
                compare_tab(assistant, places, ASKED_AT_ONCE)
            with gr.Tab(words.CHECK_TAB):
                check_tab(assistant, ASKED_AT_ONCE)
            with gr.Tab(words.ARTICLE_TAB):
                article_tab(assistant, ASKED_AT_ONCE)
        _wire(
            assistant,
            [question.submit, go.click, *(b.click for b in examples)],
            new,
            question,
            within,
            [asked, transcript, sources],
        )
    return page.queue(max_size=WAITING)


def _html(value: str, name: str) -> Any:
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=None)


def _examples(assistant: Assistant) -> list[str]:
    """The example questions whose documents are in the index."""
    found = []
    for name, text in words.EXAMPLE_QUESTIONS:
        with contextlib.suppress(AssistantError):
            assistant.document(name)
            found.append(text)
    return found


def _wire(
    assistant: Assistant, triggers: list[Any], new: Any, question: Any, within: list[Any], shown: list[Any]
) -> None:
    asked = shown[0]

    def ask(typed: str | None, before: Exchanges, event: gr.EventData, *filters: Any) -> Iterator[tuple[Any, ...]]:
        button = event.target
        example = isinstance(button, gr.Button) and "example" in button.elem_classes
        text: str = button.value if example else typed or ""
        for exchanges in exchange(assistant, text, before, chosen(*filters)):
            last = exchanges[-1]
            box = "" if last.answer is None and last.error is None else text if last.error else gr.skip()
            yield (*_shown(exchanges), box)

    def failed(before: Exchanges) -> tuple[Any, ...]:
        return _shown((*before[:-1], replace(before[-1], error=words.FAILED)) if before else before)

    # One event for all triggers, so that a second question waits for the first.
    asking = gr.on(
        triggers,
        ask,
        [question, asked, *within],
        [*shown, question],
        show_progress="hidden",
        concurrency_limit=ASKED_AT_ONCE,
        trigger_mode="once",
        api_visibility="private",
    )
    asking.then(None, js=_SHOW_NEWEST)
    asking.failure(failed, [asked], shown, queue=False, show_progress="hidden", api_visibility="private")
    new.click(
        lambda: (*_shown(()), ""),
        None,
        [*shown, question],
        cancels=[asking],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


def exchange(
    assistant: Assistant, question: str, before: Exchanges, filters: Filters = EVERYTHING
) -> Iterator[Exchanges]:
    """First the conversation with `question` being worked on, then with what came of it."""
    past = tuple(e for e in before if e.answer is not None or e.error is not None)[-KEPT:]
    working = Exchange(past[-1].number + 1 if past else 1, question)
    yield (*past, working)

    def document_of(name: str) -> Document | None:
        try:
            return assistant.document(name)
        except AssistantError:  # gone or damaged since the answer: `render` then shows the citation's own sentence
            return None

    try:
        answer = assistant.ask(question, render.turns(past), filters)
        done = replace(working, answer=answer, sources=render.cards(working.number, answer, document_of))
    except AssistantError as error:
        done = replace(working, error=str(error))
    yield (*past, done)


def _shown(exchanges: Exchanges) -> tuple[Exchanges, str, str]:
    return exchanges, render.transcript(exchanges), render.sources(exchanges)
