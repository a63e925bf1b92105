"""Verbs of speech in a sentence: whose they are, and whether somebody really said something.

A cue is refused where speech is denied, possible, asked for or ordered ("did not say", "would say", "if he says"): a
statement that was never made must not be laid into anybody's mouth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.contents import content_of
from assistant.attribution.lexicon import (
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    MONTHS_AND_DAYS,
    NEGATIONS,
    PLURAL_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    THAT_VERBS,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.phrases import Phrase, after, before, is_name
from assistant.attribution.subjects import plain_subject
from assistant.attribution.tokens import Token

_QUESTION_STARTS = frozenset(
    "did does do has have had is was are were why who what when where how would could should can will".split()
)
_SUBCLAUSES = frozenset("who which whose that while as when because after before where if although though".split())
_DASHES = frozenset("— – - -- ―".split())
_MOST_CUES = 14  # in a sentence; more are a list of words


@dataclass
class Cue:
    """A verb of speech at token `at` (to `end`); `subject` None: nobody is named. `right`: what it introduces.

    `right` is "quote", "that", "colon", "bare", "naming", "stance" or "", `content` the token where that starts. `border` is the
    first token of the clause: subject, verb or the words before them. `inherited`: the subject is another verb's. `relative`: the clause is about a noun before it. `is_stance`: a verb of thinking, wanting or judging.
    """

    at: int
    end: int
    subject: Phrase | None
    right: str
    content: int
    border: int
    inherited: bool = False
    inverted: bool = False
    relative: bool = False
    is_stance: bool = False


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
    phrase = after(found, at + 2, stop)
    if not phrase:
        return None
    end = phrase[1]
    return Cue(at, at + 2, phrase, "according", end, at)


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
    subject = before(found, first, left)
    if subject is None and right in {"that", "bare"} and left >= first and not found[at].low.endswith("ing"):
        subject = plain_subject(found, first, left)
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


def shared_subject(
    found: Sequence[Token],
    first: int,
    at: int,
    right: str,
    content: int,
    left: int,
    cues: list[Cue],
    gerund: bool = False,
) -> Cue | None:
    """ ", adding that …" and "… and noted that …": the subject is that of the verb before."""
    if not right or left < first:
        return None
    low, ing = found[left].low, found[at].low.endswith("ing")
    joined = low in {"and", "but", "then"} and not ing
    if not (joined or gerund or (ing and low in {",", "and", "by", "—", "–", '"'})):
        return None
    border = left + (low == '"')
    while border - 1 > first and found[border - 1].low in {",", *CONJUNCTIONS, *ADVERBS}:
        border -= 1
    own = [
        c
        for c in cues
        if c.subject and not c.inherited and (c.right or (c.border > first and found[c.border - 1].low in {'"', ","}))
    ]
    subjects = {c.subject for c in own}
    if len(subjects) == 1 or (subjects and joined):
        clear = not _other_subject(found, own[-1].content, border)
        return Cue(at, at + 1, own[-1].subject if clear else None, right, content, border, inherited=True)
    if subjects:
        return Cue(at, at + 1, None, right, content, border, inherited=True)
    subject = main_subject(found, first, at)
    if subject is None or any(t.low in _SUBCLAUSES for t in found[subject[1] : border]):
        return None
    return Cue(at, at + 1, subject, right, content, border, inherited=True)


def _other_subject(found: Sequence[Token], start: int, end: int) -> bool:
    """Whether words between two verbs of speech may bring another subject: ", and the Department …", "…, while Iran …"."""
    for at in range(start, end):
        low = found[at].low
        if low in {"while", ";"} or (low in {"and", "but"} and found[at - 1].low == ","):
            return True
        if low in VERBS and low not in AMBIGUOUS and found[at + 1].low == "that":
            return True
    return False


def main_subject(found: Sequence[Token], first: int, stop: int) -> Phrase | None:
    """The phrase that opens the sentence, or stands behind its first comma if a preposition opens it."""
    at = first
    if (
        found[at].low in PREPOSITIONS
        or found[at].low in TIME_WORDS
        or found[at].low in ADVERBS
        or found[at].low in {"as", "when", "while"}
    ):
        at = next((n + 1 for n in range(first, min(stop, first + 30)) if found[n].low == ","), stop)
    elif found[at].low in {"and", "but"}:
        at += 1
    phrase = after(found, at, stop)
    if not phrase:
        return None
    following = found[phrase[1]] if phrase[1] < stop else None
    if following is None or following.low in CONJUNCTIONS or following.low in {":", "of", "for"}:
        return None
    return phrase
