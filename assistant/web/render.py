"""Records → HTML, as pure functions. Knows no web framework.

Whatever comes from documents, metadata or the user passes through `shown`, and nothing else turns it into HTML: it is
escaped, never read as HTML or Markdown, and characters that hide or reorder text become visible.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from assistant.citing import reading_order
from assistant.escaping import shown
from assistant.filters.selection import told
from assistant.types import Answer, Citation, InForce
from assistant.web import links, words
from assistant.web.exchanges import Exchange, trail
from assistant.web.files import FORMS
from assistant.web.viewer import label


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
    body = "".join(_exchange(e, exchanges) for e in exchanges)
    return f'<div class="log" role="log" aria-live="polite" aria-label="{words.CHAT}">{body}</div>'


def _exchange(exchange: Exchange, exchanges: Sequence[Exchange]) -> str:
    if exchange.error is not None:
        reply = not_done(words.ERROR, exchange.error) + acts(_button("retry", words.RETRY))
    elif exchange.answer is None:
        reply = stages(exchange.stage)
    else:
        reply = answer_html(exchange, links.answer_link(trail(exchanges, exchange.number)))
    return (
        f'<section class="exchange" id="asked-{exchange.number}" data-number="{exchange.number}">'
        f"{asked(exchange.question)}{reply}</section>"
    )


def stages(now: str) -> str:
    """The stages of an answer, with what is being done `now`; before the first begins the question waits for its turn."""
    names = list(words.STAGES)
    at = names.index(now) if now in names else -1
    marks = ["done" if n < at else "now" if n == at else "then" for n in range(len(names))]
    items = "".join(f'<li class="{mark}">{words.STAGES[name]}</li>' for name, mark in zip(names, marks, strict=True))
    told = words.WORKING.format(words.STAGES[now]) if at >= 0 else words.WAITS
    return f'{working(told)}<ol class="stages" aria-hidden="true">{items}</ol>'


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


def reworded(answer: Answer) -> str:
    """A box, folded, to put the question as it was understood differently."""
    return (
        f'<details class="reworded"><summary>{words.REWORD}</summary>'
        f'<textarea rows="2" dir="auto" aria-label="{words.REWORDED}">{html.escape(answer.standalone_question)}</textarea>'
        f"{_button('reworded', words.ASK_AGAIN)}</details>"
    )


def acts(buttons: str) -> str:
    """What may be done with an answer or a quote; `script` listens."""
    return f'<div class="acts">{buttons}</div>'


def _button(act: str, name: str, said: str = "", more: str = "") -> str:
    """`said` is its name for screen readers, where "Copy" alone would not tell of what."""
    label = f' aria-label="{said}"' if said else ""
    return f'<button type="button" data-act="{act}"{label}{more}>{name}</button>'


def _link(query: str, said: str) -> str:
    """A link that reopens it; a click copies its address. Quoted in `html`'s way: it must stay as it is."""
    return f'<a class="permalink" data-act="link" href="{html.escape(query)}" aria-label="{said}">{words.LINK}</a>'


def in_force(filters: Sequence[InForce]) -> str:
    """The filters an answer was found under, with the words of the question they rest on; empty if there are none."""
    items = "".join(f"<li><bdi>{shown(told([one]))}</bdi></li>" for one in filters)
    return f'<ul class="in-force" aria-label="{words.IN_FORCE}">{items}</ul>' if items else ""


def working(sentence: str) -> str:
    """What is shown while something is worked on."""
    return f'<div class="working" role="status"><span class="spinner" aria-hidden="true"></span>{sentence}</div>'


def answer_html(exchange: Exchange, link: str) -> str:
    """The answer or silence of an exchange that has one, as it stands in the conversation; `link` reopens it."""
    answer = exchange.answer
    assert answer is not None
    understood = read_as(answer.question, answer.standalone_question) + in_force(answer.filters)
    understood += notes(answer.notes)
    ending = withheld(answer.withheld) + acts(_of_answer(link)) + reworded(answer)
    if answer.abstained:
        return understood + silence(answer.reason, confidence(answer) + _nearest(exchange.number, answer)) + ending
    quotes = "".join(_quote(exchange, c) for c in reading_order(answer.citations))
    return f'{understood}<div class="answer"><header><h3>{words.ANSWER}</h3>{confidence(answer)}</header>{quotes}</div>{ending}'


