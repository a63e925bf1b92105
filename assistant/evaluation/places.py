"""Where gold stands in the corpus: questions whose gold is not in it are named, not scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.errors import AssistantError
from assistant.evaluation.questions import Question
from assistant.metrics import DocumentSpan, normalise
from assistant.text import on_word_borders, sentences
from assistant.types import Document, Span

KEPT = 512  # documents and their sentences kept in memory


class Corpus:
    """The documents that answers are held against: `load` gives one by name or raises an AssistantError; `names` are all."""

    def __init__(self, load: Callable[[str], Document], names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._load = load
        self._document = lru_cache(KEPT)(self._loaded)
        self._sentences = lru_cache(KEPT)(self._cut)

    def document(self, name: str) -> Document | None:
        """The document called `name`; None if there is none, or its text was altered."""
        return self._document(name)

    def sentences(self, name: str) -> list[Span]:
        """Its sentences; none where there is no such document."""
        return self._sentences(name)

    def _loaded(self, name: str) -> Document | None:
        try:
            return self._load(name)
        except AssistantError:
            return None

    def _cut(self, name: str) -> list[Span]:
        document = self.document(name)
        return sentences(document.text) if document else []


def place(questions: Iterable[Question], corpus: Corpus) -> tuple[list[Question], dict[str, str]]:
    """The questions with their gold as spans of the corpus; and why each other one cannot be scored, by its id."""
    placed: list[Question] = []
    unscored: dict[str, str] = {}
    wanted: dict[str, Question] = {}
    for question in questions:
        found = _placed(question, corpus)
        if isinstance(found, str):
            unscored[question.id] = found
            continue
        placed.append(found)
        if found.answerable and found.answers and not found.gold and not found.relevant:
            wanted[found.id] = found
    for name in corpus.names if wanted else ():
        words = _words(corpus.document(name))
        wanted = {i: q for i, q in wanted.items() if not _holds(words, q) or (q.document not in (None, name))}
    unscored |= dict.fromkeys(wanted, "its answer is not in the corpus")
    return [q for q in placed if q.id not in wanted], unscored


def find(text: str, wanted: str) -> list[Span]:
    """Where `wanted` stands in `text` as whole words, in order; white space does not count."""
    places = [i for i, c in enumerate(text) if not c.isspace()]
    letters, pattern = "".join(text[i] for i in places), "".join(wanted.split())
    found: list[Span] = []
    at = letters.find(pattern) if pattern else -1
    while at >= 0:
        span = Span(places[at], places[at + len(pattern) - 1] + 1)
        if on_word_borders(text, span.start, span.end):
            found.append(span)
        at = letters.find(pattern, at + 1)
    return found


def _placed(question: Question, corpus: Corpus) -> Question | str:
    if question.answerable is None:
        return "the file does not say whether it can be answered"
    if not question.reviewed:
        return "it is a draft that nobody has reviewed"
    if not question.answerable:
        return question
    if missing := [name for name in question.relevant if corpus.document(name) is None]:
        return f"its document {missing[0]!r} is not in the corpus"
    if question.gold:
        return _gold_placed(question, corpus)
    if question.document is not None:
        return _answer_placed(question, corpus)
    return question


def _gold_placed(question: Question, corpus: Corpus) -> Question | str:
    spans: list[DocumentSpan] = []
    quotes = question.quotes or ("",) * len(question.gold)
    for (name, start, end), quote in zip(question.gold, quotes, strict=True):
        document = corpus.document(name)
        if document is None:
            return f"its document {name!r} is not in the corpus"
        text = document.text
        if 0 <= start < end <= len(text) and (not quote or text[start:end] == quote):
            spans.append((name, start, end))
        elif places := find(text, quote):
            nearest = min(places, key=lambda p: abs(p.start - start))
            spans.append((name, *nearest))
        else:
            return f"its gold text is not in {name!r}"
    return replace(question, gold=tuple(spans))


def _answer_placed(question: Question, corpus: Corpus) -> Question | str:
    """An answer that stands once in its document is a span; one that stands there several times is only words."""
    name = question.document or ""
    document = corpus.document(name)
    if document is None:
        return f"its document {name!r} is not in the corpus"
    if not question.answers:
        return replace(question, relevant={name: 1})
    places = [p for answer in question.answers for p in find(document.text, answer)]
    if len(places) == 1:
        return replace(question, gold=((name, *places[0]),), quotes=(document.text[slice(*places[0])],))
    if not _holds(_words(document), question):
        return f"its answer is not in {name!r}"
    return question


def _words(document: Document | None) -> str:
    return f" {normalise(document.text)} " if document else ""


def _holds(words: str, question: Question) -> bool:
    return any(f" {w} " in words for w in map(normalise, question.answers) if w)
