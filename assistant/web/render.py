"""Records → HTML, as pure functions. Knows no web framework.

Whatever comes from documents, metadata or the user passes through `shown`, and nothing else turns it into HTML: it is
escaped, never read as HTML or Markdown, and characters that hide or reorder text become visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.citing import reading_order
from assistant.escaping import shown
from assistant.filters import told
from assistant.types import Answer, Citation, Document, InForce, Span, Turn
from assistant.web import words

AROUND = 300  # code points of the document shown on either side of a quote
DocumentOf = Callable[[str], Document | None]


@dataclass(frozen=True)
class Exchange:
    """A question and what came of it: an answer, an error in one sentence, or neither while it is being worked on.

    `number` counts the questions of a conversation from 1; `sources` is the HTML of the answer's sources, kept because the index may change during the conversation.
    """

    number: int
    question: str
    answer: Answer | None = None
    error: str | None = None
    sources: str = ""


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The conversation as the engine takes it; questions that failed are left out."""
    said: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            reply = " ".join(c.quote for c in exchange.answer.citations) or exchange.answer.reason or ""
            said += [Turn("user", exchange.question), Turn("assistant", reply)]
    return said


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
        return f'<p class="passage" dir="auto">{shown(start)}<mark>{shown(citation.quote)}</mark>{shown(end)}</p>{_hint(words.CHANGED)}'
    start_at, end_at = around(document, citation)
    text = document.text
    before, after = text[start_at : citation.start], text[citation.end : end_at]
    cut = (" cut-before" if text[:start_at].strip() else "") + (" cut-after" if text[end_at:].strip() else "")
    quote = text[citation.start : citation.end]
    return f'<p class="passage{cut}" dir="auto">{shown(before)}<mark>{shown(quote)}</mark>{shown(after)}</p>'


def labels(citation: Citation) -> str:
    """Who, when and where, as a description list; what nothing proves reads "unknown"."""
    how = words.HOW.get(citation.how, citation.how) if citation.how else None
    rows: list[tuple[str, str | None]] = [
        (words.SPEAKER, citation.speaker),
        *([(words.ROLE, citation.role)] if citation.role else []),
        *([(words.REPORTED_BY, ", ".join(citation.reported_by))] if citation.reported_by else []),
        *([(words.SAID_HOW, how)] if how else []),
        (words.SAID_ON, citation.said_on),
        (words.AUTHOR, citation.author),
        (words.PUBLISHER, citation.publisher),
        (words.PUBLISHED, citation.published),
        (words.DOCUMENT, citation.document),
        *([(words.PAGE, str(citation.page))] if citation.page is not None else []),
        *([(words.ALSO_IN, ", ".join(citation.also_in))] if citation.also_in else []),
        (words.STANDS_AT, words.PLACE.format(f"{citation.start:,}", f"{citation.end:,}")),
        *(
            [(words.ADDRESS, citation.url)] if citation.url else []
        ),  # as text: a link would be the document's word for where to go
        (words.HASH, citation.sha256),
    ]
    return f'<dl class="labels">{"".join(_row(name, value) for name, value in rows)}</dl>'


def _row(name: str, value: str | None) -> str:
    kind = (
        ' class="wide hash"'
        if name == words.HASH
        else ' class="wide"'
        if name in (words.DOCUMENT, words.ADDRESS, words.STANDS_AT)
        else ""
    )
    return f"<div{kind}><dt>{name}:</dt> <dd>{_label(value)}</dd></div>"


def _label(value: str | None) -> str:
    return f"<bdi>{shown(value)}</bdi>" if value else f'<span class="unknown">{words.UNKNOWN}</span>'


def card(number: int, anchor: str, citation: Citation, document: Document | None) -> str:
    """One source: its number, title, labels and the passage with the quote marked."""
    title = shown(citation.title) if citation.title else shown(citation.document)
    return (
        f'<article class="card" id="{anchor}" tabindex="-1"><h4><span class="number">[{number}]</span> <bdi>{title}</bdi></h4>'
        f"{passage(citation, document)}{labels(citation)}</article>"
    )


def cards(number: int, answer: Answer, document_of: DocumentOf) -> str:
    """The sources of the answer to question number `number`, or the nearest passages to a silence."""
    nearest = words.NEAREST_OUTSIDE if answer.outside else words.NEAREST
    heading, kind, found = (
        (nearest, "nearest", answer.nearest) if answer.abstained else (words.PROVED, "proved", answer.citations)
    )
    body = "".join(card(n, f"source-{number}-{n}", c, document_of(c.document)) for n, c in enumerate(found, 1))
    return f'<section class="{kind}"><h3>{heading}</h3>{body or _hint(words.NO_PASSAGES)}</section>'


def sources(exchanges: Sequence[Exchange]) -> str:
    """The passages behind the answers: those of the last question open, earlier ones folded below."""
    if not exchanges:
        return _hint(words.NO_SOURCES)
    *earlier, last = exchanges
    parts = [last.sources or _hint(words.NO_SOURCES)]
    for exchange in reversed([e for e in earlier if e.sources]):
        summary = f"<summary>{words.EARLIER} <bdi>{shown(exchange.question)}</bdi></summary>"
        parts.append(f'<details class="earlier">{summary}{exchange.sources}</details>')
    return "".join(parts)


