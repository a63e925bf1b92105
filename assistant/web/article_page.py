"""The tab that checks an article: pasted, or a file the browser reads; the report, and its files to keep."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

import gradio as gr

from assistant.api.forms import LONGEST_ARTICLE
from assistant.api.pool import Places
from assistant.article_report import article_body, article_json, article_markdown, article_page
from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.reading import shared_worker
from assistant.types import ArticleCheck, Document
from assistant.web import render, wiring, words
from assistant.web.chosen_file import decoded, read_files

LARGEST_FILE = 2 * 2**20  # bytes
LARGEST_LINK = 1_500_000  # characters of an address; browsers save no longer ones
_FORGET_FILE = "() => { const input = document.querySelector('#article-file input'); if (input) input.value = ''; }"


def article_tab(assistant: Assistant, places: Places) -> None:
    """The tab's contents; articles are checked in `places.asks`."""
    text = wiring.question_box(
        words.ARTICLE, words.ARTICLE_PLACEHOLDER, "article", lines=8, max_lines=16, max_length=LONGEST_ARTICLE
    )
    with gr.Row(elem_id="article-row"):
        wiring.html(f'<label>{words.ARTICLE_FILE} <input type="file"></label>', "article-file")
        go = wiring.button(words.CHECK_ARTICLE, "check-article")
    sent = [text, gr.Textbox(visible=False), gr.Textbox(visible=False)]  # the last two are filled by the browser
    shown = wiring.html(render.welcome(words.ARTICLE_WELCOME, words.ARTICLE_TEXT), "article-report")

    def check(typed: str | None, name: str | None, data: str | None) -> str:
        given: Sequence[Document | str] = _read(name, data or "") if name else [_bounded(typed or "")]
        return report([assistant.check_article(one) for one in given])

    tab = wiring.OneCall(
        places.asks,
        check,
        working=lambda *_: render.working(words.CHECKING),
        failed=lambda why: render.not_done(words.NOT_CHECKED, why),
        unexpected=words.CHECK_FAILED,
    )
    tab.wire([go.click], sent, shown, js=read_files(1, LARGEST_FILE, "article-file"))
    text.input(None, js=_FORGET_FILE)  # what was typed last is what is checked


def _bounded(text: str) -> str:
    if len(text) > LONGEST_ARTICLE:
        raise BadInput(
            f"The article has {len(text):,} characters; {LONGEST_ARTICLE:,} are the most here. `assistant article FILE` checks longer ones."
        )
    return text


def _read(name: str, data: str) -> Sequence[Document]:
    """The documents of the file `name`, whose bytes are `data` in base64. Raises BadInput."""
    plain, content = decoded(name, data, LARGEST_FILE, "`assistant article FILE` checks it.")
    outcome = shared_worker().read(content, plain)
    if not outcome.documents:
        raise BadInput(" ".join(outcome.refused.values()))
    _bounded("".join(document.text for document in outcome.documents))
    return outcome.documents


def report(found: Sequence[ArticleCheck]) -> str:
    """The report as a fragment, its files above it."""
    records = [article_json(one) for one in found]
    value = json.dumps(records[0] if len(records) == 1 else {"articles": records}, ensure_ascii=False, indent=1)
    files = (
        ("HTML", "text/html", "html", article_page(found)),
        ("Markdown", "text/markdown", "md", "\n".join(map(article_markdown, found))),
        ("JSON", "application/json", "json", value),
    )
    links = "".join(_link(*file) for file in files)
    bodies = "".join(article_body(one, number) for number, one in enumerate(found, 1))
    return f'<p class="downloads">{words.KEEP} {links}</p>{bodies}'


def _link(form: str, kind: str, suffix: str, content: str) -> str:
    """A link that saves the file; the file is in the link, so the server keeps nothing."""
    data = base64.b64encode(content.encode("utf-8", "replace")).decode()
    if len(data) > LARGEST_LINK:
        return f"<span>{form} ({words.TOO_LARGE})</span>"
    address = f"data:{kind};charset=utf-8;base64,{data}"
    return f'<a download="article-check.{suffix}" href="{address}">{form}</a>'
