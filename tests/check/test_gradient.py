"""Gradients against slopes."""

import numpy as np
import pytest

from course import check
from tests.check.told import INF, NAN, said_by

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
        (V, "has the right shape (5,), but every value is too small by a factor of exactly 2."),
        (
            10 * V,
            "has the right shape (5,), but every value is too large by a factor of 5. 5 is the batch size: "
            "is this a sum where a mean is expected?",
        ),
        (2 * V[:, None], "has shape (5, 1), and (5,) is expected. The values are right, only the shape is not."),
        (V * 0, "is 0 everywhere, and should not be."),
        (None, "is None: either it is not attempted yet, or the function ends without returning or keeping it."),
        (2 * V + 0.5, "has the right shape (5,), but every value is too large by 0.5."),
    ],
    ids=str,
)
def test_wrong_gradients_are_told(dx, message):
    text = said_by(check.gradient, lambda x: np.sum(x**2), V, dx, name="dx", sizes={"batch": 5})

    assert text == message


def test_gradient_hands_on_secrecy():
    said = said_by(check.gradient, lambda x: np.sum(x**2), V, 3 * V + 1, name="dx", secret=True)

    assert said == "has the right shape, but its values are wrong. (Found on hidden numbers.)"


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
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_gradient_refuses_what_would_be_silently_wrong(f, x, error, message):
    with pytest.raises(error, match=message):
        check.gradient(f, x, np.zeros(np.shape(x)), name="dx")


@pytest.mark.parametrize("value", [NAN, INF])
def test_a_gradient_of_nan_does_not_pass_for_a_function_of_nan(value):
    text = said_by(check.gradient, lambda x: value, np.ones(2), np.full(2, NAN), name="dx")

    assert text == "can't be checked: the function that it belongs to gives nan or inf here."
