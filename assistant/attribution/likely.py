"""What a small trained part takes for somebody's words, attitude or deed where no rule proves it.

It reads the bundled encoder's states of the words of a line. One network says of each word how likely it is a cue
("backed", "fear", "plans"); a second, of each word beside a cue, whether it belongs to the content and whether to
the source; of either the stretch with the highest sum is taken. Weights: likely.npz, made by
eval/train_attribution.py. Its finds are listed and label no quote (docs/attribution.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.attribution.lexicon import AUXILIARIES, DETERMINERS, NEGATIONS, PREPOSITIONS, PRONOUNS
from assistant.attribution.marks import MARKS
from assistant.attribution.speech import LIKELY, Speech
from assistant.attribution.tokens import Token, tokens
from assistant.models.states import WordStates
from assistant.types import Span

WEIGHTS = Path(__file__).with_name("likely.npz")
SURE = 0.35  # chance of being a cue from which a word is taken for one; the best of the development half, and flat around it
FAR = 25  # words from the cue beyond which distance no longer counts
MOST = 220  # words read at once; the encoder takes 512 pieces
ENGLISH = 0.15  # share of function words from which a text is taken for English, of which alone the weights know
_FUNCTION_WORDS = DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES

Floats = NDArray[np.float32]


def likely(text: str, lines: Sequence[Span]) -> list[Speech]:
    """What is likely attributed to somebody in the `lines` of an English `text`, the likeliest first."""
    stretches = [s for line in lines for s in _stretches(tokens(text, line.start, line.end, ()))]
    if not _is_english(stretches):
        return []
    found: list[tuple[float, Speech]] = []
    for stretch, states in zip(stretches, word_states(text, stretches), strict=True):
        found.extend(_of_stretch(stretch, states))
    return [speech for _, speech in sorted(found, key=lambda f: (-f[0], f[1][:2]))]


def _stretches(words: Sequence[Token]) -> list[Sequence[Token]]:
    return [words[at : at + MOST] for at in range(0, len(words), MOST)]


def _is_english(stretches: Sequence[Sequence[Token]]) -> bool:
    lows = [t.low for stretch in stretches for t in stretch if t.word[0].isalpha()]
    return sum(low in _FUNCTION_WORDS for low in lows) > ENGLISH * len(lows)


def word_states(text: str, stretches: Sequence[Sequence[Token]]) -> Iterator[Floats]:
    """The normalised states of the words of each stretch, one row a word. Raises ModelUnusable."""
    texts = [text[s[0].start : s[-1].end] for s in stretches]
    words = [[Span(t.start - s[0].start, t.end - s[0].start) for t in s] for s in stretches]
    return map(_normal, _encoder().of(texts, words))


def _normal(states: Floats) -> Floats:
    centred = states - states.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt(centred.var(axis=1, keepdims=True) + 1e-5), dtype=np.float32)


def _of_stretch(words: Sequence[Token], states: Floats) -> list[tuple[float, Speech]]:
    found = []
    chances, content, source = _read(states)
    for row, at in enumerate(np.flatnonzero(chances > SURE).tolist()):
        first, stop = highest(content[row])
        if first == stop or words[first].word in MARKS:  # a quotation is found by its marks, or not at all
            continue
        opens, closes = _cue(words, at)
        if words[at].low in AUXILIARIES and first == closes < stop - 1:  # "did not | say that …"
            first, closes = first + 1, closes + 1
        if not any(t.word[0].isalnum() for t in words[first:stop]):
            continue
        named = highest(source[row])
        mention = Span(words[named[0]].start, words[named[1] - 1].end) if named[0] < named[1] else None
        cue = Span(words[opens].start, words[closes - 1].end)
        span = words[first].start, words[stop - 1].end
        found.append((float(chances[at]), Speech(*span, "reported", mention, cue, True, LIKELY)))
    return found


def _cue(words: Sequence[Token], at: int) -> tuple[int, int]:
    """The cue with what denies it, first word and one past the last: "did not say" is another thing than "say"."""
    near = range(max(0, at - 2), min(len(words), at + 2))
    denied = [n for n in near if words[n].low in NEGATIONS or words[n].low.endswith(("n't", "n’t"))]
    if not denied:
        return at, at + 1
    first, last = min(at, *denied), max(at, *denied)
    return (first - 1 if first > 0 and words[first - 1].low in AUXILIARIES else first), last + 1


def _read(states: Floats) -> tuple[Floats, Floats, Floats]:
    """Each word's chance of being a cue and, for each of those that are, every word's score as content and as source."""
    beside = np.pad(states, ((1, 1), (0, 0)))
    around = np.concatenate([beside[:-2], states, beside[2:]], axis=1)
    nets = _weights()
    logits = [_layer(net, "cue.1", _layer(net, "cue.0", around))[:, 0] for net in nets]
    chances = np.mean([1 / (1 + np.exp(-each)) for each in logits], axis=0)
    cues = np.flatnonzero(chances > SURE)
    distance = np.clip(np.arange(len(states)) - cues[:, None], -FAR, FAR) + FAR
    scores = [_scores(net, states[cues], around, distance) for net in nets]
    content, source = np.moveaxis(np.mean(scores, axis=0), 2, 0)
    return chances, content, source


def _layer(net: dict[str, Floats], name: str, given: Floats) -> Floats:
    """One linear layer; all but a network's first act on what is positive of the one below."""
    below = given if name.endswith(".0") else np.maximum(given, 0)
    return np.asarray(below @ net[f"{name}.weight"].T + net[f"{name}.bias"], dtype=np.float32)


def _scores(net: dict[str, Floats], cues: Floats, around: Floats, distance: NDArray[np.intp]) -> Floats:
    hidden = (
        _layer(net, "beside.0", around)[None] + (cues @ net["of_cue.weight"].T)[:, None] + net["distance"][distance]
    )
    return _layer(net, "beside.2", _layer(net, "beside.1", hidden))


def highest(scores: Floats) -> tuple[int, int]:
    """The stretch (first, stop) with the highest sum; empty where none is above 0."""
    best, span, total, first = 0.0, (0, 0), 0.0, 0
    for at, score in enumerate(scores.tolist()):
        if total <= 0:
            total, first = 0.0, at
        total += score
        if total > best:
            best, span = total, (first, at + 1)
    return span


@cache
def _encoder() -> WordStates:
    return WordStates()


@cache
def _weights() -> list[dict[str, Floats]]:
    with np.load(WEIGHTS) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    return [{name: array[n] for name, array in arrays.items()} for n in range(len(arrays["distance"]))]
