"""A sentence's or paragraph's speeches: what was said, in whose mention, by which cue."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.coordination import Cue
from assistant.attribution.cues import find_cues
from assistant.attribution.labels import of_labels, of_nouns
from assistant.attribution.lexicon import (
    ACTS,
    ADVERBS,
    AMBIGUOUS,
    AUXILIARIES,
    DOCUMENTS,
    MODALS,
    NO_TAGS,
    PREPOSITIONS,
    SPEECH_NOUNS,
    THAT_VERBS,
    TIME_WORDS,
    VERBS,
)
from assistant.attribution.nouns import of_claims
from assistant.attribution.speech import ATTITUDE, SPEECH, Speech, cue_span, direct, span_of
from assistant.attribution.stances import with_stances
from assistant.attribution.tokens import Token

_SPOKEN_SIGNS = frozenset(",.!?…—–-")
_SUBORDINATE = frozenset("while although though as when since after because before".split())
_AFTER_QUOTE = frozenset("and in on at during when as after while but before because with to during last this".split())
_SHORT = 6  # tokens: "The next day, according to X, Y left"
_OPENINGS = frozenset("but and yet still also so , indeed however".split())
# "Asked about it, he said: “…”"
_ASKED = frozenset("asked questioned pressed commenting responding replying referring".split())
_ENDS = frozenset(". ! ? … ... , ; : ) ]".split())


def of_sentence(found: Sequence[Token], first: int, stop: int, stances: bool) -> list[Speech]:
    """The speeches of the sentence `found[first:stop]`; quotations that nobody is said to have spoken are left out.

    With `stances`, what somebody thinks, wants or calls for counts, too.
    """
    cues = find_cues(found, first, stop)
    if stances:
        cues = with_stances(found, first, stop, cues)
    spoken: list[Speech] = []
    taken: set[int] = set()  # quotations already given to a cue
    for number, cue in enumerate(cues):
        spoken.extend(_to_the_left(found, first, stop, cue, cues[:number], taken))
        spoken.extend(_to_the_right(found, first, stop, cue, cues[number + 1 :], taken))
    spoken.extend(of_nouns(found, first, stop, taken))
    spoken.extend(of_labels(found, first, stop, taken))
    if stances:
        spoken.extend(of_claims(found, first, stop, spoken))
    return spoken


def _to_the_left(
    found: Sequence[Token], first: int, stop: int, cue: Cue, earlier: Sequence[Cue], taken: set[int]
) -> list[Speech]:
    """ "…," he said; "…", said O'Brien; …, according to X: the speech stands before the cue."""
    if (
        cue.inherited
        or cue.relative
        or cue.subject is None
        or cue.right in {"that", "bare", "naming", "stance", "object"}
    ):
        return []
    border = cue.border - 1
    if border < first or (cue.right in {"quote", "colon"} and found[first].low in _ASKED):
        return []
    sign = found[border]
    if sign.quotation:
        if border in taken or not (sign.quotation.sign in _SPOKEN_SIGNS or cue.inverted or cue.right == "according"):
            return []
        return _left_content(found, first, border + 1, cue, earlier, taken)
    if sign.low not in {",", "—", "–", "--", "-", "―"} or border - 1 < first:
        return []
    if cue.right == "according":
        follows = (
            cue.content >= stop - 1
            or found[cue.content].low in {",", ".", ";", ")", "—"}
            or found[cue.content].low in PREPOSITIONS
        )
        if not follows:
            return []
        resumed = _resumed(found, stop, cue, taken) if border - first <= _SHORT else []  # else an apposition
        return _left_content(found, first, border, cue, earlier, taken) + resumed
    if found[border - 1].quotation:
        return _left_content(found, first, border, cue, earlier, taken)
    if not _is_tag_end(found, cue, stop):
        return []
    return _left_content(found, first, border, cue, earlier, taken) + _resumed(found, stop, cue, taken)


def _resumed(found: Sequence[Token], stop: int, cue: Cue, taken: set[int]) -> list[Speech]:
    """ "The plan, he said, would cost more": what stands behind the cue is his, too; behind "said X, the chair," it is not."""
    if cue.inverted:
        return []
    at = max(cue.end, cue.subject[1] if cue.subject else 0)
    if at + 3 > stop or found[at].low not in {",", "—", "–", "-"} or found[at + 1].quotation:
        return []
    if found[at + 1].low in {"and", "but", "who", "which"} or found[at + 1].low in VERBS:
        return []
    return _reported(found, at + 1, stop, cue, taken)


