#!/usr/bin/env python3
"""Train assistant/attribution/likely.npz: which words are cues, and what beside them is content and source?

Usage: train_attribution.py FOLDER [--folds N]

FOLDER holds annotated news (attributions.jsonl, corpus/), as for attribution.py, of whose documents only the
development half is read. The features are the bundled encoder's word states, which stay as they are. A word's chance
of being a cue and, for every annotated cue, each word's membership in content and source are learned together; AdamW,
one cycle, seeds fixed, one thread: same input, same bytes. With --folds the development half is cross-validated and
nothing is written: each fold is scored with rules and trained part together, as attribution.py scores.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from attribution import HALVES, count, gold_spans, half, labels_in, predicted, read, show
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.attribution import likely, listed
from assistant.attribution.scan import free_lines
from assistant.attribution.tokens import Token, tokens

Row = dict[str, Any]
SEEDS, PASSES, BATCH, RATE, DECAY, DROPPED = (0, 10), 8, 16, 2e-3, 1e-2, 0.3
HIDDEN = 64
WIDTH = likely.WordStates.dimension
MEMBERS = 20  # a cue counts as much as the membership of so many words
AHEAD = frozenset(
    """has have had is are was were be been being do does did not never n't also then later again just recently now that he
    she will would could can may might to on monday tuesday wednesday thursday friday saturday sunday""".split()
)  # words of an annotated cue that may stand before the one that carries it


class Line(NamedTuple):
    """The states of a line's words, 1 where a word is a cue, and for each cue its place and who belongs to what."""

    states: torch.Tensor
    is_cue: torch.Tensor
    cues: list[int]
    members: torch.Tensor  # (cues, words, 2): content, source


class Reader(nn.Module):
    """The network whose forward pass `likely` repeats."""

    def __init__(self) -> None:
        super().__init__()
        self.cue = nn.ModuleList([nn.Linear(3 * WIDTH, HIDDEN), nn.Linear(HIDDEN, 1)])
        self.of_cue = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.distance = nn.Parameter(torch.randn(2 * likely.FAR + 1, HIDDEN))
        self.beside = nn.ModuleList([nn.Linear(3 * WIDTH, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, 2)])
        self.drop = nn.Dropout(DROPPED)

    def forward(self, states: torch.Tensor, cues: list[int]) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.drop(states)
        beside = nn.functional.pad(states, (0, 0, 1, 1))
        around = torch.cat([beside[:-2], states, beside[2:]], dim=1)
        chances = self.cue[1](self.drop(self.cue[0](around).relu()))[:, 0]
        at = torch.tensor(cues, dtype=torch.long)
        away = (torch.arange(len(states)) - at[:, None]).clamp(-likely.FAR, likely.FAR) + likely.FAR
        hidden = self.beside[0](around)[None] + self.of_cue(states[at])[:, None] + self.distance[away]
        hidden = self.beside[1](self.drop(hidden.relu()))
        return chances, self.beside[2](hidden.relu())


def cue_of(text: str, words: list[Token], row: Row) -> int | None:
    """The word that carries the annotated cue: of its places in the line the nearest to content and source."""
    given = row["cue"].split()
    if not given or row["source"] is None:
        return None
    content, source = row["content"], row["source"]
    parts = content.get("parts") or [[content["start"], content["end"]]]
    places = []
    for match in re.finditer(r"\s+".join(map(re.escape, given)), text[words[0].start : words[-1].end]):
        start, end = match.start() + words[0].start, match.end() + words[0].start
        away = 0 if content["start"] <= start < content["end"] else min(abs(end - content["start"]), abs(start - content["end"]))  # fmt: skip
        away += min(abs(start - source["end"]), abs(source["start"] - end))
        away += 200 * any(first <= start < last for first, last in parts)
        places.append((away, start, end))
    if not places:
        return None
    _, start, end = min(places)
    held = [n for n, word in enumerate(words) if word.start < end and word.end > start]
    return next((n for n in held if words[n].low not in AHEAD), held[0] if held else None)


