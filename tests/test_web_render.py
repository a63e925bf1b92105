"""Records → HTML: the conversation, its labels, silence, and what may be done with an answer."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from assistant.types import Filters, InForce, Turn
from assistant.web import render, words
from assistant.web.exchanges import Exchange, turns
from assistant.web.style import CSS
from tests.test_web_viewer import QUOTE, START, answer, citation, text_of


def shown_of(**changes: object) -> str:
    return render.answer_html(Exchange(2, "When?", answer(**changes)), "?q=When%3F")


def test_a_quote_is_told_with_its_labels_and_what_may_be_done_with_it() -> None:
    said = answer(citations=(replace(citation(), speaker="A. <i>", how="direct", publisher="P", page=3),))
    fragment = render.answer_html(Exchange(2, "When?", said, copies=((1, '“The "bridge"”\na.txt'),)), "?q=When%3F")
    assert fragment.startswith(
        '<div class="answer"><header><h3>The documents say</h3><p class="confidence">Confidence: <strong>fair</strong> (0.80)</p></header>'
        '<figure id="quote-2-1"><blockquote dir="auto">The bridge<span class="hidden-char" title="U+200B">⟨U+200B⟩</span> will open in May.</blockquote>'
        '<figcaption><a class="number" href="#source-2-1" aria-label="To source 1">[1]</a> Speaker: <bdi>A. &lt;i&gt;</bdi> · Form: <bdi>direct quote</bdi> · '
        'Publisher: <bdi>P</bdi> · Published: <span class="unknown">unknown</span> · Document: <bdi>a&lt;b&gt;.txt</bdi> · Page: <bdi>3</bdi></figcaption>'
        '<div class="acts"><button type="button" data-act="copy" aria-label="Copy quote 1 with its source" data-text="“The &quot;bridge&quot;”\na.txt">Copy</button>'
    )
    assert re.findall('data-act="([a-z]+)"', fragment) == [
        *("copy", "link", "wrong", "retry", "link"),
        *["save"] * 5,
        "reworded",
    ]
    links = [html.unescape(link) for link in re.findall('href="([?][^"]*)"', fragment)]
    assert links == [f"?document=a%3Cb%3E.txt&start={START}&end={START + len(QUOTE)}&sha256=f00d", "?q=When%3F"]
    reported = render.answer_html(Exchange(2, "When?", said, reported=(1,)), "")
    assert words.NOTED in reported
    assert 'data-act="wrong"' not in reported


def test_a_link_to_an_answer_holds_what_it_leans_on() -> None:
    filters = Filters(publishers=("P",))
    said = (
        Exchange(1, "When?", answer()),
        Exchange(2, "Who <else>?", answer(standalone_question="Who <else>?"), filters=filters),
        Exchange(3, "x", error="No."),
        Exchange(4, "And when?", answer(standalone_question="When was <else>?")),
    )
    shown = render.transcript(said)
    assert [html.unescape(link) for link in re.findall('href="([?]q[^"]*)"', shown)] == [
        "?q=When%3F",
        "?q=Who+%3Celse%3E%3F&filters=%7B%22publishers%22%3A+%5B%22P%22%5D%7D",
        "?q=Who+%3Celse%3E%3F&filters=%7B%22publishers%22%3A+%5B%22P%22%5D%7D&q=And+when%3F",
    ]


def test_silence_has_its_own_box_and_its_passages_are_no_answer() -> None:
    reason = "The documents do not say: nothing in them is on this subject."
    fragment = shown_of(abstained=True, reason=reason, confidence=0.001, citations=(), nearest=(citation(),))
    assert fragment.startswith(
        '<div class="box silence" role="note"><h3>The documents do not say</h3><p>Nothing in them is on this subject.</p>'
        '<p class="confidence">Confidence that a passage answers: <strong>very low</strong> (below 0.01)</p>'
        '<p class="near">Nearest passages (not an answer):</p><ul class="near"><li id="quote-2-1">'
        '<a class="number" href="#source-2-1" aria-label="To source 1">[1]</a> <bdi>a&lt;b&gt;.txt</bdi></li></ul></div>'
    )
    assert "blockquote" not in fragment
    assert words.NEAREST_OUTSIDE in shown_of(abstained=True, citations=(), nearest=(citation(),), outside=True)


def test_withheld_and_read_as_are_shown_and_the_question_may_be_put_differently() -> None:
    shown = shown_of(standalone_question="When <does> it?", withheld=("a.txt: <altered>.",))
    assert shown.startswith('<p class="read-as">Read as: <bdi>When &lt;does&gt; it?</bdi></p>')
    assert (
        '<div class="box warning" role="note"><h3>Withheld, because the proof failed</h3><ul><li>a.txt: &lt;altered&gt;.</li></ul></div>'
        in shown
    )
    assert f'aria-label="{words.REWORDED}">When &lt;does&gt; it?</textarea>' in shown


def test_what_must_be_known_of_an_answer_stands_before_its_quotes() -> None:
    shown = shown_of(notes=("“<Lee>” is not named anywhere in the documents.",))
    note = f"<h3>{words.NOTES}</h3><ul><li>“&lt;Lee&gt;” is not named anywhere in the documents.</li></ul></div>"
    assert shown.index(note) < shown.index("<blockquote")


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
    said = (Exchange(1, "<x>", error="Too <long>."), Exchange(2, "y"), Exchange(3, "z", stage="reading"))
    assert render.transcript(said) == (
        '<div class="log" role="log" aria-live="polite" aria-label="Conversation">'
        '<section class="exchange" id="asked-1" data-number="1"><div class="asked"><span class="who">You asked</span><p dir="auto">&lt;x&gt;</p></div>'
        '<div class="box error" role="alert"><h3>This question was not asked</h3><p>Too &lt;long&gt;.</p></div>'
        '<div class="acts"><button type="button" data-act="retry">Ask again</button></div></section>'
        '<section class="exchange" id="asked-2" data-number="2"><div class="asked"><span class="who">You asked</span><p dir="auto">y</p></div>'
        f"{render.working(words.WAITS)}"
        '<ol class="stages" aria-hidden="true"><li class="then">Finding passages</li><li class="then">Reading sentences</li><li class="then">Proving quotes</li></ol></section>'
        '<section class="exchange" id="asked-3" data-number="3"><div class="asked"><span class="who">You asked</span><p dir="auto">z</p></div>'
        f"{render.working('Reading sentences …')}"
        '<ol class="stages" aria-hidden="true"><li class="done">Finding passages</li><li class="now">Reading sentences</li><li class="then">Proving quotes</li></ol></section></div>'
    )


def test_turns_are_what_was_asked_and_quoted() -> None:
    said = (
        Exchange(1, "When?", answer()),
        Exchange(2, "x", error="No."),
        Exchange(3, "Who?", answer(abstained=True, citations=(), reason="Nobody.")),
    )
    assert turns(said) == [
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
    shown = shown_of(filters=filters)
    assert (
        f'<ul class="in-force" aria-label="{words.IN_FORCE}"><li><bdi>publisher: &lt;b&gt;x&lt;/b&gt;</bdi></li>'
        "<li><bdi>said: 2023-11-02 (from “of 2 November 2023”)</bdi></li></ul>" in shown
    )
    assert "in-force" not in shown_of()
