"""Who holds the office that a question describes: "America's top diplomat" is Antony Blinken where the documents call him
U.S. Secretary of State.

As with other names of countries (`assistant.capitals`), the question with the name is tried as a second reading; what is shown is
what the user wrote. Precision first: one person of the documents must fit, none other may be so called, and the office must be of the
country that the question names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF
from assistant.constraints_names import country_of, country_of_office, may_speak_for, same_name, state_of

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
# an office that a question names → how the role of who holds it surely has it
_TOLD_OFFICES = (
    (r"spokes", r"spokes|press"),
    (r"\bpresident|head of state", r"president|head of state"),
    (r"\bprime minister|\bpremier", r"prime minister|premier|chancellor"),
    (r"\bforeign minister", r"minist|secretary of state|diplomat"),
    (r"\bministry", r"ministry|minister"),
)
_NOUNS = "|".join(asked for asked, _ in _OFFICES)
_TWO_WORDS = "|".join(name for pair in COUNTRY_OF.items() for name in pair if " " in name)
_DESCRIBED = re.compile(
    rf"\b(?:(?i:the|(?P<its>its|their))|(?:the\s+)?(?P<whose>{_TWO_WORDS}|[A-Z][\w.]*)(?:[’']s|(?<=s)[’']))\s+(?i:(?P<rank>top|chief)\s+)?"
    rf"(?:(?P<country>(?!(?i:foreign|ministry)\b)[A-Z][\w.]+)\s+)?(?i:(?P<ministry>(?:foreign\s+)?ministry)(?:[’']s)?\s+)?(?P<office>(?i:{_NOUNS}|diplomat))\b"
    r"(?!\s+(?:of|for|at|in|who)\b|,?\s+[A-Z]|-)"
)


def with_holders(question: str, speakers: Callable[[], Labelled]) -> str:
    """`question` with each office by which it calls somebody replaced by the name of who holds it; unchanged where it does not, or
    that is not known. `speakers` is asked only where it does."""
    return _DESCRIBED.sub(lambda m: _named(m, speakers()) or m[0], question)


class Sides(NamedTuple):
    """The names of the speakers who speak for the state that somebody is of (`own`), and of those who surely do not (`others`): their office
    is another state's, or is known and not the one asked about. `unheard`: an office is meant whose holder nobody who speaks in the documents may be."""

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
    labels = speakers()
    states = _states(labels)
    wrong = {name for name, roles in _roles(labels).items() if not states[name] and _has_other_office(asked, roles)}
    own = {name for name, found in states.items() if country in found}
    others = wrong | {name for name, found in states.items() if found} - own
    heard = [f"{name}, {role}" for name, role in labels if name not in others]
    ends_in_office = any(re.search(rf"(?:{called})\w*$", asked, re.IGNORECASE) for called, _ in _TOLD_OFFICES)
    return Sides(frozenset(own), frozenset(others), ends_in_office and _has_other_office(asked, heard))


def _has_other_office(asked: str, roles: Iterable[str]) -> bool:
    """True if `asked` has an office of a kind that is always told, and none of the `roles` has it."""
    wanted = [told for called, told in _TOLD_OFFICES if re.search(called, asked, re.IGNORECASE)]
    return any(not any(re.search(told, role, re.IGNORECASE) for role in roles) for told in wanted)


def _roles(speakers: Labelled) -> dict[str, set[str]]:
    """The roles of the speakers who have any."""
    found: dict[str, set[str]] = {}
    for name, role in speakers:
        if role:
            found.setdefault(name, set()).add(role)
    return found


def _states(speakers: Labelled) -> dict[str, set[str]]:
    """The states of which each speaker has an office, a person under any shape of the name."""
    bodies, people = _ministries(speakers), _roles(speakers)
    found: dict[str, set[str]] = {}
    for name, role in speakers:
        own = {state for label in (role, name) if label and (state := country_of_office(label))}
        known = f"{name}, {role}" if role else f"spokesperson of {name}"
        found.setdefault(name, set()).update(own or _only(of for body, of in bodies if may_speak_for(body, known)))
    namesakes: dict[str, list[str]] = {}
    for name in people:
        namesakes.setdefault(name.split()[-1].casefold(), []).append(name)

    def of(name: str) -> set[str]:
        shapes = namesakes.get(name.split()[-1].casefold(), []) if name in people else []
        return found[name].union(*(found[n] for n in shapes if same_name(name, n) or same_name(n, name)))

    return {name: of(name) for name in found}


def _only(found: Iterable[str]) -> set[str]:
    """What is found, if it is one; else nothing."""
    return known if len(known := set(found)) == 1 else set()


def _ministries(speakers: Labelled) -> list[tuple[str, str]]:
    """The speakers that are ministries of a country, each with it."""
    named_so = (label for label, _ in speakers if "ministry" in label.casefold() and not state_of(label))
    return [(label, of_state) for label in named_so if (of_state := country_of_office(label))]


def _named(described: re.Match[str], speakers: Labelled) -> str | None:
    of = described["whose"] or described["country"]
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
    bodies = _ministries(speakers)
    fitting = [labels[0][0] for labels in held if _countries(labels, bodies) == {country}]
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


def _countries(labels: Sequence[tuple[str, str]], bodies: Sequence[tuple[str, str]]) -> set[str]:
    """The countries of a person's office, and where a ministry's spokesperson is of none by its name, those of which the documents
    name such a ministry: "the Azerbaijani foreign ministry" for a "Spokesperson of the Ministry of Foreign Affairs". `bodies`
    are the speakers that are ministries of a country, each with it."""
    found: set[str] = set()
    for name, role in labels:
        own = country_of_office(role)
        found |= {own} if own else {of for body, of in bodies if may_speak_for(body, f"{name}, {role}")}
    return found


def _country(named: str) -> str | None:
    word = country_of(COUNTRY_OF.get(named, named).casefold().replace(".", "").replace(" ", "_"))
    return word.replace("_", " ").title() if word else None


def _only_country(text: str) -> str | None:
    """The only country named in `text`: what "its president" is of."""
    words = re.findall(rf"{_TWO_WORDS}|[A-Z][\w.]*", text)
    found = {country for word in words if (country := _country(word))}
    return found.pop() if len(found) == 1 else None
