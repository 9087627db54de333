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
import textwrap
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import combinations
from types import BuiltinFunctionType, FrameType, FunctionType, MethodType, TracebackType
from typing import Any

import numpy as np

from course.cells import ends_in_hidden_test

__all__ = [
    "CheckFailed",
    "close",
    "equal",
    "explain",
    "gradient",
    "parts",
    "picture",
    "quiet",
    "raises",
    "shape",
    "unchanged",
]

_BOLD, _RED, _GREEN, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[0m"
_CLOSE_RTOL = 1e-6  # for "is exactly n times", "is the transpose": looser than a test, far tighter than chance
_NUMPY_SCALARS = frozenset(np.sctypeDict.values())  # the exact types: a subclass may say one thing and be another
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, np.ufunc, type(np.sum))
_WARNINGS = {  # what NumPy says, and what that means
    "overflow": "on the way a number gets larger than a float can be, as in exp(1000)",
    "divide by zero": "on the way something is divided by 0, or the logarithm of 0 is taken",
    "invalid value": "on the way something has no value, as 0/0 or inf − inf",
    "underflow": "on the way a number gets too small to be told from 0",
}
_SAID: list[tuple[Any, str, str]] = [  # what Python or NumPy says of a beginner's mistakes, and what that means
    (
        NameError,
        r"^name '(\w+)' is not defined$",
        "Nothing has the name {0} yet. If a cell above defines it, run that cell first; "
        "if that cell shows an error, mend that.",
    ),
    (
        ValueError,
        r"matmul: .*size (\d+) is different from (\d+)",
        "In a matrix product A @ B the inner sizes must be equal: as many columns in A as rows in B. "
        "Here they are {1} and {0}. Print both shapes: are the two in the right order?",
    ),
    (
        ValueError,
        r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+) \(dim \d\) != (\d+)",
        "In a matrix product the inner sizes must be equal; here, with shapes {0} and {1}, they are "
        "{2} and {3}. Are the two in the right order?",
    ),
    (
        ValueError,
        r"^The truth value of an array with more than one element is ambiguous",
        "Python's if, while, and, or, not, max and min decide once, and here is a whole array. NumPy decides for each "
        "element: np.where(condition, a, b), np.maximum(a, b), or a product with a mask such as x > 0.",
    ),
    (
        ValueError,  # and IndexError
        r"^axis (-?\d+) is out of bounds for array of dimension (\d+)$",
        "There is no axis {0} here: this array has {1} axes, counted from 0. Print its shape: is it what you expected?",
    ),
    (
        TypeError,
        r"^only (?:length-1|0-dimensional) arrays can be converted to Python scalars$",
        "One number is asked for here, and an array is given. float, int and the functions of the module math take "
        "a single number; NumPy's, such as np.exp, take arrays.",
    ),
    (
        TypeError,
        r"^only integer scalar arrays can be converted to a scalar index$",
        "One whole number is asked for here, for an index, a size or an axis, and an array is given. "
        "(np.max(a, b) takes b for an axis; np.maximum(a, b) compares two arrays.)",
    ),
    (
        TypeError,
        r"^ufunc 'bitwise_xor' not supported|^unsupported operand type\(s\) for \^",
        "In Python ^ is no power: write x ** 2.",
    ),
    (
        (TypeError, AttributeError),
        r"\bNoneType\b",
        "Something is None here. Does a function that is called end without a return, or was a value not set yet?",
    ),
    (
        TypeError,
        r"^'(?:numpy\.)?(?:ndarray|u?int\d*|float\d*|list|tuple)' object is not callable$",
        "What stands before a pair of round brackets is called, and here it is no function. Is a * missing, "
        "or square brackets? Or has a function's name been given to a value?",
    ),
    (
        TypeError,
        r"^unsupported operand type\(s\) for (?:[-*/@]|\*\*)=?(?: or pow\(\))?: '(?:list|tuple)' and"
        r"|^unsupported operand type\(s\) for (?:[-+*/@]|\*\*)=?(?: or pow\(\))?: '\w+' and '(?:list|tuple)'"
        r"|^can't multiply sequence by non-int of type",
        "A list can't be used for arithmetic; make an array of it first: np.array(...).",
    ),
    (
        TypeError,
        r"^'float' object cannot be interpreted as an integer$",
        "A whole number is asked for here, for an index, a size or an axis. / always gives a float, // a whole number. "
        "(np.max(a, b) takes b for an axis; np.maximum(a, b) compares two arrays.)",
    ),
    (
        IndexError,
        r"^only integers, slices .* are valid indices$",
        "An index must be a whole number, a slice or an array of these. / always gives a float, // a whole number.",
    ),
    (
        ValueError,
        r"^setting an array element with a sequence\.$",
        "One place of an array takes one number, and here an array or a list is put into it. Print its shape.",
    ),
    (
        IndexError,
        r"^invalid index to scalar variable",
        "A single number has no elements, so it takes no index. Print the shape of what stands before the brackets.",
    ),
    (
        TypeError,
        r"^'(?:builtin_function_or_method|function|method)' object is not subscriptable$",
        "A function that isn't called has no elements. Are its round brackets missing, as in x.copy()?",
    ),
    (
        ValueError,
        r"^(?:not enough|too many) values to unpack \(expected (\d+)",
        "Left of the = stand {0} names, and right of it is another number of values. Print what is on the right.",
    ),
    (
        TypeError,
        r"^Cannot interpret '\d+' as a data type$",
        "A shape is one argument, with brackets of its own: np.zeros((2, 3)).",
    ),
    (
        TypeError,
        r"^Cannot cast ufunc '\w+' output from dtype\('float\d+'\) to dtype\('u?int\d+'\)",
        "An array of whole numbers has no room for decimals. Make floats of it first: x = x.astype(float).",
    ),
]
EXPLAINED = (NotImplementedError, NameError, ValueError, TypeError, AttributeError, IndexError)
_WIDTH = 88  # characters of a line in a notebook of ordinary width
_Near = Callable[[Any, Any], bool]  # _near with the tolerance of a test


