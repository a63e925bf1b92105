"""Data files: .csv and .tsv, .json, .jsonl, .xml with RSS and Atom, and the subtitles .srt and .vtt."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from lxml import etree

from assistant.errors import UnreadableFile
from assistant.reading.decoding import known_encoding
from assistant.reading.feeds import add_feed
from assistant.reading.html_text import BLOCKS, add_tree
from assistant.reading.markup import entity, local, xml_root
from assistant.reading.record import Reading
from assistant.reading.shape import Draft, one_line, words
from assistant.text import storable
from assistant.types import Value

DEEPEST = 200  # levels of nesting
_DELIMITERS = ",;\t|"
_NONE = "\x1f"  # a delimiter that no file has: each line is one cell
_SAMPLE = 50_000  # characters looked at to tell the delimiter
_LONGEST_CELL = 2**31 - 1
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_XML = f"xml (lxml {etree.__version__})"
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["'][^>]{0,100}\?>""")
_CUE = re.compile(r"(?:\d+:)?\d+:\d+[.,]\d+\s+-->")
_CUE_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<[\d:.]+>|\{\\[^{}\n]*\}")
_SENTENCE_END = re.compile(r"[.!?…:;♪][\"”’»')\]]*$")
_BLOCKS = BLOCKS | frozenset("para item row entry title list listitem sect1 sect2 sect3 chapter note lg l".split())
_INLINE = frozenset(
    "a abbr b bold br code cite del em emph emphasis font hi i ins italic kbd link mark q quote ref s small span strong "
    "sub sup term tt u ulink xref".split()
)


def read_csv(text: str, name: str) -> Reading:
    """One row a line, cells joined by tabs; the delimiter is told from the first rows. Raises UnreadableFile."""
    marked = _SEPARATOR.match(text)
    if marked:
        text = text[marked.end() :]
    delimiter = marked.group(1) if marked else _delimiter(text)
    csv.field_size_limit(_LONGEST_CELL)  # its own limit refuses cells that hold an article
    quoting: Literal[0, 3] = csv.QUOTE_NONE if _runs_away(text, delimiter) else csv.QUOTE_MINIMAL
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
        lines = ("\t".join(map(one_line, row)).rstrip() for row in rows)
        found = storable("\n".join(line for line in lines if line))
    except (csv.Error, ValueError, TypeError) as error:
        raise UnreadableFile(f"{name}: its rows cannot be told apart ({error}).") from error
    return Reading(words(found, name), "csv")


def _runs_away(text: str, delimiter: str) -> bool:
    """True where a stray quotation mark would swallow all rows after it."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, at least two; `_NONE` if none does."""
    best, chosen = 0.5, _NONE
    sample = text[:_SAMPLE]
    for delimiter in _DELIMITERS:
        quoting: Literal[0, 3] = csv.QUOTE_NONE if _runs_away(sample, delimiter) else csv.QUOTE_MINIMAL
        with suppress(csv.Error):
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quoting=quoting))
            sizes = [len(row) for row in (rows if len(sample) == len(text) else rows[:-1] or rows) if row]
            usual = max(sorted(set(sizes)), key=sizes.count, default=1)
            if usual > 1 and sizes.count(usual) / len(sizes) > best:
                best, chosen = sizes.count(usual) / len(sizes), delimiter
    return chosen


class _Object(list[tuple[str, object]]):
    """A JSON object with its keys in order, those that come twice included."""


def read_json(text: str, name: str) -> Reading:
    """One line a value, `key: value`; objects in a list stand apart. Raises UnreadableFile."""
    try:
        blocks = list(_json_blocks(_parse(text)))
    except ValueError as error:
        raise UnreadableFile(f"{name}: not valid JSON ({error}).") from error
    except RecursionError as error:
        raise UnreadableFile(f"{name}: nested deeper than {DEEPEST} levels.") from error
    return Reading(words("\n\n".join(blocks), name), "json")


def read_jsonl(text: str, name: str) -> Reading:
    """Each line as `read_json` gives it. Raises UnreadableFile, which names the first bad line."""
    blocks: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            blocks.extend(_json_blocks(_parse(line)))
        except ValueError as error:
            reason = str(error).partition(": line 1 ")[0]
            raise UnreadableFile(f"{name}: line {number} is not valid JSON ({reason}).") from error
        except RecursionError as error:
            raise UnreadableFile(f"{name}: line {number} is nested deeper than {DEEPEST} levels.") from error
    return Reading(words("\n\n".join(blocks), name), "jsonl")


