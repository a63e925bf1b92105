"""Verbs of speech in a sentence: whose they are, and whether somebody really said something.

A cue is refused where speech is denied, possible, asked for or ordered ("did not say", "would say", "if he says"): a
statement that was never made must not be laid into anybody's mouth.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.contents import content_of
from assistant.attribution.coordination import Cue, shared_subject
from assistant.attribution.lexicon import (
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    MONTHS_AND_DAYS,
    NEGATIONS,
    PLURAL_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    THAT_VERBS,
    VERBS,
)
from assistant.attribution.phrases import Phrase, after, before, is_name
from assistant.attribution.subjects import named_source, subject_of
from assistant.attribution.tokens import Token

_QUESTION_STARTS = frozenset(
    "did does do has have had is was are were why who what when where how would could should can will".split()
)
_DASHES = frozenset("— – - -- ―".split())
_CONTINUES = frozenset("continued continues continue began begins started starts".split())  # "… to say"
_MOST_CUES = 14  # in a sentence; more are a list of words


def find_cues(found: Sequence[Token], first: int, stop: int) -> list[Cue]:
    """The cues of the sentence `found[first:stop]`, in order."""
    cues: list[Cue] = []
    asks = found[stop - 1].low == "?" and found[first].low in _QUESTION_STARTS
    if asks:
        return cues
    for at in range(first, stop):
        low = found[at].low
        if low == "according" and at + 2 < stop and found[at + 1].low == "to":
            cue = _according(found, at, stop)
        elif low in VERBS:
            cue = _verb(found, first, at, stop, cues)
        else:
            continue
        if cue:
            cues.append(cue)
            if len(cues) > _MOST_CUES:
                return []
    return cues


def _is_tagged(token: Token) -> bool:
    return token.quotation is not None and token.quotation.sign in {",", "!", "?", "—", "–"}


def _according(found: Sequence[Token], at: int, stop: int) -> Cue | None:
    phrase = named_source(found, at + 2, stop) or after(found, at + 2, stop)
    return Cue(at, at + 2, phrase, "according", phrase[1], at) if phrase else None


def _verb(found: Sequence[Token], first: int, at: int, stop: int, cues: list[Cue]) -> Cue | None:
    verb = VERBS[found[at].low]
    left, passive = auxiliaries(found, first, at)
    if left is None:
        return None
    right, content = content_of(found, at, stop, verb)
    if passive:
        return _passive(found, at, stop, verb, right, content, left)
    if found[at].low in AMBIGUOUS and not _is_verb(found, first, at, stop, left, right):
        return None
    subject = None if is_participle(found, first, at, left) else before(found, first, left)
    if subject is None and right in {"that", "bare"} and left >= first and not found[at].low.endswith("ing"):
        subject = subject_of(found, first, left)
    if subject and right == "bare" and subject[0] > first and _is_tagged(found[subject[0] - 1]):
        right, content = "", stop
    if subject and is_refused(found, first, subject):
        return None
    if subject:
        relative = found[left].low == "who" or (
            subject[0] > first and found[subject[0] - 1].low in {"what", "which", "how", "that", "who"}
        )
        if relative and right == "naming":
            return None
        return Cue(at, at + 1, subject, right, content, subject[0], relative=relative)
    if inverted := _inverted(found, first, at, stop, left):
        right, content = content_of(found, inverted[1] - 1, stop, "say") if inverted[1] < stop else ("", stop)
        right = right if right in {"quote", "colon"} else ""
        return Cue(at, at + 1, inverted, right, content, left + 1, inverted=True)
    return shared_subject(found, first, at, right, content, left, cues)


def auxiliaries(found: Sequence[Token], first: int, at: int) -> tuple[int | None, bool]:
    """The token before the verb's auxiliaries and adverbs, None where it is denied or only possible; and if passive."""
    left, helpers = at - 1, []
    while left >= first:
        low = found[left].low
        if low in NEGATIONS or low.endswith("n't"):
            return None, False
        if low in MODALS and low not in {"'d", "’d"}:
            return None, False
        if low == "to" and left - 2 >= first and found[left - 1].low in _CONTINUES:
            return left - 2, False
        if low == "to":
            return (left - 2, False) if left - 2 >= first and found[left - 1].low == "on" else (None, False)
        if low in AUXILIARIES:
            helpers.append(low)
        elif not (low in ADVERBS or (low.endswith("ly") and len(low) > 4) or low in MONTHS_AND_DAYS):
            break
        left -= 1
    ing = found[at].low.endswith("ing")
    passive = bool(helpers) and helpers[0] in BE and not ing
    if ing and helpers and helpers[0] == "being":
        return None, False
    return left, passive


