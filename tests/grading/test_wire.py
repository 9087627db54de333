"""The wire between referee and student: what honest code sees of it, and what hostile code can't do with it."""

import contextlib
import copy
import datetime
import decimal
import math
import os
import pickle
import re
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis.extra.numpy as hnp
import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from course.grading import student, wire
from course.grading.wire import Channel, Conversation, Lost, StandIn, StudentError, TimeUp

LIMIT = 16 * 2**20
ENDS = (StudentError, Lost, TimeUp)  # all that a test may meet besides an answer
fuzz = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

CELL = """
import warnings
import numpy as np
from collections import Counter, OrderedDict, defaultdict, namedtuple

def echo(x):
    return x

def both(x, y=None, *rest, key=0):
    return x, y, rest, key

def call(f, *args, **kwargs):
    return f(*args, **kwargs)

def twice(f, x):
    return f(x), f(x)

def is_same(x, y):
    return x is y

def counted(kind):
    made = {"defaultdict": defaultdict(int), "OrderedDict": OrderedDict(), "Counter": Counter()}[kind]
    made["a"], made["b"] = 1, 2
    return made

def double(x):
    x *= 2

def buffered(value):
    buffer[:] = value
    return buffer

def new_buffer():
    return np.zeros(3)

def keep(x):
    global kept
    kept = x

def change_kept(value):
    kept[...] = value

def read_kept():
    return kept.copy()

def tidy(items, table):
    items.append(4)
    items[0][0] = "new"
    table["b"] = table.pop("a")
    table["inner"]["x"] = 1

def slope(f, x, h=1e-3):
    x = x.astype(float)
    dx = np.zeros_like(x)
    for i in range(x.size):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        dx[i] = (up - f(x)) / (2 * h)
        x[i] += h
    return dx, x

def descend(f, x):
    x = x - 1.0
    f(x)
    return x

def visit(f):
    thing = Thing(7)
    f(thing)
    return thing

def draw(rng, size):
    return rng.normal(size=size)

def spawn(rng, count):
    return [child.normal() for child in rng.spawn(count)]

def down(n, f):
    return 0 if n == 0 else 1 + f(n - 1)

def tell(f):
    print("one")
    f()
    print("two")

def warn(text):
    warnings.warn(text, RuntimeWarning)
    return np.exp(np.array([1.0, 1000.0]))[0]

def objective(x, unheard_of_1, unheard_of_2=3):
    raise NotImplementedError

class Thing:
    def __init__(self, size=2):
        self.size, self.parts = size, [1, 2]
        self._secret = 5
        self.values = np.zeros(2)

    def grow(self, by):
        self.size += by
        return self

    def later(self):
        raise NotImplementedError

    def unheard_of_1(self):
        raise NotImplementedError

    @property
    def broken(self):
        raise AttributeError("broken on purpose")

class Many:
    def __len__(self):
        return 3

    def __getitem__(self, place):
        if place >= 3:
            raise IndexError(place)
        return place * 10

class MyFloat(float):
    pass

class MyArray(np.ndarray):
    def __eq__(self, other):
        return True

class Yes:
    def __eq__(self, other):
        return True
    __hash__ = None
    def __array__(self, *args, **kwargs):
        return np.ones(3)
    def __float__(self):
        return 1.0

class Own(ValueError):
    pass

class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no words")

Point = namedtuple("Point", "x y")

def make(kind):
    return {
        "point": Point(1, 2.0),
        "float": MyFloat(1.0),
        "array": np.ones(3).view(MyArray),
        "objects": np.array([None, Yes()], dtype=object),
        "yes": Yes(),
        "thing": Thing(),
        "many": Many(),
        "class": Thing,
        "same": [thing, thing],
        "big-endian": np.arange(3, dtype=">f8"),
        "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "strided": np.arange(10)[::3],
        "huge": 10**5000,
        "record": np.ones(2).view(np.recarray),
        "none": None,
    }[kind]

def fail(kind):
    if kind == "solve":
        np.linalg.solve(np.zeros((2, 2)), np.ones(2))
    if kind == "file":
        open("/there/is/none")
    if kind == "group":
        raise ExceptionGroup("several", [ValueError(1)])
    raise {
        "own": Own("of my own"), "key": KeyError("a"), "mute": Mute(), "exit": SystemExit(3), "stop": StopIteration(1),
        "keyboard": KeyboardInterrupt(), "time": TimeoutError("late"),
        "unicode": UnicodeDecodeError("u", b"", 0, 1, "x"),
        "base": BaseException("base"),
    }[kind]

def forever(f):
    while True:
        f(1)

buffer = np.zeros(3)
thing = Thing()
"""
WORDS = frozenset(re.findall(r"[^\W\d]\w*", CELL)) - {
    "unheard_of_1",
    "unheard_of_2",
    "class",
    "def",
    "return",
    "object",
}


