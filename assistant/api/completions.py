"""The form of OpenAI's chat completions, so that existing chat clients can ask: the answer as Markdown quotes, and the
citations beside it as `message.citations`.

There is one model. What else such a request may carry (temperature, tools, system messages) changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse
from starlette.responses import JSONResponse, Response

from assistant.answer import checked_question
from assistant.api.events import GIVEN
from assistant.api.faults import TOLD, fault_json
from assistant.api.forms import MOST_TURNS, FiltersForm, Text
from assistant.api.pool import Places
from assistant.api.prose import pieces, spoken
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.passages import count_tokens
from assistant.types import Answer, Citation, Turn

MODEL = "assistant"
MOST_MESSAGES = 200


class Part(BaseModel):
    """A piece of a message; only texts are read."""

    type: str
    text: Text | None = None


class Message(BaseModel):
    """One message; those of a system, developer or tool are left out."""

    model_config = ConfigDict(extra="ignore")
    role: Literal["user", "assistant", "system", "developer", "tool", "function"]
    content: Text | list[Part] | None = None

    def text(self) -> str:
        """What it says. Raises BadInput where it is no text."""
        if not isinstance(self.content, list):
            return self.content or ""
        if any(part.text is None for part in self.content):
            raise BadInput("Only texts can be asked; leave images, sounds and files out.")
        return "\n".join(part.text or "" for part in self.content)


class StreamOptions(BaseModel):
    """Whether the last piece tells how long everything was."""

    include_usage: bool = False


class CompletionForm(BaseModel):
    """A conversation whose last message is the question; `filters` as for /api/ask."""

    model_config = ConfigDict(extra="ignore")
    model: Text = MODEL
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES)
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    filters: FiltersForm = FiltersForm()

    def asked(self) -> tuple[str, list[Turn]]:
        """The question and the turns before it. Raises BadInput."""
        said = [Turn(m.role, m.text()) for m in self.messages if m.role in ("user", "assistant")]
        if not said or said[-1].role != "user":
            raise BadInput("The last message must be the user's question.")
        if self.n not in (None, 1):
            raise BadInput("There is one answer to a question; leave “n” out.")
        before = [t if t.role == "user" else Turn(t.role, spoken(t.content)) for t in said[:-1]]
        return said[-1].content, before[-MOST_TURNS:]


class Reply(BaseModel):
    """The assistant's message; `citations` have the one form they have everywhere."""

    role: str = "assistant"
    content: str
    refusal: str | None = None
    citations: tuple[Citation, ...]
    abstained: bool
    confidence: float


class Choice(BaseModel):
    """The one answer."""

    index: int = 0
    message: Reply
    finish_reason: str = "stop"
    logprobs: None = None


class Usage(BaseModel):
    """Lengths in cl100k tokens; nothing is billed and nothing generated."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """An answer in OpenAI's form. `id` derives from what was sent; `created` is the time in seconds since 1970."""

    id: str
    object: str = "chat.completion"
    created: int
    model: str = MODEL
    choices: tuple[Choice, ...]
    usage: Usage


class Model(BaseModel):
    """The one model there is."""

    id: str = MODEL
    object: str = "model"
    created: int = 0
    owned_by: str = "local"


class Models(BaseModel):
    """All models."""

    object: str = "list"
    data: tuple[Model, ...] = (Model(),)


def router(assistant: Assistant, places: Places) -> APIRouter:
    """The routes under /v1, over the engine in `places`."""
    routes = APIRouter(prefix="/v1", responses=dict(TOLD))

    @routes.get("/models", response_model=Models, summary="The one model there is")
    async def models() -> Models:
        return Models()

    given: dict[int | str, dict[str, Any]] = {
        200: {"model": Completion, "content": GIVEN, "description": "The answer."}
    }

    @routes.post("/chat/completions", responses=given, summary="Answer a question, in OpenAI's form")
    async def complete(form: CompletionForm) -> Response:
        """The quotes as Markdown in `content`, their proofs in `citations`; with `stream` in pieces."""
        question, history = form.asked()
        checked_question(question)  # before the events begin, while the status can tell
        answering = places.asks.run(assistant.ask, question, history, form.filters.filters())
        if form.stream:
            return EventSourceResponse(_streamed(form, answering))
        return JSONResponse(_completion(form, await answering).model_dump(mode="json"))

    return routes


def _completion(form: CompletionForm, answer: Answer) -> Completion:
    content = "\n\n".join(pieces(answer))
    reply = Reply(content=content, citations=answer.citations, abstained=answer.abstained, confidence=answer.confidence)
    return Completion(
        id=_id(form), created=int(time.time()), choices=(Choice(message=reply),), usage=_usage(form, content)
    )


async def _streamed(form: CompletionForm, answering: asyncio.Future[Answer]) -> AsyncIterator[dict[str, str]]:
    """A piece for the role, one for each quote, and a last one with the citations."""

    def piece(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, str]:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        same = {"id": _id(form), "object": "chat.completion.chunk", "created": created, "model": MODEL}
        return {"data": json.dumps(same | {"choices": choices} | more)}

    created = int(time.time())
    yield piece({"role": "assistant", "content": ""})
    try:
        answer = await answering
    except Exception as error:  # noqa: BLE001  # the answer has begun, so its end must tell
        yield {"data": json.dumps(fault_json(error))}
        return
    told = list(pieces(answer))
    for number, text in enumerate(told):
        yield piece({"content": ("\n\n" if number else "") + text})
    citations = [asdict(citation) for citation in answer.citations]
    yield piece({"citations": citations, "abstained": answer.abstained, "confidence": answer.confidence}, "stop")
    if form.stream_options and form.stream_options.include_usage:
        yield piece({}, choices=[], usage=_usage(form, "\n\n".join(told)).model_dump())
    yield {"data": "[DONE]"}


def _usage(form: CompletionForm, content: str) -> Usage:
    prompt = sum(count_tokens(message.text()) for message in form.messages)
    told = count_tokens(content)
    return Usage(prompt_tokens=prompt, completion_tokens=told, total_tokens=prompt + told)


def _id(form: CompletionForm) -> str:
    return "chatcmpl-" + hashlib.sha256(form.model_dump_json().encode()).hexdigest()[:24]
