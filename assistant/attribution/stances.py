"""Verbs of thinking, wanting, asking for and judging ("believes", "wants to", "called for", "criticized"): second-rank cues.

What they introduce depends on the verb, so each verb lists what may follow it. A sentence is searched for
them only where it is in nobody's quotation: what somebody thinks within his own words is one statement with them.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.coordination import Cue, shared_subject
from assistant.attribution.cues import auxiliaries, is_participle, is_refused
from assistant.attribution.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    MODALS,
    NUMBERS,
    PLURAL_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.phrases import Phrase, after, before, is_name, is_noun
from assistant.attribution.stance_words import ATTITUDES, MAY_FOLLOW, STANCES
from assistant.attribution.subjects import subject_of
from assistant.attribution.tokens import Token

_QUESTION_WORDS = frozenset("whether how why what when where who if which".split())
_SKIPPED = ADVERBS | TIME_WORDS | {"on", "out", "strongly"}
_MOST_SKIPPED = 3
_NEAR = 8  # tokens between "poll" and "shows"
_OBJECTS = frozenset("him her them it us me himself herself themselves itself you".split())
_REPORTS = DOCUMENTS | BODIES | {"research", "inquiry", "video", "footage"}
_PAUSES = frozenset(", ; — –".split())
_SAID = frozenset("that bare stance object colon".split())


def with_stances(found: Sequence[Token], first: int, stop: int, cues: Sequence[Cue]) -> list[Cue]:
    """`cues` of the sentence `found[first:stop]` and those of its stances, in order."""
    if found[stop - 1].low == "?":
        return list(cues)
    spoken = {cue.at: cue for cue in cues}
    done: list[Cue] = []
    for at in range(first, stop):
        known = spoken.get(at)
        if known and (known.right or known.subject):
            done.append(known)
        if (known is None or not known.right) and found[at].low in STANCES:
            stance = _stance(found, first, at, stop, done)
            if stance:
                stance.is_stance = True
                stance.is_attitude = STANCES[found[at].low] in ATTITUDES
                if known and done[-1:] == [known]:
                    done.pop()
                done.append(stance)
    return done


def _stance(found: Sequence[Token], first: int, at: int, stop: int, earlier: list[Cue]) -> Cue | None:
    right, content = _content(found, at, stop, STANCES[found[at].low])
    if not right:
        return None
    left, passive = auxiliaries(found, first, at)
    if left is None or passive or (left < first and not found[at].low.endswith("ing")):
        return None
    subject = None if is_participle(found, first, at, left) else before(found, first, left)
    if subject is None and not found[at].low.endswith("ing"):
        subject = subject_of(found, first, left)
    if subject is None:
        return shared_subject(found, first, at, right, content, left, earlier)
    if _is_nobodys(found, first, at, subject) or _is_inside(found, subject, earlier):
        return None
    if right == "object" and subject[0] > first and found[subject[0] - 1].low in {"which", "what", "whom", "who"}:
        return None  # "the plan, which he called bold, …": the object stands before
    relative = found[left].low == "who" or (
        subject[0] > first and found[subject[0] - 1].low in {"what", "which", "how", "that", "who"}
    )
    return Cue(
        at, content if right in {"stance", "object"} else at + 1, subject, right, content, subject[0], relative=relative
    )


def _is_nobodys(found: Sequence[Token], first: int, at: int, subject: Phrase) -> bool:
    """Whether the phrase before the verb is not its subject, or the narrator: his own text has no need of a cue."""
    if found[subject[0]].low in {"i", "we", "you"} or found[subject[1] - 1].low.endswith(("'s", "s'")):
        return True
    return is_refused(found, first, subject) or not (found[at - 1].low == "to" or _agrees(found, at, subject))


def _is_inside(found: Sequence[Token], subject: Phrase, earlier: Sequence[Cue]) -> bool:
    """ "He said that she wants to go": one statement, his. What he says of her is no statement of hers."""
    said = [c.content for c in earlier if c.right in _SAID and c.content <= subject[0]]
    return any(all(t.low not in _PAUSES for t in found[content : subject[0]]) for content in said)


def _agrees(found: Sequence[Token], at: int, subject: Phrase) -> bool:
    """The plain form of a verb has a plural subject, or it is a noun: "a Clinton plan"."""
    low = found[at].low
    if found[at].is_name:
        return False
    if low != STANCES[low]:
        return True
    last = found[subject[1] - 1].low
    plural = (
        last in {"i", "we", "you", "they", "who"}
        or last in PLURAL_ROLES
        or last.endswith("s")
        or _counts(found, subject)
    )
    return plural or any(t.low == "and" for t in found[subject[0] : subject[1]])


def _counts(found: Sequence[Token], subject: Phrase) -> bool:
    """ "many", "some", "four in 10", "72 percent": people, though no word says so."""
    low = found[subject[1] - 1].low
    return low in {"many", "some", "most", "others", "both", "percent", "%"} or low in NUMBERS or low.isdigit()


def _content(found: Sequence[Token], at: int, stop: int, verb: str) -> tuple[str, int]:
    """What the verb introduces ("that", "stance" or nothing), and the token where that starts."""
    follow = MAY_FOLLOW[verb]
    here = at + 1
    while here < min(stop, at + 1 + _MOST_SKIPPED) and found[here].low in _SKIPPED and found[here].low not in follow:
        here += 1
    if here + 1 >= stop:
        return "", stop
    if found[here].low == "not" and found[here + 1].low == "to" and "to" in follow:
        return "stance", here
    low = found[here].low
    if "its" in follow and not any(t.low in _REPORTS for t in found[max(0, at - _NEAR) : at]):
        return "", stop
    if low == "that" and "that" in follow:
        return "that", here + 1
    if low in _QUESTION_WORDS:
        return ("stance", here) if "how" in follow else ("", stop)
    if low == "to" and "to" in follow:
        return "stance", here
    if low == "to" and "unto" in follow:
        return ("object", here + 1) if _opens_object(found[here + 1]) else ("", stop)
    if low in follow and low in PREPOSITIONS:
        if found[here + 1].low in _QUESTION_WORDS:
            return "stance", here + 1
        return ("object", here + 1) if _opens_object(found[here + 1]) else ("", stop)
    if "whom" in follow and found[here].low not in PREPOSITIONS:
        told = here + 1 if found[here].low in _OBJECTS else (after(found, here, stop) or (here, here))[1]
        return ("stance", told) if here < told < stop - 1 and found[told].low == "to" else ("", stop)
    if "bare" in follow and _is_clause(found, here, stop):
        return "stance", here
    if "it" in follow and _opens_object(found[here]):
        return "object", here
    if "its" in follow and _opens_object(found[here]):
        return "object", here
    return "", stop


def _opens_object(token: Token) -> bool:
    low = token.low
    return (
        token.quotation is not None
        or low in DETERMINERS
        or low in _OBJECTS
        or is_name(token)
        or low[0].isdigit()
        or low == "$"
        or (is_noun(token) and low not in AUXILIARIES)
    )


def _is_clause(found: Sequence[Token], here: int, stop: int) -> bool:
    """Something that can be a subject, and a verb not far behind it."""
    token = found[here]
    if token.low in PRONOUNS:
        return True
    if not (token.low in DETERMINERS or is_name(token) or is_noun(token) or token.low == "there"):
        return False
    for at in range(here + 1, min(stop, here + 10)):
        low = found[at].low
        if low in {",", ";", "and"}:
            return False
        if low in MODALS or low in AUXILIARIES or low in BE or (low in VERBS and low.endswith(("ed", "s"))):
            return True
    return False
