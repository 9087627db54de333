"""Turns values into what can be packed into a message, and back."""

import itertools
import math
import weakref
from collections.abc import Callable
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from course.grading.wire.messages import Change, Encoded, WireError, unpack

DTYPES = {
    name: np.dtype(name)
    for name in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "complex64", "complex128"),
    )
}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}  # numpy puts a name together each time that it is asked
TYPES: dict[str, type] = {dtype.type.__name__: dtype.type for dtype in DTYPES.values()}
TYPES |= {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict, set)}
METHODS = 50  # of one object
DEPTH = 40  # of values within values, and of calls within calls
SHARED_BYTES = 64 * 2**20  # of arrays that are watched for changes; what is beyond it is copied
_PLAIN = (type(None), bool, int, float, str, bytes)
_ENDLESS = 10**3000  # stands for all whole numbers that are too long
NOT_WELL_FORMED = "sent a value that is not well formed"


class NewArray(NamedTuple):
    """An array that the other side does not know."""

    number: int  # by which it is known from now on, or 0 for a copy
    dtype: str
    shape: list[int]
    writeable: bool
    raw: bytes


class Generator(NamedTuple):
    """A random generator: the state of its PCG64, and what it spawns others from."""

    state: Encoded
    inc: Encoded
    has_uint32: Encoded
    uinteger: Encoded
    entropy: Encoded
    spawn_key: Encoded
    spawned: Encoded


_SIZES = (2**128, 2**128, 2, 2**32)  # of the numbers that a generator begins with


class Parameter(NamedTuple):
    """One parameter of a function."""

    name: str
    kind: int  # of inspect.Parameter
    has_default: bool


class Method(NamedTuple):
    """A function of a class."""

    name: str
    parameters: list[Parameter]  # without the first one, which is the object


class Object(NamedTuple):
    """An object of the student's, which stays where it is."""

    number: int
    kind: str  # name of its class
    callable: bool
    sequence: bool
    parameters: list[Parameter]  # of a function
    methods: list[Method]  # those that its class has, as long as nobody sets an attribute of that name


class _Shared:
    """An array that both sides have, as both know it."""

    def __init__(self, array: np.ndarray, hold: bool, gone: Callable[[], None]) -> None:
        self.key = id(array)
        self.array: Callable[[], np.ndarray | None]
        self.array = (lambda: array) if hold else weakref.ref(array, lambda _: gone())
        self.known()

    def known(self) -> None:
        array = self.array()
        if array is not None:
            self.shape, self.seen = array.shape, _native(array)
            self.native = array.dtype if array.dtype.isnative else None  # with which its bytes are as they are sent


