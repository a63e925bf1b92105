"""The stretch of a document most like a part of a quote, word by word: what is kept, changed, added and left out.

The cheapest edits by dynamic programming, free at both ends of the document's stretch (semi-global alignment).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.checking.candidates import Stretch
from assistant.checking.parts import Part
from assistant.checking.standing import cuts_after, cuts_before, turned
from assistant.shingles import Token
from assistant.types import Change, Document, Span

# Costs of an edit. A word for a word is cheaper than one more and one less; a word never becomes a mark.
WORD, MARK = 4, 1
OTHER_WORD, OTHER_CASE, OTHER_MARK, WORD_FOR_MARK = 5, 2, 2, 20

KEPT, CHANGED, ADDED, LEFT_OUT, IN_BRACKETS = "kept", "changed", "added", "left out", "in brackets"


@dataclass(frozen=True)
class Alignment:
    """A part of a quote beside the tokens `there` of a document; `shared` is the share of words in common, 0 to 1."""

    document: Document
    there: tuple[Token, ...]
    changes: tuple[Change, ...]
    shared: float


def align(part: Part, stretch: Stretch) -> Alignment | None:
    """The best alignment of the part with the stretch; None where they share no word."""
    given, there = part.tokens, stretch.tokens
    edits = _paired_at_ends(_edits(given, there), there) if there else []
    kept = sum(kind == KEPT and given[i].is_word for kind, i, _ in edits)
    placed = [j for kind, _, j in edits if kind in (KEPT, CHANGED)]
    if not kept:
        return None
    first, last = _whole_words(stretch, placed[0], placed[-1])
    changes = [Change(LEFT_OUT, None, _span(t)) for t in there[first : placed[0]]]
    changes += [
        Change(kind, _span(given[i]) if kind != LEFT_OUT else None, _span(there[j]) if kind != ADDED else None)
        for kind, i, j in edits
    ]
    changes += [Change(LEFT_OUT, None, _span(t)) for t in there[placed[-1] + 1 : last + 1]]
    if part.closing and turned(part, there[last + 1 : last + 2]):
        last += 1
        changes.append(Change(CHANGED, _span(part.closing), _span(there[last])))
    changes += [Change(IN_BRACKETS, span, None) for span in part.inserted]
    found = tuple(there[first : last + 1])
    shared = 2 * kept / (len(part.words) + sum(t.is_word for t in found))
    return Alignment(stretch.document, found, _runs(changes), shared)


def _whole_words(stretch: Stretch, first: int, last: int) -> tuple[int, int]:
    """First and last token, moved outwards while a number or a word with an apostrophe is cut."""
    text, there = stretch.document.text, stretch.tokens
    while first > 0 and cuts_before(text, there[first].start):
        first = next((j for j in range(first - 1, -1, -1) if there[j].is_word), 0)
    while last + 1 < len(there) and cuts_after(text, there[last].end):
        last = next((j for j in range(last + 1, len(there)) if there[j].is_word), len(there) - 1)
    return first, last


def _span(token: Token) -> Span:
    return Span(token.start, token.end)


def _runs(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Neighbours of one kind as one change."""
    found: list[Change] = []
    for change in changes:
        if found and found[-1].kind == change.kind != IN_BRACKETS:
            before = found.pop()
            change = Change(change.kind, _joined(before.given, change.given), _joined(before.found, change.found))
        found.append(change)
    return tuple(found)


def _joined(a: Span | None, b: Span | None) -> Span | None:
    return Span(a.start, b.end) if a and b else a or b


Edit = tuple[str, int, int]  # kind, place of the token in the quote, place of the token in the stretch


def _edits(given: Sequence[Token], there: Sequence[Token]) -> list[Edit]:
    change, add, leave = _costs(given, there)
    skipped = np.concatenate(([0], np.cumsum(leave)))
    table = np.empty((len(given) + 1, len(there) + 1), dtype=np.int32)
    table[0] = 0  # the stretch may begin anywhere
    for i in range(len(given)):
        row = table[i] + add[i]
        np.minimum(row[1:], table[i, :-1] + change[i], out=row[1:])
        table[i + 1] = np.minimum.accumulate(row - skipped) + skipped
    edits: list[Edit] = []
    i, j = len(given), int(table[-1].argmin())
    while i > 0:
        if j > 0 and table[i, j] == table[i - 1, j - 1] + change[i - 1, j - 1]:
            i, j = i - 1, j - 1
            edits.append((CHANGED if change[i, j] else KEPT, i, j))
        elif table[i, j] == table[i - 1, j] + add[i - 1]:
            i -= 1
            edits.append((ADDED, i, j))
        else:
            j -= 1
            edits.append((LEFT_OUT, i, j))
    return edits[::-1]


def _paired_at_ends(edits: list[Edit], there: Sequence[Token]) -> list[Edit]:
    """Words added at an end beside words of the document, up to its next mark, are those words changed."""
    for step, at in ((1, len(edits)), (-1, -1)):
        added = 0
        while added < len(edits) and edits[at - step * (added + 1)][0] == ADDED:
            added += 1
        if added in (0, len(edits)):
            continue
        edge = edits[at - step * (added + 1)][2]
        free = 0
        while free < added and 0 <= (j := edge + step * (free + 1)) < len(there) and there[j].is_word:
            free += 1
        for n in range(free):  # the outermost of the added words beside the outermost of the document's
            place = at - step * (n + 1)
            edits[place] = (CHANGED, edits[place][1], edge + step * (free - n))
    return edits


def _costs(
    given: Sequence[Token], there: Sequence[Token]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Of putting token j for token i, shape (given, there); of adding i; of leaving out j."""
    numbers: dict[str, int] = {}
    exact, folded = (
        [np.array([numbers.setdefault(f(t.form), len(numbers)) for t in ts]) for ts in (given, there)]
        for f in (str, str.casefold)
    )
    word, other = (np.array([t.is_word for t in ts]) for ts in (given, there))
    change = np.where(word[:, None], OTHER_WORD, OTHER_MARK) * np.ones(len(there), dtype=np.int32)
    change[word[:, None] != other[None, :]] = WORD_FOR_MARK
    change[folded[0][:, None] == folded[1][None, :]] = OTHER_CASE
    change[exact[0][:, None] == exact[1][None, :]] = 0
    first = given[0].form
    same_first = [t.form[1:] == first[1:] and t.form[0].casefold() == first[0].casefold() for t in there]
    change[0, same_first] = 0
    add, leave = (np.where(kind, WORD, MARK).astype(np.int32) for kind in (word, other))
    return change.astype(np.int32), add, leave
