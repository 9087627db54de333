"""A student's own answers of earlier lessons: taken where they pass their checks, and never in the way."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course.mine import mine

SET_UP = """
import numpy as np
from course import check

LIMIT = 3
print("the set-up of lesson 2")
"""
ANSWER = "def double(x):\n    return 2 * x"
TESTS = (
    "# check: double, by hand\ncheck.close(double(1.5), 3.0, name='double(1.5)')",
    "# check: double, of a negative number\ncheck.close(double(-1.0), -2.0, name='double(-1)')",
)
STUB = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
COURSE = "the course's double"


def double(x: float) -> str:
    """The course's, which shows that it is."""
    return COURSE


def cell(source: str, key: str, **kind: bool) -> dict[str, Any]:
    grading = {"grade_id": key, "locked": True, "solution": False, "grade": False} | kind
    return {"cell_type": "code", "source": source.splitlines(keepends=True), "metadata": {"nbgrader": grading}}


def notebook(answer: str, *above: str, tests: tuple[str, ...] = TESTS) -> str:
    """An earlier lesson with an answer, and with cells of the student's own above it."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "source": "# 2", "metadata": {}}, cell(SET_UP, "setup")]
    cells += [{"cell_type": "code", "source": source, "metadata": {}} for source in above]
    cells.append(cell(answer, "double", solution=True, locked=False))
    cells += [cell(test, f"test_{number}", grade=True) for number, test in enumerate(tests)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of lesson 3, where its kernel has been started."""
    (tmp_path / "02-numbers").mkdir()
    (tmp_path / "03-later").mkdir()
    monkeypatch.chdir(tmp_path / "03-later")
    return tmp_path / "03-later"


def put(here: Path, text: str, name: str = "02-numbers") -> None:
    (here.parent / name).mkdir(exist_ok=True)
    (here.parent / name / f"{name}.ipynb").write_text(text)


OWN = "double: yours, from lesson 2\n"
TAKEN = {
    "right": notebook(ANSWER),
    "with a function above": notebook("def double(x):\n    return twice(x)", "def twice(x):\n    return x + x"),
    "with what the set-up imports": notebook("def double(x):\n    return np.multiply(x, 2)"),
    "with a constant of the set-up": notebook("def double(x):\n    return x * (LIMIT - 1)"),
    "that prints megabytes": notebook(f"print('x' * 10**7)\n{ANSWER}"),
    "below cells that end Python": notebook(
        ANSWER, "import os\nos._exit(3)", "1 / 0", "while True:\n    pass", "def ("
    ),
    "of a class": notebook("class double:\n    def __new__(cls, x):\n        return 2 * x"),
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_passes_its_checks_is_taken(text: str, here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(here, text)

    assert mine(double)(21) == 42
    assert capfd.readouterr() == (OWN, "")


# What stands in the earlier lesson's file, and what is said of it.
REFUSED = {
    "wrong": (notebook("def double(x):\n    return x * x"), "yours, from lesson 2, fails the check 'by hand'"),
    "wrong in a later check": (
        notebook("def double(x):\n    return 2 * abs(x)"),
        "yours, from lesson 2, fails the check 'of a negative number'",
    ),
    "not written": (notebook(STUB), "yours, from lesson 2, is not written yet"),
    "without a return": (notebook("def double(x):\n    2 * x"), "yours, from lesson 2, is not written yet"),
    "slow": (notebook("def double(x):\n    while True:\n        pass"), "yours, from lesson 2, takes longer than 2 s"),
    "slow at once": (notebook("while True:\n    pass"), "yours, from lesson 2, takes longer than 2 s"),
    "ends Python": (notebook(f"import os\nos._exit(0)\n{ANSWER}"), "yours, from lesson 2, ends Python"),
    "exits": (notebook(f"import sys\nsys.exit()\n{ANSWER}"), "yours, from lesson 2, stops with SystemExit"),
    "exits in a call": (
        notebook("def double(x):\n    raise SystemExit"),
        "yours, from lesson 2, fails the check 'by hand'",
    ),
    "stops": (notebook(f"1 / 0\n{ANSWER}"), "yours, from lesson 2, stops with ZeroDivisionError"),
    "no Python": (notebook("def double(x:\n    return"), "yours, from lesson 2, stops with SyntaxError"),
    "other code when it is used": (
        notebook(f"import sys\nif 'pytest' in sys.modules:\n    sys.exit()\n{ANSWER}"),
        "yours, from lesson 2, stops with SystemExit",
    ),
    "no JSON": ("{", "02-numbers.ipynb can't be read"),
    "no notebook": ("[1, 2]", "02-numbers.ipynb can't be read"),
    "cells that are none": ('{"cells": [{"cell_type": "code"}]}', "02-numbers.ipynb can't be read"),
    "tests without an answer": (
        json.dumps({"cells": [cell(TESTS[0], "test", grade=True)]}),
        "02-numbers.ipynb can't be read",
    ),
    "another exercise": (
        notebook(ANSWER, tests=("# check: halve, by hand\npass",)),
        "no notebook beside this one asks for it",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_anything_else_leaves_the_course_s_with_one_line(
    text: str, said: str, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    put(here, text)

    assert mine(double) is double
    assert capfd.readouterr() == (f"double: the course's; {said}\n", "")


NOTHING_HERE = "double: the course's; no notebook of an earlier lesson is beside this one\n"


@pytest.mark.parametrize("name", ["03-later", "04-much-later", "copies", "2-numbers"])
def test_only_earlier_lessons_count(name: str, here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(here, notebook(ANSWER), name)

    assert mine(double) is double
    assert capfd.readouterr().out == NOTHING_HERE


def test_the_latest_of_the_earlier_lessons_counts(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(here, notebook("def double(x):\n    return None"), "01-numbers")
    put(here, notebook(ANSWER))

    assert mine(double)(4) == 8
    assert capfd.readouterr().out == OWN


def test_a_broken_notebook_hides_no_other(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    put(here, notebook(ANSWER), "01-numbers")
    put(here, "{")

    assert mine(double)(4) == 8
    assert capfd.readouterr().out == "double: yours, from lesson 1\n"


def test_outside_a_lesson_s_folder_nothing_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "03-later", notebook(ANSWER))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", None)  # no process is started, as none can be where it is graded

    assert mine(double) is double
    assert capfd.readouterr().out == NOTHING_HERE


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ('{"said": "ends Python", "lesson": "2"}', "yours, from lesson 2, took longer than 30 s"),
        ("", "took longer than 30 s"),
    ],
    ids=["while it is tried", "before"],
)
def test_a_process_that_hangs_is_not_waited_for(
    found: str, said: str, here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], timeout: float, **options: Any) -> None:
        Path(command[4]).write_text(found)
        raise subprocess.TimeoutExpired(command, timeout)

    put(here, notebook(ANSWER))
    monkeypatch.setattr(subprocess, "run", run)

    assert mine(double) is double
    assert capfd.readouterr().out == f"double: the course's; {said}\n"


def test_where_no_process_can_be_started_the_line_says_so(
    here: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    put(here, notebook(ANSWER))
    monkeypatch.setattr(sys, "executable", str(here / "no-python"))

    assert mine(double) is double
    assert capfd.readouterr().out == "double: the course's; no process could be started to try yours\n"


@pytest.mark.parametrize("given", ["double", 3, None])
def test_a_name_alone_is_refused(given: object) -> None:
    with pytest.raises(TypeError, match=r"as in mine\(softmax\); got"):
        mine(given)


def test_importing_it_takes_nothing_that_is_large() -> None:
    code = "import sys, course.mine; print({'numpy', 'IPython', 'ast', 'course.check'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
