"""How sure it is that a sentence answers a question, as a number from 0 to 1.

A logistic regression over a handful of facts, fitted by `eval/fit_confidence.py` (its docstring says on what).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.attribution.lexicon import SHORT_TITLES
from assistant.names import OPENERS
from assistant.premise.check import Premise, Reach, premise
from assistant.premise.names import fold, in_corpus, opens_sentence
from assistant.ranking import Candidate
from assistant.snapshot import Snapshot
from assistant.spelling import is_english
from assistant.text import content_stems, words

ANSWERS = 0.5  # from this confidence on the assistant answers

ALONE = -6.0  # the verdict on the others where there are none
MOST_OUTDONE = 4.0  # logits by which a rival is answered better, from which more counts no more
FEW, MANY = 20, 10_000  # passages searched that count as narrow and as broad
AROUND = 4_000  # code points on either side that count as what the sentence stands in


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against the best sentence.

    `nearness` is the matcher's, `verdict` the judge's score, `beside` the judge's best of the other sentences (what
    it has more than `verdict` counts), `logit` the ranker's score; `covered` the share of the question's content
    words (weighted by rarity) in sentence and context, `on_subject` the share in the text around; `unknown_names` are
    the question's capitalised words that the corpus lacks; `premise` is what the question takes for granted, held
    against the sentence; `outdone` is how much better the sentence answers a rival of the question. `breadth`, from 0 to 1, is how
    much was searched: among many passages something is near by chance, among a few on one subject everything has its words.
    """

    nearness: float
    verdict: float
    beside: float
    logit: float
    covered: float
    on_subject: float
    unknown_names: tuple[str, ...]
    premise: Premise
    outdone: float
    breadth: float

    @property
    def missing(self) -> tuple[str, ...]:
        """The unknown names but for those that the sentence has in another shape, or whose bearer may speak there."""
        here = [fold(n.name) for n in self.premise.names if n.reach <= Reach.CONTEXT]
        return tuple(n for n in self.unknown_names if not any(fold(n) in (s, f"{s}'s", f"{s}'") for s in here))

    @property
    def decided(self) -> bool:
        """True if the sentence surely is no answer, whatever else speaks for it: it contradicts the question, has nothing of
        the kind that is asked for, stands in a document without one of its numbers, or is no answer to the judge and seems to date or
        count another thing or to take the contrary stance."""
        held = self.premise
        seems_other = held.dated_elsewhere or held.counts_elsewhere or held.other_stance
        return held.clashes or held.unfilled or bool(held.uncounted) or (seems_other and self.verdict < 0)

    def features(self) -> tuple[float, ...]:
        """In the order of `WEIGHTS`."""
        held = self.premise
        return (
            self.nearness,
            self.verdict,
            self.covered,
            float(bool(self.missing)),
            float(held.farthest_name >= Reach.NEAR),
            float(held.farthest_name >= Reach.DOCUMENT),
            float(bool(held.absent)),
            float(held.farthest_number >= Reach.NEAR),
            self.logit,
            max(0.0, self.beside - self.verdict),
            min(self.outdone, MOST_OUTDONE),
        )

    def broad(self) -> tuple[float, ...]:
        """What counts more the more was searched, in the order of `BROAD`: that something is near at all, and how near."""
        return (self.breadth, self.breadth * self.nearness, self.breadth * self.covered)


WEIGHTS = (1.119, 0.675, -0.409, -1.146, -0.329, -1.308, -0.091, -0.332, -0.079, 0.451, -0.196)
BROAD = (-5.271, 6.525, 1.22)  # the first .45 below the fitted (docs/judge.md)
BIAS = 0.85  # .24 above the fitted (docs/judge.md)


def confidence(found: Evidence | None) -> float:
    """Probability in 0..1 that the best sentence answers; 0 where there is none."""
    if found is None:
        return 0.0
    told = [*zip(WEIGHTS, found.features(), strict=True), *zip(BROAD, found.broad(), strict=True)]
    return 1 / (1 + math.exp(-BIAS - sum(weight * fact for weight, fact in told)))


def evidence(
    question: str, best: Candidate, corpus: Snapshot, others: Sequence[Candidate] = (), searched: int = 0
) -> Evidence:
    """Evidence for `best` as the answer to `question`; `others` are the other sentences that the judge has read, `searched` how many
    passages were searched; with 0, or a few, that tells nothing."""
    asked = content_stems(question)
    return Evidence(
        nearness=best.nearness,
        verdict=best.verdict,
        beside=max((c.verdict for c in others), default=ALONE),
        logit=best.logit,
        covered=share(asked, f"{best.text} {best.context}", corpus),
        on_subject=share(asked, surroundings(best), corpus),
        unknown_names=tuple(n for n in names(question) if not in_corpus(n, corpus)),
        premise=best.premise or premise(question, best.sentence, best.context, best.document, corpus),
        outdone=best.outdone,
        breadth=min(1.0, max(0.0, math.log(max(1, searched) / FEW) / math.log(MANY / FEW))),
    )


def share(stems: Iterable[str], text: str, corpus: Snapshot) -> float:
    """The share of the stems that `text` has, weighted by how rare they are in the corpus; 0 where there are none."""
    rarity = {stem: 1 / math.log(3 + corpus.stem_count(stem)) for stem in stems}
    there = set(content_stems(text))
    return sum(r for stem, r in rarity.items() if stem in there) / (sum(rarity.values()) or 1.0)


def surroundings(candidate: Candidate) -> str:
    """The text in which the sentence stands, and what is known of its document."""
    document, at = candidate.document, candidate.sentence.start
    labels = " ".join(document.label(key) or "" for key in ("title", "author", "publisher", "published"))
    return f"{document.text[max(0, at - AROUND) : at + AROUND]} {labels}"


def names(question: str) -> list[str]:
    """The capitalised words of `question`, but for function words, "Mr" and its like, and English words that merely open one of
    its sentences."""
    found = (w for w in words(question) if question[w.start].isupper())
    told = (question[s:e] for s, e in found if not (is_english(question[s:e]) and opens_sentence(question, s)))
    return [word for word in dict.fromkeys(told) if word.casefold() not in OPENERS | SHORT_TITLES]
