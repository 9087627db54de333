"""Assertions that explain.

A test cell compares what a student's function returned with what it should return. Where they differ, these functions
say in a sentence or two what a teacher would say: not that the numbers are wrong, but how. A diagnosis is right or
absent: it is only spoken where the values prove it.

Inside a hidden test the diagnosis stays, and the values go (`secret`).
"""

import copy
import inspect
import linecache
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from types import FrameType, TracebackType
from typing import Any

import numpy as np

__all__ = ["CheckFailed", "close", "equal", "explain", "gradient", "parts", "picture", "raises", "unchanged"]

_BOLD, _RED, _GREEN, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"
_CLOSE_RTOL = 1e-6  # for "is exactly n times", "is the transpose": looser than a test, far tighter than chance


class CheckFailed(AssertionError):
    """What is wrong with an answer, in words for the person who wrote it."""

    mark = f"{_RED}✗"

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name} {message}")
        self.name = name
        self.message = message

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, which would point into the test."""
        return [f"{self.mark} {_BOLD}{self.name}{_PLAIN} {self.message}"]


class NotAttempted(CheckFailed):
    """There is no answer yet."""

    mark = f"{_YELLOW}○"


def close(
    actual: Any,
    expected: Any,
    *,
    name: str,
    rtol: float = 1e-8,
    atol: float = 1e-10,
    sizes: Mapping[str, int] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    secret: bool | None = None,
) -> None:
    """Check that `actual` is a number or array of numbers with the shape and the values of `expected`.

    Args:
        actual: what the student's function returned. Not changed.
        expected: number, array or nested list, of any shape. Not changed.
        name: how the message calls `actual`, such as "affine(x, W, b)".
        rtol, atol: |actual − expected| may be up to atol + rtol · |expected|.
        sizes: sizes of the problem by name, such as {"batch": 6}, for telling a sum from a mean.
        mistakes: what a typical slip would return, by the sentence to say then. A slip that returns what is expected
            on these numbers is passed over.
        secret: whether values must not be shown; if None, whether the call stands in a hidden test.
    Raises:
        CheckFailed: they differ; the message says how.
    """
    secret = _in_hidden_test() if secret is None else secret
    wanted = np.asarray(expected, dtype=float)
    _refuse_missing(actual, name)
    numbers = _numbers(actual, wanted, name)
    if numbers.shape == wanted.shape and _all_close(numbers, wanted, rtol, atol):
        _passed(name, secret)
        return
    for sentence, value in (mistakes or {}).items():
        slip = np.asarray(value, dtype=float)
        differs = slip.shape != wanted.shape or not _all_close(slip, wanted, rtol, atol)
        if differs and slip.shape == numbers.shape and _all_close(numbers, slip, max(rtol, _CLOSE_RTOL), atol):
            raise CheckFailed(name, _on_hidden_numbers(f"is not right yet. {sentence}", secret))
    if numbers.shape != wanted.shape:
        raise CheckFailed(name, _on_hidden_numbers(_shape_diagnosis(numbers, wanted), secret))
    if np.asarray(actual).dtype in (np.float16, np.float32) and _all_close(numbers, wanted, 1e-3, 1e-6):
        message = f"is nearly right, but has only the digits of {np.asarray(actual).dtype}; keep float64, NumPy's own."
        raise CheckFailed(name, _on_hidden_numbers(message, secret))
    integer = np.asarray(actual).dtype.kind in "iu"
    raise CheckFailed(
        name, _on_hidden_numbers(_value_diagnosis(numbers, wanted, integer, sizes or {}, rtol, atol, secret), secret)
    )


def equal(
    actual: Any, expected: Any, *, name: str, mistakes: Mapping[str, Any] | None = None, secret: bool | None = None
) -> None:
    """Check a result that is exact: a count, a text, a shape, a list or tuple of these.

    A list and a tuple of the same items count as equal, a NumPy integer and an int as well.

    Args:
        actual: what the student's function returned. Not changed.
        expected: int, str, bool, None, or a list or tuple of them, nested as needed. Not changed.
        name, mistakes, secret: as in `close`.
    Raises:
        CheckFailed: they differ; the message says where first.
    """
    secret = _in_hidden_test() if secret is None else secret
    if expected is not None:
        _refuse_missing(actual, name)
    got, wanted = _plain(actual), _plain(expected)
    if _same(got, wanted):
        _passed(name, secret)
        return
    for sentence, value in (mistakes or {}).items():
        if _same(got, _plain(value)):
            raise CheckFailed(name, _on_hidden_numbers(f"is not right yet. {sentence}", secret))
    raise CheckFailed(name, _on_hidden_numbers(_exact_diagnosis(got, wanted, actual, secret), secret))


def parts(actual: Any, labels: tuple[str, ...], *, name: str) -> tuple[Any, ...]:
    """Check that `actual` is a tuple or list of as many things as there are `labels`, and return them as a tuple.

    Args:
        actual: what the student's function returned. Not changed.
        labels: what the message calls the things, such as ("W", "b").
        name: how the message calls `actual`.
    Raises:
        CheckFailed: it is something else.
    """
    _refuse_missing(actual, name)
    asked = f"{len(labels)} things are asked for: return {', '.join(labels)}."
    if type(actual) not in (tuple, list):
        raise CheckFailed(name, f"is one thing of type {type(actual).__name__}, and {asked}")
    if len(actual) != len(labels):
        raise CheckFailed(name, f"holds {len(actual)} things, and {asked}")
    return tuple(actual)


def gradient(
    f: Callable[[np.ndarray], Any],
    x: np.ndarray,
    dx: Any,
    *,
    name: str,
    h: float = 1e-4,
    rtol: float = 1e-5,
    atol: float = 1e-7,
    sizes: Mapping[str, int] | None = None,
    mistakes: Mapping[str, Any] | None = None,
    secret: bool | None = None,
) -> None:
    """Check `dx`, a gradient that the student computed, against the slope of `f` at `x`.

    The slope is the central difference (f(x + h) − f(x − h)) / 2h, taken element by element.

    Args:
        f: from an array of the shape of `x` to a single number.
        x: float array of any shape. Not changed.
        dx: the gradient to check, which should have the shape of `x`.
        h: half the distance between the two points of a difference.
        name, rtol, atol, sizes, mistakes, secret: as in `close`.
    Raises:
        CheckFailed: the gradient is wrong; the message says how.
        TypeError: x is not a float array, or f does not return a single number.
    """
    x = np.asarray(x)
    if x.dtype.kind != "f":
        raise TypeError(f"x must hold floats (got {x.dtype}); use x.astype(float)")
    slope = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        ends = []
        for step in (h, -h):
            moved = x.astype(float)
            moved[index] += step
            value = np.asarray(f(moved), dtype=float)
            if value.shape != ():
                raise TypeError(f"f must return a single number (got shape {value.shape}); sum it")
            ends.append(float(value))
        slope[index] = (ends[0] - ends[1]) / (2 * h)
    secret = _in_hidden_test() if secret is None else secret
    close(dx, slope, name=name, rtol=rtol, atol=atol, sizes=sizes, mistakes=mistakes, secret=secret)


def unchanged(f: Callable[..., Any], *args: Any, name: str | None = None) -> None:
    """Check that calling `f(*args)` leaves every argument as it was.

    Args:
        f: the student's function; what it returns is not looked at.
        args: arrays, numbers, or lists, tuples and dicts of them. Copies of them are passed.
        name: how the message calls f; its own name if None.
    Raises:
        CheckFailed: an argument was changed in place; the message says which.
    """
    name = name or _name_of(f)
    passed = copy.deepcopy(args)
    f(*passed)
    for label, before, after in zip(_argument_names(f, len(args)), args, passed, strict=True):
        if not _same(before, after):
            raise CheckFailed(
                name,
                f"changed its argument {label} in place, so whoever called it has other numbers than before. Compute "
                f"a new array: {label} = {label} + 1 makes one, {label} += 1 and {label}[0] = 1 change the old one.",
            )
    _passed(f"{name} leaves its arguments as they were", _in_hidden_test())


def raises(
    error: type[Exception],
    f: Callable[..., Any],
    *args: Any,
    mentions: tuple[object, ...] = (),
    name: str | None = None,
) -> None:
    """Check that `f(*args)` raises `error` with a message that holds everything in `mentions`.

    Args:
        error: the class that is asked for; a subclass of it is right, too.
        f: the student's function.
        args: passed to f as they are.
        mentions: numbers or words that the message must hold, in any order.
        name: how the message calls f; its own name if None.
    Raises:
        CheckFailed: there was no such error; the message says what there was.
    """
    name = name or _name_of(f)
    secret = _in_hidden_test()
    asked = f"raise {error.__name__}(...)"
    try:
        returned = f(*args)
    except NotImplementedError:
        raise
    except error as raised:
        text = str(raised)
        missing = [str(word) for word in mentions if not re.search(rf"(?<!\w){re.escape(str(word))}(?!\w)", text)]
        if missing and secret:
            raise CheckFailed(
                name, f"raises {error.__name__}, as it should, but the message leaves out a number that would help."
            ) from None
        if missing:
            raise CheckFailed(
                name,
                f"raises {error.__name__}, as it should, but its message {text!r} "
                f"does not mention {' and '.join(missing)}.",
            ) from None
    except Exception as raised:
        raise CheckFailed(
            name, f"raised {type(raised).__name__} here, and {error.__name__} is asked for: {asked}."
        ) from None
    else:
        shown = "" if secret else f" {_short(returned)}"
        raise CheckFailed(name, f"returned{shown} where it should refuse: {asked}.")
    _passed(f"{name} refuses what does not fit", secret)


def picture(actual: Any, expected: Any, *, name: str = "error") -> None:
    """Draw where `actual` differs from `expected`: the absolute error by element, as a heat map.

    Args:
        actual, expected: arrays of one shape, of one or two dimensions. Not changed.
        name: the title.
    Raises:
        ValueError: the shapes differ, or have more than two dimensions.
    """
    from matplotlib.figure import Figure

    from course import plots

    left, right = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if left.shape != right.shape or left.ndim not in (1, 2):
        raise ValueError(
            f"needs two arrays of one shape and one or two dimensions (got {left.shape} and {right.shape})"
        )
    error = np.atleast_2d(np.abs(left - right))
    worst = tuple(int(i) for i in np.unravel_index(int(np.nanargmax(error)), error.shape))
    figure = Figure(figsize=(1.5 + 0.6 * error.shape[1], 1.2 + 0.6 * error.shape[0]), layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(error, cmap="magma_r", vmin=0)
    axes.set(title=name, xlabel="column", ylabel="row", xticks=range(error.shape[1]), yticks=range(error.shape[0]))
    figure.colorbar(image, label="absolute error")
    plots.show(
        figure,
        f"Heat map of the absolute error of {name}: largest at row {worst[0]}, column {worst[1]}, {error[worst]:.3g}.",
    )


def explain(error: BaseException) -> str | None:
    """One or two sentences for a beginner about an error of Python's or NumPy's; None where there is nothing to add."""
    text = str(error)
    if isinstance(error, NotImplementedError):
        where = _function_that_raised(error.__traceback__)
        return (
            f"{where or 'This exercise'} is not attempted yet. Write it where its cell says YOUR CODE HERE, "
            "run that cell, then run this one again."
        )
    if found := re.search(r"matmul: .*size (\d+) is different from (\d+)", text):
        second, first = found.groups()
        return (
            "In a matrix product A @ B the last size of A and the first size of B must be equal; "
            f"here they are {first} and {second}. Print both shapes: are the two in the right order?"
        )
    if found := re.search(r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+) \(dim (\d)\) != (\d+)", text):
        return (
            f"A matrix product needs equal inner sizes; here shapes {found[1]} and {found[2]} bring {found[3]} and "
            f"{found[5]}. Are the two in the right order?"
        )
    if found := re.search(r"could not be broadcast together with (?:remapped )?shapes (\([^)]*\)) (\([^)]*\))", text):
        return (
            f"Arrays of shapes {found[1]} and {found[2]} can't be combined element by element: compared from the "
            "right, their sizes must be equal or 1. Which operation did you mean, and which shapes did you expect?"
        )
    return None


# --- what is wrong with the shape, the type, the values ---------------------------------------------------------------


def _refuse_missing(actual: Any, name: str) -> None:
    if actual is None:
        raise NotAttempted(name, "is None: either it is not attempted yet, or the function ends without a return.")
    if actual is NotImplemented or actual is Ellipsis:
        raise NotAttempted(name, "is not attempted yet.")


def _numbers(actual: Any, wanted: np.ndarray, name: str) -> np.ndarray:
    """`actual` as float64, if it is a number or an array of numbers, and not something that merely acts like one."""
    kind = type(actual)
    asked = "a number" if wanted.ndim == 0 else f"a NumPy array of shape {wanted.shape}"
    if kind in (int, float) or isinstance(actual, np.generic) or kind is np.ndarray:
        dtype = np.asarray(actual).dtype
        if dtype.kind in "iuf":
            return np.asarray(actual, dtype=float)
        if dtype.kind == "b":
            raise CheckFailed(name, f"holds True and False, and {asked} is asked for.")
        if dtype.kind == "c":
            raise CheckFailed(name, f"holds complex numbers, and {asked} is asked for.")
        raise CheckFailed(name, f"holds values of dtype {dtype}, and {asked} with float values is asked for.")
    if kind is bool:
        raise CheckFailed(name, f"is {actual}, and {asked} is asked for.")
    if kind in (list, tuple):
        items = f"a {kind.__name__} of {len(actual)} item{'s' if len(actual) != 1 else ''}"
        advice = "" if wanted.ndim == 0 else " Wrap it: np.array(...)."
        raise CheckFailed(name, f"is {items}, and {asked} is asked for.{advice}")
    if callable(actual):
        raise CheckFailed(name, f"is a function, and {asked} is asked for. Is it called, with parentheses?")
    raise CheckFailed(name, f"is of type {kind.__name__}, and {asked} is asked for.")


def _shape_diagnosis(actual: np.ndarray, wanted: np.ndarray) -> str:
    got, asked = actual.shape, wanted.shape
    shape = (
        f"has shape {got}, and {asked} is asked for" if asked else f"has shape {got}, and a single number is asked for"
    )
    if got == () and asked:
        shape = f"is a single number, and an array of shape {asked} is asked for"
    if got == asked[::-1]:
        return f"{shape}: this is the transpose."
    for axis in range(actual.ndim):
        over = f"axis {axis}" if actual.ndim > 1 else "it"
        if actual.shape[axis] > 1 and actual.shape[:axis] + actual.shape[axis + 1 :] == asked:
            if _near(actual.sum(axis=axis), wanted):
                return f"{shape}. The values are right, but not added up yet: sum over {over}."
            if _near(actual.mean(axis=axis), wanted):
                return f"{shape}. The values are right, but not averaged yet: take the mean over {over}."
    if asked == () and actual.size > 1:
        if _near(actual.sum(), wanted):
            return f"{shape}. The values are right, but not added up yet: sum over all of them."
        if _near(actual.mean(), wanted):
            return f"{shape}. The values are right, but not averaged yet: take the mean over all of them."
    for axis in range(wanted.ndim):
        if asked[:axis] + asked[axis + 1 :] == got and wanted.shape[axis] > 1 and _near(wanted.sum(axis=axis), actual):
            return f"{shape}. It was summed over axis {axis}, where each value should stay on its own."
    if got and actual.size == wanted.size and _near(actual.reshape(asked), wanted):
        return f"{shape}. The values are right, only the shape is not."
    return f"{shape}."


def _value_diagnosis(
    actual: np.ndarray,
    wanted: np.ndarray,
    integer: bool,
    sizes: Mapping[str, int],
    rtol: float,
    atol: float,
    secret: bool,
) -> str:
    wrong = ~np.isclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True)
    for what, bad in (("nan (not a number)", np.isnan(actual)), ("inf (infinity)", np.isinf(actual))):
        if np.any(bad & wrong):
            first = _index(np.argwhere(bad & wrong)[0])
            return f"is {what}." if actual.ndim == 0 else f"contains {what}, first at index {first}."
    if integer and any(_near(actual, cut(wanted)) for cut in (np.trunc, np.floor, np.round)):
        return (
            "holds whole numbers only (an integer dtype), so the decimals were lost. Make it floats: x.astype(float)."
        )
    if not np.any(actual) and np.any(wanted):
        return "is 0, and should not be." if actual.ndim == 0 else "is 0 everywhere, and should not be."
    diagnoses = (
        _rows_diagnosis(actual, wanted, secret),
        _order_diagnosis(actual, wanted),
        _factor_diagnosis(actual, wanted, sizes),
        _offset_diagnosis(actual, wanted, secret),
    )
    return next((text for text in diagnoses if text), _worst_diagnosis(actual, wanted, wrong, secret))


def _rows_diagnosis(actual: np.ndarray, wanted: np.ndarray, secret: bool) -> str | None:
    """Probabilities that don't add up to 1."""
    if (
        wanted.ndim == 0
        or wanted.shape[-1] < 2
        or np.any(wanted < 0)
        or not _near(wanted.sum(axis=-1), np.ones(wanted.shape[:-1]))
    ):
        return None
    sums = actual.sum(axis=-1)
    if _near(sums, np.ones(sums.shape)):
        return None
    if wanted.ndim == 1:
        return "should sum to 1, and does not." if secret else f"should sum to 1, and sums to {float(sums):.6g}."
    if _near(actual.sum(), np.ones(())):
        return "sums to 1 as a whole, and each row should sum to 1 on its own."
    if _near(actual.sum(axis=0), np.ones(wanted.shape[1:])):
        return "has columns that sum to 1, and each row should: this is the wrong axis."
    row = _index(np.argwhere(~np.isclose(sums, 1, rtol=_CLOSE_RTOL))[0])
    return f"has rows that do not sum to 1: the first is row {row}" + (
        "."
        if secret
        else f", which sums to {float(sums[np.atleast_1d(row)[0]] if sums.ndim == 1 else sums.ravel()[0]):.6g}."
    )


