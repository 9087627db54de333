"""The trust boundary of grading: all that the referee and a student's process can say to each other.

The referee is trusted: it holds tests, expected values and marks. The student's process is hostile: whatever can be
done with its end of the socket is done some day. So what a message may mean is all written here.

The referee may ask to
    run     a cell; the answer is what the cell showed, as plain data
    name    the value of a global variable; bind: give it another one of the student's objects, or a function of the
            test's; unbind: delete it
    call    a function or method, with arguments; the answer says what NumPy warned of, too
    get     a public attribute of an object; set: give it another value
    item    one element of a sequence; size: their number
    trace   the lines of the traceback of an error
The student's process may
    answer  the question now asked, with "done" and a value, or "failed" and a text
    ask     to call a function that was passed to it in the test now running, and only while it is asked something

A value is plain: None, bool, int, float, complex, str, bytes, list, tuple, dict, set, slice, range, a numeric array or
scalar, a random generator. Objects of other kinds stay in the process that has them. The student's are known to the
referee by number, and stand-ins answer for them (`StandIn`); of the referee's own, only functions can be passed, and
all that can be done with them is to call them.

The referee unpickles nothing, evaluates nothing, follows no name that came from a student, and looks up nothing in its
own objects for one. Every message has a limit in bytes, every wait an end. An array that was passed or returned is one
array on both sides: a change in place is seen by the other side with the next message.
"""

import builtins
import inspect
import itertools
import math
import re
import select
import socket
import struct
import sys
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import Any, ClassVar

import msgpack
import numpy as np

DTYPES = {
    name: np.dtype(name)
    for name in (
        [
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "float16",
            "float32",
            "float64",
            "complex64",
            "complex128",
        ]
    )
}
TYPES: dict[str, type] = {dtype.type.__name__: dtype.type for dtype in DTYPES.values()}
TYPES |= {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict, set)}
DEPTH = 40  # of values within values, and of calls within calls
SHARED_BYTES = 64 * 2**20  # of arrays that are watched for changes; what is beyond it is copied
_PLAIN = (type(None), bool, int, float, str, bytes)
FUNCTIONS = (FunctionType, BuiltinFunctionType, BuiltinMethodType, MethodType, np.ufunc, type(np.sum))
# What an error of the student's can be in a test. Those left out are made of more than a text, or would end a loop of
# the test's as if there were nothing more to check.
_NOT_FROM_TEXT = (UnicodeError, ExceptionGroup, StopIteration, StopAsyncIteration)
_ERRORS: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, _NOT_FROM_TEXT)
}
# Of a warning of NumPy's only this much is known here: the rest of its text could say anything.
_WARNED = re.compile("(divide by zero|overflow|underflow|invalid value) encountered in .*")
_MOST_WARNED = 20  # in one call
_MOST_SPAWNED = 1000  # generators made of another one in one call
WORD = re.compile(r"[^\W\d]\w{0,63}")
LONGEST = 20_000  # characters of an error's text, or of a line of its traceback
MOST_LINES = 60  # of a traceback
_ENDLESS = 10**3000  # stands for all whole numbers that are too long
_STEP = 0.2  # seconds between two looks at how much memory is used
# What one byte of a message can be blown up to here is bounded by these.
_ITEMS = 2**20  # of one list
_LISTS = 2**18  # of one message
_STAND_INS = 20_000  # at one time


class WireError(Exception):
    """The other side sent what it must not, or is gone; nothing can be asked of it any more."""


class TimeUp(BaseException):
    """The time for a cell is over. Not an Exception, so that no test takes it for an answer."""

    shown: list[Any] = []  # noqa: RUF012 # or of an instance: what the code showed before


class Lost(BaseException):
    """The student's process ended while it was asked something. Not an Exception, as above."""

    shown: list[Any] = []  # noqa: RUF012 # as above


