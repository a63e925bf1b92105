"""Page furniture in text pasted from web pages: lines that are on the page but not of the text.

Lines that *are* furniture from end to end ("Share this page", never a sentence that mentions sharing) are signs: rules
below and phrases of many languages in zones.txt. A text with fewer than two different signs is no pasted page and
keeps every line, but for a sign at either end of it. In a pasted page every line is judged by its form, the lines
around it and its place beside the running prose: boosted trees in zones.npz, trained by eval/train_zones.py. They know
no language; function words are found as the words most frequent in the text's own prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reading.furniture import ENDS, HEAD, Floats, features, judge, width
from assistant.types import Zone

SIGNS = 2  # different furniture lines a text must have before its other lines are judged
SHARE_OF_SIGNS = 0.005  # of its lines that are signs at least
COUNTED_ONCE = ("rights", "site", "ticker")
LONGEST_PAGE = 20_000  # lines; more than any page has
SURE_AROUND = 0.82  # chance of being furniture from which a line before or after all prose is hidden,
SURE_WITHIN = 0.93  # and one between, or so many lines
HEADLINE = 8  # above the first prose, where headlines and dates stand
PROSE = (60, 0.9)  # width from which a line that ends a sentence is prose, and the chance below which
SURE_OF_PHRASE = 0.5  # the same for a line that is a phrase of furniture
SURE_OF_RULED = 0.2  # for a line that is nothing else
SURE_BELOW = 0.5  # and below a heading like "Similar news" in
ENOUGH = 300  # texts with fewer code points of prose than this, where little can be told from the place of a line
OWN_KINDS = ("share", "rights", "site", "ticker", "caption")  # the others take the name of the heading above them
LONGEST_RULED = 120  # code points; a line this long is no button

_AROUND = " \t\u00a0\u200b\u200e\u200f.:;,!?…·•*|-–—_/\\()[]{}<>«»‹›→←↑↓▲▼►▶◀✕×✓☰+=~#0123456789\"'“”’‘"


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
# A telephone number or an e-mail address with little beside it, or the sign of a hidden one.
_CONTACT = re.compile(
    r"(\w{2,8}[.:]+ ?)?(\+|\(\+?|00)\d[\d ()/-]{7,24}\d|(\w{2,8}[.:]* )?[\w.-]+@[\w.-]+|\[email\Wprotected\]"
)
_COUNT = re.compile(r"[\d.,]+ ?[kKmM]?")
_CAPTION = _rule(
    r".{0,400}[(\[](ap photo|photo|image|picture|foto|фото|fotoğraf)\b[^()\[\]]{0,90}[)\]]\W?",
    r".{0,400}[(\[][^()\[\]]{1,60}/ ?(getty|reuters|afp|epa|ap|istock|shutterstock)\b[^()\[\]]{0,30}[)\]]\W?",
    r"(image|photo|picture) (caption|credit|source|by|copyright|courtesy)\b.{0,200}",
    r".{0,60}(/|via |\| ?)(getty images|reuters|afp|epa|shutterstock|istock|alamy|ap photo)( .{0,30})?",
)


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
    if len(lines) > LONGEST_PAGE or not _is_page(
        lines, {line: ruled or phrase for line, (ruled, phrase) in known.items()}
    ):
        # a single line may be left of a page, as "Comments" below an article, but only at an end of the text
        at_end = [bool(lines) and i in (0, len(lines) - 1) for i in range(len(lines))]
        return [known[line][0] if at else None for line, at in zip(lines, at_end, strict=True)]
    widths = np.array([width(line[:HEAD]) for line in lines])
    ended = np.array([ENDS.search(line[-20:]) is not None for line in lines])
    chances = judge(features(lines, [ruled or phrase for ruled, phrase in map(known.__getitem__, lines)]))
    bars = _bars(widths, ended, chances)
    heading = ""
    for i, line in enumerate(lines):
        ruled, phrase = known[line]
        remark = None if ruled or phrase else _remark(line)
        bar = SURE_OF_RULED if ruled else SURE_OF_PHRASE if phrase or remark else bars[i]
        if chances[i] < (min(bar, SURE_BELOW) if heading == "related" and bars[i] > 1 else bar):
            heading = ""
            continue
        kind = ruled or phrase or remark
        if kind in ("related", "comment"):
            heading = kind
        kinds[i] = kind if kind in OWN_KINDS else heading or kind or "furniture"
    return kinds


def _is_page(lines: Sequence[str], signs: Mapping[str, str | None]) -> bool:
    """True where enough lines are `signs` of a pasted page. A licence names many rights, a price list many prices."""
    found = Counter({line.casefold().strip(_AROUND): kind for line, kind in signs.items() if kind}.values())
    different = sum(1 if kind in COUNTED_ONCE else count for kind, count in found.items())
    return different >= SIGNS and sum(signs[line] is not None for line in lines) >= SHARE_OF_SIGNS * len(lines)


def _bars(widths: Floats, ended: NDArray[np.bool_], chances: Floats) -> Floats:
    """The chance each line that is no known phrase must have to be hidden; above 1 where there is too little prose."""
    if widths[(widths >= 80) & ended].sum() < ENOUGH:
        return np.full(len(widths), 2.0)
    prose = np.flatnonzero((widths >= PROSE[0]) & ended & (chances < PROSE[1]))
    bars = np.full(len(widths), SURE_AROUND)
    if len(prose):
        bars[max(0, prose[0] - HEADLINE) : prose[-1] + 1] = SURE_WITHIN
    return bars


def _ruled(line: str) -> str | None:
    """The kind of a line that is furniture by itself."""
    return _matched(line, ("share", "rights", "menu"))


def _matched(line: str, kinds: Sequence[str]) -> str | None:
    """The first of `kinds` whose rule the whole line obeys."""
    return next((k for k in kinds if _RULES[k].fullmatch(line)), None) if len(line) < LONGEST_RULED else None


def _phrase(line: str) -> str | None:
    """The kind of a line that looks like furniture but may be a heading, a credit or an address of the text, too."""
    if len(line) > 60:
        return None
    known = _phrases().get(line.casefold().strip(_AROUND)) or _matched(line, ("site", "related", "ticker"))
    return known or ("menu" if _CONTACT.fullmatch(line) else None)


def _remark(line: str) -> str | None:
    """The kind of a line that is a count beside a button or the caption of a picture."""
    if len(line) <= HEAD and _CAPTION.fullmatch(line):
        return "caption"
    return "furniture" if len(line) < 12 and _COUNT.fullmatch(line) else None


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
