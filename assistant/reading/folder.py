"""Paths the user names → the files to read, each with its document name and reviewed metadata."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadInput
from assistant.reading.sidecar import SIDECAR, load_sidecar
from assistant.types import Value


@dataclass(frozen=True)
class Source:
    """A file to read. `name` is its path relative to the folder named; `refusal` says why it cannot be taken at all."""

    path: Path
    name: str
    metadata: Mapping[str, Value] = field(default_factory=dict)
    refusal: str = ""


def check_paths(paths: Sequence[Path]) -> None:
    """Raises BadInput for the first path that does not exist."""
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist; name a file or a folder of documents.")


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """All files below `paths` (files or folders), in a fixed order; hidden files and metadata files are left out.

    Raises BadInput where a path does not exist. Two files that would have the same document name: the second is
    refused, because a citation must name one source.
    """
    check_paths(paths)
    found: dict[str, Source] = {}
    for path in paths:
        resolved = path.resolve()
        base = resolved if resolved.is_dir() else resolved.parent
        for file in _files(resolved):
            name = file.relative_to(base).as_posix()
            if name in found and found[name].path != file:
                found[f"{name} ({file})"] = Source(
                    file,
                    name,
                    refusal=f"{file}: another document is called {name} already; index their common folder instead.",
                )
                continue
            if not file.resolve().is_relative_to(base):
                found[name] = Source(file, name, refusal=f"{name}: a link that leaves the folder.")
                continue
            found[name] = Source(file, name, load_sidecar(file.parent).get(file.name, {}))
    return list(found.values())


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders[:] = sorted(s for s in subfolders if not s.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name != SIDECAR:
                yield Path(folder) / name
