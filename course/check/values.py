"""What an answer's values are, and whether two are the same, with nothing asked of an object that may lie."""

import sys
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from course.check import sentences as say
from course.check.sentences import Told
from course.check.words import counted
from course.nesting import holds_itself, is_one_of

CLOSE_RTOL = 1e-6  # for "is exactly n times", "is the transpose": looser than a test, far tighter than chance
NUMPY_SCALARS = frozenset(np.sctypeDict.values())  # the exact types: a subclass may say one thing and be another
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, np.ufunc, type(np.sum))


def array_of(value: Any) -> Any:
    """`value` or, of a tensor of PyTorch that keeps no graph, the array of its numbers.

    Args:
        value: what came. Not changed.
    """
    torch = sys.modules.get("torch")
    if torch is None or type(value) not in (torch.Tensor, torch.nn.Parameter) or value.grad_fn is not None:
        return value
    return value.detach().cpu().numpy()


def numbers_of(actual: Any, wanted: np.ndarray) -> np.ndarray | Told:
    """`actual` as float64, if it is a number or an array of numbers, and not something that merely acts like one.

    Args:
        actual: what came. Not changed.
        wanted: what should have come. Not changed.
    Returns:
        float64 array of the shape of `actual`, which may share its memory; or what is wrong with it.
    """
    kind = type(actual)
    if kind is int:
        try:
            return np.asarray(float(actual))
        except OverflowError:
            return say.FAR_TOO_LARGE.told()
    if kind is float or kind is np.ndarray or kind in NUMPY_SCALARS:
        dtype = np.asarray(actual).dtype
        if dtype.kind in "iuf":
            return np.asarray(actual, dtype=float)
        if kind is np.ndarray:
            things = {"b": "True and False", "c": "complex numbers", "O": "Python objects", "U": "text"}
            held = {"held": things.get(dtype.kind, "other things"), "dtype_got": dtype}
            return (
                say.HOLDS_NO_NUMBERS.told(**held, shape=wanted.shape)
                if wanted.ndim
                else say.HOLDS_NO_NUMBER.told(**held)
            )
    if kind.__name__ == "Tensor":  # PyTorch's, or what stands for one of a student's
        return say.KEEPS_GRAPH.told()
    sequence = kind in (list, tuple)
    if not wanted.ndim:
        if kind in _FUNCTIONS:
            return say.FUNCTION_NO_NUMBER.told()
        if sequence:
            return say.SEQUENCE_NO_NUMBER.told(sequence=kind.__name__, count=counted(len(actual), "item"))
        return say.NO_NUMBER.told(kind=type_of(actual))
    if kind in _FUNCTIONS:
        return say.FUNCTION_NO_ARRAY.told(shape=wanted.shape)
    if sequence:
        told = say.SEQUENCE_NO_ARRAY.told(
            sequence=kind.__name__, count=counted(len(actual), "item"), shape=wanted.shape
        )
        return told + say.WRAP.told() if _would_be_numbers(actual, wanted.ndim) else told
    told = say.NO_ARRAY.told(kind=type_of(actual), shape=wanted.shape)
    is_like_one = issubclass(kind, np.ndarray) or kind.__module__.partition(".")[0] == "pandas"
    return told + say.WRAP.told() if is_like_one else told


def type_of(value: Any) -> str:
    """How a sentence calls the type of a value."""
    return f"type {type(value).__name__}"


def as_array(values: Any) -> Any:
    """The array of a list or tuple, or of evenly nested ones; anything else as it came, for a check to refuse.

    Args:
        values: what the student's function returned. Not changed.
    """
    if type(values) not in (list, tuple) or holds_itself(values):  # of which NumPy would never be done
        return values
    try:
        return np.array(values)
    except (TypeError, ValueError):  # of rows of different lengths, say
        return values


def _would_be_numbers(items: list[Any] | tuple[Any, ...], ndim: int) -> bool:
    """Whether a list or tuple becomes an array of numbers with so many axes."""
    made = as_array(items)
    return type(made) is np.ndarray and made.ndim == ndim and made.dtype.kind in "iuf"