class CheckFailed(AssertionError):
    """What is wrong with an answer, in words for the person who wrote it."""

    mark, colour = "✗", _RED

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message

    def __str__(self) -> str:
        return f"{self.name} {self.message}"

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, which would point into the test."""
        return [_in_lines(self.mark, self.name, self.message, self.colour)]


class NotAttempted(CheckFailed):
    """There is no answer yet."""

    mark, colour = "○", ""


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
    _refuse_missing(actual, name)
    with np.errstate(all="ignore"):  # a warning about an overflow would only distract from the diagnosis
        message = _difference(
            actual, np.asarray(expected, dtype=float), name, rtol, atol, sizes or {}, mistakes or {}, secret
        )
    if message:
        raise CheckFailed(name, _on_hidden_numbers(message, secret))
    _passed(name, secret)


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


def shape(actual: Any, expected: tuple[int, ...], *, name: str) -> None:
    """Check that `actual` is an array of numbers of a certain shape, whatever its values.

    Args:
        actual: what the student's function returned. Not changed.
        expected: the shape.
        name: how the message calls `actual`.
    Raises:
        CheckFailed: it is something else; the message says what.
    """
    _refuse_missing(actual, name)
    got = _numbers(actual, np.empty(expected), name).shape
    if got != expected:
        raise CheckFailed(name, f"has shape {got}, and {expected} is expected.")
    _passed(f"{name} has shape {expected}", _in_hidden_test())


def parts(actual: Any, labels: tuple[str, ...], *, name: str) -> tuple[Any, ...]:
    """Check that `actual` is a tuple or list of as many things as there are `labels`, and return them as a tuple.

    An array of so many numbers is as good: `dx, dy = np.array([1.0, 2.0])` takes it apart as well.

    Args:
        actual: what the student's function returned. Not changed.
        labels: what the message calls the things, such as ("W", "b").
        name: how the message calls `actual`.
    Raises:
        CheckFailed: it is something else.
    """
    _refuse_missing(actual, name)
    asked = (
        f"{_count(len(labels), 'thing')} {'is' if len(labels) == 1 else 'are'} expected: return {', '.join(labels)}."
    )
    if type(actual) is np.ndarray and actual.shape == (len(labels),) and actual.dtype.kind in "iuf":
        return tuple(actual)
    if type(actual) not in (tuple, list) and not _is_named_tuple(actual):
        raise CheckFailed(name, f"is one thing of type {type(actual).__name__}, and {asked}")
    if len(actual) != len(labels):
        raise CheckFailed(name, f"holds {_count(len(actual), 'thing')}, and {asked}")
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
        CheckFailed: the gradient is wrong; the message says how. Or f gives nan or inf around x.
        TypeError: x is not a float array, or f does not return a single number.
        ValueError: x is so large that a step of h is lost in it.
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
            if moved[index] == x[index]:
                raise ValueError(f"x must be small enough for a step of {h} (got {x[index]:.3g}); use a larger h")
            value = np.asarray(f(moved))
            if value.shape != ():
                raise TypeError(f"f must return a single number (got shape {value.shape}); sum it")
            if value.dtype.kind not in "iuf":
                raise TypeError(f"f must return a single number (got {value.dtype})")
            ends.append(float(value))
        slope[index] = (ends[0] - ends[1]) / (2 * h)
    if not np.all(np.isfinite(slope)):  # or a gradient of nan would pass
        raise CheckFailed(name, "can't be checked: the function that it belongs to gives nan or inf here.")
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
        if not _same(before, after, strangers=True):
            x = label if label.isidentifier() else "x"
            advice = "Make new lists and arrays, and leave those that come in as they are."
            if isinstance(before, np.ndarray):
                advice = f"Compute a new array: {x} = {x} + 1 makes one, {x} += 1 and {x}[0] = 1 change the old one."
            raise CheckFailed(
                name,
                f"changed its argument {label} in place, so whoever called it has other values than before. {advice}",
            )
    _passed(f"{name} leaves its arguments as they were", _in_hidden_test())


def quiet(f: Callable[..., Any], *args: Any, name: str | None = None) -> Any:
    """Check that NumPy warns of nothing while `f(*args)` is called, and return what it returns.

    Args:
        f: the student's function.
        args: passed to f as they are.
        name: how the message calls f; its own name if None.
    Raises:
        CheckFailed: there was a warning of an overflow, a division by zero or an undefined value.
    """
    name = name or _name_of(f)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = f(*args)
    for warning in caught:
        kind = str(warning.message).partition(" encountered")[0]
        if issubclass(warning.category, RuntimeWarning) and kind in _WARNINGS:
            raise CheckFailed(name, f"makes NumPy warn: {_WARNINGS[kind]}, even if the result looks right.")
    _passed(f"{name} gives no warning", _in_hidden_test())
    return value


def raises(
    error: type[Exception],
    f: Callable[..., Any],
    *args: Any,
    mentions: tuple[object, ...] = (),
    name: str | None = None,
) -> None:
    """Check that `f(*args)` raises `error` with a message that holds everything in `mentions`.

    Args:
        error: the class that is expected; a subclass of it is right, too.
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
        missing = [str(word) for word in mentions if not _mentioned(str(word), text)]
        if missing:
            says = f"its message {_short(text)} does not mention" if text else "without a message: mention"
            lacks = "its message leaves out something that would help" if secret else f"{says} {_and(missing)}"
            raise CheckFailed(name, f"raises {error.__name__}, as it should, but {lacks}.") from None
    except Exception as raised:
        text = "" if secret or not str(raised) else f" ({_short(str(raised))})"
        raise CheckFailed(
            name, f"raised {type(raised).__name__} here{text}, and {error.__name__} is expected: {asked}."
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
        ValueError: the shapes differ, or have more than two dimensions, or the arrays are empty.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    from course import plots

    left, right = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if left.shape != right.shape or left.ndim not in (1, 2) or not left.size:
        raise ValueError(
            f"needs two arrays of one shape and one or two dimensions (got {left.shape} and {right.shape})"
        )
    with np.errstate(all="ignore"):
        error = np.atleast_2d(np.abs(left - right))
    # Where one side is nan, argmax finds that first.
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
    inches = (min(1.5 + 0.6 * error.shape[1], 14), min(1.2 + 0.6 * error.shape[0], 14))
    figure = Figure(figsize=inches, layout="constrained")
    axes = figure.subplots()
    image = axes.imshow(error, cmap="magma_r", vmin=0)
    axes.set(title=name, xlabel="column", ylabel="row")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    figure.colorbar(image, label="absolute error")
    plots.show(
        figure,
        f"Heat map, {name}: the absolute error is largest at row {worst[0]}, column {worst[1]}: {error[worst]:.3g}.",
    )


def explain(error: BaseException) -> str | None:
    """One or two sentences for a beginner about an error of Python's or NumPy's; None where there is nothing to add."""
    text = str(error)
    if isinstance(error, NotImplementedError) and not text:  # a library's own has a text
        # Where the student's code runs in another process, that process tells the function.
        where = getattr(error, "raised_in", None) or _function_that_raised(error.__traceback__)
        return (
            f"{where or 'This exercise'} is not attempted yet. Write it where its cell says YOUR CODE HERE, "
            "in place of the raise line, run that cell, then run this one again."
        )
    if isinstance(error, AttributeError) and type(error.obj).__module__ == "__main__" and _tells_of(error):
        return (
            f"This {type(error.obj).__name__} has kept nothing under the name {error.name}. It is there once "
            f"self.{error.name} = ... was run: does a method do that, and was it called before?"
        )
    for kind, pattern, sentence in _SAID:
        if isinstance(error, kind) and (found := re.search(pattern, text)):
            return sentence.format(*found.groups())
    if isinstance(error, ValueError) and (
        found := re.search(r"could not be broadcast together with shapes ((?:\([^)]*\) ?){2,})$", text)
    ):
        shapes = _and(dict.fromkeys(re.findall(r"\([^)]*\)", found[1])))  # a result has the shape of an input
        return (
            f"Arrays of shapes {shapes} can't be combined element by element: compared from the "
            "right, their sizes must be equal or 1. Which operation did you mean, and which shapes did you expect?"
        )
    return None


def _tells_of(error: AttributeError) -> bool:
    """Whether the error is Python's own, of an object without the attribute that was read."""
    return str(error) == f"'{type(error.obj).__name__}' object has no attribute '{error.name}'"


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
    if kind is int:
        try:
            return np.asarray(float(actual))
        except OverflowError:
            raise CheckFailed(name, "is a whole number far too large.") from None
    if kind is float or kind is np.ndarray or kind in _NUMPY_SCALARS:
        dtype = np.asarray(actual).dtype
        if dtype.kind in "iuf":
            return np.asarray(actual, dtype=float)
        if kind is np.ndarray:
            things = {"b": "True and False", "c": "complex numbers", "O": "Python objects", "U": "text"}
            held = f"{things.get(dtype.kind, 'other things')} (dtype {dtype})"
            raise CheckFailed(name, f"holds {held}, and {asked} that holds ordinary numbers is expected.")
    text = f"is of type {kind.__name__}"
    advice = " Wrap it: np.array(...)." if wanted.ndim else ""
    if kind in (list, tuple):
        text = f"is a {kind.__name__} of {_count(len(actual), 'item')}"
        if not _would_be_numbers(actual, wanted.ndim):
            advice = ""
    elif kind in _FUNCTIONS:
        text, advice = "is a function", " Is it called, with parentheses?"
    elif not issubclass(kind, np.ndarray) and kind.__module__.partition(".")[0] != "pandas":
        advice = ""
    raise CheckFailed(name, f"{text}, and {asked} is expected.{advice}")


def _would_be_numbers(items: list[Any] | tuple[Any, ...], ndim: int) -> bool:
    """Whether a list or tuple becomes an array of numbers with so many axes."""
    try:
        made = np.asarray(items)
    except (TypeError, ValueError):
        return False
    return made.ndim == ndim and made.dtype.kind in "iuf"


def _difference(
    actual: Any,
    wanted: np.ndarray,
    name: str,
    rtol: float,
    atol: float,
    sizes: Mapping[str, int],
    mistakes: Mapping[str, Any],
    secret: bool,
) -> str | None:
    """How `actual` differs from `wanted`; None where it does not."""
    numbers = _numbers(actual, wanted, name)
    if _all_close(numbers, wanted, rtol, atol):
        return None
    near = partial(_near, atol=atol)
    for sentence, value in mistakes.items():
        slip = np.asarray(value, dtype=float)
        if _all_close(slip, wanted, rtol, atol):
            continue
        loose = max(rtol, _CLOSE_RTOL)
        if _all_close(numbers, slip, rtol, atol) or (
            _all_close(numbers, slip, loose, atol) and not _all_close(numbers, wanted, loose, atol)
        ):
            return f"is not right yet. {sentence}"
    if numbers.shape != wanted.shape:
        return _shape_diagnosis(numbers, wanted, near)
    dtype = np.asarray(actual).dtype
    if dtype in (np.float16, np.float32):
        scale = float(np.max(np.abs(wanted)))
        if _all_close(numbers, wanted, 0, 8 * float(np.finfo(dtype).eps) * scale):
            return (
                f"is nearly right, but has only the digits of {dtype}. Stay with float64, which NumPy uses by itself."
            )
    return _value_diagnosis(numbers, wanted, dtype.kind in "iu", sizes, rtol, atol, near, secret)


def _shape_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: _Near) -> str:
    got, asked = actual.shape, wanted.shape
    shape = f"has shape {got}, and {asked} is expected"
    if not asked:
        shape = f"has shape {got}, and a single number is expected"
    elif not got:
        shape = f"is a single number, and an array of shape {asked} is expected"
    if actual.ndim > 1 and near(actual.T, wanted):
        return f"{shape}: this is the transpose."
    if actual.size == wanted.size and near(actual.reshape(asked), wanted):
        values = "values are" if actual.size > 1 else "value is"
        return f"{shape}. The {values} right, only the shape is not."
    if text := _reduction_diagnosis(actual, wanted, near):
        return f"{shape}. {text}"
    if len(got) > 1 and sorted(got) == sorted(asked):
        return f"{shape}: these are the same sizes in another order."
    return f"{shape}."


