"""In what way an answer differs from what is expected.

A diagnosis is right or absent: it is only spoken where the values prove it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import combinations, permutations
from typing import Any

import numpy as np

from course.check import sentences as say
from course.check.sentences import Told
from course.check.values import CLOSE_RTOL, all_close, is_near, is_same, numbers_of, shortened, type_of
from course.check.words import counted, index_text, listed, side_by_side

_DENOMINATORS = np.arange(1, 101)
Near = Callable[[Any, Any], bool]  # is_near with the tolerance of a test


def difference(
    actual: Any,
    wanted: np.ndarray,
    rtol: float,
    atol: float,
    sizes: Mapping[str, int],
) -> Told | None:
    """How an array or a number differs from what is expected.

    Args:
        actual: what came. Not changed.
        wanted: float64 array of any shape, which should have come. Not changed.
        rtol: |actual − wanted| may be up to atol + rtol · |wanted|.
        atol: the other number in that bound.
        sizes: sizes of the problem by name.
    Returns:
        What is wrong; None where nothing differs.
    """
    numbers = numbers_of(actual, wanted)
    if isinstance(numbers, Told):
        return numbers
    if all_close(numbers, wanted, rtol, atol):
        return None
    near = partial(is_near, atol=atol)
    if numbers.shape != wanted.shape:
        return _shape_diagnosis(numbers, wanted, near)
    dtype = np.asarray(actual).dtype
    if dtype in (np.float16, np.float32):
        scale = float(np.max(np.abs(wanted)))
        if all_close(numbers, wanted, 0, 8 * float(np.finfo(dtype).eps) * scale):
            return say.FEW_DIGITS.told(dtype=dtype)
    return _value_diagnosis(numbers, wanted, dtype.kind in "iu", sizes, rtol, atol, near)


def _shape_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> Told:
    got, asked = actual.shape, wanted.shape
    if actual.ndim > 1 and near(actual.T, wanted):
        return say.TRANSPOSE.told(got=got, shape=asked)
    shape = shape_told(got, asked)
    if not asked:
        shape = say.NOT_SINGLE.told(got=got)
    elif not got:
        shape = say.SINGLE.told(shape=asked)
    # Before a reshape is thought of: where an axis has size 1, the numbers come in the same order both ways.
    if any(near(moved, wanted) for moved in _with_axes_moved(actual, asked)):
        return say.OTHER_ORDER.told(got=got, shape=asked) + say.MOVE_AXES.told()
    if actual.size == wanted.size and near(actual.reshape(asked), wanted):
        return shape + (say.VALUES_RIGHT if actual.size > 1 else say.VALUE_RIGHT).told()
    if more := _reduction_diagnosis(actual, wanted, near):
        return shape + more
    if len(got) > 1 and sorted(got) == sorted(asked):
        return say.OTHER_ORDER.told(got=got, shape=asked)
    return shape


def _with_axes_moved(actual: np.ndarray, asked: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Three axes or more in all other orders in which the array has the shape that is asked for."""
    if 2 < actual.ndim < 6 and sorted(actual.shape) == sorted(asked):
        for order in permutations(range(actual.ndim)):
            if tuple(actual.shape[axis] for axis in order) == asked:
                yield actual.transpose(order)


def shape_told(got: tuple[int, ...], asked: tuple[int, ...]) -> Told:
    """What is said of an array that has another shape than it should.

    Args:
        got: the shape of what came.
        asked: the shape of what should have come.
    """
    told = say.SHAPE.told(got=got, shape=asked)
    cut = [one == 0 for one, other in zip(got, asked, strict=False) if one != other]
    # A picture without its border: two axes are gone, and all others are right.
    return told + say.EMPTY.told() if len(got) == len(asked) and len(cut) > 1 and all(cut) else told