class StudentError(Exception):
    """An error that the student's code raised; the class that is raised also inherits from the built-in one."""

    raised_in: str  # name of a function, or of a class and its method with a dot between
    changed: Any  # arguments and keyword arguments, if the call changed any
    ask: Callable[[], Any]  # for the traceback

    def lines(self) -> list[str]:
        """The frames of the student's functions and the error, as the student's own shell shows them, if it does."""
        try:
            lines = self.ask()
        except (StudentError, TimeUp, Lost):
            return []
        if type(lines) is not list or not all(type(line) is str for line in lines):
            return []
        return [line[:LONGEST] for line in lines[:MOST_LINES]]


class Channel:
    """Messages over a stream socket: four bytes of length, then MessagePack without maps or extension types."""

    def __init__(self, sock: socket.socket, limit: int, watch: Callable[[], None] = lambda: None) -> None:
        """Args: the socket; bytes that one message may have; called now and then during a wait, and may raise."""
        self._sock, self.limit, self._watch = sock, limit, watch
        self._got = bytearray()  # of a message that is not complete yet
        self._length: int | None = None  # of its body
        self._looked = 0.0  # when `watch` was called
        sock.setblocking(False)

    def send(self, message: list[Any], deadline: float | None = None) -> None:
        """Send; WireError if it is too large or nobody listens, TimeoutError at `deadline` (of time.monotonic())."""
        try:
            body = msgpack.packb(message, unicode_errors="replace")
        except (ValueError, RecursionError) as error:
            raise ValueError(f"this can't be sent: {error}") from None
        if len(body) > self.limit:
            raise ValueError(f"a message of {len(body):,} bytes is too large; the limit is {self.limit:,}")
        left = memoryview(struct.pack(">I", len(body)) + body)
        while left:
            try:
                left = left[self._sock.send(left) :]
            except BlockingIOError:
                self._wait(deadline, for_reading=False)
            except OSError as error:
                raise WireError("is gone") from error

    def receive(self, deadline: float | None = None) -> list[Any]:
        """The next message; raises as `send` does."""
        if self._length is None:
            (self._length,) = struct.unpack(">I", self._read(4, deadline))
        if self._length > self.limit:
            raise WireError(f"sent {self._length:,} bytes in one piece; the limit is {self.limit:,}")
        body = self._read(self._length, deadline)
        self._length = None
        lists = itertools.count(1)

        def counted(items: list[Any]) -> list[Any]:
            if next(lists) > _LISTS:
                raise ValueError("too many lists")
            return items

        try:
            message = msgpack.unpackb(
                body, max_map_len=0, max_ext_len=0, max_array_len=_ITEMS, strict_map_key=True, list_hook=counted
            )
        except (ValueError, RecursionError, MemoryError, msgpack.UnpackException) as error:
            raise WireError("sent what is no message") from error
        if type(message) is not list:
            raise WireError("sent what is no message")
        return message

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytes:
        while len(self._got) < size:
            self._look(deadline)
            try:
                part = self._sock.recv(min(size - len(self._got), 2**20))
            except BlockingIOError:
                self._wait(deadline, for_reading=True)
                continue
            except OSError as error:
                raise WireError("is gone") from error
            if not part:
                raise WireError("is gone")
            self._got += part
        read, self._got = bytes(self._got), bytearray()
        return read

    def _look(self, deadline: float | None) -> None:
        """Also where there is always something to read."""
        now = time.monotonic()
        if deadline is not None and now >= deadline:
            raise TimeoutError
        if now >= self._looked + _STEP:
            self._looked = now
            self._watch()

    def _wait(self, deadline: float | None, for_reading: bool) -> None:
        self._look(deadline)
        step = _STEP if deadline is None else max(0.0, min(_STEP, deadline - time.monotonic()))
        poller = select.poll()  # select() can't take large file descriptors
        poller.register(self._sock, select.POLLIN if for_reading else select.POLLOUT)
        poller.poll(1000 * step)


class _Shared:
    """An array that both sides have, as both know it."""

    def __init__(self, array: np.ndarray, hold: bool, gone: Callable[[], None]) -> None:
        self.key = id(array)
        self._held = array if hold else None
        self._ref = None if hold else weakref.ref(array, lambda _: gone())
        self.known()

    def array(self) -> np.ndarray | None:
        return self._ref() if self._ref else self._held

    def known(self) -> None:
        array = self.array()
        if array is not None:
            self.shape, self.seen = array.shape, _native(array)


