"""Conversations with a student's process: an honest one, and one who has said beforehand all that will ever be said."""

import contextlib
import os
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
from collections.abc import Callable, Iterator
from typing import Any

import msgpack
import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from course.grading.conversation import Conversation, Lost, StudentError, TimeUp
from course.grading.inside import student
from course.grading.inside.shell import Shown, Stream, make_shell
from course.grading.wire import codec
from course.grading.wire.channel import Channel
from course.grading.wire.messages import Run

LIMIT = 16 * 2**20


def its(talk: Conversation, name: str) -> Any:
    """What the student's variable of that `name` stands for."""
    return talk.names([name])[name]


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

def double_flat(x):
    flat = x.reshape(-1)
    flat *= 2
    return x.flags.f_contiguous

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

class Fading:
    def go(self):
        return 1

def fade():
    del Fading.go

def too_much_of(size):
    global thing_and_array
    if "thing_and_array" not in globals():
        thing_and_array = Thing(), np.zeros(3)
    return *thing_and_array, bytes(size)

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

def keep_in_itself(x):
    x.append(x)
    return 0.5, {"kept": x}

def nested(depth):
    x = []
    for _ in range(depth):
        x = [x]
    return x

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
            shell, shown = make_shell(), Shown(10_000)
            shell.shown = shell.display_pub.shown = shell.displayhook.shown = shown
            sys.stdout = Stream(shown, "stdout", 1)
            sys.stderr = Stream(shown, "stderr", 2)
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
        assert conversation.ask(Run(CELL, 1)) == "ran", conversation.shown
        yield conversation
    finally:
        ours.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


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
    return conversation.codec.decode(["object", 1, "echo", True, True, [], []])


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
    | st.sampled_from(
        [*codec.Codec._READERS, "object", "known", "yours", "function", "done", "failed", "ask", *codec.DTYPES]
    ),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
)
