"""Which of the ranked sentences answer: few, none twice, of several documents where asked, with what a pronoun leans on.

Sentences that are both chosen and follow each other are one quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.citing import GAP
from assistant.passages import quotable
from assistant.ranking import Candidate
from assistant.text import is_dateline, words
from assistant.types import Document, Span
from assistant.voices import statement_of

MOST = 5
WORSE = 6.0  # a sentence this much below the best is not shown beside it
LONGEST = 300  # code points of a quote of several sentences
AS_GOOD = 3.0  # neighbours whose scores are no farther apart are one quote; a clear answer stays short
SAME_WORDS = 0.85  # share of two sentences' words from which they say the same

_NEGATIONS = frozenset("no not never none nor neither without cannot".split())
_SEVERAL = re.compile(
    r"\b(?:both|each of|compare[ds]?|differ\w*|respectively|versions|documents|texts|articles|reports|statements|sources|sides)\b",
    re.IGNORECASE,
)
# a pronoun that opens the sentence or its first clause; "It was emphasized that" points at nothing
_POINTER = re.compile(
    r"[\W_]*(?:(?:and|but|so|yet|then|also|however|moreover|furthermore|therefore|thus|still|meanwhile|instead|later|besides|in addition)\b[,\s]+)?"
    r"(?:he|she|they|it(?!\s+(?:is|was|has been|had been|should be|must be)\s+(?:\w+\s+){1,2}that\b)|this|these|those"
    r"|his|her|their|its|such|the (?:latter|former|same))\b",
    re.IGNORECASE,
)


def asks_for_several(question: str) -> bool:
    """True if the question wants more than one document's words: "both", "the statements", "compare"."""
    return _SEVERAL.search(question) is not None


def distinct(ranked: Iterable[Candidate], most: int) -> list[Candidate]:
    """The first `most` candidates that do not say in (nearly) the same words what one before them says."""
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) == most:
            break
        if not any(nearly_same(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    return chosen


def of_several(ranked: Sequence[Candidate]) -> list[Candidate]:
    """`ranked` anew: the best of each document first, if it is not far worse than the best of all."""
    seen: set[str] = set()
    firsts: list[Candidate] = []
    for candidate in ranked:
        if candidate.document.name not in seen and candidate.score >= ranked[0].score - WORSE:
            seen.add(candidate.document.name)
            firsts.append(candidate)
    return firsts + [c for c in ranked if c not in firsts]


def choose(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The few that are shown: none much worse than the first."""
    return [c for c in ranked[:MOST] if c.score >= ranked[0].score - WORSE]


def joined(chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen` with those that directly follow each other in a paragraph, in the same mouth, as one quote in the place of
    the better: neighbours about as good (`AS_GOOD`), at most `LONGEST` together."""
    shown: list[Candidate] = []
    for candidate in chosen:
        beside = [c for c in shown if _are_one(c, candidate)]
        if not beside:
            shown.append(candidate)
            continue
        best = beside[0]
        spans = [best.sentence, candidate.sentence]
        shown[shown.index(best)] = replace(best, sentence=Span(min(spans).start, max(spans).end))
    return shown if len(shown) == len(chosen) else joined(shown)


def _are_one(one: Candidate, other: Candidate) -> bool:
    first, second = sorted((one.sentence, other.sentence))
    between = one.document.text[first.end : second.start]
    if one.document != other.document or len(between) > GAP or between.strip() or "\n\n" in between:
        return False
    together = second.end - first.start <= LONGEST and abs(one.score - other.score) <= AS_GOOD
    return together and _mouth(one) == _mouth(other)


def _mouth(candidate: Candidate) -> tuple[object, ...] | None:
    said = statement_of(candidate.document.statements, candidate.sentence)
    return (said.speaker, said.role, said.how, said.said_on, said.reported_by) if said else None


def nearly_same(one: str, other: str) -> bool:
    """True if two sentences share nearly all their words, and the numbers and negations in the same order.

    "Five left." and "Six left." are not, nor are "He left." and "He never left."
    """
    a, b = ([text[s:e].casefold() for s, e in words(text)] for text in (one, other))
    if a == b:
        return True
    telling = [[w for w in ws if any(c.isdigit() for c in w) or w in _NEGATIONS] for ws in (a, b)]
    shared = len(set(a) & set(b)) / max(1, len(set(a) | set(b)))
    return shared >= SAME_WORDS and telling[0] == telling[1]


def antecedent(document: Document, sentences: Sequence[Span], sentence: Span) -> Span | None:
    """The sentence right before `sentence` in its paragraph, where that one opens with a pronoun; None where it does not.

    `sentences` are the document's, in order.
    """
    if not _POINTER.match(document.text, sentence.start, sentence.end):
        return None
    before = max((s for s in sentences if s.end <= sentence.start), default=None)
    if before is None or sentence.start - before.end > GAP or "\n\n" in document.text[before.end : sentence.start]:
        return None
    plain = not is_dateline(document.text[before.start : before.end])
    return before if plain and quotable([before], document.zones) else None
