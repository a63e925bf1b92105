"""An answer or a check as a bundle that proves itself to whoever has the sources (docs/proofs.md).

The digest shows that a bundle is as it was made, if it is known from elsewhere; a forger can compute another. What counts
is therefore what `verify` derives anew from the sources.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.changes import ATTRIBUTION
from assistant.check_forms import check_json
from assistant.citing import fault_of
from assistant.errors import BadInput
from assistant.evaluation import answer_json
from assistant.reading import reading_fingerprint
from assistant.snapshot import Snapshot
from assistant.types import Answer, Citation, QuoteCheck

FORMAT = "assistant proof 1"
QUOTES = {"answer": ("citations", "nearest"), "check": ("matches", "nearest")}  # where the citations of a result are


def bundle(found: Answer | QuoteCheck, assistant: Assistant) -> dict[str, Any]:
    """The bundle, JSON's types only. Every citation is proved again. Raises BadInput where the index has changed since."""
    kind, form = ("answer", answer_json(found)) if isinstance(found, Answer) else ("check", check_json(found))
    result = json.loads(json.dumps(form))
    with assistant.index.view() as view:
        for citation in _citations(found):
            _prove(citation, view.store)
        documents = [_document(name, view.store) for name in names_of(kind, result)]
    made = {"format": FORMAT, "kind": kind, "extractor": extractor(), "documents": documents, "result": result}
    return made | {"digest": digest_of(made)}


def extractor() -> str:
    """What reads the sources here, cuts their sentences and attributes them, with versions."""
    return f"{reading_fingerprint()} nupunkt={version('nupunkt')} {ATTRIBUTION}"


def digest_of(made: Mapping[str, Any]) -> str:
    """SHA-256 of the bundle without its digest, as JSON with sorted keys, no spaces and ASCII only."""
    rest = {key: value for key, value in made.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def names_of(kind: str, result: Mapping[str, Any]) -> list[str]:
    """The documents a result rests on: those quoted, and those said to have the same words."""
    rows = [row for key in QUOTES[kind] for row in result[key]]
    return sorted({name for row in rows for name in (row["document"], *row["also_in"])})


def load_json(path: Path) -> list[Any]:
    """The JSON values of a file: one, or one a line. Raises BadInput."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read as UTF-8 text.") from error
    try:
        return [json.loads(text, parse_constant=_no_number)]
    except (ValueError, RecursionError):
        pass
    try:
        return [json.loads(line, parse_constant=_no_number) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON.") from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _citations(found: Answer | QuoteCheck) -> Iterable[Citation]:
    return (*(found.citations if isinstance(found, Answer) else found.matches), *found.nearest)


def _prove(citation: Citation, store: Snapshot) -> None:
    try:
        fault = fault_of(citation, store)
    except KeyError:
        fault = f"{citation.document}: the document is no longer in the index."
    if fault:
        raise BadInput(f"{fault[:-1]}, so it cannot be exported; ask again.")


def _document(name: str, store: Snapshot) -> dict[str, Any]:
    document = store.document(name)
    return {
        "name": name,
        "sha256": document.sha256,
        "file_sha256": store.source(name)[1],
        "text_sha256": document.text_sha256,
        "reader": document.reader,
        "metadata": {key: value._asdict() for key, value in sorted(document.metadata.items())},
    }
