"""Marks as CSV files that Moodle and Canvas import.

Moodle asks at the import what each column is; its own exports call them as here
(https://docs.moodle.org/en/Grade_import). Canvas knows columns by name and place, and takes the second row for the
points (lib/gradebook_importer.rb of https://github.com/instructure/canvas-lms).
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.config import CourseError
from course.grading.export import harmless
from course.grading.marks import ClassMarks, Row
from course.grading.people import Person
from course.replacing import write_whole


def write_moodle(marks: Sequence[ClassMarks], path: Path) -> list[str]:
    """Write the totals for Moodle's import of grades, with a column for each lesson.

    Args:
        marks: of the lessons. Not changed.
        path: of the file, which is written as a whole or not at all.
    Returns:
        What is left empty, with the reason: "ada (01-forward-pass): nothing handed in".
    Raises:
        CourseError: marking isn't finished; names who waits.
    """
    _refuse_unfinished(marks)
    header = ["ID number", "First name", "Last name", "Email address", *(each.lesson for each in marks)]
    people = [[who.id, who.first_name, who.last_name, who.email, *totals] for who, totals in _totals(marks)]
    return _write([header, *people], marks, path)


def write_canvas(marks: Sequence[ClassMarks], path: Path) -> list[str]:
    """Write the totals for Canvas's import into its gradebook, with a column for each lesson.

    Args:
        marks: of the lessons. Not changed.
        path: of the file, which is written as a whole or not at all.
    Returns:
        As `write_moodle`.
    Raises:
        CourseError: marking isn't finished; names who waits.
    """
    _refuse_unfinished(marks)
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(each.lesson for each in marks)]
    points = ["    Points Possible", "", "", "", "", *(sum(each.points.values()) for each in marks)]
    people = [[_sortable_name(who), who.lms_id, "", who.id, "", *totals] for who, totals in _totals(marks)]
    return _write([header, points, *people], marks, path)


def _refuse_unfinished(marks: Sequence[ClassMarks]) -> None:
    waiting = [f"{row.student.id} ({each.lesson})" for each in marks for row in each.rows if row.waiting]
    if waiting:
        raise CourseError(
            f"answers wait to be graded by hand, and no marks are written: {', '.join(waiting)}; grade them in the "
            "formgrader, or name the lessons that are done"
        )
    new = [f"{row.student.id} ({each.lesson})" for each in marks for row in each.rows if _is_not_graded(row)]
    if new:
        raise CourseError(
            f"submissions are not graded yet, and no marks are written: {', '.join(new)}; grade them with: course grade"
        )


def _is_not_graded(row: Row) -> bool:
    return row.handed_in and not row.has_marks and not row.refused


def _totals(marks: Sequence[ClassMarks]) -> list[tuple[Person, list[float | str]]]:
    """Everybody, with a total for each lesson, or nothing."""
    people = {row.student.id: row.student for each in marks for row in each.rows}
    by_lesson = [{row.student.id: round(row.total, 5) for row in each.graded} for each in marks]
    return [(people[key], [totals.get(key, "") for totals in by_lesson]) for key in sorted(people)]


def _sortable_name(who: Person) -> str:
    return ", ".join(filter(None, [who.last_name, who.first_name])) or who.id


def _write(rows: list[list[Any]], marks: Sequence[ClassMarks], path: Path) -> list[str]:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows([list(map(harmless, row)) for row in rows])
    write_whole(path, file.getvalue().encode("utf-8"))
    return [
        f"{row.student.id} ({each.lesson}): {row.status}" for each in marks for row in each.rows if not row.has_marks
    ]
