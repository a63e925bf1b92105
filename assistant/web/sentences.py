"""Whatever went wrong, as the one sentence that the page tells."""

from __future__ import annotations

from assistant.api.faults import FAILED, fault_json


def sentence(error: Exception, unexpected: str) -> str:
    """What the error says to people; `unexpected` for one that nobody expected, which is logged."""
    told = str(fault_json(error)["error"]["message"])
    return unexpected if told == FAILED else told
