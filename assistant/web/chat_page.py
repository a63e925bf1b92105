"""The tab that answers: the conversation, the question, what was asked before, and the sources beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.assistant import Assistant
from assistant.web import render, script, viewer, words
from assistant.web.filters_row import filter_row
from assistant.web.render_history import conversations
from assistant.web.suggestions import suggestions
from assistant.web.wiring import button, folded, html, question_box


@dataclass(frozen=True)
class History:
    """The panel of earlier conversations."""

    search: Any
    listed: Any


@dataclass(frozen=True)
class Chat:
    """The components that events read and write; `notice` is for what could not be done."""

    transcript: Any
    notice: Any
    sources: Any
    question: Any
    ask: Any
    stop: Any
    new: Any
    filters: list[Any]
    examples: list[Any]
    history: History


def chat_tab(assistant: Assistant) -> Chat:
    """The tab's contents; nothing happens yet."""
    with gr.Row(elem_id="columns"):
        with gr.Column(elem_id="chat", scale=3, min_width=320):
            html(f"<h2>{words.CHAT}</h2>", "chat-heading")
            transcript = html(render.transcript(()), "transcript", script.ON_CONVERSATION)
            html(f'<p class="hint" role="status">{words.SENT}</p>', "sending")
            notice = html("", "notice")
            question = question_box(words.QUESTION, words.PLACEHOLDER, "question", autofocus=True)
            with gr.Row(elem_id="actions"):
                ask = button(words.ASK, "ask")
                stop = button(words.STOP, "stop", "secondary")
                new = button(words.NEW, "new", "secondary")
            filters = filter_row(assistant)
            with gr.Row(elem_id="examples"):
                examples = [
                    gr.Button(text, size="sm", min_width=96, elem_classes="example") for text in suggestions(assistant)
                ]
        with gr.Column(elem_id="side", scale=2, min_width=320):
            html(f"<h2>{words.SOURCES}</h2>", "sources-heading")
            sources = html(viewer.sources(()), "sources", script.ON_SOURCES)
            history = _history()
    return Chat(transcript, notice, sources, question, ask, stop, new, filters, examples, history)


def _history() -> History:
    with folded(words.HISTORY, "history", "filter-row"):
        search = gr.Textbox(label=words.HISTORY_SEARCH, max_length=200, elem_id="history-search")
        listed = html(conversations((), ""), "history-list", script.ON_HISTORY)
        html(f'<p class="hint">{words.HISTORY_NOTE}</p>', "history-note")
    return History(search, listed)
