"""Plots of a run as inline SVG: no script, no style of their own, words as text; colours come from the report's classes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.escaping import shown
from assistant.evaluation.scoring import CORRECT, SILENT, WRONG, Result
from assistant.metrics import reliability, risk_coverage

WIDTH, HEIGHT, LEFT, TOP, BELOW = 380, 260, 46, 12, 40  # of a square plot, px
ROW, LABEL, BAR = 22, 210, 420  # of a line of bars, px
MOST_BARS = 40
POINTS = 400  # of a curve at most
COLUMNS = 30  # of the histogram of times
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def risk_plot(results: Sequence[Result]) -> str:
    """Risk over coverage: how often the first quote is wrong if only the surest questions are answered."""
    judged = [r for r in results if not math.isnan(r.right)]
    if not judged:
        return ""
    curve = risk_coverage(np.array([r.confidence for r in judged]), np.array([r.right for r in judged]))
    chosen = np.unique(np.linspace(0, len(judged) - 1, POINTS).astype(int))
    points = " ".join(_at(float(curve.coverage[i]), float(curve.risk[i])) for i in chosen)
    line = f'<polyline class="line" points="{points}"/>'
    return _square("Risk over coverage", line, "coverage: share answered, surest first", "risk: share wrong")


def reliability_plot(results: Sequence[Result]) -> str:
    """Share right over confidence, in ten bins; the area of a dot is the number of questions in it."""
    judged = [r for r in results if not math.isnan(r.right)]
    if not judged:
        return ""
    bins = reliability(np.array([r.confidence for r in judged]), np.array([r.right for r in judged]))
    most = max(n for n, _, _ in bins)
    start, end = _at(0, 0).split(","), _at(1, 1).split(",")
    parts = [f'<line class="guide" x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}"/>']
    for n, sure, right in bins:
        if n:
            x, y = _at(sure, right).split(",")
            told = f"{n} questions, mean confidence {sure:.2f}, {right:.2f} right"
            parts.append(
                f'<circle class="dot" cx="{x}" cy="{y}" r="{3 + 9 * math.sqrt(n / most):.1f}"><title>{told}</title></circle>'
            )
    return _square("Reliability", "".join(parts), "confidence", "share right")


def bars_plot(groups: Mapping[str, Mapping[str, float]]) -> str:
    """For each group the shares of right, wrong and silent as one bar."""
    lines = []
    for place, (name, row) in enumerate(list(groups.items())[:MOST_BARS]):
        x, y = float(LABEL), place * ROW
        words = f"{name[:22]}…" if len(name) > 23 else name or "–"
        lines.append(f'<text x="{LABEL - 8}" y="{y + 15}" class="end">{shown(words)} ({row["questions"]:.0f})</text>')
        for outcome in (CORRECT, WRONG, SILENT):
            share = row.get(outcome, 0.0)
            told = f"{outcome}: {share:.3f}"
            lines.append(
                f'<rect class="{outcome}" x="{x:.1f}" y="{y + 3}" width="{share * BAR:.1f}" height="{ROW - 7}"><title>{told}</title></rect>'
            )
            x += share * BAR
    height = min(len(groups), MOST_BARS) * ROW
    return _svg("Right, wrong and silent by group", LABEL + BAR + 4, max(height, ROW), "".join(lines))


def latency_plot(results: Sequence[Result]) -> str:
    """How many answers took how long."""
    seconds = np.array([r.seconds for r in results if not math.isnan(r.seconds)])
    if not len(seconds):
        return ""
    highest = max(float(seconds.max()), 1e-6)
    counts, _ = np.histogram(seconds, bins=COLUMNS, range=(0, highest))
    wide = 1 / COLUMNS
    parts = []
    for place, count in enumerate(counts):
        (x, y), (_, bottom) = _at(place * wide, count / counts.max()).split(","), _at(0, 0).split(",")
        width = (WIDTH - LEFT - 10) * wide - 1
        told = f"{count} answers of {place * wide * highest:.2f} to {(place + 1) * wide * highest:.2f} s"
        tall = float(bottom) - float(y)
        parts.append(
            f'<rect class="dot" x="{x}" y="{y}" width="{width:.1f}" height="{tall:.1f}"><title>{told}</title></rect>'
        )
    ticks = [(t, f"{t * highest:.2f}") for t in TICKS]
    return _square("Time of an answer", "".join(parts), "seconds", f"answers (top: {counts.max()})", ticks)


def _at(x: float, y: float) -> str:
    """Where shares in 0..1 stand in a square plot."""
    return f"{LEFT + x * (WIDTH - LEFT - 10):.1f},{TOP + (1 - y) * (HEIGHT - TOP - BELOW):.1f}"


def _square(title: str, inside: str, across: str, up: str, ticks: Sequence[tuple[float, str]] | None = None) -> str:
    parts = []
    for tick, label in ticks or [(t, f"{t:.1f}") for t in TICKS]:
        (x, bottom), (left, y), right = _at(tick, 0).split(","), _at(0, tick).split(","), _at(1, 0).split(",")[0]
        parts.append(f'<text x="{x}" y="{float(bottom) + 14:.1f}" class="middle">{label}</text>')
        if ticks is None:
            parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>')
            parts.append(f'<text x="{float(left) - 6:.1f}" y="{float(y) + 4:.1f}" class="end">{label}</text>')
    parts.append(inside)
    parts.append(f'<text x="{(WIDTH + LEFT) / 2:.0f}" y="{HEIGHT - 6}" class="middle">{across}</text>')
    middle = (HEIGHT - BELOW) / 2
    parts.append(f'<text transform="translate(12 {middle:.0f}) rotate(-90)" class="middle">{up}</text>')
    return f"<figure><figcaption>{title}</figcaption>{_svg(title, WIDTH, HEIGHT, ''.join(parts))}</figure>"


def _svg(title: str, width: int, height: int, inside: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{title}">{inside}</svg>'
