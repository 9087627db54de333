"""A page for the tests of a module, since JupyterLab takes longer to load than most of them take."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page


@pytest.fixture(scope="module")
def desk(browser: BrowserContext) -> Iterator[Page]:
    """A page as the last test has left it, to open notebooks in."""
    with browser.new_page() as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        yield page
