"""The record of a speech: words somebody said, and where the text says who."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.coordination import Cue
from assistant.attribution.phrases import Phrase
from assistant.attribution.tokens import Token
from assistant.types import Span

SPEECH, ATTITUDE, LIKELY = "speech", "attitude", "likely"


class Speech(NamedTuple):
    """Words somebody said: `text[start:end]`; `mention` and `cue` are where the text says so.

    `is_stance`: the words are the narrator's, who tells what somebody thinks, wants, asks for or judges. `kind` is
    SPEECH, ATTITUDE where nobody is told to have said anything ("believes", "wants to"), or LIKELY: no rule proves it.
    """

    start: int
    end: int
    how: str
    mention: Span | None
    cue: Span | None
    is_stance: bool = False
    kind: str = SPEECH


def span_of(found: Sequence[Token], phrase: Phrase) -> Span:
    """Where the tokens of the phrase stand."""
    return Span(found[phrase[0]].start, found[phrase[1] - 1].end)


def cue_span(found: Sequence[Token], cue: Cue) -> Span:
    """Where the cue stands."""
    return Span(found[cue.at].start, found[cue.end - 1].end)


def direct(found: Sequence[Token], at: int, cue: Cue, taken: set[int]) -> list[Speech]:
    """The quotation at token `at` as the cue's speech, unless it is `taken` already."""
    quote = found[at].quotation
    if quote is None or at in taken:
        return []
    taken.add(at)
    mention = span_of(found, cue.subject) if cue.subject else None
    return [Speech(quote.inner, quote.inner_end, "direct", mention, cue_span(found, cue))]