class Codec:
    """Between values and what msgpack can pack; the two sides differ in what they do with objects and functions."""

    holds = False  # whether arrays are kept until the other side has dropped them

    def __init__(self, first: int) -> None:
        """Args: the first of the numbers given to objects: 1 on one side, 2 on the other."""
        self._numbers = itertools.count(first, 2)
        self._shared: dict[int, _Shared] = {}
        self._number_of: dict[int, int] = {}  # of a shared array, by its id()
        self._bytes = 0
        # What the other side may still speak of, or what has just come and may be changed: until something is sent.
        self._recent: list[np.ndarray | None] = []
        self.dropped: list[int] = []  # numbers that this side has no use for any more

    # --- values

    def encode(self, value: Any, depth: int = 0) -> Any:
        """`value` for msgpack; it is not changed. TypeError if there is something in it that can't be sent."""
        kind = type(value)
        if depth > DEPTH:
            raise TypeError(f"values nested more than {DEPTH} deep can't be sent")
        if kind is int and not -(2**63) <= value < 2**64:
            bits = value.bit_length()
            return ["huge", value.to_bytes(bits // 8 + 1, "big", signed=True)] if bits < 10_000 else ["endless"]
        if kind in _PLAIN:
            return value
        if kind is np.ndarray:
            return self._array(value)
        inner = lambda items: [self.encode(item, depth + 1) for item in items]  # noqa: E731
        if kind in (list, tuple, set, frozenset):
            return [kind.__name__, *inner(value)]
        if kind is dict:
            return ["dict", *inner(itertools.chain.from_iterable(value.items()))]
        if kind.__name__ in DTYPES and isinstance(value, np.generic):
            return ["scalar", kind.__name__, value.tobytes()]
        if kind is np.str_:
            return ["text", str(value)]
        if kind is complex:
            return ["complex", value.real, value.imag]
        if kind in (slice, range):
            return [kind.__name__, *inner((value.start, value.stop, value.step))]
        if value is Ellipsis or value is NotImplemented:
            return [str(value)]
        if isinstance(value, type) and TYPES.get(value.__name__) is value:
            return ["type", value.__name__]
        if isinstance(value, np.dtype) and DTYPES.get(value.name) == value:
            return ["dtype", value.name]
        if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            source: Any = value.bit_generator
            state, seeds = source.state, source.seed_seq
            numbers = *state["state"].values(), state["has_uint32"], state["uinteger"]
            # of what it spawns others from
            entropy = seeds.entropy if type(seeds.entropy) is int else state["state"]["inc"]
            return ["generator", *inner((*numbers, entropy, tuple(seeds.spawn_key), seeds.n_children_spawned))]
        return self.encode_other(value)

    def decode(self, item: Any, depth: int = 0) -> Any:
        """The value that `item`, as it came out of msgpack, stands for. WireError if it stands for none."""
        if type(item) in _PLAIN:
            return item
        if type(item) is not list or not item or type(item[0]) is not str or depth > DEPTH:
            raise WireError("sent a value of no known kind")
        read = self._READERS.get(item[0])
        try:
            if read is None:
                return self.decode_other(item)
            return read(self, item[1:], depth + 1)
        except WireError:
            raise
        except Exception as error:  # wrong number or kind of parts: what they are does not matter
            raise WireError("sent a value that is not well formed") from error

    def encode_other(self, value: Any) -> Any:
        """For all that is not plain."""
        raise TypeError(f"a value of type {type(value).__name__} can't be sent")

    def decode_other(self, item: list[Any]) -> Any:
        """The opposite of what the other side's `encode_other` does."""
        raise WireError("sent a value of no known kind")

    def _all(self, items: list[Any], depth: int) -> list[Any]:
        return [self.decode(item, depth) for item in items]

    def _keys(self, items: list[Any], depth: int) -> list[Any]:
        """For a dict or set, which would take hours if thousands of hashes were equal."""
        keys = self._all(items, depth)
        if len(keys) > 100 + 2 * len({hash(key) for key in keys}):
            raise WireError("sent keys that are not well formed")
        return keys

    def _dict(self, items: list[Any], depth: int) -> dict[Any, Any]:
        return dict(zip(self._keys(items[::2], depth), self._all(items[1::2], depth), strict=True))

    def _scalar(self, items: list[Any], depth: int) -> Any:
        name, raw = items
        dtype = DTYPES[name]
        if type(raw) is not bytes or len(raw) != dtype.itemsize:
            raise WireError("sent a number that is not well formed")
        return _from_bytes(raw, dtype)[0]

    def _generator(self, items: list[Any], depth: int) -> np.random.Generator:
        state, inc, has_uint32, uinteger, entropy, spawn_key, spawned = self._all(items, depth)
        if type(entropy) is not int or type(spawn_key) is not tuple or type(spawned) is not int:
            raise WireError("sent a generator that is not well formed")
        seeds = np.random.SeedSequence(entropy, spawn_key=spawn_key, n_children_spawned=spawned)
        bits: Any = np.random.PCG64(seeds)
        numbers = {"state": state, "inc": inc}
        bits.state = {"bit_generator": "PCG64", "state": numbers, "has_uint32": has_uint32, "uinteger": uinteger}
        return np.random.Generator(bits)

    # --- arrays, which are the same on both sides

    def _array(self, array: np.ndarray) -> Any:
        if array.dtype.kind == "U":
            return ["texts", list(array.shape), [str(text) for text in array.ravel()]]
        if array.dtype.kind == "O":
            return ["objects", list(array.shape)]
        if array.dtype.name not in DTYPES:
            return self.encode_other(array)
        number = self._number_of.get(id(array))
        if number is not None and self._shared[number].array() is array:
            return ["same", number]
        number = next(self._numbers) if self._share(array) else 0
        if number:
            self._keep(number, array)
        return ["array", number, array.dtype.name, list(array.shape), array.flags.writeable, _native(array)]

    def _new_array(self, items: list[Any], depth: int) -> np.ndarray:
        number, name, shape, writeable, raw = items
        dtype = DTYPES[name]
        if type(raw) is not bytes or type(shape) is not list or not all(type(n) is int and n >= 0 for n in shape):
            raise WireError("sent an array that is not well formed")
        if math.prod(n or 1 for n in shape[:64]) > 2**31:  # an empty one may still have a very long side
            raise WireError("sent an array that is too large")
        array = _from_bytes(bytearray(raw), dtype).reshape(shape)
        array.flags.writeable = bool(writeable)
        if number and self._share(array):
            if type(number) is not int or number in self._shared or not self._is_theirs(number):
                raise WireError("sent an array that is not well formed")
            self._keep(number, array)
            self._recent.append(array)
        return array

    def _same_array(self, items: list[Any], depth: int) -> np.ndarray:
        (number,) = items
        array = self._shared[number].array()
        if array is None:
            raise WireError("spoke of an array that is no more")
        return array

    def _texts(self, items: list[Any], depth: int) -> np.ndarray:
        shape, texts = items
        if not all(type(text) is str for text in texts):
            raise WireError("sent texts that are none")
        if 4 * len(texts) * max(map(len, texts), default=0) > SHARED_BYTES:  # each takes as much as the longest
            raise WireError("sent texts that are too long")
        return np.array(texts, dtype=str).reshape(shape)

    def _objects(self, items: list[Any], depth: int) -> np.ndarray:
        """An array that holds objects; they stay where they are, but the test can tell the type."""
        (shape,) = items
        if not all(type(n) is int and n >= 0 for n in shape) or math.prod(n or 1 for n in shape[:64]) > 10**6:
            raise WireError("sent an array of too many objects")
        return np.broadcast_to(np.empty((), dtype=object), shape)  # takes no memory, however many there are

    def _is_theirs(self, number: int) -> bool:
        raise NotImplementedError

    def _share(self, array: np.ndarray) -> bool:
        return self._bytes + array.nbytes <= SHARED_BYTES

    def _keep(self, number: int, array: np.ndarray) -> None:
        self._shared[number] = _Shared(array, self.holds, lambda: self._forget(number, tell=True))
        self._number_of[id(array)] = number
        self._bytes += len(self._shared[number].seen)

    def _forget(self, number: int, tell: bool = False) -> None:
        shared = self._shared.pop(number, None)
        if shared is not None:
            self._bytes -= len(shared.seen)
            if self._number_of.get(shared.key) == number:
                del self._number_of[shared.key]
            if tell:
                self.dropped.append(number)

    def changes(self) -> list[Any]:
        """What was changed in place since the other side last heard of it: number, shape and bytes."""
        found: list[Any] = []
        for number, shared in list(self._shared.items()):
            array = shared.array()
            if array is None:
                continue
            raw = _native(array)
            if raw != shared.seen or array.shape != shared.shape:
                shared.shape, shared.seen = array.shape, raw
                found.append([number, list(array.shape), raw])
        array = None
        self._recent = []  # what nothing else holds goes now, and the other side is told so
        self._recent = [shared.array() for shared in list(self._shared.values())]
        return found

    def apply(self, changes: Any) -> None:
        """Do to the arrays of this side what the other side did to its own; WireError if they don't fit."""
        if type(changes) is not list:
            raise WireError("sent changes that are none")
        for change in changes:
            try:
                number, shape, raw = change
                shared = self._shared.get(number)
                array = shared.array() if shared else None
                if shared is None or array is None:
                    continue  # dropped on this side, and the other does not know yet
                new = _from_bytes(raw, array.dtype.newbyteorder("=")).reshape(shape)
                if not array.flags.writeable:
                    raise WireError("changed an array that can't be changed")
                if array.shape != new.shape:
                    array.shape = new.shape
                array[...] = new
            except WireError:
                raise
            except Exception as error:
                raise WireError("sent a change that does not fit") from error
            shared.known()

    def forget(self, numbers: Any) -> None:
        """The other side has no use for these any more."""
        if type(numbers) is not list or not all(type(number) is int for number in numbers):
            raise WireError("sent numbers that are none")
        for number in numbers:
            self._forget(number)

    _READERS: ClassVar[dict[str, Callable[["Codec", list[Any], int], Any]]] = {
        "list": _all,
        "tuple": lambda self, items, depth: tuple(self._all(items, depth)),
        "set": lambda self, items, depth: set(self._keys(items, depth)),
        "frozenset": lambda self, items, depth: frozenset(self._keys(items, depth)),
        "dict": _dict,
        "huge": lambda self, items, depth: int.from_bytes(items[0][:1300], "big", signed=True),
        "endless": lambda self, items, depth: _ENDLESS,
        "scalar": _scalar,
        "text": lambda self, items, depth: np.str_(items[0]),
        "complex": lambda self, items, depth: complex(float(items[0]), float(items[1])),
        "slice": lambda self, items, depth: slice(*self._all(items, depth)),
        "range": lambda self, items, depth: range(*self._all(items, depth)),
        "Ellipsis": lambda self, items, depth: ...,
        "NotImplemented": lambda self, items, depth: NotImplemented,
        "type": lambda self, items, depth: TYPES[items[0]],
        "dtype": lambda self, items, depth: DTYPES[items[0]],
        "generator": _generator,
        "array": _new_array,
        "same": _same_array,
        "texts": _texts,
        "objects": _objects,
    }


def _native(array: np.ndarray) -> bytes:
    """Row by row, and in the byte order of this machine, however the array is laid out."""
    return (array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))).tobytes()


