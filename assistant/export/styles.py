"""Quotes as people cite them: Chicago notes, APA, or plain with every label.

Words and titles stay as the documents have them: no title case, no quotation marks changed inside. Whether a name is a
person's or a body's, and which of its words is the surname, nothing proves, so names are not turned round. Hence these
few lines and no citation processor: citeproc-py 0.11 capitalises titles and site names and shortens given names.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.english import MONTHS
from assistant.export.labels import Quoted, Source, date_parts, line, place, said_by, sources
from assistant.types import Citation

_VERBS = {"direct": "quoted", "reported": "reported"}


def chicago(quoted: Sequence[Quoted]) -> str:
    """Each quote with the number of its note, then the notes (Chicago, notes style)."""
    quotes = [f"“{line(q.citation.quote)}” [{n}]" for n, q in enumerate(quoted, 1)]
    notes = [f"{n}. {_note(*_one(q))}" for n, q in enumerate(quoted, 1)]
    return "\n\n".join([*quotes, "\n".join(notes)])


def apa(quoted: Sequence[Quoted]) -> str:
    """Each quote with its source in brackets, then the references (APA)."""
    quotes = [f"“{line(q.citation.quote)}” ({_in_text(*_one(q))})" for q in quoted]
    return "\n\n".join([*quotes, "References", *(sorted(_reference(s) for s in sources(quoted)))])


def plain(quoted: Sequence[Quoted]) -> str:
    """Each quote with all its labels, "unknown" where nothing proves one, and the place where it stands."""
    return "\n\n".join(f"“{line(q.citation.quote)}”\n{_labels(*_one(q))}" for q in quoted)


def attribution(quoted: Quoted) -> str:
    """The known labels of one quote on one line."""
    citation, source = _one(quoted)
    speaker = said_by(citation)["speaker"]
    known = [
        line(speaker) if speaker else None,
        said_by(citation)["form"],
        f"reported by {line(' and then '.join(citation.reported_by))}" if citation.reported_by else None,
        f"said on {line(citation.said_on)}" if citation.said_on else None,
        source.label("author"),
        source.label("publisher"),
        source.label("published"),
        f"page {citation.page}" if citation.page else None,
        place(citation),
    ]
    return ", ".join(part for part in known if part)


def _one(quoted: Quoted) -> tuple[Citation, Source]:
    return quoted.citation, sources([quoted])[0]


def _note(citation: Citation, source: Source) -> str:
    author, title = source.label("author"), source.label("title")
    named = [author, f"“{title},”" if title else f"{source.title},"]
    head = ", ".join(part for part in named if part)
    rest = [
        source.label("publisher"),
        _american(source),
        f"p. {citation.page}" if citation.page else None,
        source.url,
    ]
    return _ended(f"{_speaking(citation)}{head} {', '.join(part for part in rest if part)}")


def _speaking(citation: Citation) -> str:
    """Who says it, before the source it is quoted from; empty where nobody is proved to."""
    if not citation.speaker:
        return ""
    who = [line(citation.speaker), *([_long_day(citation.said_on)] if citation.said_on else [])]
    chain = f" by {line(' and then '.join(citation.reported_by))}," if citation.reported_by else ""
    verb = _VERBS.get(citation.how or "")
    return f"{', '.join(who)}, {f'{verb}{chain} ' if verb else ''}in "


def _in_text(citation: Citation, source: Source) -> str:
    title = source.label("title")
    parts = [source.label("author") or (f"“{title}”" if title else source.title), _year(source)]
    if citation.page:
        parts.append(f"p. {citation.page}")
    if citation.speaker:
        verb = _VERBS.get(citation.how or "")
        parts.insert(0, f"{line(citation.speaker)}, {f'as {verb} ' if verb else ''}in {parts.pop(0)}")
    return ", ".join(parts)


def _reference(source: Source) -> str:
    author, publisher = source.label("author"), source.label("publisher")
    dated = f"({_apa_day(source.issued) or source.label('published') or 'n.d.'})."
    head = [_ended(author), dated, _ended(source.title)] if author else [_ended(source.title), dated]
    return " ".join([*head, *([_ended(publisher)] if publisher else []), *([source.url] if source.url else [])])


def _year(source: Source) -> str:
    return str(source.issued[0]) if source.issued else source.label("published") or "n.d."


def _apa_day(parts: tuple[int, ...]) -> str:
    """(2023, 11, 2) as "2023, November 2"."""
    month = [MONTHS[parts[1] - 1], *map(str, parts[2:])] if parts[1:] else []
    return ", ".join([*map(str, parts[:1]), *([" ".join(month)] if month else [])])


def _american(source: Source) -> str:
    return _long_day(source.document.label("published")) if source.label("published") else "n.d."


def _long_day(day: str | None) -> str:
    """ "2023-11-02" as "November 2, 2023"; what is no date as it stands."""
    parts = date_parts(day)
    if not parts:
        return line(day or "")
    month = MONTHS[parts[1] - 1] if parts[1:] else ""
    return f"{month} {parts[2]}, {parts[0]}" if parts[2:] else f"{month} {parts[0]}".strip()


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _labels(citation: Citation, source: Source) -> str:
    labels = said_by(citation) | {name: source.label(name) for name in ("title", "author", "publisher", "published")}
    if citation.page:
        labels["page"] = str(citation.page)
    if source.url:
        labels["url"] = source.url
    told = [f"{name}: {line(value) if value else 'unknown'}" for name, value in labels.items()]
    return "\n".join(f"    {text}" for text in [*told, f"place: {place(citation)}"])
