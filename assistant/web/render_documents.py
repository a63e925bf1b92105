"""The documents of the index → HTML, as pure functions. All foreign text passes through `escaping.shown`."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from assistant.escaping import shown
from assistant.library import PAGE, Listing
from assistant.reading import KEYS, SIDECAR
from assistant.types import Document, Span, Value
from assistant.web import words

WINDOW = 20_000  # code points of a text shown at a time
_SPAN = re.compile(r"(\d{1,9}):(\d{1,9})")


def listing(found: Listing, opened: str | None = None) -> str:
    """The documents found, each a button that opens it, with what is known of it."""
    rows = "".join(_row(name, found.documents.get(name), name == opened) for name in found.names)
    if not rows:
        return f'<p class="hint" role="status">{words.NO_DOCUMENTS}</p>'
    last = found.offset + len(found.names)
    count = words.LISTED.format(f"{found.offset + 1:,}", f"{last:,}", f"{found.total:,}")
    steps = _steps(words.LIST_PAGES, "offset", found.offset, PAGE, found.total)
    return f'<p class="hint" role="status">{count}</p><ul class="documents">{rows}</ul>{steps}'


def _row(name: str, document: Document | None, opened: bool) -> str:
    title = document.label("title") if document else None
    current = ' aria-current="true"' if opened else ""
    button = (
        f'<button type="button" data-document="{html.escape(name)}"{current}><bdi>{shown(title or name)}</bdi></button>'
    )
    if document is None:
        return f'<li>{button}<p class="bad">{words.DAMAGED}</p></li>'
    known = (
        (words.PUBLISHER, document.label("publisher")),
        (words.PUBLISHED, document.label("published")),
        (words.DOCUMENT, name),
    )
    told = " · ".join(f"{label}: {_known(value)}" for label, value in known)
    return f"<li>{button}<p>{told}</p></li>"


def opened(document: Document | None, source: str, uploaded: bool, offset: int = 0) -> str:
    """A document whole: what is known of it and why, and its text with what is never quoted shaded."""
    if document is None:
        return f'<p class="hint">{words.NOTHING_OPEN}</p>'
    title = shown(document.label("title") or document.name)
    kept = words.UPLOADED if uploaded else words.INDEXED
    facts = (
        (words.DOCUMENT, f"<bdi>{shown(document.name)}</bdi>"),
        *([(words.INSIDE, f"<bdi>{shown(source)}</bdi>")] if source != document.name else []),
        (words.KEPT_AS, kept),
        (words.READ_BY, shown(document.reader)),
        (words.LENGTH, words.CHARACTERS.format(f"{len(document.text):,}")),
        *([(words.PAGES, str(len(document.pages)))] if document.pages else []),
        (words.HASH, f"<code>{document.sha256}</code>"),
    )
    rows = "".join(f"<tr><th scope=row>{name}</th><td>{value}</td></tr>" for name, value in facts)
    return (
        f'<article class="document-view" aria-label="{words.OPENED}"><h3 tabindex="-1"><bdi>{title}</bdi></h3>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{words.LABELS}">{_labels(document)}</div>'
        f"<details><summary>{words.FILE_FACTS}</summary><table>{rows}</table></details>{_text(document, offset)}</article>"
    )


def _labels(document: Document) -> str:
    keys = (*KEYS, *sorted(document.metadata.keys() - set(KEYS)))
    rows = "".join(
        f"<tr><th scope=row>{shown(words.LABEL_NAMES.get(key, key))}</th><td>{_known(document.label(key))}</td>"
        f"<td>{_evidence(document, document.metadata.get(key))}</td></tr>"
        for key in keys
    )
    head = "".join(f"<th scope=col>{name}</th>" for name in (words.LABEL, words.VALUE, words.RESTS_ON))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _evidence(document: Document, value: Value | None) -> str:
    if value is None:
        return "–"
    if value.evidence == SIDECAR:
        return words.REVIEWED
    span = _SPAN.fullmatch(value.evidence)
    if span is None:
        return f"{words.FIELD} <code>{shown(value.evidence)}</code>"
    start, end = map(int, span.groups())
    place = words.PLACE.format(f"{start:,}", f"{end:,}")
    return f"{words.ITS_TEXT}, {place}: “<bdi>{shown(document.text[start:end][:200])}</bdi>”"


def _text(document: Document, offset: int) -> str:
    """A window of the text; without its tags it is `text[offset : offset + WINDOW]`."""
    offset = max(0, min(offset, len(document.text) - 1)) // WINDOW * WINDOW
    end = min(len(document.text), offset + WINDOW)
    toggle = (
        f'<label class="toggle"><input type="checkbox" class="furniture-shown" checked> {words.SHOW_FURNITURE}</label>'
        if document.zones
        else f'<p class="hint">{words.NO_FURNITURE}</p>'
    )
    steps = _steps(words.TEXT_PAGES, "window", offset, WINDOW, len(document.text))
    inside = "".join(_stretch(document.text, span, kind) for span, kind in stretches(document, offset, end))
    return (
        f"<h4>{words.TEXT}</h4>{toggle}{steps}"
        f'<div class="document-text" tabindex="0" role="region" aria-label="{words.TEXT}" dir="auto">{inside}</div>{steps}'
    )


def stretches(document: Document, start: int, end: int) -> list[tuple[Span, str | None]]:
    """`text[start:end]` cut where zones begin and end: each stretch with the kind of the zone it is in, None outside."""
    found: list[tuple[Span, str | None]] = []
    at = start
    for zone in sorted(document.zones):
        first, last = max(at, zone.start), min(end, zone.end)
        if first < last:
            if at < first:
                found.append((Span(at, first), None))
            found.append((Span(first, last), zone.kind))
            at = last
    return [*found, (Span(at, end), None)] if at < end else found


def _stretch(text: str, span: Span, kind: str | None) -> str:
    inside = shown(text[span.start : span.end])
    return inside if kind is None else f'<span class="zone" data-kind="{html.escape(kind)}">{inside}</span>'


def _steps(name: str, key: str, offset: int, size: int, total: int) -> str:
    """Buttons to the stretch before and after; none where all is shown."""
    if total <= size:
        return ""
    ways = ((words.BEFORE, offset - size, offset > 0), (words.AFTER, offset + size, offset + size < total))
    buttons = "".join(
        f'<button type="button" data-{key}="{at}"{"" if there else " disabled"}>{way}</button>'
        for way, at, there in ways
    )
    place = words.OF_ALL.format(f"{offset // size + 1:,}", f"{-(-total // size):,}")
    return f'<nav class="parts" aria-label="{name}">{buttons} <span>{place}</span></nav>'


def uploaded(found: Sequence[tuple[str, list[str], list[str]]]) -> str:
    """What came of each file that was sent."""
    if not found:
        return f'<p class="hint" role="status">{words.NO_FILES}</p>'
    items = "".join(_outcome(*one) for one in found)
    return f'<div role="status"><ul class="outcomes" aria-label="{words.OUTCOMES}">{items}</ul></div>'


def _outcome(name: str, documents: list[str], refused: list[str]) -> str:
    told = words.INDEXED_AS.format(len(documents)) if documents else words.REFUSED
    names = ", ".join(f"<bdi>{shown(one)}</bdi>" for one in documents[:PAGE])
    more = f" {words.MORE.format(len(documents) - PAGE)}" if len(documents) > PAGE else ""
    reasons = "".join(f"<p>{shown(sentence)}</p>" for sentence in refused[:PAGE])
    kind = "good" if documents else "bad"
    return (
        f'<li class="{kind}"><b>{told}</b> <bdi>{shown(name)}</bdi>{": " + names if names else ""}{more}{reasons}</li>'
    )


def told(sentence: str, kind: str = "good") -> str:
    """One sentence on what was done; `kind` is "good" or "bad"."""
    role = "alert" if kind == "bad" else "status"
    return f'<p class="{kind}" role="{role}">{shown(sentence)}</p>'


def _known(value: str | None) -> str:
    return f"<bdi>{shown(value)}</bdi>" if value else f'<span class="unknown">{words.UNKNOWN}</span>'
