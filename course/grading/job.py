"""A submission as a pure job: all that decides its marks goes in, and all that comes of it goes out, as plain data.

`judge` needs no gradebook and no file of the course, so it runs on any machine that has this package. What it makes
for one submission and can use for the next one of the class, it keeps.
"""

import gc
import hashlib
import inspect
import json
import os
import platform
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import reads
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from traitlets import HasTraits
from traitlets.config import Config

import course
from course.config import CourseError
from course.grading.recognition import WORDS_BESIDE, is_of_lesson
from course.grading.submission_file import SubmissionError, parse_notebook

if TYPE_CHECKING:
    from course.grading.plan import Plan

_KEPT = 16  # lessons that a process has ready
_ONE_AT_A_TIME = threading.Lock()  # limits, output and environment belong to the whole process


class Step(NamedTuple):
    """A preprocessor of nbgrader's configuration. Of nbgrader's own that saves the marks, only its place is kept."""

    made_by: Callable[..., Any] | None  # a class, or what is called with a notebook as it is; None saves the marks
    settings: dict[str, Any]  # traits that the course's configuration sets


@dataclass(frozen=True)
class Lesson:
    """What the jobs of a class have in common."""

    name: str
    sources: dict[str, str]  # the instructor's notebooks by name, with answers and hidden tests
    releases: dict[str, str]  # the structure that a submission gets, with hidden tests, but without answers
    shown: dict[str, str]  # the same as students got it, without hidden tests
    files: dict[str, bytes]  # that the instructor gives along
    mistakes: bytes  # the table of what its wrong answers give at each check, as JSON; empty if there is none
    steps: tuple[Step, ...]
    digest: str  # of all that decides a mark, but the submission


@dataclass(frozen=True)
class Job:
    """One submission."""

    lesson: Lesson
    student: str
    notebooks: dict[str, bytes]  # as they were handed in, by name
    files: dict[str, bytes]  # that are beside them, the instructor's first
    key: str  # of all that decides its marks; equal keys, equal marks
    grader: str  # as `grader` says it


@dataclass(frozen=True)
class Judged:
    """What came of a job."""

    refused: str = ""  # why it can't be graded; then there is nothing else
    notebooks: dict[str, bytes] = field(default_factory=dict)  # graded, by name
    scores: dict[str, dict[str, float | None]] = field(default_factory=dict)  # by notebook and cell; None: by a person
    comments: dict[str, dict[str, str | None]] = field(default_factory=dict)  # on answers, by notebook and cell
    remarks: list[str] = field(default_factory=list)  # for whoever grades


@dataclass
class _Ready:
    """A lesson, read."""

    plans: dict[str, "Plan"]
    releases: dict[str, NotebookNode]
    shown: dict[str, NotebookNode]
    steps: list[Callable[..., Any] | None]


_ready: dict[str, _Ready] = {}


def judge(job: Job) -> Judged:
    """Run and judge a submission.

    Raises:
        CourseError: nothing can be judged here: there is no sandbox, this is another grader than the one that asks, or
            a cell of the instructor's does not compile.
    """
    if job.grader != grader():
        raise CourseError(
            f"{socket.gethostname()} has another version of the grader, Python or its packages than this machine has; "
            "install the same there"
        )
    with _ONE_AT_A_TIME:
        before = os.environ.get("NBGRADER_EXECUTION")
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        try:
            return _judge(job, _ready_for(job.lesson))
        except CourseError:
            raise
        except SubmissionError as error:
            return Judged(refused=str(error))
        except Exception as error:  # of what one submission does to a preprocessor, the others know nothing
            return Judged(refused=f"{type(error).__name__}: {error}")
        finally:
            if before is None:
                del os.environ["NBGRADER_EXECUTION"]
            else:
                os.environ["NBGRADER_EXECUTION"] = before


