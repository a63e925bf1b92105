"""Hits → a verified Answer, or silence with its reason.

Sentences of the retrieved passages are scored one by one by the cross-encoder, each read in its context. Before one is
shown it is proved against the stored text, whose hash is checked anew, and against the source file where that still
exists. What fails is withheld and said.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.confidence import ANSWERS, Evidence, confidence, evidence
from assistant.constraints import constraints, same_name, speaks_for
from assistant.errors import BadInput, IndexDamaged
from assistant.followups import Reading
from assistant.index import View
from assistant.models import Encoder, Reranker
from assistant.passages import quotable
from assistant.quotes import proof
from assistant.store import Snapshot, word_form, words_digest
from assistant.text import content_stems, is_dateline
from assistant.types import Answer, Citation, Document, Hit, Span, Statement

LONGEST_QUESTION = 2_000  # code points
CANDIDATES = 60  # sentences compared with the question by cosine
READ = 28  # of these, sentences read by the reranker, which takes most of an answer's time
JUDGED = 6  # of these, sentences read by the judge
CITED = 5
NEAREST = 3
PRIOR_COSINE = 3.0  # what a cosine of 1 is worth beside the words shared and the passage's place
COSINE = 5.0  # and beside the reranker's logit
WORSE = 9.0  # a sentence this much below the best is not shown beside it
SUBJECT = 0.34  # share of the question's words around the best sentence from which it is on the subject
UNSAID = 0.1  # confidence at most where the only words found are another speaker's than the one asked about
PENALTIES = {
    "theirs": 0.0,
    "unknown": 1.0,
    "others": 6.0,
}  # what whose words they are takes off a score, if one was named
THEIRS, UNKNOWN_VOICE, OTHERS = PENALTIES
CONTEXT_TITLE = 60  # code points of the title, and
CONTEXT_BEFORE = 80  # of the sentence before, that are read with a sentence

NOTHING = "The documents do not say: nothing in them is on this subject."
NOT_THIS = "The documents do not say: they touch the subject, but no passage answers this."
UNKNOWN_NAME = "The documents do not say: {} not named anywhere in them."
NOT_BY = "The documents do not say it as words of {}: what comes nearest is said by others."
WITHHELD = "What was found could not be proved against its source, so it is withheld."


class Models(Protocol):
    """What reads the candidates."""

    def sentence_vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The encoder's vectors, shape (len(texts), dimension)."""
        ...

    @property
    def encoder(self) -> Encoder: ...

    @property
    def reranker(self) -> Reranker: ...

    @property
    def judge(self) -> Reranker: ...


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, read in its context.

    `prior` is what retrieval thinks of it; `logit` the reranker's score, `cosine` its nearness to the question and
    `verdict` the judge's score: is it an answer, or only near one?
    """

    document: Document
    sentence: Span
    context: str
    prior: float
    logit: float = 0.0
    cosine: float = 0.0
    verdict: float = 0.0

    @property
    def text(self) -> str:
        return self.document.text[self.sentence.start : self.sentence.end]

    @property
    def read_as(self) -> str:
        """What the models read for it: a bare date is, to them, no answer to "when was it published?"."""
        return f"Published: {self.text}" if is_dateline(self.text) else self.text

    @property
    def score(self) -> float:
        return self.logit + COSINE * self.cosine


def checked_question(question: str) -> str:
    """The question without white space around it. Raises BadInput where there is none to answer."""
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are the most, so shorten it."
        )
    if not any(c.isalnum() for c in question):
        raise BadInput("The question has no word in it; ask in words.")
    return " ".join(question.split())


def answer(question: str, understood: Sequence[Reading], hits: Sequence[Hit], view: View, models: Models) -> Answer:
    """The documents' own words to a question `understood` in one or more readings, or silence."""
    began = time.perf_counter()
    found, withheld = candidates(understood, hits, view.store)
    ranked, reading = rank(understood, found, models)
    asked = constraints(reading).speaker
    ranked = by_speaker(ranked, asked)
    weighed = weigh(reading, ranked, view.store)
    sure = confidence(weighed)
    wrong_mouth = asked is not None and bool(ranked) and _cannot_be_of(ranked, asked, view.store)
    if wrong_mouth:
        sure = min(sure, UNSAID)
    chosen = [c for c in ranked[:CITED] if c.score >= ranked[0].score - WORSE] if sure >= ANSWERS else ranked[:NEAREST]
    citations, failed = _proved(chosen, view.store)
    withheld += failed
    silent = sure < ANSWERS or not citations
    return Answer(
        question=question,
        standalone_question=understood[0][0],
        abstained=silent,
        reason=_reason(weighed, bool(withheld) and not citations, asked if wrong_mouth else None) if silent else None,
        confidence=round(sure, 6),
        citations=() if silent else tuple(citations),
        nearest=tuple(citations) if silent else (),
        withheld=tuple(dict.fromkeys(withheld)),
        seconds=time.perf_counter() - began,
    )