def _is_tag_end(found: Sequence[Token], cue: Cue, stop: int) -> bool:
    """Behind "…, he said" comes the end of the clause, a comma or an adverbial, and nothing he could have said."""
    verb = VERBS.get(found[cue.at].low, "")
    if cue.right in {"quote", "colon", "bare", "that"} or verb not in THAT_VERBS or verb in NO_TAGS:
        return False
    at = max(cue.end, cue.subject[1] if cue.subject else 0)
    if at >= stop:
        return True
    low = found[at].low
    return (
        low in _ENDS
        or low in {"in", "on", "at", "during", "after", "—", "–", "-", "when", "as"}
        or low in TIME_WORDS
        or low in ADVERBS
    )


def _left_content(
    found: Sequence[Token], first: int, end: int, cue: Cue, earlier: Sequence[Cue], taken: set[int]
) -> list[Speech]:
    start = first
    for other in earlier:
        if other.right in {"quote", "according", ""} and other.at >= start:
            start = max(start, max(other.end, other.subject[1] if other.subject else 0))
    while start < end and found[start].low in {",", ";", ":", "—", "–", ")"}:
        start += 1
    if start >= end:
        return []
    last = end - 1
    if all(t.quotation or t.low in {",", "—", "–", "and"} for t in found[start:end]):
        return [s for at in range(start, end) for s in direct(found, at, cue, taken)]
    if found[last].quotation and found[last - 1].low in {":", ","} and _sentence_like(found[last]):
        return direct(found, last, cue, taken)
    if sum(1 for t in found[start:end] if t.word[0].isalnum() or t.quotation) < 3 or last in taken:
        return []
    return _reported(found, start, end, cue, taken)


def _sentence_like(token: Token) -> bool:
    quote = token.quotation
    return quote is not None and quote.inner_end - quote.inner > 30


def _reported(found: Sequence[Token], start: int, end: int, cue: Cue, taken: set[int]) -> list[Speech]:
    while end > start and found[end - 1].low in _ENDS and found[end - 1].low != ")":
        end -= 1
    if end <= start:
        return []
    mention = span_of(found, cue.subject) if cue.subject else None
    spoken = [
        Speech(
            found[start].start,
            found[end - 1].end,
            "reported",
            mention,
            cue_span(found, cue),
            cue.is_stance,
            ATTITUDE if cue.is_attitude else SPEECH,
        )
    ]
    for at in range(start, end):
        if cue.right == "object":  # "cited the “Great Return”": whose words these are is not said
            continue
        if _tells_another(found, start, at):
            break  # "he had been told by Lee that “…”": another's words, in which the speaker tells of them
        if found[at].quotation and at not in taken and _is_fragment(found, start, at):
            spoken.extend(direct(found, at, cue, taken))
        if found[at].quotation:
            taken.add(at)
    return spoken


def _tells_another(found: Sequence[Token], start: int, at: int) -> bool:
    """Whether what stands at `at` is what somebody or something in the speech says: "told by Lee that “…”", "section 4, which provides
    that “…”"."""
    if at <= start:
        return False
    last = found[at - 1]
    if (
        last.low == "that"
        and at - 1 > start
        and any(t.low in {"which", "who"} for t in found[max(start, at - 4) : at - 1])
    ):
        return True
    return last.low in VERBS and last.low not in AMBIGUOUS


def _is_fragment(found: Sequence[Token], start: int, at: int) -> bool:
    """A quotation inside reported speech is the speaker's own unless it may be a title, a name or somebody else's words."""
    quote = found[at].quotation
    if quote is None or quote.words < 2 or quote.titled:
        return False
    return not any(
        t.low in SPEECH_NOUNS or t.low in DOCUMENTS or t.low in {"so-called", "word", "term"} for t in found[start:at]
    )


