"""Places of a quote as proved citations: what fails its proof is no match."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.citing import cite, fault_of
from assistant.snapshot import Snapshot
from assistant.types import Citation, Document, Span
from assistant.voices import spoken_by


def cited(document: Document, span: Span, store: Snapshot, score: float = 1.0) -> Citation | None:
    """The citation of `span` in its sentence, or sentences; None where it cannot be proved."""
    citation = cite(document, span, sentence_around(store.sentences(document.name), span), 0, score)
    return None if fault_of(citation, store) else citation


def all_cited(document: Document, spans: Sequence[Span], store: Snapshot) -> list[Citation]:
    """The citations of all the spans; none where one of them cannot be proved."""
    found = [c for span in spans if (c := cited(document, span, store))]
    return found if len(found) == len(spans) else []


def sentence_around(sentences: Sequence[Span], place: Span) -> Span:
    """From the start of the sentence `place` begins in to the end of the one it ends in."""
    touched = [s for s in sentences if s.start < place.end and place.start < s.end] or [place]
    return Span(min(touched[0].start, place.start), max(touched[-1].end, place.end))


def said_by(citation: Citation, document: Document, speaker: str) -> Citation | None:
    """The citation if its words are proved to be the speaker's own, with the labels that prove it; else None.

    Whose words they are is told by the innermost statement that covers half of them. Where that is a report inside what
    somebody says ("He told me ‘no’, so I left"), it is also whoever says all of them.
    """
    if _is_of(citation, speaker):
        return citation
    around = [
        s for s in document.statements if s.how == "direct" and s.start <= citation.start and citation.end <= s.end
    ]
    if not around:
        return None
    said = min(around, key=lambda s: s.end - s.start)
    sentence = Span(citation.sentence_start, citation.sentence_end)
    outer = cite(document, Span(citation.start, citation.end), sentence, citation.rank, citation.score, said)
    return outer if _is_of(outer, speaker) else None


def _is_of(citation: Citation, speaker: str) -> bool:
    """Whether the labels are the speaker's: of a document's own text its author or publisher."""
    own = [name for name in (citation.author, citation.publisher) if name and citation.speaker is None]
    named = spoken_by(speaker, citation.speaker, citation.role) if citation.how != "own" or citation.speaker else False
    return named or any(spoken_by(speaker, name) for name in own if citation.how in (None, "own"))
