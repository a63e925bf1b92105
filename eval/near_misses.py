#!/usr/bin/env python3
"""Make contrasts of what was written for training: questions that a sentence answers, and others that it only seems to.

Usage: near_misses.py GROUPS.jsonl OUT.jsonl

GROUPS are those of ranking_groups.py; those of the set `written` are used (written.py tells how it came about). Writes the form of
contrasts.py. Kinds: `near` (one sentence; the questions that it answers outscore the others) and `asked` (one question; its
sentence outscores the nearest others). A part of the questions is read with another question of the same documents in brackets, as a
follow-up is, whether it has an answer or not. Seed fixed: same input, same bytes.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEED = 20261128
WRONG = 2  # wrong sentences of a question that has an answer
ALSO = 0.4  # how often one without an answer is read with a second sentence
RIGHT = 2  # questions that a sentence answers, beside those that it does not
BRACKETED = 0.12  # how often a question brings another in brackets
Pair = tuple[str, str, str, int]


def contrasts(groups: list[dict[str, Any]], rng: random.Random) -> Iterator[tuple[str, list[Pair]]]:
    """(kind, pairs) of the groups of one dossier."""
    answered: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    missed: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for group in groups:
        question = group["question"]
        if question == group["alone"] and rng.random() < BRACKETED:
            question = f"{question} ({rng.choice(groups)['alone']})"
        right, wrong = group["gold"], [(question, *text, 0) for text in group["wrong"]]
        for sentence, context in right:
            answered[sentence, context].append((question, sentence, context, 1))
        if right:
            yield "asked", [*((question, *text, 1) for text in right), *wrong[:WRONG]]
            continue
        missed[wrong[0][1], wrong[0][2]].append(wrong[0])
        if rng.random() < ALSO:
            yield "asked", [rng.choice(wrong[1:6])]
    for sentence, pairs in missed.items():
        right_ones = answered[sentence]
        yield "near", [*rng.sample(right_ones, min(RIGHT, len(right_ones))), *pairs]


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = map(Path, sys.argv[1:])
    dossiers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with source.open(encoding="utf-8") as lines:
        for group in map(json.loads, lines):
            if group["set"] == "written":
                dossiers[group["id"].partition("#")[0]].append(group)
    rng = random.Random(SEED)
    with out.open("w", encoding="utf-8") as made:
        for name, found in dossiers.items():
            for kind, pairs in contrasts(found, rng):
                row = {"set": "written", "id": name, "held_out": found[0]["held_out"], "kind": kind, "pairs": pairs}
                made.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
