"""A lesson's cells run from top to bottom in this process, and its exercises tried with other answers on the way.

There is no kernel, no grader and no picture, so that authors and tests know at once. What the tests say is what a
student reads who presses Validate.
"""

import contextlib
import importlib
import io
import linecache
import math
import pickle
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from types import CodeType
from typing import Any
from unittest import mock

from course import check
from course.authoring.lesson import Cell, Exercise, Lesson, LessonError, syntax_tree
from course.authoring.processes import in_processes
from course.check import bank
from course.plots import canvas

SECONDS = 3  # of a processor's time that the tests of an exercise may take
TOGETHER = 64  # answers in one process at first

Messages = dict[str, str]  # what failing tests say, by their keys; and, with the key "", what went wrong before them
Failures = dict[str, bank.Recorded | None]  # the checks that failed, by the keys of their tests; None for an error
_Attempt = dict[str, tuple[str, list[Any] | None]]  # both together, as JSON makes them


@dataclass(frozen=True)
class Stage:
    """Where answers to an exercise are tried: a notebook as the cells above left it, with the lesson's own answers."""

    names: dict[str, Any]  # of the notebook
    own: CodeType  # the lesson's answer
    after: list[tuple[str, CodeType]]  # the cells up to the last test, those that are tests with their keys
    table: bank.Table  # of mistakes that checks know
    progress: Callable[[int, int], None]  # called with how many answers were tried, and of how many

    def said(self, answers: Sequence[str], all_tests: bool, surely: bool = True) -> list[Messages]:
        """What the tests say to each of some answers, of which none sees what another one did; nothing if it passes.

        Args:
            answers: their sources. Not changed.
            all_tests: whether to go on after the first test that fails.
            surely: whether one that passes is tried once more, alone; else another one may, rarely, have helped it.
        """
        tried = _said(answers, self, all_tests, surely)
        return [{key: text for key, (text, _) in attempt.items()} for attempt in tried]

    @cached_property
    def seconds(self) -> float:
        """Of a processor's time, for the lesson's own answer and all its tests."""
        [(_, own)] = in_processes([partial(_seconds, self)], SECONDS)
        return own or 0

    @cached_property
    def values(self) -> dict[str, bytes]:
        """What the names stand for, of those that hold nothing but data."""
        return _values(self.names)


def stages(
    lesson: Lesson,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
    table: bank.Table | None = None,
) -> Iterator[tuple[Exercise, Stage]]:
    """The exercises with tests, each with a stage, which is good until the next one is asked for.

    Args:
        lesson: its cells are run in this process.
        progress: called with an exercise's name, and how many of the answers to it were tried, of how many.
        table: of mistakes that checks know; none if None.
    Raises:
        LessonError: a test fails with the lesson's own answer, or a package is missing that the lesson needs.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    by_solution = {id(exercise.solution): exercise for exercise in lesson.exercises if exercise.tests}
    for cell in lesson.cells:
        if cell.is_markdown:
            continue
        if exercise := by_solution.get(id(cell)):
            told = partial(progress, exercise.name)
            stage = Stage(names, _code(cell), _cells_after(lesson, exercise), table or bank.Table.empty(), told)
            yield exercise, stage
        try:
            with _silence():
                exec(_code(cell), names)
        except Exception as error:
            if cell.kind == "test":
                raise LessonError([f"line {cell.line}: test={cell.key!r} fails: {_words(error)}"]) from error
            if isinstance(error, ImportError):
                raise LessonError([f"line {cell.line}: {error}"]) from error


def rehearse(
    lesson: Lesson,
    answers: Mapping[str, Sequence[str]],
    all_tests: bool,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
    table: bank.Table | None = None,
) -> Iterator[tuple[str, list[Messages]]]:
    """The names of exercises with answers to try, and what their tests say to each of these.

    An answer is tried with the lesson's own answers to all other exercises. No answer sees what another one did.

    Args:
        lesson: its cells are run in this process.
        answers: sources to try, by the name of an exercise that has tests. Not changed.
        all_tests: whether to go on after the first test that fails.
        progress: called with an exercise's name, and how many of its answers were tried, of how many.
        table: of mistakes that checks know; none if None.
    Returns:
        Pairs, in the order of the exercises; the messages are in the order of the answers, and say nothing of one
        that passes.
    Raises:
        LessonError: a test fails with the lesson's own answer, or a package is missing that the lesson needs.
    """
    for exercise, stage in stages(lesson, progress, table):
        if exercise.name in answers:
            yield exercise.name, stage.said(answers[exercise.name], all_tests)


def record(
    lesson: Lesson,
    answers: Mapping[str, Sequence[str]],
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
) -> Iterator[tuple[str, list[Failures]]]:
    """As `rehearse` of all tests, but with the checks that failed in place of what they say.

    Args:
        lesson: its cells are run in this process.
        answers: sources to try, by the name of an exercise that has tests. Not changed.
        progress: called with an exercise's name, and how many of its answers were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    for exercise, stage in stages(lesson, progress):
        if exercise.name in answers:
            yield (
                exercise.name,
                [
                    {key: bank.Recorded(*failed) if failed else None for key, (_, failed) in attempt.items()}
                    for attempt in _said(answers[exercise.name], stage, all_tests=True, surely=True)
                ],
            )


