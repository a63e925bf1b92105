"""REST over a real server with toy models: whole answers, errors in one form, events to a real curl, the OpenAPI text fuzzed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pydantic import TypeAdapter
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from assistant import Assistant
from assistant.api.pool import Places, Pool
from assistant.article_report import article_json, article_markdown, article_page
from assistant.check_forms import check_json
from assistant.evaluation import answer_json
from assistant.export import FORMATS, export
from assistant.filters.selection import EVERYTHING
from assistant.json_forms import comparison_json, document_json, search_json
from assistant.types import Citation
from assistant.web import Rules
from tests.serving import serving, toy_assistant

QUESTION = "Where does the river Kura flow?"
CITATION = TypeAdapter(Citation).json_schema(mode="serialization")


@pytest.fixture(scope="module")
def toy_engine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return toy_assistant(tmp_path_factory.mktemp("rest"))


@pytest.fixture(scope="module")
def api(toy_engine: Assistant) -> Iterator[httpx.Client]:
    with serving(toy_engine, Rules(a_minute=100_000)) as address, httpx.Client(base_url=address) as client:
        yield client


def untimed(form: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from JSON, without the seconds it took."""
    return {k: v for k, v in json.loads(json.dumps(form)).items() if k != "seconds"}


def test_calls_give_what_the_engine_gives(api: httpx.Client, toy_engine: Assistant) -> None:
    asked = api.post("/api/ask", json={"question": QUESTION}).json()
    assert untimed(asked) == untimed(answer_json(toy_engine.ask(QUESTION)))
    assert asked["citations"][0]["quote"] == "The river Kura flows east. It is 1,515 km long."
    checked = api.post("/api/check", json={"quote": "The city lies by the lake."}).json()
    assert checked == json.loads(json.dumps(check_json(toy_engine.check("The city lies by the lake."))))
    compared = api.post("/api/compare", json={"question": "What of the bridge?"}).json()
    assert untimed(compared) == untimed(comparison_json(toy_engine.compare("What of the bridge?")))
    found = api.post("/api/search", json={"query": "river", "k": 1}).json()
    assert [(f["document"], f["text"][:9]) for f in found["passages"]] == [("a.txt", "The river")]
    assert found == json.loads(json.dumps(search_json(toy_engine, "river", 1, EVERYTHING)))
    assert api.get("/api/documents/b.txt").json() == json.loads(json.dumps(document_json(toy_engine.document("b.txt"))))


def test_documents_are_listed_in_parts_and_spans_are_exact(api: httpx.Client, toy_engine: Assistant) -> None:
    listed = api.get("/api/documents", params={"offset": 1, "limit": 1}).json()
    assert (listed["total"], [d["name"] for d in listed["documents"]]) == (3, ["b.txt"])
    span = api.get("/api/span", params={"document": "a.txt", "start": 4, "end": 14}).json()
    document = toy_engine.document("a.txt")
    assert span == {
        "document": "a.txt",
        "sha256": document.sha256,
        "start": 4,
        "end": 14,
        "text": "river Kura",
        "characters": len(document.text),
    }


def test_a_damaged_document_is_left_out_of_lists_and_said(tmp_path: Path) -> None:
    engine = toy_assistant(tmp_path)
    with sqlite3.connect(tmp_path / "index" / "store.sqlite") as connection:
        connection.execute("UPDATE documents SET text = CAST('broken' AS BLOB) WHERE name = 'a.txt'")
    why = "a.txt: its stored text no longer matches its SHA-256, so nothing in it is quoted; run `assistant index` on its folder again."
    with serving(engine) as address, httpx.Client(base_url=address) as client:
        found = client.post("/api/search", json={"query": "river"}).json()
        listed = client.get("/api/documents").json()
    assert ({f["document"] for f in found["passages"]}, found["withheld"]) == ({"b.txt", "c.txt"}, [why])
    names = [d["name"] for d in listed["documents"]]
    assert (listed["total"], names, listed["withheld"]) == (3, ["b.txt", "c.txt"], [why])


