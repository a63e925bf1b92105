"""The page in a real headless browser, for tests; what it looked like stays in build/screenshots/."""

from __future__ import annotations

from copy import copy
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from assistant.web import words

SCREENSHOTS = Path(__file__).parent.parent / "build" / "screenshots"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
FLAGS += ["--disable-sync", "--disable-dev-shm-usage"]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


class Visit:
    """A page opened in a browser of its own, with every request, dialog and script error it causes."""

    def __init__(self, browser: Browser, address: str, viewport: ViewportSize = DESKTOP, dark: bool = False) -> None:
        context = browser.new_context(
            viewport=viewport, color_scheme="dark" if dark else "light", has_touch=viewport == PHONE
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self._open(context, address)

    def tab(self) -> Visit:
        """The same address in another tab of the same browser."""
        other = copy(self)
        other._open(self.page.context, self.page.url)
        return other

    def _open(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("dialog", lambda d: (self.dialogs.append(d.message), d.dismiss()))
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.goto(address)
        self.question = self.page.get_by_label(words.QUESTION)
        expect(self.question).to_be_visible(timeout=20_000)

    def open(self, tab: str) -> None:
        """Press a tab and wait until it is drawn: Gradio puts the first values into its parts a frame after they are there."""
        self.page.get_by_role("tab", name=tab, exact=True).click()
        expect(self.page.get_by_role("tabpanel").filter(visible=True)).to_have_count(1)
        self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def ask(self, question: str) -> None:
        """By keyboard alone."""
        before = self.page.locator(".exchange").count()
        self.question.fill(question)
        self.question.press("Enter")
        expect(self.page.locator(".exchange")).to_have_count(before + 1, timeout=30_000)
        expect(self.page.locator(".working")).to_have_count(0, timeout=30_000)

    def tab_to(self, selector: str, most: int = 80) -> None:
        """Press Tab until the keyboard is on what the selector names."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached by the keyboard.")

    def keep(self, name: str) -> None:
        """A screenshot, for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or DESKTOP)["width"]
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)

    def close(self) -> None:
        self.page.context.close()
