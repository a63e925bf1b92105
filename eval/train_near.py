#!/usr/bin/env python3
"""Third stage and those after it of the answer judge: taught what a sentence does not tell.

Usage: train_near.py START_FOLDER OUT_FOLDER CONTRASTS.jsonl[=SHARE] …

The files are made by near_misses.py and contrasts.py; of what a stage before has read a share is read again, so that what it
taught stays. START_FOLDER is the judge as it is, from from_int8.py. One pass as in train_judge.py's second stage. Prints what it
is worth on what was held out. The result is OUT_FOLDER/model.onnx with dynamic int8 weights.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from train_judge import SEED, contrast, export, in_order
from training import told_apart
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def main() -> None:
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    start, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    held_out, used = told_apart(sys.argv[3:])
    tokenizer = AutoTokenizer.from_pretrained(start)
    model = AutoModelForSequenceClassification.from_pretrained(start, attn_implementation="sdpa")
    contrast(model, tokenizer, used)
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    print("after:", in_order(model, tokenizer, held_out), flush=True)
    model = AutoModelForSequenceClassification.from_pretrained(out, attn_implementation="eager")  # fused only so
    export(model, tokenizer, out)


if __name__ == "__main__":
    main()
