"""The sources of a bundle read again, as an index reads them, into a store that is thrown away."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.index import LocalIndex, View
from assistant.models import Progress
from assistant.reading import find_sources
from assistant.types import Settings


class Reread(NamedTuple):
    """The sources as they are now; `refused` maps a file that could not be read to the sentence that says why."""

    view: View
    refused: Mapping[str, str]


class Blind:
    """An encoder for proofs, which need no meaning: every text is the same."""

    fingerprint = "none"
    dimension = 1

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        if progress:
            progress(len(texts))
        return np.ones((len(texts), 1), dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        return np.array(self.encode_passages([text])[0])


@contextmanager
def reread(paths: Sequence[Path], names: Collection[str] | None) -> Iterator[Reread]:
    """The files below `paths` that the documents called `names` lie in, or all files if None. Raises BadInput."""
    sources = [s for s in find_sources(paths) if names is None or any(holds(s.name, name) for name in names)]
    with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
        index = LocalIndex.create(Path(folder), Blind(), "none", Settings())
        report = index.update(sources)
        try:
            with index.view() as view:
                yield Reread(view, report.refused)
        finally:
            index.store.close()


def holds(source: str, document: str) -> bool:
    """Whether the document may lie in the file called `source`."""
    return document == source or document.startswith(f"{source}/")
