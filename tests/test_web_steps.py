"""Work told step by step: it waits in line, tells its stages, and ends in what it made or in one sentence."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing

from assistant import Assistant, Filters
from assistant.answer import Step
from assistant.api.pool import Pool
from assistant.errors import BadInput
from assistant.types import Answer
from assistant.web import render, words
from assistant.web.steps import Done, in_steps, told

QUESTION = "Where does the river Kura flow?"
OWN = "Nobody expected this."


def test_eight_at_once_wait_in_line_and_all_are_answered() -> None:
    pool = Pool(workers=2, waiting=6)
    pool.mean = 2.0  # seconds, so that the last should wait for six; a program would be refused

    async def one(number: int) -> list[object]:
        def work(step: Step) -> int:
            step(f"begun {number}")
            return number

        return [found async for found in in_steps(pool, work)]

    async def scene() -> list[list[object]]:
        return await asyncio.gather(*map(one, range(8)))

    assert asyncio.run(scene()) == [[f"begun {n}", Done(n)] for n in range(8)]
    assert pool.taken == 0


def test_who_stops_listening_stops_the_engine(toy: Assistant) -> None:
    reached, go_on, ended = threading.Event(), threading.Event(), threading.Event()
    stages: list[str] = []

    def work(step: Step) -> Answer:
        def slowly(stage: str) -> None:
            if stage == "reading":
                reached.set()
                go_on.wait(10)
            step(stage)
            stages.append(stage)

        try:
            return toy.ask(QUESTION, (), Filters(), step=slowly)
        finally:
            ended.set()

    async def listen_to_the_first() -> None:
        async with aclosing(in_steps(Pool(), work)) as steps:
            assert await anext(steps) == "finding"
            await asyncio.to_thread(reached.wait, 10)

    asyncio.run(listen_to_the_first())
    go_on.set()
    assert ended.wait(10)
    assert stages == ["finding"]


def shown(pool: Pool, result: str | Exception, free: threading.Event | None = None) -> list[str]:
    def call() -> str:
        if isinstance(result, Exception):
            raise result
        return result

    async def all_of_it() -> list[str]:
        found = []
        async with aclosing(told(pool, call, "working", "not done: {}".format, OWN)) as steps:
            async for html in steps:
                found.append(html)
                if free:
                    free.set()
        return found

    return asyncio.run(all_of_it())


def test_one_call_is_told_from_the_waiting_to_the_end() -> None:
    assert shown(Pool(), "made") == ["working", "working", "made"]
    assert shown(Pool(), BadInput("So not.")) == ["working", "working", "not done: So not."]
    assert shown(Pool(), ZeroDivisionError()) == ["working", "working", f"not done: {OWN}"]


def test_who_has_to_wait_is_told_so_and_who_would_wait_too_long_when_to_come_back() -> None:
    pool, free = Pool(workers=1, waiting=1), threading.Event()
    before = threading.Thread(target=lambda: asyncio.run(_hold(pool, free)))
    before.start()
    while not pool.full:
        pass
    assert shown(pool, "made", free) == [render.working(words.WAITS), "working", "made"]
    before.join()
    pool.mean = 4.0
    pool.taken = 2
    busy = "not done: Too much is being asked at once; please ask again in 8 s."
    assert shown(pool, "made") == [render.working(words.WAITS), busy]
    pool.waiting, pool.taken = 16, 3
    busy = "not done: Too much is being asked at once; please ask again in 12 s."
    assert shown(pool, "made") == [render.working(words.WAITS), busy]


async def _hold(pool: Pool, free: threading.Event) -> None:
    await pool.run(free.wait, 10)
