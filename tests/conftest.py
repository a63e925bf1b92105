"""Shared parts: a toy encoder whose vectors can be computed by hand, a toy reranker, the seeds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray
from playwright.sync_api import Browser, sync_playwright

from assistant import Assistant, Settings
from assistant.index import LocalIndex
from assistant.models import Progress
from assistant.text import content_stems
from tests.browsing import CHROMIUM, FLAGS

settings.register_profile("law", deadline=None)  # a law is no question of speed, least of all on a busy machine
settings.load_profile("law")

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

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        wanted = set(content_stems(question))
        return np.array([4.0 * len(wanted & set(content_stems(s))) - 6.0 for s in sentences], dtype=np.float32)


def written(texts: Mapping[str, str], folder: Path) -> Path:
    """The folder, made, with a file for each text."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def toy_over(corpus: Path, index: Path) -> Assistant:
    """An assistant with toy models over the folder `corpus`."""
    assistant = Assistant(LocalIndex.create(index, ToyEncoder(), "toy", Settings(20)), ToyReranker, ToyReranker)
    assistant.add([corpus])
    return assistant


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three small documents."""
    return written(CORPUS, tmp_path / "corpus")


@pytest.fixture
def toy(corpus: Path, tmp_path: Path) -> Assistant:
    """An assistant with toy models over `corpus`; its index is tmp_path/index."""
    return toy_over(corpus, tmp_path / "index")


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant with the real bundled models over the real seeds."""
    return Assistant.build([SEEDS], tmp_path_factory.mktemp("seeds") / "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; for one module, as its event loop would stand in the way of others'."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()
