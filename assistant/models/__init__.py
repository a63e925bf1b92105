"""Encoders, matchers and rerankers: three small protocols, and how a model's name becomes one.

The bundled models run through ONNX Runtime and are the default. Any other name is a sentence-transformers model (a
hub name or a folder); that package and torch are imported only then, because importing them takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.models.cosines import Cosines, Vectors
from assistant.models.late_interaction import LateInteraction
from assistant.models.onnx import OnnxEncoder, OnnxReranker
from assistant.types import Span

BUNDLED_ENCODER = "bge-small-en-v1.5"
BUNDLED_RERANKER = "sentence-ranker"

Progress = Callable[[int], None]


class Encoder(Protocol):
    """Text to unit vectors. `fingerprint` names model, weights, dimension and query prefix: all that vectors depend on."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Float32 array of shape (len(texts), dimension), each row of length 1; `progress` is called with counts done."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Float32 array of shape (dimension,), of length 1; the model's query prefix is added here."""
        ...


class Matcher(Protocol):
    """Compares sentences with a question, faster than a reranker and less well.

    `few`: how many of the nearest a reranker need read; `worth`: what a nearness of 1 is worth, in choosing them, beside the words
    shared and the passage's place; `fitted`: whether the confidence was fitted on its nearness (`assistant.confidence`).
    """

    @property
    def fingerprint(self) -> str: ...

    @property
    def few(self) -> int: ...

    @property
    def worth(self) -> float: ...

    @property
    def fitted(self) -> bool: ...

    def score(self, question: str, texts: Sequence[str], spans: Sequence[Span]) -> NDArray[np.float32]:
        """How near what stands at each span of its text is to the question, on the scale of a cosine.

        A model that can reads it in that text; it depends on no other.
        """
        ...


class Reranker(Protocol):
    """A cross-encoder. `highest`: no score of it is above; infinity where that is not known."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def highest(self) -> float: ...

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        """One logit per sentence: does it, read in its context, answer the question?

        Higher is better; a sentence's score does not depend on its neighbours.
        """
        ...


def load_encoder(name: str = BUNDLED_ENCODER) -> Encoder:
    """The encoder called `name`. Raises ModelUnusable where it is missing or damaged."""
    if name == BUNDLED_ENCODER:
        return OnnxEncoder.bundled()
    from assistant.models.transformers import TransformersEncoder  # torch: seconds to import, only on request

    return TransformersEncoder.named(name)


def load_matcher(encoder: Encoder, vectors: Vectors) -> Matcher:
    """The bundled matcher beside the bundled encoder. It knows English alone, so beside another encoder the cosines of that
    encoder's `vectors` of sentences. Raises ModelUnusable where it is damaged."""
    return LateInteraction() if isinstance(encoder, OnnxEncoder) else Cosines(encoder, vectors)


def load_reranker(name: str = BUNDLED_RERANKER) -> Reranker:
    """The cross-encoder called `name`. Raises ModelUnusable where it is missing or damaged."""
    if name == BUNDLED_RERANKER:
        return OnnxReranker.reranker()
    from assistant.models.transformers import TransformersReranker  # torch: seconds to import, only on request

    return TransformersReranker.named(name)


def load_judge() -> Reranker:
    """The bundled cross-encoder that tells an answer from a near miss. Raises ModelUnusable where it is damaged."""
    return OnnxReranker.judge()
