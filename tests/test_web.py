"""The chat as a whole: a real server on a free port, asked over HTTP and by a real browser."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from assistant.assistant import Assistant
from assistant.errors import BadInput
from assistant.types import Answer
from assistant.web import Access, Rules, words
from assistant.web.guard import LARGEST_BODY, LARGEST_EVENT
from assistant.web.server import bound, serve
from tests.browsing import DESKTOP, PHONE, Visit
from tests.serving import serving, toy_assistant

SEEDS = Path(__file__).parent.parent / "seeds"
ANSWERABLE = "What did Secretary Blinken ask for?"
UNANSWERABLE = "Who won the 2018 football world cup?"
COMPARABLE = "What is said about James O'Brien's testimony before the House Foreign Affairs Committee?"
HOSTILE_NAME = "harbour<img src=x onerror=alert(1)>.txt"
HOSTILE_TITLE = "Harbour <script>alert(2)</script> ![](http://example.invalid/t.png)"
HOSTILE = (
    "Minister Orlov said the harbour <script>alert(3)</script> <img src=http://example.invalid/i.png onerror=alert(4)> "
    "![](http://example.invalid/m.png) [a](javascript:alert(5)) <form action=http://example.invalid><input></form> "
    "${alert(6)} `{{constructor}} <svg onload=alert(7)> \u202eyaM\u202c zero\u200bwidth \u2066isolated\u2069 closes in May"
)

browser_test = pytest.mark.browser


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(Assistant.build([SEEDS], tmp_path_factory.mktemp("seeds") / "index")) as address:
        yield address


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / HOSTILE_NAME).write_text(f"Harbour news.\n\n{HOSTILE}.\n\nNothing else was said.\n", encoding="utf-8")
    (folder / "metadata.jsonl").write_text(
        json.dumps({"file_name": HOSTILE_NAME, "title": HOSTILE_TITLE, "publisher": "<b>x</b>"}), encoding="utf-8"
    )
    with serving(Assistant.build([folder], tmp_path_factory.mktemp("hostile-index"))) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, seeds: str) -> Iterator[Visit]:
    opened = Visit(browser, seeds)
    yield opened
    opened.close()


@browser_test
def test_an_answer_is_quoted_and_marked_in_its_source(visit: Visit, tmp_path: Path) -> None:
    visit.ask(ANSWERABLE)
    visit.keep("answer")
    source = (SEEDS / "004_7b9dd2cba2efc039.txt").read_text(encoding="utf-8")
    quote = visit.page.locator(".answer blockquote").first.text_content()
    assert quote is not None
    assert "visit of the U.S. Assistant Secretary of State James O’Brien" in quote
    assert quote in source
    card = visit.page.locator("#sources .card").first
    assert card.locator("mark").text_content() == quote
    assert (card.locator(".passage").text_content() or "") in source
    expect(card.locator(".labels")).to_contain_text("Speaker:")
    expect(card.locator(".labels")).to_contain_text("Published: 2023-11-28")
    expect(visit.page).to_have_title(words.TITLE)
    expect(visit.question).to_have_value("")
    visit.page.locator(".answer a.number").first.click()
    expect(visit.page.locator("#source-1-1:target")).to_be_in_viewport()
    assert visit.errors == []


@browser_test
def test_silence_follow_up_and_new_conversation(visit: Visit, tmp_path: Path) -> None:
    visit.ask(UNANSWERABLE)
    silence = visit.page.locator("#transcript .silence")
    expect(silence).to_contain_text(words.SILENCE, timeout=30_000)
    expect(visit.page.locator("#transcript blockquote")).to_have_count(0)
    expect(visit.page.locator("#sources h3")).to_have_text(words.NEAREST)
    visit.keep("silence")
    visit.ask(ANSWERABLE)
    visit.ask("And when?")
    expect(visit.page.locator(".read-as")).to_have_text(f"{words.READ_AS} {ANSWERABLE[:-1]}, and when?")
    expect(visit.page.locator("#sources details")).to_have_count(2)
    visit.page.get_by_role("button", name=words.NEW).click()
    expect(visit.page.locator("#transcript .welcome")).to_be_visible()
    expect(visit.page.locator("#sources .card")).to_have_count(0)
    assert visit.errors == []


@browser_test
def test_filters_narrow_the_answer_and_are_shown(visit: Visit, tmp_path: Path) -> None:
    expect(visit.page.get_by_label(words.PUBLISHER)).not_to_be_visible()
    visit.page.get_by_role("button", name=words.FILTERS).click()
    publisher = visit.page.get_by_label(words.PUBLISHER)
    publisher.click()
    visit.page.get_by_role("option", name="Azernews").click()
    publisher.press("Tab")
    visit.page.get_by_label(words.SAID_TO).fill("2023-12")
    visit.keep("filters")
    visit.ask(ANSWERABLE)
    chips = visit.page.locator("#transcript .in-force li")
    expect(chips).to_have_text(["publisher: Azernews", "said: until 2023-12-31"])
    expect(visit.page.locator("#transcript .silence")).to_contain_text("within your filter")
    expect(visit.page.locator("#sources h3").first).to_have_text(words.NEAREST_OUTSIDE)
    visit.page.get_by_label(words.SAID_TO).fill("soon")
    visit.ask(ANSWERABLE)
    expect(visit.page.locator("#transcript .error p")).to_contain_text("“soon” is no day of the calendar")
    visit.page.get_by_label(words.SAID_TO).clear()
    visit.page.get_by_label(words.SAID_TO).press_sequentially("the end of November 2023")
    visit.ask(ANSWERABLE)
    expect(visit.page.locator("#transcript .error p").last).to_have_text(
        "“the end of November 2023” is no day of the calendar; write 2023-11-02, 2023-11 or 2023."
    )
    visit.page.get_by_label(words.SAID_TO).clear()
    visit.page.get_by_label(words.SAID_TO).press_sequentially("1 December 2023")
    visit.ask(ANSWERABLE)
    expect(chips.last).to_have_text("said: until 2023-12-01")
    assert visit.errors == []


@browser_test
@pytest.mark.parametrize(("tab", "row"), [(words.ASK_TAB, "#filters"), (words.COMPARE_TAB, "#compare-filters")])
def test_filters_that_are_set_are_told_where_they_are_folded_away(visit: Visit, tab: str, row: str) -> None:
    visit.open(tab)
    filters = visit.page.locator(row)
    fold = filters.locator("button").first
    expect(fold).to_contain_text(words.FILTERS)
    expect(fold).not_to_contain_text("set")
    fold.click()
    filters.get_by_label(words.SAID_TO).press_sequentially("2023-12")
    expect(fold).to_contain_text(words.FILTERS_SET.format(1))
    filters.get_by_label(words.DIRECT_ONLY).check()
    publisher = filters.get_by_label(words.PUBLISHER)
    publisher.click()
    visit.page.get_by_role("option", name="Azernews").click()
    publisher.press("Tab")
    expect(fold).to_contain_text(words.FILTERS_SET.format(3))
    expect(filters.get_by_label(words.SAID_TO)).to_have_value("2023-12")
    fold.click()
    expect(filters.get_by_label(words.SAID_TO)).not_to_be_visible()
    visit.open(words.ASK_TAB)
    visit.ask(UNANSWERABLE)
    visit.page.get_by_role("button", name=words.NEW).click()
    expect(visit.page.locator("#transcript .welcome")).to_be_visible()
    visit.open(tab)
    expect(fold).to_contain_text(words.FILTERS_SET.format(3))
    fold.click()
    filters.get_by_label(words.DIRECT_ONLY).uncheck()
    filters.get_by_label(words.SAID_TO).fill("")
    filters.locator(".token-remove").first.click()
    expect(fold).not_to_contain_text("set")
    assert visit.errors == []


@browser_test
def test_a_hostile_document_is_shown_and_does_nothing(browser: Browser, hostile: str, tmp_path: Path) -> None:
    visit = Visit(browser, hostile)
    visit.ask("What did Minister Orlov say about the harbour <img src=x onerror=alert(8)>?")
    visit.keep("hostile")
    visit.page.wait_for_timeout(500)
    shown = visit.page.locator("#transcript, #sources")
    said = " ".join(shown.all_inner_texts())
    for part in (
        "<script>alert(3)</script>",
        "![](http://example.invalid/m.png)",
        "${alert(6)} `{{constructor}}",
        "⟨U+202E⟩yaM⟨U+202C⟩",
        HOSTILE_TITLE,
        HOSTILE_NAME,
    ):
        assert part in said
    assert "onerror=alert(8)>?" in said
    assert shown.locator("script, img, form, input, svg, iframe").count() == 0
    assert {link[0] for link in shown.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")} == {
        "#",
        "?",
    }
    assert visit.dialogs == []
    assert [url for url in visit.requests if not url.startswith((hostile + "/", "data:", "blob:"))] == []
    assert visit.errors == []
    visit.close()


@browser_test
@pytest.mark.parametrize(
    ("question", "sentence"),
    [("  ", "The question has no word in it"), ("w" * 2001, "The question has 2,001 characters")],
)
def test_a_question_that_cannot_be_asked_gets_one_sentence(visit: Visit, question: str, sentence: str) -> None:
    visit.ask(question)
    told = visit.page.locator("#transcript .error p")
    expect(told).to_contain_text(sentence)
    expect(visit.question).to_have_value(question)
    assert "Traceback" not in visit.page.content()
    assert visit.errors == []


@browser_test
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, seeds: str, tmp_path: Path) -> None:
    visit = Visit(browser, seeds, PHONE)
    visit.ask(ANSWERABLE)
    visit.keep("phone")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    side, chat = visit.page.locator("#side").bounding_box(), visit.page.locator("#chat").bounding_box()
    assert side is not None
    assert chat is not None
    assert side["y"] >= chat["y"] + chat["height"]
    visit.close()


@browser_test
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_comparison_stands_side_by_side_and_stacked_on_a_phone(
    browser: Browser, seeds: str, tmp_path: Path, viewport: ViewportSize
) -> None:
    visit = Visit(browser, seeds, viewport)
    visit.open(words.COMPARE_TAB)
    subject = visit.page.get_by_label(words.SUBJECT)
    subject.fill(COMPARABLE)
    subject.press("Enter")
    columns = visit.page.locator("#comparison .side-column")
    expect(columns).not_to_have_count(0, timeout=30_000)
    visit.keep("compare")
    source = (SEEDS / "002_65deec5dc040f274.txt").read_text(encoding="utf-8")
    direct = visit.page.locator("#comparison figure.direct blockquote").all_text_contents()
    assert any(quote in source for quote in direct)
    first, second = columns.nth(0).bounding_box(), columns.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert (second["y"] >= first["y"] + first["height"]) is (viewport == PHONE)
    assert visit.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    visit.page.locator("#comparison .timeline a.number").first.click()
    expect(visit.page.locator("#comparison figure:target")).to_be_in_viewport()
    subject.fill(UNANSWERABLE)
    visit.page.get_by_role("button", name=words.COMPARE).click()
    expect(visit.page.locator("#comparison .silence")).to_contain_text(words.SILENCE, timeout=30_000)
    expect(columns).to_have_count(0)
    subject.fill("?!")
    subject.press("Enter")
    expect(visit.page.locator("#comparison .error")).to_contain_text("The question has no word in it")
    assert visit.errors == []
    visit.close()


@browser_test
def test_a_fault_of_ours_is_one_sentence_and_the_chat_goes_on(browser: Browser, tmp_path: Path) -> None:
    class Faulty(Assistant):
        def ask(self, question: str, *rest: object, **more: object) -> Answer:
            raise RuntimeError(f"/secret/path {question} {rest} {more}")

    built = Assistant.build([SEEDS / "001_094831afb67c66fe.txt"], tmp_path / "index")
    with serving(Faulty(built.index, lambda: built.reranker)) as address:
        visit = Visit(browser, address)
        visit.ask(ANSWERABLE)
        expect(visit.page.locator("#transcript .error")).to_contain_text(words.FAILED)
        assert "/secret/path" not in visit.page.content()
        visit.ask(ANSWERABLE)
        expect(visit.page.locator("#transcript .error")).to_have_count(2)
        visit.close()


@browser_test
def test_the_page_works_behind_a_login(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "who").write_text("ann:correct horse battery\n", encoding="utf-8")
    with serving(toy_assistant(tmp_path), Rules(access=Access.read(tmp_path / "who"))) as address:
        with browser.new_context(http_credentials={"username": "ann", "password": "correct horse battery"}) as context:
            page = context.new_page()
            page.goto(address)
            question = page.get_by_label(words.QUESTION)
            question.fill("Where does the river Kura flow?")
            question.press("Enter")
            expect(page.locator(".answer blockquote").first).to_have_text(
                "The river Kura flows east. It is 1,515 km long.", timeout=30_000
            )


def fetch(url: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, data, {k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, dict(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_headers_keep_the_page_to_this_host(seeds: str) -> None:
    status, headers, body = fetch(seeds + "/", accept="text/html", accept_encoding="gzip")
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert policy["img-src"] == "'self' data: blob:"
    assert (policy["default-src"], policy["connect-src"], policy["frame-ancestors"]) == ("'self'", "'self'", "'none'")
    assert "unsafe-inline" not in policy["script-src"]
    assert "http" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_what_is_not_served(seeds: str) -> None:
    assert fetch(seeds + "/healthz")[2] == b'{"status":"ok"}'
    assert fetch(seeds + "/healthz", host="example.invalid")[0] == 400
    too_much = {"/gradio_api/queue/join": LARGEST_EVENT, "/gradio_api/run/ask": LARGEST_BODY}
    for path, most in too_much.items():
        assert fetch(seeds + path, b"x", content_length=str(most + 1))[0] == 413  # refused before it is sent
    wrong_form = json.dumps({"data": "x" * (LARGEST_EVENT - 20)}).encode()
    status, _, told = fetch(seeds + "/gradio_api/queue/join", wrong_form, content_type="application/json")
    assert (status, len(told) < 1000) == (422, True)
    refused = {
        path: fetch(seeds + path)[0]
        for path in ("/docs", "/openapi.json", "/gradio_api/file=/etc/passwd", "/gradio_api/file=pyproject.toml")
    }
    assert refused == {
        "/docs": 404,
        "/openapi.json": 404,
        "/gradio_api/file=/etc/passwd": 404,
        "/gradio_api/file=pyproject.toml": 404,
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.invalid"])
def test_other_machines_are_served_only_where_somebody_is_named(host: str, tmp_path: Path) -> None:
    built = Assistant.build([SEEDS / "001_094831afb67c66fe.txt"], tmp_path)
    with pytest.raises(BadInput, match=rf"^{host} can be reached from other machines, so say who may ask, with --auth"):
        serve(built, host)


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    built = Assistant.build([SEEDS / "001_094831afb67c66fe.txt"], tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"^Port {port} on 127.0.0.1 is taken; choose another port.$"):
            serve(built, "127.0.0.1", port)
    with pytest.raises(BadInput, match=r"^There is no port 70000; choose one from 1 to 65535\.$"):
        bound("127.0.0.1", 70000)


@browser_test
def test_a_quote_is_checked_and_its_differences_shown(visit: Visit, tmp_path: Path) -> None:
    visit.open(words.CHECK_TAB)
    quote = visit.page.get_by_label(words.QUOTE)
    quote.fill("It is acceptable that a number of countries")
    quote.press("Enter")
    checked = visit.page.locator("#checked")
    expect(checked.locator(".verdict.altered")).to_contain_text("Altered.", timeout=20_000)
    expect(checked.locator("del").first).to_have_text("acceptable")
    expect(checked.locator("ins").first).to_have_text("unacceptable")
    visit.keep("check")
    quote.fill("Thus, Armenia has delayed its response for 70 days.")
    visit.page.get_by_label(words.SAID_BY).fill("Antony Blinken")
    visit.page.get_by_role("button", name=words.CHECK, exact=True).click()
    expect(checked.locator(".verdict.misattributed")).to_contain_text("so not that Antony Blinken does")
    quote.fill("?!")
    quote.press("Enter")
    expect(checked.get_by_role("alert")).to_contain_text("The quote has no word in it.")
    assert visit.errors == []


ARTICLE = (
    "Armenia is late <script>alert(9)</script> <img src=http://example.invalid/a.png>\n\n"
    "“Thus, Armenia has delayed its response for 71 days,” Antony Blinken said.\n\n"
    "> Thus, Armenia has delayed its response for 70 days.\n"
)


@browser_test
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_an_article_is_checked_as_text_and_as_a_file_and_the_report_is_kept(
    browser: Browser, seeds: str, tmp_path: Path, viewport: ViewportSize
) -> None:
    visit = Visit(browser, seeds, viewport)
    page = visit.page
    visit.open(words.ARTICLE_TAB)
    page.get_by_label(words.ARTICLE, exact=True).fill(ARTICLE)
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    report = page.locator("#article-report")
    expect(report.locator("mark.altered, mark.exact")).to_have_count(2, timeout=20_000)
    expect(report).to_contain_text("True to the documents: 1 of 2 judged quotations.")
    visit.keep("article")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    for form, beginning in (("HTML", "<!doctype html>"), ("Markdown", "# Article check"), ("JSON", "{")):
        with page.expect_download() as download:
            report.get_by_role("link", name=form).click()
        assert Path(download.value.path()).read_text(encoding="utf-8").startswith(beginning)
    page.get_by_label(words.ARTICLE_FILE).set_input_files(
        {"name": "draft.md", "mimeType": "text/plain", "buffer": ARTICLE.replace("71", "70").encode()}
    )
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    expect(report.locator("h2")).to_contain_text("draft.md", timeout=20_000)
    expect(report.locator("mark.misattributed")).to_have_count(1)
    page.get_by_label(words.ARTICLE_FILE).set_input_files(
        {"name": "x.bin", "mimeType": "text/plain", "buffer": b"\x7fELF" + bytes(range(256))}
    )
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    expect(report.get_by_role("alert")).to_contain_text("x.bin: a program, not a document with text.")
    assert report.locator("script, img").count() == 0
    assert (visit.dialogs, visit.errors) == ([], [])
    assert [url for url in visit.requests if not url.startswith((seeds + "/", "data:", "blob:"))] == []
    visit.close()
