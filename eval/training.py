"""What the training scripts share: pairs → logits, and the walk down the loss (AdamW, a warm-up, a straight way to 0)."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch

from assistant.models.onnx import pair_text

Text = tuple[str, str]  # a sentence and the context it is read in
Step = TypeVar("Step")
FIXED = 4  # layers
FAST_BFLOAT16: bool = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # elsewhere it is 28 times slower than float32


def told_apart(
    files: Sequence[str], wanted: Callable[[dict[str, Any]], bool] = bool, seed: int = 20261129
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of `files` that are held out, and those to be learned from: of `FILE=0.5` half, of `FILE` all, of `FILE:squad+rank`
    the set's of the kind."""
    held_out, used, rng = [], [], random.Random(seed)
    for name in files:
        named, _, share = name.partition("=")
        path, _, only = named.partition(":")
        keys = {k for k in only.split("+") if k}
        with Path(path).open(encoding="utf-8") as lines:
            for row in filter(wanted, map(json.loads, lines)):
                if keys - {row["set"], row["kind"]}:
                    continue
                if row["held_out"]:
                    held_out.append(row)
                elif rng.random() < float(share or 1):
                    used.append(row)
    return held_out, used


def logits(model: Any, tokenizer: Any, questions: Sequence[str], texts: Sequence[Text], longest: int) -> torch.Tensor:
    """The model's logit of each question with its text, shape (len(texts),); `longest` in tokens."""
    read = [pair_text(*t) for t in texts]
    fed = tokenizer(
        list(questions),
        read,
        padding=True,
        pad_to_multiple_of=16,
        truncation=True,
        max_length=longest,
        return_tensors="pt",
    )  # of 16: few shapes, since each is compiled and kept
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST_BFLOAT16):
        return model(**fed).logits[:, 0].float()  # type: ignore[no-any-return]


def fix_lower(model: Any) -> None:
    """Embeddings and the first `FIXED` layers stay as they are: a quarter less time, and what was learned of words stays."""
    for name, weight in model.named_parameters():
        weight.requires_grad_("embeddings" not in name and not any(f"layer.{i}." in name for i in range(FIXED)))


def descend(model: Any, steps: Sequence[Step], loss_of: Callable[[Step], torch.Tensor], rate: float) -> None:
    """Train `model` on each of `steps` once; weights that need no gradient stay. Prints the running loss."""
    learning = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01)
    warm = max(1, len(steps) // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, (i + 1) / warm) * max(0.0, 1 - i / len(steps))
    )
    began, running = time.time(), 0.0
    model.eval()  # no dropout: nothing is read often enough to be learned by heart, and the coins took two fifths of the time
    for i, step in enumerate(steps, 1):
        loss = loss_of(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        schedule.step()
        running = 0.97 * running + 0.03 * loss.item() if i > 1 else loss.item()
        if i % 50 == 0:
            print(f"{i}/{len(steps)} steps, loss {running:.3f}, {time.time() - began:.0f} s", flush=True)
