"""Of a wrong answer it is said how it is wrong, where the values prove it."""

import re

import numpy as np
import pytest

from tests.check.told import A23, A33, INF, NAN, said
from tests.check.wrong_answers import WRONG_ANSWERS


@pytest.mark.parametrize(("actual", "expected", "options", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_wrong_answers_are_told(actual, expected, options, message):
    assert said(actual, expected, **options) == message


SENTENCES = re.compile(r"^(is|has|holds|contains|should|sums|does) [^\n]*[.?]( \(Found on hidden numbers\.\))?$")


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize(("actual", "expected", "options", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_every_message_is_one_line_of_whole_sentences(actual, expected, options, message, secret):
    text = said(actual, expected, secret=secret, **options)

    assert SENTENCES.match(text)
    assert "  " not in text
    assert ".." not in text.replace("(...)", "")
    assert not re.search(r"\b1 (items|values|are)\b", text)


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
    "a factor of two whole numbers": (np.array([3.0, 6.0]), [1.0, 2.0], {}, SLIPS),
    "a factor of three fractions": (np.array([1.0, 0.5, 1.5]), [2.0, 1.0, 3.0], {}, SLIPS),
    "three times a number": (0.25, 0.75, {}, SLIPS),
    "an offset of two whole numbers": (np.array([2.0, 6.0]), [1.0, 5.0], {}, SLIPS),
    "rows of nothing, empty": (np.zeros((0, 3)), np.ones((2, 3)), {}, "p is 0"),
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
}


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize(("actual", "expected", "options", "unsaid"), SILENT.values(), ids=SILENT)
def test_nothing_is_said_without_proof(actual, expected, options, unsaid, secret):
    text = said(actual, expected, secret=secret, **options)

    assert not re.search(unsaid, text.removesuffix(" (Found on hidden numbers.)")), text