def _judge(job: Job, ready: _Ready) -> Judged:
    judged = Judged()
    for name, content in job.notebooks.items():
        notebook = parse_notebook(content, f"{name}.ipynb", judged.remarks)
        shown = ready.shown[name]
        if not is_of_lesson(notebook.cells, shown.cells):
            raise SubmissionError(
                f"{name}.ipynb is not the notebook of {job.lesson.name}: too few of its graded cells are in it; hand "
                "in that one"
            )
        resources = ResourcesDict(
            unique_key=name,
            output_files_dir=f"{name}_files",
            metadata=ResourcesDict(name=name),
            nbgrader={"student": job.student, "assignment": job.lesson.name, "notebook": name},
            course={
                "release": ready.releases[name],
                "shown": shown,
                "plan": ready.plans[name],
                "files": job.files,
                "mistakes": job.lesson.mistakes,
                "remarks": judged.remarks,
            },
        )
        for step in ready.steps:
            if step is None:
                judged.scores[name], judged.comments[name] = _marks(notebook)
            else:
                notebook, resources = step(notebook, resources)
        notebook.metadata["graded"] = {"key": job.key}
        nbformat.validate(notebook)
        judged.notebooks[name] = _written(notebook)
    return judged


def _written(notebook: NotebookNode) -> bytes:
    """A notebook as a file; all in one line, since Python's own JSON takes many times as long to indent it."""
    return f"{json.dumps(notebook, ensure_ascii=False, sort_keys=True, separators=(',', ': '))}\n".encode()


def _marks(notebook: NotebookNode) -> tuple[dict[str, float | None], dict[str, str | None]]:
    """Scores and comments by cell, as nbgrader's SaveAutoGrades finds them."""
    scores, comments = {}, {}
    for cell in notebook.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        beside = WORDS_BESIDE in cell.metadata  # a person has to look
        if is_grade(cell):
            scores[key] = None if beside else determine_grade(cell)[0]
        if is_solution(cell) or is_task(cell):
            blank = (
                not beside and cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) and not is_task(cell)
            )
            comments[key] = "No response." if blank else None
    return scores, comments


def _ready_for(lesson: Lesson) -> _Ready:
    found = _ready.pop(lesson.digest, None)
    if found is None:
        found = _Ready(
            {name: _plan(text, f"source/{lesson.name}/{name}.ipynb") for name, text in lesson.sources.items()},
            {name: reads(text) for name, text in lesson.releases.items()},
            {name: reads(text) for name, text in lesson.shown.items()},
            [_made(step) for step in lesson.steps],
        )
        gc.collect()
        gc.freeze()  # what stays need not be gone through again for every submission
    _ready[lesson.digest] = found  # as the latest
    while len(_ready) > _KEPT:
        del _ready[next(iter(_ready))]
    return found


def _plan(source: str, name: str) -> "Plan":
    from course.grading.plan import make_plan  # which whoever finds that nothing is to do does without

    try:
        return make_plan(reads(source))
    except SyntaxError as error:
        raise CourseError(f"{name}: a cell does not compile: {error}") from None


def _made(step: Step) -> Callable[..., Any] | None:
    """As nbconvert makes a preprocessor that was registered."""
    kind: Any = step.made_by if isinstance(step.made_by, type) else None
    if kind is None:
        return step.made_by
    made: Callable[..., Any] = (
        kind(config=Config({kind.__name__: step.settings})) if issubclass(kind, HasTraits) else kind()
    )
    return made


@cache
def grader() -> str:
    """What tells this grader from another one: its code, and the versions of what it builds on."""
    home = Path(course.__file__).parent
    files = [
        home / "cells.py",
        *(path for part in ("grading", "check") for path in sorted((home / part).rglob("*.py"))),
    ]
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    numpy, nbgrader = version("numpy"), version("nbgrader")
    return f"{digest.hexdigest()} python {platform.python_version()} numpy {numpy} nbgrader {nbgrader}"


def code_of(made_by: Callable[..., Any]) -> str:
    """The name of a preprocessor or plugin and a digest of the file it is written in, as far as there is one."""
    name = f"{made_by.__module__}.{getattr(made_by, '__qualname__', type(made_by).__qualname__)}"
    try:
        file = inspect.getsourcefile(made_by)
        return f"{name} {hashlib.sha256(Path(file).read_bytes()).hexdigest()}" if file else name
    except (TypeError, OSError):
        return name
