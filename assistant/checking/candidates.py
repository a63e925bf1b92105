"""Where in the index a quote may stand: stretches of documents that share shingles with it, or its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.errors import IndexDamaged
from assistant.index import View
from assistant.shingles import Token, shingles, tokens
from assistant.text import on_word_borders
from assistant.types import Document, Span

POSTINGS = 60  # places looked up of one shingle
STRETCHES = 40  # stretches looked at that share shingles with a quote
SCANNED = 200  # passages looked at that have all its words
ROOM = 400  # code points around a stretch that are read with it
_LONGEST_WORD = 100


@dataclass(frozen=True)
class Stretch:
    """A piece of a document as tokens, furniture left out; `votes` is how many shingles of the quote it has."""

    document: Document
    within: Span
    votes: int = 0

    @cached_property
    def tokens(self) -> list[Token]:
        text, (start, end) = self.document.text, self.within
        start, end = max(0, start), min(len(text), end)
        for _ in range(_LONGEST_WORD):
            start -= not on_word_borders(text, start, start)
            end += not on_word_borders(text, end, end)
        return tokens(text, Span(start, end), self.document.zones)

    @cached_property
    def joined(self) -> str:
        """The forms of the tokens, each between two NULs, which no form has: a string to search rows of tokens in."""
        return joined([t.form for t in self.tokens])


def joined(forms: Sequence[str]) -> str:
    """The forms, each between two NULs, which no form has: one row of tokens can be searched for in another."""
    return "\0" + "\0".join(forms) + "\0"


def sharing_shingles(words: Sequence[Token], view: View) -> list[Stretch]:
    """Stretches that share shingles with the quote's `words`, most first; each long enough to hold the whole quote."""
    anchors: dict[int, list[tuple[int, int, int]]] = {}
    for i, digest in enumerate(shingles(words)):
        query = "SELECT document, start FROM shingles WHERE hash = :hash LIMIT :most"
        for document, start in view.store.rows(query, {"hash": digest, "most": POSTINGS}):
            anchors.setdefault(document, []).append((start - words[i].start, start, i))
    length = words[-1].end - words[0].start if words else 0
    groups = [
        (len({i for _, _, i in group}), document, group)
        for document, found in anchors.items()
        for group in _groups(found, length)
    ]
    groups.sort(key=lambda g: (-g[0], g[1], g[2][0]))
    stretches = []
    for votes, number, group in groups[:STRETCHES]:
        # the quote's first word would stand at `start - place of the shingle in the quote`; alterations shift it a little
        first, last = min(g[0] for g in group) + words[0].start, max(g[0] for g in group) + words[-1].end
        slack = ROOM + length // 4
        document = _document(number, view)
        if document:
            stretches.append(Stretch(document, Span(first - slack, last + slack), votes))
    return stretches


def _groups(anchors: list[tuple[int, int, int]], length: int) -> Iterator[list[tuple[int, int, int]]]:
    """Anchors of one document that may belong to one copy of the quote: their supposed beginnings lie near each other."""
    group: list[tuple[int, int, int]] = []
    for anchor in sorted(anchors):
        if group and anchor[0] - group[-1][0] > ROOM // 4 + length // 10:
            yield group
            group = []
        group.append(anchor)
    if group:
        yield group


def _document(number: int, view: View) -> Document | None:
    ((name,),) = view.store.rows("SELECT name FROM documents WHERE id = :id", {"id": number})
    return _whole(name, view)


def _whole(name: str, view: View) -> Document | None:
    try:
        return view.store.document(name)
    except IndexDamaged:  # nothing of a damaged document is quoted
        return None


def sharing_words(quote: str, view: View, most: int, *, all_words: bool) -> Iterator[Stretch]:
    """The passages best by BM25, widened by the length of the quote; those with all its content words if asked."""
    numbers = view.containing(quote) if all_words else []
    if not all_words or len(numbers) > most:
        numbers = [n for n, _ in view.matching(quote, most)] or numbers[:most]
    passages = view.store.passages(numbers)
    room = len(quote) + ROOM // 4
    for number in numbers:
        document = _whole(passages[number].document, view)
        if document:
            yield Stretch(document, Span(passages[number].start - room, passages[number].end + room))
