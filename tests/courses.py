"""Courses that tests make, and what tests see of this machine while they are graded."""

import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import nbformat
import nbgrader.api
import pytest
from nbformat import NotebookNode

from course.authoring.build import build
from course.config import MISTAKES
from course.grading.plan import make_plan

ROOT = Path(__file__).resolve().parent.parent

# Each time it makes a gradebook, nbgrader starts alembic to ask what its own version decides; that takes a second.
nbgrader.api.get_alembic_version = cache(nbgrader.api.get_alembic_version)

# Where CI is set, what needs PyTorch fails without it.
needs_torch = pytest.mark.skipif(
    find_spec("torch") is None and not os.environ.get("CI"), reason="lesson 9 needs PyTorch: make torch"
)


def make_course(root: Path, name: str, text: str) -> Path:
    """A course with one built lesson, called `name`, whose lesson.py says `text`, in the folder `root`; returns it."""
    (root / "lessons" / name).mkdir(parents=True)
    (root / "lessons" / name / "lesson.py").write_text(text)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    build(root)
    return root


def resources_of(source: Path) -> dict[str, dict[str, object]]:
    """What a Referee needs besides a notebook, where the instructor's is at `source` and no files are beside it."""
    table = source.parents[2] / "lessons" / source.stem / MISTAKES
    mistakes = table.read_bytes() if table.exists() else b""
    return {"course": {"plan": make_plan(nbformat.read(source, as_version=4)), "files": {}, "mistakes": mistakes}}


def run_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let referees in this process run all cells above the last test, whether a verdict depends on them or not."""
    monkeypatch.setattr("course.grading.hearing.deciding", lambda parts: [part.source for part in parts])


def key_of(cell: NotebookNode) -> str:
    """nbgrader's grade_id of a cell, or nothing."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def processes() -> dict[int, str]:
    """The command lines of all processes of this machine, with a space behind each word."""
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                found[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:  # it has just ended
                continue
    return found


def waited_for(condition: Callable[[], object], seconds: float) -> bool:
    """Whether a condition holds within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
