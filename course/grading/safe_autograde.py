"""nbgrader's Autograde, so that its command and the formgrader's button grade as `course grade` does.

nbgrader takes the class of its exporter from its configuration, and the class of the converter it doesn't. Yet the
converter opens `timestamp.txt` and copies all other files, through symbolic links, before any exporter or preprocessor
sees the submission, and its hooks can stop nothing. The exporter is made before all that and knows its converter, so
it gives the converter a stricter class: for this one object, and with no function of nbgrader replaced.
"""

import re
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from course.config import CourseError
from course.grading.desk import Desk, open_book
from course.grading.job import judge
from course.grading.refusals import note_refusal
from course.grading.submission_file import SubmissionError


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

    def convert_notebooks(self) -> None:
        """Grade what nbgrader has found, one submission after the other.

        Raises:
            NbGraderException: some could not be graded, or none can be; the log says why.
        """
        failed = []
        try:
            with open_book(self) as book:
                desk = Desk(self, book, self.coursedir.assignment_id)
                for folder in sorted(self.assignments):
                    student = self._student(folder)
                    if student in self.coursedir.student_id_exclude.split(","):
                        continue
                    self.notebooks = sorted(self.assignments[folder])
                    reason = self._grade(desk, student)
                    note_refusal(self.coursedir, desk.lesson.name, student, reason)
                    if reason:
                        self.log.error("%s could not be graded: %s", student, reason)
                        failed.append(student)
        except CourseError as error:
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None
        if failed:
            message = f"{len(failed)} of {len(self.assignments)} submissions could not be graded: {', '.join(failed)}"
            self.log.error(message)
            raise NbGraderException(message)

    def _grade(self, desk: Desk, student: str) -> str:
        """Grade a submission; returns why it can't be done, if it can't."""
        try:
            submission = desk.take(student)
        except SubmissionError as error:
            return str(error)
        if not self.force and desk.finished(submission):
            self.log.info("%s has its marks already", student)
            return ""
        self.log.info("Grading %s", student)
        self.run_pre_convert_hook()
        judged = judge(submission.job)
        for remark in (*submission.remarks, *judged.remarks):
            self.log.warning("%s: %s", student, remark)
        if judged.refused:
            return judged.refused
        desk.put(submission, judged)
        self.run_post_convert_hook()
        return ""

    def _student(self, folder: str) -> str:
        found = re.match(self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True), folder)
        return found["student_id"] if found else Path(folder).parent.name
