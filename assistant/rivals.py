"""Would the sentence answer better if the question were put of another?

A cross-encoder tells less surely whether a sentence answers a question than which of two questions it answers. So the
question is put once more with a name or number that only the sentence has in place of one of its own, with two of its own
names exchanged, without its "not", and with the contrary of a word where the sentence has that. A sentence that answers such
a rival far better tells of the other: "Why did Azerbaijan delay its response to Armenia?" beside "Thus, Armenia has delayed
its response."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, combinations, islice
from typing import NamedTuple

from assistant.constraints.demands import constraints
from assistant.followups.readings import Reading
from assistant.models import Reranker
from assistant.names import Name
from assistant.premise.names import places_of, question_names
from assistant.premise.numbers import numbers, same_kind
from assistant.premise.offices import TOLD_ABOUT
from assistant.premise.opposites import contraries
from assistant.premise.roles import DENIAL
from assistant.ranking import Candidate, verdicts
from assistant.types import Span

MOST = 6  # rivals of a question that are read
SURE = 1.5  # verdict from which a sentence answers the question itself so well that only contraries count
FAR = 1.5  # logits by which a rival is answered better, from which a silence is told as "of another"
PRESENT = 1.5  # and as many more where the name replaced stands in the sentence, too: it may be the right one

# "did not", "didn't"
_NOT = re.compile(r"\s+(?:not|never)\b|(?<=\w(?:id|as|ad|es|re|ve))n['’]t\b|(?<=\bdo)n['’]t\b", re.IGNORECASE)

_AND = re.compile(r"(?:[\s,&/-]|\b(?:and|or|nor|versus|vs\.?|the)\b)*", re.IGNORECASE)


class Change(NamedTuple):
    """What stands `instead` in some spans of a question, which do not overlap, in order; `less` is what takes off how much
    better the rival is answered."""

    instead: tuple[tuple[Span, str], ...]
    less: float = 0.0


def outdone(reading: Reading, judged: Candidate, judge: Reranker) -> float:
    """By how many logits the judge prefers the candidate as an answer to the best rival of the question, less what the rival's
    change takes off; 0 where to none. Where it is sure of the question itself, only the contraries of its words are tried.

    A question that brings another one in brackets begins with its own words, and only in those something is changed.
    """
    question, text = reading[-1], judged.text
    tried = list(islice(opposites(question, text) if judged.verdict >= SURE else changes(question, text), MOST))

    def better(change: Change) -> float:
        verdict = float(verdicts(changed(reading[0], change), [judged], judge)[0])
        return verdict - judged.verdict - change.less

    if not tried:
        return 0.0
    with ThreadPoolExecutor(len(tried)) as pool:  # one pair would keep one core busy
        return max(0.0, *pool.map(better, tried))


def weighed_with_rivals(reading: Reading, few: Sequence[Candidate], judge: Reranker) -> list[Candidate]:
    """`few`, best first, and by how much the first is outdone. Where that is far, the second takes its place if it is worth more when
    what both are outdone is taken off, unless the first contradicts the question: that is an answer, too."""
    first, *rest = few
    first = replace(first, outdone=outdone(reading, first, judge))
    if first.outdone < FAR or first.contradicts or not rest:
        return [first, *rest]
    second = replace(rest[0], outdone=outdone(reading, rest[0], judge))
    if second.worth - second.outdone > first.worth - first.outdone:
        first, second = second, first
    return [first, second, *rest[1:]]


def changes(question: str, sentence: str) -> Iterator[Change]:
    """The changes that make a rival of the question. Who is asked to have said it is judged by who did, not by words."""
    said_by = constraints(question).speaker_span
    own = [n for n in question_names(question) if not (said_by and n.start < said_by.end and said_by.start < n.end)]
    named = [n for n in own if any(places_of(n, sentence))]
    lacking = [n for n in own if n not in named]
    doers = [n for n in named if not TOLD_ABOUT.search(question[: n.start])]
    return chain(
        _affirmed(question, sentence),
        opposites(question, sentence),
        _counted_otherwise(question, sentence),
        _of_others(lacking, own, sentence),
        _exchanged(question, own),
        (change._replace(less=PRESENT) for change in _of_others(doers, own, sentence)),
    )


def opposites(question: str, sentence: str) -> Iterator[Change]:
    """Each word of the question of which the sentence has the contrary, replaced by that."""
    yield from (Change((contrary,)) for contrary in contraries(question, sentence))


def _affirmed(question: str, sentence: str) -> Iterator[Change]:
    if not DENIAL.search(sentence):
        yield from (Change(((Span(*m.span()), ""),)) for m in _NOT.finditer(question))


def _counted_otherwise(question: str, sentence: str) -> Iterator[Change]:
    """Each number that the sentence lacks replaced by what it has of the same kind."""
    asked, told = numbers(question), numbers(sentence)
    others = [n for n in told if n.value not in {mine.value for mine in asked}]
    for number in asked:
        if number.value not in {n.value for n in told}:
            texts = dict.fromkeys(sentence[n.start : n.end] for n in others if same_kind(n, number))
            yield from (Change(((Span(number.start, number.end), text),)) for text in texts)


def _of_others(replaced: Sequence[Name], own: Sequence[Name], sentence: str) -> Iterator[Change]:
    """Each name of `replaced` replaced by those of the same kind that the sentence alone has."""
    names = [n for n in question_names(sentence) if not any(_same(n, mine) for mine in own)]
    for mine in replaced:
        texts = dict.fromkeys(n.text for n in names if n.kind == mine.kind)
        yield from (Change(((Span(mine.start, mine.end), text),)) for text in texts)


def _exchanged(question: str, own: Sequence[Name]) -> Iterator[Change]:
    for one, other in combinations(own, 2):
        if one.end <= other.start and not _listed(question[one.end : other.start], own) and not _same(one, other):
            yield Change(((Span(one.start, one.end), other.text), (Span(other.start, other.end), one.text)))


def _listed(between: str, names: Sequence[Name]) -> bool:
    """True of what stands between two names of one list: "Armenia, Georgia and Turkey" are "Turkey, Georgia and Armenia"."""
    for name in names:
        between = between.replace(name.text, "")
    return _AND.fullmatch(between) is not None


def changed(question: str, change: Change) -> str:
    """The question with the change made."""
    for span, text in reversed(change.instead):
        question = question[: span.start] + text + question[span.end :]
    return question


def _same(one: Name, other: Name) -> bool:
    """True if one may be a shape of the other: "US" and "United States", "Aliyev" and "Ilham Aliyev"."""
    return any(places_of(one, other.text)) or any(places_of(other, one.text)) or one.text in other.text