@contextlib.contextmanager
def attended() -> Iterator[Conversation]:
    """A conversation with a student's process that has run CELL; it is a fork of this one, without a sandbox."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            warnings.simplefilter("ignore")
            InteractiveShell.clear_instance()  # another test's, which a fresh process would not have
            shell, shown = student.make_shell(), student.Shown(10_000)
            shell.shown = shell.display_pub.shown = shell.displayhook.shown = shown
            sys.stdout = student._Stream(shown, "stdout", 1)
            sys.stderr = student._Stream(shown, "stderr", 2)
            with tempfile.TemporaryFile("w+") as direct:
                student.Student(Channel(theirs, LIMIT), shell, shown, direct).serve()
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(0)
    theirs.close()
    conversation = Conversation(Channel(ours, LIMIT), lambda: os.kill(pid, signal.SIGINT), WORDS, 2.0)
    conversation.deadline = time.monotonic() + 20
    try:
        assert conversation.ask("run", CELL, 1) == "ran", conversation.shown
        yield conversation
    finally:
        ours.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


@pytest.fixture(scope="module")
def conversation_of_module() -> Iterator[Conversation]:
    with attended() as made:
        yield made


@pytest.fixture
def talk(conversation_of_module: Conversation) -> Conversation:
    conversation_of_module.deadline = time.monotonic() + 10
    conversation_of_module.codec.functions.clear()
    conversation_of_module.shown = []
    return conversation_of_module


def exactly(value: Any) -> Any:
    """What tells apart all that a test can tell apart."""
    kind = type(value)
    if kind is np.ndarray:
        native = value.astype(value.dtype.newbyteorder("="))
        return "array", native.dtype.str, value.shape, native.tolist() if value.dtype.kind in "UO" else native.tobytes()
    if isinstance(value, np.generic):
        return kind, value.tobytes()
    if kind in (list, tuple):
        return kind, [exactly(item) for item in value]
    if kind is dict:
        return kind, [(exactly(key), exactly(item)) for key, item in value.items()]
    if kind in (set, frozenset):
        return kind, sorted(map(repr, value))
    if kind is float:
        return kind, struct.pack("d", value)
    if kind is complex:
        return kind, struct.pack("dd", value.real, value.imag)
    if kind is range:
        return kind, value.start, value.stop, value.step
    return kind, value


# --- values that go there and come back -------------------------------------------------------------------------------

NUMERIC = st.sampled_from(sorted(wire.DTYPES)).map(np.dtype)
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
    echo = conversation_of_module.name("echo")

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
    assert exactly(talk.name("echo")(value)) == exactly(value)


def test_arguments_arrive_by_place_and_name(talk: Conversation) -> None:
    both = talk.name("both")

    assert both(1) == (1, None, (), 0)
    assert both(1, [2], 3, 4, key="k") == (1, [2], (3, 4), "k")
    assert both(y=1, x=2) == (2, 1, (), 0)


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
        talk.name("echo")([value])


def test_nesting_without_end_is_refused_before_it_is_sent(talk: Conversation) -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(TypeError, match="deep"):
        talk.name("echo")(endless)
    assert talk.name("echo")(1) == 1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("point", (1, 2.0)),
        ("big-endian", np.arange(3.0)),
        ("fortran", np.arange(6.0).reshape(2, 3)),
        ("strided", np.array([0, 3, 6, 9])),
        ("none", None),
        ("huge", 10**3000),
    ],
)
def test_what_students_return_comes_as_plain_values(talk: Conversation, kind: str, expected: Any) -> None:
    assert exactly(talk.name("make")(kind)) == exactly(expected)


@pytest.mark.parametrize("kind", ["float", "array", "yes", "thing", "many", "class", "record"])
def test_what_only_acts_like_a_value_is_none(talk: Conversation, kind: str) -> None:
    made = talk.name("make")(kind)

    assert isinstance(made, StandIn)
    assert not isinstance(made, float | np.ndarray)
    for number in (1.0, [1.0, 1.0, 1.0], None, object()):
        assert not made == number  # noqa: SIM201 (both are defined by a class)
    for use in (
        float,
        int,
        np.asarray,
        lambda x: x == np.float64(1.0),
        lambda x: np.testing.assert_allclose(x, 1.0),
        lambda x: np.ones(3) == x,
    ):
        with pytest.raises(TypeError):
            use(made)
    assert not np.array_equal(made, np.ones(3))


def test_arrays_of_objects_keep_their_type_and_lose_their_objects(talk: Conversation) -> None:
    made = talk.name("make")("objects")

    assert (type(made), made.dtype, made.shape) == (np.ndarray, np.dtype(object), (2,))
    assert list(made) == [None, None]


@pytest.mark.parametrize("seed", [0, 5, [1, 2]])
def test_random_generators_spawn_others(talk: Conversation, seed: Any) -> None:
    """As they do in one process: children of their own for each seed, and new ones in each call."""
    rng, twin = np.random.default_rng(seed), np.random.default_rng(seed)
    spawned = [talk.name("spawn")(rng, count) for count in (2, 1)]
    children = [[child.normal() for child in twin.spawn(count)] for count in (2, 1)]

    if type(seed) is int:
        assert spawned == children
    assert len({number for numbers in spawned for number in numbers}) == 3
    assert spawned != [talk.name("spawn")(np.random.default_rng(7), count) for count in (2, 1)]


def test_random_generators_go_on_where_the_student_left_off(talk: Conversation) -> None:
    draw, rng, alone = talk.name("draw"), np.random.default_rng(3), np.random.default_rng(3)

    for size in (2, 3):
        assert exactly(draw(rng, size)) == exactly(alone.normal(size=size))
    assert rng.normal() == alone.normal()


# --- arrays, lists and objects that both sides have -------------------------------------------------------------------


def test_identity(talk: Conversation) -> None:
    x, y = np.arange(3.0), np.arange(3.0)

    assert talk.name("echo")(x) is x
    assert talk.name("echo")([x, y])[1] is y
    assert [talk.name("is_same")(x, x), talk.name("is_same")(x, y)] == [True, False]
    assert talk.name("thing") is talk.name("thing")
    one, other = talk.name("make")("same")
    assert one is other
    assert talk.name("echo")(len) is len


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

    assert talk.name("double")(x) is None
    assert exactly(x) == exactly(np.asarray(expected))


def test_arrays_that_must_not_be_changed_are_not(talk: Conversation) -> None:
    x = np.arange(3.0)
    x.flags.writeable = False

    with pytest.raises(ValueError, match="read-only"):
        talk.name("double")(x)
    assert x.tolist() == [0, 1, 2]


def test_changes_after_the_call_are_seen_on_both_sides(talk: Conversation) -> None:
    x = np.zeros(3)
    talk.name("keep")(x)
    x[1] = 5
    assert talk.name("read_kept")().tolist() == [0, 5, 0]
    talk.name("change_kept")(7)
    assert x.tolist() == [7, 7, 7]


def test_a_buffer_that_is_used_again_is_one_array(talk: Conversation) -> None:
    one, other = talk.name("buffered")(1), talk.name("buffered")(2)

    assert one is other
    assert one.tolist() == [2, 2, 2]
    assert talk.name("new_buffer")() is not talk.name("new_buffer")()


def test_arrays_are_let_go(talk: Conversation) -> None:
    before = len(talk.codec._shared)
    for _ in range(50):
        talk.name("echo")(np.ones(100_000))
        talk.name("new_buffer")()
    talk.name("echo")(1)
    assert len(talk.codec._shared) <= before + 2


def test_lists_and_dicts_changed_in_place(talk: Conversation) -> None:
    inner, x = ["old"], np.ones(2)
    items, table = [inner, x, 3], {"a": 1, "inner": {}, "c": 2}
    deep = table["inner"]
    talk.name("tidy")(items, table)

    assert (len(items), items[0] is inner, items[1] is x, items[2:]) == (4, True, True, [3, 4])
    assert inner == ["new"]
    assert list(table.items()) == [("inner", {"x": 1}), ("c", 2), ("b", 1)]
    assert table["inner"] is deep


def test_objects_answer_for_themselves(talk: Conversation) -> None:
    made = talk.name("Thing")(3)

    assert (made.size, made.parts, type(made).__name__) == (3, [1, 2], "Thing")
    made.size = 10
    assert made.grow(5) is made
    assert made.size == 15
    made.values[0] = 4
    assert made.values.tolist() == [4, 0]
    made.values = np.ones(1)
    assert made.values.tolist() == [1]
    assert not hasattr(made, "missing")
    assert not hasattr(made, "broken")
    assert copy.copy(made) is made
    assert copy.deepcopy([made])[0] is made
    assert repr(made) == "<Thing of the student's>"


def test_sequences(talk: Conversation) -> None:
    many = talk.name("make")("many")

    assert (len(many), many[1], list(many), 20 in many, [*zip(many, "ab", strict=False)]) == (
        3,
        10,
        [0, 10, 20],
        True,
        [(0, "a"), (10, "b")],
    )
    with pytest.raises(IndexError):
        many[3]


def test_names_with_an_underscore_in_front_are_refused(talk: Conversation) -> None:
    made = talk.name("thing")

    for name in ("_secret", "__dict__x", "__class_getitem__", "__array_interface__", "__float__"):
        with pytest.raises(AttributeError, match="may read"):
            getattr(made, name)
    for name in ("_secret", "_number", "__class__", "__dict__"):
        with pytest.raises(AttributeError, match="may set"):
            setattr(made, name, 5)


def test_parameters_are_known_by_names_that_are_no_secret(talk: Conversation) -> None:
    import inspect

    signature = inspect.signature(talk.name("objective"))

    assert list(signature.parameters) == ["x", "argument_2", "argument_3"]
    assert talk.name("objective").__name__ == "objective"
    assert [str(one.kind) for one in inspect.signature(talk.name("both")).parameters.values()] == [
        *2 * ["POSITIONAL_OR_KEYWORD"],
        "VAR_POSITIONAL",
        "KEYWORD_ONLY",
    ]


def test_numpys_warnings_are_known_but_not_their_texts(talk: Conversation) -> None:
    function = talk.name("warn")
    for _ in range(2):  # Python by itself would warn once
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function("overflow encountered in 0.1357")
            told = [(str(one.message), one.category) for one in caught]

        assert value == pytest.approx(np.e)
        assert told == [("overflow encountered", RuntimeWarning)] * 2

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function("the secret is 0.1357")

        assert [str(one.message) for one in caught] == ["overflow encountered"]


@pytest.mark.parametrize("warned", [None, 5, "overflow encountered in exp", [5, None], ["overflow"], {"a": 1}])
def test_warnings_that_are_none(warned: Any) -> None:
    with hearing(done([1, None, warned if type(warned) is not list else ["list", warned]])) as talk:
        function = stand_in(talk)
        ended(lambda: function(1))  # a warning would be an error


# --- functions that are called back -----------------------------------------------------------------------------------


def test_functions_of_a_test_are_called(talk: Conversation) -> None:
    call = talk.name("call")

    assert exactly(call(np.exp, np.zeros(2))) == exactly(np.ones(2))
    assert exactly(call(np.sum, [1.5, 2])) == exactly(np.float64(3.5))
    assert call(lambda x, y=1: x + y, 1, y=2) == 3
    assert call([3].count, 3) == 1
    assert call(len, [1, 2]) == 2
    x = np.zeros(2)
    assert call(lambda y: y is x, x) is True


def test_the_same_array_can_be_passed_again_and_returned(talk: Conversation) -> None:
    x = np.array([1.0, 2.0, 3.0])
    dx, moved = talk.name("slope")(lambda x: float((x**2).sum()), x)

    np.testing.assert_allclose(dx, 2 * x, rtol=1e-6)
    np.testing.assert_allclose(moved, x)
    assert moved is not x
    assert talk.name("descend")(lambda x: None, np.ones(2)).tolist() == [0, 0]
    assert talk.name("visit")(lambda thing: None).grow(1).size == 8
    assert talk.name("twice")(lambda x: x.sum(), np.ones(2)) == (2, 2)


def test_calls_within_calls(talk: Conversation) -> None:
    down = talk.name("down")

    def again(n: int) -> Any:
        return down(n, again)

    assert again(6) == 6
    with pytest.raises(RecursionError):
        again(100)
    assert again(2) == 2


def test_errors_of_a_test_pass_through_the_student(talk: Conversation) -> None:
    class Own(LookupError):
        pass

    def fails(error: Exception) -> Callable[[], None]:
        def f() -> None:
            raise error

        return f

    for error in (ValueError("no"), Own("no"), AssertionError("no"), ExceptionGroup("no", [ValueError()])):
        built_in = next(
            kind for kind in type(error).__mro__ if kind.__module__ == "builtins" and "Group" not in str(kind)
        )
        with pytest.raises(built_in, match="no") as caught:
            talk.name("call")(fails(error))
        assert isinstance(caught.value, StudentError)
    with pytest.raises(TypeError):
        talk.name("call")(lambda: object())
    with pytest.raises(ValueError, match="too large"):
        talk.name("call")(lambda: bytes(LIMIT + 1))
    assert talk.name("echo")(1) == 1


def test_prints_come_in_order(talk: Conversation) -> None:
    talk.name("tell")(lambda: None)

    assert [items for items in talk.shown if items] == [[["stdout", "one\n"]], [["stdout", "two\n"]]]


def test_functions_of_an_earlier_test_are_gone(talk: Conversation) -> None:
    called: list[int] = []
    talk.name("keep")(called.append)
    talk.codec.functions.clear()
    with attended() as other:
        other.name("keep")(called.append)
        other.ask("run", "kept(1)", 2)
        said = str(other.shown)

    assert "a check that is over" in said
    assert called == []


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("solve", ValueError, "Singular matrix"),
        ("own", ValueError, "of my own"),
        ("key", KeyError, "'a'"),
        ("mute", Exception, "(this error can't be put into words)"),
        ("exit", Exception, "3"),
        ("stop", Exception, "1"),
        ("keyboard", Exception, ""),
        ("file", FileNotFoundError, "[Errno 2] No such file or directory: '/there/is/none'"),
        ("time", TimeoutError, "late"),
        ("unicode", ValueError, None),
        ("group", Exception, "several (1 sub-exception)"),
        ("base", Exception, "base"),
    ],
)
def test_errors(talk: Conversation, kind: str, expected: type[Exception], text: str | None) -> None:
    with pytest.raises(expected) as caught:
        talk.name("fail")(kind)

    assert isinstance(caught.value, StudentError)
    assert type(caught.value).__mro__[2 if expected is not Exception else 1 :][0] in (expected, StudentError)
    assert text is None or str(caught.value) == text
    assert caught.value.raised_in in ("fail", "This exercise", "solve", "_raise_linalgerror_singular", "_modified_open")
    assert caught.value.lines
    assert talk.name("echo")(1) == 1  # and the conversation goes on


def test_a_method_is_known_by_its_name(talk: Conversation) -> None:
    thing = talk.name("Thing")()

    assert thing.grow.__name__ == "grow"
    assert thing.unheard_of_1.__name__ == "unheard_of_1"  # the test itself said it


@pytest.mark.parametrize("kind", ["defaultdict", "OrderedDict", "Counter"])
def test_other_dicts_come_as_dicts(talk: Conversation, kind: str) -> None:
    assert exactly(talk.name("counted")(kind)) == exactly({"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("method", "where"),
    [(None, "objective"), ("later", "Thing.later"), ("unheard_of_1", "This exercise")],
)
def test_an_error_tells_where_it_was_raised(talk: Conversation, method: str | None, where: str) -> None:
    function = getattr(talk.name("Thing")(), method) if method else partial(talk.name("objective"), 1, 2)
    with pytest.raises(NotImplementedError) as caught:
        function()

    assert caught.value.raised_in == where  # type: ignore[attr-defined]


def test_names_that_are_missing(talk: Conversation) -> None:
    with pytest.raises(NameError, match="'nothing' is not defined"):
        talk.name("nothing")


def test_a_loop_that_calls_back_ends_in_time() -> None:
    with attended() as talk:
        talk.deadline = time.monotonic() + 0.3
        began = time.monotonic()
        with pytest.raises((TimeUp, Lost)):
            talk.name("forever")(lambda x: None)

        assert time.monotonic() - began < 3


def test_a_loop_is_stopped_and_the_process_goes_on() -> None:
    with attended() as talk:
        talk.deadline = time.monotonic() + 0.3
        assert talk.ask("run", "def spin():\n    while True: pass", 2) == "ran"
        spin = talk.name("spin")
        with pytest.raises(TimeUp):
            spin()
        talk.deadline = time.monotonic() + 5
        assert talk.name("echo")(1) == 1


# --- a hostile side ---------------------------------------------------------------------------------------------------


def frame(message: Any) -> bytes:
    body = message if isinstance(message, bytes) else msgpack.packb(message)
    return struct.pack(">I", len(body)) + body


@contextlib.contextmanager
def hearing(*frames: bytes, open_end: bool = False, seconds: float = 2.0) -> Iterator[Conversation]:
    """A conversation with somebody who has said all that they will ever say."""
    ours, theirs = socket.socketpair()
    with ours, theirs:

        def write() -> None:
            with contextlib.suppress(OSError):
                for one in frames:
                    theirs.sendall(one)
                if not open_end:
                    theirs.shutdown(socket.SHUT_WR)

        if sum(map(len, frames)) < 50_000:
            write()
            writer = None
        else:
            writer = threading.Thread(target=write)
            writer.start()
        conversation = Conversation(Channel(ours, LIMIT), lambda: None, WORDS, 0.2)
        conversation.deadline = time.monotonic() + seconds
        try:
            yield conversation
        finally:
            ours.close()
            if writer is not None:
                theirs.close()
                writer.join(5)
                assert not writer.is_alive()


def stand_in(conversation: Conversation) -> Any:
    """A function of the student's, as the referee knows it after an honest answer."""
    return conversation.codec.decode(["object", 1, "echo", True, True, []])


