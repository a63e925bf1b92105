"""Page furniture in text pasted from web pages: lines that are on the page but not of the text.

Lines that *are* furniture from end to end ("Share this page", never a sentence that mentions sharing) are signs: rules
below and phrases of many languages in zones.txt. A text with fewer than two different signs is no pasted page and
keeps every line, but for a sign at either end of it. In a pasted page every line is judged by its form, the lines
around it and its place beside the running prose: boosted trees in zones.npz, trained by eval/train_zones.py. They know
no language; function words are found as the words most frequent in the text's own prose.
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

from assistant.types import Zone

Floats = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("zones.npz")
SIGNS = 2  # different furniture lines a text must have before its other lines are judged
LONGEST_PAGE = 20_000  # lines; more than any page has
HEAD = 600  # code points of a line that are looked at
SURE = 0.9  # chance of being furniture from which a line is hidden
SURE_OF_PHRASE = 0.5  # the same for a line that is a phrase of furniture
SURE_OF_RULED = 0.2  # for a line that is nothing else
SURE_BELOW = 0.5  # and below a heading like "Similar news" in
ENOUGH = 300  # texts with fewer code points of prose than this, where little can be told from the place of a line
PHRASE_KINDS = ("share", "menu", "rights", "comment", "related")
OWN_KINDS = ("share", "rights", "site", "ticker")  # the others take the name of the heading above them
LONGEST_RULED = 120  # code points; a line this long is no button

_AROUND = " \t\u00a0\u200b\u200e\u200f.:;,!?…·•*|-–—_/\\()[]{}<>«»‹›→←↑↓▲▼►▶◀✕×✓☰+=~#0123456789\"'“”’‘"
# Words seen in furniture all over the world: names of networks, and what buttons ask for.
_HINTS = frozenset(
    """cookie cookies newsletter newsletters subscribe subscribed subscription comment comments reply share login click
    copyright reserved privacy terms advertisement sponsored related trending tags disclaimer username password inbox
    unsubscribe android ios iphone app download facebook twitter telegram whatsapp linkedin instagram youtube pinterest
    reddit flipboard tumblr tiktok viber wechat rss google email e-mail""".split()
)


def _rule(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


_RULES = {
    "share": _rule(
        r"share( (this|on|via|with))?( (page|article|story|post|news|facebook|twitter|x|linkedin|whatsapp|telegram|e?mail|friends))*[:!.]?",
        r"(tweet|pin( it)?|e?mail|print|copy link|save|bookmark|like|facebook|twitter|telegram|whatsapp|linkedin|instagram|youtube)( (this|page|article))*",
        r"follow us( on .{1,30})?[:.!]?",
    ),
    "rights": _rule(
        r"[©ⓒ].{0,120}|copyright|(copyright\W*|\(c\)\W*)+((19|20)\d\d|by\b|©).{0,110}",
        r".{0,40}\s[©ⓒ].{0,60}",
        r"(.{0,60}\s)?all rights? reserved\b.{0,120}",
        r"(privacy|cookies?) (policy|notice|settings|preferences)( (and|&|\|) .{1,40})?",
        r"terms (of (use|service)|and conditions)( (and|&|\|) .{1,40})?",
        r"(we use|this (site|website) uses) cookies( (to|on|for|and|so)\b.{0,200}|[.!]?)",
        r"accept( all)?( cookies)?",
    ),
    "menu": _rule(
        r"((skip to|jump to) .{1,30}|home( ?page)?|menu|search|log ?in|sign (in|up)|register|back to top|contact( us)?|about( us)?)",
        r"((?:news |page )?(banner|image|photo|logo|advertisement|advert|desktop|mobile|sponsored)\s*){1,8}",
        r"(\w+ ){0,3}(banner image|image banner)( .{0,60})?",
        r"(leave a comment|(no |\d+ )?comments?|add (a )?comment|reply|post a comment)( \(\d+\))?:?",
        r"(subscribe|newsletter|sign up for .{1,60}|subscribe to .{1,60})[.!]?",
        r"(our )?(official )?(youtube|telegram|whatsapp|facebook|twitter|instagram) (channel|page|account)",
        r"(\w+ )?(read|see|show|load|view|learn) (more|all|next|previous)( .{0,30})?",
        r"(next|previous)( (page|article|post|story))?|tags?:.{0,120}",
    ),
    "related": _rule(
        r"(similar|related|more|other|latest|recent|recommended|popular|top|trending|breaking)( (news|articles?|stories|posts|topics|content|headlines|reads?|videos?))+( .{0,20})?:?",
        r"(most (read|popular|viewed|commented)|you (may|might) (also )?(like|be interested in)|read (also|next|more)|see also|recommended( for you)?|editor'?s'? (picks?|choice)):?",
    ),
    "site": _rule(r"(https?://)?(www\.)?[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z]{2,6}/?"),
    "ticker": _rule(
        r"[•·*\-|\s]*([$€£¥₽₺₼₾₴₸₹]|\b(USD|EUR|GBP|RUB|TRY|JPY|CNY|CHF|AZN|AMD|GEL)\b)\s*[\d.,]+(\s*[%▲▼+\-\d.,]*)"
    ),
}

_LINE = re.compile(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Scripts written without spaces: every character counts as a word.
_WIDE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_WORD = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
_ENDS = re.compile(r"""[.!?…。！？؟।۔։]["”’»'“«)\]」』）*_\s]*$""")
_BORDER = re.compile(r"""[.!?…؟।۔]["”’»)]?\s+(?=\S)|[。！？]""")
# A telephone number or an e-mail address with little beside it, or the sign of a hidden one.
_CONTACT = re.compile(
    r"(\w{2,8}[.:]+ ?)?(\+|\(\+?|00)\d[\d ()/-]{7,24}\d|(\w{2,8}[.:]* )?[\w.-]+@[\w.-]+|\[email\Wprotected\]"
)
_TIME = re.compile(r"\d{1,2}[:.]\d\d\b|\b(19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d+ ?[^\W\d]+ ago\b")


