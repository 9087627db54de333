"""Mistakes of beginners that raise an error, and what becomes of its message: a table for several tests.

The messages are those of the Python and the NumPy that are installed.
"""

import math
from collections.abc import Callable

import numpy as np

NOTHING = None
ONE, TWO, HALF = 1, 2.0, 0.5
PAIR, POINT = [1, 2], (1,)
# Names that the notebook has, of those that messages have below.
WORDS = frozenset({"affine", "x", "W", "b", "bias", "weights", "Gate", "forward"})


def affine(x: object, W: object, b: object) -> None: ...


class Gate:
    def forward(self, x: object) -> None: ...


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


# Name of the mistake: what raises it, words of what explains it (None: nothing does), and whether its message may be
# shown where the code was given secret values.
MISTAKES: dict[str, tuple[Callable[[], object], str | None, bool]] = {
    # shapes
    "matmul": (lambda: np.ones((2, 3)) @ np.ones((2, 3)), "Here they are 3 and 2", True),
    "matmul of many": (lambda: np.ones((1, 20_000)) @ np.ones((3, 1)), "Here they are 20000 and 3", False),
    "matmul into another shape": (
        lambda: np.matmul(np.ones((2, 3)), np.ones((3, 4)), out=np.ones((5, 4))),
        "Print both shapes",
        True,
    ),
    "matmul of a number": (lambda: np.ones(3) @ np.array(1.0), None, True),
    "dot": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 5))), "with shapes (2,3) and (4,5), they are 3 and 4", True),
    "plus": (lambda: np.ones((2, 3)) + np.ones((4, 5)), "Arrays of shapes (2,3) and (4,5)", True),
    "where of three": (lambda: np.where(*map(np.ones, (2, 3, 4))), "(2,), (3,) and (4,)", True),
    "plus of many": (lambda: np.ones(20_000) + np.ones(2), "Arrays of shapes (20000,) and (2,)", True),
    "too small for the result": (lambda: np.ones(3).__iadd__(np.ones((2, 3))), None, True),
    "assignment": (lambda: np.ones(2).__setitem__(slice(None), np.ones(3)), None, True),
    "reshape": (lambda: np.ones(6).reshape(4, 2), None, True),
    "ragged": (lambda: np.array([[1], [1, 2]], dtype=float), None, True),
    "a shape without brackets": (lambda: np.zeros(2, 3), "np.zeros((2, 3))", False),
    # one where many are, and many where one is
    "if of an array": (lambda: 1 if np.ones(2) > 0 else 0, "decide once", True),
    "and of arrays": (lambda: np.ones(2) and np.ones(2), "a mask such as x > 0", True),
    "max of arrays": (lambda: max(0, np.array([1.0, -1.0])), "np.maximum(a, b)", True),
    "np.max of two": (lambda: np.max(0, np.ones(3)), "np.maximum(a, b) compares two arrays", True),
    "np.max of an array and a number": (lambda: np.max(np.ones(3), 1e-8), "np.maximum(a, b) compares", True),
    "a size that is an array": (lambda: range(np.ones(3, dtype=int)), "One whole number is asked for", True),
    "math of an array": (lambda: math.exp(np.ones(3)), "such as np.exp", True),
    "float of an array": (lambda: float(np.ones(2)), "One number is asked for", True),
    "item of an array": (lambda: np.ones(2).item(), None, True),
    "an array into one place": (lambda: np.zeros(3).__setitem__(0, np.ones(2)), "takes one number", True),
    "decimals into whole numbers": (lambda: np.array([1, 2]).__iadd__(0.5), "x.astype(float)", True),
    "another operation into whole numbers": (
        lambda: np.remainder(np.ones(2), 0.5, out=np.ones(2, int)),
        "x.astype(float)",
        False,
    ),
    "into an array that is read only": (lambda: np.broadcast_to(1.0, 3).__setitem__(0, 1), None, True),
    # indices and axes
    "a missing axis": (lambda: np.max(np.ones(3), axis=1), "no axis 1 here: this array has 1 axes", True),
    "a missing axis from the end": (lambda: np.max(np.ones(3), axis=-2), "no axis -2 here", False),
    "beyond the end": (lambda: np.ones(3)[3], None, True),
    "too many indices": (lambda: np.ones(3)[0, 0], None, True),
    "an index with decimals": (lambda: np.ones(3)[1.0], "// a whole number", True),
    "a size with decimals": (lambda: range(TWO), "// a whole number", True),
    "an index of a number": (lambda: np.ones(2)[0][1], "takes no index", True),
    "beyond the end of a list": (lambda: PAIR[2], None, True),
    "beyond the end of a tuple": (lambda: POINT[1], None, True),
    "beyond the end of a text": (lambda: "a"[ONE], None, True),
    "a place that a list lacks": (lambda: PAIR.__setitem__(2, 1), None, True),
    "pop of nothing": (lambda: [].pop(), None, True),
    "a new item of a tuple": (lambda: assigns(POINT), None, True),
    "an item deleted of a number": (lambda: deletes(ONE), None, True),
    "an item deleted of a tuple": (lambda: deletes(POINT), None, False),
    # names
    "a name": (lambda: bias, "Nothing has the name bias yet", True),  # type: ignore[name-defined] # noqa: F821
    "a name that the notebook lacks": (lambda: exec("softmax"), "Nothing has the name softmax yet", False),
    "a local name": (unbound, None, True),
    "an attribute": (lambda: np.ones(2).weights, None, True),
    "an attribute of an object": (lambda: Gate().weights, None, True),
    "an attribute of a class": (lambda: Gate.weights, None, True),
    # None
    "None in a sum": (lambda: NOTHING + 1, "Something is None", True),
    "None with an index": (lambda: NOTHING[0], "Something is None", True),
    "None with an attribute": (lambda: NOTHING.shape, "Something is None", False),
    "None with an attribute of the notebook's": (lambda: NOTHING.weights, "Something is None", True),
    "None that is called": (lambda: NOTHING(), "Something is None", True),
    "None taken apart": (lambda: (lambda pair: [*pair])(None), "Something is None", False),
    "None unpacked": (lambda: exec("a, b = None"), "Something is None", True),
    "None in a function of NumPy's": (lambda: np.exp(None), "Something is None", False),
    # types
    "power of an array": (lambda: 1 - np.ones(2) ^ 2, "write x ** 2", True),
    "power of a number": (lambda: TWO ^ ONE, "write x ** 2", True),
    "minus of lists": (lambda: PAIR - PAIR, "np.array(...)", True),
    "a number minus a list": (lambda: TWO - PAIR, "np.array(...)", True),
    "times of a list": (lambda: PAIR * HALF, "np.array(...)", True),
    "power of a list": (lambda: PAIR**2, "np.array(...)", True),
    "product of lists": (lambda: PAIR @ PAIR, "np.array(...)", True),
    "plus of dicts": (lambda: {} + {}, None, True),
    "plus of a list": (lambda: PAIR + POINT, None, True),
    "a missing sign": (lambda: np.ones(2)(1 - np.ones(2)), "Is a * missing", True),
    "a missing sign after a number": (lambda: np.float64(2)(3), "Is a * missing", True),
    "square brackets": (lambda: PAIR(0), "or square brackets", True),
    "a call of an object": (lambda: Gate()(), None, True),
    "a method that isn't called": (lambda: PAIR.copy[0], "as in x.copy()", True),
    "a function that isn't called": (lambda: stub[0], "round brackets missing", True),
    "a number with an index": (lambda: ONE[0], None, True),
    "a number as a list": (lambda: list(ONE), None, True),
    "a number taken apart": (lambda: exec("a, b = 1"), None, True),
    "a text as a size": (lambda: range("a"), None, True),
    # values
    "too few values": (lambda: exec("a, b = [1]"), "stand 2 names", True),
    "too many values": (lambda: exec("a, b = np.ones(3)", {"np": np}), "stand 2 names", True),
    "a division by zero": (lambda: 1 / (ONE - 1), None, True),
    "a division of floats by zero": (lambda: 1.0 / (ONE - 1), None, True),
    "a root of a negative number": (lambda: math.sqrt(-1.0), None, True),
    "an exponential too large": (lambda: math.exp(1000.0), None, True),
    "a call without an end": (endless, None, True),
    # arguments
    "missing arguments": (lambda: affine(1), None, True),
    "too many arguments": (lambda: affine(1, 2, 3, 4), None, True),
    "an argument by another name": (lambda: affine(weights=1), None, True),
    "a missing argument of a method": (lambda: Gate().forward(), None, True),
    "too many arguments of a method": (lambda: Gate().forward(1, 2), None, True),
}
