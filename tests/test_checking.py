from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.attribution import statements
from assistant.checking.alignment import align
from assistant.checking.candidates import Stretch
from assistant.checking.crops import missing
from assistant.checking.parts import literal, parts, unbroken
from assistant.checking.splices import cover, runs
from assistant.checking.standing import places_in
from assistant.errors import BadInput
from assistant.shingles import tokens
from assistant.text import sentences
from assistant.types import Document, Span, Zone
from tests.toys import toy_over, written

TEXTS = {
    "talks.txt": (
        "Statement of the Harbour Union\n\n"
        "The Harbour Union will not sign the new treaty before the winter. We welcome the offer of the city, but it "
        "comes late. Will the port open in May? The port earned $1.7 million in 2021; it earned 2,150,000 in 2022.\n\n"
        "“The bridge isn’t safe for heavy lorries,” said Ann Lee, the mayor. Tom Hale, the harbour master, claimed that "
        "the old crane had been sold to a rival firm. The council will pay for the pier if the state pays for the road.\n"
    ),
    "report.txt": (
        "A long report on rivers was read to the whole assembly on Monday. Its author spent nine years by the water. "
        "Nobody in the hall\nasked him a single question about the dams."
    ),
    "pages.txt": "The first page ends in the middle of a long\nHarbour News 12\nsentence that the second page brings to its end.",
}


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("checker")
    return toy_over(written(TEXTS, folder / "corpus"), folder / "index")


@pytest.mark.parametrize(
    ("quote", "verdict", "words"),
    [
        ("The Harbour Union will not sign the new treaty before the winter.", "exact", None),
        ("“A long report on rivers was read to the whole assembly on Monday.”", "exact", None),
        (
            "Nobody in the hall asked him a single question",
            "exact",
            ["Nobody in the hall\nasked him a single question"],
        ),
        ("Monday. Its author", "exact", None),
        ("we welcome the offer of the city", "formatting only", ["We welcome the offer of the city"]),
        ('"The bridge isn\'t safe for heavy lorries"', "formatting only", ["The bridge isn’t safe for heavy lorries"]),
        ("Its author spent nine years by the wa-\nter.", "exact", ["Its author spent nine years by the water."]),
        ("The Harbour Union will sign the new treaty before the winter.", "altered", None),
        ("The port earned $1", "altered", ["The port earned $1.7"]),
        ("The port earned €1.7 million in 2021", "altered", ["The port earned $1.7 million in 2021"]),
        ("The bridge is safe for heavy lorries", "altered", ["The bridge isn’t safe for heavy lorries"]),
        ("Will the port open in May.", "altered", ["Will the port open in May?"]),
        ("sign the new treaty before the winter", "cropped", None),
        ("the old crane had been sold to a rival firm", "cropped", None),
        ("The council will pay for the pier", "cropped", None),
        ("Nobody lives on the moon at all these days", "not found", []),
    ],
)
def test_verdicts(checker: Assistant, quote: str, verdict: str, words: list[str] | None) -> None:
    found = checker.check(quote)
    expected = [quote.strip("“”")] if words is None and verdict in ("exact", "cropped") else words
    assert (found.verdict, found.true) == (verdict, verdict in ("exact", "formatting only"))
    if expected is not None:
        assert [c.quote for c in found.matches] == expected
    assert found.quote == quote


def test_what_was_cut_off_is_shown(checker: Assistant) -> None:
    for quote, kind, words in (
        ("sign the new treaty before the winter", "negation", "not"),
        ("the old crane had been sold to a rival firm", "attribution", "Tom Hale, the harbour master, claimed that"),
        ("The council will pay for the pier", "condition", "if"),
    ):
        (lacking,) = checker.check(quote).missing
        assert (lacking.kind, lacking.words) == (kind, words)
        assert TEXTS["talks.txt"][lacking.start : lacking.end] == words


