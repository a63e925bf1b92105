"""`assistant chat`: the chat page, with the API and the tools beside it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.command import Commands, command, positive
from assistant.errors import BadInput


def add(commands: Commands) -> None:
    """The command `chat`."""
    chat = command(
        commands, "chat", _chat, "open the chat page, and serve the API under /api, /v1 and /mcp", as_json=False
    )
    chat.add_argument(
        "--host",
        default="127.0.0.1",
        help="another than this machine's own needs --auth or a token (default: %(default)s)",
    )
    chat.add_argument("--port", type=positive, default=7860, help="(default: %(default)s)")
    chat.add_argument(
        "--auth",
        type=Path,
        metavar="FILE",
        help="who may ask: a “name:secret” a line; a token may stand in the variable ASSISTANT_TOKEN instead",
    )
    chat.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="a name or address it is called by; repeatable"
    )
    chat.add_argument(
        "--rate",
        type=positive,
        default=600,
        metavar="N",
        help="requests a minute of each caller (default: %(default)s)",
    )
    chat.add_argument(
        "--feedback",
        type=Path,
        default=Path("feedback.jsonl"),
        metavar="FILE",
        help="quotes that readers report as wrong go there, a question for an evaluation each (default: %(default)s)",
    )
    chat.add_argument("--read-only", action="store_true", help="the page adds, reviews and removes no documents")
    chat.add_argument("--audit", type=Path, metavar="FILE", help="note each request there, a JSON line each")
    chat.add_argument("--audit-texts", action="store_true", help="note what was sent, too: questions and quotes")


def _chat(args: argparse.Namespace) -> int:
    from assistant.web import LOOPBACK, TOKEN_VARIABLE, Access, AuditLog, Rules, serve  # Gradio: seconds to import

    def ready(url: str) -> None:
        print(f"Open {url} (Ctrl-C stops it).", flush=True)

    if args.audit_texts and not args.audit:
        raise BadInput("--audit-texts needs --audit FILE, where the texts go.")
    rules = Rules(
        hosts=tuple(dict.fromkeys((*LOOPBACK, args.host.lower(), *(name.lower() for name in args.name)))),
        access=Access.read(args.auth, os.environ.get(TOKEN_VARIABLE)),
        a_minute=args.rate,
        audit=AuditLog(args.audit, args.audit_texts) if args.audit else None,
        read_only=args.read_only,
    )
    serve(Assistant.open(args.index), args.host, args.port, rules=rules, feedback=args.feedback, ready=ready)
    return 0
