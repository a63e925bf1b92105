"""A check in words and as JSON, for whoever shows or saves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.types import Change, Citation, QuoteCheck

TOLD = {
    "exact": "Exact: these words stand in the documents.",
    "formatting only": "Formatting only: these words stand in the documents; marks, spaces or the first letter's case differ.",
    "altered": "Altered: the documents have other words.",
    "spliced": "Spliced: these words are put together from different places.",
    "cropped": "Cropped: these words stand in the documents, but what their sentence says was cut off.",
    "misattributed": "Misattributed: these words stand in the documents, but not as those of {speaker}.",
    "not found": "Not found.",
}
NOBODYS = "Speaker not proved: these words stand in the documents, but who says them there is unknown, so not that {speaker} does."


def verdict_told(found: QuoteCheck) -> str:
    """The verdict of a check in one sentence, what it is called before the first colon or full stop."""
    unknown = found.verdict == "misattributed" and not any(c.speaker for c in found.matches)
    return (NOBODYS if unknown else TOLD[found.verdict]).format(speaker=found.speaker)


def check_json(found: QuoteCheck) -> dict[str, Any]:
    """The JSON form of a check (docs/design.md)."""
    diffs = found.diffs or ((),) * len(found.matches)
    matches = [
        asdict(citation)
        | {
            "diff": marked(found.quote, citation, changes) if changes else None,
            "changes": [{"kind": c.kind, "given": c.given, "found": c.found} for c in changes],
        }
        for citation, changes in zip(found.matches, diffs, strict=True)
    ]
    return {
        "quote": found.quote,
        "speaker": found.speaker,
        "verdict": found.verdict,
        "matches": matches,
        "parts": [{"start": p.start, "end": p.end} for p in found.parts],
        "missing": [m._asdict() for m in found.missing],
        "nearest": [asdict(c) for c in found.nearest],
    }


def compared(quote: str, citation: Citation, changes: Sequence[Change]) -> list[tuple[str, str, str]]:
    """The changes in order: kind, the quote's words, the document's words; "" where one of them has none."""
    return [
        (
            change.kind,
            quote[slice(*change.given)] if change.given else "",
            citation.quote[change.found.start - citation.start : change.found.end - citation.start]
            if change.found
            else "",
        )
        for change in changes
    ]


def marked(quote: str, citation: Citation, changes: Sequence[Change]) -> str:
    """The true words with what was done to them: only the quote has `[-these-]`, only the document has `{+these+}`."""
    out = []
    for kind, given, there in compared(quote, citation, changes):
        if kind == "kept":
            out.append(there)
        else:
            out.extend([f"[-{given}-]"] * bool(given) + [f"{{+{there}+}}"] * bool(there))
    return " ".join(" ".join(out).split())
