"""Wrong answers, and what is said of each: a table for several tests."""

import numpy as np
import pandas as pd

from tests.check.told import A23, A33, INF, NAN

# name of the case: (what came, what should have come, options, the whole message)
WRONG_ANSWERS = {
    # missing and strange things
    "None": (
        None,
        1.0,
        {},
        "is None: either it is not attempted yet, or the function ends without returning or keeping it.",
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
    "axes in another order": (
        np.arange(24.0).reshape(2, 3, 4).transpose(0, 2, 1),
        np.arange(24.0).reshape(2, 3, 4),
        {},
        "has shape (2, 4, 3), and (2, 3, 4) is expected: these are the same sizes in another order. The values are "
        "right: move the axes with transpose, since reshape leaves the numbers in their order.",
    ),
    "axes in another order, of size 1": (
        np.arange(6.0).reshape(2, 1, 1, 3),
        np.arange(6.0).reshape(2, 3, 1, 1),
        {},
        "has shape (2, 1, 1, 3), and (2, 3, 1, 1) is expected: these are the same sizes in another order. The values "
        "are right: move the axes with transpose, since reshape leaves the numbers in their order.",
    ),
    "reshaped where three axes are moved": (
        np.arange(24.0).reshape(2, 4, 3),
        np.arange(24.0).reshape(2, 3, 4),
        {},
        "has shape (2, 4, 3), and (2, 3, 4) is expected. The values are right, only the shape is not.",
    ),
    "without its zeros": (np.array([12.0, 7.0]), [[0, 12], [7, 0]], {}, "has shape (2,), and (2, 2) is expected."),
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
        "has shape (3,), and a single number is expected. The values are right, but not added up yet: take their sum.",
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
    "on the diagonal": (
        np.diag([1.0, 2.0, 5.0]),
        [1.0, 2.0, 5.0],
        {},
        "has shape (3, 3), and (3,) is expected. The values are right, and stand on the diagonal of a table of zeros: "
        "leave the table out.",
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
        "has shape (3,), and a single number is expected. The values are right, but not averaged yet: take their mean.",
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
        "has shape (3,), and (2, 3) is expected. It is what is expected, summed over axis 0: keep each value separate.",
    ),
    "summed": (
        10.0,
        [2.0, 3.0, 5.0],
        {},
        "is a single number, and an array of shape (3,) is expected. It is the sum of the values that are expected: "
        "keep each one separate.",
    ),
    "summed at all": (
        22.0,
        A23,
        {},
        "is a single number, and an array of shape (2, 3) is expected. It is the sum of the values that are "
        "expected: keep each one separate.",
    ),
    "another shape": (np.zeros((2, 2)), [1.0, 2.0, 3.0], {}, "has shape (2, 2), and (3,) is expected."),
    "empty, another shape": (np.zeros(0), [1.0], {}, "has shape (0,), and (1,) is expected."),
    "cut to nothing": (
        np.zeros((2, 0, 0)),
        np.ones((2, 3, 4)),
        {},
        "has shape (2, 0, 0), and (2, 3, 4) is expected. It is empty, as x[p:-p] is where p is 0.",
    ),
    # types of right shape
    "cut off": (
        np.array([1, 2, -3]),
        [1.5, 2.25, -3.75],
        {},
        "has lost the decimals: it has an integer dtype. Begin with floats, by x.astype(float), by "
        "dtype=float or by a first number with a decimal point.",
    ),
    "cut off downwards": (
        np.array([1, 2, -4]),
        [1.5, 2.25, -3.75],
        {},
        "has lost the decimals: it has an integer dtype. Begin with floats, by x.astype(float), by "
        "dtype=float or by a first number with a decimal point.",
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
        "is 0 everywhere, and should not be. An integer dtype can't hold decimals: begin with floats, by "
        "dtype=float or by a first number with a decimal point.",
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
        "has columns that sum to 1, and each row should: is this the wrong axis, or is the table still transposed?",
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
    "rows reversed or turned": (
        np.array([[1.0, 1.0, -2.0], [3.0, 5.0, 5.0]]),
        [[-2.0, 1.0, 1.0], [5.0, 5.0, 3.0]],
        {},
        "has the right values, but in other places.",
    ),
    "shuffled": (np.array([3.0, 5.0, 2.0]), [5.0, 2.0, 3.0], {}, "has the right values, but in other places."),
    "sign of a number": (-5.5, 5.5, {}, "has the wrong sign."),
    "sign of an array": (-A23, A23, {}, "has the wrong sign everywhere."),
    "sign with zeros": (np.array([0.0, -2.0]), [0.0, 2.0], {}, "has the wrong sign everywhere."),
    "sum for mean": (
        np.array([5.0, 10.0, 35.0]),
        [1.0, 2.0, 7.0],
        {"sizes": {"batch": 5, "input": 3}},
        "has the right shape (3,), but every value is too large by a factor of 5. "
        "5 is the batch size: is this a sum where a mean is expected?",
    ),
    "mean for sum": (
        np.array([0.2, 0.4, -1.4]),
        [1.0, 2.0, -7.0],
        {"sizes": {"batch": 5}},
        "has the right shape (3,), but every value is too small by a factor of 5. 5 is the batch size: "
        "is it divided by this once too often, as with a mean in place of a sum?",
    ),
    "sum for mean, wrong sign": (
        np.array([-5.0, -10.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 5}},
        "has the right shape (2,), but every value is too large by a factor of 5 and has the wrong sign. "
        "5 is the batch size: is this a sum where a mean is expected?",
    ),
    "sum for mean of a number": (
        36.0,
        6.0,
        {"sizes": {"batch": 6}},
        "is too large by a factor of 6. 6 is the batch size: is this a sum where a mean is expected?",
    ),
    "sum for mean of one value": (
        np.array([36.0]),
        [6.0],
        {"sizes": {"batch": 6}},
        "has the right shape (1,), but its value is too large by a factor of 6. "
        "6 is the batch size: is this a sum where a mean is expected?",
    ),
    "product of two sizes": (
        np.array([6.0, 12.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 2, "output": 3}},
        "has the right shape (2,), but every value is too large by a factor of 6. "
        "6 is the batch size times the output size: is this a sum where a mean is expected?",
    ),
    "two sizes of one value": (
        np.array([4.0, 8.0]),
        [1.0, 2.0],
        {"sizes": {"batch": 4, "output": 4, "input": 1}},
        "has the right shape (2,), but every value is too large by a factor of 4. "
        "4 is the batch size and the output size: is this a sum where a mean is expected?",
    ),
    "twice": (
        np.array([2.5, -4.0, 6.0, 10.0]),
        [1.25, -2.0, 3.0, 5.0],
        {},
        "has the right shape (4,), but every value is too large by a factor of exactly 2.",
    ),
    "half a number": (
        2.75,
        5.5,
        {},
        "is 2.75, and should be 5.5.",
    ),
    "twice a constant": (
        np.full(2, 4.0),
        np.full(2, 0.4),
        {},
        "has the right shape (2,), but every value is too large by a factor of exactly 10.",
    ),
    "seven times": (
        np.array([7 * 0.1234, 14.0]),
        [0.1234, 2.0],
        {},
        "has the right shape (2,), but every value is too large by a factor of 7.",
    ),
    "some factor": (
        np.array([1.5, 3.0, 0.0, 4.5, 6.0]),
        [1.0, 2.0, 0.0, 3.0, 4.0],
        {},
        "has the right shape (5,), but every value is too large by a factor of 1.5.",
    ),
    "huge factor": (
        np.array([2e300, 4e300, 6e300, 8e300]),
        [1e300, 2e300, 3e300, 4e300],
        {},
        "has the right shape (4,), but every value is too large by a factor of exactly 2.",
    ),
    "tiny values": (
        np.array([3e-12, 6e-12]),
        [1e-12, 2e-12],
        {"atol": 0},
        "has the right shape (2,), but every value is too large by a factor of exactly 3.",
    ),
    "offset": (
        np.array([1.5, 2.5, -0.5, 5.5]),
        [1.0, 2.0, -1.0, 5.0],
        {},
        "has the right shape (4,), but every value is too large by 0.5.",
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
        "has the right shape (3, 3), but row 1 is wrong. The worst is at index (1, 0): it is 5, and should be 4 "
        "(off by 25 %).",
    ),
    "columns": (
        A33 + np.array([1, 0, 2]),
        A33,
        {},
        "has the right shape (3, 3), but columns 0 and 2 are wrong. The worst is at index (0, 2): "
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
}
