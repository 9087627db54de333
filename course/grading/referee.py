"""Judges one student's notebook: the student's cells run in processes of the student's, tests run here.

A verdict exists only where it is written here. Set-up and tests come from the instructor's notebook, and see what the
student wrote as stand-ins (`wire`). The notebook runs in two processes that know nothing of each other: what the one
shows is what the graded notebook shows, and the other is called by the tests, so nothing that tests pass to a student's
functions can ever be shown by a later cell. A process that dies or hangs costs the cell that it was asked to run, or
the test that called it; a new one runs the other cells again, and the rest is graded as if nothing had been.
"""

import contextlib
import ctypes
import io
import linecache
import math
import re
import resource
import signal
import threading
import time
import types
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from IPython.core.ultratb import FormattedTB
from nbformat import NotebookNode

from course import check
from course.cells import python_of
from course.grading.outputs import Outputs
from course.grading.plan import Plan, Step, bound_and_used, last_expression
from course.grading.sandbox import GRACE, StudentProcess
from course.grading.spawner import address_space
from course.grading.wire import FUNCTIONS, Conversation, Lost, StandIn, StudentError, TimeUp

RESTARTS = 100  # of each of a student's processes
MEMORY = 4 * 2**30  # bytes that a test may need here, whatever numbers a student's code gives it
_INDIRECT = frozenset({"eval", "exec", "globals", "locals", "vars", "get_ipython", "In", "Out"})  # ways to any name
_THIS_CELL = re.compile(r"File ((?:\x1b\[[0-9;]*m)*)<cell (\d+)>:(\d+)")


@dataclass(frozen=True)
class Times:
    """Seconds that code of one submission may take."""

    cell: float  # for one cell; in a test, for all calls of the student's code together
    notebook: float  # for all cells together


@dataclass(frozen=True)
class _Cell:
    source: str
    count: int


class _Pupil:
    """A student's process and, should it be lost, the next one, in which all is as it was."""

    def __init__(
        self, start: Callable[[bool], StudentProcess], files: dict[str, bytes], clock: "_Clock", nobody_looks: bool
    ) -> None:
        self._start, self._files, self._clock, self._nobody_looks = start, files, clock, nobody_looks
        self._process: StudentProcess | None = None
        self._cells: list[_Cell] = []  # that it has to have run
        self._ran = 0  # how many of them
        self._left = RESTARTS

    def copy(self) -> "_Pupil":
        """Another process that has the same cells to run."""
        other = _Pupil(self._start, self._files, self._clock, self._nobody_looks)
        other._cells = list(self._cells)
        return other

    def add(self, cell: _Cell) -> None:
        """One more cell that it has to have run before it is asked anything."""
        self._cells.append(cell)

    def run(self, cell: _Cell) -> list[Any]:
        """Run a cell. Returns what it showed; raises TimeUp or Lost, with what it showed as `shown`."""
        conversation = self.ready()
        conversation.deadline = self._clock.begin_cell()
        try:
            conversation.run(cell.source, cell.count)
        except TimeUp as stop:
            stop.shown = conversation.shown
            raise
        except Lost as stop:
            raise self.lost(stop, conversation.shown) from None
        self._cells.append(cell)
        self._ran += 1
        return conversation.shown

    def ready(self) -> Conversation:
        """What can be asked, when all cells have run; a cell that doesn't end, or ends the process, is left out."""
        while self._process is None or self._ran < len(self._cells):
            if self._process is None and self._left <= 0:
                raise Lost(f"ended {RESTARTS} times, and is not started again")
            try:
                conversation = (self._process or self._begin()).conversation
                while self._ran < len(self._cells):
                    conversation.deadline = self._clock.begin_cell()
                    conversation.run(self._cells[self._ran].source, self._cells[self._ran].count)
                    self._ran += 1
            except TimeUp:
                del self._cells[self._ran : self._ran + 1]
            except Lost as stop:
                del self._cells[self._ran : self._ran + 1]
                self.lost(stop, [])
            if self._clock.over():
                raise TimeUp
        self._process.conversation.shown = []
        return self._process.conversation

    def lost(self, stop: Lost, shown: list[Any]) -> Lost:
        """The process can't be asked anything any more: end it. Returns the reason in words."""
        reason = str(stop)
        status = self.end()
        if reason == "is gone":
            reason = f"ended by itself ({_ending(status)})"
        made = Lost(f"The process that ran this code {reason}.")
        made.shown = shown
        return made

    def end(self) -> int:
        """End the process, if there is one; returns how it ended, as `StudentProcess.end` does."""
        process, self._process, self._ran = self._process, None, 0
        return process.end() if process is not None else 0

    def _begin(self) -> StudentProcess:
        self._left -= 1
        self._process = self._start(self._nobody_looks)
        conversation = self._process.conversation
        conversation.deadline = self._clock.begin_cell()
        try:
            conversation.ask("files", *map(list, self._files.items()))
        except StudentError as error:
            raise Lost(f"could not write the files ({error})") from None
        return self._process


