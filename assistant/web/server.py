"""One process: the page at "/", the API, the tools, `/healthz` and `/metrics`, behind one guard."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response

from assistant.api import completions, page, rest, tools
from assistant.api.faults import add_handlers
from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.web.feedback import FEEDBACK, Feedback
from assistant.web.guard import LOOPBACK, Guard, Rules
from assistant.web.meters import Meters
from assistant.web.page import mount

CONNECTIONS = 1_000  # at once; beyond them uvicorn answers 503
KEPT_ALIVE = 30  # seconds a connection stays open for the next request
ABOUT = "Questions answered with verbatim quotes, every one proved; or “the documents do not say”."


def create_app(
    assistant: Assistant, rules: Rules | None = None, places: Places | None = None, feedback: Path = FEEDBACK
) -> Guard:
    """The web application of `assistant`: page, API, tools and figures, behind a guard with `rules`.

    Quotes that readers report as wrong become lines of `feedback`.
    """
    held = places or Places()
    meters = Meters(held)
    mcp = tools.server(assistant, held)
    at_mcp = tools.route(mcp)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.session_manager.run():
            yield
        held.close()

    app = FastAPI(
        title="Quotes you can prove",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    add_handlers(app)
    _add_own(app, meters)
    app.router.routes.append(at_mcp)
    app.include_router(rest.router(assistant, held))
    app.include_router(completions.router(assistant, held))
    kept = rules or Rules()
    mount(app, assistant, held, Feedback(feedback), kept.read_only)
    return Guard(app, kept, meters)


def _add_own(app: FastAPI, meters: Meters) -> None:
    @app.get("/healthz", include_in_schema=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(meters.text(), media_type="text/plain; version=0.0.4")

    @app.get("/api", include_in_schema=False)
    def about() -> Response:
        return HTMLResponse(page.page(app.openapi()))


def serve(
    assistant: Assistant,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    rules: Rules | None = None,
    feedback: Path = FEEDBACK,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted. The address, once the port is ours (port 0: any free one), goes to `ready` or, without
    one, to the log on stderr.

    Raises BadInput where the host is reached from elsewhere and `rules` ask nobody who he is, or the port cannot be had.
    """
    held = rules or Rules()
    if host not in LOOPBACK and not held.access.secrets:
        raise BadInput(
            f"{host} can be reached from other machines, so say who may ask, with --auth FILE or a token; "
            "or use 127.0.0.1, this machine alone."
        )
    with bound(host, port) as listening:
        app = create_app(assistant, held, feedback=feedback)
        level = "info" if ready is None else "warning"
        config = uvicorn.Config(
            app,
            log_level=level,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=KEPT_ALIVE,
        )
        named = f"[{host}]" if ":" in host else host
        (ready or logging.getLogger("uvicorn.error").info)(f"http://{named}:{listening.getsockname()[1]}/")
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def bound(host: str, port: int) -> socket.socket:
    """A socket listening there. Raises BadInput."""
    if not 0 <= port <= 65535:
        raise BadInput(f"There is no port {port}; choose one from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise BadInput(f"Port {port} on {host} {why}; choose another port.") from error