def _from_bytes(raw: bytes | bytearray, dtype: np.dtype) -> np.ndarray:
    """Numbers; a bool that is neither 0 nor 1 would be equal to True and count as many."""
    array = np.frombuffer(raw, dtype)
    if dtype.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise WireError("sent a truth value that is none")
    return array


# --- the referee's side -----------------------------------------------------------------------------------------------


class StandIn:
    """An object of the student's, which stays in the student's process: it can be called, and its attributes be read.

    It never turns into a number or an array, is equal to nothing but itself, and answers to no name with an underscore
    at the front.
    """

    def __init__(
        self, conversation: "Conversation", number: int, name: str, parameters: list[inspect.Parameter]
    ) -> None:
        # Not by assignment, which is the student's business.
        self.__dict__.update(_conversation=conversation, _number=number, __name__=name)
        if parameters:
            self.__dict__["__signature__"] = inspect.Signature(parameters)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} that a test may read")
        return self._conversation.attribute(self._number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r} that a test may set")
        self._conversation.ask("set", self._number, name, self._conversation.codec.encode(value))

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"this is of type {type(self).__name__}, and no array")

    def __copy__(self) -> "StandIn":
        return self

    def __deepcopy__(self, memo: object) -> "StandIn":
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of the student's>"


class _Callable(StandIn):
    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        return self._conversation.call(self._number, args, kwargs)


