"""Mistakes of beginners that raise an error, and what becomes of its message: a table for several tests.

The messages are those of the Python and the NumPy that are installed.
"""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

NOTHING = None
ONE, TWO, HALF = 1, 2.0, 0.5
PAIR, POINT = [1, 2], (1,)


def affine(x: object, W: object, b: object) -> None: ...


class Gate:
    def forward(self, x: object) -> None: ...


class Selfless:
    def forward(x: object) -> None: ...  # type: ignore[misc]


def asserts() -> None:
    assert ONE == TWO


def stub() -> None:
    raise NotImplementedError


def unbound() -> object:
    if NOTHING:
        weights = 1
    return weights


def endless() -> None:
    endless()


def assigns(items: object) -> None:
    items[0] = 1  # type: ignore[index]


def deletes(items: object) -> None:
    del items[0]  # type: ignore[attr-defined]


# Name of the mistake: what raises it, and words of what explains it (None: nothing does).
MISTAKES: dict[str, tuple[Callable[[], object], str | None]] = {
    # shapes
    "matmul": (lambda: np.ones((2, 3)) @ np.ones((2, 3)), "Here they are 3 and 2"),
    "matmul of many": (lambda: np.ones((1, 20_000)) @ np.ones((3, 1)), "Here they are 20000 and 3"),
    "matmul into another shape": (
        lambda: np.matmul(np.ones((2, 3)), np.ones((3, 4)), out=np.ones((5, 4))),
        "Print both shapes",
    ),
    "matmul of a number": (lambda: np.ones(3) @ np.array(1.0), "arrays of one axis or more"),
    "dot": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 5))), "with shapes (2,3) and (4,5), they are 3 and 4"),
    "plus": (lambda: np.ones((2, 3)) + np.ones((4, 5)), "Arrays of shapes (2,3) and (4,5)"),
    "where of three": (lambda: np.where(*map(np.ones, (2, 3, 4))), "(2,), (3,) and (4,)"),
    "plus of many": (lambda: np.ones(20_000) + np.ones(2), "Arrays of shapes (20000,) and (2,)"),
    "too small for the result": (lambda: np.ones(3).__iadd__(np.ones((2, 3))), "has the shape (2,3), and"),
    "assignment": (
        lambda: np.ones(2).__setitem__(slice(None), np.ones(3)),
        "of shape (3,) is put into a place of shape (2,)",
    ),
    "assignment to nothing": (lambda: np.ones(2).__setitem__(slice(0, -0), np.ones(3)), "is empty"),
    "reshape": (lambda: np.ones(6).reshape(4, 2), "here 6, and (4,2) has room"),
    "dot of vectors": (lambda: np.dot(np.ones(3), np.ones(2)), "3 and 2. Is there one too many"),
    "dot of two tables": (lambda: np.dot(np.ones((2, 3)), np.ones((2, 3))), "Did you mean *"),
    "a sum without its axis": (lambda: np.ones((2, 3)) / np.ones((2, 3)).sum(axis=1), "keepdims=True"),
    "plus of an empty slice": (lambda: np.ones((2, 4))[:, 3:1] * np.ones((2, 2)), "(2,0) and (2,2), is empty"),
    "where of a condition alone": (lambda: np.where(np.ones(2) > 0).astype(float), "such as x > 0, is an array"),
    "numbers of nothing": (lambda: exec("None.numpy()"), "zero_grad(): which of them ran last?"),
    "a list by name": (
        lambda: exec("a = [1]\na['W']"),
        "A name in quotation marks finds something in a dictionary only",
    ),
    "floats as an index": (lambda: np.ones(3)[np.ones(2)], "made of whole numbers, and this one of floats"),
    "columns of two lengths": (lambda: pd.DataFrame({"a": [1], "b": [1, 2]}), "are equally long, and these are not"),
    "a dictionary that grows": (lambda: exec("d = {1: 2}\nfor k in d: d[3] = 4"), "gets or loses items"),
    "ragged": (lambda: np.array([[1], [1, 2]], dtype=float), "different lengths"),
    "a shape without brackets": (lambda: np.zeros(2, 3), "np.zeros((2, 3))"),
    # one where many are, and many where one is
    "if of an array": (lambda: 1 if np.ones(2) > 0 else 0, "decide once"),
    "and of arrays": (lambda: np.ones(2) and np.ones(2), "a mask such as x > 0"),
    "max of arrays": (lambda: max(0, np.array([1.0, -1.0])), "np.maximum(a, b)"),
    "np.max of two": (lambda: np.max(0, np.ones(3)), "np.maximum(a, b) compares two arrays"),
    "np.max of an array and a number": (lambda: np.max(np.ones(3), 1e-8), "np.maximum(a, b) compares"),
    "a size that is an array": (lambda: range(np.ones(3, dtype=int)), "One whole number is asked for"),
    "math of an array": (lambda: math.exp(np.ones(3)), "such as np.exp"),
    "float of an array": (lambda: float(np.ones(2)), "One number is asked for"),
    "item of an array": (lambda: np.ones(2).item(), None),
    "an array into one place": (lambda: np.zeros(3).__setitem__(0, np.ones(2)), "takes one number"),
    "decimals into whole numbers": (lambda: np.array([1, 2]).__iadd__(0.5), "astype(float)"),
    "another operation into whole numbers": (
        lambda: np.remainder(np.ones(2), 0.5, out=np.ones(2, int)),
        "astype(float)",
    ),
    "into an array that is read only": (lambda: np.broadcast_to(1.0, 3).__setitem__(0, 1), None),
    # indices and axes
    "a missing axis": (lambda: np.max(np.ones(3), axis=1), "no axis 1 here: the number of axes is 1"),
    "a missing axis from the end": (lambda: np.max(np.ones(3), axis=-2), "no axis -2 here"),
    "beyond the end": (lambda: np.ones(3)[3], "there is no index 3"),
    "too many indices": (lambda: np.ones(3)[0, 0], "2 are given"),
    "an index with decimals": (lambda: np.ones(3)[1.0], "// a whole number"),
    "a size with decimals": (lambda: range(TWO), "// a whole number"),
    "an index of a number": (lambda: np.ones(2)[0][1], "takes no index"),
    "beyond the end of a list": (lambda: PAIR[2], "the last is"),
    "beyond the end of a tuple": (lambda: POINT[1], "the last is"),
    "beyond the end of a text": (lambda: "a"[ONE], "the last is"),
    "a place that a list lacks": (lambda: PAIR.__setitem__(2, 1), "append adds"),
    "pop of nothing": (lambda: [].pop(), "this one is empty"),
    "a new item of a tuple": (lambda: assigns(POINT), None),
    "an item deleted of a number": (lambda: deletes(ONE), None),
    "an item deleted of a tuple": (lambda: deletes(POINT), None),
    # names
    "a name": (lambda: bias, "Nothing has the name bias yet"),  # type: ignore[name-defined] # noqa: F821
    "a name that the notebook lacks": (lambda: exec("softmax"), "Nothing has the name softmax yet"),
    "a local name": (unbound, "weights is used here before"),
    "an attribute": (lambda: np.ones(2).weights, None),
    "an attribute of an object": (lambda: Gate().weights, None),
    "an attribute of a class": (lambda: Gate.weights, None),
    # None
    "None in a sum": (lambda: NOTHING + 1, "Something is None"),
    "None with an index": (lambda: NOTHING[0], "Something is None"),
    "None with an attribute": (lambda: NOTHING.shape, "Something is None"),
    "None with an attribute of the notebook's": (lambda: NOTHING.weights, "Something is None"),
    "None that is called": (lambda: NOTHING(), "Something is None"),
    "None taken apart": (lambda: (lambda pair: [*pair])(None), "Something is None"),
    "None unpacked": (lambda: exec("a, b = None"), "Something is None"),
    "None in a function of NumPy's": (lambda: np.exp(None), "Something is None"),
    # types
    "power of an array": (lambda: 1 - np.ones(2) ^ 2, "write x ** 2"),
    "power of a number": (lambda: TWO ^ ONE, "write x ** 2"),
    "minus of lists": (lambda: PAIR - PAIR, "np.array(...)"),
    "a number minus a list": (lambda: TWO - PAIR, "np.array(...)"),
    "times of a list": (lambda: PAIR * HALF, "np.array(...)"),
    "power of a list": (lambda: PAIR**2, "np.array(...)"),
    "product of lists": (lambda: PAIR @ PAIR, "np.array(...)"),
    "plus of dicts": (lambda: {} + {}, None),
    "plus of a list": (lambda: PAIR + POINT, "np.array(...)"),
    "a missing sign": (lambda: np.ones(2)(1 - np.ones(2)), "Is a * missing"),
    "a missing sign after a number": (lambda: np.float64(2)(3), "Is a * missing"),
    "square brackets": (lambda: PAIR(0), "or square brackets"),
    "a call of an object": (lambda: Gate()(), None),
    "a method that isn't called": (lambda: PAIR.copy[0], "as in x.copy()"),
    "a function that isn't called": (lambda: stub[0], "round brackets missing"),
    "a number with an index": (lambda: ONE[0], None),
    "a number as a list": (lambda: list(ONE), "A single number"),
    "a number taken apart": (lambda: exec("a, b = 1"), "a single thing"),
    "a text as a size": (lambda: range("a"), "of type str is given"),
    # values
    "too few values": (lambda: exec("a, b = [1]"), "There are 2 names"),
    "too many values": (lambda: exec("a, b = np.ones(3)", {"np": np}), "There are 2 names"),
    "a division by zero": (lambda: 1 / (ONE - 1), "divided by 0"),
    "a division of floats by zero": (lambda: 1.0 / (ONE - 1), "divided by 0"),
    "a root of a negative number": (lambda: math.sqrt(-1.0), "math.sqrt(-1)"),
    "an exponential too large": (lambda: math.exp(1000.0), "near 1e308"),
    "a call without an end": (endless, "calls itself"),
    "a remainder of zero": (lambda: 1 % (ONE - 1), "divided by 0"),
    "zero to a negative power": (lambda: 0.0**-ONE, "divided by 0"),
    "a power too large": (lambda: 10.0 ** (1000 * ONE), "near 1e308"),
    "a key": (lambda: {}["W1"], "kept under 'W1'"),  # type: ignore[index]
    "a number for a key": (lambda: {}[3], "kept under 3"),  # type: ignore[index]
    "an assertion": (asserts, "after this assert"),
    "a NumPy number as a list": (lambda: list(np.ones(2)[0]), "A single number"),
    "an array of no axis as a list": (lambda: list(np.array(1.0)), "A single number"),
    "in a number": (lambda: 1 in HALF, "A single number"),  # type: ignore[operator]
    "an attribute of a list": (lambda: PAIR.shape, "np.array(...)"),  # type: ignore[attr-defined]
    "plus of a text": (lambda: "a" + ONE, "str(...)"),  # type: ignore[operator]
    "dot that fits transposed": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 3))), ".T too many"),
    "dot that fits transposed from the left": (lambda: np.dot(np.ones((2, 3)), np.ones((2, 4))), ".T too many"),
    # arguments
    "missing arguments": (lambda: affine(1), "leaves out 'W' and 'b'"),
    "a method of the class": (lambda: Gate.forward(), "Make an object first"),  # type: ignore[call-arg]
    "no self": (lambda: Selfless().forward(1), "Is self missing"),  # type: ignore[call-arg]
    "no __init__": (lambda: Gate(1), "two underscores"),  # type: ignore[call-arg]
    "an argument twice": (lambda: affine(1, 2, 3, W=2), "W is given twice"),  # type: ignore[misc]
    "too many arguments": (lambda: affine(1, 2, 3, 4), "more arguments"),
    "an argument by another name": (lambda: affine(weights=1), "the name weights"),
    "a missing argument of a method": (lambda: Gate().forward(), "leaves out 'x'"),
    "too many arguments of a method": (lambda: Gate().forward(1, 2), "Is self missing"),
}
