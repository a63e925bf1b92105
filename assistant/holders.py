"""Who holds the office that a question describes: "America's top diplomat" is Antony Blinken where the documents call him
U.S. Secretary of State.

As with other names of countries (`assistant.capitals`), the question with the name is tried as a second reading; what is shown is
what the user wrote. Precision first: one person of the documents must fit, none other may be so called, and the office must be of the
country that the question names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF
from assistant.constraints.names import (
    bare_body,
    country_of,
    country_of_office,
    represented,
    same_name,
    state_of,
)
from assistant.names import PERSON, names

Labelled = Sequence[tuple[str, str | None]]
"""The speakers of the documents, each with a role the text gives (`assistant.catalogue.speakers`)."""

_SPOKESPERSON = r"spokes(?:person|man|woman)"
_FOREIGN = r"secretary of state|foreign minister|minister (?:of|for) foreign affairs"
# what questions call somebody → what the role of who is meant begins with, behind a country
_OFFICES = (
    (_SPOKESPERSON, _SPOKESPERSON),
    (r"president|head of state|leader", r"president"),
    (r"prime minister|premier|head of government|leader", r"prime minister|premier|chancellor"),
    (rf"(?:top|chief) diplomat|foreign policy chief|{_FOREIGN}", _FOREIGN),
    (r"assistant secretary(?: of state)?", r"assistant secretary"),
)
# the office that what a question calls somebody ends in → how the role of who may be meant, or a text, has it
_HEADS = (
    (r"spokes(?:person|man|woman)", r"\bspokes|\bpress (?:secretary|officer|service)"),
    (r"president|head of state", r"\bpresident\b|\bhead of state|\b(?:leader|king|queen|monarch|emperor)\b"),
    (r"prime minister|premier", r"\b(?:prime minister|premier|chancellor|pm|leader)\b|\bhead of government"),
    (
        r"foreign minister",
        r"\bforeign ministers?\b|\bministers? (?:of|for) foreign|\bsecretary of state|\bdiplomats?\b",
    ),
    (r"ministry|mfa", r"\bministry|\bministers?\b|\bspokes"),
)
_OF_WHICH = re.compile(r"\s+(?:of|for|in)\s+(?:(?:the|foreign)\s+)?[A-Z].*$")
_TOLD = tuple(
    (re.compile(rf"\b(?:{called})s?$", re.IGNORECASE), re.compile(told, re.IGNORECASE)) for called, told in _HEADS
)
_NOUNS = "|".join(asked for asked, _ in _OFFICES)
_TWO_WORDS = "|".join(name for pair in COUNTRY_OF.items() for name in pair if " " in name)
_COUNTRY_WORD = rf"{_TWO_WORDS}|[A-Z][\w.]*"
_DESCRIBED = re.compile(
    rf"\b(?:(?i:the|(?P<its>its|their))|(?:the\s+)?(?P<whose>{_TWO_WORDS}|[A-Z][\w.]*)(?:[’']s|(?<=s)[’']))\s+(?i:(?P<rank>top|chief)\s+)?"
    rf"(?:(?P<country>(?!(?i:foreign|ministry)\b)[A-Z][\w.]+)\s+)?(?i:(?P<ministry>(?:foreign\s+)?ministry)(?:[’']s)?\s+)?(?P<office>(?i:{_NOUNS}|diplomat))\b"
    rf"(?:\s+(?i:of|in)\s+(?:the\s+)?(?P<seat>{_TWO_WORDS}|[A-Z][\w.]*))?"
    r"(?!\s+(?:of|for|at|in|who)\b|,?\s+[A-Z]|-)"
)

_TITLED = re.compile(  # "Norway's foreign ministry spokeswoman" right before a name
    rf"\b(?P<country>{_COUNTRY_WORD})(?:[’']s|(?<=s)[’'])?\s+"
    r"(?i:(?:foreign|defen[cs]e|interior|justice|finance|economy|health|education|state|ministry|department|government|parliament|prime|vice|deputy|assistant|former|acting|chief|top|press)(?:[’']s)?\s+){0,5}?"
    rf"(?i:{_SPOKESPERSON}|president|premier|chancellor|leader|minister|secretary(?:\s+of\s+state)?|diplomat)\s+$"
)


def titled_otherwise(question: str, speakers: Callable[[], Labelled]) -> bool:
    """True if the question gives somebody who speaks in the documents an office of another state than theirs: "the Danish minister
    Ann Lee", whom they call Minister of Norway. `speakers` is asked only where it names somebody by such an office."""
    for name in names(question):
        titled = _TITLED.search(question[: name.start])
        country = _country(titled["country"]) if titled else None
        if country is None or name.kind != PERSON:
            continue
        states = _states(tuple(speakers()))
        own = {state for who, found in states.items() if same_name(name.text, who) for state in found}
        if own and country not in own:
            return True
    return False