def _reduction_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: _Near) -> str | None:
    """A sum or mean that was forgotten, or taken where none was asked for."""
    if not np.any(wanted):
        return None  # sums and means of zeros prove nothing

    def axes(larger: np.ndarray, smaller: np.ndarray, reduce: Callable[..., Any]) -> list[int | None]:
        """The axes, or None for all of them, over which `reduce` makes `smaller` of `larger`."""
        whole = [None] if larger.ndim > 1 else []
        return [
            axis
            for axis in [*range(larger.ndim), *whole]
            if larger.size > smaller.size and near(reduce(larger, axis=axis), smaller)
        ]

    def over(found: list[int | None], array: np.ndarray) -> str:
        if array.ndim == 1:
            return "it"
        if len(found) > 1:
            return "one of its axes"
        return "all of them" if found[0] is None else f"axis {found[0]}"

    if found := axes(actual, wanted, np.sum):
        return f"The values are right, but not added up yet: sum over {over(found, actual)}."
    if found := axes(actual, wanted, np.mean):
        means = [np.mean(actual, axis=axis, keepdims=True) for axis in found]
        if any(near(actual, np.broadcast_to(mean, actual.shape)) for mean in means):
            return "The right values are in it more than once."
        return f"The values are right, but not averaged yet: take the mean over {over(found, actual)}."
    if found := axes(wanted, actual, np.sum):
        if wanted.ndim == 1 or found == [None]:
            return "It is the sum of the values that are expected: leave each on its own."
        return f"It is what is expected, summed over {over(found, wanted)}: leave each value on its own."
    return None


