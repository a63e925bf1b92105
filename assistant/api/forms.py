"""What is sent and what comes back, as types: the OpenAPI text and the tools' schemas are made of them.

A citation has one form everywhere: the fields of `assistant.types.Citation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.evaluation import Question
from assistant.filters import read_filters
from assistant.text import storable
from assistant.types import Citation, Filters, Group, Turn

MOST_TURNS = 60
MOST_QUESTIONS = 200  # of one batch
LONGEST_SPAN = 20_000  # code points of a document read at once
LONGEST_TEXT = 20_000  # characters of one field; the engine refuses far shorter questions with a sentence of its own

Text = Annotated[str, AfterValidator(storable), Field(max_length=LONGEST_TEXT)]
Names = Annotated[list[Text], Field(max_length=100)]


class Form(BaseModel):
    """Something sent; a field that is not known is refused, so that a misspelt filter is noticed."""

    model_config = ConfigDict(extra="forbid")


class TurnForm(Form):
    """One turn of the conversation before."""

    role: Literal["user", "assistant"]
    content: Text


class FiltersForm(Form):
    """What alone may be quoted; all that are set must hold. Days are ISO 8601: 2023-11-02, 2023-11 or 2023."""

    speakers: Names = []
    publishers: Names = []
    documents: Names = []
    languages: Names = []
    said_from: Text | None = None
    said_to: Text | None = None
    published_from: Text | None = None
    published_to: Text | None = None
    direct_only: bool = False
    phrase: Text | None = None

    def filters(self) -> Filters:
        """The record the engine takes."""
        return read_filters(self.model_dump())


class SearchForm(Form):
    """A query for passages."""

    query: Text
    k: int = Field(10, ge=1, le=100)
    filters: FiltersForm = FiltersForm()


class AskForm(Form):
    """A question, the turns before it (oldest first; a text alone is a question), and filters."""

    question: Text
    history: list[Text | TurnForm] = Field([], max_length=MOST_TURNS)
    filters: FiltersForm = FiltersForm()

    def turns(self) -> tuple[Turn, ...]:
        """The turns before it."""
        return tuple(Turn("user", h) if isinstance(h, str) else Turn(h.role, h.content) for h in self.history)


class QuestionForm(AskForm):
    """A question of a batch. `answerable` and `gold` are what is known of the answer, for an evaluation."""

    id: Text = ""
    kind: Text = ""
    answerable: bool | None = None
    gold: list[GoldForm] = []

    def asked(self, number: int) -> Question:
        """The record the engine takes; a question without an id is called by its number."""
        gold = tuple((g.document, g.start, g.end) for g in self.gold)
        filters = self.filters.filters()
        return Question(self.id or str(number), self.question, self.turns(), self.kind, self.answerable, gold, filters)


class GoldForm(Form):
    """Where an answer stands."""

    document: Text
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: Text | None = None


QuestionForm.model_rebuild()


class BatchForm(Form):
    """Questions to be answered one after the other."""

    questions: list[QuestionForm] = Field(min_length=1, max_length=MOST_QUESTIONS)


class CheckForm(Form):
    """Words that somebody quotes, and whose they are said to be."""

    quote: Text
    speaker: Text | None = None


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
    """`total` documents are in the index; these are those from the `offset`-th on, by name."""

    total: int
    offset: int
    documents: tuple[Listed, ...]


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
