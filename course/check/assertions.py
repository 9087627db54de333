"""Assertions that explain.

A test cell compares what a student's function returned with what it should return. Where they differ, these functions
say in a sentence or two what a teacher would say: not that the numbers are wrong, but how.

Inside a hidden test the diagnosis stays, and the values go (`secret`).
"""

import copy
import inspect
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from course.check import bank
from course.check import sentences as say
from course.check.agreement import agreeing
from course.check.bank import Print
from course.check.diagnoses import difference, exact_diagnosis, shape_told
from course.check.hidden import in_hidden_test
from course.check.sentences import CLOSED, Told
from course.check.values import array_of, is_named_tuple, is_nearly, is_same, numbers_of, plain, shortened, type_of
from course.check.words import GREEN, PLAIN, CheckFailed, NotAttempted, counted, is_mentioned, listed
from course.nesting import holds_itself

_SHORT = 120  # characters of arguments that are said
# What NumPy says, and what that means.
_WARNINGS = dict(zip(("overflow", "divide by zero", "invalid value", "underflow"), CLOSED["warning"], strict=True))


def close(
    actual: Any,
    expected: Any,
    *,
    name: str,
    rtol: float = 1e-8,
    atol: float = 1e-10,
    sizes: Mapping[str, int] | None = None,
    secret: bool | None = None,
) -> None:
    """Check that `actual` is a number or array of numbers with the shape and the values of `expected`.

    Args:
        actual: what the student's function returned. Not changed.
        expected: number, array or nested list, of any shape. Not changed.
        name: how the message calls `actual`, such as "affine(x, W, b)".
        rtol: |actual − expected| may be up to atol + rtol · |expected|.
        atol: the other number in that bound.
        sizes: sizes of the problem by name, such as {"batch": 6}, for telling a sum from a mean.
        secret: whether values must not be shown; if None, whether the call stands in a hidden test.
    Raises:
        CheckFailed: they differ; the message says how.
    """
    secret = in_hidden_test() if secret is None else secret
    _refuse_missing(actual, name)
    _refuse_itself(actual, name)
    actual = array_of(actual)
    wanted = np.asarray(expected, dtype=float)
    with np.errstate(all="ignore"):  # a warning about an overflow would only distract from the diagnosis
        told = difference(actual, wanted, rtol, atol, sizes or {})
        if told:
            raise _known(name, told, secret, Print.of(wanted), Print.of(actual, atol))
    bank.current().passed(name, wanted)
    _passed(name, secret)


def equal(actual: Any, expected: Any, *, name: str, secret: bool | None = None) -> None:
    """Check a result that is exact: a count, a text, a shape, a list or tuple of these.

    A list and a tuple of the same items count as equal, a NumPy integer and an int as well.

    Args:
        actual: what the student's function returned. Not changed.
        expected: int, str, bool, None, or a list or tuple of them, nested as needed. Not changed.
        name: how the message calls `actual`.
        secret: whether values must not be shown; if None, whether the call stands in a hidden test.
    Raises:
        CheckFailed: they differ; the message says where first.
    """
    secret = in_hidden_test() if secret is None else secret
    if expected is not None:
        _refuse_missing(actual, name)
    _refuse_itself(actual, name)
    got, wanted = plain(actual), plain(expected)
    if not is_same(got, wanted):
        told = exact_diagnosis(got, wanted, actual)
        raise _known(name, told, secret, Print.of_exact(expected), Print.of_exact(actual))
    bank.current().passed(name, Print.of_exact(expected))
    _passed(name, secret)


def shape(actual: Any, expected: tuple[int, ...], *, name: str) -> None:
    """Check that `actual` is an array of numbers of a certain shape, whatever its values.

    Args:
        actual: what the student's function returned. Not changed.
        expected: the shape.
        name: how the message calls `actual`.
    Raises:
        CheckFailed: it is something else; the message says what.
    """
    secret = in_hidden_test()
    _refuse_missing(actual, name)
    _refuse_itself(actual, name)
    actual = array_of(actual)
    wanted = Print.of_call("shape", expected)
    numbers = numbers_of(actual, np.empty(expected))
    if isinstance(numbers, Told):
        raise _known(name, numbers, secret, wanted, Print.of_exact(actual))
    if numbers.shape != expected:
        got = Print.of_call("shape", numbers.shape)
        raise _known(name, shape_told(numbers.shape, expected), secret, wanted, got)
    bank.current().passed(name, wanted)
    _passed(f"{name} has shape {expected}", secret)


