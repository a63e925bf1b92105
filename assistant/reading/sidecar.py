"""Reviewed metadata: `metadata.jsonl` beside the documents, one object a line with a `file_name`.

Whatever stands there was checked by a person, so it wins over anything guessed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.text import storable
from assistant.types import Value

SIDECAR = "metadata.jsonl"
KEYS = ("title", "publisher", "author", "published", "url", "language")
LONGEST_LABEL = 500  # code points; a longer "title" is none


def load_sidecar(folder: Path) -> dict[str, dict[str, Value]]:
    """File name → metadata, from `folder/metadata.jsonl`; empty if there is none. Raises BadInput naming the bad line."""
    path = folder / SIDECAR
    rows = [row for line in _lines(path) if (row := _row(path, *line))]
    return {row["file_name"]: _reviewed(row) for row in rows}


def save_reviewed(folder: Path, file_name: str, changes: Mapping[str, str | None]) -> dict[str, Value]:
    """Change what is reviewed of one file, None for what no longer is; all that is reviewed of it then.

    Every other line of `folder/metadata.jsonl` stays as it was, byte for byte; it is written anew beside the old one and
    then takes its place. Raises BadInput.
    """
    path = Path(os.path.realpath(folder / SIDECAR))  # of a link what it leads to
    lines = _lines(path)
    mine: dict[str, Any] = {"file_name": file_name}
    last = len(lines)
    for place, line in enumerate(lines):
        row = _row(path, *line)
        if row and row["file_name"] == file_name:
            mine, last = row, place  # of several lines the last counts
    mine = {k: v for k, v in {**mine, **changes}.items() if v is not None}
    texts = [text for _, text in lines]
    texts[last : last + 1] = [json.dumps(mine, ensure_ascii=False)]
    if last == len(lines) and last and not texts[last - 1]:  # the end of the last line is no line
        texts[last - 1 :] = [texts[last], ""]
    try:
        new = path.with_name(f".{path.name}.new")
        with new.open("w", encoding="utf-8", newline="") as out:
            out.write("\n".join(texts).rstrip("\n") + "\n")
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "a name or label that is no Unicode"
        raise BadInput(f"{SIDECAR} beside {file_name} cannot be written ({why}).") from error
    return _reviewed(mine)


def _lines(path: Path) -> list[tuple[int, str]]:
    """The numbered lines; none where there is no such file."""
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text; correct it or move it away.") from error
    return list(enumerate(text.split("\n"), 1)) if text else []


def _row(path: Path, number: int, line: str) -> dict[str, Any] | None:
    """The object of a line; None of an empty one."""
    if not line.strip():
        return None
    try:
        row: dict[str, Any] = json.loads(line)
        if not isinstance(row["file_name"], str):
            raise TypeError("a file name is text")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInput(f'{path}, line {number}: not a JSON object with a "file_name".') from error
    return row


def _reviewed(row: Mapping[str, Any]) -> dict[str, Value]:
    return {key: Value(storable(str(row[key])), SIDECAR) for key in KEYS if row.get(key)}
