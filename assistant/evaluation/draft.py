"""Questions proposed out of the documents themselves, each with its gold span, for a person to review.

Rules only: who said it, when, how many, and twins that ask the same of somebody who did not say it. The words are the
documents'; the questions are plain forms around them, so a reviewer rewords, corrects or strikes them. Until "reviewed" is
true, no draft is scored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.constraints.demands import same_name, speaks_for
from assistant.metrics import has_answer
from assistant.passages import quotable
from assistant.text import sentences, words
from assistant.types import Document, Span, Statement

KINDS = ("who_said", "when_said", "how_many", "swapped_speaker")
FEWEST, MOST = 6, 14  # words that are quoted in a question
BESIDE = 6  # words on either side of a number
NUMBER = re.compile(
    r"(?<![\w.,$€£])(\d{1,3}(?:,\d{3})+|\d{1,4})\s+([a-z]+(?:-[a-z]+)?s|percent|people|men|women|children)\b"
)


def drafts(documents: Iterable[Document], each: int) -> list[dict[str, Any]]:
    """At most `each` drafts of every kind in the JSON form of questions, the same ones every time, spread over the documents."""
    every = list(documents)
    speakers = sorted({s.speaker for d in every for s in d.statements if s.speaker})
    found = [row for document in every for row in _of_document(document, speakers)]
    chosen: list[dict[str, Any]] = []
    for kind in KINDS:
        of_kind = sorted((row for row in found if row["kind"] == kind), key=_place_by_chance)
        chosen += of_kind[:each]
    return [{"id": f"draft-{n}", **row} for n, row in enumerate(chosen, 1)]


def _place_by_chance(row: dict[str, Any]) -> str:
    return hashlib.sha256(row["question"].encode("utf-8", "surrogatepass")).hexdigest()


def _of_document(document: Document, speakers: Sequence[str]) -> Iterator[dict[str, Any]]:
    spans = quotable(sentences(document.text), document.zones)
    for statement in document.statements:
        if statement.speaker and statement.how in ("direct", "reported"):
            yield from _said(document, spans, statement, speakers)
    for span in spans:
        yield from _how_many(document, span)


def _said(
    document: Document, spans: Sequence[Span], statement: Statement, speakers: Sequence[str]
) -> Iterator[dict[str, Any]]:
    opening = _opening(document.text, statement)
    around = [s for s in spans if s.start < statement.end and statement.start < s.end]
    if opening is None or not around or statement.speaker is None:
        return
    direct = statement.how == "direct"
    question = f"Who {'said' if direct else 'is reported as saying'} “{opening}…”?"
    yield _row(document, "who_said", question, around[:1], [statement.speaker], statement.speaker)
    if statement.said_on_start is not None and statement.said_on_end is not None:
        dated = [s for s in spans if s.start <= statement.said_on_start < s.end]
        day = document.text[statement.said_on_start : statement.said_on_end]
        if dated:
            yield _row(
                document, "when_said", _when(statement.speaker, opening, direct), dated, [day], statement.speaker
            )
    others = [name for name in speakers if not _may_be(name, statement)]
    if others:
        other = min(others, key=lambda name: hashlib.sha256(f"{name}\n{opening}".encode()).hexdigest())
        yield _row(document, "swapped_speaker", _when(other, opening, direct), [], [], None) | {"twin": question}


def _when(speaker: str, opening: str, direct: bool) -> str:
    return f"When {'did' if direct else 'is'} {speaker} {'say' if direct else 'reported as saying'} “{opening}…”?"


def _opening(text: str, statement: Statement) -> str | None:
    """The first words of a statement, to its first sentence's end; None where these are too few to know it by."""
    said = text[statement.start : statement.end]
    first = next(iter(sentences(said)), None)
    spans = [w for w in words(said) if first and w.end <= first.end][:MOST]
    return " ".join(said[spans[0].start : spans[-1].end].split()) if len(spans) >= FEWEST else None


def _may_be(name: str, statement: Statement) -> bool:
    """Whether `name` could be who says the statement or passes it on, under another form of the name."""
    known = [n for n in (statement.speaker, statement.role, *statement.reported_by) if n]
    return any(f(a, b) for k in known for a, b in ((name, k), (k, name)) for f in (same_name, speaks_for))


def _how_many(document: Document, sentence: Span) -> Iterator[dict[str, Any]]:
    text = document.text[slice(*sentence)]
    for match in NUMBER.finditer(text):
        before = [text[slice(*w)] for w in words(text[: match.start()])][-BESIDE:]
        after = [w for w in words(text) if w.start >= match.end()][:BESIDE]
        if len(before) + len(after) < FEWEST:
            continue
        rest = " ".join(text[match.start(2) : after[-1].end if after else match.end()].split())
        question = f"How many {match[2]} are meant in “{' '.join(before)} … {rest}”?"
        yield _row(document, "how_many", question, [sentence], [match[1]], None)


def _row(
    document: Document, kind: str, question: str, gold: Sequence[Span], answers: Sequence[str], speaker: str | None
) -> dict[str, Any]:
    """A draft. An answer that the gold lacks (a pronoun stands for the name there) is the reviewer's to judge, not the machine's."""
    quotes = [document.text[slice(*span)] for span in gold]
    row: dict[str, Any] = {
        "kind": kind,
        "question": question,
        "answerable": bool(gold),
        "gold": [
            {"document": document.name, "quote": q, "start": s.start, "end": s.end}
            for s, q in zip(gold, quotes, strict=True)
        ],
        "answers": [a for a in answers if any(has_answer(q, [a]) for q in quotes)],
        "reviewed": False,
    }
    return row | ({"speaker": speaker} if speaker else {})
