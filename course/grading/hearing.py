"""Judges one student's notebook: the student's cells run in processes of the student's, tests run here.

A verdict exists only where it is written here. Set-up and tests come from the instructor's notebook, and see what the
student wrote as stand-ins. Only what a verdict depends on is run, in a process of which nothing is ever shown; cells
show what was handed in. What has to be fresh is run before, in a process that has ended when the first test begins. A
process that dies or hangs costs the cell that it was asked to run, or the test that called it; a new one runs the other
cells again, and the rest is graded as if nothing had been.
"""

import contextlib
import io
import linecache
import marshal
import math
import time
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Any, TypeGuard

import numpy as np
from nbformat import NotebookNode

from course import check
from course.cells import python_of
from course.check import bank
from course.grading.bounds import NoLongerThan, no_larger_than
from course.grading.conversation import FUNCTIONS, Conversation, Lost, TimeUp
from course.grading.deciding import Part, deciding
from course.grading.outputs import Outputs
from course.grading.plan import Plan, Step, last_expression
from course.grading.pupil import Answer, Cell, Clock, NotStartedError, Pupil, Times
from course.grading.sandbox import GRACE, SandboxError, StudentProcess
from course.grading.stand_in import StandIn
from course.grading.statements import names_of
from course.grading.tracebacks import told_error
from course.grading.unforeseen import UNFORESEEN

