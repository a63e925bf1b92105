"""Who: the noun phrase before or after a verb of speech, found from closed word lists and capital letters.

A phrase is (first token, one past the last). None where the words beside the verb are not clearly somebody.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.lexicon import (
    AMBIGUOUS,
    BODIES,
    CLAUSE_WORDS,
    DETERMINERS,
    DOCUMENTS,
    MONTHS_AND_DAYS,
    NP_LINKS,
    PARTICLES,
    PLURAL_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
    TIME_WORDS,
    TITLES,
    VERBS,
)
from assistant.attribution.tokens import Token

Phrase = tuple[int, int]

LONGEST_PHRASE = 24  # tokens
LONGEST_NAME, LONGEST_DESCRIPTION = 5, 12  # tokens of "Captain Neil Ashby" and of "the union's general secretary"
LONGEST_INSERTION = 40  # tokens of ", who …," between a subject and its verb
_SPEAKERS = ROLES | BODIES | DOCUMENTS
_NOBODY = frozenset(
    "nobody none one anyone anybody nothing everyone everybody someone somebody there what it's others perhaps besides let's".split()
)
_INSERTED = (
    frozenset(
        "a an the who whose which his her their now then formerly speaking talking writing appearing when while".split()
    )
    | PREPOSITIONS
)


def is_name(token: Token) -> bool:
    """A word of a name: a capital letter, and not a function word that merely starts a sentence."""
    return (
        token.is_name
        and token.low not in CLAUSE_WORDS
        and token.low not in DETERMINERS
        and token.low not in PREPOSITIONS
        and token.low not in PRONOUNS
        and token.low not in SUBORDINATORS
        and token.low not in MONTHS_AND_DAYS
    )


def is_noun(token: Token) -> bool:
    """A small word that can stand in a noun phrase: neither a function word nor a punctuation mark."""
    low = token.low
    return (
        low[0].isalnum()
        and low not in CLAUSE_WORDS
        and low not in PREPOSITIONS
        and low not in DETERMINERS
        and low not in PRONOUNS
        and low not in TIME_WORDS
        and (low in _SPEAKERS or low not in VERBS)
        and not low.endswith("ly")
    )


def before(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """The phrase that ends with token `last` and starts no earlier than `first`."""
    if last < first:
        return None
    token = found[last]
    if token.low in PRONOUNS:
        return (last, last + 1)
    if token.low == "who":
        return _antecedent(found, first, last)
    if token.low in _NOBODY or token.quotation:
        return None
    if token.low in {",", ")", "—", "–", "-", "--"}:
        return _before_insertion(found, first, last)
    if is_name(token):
        return _name_before(found, first, last)
    if last - 2 >= first and found[last - 1].low == "of" and found[last - 2].low in ROLES:  # "the head of state"
        office = _nouns_before(found, first, last - 2)
        return (office[0], last + 1) if office else None
    if is_noun(token) and (token.low in _SPEAKERS or token.low.endswith(("ers", "ians", "ists"))):
        return _nouns_before(found, first, last)
    return _before_adverbial(found, first, last)


def _before_adverbial(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """ "the State Department in response to a question has emphasized" """
    for at in range(last, max(first + 1, last - 14), -1):
        low = found[at].low
        if low in {"in", "at", "during", "on"} and (is_name(found[at - 1]) or found[at - 1].low in _SPEAKERS):
            return before(found, first, at - 1)
        if not (low[0].isalnum() and low not in CLAUSE_WORDS and (low not in VERBS or low in AMBIGUOUS)):
            return None
    return None


def _antecedent(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    at = last - 1
    if at >= first and found[at].low == ",":
        at -= 1
    phrase = before(found, first, at) if at >= first and found[at].low not in {",", "who"} else None
    return phrase if phrase and found[phrase[0]].low not in PRONOUNS else None


def _before_insertion(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """The phrase before ", the chair of the party," or "(R-Fla.)": the nearest name that an insertion can follow."""
    closing = found[last].low
    if closing == ")":
        at = last - 1
        while at > max(first, last - 12) and found[at].low != "(":
            at -= 1
        return (
            before(found, first, at - 1) if at > first and found[at].low == "(" and found[at - 1].low != "," else None
        )
    floor = max(first, last - LONGEST_INSERTION)
    if closing == "," and (named := _described_before(found, first, last)):
        return named
    for at in range(last - 2, floor, -1):
        if found[at].low != closing:
            continue
        inserted, head = found[at + 1], found[at - 1]
        if not (inserted.low in _INSERTED or inserted.low[0].isdigit() or inserted.low in ROLES or is_noun(inserted)):
            continue
        if is_name(head) or head.low == ")" or head.low in PRONOUNS:
            return before(found, first, at - 1)
        if head.low in ROLES and inserted.low in {"who", "speaking", "which", "whose"}:
            return before(found, first, at - 1)
    return None


def _described_before(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """ "Its harbour master, Captain Neil Ashby, said": the name that the insertion is, behind a description that opens the sentence."""
    at = last
    while at - 1 > first and (is_name(found[at - 1]) or found[at - 1].low in PARTICLES):
        at -= 1
    relative = next(
        (n for n in range(at - 2, max(first, at - LONGEST_DESCRIPTION), -1) if found[n].low == "whose"), first
    )
    described = found[relative : at - 1]
    if found[at - 1].low != "," or not 2 <= last - at <= LONGEST_NAME or not 2 <= len(described) <= LONGEST_DESCRIPTION:
        return None
    opens = described[0].low in DETERMINERS | {"whose"} or any(
        t.low.endswith(("'s", "’s", "s'", "s’")) for t in described[:3]
    )
    plain = all(t.word[0].isalnum() and (t.low in _SPEAKERS or t.low not in VERBS) for t in described)
    whole = not any(t.low in CLAUSE_WORDS for t in (described[1:] if described[0].low == "whose" else described))
    return (at, last) if opens and plain and whole else None


def _name_before(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    floor = max(first, last - LONGEST_PHRASE)
    at = _capitals_before(found, floor, last)
    at = _modifiers_before(found, floor, at)
    if at > floor:
        left = found[at - 1]
        if left.low in NP_LINKS and at - 2 >= floor:
            outer = before(found, floor, at - 2) if found[at - 2].low in _SPEAKERS else None
            if outer and found[outer[1] - 1].low in _SPEAKERS:
                return (outer[0], last + 1)
            if left.low in {"of", "for", "from", "at"} and is_name(found[at - 2]):
                whole = _name_before(found, floor, at - 2)
                return (whole[0], last + 1) if whole else None
            if left.low in {"in", "on"} and is_name(found[at - 2]) and at - 1 > floor:
                return before(found, floor, at - 2)
            if left.low in {"of", "for", "from"} or at - 1 > floor:
                return None
        if left.low in {"and", "&"} and at - 2 >= floor and (is_name(found[at - 2]) or found[at - 2].low in _SPEAKERS):
            partner = before(found, floor, at - 2)
            if partner and (partner[0] == first or found[partner[0] - 1].low in {",", ":", ";", '"'}):
                return (partner[0], last + 1)
            return None
    return (at, last + 1)


def _capitals_before(found: Sequence[Token], floor: int, last: int) -> int:
    at = last
    while at > floor:
        left = found[at - 1]
        if is_name(left) and not left.low.endswith(("'s", "s'")):
            at -= 1
        elif (left.low in PARTICLES and at - 2 >= floor and is_name(found[at - 2])) or (
            left.low in {"of", "for"} and at - 2 >= floor and _is_office(found[at - 2])
        ):
            at -= 2
        elif left.low == "the" and at - 3 >= floor and found[at - 2].low in {"of", "for"} and _is_office(found[at - 3]):
            at -= 3
        elif left.low in {"and", "&"} and at - 2 >= floor and _inside_office(found, floor, at - 2):
            at -= 2
        else:
            break
    return at


def _is_office(token: Token) -> bool:
    return is_name(token) and (
        token.low in ROLES
        or token.low in BODIES
        or token.low in {"foreign", "internal", "affairs", "defense", "house", "board"}
    )


def _inside_office(found: Sequence[Token], floor: int, at: int) -> bool:
    """ "Secretary of State for Health and Social Care": the "and" belongs to the office's name."""
    return is_name(found[at]) and at - 1 >= floor and found[at - 1].low in {"for", "of", "on"}


