"""A citation in its document: escaping, hidden characters, where the mark and the pages lie, labels, the way to the next."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Answer, Citation, Document, Page, Span, Zone
from assistant.web import viewer, words
from assistant.web.exchanges import Exchange
from assistant.web.viewer import AROUND

TEXT = "The mayor <b>spoke</b> & left. \u202eThe bridge\u200b will open in May.\n\nNobody else was asked.\nMenu"
QUOTE = "The bridge\u200b will open in May."
START = TEXT.index(QUOTE)
DOCUMENT = Document("a<b>.txt", "f00d", TEXT)


def citation(document: Document = DOCUMENT, start: int = START, end: int = START + len(QUOTE)) -> Citation:
    quote = document.text[start:end]
    return Citation(document.name, document.sha256, start, end, quote, start, end, quote, rank=1, score=2.5)


def answer(**changes: object) -> Answer:
    plain = Answer("When?", "When?", False, None, 0.8, (citation(),), (), (), 0.1)
    return replace(plain, **changes)  # type: ignore[arg-type]


def text_of(fragment: str) -> str:
    """What a reader of the HTML gets back: badges as the characters they stand for, no tags, no entities."""
    badge = re.compile(r'<span class="hidden-char" title="U\+([0-9A-F]+)">⟨U\+\1⟩</span>')
    return html.unescape(re.sub(r"<[^>]*>", "", badge.sub(lambda m: chr(int(m[1], 16)), fragment)))


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'` \n\u202e\u200b⟨⟩")), min_size=1), st.data())
def test_passage_is_the_document_word_for_word(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document("d", "f00d", text)
    cited = citation(document, start, end)
    fragment = viewer.passage(cited, document)
    a, b = viewer.around(document, cited)
    marked = re.search(r"<mark>(.*)</mark>", fragment, re.DOTALL)
    assert a <= start < end <= b
    assert text_of(fragment) == text[a:b]
    assert marked is not None
    assert text_of(marked[1]) == text[start:end]


def test_passage_whole() -> None:
    assert viewer.passage(citation(), DOCUMENT) == (
        '<p class="passage" dir="auto">The mayor &lt;b&gt;spoke&lt;/b&gt; &amp; left. <span class="hidden-char" title="U+202E">⟨U+202E⟩</span>'
        '<mark>The bridge<span class="hidden-char" title="U+200B">⟨U+200B⟩</span> will open in May.</mark>\n\nNobody else was asked.\nMenu</p>'
    )


def test_passage_is_cut_at_white_space_and_at_zones() -> None:
    long = Document("d", "f00d", "word " * 500 + "The quote. " + "next " * 500)
    start = long.text.index("The quote.")
    assert viewer.around(long, citation(long, start, start + 10)) == Span(start - AROUND, start + 10 + AROUND)
    assert viewer.around(long, citation(long, start, start + 9)) == Span(start - AROUND, start + 5 + AROUND)
    menu = Document(
        "d", "f00d", TEXT, zones=(Zone(0, TEXT.index("\u202e"), "menu"), Zone(TEXT.index("Menu"), len(TEXT), "menu"))
    )
    assert viewer.around(menu, citation(menu)) == Span(TEXT.index("\u202e"), TEXT.index("\nMenu"))


def test_passage_of_a_changed_document_is_the_citations_own_sentence() -> None:
    cited = replace(citation(Document("d", "f00d", "He said yes, twice."), 3, 11), sentence="He said yes, twice.")
    expected = (
        '<p class="passage" dir="auto">He <mark>said yes</mark>, twice.</p><p class="hint">' + words.CHANGED + "</p>"
    )
    assert viewer.passage(cited, None) == expected
    assert viewer.passage(cited, Document("d", "beef", "Something else altogether.")) == expected


def test_labels_nothing_proves_read_unknown() -> None:
    assert text_of(re.sub("</div>", "\n", viewer.labels(citation()))).splitlines() == [
        "Speaker: unknown",
        "Said on: unknown",
        "Author: unknown",
        "Publisher: unknown",
        "Published: unknown",
        "Document: a<b>.txt",
        f"Place: characters {START} to {START + len(QUOTE)}",
        "SHA-256: f00d",
    ]


def test_labels_that_are_known() -> None:
    known = replace(
        citation(),
        speaker="A. <i>",
        how="reported",
        said_on="2023-11-27",
        author="B",
        publisher="C",
        published="2023-11-28",
        page=3,
        url="javascript:x",
        also_in=("d.txt", "e.txt"),
    )
    assert text_of(re.sub("</div>", "\n", viewer.labels(known))).splitlines() == [
        "Speaker: A. <i>",
        "Form: reported speech",
        "Said on: 2023-11-27",
        "Author: B",
        "Publisher: C",
        "Published: 2023-11-28",
        "Document: a<b>.txt",
        "Page: 3",
        "Same words in: d.txt, e.txt",
        f"Place: characters {START} to {START + len(QUOTE)}",
        "Address: javascript:x",
        "SHA-256: f00d",
    ]
    assert "<a " not in viewer.labels(known)


def test_pages_are_told_where_they_begin() -> None:
    paged = replace(DOCUMENT, pages=(Page(1, 0, 4), Page(2, 4, START + 4), Page(3, START + 4, len(TEXT))))
    fragment = viewer.passage(citation(paged), paged)
    assert text_of(fragment) == TEXT
    assert 'The <span class="page" data-page="Page 2"></span>mayor' in fragment
    assert '<mark>The <span class="page" data-page="Page 3"></span>bridge' in fragment
    assert "Page 1" in fragment
    assert viewer.passage(citation(paged), replace(paged, text=TEXT, pages=())).count("data-page") == 0


def test_cards_lead_to_each_other_and_back() -> None:
    shown = viewer.cards(2, answer(citations=(citation(), citation(), citation())), lambda _: DOCUMENT)
    assert [re.findall('href="#([^"]*)"', part) for part in shown.split("<article ")[1:]] == [
        ["source-2-2", "quote-2-1"],
        ["source-2-1", "source-2-3", "quote-2-2"],
        ["source-2-2", "quote-2-3"],
    ]
    assert shown.count('id="source-2-') == 3
    assert 'href="#' not in viewer.linked(citation(), DOCUMENT)


def test_passages_near_a_silence_are_no_answer() -> None:
    silent = answer(abstained=True, citations=(), nearest=(citation(),))
    assert viewer.cards(1, silent, lambda _: DOCUMENT).startswith(
        '<section class="nearest"><h3>Nearest passages (not an answer)</h3><article class="card" id="source-1-1"'
    )
    assert f"<h3>{words.NEAREST_OUTSIDE}</h3>" in viewer.cards(1, replace(silent, outside=True), lambda _: DOCUMENT)
    assert viewer.cards(1, answer(abstained=True, citations=()), lambda _: None) == (
        '<section class="nearest"><h3>Nearest passages (not an answer)</h3><p class="hint">No passage comes near this question.</p></section>'
    )


def test_sources_of_earlier_questions_are_folded() -> None:
    said = (
        Exchange(1, "A?", answer(question="A?"), sources="<i>1</i>"),
        Exchange(2, "B<", answer(), sources="<i>2</i>"),
        Exchange(3, "C?", error="No."),
    )
    assert (
        viewer.sources(said[:2])
        == '<i>2</i><details class="earlier"><summary>Earlier: <bdi>A?</bdi></summary><i>1</i></details>'
    )
    assert viewer.sources(said) == (
        f'<p class="hint">{words.NO_SOURCES}</p><details class="earlier"><summary>Earlier: <bdi>B&lt;</bdi></summary><i>2</i></details>'
        '<details class="earlier"><summary>Earlier: <bdi>A?</bdi></summary><i>1</i></details>'
    )
