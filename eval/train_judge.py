#!/usr/bin/env python3
"""Train the answer judge: ms-marco-MiniLM-L-12-v2 taught to tell an answer from a near miss.

Usage: train_judge.py PAIRS.jsonl CONTRASTS.jsonl START_FOLDER OUT_FOLDER [--mean FOLDER]

START_FOLDER holds the published cross-encoder as torch weights. Two stages, AdamW, lr 5e-5, steps of 32 pairs: one pass
over the pairs of training_pairs.py (binary cross-entropy), then one over a share of the contrasts of contrasts.py
(binary cross-entropy, and in each contrast softplus of what nearly answers less what answers). Prints what it is worth
on the eighth that was held out. The result is OUT_FOLDER/model.onnx with dynamic int8 weights; with --mean those halfway to
the second stage of an earlier run, which is in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from take_apart import take_apart
from torch.nn.functional import binary_cross_entropy_with_logits, softplus
from training import descend, fix_lower, logits
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from assistant.metrics import auroc

PLAIN = ("gold", "same_document", "other_document", "roles", "opposite", "number", "speaker", "wrong_speaker")
SEED, LR, BATCH, LONGEST = 20261121, 5e-5, 32, 160
OF_CONTRASTS = 112  # tokens, the longest pair of a contrast
# of the contrasts of a kind; others all
SHARES = {
    "asked": 0.85,
    "bystanders": 0.3,
    "made": 0.1,
    "negation": 0.25,
    "rank": 0.13,
    "removed": 0.2,
    "roles": 0.3,
    "twins": 0.1,
}


def batches(pairs: list[dict[str, Any]], shuffle: random.Random | None) -> list[list[dict[str, Any]]]:
    """Batches of like length, in random order: little padding."""
    if shuffle:
        pairs = shuffle.sample(pairs, len(pairs))
    chunks = [
        sorted(pairs[i : i + BATCH * 50], key=lambda p: len(p["sentence"]) + len(p["context"]))
        for i in range(0, len(pairs), BATCH * 50)
    ]
    found = [chunk[i : i + BATCH] for chunk in chunks for i in range(0, len(chunk), BATCH)]
    if shuffle:
        shuffle.shuffle(found)
    return found


def scores(model: Any, tokenizer: Any, batch: list[dict[str, Any]]) -> torch.Tensor:
    texts = [(p["sentence"], p["context"]) for p in batch]
    return logits(model, tokenizer, [p["question"] for p in batch], texts, LONGEST)


def evaluate(name: str, model: Any, tokenizer: Any, held_out: list[dict[str, Any]]) -> None:
    model.eval()
    with torch.no_grad():
        scored = [
            (p, float(s))
            for batch in batches(held_out, None)
            for p, s in zip(batch, scores(model, tokenizer, batch), strict=True)
        ]
    groups: dict[str, list[float]] = defaultdict(list)
    for p, s in scored:
        plain = p["kind"] if p["kind"] in PLAIN else "twin"
        groups["both" if p["kind"].startswith("both_") else plain].append(s)
    good = groups["gold"]
    parts = [
        f"{g} {auroc(np.array(good + s), np.array([True] * len(good) + [False] * len(s))):.3f} ({len(s)})"
        for g, s in sorted(groups.items())
        if g != "gold"
    ]
    print(f"{name:9} AUROC of gold ({len(good)}) against: " + ", ".join(parts), flush=True)


def train(model: Any, tokenizer: Any, pairs: list[dict[str, Any]]) -> None:
    """First stage: each pair by itself."""
    positive = sum(p["label"] for p in pairs) / len(pairs)
    loss_of = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor((1 - positive) / positive) ** 0.5)

    def loss(batch: list[dict[str, Any]]) -> torch.Tensor:
        wanted = torch.tensor([float(p["label"]) for p in batch])
        return loss_of(scores(model, tokenizer, batch), wanted)  # type: ignore[no-any-return]

    descend(model, batches(pairs, random.Random(SEED)), loss, LR)


def steps_of(
    contrasts: list[dict[str, Any]], rng: random.Random, shares: dict[str, float]
) -> list[list[dict[str, Any]]]:
    """A share of each kind in steps of about `BATCH` pairs, of like length within a step, in random order."""
    chosen = [c for c in contrasts if rng.random() < shares.get(c["kind"], 1.0)]
    rng.shuffle(chosen)
    steps: list[list[dict[str, Any]]] = []
    for i in range(0, len(chosen), 400):
        steps.append([])
        for contrast in sorted(chosen[i : i + 400], key=lambda c: max(sum(map(len, p[:3])) for p in c["pairs"])):
            if sum(len(c["pairs"]) for c in steps[-1]) >= BATCH:
                steps.append([])
            steps[-1].append(contrast)
    rng.shuffle(steps)
    return steps


def contrast(
    model: Any, tokenizer: Any, contrasts: list[dict[str, Any]], shares: dict[str, float] = SHARES, seed: int = SEED
) -> None:
    """Second stage: what answers against what nearly does; of each kind its share. The lower layers stay."""
    fix_lower(model)

    def loss(step: list[dict[str, Any]]) -> torch.Tensor:
        pairs = [p for c in step for p in c["pairs"]]
        wanted = torch.tensor([float(p[3]) for p in pairs])
        found = logits(model, tokenizer, [p[0] for p in pairs], [(p[1], p[2]) for p in pairs], OF_CONTRASTS)
        sizes = [len(c["pairs"]) for c in step]
        lost = [
            softplus(of[right == 0][None] - of[right == 1][:, None]).mean()
            for of, right in zip(found.split(sizes), wanted.split(sizes), strict=True)
            if 0 < right.sum() < len(right)
        ]
        alone = binary_cross_entropy_with_logits(found, wanted, pos_weight=torch.tensor(1.3))
        return alone + (torch.stack(lost).mean() if lost else 0.0)

    descend(model, steps_of(contrasts, random.Random(seed), shares), loss, LR)


def in_order(model: Any, tokenizer: Any, held_out: list[dict[str, Any]]) -> str:
    """How often what answers outscores what nearly does, by kind."""
    model.eval()
    right: dict[str, list[bool]] = defaultdict(list)
    with torch.no_grad():
        for c in held_out:
            pairs = c["pairs"]
            found = logits(
                model, tokenizer, [p[0] for p in pairs], [(p[1], p[2]) for p in pairs], OF_CONTRASTS
            ).tolist()
            good = [s for s, p in zip(found, pairs, strict=True) if p[3]]
            right[c["kind"]] += [a > b for a in good for b, p in zip(found, pairs, strict=True) if not p[3]]
    told = {kind: found for kind, found in sorted(right.items()) if found}  # questions without an answer have no order
    return ", ".join(f"{kind} {sum(found) / len(found):.3f} ({len(found)})" for kind, found in told.items())


def halfway(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The mean of two models' weights; what is no weight (positions) is the same in both."""
    return {k: (w + other[k]) / 2 if w.dtype.is_floating_point else w for k, w in one.items()}