class _Sequence(StandIn):
    def __len__(self) -> int:
        size = self._conversation.ask("size", self._number)
        if type(size) is not int or not 0 <= size <= 10**6:
            raise Lost("sent a size that is none")
        return size

    def __getitem__(self, key: Any) -> Any:
        return self._conversation.ask("item", self._number, self._conversation.codec.encode(key))

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(len(self)))


class _RefereeCodec(Codec):
    def __init__(self, conversation: "Conversation") -> None:
        super().__init__(2)
        self._conversation = conversation
        self._stand_ins: weakref.WeakValueDictionary[int, StandIn] = weakref.WeakValueDictionary()
        self._classes: dict[tuple[str, tuple[type, ...]], type[StandIn]] = {}
        self._recent_stand_ins: list[StandIn] = []  # as `_recent`
        self.functions: dict[int, Callable[..., Any]] = {}  # that were passed in the test now running
        self.name = ""  # under which the next object is known, where the referee knows it

    def changes(self) -> list[Any]:
        self._recent_stand_ins = []
        self._recent_stand_ins = list(self._stand_ins.values())
        return super().changes()

    def encode_other(self, value: Any) -> Any:
        if isinstance(value, StandIn):
            return ["yours", value._number]
        if isinstance(value, FUNCTIONS):
            number = next(self._numbers)
            self.functions[number] = value
            return ["function", number]
        return super().encode_other(value)

    def decode_other(self, item: list[Any]) -> Any:
        if item[0] == "yours":  # one of the referee's functions comes back
            return self.functions[item[1]]
        if item[0] != "object":
            return super().decode_other(item)
        _, number, kind, callable_, sequence, parameters = item
        if type(number) is not int or not self._is_theirs(number):
            raise WireError("sent an object that is not well formed")
        known = self._stand_ins.get(number)
        if known is not None:
            return known
        if len(self._stand_ins) >= _STAND_INS:
            raise WireError(f"sent more than {_STAND_INS:,} objects")
        kind = self._conversation.word(kind)
        bases = (_Callable,) * bool(callable_) + (_Sequence,) * bool(sequence) or (StandIn,)
        made = self._classes.setdefault((kind, bases), type(kind, bases, {}))(
            self._conversation,
            number,
            self.name or kind,
            [_parameter(self._conversation.word, place, *one) for place, one in enumerate(parameters)],
        )
        self._stand_ins[number] = made
        weakref.finalize(made, self.dropped.append, number).atexit = False
        return made

    def _is_theirs(self, number: int) -> bool:
        return number % 2 == 1


