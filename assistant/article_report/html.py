"""The report as HTML: the article's text with its quotations marked, each one's verdict and true words below its paragraph.

Everything is in the one file: no script, no outside resource, and a policy that forbids both. All foreign text passes
through `escaping.shown`; without tags, badges and numbers the article's text is as it was.
"""

from __future__ import annotations

import base64
import hashlib
import html
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.article.prepared import prepared
from assistant.article_report.forms import counts, headline
from assistant.article_report.style import PAGE_CSS
from assistant.check_html import UNKNOWN, check_html, css_class
from assistant.escaping import shown
from assistant.types import ArticleCheck, ArticleQuote, Document, Span

TITLE = "Article check"
NOT_JUDGED = "Not judged"


def article_page(found: Sequence[ArticleCheck]) -> str:
    """The report on the articles as a whole HTML file."""
    digest = base64.b64encode(hashlib.sha256(PAGE_CSS.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    names = ", ".join(one.article.name for one in found)
    bodies = "".join(article_body(one, number) for number, one in enumerate(found, 1))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{html.escape(policy)}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><title>{TITLE}: {_title(names)}</title>'
        f"<style>{PAGE_CSS}</style></head><body><main>{bodies}</main></body></html>\n"
    )


def _title(text: str) -> str:
    """`text` for a title, where no tag can be."""
    return html.escape("".join(c if c.isprintable() else "�" for c in text))


def article_body(found: ArticleCheck, number: int = 1) -> str:
    """The report on article `number` as a fragment, `<section class="article-check">`."""
    items = "".join(f'<li class="{css_class(v)}"><strong>{n}</strong> {v}</li>' for v, n in counts(found).items())
    head = f"<h2>{TITLE}: <bdi>{shown(found.article.name)}</bdi></h2><p>{headline(found)}</p>"
    tally = f'<ul class="tally" aria-label="Quotations by verdict">{items}</ul>' if items else ""
    spans = list(_paragraphs(found.article))
    within: list[list[tuple[int, ArticleQuote]]] = [[] for _ in spans]  # the quotations of each paragraph
    starts = [span.start for span in spans]
    for n, quote in enumerate(found.quotes, 1):
        for at in range(bisect_right(starts, quote.start) - 1, bisect_right(starts, quote.end - 1)):
            within[at].append((n, quote))
    text = "".join(_paragraph(found, span, here, number) for span, here in zip(spans, within, strict=True))
    return f'<section class="article-check"><header>{head}{tally}</header>{text}{_unjudged(found, number)}</section>'


def _paragraphs(article: Document) -> Iterator[Span]:
    """The lines of the article, those that a program wrapped or a block quote holds together in one, with their breaks."""
    text, ready = article.text, prepared(article.text, article.blocks)
    start = 0
    for at, char in enumerate(text):
        if char == "\n" and ready[at] != " ":
            yield Span(start, at + 1)
            start = at + 1
    if start < len(text):
        yield Span(start, len(text))


def _paragraph(found: ArticleCheck, span: Span, here: Sequence[tuple[int, ArticleQuote]], number: int) -> str:
    text = found.article.text[slice(*span)]
    if not text.strip():
        return shown(text)
    cards = "".join(_card(n, q, number) for n, q in here if q.check and q.end <= span.end)
    furniture = ' class="furniture"' if any(z.start <= span.start < z.end for z in found.article.zones) else ""
    return f'<p dir="auto"{furniture}>{_marked(found, span, here, number)}</p>{cards}'


def _marked(found: ArticleCheck, span: Span, here: Sequence[tuple[int, ArticleQuote]], number: int) -> str:
    """The paragraph, each stretch marked as the innermost quotation it is of, and each quotation's number behind it."""
    text = found.article.text
    pieces = [(piece, n, q) for n, q in here for piece in pieces_of(q, text)]
    edges = {span.start, span.end, *(at for piece, _, _ in pieces for at in piece if span.start < at < span.end)}
    out = []
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        inside = [(n, q) for piece, n, q in pieces if piece.start <= start and end <= piece.end]
        kind = css_class(q.check.verdict if (q := inside[-1][1]).check else "unjudged") if inside else ""
        out.append(f'<mark class="{kind}">{shown(text[start:end])}</mark>' if kind else shown(text[start:end]))
        ending = [n for n, q in here if q.end == end]
        out += [f'<sup><a href="#a{number}-{n}" aria-label="Quotation {n}">{n}</a></sup>' for n in reversed(ending)]
    return "".join(out)


def pieces_of(quote: ArticleQuote, text: str) -> list[Span]:
    """The stretches of the article that are the quotation's words: those between which a "he said" lies are apart."""
    found: list[Span] = []
    start: int | None = None
    for at in range(quote.start, quote.end):
        blank = quote.words[at - quote.start].isspace() and not text[at].isspace()
        if blank and start is not None:
            found.append(Span(start, at))
            start = None
        elif not blank and start is None:
            start = at
    return [*found, *([Span(start, quote.end)] if start is not None else [])]


def _card(number: int, quote: ArticleQuote, article: int) -> str:
    assert quote.check is not None
    role = f" ({shown(quote.role)})" if quote.role else ""
    who = f"<bdi>{shown(quote.speaker)}</bdi>{role}" if quote.speaker else UNKNOWN
    inside = f" · inside quotation {quote.inside + 1}" if quote.inside is not None else ""
    words = shown(" ".join(quote.words.split()))
    return (
        f'<aside class="card" id="a{article}-{number}" tabindex="-1" aria-label="Quotation {number}">'
        f'<p class="given"><b>{number}</b> “<bdi>{words}</bdi>”</p>'
        f'<p class="given">The article’s speaker: {who} · characters {quote.start:,} to {quote.end:,}{inside}</p>'
        f"{check_html(quote.check)}</aside>"
    )


def _unjudged(found: ArticleCheck, article: int) -> str:
    items = "".join(
        f'<li id="a{article}-{n}" tabindex="-1"><b>{n}</b> “<bdi>{shown(q.words)}</bdi>”: {shown(q.reason or "")}</li>'
        for n, q in enumerate(found.quotes, 1)
        if not q.check
    )
    return f'<section class="unjudged"><h3>{NOT_JUDGED}</h3><ul>{items}</ul></section>' if items else ""
