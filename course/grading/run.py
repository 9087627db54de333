"""Grade a class with nbgrader: several submissions at a time, each on its own."""

import logging
import re
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from glob import glob
from multiprocessing import get_context
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.config import CourseError, course_config
from course.grading.referee import Referee
from course.grading.sandbox import try_sandbox

WORKERS = 2  # each has one submission at a time


def course_api(config: Config) -> NbGraderAPI:
    """nbgrader's programming interface to a course; it keeps what it has to say in the answers it returns.

    Args:
        config: nbgrader's configuration of the course.
    """
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


def submitted(config: Config, assignment: str, student: str = "*") -> list[str]:
    """The students who have handed in an assignment, in order.

    Args:
        config: nbgrader's configuration of the course.
        assignment: its name.
        student: the only one that is of interest, or "*".
    Raises:
        CourseError: there are none.
    """
    course = CourseDirectory(config=config)
    pattern = course.format_path(course.submitted_directory, student, assignment)
    found = sorted(Path(path).parent.name for path in glob(pattern))
    if not found:
        raise CourseError(f"there is no submission at {pattern}; collect first: nbgrader collect {assignment}")
    return found


def grade(
    root: Path,
    assignment: str,
    students: Iterable[str],
    again: bool = False,
    feedback: bool = False,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> dict[str, str]:
    """Grade submissions into the gradebook and `autograded/`.

    Args:
        root: the course's folder.
        assignment: its name.
        students: those whose submission is to be graded.
        again: whether to grade also what is graded and was not submitted anew.
        feedback: whether to write the feedback pages, too.
        progress: called with what is going on, how many are done, and of how many.
    Returns:
        The reason by student, for those whose submission could not be graded. The others are graded all the same.
    Raises:
        SandboxError: students' code can't be run here.
    """
    if not Referee(config=course_config(root)).disposable:
        try_sandbox()  # or each of them would say so
    failed = {}
    # Workers start afresh: a fork would take over half of the threads of whatever program this runs in.
    with ProcessPoolExecutor(max_workers=WORKERS, mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(_grade_one, str(root), assignment, name, again, feedback): name for name in students}
        progress("grade", 0, len(jobs))
        for done, job in enumerate(as_completed(jobs), start=1):
            if reason := job.result():
                failed[jobs[job]] = reason
            progress("grade", done, len(jobs))
    return failed


def _grade_one(root: str, assignment: str, student: str, again: bool, feedback: bool) -> str:
    """Grade one submission; returns why it could not be done, or nothing."""
    api = course_api(course_config(Path(root)))
    answer = api.autograde(assignment, student, force=again)
    if answer["success"] and feedback:
        answer = api.generate_feedback(assignment, student)
    return "" if answer["success"] else _reason(answer)


def _reason(answer: dict[str, object]) -> str:
    """The line of nbgrader's answer that says most."""
    lines = [line for line in f"{answer.get('log') or ''}\n{answer.get('error') or ''}".splitlines() if line.strip()]
    named = [line for line in lines if "Error" in line and "NbGraderException" not in line]
    reason = (named or lines or ["nbgrader gave no reason"])[-1].strip()
    # Of an error that was worded for whoever grades, the name of its class is of no interest.
    return re.sub(r"^course\.[\w.]+: ", "", reason)