def _order_diagnosis(actual: np.ndarray, wanted: np.ndarray) -> str | None:
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and _near(actual.T, wanted):
        return "is the transpose of what is asked for: rows and columns are exchanged."
    for axis in range(actual.ndim):
        if actual.shape[axis] > 1 and _near(np.flip(actual, axis), wanted):
            return "has the right values in reverse order" + ("." if actual.ndim == 1 else f" along axis {axis}.")
    if actual.size > 2 and np.unique(wanted).size > 2 and _near(np.sort(actual, axis=None), np.sort(wanted, axis=None)):
        return "has the right values, but in other places."
    return None


def _factor_diagnosis(actual: np.ndarray, wanted: np.ndarray, sizes: Mapping[str, int]) -> str | None:
    """A factor that all values share; for a single value, only one that means something."""
    nonzero = wanted != 0
    if not np.any(nonzero) or not _near(actual[~nonzero], wanted[~nonzero]):
        return None
    ratios = actual[nonzero] / wanted[nonzero]
    ratio = float(ratios.flat[0])
    if ratio == 0 or not _near(ratios, np.full(ratios.shape, ratio)):
        return None
    every = "every value is" if actual.ndim else "it is"
    if np.isclose(ratio, -1, rtol=_CLOSE_RTOL):
        return "has the wrong sign" + (" everywhere." if actual.size > 1 else ".")
    factor = max(abs(ratio), 1 / abs(ratio))
    too = "large" if abs(ratio) > 1 else "small"
    swapped = "sum where a mean" if abs(ratio) > 1 else "mean where a sum"
    sign = " and has the wrong sign" if ratio < 0 else ""
    shape = f"has the right shape {actual.shape}, but " if actual.ndim else "is not right yet: "
    for label, size in _named_sizes(sizes):
        if size > 1 and np.isclose(factor, size, rtol=_CLOSE_RTOL):
            return f"{shape}{every} {size} times too {too}{sign}. {size} is {label}: is this a {swapped} is asked for?"
    whole = round(factor)
    if whole in (2, 3, 4, 10, 100) and np.isclose(factor, whole, rtol=_CLOSE_RTOL):
        return f"{shape}{every} exactly {whole} times too {too}{sign}."
    if ratios.size > 1 and not np.isclose(factor, 1, rtol=1e-3):
        return f"{shape}{every} {factor:.4g} times too {too}{sign}."
    return None


