"""The command line: parse, call, show. Exit codes: 0 done, 1 a gate failed or damage found, 2 bad usage or input.

Each command is added and run by a module of its own beside this one; here they are put together.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence

from assistant.cli import article, ask, chat, check, compare, evaluate, index, mcp, proof, read
from assistant.errors import AssistantError

WITH_COMMANDS = (index, read, ask, compare, check, article, proof, evaluate, chat, mcp)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):  # half a character of a broken file must not end a command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    parsed = _parser().parse_args(evaluate.spelled_out(given))
    try:
        return int(parsed.run(parsed))
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("assistant: stopped; what was finished is kept.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, `head` say, has seen enough
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant", description="Ask documents a question and get their own words, every quote proved."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in WITH_COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
