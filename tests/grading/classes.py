"""A small course whose submissions take no time, for the tests of what is around the judging of a submission."""

import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from course.authoring.answers import submission
from course.authoring.notebook import to_json
from course.config import course_config
from course.grading.desk import Desk, open_book
from course.grading.job import Judged

NAME = "01-tiny"
TEXT = """\
# %% [markdown]
# A tiny lesson.

# %% given="setup"
import os

where = os.environ.get("NBGRADER_EXECUTION", "")

# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% test="double_shown" points=1
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert where in ("", "autograde", "validate")
### END HIDDEN TESTS

# %% solution="add"
def add(x, y):
    ### BEGIN SOLUTION
    return x + y
    ### END SOLUTION


# %% test="add_numbers" points=2
assert add(1, 2) == 3

# %% [markdown] written="why" points=4
# Because.
#
# ### BEGIN MARK SCHEME
# All or nothing.
# ### END MARK SCHEME
"""
RIGHT = {"double": "def double(x):\n    return x + x", "add": "def add(x, y):\n    return x + y", "why": "It is so."}
WRONG = RIGHT | {"double": "def double(x):\n    return x"}
FULL = {"double_shown": 1, "add_numbers": 2, "why": 0}
HALF = FULL | {"double_shown": 0}
SCORES: dict[str, float | None] = {"double_shown": 1.0, "add_numbers": 2.0, "why": None}
COMMENTS = {"double": None, "add": None, "why": None}


def hand_in(root: Path, student: str, answers: dict[str, str], timestamp: str = "") -> Path:
    """Put a submission into its place, or another one over it; returns its folder."""
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    release = nbformat.read(root / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    (folder / f"{NAME}.ipynb").write_text(to_json(submission(release, answers)))
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    return folder


def notebook_of(root: Path, student: str) -> Path:
    """Where the graded notebook of a student is."""
    return root / "autograded" / student / NAME / f"{NAME}.ipynb"


def converter_of(root: Path) -> Autograde:
    """nbgrader's, with the configuration of a course."""
    config = course_config(root)
    return Autograde(coursedir=CourseDirectory(config=config), config=config)


@contextmanager
def desk_of(root: Path) -> Iterator[Desk]:
    """The desk for the lesson."""
    converter = converter_of(root)
    with open_book(converter) as book:
        yield Desk(converter, book, NAME)


def put(desk: Desk, scores: dict[str, float | None] = SCORES, student: str = "ada") -> None:
    """Enter a submission as if it had been judged: its answers are what the graded notebook holds."""
    submission = desk.take(student)
    content = submission.job.notebooks[NAME].rstrip().removesuffix(b"}") + b', "graded": {"key": "%s"}}\n'
    notebook = content % submission.job.key.encode()
    desk.put(submission, Judged(notebooks={NAME: notebook}, scores={NAME: scores}, comments={NAME: COMMENTS}))


@contextmanager
def gradebook_of(root: Path) -> Iterator[Gradebook]:
    """nbgrader's own way to the marks."""
    course = CourseDirectory(config=course_config(root))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        yield gradebook


def scores_of(root: Path) -> dict[str, dict[str, float]]:
    """Scores by student and cell, as nbgrader has them."""
    with gradebook_of(root) as gradebook:
        return {
            submitted.student.id: {grade.name: grade.score for each in submitted.notebooks for grade in each.grades}
            for submitted in gradebook.assignment_submissions(NAME)
        }


class Locked(NamedTuple):
    course: Path
    other: sqlite3.Connection  # that has locked the gradebook
    process: subprocess.Popen[str]  # that grades


@contextmanager
def locked_out(course: Path, lock: str, command: Sequence[str | Path]) -> Iterator[Locked]:
    """A `course` that a `command` grades while another program keeps the gradebook, by a `lock` of SQLite's."""
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute(f"BEGIN {lock}")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=course, stdout=pipe, stderr=pipe, text=True) as process:
        yield Locked(course, other, process)
        process.kill()
    other.close()
