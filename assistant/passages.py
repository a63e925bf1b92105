"""Document → Passages: whole sentences up to a target of tiktoken tokens, never across a zone.

The cl100k ranks come out of the wheel of `bpe-openai`, because tiktoken itself would fetch them from the network.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import tiktoken

from assistant.errors import ModelUnusable
from assistant.types import Document, Passage, Settings, Span, Zone

CL100K_SHA256 = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
# The split pattern and special tokens of cl100k_base as tiktoken 0.12 defines them (tiktoken_ext/openai_public.py).
CL100K_PATTERN = r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"""
LONGEST_RUN = 2_000  # code points handed to tiktoken at once: it is quadratic on unbroken runs


def passages(document: Document, sentences: Sequence[Span], settings: Settings) -> list[Passage]:
    """Cut `document` into passages of about `settings.passage_tokens` tokens made of whole `sentences`.

    A sentence that is longer alone becomes a passage of its own. Sentences in zones are left out.
    """
    found: list[Passage] = []
    start = end = size = 0
    zones = [z.start for z in document.zones]
    for sentence in quotable(sentences, document.zones):
        tokens = count_tokens(document.text[sentence.start : sentence.end])
        crosses_zone = bisect_left(zones, end) < bisect_left(zones, sentence.start)
        if size and (size + tokens > settings.passage_tokens or crosses_zone):
            found.append(Passage(document.name, document.sha256, start, end))
            size = 0
        if not size:
            start = sentence.start
        end, size = sentence.end, size + tokens
    if size:
        found.append(Passage(document.name, document.sha256, start, end))
    return found


def quotable(sentences: Sequence[Span], zones: Sequence[Zone]) -> list[Span]:
    """The sentences that touch no zone; both are in order."""
    found, waiting = [], deque(zones)
    for sentence in sentences:
        while waiting and waiting[0].end <= sentence.start:
            waiting.popleft()
        if not waiting or waiting[0].start >= sentence.end:
            found.append(sentence)
    return found


def count_tokens(text: str) -> int:
    """Number of cl100k tokens of `text`; counted in stretches, so up to one more per 2,000 characters."""
    return sum(len(_cl100k().encode_ordinary(text[i : i + LONGEST_RUN])) for i in range(0, len(text), LONGEST_RUN))


@cache
def _cl100k() -> tiktoken.Encoding:
    spec = find_spec("bpe_openai")  # found, never imported: only its data file is wanted
    if spec is None or spec.origin is None:
        raise ModelUnusable("The token ranks of tiktoken are not installed; run `make install`.")
    ranks = gzip.decompress((Path(spec.origin).parent / "data" / "cl100k_base.tiktoken.gz").read_bytes())
    if hashlib.sha256(ranks).hexdigest() != CL100K_SHA256:
        raise ModelUnusable("The token ranks of tiktoken are not the published ones; run `make install` again.")
    mergeable = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in ranks.splitlines())}
    return tiktoken.Encoding("cl100k_base", pat_str=CL100K_PATTERN, mergeable_ranks=mergeable, special_tokens={})
