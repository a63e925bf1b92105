"""A real server on a free port, for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from assistant import Assistant
from assistant.api.pool import Places
from assistant.web import FEEDBACK
from assistant.web.guard import Rules
from assistant.web.server import bound, create_app
from tests.toys import CORPUS, toy_over, written


@contextmanager
def serving(
    assistant: Assistant,
    rules: Rules | None = None,
    places: Places | None = None,
    feedback: Path = FEEDBACK,
    before: Callable[[ASGIApp], ASGIApp] = lambda app: app,
) -> Iterator[str]:
    """The address of a server that runs in a thread; `before` may put something before the application."""
    with bound("127.0.0.1", 0) as listening:
        app = before(create_app(assistant, rules, places, feedback))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", proxy_headers=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(2)
        server.force_exit = True  # a browser's open connections are not waited for
        thread.join(10)


def toy_assistant(folder: Path) -> Assistant:
    """An assistant with toy models over three small documents, all below `folder`."""
    return toy_over(written(CORPUS, folder / "corpus"), folder / "index")
