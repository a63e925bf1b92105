"""`assistant mcp`: the engine as tools for language models, over stdin and stdout."""

from __future__ import annotations

import argparse

from assistant.assistant import Assistant
from assistant.cli.command import Commands, command


def add(commands: Commands) -> None:
    """The command `mcp`."""
    command(
        commands, "mcp", _mcp, "offer ask, search, check_quote and read_span as MCP tools over stdio", as_json=False
    )


def _mcp(args: argparse.Namespace) -> int:
    from assistant.api.tools import serve_stdio  # a second to import, needed by no other command

    serve_stdio(Assistant.open(args.index))
    return 0