def _named_sizes(sizes: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for label, size in sizes.items():
        yield f"the {label} size", size
    for (first, one), (second, two) in combinations(sizes.items(), 2):
        yield f"the {first} size times the {second} size", one * two


def _offset_diagnosis(actual: np.ndarray, wanted: np.ndarray, secret: bool) -> str | None:
    """The same number added everywhere, which a single value can't show."""
    if actual.size < 2 or np.unique(wanted).size < 2:
        return None
    offset = actual - wanted
    first = float(offset.flat[0])
    scale = float(np.max(np.abs(wanted)))
    if abs(first) < 1e-6 * scale or not np.allclose(offset, first, rtol=0, atol=_CLOSE_RTOL * max(scale, abs(first))):
        return None
    too = "large" if first > 0 else "small"
    amount = "the same amount" if secret else f"the same {abs(first):.6g}"
    return f"has the right shape {actual.shape}, but every value is too {too} by {amount}."


def _worst_diagnosis(actual: np.ndarray, wanted: np.ndarray, wrong: np.ndarray, secret: bool) -> str:
    if actual.ndim == 0:
        if secret:
            return "does not have the right value."
        return f"is {_number(float(actual))}, and should be {_number(float(wanted))}."
    count = int(wrong.sum())
    where = (
        f"{count} of its {actual.size} values are wrong" if count > 1 else f"one of its {actual.size} values is wrong"
    )
    if count == actual.size:
        where = "its values are wrong"
    elif actual.ndim == 2:
        for axis, label in ((0, "row"), (1, "column")):
            hit = np.flatnonzero(wrong.any(axis=1 - axis))
            if len(hit) < actual.shape[axis] and len(hit) * actual.shape[1 - axis] == count:
                which = ", ".join(map(str, hit))
                where = f"only {label} {which} is wrong" if len(hit) == 1 else f"only {label}s {which} are wrong"
    error = np.abs(actual - wanted)
    worst = np.unravel_index(int(np.argmax(np.where(wrong, error, -1))), actual.shape)
    index = _index(np.array(worst))
    text = f"has the right shape {actual.shape}, but {where}"
    if secret:
        return f"{text}; the worst is at index {index}."
    return f"{text}. The worst is at index {index}: {_number(actual[worst])}, and should be {_number(wanted[worst])}."


def _exact_diagnosis(got: Any, wanted: Any, original: Any, secret: bool) -> str:
    if isinstance(wanted, list) != isinstance(got, list):
        asked = f"a list of {len(wanted)} items" if isinstance(wanted, list) else f"a single {type(wanted).__name__}"
        return f"is of type {type(original).__name__}, and {asked} is asked for."
    if not isinstance(wanted, list):
        if type(got) is not type(wanted):
            return f"is of type {type(original).__name__}, and {type(wanted).__name__} is asked for."
        return "does not have the right value." if secret else f"is {_short(got)}, and should be {_short(wanted)}."
    if len(got) != len(wanted):
        text = f"has {len(got)} items, and {len(wanted)} are asked for"
        if len(got) < len(wanted) and _same(got, wanted[len(wanted) - len(got) :]):
            return f"{text}: the first {'one is' if len(wanted) - len(got) == 1 else 'ones are'} missing."
        if len(got) < len(wanted) and _same(got, wanted[: len(got)]):
            return f"{text}: the last {'one is' if len(wanted) - len(got) == 1 else 'ones are'} missing."
        return f"{text}."
    if len(got) > 1 and _same(got[::-1], wanted):
        return "has the right items in reverse order."
    first = next(i for i, (one, other) in enumerate(zip(got, wanted, strict=True)) if not _same(one, other))
    if secret:
        return f"is wrong at index {first}."
    one, other = (tuple(item) if isinstance(item, list) else item for item in (got[first], wanted[first]))
    return f"is wrong at index {first}: {_short(one)}, and should be {_short(other)}."


# --- small parts ------------------------------------------------------------------------------------------------------


def _all_close(actual: np.ndarray, wanted: np.ndarray, rtol: float, atol: float) -> bool:
    return bool(np.allclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True))


