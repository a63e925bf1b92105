"""What must be known of a comparison, in fixed phrases: is only one side in the documents, and who is heard only through others?

Every note is a count over labels: whose words a quote is, who reports it, who published it. None judges what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF, stand_ins, with_countries
from assistant.catalogue import documents_of, speakers
from assistant.compare.sides import OFFICE, side_of, side_of_state
from assistant.constraints.demands import constraints, same_name
from assistant.constraints.names import country_of_office
from assistant.errors import IndexDamaged
from assistant.names import BODY, COUNTRY, PERSON, kind_of, names, with_article
from assistant.snapshot import Snapshot
from assistant.types import Citation, Document, Group, Span, Statement
from assistant.voices import spoken_by

ONE_SIDE = "Only one side is in the documents on this: every passage found is {}."
ONE_DOCUMENT = "Only one document is on this: every passage found stands in {}."
NO_WORDS = "No words of {} are in the documents, as far as their speakers are known."
ONLY_REPORTED = "No words of {name} at first hand are in the documents, as far as their speakers are known; what {name} said stands there only as reported by {by}."
ONLY_QUOTED = "Direct words of {} stand in the documents only as quoted by {}, as far as their speakers are known."
NOT_KNOWN = " For which country {} may speak is not known."
SOME_NOT_KNOWN = " For which country some others there may speak is not known."
CARRIERS = 3  # named in a note
READ = 20  # documents read for a note

_PLACED = re.compile(r"\b(?:in|at|on|near|to|into|through|before|from|within|across)(?:\s+the)?\s+$", re.IGNORECASE)
_RELATIONS = ("words of {}", "reported by {}", "published by {}")


class Party(NamedTuple):
    """Somebody whom a question names: the name as the user wrote it, and the country's own where it stands for one."""

    name: str
    meant: str


def notes_on(question: str, groups: Sequence[Group], corpus: Snapshot) -> tuple[str, ...]:
    """The notes on the `groups` found for `question`: on all of them, then on each party it names, in its order."""
    on_parties = (_on_party(party, corpus) for party in parties(question, corpus))
    return tuple(note for note in (_one_sided(groups), *on_parties) if note)


def parties(question: str, corpus: Snapshot) -> list[Party]:
    """Those named in the question who can speak: whose words it asks for, countries, bodies, and people who do in the documents."""
    asked = constraints(question).speaker
    found = [_party(asked)] if asked and any(word[0].isupper() for word in asked.split()) else []
    known, countries = speakers(corpus), {span for span, _ in stand_ins(question)}
    for name in names(question):
        party, kind, is_country = _party(name.text), name.kind, Span(name.start, name.end) in countries
        if is_country and kind != COUNTRY:  # "the American side": an adjective is nobody's name
            country = party.meant.removeprefix("the ")
            party, kind = Party(country, country), kind_of(country, question[name.end :])
        # a capital that does not stand for its country, "in Norway", "before the committee"
        place = (name.text in COUNTRY_OF and not is_country) or _PLACED.search(question[: name.start])
        letter = name.key[:1]  # most of many speakers need no closer look
        speaks = kind == PERSON and any(
            letter in label[0].casefold() and spoken_by(name.text, *label) for label in known
        )
        if (kind in (COUNTRY, BODY) and not place) or speaks:
            found.append(party)
    return [a for i, a in enumerate(found) if not any(_is_same(a, b) for b in found[:i])]


def _party(name: str) -> Party:
    return Party(name, with_countries(name))


def _is_same(a: Party, b: Party) -> bool:
    return same_name(a.meant, b.meant) or same_name(b.meant, a.meant)


