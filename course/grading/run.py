"""Grade a class: several submissions at a time, on processes of this machine or a cluster, and one writer of marks."""

import itertools
import logging
import os
import pickle
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import ExitStack
from functools import cache
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from course.config import CourseError, course_config
from course.grading.folders import folders
from course.grading.worker import begin, judge_pickled

if TYPE_CHECKING:
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from course.grading.desk import Desk, Submission
    from course.grading.job import Judged

CONNECT = 10  # seconds for a cluster to answer
_LOST = "the process that graded it ended before it was done, and again when it was tried once more; look at its code"
Progress = Callable[[str, int, int], None]


class Done(NamedTuple):
    """What came of a submission, for whoever grades."""

    lesson: str
    student: str
    refused: str = ""  # why it can't be graded
    remarks: Sequence[str] = ()
    as_before: bool = False  # whether it has its marks already


class _Item(NamedTuple):
    """A submission on its way."""

    desk: "Desk"
    submission: "Submission"


def course_api(config: "Config") -> "NbGraderAPI":
    """nbgrader's programming interface to a course; it keeps what it has to say in the answers it returns.

    Args:
        config: nbgrader's configuration of the course.
    """
    from nbgrader.apps import NbGraderAPI

    warnings.filterwarnings("ignore", module=r"nbgrader\.")  # SQLAlchemy's remarks on nbgrader's models
    api = NbGraderAPI(config=config)
    api.log.handlers = [logging.NullHandler()]
    api.log.propagate = False
    return api


def succeeded(answer: dict[str, object], doing: str) -> None:
    """Do nothing where nbgrader succeeded.

    Args:
        answer: of nbgrader's programming interface.
        doing: what it was asked to do, for the error.
    Raises:
        CourseError: it failed; says why in nbgrader's own words.
    """
    if not answer["success"]:
        raise CourseError(f"nbgrader failed at {doing}: {_reason(answer)}")


def submitted(config: "Config", assignment: str, student: str = "*") -> list[str]:
    """The students who have handed in an assignment, in order.

    Args:
        config: nbgrader's configuration of the course.
        assignment: its name.
        student: the only one that is of interest, or "*".
    Raises:
        CourseError: there are none.
    """
    course = _course(config)
    pattern = course.format_path(course.submitted_directory, student, assignment)
    excluded = course.student_id_exclude.split(",")
    found = [name for lesson, name in _handed_in(course, pattern) if lesson == assignment and name not in excluded]
    if not found:
        raise CourseError(f"there is no submission at {pattern}; collect first: nbgrader collect {assignment}")
    return found


def _lessons(config: "Config", student: str) -> list[str]:
    """The lessons that a student, or one of those whose name is like this, has handed in."""
    course = _course(config)
    pattern = course.format_path(course.submitted_directory, student, "*")
    found = sorted({lesson for lesson, _ in _handed_in(course, pattern)})
    if not found:
        raise CourseError(f"there is no submission at {pattern}; collect first: nbgrader collect LESSON")
    return found


def _course(config: "Config") -> "CourseDirectory":
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=config)


def _handed_in(course: "CourseDirectory", pattern: str) -> list[tuple[str, str]]:
    """Names of lesson and student of the folders that a pattern finds."""
    names = course.format_path(course.submitted_directory, "(?P<student>[^/]+)", "(?P<lesson>[^/]+)", escape=True)
    found = (re.fullmatch(names, path) for path in folders(pattern))
    return sorted((path["lesson"], path["student"]) for path in found if path)


