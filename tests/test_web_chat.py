"""The chat view in a real browser: what one can do with an answer, by mouse, by keyboard and on a phone."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, Route, expect

from assistant import Assistant
from assistant.evaluation import load_questions
from assistant.types import Answer
from assistant.web import words
from tests.browsing import DESKTOP, PHONE, Visit
from tests.serving import serving, toy_assistant
from tests.test_reading_pdf import column, pdf

pytestmark = pytest.mark.browser
ANSWERABLE = "What did Secretary Blinken ask for?"
WITH_SOURCES = "What is said about the delay of the response?"  # answered from several places
RIVER = "Where does the river Kura flow?"
IN_VIEW = """card => { const box = card.querySelector('.around').getBoundingClientRect();
  const mark = card.querySelector('mark').getBoundingClientRect();
  const fits = mark.height + 8 <= box.height;  // of a longer one the beginning, a line of 20 pixels at least
  return box.top <= mark.top && (fits ? mark.bottom : mark.top + 20) <= box.bottom ? "" : JSON.stringify([box, mark]); }"""

GRADIOS_ERRORS = """() => { window.errors = [];
  new MutationObserver((changes) => { for (const {addedNodes} of changes) for (const node of addedNodes)
    for (const e of node.querySelectorAll?.('span.error') ?? []) window.errors.push(e.closest('[id]').id + ': ' + e.textContent);
  }).observe(document.body, {childList: true, subtree: true}); }"""


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="module")
def address(seeds: Assistant, feedback: Path) -> Iterator[str]:
    with serving(seeds, feedback=feedback) as address:
        yield address


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(toy_assistant(tmp_path_factory.mktemp("toys"))) as address:
        yield address


def _visited(browser: Browser, address: str) -> Iterator[Visit]:
    opened = Visit(browser, address)
    yield opened
    assert opened.errors == []
    opened.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    yield from _visited(browser, address)


@pytest.fixture
def toy_visit(browser: Browser, toys: str) -> Iterator[Visit]:
    yield from _visited(browser, toys)


class Gated(Assistant):
    """Waits at each stage until it is let on."""

    gate: threading.Semaphore

    def ask(self, *args: object, step: object, **more: object) -> Answer:  # type: ignore[override]
        def gated(stage: str) -> None:
            step(stage)  # type: ignore[operator]
            self.gate.acquire(timeout=20)
            step(stage)  # type: ignore[operator]

        return super().ask(*args, step=gated)  # type: ignore[arg-type]


def test_the_stages_are_shown_as_the_engine_reaches_them_and_stop_ends_them(browser: Browser, tmp_path: Path) -> None:
    toy = toy_assistant(tmp_path)
    gated = Gated(toy.index, lambda: toy.reranker, lambda: toy.judge)
    gated.gate = threading.Semaphore(0)
    with serving(gated) as address:
        visit = Visit(browser, address)
        visit.page.evaluate(GRADIOS_ERRORS)
        visit.question.fill(RIVER)
        visit.question.press("Enter")
        working, stop = visit.page.locator("#transcript .working"), visit.page.get_by_role("button", name=words.STOP)
        for n, told in enumerate(words.STAGES.values()):
            expect(working).to_have_text(f"{told} …")
            expect(visit.page.locator(".stages .done")).to_have_count(n)
            visit.keep(f"stage-{n + 1}")
            gated.gate.release()
        expect(visit.page.locator(".answer blockquote")).to_have_text("The river Kura flows east. It is 1,515 km long.")
        expect(stop).not_to_be_visible()
        visit.question.fill(RIVER)
        visit.question.press("Enter")
        expect(working).to_have_text(f"{words.STAGES['finding']} …")
        stop.click()
        expect(visit.page.locator("#transcript .error")).to_contain_text(words.STOPPED)
        expect(visit.question).to_have_value(RIVER)
        visit.page.wait_for_timeout(500)
        expect(visit.page.locator("#notice")).to_be_empty()  # a stop is no fault of ours
        gated.gate.release(9)
        visit.page.locator(".exchange").last.get_by_role("button", name=words.RETRY).click()
        expect(visit.page.locator(".answer")).to_have_count(2)
        expect(visit.page.locator(".exchange")).to_have_count(2)
        gated.gate = threading.Semaphore(0)
        visit.question.press("Enter")
        expect(working).to_have_text(f"{words.STAGES['finding']} …")
        expect(visit.question).to_have_value("")
        visit.question.fill("And how long is it?")
        stop.click()
        expect(visit.page.locator("#transcript .error")).to_contain_text(words.STOPPED)
        expect(visit.question).to_have_value("And how long is it?")  # what was typed meanwhile stays
        gated.gate.release(9)
        assert visit.page.evaluate("window.errors") == []
        visit.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_keyboard_alone_asks_and_goes_through_the_sources(browser: Browser, address: str, viewport: object) -> None:
    visit = Visit(browser, address, viewport)  # type: ignore[arg-type]
    page = visit.page
    visit.ask(WITH_SOURCES)
    expect(page.locator(".answer figcaption").first).to_contain_text(
        "Speaker: unknown · Form: the document's own text · Publisher: www.anews.az · Published: 2023-11-28 · Document: 004_"
    )
    page.locator(".answer a.number").nth(1).focus()
    page.keyboard.press("Enter")
    second = page.locator("#source-1-2")
    expect(second).to_be_focused()
    expect(second.locator("h4")).to_be_in_viewport()
    assert second.evaluate(IN_VIEW) == ""
    for name, then in ((words.NEXT_SOURCE, "#source-1-3"), (words.PREVIOUS_SOURCE, "#source-1-2")):
        page.locator(":focus").get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.locator(then)).to_be_focused()
        assert page.locator(then).evaluate(IN_VIEW) == ""
    visit.keep("viewer")
    assert page.evaluate("document.documentElement.scrollWidth") == (page.viewport_size or {})["width"]
    second.get_by_role("link", name=words.BACK).press("Enter")
    expect(page.locator("#quote-1-2")).to_be_in_viewport()
    page.locator(".answer blockquote").first.click()
    expect(page.locator("#source-1-1")).to_be_focused()
    visit.close()


def test_what_a_finger_presses_on_an_answer_is_high_enough_for_it(browser: Browser, toys: str) -> None:
    visit = Visit(browser, toys, PHONE)
    visit.ask(RIVER)
    pressed = visit.page.locator(".answer a.number, .acts :is(button, a, summary), .reworded summary").filter(
        visible=True
    )
    heights = {one.inner_text(): (one.bounding_box() or {"height": 0.0})["height"] for one in pressed.all()}
    assert heights.keys() >= {"[1]", words.COPY, words.LINK, words.SAVE, words.WRONG, words.REWORD}
    assert {name: height for name, height in heights.items() if height < 40} == {}
    visit.keep("fingers")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    visit.close()


def test_a_quote_is_copied_with_its_source_and_its_link_opens_it_again(visit: Visit, browser: Browser) -> None:
    visit.ask(ANSWERABLE)
    page, first = visit.page, visit.page.locator(".answer figure").first
    quote = first.locator("blockquote").inner_text()
    first.get_by_role("button", name="Copy").click()
    expect(first.locator('[data-act="copy"]')).to_have_text(words.COPIED)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{quote}”\n")
    assert "004_7b9dd2cba2efc039.txt [1173:1348], SHA-256 9b10feed" in copied
    first.get_by_role("link", name="Link to quote 1").click()
    expect(first.locator('[data-act="link"]')).to_have_text(words.LINK_COPIED)
    other = Visit(browser, page.evaluate("navigator.clipboard.readText()"))
    expect(other.page.locator("#sources mark")).to_have_text(quote)
    expect(other.page.locator("#sources h3")).to_have_text(words.LINKED)
    other.page.goto(other.page.url.replace("start=1173", "start=1175"))
    expect(other.page.locator("#notice")).to_contain_text("There are no whole words at the place this link names.")
    assert other.errors == []
    other.close()


def test_a_link_to_an_answer_asks_and_proves_it_again(toy_visit: Visit, browser: Browser) -> None:
    toy_visit.ask(RIVER)
    toy_visit.ask("And how long is it?")
    last = toy_visit.page.locator(".exchange").last
    link = last.get_by_role("link", name=words.LINK_ANSWER).evaluate("a => a.href")
    other = Visit(browser, link)
    expect(other.page.locator(".asked p")).to_have_text([RIVER, "And how long is it?"])
    again = other.page.locator(".exchange").last
    expect(again.locator("blockquote")).to_have_text(last.locator("blockquote").all_inner_texts())
    hostile = Visit(browser, link.split("?")[0] + "?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+river")
    expect(hostile.page.locator(".asked p")).to_have_text("<img src=x onerror=alert(1)> river")
    expect(hostile.page.locator(".exchange :is(.answer, .silence)")).to_have_count(1, timeout=20_000)
    assert (hostile.dialogs, hostile.errors) == ([], [])
    for one in (other, hostile):
        one.close()


def test_a_question_is_put_differently_and_then_stands_alone(toy_visit: Visit) -> None:
    toy_visit.ask(RIVER)
    toy_visit.ask("And how long is it?")
    first = toy_visit.page.locator(".exchange").nth(1)
    expect(first.locator(".read-as")).to_contain_text("And how long is it?")
    first.get_by_text(words.REWORD).click()
    box = first.get_by_label(words.REWORDED)
    expect(box).to_have_value(first.locator(".read-as bdi").inner_text())
    box.fill("Who lives on the mountain?")
    box.press("Control+Enter")
    third = toy_visit.page.locator(".exchange").nth(2)
    expect(third.locator(".asked p")).to_have_text("Who lives on the mountain?")
    expect(third.locator(":is(.answer, .silence)")).to_have_count(1)
    expect(third.locator(".read-as")).to_have_count(0)
    third.get_by_text(words.REWORD).click()
    box = third.get_by_label(words.REWORDED)
    box.fill("Who said the")
    box.press("Shift+Enter")
    box.press_sequentially("bridge was closed?")
    expect(box).to_have_value("Who said the\nbridge was closed?")
    box.press("Enter")
    fourth = toy_visit.page.locator(".exchange").nth(3)
    expect(fourth.locator(".asked p")).to_have_text("Who said the\nbridge was closed?")
    expect(fourth.locator(":is(.answer, .silence)")).to_have_count(1)


def test_an_answer_is_saved_and_a_wrong_quote_becomes_a_question(visit: Visit, feedback: Path) -> None:
    visit.ask(ANSWERABLE)
    page = visit.page
    quote = page.locator(".answer blockquote").first.inner_text()
    saved = {}
    for form in ("Markdown", "Word", "BibTeX", "W3C annotations", "Proof (JSON)"):
        page.get_by_text(words.SAVE, exact=True).click() if not page.get_by_role(
            "button", name="Save this"
        ).count() else None
        with page.expect_download() as download:
            page.get_by_role("button", name=words.SAVE_AS.format(form)).click()
        saved[form] = Path(download.value.path()).read_bytes()
    assert quote in saved["Markdown"].decode().replace("\n> ", "\n")
    assert quote in [p.text for p in docx.Document(io.BytesIO(saved["Word"])).paragraphs]
    assert saved["BibTeX"].startswith(b"@misc{source-9b10feed6e9b")
    assert json.loads(saved["W3C annotations"])[0]["target"][0]["selector"][0]["exact"] == quote
    assert json.loads(saved["Proof (JSON)"])["result"]["citations"][0]["quote"] == quote
    page.get_by_role("button", name=words.WRONG_QUOTE.format(1)).click()
    expect(page.locator(".answer figure").first.locator(".noted")).to_have_text(words.NOTED)
    assert [q.question for q in load_questions(feedback)] == [ANSWERABLE]


def test_conversations_are_kept_found_renamed_opened_and_deleted(toy_visit: Visit) -> None:
    page = toy_visit.page
    toy_visit.ask(RIVER)
    toy_visit.ask("Is the mountain high?")
    page.get_by_role("button", name=words.NEW).click()
    expect(page.locator("#transcript .welcome")).to_be_visible()
    toy_visit.ask("Who said the bridge was closed?")
    listed, search = page.locator("#history-list bdi"), page.get_by_label(words.HISTORY_SEARCH)
    page.get_by_role("button", name=words.HISTORY).click()
    expect(listed).to_have_text(["Who said the bridge was closed?", RIVER])
    page.reload()
    page.get_by_role("button", name=words.HISTORY).click(timeout=20_000)
    expect(listed).to_have_text(["Who said the bridge was closed?", RIVER])
    search.press_sequentially("mountain RIVER")
    expect(listed).to_have_text([RIVER])
    page.locator("#history-list summary").click()
    page.get_by_label(words.HISTORY_NAME).fill("Rivers <b>and</b> mountains")
    page.get_by_role("button", name=words.KEEP_NAME).click()
    expect(listed).to_have_text(["Rivers <b>and</b> mountains"])
    page.locator("#history-list summary").click()
    page.get_by_label(words.HISTORY_NAME).fill("Rivers of old")
    page.get_by_label(words.HISTORY_NAME).press("Enter")
    expect(listed).to_have_text(["Rivers of old"])
    page.locator("#history-list summary").click()
    page.get_by_label(words.HISTORY_NAME).fill("Rivers <b>and</b> mountains")
    page.get_by_label(words.HISTORY_NAME).press("Enter")
    expect(listed).to_have_text(["Rivers <b>and</b> mountains"])
    toy_visit.keep("history")
    listed.click()
    expect(page.locator(".exchange .asked p")).to_have_text([RIVER, "Is the mountain high?"])
    expect(page.locator(".answer")).to_have_count(2)
    toy_visit.ask("And who lives there?")
    search.fill("")
    search.press_sequentially("lives")
    expect(listed).to_have_text(["Rivers <b>and</b> mountains"])
    page.get_by_role("button", name=f"{words.DELETE}: Rivers").dblclick()
    page.wait_for_timeout(300)
    expect(listed).to_have_count(1)  # it is asked first
    page.get_by_role("button", name=f"{words.DELETE_YES}: Rivers").click()
    expect(listed).to_have_count(0)
    search.fill("")
    expect(listed).to_have_text(["Who said the bridge was closed?"])


def test_a_deleted_conversation_is_not_brought_back_by_a_search_from_before(toy_visit: Visit) -> None:
    page = toy_visit.page
    toy_visit.ask(RIVER)
    page.get_by_role("button", name=words.HISTORY).click()
    listed = page.locator("#history-list bdi")
    expect(listed).to_have_text([RIVER])
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/run/predict*", lambda r: r.continue_() if held else held.append((r, r.fetch())))
    page.get_by_label(words.HISTORY_SEARCH).press_sequentially("r")
    page.wait_for_timeout(300)
    page.get_by_role("button", name=f"{words.DELETE}: ").click()
    page.get_by_role("button", name=f"{words.DELETE_YES}: ").click()
    expect(listed).to_have_count(0)
    assert len(held) == 1
    held[0][0].fulfill(response=held[0][1])
    page.wait_for_timeout(300)
    expect(listed).to_have_count(0)
    assert toy_visit.errors == []


def test_two_tabs_keep_and_show_each_others_conversations(toy_visit: Visit) -> None:
    page, other = toy_visit.page, toy_visit.tab()
    toy_visit.ask(RIVER)
    other.ask("Who said the bridge was closed?")
    toy_visit.ask("And how long is it?")  # it knew nothing of the other tab's when it was opened
    for tab in (page, other.page):
        tab.get_by_role("button", name=words.HISTORY).click()
        expect(tab.locator("#history-list bdi")).to_have_text([RIVER, "Who said the bridge was closed?"])
    page.get_by_role("button", name=f"{words.DELETE}: Who said").click()
    page.get_by_role("button", name=f"{words.DELETE_YES}: Who said").click()
    expect(other.page.locator("#history-list bdi")).to_have_text([RIVER])
    assert other.errors == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_axe_finds_nothing_serious(browser: Browser, address: str, viewport: object, dark: bool) -> None:
    visit = Visit(browser, address, viewport, dark)  # type: ignore[arg-type]
    found = serious(visit)
    visit.ask(ANSWERABLE)
    visit.ask("Who won the 2018 football world cup?")
    for name in (words.FILTERS, words.HISTORY):
        visit.page.get_by_role("button", name=name).click()
    visit.page.locator(".reworded summary").first.click()
    visit.page.locator(".save summary").first.click()
    visit.page.wait_for_timeout(300)  # until the folds are open
    visit.keep("everything-dark" if dark else "everything")
    assert found + serious(visit) == []
    visit.close()


def serious(visit: Visit) -> Sequence[str]:
    rows = Axe().run(visit.page).response["violations"]
    return [
        f"{row['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
        for row in rows
        if row["impact"] in ("serious", "critical")
        for node in row["nodes"]
    ]


def test_passages_written_from_right_to_left_are_shown_so(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    arabic = "قال الوزير إن الجسر Kura سيفتح في مايو."
    (tmp_path / "docs" / "a.txt").write_text(f"{arabic}\n", encoding="utf-8")
    with serving(Assistant.build([tmp_path / "docs"], tmp_path / "index")) as address:
        visit = Visit(browser, address)
        visit.ask("Kura الجسر")
        shown = visit.page.locator("#sources .passage")
        expect(shown).to_contain_text(arabic)
        assert shown.evaluate("p => getComputedStyle(p).direction") == "rtl"
        assert visit.page.locator(".asked p").evaluate("p => getComputedStyle(p).direction") == "ltr"
        visit.keep("right-to-left")
        visit.close()


def test_tab_and_enter_alone_reach_everything(toy_visit: Visit) -> None:
    page = toy_visit.page
    page.keyboard.type(RIVER)  # the page opens in the box
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_count(1, timeout=20_000)
    page.locator("#tabs [role=tab]").first.focus()
    toy_visit.tab_to(".answer a.number")
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()
    toy_visit.tab_to(".steps a[href^='#quote']")
    page.keyboard.press("Enter")
    toy_visit.tab_to("[data-act='copy']")
    page.keyboard.press("Enter")
    expect(page.locator("[data-act='copy']")).to_have_text(words.COPIED)
    toy_visit.tab_to(".save summary")
    page.keyboard.press("Enter")
    toy_visit.tab_to("[data-form='markdown']")
    with page.expect_download():
        page.keyboard.press("Enter")
    toy_visit.tab_to(".reworded summary")
    page.keyboard.press("Enter")
    toy_visit.tab_to(".reworded textarea")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer")).to_have_count(2, timeout=20_000)
    toy_visit.tab_to("#filters button")
    page.keyboard.press("Enter")
    toy_visit.tab_to("#filters :is(input, textarea)[placeholder]")
    toy_visit.tab_to("#history button")
    page.keyboard.press("Enter")
    toy_visit.tab_to("#history-list [data-act='open']")
    toy_visit.tab_to("#history-list [data-act='delete']")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # it is asked once more
    expect(page.locator("#history-list li")).to_have_count(0)


def test_the_page_of_a_pdf_is_told_and_shown(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    first, second = column("The river Kura flows east."), column("The mayor said the bridge over the Aras was closed.")
    (tmp_path / "docs" / "report.pdf").write_bytes(pdf(first, second))
    with serving(Assistant.build([tmp_path / "docs"], tmp_path / "index")) as address:
        visit = Visit(browser, address)
        visit.ask("Which bridge was closed?")
        expect(visit.page.locator(".answer figcaption").first).to_contain_text("Document: report.pdf · Page: 2")
        card = visit.page.locator("#source-1-1")
        expect(card.locator(".labels")).to_contain_text("Page: 2")
        assert card.locator(".passage .page").last.get_attribute("data-page") == "Page 2"
        assert "Page" not in card.locator(".passage").inner_text()  # the sign is none of the document's words
        visit.keep("pdf")
        visit.close()
