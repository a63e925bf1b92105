"""Shared fixtures: three small documents under toy models, the seeds under the real ones, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from assistant import Assistant
from tests.browsing import CHROMIUM, FLAGS
from tests.toys import CORPUS, SEEDS, toy_over, written

pytest.register_assert_rewrite("tests.gates")  # it asserts, and is no test file
settings.register_profile("law", deadline=None)  # a law is no question of speed, least of all on a busy machine
settings.load_profile("law")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three small documents."""
    return written(CORPUS, tmp_path / "corpus")


@pytest.fixture
def toy(corpus: Path, tmp_path: Path) -> Assistant:
    """An assistant with toy models over `corpus`; its index is tmp_path/index."""
    return toy_over(corpus, tmp_path / "index")


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant with the real bundled models over the real seeds."""
    return Assistant.build([SEEDS], tmp_path_factory.mktemp("seeds") / "index")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; for one module, as its event loop would stand in the way of others'."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()