def _value_diagnosis(
    actual: np.ndarray,
    wanted: np.ndarray,
    integer: bool,
    sizes: Mapping[str, int],
    rtol: float,
    atol: float,
    near: _Near,
    secret: bool,
) -> str:
    wrong = ~np.isclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True)
    for what, bad in (("nan (not a number)", np.isnan(actual)), ("inf (infinity)", np.isinf(actual))):
        if np.any(bad & wrong):
            first = _index(np.argwhere(bad & wrong)[0])
            return f"is {what}." if actual.ndim == 0 else f"contains {what}, first at index {first}."
    decimals = integer and not np.array_equal(wanted, np.trunc(wanted))
    if not np.any(actual) and np.any(wanted):
        if actual.ndim == 0:
            return "is 0, and should not be."
        text = "is 0 everywhere, and should not be."
        return text + (" An integer dtype can't hold decimals: make it floats, with dtype=float." if decimals else "")
    if decimals and actual.size > 1 and any(np.array_equal(actual, cut(wanted)) for cut in (np.trunc, np.floor)):
        return "has lost the decimals: it has an integer dtype. Make it floats, with x.astype(float) or dtype=float."
    if decimals and actual.size > 1 and np.array_equal(actual, np.round(wanted)):
        return "is rounded to whole numbers: it has an integer dtype. Leave the decimals, in a float dtype."
    diagnoses = (
        _rows_diagnosis(actual, wanted, near, secret),
        _order_diagnosis(actual, wanted, near),
        _factor_diagnosis(actual, wanted, sizes, near, secret),
        _offset_diagnosis(actual, wanted, near, secret),
    )
    # What is right to 6 digits is not also reversed, only because it reads the same from both ends.
    named = None if near(actual, wanted) else next((text for text in diagnoses if text), None)
    return named or _worst_diagnosis(actual, wanted, wrong, secret)