def _near(actual: Any, wanted: Any) -> bool:
    """Equal for a diagnosis: to 6 digits of the largest value, so that tiny values don't pass for anything."""
    actual, wanted = np.asarray(actual, dtype=float), np.asarray(wanted, dtype=float)
    if actual.shape != wanted.shape or not (np.all(np.isfinite(actual)) and np.all(np.isfinite(wanted))):
        return False
    scale = float(np.max(np.abs(wanted))) if wanted.size else 0.0
    return bool(np.all(np.abs(actual - wanted) <= _CLOSE_RTOL * np.abs(wanted) + 1e-9 * scale))


def _plain(value: Any) -> Any:
    """Tuples as lists and NumPy's integers and texts as Python's, at every depth."""
    if type(value) in (list, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.integer | np.str_ | np.bool_):
        return value.item()
    return value


def _same(one: Any, other: Any) -> bool:
    """Equal in type, shape and value, at every depth, with nothing asked of a stranger's __eq__."""
    if type(one) is not type(other):
        return False
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if type(one) is dict:
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if type(one) is np.ndarray:
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if type(one) in (int, float, str, bool, complex, bytes, type(None)) or isinstance(one, np.generic):
        return bool(one == other) or (one != one and other != other)
    return one is other


def _name_of(f: Callable[..., Any]) -> str:
    return str(getattr(f, "__name__", "the function"))