def is_participle(found: Sequence[Token], first: int, at: int, left: int) -> bool:
    """ ", saying that": its subject is that of the clause before, not the name beside it, nor that in "a pitch to voters saying"."""
    if not found[at].low.endswith("ing") or any(t.low in AUXILIARIES for t in found[left + 1 : at]) or left < first:
        return False
    phrase = before(found, first, left) if found[left].low not in {",", "—", "–"} else None
    return phrase is None or (phrase[0] > first and found[phrase[0] - 1].low in PREPOSITIONS - {"with", "by", "from"})


def _passive(found: Sequence[Token], at: int, stop: int, verb: str, right: str, content: int, left: int) -> Cue | None:
    """ "It was noted (by X) that"; "he was told that": whoever spoke is named behind "by" or not at all."""
    following = at + 1
    if following < stop and found[following].low == "quoted":
        return None
    if following + 1 < stop and found[following].low == "by":
        agent = after(found, following + 1, stop)
        if agent and agent[1] < stop and found[agent[1]].low == "that":
            return Cue(at, at + 1, agent, "that", agent[1] + 1, max(left, 0))
        return None
    if verb in THAT_VERBS and right == "that" and content == at + 2:
        return Cue(at, at + 1, None, "that", content, max(left, 0))
    return None


def _is_verb(found: Sequence[Token], first: int, at: int, stop: int, left: int, right: str) -> bool:
    """An ambiguous form is a verb only with "that", a colon or a quotation right behind it, and no article before."""
    before_it = found[at - 1] if at > first else None
    if before_it and (
        before_it.low in DETERMINERS or before_it.low in PREPOSITIONS or before_it.low.endswith(("'s", "s'"))
    ):
        return False
    following = found[at + 1] if at + 1 < stop else None
    if following is None or (found[at].is_name and at > first):
        return False
    low = found[at].low
    if low in {"went", "going"} and following.low != "on":
        return False
    if low == VERBS[low] and not (
        before_it and (before_it.low in {"i", "we", "you", "they", "who"} or before_it.low in PLURAL_ROLES)
    ):
        return False
    if right in {"that", "quote", "colon", "naming"}:
        return True
    tagged = left >= first and before_it is not None and (before_it.low in PRONOUNS or is_name(before_it))
    return tagged and (low == "went" or (low.endswith(("ed", "s")) and following.low in {".", ","}))


def is_refused(found: Sequence[Token], first: int, subject: Phrase) -> bool:
    """True if what the subject says is not told as said: "no minister said", "if he says". `first` is where the clause opens."""
    if found[subject[0]].low in {"no", "neither", "none"}:
        return True
    left = found[subject[0] - 1] if subject[0] > first else None
    return left is not None and left.low in {
        "if",
        "whether",
        "unless",
        "should",
        "had",
        "did",
        "does",
        "do",
        "would",
        "could",
        "can",
        "will",
    }


def _inverted(found: Sequence[Token], first: int, at: int, stop: int, left: int) -> Phrase | None:
    opens = left < first or found[left].low in {",", '"'} or (found[left].low in _DASHES and found[left - 1].low == '"')
    if not opens or found[at].low.endswith("ing"):
        return None
    phrase = after(found, at + 1, stop)
    if not phrase or (left < first and (phrase[1] >= stop or found[phrase[1]].low not in {":", ","})):
        return None
    return phrase if found[phrase[0]].low not in {"it", "that", "this"} else None
