#!/usr/bin/env python3
"""Train the sentence ranker: ms-marco-MiniLM-L-12-v2 taught to put the sentence that answers before those that nearly do.

Usage: train_ranker.py START_FOLDER OUT_FOLDER GROUPS.jsonl[=SHARE] … [--spread X]

GROUPS are those of ranking_groups.py, START_FOLDER the model to go on from as a torch folder (the published one, or from_int8.py's).
Each step reads six groups, one gold sentence and four wrong ones of the twelve nearest each, and takes the cross-entropy of the gold
one; the lower layers stay. The question of a public set stands in synonyms in six of ten; a follow-up that was written for training stands alone in half. One
pass over a share of each file, all of it if none is told: what a stage before has read is read again in part. Prints how often the gold comes first among those held out.
The result is OUT_FOLDER/model.onnx, int8, as train_judge.py makes it, its logits times `--spread`: brought to the spread of
the model before it, which the constants of assistant/ranking.py count on.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cross_entropy
from train_judge import export
from training import Text, descend, fix_lower, logits, told_apart
from transformers import AutoModelForSequenceClassification, AutoTokenizer

SEED, LR, GROUPS, WRONG, HARDEST, LONGEST = 20261122, 3e-5, 6, 4, 12, 112
ALIKE = 120  # groups among which those of like length are read together: little padding
HELD_OUT = 75  # groups of a public set, or of a kind of those written, that are asked at most
IN_SYNONYMS = 0.6


def first(model: Any, tokenizer: Any, held_out: list[dict[str, Any]]) -> str:
    """How often a gold sentence comes first, by set, and by kind of those that were written."""
    model.eval()
    hits: dict[str, list[bool]] = defaultdict(list)
    with torch.no_grad():
        for group in held_out:
            name = group["kind"] if group["set"] == "written" else group["set"]
            if len(hits[name]) == HELD_OUT:
                continue
            texts = [tuple(t) for t in group["gold"] + group["wrong"][:14]]
            scores = logits(model, tokenizer, [group["question"]] * len(texts), texts, LONGEST)
            hits[name].append(int(scores.argmax()) < len(group["gold"]))
    return ", ".join(f"{name} {sum(found) / len(found):.3f} ({len(found)})" for name, found in hits.items())


def one_pass(groups: list[dict[str, Any]], rng: random.Random) -> list[tuple[str, list[Text]]]:
    """(question, gold sentence and wrong ones), in random order."""
    items = []
    for group in groups:
        written = group["set"] == "written"
        hard = group["wrong"][:HARDEST]
        texts = [rng.choice(group["gold"]), *rng.sample(hard, min(WRONG, len(hard)))]
        other = rng.choice((group["question"], group["alone"])) if written else None
        if not written and group["synonyms"] and rng.random() < IN_SYNONYMS:
            other = group["synonyms"]
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


def train(model: Any, tokenizer: Any, groups: list[dict[str, Any]]) -> None:
    rng = random.Random(SEED)
    items = one_pass(groups, rng)
    chunks = [sorted(items[i : i + ALIKE], key=longest_text) for i in range(0, len(items), ALIKE)]
    steps = [chunk[i : i + GROUPS] for chunk in chunks for i in range(0, len(chunk), GROUPS)]
    rng.shuffle(steps)
    descend(model, steps, lambda step: loss_of(model, tokenizer, step), LR)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("groups", nargs="+")
    parser.add_argument("--spread", type=float, default=1.0)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    held_out, used = told_apart(args.groups, lambda group: bool(group["gold"]))
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSequenceClassification.from_pretrained(args.start, attn_implementation="eager")
    fix_lower(model)
    args.out.mkdir(parents=True, exist_ok=True)
    print("start:", first(model, tokenizer, held_out), flush=True)
    train(model, tokenizer, used)
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    print("trained:", first(model, tokenizer, held_out), flush=True)
    with torch.no_grad():
        model.classifier.weight *= args.spread
        model.classifier.bias *= args.spread
    export(model, tokenizer, args.out)


if __name__ == "__main__":
    main()