def test_words_in_marks_need_nobody_and_a_mixed_quotation_does() -> None:
    text = "Ann Lee said that the port is “shut and guarded by the army” today."
    marked, mixed = "shut and guarded by the army", "the port is “shut and guarded by the army” today"
    document = Document("d", "s", text)
    document = replace(document, statements=tuple(statements(document)))
    for quote, kinds in ((marked, []), (mixed, ["attribution"])):
        span = Span(text.index(quote), text.index(quote) + len(quote))
        assert [m.kind for m in missing(document, Span(0, len(text)), span, named=False)] == kinds


def test_a_quote_is_held_against_the_speaker_named_with_it(checker: Assistant) -> None:
    bridge, crane = "The bridge isn’t safe for heavy lorries", "the old crane had been sold to a rival firm"
    assert checker.check(bridge, "Ann Lee").verdict == "exact"
    assert checker.check(crane, "Hale").verdict == "exact"  # who says it is not cut off where it is named
    wrong = checker.check(bridge, "Tom Hale")
    assert (wrong.verdict, wrong.speaker, wrong.matches[0].speaker) == ("misattributed", "Tom Hale", "Ann Lee")
    assert checker.check("Its author spent nine years by the water.", "Ann Lee").verdict == "misattributed"


def test_omissions_are_true_in_one_place_and_a_splice_in_two(checker: Assistant) -> None:
    near = checker.check("The Harbour Union … the new treaty before the winter")
    assert (near.verdict, [m.words for m in near.missing]) == ("cropped", ["not"])
    fair = checker.check("A long report on rivers was read [...] on Monday. Its author spent nine years (…)")
    assert (fair.verdict, [c.quote for c in fair.matches]) == (
        "exact",
        ["A long report on rivers was read", "on Monday. Its author spent nine years"],
    )
    assert [fair.quote[p.start : p.end] for p in fair.parts] == [c.quote for c in fair.matches]
    for joint in (" … ", " ", ". "):
        far = checker.check(f"We welcome the offer of the city{joint}spent nine years by the water")
        assert (far.verdict, [(c.document, c.quote) for c in far.matches]) == (
            "spliced",
            [("talks.txt", "We welcome the offer of the city"), ("report.txt", "spent nine years by the water")],
        )
    turned = checker.check("Its author spent nine years … A long report on rivers was read")
    assert turned.verdict == "spliced"


def test_what_the_quoter_put_in_brackets_is_shown(checker: Assistant) -> None:
    quote = "Its author spent [only] nine years by the water."
    found = checker.check(quote)
    assert found.verdict == "altered"
    assert [(c.kind, quote[slice(*c.given)]) for c in found.diffs[0] if c.given and c.kind != "kept"] == [
        ("in brackets", "[only]")
    ]
    assert checker.check("[I]ts author spent nine [sic] years by the water.").verdict == "formatting only"


def test_a_quote_runs_over_a_page_border_and_never_into_furniture() -> None:
    # the running head is furniture here; a text file has none that the reader would know
    text = TEXTS["pages.txt"]
    zone = Zone(text.index("Harbour News"), text.index("sentence"), "header")
    document = Document("paged", "f00", text, zones=(zone,))
    stretch = Stretch(document, Span(0, len(text)))
    part = literal("in the middle of a long sentence that the second page brings")
    assert part is not None
    (place,) = places_in(stretch, part, "in the middle of a long sentence that the second page brings")
    assert [text[slice(*s)] for s in place.spans] == ["in the middle of a long", "sentence that the second page brings"]
    head = literal("Harbour News 12")
    assert head is not None
    assert list(places_in(stretch, head, "Harbour News 12")) == []


@pytest.mark.parametrize("quote", ["", " \n", "…!", "x" * 20_001])
def test_what_is_no_quote_is_refused(checker: Assistant, quote: str) -> None:
    with pytest.raises(BadInput):
        checker.check(quote)


