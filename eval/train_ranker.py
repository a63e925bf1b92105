#!/usr/bin/env python3
"""Train the sentence ranker: ms-marco-MiniLM-L-12-v2 taught to put the sentence that answers before those that nearly do.

Usage: train_ranker.py GROUPS.jsonl START_FOLDER OUT_FOLDER [--epochs N]

GROUPS are those of ranking_groups.py, START_FOLDER the published model as a torch folder. Each step reads four groups,
one gold sentence and five wrong ones of the twelve nearest each, and takes the cross-entropy of the gold one; in six
of ten the question stands in synonyms. Prints how often the gold comes first among those held out. The result is
OUT_FOLDER/model.onnx, int8, as train_judge.py makes it, its logits brought to the spread of the model before it, which the
constants of assistant/ranking.py count on. One pass takes 35 minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cross_entropy
from train_judge import export
from training import Text, descend, logits
from transformers import AutoModelForSequenceClassification, AutoTokenizer

SEED, LR, GROUPS, WRONG, HARDEST, LONGEST = 20261122, 3e-5, 4, 5, 12, 128
ALIKE = 100  # groups among which those of like length are read together: little padding
HELD_OUT = 75  # groups of a set that are asked at most
IN_SYNONYMS = 0.6
SPREAD = 0.75  # standard deviation of a question's logits: 2.34 before, 3.11 after training


def first(model: Any, tokenizer: Any, held_out: list[dict[str, Any]]) -> str:
    """How often a gold sentence comes first, by set."""
    model.eval()
    hits: dict[str, list[bool]] = defaultdict(list)
    with torch.no_grad():
        for group in held_out:
            if len(hits[group["set"]]) == HELD_OUT:
                continue
            texts = [tuple(t) for t in group["gold"] + group["wrong"][:14]]
            scores = logits(model, tokenizer, [group["question"]] * len(texts), texts, LONGEST)
            hits[group["set"]].append(int(scores.argmax()) < len(group["gold"]))
    return ", ".join(f"{name} {sum(found) / len(found):.3f} ({len(found)})" for name, found in hits.items())


def one_pass(groups: list[dict[str, Any]], rng: random.Random) -> list[tuple[str, list[Text]]]:
    """(question, gold sentence and wrong ones), in random order; the small set twice."""
    items = []
    for group in groups:
        for again in range(2 if group["set"] == "clapnq" else 1):
            hard = group["wrong"][:HARDEST]
            texts = [rng.choice(group["gold"]), *rng.sample(hard, min(WRONG, len(hard)))]
            other = group["synonyms"] if not again and rng.random() < IN_SYNONYMS else None
            items.append((other or group["question"], [tuple(t) for t in texts]))
    rng.shuffle(items)
    return items


def longest_text(item: tuple[str, list[Text]]) -> int:
    return max(len(sentence) + len(context) for sentence, context in item[1])


def loss_of(model: Any, tokenizer: Any, step: list[tuple[str, list[Text]]]) -> torch.Tensor:
    """Cross-entropy of the first text of each group, which is the gold one."""
    questions, texts = [q for q, ts in step for _ in ts], [t for _, ts in step for t in ts]
    scores = logits(model, tokenizer, questions, texts, LONGEST).split([len(ts) for _, ts in step])
    return torch.stack([cross_entropy(of_group[None], torch.tensor([0])) for of_group in scores]).mean()


def train(model: Any, tokenizer: Any, groups: list[dict[str, Any]], epochs: int) -> None:
    rng = random.Random(SEED)
    items = [item for _ in range(epochs) for item in one_pass(groups, rng)]
    chunks = [sorted(items[i : i + ALIKE], key=longest_text) for i in range(0, len(items), ALIKE)]
    steps = [chunk[i : i + GROUPS] for chunk in chunks for i in range(0, len(chunk), GROUPS)]
    rng.shuffle(steps)
    descend(model, steps, lambda step: loss_of(model, tokenizer, step), LR)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    groups = [json.loads(line) for line in args.groups.read_text(encoding="utf-8").split("\n") if line]
    held_out, used = [g for g in groups if g["held_out"]], [g for g in groups if not g["held_out"]]
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSequenceClassification.from_pretrained(args.start, attn_implementation="eager")
    args.out.mkdir(parents=True, exist_ok=True)
    print("start:", first(model, tokenizer, held_out), flush=True)
    train(model, tokenizer, used, args.epochs)
    print("trained:", first(model, tokenizer, held_out), flush=True)
    with torch.no_grad():
        model.classifier.weight *= SPREAD
        model.classifier.bias *= SPREAD
    export(model, tokenizer, args.out)


if __name__ == "__main__":
    main()
