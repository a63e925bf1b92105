"""No event is lost that is sent while another one is worked on, or in the moment it ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import Assistant
from assistant.evaluation import load_questions
from assistant.types import Answer, QuoteCheck
from assistant.web import words
from tests.browsing import Visit
from tests.serving import serving, toy_assistant

pytestmark = pytest.mark.browser
RIVER = "Where does the river Kura flow?"
ROUNDS = 10


def held_back(word: bytes, until: Callable[[], Awaitable[None]]) -> Callable[[ASGIApp], ASGIApp]:
    """What of the server's words has `word` in it waits, as if on its way through a slow network."""

    def slow(app: ASGIApp) -> ASGIApp:
        async def late(scope: Scope, receive: Receive, send: Send) -> None:
            async def sent(message: Message) -> None:
                if word in message.get("body", b""):
                    await until()
                await send(message)

            await app(scope, receive, sent)

        return late

    return slow


closing_late = held_back(b"close_stream", lambda: asyncio.sleep(0.3))  # the word that nothing more comes


def ending_after(gate: threading.Event) -> Callable[[ASGIApp], ASGIApp]:
    """The word that an answer was the last of its event comes once the gate is open."""

    async def opened() -> None:
        while not gate.is_set():  # the server's loop is another thread's
            await asyncio.sleep(0.01)

    return held_back(b"process_completed", opened)


@pytest.fixture
def ending(browser: Browser, tmp_path: Path) -> Iterator[tuple[Visit, threading.Event]]:
    """A visit whose answers are seen at once, while their events end only once the gate is open."""
    gate = threading.Event()
    gate.set()
    with serving(toy_assistant(tmp_path), before=ending_after(gate)) as address:
        visit = Visit(browser, address)
        gate.clear()
        yield visit, gate
        assert visit.errors == []
        visit.close()


AT_ONCE = """([question, rounds]) => {
  window.asked = 1; window.saved = 0; window.opened = 0;
  URL.createObjectURL = () => { window.saved++; return '#saved'; };
  new MutationObserver(() => {
    const done = document.querySelectorAll('.exchange .answer').length;
    if (done < window.asked || window.asked >= rounds) return;
    window.asked++;
    const last = [...document.querySelectorAll('.exchange')].at(-1), box = document.querySelector('#question textarea');
    last.querySelector('[data-form="markdown"]').click();
    last.querySelector('a.number').click();
    if (location.hash === `#source-${done}-1`) window.opened++;
    box.value = question; box.dispatchEvent(new Event('input'));
    document.querySelector('#ask').click();
  }).observe(document.querySelector('#transcript'), {childList: true, subtree: true});
}"""


def test_whatever_is_pressed_in_the_moment_an_answer_ends_is_heard(browser: Browser, tmp_path: Path) -> None:
    with serving(toy_assistant(tmp_path), before=closing_late) as address:
        visit = Visit(browser, address)
        # In the very task in which an answer is shown: its file, a quote's source, and the next question.
        visit.page.evaluate(AT_ONCE, [RIVER, ROUNDS])
        visit.question.fill(RIVER)
        visit.question.press("Enter")
        expect(visit.page.locator(".answer")).to_have_count(ROUNDS, timeout=60_000)
        visit.page.wait_for_function(f"window.saved === {ROUNDS - 1}")
        assert visit.page.evaluate("window.opened") == ROUNDS - 1
        visit.page.wait_for_timeout(600)  # the stream is closed now, and the next question opens another
        visit.ask(RIVER)
        expect(visit.page.locator(".answer")).to_have_count(ROUNDS + 1)
        assert visit.errors == []
        visit.close()


BOTH_SAVED = """async () => {
  const blobs = [], later = (ms) => new Promise((done) => setTimeout(done, ms));
  URL.createObjectURL = (blob) => { blobs.push(blob); return '#saved'; };
  for (const button of document.querySelectorAll('[data-form="markdown"]')) { button.click(); await later(PAUSE); }
  for (let i = 0; i < 500 && blobs.length < 2; i++) await later(20);
  return await Promise.all(blobs.map((blob) => blob.text()));
}"""


