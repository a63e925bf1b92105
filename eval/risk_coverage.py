#!/usr/bin/env python3
"""Draw risk against coverage: how often the first quote is wrong, if only the surest questions are answered.

Usage: risk_coverage.py CURVE.svg NAME=QUESTIONS,ANSWERS [NAME=QUESTIONS,ANSWERS ...]

ANSWERS are those of `assistant batch` or `assistant eval`. Questions are taken in order of confidence; a first quote is
right if it overlaps the gold (half of the shorter), and what is answered without having an answer is wrong. A silent
answer counts with its nearest passage, so that the curve runs through to the end. Prints, for each set, the coverage
at 90 and 95 % precision, and the coverage and precision at the confidence from which the assistant answers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.confidence import ANSWERS
from assistant.evaluation import load_questions
from assistant.metrics import is_hit, risk_coverage

WIDTH, HEIGHT, LEFT, BELOW, RIGHT = 640, 400, 60, 50, 150
COLOURS = ("#1b6ca8", "#b5482a", "#2e7d32", "#7b3fa0", "#8a6d00", "#555555")


def judged(questions: Path, answers: Path) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Confidence and whether the first quote is right, surest first."""
    lines = answers.read_text(encoding="utf-8").split("\n")
    given = {a["id"]: a for a in map(json.loads, filter(None, lines))}
    sure, right = [], []
    for q in load_questions(questions):
        if q.id in given and (q.gold or not q.answerable):
            first = (given[q.id]["citations"] or given[q.id]["nearest"])[:1]
            sure.append(float(given[q.id]["confidence"]))
            right.append(
                bool(q.answerable) and any(is_hit((c["document"], c["start"], c["end"]), q.gold) for c in first)
            )
    order = np.argsort(-np.array(sure), kind="stable")
    return np.array(sure)[order], np.array(right)[order]


def svg(curves: Sequence[tuple[str, NDArray[np.bool_]]]) -> str:
    """One line a set; coverage to the right, risk upwards."""

    def at(x: float, y: float) -> str:
        return f"{LEFT + x * (WIDTH - LEFT - RIGHT):.1f},{(1 - y) * (HEIGHT - BELOW - 20) + 20:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img"'
        ' aria-label="Risk against coverage"><rect width="100%" height="100%" fill="white"/>'
    ]
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        (x, y), (x0, y0) = at(tick, 0).split(","), at(0, tick).split(",")
        end = at(1, tick).split(",")[0]
        parts.append(f'<line x1="{x0}" x2="{end}" y1="{y0}" y2="{y0}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{float(y) + 18}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{float(x0) - 8}" y="{float(y0) + 4}" text-anchor="end">{tick:.1f}</text>')
    for i, (name, right) in enumerate(curves):
        n = np.arange(1, len(right) + 1)
        risks = 1 - np.cumsum(right) / n
        line = " ".join(at(float(x), float(y)) for x, y in zip(n / len(right), risks, strict=True))
        colour = COLOURS[i % len(COLOURS)]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{40 + 20 * i}" fill="{colour}">{name} ({len(right)})</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 12}">coverage: share of the questions answered, surest first</text>')
    parts.append(f'<text x="{LEFT}" y="14">risk: share of the answers whose first quote is wrong</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    curves = []
    print("| set | questions | coverage at 90 % | at 95 % | answers | of these right |\n|---|---|---|---|---|---|")
    for argument in sys.argv[2:]:
        name, _, paths = argument.partition("=")
        questions, answers = map(Path, paths.split(","))
        sure, right = judged(questions, answers)
        said = sure >= ANSWERS
        curve = risk_coverage(sure, right.astype(float))
        shares = [curve.coverage_at(0.9), curve.coverage_at(0.95), float(said.mean()), float(right[said].mean())]
        print(f"| {name} | {len(right)} | " + " | ".join(f"{s:.3f}" for s in shares) + " |")
        curves.append((name, right))
    Path(sys.argv[1]).write_text(svg(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
