#!/usr/bin/env python3
"""Third stage and those after it of the answer judge: taught what a sentence does not tell.

Usage: train_near.py START_FOLDER OUT_FOLDER CONTRASTS.jsonl[:SET+KIND][=SHARE] … [--seed N] [--mean FOLDER]

The files are made by near_misses.py and contrasts.py; of what a stage before has read a share is read again, so that what it
taught stays. START_FOLDER is the judge as it is, from from_int8.py. One pass as in train_judge.py's second stage. With --mean the
result is halfway to an earlier run, which is in FOLDER: two runs with two seeds, side by side, read twice as much. Prints what it
is worth on what was held out. The result is OUT_FOLDER/model.onnx with dynamic int8 weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from train_judge import SEED, contrast, export, halfway, in_order
from training import told_apart
from transformers import AutoModelForSequenceClassification, AutoTokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("contrasts", nargs="+")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--mean", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    held_out, used = told_apart(args.contrasts, seed=args.seed)
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = AutoModelForSequenceClassification.from_pretrained(args.start, attn_implementation="eager")
    contrast(model, tokenizer, used, {}, args.seed)
    if args.mean:
        earlier = AutoModelForSequenceClassification.from_pretrained(args.mean)
        model.load_state_dict(halfway(model.state_dict(), earlier.state_dict()))
    model.save_pretrained(args.out)
    tokenizer.save_pretrained(args.out)
    print("after:", in_order(model, tokenizer, held_out), flush=True)
    export(model, tokenizer, args.out)


if __name__ == "__main__":
    main()
