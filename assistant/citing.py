"""A span → its labelled Citation, and the proof that it may be shown."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.quotes import proof
from assistant.snapshot import Snapshot
from assistant.types import Citation, Document, Span, Statement
from assistant.voices import statement_of

GAP = 3  # code points of white space at most between sentences that follow each other


def cite(
    document: Document, span: Span, sentence: Span, rank: int, score: float, said: Statement | None = None
) -> Citation:
    """The citation of `document.text[span]`, labelled with what is known of the document and of who speaks in it.

    Who speaks is told by the statement `said`, by default the one the span belongs to.
    """
    said = said or statement_of(document.statements, span)
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


def leaning(citation: Citation, document: Document, before: Span | None) -> Citation:
    """The citation with the sentence `before` it that it leans on; unchanged where there is none."""
    if before is None:
        return citation
    text = document.text[before.start : before.end]
    return replace(citation, antecedent=text, antecedent_start=before.start, antecedent_end=before.end)


def also_in(document: Document, span: Span, store: Snapshot) -> tuple[str, ...]:
    """The other documents that have all sentences of `span` in the same words, by name."""
    inside = [s for s in store.sentences(document.name) if span.start <= s.start and s.end <= span.end]
    having = [{name for name, _ in store.same_sentences(document.text[s.start : s.end])} for s in inside]
    return tuple(sorted(set.intersection(*having) - {document.name})) if having else ()


def reading_order(citations: Sequence[Citation]) -> list[Citation]:
    """The citations as they are shown: best first, but what directly follows one in its document right after it."""
    after = {(c.document, c.sentence_start): c for c in citations}
    shown: list[Citation] = []
    for citation in sorted(citations, key=lambda c: c.rank):
        following: Citation | None = citation
        while following and following not in shown:
            shown.append(following)
            starts = range(following.sentence_end, following.sentence_end + GAP + 1)
            following = next(
                (after[following.document, at] for at in starts if (following.document, at) in after), None
            )
    return shown


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
