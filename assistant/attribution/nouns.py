"""Somebody's claim, hope or call as a noun: "his claim that …", "the council's call for …"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.lexicon import CLAUSE_WORDS
from assistant.attribution.phrases import Phrase, is_name, is_noun
from assistant.attribution.speech import ATTITUDE, SPEECH, Speech, span_of
from assistant.attribution.tokens import Token
from assistant.types import Span

_CLAIMS = frozenset(
    """claim claims argument allegation allegations belief hope hopes assertion assertions contention conclusion warning
    warnings suggestion suggestions insistence admission complaint complaints fear fears view prediction criticism
    acknowledgment""".split()
)
_INTENTS = frozenset("promise promises pledge vow plan plans proposal proposals desire call calls".split())
_ATTITUDES = frozenset("belief hope hopes fear fears view plan plans desire conclusion".split())
_HIS = frozenset("his her their its".split())
_ENDS = frozenset(", . ; : — – ! ? ( )".split())
_MOST_ADJECTIVES = 2


def of_claims(found: Sequence[Token], first: int, stop: int, told: Sequence[Speech]) -> list[Speech]:
    """What the sentence tells with such a noun, outside what is `told` by its verbs."""
    spoken: list[Speech] = []
    for at in range(first + 1, stop - 3):
        low, link = found[at].low, found[at + 1].low
        if not ((link == "that" and low in _CLAIMS) or (link in {"that", "to", "for"} and low in _INTENTS)):
            continue
        owner = _owner(found, first, at - 1)
        cue = Span(found[at].start, found[at].end)
        if owner is None or any(s.how == "reported" and s.start <= cue.start < s.end for s in [*told, *spoken]):
            continue
        start = at + 1 if link == "to" else at + 2
        end = next((n for n in range(start, stop) if found[n].low in _ENDS), stop)
        if end - start >= 2 and not _is_subject(found, first, owner):
            mention = _without_s(span_of(found, owner), found[owner[1] - 1])
            spoken.append(
                Speech(
                    found[start].start,
                    found[end - 1].end,
                    "reported",
                    mention,
                    cue,
                    True,
                    ATTITUDE if low in _ATTITUDES else SPEECH,
                )
            )
    return spoken


def _owner(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """ "his" or "Jane Doe's", past one or two adjectives."""
    at = last
    while at > first and last - at < _MOST_ADJECTIVES and is_noun(found[at]) and not found[at].is_name:
        at -= 1
    if found[at].low in _HIS:
        return at, at + 1
    if not (found[at].low.endswith(("'s", "s'")) and is_name(found[at])):
        return None
    start = at
    while start > first and is_name(found[start - 1]):
        start -= 1
    return start, at + 1


def _is_subject(found: Sequence[Token], first: int, owner: Phrase) -> bool:
    """ "His plan to lower taxes failed": where the clause ends and the sentence goes on, no sign tells."""
    left = owner[0] - 1
    return left < first or not found[left].word[0].isalnum() or found[left].low in CLAUSE_WORDS


def _without_s(span: Span, last: Token) -> Span:
    """ "Jane Doe" of "Jane Doe's"."""
    return Span(span.start, span.end - 2) if last.low.endswith("'s") else span
