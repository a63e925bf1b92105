"""How much a line looks like page furniture, by its form, the lines around it and its place beside the prose.

Boosted trees in zones.npz, trained by eval/train_zones.py. They know no language: function words are found as the
words most frequent in the text's own prose, and not one feature depends on blank lines.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("zones.npz")
HEAD = 600  # code points of a line that are looked at
PHRASE_KINDS = ("share", "menu", "rights", "comment", "related")

# Words seen in furniture all over the world: names of networks, and what buttons ask for.
_HINTS = frozenset(
    """cookie cookies newsletter newsletters subscribe subscribed subscription comment comments reply share login click
    copyright reserved privacy terms advertisement sponsored related trending tags disclaimer username password inbox
    unsubscribe android ios iphone app download facebook twitter telegram whatsapp linkedin instagram youtube pinterest
    reddit flipboard tumblr tiktok viber wechat rss google email e-mail""".split()
)

# Scripts written without spaces: every character counts as a word.
_WIDE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_WORD = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
ENDS = re.compile(r"""[.!?…。！？؟।۔։]["”’»'“«)\]」』）*_\s]*$""")
_BORDER = re.compile(r"""[.!?…؟।۔]["”’»)]?\s+(?=\S)|[。！？]""")
_TIME = re.compile(r"\d{1,2}[:.]\d\d\b|\b(19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d+ ?[^\W\d]+ ago\b")


def features(lines: Sequence[str], kinds: Sequence[str | None]) -> Floats:
    """What the judge sees of each line, shape (len(lines), features): its form, its neighbours, its place.

    `kinds` tells which lines are phrases of furniture. Not one feature depends on blank lines.
    """
    forms = {line: _form(line) for line in set(lines)}
    form = np.array([forms[line][0] for line in lines])
    wide, ends, long_words, _, digits, hints, borders = (form[:, i] for i in range(7))
    prose = (wide >= 80) & ((ends > 0) | (borders > 0))
    amount = np.where(prose, np.minimum(wide, HEAD), 0.0)
    # words that are frequent in the prose of this text: function words, whatever its language
    counted: Counter[str] = Counter()
    for line, is_prose in zip(lines, prose, strict=True):
        if is_prose:
            counted.update(forms[line][1])
    frequent = {word for word, _ in counted.most_common(40)}
    shares = {line: sum(w in frequent for w in words) / (len(words) + 1) for line, (_, words) in forms.items()}
    common = np.array([shares[line] for line in lines])
    times = Counter(lines)
    repeated = np.log([times[line] for line in lines])
    phrase = np.array([kind is not None for kind in kinds], dtype=float)
    columns = [np.log1p(wide), *form.T[1:], common, repeated]
    for values, steps in ((columns[0], (-3, -2, -1, 1, 2, 3)), (digits, (-2, -1, 1, 2)), (repeated, (-1, 1))):
        columns += [_shifted(values, step) for step in steps]
    for values in (ends, long_words, hints, common):
        columns += [_shifted(values, step) for step in (-1, 1)]
    for mask in (prose & (wide >= 250), phrase > 0, *(np.array([k == name for k in kinds]) for name in PHRASE_KINDS)):
        columns += _distances(mask)
    for reach in (4, 25):
        columns += [_sums(amount, -reach, -1) / reach, _sums(amount, 1, reach) / reach]
    short = (wide < 40).astype(float)
    columns += [_sums(short, -10, -1), _sums(short, 1, 10)]
    columns += [_sums(form[:, 10], -reach, reach) for reach in (10, 25)]
    columns += [_sums(form[:, 3], -reach, reach) / reach for reach in (4, 10)]
    columns += [_sums(common, -reach, reach) / reach for reach in (4, 10, 25)]
    return np.column_stack(columns + _places(wide, amount, common, phrase))


