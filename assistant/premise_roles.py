"""Who does what to whom: does a sentence tell of the question's doer and sufferer, or of them in exchanged roles?

No parser: only the plainest order of words is read, "X (has) VERBed Y", "X was VERBed by Y", "did X VERB Y", "X's NOUN".
Whatever stands otherwise is unknown, and where any use of the verb is unknown nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.constraints_names import alike, country_of
from assistant.followups_names import AUXILIARY, COUNTRY, DATE, PERSON, Name, names
from assistant.premise_names import fold
from assistant.text import STOP_WORDS, stem, words
from assistant.types import Span

_BE = frozenset("is are was were be been being".split())
_HELPERS = _BE | frozenset(
    "has have had do does did will would can could may might must should shall not never also already then later again"
    " ever first once even still just recently finally in turn".split()
)
_NEGATIVE = frozenset("not never n't cannot neither nor".split())
_DENIES = re.compile(
    r"\b(?:not|never|cannot)\s+(?:\w+ly\s+|ever\s+|been\s+|be\s+|have\s+)*(?!only\b)([a-z]{3,})", re.IGNORECASE
)
# whatever can make a sentence say that something is not so
_DENIAL = re.compile(
    r"\b(?:not|no|non|nor|none|never|neither|nobody|nothing|without|cannot|unable|few|hardly|rarely|seldom|little|less|only"
    r"|instead|rather|unlike|despite|except\w*|although|though|but|however|fail\w*|refus\w*|reject\w*|declin\w*|den[iy]\w*"
    r"|lack\w*|absen\w*|prevent\w*|avoid\w*|stop\w*|forb\w+|prohibit\w*|ban\w*|un\w{4,}|dis\w{4,}|il\w{4,}|im\w{4,}"
    r"|in\w{3,}[ai]ble|\w+less)\b|n[’']t\b",
    re.IGNORECASE,
)
_PREPOSITIONS = "of in on at by for from with to about against between and or than as into over under after before near via like including"
_IN_PHRASE = re.compile(rf"\b(?:{'|'.join(_PREPOSITIONS.split())})\s+(?:the\s+|an?\s+)?(?:[A-Z][\w.]*\s+)*$")
_OWNED = re.compile(
    r"[’']s?\s+((?:[a-z][a-z-]*\s+){0,2}?[a-z]{4,})(?=\s+(?:on|to|about|of|for|with|in|at|from|that|was|were|is|are|has|have|had)\b|[,.;:?!]|$)"
)
_WH = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[,;:.!?()“”\"—]|\b(?:that|which|who|whom|because|when|while|after|before|if|and|but|although)\b"
)
_GOVERNMENT = r"(?:side|government|authorities|leadership)"
_ASKED = re.compile(
    rf"(?:\b{AUXILIARY}|\b(?:made|makes?|lets?))\s+(?:the\s+)?(?-i:[A-Z][\w.’'-]*\s+|of\s+)*$", re.IGNORECASE
)
_AUXILIARY_WORD = re.compile(rf"\b({AUXILIARY})\b", re.IGNORECASE)
_WHO_DID = re.compile(
    r"\W*(?:And\s+)?who\s+(?:(?:has|have|had|first)\s+)?(?P<verb>[a-z]+ed)\s+(?:all\s+)?(?:the\s+)?", re.IGNORECASE
)
_IRREGULAR = dict(
    entry.split()
    for entry in """told tell|gave give|given give|sent send|won win|led lead|wrote write|written write|left leave|lost lose
    |fought fight|held hold|built build|bought buy|sold sell|paid pay|taught teach|brought bring|caught catch|chose choose
    |chosen choose|broke break|broken break|drove drive|driven drive|struck strike|shot shoot|kept keep|began begin
    |begun begin|beaten beat|forbade forbid|forbidden forbid|stole steal|stolen steal|threw throw|thrown throw
    |overthrew overthrow|overthrown overthrow|withdrew withdraw|withdrawn withdraw|spoke speak|spoken speak|hid hide
    |hidden hide|slew slay|slain slay|rode ride|bit bite|bitten bite|forgave forgive|forgiven forgive|lent lend""".split(
        "|"
    )
)


def verb_form(word: str) -> str:
    """What all forms of a verb share: "sue" and "sued", "give" and "gave"."""
    lowered = word.lower()
    return stem(_IRREGULAR.get(lowered, lowered)).removesuffix("e")


# the same seen from both sides: exchanged parties make no other claim
_MUTUAL = frozenset(
    verb_form(w)
    for w in "meet marry divorce talk discuss negotiate share join border merge agree date cooperate differ fight clash"
    " trade argue debate compete resemble equal be become".split()
)
_SAME = tuple(
    frozenset(verb_form(w) for w in group.split())
    for group in (
        "refuse reject decline rebuff",
        "telephone phone",
        "cancel scrap",
        "accuse blame",
        "kill murder assassinate slay",
        "defeat beat vanquish",
        "ask request urge",
        "buy purchase acquire",
        "attack assault",
        "condemn denounce",
        "found establish create",
        "appoint nominate",
        "expel deport",
    )
)


class Event(NamedTuple):
    """A use of a verb in a text: who does it, to whom; None is unknown. `denied` where it is negated."""

    verb: str
    span: Span
    agent: Name | None
    patient: Name | None
    denied: bool


class Clash(NamedTuple):
    """What of the question, a span in it, contradicts what of the text, another span."""

    question: Span
    text: Span


def exchanged(question: str, sentence: str) -> Clash | None:
    """Where the sentence gives the question's parties the other way round: the doer suffers it, or the sufferer does it."""
    return _clash(question, sentence, _is_exchanged)


