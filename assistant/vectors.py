"""Dense vectors: exact inner-product search in FAISS. The only module that imports FAISS.

Vectors are of length 1, so FAISS's inner product *is* the cosine: higher is nearer, and no direction needs converting.
"""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged

Ranked = list[tuple[int, float]]


class DenseIndex:
    """Passage ids (from the store) and their vectors; exact, so results depend on the contents alone."""

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> DenseIndex:
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def from_bytes(cls, data: bytes) -> DenseIndex:
        """Inverse of `to_bytes`. Check the bytes' hash first: FAISS itself accepts most damaged data."""
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise IndexDamaged("The dense index cannot be read; it is rebuilt from the store.") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise IndexDamaged("The dense index is of another kind; it is rebuilt from the store.")
        return cls(index)

    def to_bytes(self) -> bytes:
        return bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """`vectors` has shape (len(ids), dimension)."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, dtype=np.int64))

    def remove(self, ids: Sequence[int]) -> None:
        if len(ids):
            self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(ids, dtype=np.int64)))

    def search(self, vector: NDArray[np.float32], k: int, among: Sequence[int] | None = None) -> Ranked:
        """The `k` nearest (id, cosine), of those `among` if given, best first; equal scores in order of id."""
        count = len(self) if among is None else len(among)
        if not count or k < 1:
            return []
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))
        scores, ids = self._index.search(vector.reshape(1, -1), min(k, count, len(self)), params=parameters)
        found = [
            (number, score) for number, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if number >= 0
        ]
        return sorted(found, key=lambda r: (-r[1], r[0]))