def with_holders(question: str, speakers: Callable[[], Labelled]) -> str:
    """`question` with each office by which it calls somebody replaced by the name of who holds it; unchanged where it does not, or
    that is not known. `speakers` is asked only where it does."""
    return _DESCRIBED.sub(lambda m: _named(m, speakers()) or m[0], question)


class Sides(NamedTuple):
    """The names of the speakers who may be meant by what a question calls somebody of a state (`own`), and of those who surely are not
    (`others`): their office is another state's, or is known and not the one asked about. `unheard`: an office is meant whose holder
    nobody who speaks in the documents may be."""

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    unheard: bool = False


def sides(asked: str, speakers: Callable[[], Labelled]) -> Sides:
    """Who may be meant by `asked`, as a question calls somebody, and who not: Antony Blinken is not "the Armenian spokesman".

    Nothing is known where `asked` is of no state, or of more than one.
    """
    country = _only_country(asked)
    if country is None:
        return Sides()
    labels = tuple(speakers())
    states, roles = _states(labels), _roles(labels)
    told = office_told(asked)
    otherwise = {name for name, had in roles.items() if told and not any(told.search(role) for role in had)}
    foreign = {name for name, found in states.items() if found and country not in found}
    others = foreign | {name for name in otherwise if not states[name] or country in states[name]}
    own = {name for name, found in states.items() if country in found} - others
    heard = (f"{name}, {role}" for name, role in labels if name not in others)
    return Sides(frozenset(own), frozenset(others), told is not None and not any(told.search(label) for label in heard))


def office_told(asked: str) -> re.Pattern[str] | None:
    """How a role or a text has the office that `asked` ends in; None where that is none that is always told."""
    head = _OF_WHICH.sub("", asked)
    return next((told for called, told in _TOLD if called.search(head)), None)


def names_state_of(asked: str, text: str) -> bool:
    """True if `text` names the state that `asked` is of."""
    country = _only_country(asked)
    return country is not None and country in {_country(word) for word in re.findall(_COUNTRY_WORD, text)}


def _roles(speakers: Labelled) -> dict[str, set[str]]:
    """The roles of the speakers who have any."""
    found: dict[str, set[str]] = {}
    for name, role in speakers:
        if role:
            found.setdefault(name, set()).add(role)
    return found


@lru_cache(maxsize=8)  # worked out once for a state of the index
def _states(speakers: tuple[tuple[str, str | None], ...]) -> dict[str, set[str]]:
    """The states of which each speaker has an office, a person under any shape of the name."""
    ministries: dict[frozenset[str], set[str]] = {}
    for body, country in _ministries(speakers):
        ministries.setdefault(bare_body(body), set()).add(country)
    only = {body: found for body, found in ministries.items() if len(found) == 1}
    found: dict[str, set[str]] = {}
    for name, role in speakers:
        own = {state for label in (role, name) if label and (state := country_of_office(label))}
        found.setdefault(name, set()).update(own or only.get(bare_body(represented(role) if role else name), ()))
    placed: dict[str, list[str]] = {}
    for person in _roles(speakers):
        if found[person]:
            placed.setdefault(_surname(person), []).append(person)

    def of(name: str, role: str | None) -> set[str]:
        shapes = placed.get(_surname(name), ()) if role else ()
        return found[name].union(*(found[n] for n in shapes if same_name(name, n) or same_name(n, name)))

    return {name: of(name, role) for name, role in sorted(speakers, key=lambda label: label[1] or "")}


