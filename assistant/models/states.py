"""What the bundled encoder knows of each word: its states halfway up, where the syntax of a sentence is clearest.

Measured with the attributions in mind (docs/attribution.md): the seventh of twelve layers tells more than the fourth
or the ninth, and far more than the last, which is made to sum up the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.models.onnx import BGE_SHA256, bundled_folder, load_session
from assistant.text import storable
from assistant.types import Span

_LAYER = "/encoder/layer.6/output/LayerNorm/Add_1_output_0"


class WordStates:
    """bge-small-en-v1.5 up to its seventh layer."""

    dimension = 384

    def __init__(self) -> None:
        """Raises ModelUnusable where the model is missing or damaged."""
        folder = bundled_folder() / "bge_small_en"
        self._session = load_session(folder / "model.onnx", folder / "tokenizer.json", BGE_SHA256, _LAYER)

    def of(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> Iterator[NDArray[np.float32]]:
        """For each text an array (its words, dimension): the mean over each word's pieces, 0 behind 512 pieces."""
        encodings = self._session.tokenizer.encode_batch([storable(text) for text in texts])
        for encoding, spans, states in zip(encodings, words, self._session.run(encodings), strict=True):
            starts = np.array([s.start for s in spans])
            sums = np.zeros((len(spans), self.dimension), np.float32)
            counts = np.zeros((len(spans), 1), np.float32)
            for (start, end), state in zip(encoding.offsets, states, strict=True):
                at = int(np.searchsorted(starts, start, side="right")) - 1
                if start < end and at >= 0 and start < spans[at].end:
                    sums[at] += state
                    counts[at] += 1
            yield (sums / np.maximum(counts, 1)).astype(np.float32)
