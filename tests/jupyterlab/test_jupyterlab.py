"""What students and instructors meet in JupyterLab, in a real browser."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest
from browser import Lab, Notebook, choose, jupyterlab
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from course.grading.feedback_page import FeedbackPage
from tests.courses import ROOT
from tests.grading.commands import environment
from tests.grading.fragments_that_mutate import RUN

LESSON = "03-small-lesson"


@pytest.fixture(scope="module")
def lab(browser: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a course of one lesson, with the settings of this repository; none without a browser."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    write(folder / "source" / LESSON / f"{LESSON}.ipynb", *lesson("return 2 * x"))
    with jupyterlab(folder, tmp_path_factory.mktemp("state")) as running:
        yield running


def write(file: Path, *cells: nbformat.NotebookNode) -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=list(cells), metadata={"kernelspec": kernel})
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)


def lesson(body: str) -> list[nbformat.NotebookNode]:
    """Return an exercise whose answer has the given body, and its test."""
    answer = {"grade_id": "double", "solution": True, "grade": False, "locked": False}
    test = {"grade_id": "double_two", "solution": False, "grade": True, "locked": True, "points": 1}
    common = {"schema_version": 3, "task": False, "cell_type": "code"}
    return [
        new_code_cell(f"def double(x):\n    {body}", metadata={"nbgrader": common | answer}),
        new_code_cell("assert double(2) == 4, 'twice 2 is 4'", metadata={"nbgrader": common | test}),
    ]


@pytest.mark.parametrize(
    ("tags", "shown_after"),
    [pytest.param(["raises-exception"], "after", id="tagged"), pytest.param([], "", id="untagged")],
)
def test_run_all_goes_on_after_an_error_only_if_it_is_expected(
    desk: Page, lab: Lab, tags: list[str], shown_after: str
) -> None:
    file = f"tagged-{len(tags)}.ipynb"
    error = new_code_cell("raise ValueError('a slip')", metadata={"tags": tags})
    write(lab.folder / file, new_code_cell("print('before')"), error, new_code_cell("print('after')"))

    notebook = Notebook(desk, lab, file)
    notebook.run_all()
    before, raised, after = notebook.outputs()

    assert before == "before"
    assert raised.endswith("ValueError: a slip")
    assert after == shown_after


def test_the_extension_of_jupyterlab_is_installed_as_it_is_here() -> None:
    """It is copied when the package is installed: after a change, run `pip install --no-deps -e .`."""
    ours = ROOT / "course" / "labextension"
    installed = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "neural-networks-course"

    for path in filter(Path.is_file, ours.rglob("*")):
        assert (installed / path.relative_to(ours)).read_text() == path.read_text()


NOT_LOOKED_AT = (
    "Validate did not look at two things: checks on other numbers, which run only when your work is graded, and "
    "answers in words, which a person reads."
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("return 2 * x", ["All checks that you can see pass.", NOT_LOOKED_AT], id="right"),
        pytest.param(
            "return x + 3",
            [
                "One check does not pass yet.",
                "assert double(2) == 4",
                "twice 2 is 4",
                "What was checked",
                NOT_LOOKED_AT,
            ],
            id="wrong",
        ),
    ],
)
def test_validate_says_what_is_wrong_and_then_shows_code(desk: Page, lab: Lab, body: str, said: list[str]) -> None:
    write(lab.folder / "exercise.ipynb", *lesson(body))

    Notebook(desk, lab, "exercise.ipynb")
    desk.get_by_role("button", name="Validate").click()
    message = desk.locator("#validation-message")
    expect(message).to_contain_text(said[0], timeout=30_000)
    text = message.inner_text()

    assert [text.count(sentence) for sentence in said[:1] + said[-1:]] == [1, 1]
    assert sorted(said, key=text.index) == said
    if len(said) > 2:
        code = message.locator("details")
        assert "def" not in text
        assert not code.locator("pre").is_visible()
        code.locator("summary").click()
        expect(code.locator("pre")).to_have_text("assert double(2) == 4, 'twice 2 is 4'")


FEEDBACK = """<!DOCTYPE html><html lang="en"><head>{head}</head><body><a href="#mark">one</a>
<p id="mark" style="margin-top: 3000px">what was lost</p></body></html>"""


def test_the_link_to_feedback_opens_the_page_and_its_links_stay_in_it(desk: Page, lab: Lab) -> None:
    folder = Path(LESSON) / "feedback" / "2026-01-02 03:04:05.000000 UTC"
    (lab.folder / folder).mkdir(parents=True)
    html, _ = FeedbackPage().from_notebook_node(
        new_notebook(), {"nbgrader": {"notebook": "x", "score": 0, "max_score": 0, "late_penalty": 0}}
    )
    head = html.partition("<head>")[2].partition("</head>")[0]
    (lab.folder / folder / f"{LESSON}.html").write_text(FEEDBACK.format(head=head))

    lab.show(desk)
    # What nbgrader's list of assignments does at a click on "view feedback".
    desk.evaluate("path => jupyterapp.commands.execute('filebrowser:go-to-path', { path })", str(folder))
    shown = desk.frame_locator("iframe")
    shown.get_by_role("link", name="one").click()

    expect(shown.locator("#mark")).to_be_in_viewport()
    assert desk.frames[-1].url.startswith("blob:")


def test_formgrader_lists_the_lessons(desk: Page, lab: Lab) -> None:
    lab.show(desk)
    choose(desk, "Nbgrader", "Formgrader")

    lessons = desk.frame_locator("iframe").get_by_role("row").filter(has_text=LESSON)

    expect(lessons).to_have_count(1, timeout=30_000)
    expect(lessons).to_contain_text("draft")


def nbgrader(lab: Lab, command: str) -> None:
    line = [sys.executable, "-m", "nbgrader", command, LESSON, "--force"]
    subprocess.run(line, cwd=lab.folder, check=True, capture_output=True, env=environment())


@pytest.fixture(scope="module")
def released(lab: Lab) -> nbformat.NotebookNode:
    """The lesson as students get it."""
    nbgrader(lab, "generate_assignment")
    return nbformat.read(lab.folder / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)


def test_autograde_button_and_a_batch_at_the_same_time(page: Page, lab: Lab, released: nbformat.NotebookNode) -> None:
    bodies = {f"s{number}": "return 2 * x" if number % 3 else "return x + 3" for number in range(12)}
    for student, body in bodies.items():
        cells = [lesson(body)[0], released.cells[1]]
        write(lab.folder / "submitted" / student / LESSON / f"{LESSON}.ipynb", *cells)

    lab.sign_in(page)
    page.goto(f"{lab.url}formgrader/manage_submissions/{LESSON}")
    row = page.get_by_role("row").filter(has_text="s7")
    expect(row).to_have_count(1, timeout=30_000)
    batch = subprocess.Popen([Path(sys.executable).parent / "course", "grade", LESSON], cwd=lab.folder)
    row.locator(".glyphicon-flash").click()
    expect(page.locator(".modal.in")).to_contain_text("for student 's7'.", timeout=60_000)
    assert batch.wait(60) == 0

    with Gradebook(f"sqlite:///{lab.folder / 'gradebook.db'}") as gradebook:
        scores = {student: gradebook.find_submission(LESSON, student).score for student in bodies}
    assert scores == {student: 1 if body == "return 2 * x" else 0 for student, body in bodies.items()}
    for student in bodies:
        graded = nbformat.read(lab.folder / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)
        failed = [output.ename for cell in graded.cells for output in cell.get("outputs", []) if "ename" in output]
        assert failed == ["AssertionError"] * (scores[student] == 0)


def test_formgrader_runs_nothing_of_a_students(page: Page, lab: Lab, released: nbformat.NotebookNode) -> None:
    hostile = [*RUN.values(), "<div class='navbar-fixed-top' style='position: fixed'>" + "x<br>" * 60]
    shown = [new_output("display_data", {f"text/{kind}": x}) for x in hostile for kind in ("html", "markdown", "latex")]
    texts = [new_markdown_cell(f"mine $x^2$ {piece}") for piece in hostile]
    cells = [*released.cells, *texts, new_code_cell("1", outputs=shown)]
    write(lab.folder / "submitted" / "ada" / LESSON / f"{LESSON}.ipynb", *cells)
    nbgrader(lab, "autograde")
    with Gradebook(f"sqlite:///{lab.folder / 'gradebook.db'}") as gradebook:
        (notebook,) = gradebook.find_submission(LESSON, "ada").notebooks
        number = notebook.id

    lab.sign_in(page)
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{lab.url}formgrader/submissions/{number}/", wait_until="networkidle")
    expect(page.get_by_text("mine").last).to_be_visible(timeout=30_000)

    assert page.evaluate("window.hacked") is None
    assert page.locator("math").count() >= 1
    assert page.locator("img[onerror], a[href^=javascript], .rendered_html [class]").count() == 0
    assert [url for url in asked if not url.startswith(lab.url) and not url.startswith("data:image/")] == []
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/api/grade/" in answer.url) as saved:
        page.locator(".full-credit").first.click()
    assert saved.value.ok
    assert errors == []


SQUARE = """
from matplotlib.figure import Figure
from tests.courses import ROOT
from course import widgets
from course.plots import canvas