def ended(act: Callable[[], Any]) -> Any:
    """What came of it: a value or one of the errors that are expected; another error is the test's failure."""
    try:
        return act()
    except ENDS as error:
        return error


def done(answer: Any, shown: Any = None, changes: Any = None, number: int = 1) -> bytes:
    return frame([number, "done", answer, shown or [], changes or []])


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.binary(max_size=20)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from([*wire.Codec._READERS, "object", "yours", "function", "done", "failed", "ask", *wire.DTYPES]),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
)
CODES = st.tuples(
    st.sampled_from([*wire.Codec._READERS, "object", "yours", "function"]), st.lists(ANYTHING, max_size=7)
)


@fuzz
@given(data=st.binary(max_size=200), whole=st.booleans())
def test_random_bytes(data: bytes, whole: bool) -> None:
    with hearing(frame(data) if whole else data) as talk:
        assert isinstance(ended(lambda: talk.name("x")), Lost)


@fuzz
@given(answer=ANYTHING | CODES.map(lambda code: [code[0], *code[1]]), several=st.booleans(), what=st.sampled_from("df"))
def test_answers_of_any_shape(answer: Any, several: bool, what: str) -> None:
    bystander = np.arange(3.0)
    message = frame([1, "done" if what == "d" else "failed", answer, [], []])
    with hearing(message) as talk:
        ended(lambda: stand_in(talk)(bystander) if several else talk.name("x"))

    assert bystander.tolist() == [0, 1, 2]