def _parse(text: str) -> object:
    """Numbers stay as they are written."""
    return json.loads(text, object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str)


def _json_blocks(value: object) -> Iterator[str]:
    lines: list[str] = []
    for key, scalar in _scalars("", value, 0):
        if scalar is None:
            if lines:
                yield "\n".join(lines)
            lines = []
        else:
            lines.append(f"{key}: {scalar}" if key else scalar)
    if lines:
        yield "\n".join(lines)


def _scalars(key: str, value: object, depth: int) -> Iterator[tuple[str, str | None]]:
    """Key and text of each value; a text of None where a new object in a list begins."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, _Object):
        for inner, item in value:
            yield from _scalars(inner, item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, list):
                yield "", None
            yield from _scalars("", item, depth + 1)
            if isinstance(item, list):
                yield "", None
    else:
        shown = {True: "true", False: "false", None: "null"}
        text = value if isinstance(value, str) else shown[value]  # type: ignore[index]
        yield storable(key), storable(text)


def read_subtitles(text: str, name: str) -> Reading:
    """What is said in .srt or .vtt subtitles, sentences that run over several cues in one line. Raises UnreadableFile."""
    draft = Draft()
    said: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.strip("\n").split("\n")
        cue = next((i for i, line in enumerate(lines) if _CUE.match(line.strip())), None)
        if cue is None:
            continue
        spoken = " ".join(" ".join(html.unescape(_CUE_TAG.sub("", line)).split()) for line in lines[cue + 1 :]).strip()
        if spoken:
            said.append(spoken)
        if said and _SENTENCE_END.search(said[-1]):
            draft.add(" ".join(said))
            said = []
    draft.add(" ".join(said))
    return Reading(draft.words(name), "subtitles")


def read_xml(data: bytes, name: str) -> Reading:
    """The text of all elements in order, one block a line; feeds item by item. Raises UnreadableFile."""
    if not data.strip():
        raise UnreadableFile(f"{name}: the file is empty.")
    try:
        root = xml_root(data, name, doctype=True)
    except UnreadableFile:
        # what is declared as EUC-KR or GB2312 often is their larger successor, which Python's decoders know
        redeclared = _as_utf8(data)
        if redeclared is None:
            raise
        root = xml_root(redeclared, name, doctype=True)
    try:
        draft = Draft()
        metadata: dict[str, Value] = {}
        kind = local(root)
        if kind in ("rss", "RDF", "feed"):
            metadata = add_feed(root, draft)
        elif kind == "html":
            add_tree(root, draft)
        if not draft.text:
            _elements(root, draft, 0)
        return Reading(draft.words(name), f"feed (lxml {etree.__version__})" if metadata else _XML, metadata)
    except RecursionError as error:
        raise UnreadableFile(f"{name}: nested deeper than {DEEPEST} levels.") from error


def _as_utf8(data: bytes) -> bytes | None:
    """`data` decoded as it declares and encoded anew; None where nothing is declared or it is not true."""
    declared = _DECLARED.match(data)
    encoding = known_encoding(declared.group(1).decode("ascii")) if declared else None
    try:
        text = data[declared.end() :].decode(encoding) if declared and encoding else ""
    except (UnicodeError, ValueError):
        return None
    return text.encode("utf-8") or None


def _elements(element: etree._Element, draft: Draft, depth: int) -> None:
    if depth > DEEPEST:
        raise RecursionError
    line: list[str] = [element.text or ""]
    is_mixed = any(text and text.strip() for text in (element.text, *(inner.tail for inner in element)))
    for inner in element:
        if isinstance(inner, etree._Entity):
            line.append(entity(inner))
        elif local(inner) in _INLINE or (is_mixed and local(inner) not in _BLOCKS):
            line.append("\n" if local(inner) == "br" else _joined(inner))
        else:
            draft.add(_collapsed(line))
            line = []
            _elements(inner, draft, depth + 1)
        line.append(inner.tail or "")
    draft.add(_collapsed(line))


def _joined(element: etree._Element) -> str:
    return "".join(
        [
            element.text or "",
            *(entity(i) if isinstance(i, etree._Entity) else _joined(i) + (i.tail or "") for i in element),
        ]
    )


def _collapsed(line: list[str]) -> str:
    return re.sub(r"[ \t\r\n]+", " ", "".join(line))
