"""What a build makes and enters in the gradebook, and that nothing is lost or half-written."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from course.authoring import build as building
from course.authoring.build import build
from course.authoring.lesson import LessonError
from course.authoring.notebook import source_notebook
from course.config import CourseError, course_config
from tests.authoring.small import (
    NAME,
    SECRETS,
    SOLUTION,
    SOUND,
    TEST,
    by_key,
    change_points,
    contents,
    edited,
    lesson_file,
    notebook_at,
    release_of,
    source_of,
)


def test_release_holds_no_secret(built_once: Path) -> None:
    text = release_of(built_once).read_text()
    released = by_key(notebook_at(release_of(built_once)))

    assert [secret for secret in SECRETS if secret in text] == []
    assert released["double"].source.endswith('"""Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()')
    assert released["double_more"].source == 'check.close(double(3), 6, name="double(3)")'
    assert released["why"].source == "YOUR ANSWER HERE"
    assert all(secret in source_of(built_once).read_text() for secret in SECRETS)


def test_equal_text_gives_equal_bytes(course: Path) -> None:
    before = contents(course)
    shutil.rmtree(course / "source")
    shutil.rmtree(course / "release")

    build(course)

    assert contents(course) == before


def test_nbgrader_by_itself_makes_the_same_release(course: Path) -> None:
    before = contents(course)
    nbgrader = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", NAME, "--force"]

    subprocess.run(nbgrader, cwd=course, check=True, capture_output=True)

    assert contents(course) == before


def test_answers_in_a_release_are_not_overwritten(course: Path) -> None:
    path = course / "release" / NAME / f"{NAME}.ipynb"
    before = path.read_bytes()
    notebook = notebook_at(path)
    by_key(notebook)["double"].source = "def double(x):\n    return x + x"
    nbformat.write(notebook, path)
    answered = path.read_bytes()

    with pytest.raises(CourseError, match="holds somebody's answers; move it away"):
        build(course)
    assert path.read_bytes() == answered
    build(course, force=True)
    assert path.read_bytes() == before


def test_force_drops_an_edit(course: Path) -> None:
    before = contents(course)
    edited(course, change_points)

    build(course, force=True)

    assert contents(course) == before


# --- nothing is lost or half-written ----------------------------------------------------------------------------------

OTHER = "02-other"


def change_text(course: Path) -> None:
    """Change one lesson and add another."""
    lesson_file(course, SOUND.replace("double(5)", "double(6)"))
    lesson_file(course, SOLUTION + TEST, OTHER)


def test_two_lessons_are_built(course: Path) -> None:
    change_text(course)
    told: list[tuple[str, int, int]] = []

    build(course, progress=lambda *each: told.append(each))

    assert "double(6)" in release_of(course).read_text()
    assert "raise NotImplementedError()" in release_of(course, OTHER).read_text()
    assert told == [("build", 0, 2), ("build", 1, 2), ("build", 2, 2)]


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("error", [OSError("no space"), KeyboardInterrupt()], ids=["full disk", "interrupted"])
def test_a_failing_rename_leaves_all_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch, step: int, error: BaseException
) -> None:
    """Two renames for each folder of the old lesson, and one for each of the new one."""
    change_text(course)
    before = contents(course)
    rename, calls = os.rename, iter(range(100))

    def failing(old: Path, new: Path) -> None:
        if next(calls) == step:
            raise error
        rename(old, new)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(type(error)):
        build(course)

    assert contents(course) == before


@pytest.mark.parametrize("step", ["generate", "register", "_write", "to_json", "_refuse_to_leak", "_refuse_to_lose"])
@pytest.mark.parametrize("call", [0, 1])
def test_a_failing_step_leaves_all_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    change_text(course)
    before = contents(course)
    works, calls = getattr(building, step), iter(range(100))

    def failing(*args: object, **kwargs: object) -> object:
        if step == "register" or next(calls) == call:
            raise RuntimeError("a crash")
        return works(*args, **kwargs)

    monkeypatch.setattr(building, step, failing)
    with pytest.raises(RuntimeError, match="a crash"):
        build(course)

    assert contents(course) == before


def test_mistakes_of_all_lessons_and_answers_are_told_and_nothing_is_written(course: Path) -> None:
    change_text(course)
    lesson_file(course, SOUND + "# %%\nimport nbgrader\n")
    (course / "lessons" / OTHER / "answers.py").write_text('# %% g right="x"\n1\n')
    before = contents(course)

    with pytest.raises(LessonError) as error:
        build(course)

    assert len(error.value.problems) == 2
    assert f"{NAME}/lesson.py:{SOUND.count(chr(10)) + 2}: imports nbgrader" in error.value.problems[0]
    assert f"{OTHER}/answers.py:1: " in error.value.problems[1]
    assert contents(course) == before


