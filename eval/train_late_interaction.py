#!/usr/bin/env python3
"""Train what compares the words of a question with those of a sentence (assistant/models/late_interaction.py).

Usage: train_late_interaction.py OUT.npz GROUPS.jsonl[=SHARE] …

GROUPS are those of ranking_groups.py. The encoder stays as it is; learned, from sentences alone, are a projection of its states and what each word of a
question weighs: the cross-entropy of one gold sentence among eight, one pass. Prints how often the gold comes first among those held out.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, normalize, softplus
from tqdm import tqdm
from training import told_apart

from assistant.models.late_interaction import TokenStates

SEED, DIMENSION, GROUPS, AMONG, HARDEST = 20261129, 128, 16, 8, 12
LR, LR_WEIGHING, SHARPNESS = 4e-4, 2e-2, 20.0
HELD_OUT = 75  # groups of a public set, or of a kind of those written, that are asked at most
LONGEST = 1_200  # code points of a sentence
States = dict[str, NDArray[np.float16]]


class Head(torch.nn.Module):
    """The projection, and what a word weighs."""

    def __init__(self) -> None:
        super().__init__()
        self.projection = torch.nn.Parameter(torch.linalg.qr(torch.randn(384, DIMENSION))[0])
        self.weighing = torch.nn.Parameter(torch.zeros(384))
        self.bias = torch.nn.Parameter(torch.tensor(0.54))  # softplus of it is 1
        self.sharpness = torch.nn.Parameter(torch.tensor(SHARPNESS))

    def forward(self, question: torch.Tensor, sentences: torch.Tensor, are_words: torch.Tensor) -> torch.Tensor:
        """Of (words, 384) and (sentences, words, 384) the nearness of each sentence."""
        asked, said = normalize(question @ self.projection, dim=-1), normalize(sentences @ self.projection, dim=-1)
        alike = torch.einsum("qd,swd->sqw", asked, said).masked_fill(~are_words[:, None], -9).amax(-1)
        weights = softplus(question @ self.weighing + self.bias)
        return alike @ weights / weights.sum()


def padded(states: list[NDArray[np.float16]]) -> tuple[torch.Tensor, torch.Tensor]:
    """The states as one array, and which of it are words."""
    rows = [torch.from_numpy(s.astype(np.float32)) for s in states]
    filled = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return filled, torch.arange(filled.shape[1])[None] < lengths[:, None]


def nearness(head: Head, question: str, sentences: list[str], asked: States, said: States) -> torch.Tensor:
    states = torch.from_numpy(asked[question].astype(np.float32))
    return head(states, *padded([said[s[:LONGEST]] for s in sentences]))  # type: ignore[no-any-return]


def first(head: Head, held_out: list[dict[str, Any]], asked: States, said: States) -> str:
    """How often a gold sentence comes first, by set, and by kind of those that were written."""
    hits: dict[str, list[bool]] = defaultdict(list)
    with torch.no_grad():
        for group in held_out:
            name = group["kind"] if group["set"] == "written" else group["set"]
            sentences = [text for text, _ in group["gold"] + group["wrong"][:HARDEST]]
            if len(hits[name]) < HELD_OUT:
                best = nearness(head, group["question"], sentences, asked, said).argmax()
                hits[name].append(int(best) < len(group["gold"]))
    every = [hit for found in hits.values() for hit in found]
    told = ", ".join(f"{name} {sum(found) / len(found):.3f} ({len(found)})" for name, found in hits.items())
    return f"all {sum(every) / len(every):.3f} ({len(every)}), {told}"


def train(head: Head, groups: list[dict[str, Any]], asked: States, said: States) -> None:
    rng = random.Random(SEED)
    rng.shuffle(groups)
    rates = [
        {"params": [head.projection], "lr": LR},
        {"params": [head.weighing, head.bias], "lr": LR_WEIGHING},
        {"params": [head.sharpness], "lr": 0.1},
    ]
    optimizer = torch.optim.AdamW(rates, weight_decay=0)
    for at in tqdm(range(0, len(groups), GROUPS)):
        losses = []
        for group in groups[at : at + GROUPS]:
            hard = [text for text, _ in group["wrong"][:HARDEST]]
            sentences = [rng.choice(group["gold"])[0], *rng.sample(hard, min(AMONG - 1, len(hard)))]
            question = rng.choice((group["question"], group["alone"]))
            scores = head.sharpness * nearness(head, question, sentences, asked, said)
            losses.append(cross_entropy(scores[None], torch.tensor([0])))
        optimizer.zero_grad()
        torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("groups", nargs="+")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    held_out, used = told_apart(args.groups, lambda group: bool(group["gold"] and group["wrong"]))
    questions = {g[key] for g in held_out + used for key in ("question", "alone")}
    sentences = {text[:LONGEST] for g in held_out + used for text, _ in g["gold"] + g["wrong"][:HARDEST]}
    states = TokenStates()
    asked = {q: states.of_question(q).astype(np.float16) for q in tqdm(sorted(questions))}
    listed = sorted(sentences)
    said = {
        s: words.states.astype(np.float16)
        for s, words in zip(listed, tqdm(states.of_texts(listed), total=len(listed)), strict=True)
    }
    head = Head()
    print(f"{len(used)} groups; start:", first(head, held_out, asked, said), flush=True)
    train(head, used, asked, said)
    print("trained:", first(head, held_out, asked, said), flush=True)
    arrays = {name: value.detach().numpy() for name, value in head.named_parameters() if name != "sharpness"}
    np.savez(
        args.out, projection=arrays["projection"].astype(np.float16), weighing=arrays["weighing"], bias=arrays["bias"]
    )


if __name__ == "__main__":
    main()
