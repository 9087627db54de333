"""Errors of Python's and NumPy's are explained."""

import builtins

import numpy as np
import pytest

from course import check
from tests.check.mistakes import MISTAKES
from tests.check.told import MATMUL, NAME, error_of, refuse

DOT = (
    "In a matrix product the inner sizes must be equal; here, with shapes {} and {}, they are {} and {}. "
    "Are these the two that you mean, and in the right order? Is there one .T too many or too few? Or did one of them "
    "come from the lines above with another shape than it should have?"
)
BROADCAST = (
    "Arrays of shapes {} can't be combined element by element: compared from the right, their sizes must be equal "
    "or 1. Are these the two that you mean? Does one of them have an axis too many or too few, or one of another size "
    "than you expected? Or is @ meant, the matrix product?"
)
EXPLAINED = {
    "matmul": (lambda: np.ones((2, 3)) @ np.ones((4, 5)), MATMUL.format(3, 4)),
    "matmul, other order": (lambda: np.ones((4, 5)) @ np.ones((2, 3)), MATMUL.format(5, 2)),
    "a name": (
        lambda: exec("softmax"),
        NAME.format("softmax"),
    ),
    "matmul of vectors": (lambda: np.ones(3) @ np.ones(2), MATMUL.format(3, 2)),
    "matmul of a stack": (lambda: np.ones((7, 2, 3)) @ np.ones((7, 2, 3)), MATMUL.format(3, 2)),
    "dot": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 5))), DOT.format("(2,3)", "(4,5)", 3, 4)),
    "dot, other order": (lambda: np.dot(np.ones((4, 5)), np.ones((2, 3))), DOT.format("(4,5)", "(2,3)", 5, 2)),
    "dot of vectors": (
        lambda: np.dot(np.ones(3), np.ones(2)),
        "A dot product takes two of the same length, and these have 3 and 2. Is there one too many in one of them, "
        "such as a bias? Or is each number of one to meet each of the other?",
    ),
    "dot of two tables": (
        lambda: np.dot(np.ones((2, 3)), np.ones((2, 3))),
        "In a matrix product the inner sizes must be equal, and here both shapes are (2,3). Did you mean *, which "
        "multiplies element by element? Or is one of the two to be transposed (.T)?",
    ),
    "a sum of rows": (
        lambda: np.ones((2, 3)) / np.ones((2, 3)).sum(axis=1),
        "Arrays of shapes (2,3) and (2,) can't be combined element by element: compared from the right, their sizes "
        "must be equal or 1. One of them has one axis fewer. Did a sum, a mean or a maximum take it away? "
        "keepdims=True keeps it. Or is a row meant as a column? Then it needs a second axis, of size 1.",
    ),
    "a slice without anything": (
        lambda: np.ones((2, 4))[:, 3:1] * np.ones((2, 2)),
        "One of these arrays, of shapes (2,0) and (2,2), is empty. A slice is, where it ends before or at its "
        "beginning, or begins beyond the end of the array.",
    ),
    "dot of a vector": (lambda: np.ones((2, 3)).dot(np.ones(2)), DOT.format("(2,3)", "(2,)", 3, 2)),
    "dot of a stack": (lambda: np.dot(np.ones((2, 3)), np.ones((4, 2, 3))), DOT.format("(2,3)", "(4,2,3)", 3, 2)),
    "plus": (lambda: np.ones((5, 3)) + np.ones(4), BROADCAST.format("(5,3) and (4,)")),
    "times": (lambda: np.ones((2, 3)) * np.ones((3, 2)), BROADCAST.format("(2,3) and (3,2)")),
    "in place": (lambda: np.ones(3).__iadd__(np.ones(2)), BROADCAST.format("(3,) and (2,)")),
    "three": (lambda: np.where(np.ones(2), np.ones(3), np.ones(4)), BROADCAST.format("(2,), (3,) and (4,)")),
    "three, two alike": (lambda: np.where(np.ones(2), np.ones(2), np.ones(3)), BROADCAST.format("(2,) and (3,)")),
}


@pytest.mark.parametrize(("f", "words"), MISTAKES.values(), ids=MISTAKES)
def test_beginners_mistakes_are_explained(f, words):
    explained = check.explain(error_of(f))

    assert explained is None if words is None else words in explained


@pytest.mark.parametrize(("f", "sentence"), EXPLAINED.values(), ids=EXPLAINED)
def test_numpy_errors_are_explained(f, sentence):
    assert check.explain(error_of(f)) == sentence


