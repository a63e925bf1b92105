"""The tab that measures, in a real browser: a run with its misses and plots, a baseline, its files, a stop; hostile questions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from assistant import Assistant
from assistant.api.pool import Places
from assistant.types import Answer
from assistant.web import words
from tests.browsing import DESKTOP, PHONE, Visit
from tests.serving import serving, toy_assistant

HOSTILE = "Is <script>alert(1)</script> <img src=http://example.invalid/q.png> ${alert(2)} the mountain \u202ehigh?"
QUESTIONS = [
    {"id": "1", "kind": "plain", "question": "Where does the river Kura flow?", "answerable": True,
     "gold": [{"document": "a.txt", "quote": "The river Kura flows east.", "start": 0, "end": 26}]},
    {"id": "2", "kind": "<b>hostile</b>", "question": HOSTILE, "answerable": True,
     "gold": [{"document": "a.txt", "quote": "It is 1,515 km long.", "start": 27, "end": 47}]},
    {"id": "3", "kind": "plain", "question": "Who is missing?", "answerable": True,
     "gold": [{"document": "z.txt", "quote": "Nobody."}]},
]  # fmt: skip


@pytest.fixture
def places() -> Places:
    return Places()


@pytest.fixture
def address(tmp_path: Path, places: Places) -> Iterator[str]:
    with serving(toy_assistant(tmp_path), places=places) as found:
        yield found


def evaluation(browser: Browser, address: str, viewport: ViewportSize = DESKTOP) -> Visit:
    """The page with the tab open."""
    visit = Visit(browser, address, viewport)
    visit.open(words.EVALUATION_TAB)
    return visit


def choose(page: Page, label: str, name: str, data: bytes) -> None:
    page.get_by_label(label).set_input_files({"name": name, "mimeType": "", "buffer": data})


def run(page: Page, name: str, data: bytes) -> None:
    choose(page, words.QUESTIONS_FILE, name, data)
    page.get_by_role("button", name=words.RUN, exact=True).click()


def saved(page: Page, label: str) -> str:
    """The file that the button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_run_tells_what_was_missed_and_is_kept_and_compared(
    browser: Browser, address: str, viewport: ViewportSize
) -> None:
    visit = evaluation(browser, address, viewport)
    page, report = visit.page, visit.page.locator(".evaluation-report")
    expect(page.get_by_role("button", name=words.REPORT_HTML)).to_be_hidden()
    run(page, "known.jsonl", "\n".join(map(json.dumps, QUESTIONS)).encode())
    expect(report.locator("h2").first).to_have_text("Evaluation of known.jsonl", timeout=20_000)
    expect(report.locator(".cards .correct")).to_contain_text("0.500")
    expect(report.get_by_text("2 questions scored, 1 not.")).to_be_visible()
    expect(report.get_by_role("img", name="Risk over coverage")).to_be_visible()
    miss = report.locator("details.miss")
    expect(miss).to_have_count(1)
    miss.locator("summary").focus()
    page.keyboard.press("Enter")  # by keyboard alone
    expect(miss.locator("blockquote mark").first).to_have_text("It is 1,515 km long.")
    visit.keep("evaluation")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert saved(page, words.REPORT_HTML).startswith("<!doctype html>")
    answers = [json.loads(line) for line in saved(page, words.REPORT_ANSWERS).splitlines()]
    assert [row["id"] for row in answers] == ["1", "2"]
    figures = saved(page, words.REPORT_JSON)
    assert json.loads(figures)["unscored"] == {"3": "its document 'z.txt' is not in the corpus"}
    choose(page, words.BASELINE_FILE, "summary.json", figures.encode())
    page.get_by_role("button", name=words.RUN, exact=True).click()
    expect(report).to_contain_text("The gate passes.", timeout=20_000)
    assert report.locator("script, img, iframe, form").count() == 0
    assert "⟨U+202E⟩" in report.inner_text()
    assert (visit.dialogs, visit.errors) == ([], [])
    assert [url for url in visit.requests if not url.startswith((address + "/", "data:", "blob:"))] == []
    visit.close()


@pytest.mark.browser
def test_what_cannot_be_measured_is_one_sentence(browser: Browser, address: str) -> None:
    visit = evaluation(browser, address)
    page = visit.page
    told = page.locator("#evaluation").get_by_role("alert")
    page.get_by_role("button", name=words.RUN, exact=True).click()
    expect(told).to_contain_text(words.NO_QUESTIONS)
    for name, data, sentence in (
        ("a.csv", b"who,what\n1,2\n", 'a.csv has no column called "question".'),
        ("b.txt", b"Where?\n", 'No question in b.txt says whether it is "answerable"'),
        ("c.xlsx", b"PK\x03\x04 no book", "c.xlsx cannot be read as an XLSX workbook."),
        ("d.csv", b"x" * (2**20 + 1), "d.csv is larger than 1 MiB; `assistant eval` takes it."),
        ("e.csv", b"question,answer\nWho?,Zebra\n", "No question can be scored: its answer is not in the corpus."),
    ):
        run(page, name, data)
        expect(told).to_contain_text(sentence, timeout=20_000)
    choose(page, words.BASELINE_FILE, "old.json", b"{}")
    run(page, "known.jsonl", json.dumps(QUESTIONS[0]).encode())
    expect(told).to_contain_text("old.json is no summary.json of a run")
    assert visit.errors == []
    visit.close()


class Slow(Assistant):
    """Takes its time, so that a run surely is not over before it is stopped."""

    def ask(self, *given: Any, **more: Any) -> Answer:
        time.sleep(0.1)
        return super().ask(*given, **more)


@pytest.mark.browser
def test_a_stopped_run_gives_its_place_back(browser: Browser, tmp_path: Path, places: Places) -> None:
    toy = toy_assistant(tmp_path)
    with serving(Slow(toy.index, lambda: toy.reranker, lambda: toy.judge), places=places) as address:
        visit = evaluation(browser, address)
        page = visit.page
        rows = "\n".join(f"Where does the river Kura flow {n}?,east" for n in range(900))
        run(page, "many.csv", f"question,answer\n{rows}\n".encode())
        expect(page.locator("#evaluation progress")).to_be_visible(timeout=20_000)
        assert places.taken == 1
        page.get_by_role("button", name=words.STOP_RUN, exact=True).click()
        expect(page.locator("#evaluation")).to_contain_text(words.STOPPED_RUN)
        for _ in range(100):
            if not places.taken:
                break
            page.wait_for_timeout(100)
        assert places.taken == 0
        expect(page.get_by_role("button", name=words.STOP_RUN, exact=True)).to_be_hidden()
        visit.close()
