"""Does a sentence tell of the question's doer and sufferer, of them in exchanged roles, or of somebody else?

Where any use of the verb in the sentence is unknown (see `premise.events`), nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from assistant.names import QUESTION_WORD, Name
from assistant.premise.events import Event, asked_events, may_be_same, parties, same_party, told_events, verb_form
from assistant.text import STOP_WORDS, stem, words
from assistant.types import Span

_DENIES = re.compile(
    r"\b(?:not|never|cannot)\s+(?:\w+ly\s+|ever\s+|been\s+|be\s+|have\s+)*(?!only\b)([a-z]{3,})", re.IGNORECASE
)
# whatever can make a sentence say that something is not so
DENIAL = re.compile(
    r"\b(?:not|no|non|nor|none|never|neither|nobody|nothing|without|cannot|unable|few|hardly|rarely|seldom|little|less|only"
    r"|instead|rather|unlike|despite|except\w*|although|though|but|however|fail\w*|refus\w*|reject\w*|declin\w*|den[iy]\w*"
    r"|lack\w*|absen\w*|prevent\w*|avoid\w*|stop\w*|forb\w+|prohibit\w*|ban\w*|un\w{4,}|dis\w{4,}|il\w{4,}|im\w{4,}"
    r"|in\w{3,}[ai]ble|\w+less)\b|n[’']t\b",
    re.IGNORECASE,
)
_THING = r"\s+((?:[a-z][a-z-]*\s+){0,2}?[a-z]{4,})(?=\s+(?:on|to|about|of|for|with|in|at|from|that|was|were|is|are|has|have|had)\b|[,.;:?!]|$)"
_OWNED = re.compile(rf"[’']s?{_THING}")
_ITS_OWN = re.compile(rf"\b(?:its|their|his|her){_THING}")
# the same seen from both sides: exchanged parties make no other claim
_MUTUAL = frozenset(
    verb_form(w)
    for w in "meet marry divorce talk discuss negotiate share join border merge agree date cooperate differ fight clash"
    " trade argue debate compete resemble equal be become".split()
)
_REACTING = frozenset(map(verb_form, ("respond", "react", "reply", "answer")))


class Clash(NamedTuple):
    """What of the question, a span in it, contradicts what of the text, another span."""

    question: Span
    text: Span


def exchanged(question: str, sentence: str) -> Clash | None:
    """Where the sentence gives the question's parties the other way round: the doer suffers it, or the sufferer does it."""
    clash = _clash(question, sentence, _is_exchanged)
    return None if clash and _is_of_its_own(question, sentence) else clash


def other_agent(question: str, sentence: str) -> Clash | None:
    """Where the sentence says the same of another party of the same kind, and does not name the question's doer."""
    return _clash(question, sentence, _is_others) or _other_owner(question, sentence)


def denied(question: str, sentence: str) -> Clash | None:
    """Where the question takes for granted what the sentence denies, or the other way round. A question that can be
    answered with yes or no takes nothing for granted."""
    if not QUESTION_WORD.search(question):
        return None
    for asked in asked_events(question):
        said = list(told_events(sentence, asked.verb))
        if asked.verb in _REACTING and question.lstrip().casefold().startswith("how"):
            continue  # "did not respond" is an answer to "How did they respond?"
        if said and asked.agent and all(_denies(asked, asked.agent, event) for event in said):
            return Clash(asked.span, said[0].span)
    denial = _DENIES.search(question)
    if denial and not DENIAL.search(sentence):  # "Why did it not sink?" and a sentence in which it sinks
        return next((Clash(Span(*denial.span()), e.span) for e in told_events(sentence, verb_form(denial[1]))), None)
    return None


def confirmed(question: str, sentence: str) -> bool:
    """True if the sentence tells what the question takes for granted of the question's own doer."""
    return any(
        asked.agent and said.agent and asked.denied == said.denied and may_be_same(asked.agent, said.agent)
        for asked in asked_events(question)
        for said in told_events(sentence, asked.verb)
    )


def _denies(asked: Event, agent: Name, said: Event) -> bool:
    return asked.denied != said.denied and said.agent is not None and may_be_same(agent, said.agent)


def _clash(question: str, sentence: str, holds: Callable[[Event, Event, Sequence[Name]], bool]) -> Clash | None:
    named = parties(sentence)
    for asked in asked_events(question):
        if asked.verb in _MUTUAL:
            continue
        said = list(told_events(sentence, asked.verb))
        if said and all(holds(asked, event, named) for event in said):
            return Clash(asked.span, said[0].span)
    return None


def _is_exchanged(asked: Event, said: Event, _: Sequence[Name]) -> bool:
    if asked.agent and said.agent and said.patient:
        return not may_be_same(asked.agent, said.agent) and same_party(asked.agent, said.patient)
    if asked.patient and not asked.agent and said.agent and said.patient:
        return same_party(asked.patient, said.agent) and not may_be_same(asked.patient, said.patient)
    return False


def _is_others(asked: Event, said: Event, named: Sequence[Name]) -> bool:
    if not asked.agent or not said.agent or may_be_same(asked.agent, said.agent):
        return False
    return not any(may_be_same(asked.agent, p) and asked.agent.kind == p.kind for p in named)


def _other_owner(question: str, sentence: str) -> Clash | None:
    """ "Azerbaijan's comments" where the sentence only has Armenia's."""
    for name, owned in _owned(question):
        noun = stem(question[owned.start : owned.end])
        uses = [w for w in words(sentence) if stem(sentence[w.start : w.end]) == noun]
        theirs = [p for p, thing in _owned(sentence) if stem(sentence[thing.start : thing.end]) == noun]
        if uses and len(theirs) == len(uses) and all(not may_be_same(name, p) for p in theirs):
            return Clash(Span(name.start, owned.end), Span(theirs[0].start, theirs[0].end))
    return None


def _is_of_its_own(question: str, sentence: str) -> bool:
    """ "When did A send its proposals?" where the sentence has A's proposals, on which B sent comments."""
    things = {stem(owned.split()[-1]) for owned in _ITS_OWN.findall(question)}
    agents = [asked.agent for asked in asked_events(question) if asked.agent]
    return any(
        stem(sentence[thing.start : thing.end]) in things and any(same_party(agent, owner) for agent in agents)
        for owner, thing in _owned(sentence)
    )


def _owned(text: str) -> Iterator[tuple[Name, Span]]:
    """Parties in the possessive, each with the common noun that it owns."""
    for name in parties(text):
        run = _OWNED.match(text, name.end) if name.possessive else None
        if run:
            nouns = [s for s in words(run[1]) if run[1][s.start : s.end] not in STOP_WORDS]
            if nouns and len(nouns) == len(words(run[1])):
                yield name, Span(run.start(1) + nouns[-1].start, run.start(1) + nouns[-1].end)
