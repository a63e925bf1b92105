"""Verbs of speech in a sentence: whose they are, and whether somebody really said something.

A cue is refused where speech is denied, possible, asked for or ordered ("did not say", "would say", "if he says"): a
statement that was never made must not be laid into anybody's mouth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.lexicon import (
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    BARE_THAT,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    MONTHS_AND_DAYS,
    NAMING,
    NEGATIONS,
    OCCASIONS,
    PLURAL_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    SAY,
    TELLS,
    THAT_VERBS,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.phrases import Phrase, after, before, is_name, is_noun
from assistant.attribution.tokens import Token

_OBJECTS = frozenset("me him her them us you reporters".split())
_QUESTION_STARTS = frozenset("did does do has have had is was are were why who what when where how would could should can will".split())
_DASHES = frozenset("— – - -- ―".split())
_FARTHEST = 30  # tokens between a verb and what it introduces


@dataclass
class Cue:
    """A verb of speech at token `at` (to `end`); `subject` None: nobody is named. `right`: what it introduces.

    `right` is "quote", "that", "colon", "bare", "naming" or "", `content` the token where that starts. `border` is the
    first token of the clause: subject, verb or the words before them. `inherited`: the subject is another verb's. `relative`: the clause is about a noun before it.
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
    left, passive = _auxiliaries(found, first, at)
    if left is None:
        return None
    right, content = _right(found, at, stop, verb)
    if passive:
        return _passive(found, at, stop, verb, right, content, left)
    if found[at].low in AMBIGUOUS and not _is_verb(found, first, at, stop, left, right):
        return None
    subject = before(found, first, left)
    if subject and right == "bare" and subject[0] > first and _is_tagged(found[subject[0] - 1]):
        right, content = "", stop
    if subject and _is_refused(found, first, subject):
        return None
    if subject:
        relative = found[left].low == "who" or (subject[0] > first and found[subject[0] - 1].low in {"what", "which", "how", "that", "who"})
        if relative and right == "naming":
            return None
        return Cue(at, at + 1, subject, right, content, subject[0], relative=relative)
    if inverted := _inverted(found, first, at, stop, left):
        right, content = _right(found, inverted[1] - 1, stop, "say") if inverted[1] < stop else ("", stop)
        right = right if right in {"quote", "colon"} else ""
        return Cue(at, at + 1, inverted, right, content, left + 1, inverted=True)
    return _shared(found, first, at, right, content, left, cues)


def _auxiliaries(found: Sequence[Token], first: int, at: int) -> tuple[int | None, bool]:
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
    if before_it and (before_it.low in DETERMINERS or before_it.low in PREPOSITIONS or before_it.low.endswith(("'s", "s'"))):
        return False
    following = found[at + 1] if at + 1 < stop else None
    if following is None or (found[at].is_name and at > first):
        return False
    low = found[at].low
    if low in {"went", "going"} and following.low != "on":
        return False
    if low == VERBS[low] and not (before_it and (before_it.low in {"i", "we", "you", "they", "who"} or before_it.low in PLURAL_ROLES)):
        return False
    if right in {"that", "quote", "colon", "naming"}:
        return True
    tagged = left >= first and before_it is not None and (before_it.low in PRONOUNS or is_name(before_it))
    return tagged and (low == "went" or low.endswith("ed") and following.low in {".", ","})


def _is_refused(found: Sequence[Token], first: int, subject: Phrase) -> bool:
    if found[subject[0]].low in {"no", "neither", "none"}:
        return True
    left = found[subject[0] - 1] if subject[0] > first else None
    return left is not None and left.low in {"if", "whether", "unless", "should", "had", "did", "does", "do", "would", "could", "can", "will"}


def _inverted(found: Sequence[Token], first: int, at: int, stop: int, left: int) -> Phrase | None:
    opens = left < first or found[left].low in {",", '"'} or (found[left].low in _DASHES and found[left - 1].low == '"')
    if not opens or found[at].low.endswith("ing"):
        return None
    phrase = after(found, at + 1, stop)
    if not phrase or (left < first and (phrase[1] >= stop or found[phrase[1]].low not in {":", ","})):
        return None
    return phrase if found[phrase[0]].low not in {"it", "that", "this"} else None


