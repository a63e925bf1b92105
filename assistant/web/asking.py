"""A question asked in steps: each stage of the engine as it begins, then the answer. Knows no web framework."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace

from assistant.answer import Step
from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.export import export
from assistant.types import Answer, Document
from assistant.web import viewer, words
from assistant.web.exchanges import Asked, Exchange, Exchanges, turns
from assistant.web.sentences import sentence
from assistant.web.steps import Done, in_steps

KEPT = 30  # exchanges of a conversation


async def exchange(assistant: Assistant, places: Places, asked: Asked, before: Exchanges) -> AsyncIterator[Exchanges]:
    """The conversation with the question being worked on, stage by stage, and then with what came of it."""
    past = tuple(e for e in before if e.done)[-KEPT:]
    number = past[-1].number + 1 if past else 1
    working = Exchange(number, asked.question, filters=asked.filters, alone=asked.alone)
    history = [] if asked.alone else turns(past)

    def work(step: Step) -> Answer:
        return assistant.ask(asked.question, history, asked.filters, step=step)

    yield (*past, working)
    try:
        async with aclosing(in_steps(places.asks, work)) as steps:
            async for found in steps:
                if isinstance(found, Done):
                    yield (*past, await places.looks.run_in_line(_answered, assistant, working, found.value))
                else:
                    yield (*past, replace(working, stage=found))
    except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
        yield (*past, replace(working, error=sentence(error, words.FAILED)))


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
