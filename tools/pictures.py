"""Draw the pictures of the README: `make pictures`. Needs a browser (Debian: chromium)."""

import re
import sys
import tempfile
from pathlib import Path

import nbformat
from browser import Notebook, chromium, find_chromium, jupyterlab

from course.authoring.answers import read_answers, submission
from course.authoring.lesson import read_lesson
from course.authoring.notebook import to_json
from course.demo import run

ROOT = Path(__file__).resolve().parent.parent
LESSON = "01-forward-pass"
FIRST, LAST = r"def affine\(", "3 · Shapes"  # from the cell with this, and up to the one with that


def class_figure(scratch: Path) -> None:
    """Run the demo, and keep the first figure of its page about the class."""
    result = run(ROOT, LESSON, scratch / "demo")
    (ROOT / "docs" / "class.png").write_bytes(result.figure.read_bytes())


def lesson_picture(scratch: Path) -> None:
    """Run an exercise with a mistake in it in JupyterLab, and take a picture of it."""
    lesson = read_lesson(ROOT / "lessons" / LESSON / "lesson.py")
    answers = read_answers(ROOT / "lessons" / LESSON / "answers.py", lesson)
    mistake = next(a for a in answers if (a.exercise, a.name) == ("affine", "bias left out"))
    released = nbformat.read(ROOT / "release" / LESSON / f"{LESSON}.ipynb", as_version=4)
    folder, state = scratch / "folder", scratch / "state"
    folder.mkdir()
    state.mkdir()
    (folder / "lesson.ipynb").write_text(to_json(submission(released, {mistake.exercise: mistake.source})))
    executable = find_chromium()
    if executable is None:
        sys.exit("no browser found; on Debian: apt-get install chromium")
    with (
        chromium(executable, state) as browser,
        browser.new_context(device_scale_factor=2) as context,
        jupyterlab(folder, state) as lab,
    ):
        page = context.new_page()
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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        lesson_picture(Path(name))
        class_figure(Path(name))
