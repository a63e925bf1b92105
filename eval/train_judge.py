#!/usr/bin/env python3
"""Train the answer judge: ms-marco-MiniLM-L-12-v2 taught to tell an answer from a near miss.

Usage: train_judge.py PAIRS.jsonl START_FOLDER OUT_FOLDER [--epochs N] [--mix X]

START_FOLDER holds the bundled cross-encoder as torch weights. One pass over the pairs of training_pairs.py
(binary cross-entropy, AdamW, lr 5e-5, batch 32, seed 20261121); the weights may then be mixed with
those started from (Wortsman et al. 2022, WiSE-FT); then ONNX
with dynamic int8 weights. Prints AUROC on the held-out eighth for start, trained and mixed weights.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from assistant.metrics import auroc
from assistant.models.onnx import pair_text

PLAIN = ("gold", "same_document", "other_document", "roles", "opposite", "number", "speaker", "wrong_speaker")
SEED, LR, BATCH, LONGEST = 20261121, 5e-5, 32, 160


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


def logits(model: Any, tokenizer: Any, batch: list[dict[str, Any]]) -> torch.Tensor:
    texts = [pair_text(p["sentence"], p["context"]) for p in batch]
    fed = tokenizer(
        [p["question"] for p in batch], texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
    )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model(**fed).logits[:, 0].float()  # type: ignore[no-any-return]


def evaluate(name: str, model: Any, tokenizer: Any, held_out: list[dict[str, Any]]) -> None:
    model.eval()
    with torch.no_grad():
        scored = [
            (p, float(s))
            for batch in batches(held_out, None)
            for p, s in zip(batch, logits(model, tokenizer, batch), strict=True)
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


def train(model: Any, tokenizer: Any, pairs: list[dict[str, Any]], epochs: int) -> None:
    rng = random.Random(SEED)
    plan = [b for _ in range(epochs) for b in batches(pairs, rng)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=LR, weight_decay=0.01)
    warm = max(1, len(plan) // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, (i + 1) / warm) * max(0.0, 1 - i / len(plan))
    )
    positive = sum(p["label"] for p in pairs) / len(pairs)
    loss_of = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor((1 - positive) / positive) ** 0.5)
    began, running = time.time(), 0.0
    model.train()
    for i, batch in enumerate(plan, 1):
        loss = loss_of(logits(model, tokenizer, batch), torch.tensor([float(p["label"]) for p in batch]))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if i > 1 else loss.item()
        if i % 50 == 0:
            print(f"{i}/{len(plan)} batches, loss {running:.3f}, {time.time() - began:.0f} s", flush=True)


def export(model: Any, tokenizer: Any, out: Path) -> None:
    """`out/model.onnx`: attention, layer norm and GELU fused, weights int8 with a scale per channel.

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
    (out / "full.onnx").unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--mix", type=float, default=1.0, help="share of the trained weights (default: %(default)s)")
    parser.add_argument("--trained", type=Path, help="skip training and take these weights (OUT_FOLDER/trained.pt)")
    args = parser.parse_args()
    torch.manual_seed(SEED)
    pairs = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").split("\n") if line]
    held_out, used = [p for p in pairs if p["held_out"]], [p for p in pairs if not p["held_out"]]
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSequenceClassification.from_pretrained(args.start, attn_implementation="eager")
    start = {k: v.clone() for k, v in model.state_dict().items()}
    args.out.mkdir(parents=True, exist_ok=True)
    if args.trained:
        model.load_state_dict(torch.load(args.trained))
    else:
        evaluate("start", model, tokenizer, held_out)
        train(model, tokenizer, used, args.epochs)
        torch.save(model.state_dict(), args.out / "trained.pt")
    evaluate("trained", model, tokenizer, held_out)
    model.load_state_dict(
        {
            k: v if not v.is_floating_point() else (1 - args.mix) * start[k] + args.mix * v
            for k, v in model.state_dict().items()
        }
    )
    evaluate("mixed", model, tokenizer, held_out)
    export(model, tokenizer, args.out)


if __name__ == "__main__":
    main()
