"""Reviewed metadata: `metadata.jsonl` beside the documents, one object a line with a `file_name`.

Whatever stands there was checked by a person, so it wins over anything guessed.
"""

from __future__ import annotations

import json
from pathlib import Path

from assistant.errors import BadInput
from assistant.text import storable
from assistant.types import Value

SIDECAR = "metadata.jsonl"
KEYS = ("title", "publisher", "author", "published", "url", "language")


def load_sidecar(folder: Path) -> dict[str, dict[str, Value]]:
    """File name → metadata, from `folder/metadata.jsonl`; empty if there is none. Raises BadInput naming the bad line."""
    path = folder / SIDECAR
    if not path.is_file():
        return {}
    found: dict[str, dict[str, Value]] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text; correct it or move it away.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name = row["file_name"]
            if not isinstance(name, str):
                raise TypeError("a file name is text")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BadInput(f'{path}, line {number}: not a JSON object with a "file_name".') from error
        found[name] = {key: Value(storable(str(row[key])), SIDECAR) for key in KEYS if row.get(key)}
    return found
