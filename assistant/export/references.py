"""One entry for each document quoted, with its quotes as notes: BibTeX, CSL-JSON, RIS. Unknown labels are left out.

The quotes stand in one line each there; where the document breaks a line they have a space (the proof bundle and the
W3C annotations keep every character).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.english import MONTHS
from assistant.export.labels import Quoted, Source, line, sources
from assistant.export.styles import attribution

# Braces count in BibTeX even behind a backslash, so they are named and never written.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: f"\\{c}" for c in "#$%&_"},
    }
)
# TeX makes one character of these two, a quotation mark or a dash; what stands between keeps them apart.
_LIGATURE = re.compile(r"(['`,<>-])(?=\1)|([?!])(?=`)")
_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})


def bibtex(quoted: Sequence[Quoted]) -> str:
    """@misc entries: names and titles in double braces, so that no style takes them apart or changes their case."""
    return "\n\n".join(_entry(source) for source in sources(quoted))


def _entry(source: Source) -> str:
    fields = [("author", _braced(source.label("author"))), ("title", _braced(source.title))]
    fields.append(("howpublished", _latex(source.label("publisher"))))
    issued = source.issued
    if issued:
        fields.append(
            ("date", f"{{{'-'.join(f'{part:04}' if i == 0 else f'{part:02}' for i, part in enumerate(issued))}}}")
        )
        fields.append(("year", f"{{{issued[0]:04}}}"))
        fields.append(("month", MONTHS[issued[1] - 1][:3].lower() if issued[1:] else None))
    else:
        fields.append(("year", _braced(source.label("published"))))
    fields.append(("url", f"{{{source.url.translate(_URL)}}}" if source.url else None))
    fields.append(("annote", _latex(" | ".join(_notes(source)))))
    inside = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@misc{{{source.key},\n{inside}\n}}"


def _latex(text: str | None) -> str | None:
    return "{" + _LIGATURE.sub(r"\g<0>{}", text.translate(_LATEX)) + "}" if text else None


def _braced(text: str | None) -> str | None:
    return f"{{{_latex(text)}}}" if text else None


def csl_json(quoted: Sequence[Quoted]) -> str:
    """CSL-JSON items, as citation processors and Zotero read them; names are literal."""
    return json.dumps([_item(source) for source in sources(quoted)], ensure_ascii=False, indent=1)


def _item(source: Source) -> dict[str, Any]:
    author, published = source.label("author"), source.label("published")
    item = {
        "id": source.key,
        "type": "webpage" if source.url else "document",
        "title": source.title,
        "author": [{"literal": author}] if author else None,
        "publisher": source.label("publisher"),
        "issued": {"date-parts": [list(source.issued)]}
        if source.issued
        else {"literal": published}
        if published
        else None,
        "URL": source.url,
        "language": source.label("language"),
        "annote": " | ".join(_notes(source)),
    }
    return {name: value for name, value in item.items() if value}


def ris(quoted: Sequence[Quoted]) -> str:
    """RIS records; no value can end its line, so none can begin a field of its own."""
    return "\n\n".join(_record(source) for source in sources(quoted))


def _record(source: Source) -> str:
    issued, published = source.issued, source.label("published")
    day = "/".join([*(f"{part:02}" for part in issued), *[""] * (3 - len(issued))]) + "/" if issued else None
    fields = [
        ("TY", "ELEC" if source.url else "GEN"),
        ("ID", source.key),
        ("AU", source.label("author")),
        ("TI", source.title),
        ("PB", source.label("publisher")),
        ("PY", f"{issued[0]:04}" if issued else None),
        ("DA", day or (f"///{published}" if published else None)),
        ("LA", source.label("language")),
        ("UR", source.url),
        *(("N1", note) for note in _notes(source)),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in fields if value is not None)


def _notes(source: Source) -> list[str]:
    return [f"“{line(c.quote)}” ({attribution(Quoted(c, source.document))})" for c in source.quoted]
