"""Any model the user names, through sentence-transformers: a hub name or a local folder, on CPU or GPU.

The fingerprint hashes the weights themselves, so that a model changed under the same name is noticed.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import CrossEncoder, SentenceTransformer
from torch import nn

from assistant.errors import ModelUnusable

if TYPE_CHECKING:
    from assistant.models import Progress

BATCH = 32


class TransformersEncoder:
    """A SentenceTransformer; its own "query" prompt, if it has one, is used for queries."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self._name = name
        self._model = model
        self._sha256 = _weights_sha256(model)

    @classmethod
    def named(cls, name: str) -> TransformersEncoder:
        try:
            return cls(name, SentenceTransformer(name))
        except (OSError, ValueError) as error:
            raise ModelUnusable(f"The encoder {name!r} cannot be loaded: {_first_line(error)}") from error

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def fingerprint(self) -> str:
        prompt = self._model.prompts.get("query", "")
        return f"{self._name} sha256={self._sha256} dimension={self.dimension} prefix={prompt!r} max={self._model.max_seq_length}"

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for i in range(0, len(texts), BATCH):
            batch = list(texts[i : i + BATCH])
            vectors[i : i + len(batch)] = self._model.encode(batch, normalize_embeddings=True, show_progress_bar=False)
            if progress:
                progress(len(batch))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        prompt = self._model.prompts.get("query", "")
        vector = self._model.encode([prompt + text], normalize_embeddings=True, show_progress_bar=False)[0]
        return np.asarray(vector, dtype=np.float32)


class TransformersReranker:
    """A CrossEncoder with one output."""

    highest = math.inf

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self._name = name
        self._model = model
        self._sha256 = _weights_sha256(model)

    @classmethod
    def named(cls, name: str) -> TransformersReranker:
        try:
            return cls(name, CrossEncoder(name, num_labels=1))
        except (OSError, ValueError) as error:
            raise ModelUnusable(f"The reranker {name!r} cannot be loaded: {_first_line(error)}") from error

    @property
    def fingerprint(self) -> str:
        return f"{self._name} sha256={self._sha256}"

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        pairs = [
            (question, f"{sentence} {context}".strip()) for sentence, context in zip(sentences, contexts, strict=True)
        ]
        return np.asarray(
            self._model.predict(pairs, activation_fn=nn.Identity(), show_progress_bar=False), dtype=np.float32
        )


def _weights_sha256(model: nn.Module) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
