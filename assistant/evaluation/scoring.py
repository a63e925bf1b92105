"""One answer held against one question: the Result from which every figure derives."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.answers import Answered
from assistant.evaluation.places import Corpus
from assistant.evaluation.questions import Question
from assistant.metrics import (
    DocumentSpan,
    character_measures,
    has_answer,
    is_hit,
    normalise,
    overlap_f1,
    ranked_items,
    ranked_measures,
)
from assistant.types import Citation, Span
from assistant.voices import spoken_by, statement_of

ANSWERED, ABSTAINED, MISSING = "answered", "abstained", "missing"
CORRECT, WRONG, SILENT, UNJUDGED = "correct", "wrong", "silent", "unjudged"
UNKNOWN = "unknown"
SHOWN_AT = ("hit@1", "hit@3", "hit@5", "mrr@10")


@dataclass(frozen=True)
class Result:
    """What one question contributes. `measures` has only what the question can tell.

    `state` is "answered", "abstained" or "missing" (no answer was given); `outcome` "correct" (the first quote is right, or
    rightly silent), "wrong", "silent" (though the documents say it; a missing answer, too) or "unjudged". `right` is whether
    the first citation is, the silence ignored (1, 0; NaN unjudged), for risk against confidence. `checked` citations were
    held against the documents; `faults` say what is false in them. `quotes` are (document, start, end, speaker).
    """

    id: str
    kind: str
    answerable: bool
    state: str
    outcome: str
    confidence: float
    right: float
    measures: Mapping[str, float]
    checked: int
    faults: tuple[str, ...]
    quotes: tuple[tuple[str, int, int, str | None], ...]
    documents: tuple[str, ...]
    speakers: tuple[str, ...]
    seconds: float


def score(question: Question, given: Answered | None, corpus: Corpus) -> Result:
    """The result of a placed question whose `answerable` is known; `given` is None where there is no answer to it.

    hit@k, mrr@10, char_*, answer_in_quote@k and abstention are as docs/evaluation.md defines them; a silence scores 0.
    """
    state = MISSING if given is None else ABSTAINED if given.answer.abstained else ANSWERED
    citations = given.answer.citations if given else ()
    shown = citations if state == ANSWERED else ()
    measures = {
        "abstention_accuracy": float(state != MISSING and (state == ABSTAINED) != question.answerable),
        "abstain_rate": float(state == ABSTAINED),
    }
    if citations:
        lengths = [max(0, c.end - c.start) for c in citations]
        measures |= {"citations_per_answer": float(len(lengths)), "chars_per_citation": sum(lengths) / len(lengths)}
    right = math.nan if question.answerable else 0.0
    if question.answerable:
        measures |= _by_answers(question, citations, bool(shown)) | _by_spans(question, citations, shown, corpus)
        measures |= _by_speaker(question, shown) | _by_retrieval(question, given, corpus)
        right = measures.get("hit@1_forced", measures.get("answer_in_quote@1_forced", math.nan))
    documents = tuple(dict.fromkeys([name for name, _, _ in question.gold] or question.relevant))
    return Result(
        question.id,
        question.kind,
        bool(question.answerable),
        state,
        _outcome(bool(question.answerable), state, right),
        given.answer.confidence if given else 0.0,
        right,
        measures,
        len(citations),
        tuple(fault for c in citations if (fault := fault_of(c, corpus))),
        tuple((c.document, c.start, c.end, c.speaker) for c in citations),
        documents,
        _speakers(question, corpus),
        given.answer.seconds if given else math.nan,
    )


def _outcome(answerable: bool, state: str, right: float) -> str:
    if not answerable:
        return CORRECT if state == ABSTAINED else SILENT if state == MISSING else WRONG
    if state != ANSWERED:
        return SILENT
    return UNJUDGED if math.isnan(right) else CORRECT if right else WRONG


def fault_of(citation: Citation, corpus: Corpus) -> str:
    """What is false in a citation, as a sentence; empty if its words and its speaker are proved by the document."""
    document, where = corpus.document(citation.document), f"{citation.document} [{citation.start}:{citation.end}]"
    if document is None:
        return f"{where}: the document is not in the corpus"
    if citation.sha256 != document.sha256:
        return f"{where}: the hash is not that of the document"
    if not 0 <= citation.start < citation.end <= len(document.text):
        return f"{where}: the offsets are empty or outside the document"
    if document.text[citation.start : citation.end] != citation.quote:
        return f"{where}: the quote differs from the document"
    if citation.speaker is not None and citation.speaker_evidence is not None:
        start, _, end = citation.speaker_evidence.partition(":")
        named = document.text[int(start) : int(end)] if start.isdecimal() and end.isdecimal() else ""
        if not set(normalise(named).split()) & set(normalise(citation.speaker).split()):
            return f"{where}: the words that prove the speaker do not name {citation.speaker!r}"
    return ""


def _by_answers(question: Question, citations: Sequence[Citation], shown: bool) -> dict[str, float]:
    if not any(normalise(a) for a in question.answers):
        return {}
    found = [has_answer(c.quote, question.answers) for c in citations]
    measures = {f"answer_in_quote@{k}_forced": float(any(found[:k])) for k in (1, 3)}
    return measures | {f"answer_in_quote@{k}": measures[f"answer_in_quote@{k}_forced"] * shown for k in (1, 3)}


def _by_spans(
    question: Question, citations: Sequence[Citation], shown: Sequence[Citation], corpus: Corpus
) -> dict[str, float]:
    """Measures of the quotes as a ranking, and of their characters and sentences where gold spans are known."""
    if not question.gold and not question.relevant:
        return {}
    forced = ranking(question, spans(citations), (1, 3, 5, 10))
    measures = {f"{name}_forced": forced[name] for name in SHOWN_AT}
    measures |= {name: value * bool(shown) for name, value in forced.items()}
    if not question.gold:
        return measures
    cited = spans(shown)
    measures |= character_measures(cited, question.gold)
    measures |= {f"{name}@1": value for name, value in character_measures(cited[:1], question.gold).items()}
    measures["sentence_f1"] = overlap_f1(_sentences(cited, corpus), _sentences(question.gold, corpus))
    measures["citation_recall"] = sum(any(is_hit(c, [g]) for c in cited) for g in question.gold) / len(question.gold)
    if cited:
        measures["citation_precision"] = sum(is_hit(c, question.gold) for c in cited) / len(cited)
    return measures


def ranking(question: Question, found: Sequence[DocumentSpan], cutoffs: Sequence[int]) -> dict[str, float]:
    """`metrics.ranked_measures` of spans, best first: of gold spans where they are known, else of whole documents.

    recall@k counts every gold span that one of the first k hits, also where one long span hits several.
    """
    gold = question.gold
    if not gold:
        return ranked_measures(_documents(found), question.relevant, cutoffs)
    measures = ranked_measures(ranked_items(found, gold), dict.fromkeys(range(len(gold)), 1), cutoffs)
    first = [next((rank for rank, span in enumerate(found, 1) if is_hit(span, [one])), math.inf) for one in gold]
    return measures | {f"recall@{k}": sum(rank <= k for rank in first) / len(gold) for k in cutoffs}


def _documents(found: Sequence[DocumentSpan]) -> list[str]:
    return list(dict.fromkeys(name for name, _, _ in found))


def spans(citations: Sequence[Citation]) -> list[DocumentSpan]:
    """Where they stand."""
    return [(c.document, c.start, c.end) for c in citations]


def _sentences(cited: Sequence[DocumentSpan], corpus: Corpus) -> set[DocumentSpan]:
    return {(name, *s) for name, start, end in cited for s in corpus.sentences(name) if s.start < end and start < s.end}


def _by_speaker(question: Question, shown: Sequence[Citation]) -> dict[str, float]:
    """Whether the first right quote is said to be of the speaker whose words the answer is."""
    right = [c for c in shown if not question.gold or is_hit((c.document, c.start, c.end), question.gold)][:1]
    if not question.speaker or not right:
        return {}
    return {"speaker_accuracy": float(spoken_by(question.speaker, right[0].speaker, right[0].role))}


def _by_retrieval(question: Question, given: Answered | None, corpus: Corpus) -> dict[str, float]:
    if given is None or not given.retrieved or not (question.gold or question.relevant):
        return {}
    found = ranking(question, given.retrieved, (1, 5, 10))
    grades = question.relevant or dict.fromkeys((name for name, _, _ in question.gold), 1)
    whole = ranked_measures(_documents(given.retrieved), grades, (1, 5, 10))
    measures = {f"retrieved_{k}": v for k, v in (found | {k: whole[k] for k in ("map@10", "ndcg@10")}).items()}
    if question.rules == "multihop":
        passages = [(corpus.document(name), start, end) for name, start, end in given.retrieved]
        texts = [document.text[start:end] for document, start, end in passages if document]
        measures |= multihop_measures(texts, [q for q in question.quotes if q])
    return measures


def multihop_measures(retrieved: Sequence[str], facts: Sequence[str]) -> dict[str, float]:
    """MultiHop-RAG's own figures (Tang & Yang 2024): a text is right that holds a fact, blanks and line feeds aside."""

    def closed(text: str) -> str:
        return text.replace(" ", "").replace("\n", "")

    wanted, seen, precisions, first = [closed(f) for f in facts], set[str](), 0.0, 0
    for rank, text in enumerate(map(closed, retrieved[:10]), 1):
        found = {f for f in wanted if f in text}
        first = first or rank * bool(found)
        precisions += len(found - seen) / rank
        seen |= found
    return {
        "multihop_hits@4": float(0 < first <= 4),
        "multihop_hits@10": float(first > 0),
        "multihop_map@10": precisions / min(len(wanted), 10),
        "multihop_mrr@10": 1 / first if first else 0.0,
    }


def _speakers(question: Question, corpus: Corpus) -> tuple[str, ...]:
    """Whose words the gold is: as the question says, else as the documents' statements do."""
    if question.speaker:
        return (question.speaker,)
    names = []
    for name, start, end in question.gold:
        document = corpus.document(name)
        said = statement_of(document.statements, Span(start, end)) if document else None
        names.append(said.speaker if said and said.speaker else UNKNOWN)
    return tuple(dict.fromkeys(names))


def scored_all(questions: Sequence[Question], answers: Sequence[Answered], corpus: Corpus) -> list[Result]:
    """The results of placed questions, in order; whatever was not answered counts as missing."""
    given = {a.id: a for a in answers}
    return [score(q, given.get(q.id), corpus) for q in questions]
