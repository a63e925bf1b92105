"""Statements in the making: who says them and where the text tells it; in order, with who passes them on, they are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attribution.dating import Dated
from assistant.attribution.resolve import Who
from assistant.attribution.speech import SPEECH
from assistant.types import Span, Statement


@dataclass
class Found:
    """A statement in the making; `mention` and `cue` are where the text says whose it is, `kind` as in `Speech`."""

    span: Span
    how: str
    who: Who
    mention: Span | None
    cue: Span | None
    dated: Dated | None = None
    kind: str = SPEECH


def chained(text: str, found: Sequence[Found]) -> list[Statement]:
    """The records of `found`, in order, each with who reports it: whoever's statement it stands in."""
    done: list[Statement] = []
    around: list[Found] = []
    for one in sorted(found, key=lambda f: (f.span.start, -f.span.end, f.how != "reported")):
        while around and around[-1].span.end <= one.span.start:
            around.pop()
        holders = [a for a in reversed(around) if a.span.end >= one.span.end]
        chain: list[str] = []
        mention = one.mention
        for holder in holders:
            himself = holder.who.speaker is not None and holder.who.speaker == one.who.speaker
            if (holder.mention != mention or mention is None) and not himself:
                chain.append(holder.who.speaker or "unknown")
            mention = holder.mention
        done.append(_made(text, one, tuple(chain)))
        if one.how != "own" or one.cue is not None:
            around.append(one)
    return done


def _made(text: str, one: Found, chain: tuple[str, ...]) -> Statement:
    named = one.who.named if one.who.speaker else None
    dated = one.dated
    return Statement(
        start=one.span.start,
        end=one.span.end,
        speaker=one.who.speaker,
        role=one.who.role,
        speaker_start=one.mention.start if one.mention else None,
        speaker_end=one.mention.end if one.mention else None,
        named_start=named.start if named else None,
        named_end=named.end if named else None,
        how=one.how,
        cue=text[one.cue.start : one.cue.end] if one.cue else None,
        said_on=dated.day if dated else None,
        said_on_start=dated.start if dated else None,
        said_on_end=dated.end if dated else None,
        reported_by=chain,
        kind=one.kind,
    )