def _one_sided(groups: Sequence[Group]) -> str | None:
    """The note that all quotes come through one mouth, publisher or document; None where they don't."""
    carriers = [_carriers(group, entry) for group in groups for entry in group.entries]
    common = set.intersection(*(set(of_entry) for of_entry in carriers)) if carriers else set()
    if not common:
        return None
    speakers = {group.speaker for group in groups}
    one = min(common, key=lambda name: (max(c[name] for c in carriers), name not in speakers, name))
    ways = sorted({c[one] for c in carriers})
    if ways == [len(_RELATIONS)]:
        return ONE_DOCUMENT.format(one)
    return ONE_SIDE.format(_listed([_RELATIONS[way].format(one) for way in ways], "or"))


def _carriers(group: Group, entry: Citation) -> dict[str, int]:
    """Who brings the words of an entry before the reader → how, by number of `_RELATIONS`; beyond them its document."""
    found: dict[str, int] = {}
    for name, relation in (
        (group.speaker, 0),
        (group.side if group.speaker else None, 0),
        *((name, 1) for name in entry.reported_by if name != "unknown"),
        (entry.publisher, 2),
        (entry.document, len(_RELATIONS)),
    ):
        if name:
            found.setdefault(name, relation)
    return found


def _on_party(party: Party, corpus: Snapshot) -> str | None:
    """The note on a party whose words are not in the documents, or there through others alone."""
    said = [
        (document, s)
        for document in _documents(party.meant, corpus)
        for s in document.statements
        if _is_of(s, party.meant)
    ]
    hows = {s.how for _, s in said}
    name = with_article(party.name)
    quoting = {_carrier(document, s) for document, s in said if s.how == "direct"}
    if "own" in hows or any(_issues(document, party.meant) for document, s in said if s.how == "direct"):
        return None
    if not said:
        note = NO_WORDS.format(name)
    elif "direct" not in hows:
        note = ONLY_REPORTED.format(name=name, by=_named(_carrier(*one) for one in said))
    elif len(quoting) == 1:
        note = ONLY_QUOTED.format(name, quoting.pop())
    else:
        return None
    stateless = _stateless(corpus) if country_of_office(party.meant) else []
    if len(stateless) > CARRIERS:
        return note + SOME_NOT_KNOWN
    return note + (NOT_KNOWN.format(_named(stateless)) if stateless else "")


def _stateless(corpus: Snapshot) -> list[str]:
    """Those who hold an office of a state that nothing names: they may speak for any."""
    known = speakers(corpus)
    stated = {speaker for speaker, role in known if side_of_state(speaker, role)}
    return sorted({speaker for speaker, role in known if speaker not in stated and OFFICE.search(role or speaker)})


def _documents(party: str, corpus: Snapshot) -> list[Document]:
    labels = [label for label in speakers(corpus) if _denotes(party, *label)]
    found = []
    for name in documents_of(corpus, labels)[:READ]:
        try:
            found.append(corpus.document(name))
        except IndexDamaged:
            continue
    return found


def _is_of(said: Statement, party: str) -> bool:
    return said.speaker is not None and _denotes(party, said.speaker, said.role)


def _denotes(party: str, speaker: str, role: str | None) -> bool:
    """True if the speaker is the party, speaks for it, or holds an office of the country it is."""
    side = side_of(speaker, role)
    return spoken_by(party, speaker, role) or (side is not None and same_name(party, side[0]))


def _issues(document: Document, party: str) -> bool:
    """True if the document itself is the party's: its publisher or author is."""
    return any(_denotes(party, label, None) for key in ("publisher", "author") if (label := document.label(key)))


def _carrier(document: Document, said: Statement) -> str:
    """Who passes a statement on: whoever reports it inside the document, else its publisher, else the document."""
    inside = said.reported_by[0] if said.reported_by and said.reported_by[0] != "unknown" else None
    return inside or document.label("publisher") or f"the document {document.name}"


def _named(carriers: Iterable[str]) -> str:
    every = sorted(set(carriers))
    return _listed([*every[:CARRIERS], *(["others"] if len(every) > CARRIERS else [])], "and")


def _listed(parts: Sequence[str], word: str) -> str:
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}" if len(parts) > 1 else parts[0]
