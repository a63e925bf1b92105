"""The tab of the documents: listed, opened, uploaded, their labels reviewed, and taken out of the index."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.library import LARGEST_UPLOAD, is_uploaded, listing, remove, review, source_of
from assistant.reading import KEYS, LONGEST_LABEL
from assistant.text import storable
from assistant.web import render_documents as render
from assistant.web import words
from assistant.web.sentences import sentence
from assistant.web.uploads import SEND_FILES, outcomes
from assistant.web.wiring import at_once, button, folded, html

LONGEST_SEARCH = 200  # characters
# A button in HTML of ours tells which it is by its data; whoever listens takes what concerns it.
_BUTTONS = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-document], button[data-offset], button[data-window]');
  if (button) trigger('select', {...button.dataset});
});"""
_TO_DOCUMENT = "() => setTimeout(() => document.querySelector('.document-view h3')?.focus(), 50)"


def documents_tab(assistant: Assistant, places: Places, loaded: Any, read_only: bool = False) -> list[Any]:
    """The tab's contents. What reads runs in `places.looks`, what writes in `places.changes`. The list is made anew by the
    event `loaded`. Returned are the events after which the index may be another."""
    return Documents(assistant, places, read_only).build(loaded)


class Documents:
    """The parts of the tab and what happens to them. `opened` holds the name of the open document, of each visitor."""

    def __init__(self, assistant: Assistant, places: Places, read_only: bool) -> None:
        self.assistant = assistant
        self.places = places
        self.read_only = read_only
        self.changed: list[Any] = []

    def build(self, loaded: Any) -> list[Any]:
        """Lay the parts out and wire them; see `documents_tab`."""
        self.opened = gr.State(None)
        if self.read_only:
            html(f'<p class="hint">{words.READ_ONLY}</p>', "upload-told")
        else:
            self._build_upload()
        with gr.Row(elem_id="documents-row"):
            with gr.Column(scale=2, min_width=300):
                self.search = gr.Textbox(label=words.FIND_DOCUMENT, max_length=LONGEST_SEARCH, elem_id="find-document")
                self.list = html(render.listing(listing(self.assistant)), "documents-list", _BUTTONS)
            with gr.Column(scale=3, min_width=300):
                self.shown = html(render.opened(None, "", False), "document-opened", _BUTTONS)
                if not self.read_only:
                    self._build_review()
        self._wire_reading(loaded)
        return self.changed

    def _build_upload(self) -> None:
        hint = words.UPLOAD_HINT.format(LARGEST_UPLOAD // 2**20)
        chooser = f'<label>{words.UPLOAD} <input type="file" multiple aria-describedby="upload-hint"></label><p id="upload-hint" class="hint">{hint}</p>'
        with gr.Row(elem_id="upload-row"):
            html(chooser, "upload-files")
            send = button(words.SEND, "send-files")
        html('<div id="upload-progress" role="status"></div>', "upload-state")
        told = html("", "upload-told")
        sent = gr.Textbox(visible=False)  # filled by the browser
        # `send` first has the browser send the files, then shows what came of them
        self._sent = at_once(send.click, lambda found: render.uploaded(outcomes(found)), [sent], [told], js=SEND_FILES)

    def _build_review(self) -> None:
        with gr.Column(visible=False, elem_id="review") as self.form:
            with folded(words.REVIEW, "review-labels"):
                html(f'<p class="hint">{words.REVIEW_HINT}</p>', "review-hint")
                self.fields = [
                    gr.Textbox(label=words.LABEL_NAMES[key], max_length=LONGEST_LABEL, lines=1) for key in KEYS
                ]
                self.confirmed = gr.Checkbox(label=words.CONFIRM_ALL)
                save = button(words.SAVE_LABELS, "save-labels")
            ask = button(words.REMOVE, "remove", "secondary")
            with gr.Row(visible=False, elem_id="remove-ask") as self.asking:
                self.question = html("", "remove-question")
                yes = button(words.REMOVE_YES, "remove-yes", "stop")
                no = button(words.REMOVE_NO, "remove-no", "secondary")
        self.done = html("", "document-told")
        inputs = [self.opened, self.search, self.confirmed, *self.fields]
        outputs = [self.done, self.list, *self._view()]
        saved = at_once(save.click, self._save, inputs, outputs)
        at_once(ask.click, self._ask, [self.opened], [self.asking, self.question])
        at_once(no.click, lambda: gr.Row(visible=False), None, [self.asking])
        removed = at_once(yes.click, self._remove, [self.opened, self.search], outputs)
        self.changed += [saved.then, removed.then]

    def _view(self) -> list[Any]:
        """The parts that show the open document."""
        return [self.opened, self.shown, *([] if self.read_only else [self.form, self.asking, *self.fields])]

    def _wire_reading(self, loaded: Any) -> None:
        finding = partial(gr.on, [loaded, self.search.change])
        at_once(finding, self._find, [self.search, self.opened], [self.list], trigger_mode="always_last")
        opening = at_once(self.list.select, self._open, [self.search, self.opened], [self.list, *self._view()])
        opening.then(None, js=_TO_DOCUMENT)
        at_once(self.shown.select, self._turn, [self.opened], [self.shown])
        if not self.read_only:
            at_once(self._sent.then, self._find, [self.search, self.opened], [self.list])
            self.changed.append(self._sent.then)

    async def _find(self, typed: str | None, opened: str | None, offset: int = 0) -> str:
        try:
            found = await self.places.looks.run(listing, self.assistant, storable(typed or ""), offset)
        except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
            return _failed(error)
        return render.listing(found, opened)

    async def _open(self, typed: str | None, opened: str | None, event: gr.EventData) -> tuple[Any, ...]:
        """What was pressed in the list: a document, or the way to another part of it."""
        offset = _number(event, "offset")
        if offset is not None:
            return await self._find(typed, opened, offset), *(gr.skip() for _ in self._view())
        name = storable(str(event._data.get("document", "")))
        return await self._find(typed, name), *await self._viewed(name)

    async def _turn(self, opened: str | None, event: gr.EventData) -> str:
        """Another part of the open text."""
        return str((await self._viewed(opened, _number(event, "window") or 0))[1])

    async def _viewed(self, name: str | None, offset: int = 0) -> tuple[Any, ...]:
        """The values of `_view`."""
        try:
            if name is None:
                raise AssistantError(words.NOTHING_OPEN)
            document = await self.places.looks.run(self.assistant.document, name)
            source = await self.places.looks.run(source_of, self.assistant, name)
        except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
            shown = render.opened(None, "", False) if name is None else _failed(error)
            rest = [gr.Column(visible=False), gr.Row(visible=False), *("" for _ in KEYS)]
            return None, shown, *([] if self.read_only else rest)
        shown = render.opened(document, source.name, is_uploaded(self.assistant, source), offset)
        fields = (document.label(key) or "" for key in KEYS)
        rest = [gr.Column(visible=True), gr.Row(visible=False), *fields]
        return name, shown, *([] if self.read_only else rest)

    async def _save(self, opened: str | None, typed: str | None, confirmed: bool, *values: str) -> tuple[Any, ...]:
        given = {key: storable(value or "") for key, value in zip(KEYS, values, strict=True)}
        try:
            await self.places.changes.run(review, self.assistant, opened or "", given, bool(confirmed))
        except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
            return _failed(error), gr.skip(), *(gr.skip() for _ in self._view())
        return render.told(words.SAVED), await self._find(typed, opened), *await self._viewed(opened)

    async def _ask(self, opened: str | None) -> tuple[Any, str]:
        try:
            source = await self.places.looks.run(source_of, self.assistant, opened or "")
        except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
            return gr.Row(visible=False), _failed(error)
        asked = words.REMOVE_UPLOAD if is_uploaded(self.assistant, source) else words.REMOVE_OWN
        together = words.REMOVE_TOGETHER.format(len(source.documents)) if len(source.documents) > 1 else ""
        return gr.Row(visible=True), render.told(asked.format(source.name) + together, "bad")

    async def _remove(self, opened: str | None, typed: str | None) -> tuple[Any, ...]:
        try:
            gone = await self.places.changes.run(remove, self.assistant, opened or "")
        except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
            return _failed(error), gr.skip(), *(gr.skip() for _ in self._view())
        told = render.told(words.REMOVED.format(", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")))
        return told, await self._find(typed, None), *await self._viewed(None)


def _failed(error: Exception) -> str:
    """What went wrong, in one sentence."""
    return render.told(sentence(error, words.CHANGE_FAILED), "bad")


def _number(event: gr.EventData, key: str) -> int | None:
    value = str(event._data.get(key, ""))
    return int(value) if value.isdecimal() and len(value) < 12 else None
