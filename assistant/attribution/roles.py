"""Persons and what the text calls them: "President", "assistant secretary at the department's Bureau of …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.attribution.lexicon import (
    BODIES,
    DETERMINERS,
    FEMALE_NAMES,
    HE_WORDS,
    MALE_NAMES,
    PLURAL_ROLES,
    ROLES,
    SHE_WORDS,
    TITLES,
)
from assistant.attribution.names import split_name
from assistant.attribution.phrases import is_name
from assistant.attribution.tokens import Token
from assistant.types import Span

RELATIONS = frozenset(
    """rival ally opponent critic contender friend son daughter brother sister father mother wife husband man woman
    republican democrat socialist supporter person source people insider observer mr mrs ms miss sir""".split()
)
_QUALIFIERS = frozenset(
    "foreign prime former acting interim outgoing campaign deputy assistant vice political party state senior press".split()
)
_BEHIND_NOUN = frozenset("of for at in on to from and who which".split())
LINKS = frozenset("of the and for".split())


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


def is_role_word(found: Sequence[Token], at: int) -> bool:
    """A small word of a role before a name, "campaign", "spokesman"; or "Former" where a sentence begins with it."""
    low = found[at].low
    opens = at == 0 or not found[at - 1].word[0].isalnum()
    return low in ROLES or low.endswith("-elect") or (low in _QUALIFIERS and (opens or found[at].word.islower()))


def add_role(person: Person, words: Sequence[Token]) -> None:
    """Notes the role that `words` before the name give the person, if they do."""
    if not words:
        return
    lows = {t.low.rstrip(".") for t in words}
    if lows & (TITLES | ROLES):
        person.proved = True
        person.gender = "he" if lows & HE_WORDS else "she" if lows & SHE_WORDS else person.gender
        kept = [t for t in words if t.low not in DETERMINERS]
        if kept and _is_role(words, kept):
            person.roles.append(Span(kept[0].start, words[-1].end))


def _is_role(words: Sequence[Token], kept: Sequence[Token]) -> bool:
    """More than "Mr.", nobody's "rival" or "daughter", and of one person."""
    lows = {t.low.rstrip(".") for t in words}
    if lows <= {"mr", "mrs", "ms", "miss", "sir", "the"} or lows & PLURAL_ROLES or kept[-1].low in {"and", "or", ","}:
        return False
    held = [t for t in kept if t.low.rstrip(".") in (TITLES | ROLES) - RELATIONS]
    return bool(held) and not any(t.low in {"and", ",", "who"} for t in kept)


def add_apposition(person: Person, found: Sequence[Token], stop: int) -> None:
    """ ", assistant secretary at the department's Bureau of …," """
    if stop + 1 >= len(found) or found[stop].low != ",":
        return
    start = stop + 1
    while start < len(found) and found[start].low in DETERMINERS:
        start += 1
    end = start
    while (
        end < min(len(found), start + 18)
        and found[end].word[0].isalnum()
        and found[end].low not in {"who", "said", "says", "told"}
    ):
        end += 1
    if end >= len(found) or end == start or found[end].low not in {",", ".", ")"}:
        return
    noun = next((n for n in range(start, end) if found[n].low in _BEHIND_NOUN), end) - 1
    if found[noun].low in BODIES:
        return  # "Holding, the parent company,"
    head = {t.low for t in found[start : start + 5]}
    if head & ROLES and not _starts_other(found, start, end):
        person.proved = True
        if head & RELATIONS or not head & (ROLES - PLURAL_ROLES):
            return
        person.roles.append(Span(found[start].start, found[end - 1].end))
        person.gender = "he" if head & HE_WORDS else "she" if head & SHE_WORDS else person.gender


def add_role_before_comma(person: Person, found: Sequence[Token], comma: int) -> None:
    """ "the President of the Republic of Azerbaijan, Ilham Aliyev" """
    at = comma
    while at > 0 and comma - at < 12 and (is_name(found[at - 1]) or found[at - 1].low in LINKS):
        at -= 1
        if found[at].low == "the" and not (at > 0 and found[at - 1].low in {"of", "for"}):
            break
    words = [*found[at:comma]]
    if len(words) > 1 and words[0].low == "the" and words[1].is_name and any(t.low in ROLES for t in words[:4]):
        add_role(person, words[1:])


def _starts_other(found: Sequence[Token], start: int, end: int) -> bool:
    """ "…, Secretary of State Antony Blinken": another person in a list, not an apposition."""
    _, name = split_name(found[start:end])
    if len(name) < 2 or not all(is_name(t) for t in name):
        return False
    return (
        name[0].low in MALE_NAMES
        or name[0].low in FEMALE_NAMES
        or not any(t.low in {"at", "for", "in"} for t in found[start:end])
    )
