"""How well files are read: `python eval/reading_bench.py BENCH_FOLDER`, the folder with articles/ and bad_inputs/.

Main text by the article set's own protocol, publication dates, the legacy encodings, and one line for every bad input.
docs/reading.md has the last figures.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from assistant.reading import Outcome, Worker
from assistant.types import Document

SLOW = 20.0  # seconds; a file that takes longer hangs


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def figures(found: list[str], gold: list[str]) -> tuple[float, float, float]:
    """F1 of the means, mean precision, mean recall over word 4-grams."""
    pairs = [(shingles(f), shingles(g)) for f, g in zip(found, gold, strict=True)]
    precision = float(np.mean([sum((f & g).values()) / max(1, sum(f.values())) for f, g in pairs]))
    recall = float(np.mean([sum((f & g).values()) / max(1, sum(g.values())) for f, g in pairs]))
    return 2 * precision * recall / (precision + recall), precision, recall


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).open(encoding="utf-8")]


def articles(folder: Path, worker: Worker) -> None:
    read: dict[str, Document | None] = {}
    gold = rows(folder, "gold.jsonl")
    for row in gold:
        outcome = worker.read((folder / "corpus" / row["file_name"]).read_bytes(), row["file_name"])
        read[row["file_name"]] = outcome.documents[0] if outcome.documents else None
    texts = [r for r in gold if "text" in r]
    found = [d.text if (d := read[r["file_name"]]) else "" for r in texts]
    print("main text: F1 {:.4f}, precision {:.4f}, recall {:.4f} on {} pages (the forest was trained on these; see "
          "train_maintext.py for unseen sites)".format(*figures(found, [r["text"] for r in texts]), len(texts)))  # fmt: skip
    dated = [r for r in gold if "published" in r]
    labels = [(r, d.label("published") if (d := read[r["file_name"]]) else None) for r in dated]
    right = sum(r["published"] == label for r, label in labels)
    given = sum(label is not None for _, label in labels)
    print(f"published: right on {right} of {len(dated)} = {right / len(dated):.3f}; given on {given}")
    for row, label in labels:
        if label != row["published"]:
            print(f"  {row['file_name']}: {label}, not {row['published']}")


def bad_inputs(folder: Path, worker: Worker) -> None:
    decoded = total = silent = 0
    slowest = 0.0
    for row in rows(folder, "manifest.jsonl"):
        began = time.perf_counter()
        outcome = worker.read((folder / "corpus" / row["file_name"]).read_bytes(), row["file_name"])
        slowest = max(slowest, time.perf_counter() - began)
        silent += not outcome.documents and not outcome.refused
        if row["file_name"].endswith(".txt") and "encoding" in row:
            total += 1
            decoded += [len(d.text) for d in outcome.documents if "\ufffd" not in d.text] == [row["chars"]]
        print(f"  {row['file_name']}: {shown(outcome)}")
    print(
        f"bad inputs: {silent} without an outcome, slowest {slowest:.1f} s; legacy text files decoded: {decoded} of {total}"
    )
    if silent or slowest > SLOW:
        sys.exit(1)


def shown(outcome: Outcome) -> str:
    read = [f"{len(d.text)} characters ({d.reader})" for d in outcome.documents]
    return "; ".join([*read, *(f"refused: {reason}" for reason in outcome.refused.values())])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"skipped: {folder} is not there")
        return
    worker = Worker()
    articles(folder / "articles", worker)
    bad_inputs(folder / "bad_inputs", worker)


if __name__ == "__main__":
    main()
