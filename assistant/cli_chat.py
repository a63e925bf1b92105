"""`assistant chat`: the chat page."""

from __future__ import annotations

import argparse

from assistant.assistant import Assistant
from assistant.cli_command import Commands, command, positive


def add(commands: Commands) -> None:
    """The command `chat`."""
    chat = command(commands, "chat", _chat, "open the chat page", as_json=False)
    chat.add_argument("--host", default="127.0.0.1", help="(default: %(default)s)")
    chat.add_argument("--port", type=positive, default=7860, help="(default: %(default)s)")


def _chat(args: argparse.Namespace) -> int:
    from assistant.web import serve  # Gradio: seconds to import, needed by no other command

    def ready(url: str) -> None:
        print(f"Open {url} (Ctrl-C stops it).", flush=True)

    serve(Assistant.open(args.index), args.host, args.port, ready=ready)
    return 0
