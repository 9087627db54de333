"""The referee's half of the wire: what it asks of a student's process, and what it makes of the answers."""

import builtins
import inspect
import itertools
import re
import sys
import time
import warnings
import weakref
from collections.abc import Callable, Iterable
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import Any

import numpy as np

from course.grading.in_place import update
from course.grading.stand_in import CallableStandIn, SequenceStandIn, StandIn
from course.grading.wire.channel import Channel
from course.grading.wire.codec import DEPTH, METHODS, NOT_WELL_FORMED, Codec, Encoded, Method, Object, Parameter
from course.grading.wire.messages import (
    LONGEST,
    MOST_LINES,
    WORD,
    Bind,
    Call,
    Callback,
    Called,
    Define,
    Failure,
    File,
    Files,
    FromReferee,
    FromStudent,
    Get,
    Item,
    Names,
    Question,
    Raised,
    Run,
    Set,
    Size,
    Trace,
    Unbind,
    Value,
    WireError,
    unpack,
)
from course.nesting import ITSELF

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
_STAND_INS = 20_000  # at one time
_LARGEST = 10**6  # elements of a sequence


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


class _RefereeCodec(Codec):
    def __init__(self, conversation: "Conversation") -> None:
        super().__init__(2)
        self._conversation = conversation
        self._stand_ins: dict[int, weakref.ref[StandIn]] = {}
        self._classes: dict[tuple[str, bool, bool], type[StandIn]] = {}
        self._recent_stand_ins: list[StandIn] = []  # as `_recent`
        self.functions: dict[int, Callable[..., Any]] = {}  # that were passed in the test now running
        self.name = ""  # under which the next object is known, where the referee knows it

    def changes(self) -> list[Any]:
        self._recent_stand_ins = []
        self._recent_stand_ins = [made for each in list(self._stand_ins.values()) if (made := each()) is not None]
        return super().changes()

    def encode_other(self, value: Any) -> Encoded:
        if isinstance(value, StandIn):
            return ["yours", value._number, value._method]
        if isinstance(value, FUNCTIONS):
            number = self._next_number()
            self.functions[number] = value
            return ["function", number]
        return super().encode_other(value)

    def decode_other(self, item: list[Any]) -> Any:
        if item[0] == "yours":  # one of the referee's functions comes back
            return self.functions[item[1]]
        if item[0] == "known":
            return self._stand_ins[item[1]]()
        if item[0] == "itself":
            return ITSELF
        if item[0] != "object":
            return super().decode_other(item)
        sent = unpack(Object, item[1:], NOT_WELL_FORMED)
        if type(sent.number) is not int or not self._is_theirs(sent.number):
            raise WireError("sent an object that is not well formed")
        if sent.number in self._stand_ins or type(sent.methods) is not list or len(sent.methods) > METHODS:
            raise WireError(NOT_WELL_FORMED)
        if len(self._stand_ins) >= _STAND_INS:
            raise WireError(f"sent more than {_STAND_INS:,} objects")
        kind = self._conversation.word(sent.kind)
        made = self._class(kind, bool(sent.callable), bool(sent.sequence))(
            self._conversation,
            sent.number,
            self.name or kind,
            self._parameters(sent.parameters),
            {method.name: method for method in (unpack(Method, parts, NOT_WELL_FORMED) for parts in sent.methods)},
        )
        self._stand_ins[sent.number] = weakref.ref(made, lambda _: self._gone(sent.number))
        return made

    def _gone(self, number: int) -> None:
        del self._stand_ins[number]
        self.dropped.append(number)

    def method(self, owner: StandIn, method: Method) -> CallableStandIn:
        """What stands for a method of an object of the student's, which need not be asked for.

        It is called by its name: what a test has kept calls another one as soon as the test sets that attribute.

        Args:
            owner: the object.
            method: what is known of it.
        """
        made = self._class(self._conversation.word("method"), is_callable=True, is_sequence=False)
        try:
            parameters = self._parameters(method.parameters)
            return made(self._conversation, owner._number, method.name, parameters, {}, owner)
        except Exception as error:  # as in `decode`
            raise Lost(NOT_WELL_FORMED) from error

    def _class(self, kind: str, is_callable: bool, is_sequence: bool) -> Any:
        key = kind, is_callable, is_sequence
        if key not in self._classes:
            bases = (CallableStandIn,) * is_callable + (SequenceStandIn,) * is_sequence or (StandIn,)
            self._classes[key] = type(kind, bases, {})
        return self._classes[key]

    def _parameters(self, sent: list[Parameter]) -> list[inspect.Parameter]:
        return [self._parameter(place, parts) for place, parts in enumerate(sent)]

    def _parameter(self, place: int, parts: Any) -> inspect.Parameter:
        sent = unpack(Parameter, parts, NOT_WELL_FORMED)
        return inspect.Parameter(
            sent.name if self._conversation.word(sent.name) == sent.name else f"argument_{place + 1}",
            list(inspect._ParameterKind)[sent.kind],
            default=None if sent.has_default else inspect.Parameter.empty,
        )

    def _is_theirs(self, number: int) -> bool:
        return number % 2 == 1


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
        self.lost = False  # whether a question has ended with Lost, so that what comes may answer another
        self._channel, self._interrupt, self._words, self._grace = channel, interrupt, words, grace
        self._count = itertools.count(1)
        self.before_call: Callable[[], None] = lambda: None  # done before a function of the student's is called
        self._depth = 0
        self._room = 0  # bytes that may still be added to `shown`

    def word(self, name: Any) -> str:
        """`name`, if it may stand in a message, and "object" otherwise."""
        return name if type(name) is str and WORD.fullmatch(name) and name in self._words else "object"

    def waits(self) -> bool:
        """Whether the student's process is there, and waits for a question."""
        return self._channel.waits()

    # --- what can be asked; each of these raises as `ask` does

    def write(self, files: list[File]) -> None:
        """Write `files` into the student's folder; raises Lost where that can't be done."""
        try:
            self.ask(Files(files))
        except StudentError as error:
            raise Lost(f"could not write the files ({error})") from None

    def run(self, source: str, count: int) -> bool:
        """Run a cell, of which an error is a part of what it shows; returns whether it came to its end without one.

        Args:
            source: of the cell.
            count: of the cells so far, this one included.
        """
        try:
            answer = self.ask(Run(source, count))
        except StudentError as error:
            raise Lost(f"could not run the cell ({error})") from None
        if type(answer) is str and answer == "interrupted":
            raise TimeUp
        return type(answer) is str and answer == "ran"

    def define(self, code: bytes) -> None:
        """Run the instructor's compiled `code`; what becomes of it is seen when its names are used."""
        try:
            self.ask(Define(code))
        except StudentError as error:
            raise Lost(f"could not take what it builds on ({error})") from None

    def names(self, names: Iterable[str]) -> dict[str, Any]:
        """What the student's global variables of these `names` stand for, as far as they are there."""
        asked = sorted(names)
        answer = self.ask(Names(asked))
        if len(answer) != len(asked):
            raise Lost("sent more or fewer values than it was asked for")
        found = {}
        try:
            for name, part in zip(asked, answer, strict=True):
                if part is not None:
                    self.codec.name = name
                    found[name] = self.codec.decode(unpack(Value, part, NOT_WELL_FORMED).value)
        except WireError as error:
            raise Lost(str(error)) from error
        finally:
            self.codec.name = ""
        return found

    def bind(self, name: str, value: Any) -> None:
        """Give the student's global variable `name` another `value`: an object of the student's, or a function."""
        self.ask(Bind(name, self.codec.encode(value)))

    def unbind(self, name: str) -> None:
        """Delete the student's global variable `name`."""
        self.ask(Unbind(name))

    def call(self, number: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function or method of the student's.

        Args:
            number: of the function, or of the object whose method it is.
            method: its name, or empty.
            args: positional arguments. What the function changes in them in place is changed.
            kwargs: arguments by name. As `args`.
        Returns:
            What it returned.
        """
        self.before_call()
        question = Call(number, method, self.codec.encode(args), self.codec.encode(kwargs))
        changed: Any = None
        try:
            called = self.ask(question)
            changed = called.changed
            for text in called.warned[:_MOST_WARNED] if type(called.warned) is list else []:
                if type(text) is str and (found := _WARNED.fullmatch(text)):
                    warnings.warn(f"{found[1]} encountered", RuntimeWarning, stacklevel=3)
            return called.answer
        except StudentError as error:
            changed = error.changed
            raise
        finally:
            if changed is not None:
                update((args, kwargs), changed)

    def attribute(self, number: int, name: str) -> Any:
        """The public attribute `name` of the student's object `number`; AttributeError if there is none."""
        self.codec.name = name
        try:
            return self.ask(Get(number, name))
        finally:
            self.codec.name = ""

    def set_attribute(self, number: int, name: str, value: Any) -> None:
        """Give the public attribute `name` of the student's object `number` another `value`."""
        self.ask(Set(number, name, self.codec.encode(value)))

    def item(self, number: int, key: Any) -> Any:
        """The element of the student's sequence `number` at `key`."""
        return self.ask(Item(number, self.codec.encode(key)))

    def size(self, number: int) -> int:
        """How many elements the student's sequence `number` has."""
        size = self.ask(Size(number))
        if type(size) is not int or not 0 <= size <= _LARGEST:
            raise Lost("sent a size that is none")
        return size

    # --- questions and answers

    def ask(self, question: Question) -> Any:
        """Ask, and wait for the answer.

        Args:
            question: to be asked; the values in it are encoded.
        Returns:
            The answer, decoded; to a Call, a Called of decoded values, to Names a list of what has to be decoded.
        Raises:
            StudentError: the student's code raised an error.
            TimeUp: it did not come to an end, and was stopped; the process is still there.
            Lost: the process is gone, or what it sends makes no sense; it has to be ended.
        """
        if self._depth >= DEPTH:
            raise RecursionError("the test and the student's function call each other without end")
        if type(question) is Run:
            self.codec.functions.clear()  # of a test that is over
        number = next(self._count)
        self._depth += 1
        try:
            self._send(number, type(question).__name__.lower(), question)
            while True:
                said = self._receive(number)
                if said.what == "ask":
                    self._answer(number, said.body)
                elif said.what == "failed":
                    raise self._error(number, said.body)
                elif type(question) is Call:
                    called = unpack(Called, said.body, "answered what was not asked")
                    return Called(*map(self.codec.decode, called))
                elif type(question) is Names:
                    return said.body if type(said.body) is list else []
                else:
                    return self.codec.decode(said.body)
        except WireError as error:
            self.lost = True
            raise Lost(str(error)) from error
        finally:
            self._depth -= 1

    def _send(self, number: int, what: str, body: Any) -> None:
        changes = self.codec.changes()
        dropped = self.codec.dropped[:]
        del self.codec.dropped[: len(dropped)]
        try:
            self._channel.send(FromReferee(number, what, body, changes, dropped), self.deadline)
        except TimeoutError:
            raise WireError("does not listen") from None
        except ValueError:
            self.codec.not_sent()
            raise
        self.codec.sent()

    def _receive(self, number: int) -> FromStudent:
        stopped = False
        try:
            message = self._channel.receive(self.deadline)
        except TimeoutError:
            stopped, message = True, self._stop()
        said = unpack(FromStudent, message, "sent what is no message")
        if type(said.number) is not int or said.number != number or said.what not in ("done", "failed", "ask"):
            raise WireError("answered what was not asked")
        self._show(said.shown)
        self.codec.apply(said.changes)
        if stopped and said.what == "ask":
            raise WireError("did not stop when its time was up")
        if stopped:
            raise TimeUp
        return said

    def _show(self, shown: Any) -> None:
        """Keep what was printed, but not without end."""
        if shown == []:
            return
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
        asked = unpack(Callback, asked, "asked for a call that is none")
        args, kwargs = self.codec.decode(asked.args), self.codec.decode(asked.kwargs)
        if type(asked.function) is not int or type(args) is not tuple or type(kwargs) is not dict:
            raise WireError("asked for a call that is none")
        try:
            if asked.function not in self.codec.functions:
                raise RuntimeError("this function was passed by a check that is over, and can't be called any more")
            result = self.codec.functions[asked.function](*args, **kwargs)  # which is kept until it was sent
            what, body = "done", self.codec.encode(result)
        except WireError:
            raise
        except Exception as error:
            named = next(kind.__name__ for kind in type(error).__mro__ if _ERRORS.get(kind.__name__) is kind)
            what, body = "failed", Raised(named, str(error)[:500])
        try:
            self._send(number, what, body)
        except ValueError as error:
            self._send(number, "failed", Raised("ValueError", str(error)))

    def _error(self, number: int, answer: Any) -> StudentError:
        """The student's error as one that a test can expect: of the same built-in class, with the same text."""
        sent = unpack(Failure, answer, "sent an error that is none")
        classes = sent.classes if type(sent.classes) is list else [None]
        if not all(type(part) is str for part in (*classes, sent.text, sent.where)):
            raise WireError("sent an error that is none")
        base = next((_ERRORS[name] for name in classes if name in _ERRORS), Exception)
        kind = type(base.__name__, (StudentError,) if base is Exception else (StudentError, base), {"__str__": _text})
        kind.__module__ = "builtins"
        made = kind(sent.text[:LONGEST])
        made.changed = self.codec.decode(sent.changed)
        made.ask = lambda: self.ask(Trace(number))
        named_in = all(self.word(part) == part for part in sent.where.split(".", 1))
        made.raised_in = sent.where if named_in else "This exercise"
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