def _to_the_right(
    found: Sequence[Token], first: int, stop: int, cue: Cue, later: Sequence[Cue], taken: set[int]
) -> list[Speech]:
    if cue.right == "according":
        before_it = found[first : cue.border]
        opens = not before_it or before_it[-1].low == ":" or all(t.low in _OPENINGS or t.quotation for t in before_it)
        if opens and cue.content < stop and found[cue.content].low == ",":
            return _reported_or_direct(found, cue.content + 1, stop, cue, later, taken)
        return []
    if cue.right == "quote":
        return _quoted(found, stop, cue, later, taken)
    if cue.right in {"that", "bare", "colon", "stance", "object"}:
        return _reported_or_direct(found, cue.content, stop, cue, later, taken)
    if cue.right == "naming":
        last = next(n for n in range(cue.content, stop) if found[n].quotation)
        return _reported(found, cue.content, last + 1, cue, taken)
    return []


def _quoted(found: Sequence[Token], stop: int, cue: Cue, later: Sequence[Cue], taken: set[int]) -> list[Speech]:
    at = cue.content + 1
    quote = found[cue.content].quotation
    if (
        quote
        and at < stop
        and quote.sign.isalnum()
        and found[at].word[0].isalnum()
        and found[at].low not in _AFTER_QUOTE
    ):
        taken_before = cue.content in taken
        whole = [] if taken_before else direct(found, cue.content, cue, taken)
        end = _content_end(found, at, stop, later)
        return whole + _reported(found, cue.content, end, cue, taken)
    spoken = direct(found, cue.content, cue, taken)
    while at < stop and (found[at].low in {",", "and", "or"} or found[at].quotation):
        spoken.extend(direct(found, at, cue, taken))
        at += 1
    return spoken


def _reported_or_direct(
    found: Sequence[Token], start: int, stop: int, cue: Cue, later: Sequence[Cue], taken: set[int]
) -> list[Speech]:
    end = min(_content_end(found, start, stop, later), cue.limit or stop)
    if _is_inserted(found, cue):
        end = next((n for n in range(start + 2, end) if found[n].low == ","), end)
    if cue.border > 0 and cue.right != "according" and found[cue.border - 1].low in _SUBORDINATE:
        end = next((n for n in range(start + 2, end) if found[n].low == ","), end)
    words = [n for n in range(start, end) if found[n].word[0].isalnum() or found[n].quotation]
    if not words:
        return []
    if all(found[n].quotation for n in words):
        return [s for n in words for s in direct(found, n, cue, taken)]
    said = sum(q.words if (q := found[n].quotation) else 1 for n in words)
    if said < 3 and cue.right not in {"that", "stance", "object"}:
        return []
    return _reported(found, start, end, cue, taken)


def _is_inserted(found: Sequence[Token], cue: Cue) -> bool:
    """ "X, who says so, left", "X, who has said so, left" """
    who = cue.at - 1
    while who > 0 and found[who].low in AUXILIARIES | ADVERBS:
        who -= 1
    return who > 0 and found[who].low == "who" and found[who - 1].low == ","


def _content_end(found: Sequence[Token], start: int, stop: int, later: Sequence[Cue]) -> int:
    """Reported speech ends where the sentence goes on with another verb of speech of the same rank, or names its source."""
    end = stop
    for cue in later:
        if cue.border <= start:
            continue
        border = _coordinated(found, start, cue, stop)
        if border is not None:
            end = min(end, border)
    return _before_acts(found, start, end)


def _coordinated(found: Sequence[Token], start: int, cue: Cue, stop: int) -> int | None:
    if cue.inherited:
        return cue.border
    left = cue.border - 1
    if cue.right == "according" or (not cue.right and _is_tag_end(found, cue, stop)):
        return left if left > start and found[left].low in {",", "—", "–"} else None
    at = left
    while at > start:  # back over "and later on November 2, 2023,"
        low = found[at].low
        if low in {"and", "but", "while", ";"}:
            comma = found[at - 1].low == ","
            return at - 1 if comma else at if at == left or low == ";" else None
        if not (low in TIME_WORDS or low in ADVERBS or low in {",", "on", "in", "at"} or low.isdigit()):
            return None
        at -= 1
    return None


def _before_acts(found: Sequence[Token], start: int, end: int) -> int:
    """ "… must protect the rights and encouraged dialogue": the speaker's next act, not his words, if the tenses differ."""
    present = False
    for at in range(start, end - 1):
        low = found[at].low
        if low.endswith("ed") or low in {"was", "were", "had", "did"}:
            return end
        present = present or low in MODALS or low in AUXILIARIES
        if present and low == "and" and found[at + 1].low in ACTS:
            return at
    return end
