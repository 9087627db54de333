"""nbgrader's Autograde, so that its command and the formgrader's button grade as `course grade` does.

nbgrader takes the class of its exporter from its configuration, and the class of the converter it doesn't. Yet the
converter opens `timestamp.txt` and copies all other files, through symbolic links, before any exporter or preprocessor
sees the submission, and its hooks can stop nothing. The exporter is made before all that and knows its converter, so
it gives the converter a stricter class, for this one object.

Before even that, the converter looks for files that end in `.ipynb`, and refuses a submission that has none in its own
folder. So that one function of nbgrader's is replaced, for converters that have our exporter.
"""

import os
import re
from collections import Counter
from glob import escape, glob
from pathlib import Path
from typing import Any, Literal, get_args

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from course.config import CourseError
from course.grading.desk import Desk, open_book
from course.grading.folders import folders
from course.grading.job import judge
from course.grading.refusals import note_refusal
from course.grading.submission_file import SubmissionError

Outcome = Literal["graded", "as before", "refused"]  # of a submission


class SubmissionExporter(NotebookExporter):
    """Makes an Autograde that uses it a SafeAutograde."""

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        """
        Args:
            config: of nbgrader.
            kwargs: of nbconvert's exporter; `parent` is the converter that uses it, whose class may be changed.
        """
        super().__init__(config=config, **kwargs)
        if type(self.parent) is Autograde:
            self.parent.__class__ = SafeAutograde


class SafeAutograde(Autograde):
    """An Autograde that refuses a submission before it touches it, and does nothing twice unless it is forced to."""

    def init_notebooks(self) -> None:
        """Find the submissions, whatever is in them.

        Raises:
            NbGraderException: there are none; the log has a name that is like the one that was asked for.
        """
        names = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        self.assignments = {folder: sorted(glob(os.path.join(escape(folder), "*.ipynb"))) for folder in folders(names)}
        if not self.assignments:
            _init_notebooks(self)

    def convert_notebooks(self) -> None:
        """Grade what nbgrader has found, one submission after the other.

        Raises:
            NbGraderException: some could not be graded, or none can be; the log says why.
        """
        outcomes: dict[str, Outcome] = {}
        try:
            with open_book(self) as book:
                desk = Desk(self, book, self.coursedir.assignment_id)
                for folder in sorted(self.assignments):
                    student = self._student(folder)
                    if student in self.coursedir.student_id_exclude.split(","):
                        continue
                    self.notebooks = sorted(self.assignments[folder])
                    outcomes[student] = self._grade(desk, student)
                    if outcomes[student] != "refused":
                        note_refusal(self.coursedir, desk.lesson.name, student, "")
        except CourseError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None
        counts = Counter(outcomes.values())
        self.log.info(", ".join(f"{counts[kind]} {kind}" for kind in get_args(Outcome)))
        if failed := [student for student, outcome in outcomes.items() if outcome == "refused"]:
            message = f"{len(failed)} of {len(self.assignments)} submissions could not be graded: {', '.join(failed)}"
            self.log.error(message)
            raise NbGraderException(message)

    def _grade(self, desk: Desk, student: str) -> Outcome:
        """Grade a submission; the log says why it can't be done, if it can't."""
        try:
            submission = desk.take(student)
        except SubmissionError as error:
            return self._refused(desk, student, str(error))
        if not self.force and desk.finished(submission):
            self.log.info("%s has its marks already", student)
            return "as before"
        self.log.info("Grading %s", student)
        self.run_pre_convert_hook()
        judged = judge(submission.job)
        for remark in (*submission.remarks, *judged.remarks):
            self.log.warning("%s: %s", student, remark)
        if judged.refused:
            return self._refused(desk, student, judged.refused)
        desk.put(submission, judged)
        self.run_post_convert_hook()
        return "graded"

    def _refused(self, desk: Desk, student: str, reason: str) -> Outcome:
        note_refusal(self.coursedir, desk.lesson.name, student, reason)
        self.log.error("%s could not be graded: %s", student, reason)
        return "refused"

    def _student(self, folder: str) -> str:
        found = re.match(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True), folder)
        return found["student_id"] if found else Path(folder).parent.name


_init_notebooks = Autograde.init_notebooks


def _find_submissions(converter: Autograde) -> None:
    """What stands in place of nbgrader's `Autograde.init_notebooks`."""
    ours = issubclass(converter.exporter_class, SubmissionExporter)
    (SafeAutograde.init_notebooks if ours else _init_notebooks)(converter)


Autograde.init_notebooks = _find_submissions
