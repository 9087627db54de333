"""Judges one student's notebook: the student's cells run in processes of the student's, tests run here.

A verdict exists only where it is written here. Set-up and tests come from the instructor's notebook, and see what the
student wrote as stand-ins. The notebook runs in two processes that know nothing of each other: what the one shows is
what the graded notebook shows, and the other is called by the tests, so nothing that tests pass to a student's
functions can ever be shown by a later cell. A process that dies or hangs costs the cell that it was asked to run, or
the test that called it; a new one runs the other cells again, and the rest is graded as if nothing had been.
"""

import contextlib
import io
import linecache
import math
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from nbformat import NotebookNode

from course import check
from course.cells import python_of
from course.grading.bounds import NoLongerThan, no_larger_than
from course.grading.conversation import FUNCTIONS, Conversation, Lost, TimeUp
from course.grading.outputs import Outputs
from course.grading.plan import Plan, Step, bound_and_used, last_expression
from course.grading.pupil import Cell, Clock, Pupil, Times
from course.grading.sandbox import GRACE, StudentProcess
from course.grading.stand_in import StandIn
from course.grading.tracebacks import told_error

MEMORY = 4 * 2**30  # bytes that a test may need here, whatever numbers a student's code gives it
_INDIRECT = frozenset({"eval", "exec", "globals", "locals", "vars", "get_ipython", "In", "Out"})  # ways to any name


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
        self._clock = clock = Clock(times)
        self._new_pupil = lambda nobody_looks: Pupil(start, files, clock, nobody_looks)
        self._outputs = Outputs(output_bytes)
        self._showing, self._tested = self._new_pupil(False), self._new_pupil(True)
        self._corrected: Pupil | None = None  # tested, too; with the instructor's answers for those that lost points
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
                    self._run(step, Cell(source, count), cell.source in pictures)
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

    def _run(self, step: Step | None, cell: Cell, picture: bool) -> None:
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

    def _same_for_all(self, cell: Cell) -> list[Any] | None:
        """What a cell shows that needs nothing of the student's: run once, where no student's code was."""
        if cell.source not in self._plan.alone:
            return None
        if cell.source not in self._drawn:
            pupil = self._new_pupil(False)
            for source in self._plan.alone[cell.source]:
                pupil.add(Cell(source, cell.count))
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

    def _attempt(self, step: Step, count: int, pupil: Pupil) -> BaseException | None:
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
            with _quiet(told), NoLongerThan(conversation.deadline + GRACE), no_larger_than(MEMORY):
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
            self._outputs.error(*told_error(error))
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
        self._corrected.add(Cell(self._plan.steps[exercise].source, count))
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
                    conversation.unbind(name)
            # A number under a name that the student has used as well is nothing of the student's business.
            elif now[name] is not known.get(name) and isinstance(now[name], (StandIn, *FUNCTIONS)):
                conversation.bind(name, now[name])
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


def _joined(shown: list[Any]) -> list[Any]:
    return [item for items in shown if type(items) is list for item in items]
