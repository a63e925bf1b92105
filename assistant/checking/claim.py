"""What comes with a quote: whose words it is said to be, and the words beside it in the text that quotes it."""

from __future__ import annotations

from typing import NamedTuple

from assistant.checking.crops import NEGATION, negated
from assistant.shingles import tokens
from assistant.types import Missing, Span

FIRM = 4  # words in a row that stand in a text by no accident
NEAR = 5  # words before a quote among which a negation governs it


class Claim(NamedTuple):
    """`speaker` may be empty: somebody who has no name. `before` and `after` are what the text that quotes says itself."""

    speaker: str | None
    before: str = ""
    after: str = ""

    def tells(self, missing: Missing, quoted: Span) -> bool:
        """Whether the words cut off stand beside the quote all the same, so that nothing is kept from the reader."""
        words, before, after = _words(missing.words), _words(self.before), _words(self.after)
        if missing.kind == NEGATION and missing.start < quoted.start and negated(" ".join(before[-NEAR:])):
            return True
        beside = before[-len(words) :] if missing.start < quoted.start else after[: len(words)]
        return beside == words or (len(words) >= FIRM and any(_has(side, words) for side in (before, after)))


def _words(text: str) -> list[str]:
    return [t.form.casefold() for t in tokens(text) if t.is_word]


def _has(row: list[str], words: list[str]) -> bool:
    return any(row[at : at + len(words)] == words for at in range(len(row) - len(words) + 1))
