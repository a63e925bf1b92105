"""A question asked in steps: each stage of the engine as it begins, then the answer. Knows no web framework."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from assistant.api.faults import fault_json
from assistant.api.pool import Busy, Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.export import export
from assistant.types import Answer, Document, Filters, Turn
from assistant.web import viewer
from assistant.web.exchanges import Asked, Exchange, Exchanges, turns

KEPT = 30  # exchanges of a conversation


class Stopped(Exception):
    """Nobody waits for the answer any more; it ends the engine's work at its next stage."""


async def in_steps(
    assistant: Assistant, places: Places, question: str, history: Sequence[Turn], filters: Filters
) -> AsyncIterator[str | Answer]:
    """The name of each stage as it begins, then the answer. Raises AssistantError, and Busy where no place is free.

    Who stops listening stops the engine, too.
    """
    loop = asyncio.get_running_loop()
    steps: asyncio.Queue[str | None] = asyncio.Queue()
    stopped = threading.Event()

    def step(name: str) -> None:
        if stopped.is_set():
            raise Stopped
        loop.call_soon_threadsafe(steps.put_nowait, name)

    answering = places.asks.run(assistant.ask, question, history, filters, step=step)
    answering.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while (name := await steps.get()) is not None:
            yield name
        yield await answering
    finally:
        stopped.set()
        answering.cancel()


async def exchange(assistant: Assistant, places: Places, asked: Asked, before: Exchanges) -> AsyncIterator[Exchanges]:
    """The conversation with the question being worked on, stage by stage, and then with what came of it."""
    past = tuple(e for e in before if e.done)[-KEPT:]
    number = past[-1].number + 1 if past else 1
    working = Exchange(number, asked.question, filters=asked.filters, alone=asked.alone)
    yield (*past, working)
    try:
        history = [] if asked.alone else turns(past)
        async for found in in_steps(assistant, places, asked.question, history, asked.filters):
            if isinstance(found, str):
                yield (*past, replace(working, stage=found))
            else:
                yield (*past, await places.looks.run(_answered, assistant, working, found))
    except (AssistantError, Busy) as error:
        yield (*past, replace(working, error=str(fault_json(error)["error"]["message"])))


def _answered(assistant: Assistant, working: Exchange, answer: Answer) -> Exchange:
    def document_of(name: str) -> Document | None:
        try:
            return assistant.document(name)
        except AssistantError:  # gone or damaged since the answer: `viewer` then shows the citation's own sentence
            return None

    sources = viewer.cards(working.number, answer, document_of)
    return replace(working, answer=answer, sources=sources, copies=_copies(assistant, answer))


def _copies(assistant: Assistant, answer: Answer) -> tuple[tuple[int, str], ...]:
    """Each quote with its labels and place, as `export` gives it; none where one can no longer be proved."""
    try:
        return tuple((c.rank, export(replace(answer, citations=(c,)), "plain", assistant)) for c in answer.citations)
    except AssistantError:
        return ()
