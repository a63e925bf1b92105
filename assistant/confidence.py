"""How sure it is that a sentence answers a question, as a number from 0 to 1.

A logistic regression over a handful of facts, fitted by `eval/fit_confidence.py` (its docstring says on what).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from assistant.spelling import is_english
from assistant.store import Snapshot, word_form
from assistant.text import STOP_WORDS, content_stems, words
from assistant.types import Document

ANSWERS = 0.5  # from this confidence on the assistant answers

AROUND = 4_000  # code points on either side that count as what the sentence stands in

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against the best sentence.

    `cosine` is its nearness to the question, `verdict` the judge's logit; `covered` the share of the question's content
    words (weighted by rarity) in sentence and context, `on_subject` the share in the text around; `unknown_names` are
    the question's capitalised words that the corpus lacks; `missing_numbers` counts its numbers that sentence and
    context lack, `absent_numbers` those that the text around lacks, too.
    """

    cosine: float
    verdict: float
    covered: float
    on_subject: float
    unknown_names: tuple[str, ...]
    missing_numbers: int
    absent_numbers: int

    def features(self) -> tuple[float, ...]:
        """In the order of `WEIGHTS`."""
        counts = (len(self.unknown_names), self.missing_numbers, self.absent_numbers)
        return (self.cosine, self.verdict, self.covered, *(float(min(2, n)) for n in counts))


WEIGHTS = (2.247, 0.659, -0.456, -0.693, -0.731, -0.268)
BIAS = 0.222


def confidence(found: Evidence | None) -> float:
    """Probability in 0..1 that the best sentence answers; 0 where there is none."""
    if found is None:
        return 0.0
    return 1 / (1 + math.exp(-BIAS - sum(w * f for w, f in zip(WEIGHTS, found.features(), strict=True))))


def evidence(
    question: str,
    sentence: str,
    context: str,
    document: Document,
    at: int,
    scores: tuple[float, float],
    corpus: Snapshot,
) -> Evidence:
    """Evidence for `sentence`, which stands at offset `at` of `document`, as the answer; `scores` are cosine and verdict."""
    around = document.text[max(0, at - AROUND) : at + AROUND]
    labels = " ".join(document.label(key) or "" for key in ("title", "author", "publisher", "published"))
    near, far = set(content_stems(f"{sentence} {context}")), set(content_stems(f"{around} {labels}"))
    rarity = {stem: 1 / math.log(3 + corpus.word_count(stem)) for stem in content_stems(question)}
    total = sum(rarity.values()) or 1.0
    numbers = set(_NUMBER.findall(question))
    here, about = set(_NUMBER.findall(f"{sentence} {context}")), set(_NUMBER.findall(f"{around} {labels}"))
    return Evidence(
        cosine=scores[0],
        verdict=scores[1],
        covered=sum(r for stem, r in rarity.items() if stem in near) / total,
        on_subject=sum(r for stem, r in rarity.items() if stem in far) / total,
        unknown_names=tuple(n for n in names(question) if not corpus.word_count(word_form(n))),
        missing_numbers=len(numbers - here),
        absent_numbers=len(numbers - about),
    )


def names(question: str) -> list[str]:
    """The capitalised words of `question`, function words aside, and an English word that merely opens it."""
    found = [question[s:e] for s, e in words(question) if question[s].isupper()]
    opening = re.match(r"\W*(\w+)", question)
    if found and opening and found[0] == opening[1] and is_english(found[0]):
        found = found[1:]
    return [w for w in dict.fromkeys(found) if w.casefold() not in STOP_WORDS]
