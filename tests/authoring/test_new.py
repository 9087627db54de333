"""`course new`: what it makes passes at once, and what it can't make is refused before anything is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.authoring.lesson import read_lesson
from course.authoring.new import PLACES, new_lesson
from course.config import CourseError
from tests.courses import ROOT

NAME = "10-mean-size"
MADE = [
    "lessons/10-mean-size/lesson.py",
    "lessons/10-mean-size/answers.py",
    "course/plots/mean_size.py",
    "tests/plots/pictures_mean_size.py",
    "tests/plots/test_mean_size.py",
    "course/plots/__init__.py",
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What of the repository a new lesson meets, without the other lessons."""
    for name in ("course", "tests", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "lessons").mkdir()
    for name in ("pyproject.toml", "nbgrader_config.py", "GLOSSARY.md", "lessons/ruff.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def done(repository: Path, *command: str) -> str:
    """What Python prints with the repository's own package, if it ends well."""
    run = subprocess.run(
        [sys.executable, *command],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_all_that_is_made_passes_at_once(repository: Path) -> None:
    before = set(contents(repository))

    assert new_lesson(repository, NAME) == MADE
    assert set(contents(repository)) - before == set(MADE[:-1])

    for command in ("check", "format --check"):
        done(repository, "-m", "ruff", *command.split(), "--no-cache", *MADE)
    checked = done(repository, "-c", "from course.cli import main; main()", "check", NAME)
    assert [line.split()[0] for line in checked.splitlines()] == ["✓"] * 5
    assert "nothing to format" in checked
    assert "left out" not in checked
    pictures = ["tests/plots/test_canvas.py", "tests/plots/test_mean_size.py"]
    assert " passed" in done(repository, "-m", "pytest", "-q", "-k", "mean_size", *pictures)


def test_the_name_is_in_the_lesson_and_no_place_is_left_open(repository: Path) -> None:
    new_lesson(repository, NAME)
    lesson = read_lesson(repository / MADE[0])

    assert lesson.cells[0].source.startswith("# 10 · Mean size\n")
    assert sum(exercise.points for exercise in lesson.exercises) == 4
    assert not [path for path in MADE for word in ("<name>", "<module>", "<words>") if word in read(repository / path)]
    assert '"""Pictures of lesson 10: mean size."""' in read(repository / "course/plots/mean_size.py")
    assert "from course.plots.mean_size import mean_size_sizes\n" in read(repository / MADE[-1])


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


REFUSED = {
    "no number": ("name", "a lesson's name is two digits and small words, with dashes between, such as 10-name; got"),
    "one digit": ("9-name", "a lesson's name is"),
    "a capital": ("10-Name", "a lesson's name is"),
    "an underscore": ("10-mean_size", "a lesson's name is"),
    "a path": ("10-../x", "a lesson's name is"),
    "nothing but a number": ("10-", "a lesson's name is"),
    "a line end": ("10-name\n", "a lesson's name is"),
    "a word of Python": ("10-class", "course/plots/class.py could not be imported, 'class' is a word of Python"),
    "that of a lesson": ("07-taken", "lesson 07 is there already, as lessons/07-taken; choose another number"),
    "a number of a lesson": ("07-free", "lesson 07 is there already, as lessons/07-taken"),
    "a module of pictures": ("10-canvas", "course/plots/canvas.py is there already; choose another name"),
    "a table of pictures": ("10-tabled", "tests/plots/pictures_tabled.py is there already"),
}


@pytest.mark.parametrize(("name", "message"), REFUSED.values(), ids=REFUSED)
def test_a_name_that_is_none_or_is_taken_is_refused(repository: Path, name: str, message: str) -> None:
    (repository / "lessons" / "07-taken").mkdir()
    (repository / "lessons" / "07-taken" / "lesson.py").write_text("")
    (repository / "tests" / "plots" / "pictures_tabled.py").write_text("")
    before = contents(repository)

    with pytest.raises(CourseError) as error:
        new_lesson(repository, name)

    assert message in str(error.value)
    assert contents(repository) == before


UNSORTABLE = {
    "no list": "",
    "a picture of that name": "from course.plots.x import mean_size_sizes\n\n__all__ = [\n]\n",
    "no Python": "x = (\n\n__all__ = [\n]\n",
}


@pytest.mark.parametrize("text", UNSORTABLE.values(), ids=UNSORTABLE)
def test_a_list_of_pictures_that_cannot_be_added_to_is_refused(repository: Path, text: str) -> None:
    (repository / MADE[-1]).write_text(text)
    before = contents(repository)

    with pytest.raises(CourseError, match=r"course/plots/__init__\.py "):
        new_lesson(repository, NAME)

    assert contents(repository) == before


@pytest.mark.parametrize("call", range(len(PLACES) + 1))
def test_what_fails_on_the_way_leaves_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    before, calls, open_file = contents(repository), iter(range(100)), Path.open

    def full(path: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if mode == "x" and next(calls) == call:
            raise OSError(28, "No space left on device")
        return open_file(path, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        new_lesson(repository, NAME)

    monkeypatch.undo()
    assert contents(repository) == before
    assert not (repository / "lessons" / NAME).exists()
