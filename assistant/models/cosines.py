"""How near a sentence is to a question: the cosine of their vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.types import Span

if TYPE_CHECKING:
    from assistant.models import Encoder

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Sentences → their vectors, shape (sentences, dimension), each of length 1."""


class Cosines:
    """By an encoder, for which `vectors` keeps those of sentences."""

    few = 45
    worth = 3.0
    fitted = False

    def __init__(self, encoder: Encoder, vectors: Vectors) -> None:
        self._encoder = encoder
        self._vectors = vectors

    @property
    def fingerprint(self) -> str:
        return f"cosine of {self._encoder.fingerprint}"

    def score(self, question: str, texts: Sequence[str], spans: Sequence[Span]) -> NDArray[np.float32]:
        """The cosine of what stands at each span, read alone, with the question."""
        sentences = [text[span.start : span.end] for text, span in zip(texts, spans, strict=True)]
        asked = self._encoder.encode_query(question)
        # one product a sentence: in a common one its neighbours would move the last bits
        return np.array([vector @ asked for vector in self._vectors(sentences)], dtype=np.float32)
