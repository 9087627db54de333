"""Fixtures for tests in a real browser; tests/browser.py says what can be done in it."""

import os
from collections.abc import Iterator

import pytest
from browser import chromium, find_chromium
from playwright.sync_api import BrowserContext, Page


# Not for the whole run: Playwright leaves an event loop running in this thread while it is open,
# and code of other modules may want its own.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A headless browser, which keeps what it loaded; without one the test is skipped, or fails where CI is set."""
    executable = find_chromium()
    if executable is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no chromium or google-chrome on PATH (Debian: apt-get install chromium)")
    with chromium(executable, tmp_path_factory.mktemp("browser")) as running, running.new_context() as context:
        yield context


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A new page of 1280 by 900 pixels."""
    with browser.new_page() as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        yield page