class _Clock:
    def __init__(self, times: Times) -> None:
        self.times = times
        self.end = time.monotonic() + times.notebook

    def begin_cell(self) -> float:
        """The time at which a cell has to end that begins now."""
        return min(time.monotonic() + self.times.cell, self.end)

    def over(self) -> bool:
        """Whether the time for the notebook is used up."""
        return time.monotonic() >= self.end


class Hearing:
    """The judging of one notebook."""

    def __init__(
        self,
        plan: Plan,
        start: Callable[[bool], StudentProcess],
        files: dict[str, bytes],
        times: Times,
        output_bytes: int,
        carry_forward: bool,
        drawn: dict[str, list[Any]],
    ) -> None:
        """
        Args:
            plan: of the instructor's notebook.
            start: starts a student's process; is told whether nobody looks at what its cells show.
            files: that the student handed in beside the notebook, by name.
            times: limits.
            output_bytes: that a cell may show.
            carry_forward: whether the instructor's answer stands in for one that lost points, in later exercises.
            drawn: what cells show that are the instructor's and need nothing of a student's, by source. The same for
                all notebooks of one plan; added to.
        """
        self._plan, self._carry_forward, self._drawn = plan, carry_forward, drawn
        self._clock = clock = _Clock(times)
        self._new_pupil = lambda nobody_looks: _Pupil(start, files, clock, nobody_looks)
        self._outputs = Outputs(output_bytes)
        self._showing, self._tested = self._new_pupil(False), self._new_pupil(True)
        self._corrected: _Pupil | None = None  # tested, too; with the instructor's answers for those that lost points
        self._scope: dict[str, Any] = {"__name__": "__main__", "get_ipython": _Magics}
        self._failed: set[str] = set()  # exercises that lost points

    def judge(self, notebook: NotebookNode) -> None:
        """Run and judge all code cells of `notebook`, whose outputs are replaced; its other parts are not changed."""
        pictures = self._pictures(notebook)
        try:
            count = 0
            for cell in notebook.cells:
                if cell.cell_type != "code":
                    continue
                step = self._step(cell)
                count += bool(cell.source.strip())
                self._outputs.begin(cell, count)
                if not cell.source.strip():
                    cell.execution_count = None
                elif self._clock.over():
                    self._not_run(step)
                elif step is not None and step.kind == "test":
                    self._test(step, count)
                    self._correct(step, count)
                else:
                    source = cell.source if step is None or step.kind == "student" else step.source
                    self._run(step, _Cell(source, count), cell.source in pictures)
        finally:
            for pupil in (self._showing, self._tested, self._corrected):
                if pupil is not None:
                    pupil.end()

    def _step(self, cell: NotebookNode) -> Step | None:
        return self._plan.steps.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))

    def _pictures(self, notebook: NotebookNode) -> set[str]:
        """Sources of cells that are as the instructor wrote them, and that no other cell needs anything of."""
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        try:
            names = [
                (step.binds, step.remote)  # all else that a test needs is here
                if (step := self._step(cell)) is not None and step.kind == "test"
                else bound_and_used(cell.source)
                for cell in code
            ]
        except (SyntaxError, ValueError, RecursionError):
            return set()
        if any(_INDIRECT & uses for _, uses in names):
            return set()
        users = Counter(name for _, uses in names for name in uses)
        found: set[str] = set()
        for cell, (binds, uses) in zip(code, names, strict=True):
            step = self._step(cell)
            untouched = cell.source in self._plan.plain if step is None else step.kind == "given"
            if untouched and all(users[name] == (name in uses) for name in binds):
                found.add(cell.source)
        return found

    # --- the student's cells

    def _run(self, step: Step | None, cell: _Cell, picture: bool) -> None:
        if step is not None and step.here:
            with _quiet():  # what it shows is shown by the student's process
                exec(compile(python_of(cell.source), f"<cell {cell.count}>", "exec"), self._scope)
        if picture and (shown := self._same_for_all(cell)) is not None:
            self._outputs.student(_joined(shown))
            return
        try:
            self._outputs.student(_joined(self._showing.run(cell)))
        except (TimeUp, Lost) as stop:
            self._outputs.student(_joined(stop.shown))
            self._stopped(stop)
            return  # and no other process tries it again
        if not picture:
            for pupil in (self._tested, self._corrected):
                if pupil is not None:
                    pupil.add(cell)

    def _same_for_all(self, cell: _Cell) -> list[Any] | None:
        """What a cell shows that needs nothing of the student's: run once, where no student's code was."""
        if cell.source not in self._plan.alone:
            return None
        if cell.source not in self._drawn:
            pupil = self._new_pupil(False)
            for source in self._plan.alone[cell.source]:
                pupil.add(_Cell(source, cell.count))
            try:
                self._drawn[cell.source] = pupil.run(cell)
            except (TimeUp, Lost):
                return None
            finally:
                pupil.end()
        return self._drawn[cell.source]

    # --- tests

    def _test(self, step: Step, count: int) -> None:
        """Judge what the student wrote; if need be with the instructor's answers to earlier exercises, or without."""
        pupils = [self._tested] if self._corrected is None else [self._corrected, self._tested]
        shown: list[NotebookNode] | None = None
        for pupil in pupils:
            failure = self._attempt(step, count, pupil)
            if failure is None:
                return
            # An answer may depend on what the student's own answers are. It is judged with them, too, but what is said
            # about it is what is wrong with everything else right.
            shown = shown or self._outputs.take()
            if isinstance(failure, TimeUp | Lost):
                break
        self._outputs.put(shown or [])
        self._failed.add(step.exercise)

    def _attempt(self, step: Step, count: int, pupil: _Pupil) -> BaseException | None:
        """Run a test; returns what went wrong, if anything, and shows it."""
        self._outputs.take()
        filename = f"<cell {count}>"
        linecache.cache[filename] = (len(step.source), None, step.source.splitlines(keepends=True), filename)
        told: _Told | None = None
        try:
            body, last = last_expression(step.source, filename)
            conversation = pupil.ready()
            conversation.deadline = self._clock.begin_cell()
            conversation.codec.functions.clear()  # of the last test: it is over
            told = _Told(self._outputs, conversation)
            with _quiet(told), _NoLongerThan(conversation.deadline + GRACE), _no_larger_than(MEMORY):
                with _names(step.remote, self._scope, conversation):
                    exec(compile(body, filename, "exec"), self._scope)
                    value = eval(compile(last, filename, "eval"), self._scope) if last is not None else None
                self._verdict(value, step)
        except (TimeUp, Lost) as stop:
            if told is not None:
                told.take()
            stop = pupil.lost(stop, []) if isinstance(stop, Lost) else stop
            self._stopped(stop)
            return stop
        except Exception as error:
            if told is not None:
                told.take()
            self._outputs.error(*_told_error(error))
            return error
        finally:
            linecache.cache.pop(filename, None)
        return None

    def _verdict(self, value: Any, step: Step) -> None:
        """The value of a test's last expression: a number is partial credit."""
        if value is None:
            return
        if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
            credit = float(value)
            if math.isnan(credit) or credit < 0:
                raise check.CheckFailed("This check", f"gave {credit}, which is no number of points.")
            self._outputs.result(repr(min(credit, step.points)))
        else:
            self._outputs.result(f"a value of type {type(value).__name__}")

    # --- when something could not be run

    def _stopped(self, stop: TimeUp | Lost) -> None:
        name, text = "ProcessEnded", str(stop)
        if isinstance(stop, TimeUp):
            name = "Stopped"
            text = f"This took longer than {self._clock.times.cell:g} seconds, and was stopped. Does a loop never end?"
            if self._clock.over():
                text = f"The {self._clock.times.notebook:g} seconds for the whole notebook are used up."
        self._outputs.error(name, text, [f"\x1b[31m{name}\x1b[39m: {text}"])

    def _not_run(self, step: Step | None) -> None:
        text = f"not run, since the {self._clock.times.notebook:g} seconds for the whole notebook were used up before."
        self._outputs.error("NotRun", text, [f"\x1b[31mNotRun\x1b[39m: {text}"])

    # --- error carried forward

    def _correct(self, step: Step, count: int) -> None:
        """When all tests of an exercise are in, the instructor's answer takes the place of one that lost points."""
        exercise = step.exercise
        if not self._carry_forward or exercise not in self._failed or step.key != self._plan.last_test(exercise):
            return
        if self._corrected is None:
            self._corrected = self._tested.copy()
        self._corrected.add(_Cell(self._plan.steps[exercise].source, count))
        self._outputs.note(
            f"→ {exercise} lost points here. Later checks that build on it use the right answer to it, "
            "so that this mistake costs its own points only."
        )


