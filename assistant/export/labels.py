"""What is known of a quote and its document, in the words people read; an unknown label is None or left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from assistant.escaping import hides, visible
from assistant.types import Citation, Document

FORMS = {"direct": "direct quotation", "reported": "reported speech", "own": "the document's own text"}
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Quoted(NamedTuple):
    """A citation and the document it is proved by, whose text the selectors need."""

    citation: Citation
    document: Document


class Source(NamedTuple):
    """A document with all that is quoted of it: one entry of a list of references.

    `key` names it in BibTeX, CSL-JSON and RIS; it is made of the document's hash, so it survives re-indexing.
    """

    key: str
    document: Document
    quoted: tuple[Citation, ...]

    def label(self, name: str) -> str | None:
        """The metadata value on one line; None where nothing proves one."""
        value = self.document.label(name)
        return (line(value) or None) if value else None

    @property
    def title(self) -> str:
        """The title, else the document's name."""
        return self.label("title") or line(self.document.name)

    @property
    def url(self) -> str | None:
        return web_address(self.document.label("url"))

    @property
    def issued(self) -> tuple[int, ...]:
        """Year, month and day it was published, as far as they are known."""
        return date_parts(self.document.label("published"))


def sources(quoted: Iterable[Quoted]) -> list[Source]:
    """The documents quoted, in the order in which they are."""
    found: dict[tuple[str, str], Source] = {}
    for citation, document in quoted:
        at = (document.name, document.sha256)
        if at not in found:
            same = sum(other.document.sha256 == document.sha256 for other in found.values())
            key = f"source-{document.sha256[:12]}" + (f"-{same + 1}" if same else "")
            found[at] = Source(key, document, ())
        found[at] = found[at]._replace(quoted=(*found[at].quoted, citation))
    return list(found.values())


def line(text: str) -> str:
    """`text` on one line, white space made one space and hiding characters visible."""
    return " ".join(visible(text).split())


def date_parts(day: str | None) -> tuple[int, ...]:
    """(year, month, day) of an ISO 8601 date, or what of it is given; empty where it is none."""
    found = _DAY.fullmatch(day or "")
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return ()
    return parts


def web_address(url: str | None) -> str | None:
    """The URL if it is one of the web that a reader may follow; None for any other."""
    if not url or any(c.isspace() or hides(c) for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def said_by(citation: Citation) -> dict[str, str | None]:
    """Who, how, when and where, for people."""
    speaker = f"{citation.speaker} ({citation.role})" if citation.speaker and citation.role else citation.speaker
    labels = {"speaker": speaker, "form": FORMS.get(citation.how or "")}
    if citation.reported_by:
        labels["reported by"] = " and then ".join(citation.reported_by)
    if citation.said_on:
        labels["said on"] = citation.said_on
    return labels | {"publisher": citation.publisher, "published": citation.published}


def place(citation: Citation) -> str:
    """Where it stands: document, offsets and the hash that proves both."""
    return f"{line(citation.document)} [{citation.start}:{citation.end}], SHA-256 {citation.sha256}"
