"""The shape of a proof bundle: whatever has another is told as one fault, and nothing else is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from assistant.export.bundle import QUOTES
from assistant.types import Answer, Citation

_TOP = {"format": str, "kind": str, "extractor": str, "documents": list, "result": dict, "digest": str}
_DOCUMENT = {"name": str, "sha256": str, "file_sha256": str, "text_sha256": str, "reader": str, "metadata": dict}
_RESULTS = {
    "answer": {f.name for f in fields(Answer)},
    "check": {"quote", "speaker", "verdict", "matches", "parts", "missing", "nearest"},
}
_CITATION = {f.name for f in fields(Citation)}
_MATCH = _CITATION | {"diff", "changes"}


def shape_fault(made: Mapping[str, Any]) -> str:
    """What in the bundle has not the shape of one, as a sentence; empty if all has."""
    if not _has(made, _TOP) or made["kind"] not in _RESULTS:
        return "It lacks a part of a bundle, or has one too many."
    if not all(
        _has(d, _DOCUMENT) and all(_has(v, {"value": str, "evidence": str}) for v in d["metadata"].values())
        for d in made["documents"]
    ):
        return "Its list of documents is not in the form of one."
    kind, result = made["kind"], made["result"]
    if result.keys() != _RESULTS[kind]:
        return f"What it proves is not in the form of {'an answer' if kind == 'answer' else 'a check'}."
    for key in QUOTES[kind]:
        wanted = _MATCH if key == "matches" else _CITATION
        if not isinstance(result[key], list) or not all(_citation(row, wanted) for row in result[key]):
            return "A citation in it is not in the form of one."
    return _contradiction(result) if kind == "answer" else _of_check(result)


def _has(value: Any, types: Mapping[str, type]) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == types.keys()
        and all(isinstance(value[k], t) for k, t in types.items())
    )


def _citation(row: Any, wanted: set[str]) -> bool:
    if not isinstance(row, dict) or row.keys() != wanted:
        return False
    numbers = (row["start"], row["end"], row["rank"])
    names = row["also_in"]
    return (
        isinstance(row["document"], str)
        and all(isinstance(n, int) and not isinstance(n, bool) for n in numbers)
        and isinstance(row["score"], float | int)
        and isinstance(names, list)
        and all(isinstance(name, str) for name in names)
    )


def _contradiction(result: Mapping[str, Any]) -> str:
    """An answer either quotes or is silent, with a reason."""
    silent = result["abstained"]
    if (
        not isinstance(silent, bool)
        or silent != isinstance(result["reason"], str)
        or silent == bool(result["citations"])
    ):
        return "It says that it answers and that it does not."
    return "It shows nearest passages beside an answer." if result["nearest"] and not silent else ""


def _of_check(result: Mapping[str, Any]) -> str:
    speaker = result["speaker"]
    if not isinstance(result["quote"], str) or not (speaker is None or isinstance(speaker, str)):
        return "The quote it checks is not text."
    return ""
