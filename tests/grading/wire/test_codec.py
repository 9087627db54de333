"""Values and arrays: they are on the other side what they were, and what is none is refused."""

import datetime
import decimal
import math
import pickle
import sys
import time
from collections import OrderedDict, namedtuple
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.conversation import Conversation, Lost, StudentError
from course.grading.wire import codec
from tests.grading.talks import (
    done,
    exactly,
    fuzz,
    hearing,
    its,
    stand_in,
)

NUMERIC = st.sampled_from(sorted(codec.DTYPES)).map(np.dtype)


ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | NUMERIC.flatmap(lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)))
    | NUMERIC.flatmap(hnp.from_dtype)
)


KEYS = st.integers() | st.text(st.characters(exclude_categories=["Cs"])) | st.tuples(st.integers(), st.booleans())


VALUES = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=12,
)


@fuzz
@given(value=VALUES)
def test_plain_values_come_back_as_they_were(conversation_of_module: Conversation, value: Any) -> None:
    conversation_of_module.deadline = time.monotonic() + 10
    before = exactly(value)
    echo = its(conversation_of_module, "echo")

    assert exactly(echo(value)) == before
    assert exactly(value) == before  # and it was not changed


ONE = np.arange(24.0).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "value",
    [
        *(
            0,
            -1,
            2**63,
            2**64 - 1,
            2**64,
            -(2**63),
            -(2**63) - 1,
            10**1000,
            -(10**1000),
            True,
            False,
            None,
            ...,
            b"\x00",
        ),
        *(math.nan, math.inf, -math.inf, -0.0, 5e-324, complex(-0.0, math.nan), NotImplemented, "", "é\x00\u2028😀"),
        *(np.bool(True), np.int8(-1), np.float16(0.1), np.float64(-0.0), np.complex64(1j), np.uint64(2**64 - 1)),
        *(np.array(3), np.array(1.5), np.zeros((0, 3)), np.zeros((3, 0, 2)), np.array(True), np.array([np.nan])),
        *(ONE[::2], ONE[:, ::-1], ONE.T, np.asfortranarray(ONE), ONE[..., 1], np.broadcast_to(1.0, (2, 2))),
        *(np.arange(3, dtype=">i4"), np.array(["a", "bcd"]), np.array([["é"]]), np.array([], dtype=str)),
        *(np.array(1.0, dtype=">f8"), slice(1, None, -1), range(5, 0, -2), np.str_("x")),
        *(float, int, bool, complex, str, list, tuple, dict, set, np.float32, np.int64, np.dtype("float32")),
        *([], (), {}, set(), frozenset({1}), {(1, "a"): [np.float32(1)]}, [[[]]], {None: None, True: 2, 1.5: 3}),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_special_values_come_back_as_they_were(talk: Conversation, value: Any) -> None:
    assert exactly(its(talk, "echo")(value)) == exactly(value)


def test_an_array_that_lies_column_by_column_arrives_so(talk: Conversation) -> None:
    rows, columns = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 3.0], [2.0, 4.0]]).T
    double_flat = its(talk, "double_flat")

    assert [double_flat(rows), double_flat(columns)] == [False, True]
    assert rows.tolist() == [[2, 4], [6, 8]]  # of the other, a flat view is a copy
    assert columns.tolist() == [[1, 2], [3, 4]]
    its(talk, "double")(columns)
    assert columns.tolist() == [[2, 4], [6, 8]]
    assert its(talk, "echo")(columns.copy("F")).flags.f_contiguous


