"""The panel of earlier conversations: what is done to what the browser keeps, and the list of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import gradio as gr

from assistant.web import history, script
from assistant.web.chat_page import History
from assistant.web.render_history import conversations
from assistant.web.wiring import at_once


class HistoryEvents:
    """`kept` brings what the browser keeps to the server, with `script.WITH_KEPT`, and what it shall change back."""

    def __init__(self, panel: History) -> None:
        self.panel = panel
        self.kept = gr.JSON(visible=False)

    def wire(self, *changed: Any) -> None:
        """Connect all but what the conversation does: opening one, and remembering. `changed` are events after which other
        conversations may be kept than before."""
        panel = self.panel
        self._show(partial(gr.on, [*changed, panel.search.change]))
        self.changing(panel.listed.edit, self._renamed)
        self.changing(panel.listed.delete, self._deleted)

    def changing(
        self, event: Any, change: Callable[..., Any], inputs: Sequence[Any] = (), *outputs: Any
    ) -> tuple[Any, Any]:
        """Have `event` change what is kept: `change` takes that before all else, and gives `history.changes` first. Returns what
        has an event follow it, be it kept or failed."""
        made = at_once(event, change, [self.kept, *inputs], [self.kept, *outputs], js=script.WITH_KEPT)
        kept = made.then(None, [self.kept], js=script.KEEP)
        self._show(kept.then)
        return kept.then, made.failure

    def _show(self, event: Any) -> None:
        shown = [self.kept, self.panel.search]
        at_once(event, self._listed, shown, [self.panel.listed], js=script.WITH_KEPT, trigger_mode="always_last")

    @staticmethod
    def _listed(value: object, words: str | None) -> str:
        return conversations(history.read(value), words or "")

    @staticmethod
    def _renamed(value: object, event: gr.EventData) -> Any:
        kept = history.read(value)
        return history.changes(kept, history.renamed(kept, str(event.id), str(event.name)))

    @staticmethod
    def _deleted(value: object, event: gr.EventData) -> Any:
        kept = history.read(value)
        return history.changes(kept, history.deleted(kept, str(event.id)))
