"""A class of made-up students of a lesson, which nbgrader by itself has graded: once in a run of the tests."""

import copy
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring.answers import reference, submission
from course.authoring.build import build
from course.authoring.lesson import Lesson, read_lesson
from course.authoring.notebook import to_json
from tests.courses import ROOT

BOTH = ("perfect", "blank")
STOCK = """
from pathlib import Path
c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "neural_networks"
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]
c.Execute.timeout = 120
"""
USED = """import resource
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)"""


@cache
def lesson(name: str) -> Lesson:
    return read_lesson(ROOT / "lessons" / name / "lesson.py")


def perfect(name: str) -> dict[str, str]:
    return {exercise.name: reference(exercise) for exercise in lesson(name).exercises}


def solved(name: str) -> NotebookNode:
    """The released notebook with the lesson's answers."""
    return submission(nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4), perfect(name))


def in_kernel(name: str) -> tuple[str, ...]:
    """Those of `BOTH` whose notebooks kernels of nbgrader's own run: a blank one in the first lesson only."""
    return BOTH if name == "01-forward-pass" else BOTH[:1]


def built(name: str, factory: pytest.TempPathFactory) -> Path:
    """A course of a lesson, to be copied."""

    def make(root: Path) -> None:
        shutil.copytree(ROOT / "lessons" / name, root / "lessons" / name)
        shutil.copy(ROOT / "nbgrader_config.py", root)
        build(root, [name])

    return _once(f"built-{name}", make, factory)


def graded_by_nbgrader(name: str, factory: pytest.TempPathFactory) -> Path:
    """The same, after those of `in_kernel` were graded as nbgrader does by itself. Not to be changed."""

    def make(root: Path) -> None:
        shutil.copytree(built(name, factory), root, dirs_exist_ok=True)
        (root / "nbgrader_config.py").write_text(STOCK)
        hand_in(root, name, in_kernel(name))
        subprocess.run([sys.executable, "-m", "nbgrader", "autograde", name], cwd=root, check=True, capture_output=True)

    return _once(f"nbgrader-{name}", make, factory)


def hand_in(root: Path, name: str, chosen: tuple[str, ...]) -> None:
    """Put what those of `BOTH` hand in who are chosen, the lesson's answers or none, into a course that was built."""
    release = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
    notebooks = {"perfect": submission(release, perfect(name)), "blank": copy.deepcopy(release)}
    for student in chosen:
        notebooks[student].cells.append(nbformat.v4.new_code_cell(USED))
        path = root / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(to_json(notebooks[student]))


def _once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """A folder for all processes that share a run of the tests, made by the first that asks for it."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    root, done = place / name, place / f"{name}.done"
    with (place / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the others wait
        if not done.exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            make(root)
            done.touch()
    return root
