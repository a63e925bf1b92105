"""The source viewer: a citation in its document, with its labels, as HTML. Pure functions; see `render` for escaping."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.escaping import shown
from assistant.types import Answer, Citation, Document, Span
from assistant.web import words
from assistant.web.exchanges import Exchange

AROUND = 1_000  # code points of the document shown on either side of a quote
DocumentOf = Callable[[str], Document | None]


def around(document: Document, citation: Citation) -> Span:
    """The stretch of the document shown for a citation.

    It holds the whole sentence, reaches up to `AROUND` code points beyond the quote, is cut at white space and does
    not run into a menu or a list of other news (a zone).
    """
    text = document.text
    first = max([0, *(z.end for z in document.zones if z.end <= citation.start)])
    last = min([len(text), *(z.start for z in document.zones if z.start >= citation.end)])
    start, end = max(first, citation.start - AROUND), min(last, citation.end + AROUND)
    while first < start < citation.start and not text[start - 1].isspace():
        start += 1
    while citation.end < end < last and not text[end].isspace():
        end -= 1
    start, end = min(start, citation.sentence_start), max(end, citation.sentence_end)
    while start < citation.start and text[start].isspace():
        start += 1
    while end > citation.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def passage(citation: Citation, document: Document | None) -> str:
    """The document around a citation, the quote in `<mark>`. Without its tags it is `document.text[start:end]`.

    Where `document` is not the one cited from (changed or gone since the answer), the sentence alone is shown, from
    the citation's own record.
    """
    if document is None or document.sha256 != citation.sha256:
        start, _, end = citation.sentence.partition(citation.quote)
        return f'<p class="passage" dir="auto">{shown(start)}<mark>{shown(citation.quote)}</mark>{shown(end)}</p>{hint(words.CHANGED)}'
    start_at, end_at = around(document, citation)
    text = document.text
    cut = (" cut-before" if text[:start_at].strip() else "") + (" cut-after" if text[end_at:].strip() else "")
    first = next((p.number for p in document.pages if p.start < start_at < p.end), None)
    before = (_page(first) if first else "") + _stretch(document, start_at, citation.start)
    quote, after = _stretch(document, citation.start, citation.end), _stretch(document, citation.end, end_at)
    return f'<p class="passage{cut}" dir="auto">{before}<mark>{quote}</mark>{after}</p>'


def _stretch(document: Document, start: int, end: int) -> str:
    """`document.text[start:end]`, with a sign where a page begins. The sign has no text of its own: CSS writes it."""
    found, at = "", start
    for page in document.pages:
        if start <= page.start < end:
            found += shown(document.text[at : page.start]) + _page(page.number)
            at = page.start
    return found + shown(document.text[at:end])


def _page(number: int) -> str:
    return f'<span class="page" data-page="{words.PAGE} {number}"></span>'


# Labels that few quotes have: where there is none, that is not told.
_RARE = (words.ROLE, words.REPORTED_BY, words.SAID_HOW, words.PAGE, words.ALSO_IN, words.ADDRESS)
# Labels that take a line of their own; the others stand two in a line.
_KINDS = {words.DOCUMENT: ["wide"], words.ADDRESS: ["wide"], words.STANDS_AT: ["wide"], words.HASH: ["wide", "hash"]}


def labels(citation: Citation) -> str:
    """Who, when and where, as a description list; what nothing proves reads "unknown"."""
    how = words.HOW.get(citation.how, citation.how) if citation.how else None
    rows = [
        (words.SPEAKER, citation.speaker),
        (words.ROLE, citation.role),
        (words.REPORTED_BY, ", ".join(citation.reported_by)),
        (words.SAID_HOW, how),
        (words.SAID_ON, citation.said_on),
        (words.AUTHOR, citation.author),
        (words.PUBLISHER, citation.publisher),
        (words.PUBLISHED, citation.published),
        (words.DOCUMENT, citation.document),
        (words.PAGE, str(citation.page) if citation.page is not None else None),
        (words.ALSO_IN, ", ".join(citation.also_in)),
        (words.STANDS_AT, words.PLACE.format(f"{citation.start:,}", f"{citation.end:,}")),
        (words.ADDRESS, citation.url),  # as text: a link would be the document's word for where to go
        (words.HASH, citation.sha256),
    ]
    told = [(name, value) for name, value in rows if value or name not in _RARE]
    return f'<dl class="labels">{"".join(_row(name, value) for name, value in told)}</dl>'


def _row(name: str, value: str | None) -> str:
    kind = f' class="{" ".join(_KINDS[name])}"' if name in _KINDS else ""
    return f"<div{kind}><dt>{name}:</dt> <dd>{label(value)}</dd></div>"


def label(value: str | None) -> str:
    """A label's value as text, whichever way it is written; "unknown" where nothing proves one."""
    return f"<bdi>{shown(value)}</bdi>" if value else f'<span class="unknown">{words.UNKNOWN}</span>'


def card(asked: int, number: int, of: int, citation: Citation, document: Document | None) -> str:
    """Source `number` of the `of` behind question number `asked` (0: none): title, the way to its neighbours, passage, labels."""
    title = shown(citation.title) if citation.title else shown(citation.document)
    ways = [
        (words.PREVIOUS_SOURCE, f"source-{asked}-{number - 1}", number > 1),
        (words.NEXT_SOURCE, f"source-{asked}-{number + 1}", number < of),
        (words.BACK, f"quote-{asked}-{number}", asked > 0),
    ]
    steps = "".join(f'<a href="#{anchor}">{name}</a>' for name, anchor, there in ways if there)
    nav = f'<nav class="steps" aria-label="{words.STEPS.format(number)}">{steps}</nav>' if steps else ""
    return (
        f'<article class="card" id="source-{asked}-{number}" tabindex="-1" aria-label="{words.SOURCE.format(number, of)}">'
        f'<h4><span class="number">[{number}]</span> <bdi>{title}</bdi></h4>{nav}'
        f'<div class="around" tabindex="0" role="region" aria-label="{words.PASSAGE.format(number)}">{passage(citation, document)}</div>{labels(citation)}</article>'
    )


def cards(number: int, answer: Answer, document_of: DocumentOf) -> str:
    """The sources of the answer to question number `number`, or the nearest passages to a silence."""
    nearest = words.NEAREST_OUTSIDE if answer.outside else words.NEAREST
    heading, kind, found = (
        (nearest, "nearest", answer.nearest) if answer.abstained else (words.PROVED, "proved", answer.citations)
    )
    body = "".join(card(number, n, len(found), c, document_of(c.document)) for n, c in enumerate(found, 1))
    return f'<section class="{kind}"><h3>{heading}</h3>{body or hint(words.NO_PASSAGES)}</section>'


def sources(exchanges: Sequence[Exchange]) -> str:
    """The passages behind the answers: those of the last question open, earlier ones folded below."""
    if not exchanges:
        return hint(words.NO_SOURCES)
    *earlier, last = exchanges
    parts = [last.sources or hint(words.NO_SOURCES)]
    for exchange in reversed([e for e in earlier if e.sources]):
        summary = f"<summary>{words.EARLIER} <bdi>{shown(exchange.question)}</bdi></summary>"
        parts.append(f'<details class="earlier">{summary}{exchange.sources}</details>')
    return "".join(parts)


def linked(citation: Citation, document: Document) -> str:
    """The words that a link names, where they stand."""
    return f'<section class="proved"><h3>{words.LINKED}</h3>{card(0, 1, 1, citation, document)}</section>'


def hint(sentence: str) -> str:
    """A sentence of ours that explains, more quietly than what is shown."""
    return f'<p class="hint">{sentence}</p>'
