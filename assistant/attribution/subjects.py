"""Sources that no name or office ends: "72 percent of Democrats said", "according to a study by the university"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.lexicon import (
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    BODIES,
    DETERMINERS,
    DOCUMENTS,
    MODALS,
    NEGATIONS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVE,
    ROLES,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.phrases import Phrase, after, before, is_name, is_noun
from assistant.attribution.stance_words import STANCES
from assistant.attribution.tokens import Token

_LONGEST = 18  # tokens
_BORDERS = frozenset(", : ; — – -- that as because while when although though since whereas and but".split())
_SOURCE_ENDS = frozenset(", . ; : — – ) ( ! ?".split())
_REFUSED = frozenset("no none nobody neither nor few little not if whether unless".split())
_LOOSE = ADVERBS | {"even", "yet", "so", "however"}
_QUANTITIES = frozenset("about nearly almost more fewer some many most all half both several others".split())


def subject_of(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """Who does what the verb behind token `last` says, past "last week" and "in 2013"; named, or else described."""
    while last > first and (found[last].low in TIME_WORDS or (found[last].low.isdigit() and len(found[last].low) == 4)):
        last -= 1
        if last > first and found[last].low in {"in", "on"}:
            last -= 1
    return before(found, first, last) or plain_subject(found, first, last)


def plain_subject(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """The noun phrase between a clause border and the verb behind token `last`."""
    if found[last].low in {",", ")"}:
        return _with_insertion(found, first, last)
    start = last + 1
    while start > max(first, last + 1 - _LONGEST) and not _is_border(found, start - 1):
        start -= 1
    if start > first and not _is_border(found, start - 1):
        return None
    while start <= last and found[start].low in _LOOSE:
        start += 1
    if (
        start + 2 <= last
        and found[start].low in {"in", "on"}
        and (found[start + 1].low.isdigit() or found[start + 1].low in TIME_WORDS)
    ):
        start += 2  # "In 2013 a panel"
    while last > start and found[last].low in _LOOSE:
        last -= 1
    words = found[start : last + 1]
    return (start, start + _head(words)) if words and _is_noun_phrase(words) else None


def named_source(found: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Whom "according to" names: everything up to the next comma or the end of the sentence."""
    end = next((n for n in range(start, min(stop, start + _LONGEST)) if found[n].low in _SOURCE_ENDS), None)
    if end is None or end == start:
        return None
    words = found[start:end]
    head = _head(words)
    if any(t.low == "published" for t in words) and head < len(words):
        end = start + head  # "a study published in the journal X": the journal says nothing
    return (start, end) if not any(_is_finite(t) for t in words[:head]) else None


def _head(words: Sequence[Token]) -> int:
    """How many words are left without "released last year" or "who study the vote"."""
    for at in range(2, len(words)):
        if words[at].low in RELATIVE or (words[at].low.endswith("ed") and is_noun(words[at - 1])):
            return at
    return len(words)


def _is_border(found: Sequence[Token], at: int) -> bool:
    low = found[at].low
    if low in {"and", "that"} and at + 1 < len(found):  # "Mr. Grassley and Mr. Leahy", "people that voted"
        return low == "and" and found[at - 1].low == ","
    return low in _BORDERS or found[at].quotation is not None


def _is_noun_phrase(words: Sequence[Token]) -> bool:
    opening, closing = words[0], words[-1]
    opens = (
        opening.low in DETERMINERS
        or opening.low in _QUANTITIES
        or opening.low[0].isdigit()
        or is_name(opening)
        or is_noun(opening)
    )
    if opening.low.endswith("ing") or opening.low == "besides":
        return False
    if opening.low == "that" and len(words) > 1 and words[1].is_name:
        return False
    if any(_may_be_verb(words, at) for at in range(1, len(words))):
        return False
    plural = opening.low.endswith("s") or (len(words) > 1 and words[1].low.endswith("s"))
    if is_noun(opening) and not (opening.is_name or opening.low in ROLES or plural):
        return False
    if not opens or (opening.low in PREPOSITIONS and opening.low not in _QUANTITIES) or opening.low in TIME_WORDS:
        return False
    closes = (
        is_noun(closing)
        or is_name(closing)
        or closing.low[0].isdigit()
        or closing.low in _QUANTITIES | NUMBERS
        or closing.low in TIME_WORDS
    )
    relative = next((n for n, t in enumerate(words) if t.low in RELATIVE), len(words))
    return closes and not any(_is_finite(t) for t in words[:relative]) and not any(t.low in _REFUSED for t in words)


def _may_be_verb(words: Sequence[Token], at: int) -> bool:
    """ "Clinton led", "Clinton currently leads": behind a name stands a verb, unless it is an office or a body."""
    low, left = words[at].low, words[at - 1]
    if words[at].is_name or not is_noun(words[at]) or not (is_name(left) or left.low.endswith("ly")):
        return False
    return not (low in ROLES | BODIES | DOCUMENTS or low.endswith(("ers", "ors", "ists", "ians")))


def _is_finite(token: Token) -> bool:
    low = token.low
    return (
        low in AUXILIARIES
        or low in MODALS
        or low in NEGATIONS
        or low in PRONOUNS
        or (low in VERBS and low not in AMBIGUOUS)
        or (low in STANCES and low.endswith(("s", "ed")) and low not in AMBIGUOUS)
        or low in {"to", "there"}
        or not (low[0].isalnum() or low in {"$", "%", "&", ".", "/"})
    )


def _with_insertion(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """ "Johnnie Wilson, of Springfield, Va., said": the phrase that opens the sentence, if no verb stands between."""
    phrase = after(found, first, last)
    if not phrase or found[phrase[1]].low not in {",", "("} or found[phrase[0]].low in PREPOSITIONS:
        return None
    between = found[phrase[1] : last]
    if not 3 <= len(between) <= _LONGEST or any(_is_finite(t) and t.word[0].isalnum() for t in between):
        return None
    return phrase if not any(t.quotation for t in between) else None