def _reduction_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> Told | None:
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

    def over(found: list[int | None]) -> str:
        return "one of its axes" if len(found) > 1 else f"axis {found[0]}"

    if found := axes(actual, wanted, np.sum):
        if actual.ndim == 2 and near(np.diag(np.diag(actual)), actual) and near(np.diag(actual), wanted):
            return say.DIAGONAL.told()
        if actual.ndim == 1:
            return say.ADD_IT_UP.told()
        return say.ADD_ALL_UP.told() if found == [None] else say.ADD_UP.told(axis=over(found))
    if found := axes(actual, wanted, np.mean):
        means = [np.mean(actual, axis=axis, keepdims=True) for axis in found]
        if any(near(actual, np.broadcast_to(mean, actual.shape)) for mean in means):
            return say.REPEATED.told()
        if actual.ndim == 1:
            return say.AVERAGE_IT.told()
        return say.AVERAGE_ALL.told() if found == [None] else say.AVERAGE.told(axis=over(found))
    if found := [axis for axis in axes(wanted, actual, np.sum) if np.any(np.count_nonzero(wanted, axis=axis) > 1)]:
        if wanted.ndim == 1 or found == [None]:
            return say.SUMMED.told()
        return say.SUMMED_OVER.told(axis=over(found))
    return None


def _value_diagnosis(
    actual: np.ndarray,
    wanted: np.ndarray,
    integer: bool,
    sizes: Mapping[str, int],
    rtol: float,
    atol: float,
    near: Near,
) -> Told:
    wrong = ~np.isclose(actual, wanted, rtol=rtol, atol=atol, equal_nan=True)
    for alone, among, bad in ((say.NAN, say.NAN_IN, np.isnan(actual)), (say.INF, say.INF_IN, np.isinf(actual))):
        if np.any(bad & wrong):
            return among.told(index=index_text(np.argwhere(bad & wrong)[0])) if actual.ndim else alone.told()
    decimals = integer and not np.array_equal(wanted, np.trunc(wanted))
    if not np.any(actual) and np.any(wanted):
        if actual.ndim == 0:
            return say.ZERO.told()
        return say.ZEROS.told() + say.NO_ROOM.told() if decimals else say.ZEROS.told()
    if decimals and actual.size > 1 and any(np.array_equal(actual, cut(wanted)) for cut in (np.trunc, np.floor)):
        return say.CUT.told()
    if decimals and actual.size > 1 and np.array_equal(actual, np.round(wanted)):
        return say.ROUNDED.told()
    diagnoses = (
        _rows_diagnosis(actual, wanted, near),
        _order_diagnosis(actual, wanted, near),
        _factor_diagnosis(actual, wanted, sizes, near),
        _offset_diagnosis(actual, wanted, near),
    )
    # What is right to 6 digits is not also reversed, only because it reads the same from both ends.
    named = None if near(actual, wanted) else next((told for told in diagnoses if told), None)
    return named or _worst_diagnosis(actual, wanted, wrong)


def _rows_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> Told | None:
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
        return say.SUM_IS.told(sum=f"{float(sums):.8g}")
    if near(actual.sum(), 1.0):
        return say.WHOLE_SUM.told()
    if wanted.ndim == 2 and len(wanted) > 1 and near(actual.sum(axis=0), np.ones(wanted.shape[1])):
        return say.COLUMN_SUMS.told()
    row = np.argwhere(~np.isclose(sums, 1, rtol=CLOSE_RTOL, atol=0))[0]
    return say.ROW_SUMS.told(row=index_text(row), sum=f"{float(sums[tuple(row)]):.8g}")


def _order_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> Told | None:
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and near(actual.T, wanted):
        return say.SQUARE_TRANSPOSE.told()
    values = np.unique(wanted).size
    if values < 3 and actual.size > 2:
        return None  # zeros and ones are easily found elsewhere
    for axis in range(actual.ndim):
        if actual.shape[axis] > 1 and near(np.flip(actual, axis), wanted):
            steps = np.diff(np.sort(wanted, axis=axis), axis=axis)
            if actual.shape[axis] > 2 and np.max(np.count_nonzero(steps, axis=axis)) < 2:
                continue  # of two numbers only, which may as well be moved or exchanged
            return say.REVERSED.told() if actual.ndim == 1 else say.REVERSED_ALONG.told(axis=f"axis {axis}")
    if values > 2 and near(np.sort(actual, axis=None), np.sort(wanted, axis=None)):
        return say.SHUFFLED.told()
    return None


