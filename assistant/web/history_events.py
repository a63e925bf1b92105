"""The panel of earlier conversations: what is done to what the browser keeps, and the list of it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.web import history
from assistant.web.chat_page import History
from assistant.web.render_history import conversations

AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def wire_history(page: Any, panel: History, kept: Any) -> None:
    """Connect all but the opening of a conversation, which is the conversation's."""

    def show(value: object, words: str | None) -> str:
        return conversations(history.read(value), words or "")

    def rename(value: object, event: gr.EventData) -> Any:
        return history.written(history.renamed(history.read(value), str(event.id), str(event.name)))

    def delete(value: object, event: gr.EventData) -> Any:
        return history.written(history.deleted(history.read(value), str(event.id)))

    changes = [page.load, panel.search.change, kept.change]
    gr.on(changes, show, [kept, panel.search], [panel.listed], trigger_mode="always_last", **AT_ONCE)
    panel.listed.edit(rename, [kept], [kept], **AT_ONCE)
    panel.listed.delete(delete, [kept], [kept], **AT_ONCE)