def export(model: Any, tokenizer: Any, out: Path) -> None:
    """`out/model.onnx`: attention and GELU fused, weights int8 with a scale per channel.

    Per channel matters: with one scale for a whole tensor, logits moved by several units.
    """
    model.eval()
    example = tokenizer("a question", "a text", return_tensors="pt")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {n: {0: "batch_size", 1: "sequence"} for n in names} | {"logits": {0: "batch_size"}}
    inputs = tuple(example[n] for n in names)
    torch.onnx.export(
        model,
        inputs,
        str(out / "full.onnx"),
        input_names=names,
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    fused = optimizer.optimize_model(str(out / "full.onnx"), "bert", num_heads=12, hidden_size=384, opt_level=1)
    fused.save_model_to_file(str(out / "full.onnx"))
    typed = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(
        out / "full.onnx", out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, extra_options=typed
    )
    take_apart(out / "model.onnx")
    (out / "full.onnx").unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("contrasts", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mean", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSequenceClassification.from_pretrained(args.start, attn_implementation="eager")
    args.out.mkdir(parents=True, exist_ok=True)
    pairs, contrasts = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        for path in (args.pairs, args.contrasts)
    )
    first = args.out / "first.pt"  # the first stage's weights: kept, so that the second can be run again
    if first.is_file():
        model.load_state_dict(torch.load(first))
    else:
        train(model, tokenizer, [p for p in pairs if not p["held_out"]])
        torch.save(model.state_dict(), first)
    evaluate("first stage", model, tokenizer, [p for p in pairs if p["held_out"]])
    held_out = [c for c in contrasts if c["held_out"]]
    print("first stage:", in_order(model, tokenizer, held_out), flush=True)
    contrast(model, tokenizer, [c for c in contrasts if not c["held_out"]])
    torch.save(model.state_dict(), args.out / "second.pt")
    if args.mean:
        model.load_state_dict(halfway(model.state_dict(), torch.load(args.mean / "second.pt")))
    evaluate("second stage", model, tokenizer, [p for p in pairs if p["held_out"]])
    print("second stage:", in_order(model, tokenizer, held_out), flush=True)
    export(model, tokenizer, args.out)


if __name__ == "__main__":
    main()
