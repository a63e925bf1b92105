"""Bytes of a PDF → Reading: text in reading order, one paragraph a line, with its pages, page furniture and fields.

pdfium gives characters and their boxes in the order they are drawn, which is the reading order in nearly all files.
From the boxes come lines, columns, paragraphs and table rows. Running headers, footers and page numbers stay in the
text as zones, but are moved out of sentences that run over a page border.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from ctypes import c_int, create_string_buffer
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby, pairwise, product
from math import cos, degrees, inf, isfinite, radians, sin
from statistics import median
from typing import Any, NamedTuple
from unicodedata import category

import pypdfium2
from pypdfium2 import raw
from spellchecker import SpellChecker

from assistant.errors import UnreadableFile
from assistant.reading.record import Part, Reading
from assistant.types import Page, Value, Zone

MOST_PAGES = 5000
MOST_PARTS = 1000
MOST_LINES = 2000  # of a page that are put in order, which takes time in the square of their number
MOST_GAPS = 100  # of a line, each of which may part two cells
MOST_CHARACTERS = 500_000  # of one page
READER = f"pdf (pypdfium2 {pypdfium2.PYPDFIUM_INFO})"

_BREAK = "\x02"  # pdfium's mark for a hyphen at the end of a line, whatever hyphen was drawn
_HYPHENATED = re.compile(r"(\w[\w’'.,-]*)[-\u2010\u00ad\x02]$")
_SUSPENDED = {"and", "or", "und", "oder", "et", "ou", "y", "o"}  # "pre- and post-war"
_FIRST_WORD = re.compile(r"[\w’'-]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TERMINAL = re.compile(r"(?:[.!?…:][\])*†‡\"'”’»]*|[^\W\d][.!?…][\])\"'”’»]*\d{1,3})$")  # and perhaps a footnote's mark
_BULLET = re.compile(r"[•◦▪‣●○■□➢]\s")
_PERHAPS_BULLET = re.compile(r"[–—*-]\s|(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\[\d+\])\s")
_TIGHT_END = re.compile(r"\w[–—]$")  # a dash that has no space on one side has none on the other
_TIGHT_START = re.compile(r"[–—]\w")
_BOLD = re.compile(r"bold|black|heavy|CMBX", re.IGNORECASE)
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|стр\.?)\s*)?\d+(?:\s*(?:of|/|von|de|из)\s*\d+)?\W*", re.IGNORECASE
)
_PLAIN_NUMBER = re.compile(r"page \d+(?: of |/)\d+", re.IGNORECASE)


def read_pdf(data: bytes, name: str) -> Reading:
    """Read the PDF in `data`; `name` is for messages only. Pages without any text have no entry in `pages`.

    Raises UnreadableFile for what is encrypted, damaged, too long or without a text layer that can be used.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableFile(f"{name}: is encrypted; save it without a password first.") from error
        raise UnreadableFile(f"{name}: a damaged PDF, or none at all; save or download it anew.") from error
    try:
        if len(document) > MOST_PAGES:
            raise UnreadableFile(f"{name}: has {len(document)} pages, more than {MOST_PAGES}; split it first.")
        pages = _pages(document, name)
        metadata = _metadata(document, data)
        parts = tuple(_parts(document))
    finally:
        document.close()
    _check_text("".join(line.text for lines in pages.values() for line in lines), name)
    text, zones, spans = _written(_flow(pages))
    return Reading(text, READER, metadata, zones, spans, parts)


def _check_text(text: str, name: str) -> None:
    words = sum(c.isalnum() for c in text)
    if not words:
        raise UnreadableFile(f"{name}: has no text layer (scanned pictures?); run text recognition (OCR) on it first.")
    if sum(c == "\ufffd" or category(c) == "Co" for c in text) > words:
        raise UnreadableFile(
            f"{name}: its fonts do not say which characters they show; run text recognition (OCR) on it first."
        )


# --- characters and lines


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
class _Line:
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

    def full(self, after: _Line) -> bool:
        """True if the first word of the line `after` would not have fitted on this one."""
        return self.x1 + 0.2 * self.size + after.word > self.right - 0.1 * self.size