def sent_late(path: str, seconds: float) -> Callable[[ASGIApp], ASGIApp]:
    """What is sent to an address with `path` in it takes its time to get here."""

    def slow(app: ASGIApp) -> ASGIApp:
        async def late(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "POST" and path in scope["path"]:
                await asyncio.sleep(seconds)
            await app(scope, receive, send)

        return late

    return slow


answering_late = sent_late("", 0.3)
remembering_late = sent_late("/run/", 0.5)  # what goes through no queue: questions do


@pytest.mark.parametrize("pause", [0, 100])
def test_files_of_two_answers_are_both_saved_when_asked_for_at_once(
    browser: Browser, tmp_path: Path, pause: int
) -> None:
    with serving(toy_assistant(tmp_path), before=answering_late) as address:
        visit = Visit(browser, address)
        visit.ask(RIVER)
        visit.ask("Which mountain is high where nobody lives at all?")  # no follow-up of the first
        saved = visit.page.evaluate(BOTH_SAVED.replace("PAUSE", str(pause)))
        assert sorted("The mountain is high." in text for text in saved) == [False, True]
        assert visit.errors == []
        visit.close()


CLICK_ALL = """async ([those, pause]) => {
  for (const button of document.querySelectorAll(those)) { button.click(); await new Promise((go) => setTimeout(go, pause)); }
}"""


@pytest.mark.parametrize("pause", [0, 100])
def test_quotes_of_two_answers_are_both_reported_when_both_are_pressed_at_once(
    browser: Browser, tmp_path: Path, pause: int
) -> None:
    reports = tmp_path / "feedback.jsonl"
    with serving(toy_assistant(tmp_path), before=answering_late, feedback=reports) as address:
        visit = Visit(browser, address)
        visit.ask(RIVER)
        visit.ask("What is the mountain?")
        visit.page.evaluate(CLICK_ALL, ['.answer figure:first-of-type [data-act="wrong"]', pause])
        expect(visit.page.locator(".answer .noted")).to_have_count(2)
        assert [q.question.partition(" (")[0] for q in load_questions(reports)] == [RIVER, "What is the mountain?"]
        assert visit.errors == []
        visit.close()


def test_a_quote_pressed_twice_is_reported_once(browser: Browser, tmp_path: Path) -> None:
    reports = tmp_path / "feedback.jsonl"
    with serving(toy_assistant(tmp_path), before=answering_late, feedback=reports) as address:
        visit = Visit(browser, address)
        visit.ask(RIVER)
        visit.page.locator('[data-act="wrong"]').first.dblclick()
        expect(visit.page.locator(".answer .noted")).to_have_count(1)
        visit.page.wait_for_timeout(1_000)  # the second press goes after the first
        assert len(load_questions(reports)) == 1
        expect(visit.page.locator(".answer .noted")).to_have_count(1)
        assert visit.errors == []
        visit.close()


@pytest.mark.parametrize("pause", [0, 100])
def test_conversations_deleted_at_once_are_all_gone(browser: Browser, tmp_path: Path, pause: int) -> None:
    with serving(toy_assistant(tmp_path), before=answering_late) as address:
        visit = Visit(browser, address)
        for question in (RIVER, "What is the mountain?", "Who said the bridge was closed?"):
            visit.ask(question)
            visit.page.get_by_role("button", name=words.NEW).click()
            expect(visit.page.locator("#transcript .welcome")).to_be_visible()
        visit.page.get_by_role("button", name=words.HISTORY).click()
        listed = visit.page.locator("#history-list bdi")
        expect(listed).to_have_count(3)
        for _ in range(2):  # each is asked once more
            visit.page.evaluate(CLICK_ALL, ['#history-list [data-act="delete"]', pause])
        expect(listed).to_have_count(0)
        kept = "Object.keys(localStorage).filter((key) => key.startsWith('conversation:')).length"
        visit.page.wait_for_function(f"{kept} === 0")
        assert visit.errors == []
        visit.close()


class Gated(Assistant):
    """Answers and checks nothing before it is let on."""

    gate: threading.Event

    def ask(self, *given: Any, **more: Any) -> Answer:
        assert self.gate.wait(20)
        return super().ask(*given, **more)

    def check(self, quote: str, speaker: str | None = None) -> QuoteCheck:
        assert self.gate.wait(20)
        return super().check(quote, speaker)


def gated_assistant(folder: Path) -> Gated:
    toy = toy_assistant(folder)
    gated = Gated(toy.index, lambda: toy.reranker, lambda: toy.judge)
    gated.gate = threading.Event()
    return gated


def test_what_is_given_while_something_is_checked_is_checked_next(browser: Browser, tmp_path: Path) -> None:
    gated = gated_assistant(tmp_path)
    with serving(gated) as address:
        visit = Visit(browser, address)
        visit.open(words.CHECK_TAB)
        quote, checked = visit.page.get_by_label(words.QUOTE), visit.page.locator("#checked")
        quote.fill("The river Kura flows east.")
        quote.press("Enter")
        expect(checked).to_contain_text(words.CHECKING)
        quote.fill("The river Kura flows west.")
        quote.press("Enter")
        gated.gate.set()
        expect(checked.locator(".asked")).to_contain_text("The river Kura flows west.")
        expect(checked.locator(".verdict.altered")).to_be_visible()
        assert visit.errors == []
        visit.close()


def test_a_question_sent_as_soon_as_the_answer_is_seen_is_asked(ending: tuple[Visit, threading.Event]) -> None:
    visit, gate = ending
    visit.ask(RIVER)  # its answer is seen, its event goes on
    visit.question.fill("What is the mountain?")
    visit.question.press("Enter")
    gate.set()
    asked = visit.page.locator(".exchange .asked p")
    expect(asked).to_have_text([RIVER, "What is the mountain?"])
    expect(visit.page.locator(".exchange .answer")).to_have_count(2)
    expect(visit.question).to_have_value("")


def test_nothing_is_asked_again_by_what_is_pressed_until_the_question_has_wholly_ended(
    ending: tuple[Visit, threading.Event],
) -> None:
    visit, gate = ending
    visit.question.fill(RIVER)
    button = visit.page.get_by_role("button", name=words.ASK, exact=True)
    button.dblclick()  # asks it once, and does not stop it
    expect(visit.page.locator(".exchange .answer")).to_have_count(1)
    button.dblclick()  # of nothing
    gate.set()
    visit.ask("What is the mountain?")
    expect(visit.page.locator(".exchange .asked p")).to_have_text([RIVER, "What is the mountain?"])


def test_a_conversation_opened_while_a_question_is_worked_on_does_not_mix_with_it(
    browser: Browser, tmp_path: Path
) -> None:
    gated = gated_assistant(tmp_path)
    with serving(gated, before=remembering_late) as address:
        visit = Visit(browser, address)
        gated.gate.set()
        visit.ask(RIVER)
        visit.page.get_by_role("button", name=words.NEW).click()
        expect(visit.page.locator("#transcript .welcome")).to_be_visible()
        visit.page.get_by_role("button", name=words.HISTORY).click()
        listed = visit.page.locator("#history-list bdi")
        expect(listed).to_have_text([RIVER])
        gated.gate.clear()
        visit.question.fill("What is the mountain?")
        visit.question.press("Enter")
        expect(visit.page.locator(".working")).to_be_visible()
        listed.click()
        gated.gate.set()
        expect(listed).to_have_text(["What is the mountain?", RIVER])
        asked = visit.page.locator(".exchange .asked p")
        expect(asked).to_have_text([RIVER])
        visit.ask("Who said the bridge was closed?")
        expect(asked).to_have_text([RIVER, "Who said the bridge was closed?"])
        expect(listed).to_have_text([RIVER, "What is the mountain?"])
        assert visit.errors == []
        visit.close()


def test_a_conversation_is_kept_though_a_new_one_is_begun_as_soon_as_its_answer_is_seen(
    ending: tuple[Visit, threading.Event],
) -> None:
    visit, gate = ending
    visit.ask(RIVER)
    visit.page.get_by_role("button", name=words.NEW).click()
    gate.set()
    expect(visit.page.locator("#transcript .welcome")).to_be_visible()
    visit.page.get_by_role("button", name=words.HISTORY).click()
    expect(visit.page.locator("#history-list bdi")).to_have_text([RIVER])
