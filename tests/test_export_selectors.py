"""W3C selectors and text fragments, found again by the published algorithms, written here anew."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citing import cite
from assistant.export.annotations import text_quote_selector, w3c
from assistant.export.fragments import Directive, directive, text_link
from assistant.export.labels import Quoted
from assistant.types import Document, Span, Value

FEW = st.text(st.sampled_from("abA -,&.\n\r\té😀"), max_size=60)  # so few letters that every word stands often
ANY = st.text(st.characters(codec="utf-8"), max_size=60)


@st.composite
def spans(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> tuple[str, Span]:
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def selected(text: str, selector: dict[str, str]) -> list[int]:
    """TextQuoteSelector, as the W3C's note has it: where `exact` stands right after `prefix` and before `suffix`."""
    prefix, exact, suffix = selector["prefix"], selector["exact"], selector["suffix"]
    return [
        at
        for at in range(len(text) + 1)
        if text[:at].endswith(prefix) and text[at:].startswith(exact) and text[at + len(exact) :].startswith(suffix)
    ]


@given(st.one_of(spans(FEW), spans(ANY), spans(FEW.map(lambda t: t * 40))))
def test_a_quote_selector_selects_the_quote_and_nothing_else(given_: tuple[str, Span]) -> None:
    text, span = given_
    selector = text_quote_selector(text, span)
    assert selector["exact"] == text[span.start : span.end]
    assert selected(text, selector) == [span.start]


def test_an_annotation() -> None:
    text = "\U0001f600 Oui.\nThe bridge is shut. The bridge is open."
    start = text.index("The bridge is open.")
    span = Span(start, len(text))
    document = Document("a.html", "ab" * 32, text, {"url": Value("https://example.org/x", "html:canonical")})
    (made,) = json.loads(w3c([Quoted(cite(document, span, span, 1, 0.5), document)]))
    quote = {"type": "TextQuoteSelector", "exact": "The bridge is open.", "prefix": text[:start], "suffix": ""}
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (made["type"], made["body"]["value"]) == ("Annotation", f"a.html [27:46], SHA-256 {'ab' * 32}")
    assert made["target"][0]["selector"] == [quote, {"type": "TextPositionSelector", "start": 27, "end": 46}]
    assert made["target"][1] == {"source": "https://example.org/x", "selector": [quote]}
    # Code points, as the model demands: a reader that counts UTF-16 units or bytes would be off by the emoji.
    assert "".join(map(chr, [ord(c) for c in text][27:46])) == "The bridge is open."
    assert text.encode("utf-16-le")[2 * 27 : 2 * 46].decode("utf-16-le") != "The bridge is open."
    # RFC 6920: the hash of what the offsets count in
    assert made["target"][0]["source"] == f"ni:///sha-256;{base64url(hashlib.sha256(text.encode()).digest())}"


def base64url(data: bytes) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(letters[int(bits[i : i + 6].ljust(6, "0"), 2)] for i in range(0, len(bits), 6))


