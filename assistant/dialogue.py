"""What a follow-up leans on in the documents: the sentence quoted last, what stands near it, who said it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.attribution.dating import DAY_OF_MONTH
from assistant.confidence import share, surroundings
from assistant.errors import IndexDamaged
from assistant.followups.readings import Focus, Reading
from assistant.premise.names import in_corpus, places_of, question_names
from assistant.ranking import Candidate, best_first
from assistant.reading.dates import find_dates
from assistant.snapshot import Snapshot
from assistant.text import content_stems, is_dateline, sentences, words
from assistant.types import Document, Span
from assistant.voices import statement_of

SAME_DOCUMENT = 2.0  # what standing in the document quoted last is worth
NEXT = 2.5  # and what following it directly is, or being the very sentence where that may answer again: people ask on where they have read
REACTION = 2.0  # and more where a reaction to it is asked for, which is told after it
TELLING = 6  # words before a question from which they tell what it is about
SAME_SUBJECT = 0.08  # share of them, by rarity, that is found around whatever is of the same subject
HAD_ALREADY = 2.0  # what the sentence quoted last loses where something else is asked for

_OCCASION = re.compile(
    r"\b(?:at|during|before|in|to)\s+(?:an?|the|his|her|their|its)\s+(?:(?!of\b)[\w’'-]+\s+){0,4}?(?:hearing|testimony|conference|interview|briefing|speech"
    r"|session|meeting|conversation|call|summit|forum|committee|rally|debate|address|visit|ceremony|congress|parliament|assembly|council|senate|court)\b",
    re.IGNORECASE,
)

# "When do they collect refuse in Stowe?" means nobody of whom was spoken
_ANYBODY = re.compile(r"\b(?:they|their)\b", re.IGNORECASE)

Place = tuple[str, Span]


def quoted_before(focus: Focus, found: Sequence[Candidate], store: Snapshot) -> list[Place]:
    """Where the sentences quoted last stand: by their words in the corpus, or inside a sentence of those `found`."""
    parts = [focus.quote[s.start : s.end] for s in sentences(focus.quote)]
    whole = [place for part in parts for place in store.same_sentences(part)]
    if whole:
        return whole
    wanted = _words(focus.quote)
    return [(c.document.name, c.sentence) for c in found if wanted and f" {wanted} " in f" {_words(c.text)} "]


def following(before: Sequence[Place], store: Snapshot) -> list[Place]:
    """The sentences right after those quoted last."""
    after = ((name, [s for s in store.sentences(name) if s.start >= sentence.end]) for name, sentence in before)
    return [(name, min(later)) for name, later in after if later]


def lean(
    ranked: Sequence[Candidate], focus: Focus, before: Sequence[Place], after: Sequence[Place] = ()
) -> list[Candidate]:
    """`ranked` anew: the document quoted last is nearer, in it what follows the quote (`after`) nearer still, and so is the quote where it
    may answer again; where something else is asked for, that is further away."""
    documents = {name for name, _ in before}
    next_is_worth = NEXT + REACTION * focus.reaction

    def moved(c: Candidate) -> Candidate:
        place = (c.document.name, c.sentence)
        placed = c.placed + SAME_DOCUMENT * (place[0] in documents) + next_is_worth * (place in after)
        if place in before:
            placed += NEXT * focus.again - HAD_ALREADY * focus.elsewhere
        return replace(c, placed=placed)

    return best_first(moved(c) for c in ranked)


def strays(reading: Reading, focus: Focus, before: Sequence[Place], best: Candidate, corpus: Snapshot) -> bool:
    """True if the question means somebody or something of the conversation, and the `best` sentence tells of another of the kind: it
    stands in another document, has no word of the question before, and around it there is no name of what is meant and hardly a word
    of what was said."""
    if not focus.asked or any(name == best.document.name for name, _ in before):
        return False
    own, around = set(content_stems(focus.question)), surroundings(best)
    asked = set(content_stems(focus.asked)) - own
    names = [n for n in question_names(reading[0]) if _ANYBODY.search(focus.question) or n.text not in focus.question]
    if asked & set(content_stems(best.text)) or any(True for name in names for _ in places_of(name, around)):
        return False
    told = {stem for stem in [*asked, *content_stems(focus.told)] if len(stem) > 2} - own
    # after a silence on somebody of whom the documents know nothing
    unknown = bool(names) and not focus.told and not any(in_corpus(w, corpus) for n in names for w in n.text.split())
    return unknown or (len(told) >= TELLING and share(told, around, corpus) < SAME_SUBJECT)


def source_of(focus: Focus, before: Sequence[Place], store: Snapshot) -> tuple[list[Candidate], list[str]]:
    """The sentences that prove who said ("speaker"), or when ("date") or where ("occasion") was said, what was quoted last, in `before`'s
    order; and why documents that failed their hash were left out.

    Empty where another thing is asked or nothing proves it.
    """
    proofs: dict[Place, Candidate] = {}
    damaged: list[str] = []
    for name, sentence in before if focus.asks in _PROOFS else ():
        try:
            document = store.document(name)
        except IndexDamaged as error:
            damaged.append(str(error))
            continue
        spans = store.sentences(name)
        span = _PROOFS[focus.asks](document, sentence, spans)
        around = next((s for s in spans if span and s.start < span.end and span.start < s.end), None)
        if around:
            proofs.setdefault((name, around), Candidate(document, around, "", 0.0))
    return list(proofs.values()), damaged


def _speaker(document: Document, sentence: Span, _: Sequence[Span]) -> Span | None:
    said = statement_of(document.statements, sentence)
    if said and said.speaker and said.named_start is not None and said.named_end is not None:
        return Span(said.named_start, said.named_end)
    return None


def _day(document: Document, sentence: Span, spans: Sequence[Span]) -> Span | None:
    said = statement_of(document.statements, sentence)
    if said and said.said_on_start is not None and said.said_on_end is not None:
        return Span(said.said_on_start, said.said_on_end)
    if day := _day_of_introduction(document, sentence, spans):
        return day
    published = document.metadata.get("published")
    start, _, end = (published.evidence if published else "").partition(":")
    if start.isdecimal() and end.isdecimal():
        return Span(int(start), int(end))
    # a reviewed day: it is proved where the text names the same day, first of all in a line of its own
    same = [Span(d.start, d.end) for d in find_dates(document.text) if published and published.value in d.readings]
    return min(same, key=lambda day: (not is_dateline(_line(document.text, day)), day), default=None)


def _day_of_introduction(document: Document, sentence: Span, spans: Sequence[Span]) -> Span | None:
    """The only day, without a year, where the speaker is introduced: "At a hearing on May 2, Lee praised it. She added …"."""
    days = _told_at_introduction(document, sentence, spans, DAY_OF_MONTH)
    return days[0] if len(days) == 1 else None


def _occasion(document: Document, sentence: Span, spans: Sequence[Span]) -> Span | None:
    """Before whom or on what occasion the speaker is introduced as speaking: "At a hearing on May 2"."""
    return next(iter(_told_at_introduction(document, sentence, spans, _OCCASION)), None)


def _told_at_introduction(
    document: Document, sentence: Span, spans: Sequence[Span], wanted: re.Pattern[str]
) -> list[Span]:
    """What is `wanted` in the sentence that names who speaks in `sentence` and tells something that one said: this very one, or one
    before it. Empty where it is of what is said there."""
    inside = [s for s in document.statements if s.start < sentence.end and sentence.start < s.end and s.speaker]
    for said in inside:
        named = next((s for s in spans if s.start <= (said.named_start or 0) < s.end), None)
        if named is None or named.start > sentence.start:
            continue
        told = [s for s in document.statements if s.speaker and s.start < named.end and named.start < s.end]
        found = [Span(*m.span()) for m in wanted.finditer(document.text, named.start, named.end)]
        about = any(s.start <= one.start < s.end for s in told for one in found)
        tells = any(s.speaker == said.speaker and named.start <= s.start for s in told)
        return found if tells and not about else []
    return []


_PROOFS = {"speaker": _speaker, "date": _day, "occasion": _occasion}


def _line(text: str, span: Span) -> str:
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]


def _words(text: str) -> str:
    return " ".join(text[s:e].casefold() for s, e in words(text))