def grade(
    root: Path,
    lessons: Iterable[str] | None = None,
    students: Iterable[str] | None = None,
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    again: bool = False,
    feedback: bool = False,
    progress: Progress = lambda *_: None,
    tell: Callable[[Done], object] = lambda _: None,
) -> dict[str, dict[str, str]]:
    """Grade submissions into the gradebook and `autograded/`. Finished work is not done again.

    Args:
        root: the course's folder.
        lessons: their names; all that somebody has handed in if not given.
        students: names, or patterns such as a*, of those whose submissions are graded; everybody's if not given.
        jobs: how many submissions are judged at a time on this machine; one for each of its cores if not given.
        cluster: address of a Dask scheduler, whose workers judge instead of this machine.
        again: whether to grade also what has its marks already.
        feedback: whether to write the feedback pages, too.
        progress: called with what is going on, how many are done, and of how many.
        tell: called with what came of each submission.
    Returns:
        By lesson, the reason by student, for those whose submission could not be graded. The others are graded all the
        same.
    Raises:
        CourseError: nothing can be graded as things are, or not any more. What is done is done.
        SandboxError: students' code can't be run here.
    """
    with ExitStack() as stack:
        pool: _Here | _Cluster = _Cluster(cluster) if cluster else _Here(jobs or _cores())
        stack.enter_context(pool)
        given = list(lessons or ())
        if first := _first(root, given, again):  # before all else: a worker takes as long to begin as this process does
            pool.begin(root / "source" / first)
        config = course_config(root)
        from nbgrader.converters import Autograde

        from course.grading.desk import Desk, open_book
        from course.grading.referee import Referee
        from course.grading.refusals import note_refusal
        from course.grading.submission_file import SubmissionError

        converter = Autograde(coursedir=_course(config), config=config)
        book = stack.enter_context(open_book(converter))
        chosen = ["*"] if students is None else list(students)
        names = given or sorted({name for student in chosen for name in _lessons(config, student)})
        found = {name: [one for each in chosen for one in submitted(config, name, each)] for name in names}
        # One desk at a time would be enough, but a mistake in the last lesson is better told at once.
        work = [(Desk(converter, book, name), each) for name, each in found.items()]
        total = sum(len(each) for _, each in work)
        refused: dict[str, dict[str, str]] = {name: {} for name in names}
        done = itertools.count()
        progress("grade", next(done), total)

        def told(one: Done) -> None:
            note_refusal(converter.coursedir, one.lesson, one.student, one.refused)
            if one.refused:
                refused[one.lesson][one.student] = one.refused
            tell(one)
            progress("grade", next(done), total)

        @cache
        def ready() -> None:
            from course.grading.sandbox import try_sandbox

            if not cluster and not Referee(config=config).disposable:
                try_sandbox()  # or each submission would say so

        def taken() -> Iterator[_Item]:
            for desk, each in work:
                for student in each:
                    try:
                        submission = desk.take(student)
                    except SubmissionError as error:
                        told(Done(desk.lesson.name, student, str(error)))
                        continue
                    if not again and desk.finished(submission):
                        told(Done(desk.lesson.name, student, as_before=True))
                    else:
                        ready()
                        yield _Item(desk, submission)

        for (desk, submission), judged in _judged(pool, taken()):
            if not judged.refused:
                desk.put(submission, judged)
            remarks = (*submission.remarks, *judged.remarks)
            told(Done(desk.lesson.name, submission.job.student, judged.refused, remarks))
        if feedback:
            pages = [(desk.lesson.name, student) for desk, each in work for student in each]
            pages = [(name, student) for name, student in pages if student not in refused[name]]
            for (name, student), reason in zip(pages, pool.map(_write_feedback, root, pages), strict=True):
                if reason:
                    refused[name][student] = reason
    return refused


def _first(root: Path, lessons: Sequence[str], again: bool) -> str:
    """The lesson that seems to be graded first, by the usual names of folders; nothing but time hangs on it.

    Args:
        root: the course's folder.
        lessons: that are graded; all if there are none.
        again: whether also what was graded before.
    Returns:
        Its name, which is empty if there seems to be nothing to do.
    """
    handed_in = (path.relative_to(root / "submitted") for path in root.glob("submitted/*/*"))
    new = {path.name for path in handed_in if again or not (root / "autograded" / path).exists()}
    return next((name for name in lessons or sorted(new) if name in new), "")


def _write_feedback(root: Path, name: str, student: str) -> str:
    """Write the feedback page on one submission; returns why it can't be done, or nothing."""
    answer = course_api(course_config(root)).generate_feedback(name, student)
    return "" if answer["success"] else _reason(answer)


def _judged(pool: "_Here | _Cluster", items: Iterator[_Item]) -> Iterator[tuple[_Item, "Judged"]]:
    """What comes of submissions, in the order in which they are done; a bounded number is under way."""
    flying: dict[Future[Judged], _Item] = {}
    lost: list[_Item] = []
    while True:
        while len(flying) < pool.room() and not lost and (item := next(items, None)) is not None:
            try:
                flying[pool.judge(item)] = item
            except BrokenExecutor:
                lost.append(item)
        if not flying and not lost:
            return
        # Where a process ends, the whole pool is lost, and nobody can tell whose code it was.
        for future in wait_for(flying, return_when=FIRST_COMPLETED).done if not lost else wait_for(flying).done:
            item = flying.pop(future)
            try:
                yield item, pool.result(future)
            except BrokenExecutor:
                lost.append(item)
        if lost and not flying:
            pool.renew()
            for item in lost:  # each of them alone
                yield item, pool.once_more(item)
            lost = []


