"""Lines of PDF pages → the order they are read in, and what parts them: paragraphs, table rows, page furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise, product
from math import inf
from statistics import median

from assistant.reading.pdf_hyphens import mend_hyphens
from assistant.reading.pdf_lines import Line, overlap

MOST_LINES = 2000  # of a page that are put in order, which takes time in the square of their number
_TERMINAL = re.compile(r"(?:[.!?…:][\])*†‡\"'”’»]*|[^\W\d][.!?…][\])\"'”’»]*\d{1,3})$")  # and perhaps a footnote's mark
_BULLET = re.compile(r"[•◦▪‣●○■□➢]\s")
_PERHAPS_BULLET = re.compile(r"[–—*-]\s|(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\[\d+\])\s")
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|стр\.?)\s*)?\d+(?:\s*(?:of|/|von|de|из)\s*\d+)?\W*", re.IGNORECASE
)
_PLAIN_NUMBER = re.compile(r"page \d+(?: of |/)\d+", re.IGNORECASE)


def flow(pages: dict[int, list[Line]]) -> list[Line]:
    """All lines in reading order, each with the `lead` that stands before it."""
    _mark_furniture(pages)
    bodies: dict[int, list[Line]] = {}
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
    flow: list[Line] = []
    joined = False
    for number, body in bodies.items():
        after = bodies.get(number + 1)
        joins = bool(body and after and _jumps(body[-1], after[0]))
        flow += _page(pages[number], body, notes[number], joined, joins)
        joined = joins and flow[-1] is body[-1]
        if joined and after:
            after[0].lead = " "
    mend_hyphens(flow)
    return flow


def _page(lines: list[Line], body: list[Line], notes: list[Line], joined: bool, joins: bool) -> list[Line]:
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


def _usual_size(bodies: Iterable[list[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for body in bodies:
        for line in body:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _notes(body: list[Line], size: float) -> list[Line]:
    """Footnotes: what is set smaller after the last line of ordinary size."""
    last = next((k for k in range(len(body) - 1, -1, -1) if body[k].size > 0.93 * size), None)
    return body[last + 1 :] if last is not None else []


def _leading(bodies: Iterable[list[Line]]) -> Callable[[float], float]:
    """The distance of the lines of a paragraph, from the size of its characters."""
    found: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for body in bodies:
        for a, b in pairwise(body):
            if 0.3 * a.size < b.bottom - a.bottom < 3 * a.size and overlap(a, b):
                found[round(a.size)][round((b.bottom - a.bottom) / a.size, 1)] += 1
    usual = {
        size: min(ratio for ratio, n in counts.items() if n >= 0.15 * counts.total()) for size, counts in found.items()
    }
    return lambda size: size * usual.get(round(size), 1.3)


def _set_right_edges(bodies: Iterable[list[Line]]) -> None:
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


def _column(line: Line) -> tuple[int, ...]:
    return line.turn, round(line.size), round(line.x0 / 12)


def _blocks(body: list[Line], leading: Callable[[float], float]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for k, line in enumerate(body):
        after = body[k + 1] if k + 1 < len(body) else None
        if blocks and _goes_on(blocks[-1], line, after, leading(line.size)):
            line.lead = " "
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(block: list[Line], line: Line, after: Line | None, leading: float) -> bool:
    """True if `line` belongs to the paragraph `block`; `after` is the line that follows."""
    last = block[-1]
    step = line.bottom - last.bottom
    if not (0.3 * line.size < step < 1.25 * leading and overlap(last, line)):
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


def _ends(line: Line, but: str = "") -> bool:
    """True if a sentence ends with the line; a last character `but` does not count."""
    return _TERMINAL.search(line.text[-40:].rstrip(but) if but else line.text[-40:]) is not None


def _is_item(last: Line, line: Line) -> bool:
    """True if `line` begins an item of a list: "(5)" or a dash in the middle of a sentence does not."""
    if _BULLET.match(line.text):
        return True
    return bool(_PERHAPS_BULLET.match(line.text) and (_ends(last) or not last.full(line)))


def _alike(a: Line, b: Line) -> bool:
    return a.turn == b.turn and a.bold == b.bold and max(a.size, b.size) < 1.13 * min(a.size, b.size)


def _jumps(last: Line, line: Line) -> bool:
    """True if the sentence that `last` ends with goes on in `line`, at the top of another column or page."""
    if not _alike(last, line) or last.cell or line.cell or _ends(last, but=":") or _is_item(last, line):
        return False
    if last.page == line.page and min(last.bottom, line.bottom) - max(last.top, line.top) > 0:
        return False
    return (
        last.right - last.x0 > 12 * last.size and last.full(line) and (last.text[-1] != ")" or line.text[0].islower())
    )


def _lead_rows(blocks: list[list[Line]]) -> None:
    """Set the `lead` of what stands in the rows of tables: blocks side by side, twice or more below each other."""
    rows: list[list[list[Line]]] = []
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


def _right_of(row: list[list[Line]], block: list[Line]) -> bool:
    top, bottom = row[0][0].top, row[0][-1].bottom
    height = min(bottom - top, block[-1].bottom - block[0].top)
    return (
        block[0].turn == row[0][0].turn
        and min(line.x0 for line in block) >= max(line.x1 for line in row[-1])
        and min(bottom, block[-1].bottom) - max(top, block[0].top) > 0.5 * height
    )


def _aligned(one: list[list[Line]], two: list[list[Line]]) -> bool:
    shared = sum(any(overlap(a[0], b[0]) for b in two) for a in one)
    return min(len(one), len(two)) > 1 and shared >= max(2, min(len(one), len(two)) - 1)


# --- page furniture


def _mark_furniture(pages: dict[int, list[Line]]) -> None:
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


def _edges(lines: list[Line]) -> Iterator[tuple[str, list[list[Line]]]]:
    """The outermost rows of a page from the edge inwards, and one more, which is text."""
    turn = _usual_turn(lines)
    upright = sorted((line for line in lines if line.turn == turn), key=lambda line: line.bottom)
    rows: list[list[Line]] = []
    for line in upright:
        if rows and line.bottom - rows[-1][-1].bottom < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    depth = min(3, len(rows) // 2) + 1
    yield "header", rows[:depth]
    yield "footer", rows[::-1][:depth]


def _usual_turn(lines: list[Line]) -> int:
    return Counter(line.turn for line in lines).most_common(1)[0][0]


def _keys(side: str, line: Line) -> Iterator[tuple[str, str, int, int]]:
    """What must be equal on other pages: the text, in which one number may count with the pages, and the place."""
    if len(line.text) > 200:
        return
    place = round(line.bottom / 4)
    yield side, line.text, 0, place
    for number in re.finditer(r"\d{1,6}", line.text):
        rest = f"{line.text[: number.start()]}\0{line.text[number.end() :]}"
        yield side, rest, int(number.group()) - line.page, place


# --- reading order


def _ordered(lines: list[Line]) -> list[Line]:
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
    chunks: list[list[Line]] = [lines[:1]]
    for before, line in pairwise(lines):
        above = line.bottom < before.top
        if above and any(line.bottom < other.top and overlap(line, other) for other in chunks[-1][-100:]):
            chunks.append([])
        chunks[-1].append(line)
    chunks.sort(key=lambda chunk: min(line.top for line in chunk))
    parted = all(max(a.bottom for a in one) < min(b.bottom for b in two) for one, two in pairwise(chunks))
    if parted:
        return [line for chunk in chunks for line in chunk] + aside
    return [*_by_columns(lines), *aside]


def _by_columns(lines: list[Line], depth: int = 4) -> list[Line]:
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
    found: list[Line] = []
    for crosses, group in groupby(lines, key=lambda line: line.x0 < best[1] < line.x1):
        band = list(group)
        if crosses:
            found += band
        else:
            found += _by_columns([line for line in band if line.x1 <= best[1]], depth - 1)
            found += _by_columns([line for line in band if line.x1 > best[1]], depth - 1)
    return found
