"""Filters → which passages are searched, and which of their sentences may be quoted.

The passages come from the store's tables, so that no text is read for them; they hold every sentence that passes, and
some that do not. Each sentence is then tested itself. The caller's filters are strict: where a label is unknown, the
sentence does not pass.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rapidfuzz import fuzz, process

from assistant.catalogue import labels, passages_of, passages_with, speakers
from assistant.constraints.dates import days_in_words
from assistant.errors import BadInput
from assistant.filters.match import (
    Period,
    days_of,
    has_words,
    is_document,
    is_language,
    is_publisher,
    told_period,
    within,
)
from assistant.index import View
from assistant.snapshot import Snapshot
from assistant.text import words
from assistant.types import Document, Filters, InForce, Span, Statement
from assistant.voices import spoken_by, statement_of, statements_in

SIMILAR = 60.0  # of 100, from which a name is suggested for one that the index lacks
AS_NEAR = 10.0  # below the nearest, and still suggested
FORM = "form"  # the filter that admits direct quotations only, as it is told
_NAMES = ("speakers", "publishers", "documents", "languages")
_DAYS = ("said_from", "said_to", "published_from", "published_to")

Admits = Callable[[Document, Span], bool]


@dataclass(frozen=True)
class Selection:
    """What may be searched (numbers of passages, None for all) and quoted, and why: the filters `in_force`."""

    among: list[int] | None
    admits: Admits | None
    in_force: tuple[InForce, ...]


EVERYTHING = Filters()
ANYTHING = Selection(None, None, ())


def read_filters(form: Mapping[str, Any]) -> Filters:
    """Filters from their JSON form, `{"publishers": ["Azernews"], "said_from": "2023-11"}`. Raises BadInput."""
    known = {f.name for f in fields(Filters)}
    for key, value in form.items():
        if key not in known:
            raise BadInput(f"There is no filter called “{key}”; there are {', '.join(sorted(known))}.")
        many = isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)
        kind = many if key in _NAMES else isinstance(value, bool) if key == "direct_only" else isinstance(value, str)
        if not kind and not (value is None and key not in _NAMES and key != "direct_only"):
            form_of = "a list of texts" if key in _NAMES else "true or false" if key == "direct_only" else "a text"
            raise BadInput(f"The filter “{key}” must be {form_of}.")
    made: dict[str, Any] = {key: tuple(value) if key in _NAMES else value for key, value in form.items()}
    return Filters(**made)


def names_of(store: Snapshot) -> Filters:
    """All names the index has that filters could hold, each in order."""
    return Filters(
        speakers=tuple(sorted({name for name, _ in speakers(store)})),
        publishers=tuple(sorted(set(labels(store, "publisher").values()))),
        documents=tuple(stored.name for stored in store.listing()),
        languages=tuple(sorted(set(labels(store, "language").values()))),
    )


def overlaid(under: Filters, above: Filters) -> Filters:
    """`under` with what `above` sets in its place."""
    return replace(under, **{f.name: value for f in fields(Filters) if (value := getattr(above, f.name)) != f.default})


def checked(filters: Filters) -> Filters:
    """The filters with whole days. Raises BadInput for what is empty, no day or a reversed range."""
    for value in (*(v for key in _NAMES for v in getattr(filters, key)), *(getattr(filters, key) for key in _DAYS)):
        if value is not None and not value.strip():
            raise BadInput("A filter is empty; leave it out or say what it shall admit.")
    if filters.phrase is not None and not words(filters.phrase):
        raise BadInput("The phrase to be found has no word in it.")
    days: dict[str, Any] = {key: _day(getattr(filters, key), last=key.endswith("_to")) for key in _DAYS}
    found = replace(filters, **days)
    for kind, first, last in _periods(found):
        if first and last and first > last:
            raise BadInput(f"The range of days it was {kind} in is reversed: {first} is after {last}.")
    return found


def select(demands: Iterable[Demand], view: View) -> Selection:
    """What passes all the `demands`."""
    wanted = list(demands)
    parts = [part for demand in wanted for part in demand.passages(view)]
    among = sorted(set.intersection(*parts)) if parts else None
    if among is not None and len(among) == view.store.passage_count():
        among = None

    def admits(document: Document, sentence: Span) -> bool:
        return all(demand.admits(document, sentence) for demand in wanted)

    return Selection(among, admits, tuple(f for demand in wanted for f in demand.in_force))


@dataclass(frozen=True)
class Demand:
    """Filters with whole days, and how they are told to people.

    `documents` are the names of those that pass, `speakers` the names in the store that the wanted ones denote; None is all.
    """

    filters: Filters
    in_force: tuple[InForce, ...]
    documents: frozenset[str] | None = None
    speakers: frozenset[str] | None = None

    @classmethod
    def of(cls, filters: Filters, store: Snapshot) -> Demand:
        """What a caller's filters demand. Raises BadInput, also for names that the index does not have."""
        found = checked(filters)
        return cls(found, tuple(_told(found)), _documents(found, store), _speakers(found, store))

    def passages(self, view: View) -> list[set[int]]:
        """Sets of passages; what passes lies in all of them."""
        wanted, store, found = self.filters, view.store, []
        if self.documents is not None:
            found.append(passages_of(store, self.documents))
        if wanted.speakers or wanted.direct_only:
            found.append(passages_with(store, self.speakers, wanted.direct_only))
        if wanted.said_from or wanted.said_to:
            found.append(self._said_in(store, (wanted.said_from, wanted.said_to)))
        if wanted.phrase:
            found.append(set(view.containing(wanted.phrase)))
        return found

    def admits(self, document: Document, sentence: Span) -> bool:
        """Whether the sentence of the document passes."""
        wanted = self.filters
        if self.documents is not None and document.name not in self.documents:
            return False
        if wanted.phrase and not has_words(document.text[sentence.start : sentence.end], wanted.phrase):
            return False
        said = statement_of(document.statements, sentence)
        if wanted.direct_only and not (said and said.how == "direct"):
            return False
        # whoever is told in it to have said something counts, too
        voices = [said, *statements_in(document.statements, sentence)]
        if wanted.speakers and not any(
            spoken_by(asked, s.speaker, s.role, s.reported_by) for s in voices if s for asked in wanted.speakers
        ):
            return False
        period = wanted.said_from, wanted.said_to
        return period == (None, None) or self._is_said_in(period, said, document)

    def _said_in(self, store: Snapshot, period: Period) -> set[int]:
        days = labels(store, "published")
        return passages_with(store, said=period) | passages_of(
            store, [n for n, day in days.items() if within(day, period)]
        )

    def _is_said_in(self, period: Period, said: Statement | None, document: Document) -> bool:
        return within((said and said.said_on) or document.label("published"), period)


