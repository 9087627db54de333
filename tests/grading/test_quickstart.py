"""The grader in another course: the one that `nbgrader quickstart` makes, with the lines that docs/grading.md gives."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from tests.courses import ROOT
from tests.grading.commands import Starter

SQUARES = """
def squares(n):
    if n < 1:
        raise ValueError("too small")
    return [i * i for i in range(1, n + 1)]
"""
SUM = "def sum_of_squares(n):\n    return sum(squares(n))"
ANSWERS: dict[str, dict[str, str]] = {
    "solved": {"squares": SQUARES, "sum_of_squares": SUM},
    "blank": {},
    "other-way": {
        "squares": SQUARES,
        "sum_of_squares": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
    },
    "wrong-squares": {"squares": "def squares(n):\n    return [i**2 for i in range(n)]", "sum_of_squares": SUM},
    "hostile": {
        "squares": "class Yes(list):\n    __eq__ = lambda *a: True\n\ndef squares(n):\n    return Yes()",
        "sum_of_squares": "import os\n\ndef sum_of_squares(n):\n    os._exit(0)",
    },
}
SECRET = "for the instructor's eyes only"
EXPECTED = {  # correct_squares, squares_invalid_input, correct_sum_of_squares, sum_of_squares_uses_squares
    "solved": (1, 1, 0.5, 0.5),
    "blank": (0, 0, 0, 0),
    "other-way": (1, 1, 0.5, 0),
    "wrong-squares": (0, 0, 0.5, 0.5),  # error carried forward
    "hostile": (0, 0, 0, 0),
}


def answered(release: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    for cell in release.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(key, cell.source)
    return release


def hand_in(release: Path, inbound: Path, student: str, answers: dict[str, str]) -> Path:
    """Put a submission where `nbgrader submit` would; returns its folder."""
    folder = inbound / f"{student}+ps1+2026-01-02 03:04:05.678 UTC"
    shutil.copytree(release, folder)
    notebook = nbformat.read(folder / "problem1.ipynb", as_version=nbformat.NO_CONVERT)
    (folder / "problem1.ipynb").write_text(nbformat.writes(answered(notebook, answers)))
    (folder / "timestamp.txt").write_text("2026-01-02 03:04:05.678 UTC")
    return folder


@pytest.fixture(scope="module")
def graded(starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course after one assignment, with feedback; one more student has handed in a link to a file of ours."""
    root = tmp_path_factory.mktemp("quickstart") / "course101"
    exchange = root.parent / "exchange"

    def nbgrader(*arguments: str, cwd: Path = root) -> None:
        done = starter.run(cwd, "nbgrader", *arguments)
        assert done.status == 0, done.err

    nbgrader("quickstart", "course101", cwd=root.parent)
    (lines,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "grading.md").read_text(), re.DOTALL)
    lines += f"c.Exchange.root = {str(exchange)!r}\n"
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("c = get_config()", f"c = get_config()\n{lines}") + "\n")
    exchange.mkdir()
    nbgrader("generate_assignment", "ps1")
    nbgrader("release_assignment", "ps1")
    secret = root / "secret.txt"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    released, inbound = exchange / "course101" / "outbound" / "ps1", exchange / "course101" / "inbound"
    for student, answers in ANSWERS.items():
        hand_in(released, inbound, student, answers)
    (hand_in(released, inbound, "curious", ANSWERS["solved"]) / "notes.txt").symlink_to(secret)
    nbgrader("collect", "ps1")
    nbgrader("autograde", "ps1")
    nbgrader("generate_feedback", "ps1")
    return root


@pytest.fixture(scope="module")
def grades(graded: Path) -> dict[str, dict[str, float]]:
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {grade.name: grade.score for each in submission.notebooks for grade in each.grades}
            for submission in gradebook.assignment_submissions("ps1")
        }


@pytest.mark.parametrize("student", ANSWERS)
def test_marks(grades: dict[str, dict[str, float]], student: str) -> None:
    tests = ("correct_squares", "squares_invalid_input", "correct_sum_of_squares", "sum_of_squares_uses_squares")

    assert tuple(grades[student][test] for test in tests) == EXPECTED[student]


def test_feedback(graded: Path) -> None:
    assert (graded / "feedback" / "solved" / "ps1" / "problem1.html").exists()


def test_a_link_in_a_submission_is_not_followed_when_it_is_collected(graded: Path) -> None:
    collected = [path for path in (graded / "submitted").rglob("*") if path.is_file()]

    assert [path for path in collected if SECRET.encode() in path.read_bytes()] == []
    assert {path.parent.parent.name for path in collected} == set(ANSWERS)


def test_without_the_package_nothing_is_graded(tmp_path: Path) -> None:
    """nbgrader would go on without a configuration that raises an error, and run students' code itself."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "course.py").write_text("")  # in the current folder, which comes before all packages
    (tmp_path / "submitted" / "ada" / "ps1").mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "submitted" / "ada" / "ps1" / "ps1.ipynb")
    command = [sys.executable, "-m", "nbgrader", "autograde", "ps1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 1
    assert "the course's package can't be used here" in done.stderr
    assert "make setup" in done.stderr
    assert not (tmp_path / "gradebook.db").exists()
