"""Who said what, against annotated news: `python eval/attribution.py FOLDER`, with attributions.jsonl and corpus/ in it.

Measured is all that `assistant statements` lists, and of reported speech also what alone labels quotes ("speech").

Content matches at an intersection over union of a half; a source is right if it overlaps the annotated one. A quotation
that its tag interrupts ("…," he said. "…") is one annotation, so neighbouring quotations of one mention are joined. A
quotation inside reported speech belongs to the annotation around it and is not counted by itself. Reported speech is
every annotation that is no direct quotation: attitudes, plans, criticism and what was not said, too. A source that is
given where none is annotated counts as wrong. Documents are in the development half (looked at) or the held-out half
(only its totals are) by the hash of their name; intervals are 95 % bootstraps over documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.attribution import listed
from assistant.types import Document, Statement, Value

Row = dict[str, Any]
FLOOR = {  # of direct quotations: regular expressions, all documents
    "content precision": 0.341,
    "content recall": 0.808,
    "content F1": 0.479,
    "content and source F1": 0.321,
}


class Span(NamedTuple):
    start: int
    end: int
    source: tuple[int, int] | None


class Counts(NamedTuple):
    """Of one document: contents matched, found, annotated; matched with the annotated source, with another one."""

    matched: int
    found: int
    annotated: int
    right: int
    wrong: int


HALVES = ("development half", "held-out half")


def half(name: str) -> str:
    return HALVES[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def overlap(one: Span, other: Span) -> float:
    """Intersection over union."""
    inside = min(one.end, other.end) - max(one.start, other.start)
    return max(0, inside) / (max(one.end, other.end) - min(one.start, other.start))


def source_of(statement: Statement) -> tuple[int, int] | None:
    if statement.speaker_start is None or statement.speaker_end is None:
        return None
    return statement.speaker_start, statement.speaker_end


def joined(found: list[Statement]) -> list[Span]:
    """Neighbours with one mention as one span; what stands inside another stays alone."""
    spans: list[Span] = []
    reach = -1
    last: int | None = None
    for one in found:
        source = source_of(one)
        if one.end <= reach:
            spans.append(Span(one.start, one.end, source))
            continue
        reach = one.end
        if last is not None and source and spans[last].source == source:
            spans[last] = Span(spans[last].start, one.end, source)
        else:
            last = len(spans)
            spans.append(Span(one.start, one.end, source))
    return spans


def predicted(found: list[Statement], how: str) -> list[Span]:
    told = [s for s in found if s.how == "reported"]
    chosen = [s for s in found if s.how == how]
    if how == "direct":
        chosen = [s for s in chosen if not any(t.start < s.start - 2 and s.end <= t.end and source_of(t) == source_of(s) for t in told)]  # fmt: skip
    return joined(chosen)


def count(found: list[Span], gold: list[Span]) -> Counts:
    pairs = sorted(((overlap(f, g), a, b) for a, f in enumerate(found) for b, g in enumerate(gold)), reverse=True)
    used_found: set[int] = set()
    used_gold: set[int] = set()
    right = wrong = 0
    for value, a, b in pairs:
        if value < 0.5 or a in used_found or b in used_gold:
            continue
        used_found.add(a)
        used_gold.add(b)
        mine, theirs = found[a].source, gold[b].source
        if mine:
            agrees = theirs is not None and min(mine[1], theirs[1]) > max(mine[0], theirs[0])
            right, wrong = right + agrees, wrong + (not agrees)
    return Counts(len(used_found), len(found), len(gold), right, wrong)


def figures(counts: np.ndarray) -> dict[str, float]:
    matched, found, annotated, right, wrong = (float(x) for x in counts.sum(axis=0))
    return {
        "content precision": matched / max(1, found),
        "content recall": matched / max(1, annotated),
        "content F1": 2 * matched / max(1, found + annotated),
        "content and source F1": 2 * right / max(1, found + annotated),
        "wrong of sources given": wrong / max(1, right + wrong),
        "no source given": (matched - right - wrong) / max(1, matched),
    }


def show(title: str, counts: list[Counts]) -> None:
    table = np.array(counts, dtype=float)
    random = np.random.default_rng(0)
    draws = [figures(table[random.integers(0, len(table), len(table))]) for _ in range(1000)]
    print(
        f"{title}: {len(counts)} documents, {sum(c.annotated for c in counts)} annotated, {sum(c.found for c in counts)} found"
    )
    for name, value in figures(table).items():
        low, high = np.quantile([d[name] for d in draws], [0.025, 0.975])
        floor = f"   floor {FLOOR[name]:.3f}" if name in FLOOR and "direct" in title else ""
        print(f"  {name:22} {value:.3f}  [{low:.3f}, {high:.3f}]{floor}")


def gold_spans(rows: list[Row]) -> list[Span]:
    return [
        Span(r["content"]["start"], r["content"]["end"], (r["source"]["start"], r["source"]["end"]) if r["source"] else None)
        for r in rows
    ]  # fmt: skip


def labels_in(folder: Path) -> dict[str, Row]:
    """What the corpus' metadata.jsonl says of each of its files."""
    return {m["file_name"]: m for m in map(json.loads, (folder / "corpus" / "metadata.jsonl").open(encoding="utf-8"))}


def read(folder: Path, name: str, labels: dict[str, Row]) -> Document:
    data = (folder / "corpus" / name).read_bytes()
    known = {k: Value(v, "metadata.jsonl") for k, v in labels.get(name, {}).items() if v}
    return Document(name, hashlib.sha256(data).hexdigest(), data.decode("utf-8"), known)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / "attributions.jsonl").is_file():
        print(f"{folder} has no attributions.jsonl; nothing is measured.", file=sys.stderr)
        return 0
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in (folder / "attributions.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        rows[row["document"]].append(row)
    labels = labels_in(folder)
    counts: dict[tuple[str, str], list[Counts]] = defaultdict(list)
    for name in sorted(rows):
        found = listed(read(folder, name, labels))
        gold = {
            is_direct: gold_spans([r for r in rows[name] if r["direct"] is is_direct]) for is_direct in (True, False)
        }
        proved = [s for s in found if s.kind == "speech"]
        counts[half(name), "direct"].append(count(predicted(found, "direct"), gold[True]))
        counts[half(name), "reported"].append(count(predicted(found, "reported"), gold[False]))
        counts[half(name), "reported, speech alone"].append(count(predicted(proved, "reported"), gold[False]))
    for how in ("direct", "reported", "reported, speech alone"):
        for part in HALVES:
            show(f"{part}, {how}", counts[part, how])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
