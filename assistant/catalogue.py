"""What the store knows of documents and passages without reading a text: labels, and where who says what."""

from __future__ import annotations

import json
from collections.abc import Iterable

from assistant.snapshot import Snapshot


def labels(store: Snapshot, key: str) -> dict[str, str]:
    """The metadata values called `key` by the document's name, of the documents that have one."""
    query = "SELECT d.name, m.value FROM metadata m JOIN documents d ON d.id = m.document WHERE m.key = :key ORDER BY d.name"
    return dict(store.rows(query, {"key": key}))


def speakers(store: Snapshot) -> list[tuple[str, str | None]]:
    """Every speaker of a statement with a role the text gives, each pair once, by name."""
    query = "SELECT DISTINCT speaker, role FROM statements WHERE speaker IS NOT NULL ORDER BY speaker, role"
    return [(speaker, role) for speaker, role in store.rows(query)]


def documents_of(store: Snapshot, labels: Iterable[tuple[str, str | None]]) -> list[str]:
    """The documents with a statement of one of the speakers, given as `speakers` gives them, by name."""
    query = """
        SELECT DISTINCT d.name FROM statements s JOIN documents d ON d.id = s.document
        WHERE s.speaker = :speaker AND s.role IS :role"""
    found = {name for speaker, role in labels for (name,) in store.rows(query, {"speaker": speaker, "role": role})}
    return sorted(found)


def passages_of(store: Snapshot, documents: Iterable[str]) -> set[int]:
    """The numbers of the passages of the named documents."""
    query = """
        SELECT p.id FROM passages p JOIN documents d ON d.id = p.document
        WHERE d.name IN (SELECT value FROM json_each(:names))"""
    return {number for (number,) in store.rows(query, {"names": json.dumps(list(documents))})}


def passages_with(
    store: Snapshot,
    speakers: Iterable[str] | None = None,
    direct_only: bool = False,
    said: tuple[str | None, str | None] = (None, None),
) -> set[int]:
    """The numbers of the passages that a statement reaches into which is of one of the `speakers` (None: of anybody),
    a direct quote, and said in the period (ISO days; either end open), if these are wanted.
    """
    wanted = ["TRUE"]
    if speakers is not None:
        wanted.append("s.speaker IN (SELECT value FROM json_each(:speakers))")
    if direct_only:
        wanted.append("s.how = 'direct'")
    if said[0]:
        wanted.append("s.said_on >= :first")
    if said[1]:
        wanted.append("s.said_on <= :last")
    query = f"""
        SELECT DISTINCT p.id FROM statements s JOIN passages p
        ON p.document = s.document AND p.start < s."end" AND s.start < p."end" WHERE {" AND ".join(wanted)}"""
    names = json.dumps(None if speakers is None else list(speakers))
    return {number for (number,) in store.rows(query, {"speakers": names, "first": said[0], "last": said[1]})}
