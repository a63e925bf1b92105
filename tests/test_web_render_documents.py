"""A document → HTML: its text is shown whole with its zones marked, each label with what it rests on, nothing foreign as markup;
what the browser reports of its uploads."""

from __future__ import annotations

import html
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Listing
from assistant.types import Document, Span, Value, Zone
from assistant.web import words
from assistant.web.render_documents import WINDOW, listing, opened, stretches
from assistant.web.uploads import outcomes

TEXT = "By Ann <b>Lee</b>\nThe bridge is open.\nShare this\n"
DOCUMENT = Document(
    "a<i>.txt",
    "f00d",
    TEXT,
    {
        "title": Value("<script>x</script>", "metadata.jsonl"),
        "author": Value("Ann Lee", "3:17"),
        "url": Value("https://example.invalid/", "html:canonical"),
        "x<y": Value("z", "mail:X"),
    },
    (Zone(38, 49, "share"),),
    reader="text",
)


def bare(shown: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", shown))


def text_of(shown: str) -> str:
    return shown.split('class="document-text"')[1].split(">", 1)[1].split("</div>")[0]


def test_each_label_stands_with_what_it_rests_on() -> None:
    table = opened(DOCUMENT, "a<i>.txt", False).split("<tbody>")[1].split("</tbody>")[0]
    rows = [[bare(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in table.split("</tr>")[:-1]]
    assert rows == [
        ["Title", "<script>x</script>", words.REVIEWED],
        ["Publisher", words.UNKNOWN, "–"],
        ["Author", "Ann Lee", "its text, characters 3 to 17: “Ann <b>Lee</b>”"],
        ["Published", words.UNKNOWN, "–"],
        ["Address", "https://example.invalid/", "the field html:canonical"],
        ["Language", words.UNKNOWN, "–"],
        ["x<y", "z", "the field mail:X"],
    ]


def test_the_text_is_whole_and_its_zones_are_named() -> None:
    shown = text_of(opened(DOCUMENT, "a<i>.txt", False))
    assert bare(shown) == TEXT
    assert shown.endswith('<span class="zone" data-kind="share">Share this\n</span>')


def test_a_long_text_is_shown_in_parts() -> None:
    document = Document("long.txt", "f00d", "x" * (2 * WINDOW + 5), reader="text")
    shown = opened(document, "long.txt", True, WINDOW + 7)
    assert text_of(shown) == "x" * WINDOW
    assert re.findall(r'data-window="(\d+)"( disabled)?', shown)[:2] == [("0", ""), (str(2 * WINDOW), "")]
    assert text_of(opened(document, "long.txt", True, 10**9)) == "x" * 5


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))), st.integers(0, 60), st.integers(0, 60))
def test_stretches_join_to_the_text_they_cut(zones: list[tuple[int, int]], start: int, end: int) -> None:
    marked = tuple(Zone(min(z), max(z), "menu") for z in zones)
    found = stretches(Document("a", "f00d", "x" * 60, zones=marked), start, end)
    inside = {at for zone in marked for at in range(zone.start, zone.end)}
    cut = [(at, kind is not None) for span, kind in found for at in range(*span)]
    assert cut == [(at, at in inside) for at in range(start, end)]
    assert all(span == Span(*span) and span.start < span.end for span, _ in found)


def test_the_list_has_a_button_for_each_and_nothing_foreign_as_markup() -> None:
    found = Listing(30, 25, ("a<i>.txt", 'b".txt'), {"a<i>.txt": DOCUMENT})
    shown = listing(found, "a<i>.txt")
    assert re.findall(r'data-document="([^"]*)"( aria-current="true")?', shown) == [
        ("a&lt;i&gt;.txt", ' aria-current="true"'),
        ("b&quot;.txt", ""),
    ]
    assert words.DAMAGED in shown
    assert words.LISTED.format(26, 27, 30) in shown
    assert not re.search("<script|<i>", shown)
    assert listing(Listing(0, 0, (), {})) == f'<p class="hint" role="status">{words.NO_DOCUMENTS}</p>'


def test_what_the_browser_reports_is_read_with_care() -> None:
    told = [
        {"name": "a.txt", "status": 200, "body": {"documents": ["a.txt"], "refused": {"x": "x: why."}}},
        {"name": "b.txt", "status": 413, "body": None},
        {"name": "c.txt", "status": 400, "body": {"error": {"message": "A sentence."}}},
        {"name": "d.txt", "status": 0, "body": None},
        {"name": 7, "status": 200, "body": {"documents": 3, "refused": []}},
        "nonsense",
    ]
    assert outcomes(json.dumps(told)) == [
        ("a.txt", ["a.txt"], ["x: why."]),
        ("b.txt", [], [words.UPLOAD_TOO_LARGE.format(16)]),
        ("c.txt", [], ["A sentence."]),
        ("d.txt", [], [words.UPLOAD_LOST]),
        ("7", [], []),
    ]
    assert outcomes("{") == outcomes("{}") == outcomes("") == []
