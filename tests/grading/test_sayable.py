"""Which messages of a student's code may be shown: Python's and NumPy's own, and nothing that a test gave it."""

from collections.abc import Callable

import numpy as np
import pytest

from course.grading.sayable import sayable, words_of

NOTHING = None
ONE = 1
WORDS = words_of(["def affine(x, W, b):\n    return x @ W + bias", "weights = None"])


def unbound() -> object:
    if NOTHING:
        weights = 1
    return weights


class Gate:
    def forward(self, x: object) -> None: ...


def affine(x: object, W: object, b: object) -> None: ...


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: np.ones((2, 3)) @ np.ones((2, 3)),
        lambda: np.ones(3) @ np.array(1.0),
        lambda: np.ones((2, 3)) + np.ones((4, 5)),
        lambda: np.dot(np.ones((2, 3)), np.ones((4, 5))),
        lambda: np.ones(6).reshape(4, 2),
        lambda: np.sum(np.ones(3), axis=1),
        lambda: np.ones(3)[3],
        lambda: np.ones(3)[0, 0],
        lambda: [1][1],
        lambda: (1,)[1],
        lambda: bool(np.ones(2)),
        lambda: float(np.ones(2)),
        lambda: np.array([[1], [1, 2]], dtype=float),
        lambda: np.broadcast_to(1.0, 3).__setitem__(0, 1),
        lambda: bias,  # noqa: F821
        unbound,
        lambda: NOTHING + 1,
        lambda: [1] * 1.5,
        lambda: [1] + (1,),
        lambda: NOTHING(),
        lambda: ONE[0],
        lambda: list(1),
        lambda: range(1.0),
        lambda: (1,).__class__.weights,
        lambda: affine(1),
        lambda: affine(1, 2, 3, 4),
        lambda: affine(weights=1),
        lambda: np.max(0, np.ones(3)),
        lambda: np.ones(3)[1.0],
        lambda: np.ones(3)[0][1],
        lambda: np.ones(2) ^ 2,
        lambda: np.array([1, 2]).__iadd__(0.5),
        lambda: np.ones(2)(1),
        lambda: np.ones(2).weights,
        lambda: Gate().forward(),
        lambda: Gate().forward(1, 2),
        lambda: Gate().weights,
        lambda: 1 / 0,
        lambda: 1.0 / 0.0,
        lambda: [].pop(),
    ],
)
def test_messages_of_python_and_numpy(mistake: Callable[[], object]) -> None:
    with pytest.raises((ArithmeticError, LookupError, NameError, TypeError, ValueError, AttributeError)) as caught:
        mistake()
    words = WORDS | {"a", "lambda", "Gate", "forward"}
    message = str(caught.value).replace("test_messages_of_python_and_numpy.<locals>.", "")

    assert sayable(message.replace("<lambda>", "affine"), words), message


@pytest.mark.parametrize(
    "message",
    [
        "",
        "271.5",
        "[271.5 314.25]",
        "matmul: 271.5",
        "name 'x271_5' is not defined",
        "'leak271' object has no attribute 'weights'",
        "index 271531425 is out of bounds for axis 0 with size 3",
        "index 3 is out of bounds for axis 0 with size 3\n271.5",
        "x index 3 is out of bounds for axis 0 with size 3",
        "operands could not be broadcast together with shapes (271,5314,25,271,5314,25) (1,)",
        "cannot reshape array of size 5 into shape (2.5,)",
        "unsupported operand type(s) for +: 'NoneType' and 'int271'",
        "affine() missing 1 required positional argument: 'n271'",
        "n271.affine() missing 1 required positional argument: 'x'",
        "affine.n271() takes 1 positional argument but 2 were given",
        "'numpy.n271' object is not callable",
        "Cannot cast ufunc 'n271' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'",
    ],
)
def test_messages_that_may_be_a_secret(message: str) -> None:
    assert not sayable(message, WORDS)


def test_words_are_those_of_the_code() -> None:
    assert words_of(["for one in x_1: pass", "π = 2"]) == {"one", "x_1", "π"}