def test_a_batch_is_a_line_each_and_an_evaluation_its_measures(api: httpx.Client) -> None:
    questions = [{"question": QUESTION, "id": "a"}, {"question": "?!"}, {"question": "Was the bridge closed?"}]
    lines = [json.loads(line) for line in api.post("/api/batch", json={"questions": questions}).text.splitlines()]
    assert [(line["id"], line["abstained"]) for line in lines] == [("a", False), ("2", True), ("3", False)]
    assert lines[1]["reason"] == "The question has no word in it; ask in words."
    gold = [{"document": "a.txt", "start": 0, "end": 26}]
    known = [{"question": QUESTION, "answerable": True, "gold": gold}]
    report = api.post("/api/eval", json={"questions": known}).json()
    assert (report["summary"]["hit@1"], report["summary"]["verbatim"]) == (1.0, 1.0)
    assert [r["id"] for r in report["results"]] == ["1"]
    assert api.post("/api/eval", json={"questions": questions}).status_code == 400


def test_filters_hold_and_history_is_heard(api: httpx.Client) -> None:
    silent = api.post("/api/ask", json={"question": QUESTION, "filters": {"documents": ["b.txt"]}}).json()
    assert (silent["abstained"], silent["outside"]) == (True, True)
    followed = api.post("/api/ask", json={"question": "And how long is it?", "history": [QUESTION]}).json()
    assert followed["standalone_question"] != "And how long is it?"


def test_quotes_come_in_the_forms_people_cite(api: httpx.Client, toy_engine: Assistant) -> None:
    for form in FORMATS:
        asked = api.post(f"/api/ask?format={form}", json={"question": QUESTION})
        checked = api.post(f"/api/check?format={form}", json={"quote": "The city lies by the river."})
        assert asked.headers["content-type"] == checked.headers["content-type"] == "text/plain; charset=utf-8"
        assert checked.text == export(toy_engine.check("The city lies by the river."), form, toy_engine)
        if form != "bundle":  # which tells how long it took
            assert asked.text == export(toy_engine.ask(QUESTION), form, toy_engine)
    refused = api.post("/api/ask?format=pdf", json={"question": QUESTION})
    assert (refused.status_code, refused.json()["error"]["message"][:29]) == (400, "There is no format 'pdf'; the")


ARTICLE = (
    "“The mountain is low,” said Ann Lee.\n\n> Nobody lives there.\n\nA “so-called” <script>alert(1)</script> river.\n"
)


def test_an_article_is_reported_as_the_command_does(api: httpx.Client, toy_engine: Assistant) -> None:
    found = toy_engine.check_article(ARTICLE)
    assert found.article.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    told = api.post("/api/article", json={"text": ARTICLE})
    assert told.json() == json.loads(json.dumps(article_json(found)))
    assert told.json()["counts"] == {"exact": 1, "altered": 1, "not judged": 1}
    for form, report in (("markdown", article_markdown(found)), ("html", article_page([found]))):
        given = api.post(f"/api/article?format={form}", json={"text": ARTICLE})
        assert given.headers["content-type"] == "text/plain; charset=utf-8"
        assert given.text == report
    assert api.post("/api/article?format=pdf", json={"text": ARTICLE}).status_code == 422


def test_articles_hold_places_as_batches_do(toy_engine: Assistant) -> None:
    places = Places(asks=Pool(workers=1, waiting=9))
    with serving(toy_engine, places=places) as address, httpx.Client(base_url=address) as client:
        with places.asks.long_run(), places.asks.long_run():
            refused = client.post("/api/article", json={"text": ARTICLE})
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert client.post("/api/article", json={"text": ARTICLE}).status_code == 200
        assert places.taken == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("POST", "/api/article", {"text": " “…” "}, 400, "There is no word in the article."),
        ("POST", "/api/article", {"text": "w" * 200_001}, 422, "text: String should have at most 200000 characters."),
        ("POST", "/api/article", {"text": "“so so so” " * 2_001}, 400, "The article has 2,001 quotations; 2,000 are"),
        ("POST", "/api/article", {"quote": "so"}, 422, "text: Field required."),
        ("POST", "/api/ask", {"question": "?"}, 400, "The question has no word in it; ask in words."),
        ("POST", "/api/ask", {}, 422, "question: Field required."),
        ("POST", "/api/ask", {"question": "a", "filter": 1}, 422, "filter: Extra inputs are not permitted."),
        (
            "POST",
            "/api/ask",
            {"question": "a", "filters": {"said_from": "soon"}},
            400,
            "“soon” is no day of the calendar",
        ),
        ("POST", "/api/search", {"query": "river", "k": 0}, 422, "k: Input should be greater than or equal to 1."),
        ("GET", "/api/documents/none.txt", None, 404, "There is no document called 'none.txt' in the index."),
        ("GET", "/api/span?document=a.txt&start=5&end=5", None, 400, "5 to 5 is no span of 1 to 20,000 characters."),
        ("GET", "/api/span?document=a.txt&start=5&end=999", None, 400, "a.txt has 64 characters, so none up to 999."),
    ],
)
def test_bad_input_is_one_sentence(
    api: httpx.Client, method: str, path: str, body: object, status: int, message: str
) -> None:
    answered = api.request(method, path, json=body)
    error = answered.json()["error"]
    assert (answered.status_code, error["code"]) == (status, status)
    assert error["message"].startswith(message)


