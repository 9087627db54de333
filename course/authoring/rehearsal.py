"""A lesson's cells run from top to bottom in this process, and its exercises tried with other answers on the way.

There is no kernel, no grader and no picture, so that authors and tests know at once. What the tests say is what a
student reads who presses Validate.
"""

import contextlib
import io
import json
import linecache
import os
import resource
import selectors
import signal
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import CodeType
from typing import Any
from unittest import mock

from course import check
from course.authoring.lesson import Cell, Lesson, LessonError, syntax_tree
from course.plots import canvas

SECONDS = 20  # of a processor's time that the tests of an exercise may take, and of waiting ten times as long
MEMORY = 4 * 2**30  # bytes

Messages = dict[str, str]  # what failing tests say, by their keys; and, with the key "", what went wrong before them


def rehearse(
    lesson: Lesson,
    answers: Mapping[str, Sequence[str]],
    all_tests: bool,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
) -> Iterator[tuple[str, list[Messages]]]:
    """The names of exercises with answers to try, and what their tests say to each of these.

    An answer is tried in a process of its own, with the lesson's own answers to all other exercises.

    Args:
        lesson: its cells are run in this process.
        answers: sources to try, by the name of an exercise that has tests. Not changed.
        all_tests: whether to go on after the first test that fails.
        progress: called with an exercise's name, and how many of its answers were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    by_solution = {id(exercise.solution): exercise for exercise in lesson.exercises if exercise.name in answers}
    for place, cell in enumerate(lesson.cells):
        if cell.is_markdown:
            continue
        if exercise := by_solution.get(id(cell)):
            last = lesson.cells.index(exercise.tests[-1])
            cells = [each for each in lesson.cells[place + 1 : last + 1] if each.kind in ("given", "test")]
            after = [(each.key if each.kind == "test" else "", _code(each)) for each in cells]
            attempt = partial(_attempt, after=after, names=names, all_tests=all_tests)
            said = _in_processes(attempt, answers[exercise.name], partial(progress, exercise.name))
        try:
            with _silence():
                exec(_code(cell), names)
        except Exception as error:
            if cell.kind == "test":
                raise LessonError([f"line {cell.line}: test={cell.key!r} fails: {_words(error)}"]) from error
        if exercise:
            yield exercise.name, said


def _in_processes(
    attempt: Callable[[str], Messages], answers: Sequence[str], progress: Callable[[int, int], None]
) -> list[Messages]:
    """What `attempt` returns for each of the answers; as many processes at a time as there are processors."""
    said: list[Messages] = [{} for _ in answers]
    left = list(enumerate(answers))[::-1]
    with selectors.DefaultSelector() as running:
        while left or running.get_map():
            while left and len(running.get_map()) < (os.cpu_count() or 1):
                number, answer = left.pop()
                ours, theirs = os.pipe()
                if not (pid := os.fork()):
                    try:
                        with _silence():
                            os.write(theirs, json.dumps(attempt(answer)).encode())
                    finally:
                        os._exit(0)
                os.close(theirs)
                running.register(ours, selectors.EVENT_READ, (number, pid, bytearray()))
            for key, _ in running.select():
                number, pid, got = key.data
                if part := os.read(key.fd, 2**16):
                    got += part
                    continue
                running.unregister(key.fd)
                os.close(key.fd)
                os.waitpid(pid, 0)
                said[number] = json.loads(got) if got else {"": f"ended by itself, or did not end in {SECONDS} seconds"}
                progress(len(answers) - len(left) - len(running.get_map()), len(answers))
    return said


def _attempt(answer: str, after: list[tuple[str, CodeType]], names: dict[str, Any], all_tests: bool) -> Messages:
    """What the cells `after`, each with its key if it is a test, say to an answer. Ends this process if it hangs."""
    signal.alarm(10 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    said: Messages = {}
    try:
        exec(compile(answer, "<answer>", "exec"), names)
    except BaseException as error:
        said[""] = _words(error)
    for key, code in after:
        if said and not all_tests:
            break
        try:
            exec(code, names)
        except BaseException as error:
            if key:
                said[key] = _words(error)
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
    import matplotlib as mpl

    with (
        mpl.rc_context({"backend": "agg"}),
        mock.patch.object(canvas, "nobody_looks", return_value=True),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        yield