def parts(actual: Any, labels: tuple[str, ...], *, name: str) -> tuple[Any, ...]:
    """Check that `actual` is a tuple or list of as many things as there are `labels`, and return them as a tuple.

    An array of so many numbers is as good: `dx, dy = np.array([1.0, 2.0])` takes it apart as well.

    Args:
        actual: what the student's function returned. Not changed.
        labels: what the message calls the things, such as ("W", "b").
        name: how the message calls `actual`.
    Returns:
        The things, each as it came.
    Raises:
        CheckFailed: it is something else.
    """
    _refuse_missing(actual, name)
    secret = in_hidden_test()
    wanted = Print.of_call("parts", labels)
    actual = array_of(actual)
    is_row = type(actual) is np.ndarray and actual.shape == (len(labels),) and actual.dtype.kind in "iuf"
    if not is_row and type(actual) not in (tuple, list) and not is_named_tuple(actual):
        told = say.ONE_THING.told(kind=type_of(actual), parts=asked_parts(labels))
        raise _known(name, told, secret, wanted, Print.of(actual).after("one item"), beside=True)
    if len(actual) != len(labels):
        told = say.OTHER_COUNT.told(count=counted(len(actual), "item"), parts=asked_parts(labels))
        raise _known(name, told, secret, wanted, Print.of_exact(actual), beside=True)
    bank.current().passed(name, wanted)
    return tuple(actual)


