"""The guard over a real server: probes of paths, hosts, origins, log-ins and sizes; figures and the audit log."""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from assistant import Assistant
from assistant.api import rest
from assistant.api.pool import Places, Pool
from assistant.errors import BadInput
from assistant.web import Access, AuditLog, Rules
from assistant.web.guard import LARGEST_BODY
from assistant.web.meters import Meters
from tests.serving import serving, toy_assistant

SECRET = "correct horse battery"
ASK = json.dumps({"question": "Where does the river Kura flow?"}).encode()
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guard")


@pytest.fixture(scope="module")
def toy_engine(folder: Path) -> Assistant:
    return toy_assistant(folder)


@pytest.fixture(scope="module")
def open_house(toy_engine: Assistant, folder: Path) -> Iterator[str]:
    with serving(toy_engine, Rules(a_minute=100_000, audit=AuditLog(folder / "audit.jsonl"))) as address:
        yield address


@pytest.fixture(scope="module")
def locked(toy_engine: Assistant, folder: Path) -> Iterator[str]:
    (folder / "who").write_text(f"ann:{SECRET}\n", encoding="utf-8")
    rules = Rules(access=Access.read(folder / "who"), audit=AuditLog(folder / "full.jsonl", texts=True))
    with serving(toy_engine, rules) as address:
        yield address