def _factor_diagnosis(actual: np.ndarray, wanted: np.ndarray, sizes: Mapping[str, int], near: Near) -> Told | None:
    """A factor that all values share: a size of the problem, a power of ten, or one that so many values prove."""
    largest = np.unravel_index(int(np.argmax(np.abs(wanted))), wanted.shape)
    if wanted[largest] == 0:
        return None
    ratio = float(actual[largest] / wanted[largest])
    if ratio == 0 or not near(actual, ratio * wanted):
        return None
    factor = max(abs(ratio), 1 / abs(ratio))
    if np.isclose(ratio, -1, rtol=CLOSE_RTOL, atol=0):
        return (say.SIGNS if actual.size > 1 else say.SIGN).told()
    large = abs(ratio) > 1
    words = {
        "shape": actual.shape,
        "too": "large" if large else "small",
        "sign": " and has the wrong sign" if ratio < 0 else "",
    }
    for size, labels in named_sizes(sizes).items():
        if size > 1 and np.isclose(factor, size, rtol=CLOSE_RTOL, atol=0):
            if actual.size > 1:
                sentence = say.VALUES_TIMES_SIZE if large else say.VALUES_BY_SIZE
            elif actual.ndim:
                sentence = say.VALUE_TIMES_SIZE if large else say.VALUE_BY_SIZE
            else:
                sentence = say.NUMBER_TIMES_SIZE if large else say.NUMBER_BY_SIZE
            return sentence.told(**words, size=size, label=listed(labels))
    whole = round(factor) if factor < 1000 else 0
    proven = _prove(np.abs(wanted))
    exact = whole in ((2, 3, 4, 10, 100) if proven else (10, 100)) and np.isclose(
        factor, whole, rtol=CLOSE_RTOL, atol=0
    )
    if actual.ndim == 0:
        return say.NUMBER_FACTOR.told(**side_by_side(actual, wanted), factor=whole, **words) if exact else None
    several = np.unique(np.abs(wanted[wanted != 0])).size > 1  # else it may as well be an offset
    if not exact and not (proven and np.isfinite(factor) and not np.isclose(factor, 1, rtol=1e-3)):
        return None
    words["factor"] = f"exactly {whole}" if exact else f"{factor:.4g}"
    if actual.size == 1:
        return say.VALUE_FACTOR.told(**words)
    return (say.FACTOR if several else say.EQUAL_VALUES_FACTOR).told(**words)


def _prove(values: np.ndarray) -> bool:
    """Whether so many values can't share a factor or an offset by chance.

    Small whole numbers and simple fractions often do, so that four of them are asked for; of values with many digits,
    two.
    """
    distinct = np.unique(values[np.isfinite(values) & (values != 0)])
    if distinct.size > 3:
        return True
    simple = [
        np.any(np.isclose(value * _DENOMINATORS, np.round(value * _DENOMINATORS), rtol=1e-9, atol=0))
        for value in distinct
    ]
    return distinct.size > 1 and not all(simple)


def named_sizes(sizes: Mapping[str, int]) -> dict[int, list[str]]:
    """What to call a number that is a size of the problem, or else the product of two.

    Args:
        sizes: sizes of the problem by name. Not changed.
    Returns:
        Names by number; there are several where sizes are equal.
    """
    names: dict[int, list[str]] = {}
    for label, size in sizes.items():
        names.setdefault(size, []).append(f"the {label} size")
    products: dict[int, list[str]] = {}
    for (first, one), (second, two) in combinations(sizes.items(), 2):
        products.setdefault(one * two, []).append(f"the {first} size times the {second} size")
    return products | names