def examples(folder: Path, rows: dict[str, list[Row]], names: list[str]) -> dict[str, list[Line]]:
    """The lines of each document."""
    made: dict[str, list[Line]] = {}
    for name in names:
        text = (folder / "corpus" / name).read_bytes().decode("utf-8")
        lines = [list(tokens(text, line.start, line.end, ())) for line in free_lines(text, ())]
        lines = [words[: likely.MOST] for words in lines if words]
        made[name] = [
            line_of(text, words, states, rows[name])
            for words, states in zip(lines, likely.word_states(text, lines), strict=True)
        ]
    return made


def line_of(text: str, words: list[Token], states: Any, rows: list[Row]) -> Line:
    cues: list[int] = []
    members: list[Any] = []
    for row in rows:
        inside = [n for n, w in enumerate(words) if w.start < row["content"]["end"] and w.end > row["content"]["start"]]
        at = cue_of(text, words, row) if inside else None
        if at is not None:
            cues.append(at)
            spans = [row["content"], row["source"]]
            members.append([[w.start < s["end"] and w.end > s["start"] for s in spans] for w in words])
    is_cue = torch.zeros(len(words))
    is_cue[cues] = 1
    shaped = torch.tensor(np.array(members, np.float32).reshape(-1, len(words), 2))
    return Line(torch.tensor(states), is_cue, cues, shaped)


def fit(lines: list[Line], seed: int) -> Reader:
    torch.manual_seed(seed)
    order, net = random.Random(seed), Reader()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = PASSES * -(-len(lines) // BATCH)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(PASSES):
        shuffled = order.sample(lines, len(lines))
        for start in range(0, len(shuffled), BATCH):
            loss = torch.zeros(())
            for line in shuffled[start : start + BATCH]:
                chances, scores = net(line.states, line.cues)
                loss = loss + binary_cross_entropy_with_logits(chances, line.is_cue, reduction="sum")
                loss = loss + binary_cross_entropy_with_logits(scores, line.members, reduction="sum") / MEMBERS
            optimiser.zero_grad()
            (loss / BATCH).backward()
            optimiser.step()
            cycle.step()
    return net.eval()


def save(path: Path, nets: list[Reader]) -> None:
    kept = {
        name: np.stack([net.state_dict()[name].numpy() for net in nets]).astype(np.float16)
        for name in nets[0].state_dict()
    }
    np.savez(path, **kept)


def cross_validate(folder: Path, rows: dict[str, list[Row]], made: dict[str, list[Line]], folds: int) -> None:
    counts = defaultdict(list)
    names = sorted(made)
    with tempfile.TemporaryDirectory() as scratch:
        for fold in range(folds):
            kept = [line for n, name in enumerate(names) if n % folds != fold for line in made[name]]
            likely.WEIGHTS = Path(scratch) / f"{fold}.npz"
            save(likely.WEIGHTS, [fit(kept, seed + fold) for seed in SEEDS])
            likely._weights.cache_clear()
            for name in names[fold::folds]:
                found = listed(read(folder, name, labels_in(folder)))
                for how in ("direct", "reported"):
                    gold = gold_spans([r for r in rows[name] if r["direct"] is (how == "direct")])
                    counts[how].append(count(predicted(found, how), gold))
    for how, counted in counts.items():
        show(f"{folds} folds, {how}", counted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rows: dict[str, list[Row]] = defaultdict(list)
    for line in (given.folder / "attributions.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if half(row["document"]) == HALVES[0]:
            rows[row["document"]].append(row)
    made = examples(given.folder, rows, sorted(rows))
    if given.folds:
        cross_validate(given.folder, rows, made, given.folds)
    else:
        save(likely.WEIGHTS, [fit([line for name in sorted(made) for line in made[name]], seed) for seed in SEEDS])


if __name__ == "__main__":
    main()
