"""Gradio's own client against the page, with and without a log-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError

from assistant import Assistant, Filters, Turn
from assistant.check_forms import check_json
from assistant.evaluation import answer_json
from assistant.web import Access, Rules
from tests.serving import serving, toy_assistant

QUESTION = "Where does the river Kura flow?"
TOKEN = {"Authorization": "Bearer a-token-for-programs"}


@pytest.fixture(scope="module")
def toy_engine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return toy_assistant(tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="module")
def address(toy_engine: Assistant) -> Iterator[str]:
    with serving(toy_engine, Rules(access=Access.read(None, "a-token-for-programs"))) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str, tmp_path_factory: pytest.TempPathFactory) -> Client:
    downloads: Path = tmp_path_factory.mktemp("downloads")
    return Client(address, headers=TOKEN, verbose=False, download_files=str(downloads), analytics_enabled=False)


def untimed(form: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in json.loads(json.dumps(form)).items() if k != "seconds"}


def test_it_gets_what_the_engine_gives(client: Client, toy_engine: Assistant) -> None:
    assert sorted(client.view_api(print_info=False, return_format="dict")["named_endpoints"]) == [
        "/ask",
        "/check_quote",
    ]
    asked = client.predict(QUESTION, [], {}, api_name="/ask")
    assert untimed(asked) == untimed(answer_json(toy_engine.ask(QUESTION)))
    followed = client.predict("And how long is it?", [QUESTION], {"documents": ["a.txt"]}, api_name="/ask")
    within = Filters(documents=("a.txt",))
    assert untimed(followed) == untimed(
        answer_json(toy_engine.ask("And how long is it?", [Turn("user", QUESTION)], within))
    )
    checked = client.predict("The city lies by the lake.", None, api_name="/check_quote")
    assert checked == json.loads(json.dumps(check_json(toy_engine.check("The city lies by the lake."))))


def test_bad_input_is_one_sentence(client: Client) -> None:
    with pytest.raises(AppError, match=r"^The question has no word in it; ask in words\.$"):
        client.predict("?", [], {}, api_name="/ask")
    with pytest.raises(AppError, match=r"^There is no filter called “who”"):
        client.predict(QUESTION, [], {"who": "x"}, api_name="/ask")


def test_a_file_is_no_question(address: str) -> None:
    given = {"path": "/etc/passwd", "url": "http://example.invalid/", "meta": {"_type": "gradio.FileData"}}
    for name, data in (("ask", [given, [], {}]), ("ask", ["Where?", [given], {}]), ("check_quote", [given, None])):
        told = httpx.post(f"{address}/gradio_api/run/{name}", json={"data": data}, headers=TOKEN).json()
        assert told["error"] == "Questions, quotes and speakers are texts; something else was sent."


def test_without_the_token_it_gets_nothing(address: str) -> None:
    with pytest.raises(AuthenticationError, match="credentials were not provided"):
        Client(address, verbose=False, analytics_enabled=False)
