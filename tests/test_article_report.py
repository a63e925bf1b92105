"""The report on an article: HTML that is the article word for word and does nothing, Markdown, JSON."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from assistant import Assistant, Document
from assistant.article.prepared import prepared
from assistant.article.quotations import find
from assistant.article_report import article_body, article_json, article_markdown, article_page, headline
from assistant.types import ArticleCheck, ArticleQuote, Zone

ARTICLE = (
    "A hostile <script>alert(1)</script> article ![](http://example.invalid/x.png)\n\n"
    "Ann Lee said: “The mountain is <b>low</b>.” Nobody said “the river Kura flows east” or “so”.\n\n"
    "“The mountain is high,” Ann Lee said, “and so on.” \u202eShe\u200b wrote “It is 1,515 km long\n</style></p>.”\n"
)


def article_of(page: str) -> str:
    """The article's text as it stands in the report: no cards, no numbers, no tags."""
    body = page.split("</header>", 1)[1].split('<section class="unjudged">')[0]
    body = re.sub(r"<aside .*?</aside>|<sup>.*?</sup>", "", body, flags=re.DOTALL)
    badge = re.compile(r'<span class="hidden-char" title="U\+([0-9A-F]+)">⟨U\+\1⟩</span>')
    return html.unescape(
        re.sub(r"<[^>]*>", "", badge.sub(lambda m: f"&#x{m[1]};" if int(m[1], 16) > 0x1F else "", body))
    )


def test_the_article_stands_in_the_report_word_for_word_with_its_quotations_marked(toy: Assistant) -> None:
    found = toy.check_article(ARTICLE)
    page = article_body(found)
    assert article_of(page) == ARTICLE
    assert list(re.findall(r'<mark class="([a-z-]+)">', page)) == [
        "altered",
        "formatting-only",
        "unjudged",
        "misattributed",
        "not-found",
        "altered",
    ]
    assert "&lt;b&gt;low" in page
    assert "<ins>high</ins>" in page
    assert "The article’s speaker: <bdi>Ann Lee</bdi> · characters" in page
    assert "Document: <bdi>b.txt</bdi>, characters 0 to 20" in page


def test_nothing_foreign_becomes_html_and_the_file_needs_nothing_else(toy: Assistant) -> None:
    page = article_page([toy.check_article(Document("<i>a</i>.txt", "0", ARTICLE))])
    tags = set(re.findall(r"<(\w+)", page))
    allowed = (
        "html head meta title style body main section header h2 h3 h5 p ul li b strong mark sup a aside div bdi span"
    )
    assert tags <= set(f"{allowed} del ins figure figcaption details summary".split())
    assert re.findall(r'(?:src|href|action|srcset|background)="([^#][^"]*)"', page) == []
    assert "url(" not in page
    assert "@import" not in page
    assert "Article check: &lt;i&gt;a&lt;/i&gt;.txt</title>" in page
    assert "default-src &#x27;none&#x27;" in page


def test_markdown_shows_the_differences_and_reads_nothing_foreign(toy: Assistant) -> None:
    report = article_markdown(toy.check_article(ARTICLE))
    assert report.startswith("# Article check: article\n\nTrue to the documents: 1 of 5 judged quotations.\n")
    assert "| altered | 2 |\n" in report
    assert "> The mountain is \\<b\\>low\\</b\\>." in report
    assert "**high**" in report
    assert "- The documents have: “The mountain is high" in report
    assert "Attributed to: Ann Lee." in report
    assert "“so” (characters" in report.split("## Not judged")[1]


def test_json_has_every_quotation_at_its_offsets(toy: Assistant) -> None:
    record = json.loads(json.dumps(article_json(toy.check_article(ARTICLE))))
    assert [(q["id"], q["quote"], q["check"] and q["check"]["verdict"]) for q in record["quotes"]][:3] == [
        (1, "The mountain is <b>low</b>.", "altered"),
        (2, "the river Kura flows east", "formatting only"),
        (3, "so", None),
    ]
    assert all(ARTICLE[q["start"] : q["end"]] == q["quote"] for q in record["quotes"])
    assert record["counts"] == {"formatting only": 1, "altered": 2, "misattributed": 1, "not found": 1, "not judged": 1}
    assert record["true"] is False
    assert record["quotes"][2]["reason"] == "too short to judge"


def test_headlines() -> None:
    article = Document("a", "0", "“so”")
    assert headline(ArticleCheck(article, ())) == "There is no quotation in it."
    short = ArticleCheck(article, (ArticleQuote(1, 3, "so", "“", reason="too short to judge"),))
    assert headline(short) == "No quotation in it is long enough to judge."


@given(st.text(alphabet=st.sampled_from("ab .,\n\r>“”„‘’«»\"'「」<&\u2028\u202e\u200b"), max_size=80))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_article_stands_in_its_report_word_for_word(text: str) -> None:
    quotes = tuple(
        ArticleQuote(q.start, q.end, q.words, q.mark, inside=q.inside) for q in find(prepared(text), (), text)
    )
    zones = (Zone(0, len(text) // 2, "menu"),)
    assert article_of(article_body(ArticleCheck(Document("a", "0", text, zones=zones), quotes))) == text


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_opens_alone_on_a_phone(toy: Assistant, browser: Browser, tmp_path: Path, scheme: str) -> None:
    file = tmp_path / "report.html"
    file.write_text(article_page([toy.check_article(ARTICLE)]), encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda r: requests.append(r.url))
    page.on("console", lambda m: errors.append(m.text))
    page.on("dialog", lambda d: errors.append(d.message))
    page.goto(file.as_uri())
    page.screenshot(path=tmp_path / f"report-{scheme}.png", full_page=True)
    assert requests == [file.as_uri()]
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 27)"
    assert dark is (scheme == "dark")
    page.get_by_role("link", name="Quotation 1").click()
    assert page.locator("#a1-1:target").is_visible()
    context.close()
