"""What a follow-up leans on in the documents: the sentence quoted last, what stands near it, who said it and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.followups import Focus
from assistant.ranking import Candidate, best_first
from assistant.reading.dates import find_dates
from assistant.snapshot import Snapshot
from assistant.text import is_dateline, sentences, words
from assistant.types import Document, Span
from assistant.voices import statement_of

SAME_DOCUMENT = 2.0  # what standing in the document quoted last is worth
NEXT = 2.0  # and what following it directly is: people ask on where they have read
HAD_ALREADY = 2.0  # what the sentence quoted last loses where something else is asked for

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
    """`ranked` anew: the document quoted last is nearer, in it what follows the quote (`after`) nearer still, and the sentence quoted
    last further where something else is asked for: else people often ask on about that very sentence."""
    documents = {name for name, _ in before}

    def moved(c: Candidate) -> Candidate:
        place = (c.document.name, c.sentence)
        away = HAD_ALREADY * (focus.elsewhere and place in before)
        return replace(c, placed=c.placed - away + SAME_DOCUMENT * (place[0] in documents) + NEXT * (place in after))

    return best_first(moved(c) for c in ranked)


def source_of(focus: Focus, before: Sequence[Place], store: Snapshot) -> list[Candidate]:
    """The sentences that prove who said ("speaker") or when was said ("date") what was quoted last, in `before`'s order.

    Empty where another thing is asked or nothing proves it.
    """
    if focus.asks not in ("speaker", "date"):
        return []
    proofs: dict[Place, Candidate] = {}
    for name, sentence in before:
        document = store.document(name)
        span = _speaker(document, sentence) if focus.asks == "speaker" else _day(document, sentence)
        around = next((s for s in store.sentences(name) if span and s.start < span.end and span.start < s.end), None)
        if around:
            proofs.setdefault((name, around), Candidate(document, around, "", 0.0))
    return list(proofs.values())


def _speaker(document: Document, sentence: Span) -> Span | None:
    said = statement_of(document.statements, sentence)
    if said and said.speaker and said.named_start is not None and said.named_end is not None:
        return Span(said.named_start, said.named_end)
    return None


def _day(document: Document, sentence: Span) -> Span | None:
    said = statement_of(document.statements, sentence)
    if said and said.said_on_start is not None and said.said_on_end is not None:
        return Span(said.said_on_start, said.said_on_end)
    published = document.metadata.get("published")
    start, _, end = (published.evidence if published else "").partition(":")
    if start.isdecimal() and end.isdecimal():
        return Span(int(start), int(end))
    # a reviewed day: it is proved where the text names the same day, first of all in a line of its own
    same = [Span(d.start, d.end) for d in find_dates(document.text) if published and published.value in d.readings]
    return min(same, key=lambda day: (not is_dateline(_line(document.text, day)), day), default=None)


def _line(text: str, span: Span) -> str:
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]


def _words(text: str) -> str:
    return " ".join(text[s:e].casefold() for s, e in words(text))
