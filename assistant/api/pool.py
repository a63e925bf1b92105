"""The engine's working places: its calls are bound by the processor, so few run at once, few wait, and the rest is told to
come back. Knows no HTTP."""

from __future__ import annotations

import asyncio
import math
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

WORKERS = max(2, len(os.sched_getaffinity(0)))
WAITING = 16  # calls
PATIENCE = 1.0  # seconds that a program's call may be expected to wait; beyond, it is better told at once to come back
PATIENCE_OF_PEOPLE = 10.0  # and that of somebody who sees on the page that it waits
EXPECTED = 0.3  # seconds of a call, before any was timed
NEWEST = 0.2  # weight of the newest call in the mean
LONG = 2  # batches and evaluations at a time


class Busy(Exception):
    """Every place is taken; `retry_after` is when to ask again, in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too much is being asked at once; please ask again in {retry_after} s.")
        self.retry_after = retry_after


class Pool:
    """`workers` threads and up to `waiting` places before them, in the order of coming: fewer where calls take long, so that
    nobody who is let in waits much longer than his patience."""

    def __init__(self, workers: int = WORKERS, waiting: int = WAITING) -> None:
        self.workers = workers
        self.waiting = waiting
        self.taken = 0
        self.mean = EXPECTED
        self._long = 0
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="engine")

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """What `call` will return, worked out by one of the threads. Raises Busy at once where no place is free.

        The place is given back when the thread is done with it, also where nobody waits for the result any more.
        """
        return self._run(PATIENCE, partial(call, *args, **kwargs))

    def run_in_line(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """As `run`, for a person, who is told that it waits: Busy only where that should be longer than
        `PATIENCE_OF_PEOPLE`, or no place to wait is left."""
        return self._run(PATIENCE_OF_PEOPLE, partial(call, *args, **kwargs))

    def _run(self, patience: float, call: Callable[[], T]) -> asyncio.Future[T]:
        self._take(patience)
        try:
            future = self._threads.submit(self._timed, call)
        except RuntimeError:  # the server is going down
            self._give_back()
            raise Busy(1) from None
        future.add_done_callback(lambda _: self._give_back())
        return asyncio.wrap_future(future)

    def long_run(self) -> LongRun:
        """A place for many calls, one after the other, until it is closed. Raises Busy where none is left for such runs."""
        with self._lock:
            if self._long >= LONG:
                raise Busy(self.retry_after)
            self._long += 1
        try:
            self._take(PATIENCE)
        except Busy:
            self._long_ended()
            raise
        return LongRun(self)

    @property
    def full(self) -> bool:
        """Whether all threads are taken, so that the next call has to wait."""
        return self.taken >= self.workers

    @property
    def retry_after(self) -> int:
        """Whole seconds until a place should be free."""
        return max(1, math.ceil(self._wait()))

    def close(self) -> None:
        """Drop what waits and let go of the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """For a `LongRun`, which has its place."""
        return asyncio.wrap_future(self._threads.submit(self._timed, partial(call, *args, **kwargs)))

    def end_long_run(self) -> None:
        """For a `LongRun` that is over."""
        self._give_back()
        self._long_ended()

    def _long_ended(self) -> None:
        with self._lock:
            self._long -= 1

    def _timed(self, call: Callable[[], T]) -> T:
        began = time.perf_counter()
        try:
            return call()
        finally:
            self.mean += NEWEST * (time.perf_counter() - began - self.mean)

    def _wait(self) -> float:
        """Seconds that the next call should wait for a thread."""
        return max(0, self.taken - self.workers + 1) / self.workers * self.mean

    def _take(self, patience: float) -> None:
        with self._lock:
            if self.taken >= self.workers + self.waiting or self._wait() > patience:
                raise Busy(self.retry_after)
            self.taken += 1

    def _give_back(self) -> None:
        with self._lock:
            self.taken -= 1


class Places:
    """The pools that all faces of a server share: `asks` for calls that read and judge, tenths of a second each, `looks`
    for those that only look something up, so that they need not wait behind the others, and `changes` for those that write
    to the index, one at a time."""

    def __init__(self, asks: Pool | None = None, looks: Pool | None = None) -> None:
        self.asks = asks or Pool()
        self.looks = looks or Pool()
        self.changes = Pool(workers=1, waiting=0)

    @property
    def taken(self) -> int:
        """Calls that run or wait."""
        return self.asks.taken + self.looks.taken + self.changes.taken

    def close(self) -> None:
        """Close them."""
        self.asks.close()
        self.looks.close()
        self.changes.close()


class LongRun:
    """One place in a pool, for a batch; give it back with `close`, or by leaving its `with`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """What `call` will return."""
        return self._pool.submit(call, *args, **kwargs)

    def close(self) -> None:
        """Give the place back."""
        self._pool.end_long_run()

    def __enter__(self) -> LongRun:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
