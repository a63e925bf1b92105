"""Who may ask: names and secrets of a file, and how often an address or name may. Knows no HTTP beyond one header."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadInput

SHORTEST_SECRET = 12  # characters
TOKEN_VARIABLE = "ASSISTANT_TOKEN"
REMEMBERED = 10_000  # addresses and names


@dataclass(frozen=True)
class Access:
    """SHA-256 of each secret by the name it belongs to; empty admits everybody who reaches the server."""

    secrets: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path | None, token: str | None = None) -> Access:
        """The access that a file with `name:secret` a line gives, and a token. Raises BadInput.

        Empty lines and those that begin with # are left out. There is no default and no empty secret.
        """
        found: dict[str, str] = {}
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path else []
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{path} cannot be read as UTF-8 text.") from error
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                name, colon, secret = line.strip().partition(":")
                if not (name and colon) or name in found:
                    raise BadInput(f"{path}, line {number}: not a new “name:secret”.")
                found[name] = secret
        if path and not found:
            raise BadInput(f"{path} names nobody; it wants a “name:secret” a line.")
        if token is not None:
            found["token"] = token
        short = [name for name, secret in found.items() if len(secret) < SHORTEST_SECRET]
        if short:
            raise BadInput(f"The secret of {short[0]!r} is too short; {SHORTEST_SECRET} characters are the least.")
        return cls({name: _digest(secret) for name, secret in found.items()})

    def name_of(self, authorization: str) -> str | None:
        """Whose `Authorization` header this is: `Bearer secret`, or `Basic` with name and secret; None is nobody's."""
        scheme, _, value = authorization.strip().partition(" ")
        if scheme.lower() == "bearer":
            given = _digest(value.strip())
            known = [name for name, secret in self.secrets.items() if hmac.compare_digest(secret, given)]
            return known[0] if known else None
        if scheme.lower() != "basic":
            return None
        try:
            name, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        return name if hmac.compare_digest(self.secrets.get(name, b""), _digest(secret)) else None


class Rate:
    """At most `a_minute` requests a minute by each caller, a quarter of them at once."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst = max(1.0, a_minute / 4)
        self.refill = a_minute / 60
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str, cost: float = 1.0) -> float:
        """0 where `caller` may go on, which is then counted; else the seconds until he may."""
        left = self._now(caller)
        if left < cost:
            return (cost - left) / self.refill
        self._left[caller] = (left - cost, self._clock())
        self._left.move_to_end(caller)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return 0.0

    def spent(self, caller: str) -> bool:
        """Whether `caller` has nothing left; counts nothing."""
        return self._now(caller) < 1

    def _now(self, caller: str) -> float:
        left, at = self._left.get(caller, (self.burst, self._clock()))
        return min(self.burst, left + (self._clock() - at) * self.refill)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
