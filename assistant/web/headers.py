"""Security headers of every answer, with a content policy for exactly the scripts a page carries."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

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


class Answering:
    """A `send` that adds the headers and keeps the `status`; a page is held back until it is whole, as its scripts'
    hashes go first."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status = 0
        self.held: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
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