class Page:
    """A text as a browser has it: a block for each line, white space collapsed; with the way back to the text."""

    def __init__(self, text: str) -> None:
        self.letters: list[str] = []
        self.places: list[int] = []
        at = 0
        for row in text.splitlines(keepends=True):
            for i, char in enumerate(row):
                if not char.isspace():
                    if self.letters and i and row[i - 1].isspace():
                        self._add("\n" if not row[:i].strip() else " ", at + i)
                    elif self.letters and not i:
                        self._add("\n", at + i)
                    self._add(char, at + i)
            at += len(row)

    def _add(self, letter: str, place: int) -> None:
        self.letters.append(letter)
        self.places.append(place)

    def bounded(self, at: int) -> bool:
        around = self.letters[max(0, at - 1) : at + 1]
        return not (0 < at < len(self.letters) and all(c.isalnum() or c == "_" for c in around))

    def find(self, term: str, start: int, *, begins: bool, ends: bool) -> tuple[int, int] | None:
        """The specification's "find a string in range"."""
        for at in range(start, len(self.letters) - len(term) + 1):
            end = at + len(term)
            same = all(a.lower() == b.lower() for a, b in zip(self.letters[at:end], term, strict=True))
            if same and (not begins or self.bounded(at)) and (not ends or self.bounded(end)):
                return at, end
        return None

    def skip(self, at: int) -> int:
        while at < len(self.letters) and self.letters[at].isspace():
            at += 1
        return at

    def range_of(self, value: str) -> tuple[int, int] | None:
        """The specification's "find a range from a text directive", as a span of the text."""
        terms = value.split(",")
        prefix = unquote(terms.pop(0)[:-1]) if terms[0].endswith("-") else ""
        suffix = unquote(terms.pop()[1:]) if terms[-1].startswith("-") else ""
        found = self._match(unquote(terms[0]), unquote(terms[1]) if terms[1:] else "", prefix, suffix)
        return (self.places[found[0]], self.places[found[1] - 1] + 1) if found else None

    def _match(self, start: str, end: str, prefix: str, suffix: str) -> tuple[int, int] | None:
        search = 0
        while search < len(self.letters):
            if prefix:
                before = self.find(prefix, search, begins=True, ends=False)
                if before is None:
                    return None
                search, here = before[0] + 1, self.skip(before[1])
                match = self.find(start, here, begins=True, ends=bool(end) or not suffix)
                if match is None:
                    return None
                if match[0] != here:
                    continue
            else:
                match = self.find(start, search, begins=True, ends=bool(end) or not suffix)
                if match is None:
                    return None
                search = match[0] + 1
            last = match[1]
            while True:
                if end:
                    tail = self.find(end, last, begins=True, ends=not suffix)
                    if tail is None:
                        return None
                    last = tail[1]
                if not suffix:
                    return match[0], last
                after = self.find(suffix, self.skip(last), begins=False, ends=True)
                if after is None:
                    return None
                if after[0] == self.skip(last):
                    return match[0], last
                if not end:
                    break
        return None


def trimmed(text: str, span: Span) -> tuple[int, int]:
    quote = text[span.start : span.end]
    start = span.start + len(quote) - len(quote.lstrip())
    return start, start + len(quote.strip())


@given(st.one_of(spans(FEW), spans(ANY)))
def test_a_directive_finds_the_quote_first_or_there_is_none(given_: tuple[str, Span]) -> None:
    text, span = given_
    made = directive(text, *span)
    if made is not None:
        encoded = made.encoded()
        assert set(encoded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%,-._~")
        assert Page(text).range_of(encoded) == trimmed(text, span) == tuple(span)


@pytest.mark.parametrize(
    ("text", "quote", "occurrence", "expected"),
    [
        ("It is open. It is shut.", "It is shut.", 0, "It%20is%20shut."),
        ("A well-kept, safe & old bridge.", "A well-kept, safe & old bridge.", 0, "A%20well%2Dkept%2C%20safe%20%26%20old%20bridge."),
        ("Yes. No. Yes. Maybe.", "Yes.", 1, "Yes.%20No.-,Yes.,-Maybe."),
        ("One two three four five six\nand the last of all the lines", "One two three four five six\nand the last of all the lines", 0, "One%20two%20three%20four,of%20all%20the%20lines"),
        ("Cut here, uncut there.", "cut", 0, None),
    ],
)  # fmt: skip
def test_directives(text: str, quote: str, occurrence: int, expected: str | None) -> None:
    at = -1
    for _ in range(occurrence + 1):
        at = text.index(quote, at + 1)
    made = directive(text, at, at + len(quote))
    assert (made.encoded() if made else None) == expected
    if expected:
        assert Page(text).range_of(expected) == (at, at + len(quote))


def test_a_long_quote_is_given_by_its_first_and_last_words() -> None:
    numbers = [str(number) for number in range(200)]
    text = f"0 1 2 3 go. {' '.join(numbers)} end."
    made = directive(text, 12, len(text) - 5)
    assert made == Directive(" ".join(numbers[:8]), " ".join(numbers[-8:]))
    assert Page(text).range_of(made.encoded()) == (12, len(text) - 5)
    assert directive("x " * 200, 0, 399) is None  # no first and last words tell it from others


def test_links() -> None:
    text = "It is open."
    assert text_link("https://example.org/a", text, 0, 11) == "https://example.org/a#:~:text=It%20is%20open."
    assert text_link("https://example.org/a#part", text, 0, 11) == "https://example.org/a#part:~:text=It%20is%20open."
    assert text_link("https://example.org/a#:~:text=x", text, 0, 11) == "https://example.org/a#:~:text=It%20is%20open."
    assert text_link("https://example.org/a", "It is\ud800 open.", 0, 12) == "https://example.org/a"
