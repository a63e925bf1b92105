"""Hits → a verified Answer, or silence with its reason.

Sentences of the retrieved passages are scored one by one by the cross-encoder, each read in its context. Before one is
shown it is proved against the stored text, whose hash is checked anew, and against the source file where that still
exists. What fails is withheld and said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.catalogue import speakers
from assistant.choice import (
    MOST,
    antecedent,
    asks_for_several,
    choose,
    distinct,
    has_parts,
    joined,
    of_several,
    widened,
)
from assistant.citing import also_in, cite, fault_of, leaning
from assistant.confidence import ANSWERS, Evidence, confidence, evidence
from assistant.constraints.demands import asks_for_label, constraints, reacting
from assistant.dialogue import Place, following, lean, quoted_before, source_of, strays
from assistant.errors import BadInput
from assistant.filters.selection import ANYTHING, Selection
from assistant.followups.readings import Focus, Reading
from assistant.holders import sides, titled_otherwise
from assistant.index import View
from assistant.premise.check import refuted, spread
from assistant.ranking import JUDGED, Candidate, Models, candidates, judged, read, supposed
from assistant.rivals import weighed_with_rivals
from assistant.silence import NEAREST, notes_on, why_silent
from assistant.snapshot import Snapshot
from assistant.sources import in_described
from assistant.types import Answer, Citation, Hit
from assistant.voices import Wanted, by_speaker, cannot_be_of, voiced

Step = Callable[[str], None]
"""Told of each stage of an answer as it begins: "finding", "reading", "proving". What it raises ends the answer."""

LONGEST_QUESTION = 2_000  # code points
SOURCED = 0.95  # confidence where what proves a label was asked for: who said what was quoted last, and when
FAR_BEHIND = 4.0  # behind the best, a sentence that tells of another doer is about something else
UNSAID = 0.1  # confidence at most where another speaker's words, or what contradicts the question, are all there is


def no_step(_: str) -> None:
    """For callers that need not know."""


def checked_question(question: str) -> str:
    """The question without white space around it. Raises BadInput where there is none to answer."""
    if len(question) > LONGEST_QUESTION:
        raise BadInput(
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are the most, so shorten it."
        )
    if not any(c.isalnum() for c in question):
        raise BadInput("The question has no word in it; ask in words.")
    return " ".join(question.split())


def answer(
    question: str,
    understood: Sequence[Reading],
    hits: Sequence[Hit],
    view: View,
    models: Models,
    within: Selection = ANYTHING,
    focus: Focus | None = None,
    step: Step = no_step,
) -> Answer:
    """The documents' own words to a question `understood` in one or more readings, or silence.

    `within` tells what was searched and may be quoted. `focus` is what it leans on in the answer before.
    """
    began = time.perf_counter()
    step("reading")
    admits = within.admits
    found, withheld = candidates(understood, hits, view.store, admits)
    before = quoted_before(focus, found, view.store) if focus else []
    ranked, reading, wanted = ranking(understood, found, view.store, models, focus, before)
    weighed = weigh(reading, ranked, view.store, passages_searched(within, view.store) if models.matcher.fitted else 0)
    sure = confidence(weighed)
    wrong_mouth = wanted is not None and bool(ranked) and cannot_be_of(ranked, wanted, view.store)
    told = [c.premise for c in ranked if c.premise and (c.premise.confirmed or _is_near(c, ranked[0]))]
    otherwise = refuted(told) or titled_otherwise(reading[-1], partial(speakers, view.store))
    strayed = focus is not None and bool(ranked) and strays(reading, focus, before, ranked[0], view.store)
    if wrong_mouth or otherwise or strayed or (weighed and weighed.decided):
        sure = min(sure, UNSAID)
    if sure >= ANSWERS:
        chosen = widened(joined(choose(ranked, reading[-1])), view.store, admits)
    else:
        chosen = nearest(ranked, otherwise, wrong_mouth)
    proofs, damaged = source_of(focus, before, view.store) if focus else ([], [])
    if admitted := [c for c in proofs if admits is None or admits(c.document, c.sentence)]:
        sure, chosen = SOURCED, admitted[:MOST]
    step("proving")
    citations, failed = _proved(chosen, view.store)
    withheld += damaged + failed
    silent = sure < ANSWERS or not citations
    return Answer(
        question=question,
        standalone_question=understood[0][0],
        abstained=silent,
        reason=why_silent(
            weighed,
            unproved=bool(withheld) and not citations,
            not_by=wanted.name if wanted and wrong_mouth else None,
            otherwise=otherwise,
            strayed=strayed,
            said_by=citations[0].speaker if citations else None,
        )
        if silent
        else None,
        confidence=round(sure, 6),
        citations=() if silent else tuple(citations),
        nearest=tuple(citations) if silent else (),
        withheld=tuple(dict.fromkeys(withheld)),
        seconds=time.perf_counter() - began,
        notes=() if silent else notes_on(weighed),
    )


def _is_near(candidate: Candidate, best: Candidate) -> bool:
    """Whether, but for what it says otherwise, it would answer about as well as the `best`."""
    return candidate.score + candidate.penalty >= best.score - FAR_BEHIND


def nearest(ranked: Sequence[Candidate], otherwise: bool, wrong_mouth: bool = False) -> list[Candidate]:
    """What is shown beside a silence: the best, and where another did it (`otherwise`) first of all what says so; where
    another says it (`wrong_mouth`) the best whoever says it."""
    if wrong_mouth:
        ranked = sorted(ranked, key=lambda c: -(c.score + c.penalty))
    told = [c for c in ranked if otherwise and c.premise and (c.premise.exchanged or c.premise.other_agent)]
    return [*told, *(c for c in ranked if c not in told)][:NEAREST]


def ranking(
    understood: Sequence[Reading],
    found: Sequence[Candidate],
    corpus: Snapshot,
    models: Models,
    focus: Focus | None = None,
    before: Sequence[Place] = (),
) -> tuple[list[Candidate], Reading, Wanted | None]:
    """The best few of `found`, best first and judged; the reading that found the first; the speaker who is wanted.

    The judge has a say in their order, but where the best contradicts the question, that is the answer: no other takes its place.
    What the question takes for granted is its own: names in the question before it need not stand in its answer. `before` is
    where the sentence quoted last stands (`focus`).
    """
    if not found:
        return [], understood[0], _wanted(understood[0], corpus)
    most = models.matcher.few if has_parts(understood[0][-1]) else None  # the best alone would not be enough
    ranked, reading = read(understood, voiced(found), models, most)
    wanted = _wanted(reading, corpus)
    ranked = in_described(by_speaker(ranked, wanted, headings=asks_for_label(reading[-1])), reading[-1])
    if focus:
        ranked = lean(ranked, focus, before, following(before, corpus))
    if asks_for_several(reading[-1]):
        ranked = of_several(ranked)
    few = supposed(reading[-1], distinct(ranked, JUDGED), corpus)
    few = judged(reading[0], few, models)
    if not asks_for_several(reading[-1]):
        kept = 1 if few[0].contradicts else 0
        few = [*few[:kept], *sorted(few[kept:], key=lambda c: -c.worth)]
    if not has_parts(reading[-1]):
        few = weighed_with_rivals(reading, few, models.judge)
    return few, reading, wanted


def _wanted(reading: Reading, corpus: Snapshot) -> Wanted | None:
    asked = constraints(reading[0]).speaker
    name = asked or reacting(reading[0])
    return Wanted(name, sides(name, partial(speakers, corpus)), deeds=not asked) if name else None


def passages_searched(within: Selection, corpus: Snapshot) -> int:
    """How many passages were searched."""
    return corpus.passage_count() if within.among is None else len(within.among)


def weigh(reading: Reading, ranked: Sequence[Candidate], corpus: Snapshot, searched: int = 0) -> Evidence | None:
    """Evidence for the best candidate, found among so many passages `searched` (`evidence`); None if there is none. The names of a question
    in parts may stand in any of `ranked`."""
    if not ranked:
        return None
    question, best = reading[-1], ranked[0]
    if best.premise and has_parts(question):
        best = replace(best, premise=spread([c.premise for c in ranked if c.premise]))
    return evidence(question, best, corpus, ranked[1:], searched)


def _proved(chosen: Sequence[Candidate], store: Snapshot) -> tuple[list[Citation], list[str]]:
    good: list[Citation] = []
    bad: list[str] = []
    for candidate in chosen:
        citation = cite(candidate.document, candidate.sentence, candidate.sentence, len(good) + 1, candidate.score)
        sentences = store.sentences(candidate.document.name)
        before = antecedent(candidate.document, sentences, candidate.sentence)
        citation = leaning(citation, candidate.document, before)
        citation = replace(citation, also_in=also_in(candidate.document, candidate.sentence, store))
        fault = fault_of(citation, store)
        if fault:
            bad.append(fault)
        else:
            good.append(citation)
    return good, bad