def _cells_after(lesson: Lesson, exercise: Exercise) -> list[tuple[str, CodeType]]:
    first, last = (lesson.cells.index(cell) for cell in (exercise.solution, exercise.tests[-1]))
    cells = [cell for cell in lesson.cells[first + 1 : last + 1] if cell.kind in ("given", "test")]
    return [(cell.key if cell.kind == "test" else "", _code(cell)) for cell in cells]


def _said(answers: Sequence[str], stage: Stage, all_tests: bool, surely: bool) -> list[_Attempt]:
    """What the tests say to each of the answers."""
    if not answers:
        return []
    _ = stage.values  # once here, and not in each of the processes
    if "torch" in sys.modules:  # whose first optimizer imports this, which takes a second in each process
        importlib.import_module("torch._dynamo")
    said: list[_Attempt | None] = [None] * len(answers)
    # Making a process takes many times as long as the tests, so most of what they refuse is refused in company.
    batches = [range(first, len(answers))[:TOGETHER] for first in range(0, len(answers), TOGETHER)]
    jobs = [partial(_attempts, [answers[number] for number in batch], stage, all_tests) for batch in batches]
    for place, found in in_processes(jobs, SECONDS + math.ceil(2 * TOGETHER * stage.seconds)):
        for number, messages in zip(batches[place], found or (), strict=False):
            said[number] = messages if messages or not surely else None
        stage.progress(sum(messages is not None for messages in said), len(answers))
    left = [number for number, messages in enumerate(said) if messages is None]
    for place, found in in_processes([partial(_attempt, answers[each], stage, all_tests) for each in left], SECONDS):
        ended: _Attempt = {"": (f"ended by itself, or did not end in {SECONDS} seconds", None)}
        said[left[place]] = ended if found is None else found
        stage.progress(sum(messages is not None for messages in said), len(answers))
    return [messages or {} for messages in said]


def _seconds(stage: Stage) -> float:
    began = time.process_time()
    _attempt(stage.own, stage, all_tests=True)
    return time.process_time() - began


def _attempts(answers: Sequence[str], stage: Stage, all_tests: bool) -> list[_Attempt]:
    """What the tests say to each of the answers; nothing if one of them may have changed what others see."""
    import matplotlib.pyplot as plt

    names, figures = dict(stage.names), set(plt.get_fignums())
    said = []
    for answer in answers:
        said.append(_attempt(answer, stage, all_tests))
        stage.names.clear()
        stage.names.update(names)
        for figure in set(plt.get_fignums()) - figures:
            plt.close(figure)
    as_before = all(pickle.dumps(names[name]) == held for name, held in stage.values.items())
    return said if as_before and not _attempt(stage.own, stage, all_tests=False) else []


def _values(names: dict[str, Any]) -> dict[str, bytes]:
    """What the names stand for, of those that hold nothing but data."""
    found = {}
    for name, value in names.items():
        with contextlib.suppress(Exception):  # functions, modules, and what a lesson makes of its own classes
            held = pickle.dumps(value)
            if held == pickle.dumps(value):  # of a figure they differ each time
                found[name] = held
    return found


def _attempt(answer: str | CodeType, stage: Stage, all_tests: bool) -> _Attempt:
    """What the tests say to an answer, which may change anything in this process."""
    said: _Attempt = {}
    recorder = bank.Recorder(bank.Known(stage.table))
    with _silence(), bank.used(recorder):
        try:
            exec(answer if isinstance(answer, CodeType) else compile(answer, "<answer>", "exec"), stage.names)
        except BaseException as error:
            said[""] = _words(error), None
        for key, code in stage.after:
            if said and not all_tests:
                break
            recorder.failure = None
            try:
                exec(code, stage.names)
            except BaseException as error:
                if key:
                    failure = recorder.failure if isinstance(error, check.CheckFailed) else None
                    said[key] = _words(error), list(failure) if failure else None
    return said


def _words(error: BaseException) -> str:
    text = str(error) if isinstance(error, check.CheckFailed) else f"{type(error).__name__}: {error}"
    return f"{text} {check.explain(error) or ''}".strip()


def _code(cell: Cell) -> CodeType:
    # check looks up the lines of a test, to keep quiet about the values of hidden ones.
    file = f"<cell at line {cell.line}>"
    linecache.cache[file] = (len(cell.source), None, cell.source.splitlines(keepends=True), file)
    return compile(syntax_tree(cell.source), file, "exec")


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing is printed or drawn."""
    from matplotlib import rcParams

    rcParams["backend"] = "agg"
    # As rc_context does, which takes longer than most tests do, since it asks for each of them.
    settings = dict(dict.items(rcParams))
    with (
        mock.patch.object(canvas, "nobody_looks", _always),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            dict.update(rcParams, settings)


def _always() -> bool:
    return True
