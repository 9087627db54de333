"""What is exact: counts, texts, shapes, and parts of a result."""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np
import pytest

from course import check
from course.check.words import GREEN, PLAIN
from tests.check.strangers import Liar, LyingInt, LyingList, LyingTuple
from tests.check.told import A23, NAN, said_by

Layer = namedtuple("Layer", ["inputs", "outputs"])
EQUAL = [
    (3, 3),
    (np.int64(3), 3),
    (np.uint8(3), 3),
    ("a", "a"),
    (np.str_("a"), "a"),
    (True, True),
    (np.True_, True),
    (None, None),
    (0.5, 0.5),
    (np.float64(0.5), 0.5),
    (NAN, NAN),
    ([], []),
    ((), []),
    ([1, (2, "x")], (1, [2, "x"])),
    ([(np.int64(5), 4)], [(5, 4)]),
    (np.shape(np.zeros((2, 3))), (2, 3)),
    (Layer(np.int64(5), 4), (5, 4)),
    ([Layer(5, 4)], [[5, 4]]),
]


@pytest.mark.parametrize(("actual", "expected"), EQUAL, ids=repr)
def test_equal_things_pass(actual, expected, capsys):
    check.equal(actual, expected, name="y")

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} y\n"


OTHER_LENGTH = "does not have the expected number of items."
# what came, what should have come, the message, the message inside a hidden test
UNEQUAL = [
    (4, 3, "is 4, and should be 3.", "does not have the right value."),
    (10**20, 3, f"is {10**20}, and should be 3.", "does not have the right value."),
    ("b", "a", "is 'b', and should be 'a'.", "does not have the right value."),
    (False, True, "is not as it should be: False where True is expected.", "is not as it should be."),
    (3.0, 3, "is of type float, and a whole number is expected.", None),
    (1, True, "is of type int, and True or False is expected.", None),
    (True, 1, "is of type bool, and a whole number is expected.", None),
    (3, "3", "is of type int, and a text is expected.", None),
    (3, None, "is of type int, and None is expected.", None),
    (
        3,
        3.0,
        "is of type int, and something of type float is expected.",
        "is of type int, and something else is expected.",
    ),
    (
        None,
        3,
        "is None: either it is not attempted yet, or the function ends without returning or keeping it.",
        None,
    ),
    (
        np.array([1, 2]),
        [1, 2],
        "is of type ndarray, and a list of 2 items is expected.",
        "is of type ndarray, and a list is expected.",
    ),
    (3, [3], "is of type int, and a list of 1 item is expected.", "is of type int, and a list is expected."),
    ([3], 3, "is of type list, and a whole number is expected.", None),
    ((3,), 3, "is of type tuple, and a whole number is expected.", None),
    (
        LyingList([1, 2]),
        [1, 2],
        "is of type LyingList, and a list of 2 items is expected.",
        "is of another type, and a list is expected.",
    ),
    (
        LyingTuple([1, 2]),
        [1, 2],
        "is of type LyingTuple, and a list of 2 items is expected.",
        "is of another type, and a list is expected.",
    ),
    (
        LyingInt(3),
        3,
        "is of type LyingInt, and a whole number is expected.",
        "is of another type, and a whole number is expected.",
    ),
    (
        SimpleNamespace(x=1),
        SimpleNamespace(x=1),
        "is something of type SimpleNamespace, and should be something of type SimpleNamespace.",
        "does not have the right value.",
    ),
    ([], [1], "has 0 items, and 1 is expected.", OTHER_LENGTH),
    ([1, 2], [], "has 2 items, and 0 are expected.", OTHER_LENGTH),
    (
        [1],
        [1, 2],
        "has 1 item, and 2 are expected: the last one is missing.",
        "does not have the expected number of items: the last one is missing.",
    ),
    (
        [2],
        [1, 2],
        "has 1 item, and 2 are expected: the first one is missing.",
        "does not have the expected number of items: the first one is missing.",
    ),
    (
        [3],
        [1, 2, 3],
        "has 1 item, and 3 are expected: the first ones are missing.",
        "does not have the expected number of items: the first ones are missing.",
    ),
    (
        [1],
        [1, 2, 3],
        "has 1 item, and 3 are expected: the last ones are missing.",
        "does not have the expected number of items: the last ones are missing.",
    ),
    ([4, 4], [4, 4, 4], "has 2 items, and 3 are expected.", OTHER_LENGTH),
    ([1, 3], [1, 2, 3], "has 2 items, and 3 are expected.", OTHER_LENGTH),
    ([1, 2, 3], [1, 2], "has 3 items, and 2 are expected.", OTHER_LENGTH),
    ([3, 2, 1], [1, 2, 3], "has the right items in reverse order.", None),
    ([1, 5, 3], [1, 2, 3], "is wrong at index 1: it is 5, and should be 2.", "is wrong at index 1."),
    ([7, 5, 3], [1, 2, 3], "is wrong at index 0: it is 7, and should be 1.", "is wrong at index 0."),
    (
        [(5, 4), (3, 5)],
        [(5, 4), (5, 3)],
        "is wrong at index 1: it is (3, 5), and should be (5, 3).",
        "is wrong at index 1.",
    ),
    ([1, True], [1, 1], "is wrong at index 1: it is True, and should be 1.", "is wrong at index 1."),
    (
        [1, Liar()],
        [1, 2],
        "is wrong at index 1: it is something of type Liar, and should be 2.",
        "is wrong at index 1.",
    ),
]


