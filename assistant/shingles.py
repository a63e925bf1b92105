"""The form quotes are compared in: words and marks with their places, and shingles of words that find where to look.

Two texts that differ only in quotation marks, kinds of dashes, white space, ligatures, soft hyphens or the way accents
are encoded have the same tokens. Case, numbers, accents and every other mark count. A token knows its span, so the text
that offsets refer to is never altered.

A shingle is the hash of `WIDTH` words in a row, case folded. Of a document the least of every `WINDOW` neighbours is kept
(winnowing: Schleimer, Wilkerson and Aiken 2003), so any `WIDTH + WINDOW - 1` words in a row that a quote shares with a
document share a kept shingle with it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from assistant.types import Span, Zone

WIDTH = 3  # words in a shingle
WINDOW = 4  # neighbours of which one is kept
QUOTES = "\"'`´‘’‚‛“”„‟«»‹›′″＂＇「」『』"
ELLIPSIS, DASH = "…", "-"
_JOINERS = "\u00ad\u200c\u200d\u2060\ufeff"  # soft hyphen and other marks that may stand unseen inside a word
_UNSEEN = "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ACCENTS = "".join(
    chr(c) for c in range(0x300, 0x1E94B) if unicodedata.combining(chr(c))
)  # as `on_word_borders` has it
_LETTER = rf"[\w{_ACCENTS}]"
_TOKEN = re.compile(
    rf"(?P<word>{_LETTER}+(?:[{_JOINERS}]+{_LETTER}+)*)|(?P<ellipsis>…\.?|\.(?:\s?\.){{2,}})"
    rf"|(?P<dash>[-‐‑‒–—―−﹘﹣－]+)|[^\s{QUOTES}{_JOINERS}{_UNSEEN}]"
)
_BORDER = re.compile(r"[.!?…:;\n\r](?!\w)")
_FOLDED = dict.fromkeys(map(ord, _JOINERS)) | {
    c: unicodedata.normalize("NFKC", chr(c))
    for first, last in ((0x132, 0x133), (0x17F, 0x17F), (0x1C4, 0x1CC), (0xFB00, 0xFB06), (0xFF01, 0xFF5E))
    for c in range(first, last + 1)
}


class Token(NamedTuple):
    """A word or a mark: its normal form, and its span in the text it is of."""

    form: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.form[0].isalnum() or self.form[0] == "_"


def tokens(text: str, within: Span | None = None, zones: Sequence[Zone] = ()) -> list[Token]:
    """The tokens of `text` in order, of the stretch `within` if given; none that touches one of the `zones`.

    Quotation marks, apostrophes and white space are no tokens; dashes of any kind and length are "-", three dots "…".
    """
    start, end = within or (0, len(text))
    found = []
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        form = match.group() if kind in ("word", None) else ELLIPSIS if kind == "ellipsis" else DASH
        if not form.isascii() and kind != "ellipsis":
            form = folded(form)
        found.append(Token(form, match.start(), match.end()))
    return _outside(found, [z for z in zones if z.start < end and start < z.end])


def folded(text: str) -> str:
    """`text` without ligatures, wide letters and unseen marks inside words, accents in one piece."""
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def _outside(found: list[Token], zones: Sequence[Zone]) -> list[Token]:
    """The tokens that touch no zone; both are in order."""
    kept, waiting = [], deque(zones)
    for token in found:
        while waiting and waiting[0].end <= token.start:
            waiting.popleft()
        if not waiting or waiting[0].start >= token.end:
            kept.append(token)
    return kept


def shingles(words: Sequence[Token]) -> list[int]:
    """The hashes (48 bits) of every `WIDTH` neighbours of `words`; entry i begins with word i."""
    folded = [w.form.casefold() for w in words]
    return [_hash(" ".join(folded[i : i + WIDTH])) for i in range(len(folded) - WIDTH + 1)]


def kept_shingles(text: str, zones: Sequence[Zone]) -> list[tuple[int, int]]:
    """What is stored of a document: (hash, start in the text) of the kept shingles, in order.

    Those that run over the end of a sentence or line are all kept, because passages, by whose words short quotes are
    found, end there.
    """
    words = [t for t in tokens(text, None, zones) if t.is_word]
    hashes = shingles(words)
    crossing = {i for i in range(len(hashes)) if _BORDER.search(text, words[i].end, words[i + WIDTH - 1].start)}
    return [(hashes[i], words[i].start) for i in sorted(crossing.union(winnowed(hashes)))]


def winnowed(hashes: Sequence[int]) -> list[int]:
    """The places of the least of every `WINDOW` neighbours, the rightmost of equals, each once, in order."""
    kept: list[int] = []
    for i in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = hashes[i : i + WINDOW]
        least = i + len(window) - 1 - window[::-1].index(min(window))
        if not kept or kept[-1] != least:
            kept.append(least)
    return kept


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")
