"""Which messages of a student's code may be shown: Python's and NumPy's own, and nothing that a test gave it."""

from collections.abc import Callable

import pytest

from course.grading.sayable import sayable, words_of
from tests.check.mistakes import MISTAKES, WORDS


@pytest.mark.parametrize(("mistake", "_", "said"), MISTAKES.values(), ids=MISTAKES)
def test_messages_of_python_and_numpy(mistake: Callable[[], object], _: object, said: bool) -> None:
    with pytest.raises(
        (ArithmeticError, LookupError, NameError, TypeError, ValueError, AttributeError, RecursionError)
    ) as caught:
        mistake()

    assert sayable(str(caught.value), WORDS) == said, str(caught.value)


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
        "index 3 is out of bounds for axis 0 with size 3\n",
        "x index 3 is out of bounds for axis 0 with size 3",
        "operands could not be broadcast together with shapes (271,5314,25,271,5314,25) (1,)",
        "operands could not be broadcast together with shapes (2,) (7,) (1,) (5,) (3,)",
        "shapes (2,3) and (4,5) not aligned: 27153 (dim 1) != 4 (dim 0)",
        "cannot reshape array of size 5 into shape (2.5,)",
        "axis 271 is out of bounds for array of dimension 1",
        "too many values to unpack (expected 271)",
        "unsupported operand type(s) for +: 'NoneType' and 'int271'",
        "unsupported operand type(s) for -: 'list' and 'leak271'",
        "unsupported operand type(s) for ^: 'float' and 'leak271'",
        "unsupported operand type(s) for -: 'list' and 'numpy.leak271'",
        "can't multiply sequence by non-int of type 'leak271'",
        "'int271' object is not callable",
        "'numpy.uint271' object is not callable",
        "affine() missing 1 required positional argument: 'n271'",
        "n271.affine() missing 1 required positional argument: 'x'",
        "affine.n271() takes 1 positional argument but 2 were given",
        "'numpy.n271' object is not callable",
        "271.5 of NoneType",
        "NoneType",
        "Cannot interpret '271' as a data type",
        "Cannot cast ufunc 'n271' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'",
        "Cannot cast ufunc 'add' output from dtype('float271') to dtype('int64') with casting rule 'same_kind'",
        "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'n271'",
        "name '" + "x" * 41 + "' is not defined",
    ],
)
def test_messages_that_may_be_a_secret(message: str) -> None:
    assert not sayable(message, WORDS | {"x" * 41})


def test_words_are_those_of_the_code() -> None:
    assert words_of(["for one in x_1: pass", "π = 2"]) == {"one", "x_1", "π"}
