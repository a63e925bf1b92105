"""The shape of every canonical text made from a structured file, built block by block.

A blank line stands between paragraphs; rows of one table and items of one list are separated by a single line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from assistant.errors import UnreadableFile
from assistant.text import storable
from assistant.types import Page, Zone

Kind = Literal["paragraph", "row", "item"]

_BREAKS = re.compile(r"[\t ]*[\r\n]+[\t ]*")


class Draft:
    """A text being put together, with the zones and pages in it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._length = 0
        self._last: Kind = "paragraph"
        self._zones: list[Zone] = []
        self._pages: list[Page] = []

    def add(self, text: str, kind: Kind = "paragraph") -> None:
        """Append one block; a block of white space alone is left out."""
        text = storable(text)
        text = text.rstrip() if kind == "row" else text.strip()
        if not text.strip():
            return
        if self._spans:
            gap = "\n" if kind == self._last != "paragraph" else "\n\n"
            self._pieces.append(gap)
            self._length += len(gap)
        self._pieces.append(text)
        self._spans.append((self._length, self._length + len(text)))
        self._length += len(text)
        self._last = kind

    def table(self, rows: Iterable[Iterable[str]]) -> None:
        """Append a table, given by the texts of its cells: a row a line, a tab between cells."""
        self.gap()
        for row in rows:
            self.add("\t".join(map(one_line, row)), "row")
        self.gap()

    def gap(self) -> None:
        """The next row or item belongs to another table or list."""
        self._last = "paragraph"

    @contextmanager
    def zone(self, kind: str) -> Iterator[None]:
        """What is added inside becomes a zone, unless an enclosing one holds it already."""
        first, zones = len(self._spans), len(self._zones)
        self.gap()
        yield
        self.gap()
        if len(self._spans) > first:
            self._zones[zones:] = [Zone(self._spans[first][0], self._spans[-1][1], kind)]

    @contextmanager
    def page(self, number: int) -> Iterator[None]:
        """What is added inside is page `number`; a page without text gets none."""
        first = len(self._spans)
        self.gap()
        yield
        self.gap()
        if len(self._spans) > first:
            self._pages.append(Page(number, self._spans[first][0], self._spans[-1][1]))

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def zones(self) -> tuple[Zone, ...]:
        return tuple(self._zones)

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(self._pages)

    def words(self, name: str) -> str:
        """The text. Raises UnreadableFile where there is not one word in it."""
        return words(self.text, name)


def words(text: str, name: str) -> str:
    """`text` itself. Raises UnreadableFile where there is not one word in it."""
    if not any(c.isalnum() for c in text):
        raise UnreadableFile(f"{name}: there is not one word in it.")
    return text


def one_line(text: str) -> str:
    """`text` with line breaks as spaces, as a table cell needs it."""
    return _BREAKS.sub(" ", text.strip()).replace("\t", " ")
