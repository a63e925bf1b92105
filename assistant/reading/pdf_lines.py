"""Characters of a PDF page and their boxes → its lines, cut where columns or cells of a table are parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from math import cos, degrees, isfinite, radians, sin
from statistics import median
from typing import Any, NamedTuple

from pypdfium2 import raw

MOST_GAPS = 100  # of a line, each of which may part two cells
BREAK = "\x02"  # pdfium's mark for a hyphen at the end of a line, whatever hyphen was drawn
_BOLD = re.compile(r"bold|black|heavy|CMBX", re.IGNORECASE)


class _Glyph(NamedTuple):
    char: str
    space: str  # the white space before it
    x0: float
    x1: float
    top: float
    bottom: float
    height: float
    turn: int  # degrees
    at: int  # its index in pdfium's text page


@dataclass(eq=False, slots=True)
class Line:
    """Characters on one base line. In points, y downwards, turned so that the text runs from left to right."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float  # the height of its characters
    turn: int
    bold: bool
    word: float  # the width of its first word
    cell: bool  # other pieces stand beside it on its base line
    kind: str = ""  # of page furniture
    lead: str = "\n\n"  # what is written before it
    right: float = 0.0  # the right edge of its column

    def full(self, after: Line) -> bool:
        """True if the first word of the line `after` would not have fitted on this one."""
        return self.x1 + 0.2 * self.size + after.word > self.right - 0.1 * self.size


def _glyphs(textpage: Any) -> Iterator[_Glyph]:
    handle, rect = textpage.raw, raw.FS_RECTF()
    box, space, turn = (0.0, 0.0, 1.0, 1.0), " ", 0
    for at in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, at)
        char = chr(code) if 0 < code < 0x110000 else "\ufffd"  # 0: the font does not say which character it is
        if char.isspace():
            space = char if char == "\xa0" else " "
            continue
        if space:  # words are not bent
            turn = round(-degrees(raw.FPDFText_GetCharAngle(handle, at))) % 360
        if raw.FPDFText_GetLooseCharBox(handle, at, rect):
            found = (rect.left, -rect.top, rect.right, -rect.bottom)
            if isfinite(sum(found)):
                box = _turned(found, radians(turn)) if turn else found
        left, top, right, bottom = box
        height = max(bottom - top, 0.1)
        yield _Glyph(char, space, left, max(left, right), top, top + height, height, turn, at)
        space = ""


def _turned(box: tuple[float, float, float, float], angle: float) -> tuple[float, float, float, float]:
    c, s = cos(angle), sin(angle)
    x, y, w, h = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    x, y, w, h = x * c - y * s, x * s + y * c, abs(w * c) + abs(h * s), abs(w * s) + abs(h * c)
    return x - w, y - h, x + w, y + h


def lines(textpage: Any, page: int) -> Iterator[Line]:
    """The lines of page number `page`, in the order they are drawn; a wide gap in a row parts cells."""
    runs: list[list[_Glyph]] = []
    anchor: _Glyph | None = None  # a full-size character, for a raised or lowered one is no measure
    for glyph in _glyphs(textpage):
        if anchor and (_beside(runs[-1][-1], glyph) or (_beside(anchor, glyph) and glyph.x0 > runs[-1][-1].x0)):
            runs[-1].append(glyph)
            if glyph.height >= 0.8 * anchor.height or len(runs[-1]) == 2:
                anchor = glyph
        else:
            runs.append([glyph])
            anchor = glyph
    gaps = [_wide_gaps(run) for run in runs]
    for i, run in enumerate(runs):
        near = [gaps[k] for k in (i - 1, i + 1) if 0 <= k < len(runs) and _near(run[0], runs[k][0])]
        cuts = [0, *(g.at for g in gaps[i] if _is_border(g, gaps[i], near)), len(run)]
        for a, b in pairwise(cuts):
            yield _line(run[a:b], page, len(cuts) > 2, textpage)


def _beside(a: _Glyph, b: _Glyph) -> bool:
    if a.turn != b.turn or min(a.bottom, b.bottom) - max(a.top, b.top) < 0.5 * min(a.height, b.height):
        return False
    right_to_left = "\u0590" <= a.char <= "\u08ff" or "\u0590" <= b.char <= "\u08ff"
    return right_to_left or b.x0 - a.x1 > -max(a.height, b.height)


def _near(a: _Glyph, b: _Glyph) -> bool:
    return a.turn == b.turn and abs(a.bottom - b.bottom) < 3 * a.height


class _Gap(NamedTuple):
    at: int
    x0: float
    x1: float
    size: float
    least: float  # the narrowest space in its line; in justified lines all are wide alike


def _wide_gaps(run: list[_Glyph]) -> list[_Gap]:
    spaces = [(k, a, b) for k, (a, b) in enumerate(pairwise(run), 1) if b.space or b.x0 - a.x1 > a.height]
    least = min((b.x0 - a.x1 for _, a, b in spaces), default=0.0)
    wide = [_Gap(k, a.x1, b.x0, a.height, least) for k, a, b in spaces if b.x0 - a.x1 > 0.7 * a.height]
    return wide[:MOST_GAPS]


def _is_border(gap: _Gap, gaps: list[_Gap], near: list[list[_Gap]]) -> bool:
    """True if the gap parts cells of a table or columns, rather than words of a justified line."""
    width = gap.x1 - gap.x0
    below = any(overlap(gap, other) for others in near for other in others)
    if width > 2 * gap.least:
        return below or width > 2.5 * gap.size
    widths = [g.x1 - g.x0 for g in gaps]
    if width < 4 * gap.size and max(widths) - min(widths) < 0.2 * gap.size:  # as wide as in a narrow justified column
        return any(all(any(abs(g.x1 - o.x1) < 0.1 * g.size for o in others) for g in gaps) for others in near)
    return below or width > 2.5 * gap.size


def overlap(a: _Gap | Line, b: _Gap | Line) -> bool:
    """Whether the two stand above each other, by more than a third of a character's size."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.3 * a.size


def _line(run: list[_Glyph], page: int, cell: bool, textpage: Any) -> Line:
    text = run[0].char + "".join(g.space + g.char for g in run[1:])
    text = text[:-1].replace(BREAK, "-") + text[-1]
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")  # joins pairs, keeps halves
    first = next((k for k, g in enumerate(run) if k and g.space), len(run))
    return Line(
        text,
        page,
        min(g.x0 for g in run),
        max(g.x1 for g in run),
        median(g.top for g in run),
        median(g.bottom for g in run),
        median(g.height for g in run),
        run[0].turn,
        all(_BOLD.search(_font(textpage, g.at)) for g in (run[0], run[-1])),
        run[first - 1].x1 - run[0].x0,
        cell,
    )


def _font(textpage: Any, index: int) -> str:
    buffer = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, c_int())
    return buffer.value.decode("utf-8", "replace")
