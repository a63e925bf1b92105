"""The tab of the documents in a real browser: found, opened, uploaded, reviewed, removed; hostile names and texts inert."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from assistant import Assistant
from assistant.library import upload, uploads_of
from assistant.web import Rules, words
from tests.browsing import DESKTOP, PHONE, Visit
from tests.serving import serving, toy_assistant

HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"
HOSTILE_TEXT = (
    "The harbour <script>alert(2)</script> <img src=http://example.invalid/i.png> ${alert(3)} \u202eyaM\u202c closes.\n"
)


@pytest.fixture
def toy(tmp_path: Path) -> Assistant:
    return toy_assistant(tmp_path)


@pytest.fixture
def address(toy: Assistant) -> Iterator[str]:
    with serving(toy) as found:
        yield found


def documents(browser: Browser, address: str, viewport: ViewportSize = DESKTOP) -> Visit:
    """The page with the tab of the documents open."""
    visit = Visit(browser, address, viewport)
    visit.open(words.DOCUMENTS_TAB)
    expect(visit.page.locator("#documents-list")).to_be_visible()
    return visit


def send(page: Page, **files: bytes) -> None:
    """Choose the files and have them sent."""
    chosen = [{"name": name, "mimeType": "", "buffer": data} for name, data in files.items()]
    page.get_by_label(words.UPLOAD).set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_role("button", name=words.SEND).click()


def names(page: Page) -> list[str]:
    """What the list has."""
    return page.locator("#documents-list button[data-document]").all_inner_texts()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_document_is_found_and_read_with_its_furniture_shaded(
    browser: Browser, toy: Assistant, address: str, viewport: ViewportSize
) -> None:
    visit = documents(browser, address, viewport)
    page = visit.page
    assert names(page) == ["a.txt", "b.txt", "c.txt"]
    page.get_by_label(words.FIND_DOCUMENT).fill("A.TX")
    expect(page.locator("#documents-list button[data-document]")).to_have_text(["a.txt"])
    opener = page.get_by_role("button", name="a.txt")
    opener.focus()
    page.keyboard.press("Enter")  # by keyboard alone
    text = page.locator(".document-text")
    expect(text).to_be_visible()
    assert text.evaluate("e => e.textContent") == toy.document("a.txt").text
    expect(text.locator(".zone")).to_have_text(["Share this page"])
    expect(page.locator(".document-view h3")).to_be_focused()
    rows = page.locator(".document-view table").first.locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[:2] for row in rows] == [
        [words.LABEL_NAMES[key], words.UNKNOWN] for key in words.LABEL_NAMES
    ]
    visit.keep("document")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.get_by_label(words.SHOW_FURNITURE).uncheck()
    expect(text.locator(".zone")).to_be_hidden()
    assert visit.errors == []
    visit.close()


@pytest.mark.browser
def test_files_are_added_reviewed_and_removed(browser: Browser, toy: Assistant, address: str) -> None:
    visit = documents(browser, address)
    page = visit.page
    program = b"\x7fELF" + bytes(range(256))
    send(page, **{"aras.txt": b"The river Aras flows south.\n", "run.bin": program})
    told = page.locator("#upload-told li")
    expect(told).to_have_text(
        [
            f"{words.INDEXED_AS.format(1)} aras.txt: aras.txt",
            f"{words.REFUSED} run.binrun.bin: a program, not a document with text.",
        ],
        timeout=20_000,
    )
    expect(page.get_by_role("button", name="aras.txt")).to_be_visible()
    page.get_by_role("button", name="aras.txt").click()
    page.get_by_role("button", name=words.REVIEW).click()
    page.get_by_label(words.LABEL_NAMES["published"], exact=True).fill("soon")
    page.get_by_role("button", name=words.SAVE_LABELS).click()
    expect(page.locator("#document-told")).to_contain_text("“soon” is no day of the calendar")
    page.get_by_label(words.LABEL_NAMES["published"], exact=True).fill("2024-03-01")
    page.get_by_label(words.LABEL_NAMES["title"], exact=True).fill("<b>Aras</b>")
    page.get_by_role("button", name=words.SAVE_LABELS).click()
    expect(page.locator("#document-told")).to_have_text(words.SAVED)
    first = page.locator(".document-view tbody tr").first
    assert first.inner_text().split("\t") == ["Title", "<b>Aras</b>", words.REVIEWED]
    visit.keep("reviewed")
    kept = json.loads((uploads_of(toy) / "metadata.jsonl").read_text(encoding="utf-8"))
    assert kept == {"file_name": "aras.txt", "title": "<b>Aras</b>", "published": "2024-03-01"}
    page.get_by_role("button", name=words.REMOVE).click()
    expect(page.locator("#remove-ask")).to_contain_text(words.REMOVE_UPLOAD.format("aras.txt"))
    page.get_by_role("button", name=words.REMOVE_NO).click()
    expect(page.locator("#remove-ask")).to_be_hidden()
    page.get_by_role("button", name=words.REMOVE).click()
    page.get_by_role("button", name=words.REMOVE_YES).click()
    expect(page.locator("#document-told")).to_have_text(words.REMOVED.format("aras.txt"))
    expect(page.locator("#documents-list button[data-document]")).to_have_text(["a.txt", "b.txt", "c.txt"])
    assert not (uploads_of(toy) / "aras.txt").exists()
    assert visit.errors == []
    visit.close()


@pytest.mark.browser
def test_files_are_sent_once_where_the_button_is_pressed_twice(browser: Browser, toy: Assistant, address: str) -> None:
    visit = documents(browser, address)
    page = visit.page
    sent: list[Route] = []
    page.route("**/uploads?*", lambda route: sent.append(route))  # on its way until it is let on
    send(page, **{"aras.txt": b"The river Aras flows south.\n"})
    page.get_by_role("button", name=words.SEND).click()
    page.wait_for_timeout(300)
    assert len(sent) == 1
    sent[0].continue_()
    told = page.locator("#upload-told li")
    expect(told).to_have_text([f"{words.INDEXED_AS.format(1)} aras.txt: aras.txt"])
    page.wait_for_timeout(300)
    expect(told).to_have_text([f"{words.INDEXED_AS.format(1)} aras.txt: aras.txt"])
    page.unroute("**/uploads?*")
    send(page, **{"rhine.txt": b"The river Rhine flows north.\n"})  # and what is sent later is heard again
    expect(told).to_have_text([f"{words.INDEXED_AS.format(1)} rhine.txt: rhine.txt"])
    assert visit.errors == []
    visit.close()


@pytest.mark.browser
def test_a_label_typed_before_its_fold_is_drawn_is_kept(browser: Browser, address: str) -> None:
    visit = documents(browser, address)
    page = visit.page
    page.get_by_role("button", name="a.txt").click()
    fold, label = (
        page.get_by_role("button", name=words.REVIEW),
        page.get_by_label(words.LABEL_NAMES["published"], exact=True),
    )
    expect(fold).to_be_visible()
    page.evaluate("() => { window.requestAnimationFrame = (drawn) => setTimeout(drawn, 500); }")  # a slow machine
    fold.click()
    label.fill("2024-03-01")
    page.wait_for_timeout(1_000)
    expect(label).to_have_value("2024-03-01")
    visit.close()


@pytest.mark.browser
def test_a_file_may_be_dropped(browser: Browser, address: str, tmp_path: Path) -> None:
    visit = documents(browser, address)
    page = visit.page
    (tmp_path / "dropped.txt").write_text("The river Rhine flows north.", encoding="utf-8")
    place = page.get_by_label(words.UPLOAD).bounding_box()
    assert place is not None
    at = {"x": place["x"] + 60, "y": place["y"] + place["height"] / 2}
    data = {"items": [], "files": [str(tmp_path / "dropped.txt")], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})
    page.get_by_role("button", name=words.SEND).click()
    expect(page.locator("#upload-told li")).to_have_text([f"{words.INDEXED_AS.format(1)} dropped.txt: dropped.txt"])
    visit.close()


@pytest.mark.browser
def test_a_hostile_file_does_nothing(browser: Browser, address: str) -> None:
    visit = documents(browser, address)
    page = visit.page
    send(page, **{HOSTILE_NAME: HOSTILE_TEXT.encode(), "<svg onload=alert(4)>.bin": b"\x7fELF" + bytes(range(256))})
    safe = "_img src=x onerror=alert(1)_.txt"
    expect(page.locator("#upload-told li")).to_have_count(2, timeout=20_000)
    page.get_by_role("button", name=safe).click()
    expect(page.locator(".document-text")).to_contain_text("<script>alert(2)</script>")
    expect(page.locator(".document-text")).to_contain_text("${alert(3)} ⟨U+202E⟩yaM⟨U+202C⟩ closes.")
    page.wait_for_timeout(300)
    view = page.locator("#upload-told, #documents-list, #document-opened")
    assert view.locator("script, img, svg, iframe, form").count() == 0
    assert visit.dialogs == []
    assert [url for url in visit.requests if not url.startswith((address + "/", "data:", "blob:"))] == []
    assert visit.errors == []
    visit.close()


@pytest.mark.browser
def test_who_may_only_read_changes_nothing(browser: Browser, toy: Assistant) -> None:
    with serving(toy, Rules(read_only=True)) as address:
        visit = documents(browser, address)
        visit.page.get_by_role("button", name="a.txt").click()
        expect(visit.page.locator(".document-text")).to_be_visible()
        expect(visit.page.get_by_text(words.READ_ONLY)).to_be_visible()
        for gone in (words.SEND, words.REVIEW, words.REMOVE):
            expect(visit.page.get_by_role("button", name=gone)).to_have_count(0)
        visit.close()
        assert httpx.post(f"{address}/uploads?name=x.txt", content=b"The river.").status_code == 404
    assert toy.names() == ["a.txt", "b.txt", "c.txt"]


def test_the_route_takes_a_file_and_tells_what_came_of_it(address: str) -> None:
    answer = httpx.post(f"{address}/uploads", params={"name": "../x.txt"}, content=b"The river Rhine flows north.")
    assert (answer.status_code, answer.json()) == (200, {"name": "x.txt", "documents": ["x.txt"], "refused": {}})
    foreign = httpx.post(
        f"{address}/uploads?name=y.txt", content=b"The city.", headers={"Origin": "http://example.invalid"}
    )
    assert foreign.status_code == 403
    assert httpx.post(f"{address}/uploads?name=y.txt", content=b"x" * (16 * 2**20 + 1)).status_code == 413


def expect_offered(page: Page, documents: list[str]) -> None:
    """What the box for documents offers on the tab that is open."""
    box = page.get_by_label(words.DOCUMENT).filter(visible=True)
    box.click()
    expect(page.get_by_role("option")).to_contain_text(documents)
    box.press("Tab")


@pytest.mark.browser
def test_the_page_shows_the_index_as_it_is_when_it_is_opened(browser: Browser, toy: Assistant, address: str) -> None:
    assert upload(toy, "d.txt", b"The river Aras flows south.\n").documents
    visit = documents(browser, address)
    page = visit.page
    expect(page.locator("#documents-list button[data-document]")).to_have_text(["a.txt", "b.txt", "c.txt", "d.txt"])
    expect(page.locator("#documents-list .hint")).to_have_text(words.LISTED.format(1, 4, 4))
    for tab in (words.ASK_TAB, words.COMPARE_TAB):
        visit.open(tab)
        page.get_by_role("button", name=words.FILTERS).filter(visible=True).click()
        expect_offered(page, ["a.txt", "b.txt", "c.txt", "d.txt"])
    page.get_by_label(words.DOCUMENT).filter(visible=True).click()
    page.get_by_role("option", name="a.txt").click()
    visit.open(words.DOCUMENTS_TAB)
    send(page, **{"e.txt": b"The river Rhine flows north.\n"})
    expect(page.get_by_role("button", name="e.txt")).to_be_visible()
    visit.open(words.COMPARE_TAB)
    expect(page.locator("#compare-filters .token")).to_contain_text(["a.txt"])  # what is chosen stays
    visit.open(words.ASK_TAB)
    expect_offered(page, ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"])
    visit.open(words.DOCUMENTS_TAB)
    page.get_by_role("button", name="e.txt").click()
    page.get_by_role("button", name=words.REMOVE).click()
    page.get_by_role("button", name=words.REMOVE_YES).click()
    expect(page.locator("#document-told")).to_have_text(words.REMOVED.format("e.txt"))
    visit.open(words.COMPARE_TAB)
    expect_offered(page, ["a.txt", "b.txt", "c.txt", "d.txt"])
    assert visit.errors == []
    visit.close()