def _rows_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: _Near, secret: bool) -> str | None:
    """Probabilities that don't add up to 1; a 0 among them would rather be a mask."""
    if (
        wanted.ndim == 0
        or wanted.shape[-1] < 2
        or np.any(wanted <= 0)
        or not near(wanted.sum(axis=-1), np.ones(wanted.shape[:-1]))
    ):
        return None
    sums = actual.sum(axis=-1)
    if near(sums, np.ones(sums.shape)):
        return None
    if wanted.ndim == 1:
        return "should sum to 1, and does not." if secret else f"should sum to 1, and sums to {float(sums):.8g}."
    if near(actual.sum(), 1.0):
        return "sums to 1 as a whole, and each row should sum to 1 on its own."
    if wanted.ndim == 2 and len(wanted) > 1 and near(actual.sum(axis=0), np.ones(wanted.shape[1])):
        return "has columns that sum to 1, and each row should: is this the wrong axis?"
    row = np.argwhere(~np.isclose(sums, 1, rtol=_CLOSE_RTOL, atol=0))[0]
    text = f"has rows that do not sum to 1: the first is row {_index(row)}"
    return f"{text}." if secret else f"{text}, which sums to {float(sums[tuple(row)]):.8g}."


def _order_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: _Near) -> str | None:
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and near(actual.T, wanted):
        return "is the transpose of what is expected: rows and columns are exchanged."
    values = np.unique(wanted).size
    if values < 3 and actual.size > 2:
        return None  # zeros and ones are easily found elsewhere
    for axis in range(actual.ndim):
        if actual.shape[axis] > 1 and near(np.flip(actual, axis), wanted):
            return "has the right values in reverse order" + ("." if actual.ndim == 1 else f" along axis {axis}.")
    if values > 2 and near(np.sort(actual, axis=None), np.sort(wanted, axis=None)):
        return "has the right values, but in other places."
    return None


