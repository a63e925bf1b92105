"""A conversation as the page keeps it, and what of it the engine is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.filters.selection import EVERYTHING
from assistant.types import Answer, Filters, Turn


@dataclass(frozen=True)
class Asked:
    """A question as it is to be asked. `alone`: it stands in full, so nothing before it is read into it."""

    question: str
    filters: Filters = EVERYTHING
    alone: bool = False


@dataclass(frozen=True)
class Exchange:
    """A question and what came of it: an answer, an error in one sentence, or neither while it is being worked on.

    `number` counts the questions of a conversation from 1. `stage` is what the engine does just now ("finding",
    "reading", "proving"). `sources` is the HTML of the answer's sources and `copies` what is copied with each of its
    quotes, by rank, both kept because the index may change during the conversation. `reported` are the ranks of the
    quotes that the reader reported as wrong.
    """

    number: int
    question: str
    answer: Answer | None = None
    error: str | None = None
    sources: str = ""
    filters: Filters = EVERYTHING
    alone: bool = False
    stage: str = ""
    copies: tuple[tuple[int, str], ...] = ()
    reported: tuple[int, ...] = ()

    @property
    def done(self) -> bool:
        return self.answer is not None or self.error is not None

    @property
    def asked(self) -> Asked:
        """What to ask to have it again."""
        return Asked(self.question, self.filters, self.alone)


Exchanges = tuple[Exchange, ...]


def trail(exchanges: Sequence[Exchange], number: int) -> list[Asked]:
    """What to ask to have the answer of exchange `number` again: its question, after those that it leans on."""
    found: list[Asked] = []
    for exchange in reversed([e for e in exchanges if e.answer is not None and e.number <= number]):
        found.insert(0, exchange.asked)
        if exchange.alone or (exchange.answer and exchange.answer.standalone_question == exchange.question):
            break
    return found


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The conversation as the engine takes it; questions that failed are left out."""
    said: list[Turn] = []
    for exchange in exchanges:
        if exchange.answer is not None:
            reply = " ".join(c.quote for c in exchange.answer.citations) or exchange.answer.reason or ""
            said += [Turn("user", exchange.question), Turn("assistant", reply)]
    return said
