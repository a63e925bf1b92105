"""Which of the ranked sentences answer: few, none twice, of several documents where asked, with what a pronoun leans on.

Sentences that are both chosen and follow each other are one quote, and a short quote takes in what stands beside it in
the same mouth (`widened`): the answer is often in the next sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.citing import GAP
from assistant.filters.selection import Admits
from assistant.passages import quotable
from assistant.ranking import Candidate
from assistant.snapshot import Snapshot
from assistant.text import content_stems, is_dateline, is_sentence, words
from assistant.types import Document, Span, Statement
from assistant.voices import statement_of

MOST = 5
WORSE = 6.0  # a sentence whose score is this much below the best is not shown beside it
FIRST = 2  # quotes for which that is enough; those after them answer seldom, so
NEARLY = 5.5  # they must be worth nearly as much as the best, unless the question has parts
VERDICT = 0.7  # and here the judge's verdict, be it good or bad, is worth this much beside the score
LONGEST = 400  # code points of a quote of several chosen sentences
WIDEST = 315  # and of one that takes in what stands beside it
AS_GOOD = 3.0  # neighbours whose scores are no farther apart are one quote; a clear answer stays short
SAME_WORDS = 0.85  # share of two sentences' words from which they say the same

_NEGATIONS = frozenset("no not never none nor neither without cannot".split())
_SEVERAL = re.compile(
    r"\b(?:both|each (?:of|say|says|said|state|claim|report|describe|put|tell)|compare[ds]?|differ\w*|respectively|versions|documents|texts|articles|reports|statements|sources|sides|on the one hand)\b",
    re.IGNORECASE,
)
# a pronoun that opens the sentence or its first clause; "It was emphasized that" points at nothing
_POINTER = re.compile(
    r"[\W_]*(?:(?:and|but|so|yet|then|also|however|moreover|furthermore|therefore|thus|still|meanwhile|instead|later|besides|in addition)\b[,\s]+)?"
    r"(?:he|she|they|it(?!\s+(?:is|was|has been|had been|should be|must be)\s+(?:\w+\s+){1,2}that\b)|this|these|those"
    r"|his|her|their|its|such|the (?:latter|former|same))\b",
    re.IGNORECASE,
)
_TWO_PARTS = re.compile(r"\band (?:how|what|when|where|who|whom|whose|which|why)\b", re.IGNORECASE)


def asks_for_several(question: str) -> bool:
    """True if the question wants more than one document's words: "both", "the statements", "compare"."""
    return _SEVERAL.search(question) is not None


def has_parts(question: str) -> bool:
    """True if no single sentence need answer it all: it asks for several, or two things ("what …, and how many …?")."""
    return asks_for_several(question) or _TWO_PARTS.search(question) is not None


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


def choose(ranked: Sequence[Candidate], question: str) -> list[Candidate]:
    """The few that are shown to the question: none much worse than the first, and after `FIRST` only what is nearly as good.
    Beside a sentence no line with a date, which tells when its own text came out, unless two things are asked for."""
    good = [c for c in ranked[:MOST] if c.score >= ranked[0].score - WORSE]
    if not good or has_parts(question):
        return good
    if not is_dateline(good[0].text):
        good = [c for c in good if not is_dateline(c.text)]
    near = _merit(good[0]) - NEARLY
    return [c for n, c in enumerate(good) if n < FIRST or _merit(c) >= near]


def _merit(candidate: Candidate) -> float:
    """What keeps a sentence among those shown: here it counts, too, how far the judge holds it from an answer."""
    return candidate.score + VERDICT * candidate.verdict


def joined(chosen: Sequence[Candidate]) -> list[Candidate]:
    """`chosen` with those that directly follow each other, in the same mouth, as one quote in the place of the better: neighbours
    about as good (`AS_GOOD`), at most `LONGEST` together; those of two paragraphs only if the second goes on about the same."""
    shown: list[Candidate] = []
    for candidate in chosen:
        beside = [c for c in shown if abs(c.score - candidate.score) <= AS_GOOD and _goes_on(c, candidate, LONGEST)]
        if not beside:
            shown.append(candidate)
            continue
        shown[shown.index(beside[0])] = replace(beside[0], sentence=_around(beside[0], candidate))
    return shown if len(shown) == len(chosen) else joined(shown)


def widened(chosen: Sequence[Candidate], corpus: Snapshot, admits: Admits | None = None) -> list[Candidate]:
    """`chosen`, each with the sentence before it and then the one after it, at most `WIDEST` together: a short sentence
    seldom tells by itself of whom and of what it speaks.

    No sentence is quoted twice, none that `admits` leaves out, that is in another mouth, or that is no prose; one of another
    paragraph only where one points back at the other.
    """
    shown = list(chosen)
    for n, best in enumerate(chosen):
        document = best.document
        spans = quotable(corpus.sentences(document.name), document.zones)
        inside = [i for i, s in enumerate(spans) if best.sentence.start <= s.start and s.end <= best.sentence.end]
        for place in (min(inside) - 1, max(inside) + 1) if inside else ():
            if not 0 <= place < len(spans):
                continue
            beside = replace(best, sentence=spans[place])
            taken = any(c.document == document and _overlap(c, beside) for c in shown)
            is_admitted = admits is None or admits(document, beside.sentence)
            is_prose = is_sentence(best.text) and is_sentence(beside.text)
            if is_admitted and is_prose and not taken and not _is_mixed(beside) and _leans(best, beside, WIDEST):
                best = shown[n] = replace(best, sentence=_around(best, beside))
    return shown


def _follow(one: Candidate, other: Candidate, longest: int) -> bool:
    """Whether one stands right before the other, in the same mouth, and both are together no longer than `longest`."""
    first, second = sorted((one.sentence, other.sentence))
    between = one.document.text[first.end : second.start]
    if one.document != other.document or len(between) > GAP or between.strip():
        return False
    return second.end - first.start <= longest and _mouth(one) == _mouth(other)


def _leans(one: Candidate, other: Candidate, longest: int) -> bool:
    """Whether they follow each other in one paragraph, or across its border the second points back at the first."""
    first, second = sorted((one, other), key=lambda c: c.sentence)
    if not _follow(one, other, longest):
        return False
    border = "\n\n" in one.document.text[first.sentence.end : second.sentence.start]
    return not border or _POINTER.match(second.text) is not None


def _goes_on(one: Candidate, other: Candidate, longest: int) -> bool:
    """Whether they follow each other, and across a paragraph's border share a word or the second points back."""
    if _leans(one, other, longest):
        return True
    return _follow(one, other, longest) and bool({*content_stems(one.text)} & {*content_stems(other.text)})


def _around(one: Candidate, other: Candidate) -> Span:
    return Span(min(one.sentence.start, other.sentence.start), max(one.sentence.end, other.sentence.end))


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.sentence.start < other.sentence.end and other.sentence.start < one.sentence.end


def _is_mixed(candidate: Candidate) -> bool:
    """Whether the sentence has words of more than one mouth: part of a quotation and who says it."""
    statements, at = candidate.document.statements, candidate.sentence
    return len({_voice_of(s) for s in statements if s.start < at.end and at.start < s.end}) > 1


def _mouth(candidate: Candidate) -> tuple[object, ...] | None:
    said = statement_of(candidate.document.statements, candidate.sentence)
    return _voice_of(said) if said else None


def _voice_of(said: Statement) -> tuple[object, ...]:
    return said.speaker, said.role, said.how, said.said_on, said.reported_by


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