class _Told(io.TextIOBase):
    """What a test prints, in order with what the student's code prints while the test calls it."""

    def __init__(self, outputs: Outputs, conversation: Conversation) -> None:
        self._outputs, self._conversation = outputs, conversation

    def write(self, text: str) -> int:
        self.take()
        self._outputs.text(text)
        return len(text)

    def take(self) -> None:
        """Show what the student's code has printed so far."""
        shown, self._conversation.shown = self._conversation.shown, []
        self._outputs.student(_joined(shown), in_test=True)


class _Magics:
    """What set-up cells and tests find as get_ipython(); magics change nothing here."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args: None


@contextlib.contextmanager
def _names(names: frozenset[str], scope: dict[str, Any], conversation: Conversation) -> Iterator[None]:
    """Put what the student has defined into `scope`, under the names that a test knows it by.

    A test may delete one, or give it to a function of its own, to see whether another of the student's functions needs
    it. Then it is so in the student's process, too, until the test is over.
    """
    first: dict[str, Any] = {}
    for name in names:
        scope.pop(name, None)
        with contextlib.suppress(NameError):
            scope[name] = first[name] = conversation.name(name)
    known = dict(first)

    def mirror(now: dict[str, Any]) -> None:
        for name in first:
            if name not in now:
                if known.pop(name, None) is not None:
                    conversation.ask("unbind", name)
            # A number under a name that the student has used as well is nothing of the student's business.
            elif now[name] is not known.get(name) and isinstance(now[name], (StandIn, *FUNCTIONS)):
                conversation.ask("bind", name, conversation.codec.encode(now[name]))
                known[name] = now[name]

    conversation.before_call = lambda: mirror(scope)
    try:
        yield
    finally:
        conversation.before_call = lambda: None
        if any(known.get(name) is not first[name] for name in first) and conversation.deadline is not None:
            conversation.deadline = max(conversation.deadline, time.monotonic() + GRACE)
            mirror(first)


@contextlib.contextmanager
def _quiet(told: io.TextIOBase | None = None) -> Iterator[None]:
    """Nothing of what runs here is shown but in `told`, and no warning becomes an error."""
    with (
        contextlib.redirect_stdout(told or io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield


class _Rung(TimeUp):
    """A test went on by itself for too long."""


class _NoLongerThan:
    """TimeUp when a test goes on and on by itself: what a student's code returned may be a very large number."""

    def __init__(self, deadline: float) -> None:
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._lock, self._over, self._rang = threading.Lock(), False, False
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._ring)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()
        if self._rang and kind is not _Rung:
            # It rang just now. What is on its way can't be called back: Python would stay alarmed, and slow.
            with contextlib.suppress(_Rung):
                while True:
                    time.sleep(0.001)

    def _ring(self) -> None:
        with self._lock:
            if not self._over:
                self._rang = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(_Rung))


