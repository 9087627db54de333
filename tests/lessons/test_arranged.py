"""Lines to put in order, in the lessons: of all orders of the right lines, with wrong ones among them, which pass."""

import contextlib
import io
from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
import pytest

from course import check
from course.authoring.answers import reference
from course.authoring.lesson import Exercise, read_lesson
from tests.courses import ROOT

# By exercise: the lesson; all orders that are right, found with a pencil; a right line and the wrong one like it.
ARRANGED = {
    "norms_in_order": ("02-activations", {"EHCGDA", "HECGDA"}, ("CF", "GB")),
    "rounds_in_order": ("05-chain-rule", {"EICHAFG", "IECHAFG", "EICHFAG", "IECHFAG"}, ("HD", "GB")),
    "pieces_in_order": ("08-convolution", {"GEBHD"}, ("GA", "BF", "HC")),
}


@pytest.mark.parametrize("name", ARRANGED)
def test_right_orders_pass_and_no_others(name: str) -> None:
    lesson, right, alike = ARRANGED[name]
    cells = read_lesson(ROOT / "lessons" / lesson / "lesson.py")
    (exercise,) = (each for each in cells.exercises if each.name == name)
    (lines,) = (cell.source for cell in cells.cells if cell.key == name.replace("_in_order", "_lines"))

    assert set(passing(exercise, lines, right, alike)) == right


def passing(exercise: Exercise, lines: str, right: set[str], alike: tuple[str, ...]) -> Iterator[str]:
    """What passes the test, of all orders of the right lines, and of right orders with wrong lines in some places."""
    names = {"__name__": "__main__", "np": np, "check": check}
    exec(lines, names)
    (test,) = (compile(cell.source, cell.key, "exec") for cell in exercise.tests)
    tried = set(map("".join, permutations(min(right))))
    for order, exchanged in product(right, product(*(("", pair) for pair in alike))):
        tried.add(order.translate(str.maketrans(dict(filter(None, exchanged)))))
    for order in tried:
        names[exercise.name] = lambda order=order: order
        with contextlib.suppress(check.CheckFailed), contextlib.redirect_stdout(io.StringIO()):
            exec(test, names)
            yield order


@pytest.mark.parametrize("name", ARRANGED)
def test_the_answer_is_in_nothing_that_students_get(name: str) -> None:
    lesson, right, _ = ARRANGED[name]
    cells = read_lesson(ROOT / "lessons" / lesson / "lesson.py")
    (exercise,) = (each for each in cells.exercises if each.name == name)
    given = [ROOT / "release" / lesson / f"{lesson}.ipynb", *(ROOT / "course").rglob("*.py")]
    given += (ROOT / "course").rglob("*.json")

    assert any(order in reference(exercise).replace(" ", "") for order in right)
    assert [path for path in given for order in right if order in path.read_text().replace(" ", "")] == []
