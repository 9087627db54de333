"""Fixtures for tests of pictures, and for tests in a real browser; tools/browser.py says what can be done in it."""

import os
import re
import sys
from collections.abc import Generator, Iterator
from html.parser import HTMLParser
from types import SimpleNamespace

import matplotlib as mpl
import pytest
from browser import chromium, find_chromium
from playwright.sync_api import BrowserContext, Page
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from course.plots import canvas
from tests.courses import needs_torch

# PyTorch's threads, once they have run, are missing in a process that is forked, and it waits for them.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of many processes would compile all of the course
PNG_OF = canvas.png_of
HAD_TORCH = pytest.StashKey[bool]()
# What takes longest begins first, so that no processor waits for it at the end.
LONGEST = (
    *("grading/test_threats", "lessons/test_graded", "jupyterlab/", "grading/test_databases"),
    *("grading/test_pages_in_browser", "test_hub", "test_kit", "grading/test_crashes", "authoring/test_slips"),
)


def company(nodeid: str) -> tuple[str, int]:
    """What a test shares its set-up with: the tests of its module or, if they are about a lesson, of that lesson.

    In JupyterLab, which takes longer to load than a lesson to run, it is the module.
    """
    module = nodeid.partition("::")[0]
    lesson = None if "/jupyterlab/" in module else re.search(r"\[(\d\d)-[a-z-]+\]$", nodeid)
    return module, int(lesson[1]) if lesson else 0


def may_have_torch(nodeid: str) -> bool:
    """Whether a test may import PyTorch: these come last, since a process that has it takes long to fork."""
    return "[09-pytorch" in nodeid or nodeid.partition("::")[0].endswith(("test_pytorch.py", "test_tensors.py"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.stash[HAD_TORCH] = "torch" in sys.modules


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if "torch" in sys.modules and not item.stash[HAD_TORCH] and not may_have_torch(item.nodeid):
        pytest.fail("imports PyTorch; tests/conftest.py says which may")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "torch" in sys.modules:
        raise pytest.UsageError("a module of tests imports PyTorch; let its tests do that, where they need it")
    for item in items:
        if "[09-pytorch" in item.nodeid:
            item.add_marker(needs_torch)

    def place(item: pytest.Item) -> tuple[bool, int, str, int]:
        module, lesson = company(item.nodeid)
        rank = next((rank for rank, part in enumerate(LONGEST) if part in module), len(LONGEST))
        return may_have_torch(item.nodeid), rank, module, -lesson

    items.sort(key=place)


class InCompany(LoadScopeScheduling):
    """Several processes share the tests; those that share their set-up run in one of them."""

    def _split_scope(self, nodeid: str) -> str:
        return str(company(nodeid))


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """One more than there are processors: tests wait for browsers, servers and clocks a sixth of their time."""
    return (yield) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> InCompany:
    return InCompany(config, log)


# Not for the whole run: Playwright leaves an event loop running in this thread while it is open,
# and code of other modules may want its own.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A headless browser, which keeps what it loaded; without one the test is skipped, or fails where CI is set."""
    executable = find_chromium()
    if executable is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no Chromium on PATH (Debian: apt-get install chromium-headless-shell)")
    with chromium(executable, tmp_path_factory.mktemp("browser")) as running, running.new_context() as context:
        yield context


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A new page of 1280 by 900 pixels."""
    with browser.new_page() as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        yield page


class Html(HTMLParser):
    """The images and the text of a piece of HTML."""

    def __init__(self, source):
        super().__init__()
        self.images, self.tags, self.text = [], [], ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "img":
            self.images.append(dict(attributes))

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def published(monkeypatch):
    """What was published, in order, one namespace (images, tags, text, plain, place) an output."""
    outputs = []

    def publish(data, **place):
        page = Html(data["text/html"])
        outputs.append(
            SimpleNamespace(images=page.images, tags=page.tags, text=page.text, plain=data["text/plain"], place=place)
        )

    monkeypatch.setattr(canvas, "publish_display_data", publish)
    # Most tests look at the words only, and making the image takes most of the time.
    monkeypatch.setattr(canvas, "png_of", lambda fig: b"no image")
    return outputs


@pytest.fixture
def published_images(monkeypatch, published):
    """What was published, with real images."""
    monkeypatch.setattr(canvas, "png_of", PNG_OF)
    return published


@pytest.fixture
def drawn(monkeypatch, published):
    """All texts of the figures that were shown, in order, one set a figure."""
    texts = []

    def look(fig):
        fig.draw_without_rendering()
        texts.append({text.get_text() for text in fig.findobj(mpl.text.Text)})
        return b"no image"

    monkeypatch.setattr(canvas, "png_of", look)
    return texts