@contextlib.contextmanager
def _no_larger_than(more: int) -> Iterator[None]:
    """MemoryError when a test needs so many bytes more than this process has now."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    now = address_space()
    if before[1] != resource.RLIM_INFINITY:
        more = min(more, max(0, before[1] - now))
    resource.setrlimit(resource.RLIMIT_AS, (now + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _told_error(error: Exception) -> tuple[str, str, list[str]]:
    """Name, text and traceback of an error that a test raised, as a notebook shows them."""
    if isinstance(error, check.CheckFailed):
        return type(error).__name__, str(error), error._render_traceback_()
    return type(error).__name__, str(error), check.explained(error, lambda: _traceback(error))


def _traceback(error: Exception) -> list[str]:
    """As IPython shows it, of the test's own lines only."""
    frames = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith("<cell "):
            frames.append(trace)
        trace = trace.tb_next
    kept: types.TracebackType | None = None
    for frame in reversed(frames):
        kept = types.TracebackType(kept, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    shown = FormattedTB(mode="Context", theme_name="neutral").structured_traceback(type(error), error, kept)
    lines = [_THIS_CELL.sub(r"Cell \1In[\2], line \3", line) for line in shown]
    if isinstance(error, StudentError):  # which goes on in the student's functions
        lines[-1:] = error.lines() or lines[-1:]
    return lines


def _joined(shown: list[Any]) -> list[Any]:
    return [item for items in shown if type(items) is list for item in items]


def _ending(status: int) -> str:
    if status <= 128:
        return f"exit status {status}"
    with contextlib.suppress(ValueError):
        return f"killed by {signal.Signals(status - 128).name}"
    return f"killed by signal {status - 128}"