def find_zones(text: str) -> list[Zone]:
    """Furniture of `text` as zones in order; neighbouring lines of one kind are joined. Every line is in or out whole.

    A zone begins and ends at the line's first and last character that is no space. Linear in the length of the text.
    """
    spans = _lines(text)
    lines = [text[start:end] for start, end in spans]
    zones: list[Zone] = []
    for (start, end), kind in zip(spans, _kinds(lines), strict=True):
        if kind is None:
            continue
        if zones and zones[-1].kind == kind and not text[zones[-1].end : start].strip():
            zones[-1] = zones[-1]._replace(end=end)
        else:
            zones.append(Zone(start, end, kind))
    return zones


def _lines(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        if bare := line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            found.append((start, start + len(bare)))
    return found


def _kinds(lines: Sequence[str]) -> list[str | None]:
    """The kind of furniture each line is, None for text."""
    known = {line: (_ruled(line), _phrase(line)) for line in set(lines)}
    kinds: list[str | None] = [None] * len(lines)
    if sum(any(found) for found in known.values()) < SIGNS or len(lines) > LONGEST_PAGE:
        # a single line may be left of a page, as "Comments" below an article, but only at an end of the text
        at_end = [bool(lines) and i in (0, len(lines) - 1) for i in range(len(lines))]
        return [known[line][0] if at else None for line, at in zip(lines, at_end, strict=True)]
    prose = sum(width for line in lines if (width := _width(line[:HEAD])) >= 80 and _ENDS.search(line[-20:]))
    chances = judge(features(lines, [ruled or phrase for ruled, phrase in map(known.__getitem__, lines)]))
    heading = ""
    for i, (line, chance) in enumerate(zip(lines, chances, strict=True)):
        ruled, phrase = known[line]
        plain = SURE if prose >= ENOUGH else SURE_BELOW if heading == "related" else 1.0
        if chance < (SURE_OF_RULED if ruled else SURE_OF_PHRASE if phrase else plain):
            heading = ""
            continue
        kind = ruled or phrase
        if kind in ("related", "comment"):
            heading = kind
        kinds[i] = kind if kind in OWN_KINDS else heading or kind or "furniture"
    return kinds


def _ruled(line: str) -> str | None:
    """The kind of a line that is furniture by itself."""
    return _matched(line, ("share", "rights", "menu"))


def _matched(line: str, kinds: Sequence[str]) -> str | None:
    return next((k for k in kinds if _RULES[k].fullmatch(line)), None) if len(line) < LONGEST_RULED else None


def _phrase(line: str) -> str | None:
    """The kind of a line that looks like furniture but may be a heading, a credit or an address of the text, too."""
    if len(line) > 60:
        return None
    known = _phrases().get(line.casefold().strip(_AROUND)) or _matched(line, ("site", "related", "ticker"))
    return known or ("menu" if _CONTACT.fullmatch(line) else None)


@cache
def _phrases() -> dict[str, str]:
    """Phrases of furniture in many languages, case-folded, and their kinds; from zones.txt beside this file."""
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("zones.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            found |= dict.fromkeys(filter(None, line.split("|")), kind)
    return found


def features(lines: Sequence[str], kinds: Sequence[str | None]) -> Floats:
    """What the judge sees of each line, shape (len(lines), features): its form, its neighbours, its place.

    `kinds` tells which lines are phrases of furniture. Not one feature depends on blank lines.
    """
    forms = {line: _form(line) for line in set(lines)}
    form = np.array([forms[line][0] for line in lines])
    width, ends, long_words, _, digits, hints, borders = (form[:, i] for i in range(7))
    prose = (width >= 80) & ((ends > 0) | (borders > 0))
    amount = np.where(prose, np.minimum(width, HEAD), 0.0)
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
    columns = [np.log1p(width), *form.T[1:], common, repeated]
    for values, steps in ((columns[0], (-3, -2, -1, 1, 2, 3)), (digits, (-2, -1, 1, 2)), (repeated, (-1, 1))):
        columns += [_shifted(values, step) for step in steps]
    for values in (ends, long_words, hints, common):
        columns += [_shifted(values, step) for step in (-1, 1)]
    for mask in (prose & (width >= 250), phrase > 0, *(np.array([k == name for k in kinds]) for name in PHRASE_KINDS)):
        columns += _distances(mask)
    for reach in (4, 25):
        columns += [_sums(amount, -reach, -1) / reach, _sums(amount, 1, reach) / reach]
    short = (width < 40).astype(float)
    columns += [_sums(short, -10, -1), _sums(short, 1, 10)]
    columns += [_sums(form[:, 10], -reach, reach) for reach in (10, 25)]
    columns += [_sums(form[:, 3], -reach, reach) / reach for reach in (4, 10)]
    columns += [_sums(common, -reach, reach) / reach for reach in (4, 10, 25)]
    return np.column_stack(columns + _places(width, amount, common, phrase))


def _form(line: str) -> tuple[list[float], list[str]]:
    """Features of a line by itself, and its words."""
    head = line[:HEAD]
    words = _WORD.findall(head)
    capital = sum(w[0].isupper() for w in words)
    cased = capital + sum(w[0].islower() for w in words)
    digits = sum(map(len, re.findall(r"\d+", head)))
    letters = sum(map(len, words))
    low = [w.casefold() for w in words]
    ends = _ENDS.search(line[-20:]) is not None
    borders = len(_BORDER.findall(head))
    count = len(words) + 1
    form = [
        _width(head),
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


def _width(head: str) -> int:
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


def _places(width: Floats, amount: Floats, common: Floats, phrase: Floats) -> list[Floats]:
    """Where each line stands in the text and beside its main stretches of prose."""
    count = len(width)
    places = np.arange(count)
    total = max(1.0, amount.sum())
    before = np.cumsum(amount)
    columns = [np.log1p(places), np.log1p(places[::-1]), (before - amount) / total, (total - before) / total]
    likely = np.where((width >= 40) & (common >= 0.25), np.minimum(width, 300), 0.0)
    for gain, cost in ((amount, 40), (amount, 120), (likely, 60)):
        first, end = _best_stretch(np.where(gain > 0, gain, -float(cost)))
        columns += [
            ((places >= first) & (places < end)).astype(float),
            np.log1p(np.clip(first - places, 0, 200)),
            np.log1p(np.clip(places - end + 1, 0, 200)),
            np.full(count, amount[first:end].sum() / total),
        ]
    columns += [np.full(count, amount.sum() / np.minimum(width, HEAD).sum()), np.full(count, np.log1p(phrase.sum()))]
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