def _parameter(allowed: Callable[[str], str], place: int, name: str, kind: int, has_default: bool) -> inspect.Parameter:
    kinds = list(inspect._ParameterKind)
    default = None if has_default else inspect.Parameter.empty
    if allowed(name) != name:
        name = f"argument_{place + 1}"
    return inspect.Parameter(name, kinds[kind], default=default)


class Conversation:
    """What the referee asks of one student's process, one question at a time."""

    def __init__(self, channel: Channel, interrupt: Callable[[], None], words: frozenset[str], grace: float) -> None:
        """
        Args:
            channel: to the student's process.
            interrupt: makes it stop what it does, if it can.
            words: names that may stand in messages; another one might be a secret that a test gave the student's code.
            grace: seconds that it has to stop.
        """
        self.codec = _RefereeCodec(self)
        self.deadline: float | None = None  # of time.monotonic(), for all that is asked until it is set anew
        self.shown: list[Any] = []  # what the student's code printed and drew while it was asked, as it came
        self._channel, self._interrupt, self._words, self._grace = channel, interrupt, words, grace
        self._count = itertools.count(1)
        self.before_call: Callable[[], None] = lambda: None  # done before a function of the student's is called
        self._depth = 0
        self._room = 0  # bytes that may still be added to `shown`

    def word(self, name: Any) -> str:
        """`name`, if it may stand in a message."""
        return name if type(name) is str and WORD.fullmatch(name) and name in self._words else "object"

    def run(self, source: str, count: int) -> None:
        """Run a cell, of which an error is a part of what it shows; raises TimeUp and Lost."""
        try:
            answer = self.ask("run", source, count)
        except StudentError as error:
            raise Lost(f"could not run the cell ({error})") from None
        if type(answer) is str and answer == "interrupted":
            raise TimeUp

    def name(self, name: str) -> Any:
        """The value of a global variable of the student's; NameError if there is none."""
        return self._ask_for(name, "name", name)

    def attribute(self, number: int, name: str) -> Any:
        """The value of a public attribute of the student's object; AttributeError if there is none."""
        return self._ask_for(name, "get", number, name)

    def _ask_for(self, name: str, *question: Any) -> Any:
        self.codec.name = name
        try:
            return self.ask(*question)
        finally:
            self.codec.name = ""

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the student's function or method; arguments that it changes in place are changed here, too."""
        self.before_call()
        encoded = self.codec.encode(args), self.codec.encode(kwargs)
        changed: Any = None
        try:
            result, changed, warned = self.ask("call", number, *encoded, parts=3)
            for text in warned[:_MOST_WARNED] if type(warned) is list else []:
                if type(text) is str and (found := _WARNED.fullmatch(text)):
                    warnings.warn(f"{found[1]} encountered", RuntimeWarning, stacklevel=3)
            return result
        except StudentError as error:
            changed = error.changed
            raise
        finally:
            if changed is not None:
                _update((args, kwargs), changed)

    def ask(self, question: str, *body: Any, parts: int = 1) -> Any:
        """Ask, and wait for the answer.

        Args:
            question: one of those named at the top of this module.
            body: what belongs to it, encoded.
            parts: how many values the answer has.
        Raises:
            StudentError: the student's code raised an error.
            TimeUp: it did not come to an end, and was stopped; the process is still there.
            Lost: the process is gone, or what it sends makes no sense; it has to be ended.
        """
        if self._depth >= DEPTH:
            raise RecursionError("the test and the student's function call each other without end")
        if question == "run":
            self.codec.functions.clear()  # of a test that is over
        number = next(self._count)
        self._depth += 1
        try:
            self._send(number, question, list(body))
            while True:
                what, answer = self._receive(number)
                if what == "ask":
                    self._answer(number, answer)
                    continue
                if what == "failed":
                    raise self._error(number, answer)
                if parts == 1:
                    return self.codec.decode(answer)
                if type(answer) is not list or len(answer) != parts:
                    raise WireError("answered what was not asked")
                return tuple(map(self.codec.decode, answer))
        except WireError as error:
            raise Lost(str(error)) from error
        finally:
            self._depth -= 1

    def _send(self, number: int, what: str, body: Any) -> None:
        changes = self.codec.changes()
        dropped = self.codec.dropped[:]
        del self.codec.dropped[: len(dropped)]
        message = [number, what, body, changes, dropped]
        try:
            self._channel.send(message, self.deadline)
        except TimeoutError:
            raise Lost("does not listen") from None

    def _receive(self, number: int) -> tuple[str, Any]:
        stopped = False
        try:
            message = self._channel.receive(self.deadline)
        except TimeoutError:
            stopped, message = True, self._stop()
        try:
            got, what, body, shown, changes = message
        except ValueError as error:
            raise WireError("sent what is no message") from error
        if type(got) is not int or got != number or what not in ("done", "failed", "ask"):
            raise WireError("answered what was not asked")
        self._show(shown)
        self.codec.apply(changes)
        if stopped and what == "ask":
            raise WireError("did not stop when its time was up")
        if stopped:
            raise TimeUp
        return what, body

    def _show(self, shown: Any) -> None:
        """Keep what was printed, but not without end."""
        if not self.shown:
            self._room = self._channel.limit
        size = _size(shown, self._room)
        if size <= self._room:
            self._room -= size
            self.shown.append(shown)

    def _stop(self) -> list[Any]:
        """The time is up: what the student's code does ends, or the process has to."""
        self._interrupt()
        try:
            if self._depth > 1:
                raise TimeoutError  # between calls that wait for each other there is no good place to stop
            return self._channel.receive(time.monotonic() + self._grace)
        except TimeoutError:
            raise WireError("did not stop when its time was up") from None

    def _answer(self, number: int, asked: Any) -> None:
        """Call a function of the test's for the student."""
        try:
            function, args, kwargs = asked
            args, kwargs = self.codec.decode(args), self.codec.decode(kwargs)
            if type(function) is not int or type(args) is not tuple or type(kwargs) is not dict:
                raise TypeError
        except (TypeError, ValueError) as error:
            raise WireError("asked for a call that is none") from error
        try:
            if function not in self.codec.functions:
                raise RuntimeError("this function was passed by a check that is over, and can't be called any more")
            result = self.codec.functions[function](*args, **kwargs)  # which is kept until it was sent
            answer = ["done", self.codec.encode(result)]
        except WireError:
            raise
        except Exception as error:
            named = next(kind.__name__ for kind in type(error).__mro__ if _ERRORS.get(kind.__name__) is kind)
            answer = ["failed", [named, str(error)[:500]]]
        try:
            self._send(number, *answer)
        except ValueError as error:
            self._send(number, "failed", ["ValueError", str(error)])

    def _error(self, number: int, answer: Any) -> StudentError:
        """The student's error as one that a test can expect: of the same built-in class, with the same text."""
        try:
            classes, text, where, changed = answer
            named = [_ERRORS[name] for name in classes if name in _ERRORS]
            if not all(type(item) is str for item in (*classes, text, where)):
                raise TypeError
        except (TypeError, ValueError) as error:
            raise WireError("sent an error that is none") from error
        base = named[0] if named else Exception
        kind = type(base.__name__, (StudentError,) if base is Exception else (StudentError, base), {"__str__": _text})
        kind.__module__ = "builtins"
        made = kind(text[:LONGEST])
        made.changed = self.codec.decode(changed)
        made.ask = lambda: self.ask("trace", number)
        named_in = all(self.word(part) == part for part in where.split(".", 1))
        made.raised_in = where if named_in else "This exercise"
        return made