def _modifiers_before(found: Sequence[Token], floor: int, at: int) -> int:
    start = at
    while at > floor and start - at < 7:
        left = found[at - 1]
        if left.low.endswith(("'s", "s'")) and left.is_name:
            at = _capitals_before(found, floor, at - 1)
            continue
        if left.low == "that" and found[at].is_name:
            break  # a conjunction: "noted that Clinton"
        if left.low in DETERMINERS:
            return at - 1
        if left.low in VERBS and left.low not in _SPEAKERS:
            break
        if (is_noun(left) and not left.is_name and not left.low.endswith("ed")) or is_name(left):
            at -= 1
        else:
            break
    if at in (start, floor) or not _opens(found[at - 1]):
        # words that no clause border sets off may be a verb: "Trump thinks Clinton said"
        while at < start and not (found[at].low in _SPEAKERS or found[at].low in TITLES or found[at].is_name):
            at += 1
    return at


def _opens(token: Token) -> bool:
    return not token.word[0].isalnum() or token.low in CLAUSE_WORDS or token.low in PREPOSITIONS


def _nouns_before(found: Sequence[Token], first: int, last: int) -> Phrase | None:
    """A description, "the foreign minister of Armenia" or "officials"; it must start at a determiner or a clause border."""
    floor = max(first, last - LONGEST_PHRASE)
    at = last
    while at > floor:
        left = found[at - 1]
        if left.low in DETERMINERS:
            at -= 1
            break
        if is_noun(left) or is_name(left) or left.low.endswith("ed"):
            at -= 1
        elif left.low in PREPOSITIONS and at - 2 >= floor and left.low in NP_LINKS and found[at - 2].low in _SPEAKERS:
            outer = _nouns_before(found, floor, at - 2)
            return (outer[0], last + 1) if outer else None
        elif left.low == "and" and at - 2 >= floor and found[at - 2].low in _SPEAKERS:
            at -= 2
        else:
            break
    if at > first and not (_opens(found[at - 1]) or found[at].low in DETERMINERS):
        return None
    if at > floor and found[at - 1].low in NP_LINKS and found[at - 1].low in {"of", "for", "from"}:
        return _attached(found, floor, at, last)
    return (at, last + 1)


