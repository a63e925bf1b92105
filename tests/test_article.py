"""The article check: which words are quotations, whose they are by the article's words, and what the documents have."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, Document
from assistant.article import verdicts
from assistant.article.prepared import prepared
from assistant.article.quotations import find
from assistant.errors import BadInput
from assistant.reading import shared_worker
from assistant.types import ArticleCheck, Span, Zone


def told(found: ArticleCheck) -> list[tuple[str, str | None, str | None]]:
    """The words of each quotation, its speaker, and the verdict or why there is none."""
    return [(q.words, q.speaker, q.check.verdict if q.check else q.reason) for q in found.quotes]


def quoted(text: str) -> list[str]:
    return [q.words for q in find(prepared(text), (), text)]


@pytest.mark.parametrize(
    "article",
    [
        "It said “The mountain is high.” today.",
        "It said „The mountain is high.“ today.",
        "It said ”The mountain is high.” today.",
        "It said «The mountain is high.» today.",
        "It said « The mountain is high. » today.",
        "It said »The mountain is high.« today.",
        "It said ‹The mountain is high.› today.",
        "It said ›The mountain is high.‹ today.",
        "It said ‘The mountain is high.’ today.",
        "It said ‚The mountain is high.‘ today.",
        "It said 「The mountain is high.」 today.",
        "It said 『The mountain is high.』 today.",
        'It said "The mountain is high." today.',
        "It said 'The mountain is high.' today.",
        "It said ``The mountain is high.'' today.",
        'It said “The mountain is high." today.',
        "It said:\n\n> The mountain is high.\n\nToday.",
    ],
)
def test_marks_of_every_kind(toy: Assistant, article: str) -> None:
    found = toy.check_article(article)
    (one,) = found.quotes
    assert article[one.start : one.end] == one.words == "The mountain is high."
    assert (one.mark, one.check.verdict if one.check else None) == ("「" if "「" in article else one.mark, "exact")
    assert one.mark == ">" or one.mark in article
    assert found.true


def test_words_over_paragraphs_lines_and_a_he_said(toy: Assistant) -> None:
    article = (
        "Ann Lee said: “The river Kura flows east.\n\n“It is 1,515 km long.”\n\n"
        "“The city lies,” Ann Lee said, “by the river.”\n\n"
        "> The mountain\n> is high. Nobody\n>\n> lives there.\n\n"
        "The last paragraph was wrapped by a program, so the words “the bridge was\nclosed in 2021” stand on two lines of it.\n"
    )
    found = toy.check_article(article)
    assert told(found) == [
        ("The river Kura flows east.   It is 1,515 km long.", "Ann Lee", "misattributed"),
        ("The city lies                  by the river.", "Ann Lee", "misattributed"),
        ("The mountain   is high. Nobody     lives there.", None, "exact"),
        ("the bridge was closed in 2021", None, "cropped"),
    ]
    assert [q.mark for q in found.quotes] == ["“", "“", ">", "“"]
    assert not found.true


def test_a_he_said_between_words_that_are_not_one_leaves_two(toy: Assistant) -> None:
    article = "“The mountain is high,” Ann Lee said, “and the river is long.” “Nobody lives there,” she said. “Nobody at all.”"
    assert [q.words for q in toy.check_article(article).quotes] == [
        "The mountain is high,",
        "and the river is long.",
        "Nobody lives there,",
        "Nobody at all.",
    ]


def test_the_speaker_is_the_articles(toy: Assistant) -> None:
    article = "The mayor said “the bridge was closed in 2021”. Maria Lind said “the bridge was closed in 2021”. “The mountain is high,” a senior official said. It is known that “the bridge was closed in 2021”."
    found = toy.check_article(article)
    assert [(q.speaker, q.check and (q.check.speaker, q.check.verdict)) for q in found.quotes] == [
        (None, (None, "exact")),  # whoever the mayor is, the article has not cut off that he says it
        ("Maria Lind", ("Maria Lind", "misattributed")),
        (None, (None, "exact")),
        (None, (None, "cropped")),
    ]
    lind = found.quotes[1]
    assert lind.speaker_evidence is not None
    assert article[slice(*map(int, lind.speaker_evidence.split(":")))] == "Maria Lind"


def test_what_the_article_says_itself_was_not_cut_off(tmp_path: Path, toy: Assistant) -> None:
    source = "Ann Lee said: “We do not want a bridge in the town. If the river rises, the boats will leave us.”"
    (tmp_path / "d.txt").write_text(source, encoding="utf-8")
    toy.add([tmp_path / "d.txt"])
    article = (
        "Ann Lee wants a town that “want a bridge in the town”.\n"
        "Ann Lee said the people don’t “want a bridge in the town”.\n"
        "“the boats will leave us,” Ann Lee said.\n"
        "If the river rises, “the boats will leave us”.\n"
    )
    assert [q.check and q.check.verdict for q in toy.check_article(article).quotes] == [
        "cropped",
        "exact",
        "cropped",
        "exact",
    ]


def test_quotations_inside_quotations_follow_theirs(toy: Assistant) -> None:
    found = toy.check_article(
        "Ann Lee said: “He told me ‘the mountain is high’ and left.” He wrote ‘the river Kura flows’."
    )
    assert [(q.words, q.inside) for q in found.quotes] == [
        ("He told me ‘the mountain is high’ and left.", None),
        ("the mountain is high", 0),
        ("the river Kura flows", None),
    ]


def test_what_is_too_short_or_a_title_is_not_judged(toy: Assistant) -> None:
    article = "The “so-called” “peace plan” of “The High Mountain Song”, 「山が高い」. He said “Nobody Lives There”."
    found = toy.check_article(article)
    assert told(found) == [
        ("so-called", None, "too short to judge"),
        ("peace plan", None, "too short to judge"),
        ("The High Mountain Song", None, "a title or a name"),
        ("山が高い", None, "too short to judge"),
        ("Nobody Lives There", None, "not found"),
    ]
    assert found.judged == found.quotes[4:]


def test_furniture_is_not_the_article_and_too_much_is_refused(toy: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "He said “The mountain is high.”\nSimilar news “Nobody lives there.”\n"
    zone = Zone(text.index("Similar"), len(text), "news")
    assert [q.words for q in toy.check_article(Document("a", "0", text, zones=(zone,))).quotes] == [
        "The mountain is high."
    ]
    assert toy.check_article("No quotation.").true
    monkeypatch.setattr(verdicts, "MOST", 1)
    with pytest.raises(BadInput, match=r"^The article has 2 quotations; 1 are the most, so check it in parts\.$"):
        toy.check_article(text)


def test_block_quotes_with_marks_signatures_and_no_words() -> None:
    assert quoted("> “One two.”\n\n> One\n> two.\n> — Ann Lee\n\n> — \n\n>\n") == ["One two.", "One   two."]
    assert quoted("“One two.”\n— Ann Lee") == ["One two."]
    assert quoted("5 > 3 and “so”") == ["so"]


def html(*parts: str) -> Document:
    """A page of `parts`, a paragraph between any two, as the reader gives it."""
    filler = (
        "<p>A long paragraph that tells, in a great many words, what else happened in the town on the same day.</p>"
    )
    page = f"<html><body><article>{filler.join(parts)}</article></body></html>"
    (document,) = shared_worker().read(page.encode(), "a.html").documents
    return document


LETTER = "<p>In a long letter to all the people of the town, which was read out in the hall, Ann Lee wrote:</p>"
BLOCK = "<blockquote><p>The mountain is high.</p><p>Nobody lives there.</p></blockquote>"


@pytest.mark.parametrize(
    ("part", "words", "speaker", "verdict"),
    [
        (BLOCK, "The mountain is high.  Nobody lives there.", None, "exact"),
        (LETTER + BLOCK, "The mountain is high.  Nobody lives there.", "Ann Lee", "misattributed"),
        (BLOCK + "<p>— Ann Lee</p>", "The mountain is high.  Nobody lives there.", "Ann Lee", "misattributed"),
        ("<blockquote>The mountain is low.</blockquote>", "The mountain is low.", None, "altered"),
        ("<blockquote>A “so-called” mountain.</blockquote>", "A “so-called” mountain.", None, "not found"),
    ],
)
def test_block_quotations_of_a_page_need_no_marks(
    toy: Assistant, part: str, words: str, speaker: str | None, verdict: str
) -> None:
    article = html("", part, "")
    found = toy.check_article(article)
    first = found.quotes[0]
    assert (*told(found)[0], first.mark) == (words, speaker, verdict, ">")
    assert article.text[first.start : first.end].split() == words.split()
    assert [q.inside for q in found.quotes] == [None, 0][: len(found.quotes)]


def test_a_block_quotation_may_begin_the_article_and_end_it(toy: Assistant) -> None:
    said = (
        "<p>Maria Lind said a great many other things in the town hall of the city, such as “the mountain is high”.</p>"
    )
    article = html(
        "<blockquote>The mountain is high.</blockquote>" + said, "<blockquote>The river Kura flows.</blockquote>"
    )
    found = toy.check_article(article)
    assert [(article.text[q.start : q.end], q.speaker, q.check and q.check.verdict) for q in found.quotes] == [
        ("The mountain is high.", None, "exact"),
        ("the mountain is high", "Maria Lind", "misattributed"),
        ("The river Kura flows.", None, "exact"),
    ]
    assert found.quotes[1].speaker_evidence is not None
    assert article.text[slice(*map(int, found.quotes[1].speaker_evidence.split(":")))] == "Maria Lind"


def test_a_block_quotation_in_marks_is_one_quotation(toy: Assistant) -> None:
    article = html("", "<blockquote>“The mountain is high.”</blockquote>", "")
    assert [(q.words, q.mark) for q in toy.check_article(article).quotes] == [("The mountain is high.", "“")]


def test_lines_are_joined_only_where_a_program_wrapped_them() -> None:
    listed = "A list of “short\nlines” is no\nparagraph."
    wrapped = "x" * 50 + " “one\n" + "y" * 50 + " two” end"
    lazy = "> " + wrapped
    assert prepared(listed) == listed
    assert prepared(wrapped) == wrapped.replace("\n", " ")
    assert quoted(lazy)[0] == wrapped.replace("\n", " ")


TEXT = st.text(alphabet=st.sampled_from("ab .,\n\r>“”„‘’‚«»‹›\"'「」—A\u2028\u00a0"), max_size=80)


@given(TEXT, st.lists(TEXT.map(str.strip).filter(bool), max_size=3))
def test_a_quotation_is_the_articles_text_with_blanks(text: str, quoted: list[str]) -> None:
    blocks = []
    for block in quoted:  # each between line breaks, as the reader of web pages puts it
        text += "\n\n"
        blocks.append(Span(len(text), len(text) + len(block)))
        text += f"{block}\n\n"
    ready = prepared(text, blocks)
    assert len(ready) - len(text) in (0, 1)
    for one in find(ready, (), text):
        there = text[one.start : one.end]
        assert len(there) == len(one.words) > 0
        assert all(a == b or b.isspace() for a, b in zip(there, one.words, strict=True))
        assert one.words == one.words.strip()


@given(
    st.lists(st.sampled_from(["one two three", "„four“", "‘five six seven’", "> eight nine", "\n", "Ann Lee said:"]))
)
def test_quotations_are_apart_or_inside_each_other(pieces: list[str]) -> None:
    article = "“".join(pieces) + "”"
    found = find(prepared(article), (), article)
    for number, one in enumerate(found):
        if one.inside is not None:
            outer = found[one.inside]
            assert one.inside < number
            assert outer.start <= one.start < one.end <= outer.end
    tops = [q for q in found if q.inside is None]
    assert all(a.end <= b.start for a, b in pairwise(tops))


def test_a_long_article_of_marks_is_read_in_reasonable_steps(tmp_path: Path) -> None:
    hostile = "“a" * 20_000 + "\n" + "> " * 20_000 + "\n" + "— A" * 20_000
    assert len(find(prepared(hostile), (), hostile)) <= 1
