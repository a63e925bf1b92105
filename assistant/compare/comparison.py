"""Who says what on a subject: quotes by speaker and side, in order of time, the same told in other words side by side.

Sentences are chosen as for an answer, but all that are on the subject, not the few that answer best. No verdict: the
order is that of days and names, and what is said of the choice is counted from labels (`compare.notes`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import weigh
from assistant.capitals import with_countries
from assistant.catalogue import speakers
from assistant.citing import also_in, cite, fault_of
from assistant.compare.notes import notes_on
from assistant.compare.parallels import parallels
from assistant.compare.sides import UNKNOWN_LAST, groups_of
from assistant.confidence import Evidence
from assistant.constraints.dates import SAY
from assistant.constraints.names import country_of
from assistant.filters.selection import Admits
from assistant.followups.readings import Reading
from assistant.index import View
from assistant.names import AUXILIARY, COUNTRY, PEOPLE, names
from assistant.ranking import Candidate, Models, candidates, read
from assistant.silence import SUBJECT, why_silent
from assistant.snapshot import Snapshot
from assistant.text import content_stems, trim, words_digest
from assistant.types import Citation, Comparison, Document, Group, Hit, Span, Statement
from assistant.voices import statement_of

READ = 40  # sentences read by the reranker
# Chosen on eval/compare_first.jsonl and compare_second.jsonl (docs/compare.md). The best sentence had a score of at least 1.2 where there was something on the
# subject in 112 questions before, of at most -1.3 where there was nothing (10 of 12; the question's words silence the others). STRAYS
# below the best, sentences begin to stray from it; without a word of the subject already NEAR: the models take two parties'
# names for half of a subject.
ON_SUBJECT = 0.0
STRAYS = 5.0
NEAR = 1.8
LOW = 0.5  # below this the best alone is shown
SURE = 4.5  # from this on the best is on the subject, though the documents have none of the question's words
_WHO_TALKS = re.compile(rf"\b{AUXILIARY}\s+(?:[^\s,?!]+,?\s+){{1,12}}?(?=(?-i:{SAY})\b)", re.IGNORECASE)
_TALK = frozenset(
    content_stems(
        "say said tell told state stated statement claim accuse compare side party document opinion view position comment"
        " remark talk mention word answer question subject issue"
    )
)
SHORTEST = 2  # content words of a piece of a sentence that is quoted by itself


def compare(
    question: str,
    understood: Sequence[Reading],
    hits: Sequence[Hit],
    view: View,
    models: Models,
    admits: Admits | None = None,
) -> Comparison:
    """Who says what on the subject of a question `understood` in one or more readings, or silence.

    `admits` tells whether a stretch may be quoted; None is any.
    """
    began = time.perf_counter()
    found, withheld = candidates(understood, hits, view.store, admits)
    ranked, reading = read(understood, found, models, READ) if found else ([], understood[0])
    weighed = weigh(reading, ranked, view.store)
    kept = on_subject(understood[0][0], ranked, weighed, view.store)
    entries, faults = _proved(kept, view.store, admits)
    groups = _numbered(groups_of(entries, speakers(view.store)))
    chosen = [entry for group in groups for entry in group.entries]
    unproved = bool(withheld or faults) and not groups
    return Comparison(
        question=question,
        standalone_question=understood[0][0],
        reason=None if groups else why_silent(weighed, unproved, None),
        groups=groups,
        parallels=parallels(chosen, view.store, models),
        notes=notes_on(understood[0][0], groups, view.store) if groups else (),
        withheld=tuple(dict.fromkeys([*withheld, *faults])),
        seconds=time.perf_counter() - began,
    )


def subject(question: str) -> set[str]:
    """The search forms of the words that tell what is talked about; not who talks, nor countries and peoples."""
    rest = _WHO_TALKS.sub(" ", with_countries(question))
    for name in reversed(names(rest)):
        if name.kind in (COUNTRY, PEOPLE):
            rest = f"{rest[: name.start]} {rest[name.end :]}"
    return {stem for stem in content_stems(rest) if len(stem) > 1 and not country_of(stem)} - _TALK


def on_subject(
    question: str, ranked: Sequence[Candidate], weighed: Evidence | None, corpus: Snapshot
) -> list[Candidate]:
    """The candidates on the subject, with the quotations they introduce, best first; none where it is not in the corpus."""
    if weighed is None or weighed.unknown_names or (weighed.on_subject < SUBJECT and ranked[0].score < SURE):
        return []
    best = ranked[0].score
    if best < ON_SUBJECT:
        return []
    wanted = subject(question)
    kept = []
    for c in ranked:
        strays = STRAYS if not wanted or wanted & set(content_stems(c.text)) else NEAR
        if c.score >= max(best - strays, min(best, LOW)):
            kept.append(c)
    places = {(c.document.name, c.sentence) for c in kept}
    for candidate in list(kept):
        for span in _introduced(candidate, corpus):
            if (candidate.document.name, span) not in places:
                places.add((candidate.document.name, span))
                kept.append(replace(candidate, sentence=span))
    # of the same words the oldest document's are shown
    return sorted(kept, key=lambda c: (-c.score, c.document.label("published") or UNKNOWN_LAST, c.document.name))


def _introduced(candidate: Candidate, corpus: Snapshot) -> Iterator[Span]:
    """The next sentence, where it quotes somebody whom the candidate's sentence names: "Lee spoke of the ferry. He said: “…”"."""
    spans = corpus.sentences(candidate.document.name)
    place = spans.index(candidate.sentence) + 1
    for said in candidate.document.statements if place < len(spans) else ():
        named = said.named_start is not None and candidate.sentence.start <= said.named_start < candidate.sentence.end
        if said.how == "direct" and named and spans[place].start <= said.start < spans[place].end:
            yield spans[place]
            return