def _surname(name: str) -> str:
    return (name.split() or [""])[-1].casefold()


def _ministries(speakers: Labelled) -> list[tuple[str, str]]:
    """The speakers that are ministries of a country, each with it."""
    named_so = (label for label, _ in speakers if "ministry" in label.casefold() and not state_of(label))
    return [(label, of_state) for label in named_so if (of_state := country_of_office(label))]


def _named(described: re.Match[str], speakers: Labelled) -> str | None:
    of = described["whose"] or described["country"] or described["seat"]
    country = _country(of) if of else None
    if described["its"] and not of:
        country = _only_country(described.string[: described.start()])
    if (of or described["its"]) and not country:
        return None
    office = described["office"]
    if office.casefold() == "diplomat":
        office = f"{described['rank']} {office}"
    held = _held(office, (described["ministry"] or "").casefold().split(), speakers)
    if not country:
        return held[0][0][0] if len(held) == 1 and not _others(office, held[0], speakers) else None
    states = _states(tuple(speakers))
    fitting = [labels[0][0] for labels in held if states[labels[0][0]] == {country}]
    return fitting[0] if len(fitting) == 1 else None


def _others(office: str, person: Sequence[tuple[str, str]], speakers: Labelled) -> bool:
    """True if any but the `person` is called by the `office`: one person's "vice president" is no president, but who is meant?"""
    called = "|".join(asked for asked, _ in _OFFICES if re.fullmatch(asked, office, re.IGNORECASE))
    own, named = {name for name, _ in person}, re.compile(rf"\b(?:{called})s?\b", re.IGNORECASE)
    return any(name not in own and named.search(f"{name}, {role}") for name, role in speakers)


def _held(office: str, body: Sequence[str], speakers: Labelled) -> list[list[tuple[str, str]]]:
    """The labels of each person who holds the `office`, or one so called, in a body of those words."""
    begins = "|".join(role for asked, role in _OFFICES if re.fullmatch(asked, office, re.IGNORECASE))
    if not begins:
        return []
    holds = re.compile(rf"(?:the\s+)?(?P<of>(?-i:[A-Z])[\w.]*\s+)??(?:{begins})(?P<rest>(?:\s.*)?)", re.IGNORECASE)
    found: dict[str, list[list[tuple[str, str]]]] = {}  # by surname
    for name, role in speakers:
        if role and _is_it(holds.fullmatch(role), role) and all(word in role.casefold() for word in body):
            namesakes = found.setdefault(name.split()[-1].casefold(), [])
            same = next((n for n in namesakes if same_name(name, n[0][0]) or same_name(n[0][0], name)), None)
            if same is None:
                namesakes.append(same := [])
            same.append((name, role))
    return [labels for namesakes in found.values() for labels in namesakes]


def _is_it(held: re.Match[str] | None, role: str) -> bool:
    """False of a "Former President", a "Secretary of State for Defence" and a club's president."""
    if held is None or (held["of"] and not _country(held["of"].strip())):
        return False
    behind = held["rest"].split()
    if re.match(_SPOKESPERSON, held[0].removeprefix(held["of"] or ""), re.IGNORECASE) or not behind:
        return True
    return behind[0] == "at" or (behind[0] != "for" and country_of_office(role) is not None)


def _country(named: str) -> str | None:
    word = country_of(COUNTRY_OF.get(named, named).casefold().replace(".", "").replace(" ", "_"))
    return word.replace("_", " ").title() if word else None


def _only_country(text: str) -> str | None:
    """The only country named in `text`: what "its president" is of."""
    words = re.findall(_COUNTRY_WORD, text)
    found = {country for word in words if (country := _country(word))}
    return found.pop() if len(found) == 1 else None
