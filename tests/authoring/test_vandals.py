"""The vandals among the slips: each kind on a tiny lesson, with a test that notices it and with one that does not."""

import ast
from pathlib import Path

import pytest

import course.authoring.vandals
from course.authoring.lesson import Lesson, read_lesson
from course.authoring.rehearsal import rehearse
from course.authoring.slips import compare
from course.authoring.vandals import FILLED, IGNORED, OF_FILLED, OLD, UNUSED, vandals
from course.authoring.vandals import RIGHT as RIGHT_RESULT

LESSON = """# %% given="setup"
import numpy as np

from course import check


# %% solution="answer"
{answer}


# %% test="first" points=1
{test}
"""
NUMBERS = (RIGHT_RESULT, FILLED, OF_FILLED)
RIGHT, BEFORE = "returns the right result", "returns the right result of the call before"
ZEROS, FIRST = "returns 0 in the right shape", "returns its first argument"
NOTHING = (ZEROS, "returns what is right for arguments of 0")
TRIPLE = '''def triple(x):
    """3 x"""
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION'''
SCALE = """class Scale:
    def __init__(self, factor):
        ### BEGIN SOLUTION
        self.factor = factor
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.factor
        ### END SOLUTION

    def backward(self):
        ### BEGIN SOLUTION
        return self.x + 0
        ### END SOLUTION"""
SAME_TWICE = """x = np.ones(2)
check.unchanged(triple, np.zeros(2))
check.unchanged(triple, x)
check.close(triple(x), [3.0, 3.0], name="it")"""
CAREFUL = """check.unchanged(triple, np.array([2.0, 5.0]))
check.close(triple(np.array([1.0, -1.0])), [3.0, -3.0], name="triple([1, -1])")
check.close(triple(np.array([4.0, -1.0])), [12.0, -3.0], name="triple([4, -1])")"""
CAREFUL_SCALE = """factor = np.array([[2.0, 1.0], [5.0, -1.0]])
given = factor.copy()
check.unchanged(Scale, factor)
scale = Scale(given)
check.unchanged(scale.forward, np.array([[1.0, 4.0]]))
x = np.array([[1.0, -1.0]])
check.close(scale.forward(x), [[-3.0, 2.0]], name="forward")
check.close(scale.backward(), [[1.0, -1.0]], name="backward")
check.close(x, [[1.0, -1.0]], name="x after backward")
check.close(scale.factor, factor, name="the factor")
scale.factor = np.array([[1.0, 0.0], [0.0, 2.0]])
check.close(scale.forward(np.array([[3.0, 4.0]])), [[3.0, 8.0]], name="forward with another factor")
check.close(scale.backward(), [[3.0, 4.0]], name="backward again")"""


def without(name: str) -> str:
    """The careful test of a class, without what says this."""
    return "\n".join(line for line in CAREFUL_SCALE.splitlines() if name not in line)


def lesson(folder: Path, answer: str, test: str) -> Lesson:
    path = folder / "lessons" / "01-small" / "lesson.py"
    path.parent.mkdir(parents=True)
    path.write_text(LESSON.format(answer=answer, test=test))
    return read_lesson(path)


def unnoticed(folder: Path, answer: str, test: str) -> list[tuple[str, str]]:
    """What no test notices, by the function or class that is a vandal; small slips are left out."""
    found = compare(lesson(folder, answer, test), folder / "survivors.toml")
    return [(slip.was, slip.becomes) for slip in found.unexplained if slip.was.partition(".")[0] in ("triple", "Scale")]


@pytest.mark.parametrize(("answer", "test"), [(TRIPLE, CAREFUL), (SCALE, CAREFUL_SCALE)])
def test_careful_tests_notice_every_vandal(answer: str, test: str, tmp_path: Path) -> None:
    assert unnoticed(tmp_path, answer, test) == []


@pytest.mark.parametrize(("answer", "test"), [(TRIPLE, CAREFUL), (SCALE, CAREFUL_SCALE)])
def test_a_vandal_that_changes_no_number_is_right(
    answer: str, test: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course.authoring.vandals, "_fill", lambda thing, value: False)
    tree = ast.parse(answer)
    lines = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)}
    harmless = [each for each in vandals(tree, lines) if each.result in NUMBERS and each.harm not in (IGNORED, UNUSED)]

    [(_, said)] = rehearse(lesson(tmp_path, answer, test), {"answer": [each.source(answer) for each in harmless]}, True)

    assert len(harmless) > 10
    assert said == [{}] * len(harmless)


@pytest.mark.parametrize(
    ("answer", "test", "found"),
    [
        (  # nobody looks at x afterwards
            TRIPLE,
            CAREFUL.partition("\n")[2],
            {f"{RIGHT}, and overwrites x with {number} at the end" for number in ("0", "nan")},
        ),
        (TRIPLE, SAME_TWICE, {BEFORE}),
        (TRIPLE, "check.shape(triple(np.ones(2)), (2,), name='it')", {ZEROS, FIRST}),
        (  # what is expected is computed too late
            TRIPLE,
            "x = np.array([1.0])\ny = triple(x)\ncheck.close(y, 3 * x, name='it')",
            {f"{result}, and overwrites its arguments with 0 at the end, which gains first" for result in NOTHING},
        ),
        (
            TRIPLE,
            "x = np.array([1.0])\ntriple(x)\ny = triple(2 * x)\ncheck.close(y, 6 * x, name='it')",
            {
                f"{result}, and overwrites its arguments with 0 at the next call, which gains first"
                for result in NOTHING
            },
        ),
        (
            SCALE,
            without("x after backward"),
            {f"{RIGHT}, and overwrites its arguments with {number} at the next call" for number in ("0", "nan")},
        ),
        (
            SCALE,
            CAREFUL_SCALE.partition("check.close(scale.forward(np.array([[3")[0],
            {f"{RIGHT}, and {IGNORED}", f"{RIGHT}, and {UNUSED}", f"returns {OLD}"},
        ),
        (
            SCALE,
            "scale = Scale(np.eye(2))\nx = np.ones((1, 2))\n"
            "check.close(scale.forward(x.copy()), x @ scale.factor, name='it')",
            {f"{result}, and shows attributes as 0, which gains first" for result in NOTHING},
        ),
        (
            SCALE,
            "scale = Scale(np.eye(2))\nscale.factor = two = 2 * np.eye(2)\nx = np.ones((1, 2))\n"
            "y = scale.forward(x.copy())\ncheck.close(y, x @ two, name='it')",
            {f"{result}, and overwrites what attributes are set to with 0, which gains first" for result in NOTHING},
        ),
    ],
)
def test_a_vandal_that_a_poor_test_lets_through_is_told(
    answer: str, test: str, found: set[str], tmp_path: Path
) -> None:
    assert {becomes for _, becomes in unnoticed(tmp_path, answer, test)} >= found


def test_numbers_that_no_one_can_change_are_no_arguments_to_change(tmp_path: Path) -> None:
    test = "check.close(triple(1.0), 3.0, name='triple(1)')\ncheck.close(triple(-2), -6.0, name='triple(-2)')"

    assert unnoticed(tmp_path, TRIPLE, test) == []
