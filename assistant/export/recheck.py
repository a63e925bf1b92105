"""Old citations held against the present index: which still stand, which have moved, changed or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from assistant.assistant import Assistant
from assistant.check_forms import marked
from assistant.checking.citations import cited
from assistant.errors import BadInput, IndexDamaged
from assistant.export.bundle import QUOTES, load_json
from assistant.index import View
from assistant.text import on_word_borders
from assistant.types import Citation, Span

VALID, MOVED, CHANGED, GONE = "still valid", "moved", "changed", "gone"
_LABELS = ("speaker", "role", "how", "said_on", "reported_by", "title", "author", "publisher", "published", "url")
_STANDING = ("exact", "formatting only", "cropped", "altered")  # verdicts that tell of words in one place


class Old(NamedTuple):
    """A citation as it was exported: its place, its words and its labels."""

    document: str
    start: int
    end: int
    quote: str
    labels: Mapping[str, Any]


class Rechecked(NamedTuple):
    """What has become of a citation: `state` is "still valid", "moved", "changed" or "gone".

    `now` is where its words, or the words most like them, stand; None if they are gone. `diff` marks the words that
    changed, `[-old-] {+new+}`; `labels` names the labels that are others now.
    """

    old: Old
    state: str
    now: Citation | None = None
    diff: str | None = None
    labels: tuple[str, ...] = ()


def load_citations(path: Path) -> list[Old]:
    """The citations of proof bundles, answers or checks in a JSON or JSONL file. Raises BadInput."""
    found: list[Old] = []
    for value in load_json(path):
        result = value["result"] if isinstance(value, dict) and isinstance(value.get("result"), dict) else value
        rows = _rows(result)
        if rows is None:
            raise BadInput(f"{path} has a value that is no proof bundle, answer or check (see docs/proofs.md).")
        found += rows
    if not found:
        raise BadInput(f"There is no citation in {path}.")
    return found


def _rows(result: Any) -> list[Old] | None:
    """The citations of one answer or check; None if it is neither."""
    key = next((keys[0] for keys in QUOTES.values() if isinstance(result, dict) and keys[0] in result), None)
    try:
        return [
            Old(str(r["document"]), int(r["start"]), int(r["end"]), str(r["quote"]), {k: r.get(k) for k in _LABELS})
            for r in result[key]
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def recheck(old: Sequence[Old], assistant: Assistant) -> Iterator[Rechecked]:
    """What has become of each citation, in order."""
    for one in old:
        with assistant.index.view() as view:
            found = _in_its_document(one, view)
        yield found or _anywhere(one, assistant)


def _in_its_document(old: Old, view: View) -> Rechecked | None:
    """The same words in the document of the same name, at the same place or the nearest to it."""
    try:
        document = view.store.document(old.document)
    except (KeyError, IndexDamaged):
        return None
    for start in sorted(_places(document.text, old.quote), key=lambda place: abs(place - old.start)):
        if now := cited(document, Span(start, start + len(old.quote)), view.store):
            return _standing(old, now)
    return None


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        if on_word_borders(text, at, at + len(quote)):
            yield at
        at = text.find(quote, at + 1)


def _standing(old: Old, now: Citation) -> Rechecked:
    same = (old.document, old.start, old.end) == (now.document, now.start, now.end)
    fresh = asdict(now) | {"reported_by": list(now.reported_by)}
    differ = [label for label in _LABELS if (fresh[label] or None) != (old.labels[label] or None)]
    return Rechecked(old, VALID if same else MOVED, now, None, tuple(differ))


def _anywhere(old: Old, assistant: Assistant) -> Rechecked:
    """The words elsewhere, or the words most like them; those of the same document first."""
    try:
        found = assistant.check(old.quote)
    except BadInput:  # it has no word
        return Rechecked(old, GONE)
    if found.parts or found.verdict not in _STANDING:
        return Rechecked(old, GONE)
    number = next((i for i, match in enumerate(found.matches) if match.document == old.document), 0)
    now = found.matches[number]
    if now.quote == old.quote:
        return _standing(old, now)
    return Rechecked(old, CHANGED, now, marked(old.quote, now, found.diffs[number]) if found.diffs else None)
