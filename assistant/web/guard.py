"""The one gate before everything that is served: page, API, metrics and tools alike.

A request passes, in this order: its path and head, its method, the host it is meant for, the page it comes from, who its
sender is, how often that one asks, and how much it sends. What fails is answered with one sentence and reaches nothing
behind the gate.
"""

from __future__ import annotations

import asyncio
import logging
import math
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.replay import replayed
from assistant.library import LARGEST_UPLOAD
from assistant.web.access import Access, Rate
from assistant.web.audit import AuditLog
from assistant.web.headers import Answering
from assistant.web.meters import Meters

log = logging.getLogger("assistant")

UPLOADS = "/uploads"
LARGEST_HEAD = 64 * 1024  # bytes of address and headers; the longest link of the page takes 60,000
LARGEST_BODY = 256 * 1024  # bytes; the longest question takes a few thousand
LARGEST_EVENT = 3 * 2**20  # bytes of an event of the page: the article to check may be a file, in base64
SLOWEST_BODY = 10.0  # seconds until it must be there, and
SLOWEST_UPLOAD = 60.0  # that of a document
MOST_UPLOADS = 4  # on their way at once, as each is held in memory
A_MINUTE = 600  # requests of one caller
FAILED_LOGINS = 20  # a minute from one address, a quarter of them at once
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# What there is. Gradio serves more (uploads, files, a proxy, runs), which nothing here needs.
_SERVED = re.compile(
    r"/|/(?:healthz|metrics|mcp|api|uploads|config|theme\.css|favicon\.ico)|/(?:api|v1)/[^\0]*|/(?:assets|static)/[\w./@+~-]+"
    r"|/gradio_api/(?:info|queue/join|queue/data|run/\w+|cancel|app_id|startup-events|heartbeat/\w+|call(?:/v2)?/\w+(?:/\w+)?)/?"
)
_STATIC = re.compile(r"/(?:assets|static)/|/(?:healthz|theme\.css|favicon\.ico)$")
_METHODS = ("GET", "HEAD", "POST", "DELETE")
_DROPPED = (b"x-forwarded-host", b"x-gradio-server")  # Gradio would build addresses of them


@dataclass(frozen=True)
class Rules:
    """What the gate holds a request against: `hosts` it may be meant for, who may ask, how often, and where it is noted.

    `read_only`: the page changes no document of the index, and takes none.
    """

    hosts: tuple[str, ...] = LOOPBACK
    access: Access = field(default_factory=Access)
    a_minute: int = A_MINUTE
    audit: AuditLog | None = None
    read_only: bool = False