@pytest.mark.parametrize(
    ("actual", "expected", "message", "secret"), UNEQUAL, ids=[f"{number}" for number in range(len(UNEQUAL))]
)
def test_unequal_things_are_told(actual, expected, message, secret):
    hidden = said_by(check.equal, actual, expected, name="y", secret=True)

    assert said_by(check.equal, actual, expected, name="y", secret=False) == message
    assert hidden.removesuffix(" (Found on hidden numbers.)") == (secret or message)


def test_long_values_are_cut():
    text = said_by(check.equal, "b" * 1000, "a", name="y", secret=False)

    assert len(text) < 130
    assert "b…, and should be 'a'." in text


@pytest.mark.parametrize("actual", [A23, A23.astype(int), np.full((2, 3), NAN)], ids=["float", "int", "nan"])
def test_the_right_shape_passes_whatever_the_values(actual, capsys):
    check.shape(actual, (2, 3), name="y")

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} y has shape (2, 3)\n"


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (A23.T, "has shape (3, 2), and (2, 3) is expected."),
        (5.0, "has shape (), and (2, 3) is expected."),
        (
            [[1, 2, 3], [4, 5, 6]],
            "is a list of 2 items, and a NumPy array of shape (2, 3) is expected. Wrap it: np.array(...).",
        ),
        (None, "is None: either it is not attempted yet, or the function ends without returning or keeping it."),
        (Liar(), "is of type Liar, and a NumPy array of shape (2, 3) is expected."),
    ],
    ids=["transpose", "number", "list", "None", "Liar"],
)
def test_other_shapes_are_told(actual, message):
    assert said_by(check.shape, actual, (2, 3), name="y") == message


@pytest.mark.parametrize(
    "actual", [(1, 2), [1, 2], Layer(1, 2), np.array([1.0, 2.0])], ids=["tuple", "list", "named tuple", "numbers"]
)
def test_parts_are_given_back(actual):
    assert check.parts(actual, ("W", "b"), name="y") == (1, 2)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (np.ones(3), "is one item of type ndarray, and 2 items are expected: return W, b."),
        (np.ones((2, 2)), "is one item of type ndarray, and 2 items are expected: return W, b."),
        ({"W": 1, "b": 2}, "is one item of type dict, and 2 items are expected: return W, b."),
        (LyingList([1, 2]), "is one item of type LyingList, and 2 items are expected: return W, b."),
        ((x for x in (1, 2)), "is one item of type generator, and 2 items are expected: return W, b."),
        ((1, 2, 3), "holds 3 items, and 2 items are expected: return W, b."),
        ([1], "holds 1 item, and 2 items are expected: return W, b."),
        ((), "holds 0 items, and 2 items are expected: return W, b."),
        (None, "is None: either it is not attempted yet, or the function ends without returning or keeping it."),
    ],
    ids=lambda case: None if isinstance(case, str) else type(case).__name__,
)
def test_other_parts_are_told(actual, message):
    assert said_by(check.parts, actual, ("W", "b"), name="y") == message


def in_itself(kind: str) -> object:
    """Something that has itself among its items, many times: NumPy would look through it for longer than any day."""
    row: list[object] = []
    row.extend([row] * 50)
    return {"list": row, "deep": [1.0, [2.0, (3.0, row)]], "dict": {"W": row}, "tuple": (row, row)}[kind]


HOLDS_ITSELF = "holds a list that was put into itself. Should something else be there?"


@pytest.mark.parametrize("kind", ["list", "deep", "dict", "tuple"])
def test_what_holds_itself_is_told(kind):
    actual = in_itself(kind)
    number = {"secret": False, "name": "y"}

    assert said_by(check.close, actual, np.zeros(50), **number) == HOLDS_ITSELF
    assert said_by(check.close, actual, 1.0, **number) == HOLDS_ITSELF
    assert said_by(check.equal, actual, [1.0, 2.0], **number) == HOLDS_ITSELF
    assert said_by(check.shape, check.as_array(actual), (50,), name="y") == HOLDS_ITSELF
    assert said_by(check.gradient, np.sum, np.ones(3), actual, name="y") == HOLDS_ITSELF


def test_what_holds_itself_beside_an_answer_costs_only_its_own_check():
    losses = in_itself("list")
    weights, got = check.parts(([2.5], losses), ("weights", "losses"), name="y")

    assert weights == [2.5]
    assert got is losses
    assert said_by(check.parts, losses, ("W", "b"), name="y").startswith("holds 50 items, and 2 items are expected")
    assert said_by(check.raises, ValueError, lambda: losses, name="f()").startswith("returned something of type list")


def test_an_argument_that_comes_to_hold_itself_is_changed():
    def keep(items):
        items[0] = items

    assert said_by(check.unchanged, keep, [1, 2]).startswith("changed its argument items in place")


@pytest.mark.parametrize(
    ("values", "array"),
    [
        ([1.5, 2], np.array([1.5, 2.0])),
        (((1, 2), [3, 4]), np.array([[1, 2], [3, 4]])),
        ([], np.array([])),
        ([np.float64(2.5), np.array(0.5)], np.array([2.5, 0.5])),
    ],
    ids=["list", "rows", "empty", "NumPy's numbers"],
)
def test_lists_become_arrays(values, array):
    made = check.as_array(values)

    assert type(made) is np.ndarray
    assert made.dtype == array.dtype
    np.testing.assert_array_equal(made, array)


@pytest.mark.parametrize("values", [5.0, None, "1, 2", [[1], [1, 2]], {"W": 1}, A23, LyingList([1, 2])], ids=repr)
def test_what_becomes_no_array_stays_for_a_check_to_refuse(values):
    assert check.as_array(values) is values
