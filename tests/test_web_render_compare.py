"""A comparison → HTML: columns by side, quotes at their own place, escaping, silence."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Citation, Comparison, Group
from assistant.web import words
from assistant.web.render_compare import comparison, failed, working

SENTENCE = "No, she said: “No, <b>never</b>.”"
START = SENTENCE.index("No, <b>")


def entry(rank: int, **changes: object) -> Citation:
    quote = "No, <b>never</b>."
    end = 10 + START + len(quote)
    made = Citation(
        "a<b>.txt", "f00d", 10 + START, end, quote, 10, 10 + len(SENTENCE), SENTENCE, rank, 1.0, how="direct"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


ONE = Group(
    "Eva <i>Lind</i>",
    "Swedish Foreign Minister",
    "Sweden",
    "Swedish Foreign Minister",
    (entry(1, said_on="2024-03-05"),),
)
TWO = Group(
    None, None, "Fjord & Post", "publisher", (entry(2, how="own", publisher="Fjord & Post", published="2024-03-01"),)
)
THREE = Group("Bo", None, None, None, (entry(3, how="reported", reported_by=("Eva <i>Lind</i>",)),))
FOUND = Comparison(
    "Who?", "Who?", None, (ONE, TWO, THREE), ((ONE.entries[0], TWO.entries[0]),), ("Only <one>.",), (), 0.1
)


def test_each_side_has_a_column_that_tells_what_proves_it() -> None:
    shown = comparison(FOUND)
    assert [part.split("</h3>")[0] for part in shown.split('<section class="side-column"><h3>')[1:]] == [
        'Side: <bdi>Sweden</bdi> <span class="why">(“<bdi>Swedish Foreign Minister</bdi>”)</span>',
        'Side: <bdi>Fjord &amp; Post</bdi> <span class="why">(its publisher)</span>',
        'Side: <span class="unknown">unknown</span>',
    ]
    assert "<h4><bdi>Eva &lt;i&gt;Lind&lt;/i&gt; (Swedish Foreign Minister)</bdi></h4>" in shown
    assert "<h4><bdi>Own text published by Fjord &amp; Post</bdi></h4>" in shown
    assert "[3]</span> day unknown · reported speech, reported by <bdi>Eva &lt;i&gt;Lind&lt;/i&gt;</bdi>" in shown
    assert "<li>Only &lt;one&gt;.</li>" in shown


def test_the_quote_is_marked_at_its_own_place_not_where_the_words_stand_first() -> None:
    assert "No, she said: “<mark>No, &lt;b&gt;never&lt;/b&gt;.</mark>”" in comparison(FOUND)


def test_the_timeline_is_by_day_and_unknown_days_are_last() -> None:
    rows = comparison(FOUND).split('<section class="timeline">')[1].split("<li>")[1:]
    assert [row.split("</time>")[0] for row in rows] == ["<time>2024-03-01", "<time>2024-03-05", "<time>day unknown"]
    assert [row.split('href="#said-')[1][0] for row in rows] == ["2", "1", "3"]


def test_nothing_foreign_becomes_html() -> None:
    assert not any(tag in comparison(FOUND) for tag in ("<b>", "<i>", "<one>"))
    assert "<b>" not in working("<b>") + failed("<b>")


def test_silence_and_what_was_withheld() -> None:
    silent = replace(
        FOUND, reason="The documents do not say: x <y>.", groups=(), parallels=(), notes=(), withheld=("z <w>",)
    )
    shown = comparison(replace(silent, standalone_question="Who then?"))
    assert "<p>X &lt;y&gt;.</p>" in shown
    assert "<li>z &lt;w&gt;</li>" in shown
    assert f'<p class="read-as">{words.READ_AS} <bdi>Who then?</bdi></p>' in shown
    assert "side-column" not in shown
    assert words.COMPARE_WELCOME in comparison(None)
