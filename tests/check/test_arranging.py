"""Lines that a student puts in order: every order that runs and gives what is expected is right."""

import numpy as np
import pytest

from course import check
from course.check.words import NotAttempted
from tests.check.told import said_by

# The mean of the rows: A and D stand in either order, and B is wrong.
LINES = """
   def mean_of(rows):
A      total = np.zeros(len(rows[0]))
B          total = row
C          count = count + 1
D      count = 0
E      for row in rows:
F      return total / count
G          total = total + row
"""


def arranged(order, needed=6):
    return check.arranged(order, LINES, needed, name="your order")


RIGHT = {
    "spaces": "A D E G C F",
    "either way round": "D A E C G F",
    "one word": "adegcf",
    "commas": "A, d, E, g, C, F",
    "arrows and lines": "A → D -> E\n(G) [C] F.",
    "numbered": "1. A 2. D 3. E 4. G 5. C 6. F",
    "a list": ["A", "D", "E", "G", "C", "F"],
    "a tuple of small letters": tuple("adegcf"),
    "a list of one text": ["A D E G C F"],
}


@pytest.mark.parametrize("order", RIGHT.values(), ids=RIGHT)
def test_right_orders_make_the_function(order, capsys):
    mean = arranged(order)([[1.0, 2.0], [5.0, 4.0]])

    assert mean.tolist() == [3.0, 3.0]
    assert capsys.readouterr().out == ""


def test_a_wrong_line_is_for_the_next_check_to_find():
    mean = arranged("A D E B C F")(np.array([[1.0, 2.0], [5.0, 4.0]]))

    assert mean.tolist() == [2.5, 2.0]


NO_LETTERS = "gives something of type {} where the letters of the lines are expected, in quotes."
WRONG = {
    "no such line": ("A D E G C X", "has the letter 'X', and the lines are A to G."),
    "words": ("first A", "has the letter 'I', and the lines are A to G."),
    "other letters": ("Ä D E G C F", "has the letter 'Ä', and the lines are A to G."),
    "twice": ("A D E G C A", "has A twice, and each line is used once."),
    "too few": ("A D E G F", "has 5 letters, and 6 are needed."),
    "too many": ("A D E G B C F", "has 7 letters, and 6 are needed."),
    "endless": ("A, " * 10**7, "has A twice, and each line is used once."),
    "endless spaces": ([" "] * 10**6 + ["A D E G F"], "is not attempted yet."),
    "a number": (314, NO_LETTERS.format("int")),
    "a list of numbers": ([1, 2], NO_LETTERS.format("int")),
    "a set": ({"A", "B"}, NO_LETTERS.format("set")),
    "no loop yet": (
        "A G D E C F",
        "does not run: G is indented, and the line before it neither begins a loop nor stands in one.",
    ),
    "indented at once": (
        "G A D E C F",
        "does not run: G is indented, and the line before it neither begins a loop nor stands in one.",
    ),
    "an empty loop": ("A E D G C F", "does not run: E begins a loop, so an indented line must come right after it."),
    "nothing in the loop": (
        "A D B G C E",
        "does not run: B is indented, and the line before it neither begins a loop nor stands in one.",
    ),
}


@pytest.mark.parametrize(("order", "message"), WRONG.values(), ids=WRONG)
def test_orders_that_make_no_function_are_told_why(order, message):
    assert said_by(arranged, order) == message


def test_a_loop_without_a_line_in_it_is_told_at_the_end():
    assert said_by(arranged, "A D F E", needed=4) == (
        "does not run: E begins a loop, so an indented line must come right after it."
    )


@pytest.mark.parametrize("order", [None, "", " , ", [], "1 2 3"])
def test_no_letters_are_no_attempt(order):
    with pytest.raises(NotAttempted):
        arranged(order)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("E G C A D F", "does not run: G uses total before any line has made it."),
        ("A E G C D F", "does not run: C uses count before any line has made it."),
        ("A D F E G C", "does not run: F stops with ZeroDivisionError, 'float division by zero'."),
    ],
)
def test_a_line_that_can_not_run_is_named(order, message):
    lines = LINES.replace("np.zeros(len(rows[0]))", "0.0")
    mean = check.arranged(order, lines, 6, name="your order")

    assert said_by(mean, [1.0, 5.0]) == message


def test_a_name_in_a_comprehension_is_told_as_well():
    lines = "\n   def f(rows):\nA      known = list(rows)\nB      return [row for row in rows if row in known]\n"
    f = check.arranged("BA", lines, 2, name="your order")

    assert said_by(f, [1]) == "does not run: B uses known before any line has made it."


def test_what_is_kept_names_no_variable():
    with pytest.raises(check.CheckFailed) as caught:
        arranged("E G C A D F")([[1.0]])

    assert caught.value.kept == "does not run: G uses a name before any line has made it."
