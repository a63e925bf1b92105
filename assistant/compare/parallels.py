"""Which quotes of different documents tell the same in other words? Pairs only where much speaks for it.

Nearness of meaning alone does not tell events apart where all documents are on one subject (measured on the seeds: two
statements of Blinken seven weeks apart are nearer to each other than the two reports of one hearing). So a pair must also
share a name or number, a good part of its rarer words, and no day of one may be missing from the other's days.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from assistant.names import BODY, DATE, MONTH, PERSON, THING, names
from assistant.ranking import Models
from assistant.snapshot import Snapshot
from assistant.text import content_stems, words_digest
from assistant.types import Citation

NEAR = 0.6  # cosine of the sentences
SHARED = 0.38  # weight of the words they share in that of the shorter one's; on the seeds true pairs have .42 and .48, others below .35
LEAST = 5  # words they share
MOST = 8  # pairs
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_YEAR = re.compile(r"(?:19|20)\d\d")


def parallels(found: Sequence[Citation], corpus: Snapshot, models: Models) -> tuple[tuple[Citation, Citation], ...]:
    """The pairs, the likest first; each the older before the newer one where the days are known."""
    if len(found) < 2:
        return ()
    vectors = models.sentence_vectors([c.sentence for c in found])
    cosines = np.asarray(vectors @ vectors.T)
    scored: list[tuple[float, Citation, Citation]] = []
    for (i, a), (j, b) in combinations(enumerate(found), 2):
        if _may_pair(a, b) and cosines[i, j] >= NEAR and (shared := _shared(a.sentence, b.sentence, corpus)) >= SHARED:
            scored.append((shared, a, b))
    once: dict[tuple[int, int], tuple[Citation, Citation]] = {}
    for _, a, b in sorted(scored, key=lambda s: (-s[0], s[1].document, s[1].start, s[2].document, s[2].start)):
        once.setdefault((words_digest(a.sentence), words_digest(b.sentence)), (a, b))
    return tuple(list(once.values())[:MOST])


def _may_pair(a: Citation, b: Citation) -> bool:
    if a.document == b.document or b.document in a.also_in or a.document in b.also_in:
        return False
    days = _days(a.sentence), _days(b.sentence)
    return not all(days) or bool(days[0] & days[1])


def _shared(one: str, other: str, corpus: Snapshot) -> float:
    """The share of the shorter text's words that the other has, rare ones weighing more; 0 without a name or number in common."""
    mine, theirs = set(content_stems(one)), set(content_stems(other))
    both = mine & theirs
    if len(both) < LEAST or not _marks(one) & _marks(other):
        return 0.0
    weight = {stem: 1 / math.log(3 + corpus.stem_count(stem)) for stem in mine | theirs}
    return sum(weight[s] for s in both) / min(sum(weight[s] for s in mine), sum(weight[s] for s in theirs))


def _marks(text: str) -> set[str]:
    """What singles an event out: names of people, bodies and things, and numbers; countries and years are too common."""
    found = {name.key for name in names(text) if name.kind in (PERSON, BODY, THING)}
    return found | {number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)}


def _days(text: str) -> set[tuple[str, str]]:
    """The days of a year the text names: ("November", "15")."""
    found = set()
    for name in names(text):
        month, day = re.search(MONTH, name.text), re.search(r"\b\d{1,2}(?=\b|st|nd|rd|th)", name.text)
        if name.kind == DATE and month and day:
            found.add((month.group(), day.group()))
    return found
