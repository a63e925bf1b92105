"""The documents that a question describes: "the July 2023 statement of the Foreign Ministry", "Hajizada's response".

A description is a word for a text with the words that tell which; it means the document whose labels have most of them. It
only ever raises what stands there, because the text meant may be one that a document reports.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.catalogue import labels
from assistant.constraints_dates import SAID, SAY
from assistant.ranking import Candidate, best_first
from assistant.snapshot import Snapshot
from assistant.text import STOP_WORDS, content_stems, word_form, words
from assistant.voices import HEADING

ELSEWHERE = 3.0  # what standing in another document than the one described takes off a score
COVERED = 0.6  # share of a description, weighted by rarity, that a document's labels must have
AHEAD = 0.15  # and how much more than any other document's
LONGEST = 7  # words on either side of the word for a text

_TEXTS = frozenset(
    "statement report article release speech interview testimony letter announcement communique communiqué document paper post"
    " comment response news note briefing address story readout rebuttal piece dispatch".split()
)
_JOINS = frozenset("of by from on about dated regarding concerning".split())
_BREAK = frozenset(
    "do does did has have had is are was were will would can could may might must should what which who whom whose when where why"
    " how and or in to according as with for at that".split()
)
_SAYS = re.compile(rf"(?:{SAY}|{SAID})s?", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()


def in_described(ranked: Sequence[Candidate], question: str, corpus: Snapshot) -> list[Candidate]:
    """`ranked` anew where the question describes a document: what stands elsewhere further down."""
    meant = described(question, corpus)
    if not meant:
        return list(ranked)

    def moved(c: Candidate) -> Candidate:
        return replace(c, penalty=c.penalty + ELSEWHERE * (c.document.name not in meant) + HEADING * c.is_heading)

    return best_first(moved(c) for c in ranked)


def described(question: str, corpus: Snapshot) -> frozenset[str]:
    """The names of the documents that `question` surely describes."""
    descriptions = list(_descriptions(question))
    if not descriptions:
        return frozenset()
    cards = _cards(corpus)
    common = Counter(stem for card in cards.values() for stem in card)
    return frozenset(name for wanted in descriptions if (name := _meant(wanted, cards, common)))


def _meant(wanted: Sequence[str], cards: Mapping[str, frozenset[str]], common: Counter[str]) -> str | None:
    weight = {stem: 1 / math.log(3 + common[stem]) for stem in wanted}
    total = sum(weight.values())
    shares = sorted(((sum(weight[s] for s in wanted if s in card) / total, name) for name, card in cards.items()))
    best, second = shares[-1], shares[-2][0] if len(shares) > 1 else 0.0
    return best[1] if best[0] >= COVERED and best[0] - second >= AHEAD else None


def _cards(corpus: Snapshot) -> dict[str, frozenset[str]]:
    """The stems of the labels of each document; a day is also in words."""
    texts: dict[str, list[str]] = {}
    for key in ("title", "author", "publisher", "published"):
        for name, value in labels(corpus, key).items():
            texts.setdefault(name, []).append(_in_words(value) if key == "published" else value)
    return {name: frozenset(content_stems(" . ".join(parts))) for name, parts in texts.items()}


def _in_words(day: str) -> str:
    """ "2023-11-02" → "2 November 2023"."""
    parts = re.match(r"(\d{4})-(\d\d)-(\d\d)", day)
    return f"{int(parts[3])} {_MONTHS[int(parts[2]) - 1]} {parts[1]}" if parts else day


def _descriptions(question: str) -> Iterator[list[str]]:
    """The stems that tell which text is meant, of each word for a text that has some."""
    spans = words(question)
    forms = [word_form(question[s.start : s.end]) for s in spans]
    apart = [re.search(r"[,;:?!()“”\"]", question[a.end : b.start]) is not None for a, b in pairwise(spans)]

    def goes_on(at: int) -> bool:
        return 0 <= at < len(forms) and forms[at] not in _BREAK and not _SAYS.fullmatch(forms[at])

    for place, form in enumerate(forms):
        if form not in _TEXTS:
            continue
        first = place
        while goes_on(first - 1) and not apart[first - 1] and place - first < LONGEST:
            first -= 1
        last = place
        if last + 1 < len(forms) and forms[last + 1] in _JOINS:
            while goes_on(last + 1) and not apart[last] and last - place < LONGEST:
                last += 1
        told = [f for f in (*forms[first:place], *forms[place + 1 : last + 1]) if f not in STOP_WORDS | _TEXTS]
        if stems := content_stems(" ".join(told)):
            yield stems
