#!/usr/bin/env python3
"""Third and fourth stage of the answer judge: taught what a sentence does not tell.

Usage: train_near.py NEAR.jsonl CONTRASTS.jsonl START_FOLDER OUT_FOLDER

NEAR.jsonl is made by near_misses.py, CONTRASTS.jsonl by contrasts.py; of the latter a share is read again, so that what they
taught stays. START_FOLDER is the judge as it is, from from_int8.py. One pass as in train_judge.py's second stage. Prints what it
is worth on what was held out. The result is OUT_FOLDER/model.onnx with dynamic int8 weights.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch
from train_judge import SEED, contrast, export, in_order
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    near, again, start, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    rows = [json.loads(line) for path in (near, again) for line in path.read_text(encoding="utf-8").split("\n") if line]
    tokenizer = AutoTokenizer.from_pretrained(start)
    model = AutoModelForSequenceClassification.from_pretrained(start, attn_implementation="sdpa")
    contrast(model, tokenizer, [row for row in rows if not row["held_out"]])
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    print("after:", in_order(model, tokenizer, [row for row in rows if row["held_out"]]), flush=True)
    model = AutoModelForSequenceClassification.from_pretrained(out, attn_implementation="eager")  # fused only so
    export(model, tokenizer, out)


if __name__ == "__main__":
    main()