def asked_parts(labels: Sequence[str]) -> str:
    """The end of a sentence that says which parts are expected.

    Args:
        labels: what the parts are called. Not changed.
    """
    are = "is" if len(labels) == 1 else "are"
    return f"{counted(len(labels), 'item')} {are} expected: return {', '.join(labels)}."


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
    secret: bool | None = None,
) -> None:
    """Check `dx`, a gradient that the student computed, against the slope of `f` at `x`.

    The slope is the central difference (f(x + h) − f(x − h)) / 2h, taken element by element.

    Args:
        f: from an array of the shape of `x` to a single number. It gets copies of `x`.
        x: float array of any shape. Not changed.
        dx: the gradient to check, which should have the shape of `x`. Not changed.
        name: how the message calls `dx`.
        h: half the distance between the two points of a difference.
        rtol: |dx − slope| may be up to atol + rtol · |slope|.
        atol: the other number in that bound.
        sizes: sizes of the problem by name, as in `close`.
        secret: whether values must not be shown; if None, whether the call stands in a hidden test.
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
        raise _failed(name, say.UNCHECKED.told(), in_hidden_test() if secret is None else secret)
    close(dx, slope, name=name, rtol=rtol, atol=atol, sizes=sizes, secret=secret)


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
    secret = in_hidden_test()
    wanted = Print.of_call("unchanged", args)
    passed = copy.deepcopy(args)
    f(*passed)
    for place, (label, before, after) in enumerate(zip(_argument_names(f, len(args)), args, passed, strict=True)):
        if not is_same(before, after, strangers=True):
            which = CLOSED["argument"][min(place, len(CLOSED["argument"]) - 1)]
            if is_nearly(before, after):
                told = say.RESTORED.told(label_got=label, argument=which)
                raise _known(name, told, secret, wanted, Print.of_call("restored", place), beside=True)
            told = say.CHANGED.told(label_got=label, argument=which)
            x = label if label.isidentifier() else "x"
            advice = say.COMPUTE_NEW.told(x=x) if isinstance(before, np.ndarray) else say.MAKE_NEW.told()
            raise _known(name, told + advice, secret, wanted, Print.of(after).after(f"changed {place}"), beside=True)
    bank.current().passed(name, wanted)
    _passed(f"{name} leaves its arguments as they were", secret)


def quiet(f: Callable[..., Any], *args: Any, name: str | None = None) -> Any:
    """Check that NumPy warns of nothing while `f(*args)` is called, and return what it returns.

    Args:
        f: the student's function.
        args: passed to f as they are.
        name: how the message calls f; its own name if None.
    Returns:
        What f returned, as it is.
    Raises:
        CheckFailed: there was a warning of an overflow, a division by zero or an undefined value.
    """
    name = name or _name_of(f)
    secret = in_hidden_test()
    wanted = Print.of_call("quiet", args)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = f(*args)
    for warning in caught:
        kind = str(warning.message).partition(" encountered")[0]
        if issubclass(warning.category, RuntimeWarning) and kind in _WARNINGS:
            told = say.WARNS.told(warning=_WARNINGS[kind])
            raise _known(name, told, secret, wanted, Print.of(value).after(f"warns {kind}"), beside=True)
    bank.current().passed(name, wanted)
    _passed(f"{name} gives no warning", secret)
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
    secret = in_hidden_test()
    expected = error.__name__
    wanted = Print.of_call(f"raises {expected}", (args, tuple(map(str, mentions))))
    try:
        returned = f(*args)
    except NotImplementedError:
        raise
    except error as raised:
        text = str(raised)
        missing = [str(word) for word in mentions if not is_mentioned(str(word), text)]
        if missing:
            sentence = say.LEAVES_OUT if text else say.SILENT
            told = sentence.told(error=expected, message=shortened(text), missing=listed(missing))
            raise _known(name, told, secret, wanted, Print.of_call("leaves out", missing), beside=True) from None
    except NameError:
        raise  # which is no refusal, and is explained
    except Exception as raised:
        kind = type(raised).__name__
        text = f" ({shortened(str(raised))})" if str(raised) else ""
        places = {"kind_got": kind, "raised": kind, "message": text}
        sequence = next((type(arg).__name__ for arg in args if type(arg) in (list, tuple)), None)
        if sequence and isinstance(raised, AttributeError | TypeError) and re.search(rf"\b{sequence}\b", str(raised)):
            told = say.NOT_MADE_AN_ARRAY.told(**places, sequence=sequence)
        else:
            told = say.OTHER_ERROR.told(**places, error=expected)
        raise _known(name, told, secret, wanted, Print.of_call("raised", kind), beside=True) from None
    else:
        told = say.RETURNED.told(got=_returned(returned), given=_given(args), error=expected)
        raise _known(name, told, secret, wanted, Print.of(returned).after("returned"), beside=True)
    bank.current().passed(name, wanted)
    _passed(f"{name} refuses what does not fit", secret)


def _returned(value: Any) -> str:
    return f"{float(value):.8g}" if isinstance(value, np.floating) else shortened(value)


def _given(args: tuple[Any, ...]) -> str:
    """With what a function was called, if that is said in a few words."""
    words = [f"an array of shape {arg.shape}" if isinstance(arg, np.ndarray) else shortened(arg) for arg in args]
    return f" for {listed(words)}" if args and sum(map(len, words)) < _SHORT else ""


def _refuse_missing(actual: Any, name: str) -> None:
    if actual is None:
        raise _agreed(NotAttempted(name, say.NO_ANSWER.told()))
    if actual is NotImplemented or actual is Ellipsis:
        raise _agreed(NotAttempted(name, say.NOT_ATTEMPTED.told()))


def _refuse_itself(actual: Any, name: str) -> None:
    if holds_itself(actual):  # to look through it would have no end
        raise _failed(name, say.HOLDS_ITSELF.told(), secret=False)


def _known(name: str, told: Told, secret: bool, expected: Print, actual: Print, *, beside: bool = False) -> CheckFailed:
    """What is raised where a check fails, with the mistake if the bank knows it by what was expected and what came.

    A mistake's own sentence takes the place of what is told of a difference, or stands `beside` what is told of a call.
    That of its kind is said only where there is no more to say.
    """
    mistake = bank.current().failed(name, expected, actual)
    if mistake and (mistake.by_hand or told.vague):
        slip = say.SLIP.told(slip=mistake.sentence)
        instead = mistake.by_hand and not beside
        told = slip if instead else Told(f"{told.text} {mistake.sentence}", slip.kept)
    return _failed(name, told, secret)


def _failed(name: str, told: Told, secret: bool) -> CheckFailed:
    """What is raised where a check fails."""
    return _agreed(CheckFailed(name, told, secret))


def _agreed(failed: CheckFailed) -> CheckFailed:
    """The same, with verbs that agree with the name; what is kept is in a list of its own."""
    failed.message = agreeing(failed.name, failed.message)
    return failed


def _passed(name: str, secret: bool) -> None:
    if not secret:
        print(f"{GREEN}✓{PLAIN} {name}")


def _name_of(f: Callable[..., Any]) -> str:
    return str(getattr(f, "__name__", "the function"))


def _argument_names(f: Callable[..., Any], count: int) -> list[str]:
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        parameters = {}.values()
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][:count]
    return names + [f"number {i + 1}" for i in range(len(names), count)]
