"""In what way an answer differs from what is expected.

A diagnosis is right or absent: it is only spoken where the values prove it.
"""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from course.check.values import CLOSE_RTOL, all_close, is_near, is_same, numbers_of, shortened
from course.check.words import counted, index_text, listed, side_by_side

Near = Callable[[Any, Any], bool]  # is_near with the tolerance of a test


def difference(
    actual: Any,
    wanted: np.ndarray,
    name: str,
    rtol: float,
    atol: float,
    sizes: Mapping[str, int],
    mistakes: Mapping[str, Any],
    secret: bool,
) -> str | None:
    """How an array or a number differs from what is expected.

    Args:
        actual: what came. Not changed.
        wanted: float64 array of any shape, which should have come. Not changed.
        name: how the message calls `actual`.
        rtol: |actual − wanted| may be up to atol + rtol · |wanted|.
        atol: the other number in that bound.
        sizes: sizes of the problem by name.
        mistakes: what a typical slip would return, by the sentence to say then.
        secret: whether values must not be told.
    Returns:
        The rest of a sentence that begins with the name, and perhaps more sentences; None where nothing differs.
    Raises:
        CheckFailed: `actual` is no number and no array of numbers.
    """
    numbers = numbers_of(actual, wanted, name)
    if all_close(numbers, wanted, rtol, atol):
        return None
    near = partial(is_near, atol=atol)
    for sentence, value in mistakes.items():
        slip = np.asarray(value, dtype=float)
        if all_close(slip, wanted, rtol, atol):
            continue
        loose = max(rtol, CLOSE_RTOL)
        if all_close(numbers, slip, rtol, atol) or (
            all_close(numbers, slip, loose, atol) and not all_close(numbers, wanted, loose, atol)
        ):
            return f"is not right yet. {sentence}"
    if numbers.shape != wanted.shape:
        return _shape_diagnosis(numbers, wanted, near)
    dtype = np.asarray(actual).dtype
    if dtype in (np.float16, np.float32):
        scale = float(np.max(np.abs(wanted)))
        if all_close(numbers, wanted, 0, 8 * float(np.finfo(dtype).eps) * scale):
            return (
                f"is nearly right, but has only the digits of {dtype}. Stay with float64, which NumPy uses by itself."
            )
    return _value_diagnosis(numbers, wanted, dtype.kind in "iu", sizes, rtol, atol, near, secret)


def _shape_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> str:
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


def _reduction_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> str | None:
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
    near: Near,
    secret: bool,
) -> str:
    wrong = ~np.isclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True)
    for what, bad in (("nan (not a number)", np.isnan(actual)), ("inf (infinity)", np.isinf(actual))):
        if np.any(bad & wrong):
            first = index_text(np.argwhere(bad & wrong)[0])
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


def _rows_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near, secret: bool) -> str | None:
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
    row = np.argwhere(~np.isclose(sums, 1, rtol=CLOSE_RTOL, atol=0))[0]
    text = f"has rows that do not sum to 1: the first is row {index_text(row)}"
    return f"{text}." if secret else f"{text}, which sums to {float(sums[tuple(row)]):.8g}."


