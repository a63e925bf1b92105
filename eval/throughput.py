#!/usr/bin/env python3
"""How fast is indexing beside the bare ONNX session on the same texts, in one run?

Usage: throughput.py FOLDER_OF_TEXTS [--files N]

The bare session is the same model with ONNX Runtime's own threading, fed padded batches: the best of several batch
sizes. Prints passages per second of both and their ratio (at least .8 is asked for).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from assistant import Assistant
from assistant.changes import embedded_text
from assistant.models.onnx import LONGEST, bundled_folder


def bare(texts: list[str]) -> float:
    """Passages per second of a plain session at its best batch size."""
    folder = bundled_folder() / "bge_small_en"
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    best = 0.0
    for size in (1, 4, 16, 32):
        began = time.perf_counter()
        ordered = sorted(texts, key=len)
        for i in range(0, len(ordered), size):
            batch = tokenizer.encode_batch(ordered[i : i + size])
            ids = np.array([e.ids for e in batch], dtype=np.int64)
            mask = np.array([e.attention_mask for e in batch], dtype=np.int64)
            session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})
        rate = len(texts) / (time.perf_counter() - began)
        print(f"bare session, batches of {size}: {rate:.1f} passages/s")
        best = max(best, rate)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        for path in sorted(args.folder.glob("*.txt"))[: args.files]:
            shutil.copy(path, corpus)
        assistant = Assistant.create(Path(scratch) / "index")
        began = time.perf_counter()
        report = assistant.add([corpus])
        ours = report.passages / (time.perf_counter() - began)
        with assistant.index.view() as view:
            passages = view.store.passages().values()
            texts = [embedded_text(view.store.document(p.document), p) for p in passages]
    print(f"assistant, reading to publishing: {ours:.1f} passages/s ({report.passages} passages)")
    print(f"ratio {ours / bare(texts):.2f}")


if __name__ == "__main__":
    main()