def pieces(candidate: Candidate) -> list[Span]:
    """The stretches of a sentence that are quoted, each the words of one speaker; the rest is shown around them.

    Where nobody is known to say any of it, and in a document's own text, it is the whole sentence.
    """
    document, sentence = candidate.document, candidate.sentence
    found: list[tuple[Span, Statement]] = []
    for said in document.statements:
        span = trim(document.text, max(said.start, sentence.start), min(said.end, sentence.end))
        long_enough = span.end > span.start and len(content_stems(document.text[span.start : span.end])) >= SHORTEST
        quoted = sentence if said.how == "own" else span
        if said.speaker and long_enough and statement_of(document.statements, quoted) == said:
            found.append((quoted, said))
    theirs = [one for one in found if not _is_frame(document, one[1])]
    return [span for span, said in theirs or found if not any(_within(span, said, *o) for o in theirs)] or [sentence]


def _is_frame(document: Document, said: Statement) -> bool:
    """True for a publisher's own text: beside words it passes on it is shown around them, not for itself."""
    return said.how == "own" and said.speaker == document.label("publisher")


def _within(span: Span, said: Statement, around: Span, by: Statement) -> bool:
    """True if a longer stretch of the same speaker holds the stretch."""
    return span != around and around.start <= span.start and span.end <= around.end and said.speaker == by.speaker


def _proved(kept: Sequence[Candidate], corpus: Snapshot, admits: Admits | None) -> tuple[list[Citation], list[str]]:
    """The citations that pass their proof, the same words of one speaker only once, and why others are withheld."""
    good: dict[tuple[int, str], Citation] = {}
    bad: list[str] = []
    for candidate in kept:
        others = also_in(candidate.document, candidate.sentence, corpus)
        for span in pieces(candidate):
            if admits is not None and not admits(candidate.document, span):
                continue
            citation = cite(candidate.document, span, candidate.sentence, 0, candidate.score)
            fault = fault_of(citation, corpus)
            if fault:
                bad.append(fault)
                continue
            key = (words_digest(citation.quote), (citation.speaker or "").casefold())
            good.setdefault(key, replace(citation, also_in=others))
    return list(good.values()), bad


def _numbered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups with their entries' ranks counting through all of them."""
    rank = 0
    numbered = []
    for group in groups:
        entries = tuple(replace(entry, rank=rank + i) for i, entry in enumerate(group.entries, 1))
        rank += len(entries)
        numbered.append(replace(group, entries=entries))
    return tuple(numbered)