class Codec:
    """Between values and what msgpack can pack; the two sides differ in what they do with objects and functions."""

    holds = False  # whether arrays are kept until the other side has dropped them

    def __init__(self, first: int) -> None:
        """
        Args:
            first: of the numbers that this side gives to objects and arrays: 1 for the student's, 2 for the referee's.
        """
        self._latest = self._sent = first - 2  # numbers: that was given last, and that the other side has heard of
        self._shared: dict[int, _Shared] = {}
        self._number_of: dict[int, int] = {}  # of a shared array, by its id()
        self._bytes = 0
        # What the other side may still speak of, or what has just come and may be changed: until something is sent.
        self._recent: list[np.ndarray | None] = []
        self.dropped: list[int] = []  # numbers that this side has no use for any more

    # --- values

    def encode(self, value: Any, around: tuple[Any, ...] = ()) -> Encoded:
        """
        Args:
            value: to be sent. Not changed.
            around: the values that it is in.
        Returns:
            What stands for it in a message.
        Raises:
            TypeError: there is something in it that can't be sent.
        """
        kind = type(value)
        if len(around) > DEPTH:
            raise TypeError(f"values nested more than {DEPTH} deep can't be sent")
        if kind is int and not -(2**63) <= value < 2**64:
            bits = value.bit_length()
            return ["huge", value.to_bytes(bits // 8 + 1, "big", signed=True)] if bits < 10_000 else ["endless"]
        if kind in _PLAIN:
            return value
        if kind is np.ndarray:
            return self._array(value)
        if any(value is each for each in around):
            return self.encode_itself()
        inner = lambda items: [self.encode(item, (*around, value)) for item in items]  # noqa: E731
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
            return ["generator", *inner(_parts_of(value))]
        return self.encode_other(value)

    def decode(self, item: Encoded, depth: int = 0) -> Any:
        """
        Args:
            item: as it came out of msgpack. Not changed.
            depth: how many values it is in.
        Returns:
            The value that it stands for.
        Raises:
            WireError: it stands for none.
        """
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
            raise WireError(NOT_WELL_FORMED) from error

    def encode_itself(self) -> Encoded:
        """As `encode`, for what is in itself."""
        raise TypeError("a value that has itself among its items can't be sent")

    def encode_other(self, value: Any) -> Encoded:
        """As `encode`, for a `value` that is not plain."""
        raise TypeError(f"a value of type {type(value).__name__} can't be sent")

    def decode_other(self, item: list[Any]) -> Any:
        """As `decode`, for an `item` that the other side's `encode_other` made."""
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
        made = unpack(Generator, self._all(items, depth), NOT_WELL_FORMED)
        if type(made.entropy) is not int or type(made.spawn_key) is not tuple or type(made.spawned) is not int:
            raise WireError("sent a generator that is not well formed")
        numbers = (made.state, made.inc, made.has_uint32, made.uinteger)
        if not all(type(number) is int and 0 <= number < size for number, size in zip(numbers, _SIZES, strict=True)):
            raise WireError("sent a generator that is not well formed")
        if made.inc % 2 == 0:  # it might stand still, and whoever draws from it would wait for ever
            raise WireError("sent a generator in a state that none can be in")
        seeds = np.random.SeedSequence(made.entropy, spawn_key=made.spawn_key, n_children_spawned=made.spawned)
        bits: Any = np.random.PCG64(seeds)
        bits.state = {
            "bit_generator": "PCG64",
            "state": {"state": made.state, "inc": made.inc},
            "has_uint32": made.has_uint32,
            "uinteger": made.uinteger,
        }
        return np.random.Generator(bits)

    # --- arrays, which are the same on both sides

    def _array(self, array: np.ndarray) -> Any:
        number = self._number_of.get(id(array))
        if number is not None and self._shared[number].array() is array:
            return ["same", number]
        if array.dtype.kind == "U":
            return ["texts", list(array.shape), [str(text) for text in array.ravel()]]
        if array.dtype.kind == "O":
            return ["objects", list(array.shape)]
        name = _NAMES.get(array.dtype) or array.dtype.name  # the same with its bytes the other way round, it may be
        if name not in DTYPES:
            return self.encode_other(array)
        number = self._next_number() if self._share(array) else 0
        if number:
            self._keep(number, array)
        new = NewArray(number, name, list(array.shape), array.flags.writeable, _native(array))
        by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
        return ["array by columns" if by_columns else "array", *new]

    def _new_array(self, items: list[Any], depth: int, order: Literal["C", "F"] = "C") -> np.ndarray:
        new = unpack(NewArray, items, NOT_WELL_FORMED)
        dtype = DTYPES[new.dtype]
        if (
            type(new.raw) is not bytes
            or type(new.shape) is not list
            or not all(type(n) is int and n >= 0 for n in new.shape)
        ):
            raise WireError("sent an array that is not well formed")
        if math.prod(n or 1 for n in new.shape[:64]) > 2**31:  # an empty one may still have a very long side
            raise WireError("sent an array that is too large")
        array = np.asarray(_from_bytes(bytearray(new.raw), dtype).reshape(new.shape), order=order)
        array.flags.writeable = bool(new.writeable)
        if new.number and self._share(array):
            if type(new.number) is not int or new.number in self._shared or not self._is_theirs(new.number):
                raise WireError("sent an array that is not well formed")
            self._keep(new.number, array)
            if not self.holds:
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

    def _next_number(self) -> int:
        self._latest += 2
        return self._latest

    def sent(self) -> None:
        """The other side has got what was encoded."""
        self._sent = self._latest

    def not_sent(self) -> None:
        """It will never get what was encoded since it last got something, and knows none of the new numbers."""
        self.forget(list(range(self._sent + 2, self._latest + 2, 2)))

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

    def changes(self) -> list[Change]:
        """What was changed in place since the other side last heard of it."""
        found: list[Change] = []
        for number, shared in list(self._shared.items()):
            array = shared.array()
            if array is None:
                continue
            # All of them are looked at before each message, so that a call less for each is felt.
            raw = array.tobytes() if array.dtype is shared.native else _native(array)
            if raw != shared.seen or array.shape != shared.shape:
                shared.shape, shared.seen = array.shape, raw
                found.append(Change(number, list(array.shape), raw))
        array = None
        if not self.holds:
            self._recent = []  # what nothing else holds goes now, and the other side is told so
            self._recent = [shared.array() for shared in list(self._shared.values())]
        return found

    def apply(self, changes: Any) -> None:
        """Do to the arrays of this side what the other side did to its own.

        Args:
            changes: as the other side's `changes` gave them, or whatever came in their place.
        Raises:
            WireError: they don't fit.
        """
        if type(changes) is not list:
            raise WireError("sent changes that are none")
        for parts in changes:
            change = unpack(Change, parts, "sent a change that does not fit")
            try:
                shared = self._shared.get(change.number)
                array = shared.array() if shared else None
                if shared is None or array is None:
                    continue  # dropped on this side, and the other does not know yet
                new = _from_bytes(change.raw, array.dtype.newbyteorder("=")).reshape(change.shape)
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
        """The other side has no use for these any more.

        Args:
            numbers: of arrays and objects.
        Raises:
            WireError: they are none.
        """
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
        "array by columns": lambda self, items, depth: self._new_array(items, depth, "F"),
        "same": _same_array,
        "texts": _texts,
        "objects": _objects,
    }


def _parts_of(generator: np.random.Generator) -> Generator:
    source: Any = generator.bit_generator
    state, seeds = source.state, source.seed_seq
    return Generator(
        state["state"]["state"],
        state["state"]["inc"],
        state["has_uint32"],
        state["uinteger"],
        seeds.entropy if type(seeds.entropy) is int else state["state"]["inc"],
        tuple(seeds.spawn_key),
        seeds.n_children_spawned,
    )


def _native(array: np.ndarray) -> bytes:
    """Row by row, and in the byte order of this machine, however the array is laid out."""
    return array.tobytes() if array.dtype.isnative else array.astype(array.dtype.newbyteorder("=")).tobytes()


def _from_bytes(raw: bytes | bytearray, dtype: np.dtype) -> np.ndarray:
    """Numbers; a bool that is neither 0 nor 1 would be equal to True and count as many."""
    array = np.frombuffer(raw, dtype)
    if dtype.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise WireError("sent a truth value that is none")
    return array