def test_a_huge_field_is_refused_without_being_repeated(api: httpx.Client) -> None:
    refused = api.post("/api/ask", json={"question": "w" * 200_000})
    assert (refused.status_code, len(refused.content) < 300) == (422, True)


def test_a_broken_character_is_no_fault(api: httpx.Client) -> None:
    sent = b'{"question": "river \\ud800 \\u0000 Kura"}'
    answered = api.post("/api/ask", content=sent, headers={"content-type": "application/json"})
    assert (answered.status_code, answered.json()["question"]) == (200, "river \ufffd \ufffd Kura")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_hears_the_events(api: httpx.Client, toy_engine: Assistant) -> None:
    def events(question: str, **filters: object) -> list[list[str]]:
        command = ["curl", "--no-progress-meter", "--no-buffer", f"{api.base_url}/api/ask"]
        command += [
            "-d",
            json.dumps({"question": question, "filters": filters}),
            "-H",
            "Content-Type: application/json",
        ]
        command += ["-H", "Accept: text/event-stream"]
        said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout
        return [block.splitlines() for block in said.replace("\r", "").strip().split("\n\n")]

    def data(event: list[str]) -> Any:
        return json.loads(event[1].removeprefix("data: "))

    heard, answer = events(QUESTION), toy_engine.ask(QUESTION)
    assert [e[0] for e in heard] == ["event: state", *["event: citation"] * len(answer.citations), "event: answer"]
    assert data(heard[1]) == json.loads(json.dumps(asdict(answer.citations[0])))
    assert untimed(data(heard[-1])) == untimed(answer_json(answer))
    failed = events(QUESTION, documents=["none.txt"])
    assert [e[0] for e in failed] == ["event: state", "event: error"]
    assert data(failed[1])["error"]["message"].startswith("There is no document called “none.txt”")


def test_citations_have_one_form_everywhere(api: httpx.Client) -> None:
    described = api.get("/api/openapi.json").json()["components"]["schemas"]["Citation"]
    assert described["properties"] == {  # FastAPI drops defaults of null
        name: {k: v for k, v in kind.items() if (k, v) != ("default", None)}
        for name, kind in CITATION["properties"].items()
    }
    assert described["required"] == CITATION["required"]
    asked = api.post("/api/ask", json={"question": QUESTION}).json()
    checked = api.post("/api/check", json={"quote": "The city lies by the lake."}).json()
    compared = api.post("/api/compare", json={"question": "What of the bridge?"}).json()
    completed = api.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": QUESTION}]}).json()
    entries = [entry for group in compared["groups"] for entry in group["entries"]]
    cited = [*asked["citations"], *checked["matches"], *entries, *completed["choices"][0]["message"]["citations"]]
    assert len(cited) >= 4
    for citation in cited:
        jsonschema.validate(citation, CITATION)


def test_the_description_needs_nothing_from_elsewhere(api: httpx.Client) -> None:
    page = api.get("/api", headers={"accept": "text/html"})
    assert "<script" not in page.text
    assert "http://" not in page.text + api.get("/api/openapi.json").text
    assert "https://" not in page.text
    for path in api.get("/api/openapi.json").json()["paths"]:
        assert path in page.text


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_description_fuzzed_finds_no_fault_of_ours(api: httpx.Client, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_url(f"{api.base_url}/api/openapi.json")
    named = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
    checks = CHECKS.get_by_names(named)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:
        if mode == GenerationMode.POSITIVE or operation.method == "post":  # any name may be that of a document

            @settings(
                max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def fuzz(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=checks)

            fuzz()
