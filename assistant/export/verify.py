"""A bundle held against its sources: all that can be derived from them is derived anew, and every fault is named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from assistant.check_forms import check_json
from assistant.checking import check
from assistant.checking.citations import sentence_around
from assistant.choice import antecedent
from assistant.citing import also_in, cite, leaning
from assistant.errors import BadInput
from assistant.export.bundle import FORMAT, QUOTES, digest_of, extractor, load_json, names_of
from assistant.export.bundle_shape import shape_fault
from assistant.export.reread import Blind, Reread, holds, reread
from assistant.quotes import proof
from assistant.snapshot import Snapshot
from assistant.types import Citation, Document, Span

TAMPERED = "bundle tampered"
CHANGED = "source changed"
MISSING = "source missing"
DIFFERS = "extractor differs"
REVIEWED = "metadata.jsonl"  # evidence of a label that no source file proves
LABELS = ("title", "author", "publisher", "published", "url")
RECHECKED = ("verdict", "matches", "parts", "missing")  # of a check; the rest is what was asked, and what is near


class Fault(NamedTuple):
    """One thing wrong: its kind, what it is about (a document, or the bundle), and a sentence for people."""

    kind: str
    subject: str
    sentence: str


class Verification(NamedTuple):
    """What came of a bundle: nothing wrong if there are no `faults`. `notes` are sentences that tell of no fault."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    documents: int
    quotes: int


def load_bundle(path: Path) -> dict[str, Any]:
    """A bundle as it stands in its file. Raises BadInput where it is none."""
    (made, *more) = load_json(path) or [None]
    if more or not isinstance(made, dict) or "format" not in made:
        raise BadInput(f"{path} is no proof bundle; `assistant ask … --format bundle` makes one.")
    if made["format"] != FORMAT:
        raise BadInput(f"{path} has the format {made['format']!r}; this program knows {FORMAT!r}.")
    return made


def verify(made: Mapping[str, Any], paths: Sequence[Path], digest: str | None = None) -> Verification:
    """The bundle held against the sources in `paths`, the folders that were indexed; no index is needed.

    `digest` is the bundle's as it was noted elsewhere, if it was. Raises BadInput where a path does not exist.
    """
    sealed = list(seal_faults(made, digest))
    fault = shape_fault(made)
    if fault:
        return Verification((*sealed, Fault(TAMPERED, "bundle", fault)), (), 0, 0)
    everything = made["kind"] == "check" and made["result"]["verdict"] == "not found"
    with reread(paths, None if everything else [d["name"] for d in made["documents"]]) as sources:
        faults = [*sealed, *source_faults(made, sources)]
    other = made["extractor"] != extractor()
    notes = ["Other versions read the sources now than when the bundle was made."] if other else []
    quotes = sum(len(made["result"][key]) for key in QUOTES[made["kind"]])
    return Verification(tuple(dict.fromkeys(faults)), tuple(notes), len(made["documents"]), quotes)


def seal_faults(made: Mapping[str, Any], digest: str | None = None) -> Iterator[Fault]:
    """What the digest tells."""
    if made.get("digest") != digest_of(made):
        yield Fault(TAMPERED, "bundle", "Its digest is not that of its contents.")
    if digest is not None and made.get("digest") != digest.strip().lower():
        yield Fault(TAMPERED, "bundle", "Its digest is not the one that was noted.")


def source_faults(made: Mapping[str, Any], sources: Reread) -> Iterator[Fault]:
    """What the sources tell; the bundle has its proper shape."""
    result, other = made["result"], made["extractor"] != extractor()
    if sorted(d["name"] for d in made["documents"]) != names_of(made["kind"], result):
        yield Fault(TAMPERED, "bundle", "Its documents are not those it quotes.")
        return
    unread: set[str] = set()
    wrong: dict[str, str] = {}
    for entry in made["documents"]:
        fault = _document_fault(entry, sources, DIFFERS if other else TAMPERED)
        if fault:
            yield fault
            unread.add(entry["name"])
        elif fault := _metadata_fault(entry, sources.view.store, DIFFERS if other else TAMPERED):
            yield fault
            wrong[entry["name"]] = fault.kind
    labels = {entry["name"]: entry["metadata"] for entry in made["documents"]}
    for key in QUOTES[made["kind"]]:
        for row in result[key]:
            if row["document"] not in unread:
                kind = wrong.get(row["document"], DIFFERS if other else TAMPERED)
                yield from _citation_faults(
                    row, made["kind"], sources.view.store, labels[row["document"]], kind, unread
                )
    if made["kind"] == "check" and not unread:
        kind = next(iter(wrong.values()), DIFFERS if other else TAMPERED)
        yield from _verdict_faults(result, sources, kind)


