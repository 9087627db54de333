"""The feedback pages of three lessons: axe finds nothing, and nothing is wider than the page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat.v4 import new_code_cell, new_markdown_cell
from playwright.sync_api import BrowserContext, Page

from course.authoring.answers import read_answers, submission
from course.authoring.lesson import lesson_names, read_lesson
from course.authoring.notebook import to_json
from course.config import course_config
from course.grading.run import course_api, grade
from tests.courses import ROOT

STUDENT = "ada"
WIDTHS = (400, 1200)
LESSONS = [name for name in lesson_names(ROOT) if name[:2] in ("01", "05", "07")]
OWN_TEXT = (
    """# My *notes*

| """
    + " | ".join(f"a long heading, number {number}" for number in range(9))
    + """ |
| """
    + " | ".join("-" * 9)
    + """ |

$$f(x) = """
    + " + ".join(f"a_{{{number}}} x^{{{number}}}" for number in range(40))
    + "$$\n\n#### deeper"
)
OWN_CODE = """import matplotlib.pyplot as plt
import pandas as pd

plt.plot([1, 2])
plt.show()
print("\\x1b[31mred\\x1b[0m \\x1b[1;34mblue\\x1b[0m \\x1b[7minverse\\x1b[0m")
pd.DataFrame({f"column {number}": [number] for number in range(20)})"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a student who has made a mistake in every second exercise, by lesson."""
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + 'c.Referee.rerun = "all"\n')
    for name in LESSONS:
        for folder in ("lessons", "source"):
            shutil.copytree(ROOT / folder / name, root / folder / name)
        assert course_api(course_config(root)).generate_assignment(name)["success"]
        lesson = read_lesson(root / "lessons" / name / "lesson.py")
        wrong = [answer for answer in read_answers(root / "lessons" / name / "answers.py", lesson) if not answer.right]
        answers = {answer.exercise: answer.source for answer in wrong[::2]}
        notebook = submission(nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4), answers)
        notebook.cells[12:12] = [new_markdown_cell(OWN_TEXT), new_code_cell(OWN_CODE)]
        path = root / "submitted" / STUDENT / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(to_json(notebook))
    assert grade(root, LESSONS, feedback=True, jobs=1) == {name: {} for name in LESSONS}
    return {name: root / "feedback" / STUDENT / name / f"{name}.html" for name in LESSONS}


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(browser: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser with this preference; the policy of a feedback page would let no axe run in it."""
    assert browser.browser is not None
    with (
        browser.browser.new_context(bypass_csp=True, color_scheme=request.param) as context,
        context.new_page() as page,
    ):
        yield page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", LESSONS)
def test_everybody_can_read_it(pages: dict[str, Path], reader: Page, name: str, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(pages[name].as_uri())
    if name == LESSONS[0]:  # what is folded away is much alike, and takes long
        reader.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")

    # Contrast takes longer than all else together, and is the same at each width.
    rules = {"color-contrast": {"enabled": width == WIDTHS[0]}}
    found = Axe().run(reader, options={"resultTypes": ["violations"], "rules": rules}).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found] == []
    assert reader.evaluate("document.documentElement.scrollWidth") == width
    tables = "[...document.querySelectorAll('table')].filter(table => table.offsetWidth > innerWidth)"
    assert reader.evaluate(f"{tables}.every(table => table.parentElement.tabIndex == 0)")
    wide = "[...document.querySelectorAll('[tabindex]')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert reader.evaluate(wide) > 0  # there is something to be scrolled in its place
    assert reader.evaluate("document.querySelectorAll('main img').length") > 0


def test_it_is_read_by_keyboard(pages: dict[str, Path], reader: Page) -> None:
    """From a lost point to its cell, and on to what was checked there."""
    reader.goto(pages[LESSONS[0]].as_uri())
    link = reader.locator(".marks li a").first
    link.focus()
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")

    assert reader.evaluate("decodeURIComponent(location.hash).slice(1)") == link.get_attribute("href")[1:]
    assert reader.evaluate("document.activeElement.closest(location.hash) !== null")
    assert reader.evaluate("document.activeElement.tagName") == "SUMMARY"
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.parentElement.open")
    assert reader.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
