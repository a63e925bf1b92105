"""What every HTTP answer of the page passes through: security headers, and a bound on what may be sent to it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 * 1024  # bytes; the longest question takes a few thousand

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(scripts: Iterable[bytes] = ()) -> str:
    """The Content-Security-Policy: this host only. Of inline scripts exactly `scripts` run, by their hash.

    So an event handler smuggled into the page does nothing. 'unsafe-eval' stays, as Gradio compiles its templates in
    the browser; inline styles stay, as it sets them on elements.
    """
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; media-src 'none'; object-src 'none'; frame-src 'none'; worker-src 'self' blob:; "
        "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    )


class Guard:
    """ASGI middleware: refuses bodies over `LARGEST_BODY` bytes with 413 and sets the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _Answer(send)
        if (
            not headers.get("content-length", "0").isdecimal()
            or int(headers.get("content-length", "0")) > LARGEST_BODY
            or "transfer-encoding" in headers
        ):
            refusal = PlainTextResponse(
                f"At most {LARGEST_BODY // 1024} KiB may be sent, with their length given.", 413
            )
            await refusal(scope, receive, answer)
            return
        if "text/html" in headers.get("accept", ""):
            # A compressed page could not be searched for its scripts.
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]}
        await self.app(scope, receive, answer)


class _Answer:
    """A `send` that adds the headers; a page is held back until it is whole, as its scripts' hashes go first."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.held: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            if "text/html" in headers.get("content-type", "") and "content-encoding" not in headers:
                self.held = message
                return
            headers["Content-Security-Policy"] = policy()
        if self.held is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            MutableHeaders(scope=self.held)["Content-Security-Policy"] = policy(
                _INLINE_SCRIPT.findall(bytes(self.body))
            )
            await self.send(self.held)
            await self.send({"type": "http.response.body", "body": bytes(self.body)})
