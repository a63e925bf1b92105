"""A check as HTML: the verdict, the true words in their sentence with the words that differ, and whose they are.

Used by the page and the reports, which give it their colours. All foreign text passes through `escaping.shown`.
"""

from __future__ import annotations

from assistant.check_forms import TOLD, compared, verdict_told
from assistant.escaping import shown
from assistant.types import Citation, QuoteCheck, Span

SHOWN = 1  # matches shown at once of true words; the others are folded
HOW = {"direct": "direct quote", "reported": "reported speech", "own": "the document’s own text"}
UNKNOWN = '<span class="unknown">unknown</span>'
NEAREST = "Nearest passages (not the quote)"

CSS = """
.check { min-width: 0; }
.check .verdict { margin: 0 0 8px; padding: 5px 10px; border-left: 4px solid; border-radius: 4px; background: var(--calm); color: var(--ink); }
.check .exact, .check .formatting-only { border-left-color: var(--good); }
.check .altered, .check .not-found { border-left-color: var(--bad-edge); background: var(--bad); }
.check .spliced, .check .cropped, .check .misattributed { border-left-color: var(--warn-edge); background: var(--warn); }
.check figure { margin: 0 0 12px; padding: 0 0 0 12px; border-left: 3px solid var(--line); }
.check .passage, .check .diff { margin: 0 0 4px; font-family: var(--serif); line-height: 1.55; overflow-wrap: anywhere; white-space: pre-line; }
.check .given { margin: 0 0 4px; color: var(--muted); overflow-wrap: anywhere; }
.check del { background: var(--bad); color: var(--ink); text-decoration: line-through; text-decoration-color: var(--bad-edge); }
.check ins { background: var(--mark); color: var(--mark-ink); text-decoration: underline; }
.check figcaption { font-size: .86rem; line-height: 1.45; color: var(--muted); overflow-wrap: anywhere; }
.check summary { cursor: pointer; color: var(--muted); margin: 0 0 8px; }
.check h5 { margin: 8px 0; font-size: .92rem; color: var(--muted); }
"""


def check_html(found: QuoteCheck) -> str:
    """The check as a fragment, `<div class="check">`."""
    called, _, rest = verdict_told(found).partition(":" if ":" in TOLD[found.verdict] else ".")
    told = f"<strong>{called}.</strong> {_sentence_of(rest)}"
    missing = "".join(f'<p class="given">Cut off ({m.kind}): “<bdi>{shown(m.words)}</bdi>”</p>' for m in found.missing)
    nearest = "".join(_figure(c) for c in found.nearest)
    if nearest:
        nearest = f"<h5>{NEAREST}</h5>{nearest}"
    kind = css_class(found.verdict)
    return f'<div class="check"><p class="verdict {kind}">{told}</p>{missing}{_matches(found)}{nearest}</div>'


def css_class(verdict: str) -> str:
    """The verdict as the name of a class."""
    return verdict.replace(" ", "-")


def _sentence_of(rest: str) -> str:
    told = rest.strip()
    return shown(told[:1].upper() + told[1:])


def _matches(found: QuoteCheck) -> str:
    """The true words; of true quotes the best place alone is open, of a quote in parts each part's."""
    one_each = len(found.parts) == len(found.matches)
    figures = []
    for number, citation in enumerate(found.matches):
        part = _part(found.quote, found.parts[number]) if one_each else ""
        figures.append(part + _figure(citation, _diff(found, number)))
    if found.parts or found.diffs or len(figures) <= SHOWN:
        return "".join(figures)
    more = len(figures) - SHOWN
    places = f"{more} more place{'s' * (more > 1)}"
    return f"{''.join(figures[:SHOWN])}<details><summary>{places}</summary>{''.join(figures[SHOWN:])}</details>"


def _part(quote: str, span: Span) -> str:
    return f'<p class="given">“<bdi>{shown(_plain(quote[slice(*span)]))}</bdi>”:</p>'


def _plain(text: str) -> str:
    return " ".join(text.split())


def _diff(found: QuoteCheck, number: int) -> str:
    """Word for word: struck out what only the quote has, underlined what only the document has."""
    if number >= len(found.diffs):
        return ""
    words = []
    for kind, given, there in compared(found.quote, found.matches[number], found.diffs[number]):
        if kind == "kept":
            words.append(shown(there))
        else:
            words += [f"<del>{shown(_plain(given))}</del>"] * bool(given) + [f"<ins>{shown(there)}</ins>"] * bool(there)
    return f'<p class="diff" dir="auto">{" ".join(words)}</p>'


def _figure(citation: Citation, diff: str = "") -> str:
    before = citation.sentence[: citation.start - citation.sentence_start]
    after = citation.sentence[citation.end - citation.sentence_start :]
    passage = f'<p class="passage" dir="auto">{shown(before)}<mark>{shown(citation.quote)}</mark>{shown(after)}</p>'
    return f"<figure>{diff}{passage}<figcaption>{_caption(citation)}</figcaption></figure>"


def _caption(citation: Citation) -> str:
    how = HOW.get(citation.how or "", "")
    role = f" ({shown(citation.role)})" if citation.speaker and citation.role else ""
    labels = [
        f"Speaker: {_label(citation.speaker)}{role}{f', {how}' if how else ''}",
        *([f"Reported by: {_label(', '.join(citation.reported_by))}"] if citation.reported_by else []),
        *([f"Said on: {_label(citation.said_on)}"] if citation.said_on else []),
        f"Published: {_label(citation.published)}",
        f"Publisher: {_label(citation.publisher)}",
        f"Document: {_label(citation.document)}, {f'page {citation.page}, ' if citation.page else ''}"
        f"characters {citation.start:,} to {citation.end:,}",
        *([f"Same words in: {_label(', '.join(citation.also_in))}"] if citation.also_in else []),
    ]
    return " · ".join(labels)


def _label(value: str | None) -> str:
    return f"<bdi>{shown(value)}</bdi>" if value else UNKNOWN