class _Here:
    """Worker processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._executor: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None
        self._source: Path | None = None
        self._busy = False  # whether the first worker has something to judge

    def __enter__(self) -> "_Here":
        return self

    def begin(self, source: Path | None = None) -> None:
        """Begin with processes, if there are none yet.

        Args:
            source: folder of the lesson that is likely to be the first.
        """
        if self._executor is None:
            self._source = source
            self.renew()

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._end(at_once=kind is not None)

    def _end(self, at_once: bool) -> None:
        if self._executor is not None and self._lifeline is not None:
            if at_once:
                self._lifeline.close()
            self._executor.shutdown(cancel_futures=True)
            self._lifeline.close()

    def renew(self) -> None:
        """Begin with new processes."""
        self._end(at_once=True)
        end, self._lifeline = Pipe(duplex=False)
        # Workers start afresh: a fork would take over half of the threads of whatever program this runs in.
        self._executor = ProcessPoolExecutor(
            self._jobs, get_context("spawn"), initializer=begin, initargs=(end, self._source)
        )
        self._first = self._executor.submit(int)  # one begins at once
        self._busy = False

    def room(self) -> int:
        """How many submissions may be under way; more than one not before the first worker is there to judge it."""
        if not self._busy:
            return 1  # which may turn out to be done already
        wait_for([self._first])  # whom the others would hinder
        return 2 * self._jobs

    def judge(self, item: _Item) -> "Future[Judged]":
        """Have a submission judged."""
        self.begin()
        assert self._executor is not None  # for mypy
        self._busy = True
        return self._executor.submit(judge_pickled, sys.path, _pickled(item))

    def result(self, future: "Future[Judged]") -> "Judged":
        """What came of a submission; BrokenExecutor if a process has ended."""
        return future.result()

    def map(self, do: Callable[..., str], root: Path, names: list[tuple[str, str]]) -> Iterator[str]:
        """What is to be done with some submissions in the course's folder, done by the workers."""
        self.begin()
        assert self._executor is not None  # for mypy
        return self._executor.map(do, itertools.repeat(root), *zip(*names, strict=True))

    def once_more(self, item: _Item) -> "Judged":
        """Have a submission judged that may have ended the processes before; it is alone, and may do so once."""
        from course.grading.job import Judged

        for _ in ("once", "and once more"):
            try:
                return self.result(self.judge(item))
            except BrokenExecutor:
                self.renew()
        return Judged(refused=_LOST)


class _Cluster:
    """Workers of a Dask cluster, which tries again by itself what a lost worker had."""

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> "_Cluster":
        try:
            from distributed import Client
        except ImportError:
            raise CourseError(
                "grading on a cluster needs the package distributed; install it with: pip install '.[cluster]'"
            ) from None
        try:
            self._client = Client(self._address, timeout=CONNECT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=CONNECT)
        except (OSError, ValueError, TimeoutError) as error:
            if hasattr(self, "_client"):
                self._client.close()
            raise CourseError(
                f"no cluster with a worker answers at {self._address} ({error}); start it with: dask scheduler, and on "
                "each machine: dask worker ADDRESS --nworkers auto --nthreads 1"
            ) from None
        self._executor = self._client.get_executor(pure=False)
        return self

    def __exit__(self, *error: object) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    def begin(self, source: Path | None = None) -> None:
        """Nothing to do: its workers are there."""

    def renew(self) -> None:
        """Nothing to do: the cluster starts its workers again by itself."""

    def room(self) -> int:
        """How many submissions may be under way."""
        return 2 * max(1, len(self._client.nthreads()))

    def judge(self, item: _Item) -> "Future[Judged]":
        """Have a submission judged."""
        return self._executor.submit(judge_pickled, sys.path, _pickled(item))

    def result(self, future: "Future[Judged]") -> "Judged":
        """What came of a submission; BrokenExecutor if workers have ended again and again."""
        from distributed import KilledWorker

        try:
            return future.result()
        except KilledWorker as error:
            raise BrokenExecutor(str(error)) from None
        except CancelledError:
            raise CourseError(f"the cluster at {self._address} is gone; start it, and grade again") from None

    def once_more(self, item: _Item) -> "Judged":
        """Have a submission judged that has ended workers before."""
        from course.grading.job import Judged

        try:
            return self.result(self.judge(item))
        except BrokenExecutor:
            return Judged(refused=_LOST)

    def map(self, do: Callable[..., str], root: Path, names: list[tuple[str, str]]) -> Iterator[str]:
        """As of the other pool, but done here: the cluster has no folder of the course."""
        return (do(root, *each) for each in names)


def _pickled(item: _Item) -> bytes:
    try:
        return pickle.dumps(item.submission.job)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise CourseError(
            f"a preprocessor of nbgrader_config.py can't be given to other processes ({error}); "
            "write it into a module of its own, and import it there"
        ) from None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reason(answer: dict[str, object]) -> str:
    """The line of nbgrader's answer that says most."""
    lines = [line for line in f"{answer.get('log') or ''}\n{answer.get('error') or ''}".splitlines() if line.strip()]
    named = [line for line in lines if "Error" in line and "NbGraderException" not in line]
    reason = (named or lines or ["nbgrader gave no reason"])[-1].strip()
    # Of an error that was worded for whoever grades, the name of its class is of no interest.
    return re.sub(r"^course\.[\w.]+: ", "", reason)