def candidates(
    understood: Sequence[Reading], hits: Sequence[Hit], store: Snapshot
) -> tuple[list[Candidate], list[str]]:
    """The sentences of the hits most worth reading, and why documents that failed their hash were left out."""
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
            if hit.passage.start <= span.start and span.end <= hit.passage.end and quotable([span], document.zones):
                context = context_of(document.text, spans, place, document.label("title"))
                shared = len(wanted & set(content_stems(document.text[span.start : span.end])))
                found.append(Candidate(document, span, context, shared / (1 + len(wanted)) + 20 * hit.score))
    best = sorted(range(len(found)), key=lambda i: -found[i].prior)[:CANDIDATES]
    return [found[i] for i in sorted(best)], damaged


def weigh(question: str, ranked: Sequence[Candidate], corpus: Snapshot) -> Evidence | None:
    """Evidence for the best candidate; None if there is none."""
    if not ranked:
        return None
    best = ranked[0]
    return evidence(
        question,
        best.text,
        best.context,
        best.document,
        best.sentence.start,
        (best.cosine, best.verdict),
        corpus,
    )


def by_speaker(ranked: Sequence[Candidate], asked: str | None) -> list[Candidate]:
    """`ranked` anew where the question names whose words it wants: those first, another's last."""
    if asked is None:
        return list(ranked)
    return sorted(ranked, key=lambda c: PENALTIES[voice(c, asked)] - c.score)


def voice(candidate: Candidate, asked: str) -> str:
    """Whether the sentence is of the speaker `asked` about, who may also only report it: theirs, others or unknown."""
    said = statement_of(candidate.document.statements, candidate.sentence)
    known = [name for name in (said.speaker, *said.reported_by) if name and name != "unknown"] if said else []
    if said and said.role and said.speaker:
        known.append(f"{said.speaker}, {said.role}")
    if any(same_name(asked, name) or speaks_for(asked, name) for name in known):
        return THEIRS
    # a description ("the spokesman", "the Azerbaijani side") may mean anybody; only a name can be the wrong one
    named = asked.split()[-1][0].isupper()
    return OTHERS if named and said and said.speaker else UNKNOWN_VOICE


def _cannot_be_of(ranked: Sequence[Candidate], asked: str, corpus: Snapshot) -> bool:
    """Whether the answer is surely not of the speaker `asked` about: another says it, or the corpus never names that one."""
    best, said = ranked[0], max(ranked, key=lambda c: c.score)
    last = asked.split()[-1]
    if last[0].isupper() and not corpus.word_count(word_form(last)):
        return True
    far_behind = said.score - best.score >= PENALTIES[OTHERS] / 2
    return voice(best, asked) != THEIRS and voice(said, asked) == OTHERS and (said is best or far_behind)


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


def rank(understood: Sequence[Reading], found: Sequence[Candidate], models: Models) -> tuple[list[Candidate], str]:
    """The best candidates with their scores, best first, the same words only once; and the wording that found the first.

    Three looks, each closer and at fewer: cosine with the question, which also helps where it uses other words than the
    text; the reranker; the judge.
    """
    if not found:
        return [], understood[0][0]
    vectors = models.sentence_vectors([c.read_as for c in found])
    cosines = np.max([vectors @ models.encoder.encode_query(reading[0]) for reading in understood], axis=0)
    compared = [replace(c, cosine=float(x)) for c, x in zip(found, cosines, strict=True)]
    read = sorted(compared, key=lambda c: -(c.prior + PRIOR_COSINE * c.cosine))[:READ]
    logits = [_averaged(reading, read, models.reranker) for reading in understood]
    reading = understood[int(np.argmax([of_reading.max() for of_reading in logits]))]
    scored = [replace(c, logit=float(x)) for c, x in zip(read, np.max(logits, axis=0), strict=True)]
    ranked = sorted(scored, key=lambda c: (-c.score, c.document.name, c.sentence.start))
    once: dict[int, Candidate] = {}
    for candidate in ranked:
        once.setdefault(words_digest(candidate.text), candidate)
    few = list(once.values())[:JUDGED]
    verdicts = _averaged(reading, few, models.judge)
    return [replace(c, verdict=float(x)) for c, x in zip(few, verdicts, strict=True)], reading[0]


