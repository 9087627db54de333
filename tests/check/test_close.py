"""What `close` lets pass, and what it does with its arguments."""

import re

import numpy as np
import pytest

from course import check
from course.check.words import GREEN, PLAIN
from tests.check.strangers import STRANGE
from tests.check.told import A23, INF, NAN, said, said_by

RIGHT = {
    "float": (5.5, 5.5, {}),
    "int": (-11, -11.0, {}),
    "huge int": (10**30, 1e30, {}),
    "np.float64": (np.float64(5.5), 5.5, {}),
    "np.int64": (np.int64(5), 5.0, {}),
    "np.float32 that holds the value": (np.float32(0.5), 0.5, {}),
    "0-d array": (np.array(5.5), 5.5, {}),
    "array against list": (np.array([1.0, 2.0]), [1, 2], {}),
    "array against nested list": (A23, [[1, 2, 3], [4, 5, 7]], {}),
    "integer dtype": (np.array([1, 2]), [1.0, 2.0], {}),
    "unsigned bytes": (np.array([1, 255], dtype=np.uint8), [1.0, 255.0], {}),
    "other byte order": (np.array([1.5, 2.5], dtype=">f8"), [1.5, 2.5], {}),
    "Fortran order": (np.asfortranarray(A23), A23, {}),
    "negative strides": (A23[::-1, ::-1], [[7, 5, 4], [3, 2, 1]], {}),
    "every other": (np.arange(10.0)[::2], [0, 2, 4, 6, 8], {}),
    "broadcast, read-only": (np.broadcast_to(2.0, (3,)), [2, 2, 2], {}),
    "empty": (np.zeros(0), np.zeros(0), {}),
    "empty rows": (np.zeros((0, 3)), np.zeros((0, 3)), {}),
    "right nan": (np.array([1.0, NAN]), [1.0, NAN], {}),
    "right inf": (np.array([-INF, INF]), [-INF, INF], {}),
    "huge": (np.array([1e300, -1e300]), [1e300, -1e300], {}),
    "tiny": (np.array([1e-12]), [1e-12], {}),
    "within atol": (1e-11, 0.0, {}),
    "within rtol": (np.array([1e6 + 1e-3]), [1e6], {}),
    "within a looser tolerance": (1.05, 1.0, {"rtol": 0.1}),
    "float32, loosened": (np.array([1 / 3], dtype=np.float32), [1 / 3], {"rtol": 1e-6}),
}


@pytest.mark.parametrize(("actual", "expected", "options"), RIGHT.values(), ids=RIGHT)
def test_right_answers_pass(actual, expected, options, capsys):
    check.close(actual, expected, name="neuron(x)", **options)

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} neuron(x)\n"


def test_nothing_is_printed_where_values_are_secret(capsys):
    check.close(1.0, 1.0, name="y", secret=True)
    check.equal(1, 1, name="y", secret=True)

    assert capsys.readouterr().out == ""


def test_arguments_of_checks_stay_as_they_were():
    actual, expected = A23.copy(), A23.T.copy()
    said(actual, expected)
    with pytest.raises(check.CheckFailed):
        check.gradient(lambda x: np.sum(x * x), actual, actual, name="dx")

    assert actual.tolist() == [[1, 2, 3], [4, 5, 7]]
    assert expected.tolist() == [[1, 4], [2, 5], [3, 7]]


@pytest.mark.parametrize("expected", [5.0, [5.0], [[5.0]]], ids=["number", "vector", "matrix"])
@pytest.mark.parametrize(("kind", "actual"), STRANGE.items(), ids=STRANGE)
def test_what_merely_acts_like_numbers_fails_by_name(kind, actual, expected):
    assert re.match(rf"is (a|of type) {kind}\b", said(actual, expected))


@pytest.mark.parametrize(("kind", "actual"), STRANGE.items(), ids=STRANGE)
def test_what_merely_acts_like_text_or_count_fails_by_name(kind, actual):
    for expected in (5, "five", [5, 6], None, False):
        if type(actual) is type(expected):
            continue  # which is nothing strange
        text = said_by(check.equal, actual, expected, name="y", secret=False)

        assert re.match(
            rf"is of type {kind}\b|has 1 item, and 2 are", text.replace("_ArrayFunctionDispatcher", "function")
        )