def _factor_diagnosis(
    actual: np.ndarray, wanted: np.ndarray, sizes: Mapping[str, int], near: _Near, secret: bool
) -> str | None:
    """A factor that all values share; for a single value, only one that means something."""
    largest = np.unravel_index(int(np.argmax(np.abs(wanted))), wanted.shape)
    if wanted[largest] == 0:
        return None
    ratio = float(actual[largest] / wanted[largest])
    if ratio == 0 or not near(actual, ratio * wanted):
        return None
    factor = max(abs(ratio), 1 / abs(ratio))
    if np.isclose(ratio, -1, rtol=_CLOSE_RTOL, atol=0):
        return "has the wrong sign" + (" everywhere." if actual.size > 1 else ".")
    too = "large" if abs(ratio) > 1 else "small"
    swapped = "sum where a mean" if abs(ratio) > 1 else "mean where a sum"
    sign = " and has the wrong sign" if ratio < 0 else ""
    value = "every value is" if actual.size > 1 else "its value is"
    every = f"has the right shape {actual.shape}, but {value}" if actual.ndim else "is"
    for size, labels in _named_sizes(sizes).items():
        if size > 1 and np.isclose(factor, size, rtol=_CLOSE_RTOL, atol=0):
            return f"{every} {size} times too {too}{sign}. {size} is {_and(labels)}: is this a {swapped} is expected?"
    whole = round(factor) if factor < 1000 else 0
    exact = whole in (2, 3, 4, 10, 100) and np.isclose(factor, whole, rtol=_CLOSE_RTOL, atol=0)
    if actual.ndim == 0:
        if exact and not secret:
            return f"{_pair(actual, wanted)}: it is exactly {whole} times too {too}{sign}."
        return None
    several = np.unique(np.abs(wanted[wanted != 0])).size > 1  # else it may as well be an offset
    if not exact and not (several and np.isfinite(factor) and not np.isclose(factor, 1, rtol=1e-3)):
        return None
    if secret:
        return f"{every} too {too} by the same factor{sign}." if several else None
    return f"{every} {f'exactly {whole}' if exact else f'{factor:.4g}'} times too {too}{sign}."


def _named_sizes(sizes: Mapping[str, int]) -> dict[int, list[str]]:
    """What to call a number that is a size of the problem, or else the product of two."""
    names: dict[int, list[str]] = {}
    for label, size in sizes.items():
        names.setdefault(size, []).append(f"the {label} size")
    products: dict[int, list[str]] = {}
    for (first, one), (second, two) in combinations(sizes.items(), 2):
        products.setdefault(one * two, []).append(f"the {first} size times the {second} size")
    return products | names


def _offset_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: _Near, secret: bool) -> str | None:
    """The same number added everywhere, which a single value can't show."""
    if np.unique(wanted).size < 2:
        return None
    offset = actual - wanted
    first = float(offset.flat[0])
    if not near(offset, np.full(offset.shape, first)):
        return None
    too = "large" if first > 0 else "small"
    amount = "the same amount" if secret else f"{abs(first):.6g}"
    return f"has the right shape {actual.shape}, but every value is too {too} by {amount}."


def _worst_diagnosis(actual: np.ndarray, wanted: np.ndarray, wrong: np.ndarray, secret: bool) -> str:
    if actual.ndim == 0:
        return "does not have the right value." if secret else f"{_pair(actual, wanted)}."
    if actual.size == 1:
        text = f"has the right shape {actual.shape}, but its value is wrong"
        return f"{text}." if secret else f"{text}: it {_pair(actual.flat[0], wanted.flat[0])}."
    count = int(wrong.sum())
    where = f"{'some' if secret else count} of its {actual.size} values are wrong"
    if count == 1:
        where = f"one of its {actual.size} values is wrong"
    elif count == actual.size:
        where = "its values are wrong"
    if count < actual.size and actual.ndim == 2:
        for axis, label in ((0, "row"), (1, "column")):
            hit = np.flatnonzero(wrong.any(axis=1 - axis))
            if len(hit) <= 5 and len(hit) * actual.shape[1 - axis] == count > 1:
                where = f"only {label} {hit[0]} is wrong" if len(hit) == 1 else f"only {label}s {_and(hit)} are wrong"
    error = np.abs(actual - wanted)
    worst = np.unravel_index(int(np.argmax(np.where(wrong, error, -1))), actual.shape)
    found = f"{'It' if count == 1 else 'The worst'} is at index {_index(np.array(worst))}"
    text = f"has the right shape {actual.shape}, but {where}. {found}"
    if secret:
        return f"{text}."
    share = 100 * error[worst] / abs(wanted[worst]) if wanted[worst] else np.inf
    off = f" (off by {share:.3g} %)" if share < 1000 else ""  # not where it is nan or inf either
    return f"{text}: it {_pair(actual[worst], wanted[worst])}{off}."


