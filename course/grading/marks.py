"""The marks of a class in a lesson, as the gradebook has them, and who has none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select
from traitlets.config import Config

from course.config import CourseError
from course.gradebook import gradebook
from course.grading.people import Person, person_of
from course.grading.plan import exercise_of_cells
from course.grading.refusals import refusals

if TYPE_CHECKING:  # pandas takes long to import, and the table in a terminal does without it
    import pandas as pd


@dataclass(frozen=True)
class Row:
    """What the gradebook says about a student in a lesson."""

    student: Person
    scores: dict[str, float] = field(default_factory=dict)  # by exercise, what counts now; empty without marks
    waiting: frozenset[str] = frozenset()  # the exercises in which an answer waits for a person
    penalty: float = 0.0  # points that being late costs
    total: float = 0.0  # what nbgrader exports: all that counts now, less the penalty, and never below 0
    seconds_late: float = 0.0
    refused: str = ""  # why what was handed in last could not be graded
    handed_in: bool = True

    @property
    def has_marks(self) -> bool:
        """Whether the gradebook has marks, of this or of an earlier submission."""
        return bool(self.scores)

    @property
    def status(self) -> str:
        """Why there are no marks, or not those of what was handed in last; empty where there are."""
        if self.refused:
            return "refused"
        if self.has_marks:
            return ""
        return "not graded yet" if self.handed_in else "nothing handed in"


@dataclass(frozen=True)
class ClassMarks:
    """A class in a lesson."""

    lesson: str
    points: dict[str, float]  # by exercise, in the order of the notebook
    rows: list[Row]  # in the order of the students' ids

    @property
    def graded(self) -> list[Row]:
        """Those who have marks."""
        return [row for row in self.rows if row.has_marks]

    @property
    def scores(self) -> "pd.DataFrame":
        """What counts now, by student (rows) and exercise (columns); NaN where an answer waits for a person."""
        import pandas as pd

        known = {
            row.student.id: {name: None if name in row.waiting else row.scores[name] for name in self.points}
            for row in self.graded
        }
        return pd.DataFrame.from_dict(known, orient="index", columns=list(self.points), dtype=float)


def marks(config: Config, assignment: str) -> "pd.DataFrame":
    """Marks by student and graded cell.

    Args:
        config: nbgrader's configuration of the course.
        assignment: its name.
    Returns:
        One row a grade, with columns student, exercise (in the order of the notebook), cell, score, points, and waits
        (whether it still has to be graded by hand; its score is 0 until then, or what a person gave an earlier answer).
    """
    import pandas as pd

    exercises = _exercises(CourseDirectory(config=config), assignment)
    with gradebook(config) as book:
        rows = _grades(book, assignment)
    table = pd.DataFrame(rows, columns=["student", "cell", "score", "points", "waits"])
    of_cells = [exercises.get(cell, cell) for cell in table["cell"]]
    order = list(dict.fromkeys([*exercises.values(), *of_cells]))
    table.insert(1, "exercise", pd.Categorical(of_cells, categories=order, ordered=True))
    return table.astype({"waits": bool})


def _grades(book: Gradebook, lesson: str) -> list[tuple[str, str, float, float, bool]]:
    """Student, cell, score, points, and whether it waits for a person, of each grade in a lesson, by student."""
    found = book.db.execute(
        select(
            SubmittedAssignment.student_id,
            BaseCell.name,
            Grade.score,
            Grade.max_score,
            Grade.needs_manual_grade,
        )
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .where(Assignment.name == lesson)
        .order_by(SubmittedAssignment.student_id)
    )
    return [tuple(row) for row in found]


def class_marks(config: Config, lesson: str) -> ClassMarks:
    """All that is known of a class in a lesson. Nothing is graded.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        lesson: its name.
    Returns:
        A row for each student of the class list, and for each who has handed in.
    Raises:
        CourseError: the gradebook doesn't know the lesson, or can't be used.
    """
    course = CourseDirectory(config=config)
    exercises = _exercises(course, lesson)
    scores: dict[str, dict[str, float]] = {}
    waiting: dict[str, set[str]] = {}
    refused, handed_in = refusals(course, lesson), _handed_in(course, lesson)
    with gradebook(config) as book:
        for student, cell, score, _, waits in _grades(book, lesson):
            exercise, of_student = exercises.get(cell, cell), scores.setdefault(student, {})
            of_student[exercise] = of_student.get(exercise, 0.0) + score
            waiting.setdefault(student, set()).update([exercise] if waits else [])
        points = _points(book.db, lesson, exercises)
        columns = (SubmittedAssignment, SubmittedAssignment.score, SubmittedAssignment.late_submission_penalty)
        known = select(*columns).join(Assignment).where(Assignment.name == lesson)
        submissions = {
            submission.student_id: (score, penalty or 0.0, submission.total_seconds_late)
            for submission, score, penalty in book.db.execute(known)
        }
        people = {each.id: person_of(each) for each in book.db.scalars(select(Student))}
    rows = []
    for name in sorted({*people, *handed_in, *refused}):
        score, penalty, late = submissions.get(name, (0.0, 0.0, 0.0))
        rows.append(
            Row(
                people.get(name, Person(name)),
                dict.fromkeys(points, 0.0) | scores[name] if name in scores else {},
                frozenset(waiting.get(name, ())),
                penalty,
                max(0.0, score - penalty),
                late,
                refused.get(name, ""),
                name in submissions or name in handed_in,
            )
        )
    return ClassMarks(lesson, points, rows)


def lessons_with_marks(config: Config, lessons: Iterable[str] = ()) -> list[str]:
    """The lessons in which somebody has marks, or was refused, in order.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        lessons: those that are asked for; all if there are none.
    Raises:
        CourseError: there are none, or the gradebook doesn't know one that is asked for.
    """
    course = CourseDirectory(config=config)
    with gradebook(config) as book:
        known = sorted(book.db.scalars(select(Assignment.name)))
        marked = set(book.db.scalars(select(Assignment.name).join(SubmittedAssignment)))
    asked = list(lessons)
    for name in asked:
        if name not in known:
            there = f"; it has {', '.join(known)}" if known else ""
            raise CourseError(f"{name} is not in the gradebook{there}; build it with: course build {name}")
    found = asked or [name for name in known if name in marked or refusals(course, name)]
    if not found:
        raise CourseError("nobody has marks yet; grade what was handed in with: course grade")
    return found


def _exercises(course: CourseDirectory, lesson: str) -> dict[str, str]:
    """The exercise that each graded cell belongs to, in the order of the lesson's notebooks."""
    found: dict[str, str] = {}
    for path in sorted(Path(course.format_path(course.source_directory, ".", lesson)).glob("*.ipynb")):
        found |= exercise_of_cells(nbformat.v4.reads(path.read_text(encoding="utf-8")))
    return found


def _points(db: object, lesson: str, exercises: dict[str, str]) -> dict[str, float]:
    """The points of each exercise, in the order of the notebook."""
    cells: dict[str, float] = {}
    for kind in (GradeCell, TaskCell):
        known = select(kind.name, kind.max_score).join(kind.notebook).join(Assignment).where(Assignment.name == lesson)
        cells |= {row.name: row.max_score for row in db.execute(known)}  # type: ignore[attr-defined]
    points: dict[str, float] = {}
    for cell in sorted(cells, key=[*exercises, *sorted(set(cells) - set(exercises))].index):
        exercise = exercises.get(cell, cell)
        points[exercise] = points.get(exercise, 0.0) + cells[cell]
    return points


def _handed_in(course: CourseDirectory, lesson: str) -> set[str]:
    """The students who have a folder in submitted/."""
    anybody = Path(course.format_path(course.submitted_directory, "*", lesson)).relative_to(course.root)
    whose = course.format_path(course.submitted_directory, "(?P<student>[^/.][^/]*)", re.escape(lesson), escape=True)
    found = (re.fullmatch(whose, str(path)) for path in Path(course.root).glob(str(anybody)) if path.is_dir())
    return {path["student"] for path in found if path} - set(course.student_id_exclude.split(","))
