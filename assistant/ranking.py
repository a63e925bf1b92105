"""Hits → the few sentences most likely to answer, best first.

Three looks, each closer and at fewer: the matcher, which also helps where the question uses other words than the
text; the reranker; the judge. The matcher reads it in its passage, if it can, the others in a shorter context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.constraints.demands import asks_for_day, constraints
from assistant.errors import IndexDamaged
from assistant.followups.readings import Reading
from assistant.models import Matcher, Reranker
from assistant.passages import quotable
from assistant.premise.check import Premise, Reach, premise
from assistant.snapshot import Snapshot
from assistant.text import content_stems, is_dateline, is_sentence
from assistant.types import Document, Hit, Span

CANDIDATES = 60  # sentences that the matcher compares with the question
FIRST_READ = 8  # sentences that the reranker reads in any case, and
READ_AT_ONCE = 4  # more, as long as one of them could become the first
JUDGED = 6  # of these, sentences read by the judge
NEARNESS = 9.0  # what a nearness of 1 is worth beside the reranker's logit
CONTRADICTED = 3.0  # what contradicting the question takes off a score
ABSENT = 2.0  # and what lacking a name or number of it in the whole document does
UNFILLED = 2.0  # and what having nothing of the kind that is asked for does
DATELINE = 3.0  # and what being a bare date does where no day is asked for
VERDICT = 0.5  # what the verdict of the judge is worth beside the score, where it holds a sentence for an answer
CONTEXT_TITLE = 60  # code points of the title, and
CONTEXT_BEFORE = 80  # of the sentence before, that are read with a sentence


class Models(Protocol):
    """What reads the candidates."""

    def sentence_vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The encoder's vectors, shape (len(texts), dimension)."""
        ...

    @property
    def matcher(self) -> Matcher: ...

    @property
    def reranker(self) -> Reranker: ...

    @property
    def judge(self) -> Reranker: ...


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, read in its context.

    `prior` is what retrieval thinks of it; `logit` the reranker's score, `nearness` the matcher's and
    `verdict` the judge's score: is it an answer, or only near one? `outdone`: how much better it answers a rival of the
    question (`assistant.rivals`). `passage` is what it was retrieved with; None: read it alone. `placed` is what the place where it stands is worth: in the document that the question describes, near
    what the conversation has had. `penalty` is what takes it down beside the models:
    words of another speaker than the one asked about, or such as contradict its
    `premise`: what the question takes for granted, held against the sentence.
    """

    document: Document
    sentence: Span
    context: str
    prior: float
    passage: Span | None = None
    logit: float = 0.0
    nearness: float = 0.0
    verdict: float = 0.0
    outdone: float = 0.0
    placed: float = 0.0
    penalty: float = 0.0
    premise: Premise | None = None

    @property
    def text(self) -> str:
        return self.document.text[self.sentence.start : self.sentence.end]

    @property
    def read_as(self) -> str:
        """What the models read for it: a bare date is, to them, no answer to "when was it published?"."""
        return f"Published: {self.text}" if is_dateline(self.text) else self.text

    @property
    def is_heading(self) -> bool:
        return is_dateline(self.text) or not is_sentence(self.text)

    @property
    def score(self) -> float:
        return self.logit + NEARNESS * self.nearness + self.placed - self.penalty

    @property
    def contradicts(self) -> bool:
        """True if it surely says otherwise than the question supposes."""
        return self.premise is not None and self.premise.clashes

    @property
    def worth(self) -> float:
        """What the judged few are ordered by: the judge knows less of which sentence is best than the others, but it has a say where
        it holds one for an answer; how far others are from being one tells nothing."""
        return self.score + VERDICT * max(0.0, self.verdict)


def candidates(
    understood: Sequence[Reading],
    hits: Sequence[Hit],
    store: Snapshot,
    admits: Callable[[Document, Span], bool] | None = None,
) -> tuple[list[Candidate], list[str]]:
    """The sentences of the hits most worth reading, and why documents that failed their hash were left out.

    `admits` tells whether a sentence may be quoted; None is any.
    """
    wanted = {stem for reading in understood for stem in content_stems(reading[0])}
    sentences: dict[str, list[Span]] = {}
    found: list[Candidate] = []
    damaged: list[str] = []
    for hit in hits:
        try:
            document = store.document(hit.passage.document)
        except IndexDamaged as error:
            damaged.append(str(error))
            continue
        if document.name not in sentences:
            sentences[document.name] = store.sentences(document.name)
        spans = sentences[document.name]
        for place, span in enumerate(spans):
            inside = hit.passage.start <= span.start and span.end <= hit.passage.end
            if inside and quotable([span], document.zones) and (admits is None or admits(document, span)):
                context = context_of(document.text, spans, place, document.label("title"))
                shared = len(wanted & set(content_stems(document.text[span.start : span.end])))
                passage = Span(hit.passage.start, hit.passage.end)
                prior = shared / (1 + len(wanted)) + 20 * hit.score
                found.append(Candidate(document, span, context, prior, passage))
    best = sorted(range(len(found)), key=lambda i: -found[i].prior)[:CANDIDATES]
    return [found[i] for i in sorted(best)], damaged


def context_of(
    text: str,
    spans: Sequence[Span],
    place: int,
    title: str | None,
    title_length: int = CONTEXT_TITLE,
    before_length: int = CONTEXT_BEFORE,
) -> str:
    """What a reader needs beside sentence number `place`: the title and the end of the sentence before it."""
    before = text[spans[place - 1].start : spans[place - 1].end][-before_length:] if place else ""
    return f"{(title or '')[:title_length]} . {before}".strip(" .")


def nearest(understood: Sequence[Reading], found: Sequence[Candidate], models: Models) -> list[Candidate]:
    """The candidates with their nearness, those most worth reading first."""
    dated = asks_for_day(understood[0][-1])
    compared = [_compared(c, dated) for c in found]
    texts, spans = [text for text, _ in compared], [span for _, span in compared]
    near = np.max([models.matcher.score(reading[0], texts, spans) for reading in understood], axis=0)
    scored = [replace(c, nearness=float(x)) for c, x in zip(found, near, strict=True)]
    return sorted(scored, key=lambda c: -(c.prior + models.matcher.worth * c.nearness))


def _compared(candidate: Candidate, dated: bool) -> tuple[str, Span]:
    """The text in which the matcher reads a candidate, and where it stands there; where a day is asked for (`dated`), what a line
    with a date dates stands beside it."""
    if dated and is_dateline(candidate.text):
        text = f"{candidate.context} {candidate.read_as}"
        return text, Span(0, len(text))
    sentence, around = candidate.sentence, candidate.passage or candidate.sentence
    where = Span(sentence.start - around.start, sentence.end - around.start)
    return candidate.document.text[around.start : around.end], where


def read(
    understood: Sequence[Reading], found: Sequence[Candidate], models: Models, most: int | None = None
) -> tuple[list[Candidate], Reading]:
    """The nearest candidates with nearness and logit, best first; and the reading that found the first.

    `most` are read, or else as many as the matcher finds enough, but only until none that is left could become the first.
    """
    near = nearest(understood, found, models)[: most or models.matcher.few]
    begun = len(near) if most else FIRST_READ
    ends = [*range(begun, len(near), READ_AT_ONCE), len(near)]
    scored: list[Candidate] = []
    best = [-np.inf] * len(understood)
    for start, end in pairwise([0, *ends]):
        few, left = near[start:end], near[start:]
        if scored and max(c.score for c in scored) >= max(c.score for c in left) + models.reranker.highest:
            break
        logits = [_averaged(reading, few, models.reranker) for reading in understood]
        best = [max(b, float(of_reading.max())) for b, of_reading in zip(best, logits, strict=True)]
        scored += [replace(c, logit=float(x)) for c, x in zip(few, np.max(logits, axis=0), strict=True)]
    return best_first(scored), understood[int(np.argmax(best))]


def best_first(found: Iterable[Candidate]) -> list[Candidate]:
    """By score; equals in order of document and place."""
    return sorted(found, key=lambda c: (-c.score, c.document.name, c.sentence.start))


def judged(question: str, few: Sequence[Candidate], models: Models) -> list[Candidate]:
    """The candidates with the judge's verdicts on the whole `question`."""
    return [replace(c, verdict=float(x)) for c, x in zip(few, verdicts(question, few, models.judge), strict=True)]