class Refusal(Exception):
    """A request that is turned away, with the status and the sentence it is told."""

    def __init__(self, status: int, sentence: str, **headers: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Guard:
    """ASGI middleware: refuses what breaks the `Rules` and sets the security headers."""

    def __init__(self, app: ASGIApp, rules: Rules, meters: Meters) -> None:
        self.app = app
        self.rules = rules
        self.meters = meters
        self._rate = Rate(rules.a_minute)
        self._failed = Rate(FAILED_LOGINS)
        self._uploads = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, answering, caller, sent = time.perf_counter(), Answering(send), _address(scope), b""
        headers = Headers(scope=scope)
        try:
            try:
                caller = self._admitted(scope, headers)
                sent = await self._sent(scope["path"], headers, receive)
            except Refusal as refusal:
                told = {"error": {"message": str(refusal), "type": "refused", "code": refusal.status}}
                await JSONResponse(told, refusal.status, refusal.headers)(scope, receive, answering)
                return
            await self.app(_cleaned(scope, headers), replayed(sent, receive), answering)
        except Exception:
            if not answering.status:
                raise
            log.exception(
                "A request failed."
            )  # it was answered; raised further, it would break the caller's connection
        finally:
            seconds = time.perf_counter() - began
            self.meters.request(scope["path"], answering.status, seconds)
            if self.rules.audit and not _STATIC.match(scope["path"]):
                self.rules.audit.record(caller, scope["method"], scope["path"], answering.status, seconds, sent)

    async def _sent(self, path: str, headers: Headers, receive: Receive) -> bytes:
        """All that is sent. Raises Refusal."""
        if path != UPLOADS:
            largest = LARGEST_EVENT if path.startswith("/gradio_api/queue/join") else LARGEST_BODY
            return await _body(headers, receive, largest, SLOWEST_BODY)
        if self._uploads >= MOST_UPLOADS:
            raise Refusal(
                503, "Too many files are on their way; please send this one again in a moment.", Retry_After="2"
            )
        self._uploads += 1
        try:
            return await _body(headers, receive, LARGEST_UPLOAD, SLOWEST_UPLOAD)
        finally:
            self._uploads -= 1

    def _admitted(self, scope: Scope, headers: Headers) -> str:
        """Who asks: a name or an address. Raises Refusal."""
        path = scope["path"]
        if not _SERVED.fullmatch(path) or any(part in (".", "..") for part in path.split("/")):
            raise Refusal(404, "There is nothing here.")
        head = [scope["query_string"], *(part for pair in scope["headers"] for part in pair)]
        if len(path) + sum(map(len, head)) > LARGEST_HEAD:
            raise Refusal(431, f"At most {LARGEST_HEAD // 1024} KiB of address and headers may be sent.")
        if scope["method"] not in _METHODS:
            raise Refusal(405, f"{', '.join(_METHODS)} are the methods here.", Allow=", ".join(_METHODS))
        self._check_origin(headers)
        caller = _address(scope)
        if path == "/healthz":
            return caller
        if self.rules.access.secrets:
            caller = self._known(caller, headers)
        if not _STATIC.match(path):
            self._count(caller)
        return caller

    def _count(self, caller: str) -> None:
        """Raises Refusal where `caller` has asked too often."""
        wait = self._rate.wait(caller)
        if wait:
            raise Refusal(429, "You ask too often; please wait a moment.", Retry_After=str(math.ceil(wait)))

    def _check_origin(self, headers: Headers) -> None:
        """Raises Refusal where a request is meant for another host, or comes from a page of another one.

        A page elsewhere whose name is made to resolve to this machine would otherwise read the documents.
        """
        hosts = headers.getlist("host")
        if len(hosts) != 1 or _host(f"//{hosts[0]}") not in self.rules.hosts:
            raise Refusal(400, "This server is not called by that name; start it with --name to add one.")
        for origin in headers.getlist("origin"):
            if origin.lower() not in (f"http://{hosts[0].lower()}", f"https://{hosts[0].lower()}"):
                raise Refusal(403, "Pages of other hosts may not ask here.")

    def _known(self, address: str, headers: Headers) -> str:
        """The caller's name. Raises Refusal."""
        if self._failed.spent(address):
            raise Refusal(429, "Too many failed log-ins; please wait a minute.", Retry_After="60")
        given = headers.get("authorization")
        name = self.rules.access.name_of(given) if given else None
        if name is None:
            if given:
                self._failed.wait(address)
            else:  # nobody's name to count it by, but asking costs something, too
                self._count(address)
            raise Refusal(401, "Log in with your name and secret, or send your token.", WWW_Authenticate=_CHALLENGE)
        return name


_CHALLENGE = 'Basic realm="assistant", charset="UTF-8"'


def _address(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else "unknown"


def _host(address: str) -> str | None:
    try:
        split = urlsplit(address)
        return split.hostname if split.username is None and split.port != 0 else None
    except ValueError:
        return None


async def _body(headers: Headers, receive: Receive, largest: int, slowest: float) -> bytes:
    """All that is sent. Raises Refusal where that is too much or comes too slowly."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > largest:
        raise Refusal(413, f"At most {largest // 1024} KiB may be sent.")
    body = bytearray()
    try:
        async with asyncio.timeout(slowest):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > largest:
                    raise Refusal(413, f"At most {largest // 1024} KiB may be sent.")
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError as error:
        raise Refusal(408, "What was sent took too long to arrive.") from error


def _cleaned(scope: Scope, headers: Headers) -> Scope:
    """The scope without headers that mislead what stands behind the gate."""
    dropped: tuple[bytes, ...] = _DROPPED
    if "text/html" in headers.get("accept", ""):  # a compressed page could not be searched for its scripts
        dropped = (*dropped, b"accept-encoding")
    return {**scope, "headers": [(k, v) for k, v in scope["headers"] if k.lower() not in dropped]}
