"""Comparison, documents and evaluation in a real browser: axe finds nothing serious, light and dark; the plot by day; a busy
engine leaves the page usable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from assistant import Assistant
from assistant.api.pool import Places
from assistant.library import review
from assistant.web import words
from tests.browsing import DESKTOP, PHONE, Visit
from tests.serving import serving, toy_assistant
from tests.test_web_chat import serious
from tests.test_web_documents import documents, send
from tests.test_web_evaluation import QUESTIONS, evaluation, run

SUBJECT = "the river Kura and the city"


@pytest.fixture
def toy(tmp_path: Path) -> Assistant:
    made = toy_assistant(tmp_path)
    review(made, "a.txt", {"published": "2023-03-01", "publisher": "Kura Post"})
    review(made, "c.txt", {"published": "2024-03-01", "publisher": "<b>City</b> Post"})
    return made


@pytest.fixture
def places() -> Places:
    return Places()


@pytest.fixture
def address(toy: Assistant, places: Places) -> Iterator[str]:
    with serving(toy, places=places) as found:
        yield found


def compared(browser: Browser, address: str, viewport: ViewportSize = DESKTOP, dark: bool = False) -> Visit:
    visit = Visit(browser, address, viewport, dark)
    visit.open(words.COMPARE_TAB)
    visit.page.get_by_label(words.SUBJECT).fill(SUBJECT)
    visit.page.get_by_label(words.SUBJECT).press("Enter")
    expect(visit.page.locator("#comparison .timeline")).to_be_visible(timeout=20_000)
    return visit


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_the_plot_leads_to_its_quotes_and_filters_narrow_it(
    browser: Browser, address: str, viewport: ViewportSize
) -> None:
    visit = compared(browser, address, viewport)
    page, dots = visit.page, visit.page.locator("#comparison .plot a")
    assert [dot.get_attribute("aria-label") for dot in dots.all()] == [
        "2023-03-01, Kura Post, [1]",
        "2024-03-01, <b>City</b> Post, [2]",
    ]
    dots.nth(1).focus()
    page.keyboard.press("Enter")  # by keyboard alone
    expect(page.locator("#said-2:target")).to_be_in_viewport()
    visit.keep("comparison")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.get_by_role("button", name=words.FILTERS).click()
    page.locator("#compare-filters").get_by_label(words.PUBLISHED_TO).fill("2023")
    page.get_by_label(words.SUBJECT).press("Enter")
    expect(page.locator("#comparison figure blockquote")).to_have_text(["The river Kura flows east."], timeout=20_000)
    expect(page.locator("#comparison .plot")).to_have_count(0)
    assert (visit.dialogs, visit.errors) == ([], [])
    visit.close()


@pytest.mark.browser
@pytest.mark.parametrize(("viewport", "dark"), [(DESKTOP, False), (PHONE, True)])
def test_axe_finds_nothing_serious(browser: Browser, address: str, viewport: ViewportSize, dark: bool) -> None:
    visit = compared(browser, address, viewport, dark)
    page = visit.page
    page.get_by_role("button", name=words.FILTERS).click()
    found = [*serious(visit)]
    visit.open(words.DOCUMENTS_TAB)
    send(page, **{"aras.txt": b"The river Aras flows south.", "run.bin": b"\x7fELF" + bytes(range(256))})
    expect(page.locator("#upload-told li")).to_have_count(2, timeout=20_000)
    page.get_by_role("button", name="a.txt").first.click()
    expect(page.locator(".document-text")).to_be_visible()
    page.get_by_role("button", name=words.REVIEW).click()
    page.get_by_role("button", name=words.REMOVE).click()
    expect(page.get_by_role("button", name=words.REMOVE_YES)).to_be_visible()
    visit.keep(f"documents{'-dark' if dark else ''}")
    found += serious(visit)
    visit.open(words.CHECK_TAB)
    page.get_by_label(words.QUOTE).fill("The city lies by the lake.")
    page.get_by_label(words.QUOTE).press("Enter")
    expect(page.locator("#checked .verdict")).to_be_visible(timeout=20_000)
    found += serious(visit)
    visit.open(words.ARTICLE_TAB)
    page.get_by_label(words.ARTICLE, exact=True).fill(
        "He said: “The city lies by the lake.” And “the mountain is high”."
    )
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    expect(page.locator("#article-report .downloads")).to_be_visible(timeout=20_000)
    found += serious(visit)
    visit.open(words.EVALUATION_TAB)
    run(page, "known.jsonl", "\n".join(map(json.dumps, QUESTIONS)).encode())
    report = page.locator(".evaluation-report")
    expect(report).to_be_visible(timeout=20_000)
    for summary in report.locator("summary").all():
        summary.click()
    visit.keep(f"evaluation{'-dark' if dark else ''}")
    assert [*found, *serious(visit)] == []
    visit.close()


@pytest.mark.browser
def test_no_control_is_out_of_sight_on_a_phone(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, PHONE)
    page = visit.page
    for tab in (words.ASK_TAB, words.COMPARE_TAB, words.CHECK_TAB, words.ARTICLE_TAB, words.DOCUMENTS_TAB):
        visit.open(tab)
        for folded in page.get_by_role("button", name=words.FILTERS).all():
            folded.click()
        page.wait_for_timeout(300)  # until the fold is open
        controls = page.locator(":is(button, input, textarea, select):visible")
        beyond = controls.evaluate_all(
            "(all, width) => all.filter((e) => e.getBoundingClientRect().right > width).map((e) => e.outerHTML)",
            PHONE["width"],
        )
        assert (tab, beyond) == (tab, [])
    visit.close()


@pytest.mark.browser
def test_a_busy_engine_leaves_the_page_usable(browser: Browser, address: str, places: Places) -> None:
    places.asks.taken += places.asks.workers + places.asks.waiting  # every place is taken
    places.changes.taken += 1
    visit = documents(browser, address)
    page = visit.page
    page.get_by_role("button", name="b.txt").click()  # reading needs no place of those
    expect(page.locator(".document-text")).to_contain_text("The mountain is high.")
    page.get_by_role("button", name=words.REVIEW).click()
    page.get_by_role("button", name=words.SAVE_LABELS, exact=True).click()
    expect(page.locator("#document-told")).to_contain_text("Too much is being asked at once; please ask again in")
    visit.open(words.COMPARE_TAB)
    page.get_by_label(words.SUBJECT).fill(SUBJECT)
    page.get_by_label(words.SUBJECT).press("Enter")
    expect(page.locator("#comparison").get_by_role("alert")).to_contain_text("Too much is being asked at once")
    expect(page.get_by_label(words.SUBJECT)).to_have_value(SUBJECT)
    visit.open(words.ASK_TAB)
    visit.ask(SUBJECT)
    expect(page.locator("#transcript").get_by_role("alert")).to_contain_text("please ask again in")
    expect(visit.question).to_have_value(SUBJECT)  # and can be sent again as it is
    visit.open(words.ARTICLE_TAB)
    page.get_by_label(words.ARTICLE, exact=True).fill("“The city lies by the lake.”")
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    expect(page.locator("#article-report").get_by_role("alert")).to_contain_text("please ask again in")
    visit.close()
    visit = evaluation(browser, address)
    run(visit.page, "known.jsonl", json.dumps(QUESTIONS[0]).encode())
    told = visit.page.locator("#evaluation").get_by_role("alert")
    expect(told).to_contain_text("Too much is being asked at once", timeout=20_000)
    visit.close()
    refused = httpx.post(f"{address}/uploads?name=x.txt", content=b"The river.")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
