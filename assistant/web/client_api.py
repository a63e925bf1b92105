"""What Gradio's own client (`gradio_client`) may call; the events of the page itself are private to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import gradio as gr

from assistant.api.faults import fault_json
from assistant.api.pool import Places, Pool
from assistant.assistant import Assistant
from assistant.check_forms import check_json
from assistant.evaluation import answer_json
from assistant.filters import read_filters
from assistant.text import storable
from assistant.types import Turn

P = ParamSpec("P")
T = TypeVar("T")


def expose(assistant: Assistant, places: Places) -> None:
    """Add `/ask` and `/check_quote` to the page that is being built; they give the forms of docs/design.md."""

    async def run(pool: Pool, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await pool.run_in_line(call, *args, **kwargs)  # as on the page: Gradio's clients know no Retry-After
        except Exception as error:  # noqa: BLE001  # the caller gets one sentence, whatever happened
            raise gr.Error(str(fault_json(error)["error"]["message"]), print_exception=False) from None

    async def ask(
        question: str, history: list[str] | None = None, filters: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Answer a question with verbatim, proved quotes; `history` are the questions before it, oldest first."""

        def answered() -> dict[str, Any]:
            turns = [Turn("user", storable(text)) for text in history or ()]
            return answer_json(assistant.ask(storable(question), turns, read_filters(filters or {})))

        return await run(places.asks, answered)

    async def check_quote(quote: str, speaker: str | None = None) -> dict[str, Any]:
        """Do these words stand in the documents as quoted? The verdict and the true words."""
        return check_json(await run(places.looks, assistant.check, storable(quote), speaker and storable(speaker)))

    gr.api(ask, api_name="ask", concurrency_limit=None)
    gr.api(check_quote, api_name="check_quote", concurrency_limit=None)
