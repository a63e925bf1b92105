"""What comes back, as types; the OpenAPI text and the tools' schemas are made of them and of `forms`.

A citation has one form everywhere: the fields of `assistant.types.Citation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.types import Citation, Group


@dataclass(frozen=True)
class Found:
    """A passage found: where it stands, its exact text, its fused score, and its place in each retriever's list."""

    document: str
    sha256: str
    start: int
    end: int
    text: str
    score: float
    rank: int
    ranks: dict[str, int]


@dataclass(frozen=True)
class FoundAll:
    """The passages found, best first; `withheld` says, a sentence each, which documents failed their proof."""

    passages: tuple[Found, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """What is known of a document: `metadata` values with what proves each."""

    name: str
    sha256: str
    reader: str
    characters: int
    metadata: Mapping[str, ValueShown]


@dataclass(frozen=True)
class ValueShown:
    """A label and what it rests on."""

    value: str
    evidence: str


@dataclass(frozen=True)
class Listing:
    """`total` documents are in the index; these are those from the `offset`-th on, by name.

    `withheld` says, a sentence each, which of them are left out because they failed their proof.
    """

    total: int
    offset: int
    documents: tuple[Listed, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class StretchShown:
    """A stretch of a text that is kept but never quoted, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class PageShown:
    """Where a page of a paged source lies in the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class DocumentRead:
    """A document whole, as it was read; offsets are those of `text`."""

    name: str
    sha256: str
    reader: str
    text: str
    text_sha256: str
    zones: tuple[StretchShown, ...]
    pages: tuple[PageShown, ...]
    metadata: Mapping[str, ValueShown]


@dataclass(frozen=True)
class SpanRead:
    """An exact stretch of a document: `text` is `document.text[start:end]`."""

    document: str
    sha256: str
    start: int
    end: int
    text: str
    characters: int


@dataclass(frozen=True)
class ChangeShown:
    """Words in which a quote and a document agree or differ; spans in the quote (`given`) and the document (`found`)."""

    kind: str
    given: tuple[int, int] | None
    found: tuple[int, int] | None


@dataclass(frozen=True)
class Match(Citation):
    """A citation, with the differences where the quote is altered."""

    diff: str | None = None
    changes: tuple[ChangeShown, ...] = ()


@dataclass(frozen=True)
class PartShown:
    """A part of a spliced quote, as a span of the quote."""

    start: int
    end: int


@dataclass(frozen=True)
class MissingShown(PartShown):
    """Words of the document's sentence that a cropped quote left out."""

    kind: str
    words: str


@dataclass(frozen=True)
class Checked:
    """A quote's verdict with the true words (docs/checking.md)."""

    quote: str
    speaker: str | None
    verdict: str
    matches: tuple[Match, ...]
    parts: tuple[PartShown, ...]
    missing: tuple[MissingShown, ...]
    nearest: tuple[Citation, ...]


@dataclass(frozen=True)
class QuotationShown:
    """A quotation of an article, `text[start:end]` of it, whose words the article says they are, and its verdict.

    `check` is null where the quotation is not judged; `reason` says why. `inside` is the `id` of the quotation around it.
    """

    id: int
    start: int
    end: int
    quote: str
    mark: str
    inside: int | None
    speaker: str | None
    role: str | None
    speaker_evidence: str | None
    reason: str | None
    check: Checked | None


@dataclass(frozen=True)
class ArticleShown:
    """Every quotation of an article, held against the documents (docs/article.md); `counts` are those by verdict."""

    name: str
    sha256: str
    text_sha256: str
    reader: str
    true: bool
    counts: Mapping[str, int]
    quotes: tuple[QuotationShown, ...]


@dataclass(frozen=True)
class Compared:
    """Who says what on a subject (docs/compare.md); a parallel is the ranks of its two entries."""

    question: str
    standalone_question: str
    reason: str | None
    groups: tuple[Group, ...]
    parallels: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]
    withheld: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Evaluation:
    """Measures over known questions, by kind, and of each question; null is what the questions cannot tell.

    `unscored` says by id why a question could not be scored.
    """

    summary: Mapping[str, float | None]
    kinds: Mapping[str, Mapping[str, float | None]]
    results: tuple[Mapping[str, Any], ...]
    unscored: Mapping[str, str]


@dataclass(frozen=True)
class Fault:
    """Why there is no result, in one sentence, its kind, and the HTTP status."""

    message: str
    type: str
    code: int


@dataclass(frozen=True)
class FaultShown:
    """The form of every error."""

    error: Fault
