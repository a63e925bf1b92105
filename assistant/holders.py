"""Who holds the office that a question describes: "America's top diplomat" is Antony Blinken where the documents call him
U.S. Secretary of State.

As with other names of countries (`assistant.capitals`), the name is tried for searching and ranking alone; what is shown is what the
user wrote. Precision first: one person of the documents must fit, and must be of the country that the question names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
_NOUNS = "|".join(asked for asked, _ in _OFFICES)
_DESCRIBED = re.compile(
    r"\b(?:(?i:the|(?P<its>its|their))|(?P<whose>[A-Z][\w.]*(?:\s[A-Z]\w+)?)[’']s)\s+(?i:(?P<rank>top|chief)\s+)?"
    rf"(?:(?P<country>[A-Z][\w.]+)\s+)?(?i:(?P<ministry>(?:foreign\s+)?ministry)(?:[’']s)?\s+)?(?P<office>(?i:{_NOUNS}|diplomat))\b"
    r"(?!\s+(?:of|for|at|in|who)\b|,?\s+[A-Z]|-)"
)


def with_holders(question: str, speakers: Callable[[], Labelled]) -> str:
    """`question` with each office by which it calls somebody replaced by the name of who holds it; unchanged where it does not, or
    that is not known. `speakers` is asked only where it does."""
    return _DESCRIBED.sub(lambda m: _named(m, speakers()) or m[0], question)


def _named(described: re.Match[str], speakers: Labelled) -> str | None:
    of = described["whose"] or described["country"]
    country = _country(of) if of else None
    if described["its"] and not of:
        country = _last_country(described.string[: described.start()])
    if (of or described["its"]) and not country:
        return None
    office = described["office"]
    if office.casefold() == "diplomat":
        office = f"{described['rank']} {office}"
    held = _held(office, "ministry" if described["ministry"] else "", speakers)
    if not country:
        return held[0][0][0] if len(held) == 1 else None
    named_so = (label for label, _ in speakers if "ministry" in label.casefold() and not state_of(label))
    bodies = [(label, of_state) for label in named_so if (of_state := country_of_office(label))]
    fitting = [labels[0][0] for labels in held if _countries(labels, bodies) == {country}]
    return fitting[0] if len(fitting) == 1 else None


def _held(office: str, body: str, speakers: Labelled) -> list[list[tuple[str, str]]]:
    """The labels of each person who holds the `office`, or one so called, in a body of that name."""
    begins = "|".join(role for asked, role in _OFFICES if re.fullmatch(asked, office, re.IGNORECASE))
    if not begins:
        return []
    holds = re.compile(rf"(?:the\s+)?(?:(?-i:[A-Z])[\w.]*\s+)??(?:{begins})\b", re.IGNORECASE)
    found: dict[str, list[list[tuple[str, str]]]] = {}  # by surname
    for name, role in speakers:
        a_clubs = role and re.search(r"\bpresident of\b", role, re.IGNORECASE) and not country_of_office(role)
        if role and holds.match(role) and body in role.casefold() and not a_clubs:
            namesakes = found.setdefault(name.split()[-1].casefold(), [])
            same = next((n for n in namesakes if same_name(name, n[0][0]) or same_name(n[0][0], name)), None)
            if same is None:
                namesakes.append(same := [])
            same.append((name, role))
    return [labels for namesakes in found.values() for labels in namesakes]


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


def _last_country(text: str) -> str | None:
    """The country named last in `text`: what "its president" is of."""
    named = (_country(re.sub(r"[’']s?$", "", word)) for word in reversed(re.findall(r"[A-Z][\w.’']*", text)))
    return next(filter(None, named), None)