MEMORY = 4 * 2**30  # bytes that a test may need here, whatever numbers a student's code gives it
AS_HANDED_IN = "→ What the cells show is what was handed in; the checks were run anew."
FAILED = "→ This cell stopped with an error when it was run for the checks."


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
        all_anew: bool,
        mistakes: bytes,
    ) -> None:
        """
        Args:
            plan: of the instructor's notebook.
            start: starts a student's process; is told whether nobody looks at what its cells show.
            files: that the student handed in beside the notebook, by name.
            times: limits.
            output_bytes: that a cell may show.
            carry_forward: whether the instructor's answer stands in for one that lost points, in later exercises.
            all_anew: whether all cells are run for what they show now; no verdict depends on it.
            mistakes: table of what wrong answers give at each check, as JSON; empty if there is none.
        """
        self._bank = bank.Recorder(bank.Known(bank.table(mistakes)))
        self._plan, self._carry_forward, self._all_anew = plan, carry_forward, all_anew
        self._clock = clock = Clock(times)
        self._new_pupil = lambda nobody_looks: Pupil(start, files, clock, nobody_looks)
        self._outputs = Outputs(output_bytes)
        self._tested = self._new_pupil(True)
        self._corrected: Pupil | None = None  # tested, too; with the instructor's answers for those that lost points
        self._scope: dict[str, Any] = {"__name__": "__main__", "get_ipython": _Magics}
        self._failed: set[str] = set()  # exercises that lost points
        self._counts: dict[str, int] = {}  # of the instructor's cells, by what `_file` calls them

    def judge(self, notebook: NotebookNode) -> None:
        """Judge all code cells of `notebook`, whose outputs are replaced; its other parts are not changed."""
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in code:
            if not cell.source.strip():  # then nothing can have been shown
                cell.outputs, cell.execution_count = [], None
        cells = [cell for cell in code if cell.source.strip()]
        steps = [self._plan.steps.get(cell.metadata.get("nbgrader", {}).get("grade_id", "")) for cell in cells]
        sources = [
            cell.source if step is None or step.kind == "student" else step.source
            for cell, step in zip(cells, steps, strict=True)
        ]
        anew, stopped = self._run_anew(cells, steps, sources)
        end = max((place for place, step in enumerate(steps, start=1) if _is_test(step)), default=0)
        runs = self._deciding(steps[:end], sources[:end])
        say = not self._all_anew  # once
        try:
            for place, (cell, step) in enumerate(zip(cells, steps, strict=True)):
                count = place + 1
                if place not in anew:
                    shown, number = cell.outputs, cell.execution_count
                    self._outputs.begin(cell, count)
                if _is_test(step):
                    cell.metadata.pop(UNFORESEEN, None)
                    if self._clock.over():
                        self._not_run()
                    elif failed := self._test(step, count):
                        cell.metadata[UNFORESEEN] = {"check": failed.name, "value": failed.actual}
                    self._correct(step)
                    continue
                self._bank.forget()
                if say:
                    self._outputs.note(AS_HANDED_IN)
                    say = False
                if place not in anew:
                    self._outputs.handed_in(shown, number)
                if step is not None and step.here:
                    with _quiet():
                        exec(_compiled(python_of(step.here), self._file(step, count), whole=True)[0], self._scope)
                if place < end and runs[place] and place not in stopped:
                    self._run(Cell(runs[place], count), cell)
        finally:
            for pupil in (self._tested, self._corrected):
                if pupil is not None:
                    pupil.end()

    # --- the student's cells

    def _deciding(self, steps: list[Step | None], sources: list[str]) -> list[str]:
        """What has to run of each cell for the verdicts."""
        parts = []
        for step, source in zip(steps, sources, strict=True):
            if _is_test(step):
                parts.append(self._needs(step))
            elif step is None:
                untouched = source in self._plan.plain
                parts.append(Part(source, whole=not untouched, sure=self._plan.plain.get(source, False)))
            else:
                parts.append(Part(source, whole=step.kind == "student", sure=step.alone))
        return deciding(parts)

    def _needs(self, test: Step) -> Part:
        """What a test needs of the student's process, and the instructor's answer that may be put there after it."""
        answer = self._plan.steps.get(test.exercise)
        if not self._carry_forward or answer is None or test.key != self._plan.last_test(test.exercise):
            return Part(needs=test.remote)
        return Part(needs=test.remote | answer.uses, needed_later=answer.later)

    def _run_anew(
        self, cells: list[NotebookNode], steps: list[Step | None], sources: list[str]
    ) -> tuple[set[int], set[int]]:
        """Run cells for what they show, in a process that ends before any test begins.

        Returns:
            The places of the cells that show it now, and of those, and others, that did not come to an end.
        """
        by_person = {place for place, step in enumerate(steps) if step is not None and step.by_person}
        wanted = {place for place, step in enumerate(steps) if not _is_test(step)} if self._all_anew else by_person
        stopped: set[int] = set()
        pupil = self._new_pupil(False)
        try:
            for place in range(max(wanted, default=-1) + 1):
                if _is_test(steps[place]):
                    continue
                if place in wanted:
                    self._outputs.begin(cells[place], place + 1)
                if self._clock.over():
                    if place in wanted:
                        self._not_run()
                    continue
                shown: list[Any] = []
                stop: TimeUp | Lost | None = None
                try:
                    _, shown = pupil.run(Cell(sources[place], place + 1))
                except (TimeUp, Lost) as error:
                    shown, stop = error.shown, error
                    stopped.add(place)
                if place in wanted:
                    self._outputs.student(_joined(shown))
                    if stop is not None:
                        self._stopped(stop)
        finally:
            pupil.end()
        return wanted, stopped

    def _run(self, cell: Cell, shown: NotebookNode) -> None:
        """Run what is needed of a cell where the tests will find it; nothing that it shows is kept."""
        if self._clock.over():
            return self._not_run()
        try:
            fine, _ = self._tested.run(cell)
        except (TimeUp, Lost) as stop:
            return self._stopped(stop)  # and no other process tries it again
        if self._corrected is not None:
            self._corrected.add(cell)
        if not fine and not any(output.output_type == "error" for output in shown.outputs):
            self._outputs.note(_failed(cell.source))

    # --- tests

    def _test(self, step: Step, count: int) -> bank.Recorded | None:
        """Judge what the student wrote; if need be with the instructor's answers to earlier exercises, or without.

        Returns:
            The check that failed, if nothing is known of what it got but that it is wrong.
        """
        pupils = [self._tested] if self._corrected is None else [self._corrected, self._tested]
        shown: list[NotebookNode] | None = None
        unforeseen: bank.Recorded | None = None
        for pupil in pupils:
            failure = self._attempt(step, count, pupil)
            if failure is None:
                return None
            if shown is None and isinstance(failure, check.CheckFailed) and failure.vague:
                unforeseen = self._bank.failure
            # An answer may depend on what the student's own answers are. It is judged with them, too, but what is said
            # about it is what is wrong with everything else right.
            shown = shown or self._outputs.take()
            if isinstance(failure, TimeUp | Lost):
                break
        self._outputs.put(shown or [])
        self._failed.add(step.exercise)
        return unforeseen

    def _attempt(self, step: Step, count: int, pupil: Pupil) -> BaseException | None:
        """Run a test; returns what went wrong, if anything, and shows it."""
        self._outputs.take()
        self._bank.failure = None
        filename = self._file(step, count)
        linecache.cache[filename] = (len(step.source), None, step.source.splitlines(keepends=True), filename)
        try:
            conversation = pupil.ready()
            body, last = _compiled(step.source, filename)
            conversation.deadline = self._clock.begin_cell()
            conversation.codec.functions.clear()  # of the last test: it is over
            with (
                bank.used(self._bank),
                _quiet(_Told(self._outputs)),
                NoLongerThan(conversation.deadline + GRACE),
                no_larger_than(MEMORY),
            ):
                with _names(step.remote, self._scope, conversation):
                    exec(body, self._scope)
                    value = eval(last, self._scope) if last is not None else None
                self._verdict(value, step)
        except (TimeUp, Lost) as stop:
            stop = pupil.lost(stop, []) if isinstance(stop, Lost) else stop
            self._stopped(stop)
            return stop
        except (NotStartedError, SandboxError):
            raise  # nothing that the student can mend
        except Exception as error:
            self._outputs.error(*told_error(error, self._counts))
            if conversation.lost:  # while it was asked for its lines
                pupil.end()
            return error
        finally:
            linecache.cache.pop(filename, None)
        return None

    def _file(self, step: Step, count: int) -> str:
        """What tracebacks call a cell of the instructor's; the same in all notebooks, so that it is compiled once."""
        file = f"<cell {step.key}>"
        self._counts[file] = count
        return file

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

    def _not_run(self) -> None:
        text = f"not run, since the {self._clock.times.notebook:g} seconds for the whole notebook were used up before."
        self._outputs.error("NotRun", text, [f"\x1b[31mNotRun\x1b[39m: {text}"])

    # --- error carried forward

    def _correct(self, step: Step) -> None:
        """When all tests of an exercise are in, the instructor's answer takes the place of one that lost points."""
        exercise = step.exercise
        if not self._carry_forward or exercise not in self._failed or step.key != self._plan.last_test(exercise):
            return
        if self._corrected is None:
            self._corrected = self._tested.copy()
        code, _ = _compiled(python_of(self._plan.steps[exercise].source), "<answer>", whole=True)
        self._corrected.add(Answer(marshal.dumps(code)))
        self._outputs.note(
            f"→ {exercise} lost points here. Later checks that build on it use the right answer to it, "
            "so that this mistake costs its own points only."
        )


class _Told(io.TextIOBase):
    """What a test prints; what the student's code prints while the test calls it is not shown."""

    def __init__(self, outputs: Outputs) -> None:
        self._outputs = outputs

    def write(self, text: str) -> int:
        self._outputs.text(text)
        return len(text)


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
    for name in names:
        scope.pop(name, None)
    first = conversation.names(names) if names else {}
    scope.update(first)
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


@lru_cache(maxsize=1024)
def _compiled(source: str, filename: str, whole: bool = False) -> tuple[CodeType, CodeType | None]:
    """The statements of a cell, and, unless it is to be taken `whole`, the expression that it ends with, if it does."""
    if whole:
        return compile(source, filename, "exec"), None
    body, last = last_expression(source, filename)
    return compile(body, filename, "exec"), compile(last, filename, "eval") if last is not None else None


def _is_test(step: Step | None) -> TypeGuard[Step]:
    return step is not None and step.kind == "test"


def _failed(source: str) -> str:
    try:
        names_of(source)
    except SyntaxError as error:
        return f"→ Python can't read this cell (line {error.lineno}: {error.msg}), so nothing of it was run."
    return FAILED