def test_nothing_of_a_removed_document_is_found(tmp_path: Path) -> None:
    folder = written(TEXTS, tmp_path / "corpus")
    assistant = toy_over(folder, tmp_path / "index")
    (folder / "report.txt").unlink()
    (folder / "talks.txt").write_text("The bridge is open.", encoding="utf-8")
    assistant.add([folder])
    assert assistant.check("A long report on rivers was read to the whole assembly").verdict == "not found"
    (folder / "pages.txt").unlink()
    (folder / "talks.txt").unlink()
    assistant.add([folder])
    with assistant.index.view() as view:
        assert view.store.rows("SELECT count(*) FROM shingles") == [(0,)]


# --- laws --------------------------------------------------------------------------------------------------------------

REQUOTED: list[Any] = [
    lambda s: s,
    lambda s: s.replace(" ", "\u00a0"),
    lambda s: s.replace(" ", "\n "),
    lambda s: s.replace("’", "'").replace("“", '"').replace("”", '"'),
    lambda s: f"«{s}»",
    lambda s: s.replace("fi", "ﬁ").replace("ff", "ﬀ"),
    lambda s: s[0].swapcase() + s[1:],
    lambda s: s[: len(s) // 2] + "\u2060" + s[len(s) // 2 :],
]
LAW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def drawn(data: st.DataObject) -> tuple[str, list[Any], int, int]:
    text = TEXTS[data.draw(st.sampled_from(["talks.txt", "report.txt"]))]
    found = [w for w in tokens(text) if w.is_word]
    first = data.draw(st.integers(0, len(found) - 3))
    return text, found, first, data.draw(st.integers(first + 2, min(len(found) - 1, first + 40)))


@given(st.data())
@LAW
def test_true_words_in_other_typography_are_never_altered(checker: Assistant, data: st.DataObject) -> None:
    text, found, first, last = drawn(data)
    assume(text[found[last].end : found[last].end + 2].strip() not in ("’t", ".7", ",1", ",0"))
    assume(text[found[first].start - 1 : found[first].start] not in ("’", ".", ","))
    quote = data.draw(st.sampled_from(REQUOTED))(text[found[first].start : found[last].end])
    checked = checker.check(quote)
    assert checked.verdict in ("exact", "formatting only", "cropped")
    if not checked.missing:
        assert checked.true
    assert all(checker.document(c.document).text[c.start : c.end] == c.quote for c in checked.matches)


@given(st.data())
@LAW
def test_a_word_more_or_less_or_another_is_never_true(checker: Assistant, data: st.DataObject) -> None:
    text, found, first, last = drawn(data)
    assume(last - first >= 2)
    there = [text[w.start : w.end] for w in found[first : last + 1]]
    at = data.draw(st.integers(1, len(there) - 2))
    how = data.draw(st.sampled_from(["drop", "add", "change", "swap"]))
    other = data.draw(st.sampled_from(["not", "zebra", "2", "never"]))
    changed = {
        "drop": [*there[:at], *there[at + 1 :]],
        "add": [*there[:at], other, *there[at:]],
        "change": [*there[:at], other, *there[at + 1 :]],
        "swap": [*there[:at], there[at + 1], there[at], *there[at + 2 :]],
    }[how]
    assume([w.casefold() for w in changed] != [w.casefold() for w in there])
    assert not checker.check(" ".join(changed)).true


@given(st.text(max_size=80))
@LAW
def test_any_text_gets_a_verdict_or_is_no_quote(checker: Assistant, quote: str) -> None:
    try:
        checked = checker.check(quote)
    except BadInput:
        return
    for citation in (*checked.matches, *checked.nearest):
        assert checker.document(citation.document).text[citation.start : citation.end] == citation.quote
    assert all(quote[p.start : p.end] for p in checked.parts)


# --- parts, alignment, splices, crops ----------------------------------------------------------------------------------


def test_parts_of_a_quote() -> None:
    quote = "[T]he port [of Baku] … opens [sic] (...) in [...] May [emphasis added]."
    found = parts(quote)
    assert [[t.form for t in p.tokens] for p in found] == [["The", "port"], ["opens"], ["in"], ["May"]]
    assert [quote[slice(*s)] for p in found for s in p.inserted] == ["[of Baku]"]
    assert parts("…") == []
    assert unbroken("occupa-\n tion of mid-Atlantic") == "occupation of mid-Atlantic"


def test_the_cheapest_edits_are_found() -> None:
    stretch = Stretch(Document("d", "s", "Now then: it is a very high hill, they say."), Span(0, 43))
    quote = "it was a high green hill"
    part = literal(quote)
    assert part is not None
    found = align(part, stretch)
    assert found is not None
    told = [
        (c.kind, c.given and quote[slice(*c.given)], c.found and stretch.document.text[slice(*c.found)])
        for c in found.changes
    ]
    assert told == [
        ("kept", "it", "it"),
        ("changed", "was", "is"),
        ("kept", "a", "a"),
        ("left out", None, "very"),
        ("kept", "high", "high"),
        ("added", "green", None),
        ("kept", "hill", "hill"),
    ]
    assert found.shared == 2 * 4 / (6 + 6)
    assert align(part, Stretch(stretch.document, Span(0, 9))) is None


def test_a_splice_is_the_fewest_runs() -> None:
    one = Document("one", "s", "The port of the old city is open to all ships. ")
    two = Document("two", "s", "They say the new bridge across the bay is shut.")
    words = tokens("the port of the old city across the bay is shut")
    found = runs(words, [Stretch(d, Span(0, len(d.text))) for d in (one, two)])
    chosen = cover(len(words), found)
    assert [(r.document.name, r.document.text[slice(*r.span)]) for r in chosen] == [
        ("one", "The port of the old city"),
        ("two", "across the bay is shut"),
    ]
    assert cover(len(words), found[:1]) == []


@pytest.mark.parametrize(
    ("text", "quote", "kinds"),
    [
        ("It is not true that the port is shut.", "the port is shut", ["negation"]),
        ("He denied claims that the port is shut.", "the port is shut", ["negation"]),
        ("They refused to open the port.", "open the port", ["negation"]),
        ("This is not “a war crime”.", "a war crime", ["negation"]),
        ("A non-violent protest.", "violent protest", ["negation"]),
        ("The port will not open.", "The port will", ["negation"]),
        ("That the port is shut is not true.", "the port is shut", ["negation"]),
        ("Not only the port was shut.", "the port was shut", []),
        ("There is no doubt that the port is shut.", "the port is shut", []),
        ("If it rains, the port is shut.", "the port is shut", ["condition"]),
        ("The port is shut unless the wind drops.", "The port is shut", ["condition"]),
        ("He asked if the port is shut.", "the port is shut", ["condition"]),
        ("The port is shut and we ask if it matters.", "The port is shut", []),
        ("Ann Lee told reporters that the port is shut.", "the port is shut", ["attribution"]),
        ("The port is shut, according to Ann Lee.", "The port is shut", ["attribution"]),
        ("The port is shut, Ann Lee said on Monday.", "The port is shut", ["attribution"]),
        ("The port is shut, and the road is open.", "the road is open", []),
        ("We do not leave, and the port is shut.", "the port is shut", []),
    ],
)
def test_crops(text: str, quote: str, kinds: list[str]) -> None:
    at = text.index(quote)
    found = missing(Document("d", "s", text), sentences(text)[0], Span(at, at + len(quote)), named=False)
    assert [m.kind for m in found] == kinds
    assert all(text[m.start : m.end] == m.words for m in found)


def test_who_says_all_of_the_words_is_their_speaker_though_they_tell_what_another_said(
    toy: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "told.txt").write_text(
        "Ann Lee recalled: “Out of nowhere, he said, ‘All bets are off in the harbour.’”\n", encoding="utf-8"
    )
    toy.add([tmp_path / "told.txt"])
    whole = toy.check("Out of nowhere, he said, ‘All bets are off in the harbour.’", "Ann Lee")
    assert (whole.verdict, whole.matches[0].speaker, whole.matches[0].how) == ("exact", "Ann Lee", "direct")
    assert toy.check("All bets are off in the harbour.", "Ann Lee").verdict == "misattributed"
    assert toy.check("Out of nowhere, he said", "Tom Hale").verdict == "misattributed"
