"""What Gradio's own client (`gradio_client`) may call; the events of the page itself are private to it."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from assistant.api.faults import one_sentence
from assistant.api.pool import Places
from assistant.assistant import Assistant
from assistant.check_forms import check_json
from assistant.errors import BadInput
from assistant.evaluation import answer_json
from assistant.filters.selection import read_filters
from assistant.text import storable
from assistant.types import Turn


def expose(assistant: Assistant, places: Places) -> None:
    """Add `/ask` and `/check_quote` to the page that is being built; they give the forms of docs/design.md.

    Calls wait in line, as the page's do: Gradio's clients know no Retry-After.
    """
    failed = partial(gr.Error, print_exception=False)

    async def ask(
        question: str, history: list[str] | None = None, filters: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Answer a question with verbatim, proved quotes; `history` are the questions before it, oldest first."""

        def answered() -> dict[str, Any]:
            turns = [Turn("user", _text(text)) for text in history or ()]
            return answer_json(assistant.ask(_text(question), turns, read_filters(filters or {})))

        with one_sentence(failed):
            return await places.asks.run_in_line(answered)

    async def check_quote(quote: str, speaker: str | None = None) -> dict[str, Any]:
        """Do these words stand in the documents as quoted? The verdict and the true words."""
        with one_sentence(failed):
            words, whose = _text(quote), speaker and _text(speaker)
            return check_json(await places.looks.run_in_line(assistant.check, words, whose))

    gr.api(ask, api_name="ask", concurrency_limit=None)
    gr.api(check_quote, api_name="check_quote", concurrency_limit=None)


def _text(given: object) -> str:
    """What a client sent as a text, which may be anything: a file, say. Raises BadInput."""
    if not isinstance(given, str):
        raise BadInput("Questions, quotes and speakers are texts; something else was sent.")
    return storable(given)
