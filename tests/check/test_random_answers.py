"""What is said of random answers is true of them."""

import re

import numpy as np
import pytest

from course import check
from tests.check.told import INF, NAN, said

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


SIGN = "( and has the wrong sign)?"
# What a message claims, and whether the numbers (a: what came, w: what should have come) bear it out.
CLAIMS = {
    rf"every value is too (large|small) by a factor of (exactly )?([\d.e+]*\d){SIGN}": lambda a, w, m: np.allclose(
        a,
        w * (float(m[3]) if m[1] == "large" else 1 / float(m[3])) * (-1 if m[4] else 1),
        rtol=1e-3,
        atol=0,
    ),
    rf"is too (large|small) by a factor of (?:exactly )?(\d+)(?!\.?\d){SIGN}": lambda a, w, m: np.allclose(
        a, w * (float(m[2]) if m[1] == "large" else 1 / float(m[2])) * (-1 if m[3] else 1), rtol=2e-6, atol=0
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
    r"on the diagonal": lambda a, w, m: shifted(np.diag(a), w) and np.array_equal(np.diag(np.diag(a)), a),
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
