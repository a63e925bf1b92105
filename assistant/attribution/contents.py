"""What a verb of speech introduces: a quotation, a clause with "that" or without, a colon; or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.lexicon import (
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    BARE_THAT,
    BE,
    DETERMINERS,
    MODALS,
    NAMING,
    OCCASIONS,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    TELLS,
    THAT_VERBS,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.phrases import after, is_name, is_noun
from assistant.attribution.tokens import Token

_OBJECTS = frozenset("me him her them us you reporters".split())
_OPENINGS = frozenset("if despite unless although though either".split())
_FARTHEST = 30  # tokens between a verb and what it introduces


def content_of(found: Sequence[Token], at: int, stop: int, verb: str) -> tuple[str, int]:
    """What the verb at `at` introduces, and the token where that starts."""
    here = at + 1
    if verb in TELLS and here < stop and found[here].low != "that" and not found[here].quotation:
        told = here + 1 if found[here].low in _OBJECTS else (after(found, here, stop) or (here, here))[1]
        here = _object_end(found, here, told)
    if here >= stop:
        return "", stop
    low = found[here].low
    if verb == "say" and low in _OPENINGS:
        return "bare", here
    if low == "that" and verb == "say" and here + 1 < stop and found[here + 1].low in BE:
        return "bare", here
    if low == "that":
        told = (verb in THAT_VERBS or verb == "continue") and not _is_that_thing(found, here + 1, stop)
        return ("that", here + 1) if told else ("", stop)
    if low in {":", ","} or found[here].quotation:
        return _punctuated(found, here, stop, verb)
    if verb in NAMING and (quoted := _named(found, here, stop)):
        return "naming", quoted
    if low in PREPOSITIONS or low in TIME_WORDS or low in ADVERBS or low.endswith("ly") or low == "out":
        return _behind_adverbials(found, here, stop, verb)
    if low == "as" and here + 1 < stop and found[here + 1].low == "saying":
        return "", stop
    return ("bare", here) if _is_bare_clause(found, here, stop, verb, at) else ("", stop)


def _is_that_thing(found: Sequence[Token], at: int, stop: int) -> bool:
    """ "It wrote that letter on 5 March": a noun, and nothing behind it that could be its verb."""
    if at >= stop or not is_noun(found[at]) or found[at].is_name:
        return False
    rest = found[at : min(stop, at + 14)]
    return not _has_verb(found, at, stop) and not any(
        t.low.endswith("s") or t.low in VERBS or t.quotation for t in rest
    )


def _object_end(found: Sequence[Token], here: int, told: int) -> int:
    """ "told CNN's Jake Tapper on Sunday he …": a pronoun or an article behind a name starts what was told."""
    for at in range(here + 1, told):
        if found[at].low in DETERMINERS and is_name(found[at - 1]):
            return at
    return told


def _punctuated(found: Sequence[Token], here: int, stop: int, verb: str) -> tuple[str, int]:
    if found[here].quotation:
        return ("quote", here) if verb not in NAMING else ("", stop)
    following = here + 1
    if following < stop and found[following].quotation:
        return "quote", following
    if found[here].low == ":":
        return "colon", following
    return _behind_adverbials(found, following, stop, verb) if following < stop else ("", stop)


def _named(found: Sequence[Token], here: int, stop: int) -> int | None:
    for at in range(here + 1, min(stop, here + 14)):
        if found[at].quotation:
            return here
        if found[at].low in {",", ";", ":", "that", "and", "but"} or found[at].low in SAY:
            return None
    return None


def _behind_adverbials(found: Sequence[Token], here: int, stop: int, verb: str) -> tuple[str, int]:
    """Past "on Monday", "in a statement to the press": a quotation, "that" or a colon within the same clause."""
    for at in range(here, min(stop, here + _FARTHEST)):
        token = found[at]
        if token.quotation:
            if found[at - 1].low in {",", ":", "that"} and _is_spoken(token):
                return "quote", at
            continue
        if token.low == "that" and verb in THAT_VERBS and _is_complement(found, at, stop):
            return "that", at + 1
        if token.low == ":":
            return ("quote", at + 1) if at + 1 < stop and found[at + 1].quotation else ("colon", at + 1)
        if (
            token.low == ";"
            or (token.low in VERBS and token.low not in AMBIGUOUS and token.low != "asked")
            or token.low in {"who", "but"}
        ):
            break
    if verb == "say" and found[here - 1].low != ",":
        return _past_time(found, here, stop)
    return "", stop


def _is_complement(found: Sequence[Token], at: int, stop: int) -> bool:
    """ "said in an interview that he", not "spoke of an issue that divides": what stands around "that" tells."""
    last, following = found[at - 1], found[at + 1] if at + 1 < stop else None
    ends = is_name(last) or last.low in TIME_WORDS or last.low in OCCASIONS or last.low.isdigit() or last.quotation
    starts = following and not (following.low in VERBS or following.low in AUXILIARIES or following.low in MODALS)
    return bool(ends and starts)


def _past_time(found: Sequence[Token], here: int, stop: int) -> tuple[str, int]:
    """ "said on Monday he would" """
    at = here
    while at < stop and (
        found[at].low in TIME_WORDS
        or found[at].low in {"on", "in"}
        or found[at].low.isdigit()
        or found[at].low in ADVERBS
    ):
        at += 1
    timed = any(t.low in TIME_WORDS or t.low in ADVERBS for t in found[here:at])
    if timed and at < stop and _starts_clause(found[at]) and _has_verb(found, at, stop):
        return "bare", at
    return "", stop


def _is_spoken(token: Token) -> bool:
    quote = token.quotation
    return quote is not None and (quote.sign in {".", "!", "?", ",", "…", "—"} or quote.inner_end - quote.inner > 25)


def _starts_clause(token: Token) -> bool:
    return token.low in PRONOUNS or token.low in DETERMINERS or is_name(token) or token.low == "there" or is_noun(token)


def _is_bare_clause(found: Sequence[Token], here: int, stop: int, verb: str, at: int) -> bool:
    """A clause without "that". After "say" nearly anything; after another verb only what has a subject and a verb."""
    if verb not in BARE_THAT or (found[at].low.endswith("ing") and verb != "say"):
        return False
    token = found[here]
    if token.low in {"nothing", "so", "no", "yes", "something", "anything", "little", "much", "more", "what"} or (
        stop - here < 3 and not any(t.quotation for t in found[here:stop])
    ):
        return False
    if verb == "say":
        return _starts_clause(token)
    return (
        _has_verb(found, here, stop)
        if token.low in PRONOUNS
        else is_name(token) and _has_verb(found, here, min(stop, here + 5))
    )


def _has_verb(found: Sequence[Token], here: int, stop: int) -> bool:
    return any(
        t.low in AUXILIARIES
        or t.low in MODALS
        or t.low.endswith(("ed", "n't"))
        or t.low in {"want", "wants", "needs", "need"}
        for t in found[here + 1 : min(stop, here + 14)]
    )
