"""The page, put together and mounted: a tab each for what it does. What is on the chat tab is `chat_page`'s.

Conversation and sources are HTML of our own making (`render`, `viewer`): Gradio's chatbot reads Markdown in messages and
would fetch images that a document names.
"""

from __future__ import annotations

import os
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from gradio.route_utils import FnIndexInferError

from assistant.api.faults import of_form, of_nothing
from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.web import script, words
from assistant.web.article_page import article_tab
from assistant.web.chat_events import ChatEvents
from assistant.web.chat_page import chat_tab
from assistant.web.check_page import check_tab
from assistant.web.client_api import expose
from assistant.web.compare_page import compare_tab
from assistant.web.documents_page import documents_tab
from assistant.web.evaluation_page import evaluation_tab
from assistant.web.feedback import Feedback
from assistant.web.filters_row import keep_known
from assistant.web.style import CSS
from assistant.web.uploads import add_uploads
from assistant.web.wiring import html

_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "Noto Sans Mono", "monospace"]


def mount(app: FastAPI, assistant: Assistant, places: Places, feedback: Feedback, read_only: bool = False) -> None:
    """Put the page of `assistant` at "/" of `app`; what it asks, and what Gradio's client calls, runs in `places`."""
    if not read_only:
        add_uploads(app, assistant, places)
    gr.mount_gradio_app(
        app,
        build(assistant, places, feedback, read_only),
        path="/",
        theme=gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=_MONO),
        css=CSS,
        app_kwargs={
            "openapi_url": None,
            "exception_handlers": {RequestValidationError: of_form, FnIndexInferError: of_nothing},
        },
        allowed_paths=[],
        max_file_size="1kb",  # Gradio's own uploads are not used, see `uploads`
        show_error=False,
        run_history=False,  # `history` keeps what is kept
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )


def build(assistant: Assistant, places: Places, feedback: Feedback, read_only: bool = False) -> Any:
    """The page, a `gr.Blocks`."""
    with gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True) as page:
        expose(assistant, places)  # first, so that nothing else is called as what it exposes
        html(
            f"<header><h1>{words.TITLE}</h1><p>{words.PROMISE}</p></header>",
            "top",
            script.KEEP_LISTENING + script.ONE_BY_ONE,
        )
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(words.ASK_TAB):
                chat = chat_tab(assistant)
            with gr.Tab(words.COMPARE_TAB):
                within = compare_tab(assistant, places)
            with gr.Tab(words.CHECK_TAB):
                check_tab(assistant, places)
            with gr.Tab(words.ARTICLE_TAB):
                article_tab(assistant, places)
            with gr.Tab(words.DOCUMENTS_TAB):
                changed = documents_tab(assistant, places, page.load, read_only)
            with gr.Tab(words.EVALUATION_TAB):
                evaluation_tab(assistant, places)
        keep_known(assistant, places, [chat.filters, within], [page.load, *changed])
        ChatEvents(assistant, places, feedback, chat).wire(page)
    return page
