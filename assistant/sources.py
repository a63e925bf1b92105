"""The documents that a question describes: "the July 2023 statement of the Foreign Ministry", "Hajizada's response".

A description is a word for a text with the words that tell which; it means the document whose labels have most of them. It only
weighs: the text meant may be one that another document reports.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.constraints.dates import SAID, SAY
from assistant.english import MONTHS
from assistant.ranking import Candidate, best_first
from assistant.text import STOP_WORDS, content_stems, word_form, words
from assistant.types import Document

DESCRIBED = 3.0  # what standing in a document described is worth beside the score
COVERED = 0.6  # share of a description, weighted by rarity, that a document's labels must have
AHEAD = 0.15  # and how much more than any other document's
LONGEST = 7  # words on either side of the word for a text

_TEXTS = frozenset(
    "statement report article release speech interview testimony letter announcement communique communiqué document paper post"
    " comment response news note briefing address story readout rebuttal piece dispatch".split()
)
_VERBS_TOO = frozenset("report release comment note address post document letter".split())
_AUXILIARY = frozenset("do does did will would can could may might must should has have had".split())
_JOINS = frozenset("of by from on about dated regarding concerning".split())
_BREAK = _AUXILIARY | frozenset(
    "is are was were what which who whom whose when where why how and or in to according as with for at that make made makes"
    " issue issued give gave given send sent write wrote written publish published".split()
)
_OBJECT = frozenset("about on of at against over".split())  # before a text that is spoken of, not in
_SAYS = re.compile(rf"(?:{SAY}|{SAID})s?", re.IGNORECASE)


def in_described(ranked: Sequence[Candidate], question: str) -> list[Candidate]:
    """`ranked` anew where the question describes a document: what stands there further up."""
    meant = described(question, {c.document.name: c.document for c in ranked})
    if not meant:
        return list(ranked)
    return best_first(replace(c, placed=c.placed + DESCRIBED * (c.document.name in meant)) for c in ranked)


def described(question: str, documents: Mapping[str, Document]) -> frozenset[str]:
    """The names of those of the `documents`, by name, that `question` surely describes: none where one of several descriptions
    fits none."""
    descriptions = list(_descriptions(question))
    if not descriptions:
        return frozenset()
    cards = {name: _card(document) for name, document in documents.items()}
    common = Counter(stem for card in cards.values() for stem in card)
    found = [_meant(wanted, cards, common) for wanted in descriptions]
    return frozenset(name for name in found if name) if all(found) else frozenset()


def _meant(wanted: Sequence[str], cards: Mapping[str, frozenset[str]], common: Counter[str]) -> str | None:
    weight = {stem: 1 / math.log(3 + common[stem]) for stem in wanted}
    total = sum(weight.values())
    shares = sorted((sum(weight[s] for s in weight if s in card) / total, name) for name, card in cards.items())
    (second, _), (best, name) = [(0.0, ""), (0.0, ""), *shares][-2:]
    return name if best >= COVERED and best - second >= AHEAD else None


def _card(document: Document) -> frozenset[str]:
    """The stems of a document's labels; a day is also in words."""
    labels = [document.label(key) or "" for key in ("title", "author", "publisher")]
    return frozenset(content_stems(" . ".join([*labels, _in_words(document.label("published") or "")])))


def _in_words(day: str) -> str:
    """ "2023-11-02" → "2 November 2023"."""
    parts = re.match(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)", day)
    return f"{int(parts[3])} {MONTHS[int(parts[2]) - 1]} {parts[1]}" if parts else day


def _descriptions(question: str) -> Iterator[list[str]]:
    """The stems that tell which text is meant, of each word for a text that has some and whose words are asked for."""
    spans = words(question)
    raw = [question[s.start : s.end].casefold() for s in spans]
    forms = [word_form(w) for w in raw]
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
        owned = any(re.search(r"[’']s?$", w) for w in raw[first:place])
        if _is_object(forms, first) or (not owned and _is_verb(forms, first, place)):
            continue
        told = [f for f in (*forms[first:place], *forms[place + 1 : last + 1]) if f not in STOP_WORDS | _TEXTS]
        if stems := content_stems(" ".join(told)):
            yield stems


def _is_verb(forms: Sequence[str], first: int, place: int) -> bool:
    """True of "note" in "What did the ministry note?": a verb behind its subject, not a text that says something."""
    after = forms[place + 1] if place + 1 < len(forms) else ""
    behind = first > 0 and forms[first - 1] in _AUXILIARY
    return forms[place] in _VERBS_TOO and behind and not (after in _JOINS - {"on", "about"} or _SAYS.fullmatch(after))


def _is_object(forms: Sequence[str], first: int) -> bool:
    """True where the text is what is spoken of: "react to Lee's response", "criticise the statement of …"."""
    before = forms[first - 1] if first else ""
    to = before == "to" and not (first > 1 and forms[first - 2] == "according")
    return to or before in _OBJECT or _SAYS.fullmatch(before) is not None
