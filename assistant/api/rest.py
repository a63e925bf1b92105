"""REST under /api: JSON in, JSON out; a question's answer also as server-sent events, a batch's as JSON lines."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.answer import checked_question
from assistant.api import calls
from assistant.api.events import EVENTS, GIVEN, events
from assistant.api.faults import TOLD
from assistant.api.forms import ArticleForm, AskForm, BatchForm, CheckForm, SearchForm
from assistant.api.pool import LongRun, Places
from assistant.api.results import ArticleShown, Checked, Compared, DocumentRead, Evaluation, FoundAll, Listing, SpanRead
from assistant.article_report import article_json, article_markdown, article_page
from assistant.assistant import Assistant
from assistant.check_forms import check_json
from assistant.errors import BadInput
from assistant.evaluation import Answered, Question, answer_json, ask_all, by_kind, corpus_of, evaluated, plain
from assistant.export import FORMATS, export
from assistant.json_forms import comparison_json, search_json
from assistant.types import Answer, QuoteCheck

JSON_LINES = "application/x-ndjson"
_CITED: dict[str, Any] = {"text/plain": {"schema": {"type": "string"}}}
_ANSWERED: dict[int | str, dict[str, Any]] = {
    200: {"model": Answer, "content": GIVEN | _CITED, "description": "The answer."}
}
_CHECKED: dict[int | str, dict[str, Any]] = {200: {"model": Checked, "content": _CITED, "description": "The verdict."}}
_REPORTED: dict[int | str, dict[str, Any]] = {
    200: {"model": ArticleShown, "content": _CITED, "description": "The report."}
}
_LINES: dict[int | str, dict[str, Any]] = {
    200: {"content": {JSON_LINES: {"schema": {"type": "string"}}}, "description": "An answer a line."}
}

Format = Annotated[str | None, Query(description=f"One of {', '.join(FORMATS)}.")]
ReportFormat = Annotated[Literal["markdown", "html"] | None, Query(description="The report to read or to keep.")]


def router(assistant: Assistant, places: Places) -> APIRouter:
    """The routes, over the engine in `places`."""
    routes = APIRouter(prefix="/api", responses=dict(TOLD))
    _add_questions(routes, assistant, places)
    _add_documents(routes, assistant, places)
    _add_batches(routes, assistant, places)
    return routes


def _add_questions(routes: APIRouter, assistant: Assistant, places: Places) -> None:
    @routes.post("/ask", responses=_ANSWERED, summary="Answer a question in the documents' own words")
    async def ask(form: AskForm, request: Request, format: Format = None) -> Response:
        """The proved quotes, or `abstained` with a `reason`. With `Accept: text/event-stream`: the event `state`, one
        `citation` each, then the whole `answer`, or `error`. With `format` the quotes alone, as one cites them."""
        checked_question(form.question)  # before the events begin, while the status can tell
        answering = places.asks.run(assistant.ask, form.question, form.turns(), form.filters.filters())
        if EVENTS in request.headers.get("accept", ""):
            return EventSourceResponse(events(answering))
        answer = await answering
        if format:
            return await _exported(places, answer, format, assistant)
        return JSONResponse(answer_json(answer))

    @routes.post("/search", response_model=FoundAll, summary="The passages nearest to a query")
    async def search(form: SearchForm) -> Response:
        """Best first, with their exact texts; `withheld` says which documents failed their proof."""
        return JSONResponse(await places.looks.run(search_json, assistant, form.query, form.k, form.filters.filters()))

    @routes.post("/check", responses=_CHECKED, summary="Do these words stand in the documents as quoted?")
    async def check(form: CheckForm, format: Format = None) -> Response:
        """The verdict (exact, formatting only, altered, spliced, cropped, misattributed, not found) and the true words.
        With `format` the true words alone, as one cites them."""
        found = await places.looks.run(assistant.check, form.quote, form.speaker)
        return await _exported(places, found, format, assistant) if format else JSONResponse(check_json(found))

    @routes.post("/article", responses=_REPORTED, summary="Is every quotation of an article true to the documents?")
    async def article(form: ArticleForm, format: ReportFormat = None) -> Response:
        """Each quotation, whose words the article says they are, and the verdict, as `assistant article --json`.
        With `format` the report as Markdown or as one HTML file, as plain text."""
        with places.asks.long_run() as place:  # it may have hundreds of quotations
            found = await place.run(assistant.check_article, form.text)
        if format is None:
            return JSONResponse(article_json(found))
        return PlainTextResponse(article_page([found]) if format == "html" else article_markdown(found))

    @routes.post("/compare", response_model=Compared, summary="Who says what on a subject")
    async def compare(form: AskForm) -> Response:
        """By speaker and proved side, in order of days, without a verdict."""
        found = await places.asks.run(assistant.compare, form.question, form.turns(), form.filters.filters())
        return JSONResponse(comparison_json(found))


def _add_documents(routes: APIRouter, assistant: Assistant, places: Places) -> None:
    @routes.get("/documents", response_model=Listing, summary="The documents with their labels")
    async def documents(
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0, limit: Annotated[int, Query(ge=1, le=200)] = 50
    ) -> Response:
        """By name, `limit` of them from the `offset`-th on."""
        return JSONResponse(await places.looks.run(calls.documents, assistant, offset, limit))

    @routes.get("/documents/{name:path}", response_model=DocumentRead, summary="A document whole")
    async def document(name: str) -> Response:
        """Its text, what of it is never quoted, and its labels with what proves them."""
        return JSONResponse(await places.looks.run(calls.document, assistant, name))

    @routes.get("/span", response_model=SpanRead, summary="A stretch of a document")
    async def span(
        document: str, start: Annotated[int, Query(ge=0, le=10**12)], end: Annotated[int, Query(ge=0, le=10**12)]
    ) -> Response:
        """Exactly `text[start:end]`, in code points."""
        return JSONResponse(await places.looks.run(calls.span, assistant, document, start, end))


def _add_batches(routes: APIRouter, assistant: Assistant, places: Places) -> None:
    @routes.post("/batch", responses=_LINES, summary="Answer many questions")
    async def batch(form: BatchForm) -> Response:
        """In order, a JSON line for each as soon as it is answered, in the form of `assistant batch`."""
        questions = [question.asked(number) for number, question in enumerate(form.questions, 1)]
        return _Lines(places.asks.long_run(), assistant, questions)

    @routes.post("/eval", response_model=Evaluation, summary="Measure the answers to known questions")
    async def evaluate(form: BatchForm) -> Response:
        """As `assistant eval` does; each question says whether it is `answerable`, and `gold` where the answer stands."""
        questions = [question.asked(number) for number, question in enumerate(form.questions, 1)]
        if any(question.answerable is None for question in questions):
            raise BadInput('Every question of an evaluation must say whether it is "answerable".')
        answers = []
        with places.asks.long_run() as place:
            for question in questions:
                answers.append(Answered(question.id, await place.run(_answered, assistant, question)))
            report = await place.run(_measured, assistant, questions, answers)
        return JSONResponse(plain(report))


class _Lines(StreamingResponse):
    """A batch's answers, a line each; its place is given back however it ends, also if nobody listened."""

    def __init__(self, place: LongRun, assistant: Assistant, questions: list[Question]) -> None:
        self.place = place

        async def lines() -> AsyncIterator[str]:
            for question in questions:
                answer = await place.run(_answered, assistant, question)
                yield json.dumps(answer_json(answer, question.id)) + "\n"

        super().__init__(lines(), media_type=JSON_LINES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.place.close()


async def _exported(places: Places, found: Answer | QuoteCheck, form: str, assistant: Assistant) -> Response:
    """The quotes as plain text, whatever the form: a page of ours shows no HTML that holds foreign text."""
    return PlainTextResponse(await places.looks.run(export, found, form, assistant))


def _answered(assistant: Assistant, question: Question) -> Answer:
    ((_, answer),) = ask_all(assistant, [question])
    return answer


def _measured(assistant: Assistant, questions: list[Question], answers: list[Answered]) -> dict[str, Any]:
    found = evaluated("questions", questions, answers, corpus_of(assistant), {})
    return {
        "summary": dict(found.summary),
        "kinds": by_kind(found.results),
        "results": [asdict(r) for r in found.results],
        "unscored": dict(found.unscored),
    }