def verdicts(question: str, few: Sequence[Candidate], judge: Reranker) -> NDArray[np.float32]:
    """What the judge thinks of each candidate as an answer to `question`.

    Who shall have said it, and of what day the text shall be, is held against a sentence by rules, and the words for it only
    confuse the judge: where nothing speaks against a sentence, the question is put without them, too, and the better counts.
    """
    texts, contexts = [c.read_as for c in few], [c.context for c in few]
    whole, rest = judge.score(question, texts, contexts), constraints(question).rest
    if rest == question:
        return whole
    bare = judge.score(rest, texts, contexts)
    return np.where([_is_sound(c) for c in few], np.maximum(whole, bare), whole)


def _is_sound(candidate: Candidate) -> bool:
    """Whether nothing speaks against it but what the models may think: it is of who shall have said it, and of that day."""
    held = candidate.premise
    return candidate.penalty == 0 and held is not None and held.farthest_number <= Reach.CONTEXT


def _averaged(reading: Reading, found: Sequence[Candidate], model: Reranker) -> NDArray[np.float32]:
    """The model's logit for each candidate, averaged over the wordings of one reading."""
    texts, contexts = [c.read_as for c in found], [c.context for c in found]
    return np.asarray(np.mean([model.score(wording, texts, contexts) for wording in reading], axis=0))


def supposed(question: str, few: Sequence[Candidate], corpus: Snapshot) -> list[Candidate]:
    """The candidates anew with their premises: what contradicts the question, or lacks its names, further down."""

    def held(c: Candidate) -> Candidate:
        found = premise(question, c.sentence, c.context, c.document, corpus)
        absent = bool(found.absent or found.uncounted)
        against = CONTRADICTED * found.clashes + ABSENT * absent + UNFILLED * found.unfilled
        against += DATELINE * (is_dateline(c.text) and not asks_for_day(question))
        return replace(c, premise=found, penalty=c.penalty + against)

    return best_first(held(c) for c in few)