def all_close(actual: np.ndarray, wanted: np.ndarray, rtol: float, atol: float) -> bool:
    """Equal for a test: in shape, and in each value up to atol + rtol · |wanted|, where nan equals nan."""
    same_shape = actual.shape == wanted.shape  # or broadcasting would let a wrong shape pass
    return same_shape and bool(np.allclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True))


def is_near(actual: Any, wanted: Any, atol: float) -> bool:
    """Equal for a diagnosis: to 6 digits of each value, or 9 of the largest where `atol` is not less.

    Empty arrays prove nothing: they are near to nothing.
    """
    actual, wanted = np.asarray(actual, dtype=float), np.asarray(wanted, dtype=float)
    if actual.shape != wanted.shape or not wanted.size:
        return False
    if not (np.all(np.isfinite(actual)) and np.all(np.isfinite(wanted))):
        return False
    floor = min(atol, 1e-9 * float(np.max(np.abs(wanted))))
    return bool(np.all(np.abs(actual - wanted) <= CLOSE_RTOL * np.abs(wanted) + floor))


def is_named_tuple(value: Any) -> bool:
    """Whether it is of a class that `namedtuple` made, and of no subclass, which might lie."""
    return type(value).__bases__ == (tuple,) and hasattr(type(value), "_fields")


def plain(value: Any, around: tuple[Any, ...] = ()) -> Any:
    """Tuples as lists and NumPy's integers and texts as Python's, at every depth.

    Args:
        value: what came. Not changed.
        around: the lists and tuples that it is in; `...` stands for it if it is one of them, as where Python writes it.
    """
    value = array_of(value)
    if type(value) in (list, tuple) or is_named_tuple(value):
        return ... if is_one_of(value, around) else [plain(item, (*around, value)) for item in value]
    if type(value) in NUMPY_SCALARS and value.dtype.kind in "iufbU":
        return value.item()
    return value


def is_same(one: Any, other: Any, *, strangers: bool = False) -> bool:
    """Equal in type, shape and value, at every depth, with nothing asked of a stranger's __eq__.

    Two objects of a strange type count as the same if they are one object, or if `strangers` says so.
    """
    if type(one) is not type(other):
        return False
    same = partial(is_same, strangers=strangers)
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        return same(one.tolist(), other.tolist()) if one.dtype.hasobject else one.tobytes() == other.tobytes()
    if type(one) in (int, float, str, bool, complex, bytes, set, frozenset) or type(one) in NUMPY_SCALARS:
        return bool(one == other) or bool(one != one and other != other)
    return one is other or strangers


def is_nearly(one: Any, other: Any) -> bool:
    """Equal but for the last digits of floats, at every depth: what comes of adding a step, and taking it away again.

    The last digits are those of the largest float of an array.
    """
    if type(one) is not type(other):
        return False
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(is_nearly, one, other))
    if type(one) is dict:
        return one.keys() == other.keys() and all(is_nearly(one[key], other[key]) for key in one)
    if type(one) is float or (isinstance(one, np.ndarray | np.floating) and one.dtype.kind == "f"):
        first, second = np.asarray(one), np.asarray(other)
        if first.dtype != second.dtype or first.shape != second.shape or not np.all(np.isfinite([first, second])):
            return False
        allowed = 100 * np.finfo(first.dtype).eps * np.max(np.abs(first), initial=0)
        return bool(np.all(np.abs(first - second) <= allowed))
    return is_same(one, other, strangers=True)


def shortened(value: Any, limit: int = 80) -> str:
    """The value as Python writes it, unless it is a stranger, whose __repr__ may say or do anything."""
    if holds_itself(value) or not _is_plain(value):
        return f"something of type {type(value).__name__}"
    try:
        text = repr(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return "something with thousands of digits"
    return text if len(text) <= limit else f"{text[:limit]}…"


def _is_plain(value: Any) -> bool:
    if type(value) in (list, tuple):
        return all(_is_plain(item) for item in value)
    return type(value) in (int, float, str, bool, complex, bytes, type(None)) or type(value) in NUMPY_SCALARS
