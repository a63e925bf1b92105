"""Who is named in a document: persons in full with their roles, bodies, short forms; and where each is mentioned.

A short form stands for a full name only if one full name of the document fits it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.attribution.coordination import main_subject
from assistant.attribution.lexicon import (
    BODIES,
    DOCUMENTS,
    FEMALE_NAMES,
    MALE_NAMES,
    MONTHS_AND_DAYS,
    PARTICLES,
    PLURAL_ROLES,
    PRONOUNS,
    ROLES,
    SHORT_TITLES,
    TITLES,
)
from assistant.attribution.names import split_name
from assistant.attribution.phrases import is_name
from assistant.attribution.roles import (
    LINKS,
    RELATIONS,
    Person,
    add_apposition,
    add_role,
    add_role_before_comma,
    is_role_word,
)
from assistant.attribution.scan import Paragraph
from assistant.attribution.tokens import Token
from assistant.types import Span

_NOT_PERSONS = (
    BODIES
    | DOCUMENTS
    | frozenset(
        """news house street city county state island islands university college school hotel park road avenue river sea bay
    times post journal magazine press radio tv show today week day war act amendment law plan convention primary
    caucus debate election holding holdings group limited ltd plc inc corp gmbh party america american americans states york hampshire carolina dakota jersey virginia mexico
    island africa asia europe east west north south central valley coast region republic general court""".split()
    )
)
_BEHIND_NOUN = frozenset("of for on".split())
_SUFFIXES = frozenset("jr. sr. jr sr ii iii iv".split())
_CAPITALISED = r"\b[A-Z][\w’'&-]{0,30}"  # bounded, or an endless word is read again from each of its letters
_ACRONYM = re.compile(
    rf"((?:{_CAPITALISED}\s+(?:(?:of|for|and|the|on)\s+){{0,2}}){{0,8}}{_CAPITALISED})\s+\((?:the\s+|or\s+)?([A-Z]{{2,7}})\)"
)


@dataclass
class Directory:
    """The persons of a document, its acronyms, and the capitalised names that are no persons."""

    text: str
    persons: list[Person]
    acronyms: dict[str, Span]
    bodies: list[Span]
    others: list[int]  # where single names stand that speak somewhere and are nobody's surname here

    def __post_init__(self) -> None:
        self._last: dict[str, list[Person]] = {}
        self._first: dict[str, list[Person]] = {}
        self._held: dict[str, list[Person]] = {}
        self._spans: dict[str, dict[str, Span]] = {}
        for person in self.persons:
            self._last.setdefault(person.surname, []).append(person)
            self._first.setdefault(person.words[0], []).append(person)
            words = {w.strip(".,") for r in person.roles for w in self.text[r.start : r.end].casefold().split()}
            for word in words:
                self._held.setdefault(word, []).append(person)
        for span in self.bodies:
            name = self.text[span.start : span.end].removesuffix("’s").removesuffix("'s")
            parts = name.casefold().split()
            for at, word in enumerate(parts) if len(parts) > 1 else ():
                if at + 1 == len(parts) or parts[at + 1] in _BEHIND_NOUN:  # what it is: no union is "Union House"
                    place = Span(span.start, span.start + len(name))
                    self._spans.setdefault(word, {}).setdefault(name.casefold(), place)

    def named(self, words: Sequence[str]) -> list[Person]:
        """The persons that a name of these words (small letters) may stand for."""
        if len(words) >= 2:
            return [p for p in self._last.get(words[-1], ()) if p.words[0] == words[0]]
        return self._last.get(words[0]) or self._first.get(words[0], [])

    def holders(self, noun: str) -> list[Person]:
        """The persons one of whose roles has `noun` in it."""
        return self._held.get(noun, [])

    def bodies_of(self, noun: str) -> list[Span]:
        """Where the bodies that are a `noun` by their names first stand, one place a name."""
        return list(self._spans.get(noun, {}).values())


def directory(text: str, paragraphs: Sequence[Paragraph]) -> Directory:
    """Everybody the document names; `paragraphs` as `scan` gives them."""
    persons: dict[tuple[str, str], Person] = {}
    bodies: list[Span] = []
    for paragraph in paragraphs:
        for first, stop in _runs(paragraph.tokens):
            for start, end in _apart(paragraph.tokens, first, stop):
                _enter(text, paragraph.tokens, start, end, persons, bodies)
    _prove_acting(paragraphs, persons)
    full = {p.surname for p in persons.values() if p.proved and len(p.words) > 1}
    known = [p for p in persons.values() if p.proved and (len(p.words) > 1 or p.surname not in full)]
    _mark_mentions(paragraphs, known)
    acronyms: dict[str, Span] = {}
    for match in _ACRONYM.finditer(text):
        place = _full_name(match)
        if place:
            acronyms.setdefault(match.group(2), place)
    return Directory(text, known, acronyms, bodies, _others(text, paragraphs, known))


def _prove_acting(paragraphs: Sequence[Paragraph], persons: Mapping[tuple[str, str], Person]) -> None:
    """Who speaks or is the subject of a sentence competes for "he", whether the first name is in the lists or not."""
    for paragraph in paragraphs:
        found = paragraph.tokens
        places = (
            bisect_left(found, at, key=lambda t: t.start) for s, _ in paragraph.speeches for at in s.mention or ()
        )
        acting = [*zip(places, places, strict=True)]  # first token and one past the last
        acting += [s for first, stop in paragraph.sentences if (s := main_subject(found, first, stop))]
        for first, stop in acting:
            for one in pairwise(_plain(t.low) for t in found[first:stop] if is_name(t)):
                if one in persons:
                    persons[one].proved = True


def _others(text: str, paragraphs: Sequence[Paragraph], known: Sequence[Person]) -> list[int]:
    """A speaker called by one name alone may be a man, a woman or a newspaper: enough to make "he" doubtful."""
    names = {w for p in known for w in (p.surname, p.words[0])}
    spoken = {text[s.mention.start : s.mention.end] for p in paragraphs for s, _ in p.speeches if s.mention}
    single = {w.casefold() for w in spoken if w.isalpha() and w[0].isupper()} - names - PRONOUNS
    return sorted(
        t.start
        for p in paragraphs
        for at, t in enumerate(p.tokens)
        if t.is_name and (_plain(t.low) in single or is_namesake(p.tokens, at))
    )


def _full_name(match: re.Match[str]) -> Span | None:
    """The words before "(WHO)" whose first letters it has, with or without "of" and "the"."""
    words = [*re.finditer(r"\S+", match.group(1))]
    for at, word in enumerate(words):
        letters = [w.group()[0] for w in words[at:]]
        if "".join(c for c in letters if c.isupper()) == match.group(2) or "".join(letters).upper() == match.group(2):
            return Span(match.start(1) + word.start(), match.end(1))
    return None


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
            elif found[end].low == "and" and not any(t.low in {"for", "of", "on"} for t in found[at:end]):
                break  # two people, not "the Ministry of Health and Care"
            elif found[end].low in LINKS | PARTICLES and end + 1 < len(found) and is_name(found[end + 1]):
                end += 2
            elif (
                found[end].low == "of"
                and end + 2 < len(found)
                and found[end + 1].low == "the"
                and is_name(found[end + 2])
            ):
                end += 3
            else:
                break
        runs.append((at, end))
        at = end
    return runs


def _apart(found: Sequence[Token], first: int, stop: int) -> list[tuple[int, int]]:
    """ "Greta Holm of the National Museum" is a person and a body; "Edith Cowan University of Perth" is not."""
    of = next((n for n in range(first + 2, stop) if found[n].low == "of"), stop)
    _, name = split_name(found[first:of])
    known = len(name) >= 2 and (name[0].low in MALE_NAMES | FEMALE_NAMES or _is_described(found, first))
    if of == stop or not known or any(t.low in _NOT_PERSONS for t in name):
        return [(first, stop)]
    behind = of + 1 + (found[of + 1].low == "the")
    return [(first, of), (behind, stop)]


def _enter(
    text: str, found: Sequence[Token], first: int, stop: int, persons: dict[tuple[str, str], Person], bodies: list[Span]
) -> None:
    role, name = split_name(found[first:stop])
    name = [t for t in name if t.low not in _SUFFIXES]
    low = [_plain(t.low) for t in name]
    if (
        not 2 <= len(name) <= 4
        or any(w in _NOT_PERSONS or w in MONTHS_AND_DAYS for w in low)
        or "of" in low
        or "and" in low
    ):
        if len(name) == 1 and low[0] not in _NOT_PERSONS and {t.low.rstrip(".") for t in role} & TITLES:
            _enter_short(text, name[0], low[0], role, persons)
        words = found[first:stop]
        if any(t.low in BODIES for t in words):
            bodies.append(Span(words[0].start, words[-1].end))
        return
    end = name[-1].end - (
        2
        if name[-1].low.endswith("'s")
        else 1
        if name[-1].low.endswith("s'") and len(low[-1]) < len(name[-1].low)
        else 0
    )
    span = Span(name[0].start, end)
    person = persons.setdefault((low[0], low[-1]), Person(text[span.start : span.end], span, tuple(low)))
    start = first
    while start > 0 and first - start < 5 and is_role_word(found, start - 1):
        start -= 1
    add_role(person, [*found[start:first], *role])
    if first >= 2 and found[first - 1].low == "," and all(t.low.rstrip(".") in SHORT_TITLES for t in role):
        add_role_before_comma(person, found, first - 1)
    add_apposition(person, found, stop)
    if low[0] in MALE_NAMES or low[0] in FEMALE_NAMES or _is_described(found, first):
        person.proved = True
    if low[0] in MALE_NAMES or low[0] in FEMALE_NAMES:
        person.gender = person.gender or ("he" if low[0] in MALE_NAMES else "she")


def _is_described(found: Sequence[Token], first: int) -> bool:
    """ "another expert, Greta Holm": whoever stands behind what one is by trade or office."""
    return first >= 2 and found[first - 1].low == "," and found[first - 2].low in ROLES - PLURAL_ROLES - RELATIONS


def _enter_short(
    text: str, token: Token, low: str, role: Sequence[Token], persons: dict[tuple[str, str], Person]
) -> None:
    """ "President Obama", whom the document may never name in full, competes for "he" and "the president" all the same."""
    span = Span(token.start, token.start + len(low))
    person = persons.setdefault(("", low), Person(text[span.start : span.end], span, (low,)))
    add_role(person, role)


def _plain(low: str) -> str:
    return low.removesuffix("'s").removesuffix("'")


def _mark_mentions(paragraphs: Sequence[Paragraph], persons: Sequence[Person]) -> None:
    by_name: dict[str, list[Person]] = {}
    for person in persons:
        by_name.setdefault(person.surname, []).append(person)
    for paragraph in paragraphs:
        for at, token in enumerate(paragraph.tokens):
            if token.is_name and not is_namesake(paragraph.tokens, at):
                for person in by_name.get(_plain(token.low), ()):
                    person.at.append(token.start)


def is_namesake(found: Sequence[Token], at: int) -> bool:
    """ "Moyle junior", "Hruska the elder": one of two of that name, and who is not told."""
    behind = [t.low for t in found[at + 1 : at + 3]]
    return behind[:1] in (["junior"], ["senior"]) or behind in (["the", "elder"], ["the", "younger"])
