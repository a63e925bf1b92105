"""Work in the engine's places, told step by step: that it waits, what is done, what came of it. Knows no web framework."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.answer import Step
from assistant.api.pool import Pool
from assistant.web import render, words
from assistant.web.sentences import sentence

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """The last step: what the work came to."""

    value: T


class Stopped(Exception):
    """Nobody waits for the answer any more; it ends the engine's work at its next stage."""


async def in_steps(pool: Pool, work: Callable[[Step], T]) -> AsyncGenerator[str | Done[T]]:
    """The name of each stage that `work` tells as it begins, then what it returns. It waits in line for its place.

    Raises Busy where the line is too long, and whatever `work` raises. Who stops listening stops the engine, too.
    """
    loop = asyncio.get_running_loop()
    stages: asyncio.Queue[str | None] = asyncio.Queue()
    stopped = threading.Event()

    def step(name: str) -> None:
        if stopped.is_set():
            raise Stopped
        loop.call_soon_threadsafe(stages.put_nowait, name)

    working = pool.run_in_line(work, step)
    working.add_done_callback(lambda _: stages.put_nowait(None))
    try:
        while (name := await stages.get()) is not None:
            yield name
        yield Done(await working)
    finally:
        stopped.set()
        working.cancel()


async def told(
    pool: Pool, call: Callable[[], str], working: str, failed: Callable[[str], str], unexpected: str
) -> AsyncGenerator[str]:
    """HTML for one `call` that makes some: that it waits for a place, that it is `working`, and what it made. Where it
    fails, `failed` of the sentence that tells why, or of the `unexpected` one."""

    def work(step: Step) -> str:
        step("begun")
        return call()

    yield render.working(words.WAITS) if pool.full else working
    try:
        async with aclosing(in_steps(pool, work)) as steps:
            async for found in steps:
                yield found.value if isinstance(found, Done) else working
    except Exception as error:  # noqa: BLE001  # told in one sentence, whatever it is
        yield failed(sentence(error, unexpected))