def recorded() -> list[list[Any]]:
    """Answers to a call with one array, a list, a dict and a function, as an honest student's process sends them."""
    codec = student._StudentCodec(lambda *args: None)
    codec.decode(["array", 2, "float64", [2], True, bytes(16)])
    value = [
        np.ones((2, 3)),
        {"a": (1, 2.5, None)},
        {3},
        np.float32(1),
        codec._shared[2].array(),
        10**30,
        np.array(["x"]),
    ]
    changed = ((codec._shared[2].array(), [1, 2], {"k": [3]}), {})
    things = [test_identity, slice(1), np.random.default_rng(0), 1j, Path("x"), True, np.array([True, False])]
    shown = [["stdout", "text"], ["display", ["text/plain", "x"], [], ""]]
    changes = [[2, [2], np.ones(2).tobytes()]]
    error = [["LinAlgError", "ValueError", "Exception"], "text", "echo", codec.encode(changed)]
    return [
        [1, "done", [codec.encode(value), codec.encode(changed), codec.encode(["x"])], shown, changes],
        [1, "done", [codec.encode(things), None, None], [], []],
        [1, "failed", error, shown, changes],
        [1, "ask", [4, codec.encode((np.ones(2), things[0])), codec.encode({"key": 1})], shown, changes],
    ]


