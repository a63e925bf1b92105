"""Speech without a verb of speech: "made statements such as …", `Bush: "…"`, `"…" — Jeb Bush`."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.attribution.coordination import Cue
from assistant.attribution.lexicon import ADVERBS, SHORT_TITLES, SPEECH_NOUNS
from assistant.attribution.phrases import Phrase, after, before, is_name
from assistant.attribution.speech import Speech, direct
from assistant.attribution.tokens import Token


def of_nouns(found: Sequence[Token], first: int, stop: int, taken: set[int]) -> list[Speech]:
    """ "made statements such as "…"", "threatened it with "…"": the quotation is the subject's."""
    spoken: list[Speech] = []
    subject: Phrase | None = None
    for at in range(first + 1, stop):
        low = found[at].low
        if low in {"made", "makes", "issued", "issues", "threatened"}:
            left = at - 1
            while left > first and found[left].low in ADVERBS:
                left -= 1
            subject = before(found, first, left) or (subject if found[left].low == "and" else None)
        if not found[at].quotation or at in taken or subject is None:
            continue
        behind = [t.low for t in found[max(first, at - 3) : at]]
        if (behind[-2:] == ["such", "as"] and behind[0] in SPEECH_NOUNS) or (
            behind[-1:] == ["with"] and _threat(found, first, at) >= 0
        ):
            as_of = at - 3 if behind[-1] == "as" else _threat(found, first, at)
            cue = Cue(as_of, at if behind[-1] == "as" else as_of + 1, subject, "quote", at, subject[0])
            spoken.extend(direct(found, at, cue, taken)[:1])
    return spoken


def of_labels(found: Sequence[Token], first: int, stop: int, taken: set[int]) -> list[Speech]:
    """`Bush: "…"` and `"…" — Jeb Bush`."""
    spoken: list[Speech] = []
    for at in range(first, stop):
        if not found[at].quotation or at in taken:
            continue
        if at - 2 >= first and found[at - 1].low == ":":
            phrase = before(found, first, at - 2)
            opens = phrase and (
                phrase[0] == first or found[phrase[0] - 1].quotation or _ends_sentence(found, phrase[0] - 1)
            )
            if phrase and opens and is_name(found[phrase[1] - 1]):
                spoken.extend(direct(found, at, Cue(at - 1, at, phrase, "quote", at, phrase[0]), taken))
        elif at == first and at + 2 < stop and found[at + 1].low in {"―", "—", "–", "--"}:
            phrase = after(found, at + 2, stop)
            ends = phrase and (phrase[1] >= stop or found[phrase[1]].low in {".", ","}) and is_name(found[phrase[0]])
            if phrase and ends:
                spoken.extend(direct(found, at, Cue(at + 1, at + 2, phrase, "quote", at, at), taken))
    return spoken


def _ends_sentence(found: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends there: not with the full stop of "Ms."."""
    return found[at].low in {"!", "?"} or (found[at].low == "." and found[at - 1].low not in SHORT_TITLES)


def _threat(found: Sequence[Token], first: int, at: int) -> int:
    return next((n for n in range(at - 1, max(first, at - 6) - 1, -1) if found[n].low == "threatened"), -1)
