"""Quotes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one for each citation.

The position selector counts Unicode code points, as our offsets do, of the document's canonical text; its target is
therefore that text, named by its hash (RFC 6920). Where a web address is known, the page there is a second target, with
the words alone.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Sequence
from typing import Any

from assistant.export.labels import Quoted, web_address
from assistant.export.styles import attribution
from assistant.types import Document, Span

CONTEXT = 32  # code points before and after the words, at least


def w3c(quoted: Sequence[Quoted]) -> str:
    """A JSON array of Annotations."""
    return json.dumps([_annotation(q) for q in quoted], ensure_ascii=False, indent=1)


def _annotation(quoted: Quoted) -> dict[str, Any]:
    citation, document = quoted
    words = text_quote_selector(document.text, Span(citation.start, citation.end))
    position = {"type": "TextPositionSelector", "start": citation.start, "end": citation.end}
    targets = [{"source": named_by_hash(document), "selector": [words, position]}]
    if url := web_address(citation.url):
        targets.append({"source": url, "selector": [words]})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{citation.sha256}:{citation.start}-{citation.end}')}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": attribution(quoted), "format": "text/plain", "purpose": "describing"},
        "target": targets,
    }


def text_quote_selector(text: str, span: Span) -> dict[str, str]:
    """The words with as much of what stands before and after them as makes them the only ones in `text`."""
    exact, around = text[span.start : span.end], CONTEXT
    while True:
        prefix, suffix = text[max(0, span.start - around) : span.start], text[span.end : span.end + around]
        if _unique(text, prefix + exact + suffix) or around >= len(text):
            return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
        around *= 2


def _unique(text: str, words: str) -> bool:
    return text.find(words, text.find(words) + 1) < 0


def named_by_hash(document: Document) -> str:
    """The canonical text as a URI: `ni:///sha-256;` and the hash of its UTF-8 in base64url."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(document.text_sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"
