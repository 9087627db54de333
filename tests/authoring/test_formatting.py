"""A build and the formatter agree, wherever the course is: a formatted lesson stays built."""

import subprocess
from pathlib import Path

import pytest
from ruff import find_ruff_bin

from course.authoring.build import build, pull
from course.authoring.formatting import formatted
from course.authoring.lesson import LessonError
from tests.courses import ROOT, make_course

NAME = "01-small"
UNFORMATTED = """# %% given='setup'
import numpy as np
from course import check
# %% solution="double"
def double( x ):
    ### BEGIN SOLUTION
    return  2*x   # as long as a line may be, and a little longer than that
    ### END SOLUTION
# %% test="double_two" points=1
check.close( double(2), 4, name='double(2)',  rtol = 1e-6 )
# %% [markdown]
# Words.
"""
ANSWERS = """# %% double right="sum"
def double( x ): return x+x
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A built course in a folder that has no settings of the formatter."""
    return make_course(tmp_path, NAME, UNFORMATTED)


def as_the_repository_formats(text: str, path: Path) -> str:
    """What `ruff format` makes of a file of this text in the repository, whose settings it finds itself."""
    place = ROOT / "lessons" / path.parent.name / path.name
    command = [find_ruff_bin(), "format", "--stdin-filename", str(place), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=True).stdout


def files(course: Path) -> dict[Path, bytes]:
    folders = ("lessons", "source", "release")
    return {path: path.read_bytes() for folder in folders for path in (course / folder).rglob("*.*")}


def test_a_build_leaves_the_formatter_nothing_to_do(course: Path) -> None:
    folder = course / "lessons" / NAME
    (folder / "answers.py").write_text(ANSWERS)
    build(course)
    built = files(course)

    assert "    return 2 * x  # as long" in (folder / "lesson.py").read_text()
    assert "    return x + x\n" in (folder / "answers.py").read_text()
    for path in folder.glob("*.py"):
        assert as_the_repository_formats(path.read_text(), path) == path.read_text()
    build(course)
    assert files(course) == built


def test_settings_are_those_of_the_repository() -> None:
    path = ROOT / "lessons" / NAME / "lesson.py"
    text = (
        UNFORMATTED
        + f"\nx = [{'1, ' * 27}1]\ny = [{'1, ' * 28}1]\n\ndef f(\n    a: int, *,\n    b): return ["
        + "a, " * 40
        + "*b]\n"
    )

    assert formatted(text, path) == as_the_repository_formats(text, path) != text


def test_pull_writes_formatted_text(course: Path) -> None:
    source = course / "source" / NAME / f"{NAME}.ipynb"
    source.write_text(source.read_text().replace("return 2 * x", "return  x*2"))

    assert pull(course, NAME)
    assert "    return x * 2  # as long" in (course / "lessons" / NAME / "lesson.py").read_text()
    assert "return x * 2 " in source.read_text()
    assert not pull(course, NAME)


def test_pull_of_what_the_formatter_would_undo_changes_nothing(course: Path) -> None:
    source = course / "source" / NAME / f"{NAME}.ipynb"
    before = files(course)
    source.write_text(source.read_text().replace("return 2 * x", "return  2*x"))

    assert not pull(course, NAME)
    assert files(course) == before


@pytest.mark.parametrize("file", ["lesson.py", "answers.py"])
def test_a_mistake_is_named_by_the_line_that_its_author_sees_and_nothing_is_formatted(course: Path, file: str) -> None:
    folder = course / "lessons" / NAME
    (folder / "lesson.py").write_text(UNFORMATTED + ("# %%\nx = = 1\n" if file == "lesson.py" else ""))
    (folder / "answers.py").write_text(ANSWERS + "\n# %% triple right='x'\n1\n")
    before = files(course)

    with pytest.raises(LessonError, match=rf"{file}:{14 if file == 'lesson.py' else 4}: "):
        build(course)

    assert files(course) == before


def test_what_the_formatter_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"lesson\.py: ruff can't format it: .*1:5"):
        formatted("x = = 1\n", tmp_path / "lesson.py")