def _exact_diagnosis(got: Any, wanted: Any, original: Any, secret: bool) -> str:
    kinds = {int: "a whole number", str: "a text", bool: "True or False", type(None): "None"}
    if type(wanted) is not list:
        if type(got) is not type(wanted):
            asked = kinds.get(type(wanted), f"something of type {type(wanted).__name__}")
            return f"is of type {type(original).__name__}, and {asked} is expected."
        return "does not have the right value." if secret else f"is {_short(got)}, and should be {_short(wanted)}."
    if type(got) is not list:
        return f"is of type {type(original).__name__}, and a list of {_count(len(wanted), 'item')} is expected."
    if len(got) != len(wanted):
        text = f"has {_count(len(got), 'item')}, and {len(wanted)} {'is' if len(wanted) == 1 else 'are'} expected"
        missing = len(wanted) - len(got)
        ends = [missing > 0 and _same(got, wanted[missing:]), missing > 0 and _same(got, wanted[:-missing])]
        if got and ends.count(True) == 1:
            which = "first" if ends[0] else "last"
            return f"{text}: the {which} {'one is' if missing == 1 else 'ones are'} missing."
        return f"{text}."
    if _same(got[::-1], wanted):
        return "has the right items in reverse order."
    first = next(i for i, (one, other) in enumerate(zip(got, wanted, strict=True)) if not _same(one, other))
    if secret:
        return f"is wrong at index {first}."
    one, other = (tuple(item) if type(item) is list else item for item in (got[first], wanted[first]))
    return f"is wrong at index {first}: it is {_short(one)}, and should be {_short(other)}."


# --- small parts ------------------------------------------------------------------------------------------------------


def _all_close(actual: np.ndarray, wanted: np.ndarray, rtol: float, atol: float) -> bool:
    same_shape = actual.shape == wanted.shape  # or broadcasting would let a wrong shape pass
    return same_shape and bool(np.allclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True))


def _near(actual: Any, wanted: Any, atol: float) -> bool:
    """Equal for a diagnosis: to 6 digits of each value, or 9 of the largest where `atol` is not less.

    Empty arrays prove nothing: they are near to nothing.
    """
    actual, wanted = np.asarray(actual, dtype=float), np.asarray(wanted, dtype=float)
    if actual.shape != wanted.shape or not wanted.size:
        return False
    if not (np.all(np.isfinite(actual)) and np.all(np.isfinite(wanted))):
        return False
    floor = min(atol, 1e-9 * float(np.max(np.abs(wanted))))
    return bool(np.all(np.abs(actual - wanted) <= _CLOSE_RTOL * np.abs(wanted) + floor))


def _is_named_tuple(value: Any) -> bool:
    return type(value).__bases__ == (tuple,) and hasattr(type(value), "_fields")


def _plain(value: Any) -> Any:
    """Tuples as lists and NumPy's integers and texts as Python's, at every depth."""
    if type(value) in (list, tuple) or _is_named_tuple(value):
        return [_plain(item) for item in value]
    if type(value) in _NUMPY_SCALARS and value.dtype.kind in "iufbU":
        return value.item()
    return value


def _same(one: Any, other: Any, *, strangers: bool = False) -> bool:
    """Equal in type, shape and value, at every depth, with nothing asked of a stranger's __eq__.

    Two objects of a strange type count as the same if they are one object, or if `strangers` says so.
    """
    if type(one) is not type(other):
        return False
    same = partial(_same, strangers=strangers)
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        return same(one.tolist(), other.tolist()) if one.dtype.hasobject else one.tobytes() == other.tobytes()
    if type(one) in (int, float, str, bool, complex, bytes, set, frozenset) or type(one) in _NUMPY_SCALARS:
        return bool(one == other) or bool(one != one and other != other)
    return one is other or strangers


