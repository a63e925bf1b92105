"""The engine's places: few run, few wait, the rest is told when to come back; every place is given back."""

from __future__ import annotations

import asyncio
import threading

import pytest

from assistant.api.pool import LONG, Busy, Pool


def test_beyond_its_places_it_is_busy_and_then_recovers() -> None:
    async def scene() -> None:
        pool, go = Pool(workers=2, waiting=2), threading.Event()
        running = [pool.run(lambda n: (go.wait(10), n)[1], n) for n in range(4)]
        assert pool.taken == 4
        with pytest.raises(Busy, match=r"^Too much is being asked at once; please ask again in 1 s\.$") as refused:
            pool.run(int)
        assert refused.value.retry_after == 1
        go.set()
        assert await asyncio.gather(*running) == [0, 1, 2, 3]
        assert await pool.run(sum, [1, 2]) == 3
        pool.close()
        assert pool.taken == 0

    asyncio.run(scene())


def test_a_place_comes_back_from_a_failure_and_from_a_call_nobody_waits_for() -> None:
    async def scene() -> None:
        pool, go = Pool(workers=1, waiting=1), threading.Event()
        first, second = pool.run(go.wait, 10), pool.run(go.wait, 10)
        second.cancel()  # it had not begun
        await asyncio.sleep(0)
        assert pool.taken == 1
        first.cancel()  # it runs on, and keeps its place
        assert pool.taken == 1
        go.set()
        with pytest.raises(ZeroDivisionError):
            await pool.run(divmod, 1, 0)
        while pool.taken:
            await asyncio.sleep(0.001)
        pool.close()
        with pytest.raises(Busy):
            pool.run(int)
        assert pool.taken == 0

    asyncio.run(scene())


def test_long_runs_hold_one_place_each_and_are_few() -> None:
    async def scene() -> None:
        pool = Pool(workers=1, waiting=LONG)
        runs = [pool.long_run() for _ in range(LONG)]
        with pytest.raises(Busy):
            pool.long_run()
        assert await runs[0].run(abs, -1) == 1
        assert await pool.run(abs, -2) == 2
        for run in runs:
            run.close()
        while pool.taken:
            await asyncio.sleep(0.001)
        with pool.long_run() as run:
            assert (await run.run(abs, -3), pool.taken) == (3, 1)
        full = [pool.long_run(), pool.run(threading.Event().wait, 0.01), pool.run(abs, 1)]
        with pytest.raises(Busy):
            pool.long_run()
        full[0].close()  # type: ignore[union-attr]
        await asyncio.gather(*full[1:])  # type: ignore[call-overload]
        pool.close()

    asyncio.run(scene())


def test_where_calls_take_long_fewer_are_let_in() -> None:
    async def scene() -> None:
        pool, go = Pool(workers=2, waiting=16), threading.Event()
        pool.mean = 1.8  # seconds: of two threads, the first call beyond them waits half as long, the second as long
        running = [pool.run(go.wait, 10) for _ in range(3)]
        with pytest.raises(Busy) as refused:
            pool.run(int)
        assert refused.value.retry_after == 2
        go.set()
        await asyncio.gather(*running)
        assert pool.mean < 1.8
        for _ in range(40):
            await pool.run(int)
        assert pool.mean < 0.1
        pool.close()

    asyncio.run(scene())


def test_a_person_waits_in_line_where_a_program_is_told_to_come_back() -> None:
    async def scene() -> None:
        pool, go = Pool(workers=1, waiting=3), threading.Event()
        pool.mean = 4.0  # seconds, a third call should wait eight
        line = [pool.run_in_line(lambda n: (go.wait(10), n)[1], n) for n in range(3)]
        assert pool.full
        with pytest.raises(Busy):
            pool.run(int)
        with pytest.raises(Busy, match=r"please ask again in 12 s\.$"):  # longer than a person waits
            pool.run_in_line(int)
        go.set()
        assert await asyncio.gather(*line) == [0, 1, 2]
        assert (pool.full, pool.taken) == (False, 0)
        pool.close()

    asyncio.run(scene())
