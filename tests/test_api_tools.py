"""The tools, asked by the official MCP client over HTTP and over stdio."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult
from pydantic import TypeAdapter

from assistant import Assistant
from assistant.types import Citation
from tests.serving import serving, toy_assistant
from tests.toys import ROOT, SEEDS

QUESTION = "Where does the river Kura flow?"


@pytest.fixture(scope="module")
def toy_engine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return toy_assistant(tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="module")
def address(toy_engine: Assistant) -> Iterator[str]:
    with serving(toy_engine) as address:
        yield address


def over_http(address: str, *calls: tuple[str, dict[str, Any]]) -> list[CallToolResult]:
    async def scene() -> list[CallToolResult]:
        async with streamable_http_client(f"{address}/mcp") as (read, write, _):
            async with ClientSession(read, write) as session:
                await session.initialize()
                return [await session.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(scene())


def test_each_tool_gives_what_the_engine_gives(address: str, toy_engine: Assistant) -> None:
    asked, found, checked, span = over_http(
        address,
        ("ask", {"question": "And how long is it?", "history": [QUESTION]}),
        ("search", {"query": "river", "k": 1}),
        ("check_quote", {"quote": "The city lies by the lake."}),
        ("read_span", {"document": "a.txt", "start": 4, "end": 14}),
    )
    for result in (asked, found, checked, span):
        assert not result.isError
        assert result.structuredContent is not None
    answer = toy_engine.ask("Where does the river Kura flow?")
    (direct,) = over_http(address, ("ask", {"question": QUESTION}))
    assert direct.structuredContent is not None
    assert direct.structuredContent["citations"] == json.loads(json.dumps([asdict(c) for c in answer.citations]))
    for citation in [*direct.structuredContent["citations"], *checked.structuredContent["matches"]]:
        jsonschema.validate(citation, TypeAdapter(Citation).json_schema(mode="serialization"))
    assert asked.structuredContent["standalone_question"] != "And how long is it?"
    assert [f["document"] for f in found.structuredContent["passages"]] == ["a.txt"]
    assert checked.structuredContent["verdict"] == "altered"
    assert checked.structuredContent["matches"][0]["diff"] is not None
    assert span.structuredContent["text"] == "river Kura"


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("ask", {"question": "?"}, "The question has no word in it; ask in words."),
        (
            "read_span",
            {"document": "none.txt", "start": 0, "end": 9},
            "There is no document called 'none.txt' in the index.",
        ),
        (
            "read_span",
            {"document": "a.txt", "start": 0, "end": 30_000},
            "0 to 30000 is no span of 1 to 20,000 characters.",
        ),
        ("search", {"query": "river", "k": 0}, "greater than or equal to 1"),
    ],
)
def test_bad_input_is_an_error_in_one_sentence(
    address: str, tool: str, arguments: dict[str, Any], sentence: str
) -> None:
    (result,) = over_http(address, (tool, arguments))
    assert result.isError
    assert sentence in result.content[0].text  # type: ignore[union-attr]


def test_without_sessions_there_is_nothing_to_listen_to(address: str) -> None:
    refused = httpx.get(f"{address}/mcp", headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_over_stdio_with_the_command_itself(tmp_path: Path) -> None:
    Assistant.build([SEEDS / "004_7b9dd2cba2efc039.txt"], tmp_path / "index")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp", "--index", str(tmp_path / "index")],
        env={"PYTHONPATH": str(ROOT)},
    )

    async def scene() -> tuple[list[str], CallToolResult]:
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            assert all(tool.annotations and tool.annotations.readOnlyHint for tool in tools)
            found = await session.call_tool("ask", {"question": "How many days did Armenia delay its response?"})
            return [tool.name for tool in tools], found

    names, found = asyncio.run(scene())
    assert names == ["ask", "search", "check_quote", "read_span"]
    assert found.structuredContent is not None
    first = found.structuredContent["citations"][0]
    assert first["quote"] == "Thus, Armenia has delayed its response for 70 days."
    text = (SEEDS / first["document"]).read_text(encoding="utf-8")
    assert text[first["start"] : first["end"]] == first["quote"]
