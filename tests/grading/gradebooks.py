"""A course that consists of a gradebook, written by nbgrader's own interface: nothing is built, and nothing graded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from tests.courses import ROOT

NAME = "01-tiny"
# The cells of the lesson in their order: solution, and the test or the answer in words that gives so many points.
CELLS = (("double", "double_shown", 1.0), ("double", "double_hidden", 1.0), ("add", "add_numbers", 2.0))
WORDS = ("why", 4.0)


@contextmanager
def open_gradebook(root: Path) -> Iterator[Gradebook]:
    with Gradebook(f"sqlite:///{root}/gradebook.db", "neural_networks") as book:
        yield book


def make_gradebook(root: Path, name: str = NAME) -> Path:
    """A course with a lesson that is in source/ and in the gradebook; returns its folder."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    add_lesson(root, name)
    return root


def add_lesson(root: Path, name: str) -> None:
    def kept(key: str, **more: object) -> dict[str, object]:
        return {"nbgrader": {"grade_id": key, "schema_version": 3, "grade": False, "solution": False} | more}

    cells = []
    for solution in dict.fromkeys(solution for solution, *_ in CELLS):
        cells.append(new_code_cell("", metadata=kept(solution, solution=True)))
        tests = [(test, points) for owner, test, points in CELLS if owner == solution]
        cells += [new_code_cell("", metadata=kept(test, grade=True, points=points)) for test, points in tests]
    cells.append(new_markdown_cell("", metadata=kept(WORDS[0], grade=True, solution=True, points=WORDS[1])))
    folder = root / "source" / name
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    with open_gradebook(root) as book:
        book.add_assignment(name, duedate="2026-01-02 00:00:00 UTC")
        book.add_notebook(name, name)
        for _, test, points in CELLS:
            book.add_grade_cell(test, name, name, max_score=points, cell_type="code")
        book.add_grade_cell(WORDS[0], name, name, max_score=WORDS[1], cell_type="markdown")


def add_marks(root: Path, student: str, scores: tuple[float | None, ...], name: str = NAME, **more: object) -> None:
    """Enter a submission: a score for each cell, None where it waits for a person; more is of `add_submission`."""
    with open_gradebook(root) as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(name, student, **more)
        cells = [*(test for _, test, _ in CELLS), WORDS[0]]
        for cell, score in zip(cells, scores, strict=True):
            grade = book.find_grade(cell, name, name, student)
            grade.auto_score, grade.needs_manual_grade = score, score is None
        book.db.commit()
