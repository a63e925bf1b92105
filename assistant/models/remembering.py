"""A cross-encoder that keeps its latest scores: the same question of another user, or asked again, is not read anew."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.models import Reranker

KEPT = 100_000  # scores; some 30 MB, most of it the texts


class RememberingReranker:
    """`model` with its most recent scores in memory. A score depends on question, sentence and context alone, so what is
    remembered changes no result; proofs are made anew for every answer. May be shared between threads."""

    def __init__(self, model: Reranker, kept: int = KEPT) -> None:
        self._model = model
        self._kept = kept
        self._scores: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        return self._model.fingerprint

    @property
    def highest(self) -> float:
        return self._model.highest

    def score(self, question: str, sentences: Sequence[str], contexts: Sequence[str]) -> NDArray[np.float32]:
        """One logit per sentence, as `Reranker.score`."""
        keys = [(question, sentence, context) for sentence, context in zip(sentences, contexts, strict=True)]
        known = {key: score for key in keys if (score := self._scores.get(key)) is not None}
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            read = self._model.score(question, [key[1] for key in missing], [key[2] for key in missing])
            known |= zip(missing, map(float, read), strict=True)
        with self._lock:
            for key in known:
                self._scores.pop(key, None)  # to the end: the most recent
            self._scores |= known
            for key in list(itertools.islice(self._scores, max(0, len(self._scores) - self._kept))):
                del self._scores[key]
        return np.array([known[key] for key in keys], dtype=np.float32)