def _hint(sentence: str) -> str:
    return f'<p class="hint">{sentence}</p>'


def confidence(answer: Answer) -> str:
    """The confidence in words and as a number; 0.00 and 1.00 are never claimed."""
    value = answer.confidence
    name = next((word for least, word in words.CONFIDENCE_WORDS if value >= least), words.CONFIDENCE_WORDS[-1][1])
    number = "above 0.99" if value > 0.99 else "below 0.01" if value < 0.01 else f"{value:.2f}"
    label = words.CONFIDENCE_SILENT if answer.abstained else words.CONFIDENCE
    return f'<p class="confidence">{label} <strong>{name}</strong> ({number})</p>'


def transcript(exchanges: Sequence[Exchange]) -> str:
    """The whole conversation, oldest first; a welcome if there is none yet."""
    if not exchanges:
        return f'<div class="log">{welcome(words.WELCOME, words.WELCOME_TEXT)}</div>'
    body = "".join(_exchange(e) for e in exchanges)
    return f'<div class="log" role="log" aria-live="polite" aria-label="{words.CHAT}">{body}</div>'


def _exchange(exchange: Exchange) -> str:
    if exchange.error is not None:
        reply = not_done(words.ERROR, exchange.error)
    elif exchange.answer is None:
        reply = working()
    else:
        reply = answer_html(exchange.number, exchange.answer)
    return f'<section class="exchange">{asked(exchange.question)}{reply}</section>'


def welcome(heading: str, lines: Iterable[str]) -> str:
    """What a tab says of itself before it is used."""
    told = "".join(f"<p>{line}</p>" for line in lines)
    return f'<div class="welcome"><h3>{heading}</h3>{told}</div>'


def not_done(heading: str, sentence: str) -> str:
    """One sentence on why nothing was done."""
    return box("error", heading, f"<p>{shown(sentence)}</p>", "alert")


def asked(question: str, who: str = words.YOU) -> str:
    """The question, or what else was given, as it was typed."""
    return f'<div class="asked"><span class="who">{who}</span><p dir="auto">{shown(question)}</p></div>'


def read_as(question: str, standalone: str) -> str:
    """How the question was understood, where that differs from its words."""
    return f'<p class="read-as">{words.READ_AS} <bdi>{shown(standalone)}</bdi></p>' if standalone != question else ""


def in_force(filters: Sequence[InForce]) -> str:
    """The filters an answer was found under, with the words of the question they rest on; empty if there are none."""
    items = "".join(f"<li><bdi>{shown(told([one]))}</bdi></li>" for one in filters)
    return f'<ul class="in-force" aria-label="{words.IN_FORCE}">{items}</ul>' if items else ""


def working(sentence: str = words.WORKING) -> str:
    """What is shown while something is worked on."""
    return f'<div class="working" role="status"><span class="spinner" aria-hidden="true"></span>{sentence}</div>'


def answer_html(number: int, answer: Answer) -> str:
    """An answer or a silence, as it stands in the conversation; question number `number`."""
    understood = read_as(answer.question, answer.standalone_question) + in_force(answer.filters)
    if answer.abstained:
        return understood + silence(answer.reason, confidence(answer)) + withheld(answer.withheld)
    quotes = "".join(_quote(number, c) for c in reading_order(answer.citations))
    return f'{understood}<div class="answer"><header><h3>{words.ANSWER}</h3>{confidence(answer)}</header>{quotes}</div>{withheld(answer.withheld)}'


def silence(reason: str | None, more: str = "") -> str:
    """That the documents do not say, and why."""
    why = (reason or "").removeprefix(f"{words.SILENCE}: ")
    told = f"<p>{shown(why[:1].upper() + why[1:])}</p>" if why else ""
    return box("silence", words.SILENCE, told + more)


def _quote(asked: int, citation: Citation) -> str:
    number = citation.rank
    link = f'<a class="number" href="#source-{asked}-{number}" aria-label="{words.TO_SOURCE.format(number)}">[{number}]</a>'
    said = f"{words.SAID_ON} {_label(citation.said_on)}, " if citation.said_on else ""
    origin = f"{words.SPEAKER}: {_label(citation.speaker)} · {said}{words.PUBLISHED}: {_label(citation.published)}"
    name = f'<bdi class="document">{shown(citation.document)}</bdi>'
    before = (
        f'<p class="antecedent" dir="auto"><span>{words.ANTECEDENT}:</span> {shown(citation.antecedent)}</p>'
        if citation.antecedent
        else ""
    )
    return f'<figure>{before}<blockquote dir="auto">{shown(citation.quote)}</blockquote><figcaption>{link} {name} · {origin}</figcaption></figure>'


def withheld(reasons: Iterable[str]) -> str:
    """What failed its proof, a sentence each; empty if nothing did."""
    items = "".join(f"<li>{shown(reason)}</li>" for reason in reasons)
    return box("warning", words.WITHHELD, f"<ul>{items}</ul>") if items else ""


def box(kind: str, heading: str, body: str, role: str = "note") -> str:
    """A box of a kind of its own: "silence", "warning", "error", "notes"; `body` is HTML."""
    return f'<div class="box {kind}" role="{role}"><h3>{heading}</h3>{body}</div>'
