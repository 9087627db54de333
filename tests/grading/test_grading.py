"""Marks and feedback, by nbgrader itself, on a small lesson."""

import copy
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from course.authoring.answers import submission
from course.authoring.notebook import to_json
from course.config import CourseError, course_config
from course.grading.marks import class_marks, marks
from course.grading.run import grade
from tests.courses import key_of, make_course
from tests.grading.commands import Starter

NAME = "01-small"
TEXT = """\
# %% [markdown]
# Double $x_1$: $$y = \\frac{4}{2} x$$
#
# | `a` | $b$ |
# | --- | --- |
# | not $x^2^3$ | fine |

# %% given="setup"
import numpy as np

from course import check

# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% test="double_shown" points=1
check.close(double(np.array([1.0, 2.0])), [2.0, 4.0], name="double([1, 2])")

# %% given="between"
offset = 100

# %% test="double_hidden" points=3
check.close(double(3.0), 6.0, name="double(3)")
### BEGIN HIDDEN TESTS
check.close(double(np.array([271.5, 314.25])), [543.0, 628.5], name="double of others")
secret_table = {271.5: 543.0}
for argument in secret_table:
    check.close(double(argument), secret_table[argument], name="double of one more")
### END HIDDEN TESTS

# %% solution="add"
def add(x, y):
    ### BEGIN SOLUTION
    return x + y
    ### END SOLUTION


# %% test="add_numbers" points=2
check.close(add(1.0, 2.0) + offset, 103.0, name="add(1, 2)")

# %% [markdown] written="why" points=2
# Because.
#
# ### BEGIN MARK SCHEME
# All or nothing.
# ### END MARK SCHEME
"""
RIGHT = {"double": "def double(x):\n    return x + x", "add": "def add(x, y):\n    return x + y", "why": "It is so."}
KEYS = ("setup", "double", "double_shown", "between", "double_hidden", "add", "add_numbers", "why")
HIDDEN = ("271.5", "314.25", "543", "628.5", "secret_table", "HIDDEN TESTS")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)


def release(course: Path) -> NotebookNode:
    return nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)


def without(notebook: NotebookNode, *keys: str) -> NotebookNode:
    notebook = copy.deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if key_of(cell) not in keys]
    return notebook


def submit(course: Path, student: str, notebook: NotebookNode | str) -> None:
    path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(notebook if isinstance(notebook, str) else to_json(notebook))


def scores(course: Path, student: str) -> dict[str, float]:
    table = marks(course_config(course), NAME)
    mine = table[table["student"] == student]
    return dict(zip(mine["cell"], mine["score"], strict=True))


# --- a class ----------------------------------------------------------------------------------------------------------

STUDENTS: dict[str, Callable[[NotebookNode], NotebookNode | str]] = {
    "all-right": lambda nb: submission(nb, RIGHT),
    "blank": lambda nb: nb,
    "no-tests": lambda nb: without(submission(nb, RIGHT), "double_shown", "between", "double_hidden", "add_numbers"),
    "no-setup": lambda nb: without(submission(nb, RIGHT), "setup"),
    "no-double": lambda nb: without(submission(nb, RIGHT), "double", "double_shown"),
    "nothing-left": lambda nb: without(nb, *KEYS),
    "wrong-hidden": lambda nb: submission(
        nb, RIGHT | {"double": "def double(x):\n    return 2 * x if np.max(x) < 100 else -2 * x"}
    ),
    "raises-hidden": lambda nb: submission(
        nb,
        RIGHT | {"double": "def double(x):\n    return 2 * x if np.max(x) < 100 else np.ones(2) @ np.ones(3)"},
    ),
    "prints": lambda nb: submission(nb, RIGHT | {"double": "def double(x):\n    print('x is', x)\n    return 2 * x"}),
    "warns": lambda nb: submission(
        nb, RIGHT | {"double": "import warnings\n\ndef double(x):\n    warnings.warn('old')\n    return 2 * x"}
    ),
    "no-json": lambda nb: "{ this is no notebook",
}


@pytest.fixture(scope="module")
def failed(course: Path) -> dict[str, str]:
    """The class, graded, with feedback; those whose submission could not be graded, and why."""
    for student, make in STUDENTS.items():
        submit(course, student, make(release(course)))
    return grade(course, [NAME], feedback=True)[NAME]


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("all-right", {"double_shown": 1, "double_hidden": 3, "add_numbers": 2}),
        ("blank", {"double_shown": 0, "double_hidden": 0, "add_numbers": 0}),
        ("no-tests", {"double_shown": 1, "double_hidden": 3, "add_numbers": 2}),
        ("no-setup", {"double_shown": 1, "double_hidden": 3, "add_numbers": 2}),
        ("no-double", {"double_shown": 0, "double_hidden": 0, "add_numbers": 2}),
        ("wrong-hidden", {"double_shown": 1, "double_hidden": 0, "add_numbers": 2}),
        ("raises-hidden", {"double_shown": 1, "double_hidden": 0, "add_numbers": 2}),
        ("prints", {"double_shown": 1, "double_hidden": 3, "add_numbers": 2}),
        ("warns", {"double_shown": 1, "double_hidden": 3, "add_numbers": 2}),
    ],
)
def test_marks(course: Path, failed: dict[str, str], student: str, expected: dict[str, float]) -> None:
    assert scores(course, student) == expected | {"why": 0}


