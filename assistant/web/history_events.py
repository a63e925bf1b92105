"""The panel of earlier conversations: what each of its buttons does to what the browser keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.escaping import visible
from assistant.web import history
from assistant.web.chat_page import History
from assistant.web.history import Kept

AT_ONCE: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}


def listed(kept: Kept, words: str, chosen: str | None = None) -> Any:
    """The list of those that have the words, the newest first, `chosen` among them if it is there."""
    found = history.found(kept, words)
    choices = [(f"{visible(c.name)} ({c.day})", c.id) for c in found]
    return gr.Radio(choices=choices, value=chosen if chosen in [c.id for c in found] else None)


def wire_history(page: Any, panel: History, kept: Any) -> None:
    """Connect all but the opening of a conversation, which is the conversation's."""

    def show(value: object, words: str | None, chosen: str | None) -> Any:
        return listed(history.read(value), words or "", chosen)

    def changed(change: Callable[[Kept, str, str], Kept]) -> Callable[..., tuple[Any, Any, str]]:
        def apply(value: object, words: str | None, chosen: str | None, name: str | None) -> tuple[Any, Any, str]:
            after = change(history.read(value), chosen or "", name or "")
            return history.written(after), listed(after, words or "", chosen), ""

        return apply

    inputs, outputs = [kept, panel.search, panel.choice], [kept, panel.choice, panel.name]
    gr.on([page.load, panel.search.input, kept.change], show, inputs, [panel.choice], **AT_ONCE)
    renaming, deleting = changed(history.renamed), changed(lambda k, id, _: history.deleted(k, id))
    gr.on([panel.rename.click, panel.name.submit], renaming, [*inputs, panel.name], outputs, **AT_ONCE)
    panel.delete.click(deleting, [*inputs, panel.name], outputs, **AT_ONCE)
