"""Who is named in a document: persons in full with their roles, bodies, short forms; and where each is mentioned.

A short form stands for a full name only if one full name of the document fits it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.attribution.lexicon import (
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    FEMALE_NAMES,
    HE_WORDS,
    MALE_NAMES,
    MONTHS_AND_DAYS,
    PARTICLES,
    ROLES,
    SHE_WORDS,
    TITLES,
)
from assistant.attribution.phrases import is_name
from assistant.attribution.scan import Paragraph
from assistant.attribution.tokens import Token
from assistant.types import Span

_PORTFOLIOS = frozenset(
    """state defense defence treasury foreign affairs justice interior internal health education energy commerce labor labour
    agriculture transportation homeland security finance economy war culture emergency situations republic staff""".split()
)
_LINKS = frozenset("of the and for".split())
_NOT_PERSONS = BODIES | DOCUMENTS | frozenset(
    """news house street city county state island islands university college school hotel park road avenue river sea bay
    times post journal magazine press radio tv show today week day war act amendment law plan convention primary
    caucus debate election party america american americans states york hampshire carolina dakota jersey virginia mexico
    island africa asia europe east west north south central valley coast region republic general court""".split()
)
_SUFFIXES = frozenset("jr. sr. jr sr ii iii iv".split())
_ACRONYM = re.compile(r"((?:[A-Z][\w’'&-]*\s+(?:(?:of|for|and|the|on)\s+){0,2}){1,8}[A-Z][\w’'&-]*|[A-Z][\w’'&-]*)\s+\((?:the\s+|or\s+)?([A-Z]{2,7})\)")


@dataclass
class Person:
    """A person named in full at `span` (the name alone); `roles` are spans of what the text calls them."""

    name: str
    span: Span
    words: tuple[str, ...]
    roles: list[Span] = field(default_factory=list)
    gender: str = ""  # "he", "she" or "" for unknown
    proved: bool = False  # a title, a role or a first name says that it is a person
    at: list[int] = field(default_factory=list)  # where mentioned outside quotations, by full name or surname

    @property
    def surname(self) -> str:
        """The last word in small letters."""
        return self.words[-1]


@dataclass
class Directory:
    """The persons of a document, its acronyms, and the capitalised names that are no persons."""

    text: str
    persons: list[Person]
    acronyms: dict[str, Span]
    bodies: list[Span]

    def named(self, words: Sequence[str]) -> list[Person]:
        """The persons that a name of these words (small letters) may stand for."""
        if len(words) >= 2:
            return [p for p in self.persons if p.words[0] == words[0] and p.surname == words[-1]]
        return [p for p in self.persons if p.surname == words[0]] or [p for p in self.persons if p.words[0] == words[0]]

    def holders(self, noun: str) -> list[Person]:
        """The persons one of whose roles has `noun` in it."""
        pattern = re.compile(rf"(?i)\b{re.escape(noun)}\b")
        return [p for p in self.persons if any(pattern.search(self.text, r.start, r.end) for r in p.roles)]


def split_name(words: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """A phrase such as "U.S. Secretary of State Antony Blinken" → the words of the role and those of the name."""
    last = -1
    for at, token in enumerate(words):
        low = token.low.rstrip(".")
        if low in TITLES or low in ROLES or low.endswith(("'s", "s'")) or not (is_name(token) or low in PARTICLES):
            last = at
        elif low in BODIES and at + 1 < len(words):
            last = at
    while last + 1 < len(words) and words[last].low in {"of", "and", "for", "the"} | _PORTFOLIOS and words[last + 1].low in _PORTFOLIOS:
        last += 1
    if last + 1 < len(words) and words[last].low == "of" and len(words) - last > 3:
        last = len(words) - 3
    elif last + 1 < len(words) and words[last].low == "of":
        last = len(words) - 1
    return list(words[: last + 1]), list(words[last + 1 :])


def directory(text: str, paragraphs: Sequence[Paragraph]) -> Directory:
    """Everybody the document names; `paragraphs` as `scan` gives them."""
    persons: dict[tuple[str, str], Person] = {}
    bodies: list[Span] = []
    for paragraph in paragraphs:
        for first, stop in _runs(paragraph.tokens):
            _enter(text, paragraph.tokens, first, stop, persons, bodies)
    known = [p for p in persons.values() if p.proved]
    _mark_mentions(paragraphs, known)
    acronyms = {m.group(2): Span(m.start(1), m.end(1)) for m in _ACRONYM.finditer(text) if _fits(m.group(1), m.group(2))}
    return Directory(text, known, acronyms, bodies)


def _fits(name: str, acronym: str) -> bool:
    words = name.split()
    return "".join(w[0] for w in words if w[0].isupper()) == acronym or "".join(w[0] for w in words).upper() == acronym


def _runs(found: Sequence[Token]) -> list[tuple[int, int]]:
    """Stretches of capitalised words, with the "of" and "the" inside them."""
    runs, at = [], 0
    while at < len(found):
        if not is_name(found[at]):
            at += 1
            continue
        end = at + 1
        while end < len(found) and end - at < 16:
            if found[end - 1].low.endswith(("'s", "s'")):
                break
            if is_name(found[end]):
                end += 1
            elif found[end].low in _LINKS | PARTICLES and end + 1 < len(found) and is_name(found[end + 1]):
                end += 2
            elif found[end].low == "of" and end + 2 < len(found) and found[end + 1].low == "the" and is_name(found[end + 2]):
                end += 3
            else:
                break
        runs.append((at, end))
        at = end
    return runs


def _enter(
    text: str, found: Sequence[Token], first: int, stop: int, persons: dict[tuple[str, str], Person], bodies: list[Span]
) -> None:
    role, name = split_name(found[first:stop])
    name = [t for t in name if t.low not in _SUFFIXES]
    low = [_plain(t.low) for t in name]
    if not 2 <= len(name) <= 4 or any(w in _NOT_PERSONS or w in MONTHS_AND_DAYS for w in low) or "of" in low or "and" in low:
        words = found[first:stop]
        if any(t.low in BODIES for t in words):
            bodies.append(Span(words[0].start, words[-1].end))
        return
    end = name[-1].end - (2 if name[-1].low.endswith("'s") else 1 if name[-1].low.endswith("s'") and len(low[-1]) < len(name[-1].low) else 0)
    span = Span(name[0].start, end)
    person = persons.setdefault((low[0], low[-1]), Person(text[span.start : span.end], span, tuple(low)))
    start = first
    while start > 0 and first - start < 5 and _is_role_word(found[start - 1]):
        start -= 1
    before = [*found[start:first], *role]
    _add_role(person, before)
    _add_apposition(person, found, stop)
    if low[0] in MALE_NAMES or low[0] in FEMALE_NAMES:
        person.proved = True
        person.gender = person.gender or ("he" if low[0] in MALE_NAMES else "she")


def _plain(low: str) -> str:
    return low.removesuffix("'s").removesuffix("'")


def _is_role_word(token: Token) -> bool:
    low = token.low
    return (low in ROLES or low.endswith("-elect")) or (low.isalpha() and low[0].islower() and token.word.islower() and low in {"foreign", "prime", "former", "campaign", "deputy", "assistant", "vice", "political", "party", "state", "senior", "press"})


def _add_role(person: Person, words: Sequence[Token]) -> None:
    if not words:
        return
    lows = {t.low.rstrip(".") for t in words}
    if lows & (TITLES | ROLES):
        person.proved = True
        person.gender = "he" if lows & HE_WORDS else "she" if lows & SHE_WORDS else person.gender
        kept = [t for t in words if t.low not in DETERMINERS]
        if kept and not (len(kept) == 1 and kept[0].low.rstrip(".") in {"mr", "mrs", "ms", "miss", "sir"}):
            person.roles.append(Span(kept[0].start, words[-1].end))


def _add_apposition(person: Person, found: Sequence[Token], stop: int) -> None:
    """ ", assistant secretary at the department's Bureau of …," """
    if stop + 1 >= len(found) or found[stop].low != ",":
        return
    start = stop + 1
    while start < len(found) and found[start].low in DETERMINERS:
        start += 1
    end = start
    while end < min(len(found), start + 18) and found[end].word[0].isalnum() and found[end].low not in {"who", "said", "says", "told"}:
        end += 1
    if end >= len(found) or end == start or found[end].low not in {",", ".", ")"}:
        return
    head = {t.low for t in found[start : start + 5]}
    if head & ROLES and not _starts_other(found, start, end):
        person.proved = True
        person.roles.append(Span(found[start].start, found[end - 1].end))
        person.gender = "he" if head & HE_WORDS else "she" if head & SHE_WORDS else person.gender


def _starts_other(found: Sequence[Token], start: int, end: int) -> bool:
    """ "…, Secretary of State Antony Blinken": another person in a list, not an apposition."""
    _, name = split_name(found[start:end])
    return len(name) >= 2 and all(is_name(t) for t in name)


def _mark_mentions(paragraphs: Sequence[Paragraph], persons: Sequence[Person]) -> None:
    by_name: dict[str, list[Person]] = {}
    for person in persons:
        by_name.setdefault(person.surname, []).append(person)
    for paragraph in paragraphs:
        for token in paragraph.tokens:
            if token.is_name:
                for person in by_name.get(_plain(token.low), ()):
                    person.at.append(token.start)
