"""The record of a cue, and cues that share a subject: "X said … and noted …", "X left, saying …", "Noting …, X left"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.lexicon import ADVERBS, AMBIGUOUS, CONJUNCTIONS, PREPOSITIONS, PRONOUNS, TIME_WORDS, VERBS
from assistant.attribution.phrases import Phrase, after
from assistant.attribution.tokens import Token

_SUBCLAUSES = frozenset("who which whose that while as when because after before where if although though".split())
_SUBORDINATORS = frozenset("when while as after before since although though because if".split())
_BEFORE_GERUNDS = frozenset("after while before when by in for".split())
_FARTHEST = 30  # tokens between an opening participle and the comma behind its clause


@dataclass
class Cue:
    """A verb of speech at token `at` (to `end`); `subject` None: nobody is named. `right`: what it introduces.

    `right` is "quote", "that", "colon", "bare", "naming", "stance" or "", `content` the token where that starts. `border` is the
    first token of the clause: subject, verb or the words before them. `inherited`: the subject is another verb's. `relative`: the clause is about a noun before it. `limit`: where
    what it introduces ends at the latest. `is_stance`: a verb of thinking, wanting or judging; `is_attitude`: of
    thinking or wanting.
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
    is_attitude: bool = False
    limit: int | None = None


def shared_subject(
    found: Sequence[Token],
    first: int,
    at: int,
    right: str,
    content: int,
    left: int,
    cues: list[Cue],
) -> Cue | None:
    """ ", adding that …" and "… and noted that …": the subject is that of the verb before."""
    if not right:
        return None
    ing = found[at].low.endswith("ing")
    if left < first:
        return _opening(found, at, right, content) if ing else None
    low = found[left].low
    joined = low in {"and", "but", "then"} and not ing
    if not (joined or (ing and low in _BEFORE_GERUNDS) or (ing and low in {",", "and", "by", "—", "–", '"'})):
        return None
    border = left + (low == '"')
    while border - 1 > first and found[border - 1].low in {",", *CONJUNCTIONS, *ADVERBS}:
        border -= 1
    own = [
        c
        for c in cues
        if c.subject
        and not c.inherited
        and (c.right or (c.border > first and found[c.border - 1].low in {'"', ","}))
        and not (c.border == first + 1 and found[first].low in _SUBORDINATORS)  # "When X said so, Y left, saying …"
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


def _opening(found: Sequence[Token], at: int, right: str, content: int) -> Cue | None:
    """ "Noting that taxes rise, Jane Doe left.": the subject follows the comma."""
    stop = len(found)
    comma = next((n for n in range(content, min(stop, content + _FARTHEST)) if found[n].low in {",", "."}), stop)
    subject = after(found, comma + 1, stop) if comma < stop and found[comma].low == "," else None
    if subject is None or (not found[subject[1] - 1].is_name and found[subject[0]].low not in PRONOUNS):
        return None
    return Cue(at, at + 1, subject, right, content, at, relative=True, limit=comma)


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
        or (found[at].low in VERBS and found[at].low.endswith("ed"))  # "Asked about it, she …"
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
