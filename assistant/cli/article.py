"""`assistant article`: every quotation in a file, held against the documents, as text, JSON, Markdown or HTML."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from assistant.article_report import article_json, article_markdown, article_page, headline
from assistant.assistant import Assistant
from assistant.cli.check import told
from assistant.cli.command import Commands, command
from assistant.cli.read import documents_of
from assistant.cli.text import one_line
from assistant.errors import BadInput
from assistant.types import ArticleCheck


def add(commands: Commands) -> None:
    """The command `article`."""
    text = "is every quotation of an article true to the documents? exit code 1 if one isn't"
    parser = command(commands, "article", _article, text, as_json=False)
    parser.add_argument("file", type=Path, help="the article, in any format that `assistant read` reads")
    form = parser.add_mutually_exclusive_group()
    for name in ("json", "markdown", "html"):
        form.add_argument(
            f"--{name}",
            dest="form",
            action="store_const",
            const=name,
            help=f"the report as {name.upper() if name != 'markdown' else 'Markdown'}",
        )
    parser.add_argument("--output", type=Path, metavar="FILE", help="where the report goes (default: stdout)")


def _article(args: argparse.Namespace) -> int:
    read = documents_of(args.file).documents
    if not read:
        return 2
    assistant = Assistant.open(args.index)
    found = [assistant.check_article(document) for document in read]
    report = _report(found, args.form)
    if args.output:
        try:
            args.output.write_text(report, encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise BadInput(f"{args.output} cannot be written ({error.strerror}).") from error
        for one in found:
            print(f"{one_line(one.article.name)}: {headline(one)}")
    else:
        print(report, end="")
    return 0 if all(one.true for one in found) else 1


def _report(found: Sequence[ArticleCheck], form: str | None) -> str:
    if form == "json":
        records = [article_json(one) for one in found]
        value = records[0] if len(records) == 1 else {"articles": records}
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        return article_page(found)
    return "\n".join(article_markdown(one) if form == "markdown" else _text(one) for one in found)


def _text(found: ArticleCheck) -> str:
    """The report for people at a terminal."""
    lines = [f"{one_line(found.article.name)}: {headline(found)}"]
    for number, quote in enumerate(found.quotes, 1):
        who = f", attributed to {one_line(quote.speaker)}" if quote.speaker else ""
        words = one_line(" ".join(quote.words.split()))
        lines.append(f"\n{number}. “{words}” [{quote.start}:{quote.end}]{who}")
        lines.append(told(quote.check) if quote.check else f"Not judged: {one_line(quote.reason or '')}.")
    return "\n".join(lines) + "\n"
