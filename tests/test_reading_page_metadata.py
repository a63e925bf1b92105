"""Metadata of HTML pages: which field is believed, and what is left unknown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from assistant.reading.page_metadata import LONGEST_VALUE, page_metadata
from assistant.types import Value

from .toys import ROOT

ARTICLES = ROOT.parent / "shared" / "bench" / "articles"


def read(page: str) -> dict[str, Value]:
    return page_metadata(html.fromstring(page), page)


def page(head: str = "", body: str = "<p>Text.</p>", lang: str = "") -> str:
    return f"<html{f' lang={lang}' if lang else ''}><head>{head}</head><body>{body}</body></html>"


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


def published(head: str = "", body: str = "<p>Text.</p>", lang: str = "") -> str | None:
    found = read(page(head, body, lang)).get("published")
    return found.value if found else None


def test_a_whole_page() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "The Times", "datePublished": "2001-01-01"},
            {"@type": "Organization", "@id": "#o", "name": "The Times"},
            {"@type": ["NewsArticle"], "headline": "Talks &amp; more", "datePublished": "2023-11-02T23:30:00+04:00",
             "dateModified": "2023-12-01", "author": [{"name": "Jane Doe"}, "By John Public"], "publisher": {"@id": "#o"}},
        ]
    }  # fmt: skip
    head = ld(graph) + '<link rel="canonical" href="https://times.example/2023/11/02/talks">'
    assert read(page(head, lang="en-GB")) == {
        "title": Value("Talks & more", "html:json-ld headline"),
        "publisher": Value("The Times", "html:json-ld publisher name"),
        "author": Value("Jane Doe, John Public", "html:json-ld author name"),
        "published": Value("2023-11-02", "html:json-ld datePublished"),
        "language": Value("en", "html:lang"),
        "url": Value("https://times.example/2023/11/02/talks", "html:canonical"),
    }


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "datePublished": "2020-03-11",}',
        '/* ours */ {"@type": "NewsArticle", // no\n "datePublished": "2020-03-11"}',
        '<!-- {"@type": "NewsArticle", "datePublished": "2020-03-11"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2020-03-11"}\n//]]>',
        '{"@type": "NewsArticle", "image": , "headline": "a\tb//c,}", "datePublished": "2020-03-11"}',
        '{"@type": "WebSite"} {"@type": "http://schema.org/NewsArticle", "datePublished": "2020-03-11"};',
        '[[{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "datePublished": "2020-03-11"}}]]',
    ],
)
def test_broken_json_is_mended(block: str) -> None:
    assert published(ld(block)) == "2020-03-11"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2020-01-21T11:12:51+08:00">', "2020-01-21"),
        ('<meta property="article:published_time" content="الأربعاء، 07 أكتوبر 2020 - 12:09 م">', "2020-10-07"),
        ('<meta name="DC.date.issued" content="20200316T08:00:00Z">', "2020-03-16"),
        ('<meta itemprop="datePublished" content="1600633920">', "2020-09-20"),
        ('<meta name="pubdate" content="2020-03">', None),
        ('<meta name="date" content="03/04/2020">', None),
        ('<meta name="date" content="2999-01-01">', None),
        ('<meta name="date" content="1970-01-01T00:00:00Z">', None),
        ('<meta property="article:modified_time" content="2020-03-11T08:00:00Z">', None),
        (ld({"@type": "WebSite", "datePublished": "2020-03-11"}), None),
        (ld({"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}), None),
        (ld([{"@type": "Article", "headline": f"No {n}", "datePublished": f"2020-03-1{n}"} for n in (1, 2)]), None),
    ],
)
def test_fields_of_the_day(head: str, day: str | None) -> None:
    assert published(head) == day


@pytest.mark.parametrize(
    ("stamp", "path", "day"),
    [
        ("2020-02-18T02:18:11Z", "2020/02/17/talks", "2020-02-17"),  # the evening before, where it was written
        ("2020-02-17T22:18:11Z", "20200218/talks", "2020-02-18"),
        ("2020-02-18T02:18:11+04:00", "2020/02/17/talks", "2020-02-18"),
        ("2020-02-18T20:18:11Z", "2020/02/17/talks", "2020-02-18"),  # no zone on earth is that far behind
        ("2020-02-18T02:18:11Z", "news/talks-2020-02-17", "2020-02-18"),  # a name may hold the day it speaks of
        ("2020-02-18T02:18:11Z", "2019/05/01/talks", None),
        ("", "2020/02/17/talks", "2020-02-17"),
    ],
)
def test_the_address_confirms_or_contradicts(stamp: str, path: str, day: str | None) -> None:
    head = ld({"@type": "NewsArticle", "datePublished": stamp})
    assert published(f'{head}<link rel="canonical" href="https://a.example/{path}">') == day


@pytest.mark.parametrize(
    ("body", "lang", "day"),
    [
        ("<h1>A headline of the day</h1><p>martes 17 de marzo de 2020</p>", "es", "2020-03-17"),
        ("<h1>A headline of the day</h1><div>Updated <time datetime='2020-03-18'>x</time></div>", "en", None),
        ("<h1>A headline of the day</h1><p>Published 17 March 2020, updated 18 March 2020</p>", "en", "2020-03-17"),
        (
            "<h1>A headline of the day</h1><div class=related>18 March 2020</div><p>17 March 2020</p>",
            "en",
            "2020-03-17",
        ),
        ("<h1>A headline of the day</h1><p>03/04/2020 10:00</p>", "en", None),
        ("<h1>A headline of the day</h1><p>03/04/2020 10:00</p><p>28/02/2020</p>", "en", "2020-04-03"),
        ("<h1>عنوان الخبر</h1><span>2 تیر 1399 - 12:09</span>", "fa", "2020-06-22"),
        ("<p>Nothing here</p><footer>© 2016 A firm</footer>", "en", None),
    ],
)
def test_the_day_beside_the_headline(body: str, lang: str, day: str | None) -> None:
    assert published(body=body, lang=lang) == day


def test_a_wiki_page_is_dated_by_its_revision_alone() -> None:
    head = '<meta name="generator" content="MediaWiki 1.31">' + ld(
        {"@type": "Article", "datePublished": "2005-07-26", "author": {"name": "192.0.2.1"}}
    )
    assert set(read(page(head))) == set()
    found = read(page(head, '<div id="mw-diff-ntitle1">Revision as of 05:33, 7 April 2020</div>'))
    assert found == {"published": Value("2020-04-07", "html:revision")}


@pytest.mark.parametrize(
    ("head", "body", "key", "value"),
    [
        ('<meta property="og:title" content="Talks | A-Z News"><meta property="og:site_name" content="A-Z News">', "", "title", "Talks"),
        ('<meta property="og:title" content="Talks | Day 2"><meta property="og:site_name" content="News">', "", "title", "Talks | Day 2"),
        ('<meta name="author" content="Web Design Ltd">', "<p>By Jane Doe</p>", "author", None),
        ('<meta name="author" content="Jane Doe">', "<p>By Jane Doe</p>", "author", "Jane Doe"),
        ('<meta name="author" content="admin">', "<p>admin</p>", "author", None),
        ('<link rel="canonical" href="/a"><meta property="og:url" content="https://a.example/a">', "", "url", "https://a.example/a"),
        ('<link rel="canonical" href="javascript:alert(1)">', "", "url", None),
        ('<link rel="canonical" href="https://u:p@a.example/">', "", "url", None),
        ('<link rel="canonical" href="https://[a.example/">', "", "url", None),
        ('<meta property="og:locale" content="es_MX">', "", "language", "es"),
        ('<meta property="og:title" content="سرقة منزل أميرة">', "", "language", None),
    ],
)  # fmt: skip
def test_other_fields(head: str, body: str, key: str, value: str | None) -> None:
    found = read(page(head, body or "<p>Text.</p>", "en")).get(key)
    assert (found.value if found else None) == value


HOSTILE = [
    ld("[" * 100_000), ld('{"@graph":' * 50_000), ld('{"a":"' + "\\" * 50_001), ld("\x00\x01{"), ld({"@type": 5, "author": [[{}]]}),
    ld({"@type": "Article", "headline": {"x": 1}, "author": {"name": ["a"]}, "datePublished": 20200311, "@id": ["x"]}),
    f'<meta property="og:title" content="{"x" * 100_000}">', f'<meta name="date" content="{"1/" * 50_000}">',
    f'<link rel="canonical" href="https://a.example/{"1" * 100_000}">', "<title>\x00a\x01</title>",
]  # fmt: skip


@pytest.mark.parametrize("head", HOSTILE)
def test_hostile_fields_do_no_harm(head: str) -> None:
    source = page(head, "<div>" * 3_000 + "2 May 2020")
    found = page_metadata(html.document_fromstring(source.replace("\x00", "")), source)
    assert all(0 < len(v.value) <= LONGEST_VALUE for v in found.values())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*'{}[]":,\\/*', "@type", "NewsArticle", "datePublished", "2020-03-11", "null", "\n", "//", "@id"]
        ),
        max_size=40,
    )
)
def test_any_json_gives_real_days_or_nothing(pieces: list[str]) -> None:
    assert published(ld("".join(pieces).replace("</", ""))) in (None, "2020-03-11")


def test_the_page_is_not_changed() -> None:
    tree = html.fromstring(page("", "<h1>A headline of the day</h1><p>Text of 17 March 2020</p><script>1</script>"))
    before = html.tostring(tree)
    page_metadata(tree, before.decode())
    assert html.tostring(tree) == before


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the benchmarks are not here")
def test_days_of_real_pages() -> None:
    """58 pages; two of the gold days are not the page's own, so 56 can be right."""
    rows = [json.loads(line) for line in (ARTICLES / "gold.jsonl").read_text("utf-8").splitlines()]
    gold = {row["file_name"]: row["published"] for row in rows if "published" in row}
    wrong = {}
    for name, day in gold.items():
        source = (ARTICLES / "corpus" / name).read_text("utf-8", errors="replace")
        tree = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
        found = page_metadata(tree, source).get("published")
        if found is None or found.value != day:
            wrong[name] = found.value if found else None
    assert wrong == {"date_1522651525.html": "2020-02-16", "date_1641304459.html": "2020-06-22"}