def told(in_force: Iterable[InForce]) -> str:
    """The filters in one line for people."""
    return "; ".join(f"{f.name}: {f.value}" + (f" (from “{f.words}”)" if f.words is not None else "") for f in in_force)


def _told(filters: Filters) -> Iterable[InForce]:
    for key in _NAMES:
        if getattr(filters, key):
            yield InForce(key.removesuffix("s"), " or ".join(getattr(filters, key)))
    for kind, first, last in _periods(filters):
        if first or last:
            yield InForce(kind, told_period((first, last)))
    if filters.direct_only:
        yield InForce(FORM, "direct quotes only")
    if filters.phrase:
        yield InForce("phrase", filters.phrase)


def _periods(filters: Filters) -> list[tuple[str, str | None, str | None]]:
    return [
        ("said", filters.said_from, filters.said_to),
        ("published", filters.published_from, filters.published_to),
    ]


def _day(text: str | None, last: bool) -> str | None:
    if text is None:
        return None
    bounds = days_of(text) or days_in_words(text.strip())
    if bounds is None:
        raise BadInput(f"“{text}” is no day of the calendar; write 2023-11-02, 2023-11 or 2023.")
    return bounds[last]


def _documents(wanted: Filters, store: Snapshot) -> frozenset[str] | None:
    """The names of the documents whose name, publisher, language and published day pass; None where any does."""
    kept: list[set[str]] = []
    if wanted.documents:
        names = {stored.name: stored.name for stored in store.listing()}
        kept.append(_labelled("document", wanted.documents, names, is_document))
    if wanted.publishers:
        kept.append(_labelled("publisher", wanted.publishers, labels(store, "publisher"), is_publisher))
    if wanted.languages:
        kept.append(_labelled("language", wanted.languages, labels(store, "language"), is_language))
    period = wanted.published_from, wanted.published_to
    if period != (None, None):
        kept.append({name for name, day in labels(store, "published").items() if within(day, period)})
    return frozenset(set.intersection(*kept)) if kept else None


def _labelled(kind: str, asked: Iterable[str], of: Mapping[str, str], same: Callable[[str, str], bool]) -> set[str]:
    """The names of the documents whose label is one of those asked for. Raises BadInput where one is no document's."""
    there = set(of.values())
    meant = {name: {label for label in there if same(name, label)} for name in asked}
    for name, found in meant.items():
        if not found:
            raise _unknown(kind, name, there)
    every = set.union(*meant.values())
    return {name for name, label in of.items() if label in every}


def _speakers(wanted: Filters, store: Snapshot) -> frozenset[str] | None:
    """The speakers' names in the store that those wanted denote; None where none is wanted. Raises BadInput."""
    if not wanted.speakers:
        return None
    voices, every = speakers(store), set()
    for asked in wanted.speakers:
        found = {name for name, role in voices if spoken_by(asked, name, role)}
        if not found:
            raise _unknown("speaker", asked, {name for name, _ in voices})
        every |= found
    return frozenset(every)


def _unknown(kind: str, asked: str, there: Collection[str]) -> BadInput:
    near = process.extract(
        asked, sorted(there), scorer=fuzz.ratio, processor=str.casefold, limit=3, score_cutoff=SIMILAR
    )
    meant = " or ".join(f"“{other}”" for other, score, _ in near if score > near[0][1] - AS_NEAR)
    return BadInput(f"There is no {kind} called “{asked}” in the index" + (f"; did you mean {meant}?" if near else "."))