@pytest.mark.parametrize(
    "value",
    [
        *(
            datetime.date(2020, 1, 1),
            decimal.Decimal(1),
            OrderedDict(),
            namedtuple("P", "x")(1),
            object(),
            StudentError,
        ),
        *(np.array([(1,)], dtype=[("a", int)]), np.ma.array([1.0]), np.ones(2).view(np.recarray), type, sys, iter([])),
        *(np.datetime64("2020"), np.random.RandomState(0), pickle.Pickler, memoryview(b"x"), bytearray(b"x")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_objects_of_a_test_are_never_sent(talk: Conversation, value: Any) -> None:
    with pytest.raises(TypeError, match="can't be sent"):
        its(talk, "echo")([value])


def test_nesting_without_end_is_refused_before_it_is_sent(talk: Conversation) -> None:
    endless: list[Any] = []
    endless.append(endless)
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]

    for value, what in ((endless, "itself"), ([{"a": endless}], "itself"), (deep, "deep")):
        with pytest.raises(TypeError, match=what):
            its(talk, "echo")(value)
    assert its(talk, "echo")(1) == 1


def test_arrays_of_objects_keep_their_type_and_lose_their_objects(talk: Conversation) -> None:
    made = its(talk, "make")("objects")

    assert (type(made), made.dtype, made.shape) == (np.ndarray, np.dtype(object), (2,))
    assert list(made) == [None, None]


@pytest.mark.parametrize("seed", [0, 5, [1, 2]])
def test_random_generators_spawn_others(talk: Conversation, seed: Any) -> None:
    """As they do in one process: children of their own for each seed, and new ones in each call."""
    rng, twin = np.random.default_rng(seed), np.random.default_rng(seed)
    spawned = [its(talk, "spawn")(rng, count) for count in (2, 1)]
    children = [[child.normal() for child in twin.spawn(count)] for count in (2, 1)]

    if type(seed) is int:
        assert spawned == children
    assert len({number for numbers in spawned for number in numbers}) == 3
    assert spawned != [its(talk, "spawn")(np.random.default_rng(7), count) for count in (2, 1)]


def test_random_generators_go_on_where_the_student_left_off(talk: Conversation) -> None:
    draw, rng, alone = its(talk, "draw"), np.random.default_rng(3), np.random.default_rng(3)

    for size in (2, 3):
        assert exactly(draw(rng, size)) == exactly(alone.normal(size=size))
    assert rng.normal() == alone.normal()


# --- arrays that both sides have --------------------------------------------------------------------------------------


def test_identity(talk: Conversation) -> None:
    x, y = np.arange(3.0), np.arange(3.0)

    assert its(talk, "echo")(x) is x
    assert its(talk, "echo")([x, y])[1] is y
    assert [its(talk, "is_same")(x, x), its(talk, "is_same")(x, y)] == [True, False]
    assert its(talk, "thing") is its(talk, "thing")
    one, other = its(talk, "make")("same")
    assert one is other
    assert its(talk, "echo")(len) is len


@pytest.mark.parametrize(
    "x",
    [
        np.arange(4.0),
        np.arange(4),
        np.arange(8.0)[::2],
        np.asfortranarray(np.ones((2, 3))),
        np.array(2.0),
        np.arange(3, dtype=">f8"),
    ],
    ids=repr,
)
def test_arrays_changed_in_place_are_changed_here(talk: Conversation, x: np.ndarray) -> None:
    expected = 2 * x

    assert its(talk, "double")(x) is None
    assert exactly(x) == exactly(np.asarray(expected))


def test_arrays_that_must_not_be_changed_are_not(talk: Conversation) -> None:
    x = np.arange(3.0)
    x.flags.writeable = False

    with pytest.raises(ValueError, match="read-only"):
        its(talk, "double")(x)
    assert x.tolist() == [0, 1, 2]


def test_changes_after_the_call_are_seen_on_both_sides(talk: Conversation) -> None:
    x = np.zeros(3)
    its(talk, "keep")(x)
    x[1] = 5
    assert its(talk, "read_kept")().tolist() == [0, 5, 0]
    its(talk, "change_kept")(7)
    assert x.tolist() == [7, 7, 7]


def test_a_buffer_that_is_used_again_is_one_array(talk: Conversation) -> None:
    one, other = its(talk, "buffered")(1), its(talk, "buffered")(2)

    assert one is other
    assert one.tolist() == [2, 2, 2]
    assert its(talk, "new_buffer")() is not its(talk, "new_buffer")()


def test_arrays_are_let_go(talk: Conversation) -> None:
    before = len(talk.codec._shared)
    for _ in range(50):
        its(talk, "echo")(np.ones(100_000))
        its(talk, "new_buffer")()
    its(talk, "echo")(1)
    assert len(talk.codec._shared) <= before + 2


def test_the_same_array_can_be_passed_again_and_returned(talk: Conversation) -> None:
    x = np.array([1.0, 2.0, 3.0])
    dx, moved = its(talk, "slope")(lambda x: float((x**2).sum()), x)

    np.testing.assert_allclose(dx, 2 * x, rtol=1e-6)
    np.testing.assert_allclose(moved, x)
    assert moved is not x
    assert its(talk, "descend")(lambda x: None, np.ones(2)).tolist() == [0, 0]
    assert its(talk, "visit")(lambda thing: None).grow(1).size == 8
    assert its(talk, "twice")(lambda x: x.sum(), np.ones(2)) == (2, 2)


# --- what is no value and no change -----------------------------------------------------------------------------------


ARRAY = ["array", 1, "float64", [2], True, bytes(16)]


BAD_VALUES: dict[str, Any] = {
    "unknown tag": ["module", "os"],
    "tag of a method": ["__class__"],
    "no tag": [],
    "tag that is a list": [["list"]],
    "hostile dtype O": ["array", 1, "O", [1], True, bytes(8)],
    "hostile dtype object": ["array", 1, "object", [1], True, bytes(8)],
    "hostile dtype struct": ["array", 1, "f8,O", [1], True, bytes(16)],
    "dtype that is a list": ["array", 1, ["float64"], [1], True, bytes(8)],
    "negative side, by columns": ["array by columns", 1, "float64", [-1], True, bytes(16)],
    "huge side, by columns": ["array by columns", 1, "float64", [2**31, 2**31], True, bytes(16)],
    "too few bytes, by columns": ["array by columns", 1, "float64", [3, 3], True, bytes(16)],
    "negative side": ["array", 1, "float64", [-1], True, bytes(16)],
    "two negative sides": ["array", 1, "float64", [-1, -2], True, bytes(16)],
    "huge side": ["array", 1, "float64", [2**63], True, bytes(16)],
    "huge empty array": ["array", 1, "float64", [0, 2**31 - 1, 2**31 - 1], True, b""],
    "huge empty array of many sides": ["array", 1, "uint8", [*[1] * 40, 0, 2**40], True, b""],
    "too many sides": ["array", 1, "float64", [1] * 100, True, bytes(8)],
    "side that is true": ["array", 1, "float64", [True], True, bytes(8)],
    "sides in bytes": ["array", 1, "float64", b"\x01", True, bytes(8)],
    "too few bytes": ["array", 1, "float64", [3], True, bytes(16)],
    "odd bytes": ["array", 1, "float64", [2], True, bytes(15)],
    "bytes in words": ["array", 1, "float64", [2], True, "0" * 16],
    "number of the referee's": ["array", 4, "float64", [2], True, bytes(16)],
    "number of a shared array": ["array", 2, "float64", [2], True, bytes(16)],
    "number that is a text": ["array", "1", "float64", [2], True, bytes(16)],
    "number twice": ["list", ARRAY, ARRAY],
    "truth value 2": ["array", 1, "bool", [1], True, b"\x02"],
    "truth value 255 in a scalar": ["scalar", "bool", b"\xff"],
    "array that is unknown": ["same", 99],
    "array by a list": ["same", [2]],
    "scalar of wrong size": ["scalar", "float64", bytes(7)],
    "scalar of objects": ["scalar", "O", bytes(8)],
    "dict of an odd number": ["dict", 1, 2, 3],
    "dict with a list as a key": ["dict", ["list"], 1],
    "set of arrays": ["set", ["array", 1, "float64", [1], True, bytes(8)]],
    "type": ["type", "object"],
    "type of a list": ["type", ["int"]],
    "texts of numbers": ["texts", [1], [1]],
    "texts of another shape": ["texts", [2], ["a"]],
    "texts that grow": ["texts", [300], ["a" * 10**6, *[""] * 299]],
    "objects of negative shape": ["objects", [-5, -5]],
    "objects, too many": ["objects", [2**20, 2**20]],
    "slice of four": ["slice", 1, 2, 3, 4],
    "range of texts": ["range", "a", "b", "c"],
    "range of nothing": ["range", 1, 5, 0],
    "generator of texts": ["generator", "a", "b", "c", "d", 0, ["tuple"], 0],
    "generator of negative numbers": ["generator", -1, -1, -1, -1, 0, ["tuple"], 0],
    "generator that stands still": ["generator", 0, 0, 0, 0, 0, ["tuple"], 0],
    "generator with an even increment": ["generator", 5, 6, 0, 0, 0, ["tuple"], 0],
    "generator with too large a state": ["generator", ["huge", (2**128).to_bytes(17, "big")], 1, 0, 0, 0, ["tuple"], 0],
    "generator of truths": ["generator", True, True, False, 0, 0, ["tuple"], 0],
    "generator with too much left over": ["generator", 1, 1, 2, 0, 0, ["tuple"], 0],
    "generator of too little": ["generator", 1, 1, 0, 0],
    "generator with a seed of texts": ["generator", 1, 1, 0, 0, "a", ["tuple"], 0],
    "generator with a seed of its own": ["generator", 1, 1, 0, 0, None, ["tuple"], 0],
    "generator with a negative seed": ["generator", 1, 1, 0, 0, -1, ["tuple"], 0],
    "generator with a key of texts": ["generator", 1, 1, 0, 0, 0, ["tuple", "a"], 0],
    "generator that spawned less than none": ["generator", 1, 1, 0, 0, 0, ["tuple"], -1],
    "function of the referee's": ["yours", 4],
    "function by name": ["yours", "print"],
    "object that is unknown": ["known", 99],
    "object by a list": ["known", [1]],
    "object with methods that are none": ["object", 5, "echo", True, True, [], 7],
    "object with too many methods": ["object", 5, "echo", True, True, [], [["x", []]] * 51],
    "object with methods that are names": ["object", 5, "echo", True, True, [], ["ab"]],
    "object with a method that is a list": ["object", 5, "echo", True, True, [], [[["x"], []]]],
    "function of the referee's, as a function": ["function", 2],
    "object with a number of the referee's": ["object", 2, "echo", True, True, [], []],
    "object with a number that is true": ["object", True, "echo", True, True, [], []],
    "object with strange parameters": ["object", 5, "echo", True, True, [["x", 99, False]], []],
    "object with a parameter twice": ["object", 5, "echo", True, True, [["x", 1, False], ["x", 1, False]], []],
    "object with parameters of another kind": ["object", 5, "echo", True, True, [[1, 2]], []],
    "huge that is a text": ["huge", "1"],
    "complex of lists": ["complex", [], []],
    "equal hashes": ["set", *[["huge", (k * (2**61 - 1)).to_bytes(14, "big")] for k in range(10, 3000)]],
    "equal hashes of tuples": [
        "dict",
        *[part for k in range(4096) for part in (["tuple", *[-1 - (k >> i & 1) for i in range(12)]], 0)],
    ],
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_bad_values(name: str) -> None:
    with hearing(done([["list", BAD_VALUES[name]], None, None])) as talk:
        function = stand_in(talk)
        x = np.zeros(2)
        with pytest.raises(Lost):
            function(x)

        assert x.tolist() == [0, 0]


@pytest.mark.parametrize(
    "change",
    [
        [2, [3], bytes(24)],
        [2, [2], bytes(15)],
        [2, [2], "0" * 16],
        [2, [2**70 // 2**7], bytes(16)],
        [2, [2**63], bytes(16)],
        [2, [-1, -1], bytes(16)],
        [2, "ab", bytes(16)],
        [2, None, None],
        [[2], [2], bytes(16)],
        [4, [2], np.ones(2).tobytes()],
        [6, [1], b"\x02"],
    ],
    ids=lambda value: repr(value)[:30],
)
def test_changes_that_do_not_fit(change: Any) -> None:
    x, read_only, flags = np.zeros(2), np.zeros(2), np.zeros(1, dtype=bool)
    read_only.flags.writeable = False
    with hearing(done([None, None, None], changes=[change])) as talk:
        function = stand_in(talk)
        with pytest.raises(Lost):
            function(x, read_only, flags)

    assert (x.tolist(), x.shape, read_only.tolist(), flags.view(np.uint8).tolist()) == ([0, 0], (2,), [0, 0], [0])


def test_changes_reach_shared_arrays_only() -> None:
    x, other = np.zeros(2), np.zeros(2)
    changes = [[number, [2], np.ones(2).tobytes()] for number in range(-5, 50)]
    with hearing(done([None, None, None], changes=changes)) as talk:
        function = stand_in(talk)
        function(x)

    assert (x.tolist(), other.tolist()) == ([1, 1], [0, 0])
