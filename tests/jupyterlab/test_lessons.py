"""Every released lesson in a real JupyterLab, as a student meets it."""

import re
from collections.abc import Iterator

import nbformat
import pytest
from browser import Lab, Notebook, jupyterlab
from nbformat import NotebookNode
from playwright.sync_api import BrowserContext, Page, expect

from course.authoring.lesson import lesson_names
from course.authoring.notebook import to_json
from tests.courses import ROOT
from tests.lessons.classes import BOTH, graded_by_nbgrader, lesson, solved

NAMES = lesson_names(ROOT)


@pytest.fixture(scope="module")
def lab(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on an empty folder; none without a browser."""
    with jupyterlab(tmp_path_factory.mktemp("student"), tmp_path_factory.mktemp("state")) as running:
        yield running


def opened(page: Page, lab: Lab, file: str, notebook: NotebookNode, runs: bool = True) -> Notebook:
    (lab.folder / file).write_text(to_json(notebook))
    return Notebook(page, lab, file, runs)


# What is said in a blank lesson is looked at for all of them elsewhere; here it is one page and one button more.
@pytest.mark.parametrize("name", NAMES[:1])
def test_blank_lesson_runs_to_the_end(desk: Page, lab: Lab, name: str) -> None:
    released = nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)
    tests = sum(cell.kind == "test" for cell in lesson(name).cells)

    notebook = opened(desk, lab, f"blank-{name}.ipynb", released)
    collapsed = notebook.panel.locator(".jp-CodeCell .jp-InputPlaceholder")
    assert collapsed.count() == tests + 1  # and what is done
    notebook.run_all(120)
    outputs = notebook.outputs()

    assert sum("not attempted yet" in " ".join(text.split()) for text in outputs) == tests
    assert not [text for text in outputs if "Traceback" in text]
    assert re.match(r"0 of \d+ visible checks passed\. Open: neuron \(0 of 2\)", outputs[-1])


# What Validate runs, autograde runs, too, and test_lessons looks at what else it takes for wrong: both for all lessons.
# A lesson without widgets and one with them are run here. Of the others it is shown what nbgrader's kernel has left.
@pytest.mark.parametrize("name", NAMES)
def test_solved_lesson_shows_formulas_ticks_and_pictures_and_validates(
    desk: Page, lab: Lab, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_here = name in (NAMES[0], NAMES[4])
    if run_here:
        shown_first = solved(name)
    else:
        graded = graded_by_nbgrader(name, tmp_path_factory) / "autograded" / BOTH[0] / name / f"{name}.ipynb"
        shown_first = nbformat.read(graded, as_version=4)

    notebook = opened(desk, lab, f"solved-{name}.ipynb", shown_first, run_here)
    formulas, text = notebook.panel.locator("mjx-container"), notebook.panel.locator(".jp-MarkdownOutput")
    expect(formulas.first).to_be_visible()
    assert notebook.panel.locator("mjx-merror").count() == 0
    assert not [words for words in text.all_inner_texts() if "$" in words or "\\frac" in words]

    if run_here:
        notebook.run_all(120)
    shown = "\n".join(notebook.outputs())
    pictures = notebook.panel.locator(".jp-OutputArea-output img").evaluate_all(
        "images => images.map(image => [image.naturalWidth, image.alt])"
    )

    assert shown.count("✓") >= sum(cell.kind == "test" for cell in lesson(name).cells)
    assert "✗" not in shown
    assert "○" not in shown
    assert "This picture" not in shown
    assert re.search(r"\d+ visible checks: all passed\.", shown)
    assert len(pictures) >= 3
    for width, alt in pictures:
        assert width > 300  # it is drawn
        assert len(alt) > 20

    if name == NAMES[0]:
        desk.get_by_role("button", name="Validate").click()
        passes = "All checks that you can see pass."
        expect(desk.get_by_role("dialog")).to_contain_text(passes, timeout=120_000)