def _of_answer(query: str) -> str:
    link = _link(query, words.LINK_ANSWER)
    forms = "".join(
        _button("save", name, words.SAVE_AS.format(name), f' data-form="{f}"') for f, (name, *_) in FORMS.items()
    )
    save = f'<details class="save"><summary>{words.SAVE}</summary>{forms}</details>'
    return _button("retry", words.RETRY) + link + save


def _nearest(asked: int, answer: Answer) -> str:
    """The way to the nearest passages, by title."""
    items = "".join(
        f'<li id="quote-{asked}-{n}">{_number(asked, n)} <bdi>{shown(c.title or c.document)}</bdi></li>'
        for n, c in enumerate(answer.nearest, 1)
    )
    return (
        f'<p class="near">{words.NEAREST_OUTSIDE if answer.outside else words.NEAREST}:</p><ul class="near">{items}</ul>'
        if items
        else ""
    )


def _number(asked: int, number: int) -> str:
    return f'<a class="number" href="#source-{asked}-{number}" aria-label="{words.TO_SOURCE.format(number)}">[{number}]</a>'


def silence(reason: str | None, more: str = "") -> str:
    """That the documents do not say, and why."""
    why = (reason or "").removeprefix(f"{words.SILENCE}: ")
    told = f"<p>{shown(why[:1].upper() + why[1:])}</p>" if why else ""
    return box("silence", words.SILENCE, told + more)


def _quote(exchange: Exchange, citation: Citation) -> str:
    number = citation.rank
    origin = " · ".join(f"{name}: {label(value)}" for name, value in _origin(citation))
    before = (
        f'<p class="antecedent" dir="auto"><span>{words.ANTECEDENT}:</span> {shown(citation.antecedent)}</p>'
        if citation.antecedent
        else ""
    )
    return (
        f'<figure id="quote-{exchange.number}-{number}">{before}<blockquote dir="auto">{shown(citation.quote)}</blockquote>'
        f"<figcaption>{_number(exchange.number, number)} {origin}</figcaption>{acts(_of_quote(exchange, citation))}</figure>"
    )


def _origin(citation: Citation) -> list[tuple[str, str | None]]:
    """Who, how, when, by whom and where, in a line; what is usual and unknown is said, what is rare is left out."""
    return [
        (words.SPEAKER, citation.speaker),
        *([(words.SAID_HOW, words.HOW.get(citation.how, citation.how))] if citation.how else []),
        *([(words.SAID_ON, citation.said_on)] if citation.said_on else []),
        (words.PUBLISHER, citation.publisher),
        (words.PUBLISHED, citation.published),
        (words.DOCUMENT, citation.document),
        *([(words.PAGE, str(citation.page))] if citation.page is not None else []),
    ]


def _of_quote(exchange: Exchange, citation: Citation) -> str:
    number = citation.rank
    copied = dict(exchange.copies).get(number)
    copy = (
        _button("copy", words.COPY, words.COPY_QUOTE.format(number), f' data-text="{html.escape(copied)}"')
        if copied
        else ""
    )
    link = _link(links.span_link(citation), words.LINK_QUOTE.format(number))
    if number in exchange.reported:
        return f'{copy}{link}<span class="noted">{words.NOTED}</span>'
    return copy + link + _button("wrong", words.WRONG, words.WRONG_QUOTE.format(number), f' data-rank="{number}"')


def withheld(reasons: Iterable[str]) -> str:
    """What failed its proof, a sentence each; empty if nothing did."""
    items = "".join(f"<li>{shown(reason)}</li>" for reason in reasons)
    return box("warning", words.WITHHELD, f"<ul>{items}</ul>") if items else ""


def notes(sentences: Iterable[str]) -> str:
    """What must be known of what is shown, a sentence each; empty if nothing must."""
    items = "".join(f"<li>{shown(one)}</li>" for one in sentences)
    return box("notes", words.NOTES, f"<ul>{items}</ul>") if items else ""


def box(kind: str, heading: str, body: str, role: str = "note") -> str:
    """A box of a kind of its own: "silence", "warning", "error", "notes"; `body` is HTML."""
    return f'<div class="box {kind}" role="{role}"><h3>{heading}</h3>{body}</div>'
