"""Records → HTML: escaping, hidden characters, where the mark lies, labels, silence."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Answer, Citation, Document, InForce, Span, Turn, Zone
from assistant.web import render, words
from assistant.web.render import Exchange
from assistant.web.style import CSS

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
    fragment = render.passage(cited, document)
    a, b = render.around(document, cited)
    marked = re.search(r"<mark>(.*)</mark>", fragment, re.DOTALL)
    assert a <= start < end <= b
    assert text_of(fragment) == text[a:b]
    assert marked is not None
    assert text_of(marked[1]) == text[start:end]


def test_passage_whole() -> None:
    assert render.passage(citation(), DOCUMENT) == (
        '<p class="passage" dir="auto">The mayor &lt;b&gt;spoke&lt;/b&gt; &amp; left. <span class="hidden-char" title="U+202E">⟨U+202E⟩</span>'
        '<mark>The bridge<span class="hidden-char" title="U+200B">⟨U+200B⟩</span> will open in May.</mark>\n\nNobody else was asked.\nMenu</p>'
    )


def test_passage_is_cut_at_white_space_and_at_zones() -> None:
    long = Document("d", "f00d", "word " * 200 + "The quote. " + "next " * 200)
    start = long.text.index("The quote.")
    assert render.around(long, citation(long, start, start + 10)) == Span(start - 300, start + 310)
    assert render.around(long, citation(long, start, start + 9)) == Span(start - 300, start + 305)
    menu = Document(
        "d", "f00d", TEXT, zones=(Zone(0, TEXT.index("\u202e"), "menu"), Zone(TEXT.index("Menu"), len(TEXT), "menu"))
    )
    assert render.around(menu, citation(menu)) == Span(TEXT.index("\u202e"), TEXT.index("\nMenu"))


def test_passage_of_a_changed_document_is_the_citations_own_sentence() -> None:
    cited = replace(citation(Document("d", "f00d", "He said yes, twice."), 3, 11), sentence="He said yes, twice.")
    expected = (
        '<p class="passage" dir="auto">He <mark>said yes</mark>, twice.</p><p class="hint">' + words.CHANGED + "</p>"
    )
    assert render.passage(cited, None) == expected
    assert render.passage(cited, Document("d", "beef", "Something else altogether.")) == expected


def test_labels_nothing_proves_read_unknown() -> None:
    assert text_of(re.sub("</div>", "\n", render.labels(citation()))).splitlines() == [
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
    assert text_of(re.sub("</div>", "\n", render.labels(known))).splitlines() == [
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
    assert "<a " not in render.labels(known)


def test_answer_shows_quote_number_document_and_confidence() -> None:
    assert render.answer_html(2, answer()) == (
        '<div class="answer"><header><h3>The documents say</h3><p class="confidence">Confidence: <strong>fair</strong> (0.80)</p></header>'
        '<figure><blockquote dir="auto">The bridge<span class="hidden-char" title="U+200B">⟨U+200B⟩</span> will open in May.</blockquote>'
        '<figcaption><a class="number" href="#source-2-1" aria-label="To source 1">[1]</a> <bdi class="document">a&lt;b&gt;.txt</bdi> · '
        'Speaker: <span class="unknown">unknown</span> · Published: <span class="unknown">unknown</span></figcaption></figure></div>'
    )


def test_silence_has_its_own_box_and_its_passages_are_no_answer() -> None:
    silent = answer(
        abstained=True,
        reason="The documents do not say: nothing in them is on this subject.",
        confidence=0.001,
        citations=(),
        nearest=(citation(),),
    )
    assert render.answer_html(1, silent) == (
        '<div class="box silence" role="note"><h3>The documents do not say</h3><p>Nothing in them is on this subject.</p>'
        '<p class="confidence">Confidence that a passage answers: <strong>very low</strong> (below 0.01)</p></div>'
    )
    assert render.cards(1, silent, lambda _: DOCUMENT).startswith(
        '<section class="nearest"><h3>Nearest passages (not an answer)</h3><article class="card" id="source-1-1"'
    )
    assert render.cards(1, answer(abstained=True, citations=()), lambda _: None) == (
        '<section class="nearest"><h3>Nearest passages (not an answer)</h3><p class="hint">No passage comes near this question.</p></section>'
    )


def test_withheld_and_read_as_are_shown() -> None:
    shown = render.answer_html(1, answer(standalone_question="When <does> it?", withheld=("a.txt: <altered>.",)))
    assert shown.startswith('<p class="read-as">Read as: <bdi>When &lt;does&gt; it?</bdi></p>')
    assert shown.endswith(
        '<div class="box warning" role="note"><h3>Withheld, because the proof failed</h3><ul><li>a.txt: &lt;altered&gt;.</li></ul></div>'
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "high (above 0.99)"),
        (0.9, "high (0.90)"),
        (0.7, "fair (0.70)"),
        (0.5, "modest (0.50)"),
        (0.2, "low (0.20)"),
        (0, "very low (below 0.01)"),
    ],
)
def test_confidence_in_words_and_number(value: float, said: str) -> None:
    assert text_of(render.confidence(answer(confidence=value))) == f"Confidence: {said}"


def test_error_and_work_in_progress() -> None:
    assert render.transcript((Exchange(1, "<x>", error="Too <long>."), Exchange(2, "y"))) == (
        '<div class="log" role="log" aria-live="polite" aria-label="Conversation">'
        '<section class="exchange"><div class="asked"><span class="who">You asked</span><p dir="auto">&lt;x&gt;</p></div>'
        '<div class="box error" role="alert"><h3>This question was not asked</h3><p>Too &lt;long&gt;.</p></div></section>'
        '<section class="exchange"><div class="asked"><span class="who">You asked</span><p dir="auto">y</p></div>'
        f'<div class="working" role="status"><span class="spinner" aria-hidden="true"></span>{words.WORKING}</div></section></div>'
    )


def test_sources_of_earlier_questions_are_folded() -> None:
    said = (
        Exchange(1, "A?", answer(question="A?"), sources="<i>1</i>"),
        Exchange(2, "B<", answer(), sources="<i>2</i>"),
        Exchange(3, "C?", error="No."),
    )
    assert (
        render.sources(said[:2])
        == '<i>2</i><details class="earlier"><summary>Earlier: <bdi>A?</bdi></summary><i>1</i></details>'
    )
    assert render.sources(said) == (
        f'<p class="hint">{words.NO_SOURCES}</p><details class="earlier"><summary>Earlier: <bdi>B&lt;</bdi></summary><i>2</i></details>'
        '<details class="earlier"><summary>Earlier: <bdi>A?</bdi></summary><i>1</i></details>'
    )


def test_turns_are_what_was_asked_and_quoted() -> None:
    said = (
        Exchange(1, "When?", answer()),
        Exchange(2, "x", error="No."),
        Exchange(3, "Who?", answer(abstained=True, citations=(), reason="Nobody.")),
    )
    assert render.turns(said) == [
        Turn("user", "When?"),
        Turn("assistant", QUOTE),
        Turn("user", "Who?"),
        Turn("assistant", "Nobody."),
    ]


@pytest.mark.parametrize("block", [r":root[^{]*", r"\.dark[^{]*"])
def test_text_has_the_contrast_of_wcag_aa(block: str) -> None:
    found = re.search(block + r"\{([^}]*)\}", CSS)
    assert found is not None
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", found[1]))
    pairs = [(ink, back) for ink in ("ink", "muted", "accent") for back in ("paper", "surface")]
    pairs += [
        ("mark-ink", "mark"),
        ("ink", "calm"),
        ("muted", "calm"),
        ("warn-ink", "warn"),
        ("ink", "bad"),
        ("badge", "badge-back"),
        ("on-accent", "accent"),
    ]
    assert [p for p in pairs if contrast(colours[p[0]], colours[p[1]]) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2 between two colours `#rrggbb`."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_filters_in_force_are_shown_with_the_words_they_rest_on() -> None:
    filters = (InForce("publisher", "<b>x</b>"), InForce("said", "2023-11-02", "of 2 November 2023"))
    shown = render.answer_html(1, answer(filters=filters))
    assert (
        f'<ul class="in-force" aria-label="{words.IN_FORCE}"><li><bdi>publisher: &lt;b&gt;x&lt;/b&gt;</bdi></li>'
        "<li><bdi>said: 2023-11-02 (from “of 2 November 2023”)</bdi></li></ul>" in shown
    )
    assert "in-force" not in render.answer_html(1, answer())
    silent = answer(abstained=True, citations=(), nearest=(citation(),), outside=True)
    assert f"<h3>{words.NEAREST_OUTSIDE}</h3>" in render.cards(1, silent, lambda _: DOCUMENT)