def places(value: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield path
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from places(item, (*path, place))


def put(value: Any, path: tuple[int, ...], new: Any) -> Any:
    if not path:
        return new
    return [put(item, path[1:], new) if place == path[0] else item for place, item in enumerate(value)]


@settings(fuzz, max_examples=600)
@given(st.data())
def test_answers_with_one_part_changed(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(recorded()))
    path = data.draw(st.sampled_from(list(places(message))))
    new = data.draw(ANYTHING | st.sampled_from([-1, 0, 2**31, 2**63, [2**62, 4], [-1], [2, -1], "O", "|O", "V8", "M8"]))
    bystander, calls = np.arange(3.0), []
    mine = (np.zeros(2), [1, bystander.copy()], {"k": [3]})
    with hearing(frame(put(message, path, new)), done([None, None, None])) as talk:
        function = stand_in(talk)

        def called(*args: Any, **kwargs: Any) -> None:
            calls.append(args)

        ended(lambda: function(*mine, called))

    assert len(calls) <= 1
    assert bystander.tolist() == [0, 1, 2]
    assert (mine[0].dtype, type(mine[1]), type(mine[2])) == (np.dtype(float), list, dict)


def test_recorded_answers_are_what_they_should_be() -> None:
    """Or the test above would change what is refused anyway."""
    for place, message in enumerate(recorded()):
        with hearing(frame(message), done([None, None, None])) as talk:
            x, calls = np.zeros(2), []
            function = stand_in(talk)
            got = ended(lambda: function(x, [1], {}, lambda *args, **kwargs: calls.append((args, kwargs))))  # noqa: B023

            assert not isinstance(got, Lost), place
            assert x.tolist() == ([0, 0] if place == 1 else [1, 1])
            assert len(calls) == (place == 3)


def nested(levels: int) -> bytes:
    return b"\x95\x01\xa4done" + b"\x91" * levels + b"\xc0" + b"\x90\x90"


X = np.zeros(2)
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
    "generator of too little": ["generator", 1, 1, 0, 0],
    "generator with a seed of texts": ["generator", 1, 1, 0, 0, "a", ["tuple"], 0],
    "generator with a seed of its own": ["generator", 1, 1, 0, 0, None, ["tuple"], 0],
    "generator with a negative seed": ["generator", 1, 1, 0, 0, -1, ["tuple"], 0],
    "generator with a key of texts": ["generator", 1, 1, 0, 0, 0, ["tuple", "a"], 0],
    "generator that spawned less than none": ["generator", 1, 1, 0, 0, 0, ["tuple"], -1],
    "function of the referee's": ["yours", 4],
    "function by name": ["yours", "print"],
    "function of the referee's, as a function": ["function", 2],
    "object with a number of the referee's": ["object", 2, "echo", True, True, []],
    "object with a number that is true": ["object", True, "echo", True, True, []],
    "object with strange parameters": ["object", 5, "echo", True, True, [["x", 99, False]]],
    "object with a parameter twice": ["object", 5, "echo", True, True, [["x", 1, False], ["x", 1, False]]],
    "object with parameters of another kind": ["object", 5, "echo", True, True, [[1, 2]]],
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


BAD_MESSAGES: dict[str, list[bytes]] = {
    "nothing": [],
    "half a length": [b"\x00\x00"],
    "half a message": [done(1)[:-3]],
    "a huge length": [b"\xff\xff\xff\xff" + bytes(100)],
    "a length beyond the limit": [struct.pack(">I", LIMIT + 1) + bytes(100)],
    "no bytes": [frame(b"")],
    "a number": [frame(1)],
    "a map": [frame(b"\x81\xa1a\x01")],
    "an extension": [frame(b"\xd4\x05\x00")],
    "a time": [frame(b"\xd6\xff\x00\x00\x00\x00")],
    "bytes after the message": [frame(msgpack.packb([1, "done", 1, [], []]) + b"\x00")],
    "invalid UTF-8": [frame(b"\x95\x01\xa4done\xa2\xff\xfe\x90\x90")],
    "too few parts": [frame([1, "done", 1])],
    "too many parts": [frame([1, "done", 1, [], [], []])],
    "another number": [done(1, number=2)],
    "number 0": [done(1, number=0)],
    "number true": [frame([True, "done", 1, [], []])],
    "a question": [frame([1, "run", ["1", 1], [], []])],
    "what is a list": [frame([1, ["done"], 1, [], []])],
    "deep nesting": [frame(nested(10**5))],
    "nesting of fifty levels": [frame(nested(50))],
    "changes that are none": [done(1, changes=5)],
    "a change that is none": [done(1, changes=[1])],
    "a failure that is none": [frame([1, "failed", 5, [], []])],
    "a failure with a text of numbers": [frame([1, "failed", [["ValueError"], 1, "f", None], [], []])],
    "a failure with a class of lists": [frame([1, "failed", [[["ValueError"]], "x", "f", None], [], []])],
    "a failure of three parts": [frame([1, "failed", [["ValueError"], "x", "f"], [], []])],
    "a call of nothing": [frame([1, "ask", None, [], []])],
    "a call of an unknown function": [frame([1, "ask", [2, ["tuple"], ["dict"]], [], []])],
    "a call of a name": [frame([1, "ask", ["print", ["tuple"], ["dict"]], [], []])],
    "a call of a list": [frame([1, "ask", [[2], ["tuple"], ["dict"]], [], []])],
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_bad_messages(name: str) -> None:
    with hearing(*BAD_MESSAGES[name]) as talk:
        assert isinstance(ended(lambda: talk.name("x")), Lost)


@pytest.mark.parametrize("answer", [None, 5, [], [1], [1, 2], [1, 2, 3, 4], "abc", b"abc", 1.5])
def test_answers_to_a_call_that_have_not_three_parts(answer: Any) -> None:
    with hearing(done(answer)) as talk:
        function = stand_in(talk)
        assert isinstance(ended(lambda: function(1)), Lost)


@pytest.mark.parametrize("size", [-1, True, 1.5, "3", None, 10**7, ["huge", b"\x7f" * 100]])
def test_sizes_that_are_none(size: Any) -> None:
    with hearing(done(size)) as talk:
        things = stand_in(talk)
        assert isinstance(ended(lambda: len(things)), Lost)


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


def test_replies_in_advance_are_used_once() -> None:
    with hearing(done(1), done(2), done(3, number=3), open_end=True, seconds=0.3) as talk:
        assert talk.name("x") == 1
        assert isinstance(ended(lambda: talk.name("x")), Lost)  # number 1 again


def test_functions_can_only_be_called() -> None:
    """There is no message with which a student's process could learn of a function more than what it returns."""
    secret = 12345

    def f(x: Any) -> Any:
        return x if x != secret else None

    for what in ("get", "set", "name", "item", "size", "run", "files"):
        with hearing(frame([1, what, [2, "__globals__"], [], []])) as talk:
            function = stand_in(talk)
            assert isinstance(ended(lambda: function(f)), Lost)  # noqa: B023
    for args in (["list", 1], 1, ["tuple", ["yours", 4]], ["tuple", ["object", 2, "x", True, True, []]]):
        with hearing(frame([1, "ask", [2, args, ["dict"]], [], []])) as talk:
            function = stand_in(talk)
            assert isinstance(ended(lambda: function(f)), Lost)  # noqa: B023


class Hostile(threading.Thread):
    """Reads what comes, throws it away, and writes `message` again and again."""

    def __init__(self, message: bytes, pause: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.ours, self._theirs = socket.socketpair()
        self._message, self._pause = message, pause
        self._reader = threading.Thread(target=self._read, daemon=True)

    def run(self) -> None:
        self._reader.start()
        with contextlib.suppress(OSError):
            while True:
                self._theirs.sendall(self._message)
                time.sleep(self._pause)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while self._theirs.recv(2**16):
                pass

    def end(self) -> None:
        self.ours.close()
        with contextlib.suppress(OSError):
            self._theirs.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self._reader.join(5)
        self._theirs.close()
        assert not self.is_alive()


CALL = frame([1, "ask", [2, ["tuple", 1], ["dict"]], [["stdout", "x" * 10_000]], []])


@pytest.mark.parametrize(
    ("message", "pause"),
    [(CALL, 0.0), (b"\x00\x01\x00\x01", 0.01), (b"", 0.01)],
    ids=["asks without end", "drips", "is silent"],
)
def test_every_wait_has_an_end(message: bytes, pause: float) -> None:
    hostile = Hostile(message, pause)
    looks: list[None] = []
    talk = Conversation(Channel(hostile.ours, LIMIT, lambda: looks.append(None)), lambda: None, WORDS, 0.2)
    talk.deadline = time.monotonic() + 0.7
    function = stand_in(talk)
    hostile.start()
    try:
        began = time.monotonic()
        with pytest.raises(Lost):
            function(lambda x: None)

        assert time.monotonic() - began < 2
        assert len(looks) >= 2  # at how much memory is used, though there was always something to read
        assert sum(len(str(one)) for one in talk.shown) <= LIMIT + 20_000
    finally:
        hostile.end()


def test_a_message_that_comes_late_is_not_cut_in_two() -> None:
    """Half of the answer is there when the time is up, and the other half when it was asked to stop."""
    ours, theirs = socket.socketpair()
    answer = done(bytes(1000))
    theirs.sendall(answer[:500])
    talk = Conversation(Channel(ours, LIMIT), lambda: theirs.sendall(answer[500:]), WORDS, 1.0)
    talk.deadline = time.monotonic() + 0.05
    with ours, theirs, pytest.raises(TimeUp):
        talk.name("x")


def test_recursion_through_the_test_is_bounded() -> None:
    asks = [frame([number, "ask", [2 * number, ["tuple"], ["dict"]], [], []]) for number in range(1, 200)]
    with hearing(*asks, seconds=5) as talk:
        function = stand_in(talk)
        depths: list[int] = []

        def again(level: int) -> Callable[[], Any]:
            def f() -> Any:
                depths.append(level)
                return function(again(level + 1))

            return f

        assert isinstance(ended(lambda: function(again(1))), Lost)
        assert max(depths) <= wire.DEPTH


def peak(act: Callable[[], Any]) -> float:
    """MiB by which memory grew at most while `act` ran."""

    def read(field: str) -> int:
        found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert found
        return int(found[1])

    before = read("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    act()
    return (read("VmHWM") - before) / 1024


def packed_list(count: int, item: bytes) -> bytes:
    return b"\xdd" + struct.pack(">I", count) + item * count


OBJECT = msgpack.packb(["object", 1, "Thing", False, False, []])
BOMBS = {
    "lists": packed_list(15 * 2**20, b"\x90"),
    "lists in lists": packed_list(15, b"\xdd" + struct.pack(">I", 2**20) + b"\x90" * 2**20),
    "lists that say they are long": b"\xdd\x00\xff\xff\xff" * 400 + bytes(15 * 2**20),
    "objects": packed_list(200_001, b"").replace(b"", b"", 1)
    + b"\xa4list"
    + b"".join(b"\x96\xa6object\xce" + struct.pack(">I", 2 * n + 1) + b"\xa5Thing\xc2\xc2\x90" for n in range(200_000)),
    "texts": msgpack.packb(["texts", [500], ["a" * 2**20, *[""] * 499]]),
    "arrays of objects": msgpack.packb(["list", *[["objects", [10**6]]] * 20_000]),
    "huge numbers": msgpack.packb(["list", *[["endless"]] * 200_000]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_small_messages_do_not_become_large(name: str) -> None:
    message = b"\x95\x01\xa4done" + BOMBS[name] + b"\x90\x90"
    bomb = frame(message)

    def act() -> None:
        with hearing(bomb, seconds=5) as talk:
            ended(lambda: talk.name("x"))

    assert len(message) <= LIMIT
    assert peak(act) < 400


def test_what_is_printed_does_not_pile_up() -> None:
    ask = frame([1, "ask", [2, ["tuple"], ["dict"]], [["stdout", "x" * 2**20]], []])
    kept: list[int] = []

    def act() -> None:
        with hearing(*[ask] * 60, done([None, None, None]), seconds=5) as talk:
            function = stand_in(talk)
            ended(lambda: function(lambda: None))
            kept.append(len(talk.shown))

    assert peak(act) < 100
    assert 10 <= kept[0] <= 16


# --- stand-ins in the hands of a test ---------------------------------------------------------------------------------


def test_a_stand_in_says_nothing_that_was_not_asked() -> None:
    """Comparing, printing, copying and the like send no message: nobody is there to answer."""
    with hearing(open_end=True, seconds=0.2) as talk:
        made = talk.codec.decode(["object", 1, "Thing", True, False, []])
        other = talk.codec.decode(["object", 3, "Thing", True, False, []])

        assert made != other
        assert made == made
        assert made in [other, made]
        assert isinstance(made, StandIn)
        assert bool(made)
        assert f"{made} {made!r} {made!s}" == " ".join(["<Thing of the student's>"] * 3)
        assert copy.copy(made) is copy.deepcopy(made) is made
        assert hash(made) == hash(made)
        for use in (
            *(float, int, complex, iter, len, np.asarray, np.float64, np.exp, str.join, memoryview, abs, round),
            *(lambda x: x < 1, lambda x: x + 1, lambda x: 1 @ x, lambda x: x[0], lambda x: np.add(x, np.ones(3))),
            *(
                lambda x: np.ones(3) + x,
                lambda x: np.ones(3) == x,
                lambda x: f"{x:.3f}",
                lambda x: range(x),
                pickle.dumps,
            ),
            *(lambda x: [1][x], lambda x: np.concatenate([x, x]), lambda x: np.array([x, 1.0])),
        ):
            with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
                use(made)
        assert repr(talk._count) == "count(1)"  # no question was asked


def test_a_stand_in_has_no_name_of_the_students_choice() -> None:
    with hearing(open_end=True, seconds=0.2) as talk:
        for kind in ("secret", "__class__", "a b", "", 5, None, ["Thing"], "x" * 1000):
            made = talk.codec.decode(["object", 1, kind, True, False, [["secret", 1, False]]])

            assert (type(made).__name__, made.__name__) == ("object", "object")
            assert "secret" not in str(made.__signature__)
            del made


def test_names_of_classes_do_not_reach_the_referees() -> None:
    """A class of the student's that is called like one of the referee's is still a stand-in."""
    words = WORDS | {"StandIn", "ndarray", "float", "Conversation"}
    ours, theirs = socket.socketpair()
    with ours, theirs:
        talk = Conversation(Channel(ours, LIMIT), lambda: None, words, 0.2)
        for kind in ("StandIn", "ndarray", "float", "Conversation"):
            made = talk.codec.decode(["object", 1, kind, False, False, []])

            assert isinstance(made, StandIn)
            assert not isinstance(made, np.ndarray | float | Conversation)
            assert type(made) is not StandIn
            del made
