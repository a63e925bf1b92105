"""What happens on the chat tab: each event takes what is shown, calls a module that knows no Gradio, and shows the rest."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

import gradio as gr

from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.text import storable
from assistant.web import asking, history, links, render, script, viewer, words
from assistant.web.chat_page import Chat
from assistant.web.exchanges import Asked, Exchange, Exchanges
from assistant.web.feedback import Feedback
from assistant.web.files import file_of
from assistant.web.filters_row import chosen
from assistant.web.history_events import HistoryEvents
from assistant.web.sentences import sentence
from assistant.web.wiring import at_once, in_steps, save, stop

Shown = dict[Any, Any]


class ChatEvents:
    """The events of one page; each visitor's conversation is in a state of his own."""

    def __init__(self, assistant: Assistant, places: Places, feedback: Feedback, chat: Chat) -> None:
        self.assistant = assistant
        self.places = places
        self.feedback = feedback
        self.chat = chat
        self.asked = gr.State(())
        self.id = gr.State("")  # of the conversation, where it is kept
        self.history = HistoryEvents(chat.history)
        self.file = gr.Textbox(visible=False)  # for the browser to save

    def wire(self, page: Any) -> None:
        """Connect everything."""
        chat, asked = self.chat, self.asked
        self.history.wire(page.load, chat.transcript.input)
        sent = [chat.question.submit, chat.ask.click, *(b.click for b in chat.examples)]
        working = [
            self._asking(sent, self.ask, [chat.question, asked, *chat.filters]),
            self._asking([chat.transcript.edit], self.reworded, [asked]),
            self._asking([chat.transcript.retry], self.retry, [asked]),
            self._asking([chat.transcript.apply], self.linked, [asked]),
            self._asking([chat.history.listed.select], self.opened, [self.history.kept], script.WITH_KEPT),
        ]
        outputs = [*self._outputs, self.id]
        stop(chat.stop.click, self.stopped, [asked, chat.question], outputs, working, js=script.DROPPED)
        at_once(chat.new.click, self.cleared, None, outputs, cancels=working, js=script.DROPPED)
        at_once(chat.transcript.like, self.wrong, [asked], outputs).then(None, js=script.REPORTED)
        save(chat.transcript.download, self.saved, [asked], self.file, chat.notice)

    @property
    def _outputs(self) -> list[Any]:
        return [self.asked, self.chat.transcript, self.chat.sources, self.chat.question, self.chat.notice]

    def _asking(
        self, triggers: list[Any], work: Callable[..., Any], inputs: list[Any], given: str = "(...all) => all"
    ) -> Any:
        """One event for what asks questions, of which the browser keeps what was asked; `given` is a function of its own that
        makes what is sent of the values of `inputs`."""

        @wraps(work)  # Gradio looks at its arguments
        async def steps(*given: Any, **more: Any) -> AsyncIterator[Shown]:
            try:
                async with aclosing(work(*given, **more)) as shown:
                    async for one in shown:
                        yield one
            except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
                yield {self.chat.notice: render.not_done(words.NOT_DONE, sentence(error, words.FAILED))}

        made = in_steps(triggers, steps, inputs, [*self._outputs, self.id], js=script.ASKING.replace("GIVEN", given))
        # What was asked is kept before anything else is asked, opened or begun in its place.
        kept = self.history.changing(made.then, self.remembered, [self.id, self.asked], self.id)
        for ended in (*kept, made.failure):
            ended(None, js=script.ASKED)
        return made

    def _shown(self, exchanges: Exchanges, **more: Any) -> Shown:
        chat = self.chat
        shown = {self.asked: exchanges, chat.transcript: render.transcript(exchanges), chat.notice: ""}
        return (
            shown
            | {chat.sources: viewer.sources(exchanges)}
            | {getattr(chat, name): value for name, value in more.items()}
        )

    async def _answers(self, questions: Sequence[Asked], before: Exchanges) -> AsyncIterator[Exchanges]:
        for one in questions:
            async for exchanges in asking.exchange(self.assistant, self.places, one, before):
                yield exchanges
                before = exchanges

    async def ask(
        self, typed: str | None, before: Exchanges, event: gr.EventData, *filters: Any
    ) -> AsyncIterator[Shown]:
        """What was typed, or the example that was pressed. A question stays in its box until it is worked on, and comes back
        where that fails; what is typed meanwhile stays."""
        button = event.target
        example = isinstance(button, gr.Button) and "example" in button.elem_classes
        text: str = button.value if example else typed or ""
        in_box = not example
        async for exchanges in self._answers([Asked(text, chosen(*filters))], before):
            last = exchanges[-1]
            if last.error is not None:
                yield self._shown(exchanges, question=text)
            elif in_box and (last.stage or last.done):
                in_box = False
                yield self._shown(exchanges, question="")
            else:
                yield self._shown(exchanges)

    async def reworded(self, before: Exchanges, event: gr.EventData) -> AsyncIterator[Shown]:
        """The question of an exchange as the reader puts it, which then stands in full."""
        old = _chosen(before, event)
        if old:
            new = Asked(storable(str(event.question)), old.filters, alone=True)
            async for exchanges in self._answers([new], before):
                yield self._shown(exchanges)

    async def retry(self, before: Exchanges, event: gr.EventData) -> AsyncIterator[Shown]:
        """The question of an exchange once more; of the last one in its place."""
        old = _chosen(before, event)
        if old:
            rest = before[:-1] if old is before[-1] else before
            async for exchanges in self._answers([old.asked], rest):
                yield self._shown(exchanges)

    async def linked(self, before: Exchanges, event: gr.EventData) -> AsyncIterator[Shown]:
        """What the address of the page names: questions, or words in a document."""
        address = str(event.address)
        try:
            questions = links.read_answer_link(address)
            citation = None if questions else links.read_span_link(address, self.assistant)
        except AssistantError as error:
            yield {self.chat.notice: render.not_done(words.NOT_OPENED, str(error))}
            return
        if citation:
            yield {self.chat.sources: viewer.linked(citation, self.assistant.document(citation.document))}
        elif questions:
            async for exchanges in self._answers(questions, before):
                yield self._shown(exchanges)
        else:
            yield {self.chat.notice: ""}

    async def opened(self, value: object, event: gr.EventData) -> AsyncIterator[Shown]:
        """A conversation of before, each of its questions asked anew."""
        conversation = next((c for c in history.read(value) if c.id == event.id), None)
        if conversation:
            async for exchanges in self._answers(conversation.asked, ()):
                yield self._shown(exchanges) | {self.id: conversation.id}

    def remembered(self, value: object, id: str, exchanges: Exchanges) -> tuple[Any, str]:
        """What was asked goes into the browser."""
        asked = [e.asked for e in exchanges if e.answer is not None]
        named = id or uuid.uuid4().hex
        kept = history.read(value)
        after = history.remembered(kept, named, asked, date.today().isoformat())
        return history.changes(kept, after), named if asked else id

    def stopped(self, before: Exchanges, typed: str | None) -> Shown:
        """The question that was being worked on goes back into its box, unless another was typed there meanwhile."""
        if not before or before[-1].done:
            return self._shown(before)
        last = replace(before[-1], error=words.STOPPED)
        return self._shown((*before[:-1], last), question=typed if typed and typed.strip() else last.question)

    def cleared(self) -> Shown:
        """A new conversation."""
        return self._shown((), question="") | {self.id: ""}

    def wrong(self, before: Exchanges, event: gr.EventData) -> Shown:
        """A quote reported as no answer; it is on the disk before it is said to be."""
        old = _chosen(before, event)
        if not old or not old.answer:
            return {self.chat.notice: ""}
        try:
            rank = int(event.rank)
            if rank in old.reported:  # pressed twice
                return {self.chat.notice: ""}
            self.feedback.report(old.answer, rank, old.filters)
        except (AssistantError, TypeError, ValueError) as error:
            return {self.chat.notice: render.not_done(words.NOT_DONE, str(error))}
        noted = replace(old, reported=(*old.reported, rank))
        return self._shown(tuple(noted if e is old else e for e in before))

    def saved(self, before: Exchanges, event: gr.EventData) -> tuple[str, str]:
        """The file that was wanted, and what hinders it."""
        old = _chosen(before, event)
        if not old or not old.answer:
            return "", ""
        try:
            return file_of(old.answer, str(event.form), self.assistant), ""
        except AssistantError as error:
            return "", render.not_done(words.NOT_DONE, str(error))


def _chosen(exchanges: Exchanges, event: gr.EventData) -> Exchange | None:
    """The exchange that an event of the conversation is about."""
    number = event._data.get("number") if isinstance(event._data, dict) else None
    return next((e for e in exchanges if e.number == number), None)
