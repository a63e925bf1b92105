"""What is sent, as types; the OpenAPI text and the tools' schemas are made of them and of `results`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.evaluation import Question
from assistant.filters.selection import read_filters
from assistant.text import storable
from assistant.types import Filters, Turn

MOST_TURNS = 60
MOST_QUESTIONS = 200  # of one batch
LONGEST_SPAN = 20_000  # code points of a document read at once
LONGEST_TEXT = 20_000  # characters of one field; the engine refuses far shorter questions with a sentence of its own
LONGEST_ARTICLE = 200_000  # characters


def _storable(given: object) -> object:
    return storable(given) if isinstance(given, str) else given


_Storable = BeforeValidator(_storable)  # before: half a character would not be taken for a text at all
Text = Annotated[str, Field(max_length=LONGEST_TEXT), _Storable]
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


class ArticleForm(Form):
    """The text of an article, plain or Markdown, whose quotations are to be checked."""

    text: Annotated[str, Field(max_length=LONGEST_ARTICLE), _Storable]
