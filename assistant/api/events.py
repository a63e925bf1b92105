"""An answer as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from assistant.api.faults import fault_json
from assistant.evaluation import answer_json
from assistant.types import Answer

Event = dict[str, str]
EVENTS = "text/event-stream"
GIVEN: dict[str, Any] = {EVENTS: {"schema": {"type": "string"}}}  # for the API's description


async def events(answering: asyncio.Future[Answer]) -> AsyncIterator[Event]:
    """`state` at once, then a `citation` each and the whole `answer`, or `error`."""
    yield _event("state", {"state": "working"})
    try:
        answer = await answering
    except Exception as error:  # noqa: BLE001  # the answer has begun, so its end must tell
        yield _event("error", fault_json(error))
        return
    for citation in answer.citations:
        yield _event("citation", asdict(citation))
    yield _event("answer", answer_json(answer))


def _event(name: str, data: object) -> Event:
    return {"event": name, "data": json.dumps(data)}