UNEXPLAINED = {
    "solve": lambda: np.linalg.solve(np.eye(2), np.ones(3)),
    "broadcast_to": lambda: np.broadcast_to(np.ones(2), (3, 3)),
    "indices that do not fit": lambda: np.ones((2, 3))[np.zeros(2, int), np.zeros(3, int)],
    "mask that does not fit": lambda: np.ones(3)[np.ones(2, bool)],
    "concatenate": lambda: np.concatenate([np.ones((2, 3)), np.ones((3, 2))]),
    "int": lambda: int("x"),
    "arguments": lambda: (lambda a, b: None)(*"abc"),
    "text that is called": lambda: eval("'x'(1)"),
    "an object that is called": lambda: object()(),
    "too many arguments": lambda: (lambda: 0)(1),
    "a text as data type": lambda: np.zeros(2, "no such type"),
    "name": lambda: builtins.nothing,
    "another kind about a name": refuse("name 'x' is not defined", RuntimeError),
    "another kind": refuse("matmul: size 3 is different from 2", RuntimeError),
    "own words": refuse("the layer takes 7 inputs, but 3 numbers reach it"),
    "a library's own": refuse("complex weights are not implemented", NotImplementedError),
    "an assertion": lambda: check.close(1, 2, name="y"),
}


@pytest.mark.parametrize("f", UNEXPLAINED.values(), ids=UNEXPLAINED)
def test_nothing_is_explained_where_nothing_is_known(f):
    assert check.explain(error_of(f)) is None


def stub():
    raise NotImplementedError


class Affine:
    def forward(self):
        raise NotImplementedError()


def test_what_an_object_has_not_kept_is_named():
    space = {"__name__": "__main__"}
    exec("class Gate:\n    def backward(self):\n        return self.x", space)

    said = check.explain(error_of(space["Gate"]().backward))

    assert said == (
        "This Gate has kept nothing under the name x. It is there once self.x = ... was run: "
        "does a method do that, and was it called before? Or is another name or another object meant?"
    )
    assert check.explain(error_of(lambda: space["Gate"].x)) is None
    assert check.explain(error_of(lambda: Affine().x)) is None  # of a library


def test_a_name_that_the_object_has_is_told_with_self():
    space = {"__name__": "__main__"}
    exec(
        "class Gate:\n    def __init__(self):\n        self.W = 1\n    def forward(self):\n        return W\n    def "
        "each(self):\n        return [W for _ in 'a']\n    def other(self):\n        return bias\n    def keeps(self, "
        "dout):\n        h = 1\n    def lost(self):\n        return h\n    def wide(self, x):\n        return X",
        space,
    )
    gate = space["Gate"]()

    for method in (gate.forward, gate.each):
        assert check.explain(error_of(method)) == "Nothing has the name W here, but this Gate has: write self.W."
    assert check.explain(error_of(gate.other)) == NAME.format("bias")
    assert check.explain(error_of(gate.lost)) == (
        "Nothing has the name h here. keeps has, but what a method calls by a plain name is gone when it ends: keep it "
        "there as self.h, and write self.h here."
    )
    assert check.explain(error_of(lambda: gate.wide(1))) == (
        "Nothing has the name X here, but x is there: capitals make other names than small letters."
    )


def test_a_refusal_of_the_students_own_is_named():
    space = {"__name__": "__main__"}
    exec(
        "def refuse(x):\n    if x > 0:\n        raise ValueError('too large')\n    return 1 / x\n"
        "def asks(x):\n    return refuse(x)",
        space,
    )
    said = (
        "refuse has raised this itself. Is the condition above its raise true for more than it should be, or was "
        "refuse given something other than you think?"
    )

    assert check.explain(error_of(lambda: space["asks"](1))) == said
    assert "divided by 0" in check.explain(error_of(lambda: space["asks"](0)))
    assert check.explain(error_of(lambda: exec("raise ValueError('a cell')", space))) is None


@pytest.mark.parametrize("name", ["zeros", "exp", "pi", "array"])
def test_a_name_of_numpys_is_told_with_np(name):
    assert f"write np.{name}." in check.explain(error_of(lambda: exec(name)))


def test_a_stub_is_named():
    def inner():
        raise NotImplementedError()

    def outside():
        stub()

    rest = (
        " is not attempted yet. Write it where its cell says YOUR CODE HERE, in place of the raise line, "
        "run that cell, then run this one again."
    )
    cases = {
        "stub": stub,
        "inner": inner,
        "Affine.forward": Affine().forward,
        "This exercise": lambda: exec("raise NotImplementedError"),
    }

    assert [check.explain(error_of(f)) for f in cases.values()] == [name + rest for name in cases]
    assert check.explain(error_of(outside)) == f"stub{rest}"
    assert check.explain(NotImplementedError()) == f"This exercise{rest}"
