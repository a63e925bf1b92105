"""Quotation marks of all kinds → the stretches they enclose, as a forest; an apostrophe is not a mark.

A paragraph (line) that leaves a mark open either continues in the next one, which opens it anew, or is closed in a
later one before any other mark opens; else the mark is a slip and encloses nothing, so that no slip swallows a document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.attribution.lexicon import ELISIONS

FARTHEST_CLOSE = 12_000  # code points a quotation may run on over paragraphs that do not reopen it
_DEEPEST = 5

_MARK = re.compile(r"[“”„‟«»‹›‘’‚\"＂「」『』]|''|``|'")
_OPENS = {"“": "double", "„": "double", "‟": "double", "«": "angle", "‹": "small", "‘": "single", "‚": "single",
          "``": "typed", "「": "corner", "『": "white"}  # fmt: skip
_CLOSES = {"”": "double", "»": "angle", "›": "small", "’": "single", "」": "corner", "』": "white"}
_EITHER = {'"': "straight", "＂": "straight", "''": "typed", "'": "plain"}
_AFTER_OPENING = frozenset("([{—–-/:,;“‘\"'«„‹「『…")


@dataclass
class Quotation:
    """`text[start:end]` with its marks, `text[inner:inner_end]` without; `follows`: it goes on from the one before."""

    start: int
    inner: int
    inner_end: int
    end: int
    follows: bool = False
    inside: list[Quotation] = field(default_factory=list)


@dataclass
class _Open:
    kind: str
    start: int
    inner: int
    inside: list[Quotation]


def quotations(text: str, lines: list[tuple[int, int]]) -> list[Quotation]:
    """The outermost quotations of the given paragraphs, in order, each with those inside it."""
    found: list[Quotation] = []
    left_open: _Open | None = None
    waiting = False  # the mark left open must be opened anew at the head of the next paragraph
    for start, end in lines:
        head = _head_mark(text, start, end)
        if left_open and head and head == left_open.kind:
            left_open, follows = None, True
        else:
            follows = False
        stack: list[_Open] = [left_open] if left_open else []
        tops = _paragraph(text, start, end, stack)
        if follows and (first := next(iter(tops), None)) and text[start : first.start].strip() == "":
            first.follows = True
        found.extend(tops)
        left_open = None
        if stack and not waiting:
            left_open = _carried(text, stack, end, lines, found, follows)
    return found


def _head_mark(text: str, start: int, end: int) -> str | None:
    mark = _MARK.match(text, start, end)
    if not mark:
        return None
    return _OPENS.get(mark.group()) or _EITHER.get(mark.group())


def _carried(
    text: str, stack: list[_Open], end: int, lines: list[tuple[int, int]], found: list[Quotation], follows: bool
) -> _Open | None:
    bottom = stack[0]
    if bottom.kind in ("single", "plain", "small"):
        return None
    after = end
    while after < len(text) and text[after].isspace():
        after += 1
    if _head_mark(text, after, len(text)) == bottom.kind and not text[bottom.inner : end].isspace():
        # the next paragraph opens the mark anew, so this one is quoted to its end
        inner_end = end
        while inner_end > bottom.inner and text[inner_end - 1].isspace():
            inner_end -= 1
        if inner_end > bottom.inner:
            same = follows and not text[_line_start(text, bottom.start) : bottom.start].strip()
            found.append(Quotation(bottom.start, bottom.inner, inner_end, inner_end, same, bottom.inside))
        return _Open(bottom.kind, bottom.start, bottom.inner, [])
    return bottom if _closes_later(text, bottom.kind, end) else None


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _closes_later(text: str, kind: str, end: int) -> bool:
    for mark in _MARK.finditer(text, end, min(len(text), end + FARTHEST_CLOSE)):
        name = mark.group()
        its = _OPENS.get(name) or _CLOSES.get(name) or _EITHER[name]
        if its != kind:
            continue
        can_open, can_close = _flanks(text, mark.start(), mark.end())
        if name in _OPENS or (name in _EITHER and (can_open or not can_close)):
            return False
        rest = re.compile(r"[ \t.,;]*(?=[\r\n]|\Z)").match(text, mark.end())
        return rest is not None and text.find("\n", end, mark.start()) >= 0
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
        if _closing(text, mark, name, kind, holder, can_open, can_close, end):
            if holder is None:
                continue
            opened = stack[holder]
            one = Quotation(opened.start, opened.inner, mark.start(), mark.end(), inside=opened.inside)
            del stack[holder:]
            if one.inner < one.inner_end:
                (stack[-1].inside if stack else tops).append(one)
        elif len(stack) < _DEEPEST and (name in _OPENS or can_open) and not _is_apostrophe(text, mark, kind):
            if holder is not None and name in _OPENS and kind == "double":
                del stack[holder:]  # the earlier one was never closed
            stack.append(_Open(kind, mark.start(), mark.end(), []))
    return tops


def _closing(
    text: str, mark: re.Match[str], name: str, kind: str, holder: int | None, can_open: bool, can_close: bool, end: int
) -> bool:
    if kind in ("single", "plain"):
        return holder is not None and name not in _OPENS and can_close and not _is_possessive(text, mark, end)
    if name in _CLOSES:
        return holder is not None or not can_open
    if name in _OPENS:  # “so“ and „so“
        return holder is not None and can_close and not can_open
    return holder is not None and (can_close or not can_open)


def _is_apostrophe(text: str, mark: re.Match[str], kind: str) -> bool:
    if kind not in ("single", "plain"):
        return False
    if mark.group() == "’":
        return True
    word = re.compile(r"\w+").match(text, mark.end())
    if not word:
        return mark.group() == "'"
    return mark.group() == "'" and (word.group().casefold() in ELISIONS or word.group()[0].isdigit())


def _is_possessive(text: str, mark: re.Match[str], end: int) -> bool:
    """ "the voters' choice" inside single marks: the mark closes nothing if another one soon does."""
    at = mark.start()
    if text[at - 1] not in "sS" or not re.compile(r" [a-z]").match(text, mark.end()):
        return False
    for later in _MARK.finditer(text, mark.end(), min(end, mark.end() + 300)):
        if later.group() in ("‘", '"', "“"):
            return False
        if later.group() == mark.group():
            can_open, can_close = _flanks(text, later.start(), later.end())
            return can_close and not can_open
    return False
