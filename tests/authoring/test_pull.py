"""An edit in JupyterLab comes back into the text, or is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course.authoring.build import build, pull
from course.authoring.lesson import LessonError
from course.authoring.notebook import was_edited
from course.config import CourseError
from tests.authoring.small import (
    NAME,
    SOUND,
    by_key,
    change_points,
    contents,
    edited,
    lesson_file,
    notebook_at,
    source_of,
)


def change_points_to_float(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.points = 4.0


def change_prose(notebook: NotebookNode) -> None:
    notebook.cells[0].source = "# Another title"


def change_key(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.grade_id = "double_of_two"


def add_test(notebook: NotebookNode) -> None:
    flags = {"grade": True, "grade_id": "double_zero", "locked": True, "points": 1, "schema_version": 3}
    cell = new_code_cell(
        "check.close(double(0), 0)", metadata={"nbgrader": {**flags, "solution": False, "task": False}}
    )
    notebook.cells.insert(4, cell)


def no_longer_graded(notebook: NotebookNode) -> None:
    """The Create Assignment view keeps its metadata in a cell that is turned back to a plain one."""
    by_key(notebook)["setup"].metadata.nbgrader.locked = False


SURVIVING = {
    "points": (change_points, '# %% test="double_two" points=4\n'),
    "points as a float": (change_points_to_float, '# %% test="double_two" points=4\n'),
    "prose": (change_prose, "# %% [markdown]\n# # Another title\n\n# %% given"),
    "key": (change_key, '# %% test="double_of_two" points=1\n'),
    "a new test": (add_test, '# %% test="double_zero" points=1\ncheck.close(double(0), 0)\n\n# %% test="double_more"'),
    "no longer graded": (no_longer_graded, "# %%\nimport numpy as np\n"),
}


@pytest.mark.parametrize(("edit", "expected"), SURVIVING.values(), ids=SURVIVING)
def test_an_edit_in_jupyterlab_survives(course: Path, edit: Callable[[NotebookNode], None], expected: str) -> None:
    edited(course, edit)

    with pytest.raises(CourseError, match=f"was edited since it was built; .*course pull {NAME}.*course build --force"):
        build(course)
    assert pull(course, NAME)
    text = (course / "lessons" / NAME / "lesson.py").read_text()
    build(course)

    assert expected in text
    assert len(text) == pytest.approx(len(SOUND), abs=120)  # and the rest is there, too
    assert not was_edited(notebook_at(source_of(course)))
    assert not pull(course, NAME)


def test_what_jupyterlab_adds_by_itself_is_no_edit(course: Path) -> None:
    def run_all(notebook: NotebookNode) -> None:
        notebook.metadata["widgets"] = {}
        for cell in notebook.cells:
            cell.metadata |= {"collapsed": True, "editable": False, "trusted": True, "vscode": {"languageId": "python"}}
            if cell.cell_type == "code":
                cell.execution_count = 7
                cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "7"}]

    before = contents(course)
    edited(course, run_all)

    assert not pull(course, NAME)
    assert contents(course) == before


def test_pull_leaves_a_text_alone_that_says_the_same(course: Path) -> None:
    path = lesson_file(course, SOUND.replace("\n\n# %%\ndouble(5)", "\n\n\n# %%\ndouble(5)"))
    text = path.read_bytes()

    assert not pull(course, NAME)
    assert path.read_bytes() == text


def task(notebook: NotebookNode) -> None:
    flags = {"grade": False, "grade_id": "t", "locked": True, "points": 1, "schema_version": 3, "solution": False}
    notebook.cells.append(new_markdown_cell("Do it.", metadata={"nbgrader": {**flags, "task": True}}))


def graded_code(notebook: NotebookNode) -> None:
    by_key(notebook)["double"].metadata.nbgrader |= {"grade": True, "points": 1}


def locked_prose(notebook: NotebookNode) -> None:
    flags = {"grade": False, "grade_id": "prose", "locked": True, "schema_version": 3, "solution": False}
    notebook.cells[0].metadata["nbgrader"] = flags


def hidden_elsewhere(notebook: NotebookNode) -> None:
    notebook.cells[-3].source = "### BEGIN HIDDEN TESTS\nx\n### END HIDDEN TESTS"


def raw(notebook: NotebookNode) -> None:
    notebook.cells.insert(1, new_raw_cell("x"))


def tag(notebook: NotebookNode) -> None:
    notebook.cells[1].metadata["tags"] = ["hide-input"]


def attach(notebook: NotebookNode) -> None:
    notebook.cells[0]["attachments"] = {"a.png": {"image/png": ""}}


def no_points(notebook: NotebookNode) -> None:
    del by_key(notebook)["double_two"].metadata.nbgrader["points"]


def jupyterlabs_key(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.grade_id = "cell-1234abcd"


def no_key(notebook: NotebookNode) -> None:
    del by_key(notebook)["double_two"].metadata.nbgrader["grade_id"]


UNSAYABLE = {
    "task": (task, "cell 11 is a manually graded task"),
    "graded answer in code": (graded_code, r"cell 3 \(double\) is graded in a way that a lesson can't say"),
    "locked prose": (locked_prose, r"cell 1 \(prose\) is graded in a way that a lesson can't say"),
    "hidden tests elsewhere": (hidden_elsewhere, "'BEGIN HIDDEN TESTS' belongs in a test cell"),
    "raw cell": (raw, "cell 2 is a raw cell; make it Markdown or code"),
    "tag": (tag, "cell 2 has the tag 'hide-input', which a lesson can't say"),
    "attachment": (attach, r"cell 1 has the attached file 'a\.png'"),
    "no points": (no_points, "points=None; points are a number"),
    "JupyterLab's own key": (jupyterlabs_key, "test='cell-1234abcd': a key is a small letter"),
    "no key": (no_key, "cell 4 has no ID; give it one in the Create Assignment view"),
}


@pytest.mark.parametrize(("edit", "message"), UNSAYABLE.values(), ids=UNSAYABLE)
def test_pull_refuses_what_a_lesson_cannot_say(
    course: Path, edit: Callable[[NotebookNode], None], message: str
) -> None:
    edited(course, edit)
    before = contents(course)

    with pytest.raises((CourseError, LessonError), match=message):
        pull(course, NAME)
    with pytest.raises(CourseError, match="was edited since it was built"):
        build(course)

    assert contents(course) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [("{}", "is not a notebook"), ("not JSON", "is not a notebook"), (None, "does not exist; build it with")],
)
def test_pull_refuses_what_is_no_notebook(course: Path, text: str | None, message: str) -> None:
    source_of(course).unlink()
    if text:
        source_of(course).write_text(text)

    with pytest.raises(CourseError, match=message):
        pull(course, NAME)
