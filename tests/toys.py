"""Toy models whose numbers can be computed by hand, and the folders tests work on. Light to import: child processes do."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.index import LocalIndex
from assistant.models import Progress
from assistant.text import content_stems

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
CORPUS = {
    "a.txt": "The river Kura flows east. It is 1,515 km long.\nShare this page\n",
    "b.txt": "The mountain is high. Nobody lives there.",
    "c.txt": "The city lies by the river. The mayor said the bridge was closed in 2021.",
}
TOPICS = ("river", "mountain", "city")


class ToyEncoder:
    """Counts of the words river, mountain, city and of all others, normalised: (1, 0, 0, 1) / √2 for "a river flows"."""

    dimension = 4

    def __init__(self, version: str = "1") -> None:
        self.fingerprint = f"toy {version}"
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        if progress:
            progress(len(texts))
        return np.array([self._vector(t) for t in texts], dtype=np.float32).reshape(len(texts), self.dimension)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return np.array(self._vector(text), dtype=np.float32)

    @staticmethod
    def _vector(text: str) -> list[float]:
        stems = content_stems(text)
        counts = [float(stems.count(topic)) for topic in ("river", "mountain", "citi")]
        counts.append(float(len(stems)) - sum(counts))
        length = math.sqrt(sum(c * c for c in counts)) or 1.0
        return [c / length for c in counts]


class ToyReranker:
    """Four times the number of the question's content words in the sentence, minus six."""

    fingerprint = "toy reranker"
    highest = math.inf

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        wanted = set(content_stems(question))
        return np.array([4.0 * len(wanted & set(content_stems(s))) - 6.0 for s in sentences], dtype=np.float32)


def written(texts: Mapping[str, str], folder: Path) -> Path:
    """The folder, made, with a file for each text."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def opened(index: Path, version: str = "1", tokens: int = 20) -> Assistant:
    """An assistant with toy models on an index folder, which is made if it is not there."""
    return Assistant(LocalIndex.create(index, ToyEncoder(version), "toy", Settings(tokens)), ToyReranker, ToyReranker)


def toy_over(corpus: Path, index: Path) -> Assistant:
    """An assistant with toy models over the folder `corpus`."""
    assistant = opened(index)
    assistant.add([corpus])
    return assistant