def test_submission_that_is_no_notebook_is_named_and_harms_nobody(failed: dict[str, str]) -> None:
    assert list(failed) == ["no-json", "nothing-left"]
    assert "JSON" in failed["no-json"]


def test_notebook_without_any_cell_of_the_lesson_is_no_silent_zero(failed: dict[str, str]) -> None:
    assert "01-small.ipynb is not the notebook of 01-small: too few" in failed["nothing-left"]


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / NAME / f"{NAME}.html").read_text()


def visible(html: str) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(html, "html.parser").get_text(" "))


@pytest.mark.parametrize("student", [name for name in STUDENTS if name not in ("no-json", "nothing-left")])
def test_feedback_shows_no_hidden_test(course: Path, failed: dict[str, str], student: str) -> None:
    html = page(course, student)
    text = visible(html)

    assert "double_hidden" in text  # it is the feedback of this lesson
    for word in HIDDEN:
        assert word not in text
        assert word not in html


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("blank", "double is not attempted yet"),
        ("wrong-hidden", "double of others has the wrong sign everywhere. (Found on hidden numbers.)"),
        ("raises-hidden", "ValueError : In a matrix product A @ B the inner sizes must be equal"),
        ("all-right", "checked on numbers that are not shown"),
    ],
)
def test_feedback_says_what_was_wrong(course: Path, failed: dict[str, str], student: str, words: str) -> None:
    assert words in visible(page(course, student))


def test_feedback_needs_nothing_from_the_network(course: Path, failed: dict[str, str]) -> None:
    soup = BeautifulSoup(page(course, "all-right"), "html.parser")

    assert soup.find("script") is None
    assert soup.find("link", rel="stylesheet") is None
    assert not [tag for tag in soup.find_all(["img", "iframe"]) if not tag["src"].startswith("data:")]
    assert "@import" not in str(soup)


def test_feedback_draws_formulas(course: Path, failed: dict[str, str]) -> None:
    soup = BeautifulSoup(page(course, "all-right"), "html.parser")
    formulas = soup.find_all("math")

    assert [tag["display"] for tag in formulas[:2]] == ["inline", "block"]
    assert formulas[0].find("msub").get_text() == "x1"
    assert formulas[1].find("mfrac").get_text() == "42"
    assert "x^2^3" in soup.get_text()  # what is no formula is shown as it was written


@pytest.mark.parametrize(
    ("student", "row"),
    [
        ("all-right", "double 4 of 4"),
        ("all-right", "why not marked yet (2 points)"),
        ("blank", "why , 0 of 2: No response."),
        ("wrong-hidden", "double 1 of 4"),
        (
            "wrong-hidden",
            "double_hidden , 0 of 3: ✗ double of others has the wrong sign everywhere. (Found on hidden numbers.)",
        ),
    ],
)
def test_feedback_lists_the_marks(course: Path, failed: dict[str, str], student: str, row: str) -> None:
    table = BeautifulSoup(page(course, student), "html.parser").find("table", class_="marks")

    assert row in [re.sub(r"\s+", " ", line.get_text(" ")).strip() for line in table.find_all("tr")]


@pytest.mark.parametrize("student", ["all-right", "no-tests", "wrong-hidden"])
def test_stock_commands_give_the_same_marks_and_feedback(
    course: Path, failed: dict[str, str], starter: Starter, student: str
) -> None:
    before, feedback = scores(course, student), page(course, student)

    for command in ("autograde", "generate_feedback"):
        done = starter.run(course, "nbgrader", command, NAME, "--student", student, "--force")
        assert done.status == 0, done.err

    assert scores(course, student) == before
    assert visible(page(course, student)) == visible(feedback)


def test_graded_work_is_not_graded_again_unless_asked(course: Path, failed: dict[str, str]) -> None:
    graded = course / "autograded" / "all-right" / NAME / f"{NAME}.ipynb"
    first = graded.stat().st_mtime_ns

    grade(course, [NAME], ["all-right"])
    second = graded.stat().st_mtime_ns
    grade(course, [NAME], ["all-right"], again=True)
    third = graded.stat().st_mtime_ns

    assert first == second < third


def test_grading_without_submissions_says_what_to_do(course: Path) -> None:
    with pytest.raises(CourseError, match=r"there is no submission at .*; collect first: nbgrader collect 02-other"):
        grade(course, ["02-other"])


# --- the marks of the class -------------------------------------------------------------------------------------------


def test_scores_and_points_are_by_exercise_in_the_order_of_the_notebook(course: Path, failed: dict[str, str]) -> None:
    found = class_marks(course_config(course), NAME)

    assert list(found.points.items()) == [("double", 4), ("add", 2), ("why", 2)]
    assert list(found.scores.columns) == ["double", "add", "why"]
    assert found.scores.loc["all-right"].to_list()[:2] == [4, 2]
    assert np.isnan(found.scores.loc["all-right", "why"])  # waits for a person
    assert found.scores.loc["blank"].to_list() == [0, 0, 0]  # nothing to wait for
    assert found.scores.loc["wrong-hidden"].to_list()[:2] == [1, 2]
