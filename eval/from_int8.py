#!/usr/bin/env python3
"""Turn a cross-encoder of int8 weights back into a folder of torch weights to train on.

Usage: from_int8.py MODEL.onnx OUT_FOLDER

MODEL.onnx is what `train_judge.export` wrote. Each weight becomes its whole number less the zero point, times the scale; the
rounding stays. Prints the logits of both on a few pairs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.models.onnx import bundled_folder

CONFIG = {"hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 1536}
PAIRS = (
    ("Where does the river Kura flow?", "The river Kura flows east."),
    ("Who opened the bridge?", "The bridge was opened in 1953 by the mayor. [SEP] The town lies on both banks."),
    ("Why did the talks fail?", "Grain is grown in the north."),
)


def weights(path: Path) -> dict[str, torch.Tensor]:
    """The weights under the names that torch gives them."""
    graph = onnx.load(path).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def whole(name: str) -> NDArray[np.float32]:
        name = name.removesuffix("_quantized")
        steps = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
        return np.asarray(steps * stored[f"{name}_scale"], dtype=np.float32)

    found = {name: array for name, array in stored.items() if name.endswith((".bias", ".weight"))}
    found |= {
        n.removesuffix("_quantized"): whole(n)
        for n in stored
        if n.startswith("bert.embeddings") and n.endswith("_quantized")
    }
    for node in graph.node:
        if node.op_type == "MatMulInteger":  # named after the part of the model: the weights, or else what comes out
            kernel = node.input[1].removesuffix("_quantized")
            part = node.output[0].split("/MatMul")[0].strip("/").replace("/", ".") + ".weight"
            found[kernel if kernel.endswith(".weight") else part] = whole(kernel).T
        elif node.op_type == "QAttention":
            layer = f"bert.encoder.layer.{node.input[1].split('_')[1]}.attention.self"
            kernels, biases = np.split(whole(node.input[1]), 3, axis=1), np.split(stored[node.input[2]], 3)
            for name, kernel, bias in zip(("query", "key", "value"), kernels, biases, strict=True):
                found[f"{layer}.{name}.weight"], found[f"{layer}.{name}.bias"] = kernel.T, bias
    return {name: torch.tensor(array) for name, array in found.items()}


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = map(Path, sys.argv[1:])
    model = BertForSequenceClassification(BertConfig(num_labels=1, **CONFIG))
    missing, unexpected = model.load_state_dict(weights(source), strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        sys.exit(f"{source} has other weights: {sorted(missing)}, {sorted(unexpected)}")
    marks = {f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    read_by = str(bundled_folder() / "reranker_en" / "tokenizer.json")
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=read_by, model_input_names=names, **marks)
    model.eval().save_pretrained(out)
    tokenizer.save_pretrained(out)
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    for pair in PAIRS:
        fed = tokenizer(*pair, return_tensors="pt")
        (before,) = session.run(None, {name: fed[name].numpy() for name in names})
        print(f"{float(before[0, 0]):.2f} {float(model(**fed).logits[0, 0]):.2f}")


if __name__ == "__main__":
    main()