def other_agent(question: str, sentence: str) -> Clash | None:
    """Where the sentence says the same of another party of the same kind, and does not name the question's doer."""
    return _clash(question, sentence, _is_others) or _other_owner(question, sentence)


def denied(question: str, sentence: str) -> Clash | None:
    """Where the question takes for granted what the sentence denies, or the other way round. A question that can be
    answered with yes or no takes nothing for granted."""
    if not _WH.search(question):
        return None
    for asked in asked_events(question):
        said = list(told_events(sentence, asked.verb))
        if said and asked.agent and all(_denies(asked, asked.agent, event) for event in said):
            return Clash(asked.span, said[0].span)
    denial = _DENIES.search(question)
    if denial and not _DENIAL.search(sentence):  # "Why did it not sink?" and a sentence in which it sinks
        return next((Clash(Span(*denial.span()), e.span) for e in told_events(sentence, verb_form(denial[1]))), None)
    return None


def asked_events(question: str) -> Iterator[Event]:
    """What a question presupposes: "Why did A delay …", "When was B expelled by A", "What made A telephone B"."""
    parties = _parties(question)
    if who := _WHO_DID.match(question):
        sufferer = next((p for p in parties if p.start == who.end()), None)
        if sufferer and not re.match(r"\s+and\b|[’']", question[sufferer.end :]):
            yield Event(verb_form(who["verb"]), Span(*who.span("verb")), None, sufferer, False)
    for name in parties:
        before, after = question[: name.start], question[name.end :]
        if not _ASKED.search(before) or name.possessive or re.match(r"\s+and\b", after):
            continue
        verb = re.match(
            rf"(?:\s+{_GOVERNMENT})?\s+((?:(?:not|never|ever|also|first|then|been|being|\w+ly)\s+)*)([a-z]+)", after
        )
        if not verb or verb[2] in STOP_WORDS:
            continue
        start = name.end + verb.start(2)
        span = Span(start, start + len(verb[2]))
        helper = [m[1].lower() for m in _AUXILIARY_WORD.finditer(before)]
        participle = verb[2].endswith(("ed", "en", "t", "wn"))
        passive = participle and ("been" in verb[1] or (bool(helper) and helper[-1] in _BE))
        is_denied = bool(_NEGATIVE & set(re.findall(r"\w+", verb[1]))) or "n't" in before or "n’t" in before
        other = next((p for p in parties if p.start >= span.end), None)
        if passive:
            by = (
                other
                if other and re.search(r"\bby\s+(?:the\s+)?(?:[A-Z]\w*\s+)*$", question[span.end : other.start])
                else None
            )
            yield Event(verb_form(verb[2]), span, by, name, is_denied)
        else:
            yield Event(verb_form(verb[2]), span, name, other, is_denied)


def told_events(sentence: str, verb: str) -> Iterator[Event]:
    """Each use of the verb (as `verb_form`) or one of the same meaning in a sentence; a use as a noun has no agent."""
    group = next((g for g in _SAME if verb in g), frozenset({verb}))
    spans, forms = _forms(sentence)
    for i, form in enumerate(forms):
        if form in group:
            yield _told(sentence, _parties(sentence), spans, i)


@lru_cache(maxsize=64)
def _forms(sentence: str) -> tuple[list[Span], list[str]]:
    spans = words(sentence)
    return spans, [verb_form(sentence[s.start : s.end]) for s in spans]


def _denies(asked: Event, agent: Name, said: Event) -> bool:
    return asked.denied != said.denied and said.agent is not None and may_be_same(agent, said.agent)


def may_be_same(a: Name, b: Name) -> bool:
    """False only for two parties of one kind that are certainly not the same."""
    if _kind(a) != _kind(b):
        return True  # a person may act for a country, a body for its members
    mine, theirs = _key(a), _key(b)
    if any(x == y or alike(x, y) or x.startswith(y) or y.startswith(x) for x in mine for y in theirs):
        return True
    return _kind(a) not in (PERSON, COUNTRY)