def _argument_names(f: Callable[..., Any], count: int) -> list[str]:
    try:
        names = list(inspect.signature(f).parameters)[:count]
    except (TypeError, ValueError):
        names = []
    return names + [f"number {i + 1}" for i in range(len(names), count)]


def _index(index: np.ndarray) -> str:
    numbers = [int(i) for i in index]
    return str(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(str, numbers))})"


def _number(value: Any) -> str:
    return f"{float(value):.8g}"


def _short(value: Any, limit: int = 80) -> str:
    text = repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…"


def _on_hidden_numbers(message: str, secret: bool) -> str:
    return f"{message} (Found on hidden numbers.)" if secret else message


def _passed(name: str, secret: bool) -> None:
    if not secret:
        print(f"{_GREEN}✓{_PLAIN} {name}")


def _function_that_raised(trace: TracebackType | None) -> str | None:
    """The name of the function that a traceback ends in; None for code outside any function."""
    name = None
    while trace:
        name = trace.tb_frame.f_code.co_name
        trace = trace.tb_next
    return None if name is None or name.startswith("<") else name


def _in_hidden_test() -> bool:
    """Whether the cell that calls this module does so between the markers of a hidden test."""
    frame: FrameType | None = sys._getframe()
    while frame and frame.f_globals is globals():
        frame = frame.f_back
    cell = frame.f_globals if frame else None
    while frame and frame.f_globals is cell:
        before = linecache.getlines(frame.f_code.co_filename)[: frame.f_lineno]
        marker = next((line for line in reversed(before) if "HIDDEN TESTS" in line), "")
        if "BEGIN" in marker:
            return True
        frame = frame.f_back
    return False


def _show_error(
    shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> Any:
    """IPython's traceback with a sentence for a beginner below it; that sentence alone for a missing answer."""
    sentence = explain(error)
    if isinstance(error, NotImplementedError):
        shown = [f"{_YELLOW}○{_PLAIN} {sentence}"]
    else:
        shown = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        if sentence:
            shown = [*shown, "", f"{_BOLD}{sentence}{_PLAIN}"]
    shell._showtraceback(kind, error, shown)
    return shown


def _explain_errors_in_notebooks() -> None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell:
        shell.set_custom_exc((NotImplementedError, ValueError), _show_error)


_explain_errors_in_notebooks()
