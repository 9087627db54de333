"""Draw the pictures of the documentation: `make pictures`. Needs a browser (Debian: chromium-headless-shell)."""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from browser import Lab, Notebook, chromium, find_chromium, jupyterlab
from playwright.sync_api import Page

from course.authoring.answers import read_answers, submission
from course.authoring.lesson import read_lesson
from course.authoring.notebook import to_json
from course.config import course_config
from course.demo import Result, run
from course.grading.class_list import enter_class
from course.grading.run import grade

ROOT = Path(__file__).resolve().parent.parent
LESSON = "01-forward-pass"
QUESTION = "why_bend"
ANSWERS = {  # of students of the demo, with the last names that they get
    "ada": (
        "Lovelace",
        "It can do no more than a single layer: a product of ten matrices is one matrix again. A bend has to be put "
        "between the layers, a sigmoid for example.",
    ),
    "claude": ("Shannon", "Nothing. $(x W_1 + b_1) W_2 + b_2 = x (W_1 W_2) + (b_1 W_2 + b_2)$, one affine layer."),
    "donald": ("Knuth", "It has ten times as many weights, so it can learn ten times as much."),
}
FIRST, LAST = r"def affine\(", "3 · Shapes"  # from the cell with this, and up to the one with that


def class_figure(result: Result) -> None:
    """Keep the first figure of the page about a demo's class."""
    (ROOT / "docs" / "class.png").write_bytes(result.figure.read_bytes())


def lesson_picture(scratch: Path) -> None:
    """Run an exercise with a mistake in it in JupyterLab, and take a picture of it."""
    lesson = read_lesson(ROOT / "lessons" / LESSON / "lesson.py")
    answers = read_answers(ROOT / "lessons" / LESSON / "answers.py", lesson)
    mistake = next(a for a in answers if (a.exercise, a.name) == ("affine", "bias left out"))
    released = nbformat.read(ROOT / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    folder, state = scratch / "folder", scratch / "state of the lesson"
    folder.mkdir()
    (folder / "lesson.ipynb").write_text(to_json(submission(released, {mistake.exercise: mistake.source})))
    with opened(folder, state) as (page, lab):
        notebook = Notebook(page, lab, "lesson.ipynb")
        notebook.run_all()
        notebook.screenshot(scratch / "whole.png", width=900)
        cells = notebook.panel.locator(".jp-Cell")
        texts = cells.all_inner_texts()
        first, last = (next(i for i, text in enumerate(texts) if re.search(words, text)) for words in (FIRST, LAST))
        top, bottom = (cells.nth(i).bounding_box() for i in (first, last))
        assert top
        assert bottom
        box = {"x": top["x"], "y": top["y"], "width": top["width"], "height": bottom["y"] - top["y"]}
        page.screenshot(path=ROOT / "docs" / "lesson.png", clip=box)


def marking_picture(folder: Path, state: Path) -> None:
    """Mark a question of the demo's class in words, and take a picture of the page.

    Args:
        folder: of the demo, whose class it is. Changed.
        state: a directory for what programs otherwise keep in the home directory.
    """
    released = nbformat.read(folder / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for student, (_, answer) in ANSWERS.items():
        handed_in = folder / "submitted" / student / LESSON / f"{LESSON}.ipynb"
        handed_in.write_text(to_json(submission(released, {QUESTION: answer})))
    grade(folder, [LESSON], list(ANSWERS), again=True)
    names = {student: {"first_name": student.title(), "last_name": last} for student, (last, _) in ANSWERS.items()}
    enter_class(course_config(folder), names)
    with opened(folder, state) as (page, lab):
        page.set_viewport_size({"width": 1200, "height": 800})
        page.goto(f"{lab.url}lab?token={lab.token}")
        page.goto(f"{lab.url}formgrader/marking/{LESSON}/{LESSON}/{QUESTION}")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        page.get_by_text("Saved.").wait_for()
        page.keyboard.type("1")
        page.keyboard.press("c")
        page.get_by_text("Saved.").nth(1).wait_for()
        page.keyboard.type("Right. And what should your friend change?")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=ROOT / "docs" / "marking.png")


@contextmanager
def opened(folder: Path, state: Path) -> Iterator[tuple[Page, Lab]]:
    """An empty page of a browser, and JupyterLab on a folder."""
    executable = find_chromium()
    if executable is None:
        sys.exit("no browser found; on Debian: apt-get install chromium-headless-shell")
    state.mkdir()
    with (
        chromium(executable, state) as browser,
        browser.new_context(device_scale_factor=2) as context,
        jupyterlab(folder, state) as lab,
    ):
        yield context.new_page(), lab


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        lesson_picture(scratch)
        result = run(ROOT, LESSON, scratch / "demo")
        class_figure(result)
        marking_picture(scratch / "demo", scratch / "state of marking")
