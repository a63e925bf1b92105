"""A paragraph → tokens, one of them for each outermost quotation, and the sentences they form.

Own sentence borders instead of `assistant.text.sentences`: a sentence goes on after a quotation that ends in a full
stop or a question mark (“Why?” he asked), which only a look at the words behind it can tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from assistant.attribution.lexicon import AMBIGUOUS, MONTHS_AND_DAYS, VERBS
from assistant.attribution.marks import Quotation

LONGEST = 160  # tokens; a longer "sentence" is a list or a table


class Token(NamedTuple):
    """`text[start:end]`; `low` is the word in small letters with straight apostrophes, '"' for a quotation."""

    start: int
    end: int
    word: str
    low: str
    quotation: Quotation | None = None

    @property
    def is_name(self) -> bool:
        """A word with a capital letter, not a quotation."""
        return self.word[0].isupper()


_ABBREVIATION = r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Sgt|Cpl|St|Jr|Sr|Rev|Prof|Adm|Capt|Maj|Hon|No|Messrs|vs|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Calif|Fla|Mass|Conn|Ariz|Ill|Mich|Minn|Wis|Pa|Va|Ga|Ala|Tenn|Mo|Ky|La|Tex|Okla|Colo|Ore|Wash|Nev|Ind|Md|Del|Ark|Kan|Neb|Vt|Miss)\."
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|{_ABBREVIATION}(?=\s|,)|[^\W\d_]\.(?=\s[^\W\d_])|[#@]?\w+(?:(?:[’'.&,]|-)\w+)*[’']?|\.\.\.|--|[^\w\s]"
)
_CAPITALS = frozenset({"WHO", "US", "IT"})
_GLUED = re.compile(r"(?<=[a-z]{2}[.])(?=[A-Z])")


def tokens(text: str, start: int, end: int, quotes: Sequence[Quotation]) -> list[Token]:
    """The tokens of `text[start:end]`; `quotes` are the outermost quotations, of which those inside it count."""
    found: list[Token] = []
    at = start
    first = bisect_left(quotes, start, key=lambda q: q.start)
    for quote in quotes[first:]:
        if quote.start >= end:
            break
        _words(text, at, quote.start, found)
        found.append(Token(quote.start, quote.end, '"', '"', quote))
        at = quote.end
    if at < end:
        _words(text, at, end, found)
    return found


def _words(text: str, start: int, end: int, found: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if word[-1] in "’'" and len(word) > 1 and word[-2] not in "sSzx":
            word = word[:-1]
        if "." in word[2:-1] and (glued := _GLUED.search(word)):  # "process.All": the space is missing
            cut = glued.start()
            found.append(_token(at, word[: cut - 1]))
            found.append(_token(at + cut - 1, "."))
            at, word = at + cut, word[cut:]
        found.append(_token(at, word))


def _token(at: int, word: str) -> Token:
    if word in _CAPITALS:  # bodies, not the function words
        return Token(at, at + len(word), word, word)
    return Token(at, at + len(word), word, word.casefold().replace("’", "'"))


def sentences(found: Sequence[Token]) -> list[tuple[int, int]]:
    """Sentences as half-open ranges of token numbers."""
    borders, start = [], 0
    for at in range(1, len(found)):
        if at - start >= LONGEST or _is_border(found, at):
            borders.append((start, at))
            start = at
    if start < len(found):
        borders.append((start, len(found)))
    return borders


def _is_border(found: Sequence[Token], at: int) -> bool:
    last, following = found[at - 1], found[at]
    if following.low in {".", "!", "?", ",", ";", ")", "]", "”", "’"}:
        return False
    if last.quotation:
        ends = last.quotation.sign in {".", "!", "?", "…"} and following.low not in {":", "-", "—", "–"}
        return ends and not following.word[0].islower() and not _is_tag(found, at)
    if last.low in {")", "]", "”", "’"} and at > 1:
        return found[at - 2].low in {".", "!", "?"} and not following.word[0].islower()
    if last.low in {".", "!", "?", "…", "..."}:
        return not following.word[0].islower()
    return last.word.endswith(".") and len(last.word) > 2 and _starts_anew(last, following)


def _starts_anew(last: Token, following: Token) -> bool:
    """After "U.S." or "Inc.": "He" starts a sentence, "Senate" does not."""
    return following.low in {
        "the",
        "he",
        "she",
        "they",
        "it",
        "but",
        "and",
        "in",
        "we",
        "this",
        "his",
        "her",
        "that",
        "on",
    } and (following.is_name and last.word.count(".") > 1)


def _is_tag(found: Sequence[Token], at: int) -> bool:
    """What follows a quotation names its speaker: "Trump said." or "Mr. Trump told reporters on Monday."."""
    for step in range(at, min(at + 9, len(found) - 1)):
        word = found[step]
        if word.quotation or word.low in {",", ".", ";", ":"}:
            return False
        if word.low in VERBS and word.low not in AMBIGUOUS and step > at:
            following = found[step + 1]
            return following.low in {".", ",", ";", "on", "in", "at", "during"} or following.low in MONTHS_AND_DAYS
    return False
