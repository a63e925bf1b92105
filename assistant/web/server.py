"""One process: the page at "/", `/healthz` beside it, headers around both. For this machine alone, as there is no login yet."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.web.guard import Guard
from assistant.web.page import mount

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def create_app(assistant: Assistant) -> FastAPI:
    """The web application of `assistant`: the chat at "/" and `/healthz`."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    mount(app, assistant)
    # A page elsewhere whose name is made to resolve to this machine would otherwise read the documents.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])
    app.add_middleware(Guard)
    return app


def serve(
    assistant: Assistant, host: str = "127.0.0.1", port: int = 7860, *, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the chat until interrupted. Its address, once the port is ours (port 0: any free one), goes to `ready` or,
    without one, to the log on stderr.

    Raises BadInput where the host is not this machine's own or the port cannot be had.
    """
    with bound(host, port) as listening:
        app = create_app(assistant)
        level = "info" if ready is None else "warning"
        server = uvicorn.Server(uvicorn.Config(app, log_level=level, access_log=False, server_header=False))
        named = f"[{host}]" if ":" in host else host
        (ready or logging.getLogger("uvicorn.error").info)(f"http://{named}:{listening.getsockname()[1]}/")
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def bound(host: str, port: int) -> socket.socket:
    """A socket listening on a loopback address. Raises BadInput."""
    if host not in LOOPBACK:
        raise BadInput(
            f"The chat has no login yet, so it serves this machine alone: use 127.0.0.1 instead of {host!r}."
        )
    if not 0 <= port <= 65535:
        raise BadInput(f"There is no port {port}; choose one from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise BadInput(f"Port {port} on {host} {why}; choose another port.") from error
