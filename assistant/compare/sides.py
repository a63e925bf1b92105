"""Citations → groups by whose words they are, and on which side that is proved to be.

Two names are one speaker's only where each may stand for the other and no third one fits. What means somebody else in
another document ("Foreign Ministry", "the mayor") is joined inside one document only. A side is never guessed: it is the
country whose office the name or the role names, the body a spokesperson's role names, or the publisher of own text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.constraints.names import country_of_office, is_definite, same_name
from assistant.types import Citation, Group

PER_GROUP = 5  # quotes shown of one voice
OFFICE = re.compile(
    r"\b(?:ministry|minister|secretary of state|(?:assistant|under|deputy) secretary|state department|government)\b",
    re.IGNORECASE,
)
"""Words by which a name or role is known as an office that every state has; presidents and secretaries others have, too."""
UNKNOWN_LAST = "9999"  # sorts after every day
_FORMS = ("own", "direct", "reported")
_SPEAKS_FOR = re.compile(r"\bspokes(?:person|man|woman)\s+(?:of|for)\s+(?:the\s+)?(.+)", re.IGNORECASE)

# names of offices that are those of one state alone, by what they are of
_SEATS = {"state department": "United States", "department of state": "United States", "white house": "United States"}
_SEATS |= {"pentagon": "United States", "kremlin": "Russia", "downing street": "United Kingdom"}

Key = tuple[str, ...]
Label = tuple[str, str | None]  # a speaker and a role


def groups_of(found: Sequence[Citation], known: Sequence[Label] = ()) -> tuple[Group, ...]:
    """The citations by voice: of each the best, in order of time. Sides stand together, the one that spoke first, first.

    `known` are all speakers of the index with a role: what the same name is called elsewhere may prove a side, too.
    """
    names = _one_name_each(found)
    by_voice: dict[Key, list[Citation]] = {}
    for citation in found:
        by_voice.setdefault(_voice(citation, names), []).append(citation)
    groups = [_group(citations, known) for citations in by_voice.values()]
    firsts: dict[str, str] = {}
    for group in groups:
        key = side_key(group)
        firsts[key] = min(firsts.get(key, UNKNOWN_LAST), _first_day(group))
    return tuple(
        sorted(groups, key=lambda g: (firsts[side_key(g)], side_key(g), _first_day(g), g.speaker or "", _place(g)))
    )


def heading(group: Group) -> str:
    """Whose words a group is, for people."""
    if group.speaker:
        return f"{group.speaker} ({group.role})" if group.role else group.speaker
    first = group.entries[0]
    whose = f"published by {first.publisher}" if first.publisher else f"of {first.document}, publisher unknown"
    if first.how == "own":
        return f"Own text {whose}" + (f", author {first.author}" if first.author else "")
    return f"Speaker unknown, in {first.document}"


def by_day(citation: Citation) -> tuple[str, int, str, int]:
    """Sorts citations by day, unknown ones last, then words given directly before reported ones."""
    form = _FORMS.index(citation.how) if citation.how in _FORMS else len(_FORMS)
    return citation.day or UNKNOWN_LAST, form, citation.document, citation.start


def side_of(speaker: str, role: str | None) -> tuple[str, str] | None:
    """The side somebody is proved to speak for, and the words that prove it."""
    if state := side_of_state(speaker, role):
        return state
    body = _SPEAKS_FOR.search(role or "")
    return (body[1], body[0]) if body else None


def side_of_state(speaker: str, role: str | None) -> tuple[str, str] | None:
    """The country whose office the role or the name is, and the words that prove it."""
    for words in (role, speaker):
        seat = (words or "").casefold().removeprefix("the ").removesuffix(" official").removesuffix(" spokesperson")
        country = country_of_office(words or "") or _SEATS.get(seat)
        if words and country:
            return country, words
    return None


def side_key(group: Group) -> str:
    """The same for groups on one side; a voice whose side nothing proves is its own. Common names are the document's."""
    if group.side and (group.side_evidence == "publisher" or is_definite(group.side)):
        return group.side.casefold()
    name = group.side or group.speaker or ""
    return name.casefold() if name and is_definite(name) else f"{name.casefold()} {group.entries[0].document}"


def _one_name_each(found: Sequence[Citation]) -> dict[str, str]:
    """Each speaker's name that means one in every document → the fullest name of that speaker."""
    labels = {(c.speaker, c.role) for c in found if c.speaker and is_definite(c.speaker)}
    fullest: list[Label] = []
    known: dict[str, str] = {}
    for speaker, role in sorted(labels, key=lambda label: (-len(label[0]), label[0], -len(label[1] or ""))):
        if speaker in known:
            continue
        fitting = {full for full in fullest if _is_one(full, (speaker, role))}
        known[speaker] = fitting.pop()[0] if len(fitting) == 1 else speaker
        if known[speaker] == speaker:
            fullest.append((speaker, role))
    return known


def _is_one(a: Label, b: Label) -> bool:
    """True if each name may stand for the other's and their countries do not differ."""
    sides = {side[0] for side in (side_of(*a), side_of(*b)) if side and is_definite(side[0])}
    return len(sides) < 2 and same_name(a[0], _label(b)) and same_name(b[0], _label(a))


def _label(named: Label) -> str:
    return f"{named[0]}, {named[1]}" if named[1] else named[0]


def _voice(citation: Citation, names: dict[str, str]) -> Key:
    if citation.speaker:
        name = names.get(citation.speaker)
        return ("named", name) if name else ("described", citation.speaker.casefold(), citation.document)
    if citation.how == "own":
        whose = (citation.publisher or "", citation.author or "")
        return ("own", *whose) if any(whose) else ("own", citation.document)
    return ("unknown", citation.document)


def _group(citations: Sequence[Citation], known: Sequence[Label]) -> Group:
    best = tuple(sorted(sorted(citations, key=lambda c: (-c.score, c.document, c.start))[:PER_GROUP], key=by_day))
    called = {c.speaker for c in citations if c.speaker}
    if not called:
        own = citations[0].publisher if citations[0].how == "own" else None
        return Group(None, None, own, "publisher" if own else None, best)
    speaker = max(called, key=lambda name: (name == country_of_office(name), len(name), name))
    labels = {(c.speaker, c.role) for c in citations if c.speaker}
    labels |= {label for label in known if label[0] in called and is_definite(label[0])}
    role, proved = _side_of_all(labels)
    side, evidence = proved or (None, None)
    return Group(speaker, role, side, evidence, best)


def _side_of_all(labels: set[Label]) -> tuple[str | None, tuple[str, str] | None]:
    """The fullest role somebody is given, and the side, where the roles do not prove two."""
    ordered = sorted(labels, key=lambda label: (side_of_state(*label) is None, -len(label[1] or ""), label[1] or ""))
    proved = [side for label in ordered if (side := side_of(*label))]
    states = {side[0] for label in ordered if (side := side_of_state(*label))}
    return ordered[0][1], proved[0] if proved and len(states) < 2 else None


def _first_day(group: Group) -> str:
    return group.entries[0].day or UNKNOWN_LAST


def _place(group: Group) -> tuple[str, int]:
    return group.entries[0].document, group.entries[0].start