def _told(sentence: str, parties: Sequence[Name], spans: list[Span], i: int) -> Event:
    word = spans[i]
    helpers = []
    j = i - 1
    while j >= 0 and (
        sentence[spans[j].start : spans[j].end].lower() in _HELPERS
        or sentence[spans[j].start : spans[j].end].endswith("ly")
    ):
        helpers.append(sentence[spans[j].start : spans[j].end].lower())
        j -= 1
    is_denied = bool(_NEGATIVE & set(helpers)) or any(h.endswith(("n't", "n’t")) for h in helpers)
    first = spans[j + 1].start
    subject = next((p for p in parties if _stands_before(sentence, p, first)), None)
    clause = _CLAUSE_END.search(sentence, word.end)
    end = clause.start() if clause else len(sentence)
    following = [p for p in parties if word.end <= p.start < end]
    by = next(
        (p for p in following if re.search(r"\bby\s+(?:the\s+)?(?:[A-Z]\w*\s+)*$", sentence[word.end : p.start])), None
    )
    verb, passive = (
        verb_form(sentence[word.start : word.end]),
        bool(_BE & set(helpers)) and not sentence[word.start : word.end].endswith("ing"),
    )
    if passive or by:
        return Event(verb, word, by, subject, is_denied)
    return Event(verb, word, subject, following[0] if following else None, is_denied)


def _stands_before(sentence: str, party: Name, at: int) -> bool:
    """True if the party is the subject of the verb group that begins at `at`: right before it and not in a phrase."""
    between = sentence[party.end : at]
    if party.end > at or party.possessive or not re.fullmatch(rf"\s*(?:{_GOVERNMENT}\s+)?", between):
        return False
    return not _IN_PHRASE.search(sentence[: party.start])


def _clash(question: str, sentence: str, holds: Callable[[Event, Event, Sequence[Name]], bool]) -> Clash | None:
    parties = _parties(sentence)
    for asked in asked_events(question):
        if asked.verb in _MUTUAL:
            continue
        said = list(told_events(sentence, asked.verb))
        if said and all(holds(asked, event, parties) for event in said):
            return Clash(asked.span, said[0].span)
    return None


def _is_exchanged(asked: Event, said: Event, _: Sequence[Name]) -> bool:
    if asked.agent and said.agent and said.patient:
        return not may_be_same(asked.agent, said.agent) and _same(asked.agent, said.patient)
    if asked.patient and not asked.agent and said.agent and said.patient:
        return _same(asked.patient, said.agent) and not may_be_same(asked.patient, said.patient)
    return False


def _is_others(asked: Event, said: Event, parties: Sequence[Name]) -> bool:
    if not asked.agent or not said.agent or may_be_same(asked.agent, said.agent):
        return False
    return not any(may_be_same(asked.agent, p) and asked.agent.kind == p.kind for p in parties)


def _other_owner(question: str, sentence: str) -> Clash | None:
    """ "Azerbaijan's comments" where the sentence only has Armenia's."""
    for name, owned in _owned(question):
        noun = stem(question[owned.start : owned.end])
        uses = [w for w in words(sentence) if stem(sentence[w.start : w.end]) == noun]
        theirs = [p for p, thing in _owned(sentence) if stem(sentence[thing.start : thing.end]) == noun]
        if uses and len(theirs) == len(uses) and all(not may_be_same(name, p) for p in theirs):
            return Clash(Span(name.start, owned.end), Span(theirs[0].start, theirs[0].end))
    return None


def _owned(text: str) -> Iterator[tuple[Name, Span]]:
    """Parties in the possessive, each with the common noun that it owns."""
    for name in _parties(text):
        run = _OWNED.match(text, name.end) if name.possessive else None
        if run:
            nouns = [s for s in words(run[1]) if run[1][s.start : s.end] not in STOP_WORDS]
            if nouns and len(nouns) == len(words(run[1])):
                yield name, Span(run.start(1) + nouns[-1].start, run.start(1) + nouns[-1].end)


def _same(a: Name, b: Name) -> bool:
    return _kind(a) == _kind(b) and bool(set(_key(a)) & set(_key(b)))


def _kind(name: Name) -> str:
    """As `Name.kind`, but a people ("Armenians") and the adjective ("the Armenian side") are their country."""
    key = _key(name)
    return COUNTRY if len(key) == 1 and country_of(key[0]) else name.kind


@lru_cache(maxsize=64)
def _parties(text: str) -> tuple[Name, ...]:
    named = (n for n in names(text) if n.kind != DATE and len(n.text) > 1)
    return tuple(n for n in named if any(c.isupper() for c in n.text))


def _key(name: Name) -> list[str]:
    """What a party is compared by: a person's surname, a place's country, a body's words."""
    parts = re.findall(r"[\w'-]+", fold(name.text).replace(".", ""))
    whole = country_of("_".join(p for p in parts if p != "the"))
    if whole:
        return [whole]
    telling = [country_of(p) or p for p in parts if p not in STOP_WORDS]
    return telling[-1:] if name.kind == PERSON else telling
