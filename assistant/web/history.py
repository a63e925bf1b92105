"""Conversations kept in the browser: what was asked, not what was answered, so that opening one proves all anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.errors import BadInput
from assistant.filters.selection import read_filters
from assistant.text import storable
from assistant.web.exchanges import Asked

MOST = 50  # conversations
LARGEST = 150_000  # bytes as JSON; it is sent with every event that changes it, and the guard takes 256 KiB
LONGEST_NAME = 80  # characters


@dataclass(frozen=True)
class Conversation:
    """What was asked, oldest first, on the `day` (ISO 8601) of the last question."""

    id: str
    name: str
    day: str
    asked: tuple[Asked, ...]


Kept = tuple[Conversation, ...]


def read(value: object) -> Kept:
    """The conversations out of what the browser kept; what is not of the form (it is anybody's to change) is left out."""
    rows = value if isinstance(value, list) else []
    found: dict[str, Conversation] = {}
    for row in rows[:MOST]:
        try:
            one = Conversation(str(row["id"]), _name(str(row["name"])), str(row["day"])[:10], _asked(row["asked"]))
        except (TypeError, KeyError, AttributeError, BadInput):
            continue
        if one.asked and one.name:
            found.setdefault(one.id, one)
    return tuple(found.values())


def _asked(rows: Any) -> tuple[Asked, ...]:
    made = (
        Asked(storable(str(r["question"])), read_filters(r.get("filters") or {}), bool(r.get("alone"))) for r in rows
    )
    return tuple(one for one in made if one.question.strip())


def written(kept: Kept) -> list[dict[str, Any]]:
    """The form that `read` takes."""
    return [{"id": c.id, "name": c.name, "day": c.day, "asked": [_row(one) for one in c.asked]} for c in kept]


def _row(asked: Asked) -> dict[str, Any]:
    chosen = {name: value for name, value in asdict(asked.filters).items() if value}
    return {"question": asked.question, "filters": chosen, "alone": asked.alone}


def changes(before: Kept, after: Kept) -> dict[str, Any]:
    """What the browser is to do so that it keeps `after` instead of `before`: rows to `put`, ids `gone`. Others that another
    tab put there meanwhile stay."""
    left = {c.id for c in after}
    return {
        "put": written(tuple(c for c in after if c not in before)),
        "gone": [c.id for c in before if c.id not in left],
    }


def remembered(kept: Kept, id: str, asked: Sequence[Asked], day: str) -> Kept:
    """With that conversation first; the oldest ones go where there are too many. It keeps the name it was given."""
    if not asked:
        return kept
    before = next((c for c in kept if c.id == id), None)
    name = before.name if before else _name(asked[0].question)
    return _bounded((Conversation(id, name, day, tuple(asked)), *(c for c in kept if c.id != id)))


def renamed(kept: Kept, id: str, name: str) -> Kept:
    """With another name for one of them; an empty name changes nothing."""
    return tuple(replace(c, name=_name(name) or c.name) if c.id == id else c for c in kept)


def deleted(kept: Kept, id: str) -> Kept:
    """Without one of them."""
    return tuple(c for c in kept if c.id != id)


def found(kept: Kept, words: str) -> Kept:
    """Those whose name or questions have all the words, in any case and order."""
    wanted = words.casefold().split()

    def text(c: Conversation) -> str:
        return "\n".join([c.name, *(one.question for one in c.asked)]).casefold()

    return tuple(c for c in kept if all(word in text(c) for word in wanted))


def _name(text: str) -> str:
    line = " ".join(storable(text).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def _bounded(kept: Kept) -> Kept:
    size, most = 0, 0
    for conversation in kept[:MOST]:
        size += len(json.dumps(written((conversation,)), ensure_ascii=False).encode())
        if size > LARGEST and most:
            break
        most += 1
    return kept[:most]
