"""Marks as CSV, in which no spreadsheet finds a formula."""

import csv
import re
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from sqlalchemy.exc import DBAPIError

from course.gradebook import unusable

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)
# Where a cell may begin, and what then makes it a formula: the signs, and those of twice their width. Some spreadsheets
# cut at a semicolon or a tab, quoted or not, and pass over blanks.
_FORMULA = re.compile(r"(?:^|(?<=[;,\t\0]))(?=[^\S\t]*[=+\-@\uff1d\uff0b\uff0d\uff20])")


NOT_YET = "not marked yet"


class ExportCsv(ExportPlugin):
    """nbgrader's table of marks, with the same columns, but that texts are quoted, on one line, and no formulas.

    Where an answer waits for a person, the scores say so: the sum of the others would pass for the mark.

    An apostrophe stands before what would be one, as OWASP recommends
    (https://owasp.org/www-community/attacks/CSV_Injection). Other texts and all numbers are as nbgrader writes them.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that `--to` names, or grades.csv.

        Args:
            gradebook: of the course.
        Raises:
            SystemExit: the gradebook can't be used; says why.
        """
        try:
            self._write(gradebook)
        except DBAPIError as error:
            sys.exit(str(unusable(gradebook.engine.url.render_as_string(hide_password=False), error)))

    def _write(self, gradebook: Gradebook) -> None:
        to = Path(self.to or "grades.csv")
        lessons, students = set(map(str, self.assignment)), set(map(str, self.student))
        self.log.info("Exporting grades to %s", to)
        with to.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(COLUMNS)
            for lesson in gradebook.assignments:
                for student in gradebook.students:
                    if (not lessons or lesson.name in lessons) and (not students or student.id in students):
                        table.writerow(map(harmless, _row(gradebook, lesson, student)))


def _row(gradebook: Gradebook, lesson: Any, student: Any) -> list[Any]:
    who = (student.id, student.last_name, student.first_name, student.email)
    try:
        submission = gradebook.find_submission(lesson.name, student.id)
    except MissingEntry:
        return [lesson.name, lesson.duedate, None, *who, 0.0, 0.0, 0.0, lesson.max_score]
    raw, penalty = submission.score, submission.late_submission_penalty
    scores = [NOT_YET, penalty, NOT_YET] if submission.needs_manual_grade else [raw, penalty, max(0.0, raw - penalty)]
    return [lesson.name, lesson.duedate, submission.timestamp, *who, *scores, lesson.max_score]


def harmless(value: Any) -> Any:
    """A value for a cell of a CSV file: a text on one line, with an apostrophe before what would be a formula.

    Args:
        value: what is not a text comes back as it is.
    """
    return _FORMULA.sub("'", " ".join(value.splitlines())) if isinstance(value, str) else value