def _shared(
    found: Sequence[Token], first: int, at: int, right: str, content: int, left: int, cues: list[Cue]
) -> Cue | None:
    """ ", adding that …" and "… and noted that …": the subject is that of the verb before."""
    if not right or left < first:
        return None
    low, ing = found[left].low, found[at].low.endswith("ing")
    joined = low in {"and", "but", "then"} and not ing
    if not (joined or (ing and low in {",", "and", "by", "—", "–", '"'})):
        return None
    own = [c for c in cues if c.subject and c.right and not c.inherited]
    subjects = {c.subject for c in own}
    border = left
    while border - 1 > first and found[border - 1].low in {",", *CONJUNCTIONS, *ADVERBS}:
        border -= 1
    if len(subjects) == 1:
        subject: Phrase | None = own[0].subject
    elif len(subjects) > 1:
        subject = own[-1].subject if joined and own[-1].right else None
    else:
        subject = main_subject(found, first, at)
    if subject is None and not subjects:
        return None
    return Cue(at, at + 1, subject, right, content, border, inherited=True)


def main_subject(found: Sequence[Token], first: int, stop: int) -> Phrase | None:
    """The phrase that opens the sentence, or stands behind its first comma if a preposition opens it."""
    at = first
    if found[at].low in PREPOSITIONS or found[at].low in TIME_WORDS or found[at].low in ADVERBS or found[at].low in {"as", "when", "while"}:
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


def _right(found: Sequence[Token], at: int, stop: int, verb: str) -> tuple[str, int]:
    """What the verb at `at` introduces, and the token where that starts."""
    here = at + 1
    if verb in TELLS and here < stop and found[here].low != "that" and not found[here].quotation:
        told = here + 1 if found[here].low in _OBJECTS else (after(found, here, stop) or (here, here))[1]
        here = _object_end(found, here, told, stop)
    if here >= stop:
        return "", stop
    low = found[here].low
    if low == "that":
        return ("that", here + 1) if verb in THAT_VERBS or verb == "continue" else ("", stop)
    if low in {":", ","} or found[here].quotation:
        return _punctuated(found, here, stop, verb)
    if verb in NAMING and (quoted := _named(found, here, stop)):
        return "naming", quoted
    if low in PREPOSITIONS or low in TIME_WORDS or low in ADVERBS or low.endswith("ly") or low == "out":
        return _behind_adverbials(found, here, stop, verb)
    if low == "as" and here + 1 < stop and found[here + 1].low == "saying":
        return "", stop
    return ("bare", here) if _is_bare_clause(found, here, stop, verb, at) else ("", stop)


def _object_end(found: Sequence[Token], here: int, told: int, stop: int) -> int:
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
        if token.low == ";" or (token.low in VERBS and token.low not in AMBIGUOUS and token.low != "asked") or token.low in {"who", "but"}:
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
    while at < stop and (found[at].low in TIME_WORDS or found[at].low in {"on", "in"} or found[at].low.isdigit() or found[at].low in ADVERBS):
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
    if verb not in BARE_THAT or found[at].low.endswith("ing") and verb != "say":
        return False
    token = found[here]
    if token.low in {"nothing", "so", "no", "yes", "something", "anything", "little", "much", "more", "what"} or stop - here < 3:
        return False
    if verb == "say":
        return _starts_clause(token)
    return _has_verb(found, here, stop) if token.low in PRONOUNS else is_name(token) and _has_verb(found, here, min(stop, here + 5))


def _has_verb(found: Sequence[Token], here: int, stop: int) -> bool:
    return any(
        t.low in AUXILIARIES or t.low in MODALS or t.low.endswith(("ed", "n't")) or t.low in {"want", "wants", "needs", "need"}
        for t in found[here + 1 : min(stop, here + 14)]
    )
