"""A student's process, inside the sandbox: runs the cells of one notebook, and calls what they define.

Nothing here is trusted. Code of the student's runs in this very process, and may change all of it; what it could send
then is bounded by `wire`, on the referee's side.
"""

import base64
import builtins
import contextlib
import getpass
import inspect
import itertools
import os
import signal
import socket
import sys
import traceback
import warnings
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course.grading.wire import LONGEST, MOST_LINES, Channel, Codec, WireError

NO_INPUT = "input() can't be asked while your work is graded, since nobody is there to answer. Write the value down."


class Shown:
    """What code printed and drew, as nbformat's outputs without their fixed parts; too much of it is cut."""

    def __init__(self, limit: int) -> None:
        """Args: bytes that one cell may show."""
        self.limit = limit
        self.left = limit
        self._items: list[list[Any]] = []

    def text(self, name: str, text: str) -> None:
        """Something was written to stdout or stderr, which is `name`."""
        kept = text[: max(self.left, 0)]
        if kept and self._items and self._items[-1][0] == name:
            self._items[-1][1] += kept
        elif kept:
            self._items.append([name, kept])
        self._fits(len(text))

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any], number: Any = None) -> None:
        """Something was displayed (kind "display"), drawn anew ("update"), or is the value of a cell ("result")."""
        texts = {}
        for mime, content in data.items():
            if isinstance(content, bytes):
                content = base64.b64encode(content).decode("ascii")
            texts[str(mime)] = content if isinstance(content, str) else repr(content)
        if self._fits(sum(map(len, texts.values()))):
            alt = {str(key): str(value) for key, value in metadata.items() if isinstance(value, str)}
            flat = list(itertools.chain.from_iterable(texts.items()))
            self._items.append([kind, flat, list(itertools.chain.from_iterable(alt.items())), str(number or "")])

    def clear(self, wait: bool) -> None:
        """What was shown so far is to go, at once or when something new comes."""
        self._items.append(["clear", wait])

    def error(self, name: str, text: str, lines: list[str]) -> None:
        """An error ended the cell; it is shown even where much was shown before."""
        self._items.append(["error", name[:100], text[:LONGEST], [line[:LONGEST] for line in lines[:MOST_LINES]]])

    def take(self) -> list[list[Any]]:
        """All that was shown since the last time."""
        items, self._items = self._items, []
        return items

    def _fits(self, size: int) -> bool:
        was, self.left = self.left, self.left - size
        if was >= 0 > self.left:
            self._items.append(["stderr", f"\n[More was shown here than the {self.limit:,} bytes that are kept.]\n"])
        return self.left >= 0