def _pages(document: Any, name: str) -> dict[int, list[_Line]]:
    """The lines of each page that has any, by page number, as drawn. A damaged page has none."""
    pages: dict[int, list[_Line]] = {}
    damaged = 0
    for number in range(1, len(document) + 1):
        try:
            page = _flattened(document, number - 1)
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            damaged += 1
            continue
        if raw.FPDFText_CountChars(textpage) > MOST_CHARACTERS:
            raise UnreadableFile(f"{name}: page {number} has more than {MOST_CHARACTERS} characters; split it first.")
        if lines := list(_lines(textpage, number)):
            pages[number] = lines
        textpage.close()
        page.close()
    if damaged == len(document):
        raise UnreadableFile(f"{name}: a damaged PDF, of which no page can be read; save or download it anew.")
    return pages


def _flattened(document: Any, index: int) -> Any:
    """The page, with what was typed into its form fields and text boxes drawn on it."""
    page = document[index]
    if raw.FPDFPage_GetAnnotCount(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


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


def _lines(textpage: Any, page: int) -> Iterator[_Line]:
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
    below = any(_overlap(gap, other) for others in near for other in others)
    if width > 2 * gap.least:
        return below or width > 2.5 * gap.size
    widths = [g.x1 - g.x0 for g in gaps]
    if width < 4 * gap.size and max(widths) - min(widths) < 0.2 * gap.size:  # as wide as in a narrow justified column
        return any(all(any(abs(g.x1 - o.x1) < 0.1 * g.size for o in others) for g in gaps) for others in near)
    return below or width > 2.5 * gap.size


def _overlap(a: _Gap | _Line, b: _Gap | _Line) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.3 * a.size


def _line(run: list[_Glyph], page: int, cell: bool, textpage: Any) -> _Line:
    text = run[0].char + "".join(g.space + g.char for g in run[1:])
    text = text[:-1].replace(_BREAK, "-") + text[-1]
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")  # joins pairs, keeps halves
    first = next((k for k, g in enumerate(run) if k and g.space), len(run))
    return _Line(
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


# --- page furniture


def _mark_furniture(pages: dict[int, list[_Line]]) -> None:
    """Set `kind` of lines at the top and bottom of pages that stand at the same place of other pages, too."""
    edges = [(side, rows) for lines in pages.values() for side, rows in _edges(lines)]
    counts = Counter(key for side, rows in edges for row in rows for line in row for key in _keys(side, line))
    least = 2 if len(pages) < 6 else 3
    for side, rows in edges:
        found = 0
        for k, (row, inner) in enumerate(pairwise(rows), 1):
            if not any(
                _PLAIN_NUMBER.fullmatch(line.text) or any(counts[key] >= least for key in _keys(side, line))
                for line in row
            ):
                break
            if abs(row[0].bottom - inner[0].bottom) > 1.5 * row[0].size:  # furniture stands apart from the text
                found = k
        for line in (line for row in rows[:found] for line in row):
            line.kind = "page number" if _NUMBER.fullmatch(line.text) else f"page {side}"


def _edges(lines: list[_Line]) -> Iterator[tuple[str, list[list[_Line]]]]:
    """The outermost rows of a page from the edge inwards, and one more, which is text."""
    turn = _usual_turn(lines)
    upright = sorted((line for line in lines if line.turn == turn), key=lambda line: line.bottom)
    rows: list[list[_Line]] = []
    for line in upright:
        if rows and line.bottom - rows[-1][-1].bottom < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    depth = min(3, len(rows) // 2) + 1
    yield "header", rows[:depth]
    yield "footer", rows[::-1][:depth]


def _usual_turn(lines: list[_Line]) -> int:
    return Counter(line.turn for line in lines).most_common(1)[0][0]


def _keys(side: str, line: _Line) -> Iterator[tuple[str, str, int, int]]:
    """What must be equal on other pages: the text, in which one number may count with the pages, and the place."""
    if len(line.text) > 200:
        return
    place = round(line.bottom / 4)
    yield side, line.text, 0, place
    for number in re.finditer(r"\d{1,6}", line.text):
        rest = f"{line.text[: number.start()]}\0{line.text[number.end() :]}"
        yield side, rest, int(number.group()) - line.page, place


# --- reading order


def _ordered(lines: list[_Line]) -> list[_Line]:
    """The lines of a page in reading order: as drawn, unless a line is drawn after one that stands below it."""
    turn = _usual_turn(lines)
    aside = [line for line in lines if line.turn != turn]
    lines = [line for line in lines if line.turn == turn]
    cells = [line for line in lines if line.cell]
    full = [line for line in cells if line.x1 > line.right - 2 * line.size and len(line.text) > 20]
    if len(full) > max(8, 0.6 * len(cells)):  # columns of prose drawn row by row
        for line in cells:
            line.cell = False
        return [*_by_columns(lines), *aside]
    chunks: list[list[_Line]] = [lines[:1]]
    for before, line in pairwise(lines):
        above = line.bottom < before.top
        if above and any(line.bottom < other.top and _overlap(line, other) for other in chunks[-1][-100:]):
            chunks.append([])
        chunks[-1].append(line)
    chunks.sort(key=lambda chunk: min(line.top for line in chunk))
    parted = all(max(a.bottom for a in one) < min(b.bottom for b in two) for one, two in pairwise(chunks))
    if parted:
        return [line for chunk in chunks for line in chunk] + aside
    return [*_by_columns(lines), *aside]


def _by_columns(lines: list[_Line], depth: int = 4) -> list[_Line]:
    """Sort by the gutter that the fewest lines cross; lines that cross it part what stands above and below them."""
    unit = median(line.size for line in lines) if lines else 1.0
    lines = sorted(lines, key=lambda line: (round(line.bottom / unit), line.x0))
    best: tuple[int, float] | None = None
    for x in {round(line.x1) + 1 for line in lines} if depth and len(lines) <= MOST_LINES else ():
        left = sum(line.x1 <= x for line in lines)
        right = sum(line.x0 >= x for line in lines)
        crossing = len(lines) - left - right
        if min(left, right) >= 3 and crossing < 0.4 * len(lines) and (best is None or crossing < best[0]):
            best = crossing, x
    if best is None:
        return lines
    found: list[_Line] = []
    for crosses, group in groupby(lines, key=lambda line: line.x0 < best[1] < line.x1):
        band = list(group)
        if crosses:
            found += band
        else:
            found += _by_columns([line for line in band if line.x1 <= best[1]], depth - 1)
            found += _by_columns([line for line in band if line.x1 > best[1]], depth - 1)
    return found


# --- paragraphs and tables


def _flow(pages: dict[int, list[_Line]]) -> list[_Line]:
    """All lines in reading order, each with the `lead` that stands before it."""
    _mark_furniture(pages)
    bodies: dict[int, list[_Line]] = {}
    for number, lines in pages.items():
        body = [line for line in lines if not line.kind]
        bodies[number] = body
    _set_right_edges(bodies.values())
    bodies = {number: _ordered(body) if body else [] for number, body in bodies.items()}
    leading = _leading(bodies.values())
    for body in bodies.values():
        _lead_rows(_blocks(body, leading))
    size = _usual_size(bodies.values())
    notes = {number: _notes(body, size) for number, body in bodies.items()}
    for number, body in bodies.items():
        del body[len(body) - len(notes[number]) :]
    flow: list[_Line] = []
    joined = False
    for number, body in bodies.items():
        after = bodies.get(number + 1)
        joins = bool(body and after and _jumps(body[-1], after[0]))
        flow += _page(pages[number], body, notes[number], joined, joins)
        joined = joins and flow[-1] is body[-1]
        if joined and after:
            after[0].lead = " "
    _mend_hyphens(flow)
    return flow


def _page(lines: list[_Line], body: list[_Line], notes: list[_Line], joined: bool, joins: bool) -> list[_Line]:
    """One page, whose first paragraph may go on from the page before (`joined`), and the last one to the next."""
    middle = (min(line.top for line in lines) + max(line.bottom for line in lines)) / 2
    headers = [line for line in lines if line.kind and line.top < middle]
    extras = [*notes, *(line for line in lines if line.kind and line.top >= middle)]
    first = 0
    if joined:
        first = next((k for k, line in enumerate(body) if k and line.lead == "\n\n"), len(body))
    if joins and first < len(body):
        return [*body[:first], *headers, *extras, *body[first:]]
    return [*body[:first], *headers, *body[first:], *extras]


def _usual_size(bodies: Iterable[list[_Line]]) -> float:
    sizes: Counter[float] = Counter()
    for body in bodies:
        for line in body:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _notes(body: list[_Line], size: float) -> list[_Line]:
    """Footnotes: what is set smaller after the last line of ordinary size."""
    last = next((k for k in range(len(body) - 1, -1, -1) if body[k].size > 0.93 * size), None)
    return body[last + 1 :] if last is not None else []


def _leading(bodies: Iterable[list[_Line]]) -> Callable[[float], float]:
    """The distance of the lines of a paragraph, from the size of its characters."""
    found: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for body in bodies:
        for a, b in pairwise(body):
            if 0.3 * a.size < b.bottom - a.bottom < 3 * a.size and _overlap(a, b):
                found[round(a.size)][round((b.bottom - a.bottom) / a.size, 1)] += 1
    usual = {
        size: min(ratio for ratio, n in counts.items() if n >= 0.15 * counts.total()) for size, counts in found.items()
    }
    return lambda size: size * usual.get(round(size), 1.3)


def _set_right_edges(bodies: Iterable[list[_Line]]) -> None:
    """Set the right edge of each line's column: that of lines of its size that begin near it, if there are enough.

    They are looked for on its page, then on all pages. The last resort is the right edge of all text on the page.
    """
    everywhere: defaultdict[tuple[int, ...], tuple[float, int]] = defaultdict(lambda: (-inf, 0))
    for body in bodies:
        edges: defaultdict[tuple[int, ...], tuple[float, int]] = defaultdict(lambda: (-inf, 0))
        for line, shift, size in product(body, range(-3, 4), range(-1, 2)):
            key = line.turn, round(line.size) + size, round(line.x0 / 12) + shift
            for found in (edges, everywhere):
                edge, count = found[key]
                found[key] = max(edge, line.x1), count + 1
        for line in body:
            edge, count = edges[_column(line)]
            line.right = edge if count > 3 else -inf
    for body in bodies:
        widest = max((line.x1 for line in body), default=0.0)
        for line in body:
            if line.right == -inf:
                edge, count = everywhere[_column(line)]
                line.right = edge if count > 3 else widest


def _column(line: _Line) -> tuple[int, ...]:
    return line.turn, round(line.size), round(line.x0 / 12)


def _blocks(body: list[_Line], leading: Callable[[float], float]) -> list[list[_Line]]:
    blocks: list[list[_Line]] = []
    for k, line in enumerate(body):
        after = body[k + 1] if k + 1 < len(body) else None
        if blocks and _goes_on(blocks[-1], line, after, leading(line.size)):
            line.lead = " "
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(block: list[_Line], line: _Line, after: _Line | None, leading: float) -> bool:
    """True if `line` belongs to the paragraph `block`; `after` is the line that follows."""
    last = block[-1]
    step = line.bottom - last.bottom
    if not (0.3 * line.size < step < 1.25 * leading and _overlap(last, line)):
        return _jumps(last, line)
    if not _alike(last, line) or (last.cell and line.cell) or _is_item(last, line):
        return False
    if line.text[0].islower() and not _ends(last):
        return True
    indent = line.x0 - last.x0
    if indent > 0.7 * line.size:
        hangs = after is not None and abs(after.x0 - line.x0) < 0.3 * line.size and len(block) == 1
        return bool(hangs or _BULLET.match(last.text) or _PERHAPS_BULLET.match(last.text)) and last.full(line)
    if _ends(last):  # else a new paragraph would begin in the middle of a sentence
        if indent < -0.7 * line.size and len(block) > 1:
            return False
        if after is not None and abs(indent) < 0.3 * line.size and after.x0 < line.x0 - 0.7 * line.size:
            return False
    return last.full(line)


def _ends(line: _Line, but: str = "") -> bool:
    """True if a sentence ends with the line; a last character `but` does not count."""
    return _TERMINAL.search(line.text[-40:].rstrip(but) if but else line.text[-40:]) is not None


def _is_item(last: _Line, line: _Line) -> bool:
    """True if `line` begins an item of a list: "(5)" or a dash in the middle of a sentence does not."""
    if _BULLET.match(line.text):
        return True
    return bool(_PERHAPS_BULLET.match(line.text) and (_ends(last) or not last.full(line)))


def _alike(a: _Line, b: _Line) -> bool:
    return a.turn == b.turn and a.bold == b.bold and max(a.size, b.size) < 1.13 * min(a.size, b.size)


def _jumps(last: _Line, line: _Line) -> bool:
    """True if the sentence that `last` ends with goes on in `line`, at the top of another column or page."""
    if not _alike(last, line) or last.cell or line.cell or _ends(last, but=":") or _is_item(last, line):
        return False
    if last.page == line.page and min(last.bottom, line.bottom) - max(last.top, line.top) > 0:
        return False
    return (
        last.right - last.x0 > 12 * last.size and last.full(line) and (last.text[-1] != ")" or line.text[0].islower())
    )


def _lead_rows(blocks: list[list[_Line]]) -> None:
    """Set the `lead` of what stands in the rows of tables: blocks side by side, twice or more below each other."""
    rows: list[list[list[_Line]]] = []
    for block in blocks:
        if rows and _right_of(rows[-1], block):
            rows[-1].append(block)
        else:
            rows.append([block])
    for k, row in enumerate(rows):
        one_line = all(len(block) == 1 and block[0].cell for block in row)
        if len(row) > 1 and (one_line or any(_aligned(row, rows[n]) for n in (k - 1, k + 1) if 0 <= n < len(rows))):
            for block in row[1:]:
                block[0].lead = "\t"
            if k and len(rows[k - 1]) > 1 and _aligned(rows[k - 1], row):
                row[0][0].lead = "\n"


def _right_of(row: list[list[_Line]], block: list[_Line]) -> bool:
    top, bottom = row[0][0].top, row[0][-1].bottom
    height = min(bottom - top, block[-1].bottom - block[0].top)
    return (
        block[0].turn == row[0][0].turn
        and min(line.x0 for line in block) >= max(line.x1 for line in row[-1])
        and min(bottom, block[-1].bottom) - max(top, block[0].top) > 0.5 * height
    )


def _aligned(one: list[list[_Line]], two: list[list[_Line]]) -> bool:
    shared = sum(any(_overlap(a[0], b[0]) for b in two) for a in one)
    return min(len(one), len(two)) > 1 and shared >= max(2, min(len(one), len(two)) - 1)


def _mend_hyphens(flow: list[_Line]) -> None:
    """Join words parted by a hyphen at the end of a line, and keep the hyphens and dashes that are of the text."""
    breaks: list[tuple[_Line, _Line, str, str]] = []
    texts: list[str] = []
    parted = False
    for line, after in zip(flow, [*flow[1:], None], strict=True):
        text = _FIRST_WORD.sub("", line.text, count=1) if parted else line.text
        ends = _HYPHENATED.search(line.text[-80:])
        begins = _FIRST_WORD.match(after.text) if after and after.lead == " " else None
        parted = bool(ends and begins)
        if after and ends and begins:
            text = text[: -1 - len(ends[1])]
            breaks.append((line, after, ends[1], begins[0]))
        texts.append(text)
    words = Counter(w.lower() for text in texts for w in _WORDS.findall(text))
    votes = [_votes(head, tail, words) for _, _, head, tail in breaks]
    habit = sum(votes) or int(len(breaks) > 0.03 * len(flow))  # positive where words are cut at the ends of lines
    english = _dictionary(words) if habit > 0 and 0 in votes else ()
    layout = {"\u00ad"} | ({"\u2010"} - set("".join(texts)))  # hyphens that nobody types, so the layout put them there
    for (line, after, head, tail), vote in zip(breaks, votes, strict=True):
        if tail.lower() in _SUSPENDED:
            continue
        after.lead = ""
        if line.text[-1] in layout or vote > 0 or (vote == 0 and habit > 0 and _is_one_word(head, tail, english)):
            line.text = line.text[:-1]
    for line, after in pairwise(flow):
        line.text = line.text.replace(_BREAK, "-")
        if after.lead == " " and (_TIGHT_END.search(line.text) or _TIGHT_START.match(after.text)):
            after.lead = ""
    if flow:
        flow[-1].text = flow[-1].text.replace(_BREAK, "-")


def _votes(head: str, tail: str, words: Counter[str]) -> int:
    """1 if the rest of the document says that head-tail is one word without a hyphen, -1 if with one, 0 if neither."""
    last, first = _WORDS.findall(f"{head} 0")[-1:], _WORDS.match(tail)
    if not (last and first and head[-1].isalpha()):
        return -1
    before, after = last[0].lower(), first[0].lower()
    pieces = before.split("-")[-1] + after.split("-")[0]
    whole, compound = words[before + after] or words[pieces], words[f"{before}-{after}"]
    if whole != compound:
        return 1 if whole > compound else -1
    return 0 if tail[0].islower() else -1


def _is_one_word(head: str, tail: str, english: Container[str]) -> bool:
    """What the dictionary says; of names and where there is no dictionary, that the layout cut the word."""
    before, after = _WORDS.findall(head.lower())[-1].split("-")[-1], _WORDS.findall(tail.lower())[0].split("-")[0]
    return before + after in english or not (before in english and after in english)


def _dictionary(words: Counter[str]) -> Container[str]:
    """English words, if `words` are those of an English document, else nothing."""
    english = _english()
    sample = [word for word, _ in words.most_common(300)]
    return english if sum(word in english for word in sample) >= 0.7 * len(sample) else ()


@cache
def _english() -> Container[str]:
    found: Container[str] = SpellChecker(language="en").word_frequency
    return found


def _written(flow: list[_Line]) -> tuple[str, tuple[Zone, ...], tuple[Page, ...]]:
    pieces: list[str] = []
    zones: list[Zone] = []
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    for line in flow:
        lead = line.lead if pieces else ""
        pieces += lead, line.text
        start, at = at + len(lead), at + len(lead) + len(line.text)
        spans[line.page] = spans.get(line.page, (start, 0))[0], at
        if line.kind:
            zones.append(Zone(start, at, line.kind))
    return "".join(pieces), tuple(zones), tuple(Page(number, *span) for number, span in spans.items())


# --- what the file says about itself

_JUNK_TITLE = re.compile(
    r"untitled.*|\(?(?:anonymous|unspecified)\)?|(microsoft )?(word|powerpoint|excel) - .*|(document|dokument|presentation|slide|title)\s*\d*|"
    r"\S+\.(docx?|pdf|tex|dvi|html?|odt|rtf|indd|qxd|pptx?|xlsx?|txt|pages)|.*[/\\].*|\W*|about:blank",
    re.IGNORECASE,
)
_JUNK_AUTHOR = re.compile(r"\W*(user|admin(istrator)?|owner|unknown|anonymous|author|root)?\W*", re.IGNORECASE)
_JUNK = {"title": _JUNK_TITLE, "author": _JUNK_AUTHOR}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PRISM = "{http://prismstandard.org/namespaces/basic/"  # and a version
_XMP_FIELDS = (
    ("title", _DC, "title"),
    ("author", _DC, "creator"),
    ("publisher", _DC, "publisher"),
    ("language", _DC, "language"),
    ("url", _PRISM, "url"),
    ("published", _PRISM, "publicationDate"),
    ("published", _DC, "date"),
)


def _metadata(document: Any, data: bytes) -> dict[str, Value]:
    """The document's own fields, those of its XMP packet only where the others are silent."""
    fields = [
        ("title", _wide(partial(raw.FPDF_GetMetaText, document, b"Title")), "pdf:Title"),
        ("author", _wide(partial(raw.FPDF_GetMetaText, document, b"Author")), "pdf:Author"),
        ("language", _wide(partial(raw.FPDFCatalog_GetLanguage, document)), "pdf:Lang"),
        *_xmp(data),
    ]
    found: dict[str, Value] = {}
    for key, text, evidence in fields:
        value = " ".join(text.replace("\0", " ").split())
        if key == "published":
            value = _day(value)
        if 0 < len(value) <= 500 and key not in found and not (key in _JUNK and _JUNK[key].fullmatch(value)):
            found[key] = Value(value, evidence)
    return found


def _wide(ask: Callable[[Any, int], int]) -> str:
    """A UTF-16 string of pdfium, whose functions say how many bytes they need when given no buffer."""
    size = ask(None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return ""


def _xmp(data: bytes) -> Iterator[tuple[str, str, str]]:
    """Key, value and evidence of the XMP packet. Where there are several, most are those of pictures: none is read."""
    start, end = data.find(b"<x:xmpmeta"), data.rfind(b"</x:xmpmeta>")
    if start < 0 or start != data.rfind(b"<x:xmpmeta"):
        return
    try:
        root = ET.fromstring(data[start : end + len(b"</x:xmpmeta>")])
    except ET.ParseError:
        return
    for key, space, name in _XMP_FIELDS:
        for about in root.iter(f"{_RDF}Description"):
            plain = [v for k, v in about.attrib.items() if k.startswith(space) and k.endswith("}" + name)]
            for element in about:
                if element.tag.startswith(space) and element.tag.endswith("}" + name):
                    items = [item.text or "" for item in element.iter(f"{_RDF}li")]
                    plain.append(", ".join(items[:1] if key == "title" else items) or element.text or "")
            for value in plain:
                yield key, value, f"xmp:{'dc' if space == _DC else 'prism'}:{name}"


def _parts(document: Any) -> Iterator[Part]:
    """The embedded files."""
    count = raw.FPDFDoc_GetAttachmentCount(document)
    for index in range(min(count, MOST_PARTS)):
        name = f"attachment {index + 1}"
        try:
            attachment = document.get_attachment(index)
            name = _wide(partial(raw.FPDFAttachment_GetName, attachment)).replace("\0", "") or name
            yield Part(name, bytes(attachment.get_data()))
        except pypdfium2.PdfiumError:
            yield Part(name, refusal="it is empty or damaged.")
    if count > MOST_PARTS:
        yield Part("further attachments", refusal=f"only the first {MOST_PARTS} of {count} are read.")