def _form(line: str) -> tuple[list[float], list[str]]:
    """Features of a line by itself, and its words."""
    head = line[:HEAD]
    words = _WORD.findall(head)
    capital = sum(w[0].isupper() for w in words)
    cased = capital + sum(w[0].islower() for w in words)
    digits = sum(map(len, re.findall(r"\d+", head)))
    letters = sum(map(len, words))
    low = [w.casefold() for w in words]
    ends = ENDS.search(line[-20:]) is not None
    borders = len(_BORDER.findall(head))
    count = len(words) + 1
    form = [
        width(head),
        ends,
        letters / count,
        capital / cased if cased else 0.5,
        digits / len(head),
        sum(w in _HINTS for w in low) / count,
        borders,
        math.log(count),
        (len(head) - letters - head.count(" ")) / len(head),
        sum(head.count(c) for c in ",，،、") / count,
        digits > 0 and _TIME.search(head) is not None,
        line[-1] in ":：",
        sum(w.isupper() for w in words) / count,
        not head[0].isalnum(),
    ]
    return form, low


def width(head: str) -> int:
    """Length, where a character of a script without spaces counts as two."""
    return len(head) if head.isascii() else len(head) + len(_WIDE_CHARACTER.findall(head))


def _shifted(values: Floats, step: int) -> Floats:
    """The value `step` lines on; -1 outside the text."""
    padded = np.pad(values, 3, constant_values=-1.0)
    return padded[3 + step : 3 + step + len(values)]


def _distances(mask: NDArray[np.bool_]) -> list[Floats]:
    """Lines back to the last and on to the next place where `mask` holds, logarithms."""
    places, far = np.arange(len(mask)), 200
    last = np.maximum.accumulate(np.where(mask, places, -far))
    following = np.minimum.accumulate(np.where(mask, places, len(mask) + far)[::-1])[::-1]
    return [np.log1p(np.minimum(places - last, far)), np.log1p(np.minimum(following - places, far))]


def _sums(values: Floats, first: int, last: int) -> Floats:
    """Sums over the lines from `first` to `last`, counted from each line."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(len(values))
    return np.asarray(
        total[np.clip(places + last + 1, 0, len(values))] - total[np.clip(places + first, 0, len(values))]
    )


def _places(wide: Floats, amount: Floats, common: Floats, phrase: Floats) -> list[Floats]:
    """Where each line stands in the text and beside its main stretches of prose."""
    count = len(wide)
    places = np.arange(count)
    total = max(1.0, amount.sum())
    before = np.cumsum(amount)
    columns = [np.log1p(places), np.log1p(places[::-1]), (before - amount) / total, (total - before) / total]
    likely = np.where((wide >= 40) & (common >= 0.25), np.minimum(wide, 300), 0.0)
    for gain, cost in ((amount, 40), (amount, 120), (likely, 60)):
        first, end = _best_stretch(np.where(gain > 0, gain, -float(cost)))
        columns += [
            ((places >= first) & (places < end)).astype(float),
            np.log1p(np.clip(first - places, 0, 200)),
            np.log1p(np.clip(places - end + 1, 0, 200)),
            np.full(count, amount[first:end].sum() / total),
        ]
    columns += [np.full(count, amount.sum() / np.minimum(wide, HEAD).sum()), np.full(count, np.log1p(phrase.sum()))]
    return columns


def _best_stretch(gains: Floats) -> tuple[int, int]:
    """The lines `first:end` whose gains have the largest sum."""
    total = np.concatenate([[0.0], np.cumsum(gains)])
    end = int(np.argmax(total - np.minimum.accumulate(total)))
    return int(np.argmin(total[: end + 1])), end


@cache
def _trees() -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], float]:
    """The judge: features and thresholds of the inner nodes, values of the leaves, and the sum they are added to.

    Complete binary trees, a row each, in breadth-first order.
    """
    with np.load(WEIGHTS, allow_pickle=False) as data:
        return (
            data["feature"].astype(np.int64),
            data["threshold"],
            data["value"].astype(np.float64),
            float(data["base"]),
        )


def judge(columns: Floats) -> Floats:
    """The chance, 0..1, that each line is furniture."""
    feature, threshold, value, base = _trees()
    inner = feature.shape[1]
    depth = (inner + 1).bit_length() - 1
    rows = np.arange(len(columns))
    score = np.full(len(columns), base)
    for chosen, limits, leaves in zip(feature, threshold, value, strict=True):
        node = np.zeros(len(columns), dtype=np.int64)
        for _ in range(depth):
            node = 2 * node + 1 + (columns[rows, chosen[node]] > limits[node])
        score += leaves[node - inner]
    return np.asarray(1 / (1 + np.exp(-score)))