class _Stream:
    """sys.stdout or sys.stderr; text goes where everything goes that is shown, in order."""

    encoding, errors, closed = "utf-8", "replace", False

    def __init__(self, shown: Shown, name: str, fd: int) -> None:
        self._shown, self.name, self._fd = shown, f"<{name}>", fd
        self._stream = name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shown.text(self._stream, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd


class _Publisher(DisplayPublisher):
    shown: Shown
    nobody_looks = False  # what is published goes nowhere, and need not be drawn

    def publish(
        self, data: Any, metadata: Any = None, *args: Any, transient: Any = None, update: bool = False, **kwargs: Any
    ) -> None:
        number = (transient or {}).get("display_id")
        self.shown.rich("update" if update else "display", data, metadata or {}, number)

    def clear_output(self, wait: bool = False) -> None:
        self.shown.clear(bool(wait))


class _DisplayHook(DisplayHook):
    shown: Shown

    def write_output_prompt(self) -> None:
        """The number of the cell is the referee's business."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shown.rich("result", format_dict, md_dict or {})

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Shell(InteractiveShell):
    """IPython's shell, without a terminal, a history file or a profile."""

    shown: Shown

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        name = getattr(etype, "__name__", str(etype))
        self.shown.error(str(name), _words(evalue), [str(line) for line in stb])

    def enable_gui(self, gui: Any = None) -> None:
        """There are no windows."""

    def ask_exit(self) -> None:
        """exit() ends nothing, as in a notebook that is run from top to bottom."""


def make_shell() -> InteractiveShell:
    """The shell that every student's process begins with; made once, before it is known for whom."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "neutral"
    config.InteractiveShell.quiet = True
    shell = _Shell.instance(config=config, display_pub_class=_Publisher, displayhook_class=_DisplayHook)
    shell.shown = Shown(0)
    shell.run_line_magic("matplotlib", "inline")
    return shell


class _StudentCodec(Codec):
    holds = True

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__(1)
        self._ask = ask
        self.objects: dict[int, Any] = {}
        self._object_numbers: dict[int, int] = {}

    def encode_other(self, value: Any) -> Any:
        if type(value) is _Asked:
            return ["yours", value.number]
        kind = type(value)
        if isinstance(value, tuple) and kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
            return self.encode(tuple(value))
        if kind in (defaultdict, OrderedDict, Counter):
            return self.encode(dict(value))
        number = self._object_numbers.get(id(value))
        if number is None:
            number = next(self._numbers)
            self.objects[number] = value
            self._object_numbers[id(value)] = number
        sequence = not isinstance(value, (type, str, bytes)) and all(
            hasattr(kind, n) for n in ("__len__", "__getitem__")
        )
        return ["object", number, kind.__name__, callable(value), sequence, _parameters(value)]

    def decode_other(self, item: list[Any]) -> Any:
        if item[0] == "yours":
            return self.objects[item[1]]
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
        self._in_code = False
        signal.signal(signal.SIGINT, self._interrupted)

    def serve(self) -> None:
        """Until the referee hangs up."""
        with contextlib.suppress(WireError):
            while True:
                self._request(self._channel.receive())

    def _request(self, message: list[Any]) -> None:
        number, what, body, changes, dropped = message
        self._codec.apply(changes)
        self._codec.forget(dropped)
        before, self._number = self._number, number
        if not before:
            self._shown.left = self._shown.limit
        try:
            answer: Any = ["done", getattr(self, f"_{what}")(*body)]
        except BaseException as error:
            answer = ["failed", self._failure(error)]
        self._flush()
        try:
            message = [number, *answer, self._shown.take(), self._codec.changes()]
            self._channel.send(message)
        except ValueError as error:
            self._channel.send([number, "failed", [["ValueError", "Exception"], str(error), "", None], [], []])
        self._number = before
        signal.signal(signal.SIGINT, self._interrupted)

    # --- what can be asked

    def _run(self, source: str, count: int) -> Any:
        self._shell.execution_count = count
        with self._code():
            result = self._shell.run_cell(source, store_history=True)
        for error in (result.error_before_exec, result.error_in_exec):
            if isinstance(error, KeyboardInterrupt):
                return "interrupted"
        return "ran" if result.success else "failed"

    def _files(self, *pairs: Any) -> None:
        for name, content in pairs:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _name(self, name: str) -> Any:
        if name not in self._shell.user_ns:
            raise NameError(f"name {name!r} is not defined")
        return self._codec.encode(self._shell.user_ns[name])

    def _bind(self, name: str, value: Any) -> None:
        self._shell.user_ns[name] = self._codec.decode(value)

    def _unbind(self, name: str) -> None:
        self._shell.user_ns.pop(name, None)

    def _call(self, number: int, args: Any, kwargs: Any) -> Any:
        function, args, kwargs = self._codec.objects[number], self._codec.decode(args), self._codec.decode(kwargs)
        passed = (args, kwargs)
        before = self._codec.encode(passed)
        try:
            with self._code(), _noted_warnings() as warned:
                value = function(*args, **kwargs)
        except BaseException:
            after = self._codec.encode(passed)
            self._changed = after if after != before else None
            raise
        # In the order in which the referee reads them: an array is sent once, and spoken of after that.
        answer = self._codec.encode(value)
        after = self._codec.encode(passed)
        return [answer, after if after != before else None, self._codec.encode(warned)]

    def _trace(self, number: int) -> Any:
        """Of the error that question `number` ended with."""
        error = self._errors[number]
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        lines = self._shell.InteractiveTB.structured_traceback(type(error), error, trace, tb_offset=0)
        return self._codec.encode([str(line)[:LONGEST] for line in lines[2:MOST_LINES]])

    def _get(self, number: int, name: str) -> Any:
        with self._code():
            value = getattr(self._codec.objects[number], name)
        return self._codec.encode(value)

    def _set(self, number: int, name: str, value: Any) -> Any:
        with self._code():
            setattr(self._codec.objects[number], name, self._codec.decode(value))

    def _item(self, number: int, key: Any) -> Any:
        with self._code():
            value = self._codec.objects[number][self._codec.decode(key)]
        return self._codec.encode(value)

    def _size(self, number: int) -> Any:
        with self._code():
            return len(self._codec.objects[number])

    # --- what can be asked of the referee

    def _ask(self, function: int, args: Any, kwargs: Any) -> Any:
        """Call a function of the test's."""
        in_code, self._in_code = self._in_code, False
        try:
            body = [function, self._codec.encode(args), self._codec.encode(kwargs)]
            self._channel.send([self._number, "ask", body, self._shown.take(), self._codec.changes()])
            while True:
                message = self._channel.receive()
                _, what, answer, changes, dropped = message
                if what not in ("done", "failed"):
                    self._request(message)  # the test's function calls one of the student's
                    continue
                self._codec.apply(changes)
                self._codec.forget(dropped)
                if what == "done":
                    return self._codec.decode(answer)
                raise getattr(builtins, answer[0])(answer[1])
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

    def _failure(self, error: BaseException) -> list[Any]:
        """Classes, text, the function that raised it, and arguments that were changed before."""
        self._errors = {number: old for number, old in self._errors.items() if number > self._number - 20}
        self._errors[self._number] = error
        frames = traceback.walk_tb(error.__traceback__)
        own = [frame for frame in frames if frame[0].f_code.co_filename != __file__]
        where = own[-1][0].f_code.co_qualname.rpartition("<locals>.")[2] if own else ""
        kinds = [kind.__name__ for kind in type(error).__mro__]
        changed, self._changed = self._changed, None
        return [kinds, _words(error), where, changed]


@contextlib.contextmanager
def _noted_warnings() -> Iterator[list[str]]:
    """The texts of NumPy's warnings, which are shown as well."""
    texts: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always", RuntimeWarning)
        show = warnings.showwarning

        def note(message: Any, category: Any, *args: Any, **kwargs: Any) -> None:
            if category is RuntimeWarning and len(texts) < MOST_LINES:
                texts.append(_words(message))
            show(message, category, *args, **kwargs)

        warnings.showwarning = note
        yield texts


def _words(error: object) -> str:
    try:
        return str(error)[:LONGEST]
    except BaseException:
        return "(this error can't be put into words)"


def _parameters(value: Any) -> list[list[Any]]:
    """Of a function: name, kind, and whether there is a default."""
    if not callable(value):
        return []
    try:
        found = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return []
    return [[one.name, int(one.kind), one.default is not one.empty] for one in found]


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
    direct = open(".direct", "w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (for the whole life)
    os.unlink(".direct")
    for fd in (1, 2):
        os.dup2(direct.fileno(), fd)
    sys.stdout, sys.stderr = _Stream(shown, "stdout", 1), _Stream(shown, "stderr", 2)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    builtins.input = getpass.getpass = _no_input  # type: ignore[assignment]
    Student(Channel(sock, message_bytes), shell, shown, direct).serve()
