"""A mention → the person or body it stands for, if only one fits: "he", "the minister", "O'Brien", "the Ministry"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.frame import Frame
from assistant.attribution.lexicon import BODIES, DETERMINERS, DOCUMENTS, NP_LINKS, PRONOUNS, ROLES, TITLES
from assistant.attribution.names import split_name
from assistant.attribution.people import Directory, is_namesake
from assistant.attribution.phrases import is_name
from assistant.attribution.roles import Person
from assistant.attribution.tokens import Token
from assistant.types import Span

_OFFICES = frozenset(
    """minister spokesperson spokesman spokeswoman president secretary ambassador senator governor mayor chairman chairwoman
    chair director premier chancellor prosecutor professor judge congressman congresswoman commissioner king queen pope
    prince chief manager strategist pollster envoy sheriff state""".split()
)
_LESSER = ("vice", "deputy", "former", "assistant", "acting", "ex-", "under", "first")
_ISSUED = frozenset("statement release communique communiqué declaration".split())  # whoever heads the text issued it
_ALSO_CALLED = {"judge": "justice"}  # "Mr Justice Lee"
_CONTRACTED = frozenset("i'd i'm i've i'll we'd we're we've we'll he'd he'll she'd she'll they'd they'll".split())
_HIS = frozenset("his her their its our my your".split())


class Who(NamedTuple):
    """A speaker as the document names them in full, with the role and the place of the name; None = unknown."""

    speaker: str | None = None
    role: str | None = None
    named: Span | None = None
    person: Person | None = None


UNKNOWN = Who()


class Event(NamedTuple):
    """Somebody is the subject of a sentence or the speaker of a statement at `at`."""

    at: int
    person: Person | None
    who: Who


class Resolver:
    """Remembers who spoke and who was the subject, in the order of the text."""

    def __init__(self, text: str, people: Directory, proven: Frame, headline: Who) -> None:
        self.text, self.people, self.frame, self.headline = text, people, proven, headline
        self.events: list[Event] = []
        self.contents: list[Span] = []  # what was said; a name in it is no subject
        self.unnamed: list[int] = []  # where "the judge" acts and nobody is known to be meant
        self.mentions = sorted((at, n) for n, p in enumerate(people.persons) for at in p.at)

    def note(self, at: int, who: Who) -> None:
        """`who` is a subject or speaker at `at`."""
        if who.speaker:
            self.events.append(Event(at, who.person, who))

    def note_unnamed(self, words: Sequence[Token]) -> None:
        """The phrase of these words is a subject, and stands for nobody who is known: after "the judge" "he" may be the judge."""
        noun = next((n for n, t in enumerate(words) if t.low in NP_LINKS), len(words)) - 1
        _, name = split_name(words)
        called = self.people.named([name[0].low]) if len(name) == 1 else []
        namesakes = len({p.words[0][0] for p in called}) > 1  # "Mr Holland", father or son; Tom is Thomas
        if namesakes or (words[noun].low in _OFFICES and words[0].low in DETERMINERS):
            self.unnamed.append(words[0].start)

    def who(self, mention: Span, tokens: Sequence[Token], window: Span, outer: Who | None) -> Who:
        """Whom `mention` stands for; `window` is where a pronoun may look back, `outer` speaks around it."""
        first = bisect_left(tokens, mention.start, key=lambda t: t.start)
        stop = bisect_left(tokens, mention.end, key=lambda t: t.start)
        words = list(tokens[first:stop])
        if not words or is_namesake(tokens, stop - 1):
            return UNKNOWN
        if words[-1].end > mention.end:  # "Doe" of "Doe's"
            kept, last = mention.end - words[-1].start, words[-1]
            words[-1] = last._replace(end=mention.end, word=last.word[:kept], low=last.low[:kept])
        if len(words) == 1 and words[0].low.replace("’", "'") in PRONOUNS | _CONTRACTED:
            return self._pronoun(words[0], window, outer)
        return self.phrase(words)

    def phrase(self, words: Sequence[Token]) -> Who:
        """Whom a noun phrase stands for."""
        head = _head(words)
        if any(t.low in {"and", "&"} for t in head) and not _is_one_office(head):
            return self._as_written(words)
        role, name = split_name(head)
        if name and any(is_name(t) for t in name):
            return self._name(words, role, name)
        return self._description(words, head)

    def _name(self, words: Sequence[Token], role: Sequence[Token], name: Sequence[Token]) -> Who:
        low = [t.low.removesuffix("'s").removesuffix("'") for t in name]
        if len(name) == 1 and name[0].word in self.people.acronyms and all(t.low in DETERMINERS for t in role):
            span = self.people.acronyms[name[0].word]
            return Who(self.text[span.start : span.end], None, span)
        if any(w in BODIES for w in low) or any(t.low in BODIES | DOCUMENTS for t in words[-1:]):
            return self._as_written(words)
        found = self.people.named(low)
        lows = {t.low.rstrip(".") for t in role}
        if len(found) > 1:
            gender = "he" if lows & {"mr", "sir", "lord"} else "she" if lows & {"mrs", "ms", "miss", "lady"} else ""
            found = [p for p in found if gender and p.gender == gender]
            if len(found) != 1:
                return UNKNOWN
        here = (
            Span(role[0].start, role[-1].end)
            if lows & (TITLES | ROLES) and not lows <= {"mr", "mrs", "ms", "miss", "the"}
            else None
        )
        if not found:
            span = Span(name[0].start, name[-1].end)
            return Who(self.text[span.start : span.end], self._role(here, role), span)
        person = found[0]
        held = here or (person.roles[0] if person.roles else None)
        return Who(person.name, self._role(held, role), person.span, person)

    def _role(self, span: Span | None, role: Sequence[Token]) -> str | None:
        if span is None:
            return None
        start = (
            role[1].start
            if role and span.start == role[0].start and role[0].low in DETERMINERS and len(role) > 1
            else span.start
        )
        return self.text[start : span.end].rstrip(",") or None

    def _as_written(self, words: Sequence[Token]) -> Who:
        kept = list(words)
        while kept and kept[0].low in {"the", "a", "an"}:
            kept = kept[1:]
        if not kept or kept[0].low in _HIS or not any(is_name(t) for t in kept):
            return UNKNOWN
        span = Span(kept[0].start, kept[-1].end)
        return Who(self.text[span.start : span.end], None, span)

    def _description(self, words: Sequence[Token], head: Sequence[Token]) -> Who:
        noun = head[-1].low
        definite = head[0].low in {"the", "this"} or head[0].is_name
        if any(is_name(t) and t.low not in ROLES | BODIES | DOCUMENTS | TITLES for t in words):
            return self._as_written(words)
        if not definite:
            return UNKNOWN
        lows = [t.low for t in words]
        if lows[-3:] == ["head", "of", "state"]:
            return self._holder("president", lows)
        if noun in _OFFICES and len(words) <= 4:
            return self._holder(noun, lows)
        if (noun in _ISSUED or noun == self.frame.called) and len(words) <= 3:
            issuer = self.frame.issuer
            if issuer:
                return Who(self.text[issuer.start : issuer.end], None, issuer)
            return self.headline
        if noun in BODIES and len(words) <= 3:
            return self._body(noun)
        return UNKNOWN

    def _holder(self, noun: str, lows: Sequence[str]) -> Who:
        found = []
        for person in self.people.holders(noun):
            held = [self.text[r.start : r.end].casefold() for r in person.roles]
            fitting = [h for h in held if noun in h and not any(x in h for x in _LESSER if x not in lows)]
            if fitting and all(w in " ".join(fitting) for w in lows if w not in {"the", "this", "head", "of", "state"}):
                found.append(person)
        if len(found) != 1 or self.people.holders(_ALSO_CALLED.get(noun, "")):
            return UNKNOWN
        person = found[0]
        role = next(r for r in person.roles if noun in self.text[r.start : r.end].casefold())
        return Who(person.name, self.text[role.start : role.end], person.span, person)

    def _body(self, noun: str) -> Who:
        """ "the Ministry": the one body of the document that has the word in its name."""
        places = self.people.bodies_of(noun)
        if len(places) != 1:
            return UNKNOWN
        return Who(self.text[places[0].start : places[0].end], None, places[0])

    def _pronoun(self, token: Token, window: Span, outer: Who | None) -> Who:
        low = re.split(r"['’]", token.low)[0]
        if low in {"i", "we"}:
            return outer if outer and (low == "i") == (outer.person is not None) else UNKNOWN
        if low in {"he", "she"}:
            return self._singular(low, token.start, window)
        if low in {"they", "it"}:
            last = next((e for e in reversed(self.events[-60:]) if window.start <= e.at < token.start), None)
            plain = last and not last.person and last.who.speaker
            return last.who if last and plain and self._only_body(last, token.start) else UNKNOWN
        return UNKNOWN

    def _only_body(self, last: Event, before: int) -> bool:
        words = {t.casefold() for t in (last.who.speaker or "").split()}
        between = bisect_left(self.mentions, (before, -1)) - bisect_left(self.mentions, (last.at + 1, -1))
        return bool(words & BODIES) and between == 0

    def _singular(self, gender: str, at: int, window: Span) -> Who:
        """One fitting person in the paragraph, who is its subject; else the last subject, if nobody else came between."""
        here = self._persons(Span(window.end, at), gender, at)
        events = [
            e for e in self.events[-60:] if window.start <= e.at < at and e.person and e.person.gender in ("", gender)
        ]
        last = events[-1] if events else None
        if any((last.at if last else window.start) < n < at for n in self.unnamed[-20:]):
            return UNKNOWN
        if self._others(Span(last.at + 1 if last else window.end, at), at):
            return UNKNOWN
        if len(here) == 1:
            only = next(iter(here.values()))
            if last is None or last.person is only:
                return self._person(only)
            return UNKNOWN
        if here or last is None or last.person is None:
            return UNKNOWN
        since = self._persons(Span(last.at, at), gender, at)
        others = [p for p in since.values() if p is not last.person]
        return last.who if not others else UNKNOWN

    def _others(self, span: Span, at: int) -> bool:
        """Whether somebody known by one name alone stands in `span`, outside what others said."""
        names = self.people.others
        near = names[bisect_left(names, span.start) : bisect_left(names, span.end)]
        return any(
            not any(c.start <= n < c.end and not c.start <= at < c.end for c in self.contents[-40:]) for n in near
        )

    def _persons(self, span: Span, gender: str, at: int) -> dict[str, Person]:
        found: dict[str, Person] = {}
        for where, number in self.mentions[
            bisect_left(self.mentions, (span.start, -1)) : bisect_left(self.mentions, (span.end, -1))
        ]:
            person = self.people.persons[number]
            told = any(c.start <= where < c.end and not c.start <= at < c.end for c in self.contents[-40:])
            if person.gender in ("", gender) and not told:
                found[person.surname] = person
        for event in self.events[-60:]:
            if event.person and span.start <= event.at < span.end and event.person.gender in ("", gender):
                found[event.person.surname] = event.person
        return found

    def _person(self, person: Person) -> Who:
        role = person.roles[0] if person.roles else None
        return Who(person.name, self.text[role.start : role.end] if role else None, person.span, person)


def _head(words: Sequence[Token]) -> list[Token]:
    """The phrase without "of the Sierra Club" behind a person's name."""
    for at in range(1, len(words)):
        if words[at].low in NP_LINKS and is_name(words[at - 1]) and words[at - 1].low not in ROLES | BODIES | TITLES:
            role, name = split_name(words[:at])
            if len(name) >= 2 or (role and name):
                return list(words[:at])
    return list(words)


def _is_one_office(words: Sequence[Token]) -> bool:
    """ "the Secretary of State for Health and Social Care": "and" joins no two speakers."""
    at = next(n for n, t in enumerate(words) if t.low in {"and", "&"})
    return any(t.low in {"for", "of", "on"} for t in words[max(0, at - 3) : at])
