"""A student's process in the hands of a hearing: when it is lost, the next one takes its place."""

import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course.grading.conversation import Conversation, Lost, TimeUp
from course.grading.sandbox import START, NoSandboxError, SandboxError, StudentProcess
from course.grading.submission_file import SubmissionError
from course.grading.wire.messages import File

RESTARTS = 100  # of each of a student's processes
PAUSES = (0.1, 1.0, 5.0)  # seconds after which a process that did not come up is started anew


class NotStartedError(SubmissionError):
    """No process for a student's code came up, so that no verdict on it can be given now."""


@dataclass(frozen=True)
class Times:
    """Seconds that code of one submission may take."""

    cell: float  # for one cell; in a test, for all calls of the student's code together
    notebook: float  # for all cells together


class Clock:
    """How much of the time for one submission is left; it runs from the moment when it is made."""

    def __init__(self, times: Times) -> None:
        """
        Args:
            times: that there are.
        """
        self.times = times
        self.end = time.monotonic() + times.notebook

    def begin_cell(self) -> float:
        """The time at which a cell has to end that begins now."""
        return min(time.monotonic() + self.times.cell, self.end)

    def over(self) -> bool:
        """Whether the time for the notebook is used up."""
        return time.monotonic() >= self.end


@dataclass(frozen=True)
class Cell:
    """Code to run, and which of the notebook's cells it is."""

    source: str
    count: int


@dataclass(frozen=True)
class Answer:
    """The instructor's, compiled: a student's process needs what it does, and not how it is written."""

    code: bytes


class Pupil:
    """A student's process and, should it be lost, the next one, in which all is as it was."""

    def __init__(
        self, start: Callable[[bool], StudentProcess], files: dict[str, bytes], clock: Clock, nobody_looks: bool
    ) -> None:
        """
        Args:
            start: starts a student's process; is told `nobody_looks`.
            files: content by name, which are there before the first cell runs. Not changed.
            clock: of the submission.
            nobody_looks: whether what the cells show is not kept.
        """
        self._start, self._files, self._clock, self._nobody_looks = start, files, clock, nobody_looks
        self._process: StudentProcess | None = None
        self._cells: list[Cell | Answer] = []  # that it has to have run
        self._ran = 0  # how many of them
        self._left = RESTARTS
        self._forgiving = True  # until a process has ended that nothing was asked of

    def copy(self) -> "Pupil":
        """Another process that has the same cells to run."""
        other = Pupil(self._start, self._files, self._clock, self._nobody_looks)
        other._cells = list(self._cells)
        return other

    def add(self, cell: Cell | Answer) -> None:
        """One more `cell` that it has to have run before it is asked anything."""
        self._cells.append(cell)

    def run(self, cell: Cell) -> tuple[bool, list[Any]]:
        """
        Args:
            cell: to run, after those that were added before.
        Returns:
            Whether it came to its end without an error, and what it showed, as it came.
        Raises:
            TimeUp: it did not come to an end; has what it showed as `shown`.
            Lost: the process is gone; has what it showed as `shown`.
        """
        conversation = self.ready()
        conversation.deadline = self._clock.begin_cell()
        try:
            fine = conversation.run(cell.source, cell.count)
        except TimeUp as stop:
            stop.shown = conversation.shown
            raise
        except Lost as stop:
            raise self.lost(stop, conversation.shown) from None
        self._cells.append(cell)
        self._ran += 1
        return fine, conversation.shown

    def ready(self) -> Conversation:
        """What can be asked, when all cells have run; a cell that doesn't end, or ends the process, is left out.

        A process that has ended since it was asked last makes room for another, since what comes now is not to blame.
        Only once: of two that end each other by turns for their memory, nothing would ever be said.

        Raises:
            TimeUp: the time for the notebook is used up.
            Lost: processes have ended too often.
            NotStartedError: none can be started.
            NoSandboxError: nor will one on this machine as it is.
        """
        if self._process is not None and self._forgiving and not self._process.conversation.waits():
            self._forgiving = False
            self.end()
        while self._process is None or self._ran < len(self._cells):
            conversation = (self._process or self._begin()).conversation
            try:
                while self._ran < len(self._cells):
                    conversation.deadline = self._clock.begin_cell()
                    cell = self._cells[self._ran]
                    if isinstance(cell, Answer):
                        conversation.define(cell.code)
                    else:
                        conversation.run(cell.source, cell.count)
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
        """The process can't be asked anything any more: end it.

        Args:
            stop: says why.
            shown: what the code showed before. Not changed.
        Returns:
            The reason in words for whoever wrote the code, with what it showed.
        """
        reason, process = str(stop), self._process
        status = self.end()
        if reason == "is gone":
            reason = (process and process.over) or f"ended by itself ({_ending(status)})"
        made = Lost(f"The process that ran this code {reason}.")
        made.shown = shown
        return made

    def end(self) -> int:
        """End the process, if there is one; returns how it ended, as `StudentProcess.end` does."""
        process, self._process, self._ran = self._process, None, 0
        return process.end() if process is not None else 0

    def _begin(self) -> StudentProcess:
        """A new process, in which nothing has run; where none comes up, that is nothing that the student's code did."""
        for pause in (*PAUSES, None):
            if self._left <= 0:
                raise Lost(f"ended {RESTARTS} times, and is not started again")
            self._left -= 1
            try:
                self._process = self._start(self._nobody_looks)
                conversation = self._process.conversation
                conversation.deadline = time.monotonic() + START
                conversation.write([File(*file) for file in self._files.items()])
                return self._process
            except NoSandboxError:
                raise  # the next would not come up either
            except (TimeUp, Lost, SandboxError) as stop:
                status = _ending(self.end())
                if pause is None:
                    raise NotStartedError(
                        f"no process for the student's code came up ({str(stop) or 'no answer'}; {status}); grade again"
                    ) from None
                time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")


def _ending(status: int) -> str:
    if status <= 128:
        return f"exit status {status}"
    with contextlib.suppress(ValueError):
        return f"killed by {signal.Signals(status - 128).name}"
    return f"killed by signal {status - 128}"
