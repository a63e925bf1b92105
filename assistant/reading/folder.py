"""Paths the user names → the files to read, each with its document name and reviewed metadata."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

import watchfiles

from assistant.errors import BadInput, UnreadableFile
from assistant.reading.sidecar import SIDECAR, load_sidecar
from assistant.types import Value

LARGEST_FILE = 64 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Source:
    """A file to read. `name` is its path relative to the folder named.

    `refusal` says why it cannot be taken, `skip` why it is left out on purpose; such a file is not read.
    """

    path: Path
    name: str
    metadata: Mapping[str, Value] = field(default_factory=dict)
    refusal: str = ""
    skip: str = ""


def check_paths(paths: Sequence[Path]) -> None:
    """Raises BadInput for the first path that does not exist."""
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist; name a file or a folder of documents.")


def find_sources(paths: Sequence[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[Source]:
    """All files below `paths` (files or folders), in a fixed order, those left out with the reason.

    `include` and `exclude` are patterns as in a shell (`*`, `?`, `[a-z]`; `*` also spans folders) for a file's name or
    its path below the folder named; with `include` only files that match one of its patterns are taken. Raises BadInput
    where a path does not exist. Two files that would have the same document name: the second is refused, because a
    citation must name one source.
    """
    check_paths(paths)
    found: dict[str, Source] = {}
    for path in paths:
        resolved = Path(os.path.realpath(path))
        base = resolved if resolved.is_dir() else resolved.parent
        reviewed: dict[Path, Mapping[str, Mapping[str, Value]]] = {}
        for source in _files(resolved, base):
            name, file = source.name, source.path
            if name in found and found[name].path != file:
                same = f"{file}: another document is called {name} already; index their common folder instead."
                found[f"{name} ({file})"] = replace(source, refusal=same)
                continue
            if not source.skip:
                source = replace(source, skip=_left_out(name, include, exclude))
            if not source.skip and not Path(os.path.realpath(file)).is_relative_to(base):
                source = replace(source, refusal=f"{name}: a link that leaves the folder.")
            if not source.skip and not source.refusal:
                if file.parent not in reviewed:
                    reviewed[file.parent] = load_sidecar(file.parent)
                source = replace(source, metadata=reviewed[file.parent].get(file.name, {}))
            found[name] = source
    return list(found.values())


def changes_of(paths: Sequence[Path], besides: Path) -> Iterator[None]:
    """Yields whenever files below `paths` have changed and then rested for a moment; changes below `besides` aside."""
    own = besides.resolve()
    for changed in watchfiles.watch(
        *paths, watch_filter=lambda _, path: not Path(path).is_relative_to(own), raise_interrupt=False
    ):
        if changed:
            yield


def load(source: Source) -> bytes:
    """The bytes of a source. Raises UnreadableFile."""
    name = source.name
    try:
        about = source.path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(f"{name}: a pipe, socket or device, not a file.")
        if about.st_size > LARGEST_FILE:
            raise UnreadableFile(f"{name}: larger than {LARGEST_FILE // 2**20} MiB; split it first.")
        with source.path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableFile(f"{name}: cannot be opened ({error.strerror}).") from error
    if len(data) > LARGEST_FILE:  # it grew since its size was asked for
        raise UnreadableFile(f"{name}: larger than {LARGEST_FILE // 2**20} MiB; split it first.")
    return data


def _left_out(name: str, include: Sequence[str], exclude: Sequence[str]) -> str:
    def matches(pattern: str) -> bool:
        return fnmatchcase(name, pattern) or fnmatchcase(name.rsplit("/", 1)[-1], pattern)

    if include and not any(map(matches, include)):
        return f"{name}: not among the files to include."
    return f"{name}: excluded." if any(map(matches, exclude)) else ""


def _files(path: Path, base: Path) -> Iterator[Source]:
    if not path.is_dir():
        yield Source(path, legible(path.name))
        return
    problems: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=problems.append):
        for hidden in sorted(s for s in subfolders if s.startswith(".")):
            yield _named(Path(folder) / hidden, base, skip="a hidden folder.")
        subfolders[:] = sorted(s for s in subfolders if not s.startswith("."))
        for linked in [s for s in subfolders if (Path(folder) / s).is_symlink()]:  # os.walk does not follow it
            yield _named(Path(folder) / linked, base, skip="a link to a folder; name that folder itself.")
        for name in sorted(names):
            if name != SIDECAR:
                yield _named(Path(folder) / name, base, skip="a hidden file." if name.startswith(".") else "")
    for problem in problems:
        file = Path(str(problem.filename))
        yield _named(file, base, refusal=f"cannot be opened ({problem.strerror}).")


def legible(path: str) -> str:
    """A path as text: bytes of it that are no UTF-8, which the system hands on as lone surrogates, as \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _named(file: Path, base: Path, *, skip: str = "", refusal: str = "") -> Source:
    name = legible(file.relative_to(base).as_posix())
    return Source(file, name, skip=skip and f"{name}: {skip}", refusal=refusal and f"{name}: {refusal}")