def _order_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> str | None:
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
    actual: np.ndarray, wanted: np.ndarray, sizes: Mapping[str, int], near: Near, secret: bool
) -> str | None:
    """A factor that all values share; for a single value, only one that means something."""
    largest = np.unravel_index(int(np.argmax(np.abs(wanted))), wanted.shape)
    if wanted[largest] == 0:
        return None
    ratio = float(actual[largest] / wanted[largest])
    if ratio == 0 or not near(actual, ratio * wanted):
        return None
    factor = max(abs(ratio), 1 / abs(ratio))
    if np.isclose(ratio, -1, rtol=CLOSE_RTOL, atol=0):
        return "has the wrong sign" + (" everywhere." if actual.size > 1 else ".")
    too = "large" if abs(ratio) > 1 else "small"
    swapped = "sum where a mean" if abs(ratio) > 1 else "mean where a sum"
    sign = " and has the wrong sign" if ratio < 0 else ""
    value = "every value is" if actual.size > 1 else "its value is"
    every = f"has the right shape {actual.shape}, but {value}" if actual.ndim else "is"
    for size, labels in _named_sizes(sizes).items():
        if size > 1 and np.isclose(factor, size, rtol=CLOSE_RTOL, atol=0):
            return f"{every} {size} times too {too}{sign}. {size} is {listed(labels)}: is this a {swapped} is expected?"
    whole = round(factor) if factor < 1000 else 0
    exact = whole in (2, 3, 4, 10, 100) and np.isclose(factor, whole, rtol=CLOSE_RTOL, atol=0)
    if actual.ndim == 0:
        if exact and not secret:
            return f"{side_by_side(actual, wanted)}: it is exactly {whole} times too {too}{sign}."
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


def _offset_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near, secret: bool) -> str | None:
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
        return "does not have the right value." if secret else f"{side_by_side(actual, wanted)}."
    if actual.size == 1:
        text = f"has the right shape {actual.shape}, but its value is wrong"
        return f"{text}." if secret else f"{text}: it {side_by_side(actual.flat[0], wanted.flat[0])}."
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
                where = f"only {label} {hit[0]} is wrong" if len(hit) == 1 else f"only {label}s {listed(hit)} are wrong"
    error = np.abs(actual - wanted)
    worst = np.unravel_index(int(np.argmax(np.where(wrong, error, -1))), actual.shape)
    found = f"{'It' if count == 1 else 'The worst'} is at index {index_text(np.array(worst))}"
    text = f"has the right shape {actual.shape}, but {where}. {found}"
    if secret:
        return f"{text}."
    share = 100 * error[worst] / abs(wanted[worst]) if wanted[worst] else np.inf
    off = f" (off by {share:.3g} %)" if share < 1000 else ""  # not where it is nan or inf either
    return f"{text}: it {side_by_side(actual[worst], wanted[worst])}{off}."


def exact_diagnosis(got: Any, wanted: Any, original: Any, secret: bool) -> str:
    """How a result that should be exact differs from what is expected.

    Args:
        got: what came, made `plain`. Not changed.
        wanted: what should have come, made `plain`; not the same as `got`. Not changed.
        original: what came, as it was. Not changed.
        secret: whether values must not be told.
    Returns:
        The rest of a sentence that begins with a name.
    """
    kinds = {int: "a whole number", str: "a text", bool: "True or False", type(None): "None"}
    if type(wanted) is not list:
        if type(got) is not type(wanted):
            asked = kinds.get(type(wanted), f"something of type {type(wanted).__name__}")
            return f"is of type {type(original).__name__}, and {asked} is expected."
        if secret:
            return "does not have the right value."
        return f"is {shortened(got)}, and should be {shortened(wanted)}."
    if type(got) is not list:
        return f"is of type {type(original).__name__}, and a list of {counted(len(wanted), 'item')} is expected."
    if len(got) != len(wanted):
        text = f"has {counted(len(got), 'item')}, and {len(wanted)} {'is' if len(wanted) == 1 else 'are'} expected"
        missing = len(wanted) - len(got)
        ends = [missing > 0 and is_same(got, wanted[missing:]), missing > 0 and is_same(got, wanted[:-missing])]
        if got and ends.count(True) == 1:
            which = "first" if ends[0] else "last"
            return f"{text}: the {which} {'one is' if missing == 1 else 'ones are'} missing."
        return f"{text}."
    if is_same(got[::-1], wanted):
        return "has the right items in reverse order."
    first = next(i for i, (one, other) in enumerate(zip(got, wanted, strict=True)) if not is_same(one, other))
    if secret:
        return f"is wrong at index {first}."
    one, other = (tuple(item) if type(item) is list else item for item in (got[first], wanted[first]))
    return f"is wrong at index {first}: it is {shortened(one)}, and should be {shortened(other)}."
