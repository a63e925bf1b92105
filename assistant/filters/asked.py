"""The words of a question → filters: "in the report published by Azernews", "according to the statement of 2 November".

Precision first, because a filter that was not meant hides the answer. A name counts where the index has a source of that
name, and as a source it lacks only after "according to"; a quoted phrase only where the question says that it wants those
words; a day leaves out what is known to be of another day. Whose words are wanted is no filter here: `voices` weighs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.catalogue import labels, passages_of, passages_with
from assistant.constraints.demands import Constraints, constraints
from assistant.filters.match import Period, days_of, has_words, is_document, is_publisher, told_period, within
from assistant.filters.selection import FORM, Demand
from assistant.snapshot import Snapshot
from assistant.types import Document, Filters, InForce, Span, Statement
from assistant.voices import spoken_by

_SOURCE_BEFORE = re.compile(r"\baccording to\s+(?:the\s+)?(?:[\w.:№“\"„-]+\s+){0,4}[“\"„]?$", re.IGNORECASE)
_EXACT_BEFORE = re.compile(
    r"\b(?:(?:contain\w*|includ\w+|with)\s+the\s+(?:(?:exact|very)\s+)?|(?:exact|very)\s+)(?:words?|phrase|expression|wording)\s*:?\s*[“„«\"]$",
    re.IGNORECASE,
)
_PUBLISHED_BEFORE = re.compile(r"\b(?:published|released|issued)(?:\s+by\s[^,;:?!]*)?\s*$", re.IGNORECASE)


def asked(question: str, store: Snapshot) -> list[Demand]:
    """What the words of `question` demand of a source or of a sentence, each with the words that do."""
    found = constraints(question)
    return [*_sources(question, found, store), *_said(question, found), *_words(question, found)]


def _sources(question: str, found: Constraints, store: Snapshot) -> Iterator[Demand]:
    if found.publisher and found.publisher_span:
        of = labels(store, "publisher")
        named = {name for name, label in of.items() if is_publisher(found.publisher, label)}
        yield from _source("publisher", question, found.publisher_span, named)
    if found.document and found.document_span:
        titles, wanted = labels(store, "title"), found.document
        named = {d.name for d in store.listing() if is_document(wanted, d.name)}
        named |= {name for name, title in titles.items() if _is_titled(wanted, title)}
        yield from _source("document", question, found.document_span, named)


def _source(kind: str, question: str, span: Span, named: set[str]) -> Iterator[Demand]:
    if named or _SOURCE_BEFORE.search(question[: span.start]):
        words = question[span.start : span.end]
        yield Demand(Filters(), (InForce(kind, words, words),), frozenset(named))


def _is_titled(wanted: str, title: str) -> bool:
    """The whole title, or the number of a press release in it."""
    return has_words(title, wanted) and (any(c.isdigit() for c in wanted) or has_words(wanted, title))


def _said(question: str, found: Constraints) -> Iterator[Demand]:
    span = found.said_span
    if span is None or _PUBLISHED_BEFORE.search(question[: span.start]):  # "the book published in 1937" is an event
        return
    filters = Filters(said_from=found.said_from, said_to=found.said_to)
    told = InForce("said", told_period((found.said_from, found.said_to)), question[span.start : span.end])
    yield SaidAsked(filters, (told,), speaker=found.speaker)


def _words(question: str, found: Constraints) -> Iterator[Demand]:
    span = found.direct_span  # "in their own words" may be the document's own text, "as a direct quote" may not
    if span and "direct" in question[span.start : span.end].casefold():
        form = InForce(FORM, "direct quotes only", question[span.start : span.end])
        yield Demand(Filters(direct_only=True), (form,))
    span = found.phrase_span
    if found.phrase and span and _EXACT_BEFORE.search(question[: span.start]):
        phrase = InForce("phrase", found.phrase, question[span.start : span.end])
        yield Demand(Filters(phrase=found.phrase), (phrase,))


@dataclass(frozen=True)
class SaidAsked(Demand):
    """A day in a question: it leaves out only what is known to be of another day.

    That is a statement the text gives another day, the own text of the `speaker` asked about in a document of another
    day, and all of a document published before. A later document may report it without saying when it was said.
    """

    speaker: str | None = None

    def _said_in(self, store: Snapshot, period: Period) -> set[int]:
        early = [name for name, day in labels(store, "published").items() if _before(day, period)]
        rest = set(store.passage_numbers()) - passages_of(store, early)
        return rest | passages_with(store, said=period) if early else rest

    def _is_said_in(self, period: Period, said: Statement | None, document: Document) -> bool:
        published = document.label("published")
        day = said.said_on if said else None
        if said and said.how == "own" and self.speaker and spoken_by(self.speaker, said.speaker, said.role):
            day = day or published
        if within(published, period) or day:
            return within(published, period) or within(day, period)
        return not _before(published, period)


def _before(day: str | None, period: Period) -> bool:
    bounds = days_of(day or "")
    return bounds is not None and period[0] is not None and bounds[1] < period[0]