def _size(value: Any, enough: int) -> int:
    """Bytes that `value`, as it came out of msgpack, takes here, or some number above `enough`."""
    total, todo = 0, [value]
    while todo and total <= enough:
        item = todo.pop()
        total += sys.getsizeof(item)
        if type(item) is list:
            todo += item
    return total


def _text(error: StudentError) -> str:
    return str(error.args[0])


def _update(old: Any, new: Any) -> None:
    """Make `old`, lists and dicts that were passed as arguments, what they are in `new`; arrays are shared anyway."""
    if type(old) is not type(new):
        return
    if type(old) is np.random.Generator:
        old.bit_generator.state = new.bit_generator.state
        before: Any = old.bit_generator.seed_seq
        after: Any = new.bit_generator.seed_seq
        before.spawn(min(max(after.n_children_spawned - before.n_children_spawned, 0), _MOST_SPAWNED))
    if type(old) in (list, tuple):
        for one, other in zip(old, new, strict=False):
            _update(one, other)
    if type(old) is list:
        merged = [
            one if _is_container(one) and type(one) is type(other) else other
            for one, other in zip(old, new, strict=False)
        ]
        old[:] = [*merged, *new[len(old) :]]
    elif type(old) is dict:
        for key, other in new.items():
            if key in old and _is_container(old[key]) and type(old[key]) is type(other):
                _update(old[key], other)
            else:
                old[key] = other
        for key in [key for key in old if key not in new]:
            del old[key]
        if list(old) != list(new):
            ordered = {key: old[key] for key in new}
            old.clear()
            old.update(ordered)


def _is_container(value: Any) -> bool:
    return type(value) in (list, dict)
