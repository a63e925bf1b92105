"""Quotation marks of all kinds → the stretches they enclose, as a forest; an apostrophe is not a mark.

A paragraph (line) that leaves a mark open either continues in the next one, which opens it anew, or is closed in a
later one before any other mark opens; else the mark is a slip and encloses nothing, so that no slip swallows a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from assistant.attribution.lexicon import ELISIONS

FARTHEST_CLOSE = 12_000  # code points a quotation may run on over paragraphs that do not reopen it
_DEEPEST = 5
_NEAR = 1_000  # code points in which another mark may tell what this one does

_MARK = re.compile(r"[“”„‟«»‹›‘’‚\"＂「」『』]|''|``|'")
_OPENS = {"“": "double", "„": "double", "‟": "double", "«": "angle", "‹": "small", "‘": "single", "‚": "single",
          "``": "typed", "「": "corner", "『": "white"}  # fmt: skip
_CLOSES = {"”": "double", "»": "angle", "›": "small", "’": "single", "」": "corner", "』": "white"}
_EITHER = {'"': "straight", "＂": "straight", "''": "typed", "'": "plain"}
_CLOSED_BY = {"„": "“", "»": "«", "›": "‹", "‚": "‘"}  # marks that open otherwise
_WORD = re.compile(r"\w+")
_LOWER = re.compile(r" [a-z]")
_PARAGRAPH_END = re.compile(r"[ \t.,;]*(?=[\r\n]|\Z)")
_AFTER_OPENING = frozenset("([{—–-/:,;“‘\"'«„‹「『…")


MARKS = "“”„‟«»‹›‘’‚\"＂「」『』'`"


@dataclass
class Quotation:
    """`text[start:end]` with its marks, `text[inner:inner_end]` without; `follows`: it goes on from the one before."""

    start: int
    inner: int
    inner_end: int
    end: int
    follows: bool = False
    inside: list[Quotation] = field(default_factory=list)
    words: int = 1
    titled: bool = False  # every longer word has a capital letter, as in the name of a work
    sign: str = ""  # the last character inside that is neither white space nor a mark


@dataclass
class _Open:
    kind: str
    start: int
    inner: int
    inside: list[Quotation]


def quotations(text: str, lines: list[tuple[int, int]]) -> list[Quotation]:
    """The outermost quotations of the given paragraphs, in order, each with those inside it."""
    found: list[Quotation] = []
    carried: _Open | None = None  # open over the border of paragraphs, known to be closed later
    follows = False
    for at, (start, end) in enumerate(lines):
        stack = [carried] if carried else []
        tops = _paragraph(text, start, end, stack)
        opened = stack[0] if stack else None
        carried, reopened = None, False
        if opened and (opened.kind not in ("single", "plain", "small") or text[opened.start] in "‘‹›"):
            following = lines[at + 1] if at + 1 < len(lines) else (end, end)
            reopened = opened.start >= start and _reopens(text, opened, *following)
            carries = opened.kind not in ("single", "small") and _closes_later(text, opened, end)
            if reopened or opened.start < start or carries:
                opened.inside.extend(_released(stack[1:]))
                stack = []
            if reopened:
                tops.append(_made(text, opened, end, end))
            elif not stack:
                carried = opened
        tops.extend(_released(stack))
        if follows and tops and tops[0].start == start:
            tops[0].follows = True
        follows = reopened
        found.extend(one for one in tops if one.inner < one.inner_end)
    return found


def _released(stack: list[_Open]) -> list[Quotation]:
    """The quotations inside marks that were never closed, which are a slip."""
    return [one for opened in stack for one in opened.inside]


def _made(text: str, opened: _Open, inner_end: int, end: int) -> Quotation:
    last = text[max(opened.inner, inner_end - 3) : inner_end].rstrip(" \t\xa0”’\"'»“")
    words = text[opened.inner : min(inner_end, opened.inner + 400)].split()
    titled = 1 < len(words) < 9 and all(w[0].isupper() for w in words if len(w) > 3)
    return Quotation(
        opened.start,
        opened.inner,
        inner_end,
        end,
        inside=opened.inside,
        words=len(words),
        titled=titled,
        sign=last[-1:],
    )


def _reopens(text: str, opened: _Open, start: int, end: int) -> bool:
    mark = _MARK.match(text, start, end)
    return mark is not None and mark.group() == text[opened.start : opened.inner]


def _closes_later(text: str, opened: _Open, end: int) -> bool:
    kind, partner = opened.kind, _CLOSED_BY.get(text[opened.start])
    marks = _MARK.finditer(text, end, min(len(text), end + FARTHEST_CLOSE))
    for mark in islice(marks, 100):
        name = mark.group()
        if (_OPENS.get(name) or _CLOSES.get(name) or _EITHER[name]) != kind:
            continue
        can_open, can_close = _flanks(text, mark.start(), mark.end())
        closes = name == partner and can_close
        if not closes and (name in _OPENS or (name in _EITHER and (can_open or not can_close))):
            return False
        return _PARAGRAPH_END.match(text, mark.end()) is not None
    return False


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    can_open = (before.isspace() or before in _AFTER_OPENING) and not after.isspace()
    can_close = not before.isspace() and (after.isspace() or not after.isalnum())
    return can_open, can_close


def _paragraph(text: str, start: int, end: int, stack: list[_Open]) -> list[Quotation]:
    tops: list[Quotation] = []
    for mark in _MARK.finditer(text, start, end):
        name = mark.group()
        kind = _OPENS.get(name) or _CLOSES.get(name) or _EITHER[name]
        can_open, can_close = _flanks(text, mark.start(), mark.end())
        holder = next((n for n in range(len(stack) - 1, -1, -1) if stack[n].kind == kind), None)
        if holder is None and _closes_other(text, mark, stack, can_open, can_close, end):
            holder, kind = len(stack) - 1, stack[-1].kind
        opened = stack[holder] if holder is not None else None
        if _closing(text, mark, name, kind, opened, can_open, can_close, end):
            if opened is None or holder is None:
                continue
            opened.inside.extend(_released(stack[holder + 1 :]))
            one = _made(text, opened, mark.start(), mark.end())
            del stack[holder:]
            if one.inner < one.inner_end:
                (stack[-1].inside if stack else tops).append(one)
        elif len(stack) < _DEEPEST and (name in _OPENS or can_open) and not _is_apostrophe(text, mark, kind):
            if holder is not None and name in _OPENS and kind == "double":
                kept = _released(stack[holder:])  # the earlier one was never closed
                del stack[holder:]
                (stack[-1].inside if stack else tops).extend(kept)
            stack.append(_Open(kind, mark.start(), mark.end(), []))
    return tops


def _closing(
    text: str,
    mark: re.Match[str],
    name: str,
    kind: str,
    holder: _Open | None,
    can_open: bool,
    can_close: bool,
    end: int,
) -> bool:
    partner = holder is not None and _CLOSED_BY.get(text[holder.start]) == name
    if kind in ("single", "plain"):
        opens = name in _OPENS and not partner
        return holder is not None and not opens and can_close and not _is_possessive(text, mark, end)
    if name in _CLOSES:
        return holder is not None or not can_open
    if name in _OPENS:  # “so“ and „so“
        return holder is not None and can_close and (partner or not can_open)
    return holder is not None and (can_close or not can_open)


def _closes_other(
    text: str, mark: re.Match[str], stack: list[_Open], can_open: bool, can_close: bool, end: int
) -> bool:
    """“So" and "so”: a mark of the other make closes the innermost quotation, where none of its own make will."""
    if (
        not stack
        or can_open
        or not can_close
        or {mark.group(), stack[-1].kind} not in ({"”", "straight"}, {'"', "double"})
    ):
        return False
    for later in islice(_MARK.finditer(text, mark.end(), min(end, mark.end() + _NEAR)), 8):
        name = later.group()
        if "double" in (_OPENS.get(name), _CLOSES.get(name)) or name == '"':
            opens, closes = _flanks(text, later.start(), later.end())
            return name in _OPENS or (name == '"' and opens and not closes)
    return True


def _is_apostrophe(text: str, mark: re.Match[str], kind: str) -> bool:
    if kind not in ("single", "plain"):
        return False
    if mark.group() == "’":
        return True
    word = _WORD.match(text, mark.end())
    if not word:
        return mark.group() == "'"
    return mark.group() == "'" and (word.group().casefold() in ELISIONS or word.group()[0].isdigit())


def _is_possessive(text: str, mark: re.Match[str], end: int) -> bool:
    """ "the voters' choice" inside single marks: the mark closes nothing if another one soon does."""
    at = mark.start()
    if text[at - 1] not in "sS" or not _LOWER.match(text, mark.end()):
        return False
    for later in islice(_MARK.finditer(text, mark.end(), min(end, mark.end() + 300)), 8):
        if later.group() in ("‘", '"', "“"):
            return False
        if later.group() == mark.group():
            can_open, can_close = _flanks(text, later.start(), later.end())
            return can_close and not can_open
    return False
