"""What a reader of one format gives back; `assistant.reading` makes Documents of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.types import Page, Span, Value, Zone

_FILLERS = {
    "title": re.compile(
        r"untitled.*|\(?(?:anonymous|unspecified)\)?|(microsoft )?(word|powerpoint|excel) - .*|(word document|document|dokument|presentation"
        r"|powerpoint presentation|slide|title)\s*\d*|\S+\.(docx?|pdf|tex|dvi|html?|odt|rtf|indd|qxd|pptx?|xlsx?|txt|pages)|.*[/\\].*|\W*|about:blank",
        re.IGNORECASE,
    ),
    "author": re.compile(
        r"\W*(user|admin(istrator)?|owner|unknown|anonymous|author|root|microsoft office user|python-docx|python-pptx|openpyxl"
        r"|pandoc|calibre.*|libreoffice.*)?\W*",
        re.IGNORECASE,
    ),
}


def is_filler(key: str, value: str) -> bool:
    """True of what a program writes into the field of a file where nobody said anything: "Untitled", "python-docx"."""
    return key in _FILLERS and _FILLERS[key].fullmatch(value) is not None


@dataclass(frozen=True)
class Part:
    """A file inside another: an entry of an archive, an attachment of a mail. `refusal` says why it has no `data`."""

    name: str
    data: bytes = b""
    refusal: str = ""


@dataclass(frozen=True)
class Reading:
    """One file as read: `text` is canonical from here on, and all spans are code points into it.

    `reader` names the extractor and its version; `metadata` holds only what fields of the file itself say, each with
    the field as evidence; `parts` are read in turn and become documents of their own; `blocks` are block quotations.
    """

    text: str
    reader: str
    metadata: Mapping[str, Value] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    blocks: tuple[Span, ...] = ()