def _document_fault(entry: Mapping[str, Any], sources: Reread, otherwise: str) -> Fault | None:
    """Why nothing of a document can be proved; `otherwise` is the kind where the same bytes give another text."""
    name, store = entry["name"], sources.view.store
    try:
        document = store.document(name)
    except KeyError:
        why = next((text for file, text in sources.refused.items() if holds(file, name) or holds(name, file)), "")
        return Fault(MISSING, name, f"It is not in the sources. {why}".strip())
    if store.source(name)[1] != entry["file_sha256"]:
        return Fault(CHANGED, name, "The SHA-256 of its file is not the one in the bundle.")
    if document.sha256 != entry["sha256"]:
        return Fault(TAMPERED, name, "Its SHA-256 in the bundle is not that of the file, which is unchanged.")
    if (document.reader, document.text_sha256) != (entry["reader"], entry["text_sha256"]):
        return Fault(otherwise, name, "Its file is unchanged, but the text read from it is not the one in the bundle.")
    return None


def _metadata_fault(entry: Mapping[str, Any], store: Snapshot, otherwise: str) -> Fault | None:
    now = {key: value._asdict() for key, value in store.document(entry["name"]).metadata.items()}
    then = entry["metadata"]
    keys = sorted(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))
    if not keys:
        return None
    reviewed = any(REVIEWED in (now.get(k, {}).get("evidence"), then.get(k, {}).get("evidence")) for k in keys)
    told = f"The sources give another {' and '.join(keys)} than the bundle"
    return Fault(CHANGED if reviewed else otherwise, entry["name"], f"{told} ({REVIEWED})." if reviewed else f"{told}.")


def _citation_faults(
    row: Mapping[str, Any],
    kind: str,
    store: Snapshot,
    labels: Mapping[str, Mapping[str, str]],
    otherwise: str,
    unread: set[str],
) -> Iterator[Fault]:
    """A citation derived anew from its offsets alone, and compared field for field."""
    document = store.document(row["document"])
    where = f"{document.name} [{row['start']}:{row['end']}]"
    if not 0 <= row["start"] < row["end"] <= len(document.text):
        yield Fault(TAMPERED, where, "The offsets lie outside the text.")
        return
    fresh = _cited(document, row, kind, store)
    if fault := proof(document, fresh):
        yield Fault(TAMPERED, where, fault.removeprefix(f"{where}: ").capitalize())
        return
    now = json.loads(json.dumps(asdict(fresh)))
    if unread & {*row["also_in"], *now["also_in"]}:
        now["also_in"] = row["also_in"]
    for key in sorted(now):
        if now[key] == row[key]:
            continue
        # A label as the bundle's own record of the document has it is told there, once.
        if key in LABELS and otherwise != TAMPERED and row[key] == labels.get(key, {}).get("value"):
            continue
        derived = TAMPERED if key in ("quote", "sha256", *LABELS) else otherwise
        yield Fault(derived, where, f"{key} is {_told(row[key])} in the bundle and {_told(now[key])} by the source.")


def _cited(document: Document, row: Mapping[str, Any], kind: str, store: Snapshot) -> Citation:
    """What the place says now; rank and score are not in the sources and taken from the bundle."""
    span, sentences = Span(row["start"], row["end"]), store.sentences(document.name)
    sentence = sentence_around(sentences, span)
    quoted = sentence if kind == "answer" else span  # an answer quotes whole sentences
    fresh = replace(cite(document, quoted, sentence, row["rank"], 0.0), score=row["score"])
    if kind == "check":
        return fresh
    fresh = leaning(fresh, document, antecedent(document, sentences, sentence))
    return replace(fresh, also_in=also_in(document, quoted, store))


def _verdict_faults(result: Mapping[str, Any], sources: Reread, otherwise: str) -> Iterator[Fault]:
    try:
        found = check(result["quote"], result["speaker"], sources.view, Blind())
    except BadInput as error:
        yield Fault(TAMPERED, "bundle", f"Its quote cannot be checked: {error}")
        return
    now = json.loads(json.dumps(check_json(found)))
    if now["verdict"] != result["verdict"]:
        told = f"The verdict is {_told(result['verdict'])} in the bundle and {_told(now['verdict'])} by the sources."
        yield Fault(otherwise, "bundle", told)
    else:
        for key in RECHECKED:
            if now[key] != result[key]:
                yield Fault(otherwise, "bundle", f"Its {key} are not those the sources give.")


def _told(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