def _offset_diagnosis(actual: np.ndarray, wanted: np.ndarray, near: Near) -> Told | None:
    """The same number added everywhere, which a single value can't show, nor can a few whole numbers."""
    if not _prove(wanted):
        return None
    offset = actual - wanted
    first = float(offset.flat[0])
    if not near(offset, np.full(offset.shape, first)):
        return None
    too = "large" if first > 0 else "small"
    return say.OFFSET.told(shape=actual.shape, too=too, amount=f"{abs(first):.6g}")


def _worst_diagnosis(actual: np.ndarray, wanted: np.ndarray, wrong: np.ndarray) -> Told:
    if actual.ndim == 0:
        return say.WRONG.told(**side_by_side(actual, wanted))
    if actual.size == 1:
        return say.VALUE_WRONG.told(shape=actual.shape, **side_by_side(actual.flat[0], wanted.flat[0]))
    count = int(wrong.sum())
    where = say.SOME_WRONG
    lines = ""
    if count == 1:
        where = say.ONE_WRONG
    elif count == actual.size:
        where = say.ALL_WRONG
    if count < actual.size and actual.ndim == 2:
        for axis, one, several in ((0, say.ROW_WRONG, say.ROWS_WRONG), (1, say.COLUMN_WRONG, say.COLUMNS_WRONG)):
            hit = np.flatnonzero(wrong.any(axis=1 - axis))
            if len(hit) <= 5 and len(hit) * actual.shape[1 - axis] == count > 1:
                where, lines = one if len(hit) == 1 else several, listed(hit)
    error = np.abs(actual - wanted)
    worst = np.unravel_index(int(np.argmax(np.where(wrong, error, -1))), actual.shape)
    share = 100 * error[worst] / abs(wanted[worst]) if wanted[worst] else np.inf
    return where.told(shape=actual.shape, size=actual.size, count=count, lines=lines) + (
        say.IT_IS if count == 1 else say.WORST_IS
    ).told(
        index=index_text(np.array(worst)),
        **side_by_side(actual[worst], wanted[worst]),
        off=f" (off by {share:.3g} %)" if share < 1000 else "",  # not where it is nan or inf either
    )


def exact_diagnosis(got: Any, wanted: Any, original: Any) -> Told:
    """How a result that should be exact differs from what is expected.

    Args:
        got: what came, made `plain`. Not changed.
        wanted: what should have come, made `plain`; not the same as `got`. Not changed.
        original: what came, as it was. Not changed.
    """
    kinds = {int: "a whole number", str: "a text", bool: "True or False", type(None): "None"}
    if type(wanted) is not list:
        if type(got) is not type(wanted):
            asked = kinds.get(type(wanted), f"something of {type_of(wanted)}")
            return say.OTHER_KIND.told(kind=type_of(original), asked_kind=asked)
        if type(wanted) is bool:  # as the test says it of a list, say, that it was shuffled
            return say.NOT_SO.told(got=got, wanted=wanted)
        return say.WRONG.told(got=shortened(got), wanted=shortened(wanted))
    if type(got) is not list:
        return say.NO_LIST.told(kind=type_of(original), count=counted(len(wanted), "item"))
    if len(got) != len(wanted):
        numbers = {"got": counted(len(got), "item"), "wanted": len(wanted)}
        missing = len(wanted) - len(got)
        ends = [missing > 0 and is_same(got, wanted[missing:]), missing > 0 and is_same(got, wanted[:-missing])]
        if got and ends.count(True) == 1:
            which = f"{'first' if ends[0] else 'last'} {'one is' if missing == 1 else 'ones are'}"
            return say.LENGTH_ENDS.told(**numbers, ends=which)
        return (say.LENGTH_ONE if len(wanted) == 1 else say.LENGTH).told(**numbers)
    if is_same(got[::-1], wanted):
        return say.ITEMS_REVERSED.told()
    first = next(i for i, (one, other) in enumerate(zip(got, wanted, strict=True)) if not is_same(one, other))
    one, other = (tuple(item) if type(item) is list else item for item in (got[first], wanted[first]))
    return say.ITEM.told(where=f"at index {first}", got=shortened(one), wanted=shortened(other))
