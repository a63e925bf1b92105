"""The panel of earlier conversations: what is done to what the browser keeps, and the list of it."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from assistant.web import history
from assistant.web.chat_page import History
from assistant.web.render_history import conversations
from assistant.web.wiring import at_once


def wire_history(page: Any, panel: History, kept: Any) -> None:
    """Connect all but the opening of a conversation, which is the conversation's."""

    def show(value: object, words: str | None) -> str:
        return conversations(history.read(value), words or "")

    def rename(value: object, event: gr.EventData) -> Any:
        return history.written(history.renamed(history.read(value), str(event.id), str(event.name)))

    def delete(value: object, event: gr.EventData) -> Any:
        return history.written(history.deleted(history.read(value), str(event.id)))

    changes = [page.load, panel.search.change, kept.change]
    at_once(partial(gr.on, changes), show, [kept, panel.search], [panel.listed], trigger_mode="always_last")
    at_once(panel.listed.edit, rename, [kept], [kept])
    at_once(panel.listed.delete, delete, [kept], [kept])