def _name_of(f: Callable[..., Any]) -> str:
    return str(getattr(f, "__name__", "the function"))


def _argument_names(f: Callable[..., Any], count: int) -> list[str]:
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        parameters = {}.values()
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][:count]
    return names + [f"number {i + 1}" for i in range(len(names), count)]


def _index(index: np.ndarray) -> str:
    numbers = [int(i) for i in index]
    return str(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(str, numbers))})"


def _pair(actual: Any, wanted: Any) -> str:
    """What came and what should have come, with as many digits as tell them apart."""
    texts = [f"{float(value):.8g}" for value in (actual, wanted)]
    if texts[0] == texts[1]:
        texts = [repr(float(value)) for value in (actual, wanted)]
    return f"is {texts[0]}, and should be {texts[1]}"


def _and(words: Iterable[object]) -> str:
    """The words as a list in a sentence: a, b and c."""
    texts = [str(word) for word in words]
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _mentioned(word: str, text: str) -> bool:
    """Whether the word or number stands in the text by itself: 3 does not in 13 or 3.5, but does in 3.0 and 5x3."""
    text = re.sub(r"(?<=\d)[x×](?=\d)", " ", text)
    before = r"(?<!\w)(?<!\d\.)" if word[:1].isalnum() else ""
    after = r"(?!\w)(?!\.\d*[1-9])" if word[-1:].isalnum() else ""
    return re.search(before + re.escape(word) + after, text, re.IGNORECASE) is not None


def _short(value: Any, limit: int = 80) -> str:
    """The value as Python writes it, unless it is a stranger, whose __repr__ may say or do anything."""
    if not _is_plain(value):
        return f"something of type {type(value).__name__}"
    text = repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…"


def _is_plain(value: Any) -> bool:
    if type(value) in (list, tuple):
        return all(_is_plain(item) for item in value)
    return type(value) in (int, float, str, bool, complex, bytes, type(None)) or type(value) in _NUMPY_SCALARS


def _on_hidden_numbers(message: str, secret: bool) -> str:
    return f"{message} (Found on hidden numbers.)" if secret else message


def _in_lines(mark: str, name: str, message: str, colour: str = "") -> str:
    """A message broken into lines, with mark and name bold and coloured."""
    text = textwrap.fill(f"{mark} {name} {message}", _WIDTH, subsequent_indent="  ")
    left = len("".join(f"{mark}{name}".split()))
    end = 0
    while left:
        left -= not text[end].isspace()
        end += 1
    return f"{colour}{_BOLD}{text[:end]}{_PLAIN}{text[end:]}"


def _passed(name: str, secret: bool) -> None:
    if not secret:
        print(f"{_GREEN}✓{_PLAIN} {name}")


def _function_that_raised(trace: TracebackType | None) -> str | None:
    """The name of the function or method that a traceback ends in; None for code outside any function."""
    name = None
    while trace:
        name = trace.tb_frame.f_code.co_qualname.rpartition("<locals>.")[2]
        trace = trace.tb_next
    return None if name is None or name.startswith("<") else name


def _in_hidden_test() -> bool:
    """Whether one of the cells that are running, or a function of theirs, has come to a line of a hidden test.

    Cells run as `__main__`: in a kernel, in the grader and when a lesson is rehearsed. What runs under another name is
    this package or a library, whoever called it.
    """
    frame: FrameType | None = sys._getframe()
    while frame:
        if frame.f_globals.get("__name__") == "__main__":
            before = linecache.getlines(frame.f_code.co_filename)[: frame.f_lineno]
            if ends_in_hidden_test(before):
                return True
        frame = frame.f_back
    return False


def explained(error: BaseException, traceback: Callable[[], list[str]]) -> list[str]:
    """What a notebook shows of an error: its traceback with a sentence for a beginner below, or that sentence alone.

    Args:
        error: what was raised.
        traceback: gives the lines of its traceback; not called where they would only distract.
    """
    sentence = explain(error)
    if sentence and isinstance(error, NotImplementedError):
        name, verb, rest = sentence.partition(" is ")
        return [_in_lines("○", name, f"{verb.strip()} {rest}")]
    shown = traceback()
    return [*shown, "", f"{_BOLD}{textwrap.fill(sentence, _WIDTH)}{_PLAIN}"] if sentence else shown


def _show_error(
    shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> Any:
    """IPython's traceback, explained."""
    shown = explained(error, lambda: shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset))
    shell._showtraceback(kind, error, shown)
    return shown


def _explain_errors_in_notebooks() -> None:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell:
        shell.set_custom_exc(EXPLAINED, _show_error)


_explain_errors_in_notebooks()