def probe(
    address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    """Asked without any client mending the path or the headers; one given as "" is left out."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        if value:
            connection.putheader(name.replace("_", "-"), value)
    if body is not None and "transfer_encoding" not in headers:
        connection.putheader("Content-Length", headers.get("content_length", str(len(body))))
    connection.endheaders(body)
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, told, text


def noted(log: Path, last: int, **what: object) -> list[dict[str, object]]:
    """The `last` rows of the audit log, once the very last has `what`: a row is written when the answer has gone."""
    deadline = time.monotonic() + 10
    while True:
        rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        if (rows and what.items() <= rows[-1].items()) or time.monotonic() > deadline:
            return rows[-last:]
        time.sleep(0.01)


PATHS = [
    "/../etc/passwd",
    "/assets/../../../etc/passwd",
    "/assets/..%2f..%2f..%2fetc%2fpasswd",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/assets/%5c..%5c..%5cetc%5cpasswd",
    "/assets//etc/passwd",
    "/api/documents/..%2f..%2fetc%2fpasswd",
    "/api/documents/%2fetc%2fpasswd",
    "/api/documents/%00",
    "/api/documents/a.txt%00.html",
    "/api/span?document=/etc/passwd&start=0&end=9",
    "/api/span?document=a.txt&start=-5&end=9",
    "/api/span?document=a.txt&start=0&end=99999999999999999999",
    "/api/documents?offset=-1",
    "/api/documents?limit=1000000",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=pyproject.toml",
    "/gradio_api/file%3D/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/file=/etc/passwd",
    "/gradio_api/proxy=http://example.invalid/",
    "/proxy=http://example.invalid/",
    "/gradio_api/stream/a/b/c/playlist.m3u8",
    "/gradio_api/deep_link",
    "/gradio_api/runs",
    "/gradio_api/openapi.json",
    "/gradio_api/token",
    "/custom_component/x/y/z/w",
    "/svelte/../../etc/passwd",
    "/monitoring",
    "/login",
    "/logout?next=//example.invalid",
    "/docs",
    "/redoc",
    "/openapi.json",
    "/.git/config",
    "/.env",
    "//example.invalid/..",
    "/http://example.invalid/",
    "/v1/files",
    "/v1/../metrics/..",
    "/mcp/../etc",
    "/robots.txt",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_had_by_its_path(open_house: str, path: str) -> None:
    status, headers, text = probe(open_house, path)
    assert 400 <= status < 500
    assert "location" not in headers
    assert "root:" not in text
    assert "[project]" not in text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/gradio_api/upload", 404),
        ("POST", "/gradio_api/component_server", 404),
        ("POST", "/gradio_api/reset", 404),
        ("POST", "/login", 404),
        ("PUT", "/api/ask", 405),
        ("DELETE", "/api/documents/a.txt", 404),
        ("PATCH", "/", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/api/ask", 405),
        ("CONNECT", "/", 405),
        ("GET", "/api/ask", 404),
        ("DELETE", "/mcp", 405),
    ],
)
def test_nothing_is_had_by_its_method(open_house: str, method: str, path: str, status: int) -> None:
    assert probe(open_house, path, method)[0] == status


@pytest.mark.parametrize(
    "host",
    [
        "example.invalid",
        "127.0.0.1.example.invalid",
        "example.invalid@127.0.0.1",
        "",
        "169.254.169.254",
        "[::2]",
        "a b",
        "[",
        ":80",
    ],
)
def test_another_host_is_refused(open_house: str, host: str) -> None:
    assert probe(open_house, "/healthz", host=host)[0] == 400
    assert probe(open_house, "/", host=host)[0] == 400


@pytest.mark.parametrize(
    "origin",
    [
        "http://example.invalid",
        "null",
        "https://127.0.0.1.example.invalid",
        "file://",
        "http://localhost:1",
        "http://[",
        "",
    ],
)
def test_a_page_of_another_host_may_not_ask(open_house: str, origin: str) -> None:
    for path, body in (
        ("/api/ask", ASK),
        ("/v1/chat/completions", ASK),
        ("/mcp", ASK),
        ("/gradio_api/queue/join", b"{}"),
    ):
        status = probe(open_house, path, "POST", body, origin=origin or "x", content_type="application/json")[0]
        assert status == 403, path
    same = probe(open_house, "/api/ask", "POST", ASK, origin=open_house, content_type="application/json")
    assert same[0] == 200
    assert "access-control-allow-origin" not in same[1]


def test_forwarded_names_change_nothing(open_house: str) -> None:
    _, _, plain = probe(open_house, "/config")
    _, _, misled = probe(
        open_house, "/config", x_forwarded_host="example.invalid", x_gradio_server="http://example.invalid"
    )
    assert "example.invalid" not in misled
    assert len(plain) == len(misled)


def test_a_form_of_another_kind_is_not_read(open_house: str) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert probe(open_house, "/api/ask", "POST", ASK, content_type=kind)[0] == 422


def test_too_much_or_too_odd_a_size_is_refused(open_house: str) -> None:
    assert (
        probe(open_house, "/api/ask", "POST", b"x" * (LARGEST_BODY + 1), **{"content_type": "application/json"})[0]
        == 413
    )
    assert probe(open_house, "/api/ask", "POST", b"", content_length="99999999999999")[0] == 413
    assert probe(open_house, "/api/ask", "POST", b"", content_length="-1")[0] == 400  # uvicorn's own
    chunked = b"".join(b"%x\r\n%s\r\n" % (65536, b"x" * 65536) for _ in range(5)) + b"0\r\n\r\n"
    refused = probe(open_house, "/api/ask", "POST", chunked, transfer_encoding="chunked")
    assert (refused[0], json.loads(refused[2])["error"]["message"]) == (413, "At most 256 KiB may be sent.")


DEEP = b"[" * 100_000
SENT = [
    ("/api/ask", DEEP),
    ("/api/ask", b'{"question": ' + DEEP + b"]" * 100_000 + b"}"),
    ("/api/ask", b'{"question": "\xff\xfe"}'),
    ("/api/ask", b"\x1f\x8b\x08\x00"),
    ("/api/ask", json.dumps({"question": "river", "history": ["river"] * 61}).encode()),
    ("/api/ask", json.dumps({"question": "river"} | {f"f{n}": n for n in range(9_000)}).encode()),
    ("/api/search", b'{"query": "river", "k": ' + b"9" * 5_000 + b"}"),
    ("/api/search", b'{"query": "river", "k": NaN}'),
    ("/api/batch", json.dumps({"questions": [{"question": "river"}] * 201}).encode()),
    ("/api/article", json.dumps({"text": "“so so so” " * 3_000}).encode()),
    ("/v1/chat/completions", DEEP),
    ("/mcp", DEEP),
    ("/mcp", b'{"jsonrpc": "\xff\xfe"}'),
    ("/gradio_api/queue/join", DEEP),
    ("/gradio_api/run/nothing", b'{"data": []}'),
    ("/gradio_api/call/nothing", b'{"data": []}'),
]


@pytest.mark.parametrize(("path", "body"), SENT)
def test_what_is_sent_breaks_nothing(open_house: str, path: str, body: bytes) -> None:
    accept = "application/json, text/event-stream"
    status, _, text = probe(open_house, path, "POST", body, content_type="application/json", accept=accept)
    assert 400 <= status < 500
    assert len(text) < 1_000  # and repeats nothing of it


HEADS = {
    "two hosts": b"GET / HTTP/1.1\r\nHost: {here}\r\nHost: example.invalid\r\n\r\n",
    "no host": b"GET / HTTP/1.0\r\n\r\n",
    "another's address": b"GET http://example.invalid/ HTTP/1.1\r\nHost: {here}\r\n\r\n",
    "the cloud's address": b"GET http://169.254.169.254/latest/meta-data HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
    "two lengths": b"POST /api/ask HTTP/1.1\r\nHost: {here}\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}abc",
    "a length and pieces": b"POST /api/ask HTTP/1.1\r\nHost: {here}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "packed pieces": b"POST /api/ask HTTP/1.1\r\nHost: {here}\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: {here}\r\nX: " + b"x" * 80_000 + b"\r\n\r\n",
    "a long address": b"GET /?" + b"x" * 80_000 + b" HTTP/1.1\r\nHost: {here}\r\n\r\n",
    "a broken method": b"G@T / HTTP/1.1\r\nHost: {here}\r\n\r\n",
    "a broken header": b"GET / HTTP/1.1\r\nHost: {here}\r\nX: a\0b\r\n\r\n",
    "a header with a blank": b"GET / HTTP/1.1\r\nHost : {here}\r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_an_odd_head_is_refused(open_house: str, head: bytes) -> None:
    where = urlsplit(open_house)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as connection:
        connection.sendall(head.replace(b"{here}", where.netloc.encode()))
        answered = connection.recv(1_000)
    assert re.match(rb"HTTP/1\.1 4\d\d ", answered)


def test_a_socket_of_another_kind_is_closed(open_house: str) -> None:
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec_websocket_version": "13",
        "sec_websocket_key": "eA==",
    }
    assert probe(open_house, "/gradio_api/ws", **upgrade)[0] == 404


LOCKED = [
    "/",
    "/api",
    "/api/documents",
    "/api/openapi.json",
    "/v1/models",
    "/metrics",
    "/config",
    "/assets/x.js",
    "/gradio_api/info",
]


@pytest.mark.parametrize("path", LOCKED)
def test_everything_but_its_health_wants_a_login(locked: str, path: str) -> None:
    status, headers, text = probe(locked, path)
    assert (status, headers["www-authenticate"]) == (401, 'Basic realm="assistant", charset="UTF-8"')
    assert json.loads(text)["error"]["message"] == "Log in with your name and secret, or send your token."
    assert probe(locked, "/healthz")[::2] == (200, '{"status":"ok"}')
    basic = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()
    assert probe(locked, path, authorization=basic)[0] in (200, 404)
    assert probe(locked, path, authorization=f"Bearer {SECRET}")[0] in (200, 404)


def test_guessing_secrets_ends_soon_and_each_is_noted(locked: str, folder: Path) -> None:
    said = [probe(locked, "/api/documents", authorization=f"Bearer guess-number-{n}")[:2] for n in range(8)]
    statuses = [status for status, _ in said]
    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    assert said[-1][1]["retry-after"] == "60"
    probe(locked, "/none")
    rows = noted(folder / "full.jsonl", 9, path="/none")
    assert [row["status"] for row in rows] == [*statuses, 404]
    assert {row["client"] for row in rows} == {"127.0.0.1"}
    assert SECRET not in (folder / "full.jsonl").read_text(encoding="utf-8")


def test_the_audit_log_holds_no_questions_unless_wanted(open_house: str, toy_engine: Assistant, folder: Path) -> None:
    probe(open_house, "/api/ask", "POST", ASK, content_type="application/json")
    (row,) = noted(folder / "audit.jsonl", 1, path="/api/ask", status=200)
    assert {k: v for k, v in row.items() if k not in ("time", "seconds")} == {
        "client": "127.0.0.1",
        "method": "POST",
        "path": "/api/ask",
        "status": 200,
        "bytes": len(ASK),
    }
    assert (folder / "audit.jsonl").stat().st_mode & 0o777 == 0o600
    assert "Kura" not in (folder / "audit.jsonl").read_text(encoding="utf-8")
    with serving(toy_engine, Rules(audit=AuditLog(folder / "texts.jsonl", texts=True))) as address:
        httpx.post(f"{address}/api/ask", content=ASK, headers=JSON)
    assert noted(folder / "texts.jsonl", 1, status=200)[0]["sent"] == ASK.decode()
    with pytest.raises(BadInput, match="cannot be written"):
        AuditLog(folder)


def test_figures_count_what_was_asked_and_tell_no_text(open_house: str) -> None:
    probe(open_house, "/api/ask", "POST", ASK, content_type="application/json")
    probe(open_house, "/api/documents/secret-name.txt")
    status, headers, text = probe(open_house, "/metrics")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert 'assistant_requests_total{face="/api/ask",status="200"}' in text
    assert 'assistant_requests_total{face="/api/documents",status="404"}' in text
    assert "assistant_engine_calls 0.0" in text
    assert "secret-name" not in text
    assert "Kura" not in text


def test_each_call_of_the_api_has_its_face(toy_engine: Assistant) -> None:
    places = Places()
    for route in rest.router(toy_engine, places).routes:
        path, _, _ = route.path.partition("/{")  # type: ignore[attr-defined]
        meters = Meters(places)
        meters.request(f"{path}/a.txt", 200, 0.0)
        assert f'assistant_requests_total{{face="{path}",status="200"}} 1.0' in meters.text().decode()
    places.close()


def test_who_asks_too_often_waits(toy_engine: Assistant) -> None:
    with serving(toy_engine, Rules(a_minute=20)) as address:
        statuses = [httpx.get(f"{address}/v1/models").status_code for _ in range(7)]
        assert statuses == [200] * 5 + [429] * 2
        refused = httpx.get(f"{address}/v1/models")
        assert 1 <= int(refused.headers["retry-after"]) <= 3
        assert httpx.get(f"{address}/healthz").status_code == 200


def test_who_has_no_login_asks_on_the_rate_of_the_address(toy_engine: Assistant) -> None:
    with serving(toy_engine, Rules(access=Access.read(None, SECRET), a_minute=20)) as address:
        said = [probe(address, path)[:2] for path in ("/api/documents", "/assets/x.js") * 3]
        assert [status for status, _ in said] == [401] * 5 + [429]
        assert 1 <= int(said[-1][1]["retry-after"]) <= 3
        assert probe(address, "/api/documents", authorization=f"Bearer {SECRET}")[0] == 200


def test_overload_is_told_and_passes(toy_engine: Assistant) -> None:
    places, go = Places(asks=Pool(workers=1, waiting=2)), threading.Event()
    slow = Assistant(toy_engine.index, lambda: toy_engine.reranker, lambda: toy_engine.judge)
    slow.ask = lambda *a: (go.wait(20), toy_engine.ask(*a))[1]  # type: ignore[method-assign]
    with (
        serving(slow, Rules(a_minute=100_000), places) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        statuses: list[int] = []

        def ask() -> None:
            statuses.append(httpx.post(f"{address}/api/ask", content=ASK, headers=JSON, timeout=30).status_code)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 10
        while places.taken < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        refused = [
            client.post("/api/ask", content=ASK, headers=JSON),
            client.post("/api/ask", content=ASK, headers=JSON | {"Accept": "text/event-stream"}),
            client.post(
                "/v1/chat/completions", json={"messages": [{"role": "user", "content": "river"}], "stream": True}
            ),
            client.post("/api/batch", json={"questions": [{"question": "river"}]}),
        ]
        assert [(r.status_code, r.headers["retry-after"], r.json()["error"]["type"]) for r in refused] == [
            (503, "1", "busy")
        ] * 4
        assert client.get("/healthz").status_code == 200
        assert client.post("/api/search", json={"query": "river"}).status_code == 200  # need not wait behind them
        go.set()
        for thread in threads:
            thread.join()
        assert statuses == [200, 200, 200]
        assert client.post("/api/ask", content=ASK, headers=JSON).status_code == 200
        assert places.taken == 0


def test_a_fault_of_ours_is_one_sentence(toy_engine: Assistant) -> None:
    faulty = Assistant(toy_engine.index, lambda: toy_engine.reranker, lambda: toy_engine.judge)

    def fail(*_: object) -> None:
        raise RuntimeError("/secret/path")

    faulty.ask = fail  # type: ignore[assignment, method-assign]
    sentence = "Something went wrong while answering, so nothing is shown; please ask again."
    with serving(faulty) as address, httpx.Client(base_url=address) as client:
        plain = client.post("/api/ask", content=ASK, headers=JSON)
        assert (plain.status_code, plain.json()["error"]["message"]) == (500, sentence)
        heard = client.post("/api/ask", content=ASK, headers=JSON | {"Accept": "text/event-stream"}).text
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "ask", "arguments": json.loads(ASK)},
        }
        tool = client.post("/mcp", json=call, headers={"Accept": "application/json, text/event-stream"}).json()
        assert sentence in heard
        assert tool["result"]["isError"]
        assert tool["result"]["content"][0]["text"] == f"Error executing tool ask: {sentence}"
        assert "/secret/path" not in plain.text + heard + json.dumps(tool)


def test_a_body_that_never_comes_is_given_up(open_house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.guard.SLOWEST_BODY", 0.2)
    where = urlsplit(open_house)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as connection:
        head = f"POST /api/ask HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 10\r\n\r\nabc"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")
