"""A student's process in the referee's hands, where processes fail to come up."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from course.grading import pupil as module
from course.grading.conversation import Lost
from course.grading.pupil import Cell, Clock, NotStartedError, Pupil, Times
from course.grading.sandbox import NoSandboxError, SandboxError, StudentProcess


@dataclass
class Machine:
    """One on which some processes don't come up."""

    failing: int
    started: int = 0
    ran: list[str] = field(default_factory=list)

    def start(self, nobody_looks: bool) -> StudentProcess:
        self.started += 1
        if self.started == 1 and self.failing:
            raise SandboxError("the sandbox has ended")  # and the next one is another
        return cast(StudentProcess, Process(self, self.started <= self.failing))


@dataclass
class Process:
    machine: Machine
    fails: bool
    there: bool = True
    deadline: float | None = None
    shown: list[Any] = field(default_factory=list)

    @property
    def conversation(self) -> "Process":
        return self

    def waits(self) -> bool:
        return self.there

    def write(self, files: list[Any]) -> None:
        if self.fails:
            raise Lost("is gone")

    def run(self, source: str, count: int) -> bool:
        if not self.there:
            raise Lost("is gone")
        self.machine.ran.append(source)
        return True

    def end(self) -> int:
        return 1


def on(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Pupil:
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))
    return Pupil(machine.start, {}, Clock(Times(5, 60)), True)


def test_a_process_that_does_not_come_up_costs_no_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(failing=2)
    tried = on(machine, monkeypatch)
    tried.add(Cell("a = 1", 1))
    tried.add(Cell("b = 2", 2))
    tried.ready()

    assert machine.ran == ["a = 1", "b = 2"]
    assert machine.started == 3


def test_where_none_comes_up_it_is_not_the_students_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = on(Machine(failing=100), monkeypatch)

    with pytest.raises(NotStartedError, match=r"no process for the student's code came up \(is gone; exit status"):
        tried.run(Cell("a = 1", 1))


def test_where_there_is_no_sandbox_none_is_waited_for() -> None:
    tried = []

    def start(nobody_looks: bool) -> StudentProcess:
        tried.append(nobody_looks)
        raise NoSandboxError("install it")

    with pytest.raises(NoSandboxError, match="install it"):
        Pupil(start, {}, Clock(Times(5, 60)), True).run(Cell("a = 1", 1))
    assert len(tried) == 1


def test_a_process_that_ended_after_its_answer_costs_no_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(failing=0)
    tried = on(machine, monkeypatch)
    tried.run(Cell("a = 1", 1))
    tried.ready().there = False  # type: ignore[attr-defined]
    tried.run(Cell("b = 2", 2))

    assert machine.ran == ["a = 1", "a = 1", "b = 2"]
    assert machine.started == 2