def _attached(found: Sequence[Token], floor: int, at: int, last: int) -> Phrase | None:
    """ "a spokesman for the campaign said": the speaker is the spokesman."""
    if at - 2 >= floor and found[at - 2].low in _SPEAKERS:
        outer = _nouns_before(found, floor, at - 2)
        return (outer[0], last + 1) if outer else None
    return None


def _described_after(found: Sequence[Token], first: int, comma: int, stop: int) -> Phrase | None:
    """ "said its harbour master, Captain Neil Ashby": the name that stands behind a description, if nothing is added to it."""
    if comma >= stop or comma == first or found[comma].low != "," or found[first].low not in DETERMINERS:
        return None
    end = comma + 1
    while end < min(stop, comma + 2 + LONGEST_NAME) and (is_name(found[end]) or found[end].low in PARTICLES):
        end += 1
    ends = end >= stop or found[end].low in {",", ".", ":", ";", '"', "—", "–"} or found[end].quotation
    listed = end + 1 < stop and found[end].low == "," and found[end + 1].low in {"and", "or", "&"}
    plain = not found[comma - 1].is_name and not any(t.low in PLURAL_ROLES for t in found[first:comma])
    named = 2 <= end - comma - 1 <= LONGEST_NAME
    return (comma + 1, end) if named and ends and plain and not listed else None


def after(found: Sequence[Token], first: int, stop: int) -> Phrase | None:
    """The phrase that starts with token `first` and ends before `stop`."""
    if first >= stop:
        return None
    token = found[first]
    if token.low in PRONOUNS:
        return (first, first + 1)
    at, end = first, first  # `end`: behind the last word that can end the phrase
    while at < min(stop, first + 15):
        low = found[at].low
        if is_name(found[at]) or low in _SPEAKERS:
            end = at + 1
        elif low in {"of", "for", "at", "from"} and end == at > first:
            if not (found[at - 1].low in _SPEAKERS or found[at - 1].low in {"affairs", "foreign"}):
                break
        elif low in DETERMINERS:
            if end > first and found[at - 1].low not in {"of", "for", "at", "from"}:
                break
        elif not (
            low in PARTICLES or (is_noun(found[at]) and at - end < 3 and not (end > first and low.endswith("ed")))
        ):
            break
        at += 1
    if described := _described_after(found, first, at, stop):
        return described
    if end < at and found[first].low in DETERMINERS and not (at < stop and found[at].word[0].isalnum()):
        return None  # "the Harriers captain": whoever that is, not the Harriers
    words = found[first:end]
    if (
        not words
        or words[-1].low.endswith(("'s", "s'"))
        or words[0].low in {"of", "for"}
        or (end - first == 1 and words[0].low in _NOBODY)
    ):
        return None
    return (first, end)