@pytest.mark.parametrize("step", ["source", "release"])
@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "another.ipynb", "data/table.csv"])
def test_files_that_no_build_made_are_refused(course: Path, step: str, name: str) -> None:
    path = course / step / NAME / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    before = contents(course)

    with pytest.raises(CourseError, match="was not made by a build, which replaces its folder; move it away"):
        build(course, force=True)

    assert contents(course) == before


def test_checkpoints_of_jupyterlab_are_no_obstacle(course: Path) -> None:
    (course / "source" / NAME / ".ipynb_checkpoints").mkdir()

    build(course)

    assert [path.name for path in (course / "source" / NAME).iterdir()] == [f"{NAME}.ipynb"]


def test_a_lesson_without_a_sound_name_is_refused(course: Path) -> None:
    lesson_file(course, SOUND, "02 a+b")

    with pytest.raises(CourseError, match=r"rename lessons/02 a\+b"):
        build(course)


def test_building_one_lesson_leaves_the_others(course: Path) -> None:
    change_text(course)

    build(course, [OTHER, OTHER])

    assert "double(6)" not in release_of(course).read_text()
    assert release_of(course, OTHER).exists()


# --- the gradebook ----------------------------------------------------------------------------------------------------


def gradebook(course: Path) -> Gradebook:
    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "neural_networks")


def entries(course: Path) -> dict[str, float]:
    with gradebook(course) as book:
        return {cell.name: cell.max_score for cell in book.find_notebook(NAME, NAME).grade_cells}


def test_the_gradebook_knows_cells_and_points(course: Path) -> None:
    expected = {"double_two": 1, "double_more": 2.5, "why": 3}

    assert entries(course) == expected
    build(course)
    assert entries(course) == expected
    with gradebook(course) as book:
        kept = {cell.name: cell.source for cell in book.find_notebook(NAME, NAME).source_cells}
    assert set(kept) == {"setup", "double", *expected}
    assert "secret test" in kept["double_more"]


@pytest.fixture
def submitted(course: Path) -> Path:
    with warnings.catch_warnings(), gradebook(course) as book:
        warnings.simplefilter("ignore")  # SQLAlchemy's remarks on nbgrader's models
        book.add_student("ada")
        book.add_submission(NAME, "ada")
    return course


def test_a_submission_does_no_harm_to_a_build_with_the_same_cells(submitted: Path) -> None:
    lesson_file(submitted, SOUND.replace("points=2.5", "points=5").replace("# Why?", "# Why so?"))

    build(submitted)

    assert entries(submitted) == {"double_two": 1, "double_more": 5, "why": 3}
    assert "Why so?" in release_of(submitted).read_text()


CHANGED_CELLS = {
    "graded cells": (
        SOUND.replace('"double_two"', '"double_2"'),
        r"test or written cells, .*new: double_2; gone: double_t",
    ),
    "solution cells": (
        SOUND.replace('"double"', '"twice"'),
        r"solution or written cells, .*new: twice; gone: double\)",
    ),
    "given cells": (SOUND.replace('given="setup"', ""), r"to its cells, .*new: none; gone: setup\)"),
}


@pytest.mark.parametrize(("text", "message"), CHANGED_CELLS.values(), ids=CHANGED_CELLS)
def test_a_build_that_would_orphan_marks_is_refused(submitted: Path, text: str, message: str) -> None:
    lesson_file(submitted, text)
    lesson_file(submitted, SOLUTION + TEST, "00-first")
    before, known = contents(submitted), entries(submitted)

    with pytest.raises(CourseError, match=rf"has submissions \(1\) in the gradebook, .*{message}") as error:
        build(submitted)

    assert f"nbgrader db assignment remove {NAME} --force" in str(error.value)
    assert contents(submitted) == before
    assert entries(submitted) == known


def test_nbgraders_reason_is_told(
    course: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lesson_file(course, SOUND.replace("double(5)", "double(6)"))
    before = contents(course)
    unsound = new_code_cell("x\n### BEGIN SOLUTION\n### END SOLUTION")

    def with_a_region(cells: object) -> NotebookNode:
        notebook = source_notebook(cells)
        notebook.cells.append(unsound)
        return notebook

    monkeypatch.setattr(building, "source_notebook", with_a_region)
    with pytest.raises(
        CourseError, match=f"nbgrader could not convert {NAME}: .*Solution region detected in a non-sol"
    ):
        build(course)

    assert capfd.readouterr() == ("", "")
    assert contents(course) == before


def test_the_configuration_is_not_changed(course: Path) -> None:
    config = course_config(course)
    building.register(course, [NAME], config)

    assert config == course_config(course)
