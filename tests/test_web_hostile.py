"""Over a hundred hostile passages through every view of the page, in a real browser: shown word for word, and nothing runs,
nothing is fetched from elsewhere, nothing of ours is changed."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from assistant import Assistant, Settings
from assistant.escaping import visible
from assistant.index import LocalIndex
from assistant.text import content_stems, sentences
from assistant.web import words
from tests.browsing import Visit
from tests.hostile import A_DOCUMENT, Passage, files, labels, passages
from tests.serving import serving
from tests.toys import CORPUS, ToyEncoder, ToyReranker

pytestmark = pytest.mark.browser
PASSAGES = passages()
FOREIGN = (
    "script, img, iframe, object, embed, form, input, video, audio, link, style, base, meta, marquee, dialog, portal"
)


class WordEncoder(ToyEncoder):
    """Counts of all words, each at a place of its own (nearly), so that a question's rare word finds its passage."""

    dimension = 512

    @staticmethod
    def _vector(text: str) -> list[float]:
        counts = np.zeros(WordEncoder.dimension)
        for stem in content_stems(text):
            counts[zlib.crc32(stem.encode()) % WordEncoder.dimension] += 1
        return [float(n) for n in counts / (np.linalg.norm(counts) or 1.0)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("hostile")
    texts = files() | CORPUS
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = "".join(json.dumps(labels(name)) + "\n" for name in texts if name not in CORPUS)
    (folder / "metadata.jsonl").write_text(rows, encoding="utf-8")
    index = LocalIndex.create(tmp_path_factory.mktemp("index"), WordEncoder(), "toy", Settings(20))
    made = Assistant(index, ToyReranker, ToyReranker)
    assert made.add([folder]).refused == {}
    return made


@pytest.fixture(scope="module")
def address(engine: Assistant) -> Iterator[str]:
    with serving(engine) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A page that must have stayed as it was, whatever it showed."""
    opened = Visit(browser, address)
    yield opened
    opened.page.wait_for_timeout(300)
    assert (opened.dialogs, opened.errors) == ([], [])
    assert [url for url in opened.requests if not url.startswith((address + "/", "data:", "blob:"))] == []
    assert opened.page.url.startswith(address + "/")
    expect(opened.page).to_have_title(words.TITLE)
    opened.close()


def plain(text: str) -> str:
    """As a reader sees it: hiding characters named, white space as one."""
    return re.sub(r"\s+", " ", visible(text).replace("\t", " "))


def unshown(place: Locator, texts: Iterable[str], of_ours: str = "none") -> list[str]:
    """Those of `texts` that do not stand in the place word for word. No element of theirs may stand in it."""
    assert place.locator(FOREIGN).count() == place.locator(of_ours).count()
    links = place.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href') ?? '')")
    assert [link for link in links if not link.startswith(("#", "?", "data:text", "data:application/json"))] == []
    shown = plain(" ".join(place.evaluate_all("all => all.map(e => e.textContent)")))
    return [text for text in texts if plain(text) not in shown]


def test_there_are_over_a_hundred() -> None:
    assert len({passage.payload for passage in PASSAGES}) == len(PASSAGES) >= 100


@pytest.mark.parametrize("first", range(0, len(PASSAGES), A_DOCUMENT))
def test_answers_and_their_sources(visit: Visit, first: int) -> None:
    for passage in PASSAGES[first : first + A_DOCUMENT]:
        visit.ask(f"{passage.question} {passage.payload}?" if passage.payload.isascii() else passage.question)
        assert unshown(visit.page.locator("#transcript, #sources"), [passage.sentence]) == []


def test_nearest_passages_of_a_silence(visit: Visit) -> None:
    places, left = visit.page.locator("#transcript, #sources"), [passage.sentence for passage in PASSAGES]
    for number in range(4, len(PASSAGES) + 1, 5):
        visit.ask(f"Did Aurora{number:03} sink?")
        expect(visit.page.locator(".silence").last).to_be_visible()
        left = unshown(places, left)
    assert left == []


def test_comparisons(visit: Visit) -> None:
    visit.open(words.COMPARE_TAB)
    subject, found = visit.page.get_by_label(words.SUBJECT), visit.page.locator("#comparison")
    left = [p.sentence[slice(*sentences(p.sentence)[0])] for p in PASSAGES]  # a "!" in a payload ends a sentence
    for first in range(1, len(PASSAGES) + 1, 4):
        ferries = " and ".join(f"Aurora{number:03}" for number in range(first, min(first + 4, len(PASSAGES) + 1)))
        subject.fill(f"What did the pilots of {ferries} write?")
        subject.press("Enter")
        expect(found.locator(".asked")).to_contain_text(ferries)
        expect(found.locator(".timeline, .silence")).to_be_visible(timeout=20_000)
        left = unshown(found, left)
    assert left == []


def test_checked_quotes(visit: Visit) -> None:
    visit.open(words.CHECK_TAB)
    quote, checked = visit.page.get_by_label(words.QUOTE), visit.page.locator("#checked")
    for number, passage in enumerate(PASSAGES):
        given = passage.sentence if number % 4 else passage.sentence.replace("pilot", "captain")
        quote.fill(given)
        quote.press("Enter")
        expect(checked.locator(".asked")).to_contain_text(f"Aurora{number + 1:03}", timeout=20_000)
        expect(checked.locator(".verdict")).to_be_visible()
        assert unshown(checked, [passage.sentence]) == []


def opened_alone(browser: Browser, file: Path) -> Locator:
    """The body of a report that was saved, opened from the disk; it may do nothing, either."""
    page, seen = browser.new_page(), list[str]()
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda message: seen.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_timeout(300)
    assert seen == [file.as_uri()]
    return page.locator("body")


def test_an_article_of_them_and_its_files(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    page, texts = visit.page, [passage.sentence for passage in PASSAGES]
    visit.open(words.ARTICLE_TAB)
    page.get_by_label(words.ARTICLE, exact=True).fill("\n\n".join(f"> {text}." for text in texts))
    page.get_by_role("button", name=words.CHECK_ARTICLE).click()
    report = page.locator("#article-report")
    expect(report.locator(".article-check")).to_be_visible(timeout=60_000)
    assert unshown(report, texts) == []
    with page.expect_download() as download:
        report.get_by_role("link", name="HTML").click()
    kept = tmp_path / "article.html"
    download.value.save_as(kept)
    assert unshown(opened_alone(browser, kept).locator("main"), texts) == []


def test_documents_and_their_labels(visit: Visit, engine: Assistant) -> None:
    page = visit.page
    visit.open(words.DOCUMENTS_TAB)
    for name, text in files().items():
        page.locator(f"button[data-document={json.dumps(name)}]").click()
        shown = page.locator(".document-view")
        expect(shown).to_contain_text(visible(text[:40]))
        told = [value for key, value in labels(name).items() if key not in ("file_name", "published")]
        assert unshown(shown, [*text.split("\n\n"), *told]) == []
        assert engine.document(name).text == text


def test_an_evaluation_and_its_report(visit: Visit, engine: Assistant, browser: Browser, tmp_path: Path) -> None:
    page, rows = visit.page, []
    visit.open(words.EVALUATION_TAB)
    for number, passage in enumerate(PASSAGES):  # one far away is called right, so that each is a miss
        document, start, end = place_of(engine, PASSAGES[(number + len(PASSAGES) // 2) % len(PASSAGES)])
        gold = {"document": document, "start": start, "end": end}
        question = f"{passage.question} {passage.payload}"
        rows.append({"question": question, "kind": passage.payload, "answerable": True, "gold": [gold]})
    sent = "\n".join(map(json.dumps, rows)).encode()
    page.get_by_label(words.QUESTIONS_FILE).set_input_files(
        {"name": "<img src=x onerror=alert(0)>.jsonl", "mimeType": "", "buffer": sent}
    )
    page.get_by_role("button", name=words.RUN, exact=True).click()
    report = page.locator(".evaluation-report")
    expect(report).to_be_visible(timeout=90_000)
    report.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    texts = [text for passage in PASSAGES for text in (passage.payload, passage.sentence)]
    assert unshown(report, texts) == []
    with page.expect_download() as download:
        page.get_by_role("button", name=words.REPORT_HTML).click()
    kept = tmp_path / "evaluation.html"
    download.value.save_as(kept)
    assert unshown(opened_alone(browser, kept), texts, of_ours="script, input[type=search]") == []


def place_of(engine: Assistant, passage: Passage) -> tuple[str, int, int]:
    """The document of a passage, and its sentence's span in it."""
    name = next(name for name, text in files().items() if passage.sentence in text)
    start = engine.document(name).text.index(passage.sentence)
    return name, start, start + len(passage.sentence)
