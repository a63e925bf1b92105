"""Every error as one sentence in one form, which is the one OpenAI's clients read, too."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.api.calls import NoDocument
from assistant.api.pool import Busy
from assistant.api.results import FaultShown
from assistant.errors import AssistantError, BadInput

FAILED = "Something went wrong while answering, so nothing is shown; please ask again."
TOLD: dict[int | str, dict[str, Any]] = {
    status: {"model": FaultShown} for status in (400, 401, 403, 404, 413, 415, 422, 429, 500, 503)
}
log = logging.getLogger("assistant")


def fault_json(error: Exception) -> dict[str, dict[str, str | int]]:
    """The form of an error; what nobody expected is logged, and its words are kept back."""
    if isinstance(error, NoDocument):
        return told("no_document", 404, str(error))
    if isinstance(error, BadInput):
        return told("bad_input", 400, str(error))
    if isinstance(error, Busy):
        return told("busy", 503, str(error))
    if isinstance(error, AssistantError):
        return told("unavailable", 503, str(error))
    log.error("A request failed.", exc_info=error)
    return told("failed", 500, FAILED)


@contextmanager
def one_sentence(raised: Callable[[str], Exception]) -> Iterator[None]:
    """Whatever goes wrong inside is `raised` of the sentence that is told, for callers by other ways than REST."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  # the caller gets one sentence, whatever happened
        raise raised(str(fault_json(error)["error"]["message"])) from None


def of_form(_: Request, error: Exception) -> JSONResponse:
    """What is not of the form asked for (RequestValidationError); the first fault is told, and nothing that was sent."""
    # Pydantic's own words repeat what was sent, however long it is.
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": (), "msg": "Not of the form"}
    where = ".".join(str(part) for part in first["loc"][1:])[:200]
    sentence = f"{where}: {first['msg']}." if where else f"{first['msg']}."
    return JSONResponse(told("bad_form", 422, sentence), 422)


def of_nothing(_: Request, __: Exception) -> JSONResponse:
    """What is asked for is not there."""
    return JSONResponse(told("http", 404, "There is nothing here."), 404)


def add_handlers(app: FastAPI) -> None:
    """Have `app` answer errors in that form."""

    @app.exception_handler(AssistantError)
    @app.exception_handler(Busy)
    def of_engine(_: Request, error: Exception) -> JSONResponse:
        headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else None
        fault = fault_json(error)
        return JSONResponse(fault, int(fault["error"]["code"]), headers)

    @app.exception_handler(Exception)
    def of_ours(_: Request, __: Exception) -> JSONResponse:  # whom it is raised to logs it
        return JSONResponse(told("failed", 500, FAILED), 500)

    app.add_exception_handler(RequestValidationError, of_form)

    @app.exception_handler(HTTPException)
    def of_http(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse(told("http", error.status_code, error.detail), error.status_code, error.headers)


def told(kind: str, status: int, sentence: str) -> dict[str, dict[str, str | int]]:
    """The form of an error."""
    return {"error": {"message": sentence, "type": kind, "code": status}}
