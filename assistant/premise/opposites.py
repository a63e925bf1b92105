"""Words that turn a statement into its contrary: "won" for "lost", "before" for "after"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.premise.roles import Clash
from assistant.text import stem, words
from assistant.types import Span

_PAIRS = tuple(
    (pair.split("/")[0], pair.split("/")[1])
    for pair in """accept/reject agree/refuse increase/decrease win/lose won/lost support/oppose largest/smallest
    highest/lowest most/least allow/forbid allow/prohibit buy/sell bought/sold gain/lose gained/lost approve/veto
    praise/criticize praise/condemn rise/fall rose/fell oldest/youngest older/younger longest/shortest longer/shorter
    higher/lower best/worst import/export cause/prevent build/destroy built/destroyed strengthen/weaken success/failure succeed/fail
    advantage/disadvantage appoint/dismiss hire/fire legal/illegal arrive/depart northern/southern eastern/western
    majority/minority victory/defeat encourage/discourage deny/confirm acquit/convict simple/complex minimum/maximum
    biggest/smallest fastest/slowest earliest/latest ancient/modern internal/external public/private start/stop begin/end
    north/south east/west open/close hot/cold young/old large/small high/low early/late male/female""".split()
)
CONTRARIES = tuple((stem(a), stem(b), b) for pair in _PAIRS for a, b in (pair, pair[::-1]))


def opposed(question: str, sentence: str, context: str) -> Clash | None:
    """Where the sentence has the contrary of a word of the question, beside the same word, and not the word itself."""
    asked, told = _stems(question), _stems(sentence)
    around = {s for s, _ in _stems(context)}
    mine, theirs = {s for s, _ in asked}, {s for s, _ in told}
    for word, contrary, _ in CONTRARIES:
        if word in mine and contrary not in mine and contrary in theirs and word not in theirs | around:
            at, there = _index(asked, word), _index(told, contrary)
            if _beside(asked, at) & _beside(told, there):
                return Clash(asked[at][1], told[there][1])
    return None


def contraries(question: str, sentence: str) -> Iterator[tuple[Span, str]]:
    """The question's words of which the sentence, but not the question, has the contrary, and not the word itself; each with
    its contrary."""
    asked, told = _stems(question), {s for s, _ in _stems(sentence)}
    mine = {s for s, _ in asked}
    for word, contrary, instead in CONTRARIES:
        if contrary in told - mine and word not in told:
            yield from ((span, instead) for s, span in asked if s == word)


def _stems(text: str) -> list[tuple[str, Span]]:
    return [(stem(text[s.start : s.end]), s) for s in words(text)]


def _index(found: list[tuple[str, Span]], word: str) -> int:
    return next(i for i, (s, _) in enumerate(found) if s == word)


def _beside(found: list[tuple[str, Span]], at: int) -> set[str]:
    """The words within three of it that say something."""
    near = found[max(0, at - 3) : at] + found[at + 1 : at + 4]
    return {s for s, _ in near if len(s) > 3 and re.fullmatch(r"[a-z]+", s)}
