"""A student's process, inside the sandbox: runs the cells of one notebook, and calls what they define.

Nothing here is trusted. Code of the student's runs in this very process, and may change all of it; what it could send
then is bounded by the wire, on the referee's side.
"""

import builtins
import contextlib
import gc
import getpass
import inspect
import itertools
import marshal
import os
import signal
import socket
import sys
import threading
import traceback
import warnings
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any, TextIO

import numpy as np
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell

from course.grading.inside import shell as own_shell
from course.grading.inside.shell import Shown, Stream, in_words
from course.grading.wire import codec as own_codec
from course.grading.wire.channel import Channel
from course.grading.wire.codec import METHODS, Codec, Encoded, Method, Object, Parameter
from course.grading.wire.messages import (
    LONGEST,
    MOST_LINES,
    QUESTIONS,
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

NO_INPUT = "input() can't be asked while your work is graded, since nobody is there to answer. Write the value down."
_OURS = (__file__, own_shell.__file__, own_codec.__file__)  # functions in these are none of the student's


class _StudentCodec(Codec):
    holds = True

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__(1)
        self._ask = ask
        self.objects: dict[int, Any] = {}
        self._object_numbers: dict[int, int] = {}

    def encode_other(self, value: Any) -> Encoded:
        if type(value) is _Asked:
            return ["yours", value.number]
        kind = type(value)
        if isinstance(value, tuple) and kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
            return self.encode(tuple(value))
        if kind in (defaultdict, OrderedDict, Counter):
            return self.encode(dict(value))
        if (torch := sys.modules.get("torch")) and kind in (torch.Tensor, torch.nn.Parameter) and not value.grad_fn:
            return self.encode(value.detach().cpu().numpy().copy())  # one that keeps its graph stays here
        number = self._object_numbers.get(id(value))
        if number is None:
            number = self._next_number()
            self.objects[number] = value
            self._object_numbers[id(value)] = number
            sequence = not isinstance(value, (type, str, bytes)) and all(
                hasattr(kind, n) for n in ("__len__", "__getitem__")
            )
            made = Object(number, kind.__name__, callable(value), sequence, _parameters(value), _methods(value))
            return ["object", *made]
        return ["known", number]

    def encode_itself(self) -> Encoded:
        return ["itself"]

    def decode_other(self, item: list[Any]) -> Any:
        if item[0] == "yours":
            return getattr(self.objects[item[1]], item[2]) if item[2] else self.objects[item[1]]
        if item[0] == "function":
            return _Asked(self._ask, item[1])
        return super().decode_other(item)

    def _is_theirs(self, number: int) -> bool:
        return number % 2 == 0

    def forget(self, numbers: list[int]) -> None:
        super().forget(numbers)
        for number in numbers:
            if number in self.objects:
                del self._object_numbers[id(self.objects[number])]
                del self.objects[number]


class _Asked:
    """A function that a test passed: it can be called."""

    def __init__(self, ask: Callable[..., Any], number: int) -> None:
        self._ask, self.number = ask, number
        self.__name__ = "f"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(self.number, args, kwargs)


class Student:
    """Answers what the referee asks, until it hangs up."""

    def __init__(self, channel: Channel, shell: InteractiveShell, shown: Shown, direct: TextIO) -> None:
        """
        Args:
            channel: to the referee.
            shell: which runs the cells.
            shown: where all goes that is printed and drawn.
            direct: a file to which everything was sent that goes past Python, such as a command's output.
        """
        self._channel, self._shell, self._shown, self._direct = channel, shell, shown, direct
        self._codec = _StudentCodec(self._ask)
        self._number = 0
        self._changed: Any = None  # arguments of a call that failed
        self._errors: dict[int, BaseException] = {}  # the latest, by the number of the question
        self._traced = False  # whether one of them, or of a cell, was formatted
        self._in_code = False
        self._thread = threading.get_ident()
        signal.signal(signal.SIGINT, self._interrupted)

    def serve(self) -> None:
        """Until the referee hangs up."""
        with contextlib.suppress(WireError):
            while True:
                self._request(self._channel.receive())

    def _request(self, received: list[Any]) -> None:
        message = unpack(FromReferee, received, "sent what is no message")
        self._codec.apply(message.changes)
        self._codec.forget(message.dropped)
        before, self._number = self._number, message.number
        if not before:
            self._shown.left = self._shown.limit
        begins = message.what in ("run", "names")  # a cell, or a test
        if begins:
            self._forget_errors()
        try:
            question = unpack(QUESTIONS[message.what], message.body, "asked what is no question")
            what, body = "done", getattr(self, f"_{message.what}")(question)
        except BaseException as error:
            what, body = "failed", self._failure(error)
        if begins:  # of what functions wrote since, too, or the file would grow
            self._flush()
        try:
            self._send(what, body)
        except ValueError as error:
            self._codec.not_sent()
            failure = Failure(["ValueError", "Exception"], str(error), "", None)
            self._channel.send(FromStudent(message.number, "failed", failure, [], []))
        self._number = before
        signal.signal(signal.SIGINT, self._interrupted)

    def _send(self, what: str, body: Any) -> None:
        shown = self._shown.take()
        shown = [] if self._shell.display_pub.nobody_looks else shown
        self._channel.send(FromStudent(self._number, what, body, shown, self._codec.changes()))
        self._codec.sent()

    # --- what can be asked

    def _run(self, asked: Run) -> Any:
        self._shell.execution_count = asked.execution_count
        with self._code():
            result = self._shell.run_cell(asked.source, store_history=True)
        self._traced = not (result.success or self._shell.display_pub.nobody_looks)
        for error in (result.error_before_exec, result.error_in_exec):
            if isinstance(error, KeyboardInterrupt):
                return "interrupted"
        return "ran" if result.success else "failed"

    def _define(self, asked: Define) -> None:
        with self._code(), contextlib.suppress(Exception):
            exec(marshal.loads(asked.code), self._shell.user_ns)

    def _files(self, asked: Files) -> None:
        for file in (unpack(File, parts, "sent a file that is none") for parts in asked.files):
            path = Path(file.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)

    def _names(self, asked: Names) -> list[Value | None]:
        there = self._shell.user_ns
        return [Value(self._codec.encode(there[name])) if name in there else None for name in asked.names]

    def _bind(self, asked: Bind) -> None:
        self._shell.user_ns[asked.name] = self._codec.decode(asked.value)

    def _unbind(self, asked: Unbind) -> None:
        self._shell.user_ns.pop(asked.name, None)

    def _call(self, asked: Call) -> Called:
        args, kwargs = passed = self._codec.decode(asked.args), self._codec.decode(asked.kwargs)
        before = self._parts(passed)
        try:
            with self._code(), _noted_warnings() as warned:
                function = self._codec.objects[asked.number]
                value = (getattr(function, asked.method) if asked.method else function)(*args, **kwargs)
        except BaseException:
            after = self._parts(passed)
            self._changed = after if after != before else None
            raise
        # In the order in which the referee reads them: an array is sent once, and spoken of after that.
        answer = self._codec.encode(value)
        after = self._parts(passed)
        return Called(answer, after if after != before else None, self._codec.encode(warned))

    def _parts(self, passed: tuple[tuple[Any, ...], dict[str, Any]]) -> Encoded:
        """The arguments of a call, if there are any that can be changed; a change of an array is told anyway."""
        return (
            self._codec.encode(passed)
            if any(map(_changeable, itertools.chain(passed[0], passed[1].values())))
            else None
        )

    def _trace(self, asked: Trace) -> Any:
        error = self._errors[asked.number]
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename in _OURS:
            trace = trace.tb_next
        self._traced = True
        with self._code():  # it takes a while, and lines of errors are the student's code
            lines = self._shell.InteractiveTB.structured_traceback(type(error), error, trace, tb_offset=0)
        return self._codec.encode([str(line)[:LONGEST] for line in lines[2:MOST_LINES]])

    def _get(self, asked: Get) -> Any:
        with self._code():
            value = getattr(self._codec.objects[asked.number], asked.name)
        return self._codec.encode(value)

    def _set(self, asked: Set) -> None:
        with self._code():
            setattr(self._codec.objects[asked.number], asked.name, self._codec.decode(asked.value))

    def _item(self, asked: Item) -> Any:
        with self._code():
            value = self._codec.objects[asked.number][self._codec.decode(asked.key)]
        return self._codec.encode(value)

    def _size(self, asked: Size) -> int:
        with self._code():
            return len(self._codec.objects[asked.number])

    # --- what can be asked of the referee

    def _ask(self, function: int, args: Any, kwargs: Any) -> Any:
        """Call a function of the test's, in the thread that the test has called: two would speak at the same time."""
        if threading.get_ident() != self._thread:
            raise RuntimeError("a function that a test has passed can't be called in another thread")
        in_code, self._in_code = self._in_code, False
        try:
            self._send("ask", Callback(function, self._codec.encode(args), self._codec.encode(kwargs)))
            while True:
                received = self._channel.receive()
                message = unpack(FromReferee, received, "sent what is no message")
                if message.what not in ("done", "failed"):
                    self._request(received)  # the test's function calls one of the student's
                    continue
                self._codec.apply(message.changes)
                self._codec.forget(message.dropped)
                if message.what == "done":
                    return self._codec.decode(message.body)
                raised = unpack(Raised, message.body, "sent an error that is none")
                raise getattr(builtins, raised.name)(raised.text)
        finally:
            self._in_code = in_code

    # --- small parts

    @contextlib.contextmanager
    def _code(self) -> Iterator[None]:
        """Code of the student's runs, and can be interrupted."""
        before, self._in_code = self._in_code, True
        try:
            yield
        finally:
            self._in_code = before

    def _interrupted(self, signum: int, frame: FrameType | None) -> None:
        if self._in_code:
            raise KeyboardInterrupt

    def _flush(self) -> None:
        """Show what went past Python to the file descriptors 1 and 2."""
        with contextlib.suppress(OSError, ValueError):
            if os.fstat(self._direct.fileno()).st_size:
                self._direct.seek(0)
                self._shown.text("stdout", self._direct.read(self._shown.limit + 1))
                self._direct.seek(0)
                self._direct.truncate()

    def _forget_errors(self) -> None:
        """Nobody asks for their tracebacks any more, which hold all that the frames held."""
        self._errors.clear()
        if self._traced:
            self._traced = False
            self._shell.InteractiveTB.tb = sys.last_type = sys.last_value = sys.last_traceback = None
            gc.collect()  # what formatted them holds itself

    def _failure(self, error: BaseException) -> Failure:
        self._errors = {number: old for number, old in self._errors.items() if number > self._number - 20}
        self._errors[self._number] = error
        frames = traceback.walk_tb(error.__traceback__)
        own = [frame for frame in frames if frame[0].f_code.co_filename not in _OURS]
        where = own[-1][0].f_code.co_qualname.rpartition("<locals>.")[2] if own else ""
        classes = [kind.__name__ for kind in type(error).__mro__]
        changed, self._changed = self._changed, None
        return Failure(classes, in_words(error), where, changed)


@contextlib.contextmanager
def _noted_warnings() -> Iterator[list[str]]:
    """The texts of NumPy's warnings, which are shown as well."""
    texts: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always", RuntimeWarning)
        show = warnings.showwarning

        def note(message: Any, category: Any, *args: Any, **kwargs: Any) -> None:
            if category is RuntimeWarning and len(texts) < MOST_LINES:
                texts.append(in_words(message))
            show(message, category, *args, **kwargs)

        warnings.showwarning = note
        yield texts


def _parameters(value: Any) -> list[Parameter]:
    if not callable(value):
        return []
    try:
        found = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return []
    return [Parameter(one.name, int(one.kind), one.default is not one.empty) for one in found]


def _methods(value: Any) -> list[Method]:
    """What `value` has of the functions of its class, if that is the student's and not too large."""
    kind = type(value)
    if kind.__module__ != "__main__" or kind.__getattribute__ is not object.__getattribute__:
        return []
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        found.update(vars(each))
    own = getattr(value, "__dict__", {})
    names = [name for name, one in found.items() if type(one) is FunctionType and name[0] != "_" and name not in own]
    return [_method(found[name], name) for name in names] if len(names) <= METHODS else []


@lru_cache(maxsize=256)
def _method(function: FunctionType, name: str) -> Method:
    parameters = _parameters(function)
    takes_itself = parameters and parameters[0].kind <= inspect.Parameter.POSITIONAL_OR_KEYWORD
    return Method(name, parameters[1:] if takes_itself else parameters)


def _changeable(value: Any) -> bool:
    """Whether what a function does to `value` in place has to be told, and can be."""
    if type(value) is tuple:
        return any(map(_changeable, value))
    return type(value) in (list, dict, np.random.Generator)


def _no_input(prompt: object = "", *args: Any) -> str:
    raise StdinNotImplementedError(NO_INPUT)


def attend(
    sock: socket.socket, shell: InteractiveShell, output_bytes: int, message_bytes: int, nobody_looks: bool
) -> None:
    """Be the process of one student, until the referee hangs up.

    Args:
        sock: connected to the referee.
        shell: as `make_shell` makes it.
        output_bytes: that a cell may show.
        message_bytes: that a message may have.
        nobody_looks: whether what cells show is not kept.
    """
    shown = Shown(output_bytes)
    shell.shown = shell.display_pub.shown = shell.displayhook.shown = shown
    shell.display_pub.nobody_looks = nobody_looks
    if nobody_looks:
        shell.display_formatter.active_types = []  # no picture is made of a figure that a cell leaves open
    direct = open(".direct", "w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (for the whole life)
    os.unlink(".direct")
    for fd in (1, 2):
        os.dup2(direct.fileno(), fd)
    sys.stdout, sys.stderr = Stream(shown, "stdout", 1), Stream(shown, "stderr", 2)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    builtins.input = getpass.getpass = _no_input  # type: ignore[assignment]
    Student(Channel(sock, message_bytes), shell, shown, direct).serve()
