import builtins
import io
import math
import pickle
import re
import subprocess
import sys
import warnings
from collections import namedtuple
from types import SimpleNamespace

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

from course import check
from tests.check.cells import BEGIN, END, run_cell

NAN, INF = float("nan"), float("inf")
A23 = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
A33 = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]])


def said_by(f, *args, **options):
    """The message, and nothing else: no output, no other error."""
    with pytest.raises(check.CheckFailed) as caught:
        f(*args, **options)
    return caught.value.message


def said(actual, expected, **options):
    return said_by(check.close, actual, expected, **{"name": "y", "secret": False} | options)


# --- right answers ----------------------------------------------------------------------------------------------------

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
    "a slip that is no slip here": (2.0, 2.0, {"mistakes": {"Is the bias added?": 2.0}}),
}


@pytest.mark.parametrize(("actual", "expected", "options"), RIGHT.values(), ids=RIGHT)
def test_right_answers_pass(actual, expected, options, capsys):
    check.close(actual, expected, name="neuron(x)", **options)

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m neuron(x)\n"


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


# --- every diagnosis, in full -----------------------------------------------------------------------------------------

# name of the case: (what came, what should have come, options, the whole message)
MESSAGES = {
    # missing and strange things
    "None": (
        None,
        1.0,
        {},
        "is None: either it is not attempted yet, or the function ends without a return.",
    ),
    "NotImplemented": (NotImplemented, 1.0, {}, "is not attempted yet."),
    "Ellipsis": (..., [1.0], {}, "is not attempted yet."),
    "bool": (True, 1.0, {}, "is of type bool, and a number is expected."),
    "np.bool": (np.True_, 1.0, {}, "is of type bool, and a number is expected."),
    "complex": (1j, 1.0, {}, "is of type complex, and a number is expected."),
    "np.complex": (np.complex128(1), 1.0, {}, "is of type complex128, and a number is expected."),
    "str": ("5.5", 5.5, {}, "is of type str, and a number is expected."),
    "np.str": (np.str_("5.5"), 5.5, {}, "is of type str_, and a number is expected."),
    "bool array": (
        np.array([True, False]),
        [1.0, 0.0],
        {},
        "holds True and False (dtype bool), and a NumPy array of shape (2,) that holds ordinary numbers is expected.",
    ),
    "complex array": (
        np.array([1 + 0j]),
        [1.0],
        {},
        "holds complex numbers (dtype complex128), and a NumPy array of shape (1,) that holds ordinary numbers "
        "is expected.",
    ),
    "object array": (
        np.array([1.0, 2.0], dtype=object),
        [1.0, 2.0],
        {},
        "holds Python objects (dtype object), and a NumPy array of shape (2,) that holds ordinary numbers is expected.",
    ),
    "text array": (
        np.array(["1"]),
        [1.0],
        {},
        "holds text (dtype <U1), and a NumPy array of shape (1,) that holds ordinary numbers is expected.",
    ),
    "dates": (
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        [18262.0],
        {},
        "holds other things (dtype datetime64[D]), and a NumPy array of shape (1,) that holds ordinary numbers "
        "is expected.",
    ),
    "list": (
        [1.0, 2.0],
        [1.0, 2.0],
        {},
        "is a list of 2 items, and a NumPy array of shape (2,) is expected. Wrap it: np.array(...).",
    ),
    "list of one": ([5.5], 5.5, {}, "is a list of 1 item, and a number is expected."),
    "tuple": (
        (1.0,),
        [1.0],
        {},
        "is a tuple of 1 item, and a NumPy array of shape (1,) is expected. Wrap it: np.array(...).",
    ),
    "whole number 0": (0, 0.5, {}, "is 0, and should not be."),
    "two arrays": ((A23, A23[0]), A23, {}, "is a tuple of 2 items, and a NumPy array of shape (2, 3) is expected."),
    "arrays of a shape": ([A23, A23], A23, {}, "is a list of 2 items, and a NumPy array of shape (2, 3) is expected."),
    "texts": (["a"], [1.0], {}, "is a list of 1 item, and a NumPy array of shape (1,) is expected."),
    "function": (abs, 1.0, {}, "is a function, and a number is expected. Is it called, with parentheses?"),
    "lambda": (
        lambda: 1.0,
        [1.0],
        {},
        "is a function, and a NumPy array of shape (1,) is expected. Is it called, with parentheses?",
    ),
    "method": (A23.sum, 22.0, {}, "is a function, and a number is expected. Is it called, with parentheses?"),
    "class": (float, 0.0, {}, "is of type type, and a number is expected."),
    "dict": ({}, [1.0], {}, "is of type dict, and a NumPy array of shape (1,) is expected."),
    "pandas": (
        pd.Series([1.0, 2.0]),
        [1.0, 2.0],
        {},
        "is of type Series, and a NumPy array of shape (2,) is expected. Wrap it: np.array(...).",
    ),
    "masked": (
        np.ma.masked_array([1.0, 2.0]),
        [1.0, 2.0],
        {},
        "is of type MaskedArray, and a NumPy array of shape (2,) is expected. Wrap it: np.array(...).",
    ),
    "far too large": (10**400, 1.0, {}, "is a whole number far too large."),
    # shapes
    "transpose": (A23.T, A23, {}, "has shape (3, 2), and (2, 3) is expected: this is the transpose."),
    "transpose of a row": (
        np.array([[1.0], [2.0]]),
        [[1.0, 2.0]],
        {},
        "has shape (2, 1), and (1, 2) is expected: this is the transpose.",
    ),
    "transpose of three axes": (
        np.arange(24.0).reshape(2, 3, 4).T,
        np.arange(24.0).reshape(2, 3, 4),
        {},
        "has shape (4, 3, 2), and (2, 3, 4) is expected: this is the transpose.",
    ),
    "reshaped where transposed": (
        A23.reshape(3, 2),
        A23,
        {},
        "has shape (3, 2), and (2, 3) is expected. The values are right, only the shape is not.",
    ),
    "sizes in another order": (
        A23.T + np.array([1, 5]),
        A23,
        {},
        "has shape (3, 2), and (2, 3) is expected: these are the same sizes in another order.",
    ),
    "column for vector": (
        np.array([[1.0], [2.0], [3.0]]),
        [1.0, 2.0, 3.0],
        {},
        "has shape (3, 1), and (3,) is expected. The values are right, only the shape is not.",
    ),
    "one for a number": (
        np.array([5.5]),
        5.5,
        {},
        "has shape (1,), and a single number is expected. The value is right, only the shape is not.",
    ),
    "a number for one": (
        5.5,
        [5.5],
        {},
        "is a single number, and an array of shape (1,) is expected. The value is right, only the shape is not.",
    ),
    "not summed": (
        np.array([1.0, 2.0, 4.0]),
        7.0,
        {},
        "has shape (3,), and a single number is expected. The values are right, but not added up yet: sum over it.",
    ),
    "not summed over the rows": (
        A23,
        [5.0, 7.0, 10.0],
        {},
        "has shape (2, 3), and (3,) is expected. The values are right, but not added up yet: sum over axis 0.",
    ),
    "not summed over the columns": (
        A23,
        [6.0, 16.0],
        {},
        "has shape (2, 3), and (2,) is expected. The values are right, but not added up yet: sum over axis 1.",
    ),
    "not summed at all": (
        A23,
        22.0,
        {},
        "has shape (2, 3), and a single number is expected. The values are right, but not added up yet: "
        "sum over all of them.",
    ),
    "not summed, either axis": (
        np.array([[1.0, 2.0], [2.0, 5.0]]),
        [3.0, 7.0],
        {},
        "has shape (2, 2), and (2,) is expected. The values are right, but not added up yet: sum over one of its axes.",
    ),
    "not averaged": (
        np.array([1.0, 2.0, 6.0]),
        3.0,
        {},
        "has shape (3,), and a single number is expected. The values are right, but not averaged yet: "
        "take the mean over it.",
    ),
    "not averaged over the rows": (
        A23,
        [2.5, 3.5, 5.0],
        {},
        "has shape (2, 3), and (3,) is expected. The values are right, but not averaged yet: "
        "take the mean over axis 0.",
    ),
    "not averaged at all": (
        A33,
        46 / 9,
        {},
        "has shape (3, 3), and a single number is expected. The values are right, but not averaged yet: "
        "take the mean over all of them.",
    ),
    "repeated by broadcasting": (
        np.array([[1.0, 2.0, 4.0]] * 3),
        [1.0, 2.0, 4.0],
        {},
        "has shape (3, 3), and (3,) is expected. The right values are in it more than once.",
    ),
    "a number, repeated": (
        np.array([5.0, 5.0]),
        5.0,
        {},
        "has shape (2,), and a single number is expected. The right values are in it more than once.",
    ),
    "summed over the rows": (
        np.array([5.0, 7.0, 10.0]),
        A23,
        {},
        "has shape (3,), and (2, 3) is expected. It is what is expected, summed over axis 0: "
        "leave each value on its own.",
    ),
    "summed": (
        10.0,
        [2.0, 3.0, 5.0],
        {},
        "is a single number, and an array of shape (3,) is expected. It is the sum of the values that are expected: "
        "leave each on its own.",
    ),
    "summed at all": (
        22.0,
        A23,
        {},
        "is a single number, and an array of shape (2, 3) is expected. It is the sum of the values that are "
        "expected: leave each on its own.",
    ),
    "another shape": (np.zeros((2, 2)), [1.0, 2.0, 3.0], {}, "has shape (2, 2), and (3,) is expected."),
    "empty, another shape": (np.zeros(0), [1.0], {}, "has shape (0,), and (1,) is expected."),
    # types of right shape
    "cut off": (
        np.array([1, 2, -3]),
        [1.5, 2.25, -3.75],
        {},
        "has lost the decimals: it has an integer dtype. Make it floats, with x.astype(float) or dtype=float.",
    ),
    "cut off downwards": (
        np.array([1, 2, -4]),
        [1.5, 2.25, -3.75],
        {},
        "has lost the decimals: it has an integer dtype. Make it floats, with x.astype(float) or dtype=float.",
    ),
    "rounded": (
        np.array([2, 2, -4]),
        [1.75, 2.25, -3.75],
        {},
        "is rounded to whole numbers: it has an integer dtype. Leave the decimals, in a float dtype.",
    ),
    "float32": (
        np.array([1 / 3, 2 / 3], dtype=np.float32),
        [1 / 3, 2 / 3],
        {},
        "is nearly right, but has only the digits of float32. Stay with float64, which NumPy uses by itself.",
    ),
    "large values in float32": (
        np.array([1000 / 3, 2000 / 3], dtype=np.float32),
        [1000 / 3, 2000 / 3],
        {},
        "is nearly right, but has only the digits of float32. Stay with float64, which NumPy uses by itself.",
    ),
    "float16": (
        np.float16(1 / 3),
        1 / 3,
        {},
        "is nearly right, but has only the digits of float16. Stay with float64, which NumPy uses by itself.",
    ),
    # values
    "nan": (NAN, 1.0, {}, "is nan (not a number)."),
    "inf": (-INF, 1.0, {}, "is inf (infinity)."),
    "nan in an array": (
        np.array([[1.0, 2.0], [NAN, NAN]]),
        [[1.0, 2.0], [3.0, 4.0]],
        {},
        "contains nan (not a number), first at index (1, 0).",
    ),
    "nan after a right one": (
        np.array([NAN, 1.0, NAN]),
        [NAN, 1.0, 2.0],
        {},
        "contains nan (not a number), first at index 2.",
    ),
    "inf in an array": (np.array([1.0, INF]), [1.0, 2.0], {}, "contains inf (infinity), first at index 1."),
    "zero": (0.0, 2.0, {}, "is 0, and should not be."),
    "zeros": (np.zeros(2), [0.0, 2.0], {}, "is 0 everywhere, and should not be."),
    "whole zeros": (
        np.zeros(2, dtype=int),
        [0.25, 0.5],
        {},
        "is 0 everywhere, and should not be. An integer dtype can't hold decimals: make it floats, with dtype=float.",
    ),
    "sum of probabilities": (
        np.array([0.2, 0.5]),
        [0.2, 0.8],
        {},
        "should sum to 1, and sums to 0.7.",
    ),
    "sum of probabilities, nearly": (
        np.array([0.2, 0.800002]),
        [0.2, 0.8],
        {},
        "should sum to 1, and sums to 1.000002.",
    ),
    "sum of rows": (
        np.array([[0.2, 0.8], [0.5, 0.625]]),
        [[0.2, 0.8], [0.5, 0.5]],
        {},
        "has rows that do not sum to 1: the first is row 1, which sums to 1.125.",
    ),
    "sum of rows of three axes": (
        np.array([[[0.2, 0.8], [0.5, 0.625]]]),
        [[[0.2, 0.8], [0.5, 0.5]]],
        {},
        "has rows that do not sum to 1: the first is row (0, 1), which sums to 1.125.",
    ),
    "sum of the whole": (
        np.array([[0.1, 0.4], [0.25, 0.25]]),
        [[0.2, 0.8], [0.5, 0.5]],
        {},
        "sums to 1 as a whole, and each row should sum to 1 on its own.",
    ),
    "sum of columns": (
        np.array([[0.25, 0.75], [0.75, 0.25], [0.0, 0.0]]),
        [[0.25, 0.75], [0.5, 0.5], [0.125, 0.875]],
        {},
        "has columns that sum to 1, and each row should: is this the wrong axis?",
    ),
    "square transpose": (
        A33.T,
        A33,
        {},
        "is the transpose of what is expected: rows and columns are exchanged.",
    ),
    "reversed": (np.array([3.0, 2.0, 5.0]), [5.0, 2.0, 3.0], {}, "has the right values in reverse order."),
    "two, reversed": (np.array([3.0, 5.0]), [5.0, 3.0], {}, "has the right values in reverse order."),
    "rows reversed": (A23[::-1], A23, {}, "has the right values in reverse order along axis 0."),
    "columns reversed": (A23[:, ::-1], A23, {}, "has the right values in reverse order along axis 1."),
    "shuffled": (np.array([3.0, 5.0, 2.0]), [5.0, 2.0, 3.0], {}, "has the right values, but in other places."),
    "sign of a number": (-5.5, 5.5, {}, "has the wrong sign."),
    "sign of an array": (-A23, A23, {}, "has the wrong sign everywhere."),
    "sign with zeros": (np.array([0.0, -2.0]), [0.0, 2.0], {}, "has the wrong sign everywhere."),
    "sum for mean": (
        np.array([5.0, 10.0, 35.0]),
        [1.0, 2.0, 7.0],
        {"sizes": {"batch": 5, "input": 3}},
        "has the right shape (3,), but every value is 5 times too large. 5 is the batch size: "
        "is this a sum where a mean is expected?",
    ),
    "mean for sum": (
        np.array([0.2, 0.4, -1.4]),
        [1.0, 2.0, -7.0],
        {"sizes": {"batch": 5}},
        "has the right shape (3,), but every value is 5 times too small. 5 is the batch size: "
        "is this a mean where a sum is expected?",
    ),
    "sum for mean, wrong sign": (
        np.array([-5.0, -10.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 5}},
        "has the right shape (2,), but every value is 5 times too large and has the wrong sign. 5 is the batch size: "
        "is this a sum where a mean is expected?",
    ),
    "sum for mean of a number": (
        36.0,
        6.0,
        {"sizes": {"batch": 6}},
        "is 6 times too large. 6 is the batch size: is this a sum where a mean is expected?",
    ),
    "sum for mean of one value": (
        np.array([36.0]),
        [6.0],
        {"sizes": {"batch": 6}},
        "has the right shape (1,), but its value is 6 times too large. 6 is the batch size: "
        "is this a sum where a mean is expected?",
    ),
    "product of two sizes": (
        np.array([6.0, 12.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 2, "output": 3}},
        "has the right shape (2,), but every value is 6 times too large. 6 is the batch size times the output size: "
        "is this a sum where a mean is expected?",
    ),
    "two sizes of one value": (
        np.array([4.0, 8.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 4, "output": 4, "input": 1}},
        "has the right shape (2,), but every value is 4 times too large. 4 is the batch size and the output size: "
        "is this a sum where a mean is expected?",
    ),
    "twice": (
        np.array([2.0, -4.0]),
        [1.0, -2.0],
        {},
        "has the right shape (2,), but every value is exactly 2 times too large.",
    ),
    "half a number": (
        2.75,
        5.5,
        {},
        "is 2.75, and should be 5.5: it is exactly 2 times too small.",
    ),
    "twice a constant": (
        np.full(2, 4.0),
        np.full(2, 2.0),
        {},
        "has the right shape (2,), but every value is exactly 2 times too large.",
    ),
    "seven times": (
        np.array([7.0, 14.0]),
        [1.0, 2.0],
        {},
        "has the right shape (2,), but every value is 7 times too large.",
    ),
    "some factor": (
        np.array([1.5, 3.0, 0.0]),
        [1.0, 2.0, 0.0],
        {},
        "has the right shape (3,), but every value is 1.5 times too large.",
    ),
    "huge factor": (
        np.array([2e300, 4e300]),
        [1e300, 2e300],
        {},
        "has the right shape (2,), but every value is exactly 2 times too large.",
    ),
    "tiny values": (
        np.array([3e-12, 6e-12]),
        [1e-12, 2e-12],
        {"atol": 0},
        "has the right shape (2,), but every value is exactly 3 times too large.",
    ),
    "offset": (
        np.array([1.5, 2.5, -0.5]),
        [1.0, 2.0, -1.0],
        {},
        "has the right shape (3,), but every value is too large by 0.5.",
    ),
    "offset below": (
        np.array([[0.0, 1.0], [4.0, 2.0]]),
        [[1.0, 2.0], [5.0, 3.0]],
        {},
        "has the right shape (2, 2), but every value is too small by 1.",
    ),
    # nothing but the numbers
    "a number": (8.0, 5.5, {}, "is 8, and should be 5.5."),
    "a number, nearly": (1.00000001, 1.0, {"rtol": 1e-12}, "is 1.00000001, and should be 1.0."),
    "a number against nan": (1.0, NAN, {}, "is 1, and should be nan."),
    "a number against inf": (1.0, -INF, {}, "is 1, and should be -inf."),
    "one value": (
        np.array([8.0]),
        [5.5],
        {},
        "has the right shape (1,), but its value is wrong: it is 8, and should be 5.5.",
    ),
    "one of three": (
        np.array([1.0, 2.0, 4.0]),
        [1.0, 2.0, 3.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 2: it is 4, and should be 3 "
        "(off by 33.3 %).",
    ),
    "two of three": (
        np.array([1.0, 9.0, 4.0]),
        [1.0, 2.0, 3.0],
        {},
        "has the right shape (3,), but 2 of its 3 values are wrong. The worst is at index 1: it is 9, and should be 2 "
        "(off by 350 %).",
    ),
    "all": (
        np.array([0.0, 9.0, 4.0]),
        [1.0, 2.0, 3.0],
        {},
        "has the right shape (3,), but its values are wrong. The worst is at index 1: it is 9, and should be 2 "
        "(off by 350 %).",
    ),
    "a row": (
        A33 + np.array([[0], [1], [0]]),
        A33,
        {},
        "has the right shape (3, 3), but only row 1 is wrong. The worst is at index (1, 0): it is 5, and should be 4 "
        "(off by 25 %).",
    ),
    "columns": (
        A33 + np.array([1, 0, 2]),
        A33,
        {},
        "has the right shape (3, 3), but only columns 0 and 2 are wrong. The worst is at index (0, 2): "
        "it is 5, and should be 3 (off by 66.7 %).",
    ),
    "one element of a matrix": (
        A33 - 4 * (A33 == 6),
        A33,
        {},
        "has the right shape (3, 3), but one of its 9 values is wrong. It is at index (1, 2): it is 2, and should be 6 "
        "(off by 66.7 %).",
    ),
    "nan and inf expected": (
        np.array([NAN, INF, 1.0]),
        [NAN, INF, 2.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 2: it is 1, and should be 2 "
        "(off by 50 %).",
    ),
    "far off": (
        np.array([1.0, 21.0, 3.0]),
        [1.0, 2.0, 3.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 1: it is 21, and should be 2 "
        "(off by 950 %).",
    ),
    "farther off": (
        np.array([1.0, 22.0, 3.0]),
        [1.0, 2.0, 3.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 1: it is 22, and should be 2.",
    ),
    "off from zero": (
        np.array([1.0, 22.0, 3.0]),
        [1.0, 0.0, 3.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 1: it is 22, and should be 0.",
    ),
    "off from nan": (
        np.array([1.0, 22.0, 3.0]),
        [1.0, NAN, 3.0],
        {},
        "has the right shape (3,), but one of its 3 values is wrong. It is at index 1: it is 22, and should be nan.",
    ),
    "overflow": (
        np.array([1e308, -1e308, 5.0]),
        [-1e308, -1e308, 2.0],
        {},
        "has the right shape (3,), but 2 of its 3 values are wrong. The worst is at index 0: "
        "it is 1e+308, and should be -1e+308.",
    ),
    # the author's own
    "a typical slip": (
        np.array([5.0, 11.0]),
        [6.0, 10.0],
        {"mistakes": {"Is the bias added?": [5.0, 11.0]}},
        "is not right yet. Is the bias added?",
    ),
    "a typical slip of another shape": (
        np.array([5.0, 11.0]),
        3.0,
        {"mistakes": {"One number is left.": [5.0, 11.0]}},
        "is not right yet. One number is left.",
    ),
    "a slip not far from the truth": (
        1 + 2e-7,
        1.0,
        {"mistakes": {"Leave out the epsilon.": 1 + 2e-7}},
        "is not right yet. Leave out the epsilon.",
    ),
    "the second slip": (
        -11.0,
        11.0,
        {"mistakes": {"Not this.": 11.0, "Nor this.": [-11.0], "No abs.": -11.0}},
        "is not right yet. No abs.",
    ),
    "a slip in float32": (
        np.float32(1 / 3),
        0.5,
        {"mistakes": {"Is the bias added?": 1 / 3}},
        "is not right yet. Is the bias added?",
    ),
}


@pytest.mark.parametrize(("actual", "expected", "options", "message"), MESSAGES.values(), ids=MESSAGES)
def test_wrong_answers_are_told(actual, expected, options, message):
    assert said(actual, expected, **options) == message


SENTENCES = re.compile(r"^(is|has|holds|contains|should|sums|does) [^\n]*[.?]( \(Found on hidden numbers\.\))?$")


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize(("actual", "expected", "options", "message"), MESSAGES.values(), ids=MESSAGES)
def test_every_message_is_one_line_of_whole_sentences(actual, expected, options, message, secret):
    text = said(actual, expected, secret=secret, **options)

    assert SENTENCES.match(text)
    assert "  " not in text
    assert ".." not in text.replace("(...)", "")
    assert not re.search(r"\b1 (items|values|are)\b", text)


# --- look-alikes: no diagnosis without proof --------------------------------------------------------------------------

SLIPS = r"transpose|reverse|other places|sign|times too|same factor|too (large|small)|sum|averaged|lost|rounded|digits"

# name of the case: (what came, what should have come, options, what must not be said)
SILENT = {
    "a factor of one value only": (
        np.array([5.0, 2.0, 3.0]),
        [1.0, 2.0, 3.0],
        {"sizes": {"batch": 5}},
        SLIPS,
    ),
    "a factor of all but one": (np.array([5.0, 10.0, 16.0]), [1.0, 2.0, 3.0], {"sizes": {"batch": 5}}, SLIPS),
    "a factor where a zero is not": (np.array([5.0, 10.0, 1.0]), [1.0, 2.0, 0.0], {"sizes": {"batch": 5}}, SLIPS),
    "a factor of the huge one only": (np.array([2e300, 5.0, 7.0]), [1e300, 1.0, 2.0], {}, SLIPS),
    "a factor up to a percent": (np.array([2.0, 4.04, 6.0]), [1.0, 2.0, 3.0], {}, SLIPS),
    "a factor near 1": (np.array([1.0001, 2.0002]), [1.0, 2.0], {}, SLIPS),
    "a factor of a single number": (7.0, 2.0, {}, SLIPS),
    "a factor of a single value": (np.array([7.0]), [2.0], {}, SLIPS),
    "a factor that may be an offset": (np.full(3, 3.0), np.full(3, 2.0), {}, SLIPS),
    "an infinite factor": (np.array([1e-310, 2e-310]), [1.0, 2.0], {}, SLIPS),
    "a size of 1": (np.array([2.0, 3.0, 5.0]), [1.0, 2.0, 3.0], {"sizes": {"batch": 1}}, "size"),
    "sizes of 1": (3.5, 3.5001, {"sizes": {"batch": 1, "input": 1}}, "size"),
    "a size that is not the factor": (np.array([3.0, 6.0]), [1.0, 2.0], {"sizes": {"batch": 5}}, "size|mean"),
    "a size off by a thousandth": (np.array([5.005, 10.01]), [1.0, 2.0], {"sizes": {"batch": 5}}, "size|mean"),
    "the sign of one value": (np.array([-1.0, 2.0]), [1.0, 2.0], {}, SLIPS),
    "the sign of all but one": (np.array([-1.0, -2.0, 3.0]), [1.0, 2.0, 3.0], {}, SLIPS),
    "an offset of one value": (np.array([2.0, 2.0, 3.0]), [1.0, 2.0, 3.0], {}, SLIPS),
    "an offset of all but one": (np.array([2.0, 3.0, 4.5]), [1.0, 2.0, 3.0], {}, SLIPS),
    "an offset below a large value": (np.array([1e6 + 1, 2.5]), [1e6, 1.0], {}, SLIPS),
    "an offset from a constant": (np.full(2, 2.5), np.full(2, 1.0), {}, "too"),
    "an offset of a single value": (np.array([2.5]), [1.0], {}, "too"),
    "a transpose but for one element": (A33.T + (A33 == 3), A33, {}, SLIPS),
    "a symmetric matrix, nearly right": (
        np.array([[1.0, 2.0], [2.0, 5.0000001]]),
        [[1.0, 2.0], [2.0, 5.0]],
        {},
        SLIPS,
    ),
    "transposed sizes, other values": (A23.T + np.array([1, 5]), A23, {}, "transpose"),
    "transposed sizes of nothing": (np.zeros((0, 3)), np.zeros((3, 0)), {}, "transpose|values"),
    "a palindrome, nearly right": (np.array([1.0, 2.0, 1.0000001]), [1.0, 2.0, 1.0], {}, SLIPS),
    "zeros and ones": (np.array([0.0, 0.0, 1.0, 0.0]), [0.0, 1.0, 0.0, 0.0], {}, SLIPS),
    "reversed but for one element": (np.array([4.0, 3.0, 2.0, 5.0]), [1.0, 2.0, 3.0, 4.0], {}, SLIPS),
    "reversed next to a huge one": (np.array([2.0, 7.0, 1e10]), [1e10, 1.0, 2.0], {}, SLIPS),
    "shuffled but for one element": (np.array([3.0, 1.0, 2.5]), [1.0, 2.0, 3.0], {}, "places"),
    "whole, but wrong": (np.array([1, 3]), [1.5, 2.5], {}, SLIPS),
    "whole, and whole asked for": (np.array([1000001, 2]), [1000000.0, 2.0], {}, "decimals|rounded|integer"),
    "a single whole number": (5, 5.5, {}, "decimals|rounded|integer"),
    "floats that are rounded": (np.array([2.0, 2.0]), [1.75, 2.25], {}, "decimals|rounded|integer"),
    "a single rounded number": (np.array([2]), [1.75], {}, "decimals|rounded|integer"),
    "ones, one to a row": (np.array([[2.0], [3.5]]), [[1.0], [1.0]], {}, "sum"),
    "floats that are whole": (np.array([1.0, 2.0]), [1.5, 2.75], {}, "decimals|rounded|integer"),
    "whole zeros where whole ones are expected": (np.zeros(2, dtype=int), [1.0, 2.0], {}, "decimals"),
    "float32 with a slip": (np.array([1.0005, 2.001], dtype=np.float32), [1.0, 2.0], {}, "float32"),
    "float32, all wrong": (np.array([3.0, 4.5], dtype=np.float32), [1.0, 2.0], {}, "float32"),
    "float64, nearly right": (np.array([1.0000001, 2.0]), [1.0, 2.0], {}, "digits"),
    "zeros but one": (np.array([0.0, 1e-9]), [1.0, 2.0], {}, "everywhere"),
    "zeros of another shape": (np.zeros((4, 4)), np.zeros(4), {}, "added up|averaged|sum"),
    "zeros for zeros": (np.zeros((2, 3)), 0.0, {}, "added up|averaged|sum"),
    "rows of nothing": (np.zeros((0, 3)), np.zeros(0), {}, "right|added|averaged|sum"),
    "nothing for zero": (np.zeros(0), 0.0, {}, "right|added|averaged|sum"),
    "zero for nothing": (0.0, np.zeros(0), {}, "right|added|averaged|sum"),
    "not summed, but wrong": (np.array([1.0, 2.0, 3.0]), 7.0, {}, "added up|averaged|sum"),
    "summed over an axis of one": (np.array([[1.0, 2.0]]), [1.0, 2.0], {}, "added up|averaged|sum"),
    "repeated, not averaged": (np.full((4, 4), 3.0), np.full(4, 3.0), {}, "averaged|added up"),
    "a column and a row broadcast": (
        np.array([[1.0], [2.0], [4.0]]) - np.array([1.0, 3.0, 9.0]),
        [0.0, -1.0, -5.0],
        {},
        "right|added up|averaged",
    ),
    "ones for rows that sum to 1": (np.ones(3), [[0.5, 0.5], [0.2, 0.8]], {}, "summed"),
    "a mask is no probability": (np.array([1.0, 1.0, 0.0]), [0.0, 1.0, 0.0], {}, "sum"),
    "gradients are no probabilities": (np.array([1.0, 1.0]), [2.0, -1.0], {}, "sum"),
    "values that do not sum to 1": (np.array([0.2, 0.2]), [0.2, 0.5], {}, "sum"),
    "columns of ones": (np.ones((2, 1)), [[0.3], [0.7]], {}, "sum"),
    "one row, columns sum to 1": (np.ones((1, 2)), [[0.3, 0.7]], {}, "axis"),
    "probabilities that sum to 1": (np.array([0.3, 0.7]), [0.4, 0.6], {}, "sum"),
    "nan where nan is expected": (np.array([NAN, 2.0]), [NAN, 1.0], {}, f"contains|{SLIPS}"),
    "inf where inf is expected": (np.array([INF, 2.0]), [INF, 1.0], {}, f"contains|{SLIPS}"),
    "a finite value where nan is expected": (np.array([2.0, 2.0]), [NAN, 1.0], {}, f"contains|{SLIPS}"),
    "reversed but for inf": (np.array([3.0, 1.0, 7.0]), [INF, 1.0, 3.0], {}, SLIPS),
    "a factor next to inf": (np.array([INF, 2.0]), [INF, 1.0], {"sizes": {"batch": 2}}, SLIPS),
    "a slip that equals what is expected": (3.0, 2.0, {"mistakes": {"Is the bias added?": 2.0}}, "bias"),
    "a slip nearer to the truth than to the slip": (
        5.0000001,
        5.0,
        {"mistakes": {"Is the bias added?": 5.000001}},
        "bias",
    ),
    "a slip that is right to within tolerance": (
        1 + 1.5e-8,
        1.0,
        {"mistakes": {"Is the bias added?": 1 + 0.9e-8}},
        "bias",
    ),
    "a slip broadcast": (np.array([2.0, 2.0]), [1.0, 3.0], {"mistakes": {"Is the bias added?": 2.0}}, "bias"),
    "a slip but for one element": (
        np.array([5.0, 12.0]),
        [6.0, 10.0],
        {"mistakes": {"Is the bias added?": [5.0, 11.0]}},
        "bias",
    ),
}


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize(("actual", "expected", "options", "unsaid"), SILENT.values(), ids=SILENT)
def test_nothing_is_said_without_proof(actual, expected, options, unsaid, secret):
    text = said(actual, expected, secret=secret, **options)

    assert not re.search(unsaid, text.removesuffix(" (Found on hidden numbers.)")), text


class Liar:
    """Says yes to everything."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        return 5.0

    def __array__(self, *args, **options):
        return np.array(5.0)

    def __call__(self):
        return 5.0

    def __len__(self):
        return 1

    def __repr__(self):
        raise RuntimeError("asked a liar")

    @property
    def __class__(self):
        return float


class LyingFloat(float):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __array__ = Liar.__array__


class LyingNumPyFloat(np.float64):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __array__ = Liar.__array__


class LyingArray(np.ndarray):
    __eq__ = Liar.__eq__
    __array__ = Liar.__array__


class LyingInt(int):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__


class LyingTuple(tuple):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__
    __slots__ = ()


class LyingList(list):
    _fields = ("x",)
    __eq__ = Liar.__eq__


class LyingText(str):
    __eq__ = Liar.__eq__
    __hash__ = Liar.__hash__


def numpy_matrix():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        return np.matrix([[5.0]])


STRANGE = {
    "Liar": Liar(),
    "LyingFloat": LyingFloat(5.0),
    "LyingNumPyFloat": LyingNumPyFloat(5.0),
    "LyingInt": LyingInt(5),
    "LyingList": LyingList([5.0]),
    "LyingTuple": LyingTuple([5.0]),
    "LyingArray": np.array([5.0]).view(LyingArray),
    "matrix": numpy_matrix(),
    "MaskedArray": np.ma.masked_array([5.0]),
    "Series": pd.Series([5.0]),
    "DataFrame": pd.DataFrame({"a": [5.0]}),
    "Index": pd.Index([5.0]),
    "generator": (x for x in [5.0]),
    "range": range(5, 6),
    "set": {5.0},
    "dict": {0: 5.0},
    "str": "5",
    "bytes": b"5",
    "bool": True,
    "complex": 5 + 0j,
    "memoryview": memoryview(np.array([5.0])),
    "void": np.void(b"5"),
    "datetime64": np.datetime64(5, "D"),
    "type": LyingFloat,
    "tuple": (5.0,),
    "list": [5.0],
    "function": np.sum,
}


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


# --- a sweep of random answers ----------------------------------------------------------------------------------------

SHAPES = [(), (1,), (2,), (5,), (1, 1), (1, 4), (4, 1), (3, 3), (2, 5), (4, 4), (2, 3, 4), (2, 2, 2)]
SIZES = {"batch": 5, "input": 3, "output": 5, "one": 1}


def right_forms(values, rng):
    """The same numbers, in many forms that NumPy has for them."""
    yield values.copy()
    yield values.astype(values.dtype.newbyteorder())
    yield values.copy(order="F")
    yield np.flip(np.flip(values).copy())
    yield np.stack([values, rng.normal(size=values.shape)], axis=-1)[..., 0]
    yield values.astype(np.longdouble)
    read_only = values.copy()
    read_only.flags.writeable = False
    yield read_only
    if values.ndim == 0:
        yield float(values)
        yield np.float64(values)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_random_right_answers_pass(shape):
    rng = np.random.default_rng(len(shape) + 10 * sum(shape))
    for scale in (1e-12, 1e-3, 1.0, 1e6, 1e300):
        values = rng.normal(size=shape) * scale
        for form in right_forms(np.asarray(values), rng):
            check.close(form, values.tolist(), name="y", sizes=SIZES, secret=True)
        if scale < 1e300:
            check.close(np.asarray(values).astype(np.float32), values, name="y", rtol=1e-6, secret=True)
    whole = rng.integers(-1000, 1000, size=shape)
    for dtype in (np.int16, np.int32, np.int64, np.float32):
        check.close(np.asarray(whole).astype(dtype), whole.tolist(), name="y", secret=True)


def corruptions(values, rng):
    """Wrong answers, real slips first, then noise."""
    for factor in (5, 1 / 5, 3, 25, 15, -5, 2, -1 / 2, 10, 1.7, -0.3, -1, 1.0003):
        yield values * factor
    yield values + rng.normal()
    yield values + 1e-5
    yield np.zeros_like(values)
    yield np.ones_like(values)
    for whole in (np.trunc(values * 3), np.trunc(values), np.floor(values), np.round(values)):
        yield whole.astype(int)
    with np.errstate(over="ignore"):
        yield values.astype(np.float16)
    yield values.T
    yield rng.normal(size=values.shape[::-1])
    yield values[..., None]
    yield values.ravel()
    yield np.sort(values, axis=None).reshape(values.shape)
    yield rng.normal(size=values.shape)
    yield rng.permutation(values.ravel()).reshape(values.shape)
    for axis in range(values.ndim):
        yield np.flip(values, axis)
        yield values.sum(axis=axis)
        yield values.mean(axis=axis)
        yield np.stack([values, rng.normal(size=values.shape)], axis=axis)
        yield np.repeat(np.expand_dims(values, axis), 3, axis=axis)
        yield np.stack([values / 2, values / 2], axis=axis)
        yield np.stack([values - 5, values + 5], axis=axis)
    if values.size:
        for spoilt in (2.0, NAN, INF, 0.0):
            one = values.copy()
            one.flat[rng.integers(values.size)] = spoilt
            yield one
    yield values.sum()
    yield values.mean()


def shifted(a, b):
    return np.allclose(a, b, rtol=2e-6, atol=1e-9)


def axes_of(text):
    axes = re.search(r"over (axis (\d)|it|one of its axes|all of them)", text)
    return [int(axes[2])] if axes[2] else [*range(3), None]


def reduced(values, axes, reduce):
    return [reduce(values, axis=axis) for axis in axes if axis is None or axis < values.ndim]


def any_equal(found, wanted):
    return any(one.shape == wanted.shape and shifted(one, wanted) for one in found)


# What a message claims, and whether the numbers (a: what came, w: what should have come) bear it out.
CLAIMS = {
    r"every value is (exactly )?([\d.e+]+) times too (large|small)( and has the wrong sign)?": lambda a, w, m: (
        np.allclose(
            a,
            w * (float(m[2]) if m[3] == "large" else 1 / float(m[2])) * (-1 if m[4] else 1),
            rtol=1e-3,
            atol=0,
        )
    ),
    r"(?:is|exactly) (\d+) times too (large|small)( and has the wrong sign)?": lambda a, w, m: np.allclose(
        a, w * (float(m[1]) if m[2] == "large" else 1 / float(m[1])) * (-1 if m[3] else 1), rtol=2e-6, atol=0
    ),
    r"\. (\d+) is (.*?): is this": lambda a, w, m: (
        (
            {5: "the batch size and the output size", 3: "the input size"}.get(int(m[1]))
            or {
                25: "the batch size times the output size",
                15: "the batch size times the input size and the input size times the output size",
            }[int(m[1])]
        )
        == m[2]
    ),
    r"every value is too (large|small) by ([\d.e+-]+)\.$": lambda a, w, m: np.allclose(
        a - w, float(m[2]) * (1 if m[1] == "large" else -1), rtol=1e-5, atol=0
    ),
    r"^has the wrong sign( everywhere)?\.": lambda a, w, m: shifted(a, -w),
    r"is 0( everywhere)?, and should not": lambda a, w, m: not a.any() and w.any(),
    r"contains nan.*index (.*)\.": lambda a, w, m: np.isnan(a[tuple(map(int, re.findall(r"\d+", m[1])))]),
    r"contains inf.*index (.*)\.": lambda a, w, m: np.isinf(a[tuple(map(int, re.findall(r"\d+", m[1])))]),
    r"is nan": lambda a, w, m: np.isnan(a),
    r"is inf": lambda a, w, m: np.isinf(a),
    r"the transpose": lambda a, w, m: shifted(a.T, w),
    r"same sizes in another order": lambda a, w, m: a.shape != w.shape and sorted(a.shape) == sorted(w.shape),
    r"only the shape is not": lambda a, w, m: shifted(a.ravel(), w.ravel()) and a.shape != w.shape,
    r"reverse order\.": lambda a, w, m: shifted(a[::-1], w),
    r"reverse order along axis (\d)": lambda a, w, m: shifted(np.flip(a, int(m[1])), w),
    r"in other places": lambda a, w, m: shifted(np.sort(a.ravel()), np.sort(w.ravel())),
    r"not added up yet": lambda a, w, m: any_equal(reduced(a, axes_of(m.string), np.sum), w),
    r"not averaged yet": lambda a, w, m: any_equal(reduced(a, axes_of(m.string), np.mean), w),
    r"in it more than once": lambda a, w, m: a.size > w.size and np.isin(a.round(6), w.round(6)).all(),
    r"It is the sum": lambda a, w, m: shifted(a, w.sum()),
    r"summed over (axis \d)": lambda a, w, m: any_equal(reduced(w, axes_of(m.string), np.sum), a),
    r"lost the decimals": lambda a, w, m: (np.abs(a - w) < 1).all(),
    r"is rounded": lambda a, w, m: (np.abs(a - w) <= 0.5).all(),
    r"digits of float16": lambda a, w, m: np.abs(a - w).max() < 0.01 * np.abs(w).max(),
    r"one of its \d+ values is wrong": lambda a, w, m: np.sum(~np.isclose(a, w, rtol=1e-8, atol=1e-10)) == 1,
    r"(\d+) of its \d+ values are wrong": lambda a, w, m: np.sum(~np.isclose(a, w, rtol=1e-8, atol=1e-10)) == int(m[1]),
    r"its values? (are|is) wrong": lambda a, w, m: True,
    r"only rows? ([\d, and]+) (is|are) wrong": lambda a, w, m: (
        np.flatnonzero(~np.isclose(a, w, rtol=1e-8, atol=1e-10).all(axis=1)).tolist()
        == [int(i) for i in re.findall(r"\d+", m[1])]
    ),
    r"only columns? ([\d, and]+) (is|are) wrong": lambda a, w, m: (
        np.flatnonzero(~np.isclose(a, w, rtol=1e-8, atol=1e-10).all(axis=0)).tolist()
        == [int(i) for i in re.findall(r"\d+", m[1])]
    ),
    r"index (\d+|\([\d, ]+\)): it is (\S+), and should be (\S+?)(?:\.$| \(off)": lambda a, w, m: np.allclose(
        [a[tuple(map(int, re.findall(r"\d+", m[1])))], w[tuple(map(int, re.findall(r"\d+", m[1])))]],
        [float(m[2]), float(m[3])],
        rtol=1e-7,
        atol=0,
    ),
    r"\(off by (\S+) %\)": lambda a, w, m: np.any(
        np.isclose(100 * np.abs(a - w), float(m[1]) * np.abs(w), rtol=0.01) & (a != w)
    ),
    r"(?:^|value is wrong: it )is (\S+), and should be (\S+?)[.:]$": lambda a, w, m: np.allclose(
        [a.item(), w.item()], [float(m[1]), float(m[2])], rtol=1e-7, atol=0
    ),
    r"has shape (\(.*?\)), and (\(.*?\)|a single number) is expected": lambda a, w, m: (
        (m[1], m[2]) == (str(a.shape), str(w.shape) if w.shape else "a single number")
    ),
    r"is a single number, and an array of shape (\(.*?\)) is expected": lambda a, w, m: (
        a.shape == () and m[1] == str(w.shape)
    ),
}


def true_claims(text, actual, wanted):
    """How many claims the message makes; each must hold."""
    found = 0
    for pattern, holds in CLAIMS.items():
        if match := re.search(pattern, text):
            found += 1

            assert holds(np.asarray(actual, dtype=float), wanted, match), (text, pattern, actual, wanted)
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_random_wrong_answers_fail_and_what_is_said_is_true(shape):
    rng = np.random.default_rng(1000 + len(shape) + 10 * sum(shape))
    failed = 0
    for scale in (1e-3, 1.0, 30.0, 1e6):
        for values in (rng.normal(size=shape) * scale, rng.integers(-3, 4, size=shape) * scale):
            wanted = np.asarray(values, dtype=float)
            for actual in corruptions(wanted, rng):
                numbers = np.asarray(actual, dtype=float)
                if numbers.shape == wanted.shape and np.all(np.abs(numbers - wanted) <= 1e-10 + 1e-8 * abs(wanted)):
                    check.close(actual, wanted, name="y", secret=True)
                    continue
                text = said(actual, wanted, sizes=SIZES)
                failed += 1

                assert true_claims(text, actual, wanted), text

    assert failed > 100


def test_random_probabilities_that_do_not_sum_to_1_are_told_truly():
    rng = np.random.default_rng(5)
    for shape in ((2,), (7,), (3, 4), (4, 4), (2, 3, 4)):
        raw = np.exp(rng.normal(size=shape))
        wanted = raw / raw.sum(axis=-1, keepdims=True)
        wholes = [raw / raw.sum(), raw / raw.sum(axis=0)] if len(shape) > 1 else []
        for actual in (raw, *wholes, wanted * 2, wanted + 0.01):
            text = said(actual, wanted)
            sums = actual.sum(axis=-1)
            if number := re.search(r"sums to ([\d.e+-]+)\.$", text):
                row = re.search(r"row \(?([\d, ]+)\)?,", text)
                index = tuple(int(i) for i in row[1].split(",")) if row else ()

                assert abs(float(number[1]) - sums[index]) < 1e-6
                assert abs(sums[index] - 1) > 1e-6
            else:
                columns = np.allclose(actual.sum(axis=0), 1)

                assert "columns" not in text or columns
                assert "as a whole" not in text or np.allclose(actual.sum(), 1)


# --- secrets ----------------------------------------------------------------------------------------------------------


def shapes_indices_and_sizes(text):
    """The message without the numbers that may be told."""
    told = [
        r"\((\d+, ?)*\d*\)",  # a shape, or an index of a matrix
        r"at index \d+",
        r"at index \(.*?\)",
        r"row(s)? [\d, and]+",
        r"column(s)? [\d, and]+",
        r"axis \d",
        r"of its \d+ values",
        r"\d+ times too (large|small)( and has the wrong sign)?\. \d+ is the [^:]* size",
        r"of \d+ items?",
        r"sums? to 1\b",
        r"is 0\b",
        r"\(dtype \S+?\)",
        r"float(16|32|64)",
        r"complex128",
    ]
    return re.sub("|".join(told), "", text)


@pytest.mark.parametrize(("actual", "expected", "options", "message"), MESSAGES.values(), ids=MESSAGES)
def test_secret_messages_hold_no_value_and_none_that_gives_one_away(actual, expected, options, message):
    text = said(actual, expected, secret=True, **options)

    assert not re.search(r"\d|\bnan\b(?! \(not)|True\.", shapes_indices_and_sizes(text)), text


KEPT = [
    *("transpose", "transpose of a row", "transpose of three axes", "reshaped where transposed", "column for vector"),
    *("not summed", "not summed over the rows", "not averaged", "not averaged at all", "repeated by broadcasting"),
    *("summed", "summed over the rows", "cut off", "rounded", "float32", "nan", "nan in an array", "inf in an array"),
    *("zero", "zeros", "whole zeros", "sum of the whole", "sum of columns", "square transpose", "reversed", "shuffled"),
    *("rows reversed", "sign of a number", "sign of an array", "sum for mean", "mean for sum", "product of two sizes"),
    *("sum for mean of a number", "a typical slip", "a typical slip of another shape"),
]


@pytest.mark.parametrize("case", KEPT)
def test_diagnoses_without_values_stay_in_secret(case):
    actual, expected, options, message = MESSAGES[case]

    assert said(actual, expected, secret=True, **options) == f"{message} (Found on hidden numbers.)"


SECRET = {
    "sum of probabilities": "should sum to 1, and does not.",
    "sum of rows": "has rows that do not sum to 1: the first is row 1.",
    "twice": "has the right shape (2,), but every value is too large by the same factor.",
    "twice a constant": "has the right shape (2,), but its values are wrong. The worst is at index 0.",
    "some factor": "has the right shape (3,), but every value is too large by the same factor.",
    "half a number": "does not have the right value.",
    "offset": "has the right shape (3,), but every value is too large by the same amount.",
    "a number": "does not have the right value.",
    "one value": "has the right shape (1,), but its value is wrong.",
    "one of three": "has the right shape (3,), but one of its 3 values is wrong. It is at index 2.",
    "two of three": "has the right shape (3,), but some of its 3 values are wrong. The worst is at index 1.",
    "all": "has the right shape (3,), but its values are wrong. The worst is at index 1.",
    "a row": "has the right shape (3, 3), but only row 1 is wrong. The worst is at index (1, 0).",
}


@pytest.mark.parametrize(("case", "message"), SECRET.items(), ids=SECRET)
def test_diagnoses_lose_their_values_in_secret(case, message):
    actual, expected, options, _ = MESSAGES[case]

    assert said(actual, expected, secret=True, **options) == f"{message} (Found on hidden numbers.)"


WRONG = "check.close(271.5, 314.25, name='y')"
HELPER = "def helper(y=271.5):\n    check.close(y, 314.25, name='y')\n"

CELLS = {
    "no markers": ([WRONG], False),
    "before the markers": ([f"{WRONG}\n{BEGIN}pass\n{END}"], False),
    "between the markers": ([f"x = 1\n{BEGIN}{WRONG}\n{END}"], True),
    "after the markers": ([f"{BEGIN}pass\n{END}{WRONG}\n"], False),
    "a second pair": ([f"{BEGIN}pass\n{END}pass\n{BEGIN}{WRONG}\n{END}"], True),
    "between two pairs": ([f"{BEGIN}pass\n{END}{WRONG}\n{BEGIN}pass\n{END}"], False),
    "indented": ([f"if True:\n    pass\n    {BEGIN}    {WRONG}\n    {END}"], True),
    "over several lines": ([f"{BEGIN}check.close(\n    271.5,\n    314.25,\n    name='y',\n)\n{END}"], True),
    "several lines, seen": ([f"check.close(\n    271.5,\n    314.25,\n    name='y',\n)\n{BEGIN}pass\n{END}"], False),
    "in a loop": ([f"{BEGIN}for i in range(2):\n    {WRONG}\n{END}"], True),
    "a comment about them": ([f"{BEGIN}# more HIDDEN TESTS, as above\n{WRONG}\n{END}"], True),
    "a comment about them, seen": ([f"# no HIDDEN TESTS here\n{WRONG}\n"], False),
    "never closed": ([f"{BEGIN}{WRONG}\n"], True),
    "a seen helper called from hidden": ([f"{HELPER}{BEGIN}helper()\n{END}"], True),
    "a seen helper called from seen": ([f"{HELPER}{BEGIN}pass\n{END}helper()\n"], False),
    "a hidden helper called from seen": ([f"{BEGIN}{HELPER}{END}helper()\n"], True),
    "a helper of another cell called from hidden": ([HELPER, f"{BEGIN}helper()\n{END}"], True),
    "a hidden helper of another cell": ([f"{BEGIN}{HELPER}{END}", "helper()"], True),
    "a helper of another cell called from seen": ([HELPER, "helper()"], False),
    "a helper called by a library": (
        [f"{HELPER}{BEGIN}np.apply_along_axis(helper, 0, np.ones(1) * 271.5)\n{END}"],
        True,
    ),
    "a helper called by map": ([f"{HELPER}{BEGIN}list(map(helper, [271.5]))\n{END}"], True),
    "a generator": ([f"{BEGIN}list({WRONG} for _ in range(1))\n{END}"], True),
    "said by hand": ([f"{BEGIN}check.close(271.5, 314.25, name='y', secret=False)\n{END}"], False),
    "said by hand, seen": (["check.close(271.5, 314.25, name='y', secret=True)"], True),
    "equal": ([f"{BEGIN}check.equal(271, 314, name='y')\n{END}"], True),
    "equal, seen": (["check.equal(271, 314, name='y')"], False),
    "equal of strings": ([f"{BEGIN}check.equal(['271'], ['314'], name='y')\n{END}"], True),
    "gradient": ([f"{BEGIN}check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')\n{END}"], True),
    "gradient, seen": (["check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')"], False),
    "raises, returned": ([f"{BEGIN}check.raises(ValueError, lambda: 314271)\n{END}"], True),
    "raises, returned, seen": (["check.raises(ValueError, lambda: 314271)"], False),
    "raises, another error": ([f"{BEGIN}check.raises(TypeError, int, 'a271')\n{END}"], True),
    "raises, another error, seen": (["check.raises(TypeError, int, 'a271')"], False),
    "raises, mentions": ([f"{BEGIN}check.raises(ValueError, int, '271', mentions=(314,))\n{END}"], True),
    "raises, mentions, seen": (["check.raises(ValueError, int, 'a271', mentions=(314,))"], False),
}


@pytest.mark.parametrize(("cells", "secret"), CELLS.values(), ids=CELLS)
def test_values_are_secret_in_hidden_tests_only(cells, secret):
    with pytest.raises(check.CheckFailed) as caught:
        run_cell(*cells)

    assert bool(re.search("271|314", str(caught.value))) != secret


def test_passing_hidden_tests_print_nothing(capsys):
    run_cell(
        f"{BEGIN}check.close(1.0, 1.0, name='a')\ncheck.equal(1, 1, name='b')\ncheck.unchanged(abs, 1)\n"
        f"check.raises(ValueError, int, 'x')\ncheck.gradient(lambda x: x, np.array(1.0), 1.0, name='c')\n{END}"
        "check.close(1.0, 1.0, name='seen')"
    )

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m seen\n"


# --- equal ------------------------------------------------------------------------------------------------------------

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

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m y\n"


# what came, what should have come, the message, the message inside a hidden test
UNEQUAL = [
    (4, 3, "is 4, and should be 3.", "does not have the right value."),
    (10**20, 3, f"is {10**20}, and should be 3.", "does not have the right value."),
    ("b", "a", "is 'b', and should be 'a'.", "does not have the right value."),
    (False, True, "is False, and should be True.", "does not have the right value."),
    (3.0, 3, "is of type float, and a whole number is expected.", None),
    (1, True, "is of type int, and True or False is expected.", None),
    (True, 1, "is of type bool, and a whole number is expected.", None),
    (3, "3", "is of type int, and a text is expected.", None),
    (3, None, "is of type int, and None is expected.", None),
    (3, 3.0, "is of type int, and something of type float is expected.", None),
    (None, 3, "is None: either it is not attempted yet, or the function ends without a return.", None),
    (np.array([1, 2]), [1, 2], "is of type ndarray, and a list of 2 items is expected.", None),
    (3, [3], "is of type int, and a list of 1 item is expected.", None),
    ([3], 3, "is of type list, and a whole number is expected.", None),
    ((3,), 3, "is of type tuple, and a whole number is expected.", None),
    (LyingList([1, 2]), [1, 2], "is of type LyingList, and a list of 2 items is expected.", None),
    (LyingTuple([1, 2]), [1, 2], "is of type LyingTuple, and a list of 2 items is expected.", None),
    (LyingInt(3), 3, "is of type LyingInt, and a whole number is expected.", None),
    (
        SimpleNamespace(x=1),
        SimpleNamespace(x=1),
        "is something of type SimpleNamespace, and should be something of type SimpleNamespace.",
        "does not have the right value.",
    ),
    ([], [1], "has 0 items, and 1 is expected.", None),
    ([1, 2], [], "has 2 items, and 0 are expected.", None),
    ([1], [1, 2], "has 1 item, and 2 are expected: the last one is missing.", None),
    ([2], [1, 2], "has 1 item, and 2 are expected: the first one is missing.", None),
    ([3], [1, 2, 3], "has 1 item, and 3 are expected: the first ones are missing.", None),
    ([1], [1, 2, 3], "has 1 item, and 3 are expected: the last ones are missing.", None),
    ([4, 4], [4, 4, 4], "has 2 items, and 3 are expected.", None),
    ([1, 3], [1, 2, 3], "has 2 items, and 3 are expected.", None),
    ([1, 2, 3], [1, 2], "has 3 items, and 2 are expected.", None),
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


def test_equal_knows_typical_mistakes():
    slips = {"Not this.": [1, 2], "The batch comes first.": [(3, 5)]}

    assert said_by(check.equal, [(3, 5)], [(5, 3)], name="y", mistakes=slips) == (
        "is not right yet. The batch comes first."
    )
    assert said_by(check.equal, [(3, 6)], [(5, 3)], name="y", mistakes=slips) == (
        "is wrong at index 0: it is (3, 6), and should be (5, 3)."
    )


# --- shape ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actual", [A23, A23.astype(int), np.full((2, 3), NAN)], ids=["float", "int", "nan"])
def test_the_right_shape_passes_whatever_the_values(actual, capsys):
    check.shape(actual, (2, 3), name="y")

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m y has shape (2, 3)\n"


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (A23.T, "has shape (3, 2), and (2, 3) is expected."),
        (5.0, "has shape (), and (2, 3) is expected."),
        (
            [[1, 2, 3], [4, 5, 6]],
            "is a list of 2 items, and a NumPy array of shape (2, 3) is expected. Wrap it: np.array(...).",
        ),
        (None, "is None: either it is not attempted yet, or the function ends without a return."),
        (Liar(), "is of type Liar, and a NumPy array of shape (2, 3) is expected."),
    ],
    ids=["transpose", "number", "list", "None", "Liar"],
)
def test_other_shapes_are_told(actual, message):
    assert said_by(check.shape, actual, (2, 3), name="y") == message


# --- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actual", [(1, 2), [1, 2], Layer(1, 2), np.array([1.0, 2.0])], ids=["tuple", "list", "named tuple", "numbers"]
)
def test_parts_are_given_back(actual):
    assert check.parts(actual, ("W", "b"), name="y") == (1, 2)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (np.ones(3), "is one thing of type ndarray, and 2 things are expected: return W, b."),
        (np.ones((2, 2)), "is one thing of type ndarray, and 2 things are expected: return W, b."),
        ({"W": 1, "b": 2}, "is one thing of type dict, and 2 things are expected: return W, b."),
        (LyingList([1, 2]), "is one thing of type LyingList, and 2 things are expected: return W, b."),
        ((x for x in (1, 2)), "is one thing of type generator, and 2 things are expected: return W, b."),
        ((1, 2, 3), "holds 3 things, and 2 things are expected: return W, b."),
        ([1], "holds 1 thing, and 2 things are expected: return W, b."),
        ((), "holds 0 things, and 2 things are expected: return W, b."),
        (None, "is None: either it is not attempted yet, or the function ends without a return."),
    ],
    ids=lambda case: None if isinstance(case, str) else type(case).__name__,
)
def test_other_parts_are_told(actual, message):
    assert said_by(check.parts, actual, ("W", "b"), name="y") == message


# --- unchanged --------------------------------------------------------------------------------------------------------


def adds_in_place(x, b):
    x += b


def sets_dtype(x):
    x.dtype = np.int64


def sets_shape(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        x.shape = (4,)


def adds_key(params):
    params["v"] = 0


def adds_in_dict(params):
    params["W"] -= 0.5


def replaces_in_dict(params):
    params["W"] = params["W"] - 0.5


def adds_in_list(Ws, bs):
    bs[1] += 1


def deep(layers):
    layers[0]["b"][0][1] = 9.0


def by_default(x, *, factor=2):
    x *= factor


def any_number(*arrays):
    arrays[1][0] = 9.0


def appends(items):
    items.append(1)


ARRAYS = "Compute a new array: {0} = {0} + 1 makes one, {0} += 1 and {0}[0] = 1 change the old one."
OTHERS = "Make new lists and arrays, and leave those that come in as they are."

CHANGES = {
    "array": (adds_in_place, (np.ones(2), 1.0), "x", ARRAYS),
    "array from the left": (lambda a, x: adds_in_place(x, 1), (1, np.ones(2)), "x", ARRAYS),
    "one element to nan": (lambda x: x.__setitem__(1, NAN), (np.ones(2),), "x", ARRAYS),
    "nan to a number": (lambda x: x.__setitem__(1, 0), (np.array([0.0, NAN]),), "x", ARRAYS),
    "least bit": (lambda x: np.nextafter(x, 9, out=x), (np.ones(2),), "x", ARRAYS),
    "0-d": (adds_in_place, (np.array(1.0), 1.0), "x", ARRAYS),
    "dtype": (sets_dtype, (np.ones(2),), "x", ARRAYS),
    "shape": (sets_shape, (np.ones((2, 2)),), "x", ARRAYS),
    "objects": (lambda x: x.__setitem__(0, 5), (np.array([1, "a"], dtype=object),), "x", ARRAYS),
    "keyword has a default": (by_default, (np.ones(2),), "x", ARRAYS),
    "dict, new key": (adds_key, ({"W": np.ones(2)},), "params", OTHERS),
    "dict of arrays": (adds_in_dict, ({"W": np.ones(2)},), "params", OTHERS),
    "dict, another array": (replaces_in_dict, ({"W": np.ones(2)},), "params", OTHERS),
    "list of arrays": (adds_in_list, ([np.ones(2)], [1.0, np.ones(2)]), "bs", OTHERS),
    "nested": (deep, ([{"b": (np.zeros(3),)}],), "layers", OTHERS),
    "list": (list.append, ([], 1), "self", OTHERS),
    "list of its own": (appends, ([1],), "items", OTHERS),
    "set": (lambda s: s.add(1), (set(),), "s", OTHERS),
    "any number of arguments": (any_number, (np.ones(1), np.ones(1)), "number 2", ARRAYS.replace("{0}", "x")),
}


@pytest.mark.parametrize(("f", "args", "label", "advice"), CHANGES.values(), ids=CHANGES)
def test_changed_arguments_are_told(f, args, label, advice):
    text = said_by(check.unchanged, f, *args, name="f")

    assert text == (
        f"changed its argument {label} in place, so whoever called it has other values than before. "
        + advice.format(label)
    )


def test_arguments_of_a_function_without_signature_are_numbered():
    def f(x, y):
        y += 1

    f.__signature__ = "none"

    assert said_by(check.unchanged, f, 1, np.ones(2)).startswith("changed its argument number 2 in place")


UNCHANGES = {
    "reads": (lambda x: x + 1, (np.ones(2),)),
    "gives it back": (lambda x: x, (np.ones(2),)),
    "gives a view": (lambda x: x.T[0], (np.ones((2, 2)),)),
    "takes it twice": (lambda x, y: x + y, (A23, A23)),
    "nan stays": (lambda x: x, (np.array([NAN]),)),
    "nan in a list stays": (lambda x: x, ([NAN],)),
    "read-only": (lambda x: x + 1, (np.broadcast_to(1.0, (2,)),)),
    "view": (lambda x: x + 1, (A23[0, ::2],)),
    "Fortran order": (lambda x: x + 1, (np.asfortranarray(A23),)),
    "names another array": (lambda x: [x := x + 1], (np.ones(2),)),
    "number": (lambda x: x + 1, (1.0,)),
    "NumPy number": (lambda x: x + 1, (np.float64(NAN),)),
    "text": (lambda x: x, ("a",)),
    "nested": (lambda x: x, ([{"b": (np.zeros(3), None, "x", True)}],)),
    "objects": (lambda x: x, (np.array([1, "a", None], dtype=object),)),
    "lists in an array": (lambda x: x, (np.array([[1, 2], "a"], dtype=object),)),
    "masked": (lambda x: x, (np.ma.masked_array([1.0]),)),
    "set": (lambda x: x, ({1, 2},)),
    "random generator": (lambda rng: rng.normal(), (np.random.default_rng(1),)),
    "function": (lambda f: f(1), (abs,)),
    "object": (lambda x: x, (SimpleNamespace(W=1),)),
    "nothing": (lambda: 1, ()),
    "built-in": (abs, (-1,)),
    "ufunc": (np.exp, (np.ones(2),)),
}


@pytest.mark.parametrize(("f", "args"), UNCHANGES.values(), ids=UNCHANGES)
def test_unchanged_arguments_pass(f, args, capsys):
    check.unchanged(f, *args, name="f")

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m f leaves its arguments as they were\n"


def test_the_arrays_of_the_test_itself_are_never_changed():
    x = np.ones(2)
    text = said_by(check.unchanged, adds_in_place, x, 1.0)

    assert text.startswith("changed its argument x")
    assert x.tolist() == [1, 1]


def test_unchanged_takes_the_name_of_the_function():
    with pytest.raises(check.CheckFailed) as caught:
        check.unchanged(adds_in_place, np.ones(2), 1.0)

    assert caught.value.name == "adds_in_place"


# --- quiet ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda x: np.exp(1000 * x), "larger than a float can be"),
        (lambda x: 1 / (1 + np.exp(1000 * x)), "larger than a float can be"),  # 0, as it should be
        (lambda x: x / np.zeros(2), "divided by 0"),
        (lambda x: np.log(0 * x), "the logarithm of 0"),
        (lambda x: np.inf * x - np.inf * x, "no value, as 0/0 or inf − inf"),
    ],
)
def test_quiet_tells_what_numpy_warned_of(f, says):
    for _ in range(2):  # Python by itself would warn of the same line once
        with pytest.raises(check.CheckFailed, match=says) as failed:
            check.quiet(f, np.array([1.0, 2.0]), name="sigmoid(x)")

        assert str(failed.value).startswith("sigmoid(x) makes NumPy warn: ")


def test_quiet_returns_what_the_function_returns(capsys):
    def softly(x, y):
        with np.errstate(all="ignore"):
            return np.exp(x) * y

    assert check.quiet(softly, np.array([1000.0]), 2) == [np.inf]
    assert "softly gives no warning" in capsys.readouterr().out


def test_quiet_passes_other_warnings_and_errors_on():
    def deprecated():
        warnings.warn("this function is old", DeprecationWarning, stacklevel=1)
        return 5

    def fails():
        raise KeyError("x")

    assert check.quiet(deprecated) == 5
    with pytest.raises(KeyError):
        check.quiet(fails)


# --- raises -----------------------------------------------------------------------------------------------------------


def refuse(text="", error=ValueError):
    def f(*args):
        raise error(text)

    return f


class BadSize(ValueError):
    pass


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("3 and 7", (3, 7)),
        ("7 is not 3.", (3, 7)),
        ("got (3,), not (7,)", (3, 7)),
        ("x=3!=7", (3, 7)),
        ("3.0 and 7.00", (3, 7)),
        ("wants 3, got 7.", (3, 7)),
        ("shapes(3, 7)", ("(3, 7)",)),
        ("-3", (-3,)),
        ("3.5", (3.5,)),
        ("The Batch is wrong", ("batch",)),
        ("3", (np.int64(3),)),
        ("", ()),
    ],
    ids=str,
)
def test_the_right_error_passes(text, mentions, capsys):
    check.raises(ValueError, refuse(text, BadSize), 1, mentions=mentions, name="f")

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m f refuses what does not fit\n"


@pytest.mark.parametrize(
    ("f", "mentions", "message"),
    [
        (lambda: 5, (), "returned 5 where it should refuse: raise ValueError(...)."),
        (lambda: None, (), "returned None where it should refuse: raise ValueError(...)."),
        (lambda: Liar(), (), "returned something of type Liar where it should refuse: raise ValueError(...)."),
        (
            refuse(error=TypeError),
            (),
            "raised TypeError here, and ValueError is expected: raise ValueError(...).",
        ),
        (
            refuse("no such size", AssertionError),
            (),
            "raised AssertionError here ('no such size'), and ValueError is expected: raise ValueError(...).",
        ),
        (refuse("3 of 13"), (3, 7), "raises ValueError, as it should, but its message '3 of 13' does not mention 7."),
        (refuse("13"), (3,), "raises ValueError, as it should, but its message '13' does not mention 3."),
        (refuse("30"), (3,), "raises ValueError, as it should, but its message '30' does not mention 3."),
        (refuse("3.5"), (3,), "raises ValueError, as it should, but its message '3.5' does not mention 3."),
        (refuse("1.3"), (3,), "raises ValueError, as it should, but its message '1.3' does not mention 3."),
        (refuse("no"), (3, 7), "raises ValueError, as it should, but its message 'no' does not mention 3 and 7."),
        (refuse(""), (3, 7), "raises ValueError, as it should, but without a message: mention 3 and 7."),
        (
            refuse("batches"),
            ("batch",),
            "raises ValueError, as it should, but its message 'batches' does not mention batch.",
        ),
    ],
    ids=str,
)
def test_other_errors_are_told(f, mentions, message):
    assert said_by(check.raises, ValueError, f, mentions=mentions, name="f") == message


@pytest.mark.parametrize(("options", "name"), [({}, "stub"), ({"name": "stub(3)"}, "stub(3)")])
def test_raises_takes_the_name_of_the_function_or_another(options, name):
    def stub():
        return 3

    with pytest.raises(check.CheckFailed) as caught:
        check.raises(ValueError, stub, **options)

    assert str(caught.value) == f"{name} returned 3 where it should refuse: raise ValueError(...)."


def test_a_stub_is_a_stub_where_an_error_is_asked_for():
    with pytest.raises(NotImplementedError):
        check.raises(ValueError, refuse(error=NotImplementedError))


def test_missing_mentions_stay_secret():
    with pytest.raises(check.CheckFailed) as caught:
        run_cell(f"def f():\n    raise ValueError('271')\n{BEGIN}check.raises(ValueError, f, mentions=(314,))\n{END}")

    assert str(caught.value) == (
        "f raises ValueError, as it should, but its message leaves out something that would help."
    )


# --- gradient ---------------------------------------------------------------------------------------------------------

RNG = np.random.default_rng(3)
V, M, D = RNG.normal(size=5), RNG.normal(size=(4, 3)), RNG.normal(size=(5, 3))

# f, x, and the derivative on paper
GRADIENTS = {
    "square": (lambda x: np.sum(x**2), V, 2 * V),
    "cube of a number": (lambda x: x**3, np.array(2.0), 12.0),
    "Python float": (lambda x: 3 * x, 2.0, 3.0),
    "constant": (lambda x: 7.0, V, np.zeros(5)),
    "whole number": (lambda x: 7, V, np.zeros(5)),
    "sum": (np.sum, M, np.ones((4, 3))),
    "mean": (np.mean, M, np.full((4, 3), 1 / 12)),
    "product": (lambda x: float(x[0] * x[1]), np.array([3.0, -5.0]), [-5.0, 3.0]),
    "sine": (lambda x: np.sum(np.sin(x)), V, np.cos(V)),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), np.array(0.0), 0.25),
    "matrix": (lambda x: np.sum((x @ M.T[:, :3]) * 2), np.ones((2, 3)), 2 * np.tile(M[:3].sum(axis=0), (2, 1))),
    "float32": (lambda x: np.sum(x**2), V.astype(np.float32), 2 * V),
    "nothing": (np.sum, np.zeros((0, 3)), np.zeros((0, 3))),
}


@pytest.mark.parametrize(("f", "x", "dx"), GRADIENTS.values(), ids=GRADIENTS)
def test_gradients_from_paper_pass(f, x, dx):
    before = np.array(x)
    check.gradient(f, x, np.asarray(dx), name="dx")

    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    ("dx", "message"),
    [
        (-2 * V, "has the wrong sign everywhere."),
        (V, "has the right shape (5,), but every value is exactly 2 times too small."),
        (
            10 * V,
            "has the right shape (5,), but every value is 5 times too large. 5 is the batch size: "
            "is this a sum where a mean is expected?",
        ),
        (2 * V[:, None], "has shape (5, 1), and (5,) is expected. The values are right, only the shape is not."),
        (V * 0, "is 0 everywhere, and should not be."),
        (None, "is None: either it is not attempted yet, or the function ends without a return."),
        (2 * V + 0.5, "has the right shape (5,), but every value is too large by 0.5."),
    ],
    ids=str,
)
def test_wrong_gradients_are_told(dx, message):
    text = said_by(check.gradient, lambda x: np.sum(x**2), V, dx, name="dx", sizes={"batch": 5})

    assert text == message


def test_gradient_hands_on_typical_mistakes_and_secrecy():
    options = {"name": "dx", "secret": True, "mistakes": {"Where is the 2?": V}}

    assert said_by(check.gradient, lambda x: np.sum(x**2), V, V, **options) == (
        "is not right yet. Where is the 2? (Found on hidden numbers.)"
    )


def test_gradient_hands_on_tolerances():
    check.gradient(lambda x: np.sum(x**2), V, 2.02 * V, name="dx", rtol=0.02)

    assert said_by(check.gradient, lambda x: np.sum(x**2), V, 2 * V + 1e-6, name="dx", rtol=0, atol=1e-7)


def test_gradient_allows_for_what_differences_can_not_tell():
    check.gradient(lambda x: np.sum(x**2), V, 2 * V * (1 + 5e-6), name="dx")
    check.gradient(lambda x: x, np.array(0.0), 1 + 5e-8, name="dx", rtol=0)

    assert said_by(check.gradient, lambda x: np.sum(x**2), V, 2 * V * (1 + 5e-5), name="dx")
    assert said_by(check.gradient, lambda x: x, np.array(0.0), 1 + 5e-7, name="dx", rtol=0)


def test_a_function_that_changes_its_argument_does_no_harm():
    def f(x):
        x *= 2
        return np.sum(x)

    x = np.ones(3)
    check.gradient(f, x, np.full(3, 2.0), name="dx")

    assert x.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("f", "x", "error", "message"),
    [
        (np.sum, np.array([1, 2]), TypeError, r"x must hold floats \(got int64\); use x.astype\(float\)"),
        (np.sum, [1, 2], TypeError, r"x must hold floats \(got int64\)"),
        (np.sum, np.array([True]), TypeError, r"x must hold floats \(got bool\)"),
        (np.sum, np.array([1j]), TypeError, r"x must hold floats \(got complex128\)"),
        (lambda x: x, np.ones(2), TypeError, r"f must return a single number \(got shape \(2,\)\); sum it"),
        (lambda x: x, np.ones(1), TypeError, r"f must return a single number \(got shape \(1,\)\); sum it"),
        (lambda x: None, np.ones(2), TypeError, r"f must return a single number \(got object\)"),
        (lambda x: "1", np.ones(2), TypeError, r"f must return a single number \(got <U1\)"),
        (np.sum, np.array([1e300]), ValueError, r"x must be small enough for a step of 0.0001 \(got 1e\+300\)"),
    ],
    ids=str,
)
def test_gradient_refuses_what_would_be_silently_wrong(f, x, error, message):
    with pytest.raises(error, match=message):
        check.gradient(f, x, np.zeros(np.shape(x)), name="dx")


@pytest.mark.parametrize("value", [NAN, INF])
def test_a_gradient_of_nan_does_not_pass_for_a_function_of_nan(value):
    text = said_by(check.gradient, lambda x: value, np.ones(2), np.full(2, NAN), name="dx")

    assert text == "can't be checked: the function that it belongs to gives nan or inf here."


# --- picture ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def published(monkeypatch):
    """What `picture` displays, in order."""
    outputs = []

    def keep(shown, *args, raw=False, **options):
        outputs.append(shown)

    monkeypatch.setattr("IPython.display.display", keep)
    monkeypatch.setattr("IPython.core.display_functions.display", keep)
    return outputs


@pytest.mark.parametrize(
    ("actual", "expected", "where"),
    [
        (A23 + 0.5 * (A23 == 5) + 0.25 * (A23 == 7), A23, "largest at row 1, column 1: 0.5."),
        ([1, 2, 5], [1, 2, 3], "largest at row 0, column 2: 2."),
        ([[1.0, NAN]], [[9.0, 1.0]], "largest at row 0, column 1: nan."),
        ([[1.0, INF]], [[9.0, INF]], "largest at row 0, column 1: nan."),
        (np.zeros((400, 300)), np.eye(400, 300), "largest at row 0, column 0: 1."),
        ([2.0], [2.0], "largest at row 0, column 0: 0."),
    ],
    ids=["matrix", "vector", "nan", "inf", "large", "no error"],
)
def test_picture_draws_the_error_and_tells_it(actual, expected, where, monkeypatch):
    from course import plots

    shown = []
    monkeypatch.setattr(plots, "show", lambda figure, alt: shown.append((figure, alt)))
    check.picture(actual, expected, name="dW")
    ((figure, alt),) = shown
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=30)
    drawn.seek(0)
    with np.errstate(invalid="ignore"):
        error = np.abs(np.atleast_2d(actual) - np.atleast_2d(expected))

    assert alt == f"Heat map, dW: the absolute error is {where}"
    assert matplotlib.image.imread(drawn).std() > 0
    assert np.array_equal(figure.axes[0].images[0].get_array().filled(NAN), error, equal_nan=True)
    assert figure.axes[0].get_title() == "dW"
    assert (figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()) == ("column", "row")
    assert max(figure.get_size_inches()) <= 14


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(np.ones(2), np.ones(3)), (1.0, 1.0), (np.ones((1, 1, 1)), np.ones((1, 1, 1))), (np.ones(0), np.ones(0))],
    ids=["shapes", "number", "three axes", "empty"],
)
def test_picture_refuses_what_it_cannot_draw(actual, expected):
    with pytest.raises(ValueError, match="needs two arrays of one shape and one or two dimensions"):
        check.picture(actual, expected)


# --- explain ----------------------------------------------------------------------------------------------------------


def error_of(f):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever NumPy says
        f()
    return caught.value


MATMUL = (
    "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. "
    "Here they are {} and {}. Print both shapes: are the two in the right order?"
)
DOT = (
    "In a matrix product the inner sizes must be equal; here, with shapes {} and {}, they are {} and {}. "
    "Are the two in the right order?"
)
BROADCAST = (
    "Arrays of shapes {} can't be combined element by element: compared from the right, their sizes must be equal "
    "or 1. Which operation did you mean, and which shapes did you expect?"
)
NAME = (
    "Nothing has the name {} yet. If a cell above defines it, run that cell first; "
    "if that cell shows an error, mend that."
)
EXPLAINED = {
    "matmul": (lambda: np.ones((2, 3)) @ np.ones((4, 5)), MATMUL.format(3, 4)),
    "matmul, other order": (lambda: np.ones((4, 5)) @ np.ones((2, 3)), MATMUL.format(5, 2)),
    "a name": (
        lambda: exec("softmax"),
        NAME.format("softmax"),
    ),
    "matmul of vectors": (lambda: np.ones(3) @ np.ones(2), MATMUL.format(3, 2)),
    "matmul of a stack": (lambda: np.ones((7, 2, 3)) @ np.ones((7, 2, 3)), MATMUL.format(3, 2)),
    "dot": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 5))), DOT.format("(2,3)", "(4,5)", 3, 4)),
    "dot, other order": (lambda: np.dot(np.ones((4, 5)), np.ones((2, 3))), DOT.format("(4,5)", "(2,3)", 5, 2)),
    "dot of vectors": (lambda: np.dot(np.ones(3), np.ones(2)), DOT.format("(3,)", "(2,)", 3, 2)),
    "dot of a vector": (lambda: np.ones((2, 3)).dot(np.ones(2)), DOT.format("(2,3)", "(2,)", 3, 2)),
    "dot of a stack": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 2, 3))), DOT.format("(2,3)", "(4,2,3)", 3, 2)),
    "plus": (lambda: np.ones((5, 3)) + np.ones(5), BROADCAST.format("(5,3) and (5,)")),
    "times": (lambda: np.ones((2, 3)) * np.ones((3, 2)), BROADCAST.format("(2,3) and (3,2)")),
    "in place": (lambda: np.ones(3).__iadd__(np.ones(2)), BROADCAST.format("(3,) and (2,)")),
    "three": (lambda: np.where(np.ones(2), np.ones(3), np.ones(4)), BROADCAST.format("(2,), (3,) and (4,)")),
    "three, two alike": (lambda: np.where(np.ones(2), np.ones(2), np.ones(3)), BROADCAST.format("(2,) and (3,)")),
}


MISTAKES = {  # of beginners, and the words that would help
    "max of arrays": (lambda: max(0, np.array([1.0, -1.0])), "np.maximum(a, b)"),
    "if of an array": (lambda: 1 if np.ones(2) > 0 else 0, "decide once"),
    "and of arrays": (lambda: np.ones(2) and np.ones(2), "a mask such as x > 0"),
    "np.max of two": (lambda: np.max(0, np.ones(3)), "np.maximum(a, b) compares two arrays"),
    "a size that is an array": (lambda: range(np.ones(3, dtype=int)), "One whole number is asked for"),
    "math of an array": (lambda: math.exp(np.ones(3)), "such as np.exp"),
    "float of an array": (lambda: float(np.ones(2)), "One number is asked for"),
    "power of an array": (lambda: 1 - np.ones(2) ^ 2, "write x ** 2"),
    "power of a number": (lambda: 2.0 ^ eval("2"), "write x ** 2"),
    "a missing sign": (lambda: np.ones(2)(1 - np.ones(2)), "Is a * missing"),
    "a missing sign after a number": (lambda: eval("ONE(3)", {"ONE": np.float64(2)}), "Is a * missing"),
    "square brackets": (lambda: eval("a(0)", {"a": [1, 2]}), "or square brackets"),
    "a missing axis": (lambda: np.max(np.ones(3), axis=1), "no axis 1 here: this array has 1 axes"),
    "minus of lists": (lambda: eval("[1, 2] - [1, 2]"), "np.array(...)"),
    "a number minus a list": (lambda: eval("2.0 - [1, 2]"), "np.array(...)"),
    "times of a list": (lambda: eval("[1, 2] * 0.5"), "np.array(...)"),
    "power of a list": (lambda: eval("[1, 2] ** 2"), "np.array(...)"),
    "product of lists": (lambda: eval("[1, 2] @ [1, 2]"), "np.array(...)"),
    "None in a sum": (lambda: eval("None + 1"), "Something is None"),
    "None with an index": (lambda: eval("None[0]"), "Something is None"),
    "None with an attribute": (lambda: None.shape, "Something is None"),
    "None that is called": (lambda: eval("None()"), "Something is None"),
    "None taken apart": (lambda: (lambda pair: [*pair])(None), "Something is None"),
    "a size with decimals": (lambda: range(eval("4 / 2")), "// a whole number"),
    "an index with decimals": (lambda: np.ones(3)[1.0], "// a whole number"),
    "np.max of an array and a number": (lambda: np.max(np.ones(3), 1e-8), "np.maximum(a, b) compares two arrays"),
    "an array into one place": (lambda: np.zeros(3).__setitem__(0, np.ones(2)), "takes one number"),
    "an index of a number": (lambda: np.ones(2)[0][1], "takes no index"),
    "a method that isn't called": (lambda: eval("x.copy[0]", {"x": [1]}), "as in x.copy()"),
    "a function that isn't called": (lambda: eval("stub[0]", {"stub": stub}), "round brackets missing"),
    "too few values": (lambda: exec("a, b = [1]"), "stand 2 names"),
    "too many values": (lambda: exec("a, b = np.ones(3)"), "stand 2 names"),
    "a shape without brackets": (lambda: np.zeros(2, 3), "np.zeros((2, 3))"),
    "decimals into whole numbers": (lambda: np.array([1, 2]).__iadd__(0.5), "x.astype(float)"),
}


@pytest.mark.parametrize(("f", "words"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_beginners_mistakes_are_explained(f, words):
    assert words in check.explain(error_of(f))


@pytest.mark.parametrize(("f", "sentence"), EXPLAINED.values(), ids=EXPLAINED)
def test_numpy_errors_are_explained(f, sentence):
    assert check.explain(error_of(f)) == sentence


UNEXPLAINED = {
    "matvec of numbers": lambda: np.array(3.0) @ np.ones(3),
    "solve": lambda: np.linalg.solve(np.eye(2), np.ones(3)),
    "assignment": lambda: np.ones(2).__setitem__(slice(None), np.ones(3)),
    "too small for the result": lambda: np.ones(3).__iadd__(np.ones((2, 3))),
    "broadcast_to": lambda: np.broadcast_to(np.ones(2), (3, 3)),
    "indices that do not fit": lambda: np.ones((2, 3))[np.zeros(2, int), np.zeros(3, int)],
    "mask that does not fit": lambda: np.ones(3)[np.ones(2, bool)],
    "reshape": lambda: np.ones(3).reshape(2, 2),
    "concatenate": lambda: np.concatenate([np.ones((2, 3)), np.ones((3, 2))]),
    "ragged": lambda: np.array([[1], [1, 2]]),
    "int": lambda: int("x"),
    "arguments": lambda: (lambda a, b: None)(*"abc"),
    "key": lambda: {}["x"],
    "text that is called": lambda: eval("'x'(1)"),
    "an object that is called": lambda: object()(),
    "a list and a number": lambda: eval("[1] + 1"),
    "an attribute": lambda: [].shape,
    "too many arguments": lambda: (lambda: 0)(1),
    "an index that is a text": lambda: eval("[1]['a']"),
    "a text as data type": lambda: np.zeros(2, "no such type"),
    "name": lambda: builtins.nothing,
    "division": lambda: 1 // 0,
    "no words": refuse(error=AssertionError),
    "another kind about a name": refuse("name 'x' is not defined", RuntimeError),
    "another kind": refuse("matmul: size 3 is different from 2", RuntimeError),
    "own words": refuse("the layer takes 7 inputs, but 3 numbers reach it"),
    "a library's own": refuse("complex weights are not implemented", NotImplementedError),
    "an assertion": lambda: check.close(1, 2, name="y"),
}


@pytest.mark.parametrize("f", UNEXPLAINED.values(), ids=UNEXPLAINED)
def test_nothing_is_explained_where_nothing_is_known(f):
    assert check.explain(error_of(f)) is None


def stub():
    raise NotImplementedError


class Affine:
    def forward(self):
        raise NotImplementedError()


def test_what_an_object_has_not_kept_is_named():
    space = {"__name__": "__main__"}
    exec("class Gate:\n    def backward(self):\n        return self.x", space)

    said = check.explain(error_of(space["Gate"]().backward))

    assert said == (
        "This Gate has kept nothing under the name x. It is there once self.x = ... was run: "
        "does a method do that, and was it called before?"
    )
    assert check.explain(error_of(lambda: space["Gate"].x)) is None
    assert check.explain(error_of(lambda: Affine().x)) is None  # of a library


def test_a_stub_is_named():
    def inner():
        raise NotImplementedError()

    def outside():
        stub()

    rest = (
        " is not attempted yet. Write it where its cell says YOUR CODE HERE, in place of the raise line, "
        "run that cell, then run this one again."
    )
    cases = {
        "stub": stub,
        "inner": inner,
        "Affine.forward": Affine().forward,
        "This exercise": lambda: exec("raise NotImplementedError"),
    }

    assert [check.explain(error_of(f)) for f in cases.values()] == [name + rest for name in cases]
    assert check.explain(error_of(outside)) == f"stub{rest}"
    assert check.explain(NotImplementedError()) == f"This exercise{rest}"


# --- what a notebook shows --------------------------------------------------------------------------------------------

SHELL = r"""
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance(colors="nocolor")
shown = []
shell._showtraceback = lambda kind, value, lines: shown.append([kind.__name__, lines])
cells = json.load(sys.stdin)
result = []
for cell in cells:
    shown.clear()
    run = shell.run_cell(cell, store_history=True, silent=False)
    result.append([list(shown), run.success, type(run.error_in_exec).__name__])
print("\n\nRESULT" + json.dumps(result))
"""


@pytest.fixture(scope="module")
def notebook():
    """What an IPython shell shows for each of the cells below, by its name."""
    import json

    cells = {
        "import": "import numpy as np\nfrom course import check",
        "stub": "def softmax(x):\n    raise NotImplementedError()",
        "call of the stub": "y = 1\nsoftmax(np.ones(3))",
        "bare stub": "raise NotImplementedError()",
        "library": "raise NotImplementedError('no such thing')",
        "failed": "check.close(1.0, 2.0, name='softmax(x)', mistakes={'Max first.': 1.0})",
        "missing": "check.close(None, 2.0, name='softmax(x)')",
        "secret": f"{BEGIN}check.close(271.5, 314.25, name='softmax(x)')\n{END}",
        "not secret": "check.close(271.5, 314.25, name='softmax(x)')",
        "matmul": "A = np.ones((2, 3))\nA @ A",
        "name": "softmaxx(3)",
        "value": "int('x')",
        "key": "{}['x']",
        "assertion": "assert 1 == 2",
        "right": "check.close(2.0, 2.0, name='softmax(x)')",
    }
    run = subprocess.run(
        [sys.executable, "-c", SHELL],
        input=json.dumps(list(cells.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(cells, json.loads(run.stdout.rpartition("RESULT")[2]), strict=True))


def lines_of(notebook, cell):
    (((_, lines),), success, _) = notebook[cell]

    assert not success
    return "\n".join(lines).splitlines()


ANSI = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("cell", ["import", "stub", "right"])
def test_cells_without_errors_show_none(notebook, cell):
    assert notebook[cell] == [[], True, "NoneType"]


RED, BOLD, PLAIN = "\x1b[31m", "\x1b[1m", "\x1b[0m"
NOT_YET = (
    " is not attempted yet. Write it where its cell says YOUR CODE HERE, in place of the raise line, run that cell, "
    "then run this one again."
)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("call of the stub", f"{BOLD}○ softmax{PLAIN}{NOT_YET}"),
        ("bare stub", f"{BOLD}○ This exercise{PLAIN}{NOT_YET}"),
        ("failed", f"{RED}{BOLD}✗ softmax(x){PLAIN} is not right yet. Max first."),
        (
            "missing",
            f"{BOLD}○ softmax(x){PLAIN} is None: either it is not attempted yet, "
            "or the function ends without a return.",
        ),
        ("secret", f"{RED}{BOLD}✗ softmax(x){PLAIN} does not have the right value. (Found on hidden numbers.)"),
        ("not secret", f"{RED}{BOLD}✗ softmax(x){PLAIN} is 271.5, and should be 314.25."),
    ],
)
def test_a_missing_or_wrong_answer_shows_a_sentence_and_no_traceback(notebook, cell, sentence):
    lines = lines_of(notebook, cell)

    assert " ".join(line.strip() for line in lines) == sentence
    assert all(len(ANSI.sub("", line)) <= 88 for line in lines)


def test_a_long_name_is_bold_to_its_end():
    failed = check.CheckFailed(
        "layer_shapes((100, 64), " + "[(64, 32), (32, 16)], " * 5 + "-x)", "is wrong at index 1."
    )
    (text,) = failed._render_traceback_()

    assert text.startswith("\x1b[31m\x1b[1m✗ layer_shapes((100, 64), [(64, 32)")
    assert " ".join(text.split()).endswith("(32, 16)], -x)\x1b[0m is wrong at index 1.")
    assert all(len(ANSI.sub("", line)) <= 88 for line in text.splitlines())


@pytest.mark.parametrize(
    ("cell", "kind", "last"),
    [
        ("library", "NotImplementedError", "NotImplementedError: no such thing"),
        ("value", "ValueError", "ValueError: invalid literal for int() with base 10: 'x'"),
        ("key", "KeyError", "KeyError: 'x'"),
        ("assertion", "AssertionError", "AssertionError:"),
    ],
)
def test_other_errors_show_the_usual_traceback(notebook, cell, kind, last):
    text = [ANSI.sub("", line) for line in lines_of(notebook, cell)]

    assert notebook[cell][0][0][0] == kind
    assert any("Traceback (most recent call last)" in line for line in text)
    assert any(re.match("-+> 1 ", line) for line in text)
    assert text[-1].strip() == last


@pytest.mark.parametrize(
    ("cell", "arrow", "line", "sentence"),
    [
        ("matmul", "2 A @ A", "ValueError: matmul: ", MATMUL.format(3, 2)),
        ("name", "1 softmaxx", "NameError: name 'softmaxx' is not defined", NAME.format("softmaxx")),
    ],
)
def test_errors_that_beginners_meet_show_the_usual_traceback_and_a_sentence(notebook, cell, arrow, line, sentence):
    text = [ANSI.sub("", line) for line in lines_of(notebook, cell)]
    last = max(number for number, shown in enumerate(text) if shown.startswith(line))

    assert any("Traceback (most recent call last)" in shown for shown in text)
    assert any(re.match(f"-+> {arrow}", shown) for shown in text)
    assert text[last + 1] == ""
    assert " ".join(text[last + 2 :]) == sentence
    assert all(len(shown) <= 88 for shown in text[last + 2 :])


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("call of the stub", "NotImplementedError"), ("failed", "CheckFailed"), ("matmul", "ValueError")],
)
def test_the_error_itself_is_kept_for_tools(notebook, cell, kind):
    assert notebook[cell][1:] == [False, kind]


def test_a_failed_check_is_an_assertion_with_name_and_message():
    failed = check.CheckFailed("softmax(x)", "is wrong.")
    copied = pickle.loads(pickle.dumps(failed))

    assert isinstance(failed, AssertionError)
    assert str(failed) == str(copied) == "softmax(x) is wrong."
    assert (copied.name, copied.message) == ("softmax(x)", "is wrong.")
