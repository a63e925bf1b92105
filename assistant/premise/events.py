"""Who does what to whom, as far as the plainest order of words tells: "X (has) VERBed Y", "X was VERBed by Y", "did X
VERB Y". No parser; whatever stands otherwise is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.capitals import COUNTRY_OF
from assistant.constraints.names import alike, country_of
from assistant.names import AUXILIARY, COUNTRY, DATE, PERSON, Name, names
from assistant.premise.names import fold
from assistant.text import STOP_WORDS, stem, words
from assistant.types import Span

_BE = frozenset("is are was were be been being".split())
_HELPERS = _BE | frozenset(
    "has have had do does did will would can could may might must should shall not never also already then later again"
    " ever first once even still just recently finally in turn".split()
)
_NEGATIVE = frozenset("not never n't cannot neither nor".split())
_PREPOSITIONS = "of in on at by for from with to about against between and or than as into over under after before near via like including"
_IN_PHRASE = re.compile(rf"\b(?:{'|'.join(_PREPOSITIONS.split())})\s+(?:the\s+|an?\s+)?(?:[A-Z][\w.]*\s+)*$")
# "the Secretary of State Ann Lee" is Ann Lee, who stands in no phrase
_TITLE_BEFORE = re.compile(
    r"(?:[A-Z][\w.]*\s+)*(?:Secretary|Minister|President|Chancellor|Speaker)\s+(?:of|for)\s+(?:the\s+)?(?:(?:[A-Z][\w.]*|of|and)\s+)+$"
)
_CLAUSE_END = re.compile(
    r"[,;:.!?()“”\"—]|\b(?:that|which|who|whom|because|when|while|after|before|if|and|but|although)\b"
)
_GOVERNMENT = r"(?:side|government|authorities|leadership)"
_ASKED = re.compile(
    rf"(?:\b{AUXILIARY}|\b(?:made|makes?|lets?))\s+(?:the\s+)?(?-i:[A-Z][\w.’'-]*\s+|of\s+)*$", re.IGNORECASE
)
_CAUSED = re.compile(
    r"\b(?:led|convinced|persuaded|prompted|forced|induced|allowed|enabled|caused|drove)\s+(?:the\s+)?(?-i:[A-Z][\w.’'-]*\s+|of\s+)*$",
    re.IGNORECASE,
)
# "What reason did A give for refusing it?" takes for granted that A refused
_REASON = re.compile(r"\b(?:reason|ground|explanation|justification|excuse|argument|motive)s?\b", re.IGNORECASE)
_FOR_DOING = re.compile(
    r"\s+(?:[Gg]overnment\s+|side\s+)?(?:give|offer|cite|state|name|have|put forward)\s+(?:as\s+\w+\s+)?for\s+(?P<denied>not\s+)?(?P<verb>[a-z]{3,}ing)\b"
)
_PARTICLE = re.compile(r"\s+(?:up|down|off|out|over|away|back)\b")  # "turn down" is another verb than "turn"
# "made a phone call to": the doer of what the noun tells stands before the verb
_LIGHT = re.compile(r"\b(?:made?|makes|making|placed?|paid|pays?)\s+(?:an?|the|his|her|its|their)\s+(?:[a-z]+\s+)?$")
_AUXILIARY_WORD = re.compile(rf"\b({AUXILIARY})\b", re.IGNORECASE)
_WHO_DID = re.compile(
    r"\W*(?:And\s+)?who\s+(?:(?:has|have|had|first)\s+)?(?P<verb>[a-z]+ed)\s+(?:all\s+)?(?:the\s+)?", re.IGNORECASE
)
_IRREGULAR = dict(
    entry.split()
    for entry in """told tell|gave give|given give|sent send|won win|led lead|wrote write|written write|left leave|lost lose
    |fought fight|held hold|built build|bought buy|sold sell|paid pay|taught teach|brought bring|caught catch|chose choose
    |chosen choose|broke break|broken break|drove drive|driven drive|struck strike|shot shoot|kept keep|began begin
    |begun begin|beaten beat|rang ring|rung ring|forbade forbid|forbidden forbid|stole steal|stolen steal|threw throw|thrown throw
    |overthrew overthrow|overthrown overthrow|withdrew withdraw|withdrawn withdraw|spoke speak|spoken speak|hid hide
    |hidden hide|slew slay|slain slay|rode ride|bit bite|bitten bite|forgave forgive|forgiven forgive|lent lend""".split(
        "|"
    )
)


def verb_form(word: str) -> str:
    """What all forms of a verb share: "sue" and "sued", "give" and "gave"."""
    lowered = word.lower()
    return stem(_IRREGULAR.get(lowered, lowered)).removesuffix("e")


_SAME = tuple(
    frozenset(verb_form(w) for w in group.split())
    for group in (
        "refuse reject decline rebuff",
        "telephone phone ring",
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


_RING_UP = frozenset(verb_form(w) for w in "ring phone telephone call".split())  # the same with "up" and without


_SUPPOSED = re.compile(r"\b(?:if|unless)\s+(?:the\s+)?$", re.IGNORECASE)  # "if A had agreed": A did not surely


class Event(NamedTuple):
    """A use of a verb in a text: who does it, to whom; None is unknown. `denied` where it is negated."""

    verb: str
    span: Span
    agent: Name | None
    patient: Name | None
    denied: bool


def asked_events(question: str) -> Iterator[Event]:
    """What a question presupposes: "Why did A delay …", "When was B expelled by A", "What made A telephone B",
    "What reason did A give for refusing it"."""
    named = parties(question)
    if who := _WHO_DID.match(question):
        sufferer = next((p for p in named if p.start == who.end()), None)
        if sufferer and not re.match(r"\s+and\b|[’']", question[sufferer.end :]):
            yield Event(verb_form(who["verb"]), Span(*who.span("verb")), None, sufferer, False)
    for name in named:
        before, after = question[: name.start], question[name.end :]
        caused = _CAUSED.search(before)
        if not (caused or _ASKED.search(before)) or name.possessive or re.match(r"\s+and\b", after):
            continue
        doing = _FOR_DOING.match(after) if _REASON.search(before) else None
        if doing:
            span = Span(name.end + doing.start("verb"), name.end + doing.end("verb"))
            other = next((p for p in named if p.start >= span.end), None)
            yield Event(verb_form(doing["verb"]), span, name, other, doing["denied"] is not None)
            continue
        to = r"to\s+" if caused else ""
        verb = re.match(
            rf"(?:\s+{_GOVERNMENT})?\s+{to}((?:(?:not|never|ever|also|first|then|been|being|\w+ly)\s+)*)"
            r"(?:(?:decide|choose|manage|happen)\s+to\s+)?([a-z]+)",
            after,
        )
        if not verb or verb[2] in STOP_WORDS:
            continue
        particle = _PARTICLE.match(after, verb.end())
        if particle and not (particle[0].strip() == "up" and verb_form(verb[2]) in _RING_UP):
            continue
        start = name.end + verb.start(2)
        span = Span(start, start + len(verb[2]))
        helper = [m[1].lower() for m in _AUXILIARY_WORD.finditer(before)]
        participle = verb[2].endswith(("ed", "en", "t", "wn")) or verb[2] in _IRREGULAR
        passive = participle and ("been" in verb[1] or (bool(helper) and helper[-1] in _BE))
        is_denied = bool(_NEGATIVE & set(re.findall(r"\w+", verb[1]))) or "n't" in before or "n’t" in before
        other = next((p for p in named if p.start >= span.end), None)
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
            yield _told(sentence, parties(sentence), spans, i)


@lru_cache(maxsize=64)
def _forms(sentence: str) -> tuple[list[Span], list[str]]:
    spans = words(sentence)
    return spans, [verb_form(sentence[s.start : s.end]) for s in spans]


def may_be_same(a: Name, b: Name) -> bool:
    """False only for two parties of one kind that are certainly not the same."""
    if _kind(a) != _kind(b):
        return True  # a person may act for a country, a body for its members
    mine, theirs = _key(a), _key(b)
    if any(x == y or alike(x, y) or x.startswith(y) or y.startswith(x) for x in mine for y in theirs):
        return True
    shorter, longer = sorted(({fold(w) for w in n.text.split()} for n in (a, b)), key=len)
    if len(shorter) == 1 and shorter <= longer:  # "Vantor", and "Vantor Devices"
        return True
    return _kind(a) not in (PERSON, COUNTRY)


def _told(sentence: str, named: Sequence[Name], spans: list[Span], i: int) -> Event:
    word = spans[i]
    helpers = []
    light = _LIGHT.search(sentence, 0, word.start)
    j = next((k for k in range(i) if light and spans[k].start == light.start()), i) - 1
    while j >= 0 and (
        sentence[spans[j].start : spans[j].end].lower() in _HELPERS
        or sentence[spans[j].start : spans[j].end].endswith("ly")
    ):
        helpers.append(sentence[spans[j].start : spans[j].end].lower())
        j -= 1
    is_denied = bool(_NEGATIVE & set(helpers)) or any(h.endswith(("n't", "n’t")) for h in helpers)
    first = spans[j + 1].start
    subject = next((p for p in named if _stands_before(sentence, p, first)), None)
    if subject and _SUPPOSED.search(sentence, 0, subject.start):
        return Event(verb_form(sentence[word.start : word.end]), word, None, None, is_denied)
    clause = _CLAUSE_END.search(sentence, word.end)
    end = clause.start() if clause else len(sentence)
    following = [p for p in named if word.end <= p.start < end]
    following = [p for p in named if _is_apposed(sentence, word.end, end, p)] or following
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


def _is_apposed(sentence: str, start: int, end: int, party: Name) -> bool:
    """True of the person behind the comma at `end` in "to the President of the Republic, Ann Lee.": that one is meant."""
    between, after = sentence[end : party.start], sentence[party.end :]
    office = re.search(
        r"\bthe\s+(?:[\w.]+\s+)*(?:Secretary|Minister|President|Chancellor|Speaker)\b", sentence[start:end]
    )
    return bool(
        party.kind == PERSON and office and re.fullmatch(r",\s+", between) and re.match(r"\s*[.,;:]|\s*$", after)
    )


def _stands_before(sentence: str, party: Name, at: int) -> bool:
    """True if the party is the subject of the verb group that begins at `at`: right before it and not in a phrase."""
    between = sentence[party.end : at]
    if party.end > at or party.possessive or not re.fullmatch(rf"\s*(?:{_GOVERNMENT}\s+)?", between):
        return False
    return not _IN_PHRASE.search(_TITLE_BEFORE.sub("", sentence[: party.start]))


def same_party(a: Name, b: Name) -> bool:
    """True for two parties of one kind that share a surname, a country or a telling word."""
    return _kind(a) == _kind(b) and bool(set(_key(a)) & set(_key(b)))


def _kind(name: Name) -> str:
    """As `Name.kind`, but a people ("Armenians") and the adjective ("the Armenian side") are their country."""
    key = _key(name)
    return COUNTRY if len(key) == 1 and country_of(key[0]) else name.kind


@lru_cache(maxsize=64)
def parties(text: str) -> tuple[Name, ...]:
    """The names of `text` that can do or suffer something, in order."""
    named = (n for n in names(text) if n.kind != DATE and len(n.text) > 1)
    return tuple(n for n in named if any(c.isupper() for c in n.text))


def _key(name: Name) -> list[str]:
    """What a party is compared by: a person's surname, a place's country, a body's words."""
    text = COUNTRY_OF.get(name.text, name.text)  # Baku acts for Azerbaijan
    parts = re.findall(r"[\w'-]+", fold(text).replace(".", ""))
    whole = country_of("_".join(p for p in parts if p != "the"))
    if whole:
        return [whole]
    telling = [country_of(p) or p for p in parts if p not in STOP_WORDS]
    return telling[-1:] if name.kind == PERSON else telling