def draw(side):
    fig = Figure(figsize=(side, 1))
    canvas.show(fig, f"a strip {side} inches long")
"""


def test_a_slider_changes_its_picture_and_the_picture_stays(desk: Page, lab: Lab) -> None:
    write(lab.folder / "widgets.ipynb", new_code_cell(SQUARE + "widgets.explore(draw, side=(1, 9, 4))"))

    notebook = Notebook(desk, lab, "widgets.ipynb")
    notebook.run_all()
    picture = notebook.panel.locator(".jp-OutputArea-output img")
    expect(picture).to_have_attribute("alt", "a strip 4 inches long")
    slider = notebook.panel.get_by_role("slider")
    slider.press("ArrowRight")
    expect(picture).to_have_attribute("alt", "a strip 5 inches long")
    slider.press("End")
    expect(picture).to_have_attribute("alt", "a strip 9 inches long")
    with desk.expect_response(lambda answer: answer.request.method == "PUT" and "widgets.ipynb" in answer.url):
        desk.keyboard.press("ControlOrMeta+s")
    saved = nbformat.read(lab.folder / "widgets.ipynb", as_version=4).cells[0].outputs

    assert "a strip 9 inches long" in saved[0].data["text/plain"]


def test_buttons_step_through_pictures(desk: Page, lab: Lab) -> None:
    write(lab.folder / "steps.ipynb", new_code_cell(SQUARE + "widgets.step_through(lambda n: draw(n + 1), 3)"))

    notebook = Notebook(desk, lab, "steps.ipynb")
    notebook.run_all()
    picture = notebook.panel.locator(".jp-OutputArea-output img")
    for button, inches in (("Forward ▶", 2), ("Forward ▶", 3), ("◀ Back", 2)):
        notebook.panel.get_by_role("button", name=button).click()
        expect(picture).to_have_attribute("alt", f"a strip {inches} inches long")


def test_picture_shows_the_whole_notebook(desk: Page, lab: Lab, tmp_path: Path) -> None:
    write(lab.folder / "long.ipynb", *(new_code_cell(f"{i}") for i in range(50)))
    picture = tmp_path / "long.png"

    Notebook(desk, lab, "long.ipynb", runs=False).screenshot(picture, width=800)
    desk.set_viewport_size({"width": 1280, "height": 900})

    width, height = (int.from_bytes(picture.read_bytes()[i : i + 4]) for i in (16, 20))
    assert 600 < width <= 800
    assert height > 50 * 30  # a cell of one line is about 40 pixels high


def test_pictures_are_dark_in_the_dark_theme_and_keep_their_hues(desk: Page, lab: Lab) -> None:
    block = "fig = Figure(figsize=(2, 1)); fig.add_axes((0, 0, 0.4, 1), facecolor='#0072b2')"
    drawn = f"{block}; canvas.show(fig, 'a block')"
    write(lab.folder / "dark.ipynb", new_code_cell(f"{SQUARE}\n{drawn}"))
    notebook = Notebook(desk, lab, "dark.ipynb")
    notebook.run_all()
    seen = {}
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        desk.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        expect(desk.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        expect(desk.locator("#jupyterlab-splash")).to_have_count(0)  # it fades
        picture = notebook.panel.locator(".jp-OutputArea-output img").screenshot()
        pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=float)
        colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
        paper, block = colours[counts.argmax()], colours[np.ptp(colours, axis=1).argmax()]
        seen[theme] = paper.max(), paper.min(), block

    assert seen["JupyterLab Dark"][0] < 40
    assert seen["JupyterLab Light"][1] == 255
    for _, _, (red, green, blue) in seen.values():
        assert blue > green > red
    assert seen["JupyterLab Dark"][2].mean() > seen["JupyterLab Light"][2].mean()


CHECKS = [
    "from course import check\n\n\ndef double(x):\n    raise NotImplementedError()",
    "check.close(4.0, 4.0, name='double(2)')",
    "check.close(5.0, 4.0, name='double(2)')",
    "check.close(double(2), 4.0, name='double(2)')",
    "check.close(None, 4.0, name='double(2)')",
]
# Of each text in a cell's outputs: the text, its colour, and the colours behind it from the front to the back.
COLOURS = """cell => {
    const found = [], walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, around = text.parentElement, behind = [];
        if (!text.data.trim() || !around.closest(".jp-OutputArea-output")) continue;
        for (let at = around; at; at = at.parentElement) behind.push(getComputedStyle(at).backgroundColor);
        found.push([text.data, getComputedStyle(around).color, behind]);
    }
    return found;
}"""
Colour = tuple[float, float, float]


def painted(*layers: str) -> Colour:
    """What is seen of colours as a browser writes them, from the front to the back, on white paper."""
    seen: Colour = (255, 255, 255)
    for layer in reversed(layers):
        red, green, blue, *alpha = (float(number) for number in re.findall(r"[\d.]+", layer))
        share = alpha[0] if alpha else 1
        below_red, below_green, below_blue = ((1 - share) * below for below in seen)
        seen = share * red + below_red, share * green + below_green, share * blue + below_blue
    return seen


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as WCAG 2 defines it."""

    def luminance(colour: Colour) -> float:
        parts = (part / 255 for part in colour)
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast() -> None:
    assert contrast((0, 0, 0), painted("rgba(0, 0, 0, 0)")) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)  # known as just too light
    assert painted("rgba(0, 0, 0, 0.5)", "rgb(100, 0, 0)") == (50, 0, 0)


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_signs_of_checks_are_clear_and_what_is_not_attempted_is_on_no_red(desk: Page, lab: Lab, theme: str) -> None:
    tags = {"tags": ["raises-exception"]}
    write(lab.folder / "signs.ipynb", *(new_code_cell(source, metadata=tags) for source in CHECKS))

    notebook = Notebook(desk, lab, "signs.ipynb")
    desk.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
    expect(desk.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    notebook.run_all()
    cells = [notebook.code_cells.nth(number).evaluate(COLOURS) for number in range(1, len(CHECKS))]

    assert [texts[0][0].strip() for texts in cells] == ["✓", "✗", "○", "○"]
    for text, colour, behind in (shown for texts in cells for shown in texts):
        assert contrast(painted(colour, *behind), painted(*behind)) >= 4.5, (text, colour, behind)
    page_colour, red, *not_attempted = (painted(*texts[-1][2]) for texts in cells)
    assert red != page_colour
    assert not_attempted == [page_colour, page_colour]