def _averaged(reading: Reading, found: Sequence[Candidate], model: Reranker) -> NDArray[np.float32]:
    """The model's logit for each candidate, averaged over the wordings of one reading."""
    texts, contexts = [c.read_as for c in found], [c.context for c in found]
    return np.asarray(np.mean([model.score(wording, texts, contexts) for wording in reading], axis=0))


def _proved(chosen: Sequence[Candidate], store: Snapshot) -> tuple[list[Citation], list[str]]:
    good: list[Citation] = []
    bad: list[str] = []
    for candidate in chosen:
        citation = cite(candidate.document, candidate.sentence, candidate.sentence, len(good) + 1, candidate.score)
        others = {name for name, _ in store.same_sentences(candidate.text)} - {candidate.document.name}
        citation = replace(citation, also_in=tuple(sorted(others)))
        fault = fault_of(citation, store)
        if fault:
            bad.append(fault)
        else:
            good.append(citation)
    return good, bad


def cite(document: Document, span: Span, sentence: Span, rank: int, score: float) -> Citation:
    """The citation of `document.text[span]`, labelled with what is known of the document and of who speaks in it."""
    said = statement_of(document.statements, span)
    return Citation(
        document=document.name,
        sha256=document.sha256,
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        sentence=document.text[sentence.start : sentence.end],
        rank=rank,
        score=round(score, 6),
        page=next((p.number for p in document.pages if p.start <= span.start < p.end), None),
        speaker=said.speaker if said else None,
        role=said.role if said else None,
        how=said.how if said else None,
        said_on=said.said_on if said else None,
        reported_by=said.reported_by if said else (),
        speaker_evidence=_evidence_of(said) if said else None,
        title=document.label("title"),
        author=document.label("author"),
        publisher=document.label("publisher"),
        published=document.label("published"),
        url=document.label("url"),
    )


def statement_of(statements: Sequence[Statement], span: Span) -> Statement | None:
    """Whose words most of `span` are: the innermost statement that covers half of it, else the one that covers most."""
    shared = [(min(s.end, span.end) - max(s.start, span.start), s) for s in statements]
    overlapping = [(n, s) for n, s in shared if n > 0]
    covering = [(s.end - s.start, s.start, s) for n, s in overlapping if 2 * n >= span.end - span.start]
    if covering:
        return min(covering)[2]
    return max(overlapping, key=lambda o: (o[0], -o[1].start))[1] if overlapping else None


def _evidence_of(said: Statement) -> str | None:
    """The span that names the speaker, as `start:end`; of a pronoun, where the name stands that it means."""
    start, end = said.named_start, said.named_end
    return f"{start}:{end}" if said.speaker and start is not None else None


def fault_of(citation: Citation, store: Snapshot) -> str:
    """Why the citation must be withheld, as a sentence; empty if it is proved by the store and by the source file.

    The stored text's hash is checked when the document is read from the store, which happens for every question.
    """
    fault = proof(store.document(citation.document), citation)
    if fault:
        return fault
    source, digest = store.source(citation.document)
    try:
        data = Path(source).read_bytes()
    except OSError:  # moved or not on this machine: the stored text, proved by its hash, stands for it
        return ""
    if hashlib.sha256(data).hexdigest() != digest:
        return f"{citation.document}: the source file has changed since it was indexed, so nothing in it is quoted; run `assistant index` again."
    return ""


def _reason(found: Evidence | None, unproved: bool, not_by: str | None) -> str:
    if unproved:
        return WITHHELD
    if not_by and not (found and found.unknown_names):
        return NOT_BY.format(not_by)
    if found and found.unknown_names:
        names = " and ".join(f"“{n}”" for n in found.unknown_names)
        return UNKNOWN_NAME.format(names + (" is" if len(found.unknown_names) == 1 else " are"))
    return NOTHING if found is None or found.on_subject < SUBJECT else NOT_THIS
