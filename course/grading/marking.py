"""Answers that a person marks, a question at a time, and the marks that a person gives them."""

import hashlib
import json
import re
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from course.cells import with_regions
from course.config import CourseError
from course.grading.people import Person, person_of
from course.grading.recognition import WORDS_BESIDE, key_of
from course.replacing import beside

_HEADING = re.compile(r"^#{1,6} +(.+?) *(?:\([^()]*\))? *$", re.MULTILINE)  # without how long it takes, in parentheses
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+")
_ANSWERED = aliased(SolutionCell, flat=True)  # the part of a cell with a mark in which a student writes
# Of a cell that nobody has to look at, such as one in which nothing was written, the mark is given by itself.
_BY_A_PERSON = or_(Grade.auto_score.is_(None), Grade.manual_score.is_not(None), Grade.needs_manual_grade)


class NotSaved(CourseError):
    """A mark that can't be saved as it is."""


class Later(CourseError):
    """A mark that can't be saved just now."""


class Meanwhile(CourseError):
    """A mark for what is not there any more: somebody else has marked the answer, or another one was handed in."""

    def __init__(self, message: str, answer: "Answer | None" = None) -> None:
        """
        Args:
            message: what has happened.
            answer: as it is now; None if it is another one than was marked.
        """
        super().__init__(message)
        self.answer = answer


class Texts(NamedTuple):
    """What an instructor's notebook says of a question, in Markdown; empty where it says nothing."""

    title: str
    asked: str = ""
    model: str = ""  # an answer as it should be
    scheme: str = ""  # by which points are given


@dataclass(frozen=True)
class Question:
    """A question whose answers a person marks."""

    lesson: str
    notebook: str
    name: str  # nbgrader's grade_id
    points: float
    answers: int  # that a person has to mark, or has marked
    waiting: int  # of these
    texts: Texts


@dataclass(frozen=True)
class Answer:
    """An answer, and its mark."""

    grade: str  # nbgrader's id of the mark
    submission: str  # nbgrader's id of the notebook that was handed in
    student: Person
    most: float  # points
    auto: float | None  # points that it has by itself; None where a person has to look
    points: float | None  # that a person gave
    comment: str  # of a person's
    waits: bool  # for a person: it has no mark, or has changed since it was marked
    place: Path  # of the graded notebook
    cells: tuple[NotebookNode, ...]  # that hold it; none where there is no graded notebook

    @property
    def blank(self) -> bool:
        """Whether nothing was written, so that it has its points by itself."""
        return self.auto is not None and self.points is None and not self.waits

    @property
    def seen(self) -> str:
        """What tells this answer with its mark from another one, or from the same one with another mark."""
        written = [[cell.cell_type, cell.source, cell.get("attachments")] for cell in self.cells]
        return f"{_digest(written)}-{_digest([self.points, self.comment])}"


def questions(db: Session, course: CourseDirectory, lesson: str = "") -> list[Question]:
    """The questions of a course, by lesson, and in the order of its notebooks.

    Args:
        db: of the gradebook.
        course: whose folders have the source. Not changed.
        lesson: of which; of all if it is empty.
    """
    known = (
        select(
            Assignment.name,
            Notebook.name,
            GradeCell.name,
            GradeCell.max_score,
            func.count(case((_BY_A_PERSON, 1))),
            func.count(case((Grade.needs_manual_grade, 1))),
        )
        .select_from(GradeCell)
        .join(Notebook, Notebook.id == GradeCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .join(_ANSWERED, and_(_ANSWERED.notebook_id == Notebook.id, _ANSWERED.name == GradeCell.name))
        .outerjoin(Grade, Grade.cell_id == GradeCell.id)
        .group_by(Assignment.name, Notebook.name, GradeCell.name, GradeCell.max_score)
    )
    texts: dict[tuple[str, str], dict[str, Texts]] = {}
    found = []
    rows = db.execute(known.where(Assignment.name == lesson) if lesson else known)
    for of_lesson, notebook, name, points, count, waiting in rows:
        if (of_lesson, notebook) not in texts:
            texts[of_lesson, notebook] = _texts(course, of_lesson, notebook)
        said = texts[of_lesson, notebook]
        order = of_lesson, notebook, list(said).index(name) if name in said else 0, name
        question = Question(of_lesson, notebook, name, points, count, waiting, said.get(name, Texts(name)))
        found.append((order, question))
    return [question for _, question in sorted(found, key=itemgetter(0))]


def answers(db: Session, course: CourseDirectory, question: Question) -> list[Answer]:
    """All answers to a question: those that wait first, blank ones last, and else in the order of the students' names.

    Args:
        db: of the gradebook.
        course: whose `autograded/` has the answers. Not changed.
        question: of `questions`.
    """
    of_question = and_(
        Assignment.name == question.lesson, Notebook.name == question.notebook, GradeCell.name == question.name
    )
    found = _answers(db, course, of_question)
    found = [answer for answer in found if answer.cells or not answer.blank]  # what was not handed in is no answer
    return sorted(found, key=lambda each: (not each.waits, each.blank, name_of(each.student).casefold()))


def save(db: Session, course: CourseDirectory, grade: str, points: str, comment: str, seen: str) -> Answer:
    """Enter a person's mark into the gradebook.

    Args:
        db: of the gradebook.
        course: whose `autograded/` has the answer. Not changed.
        grade: nbgrader's id of the mark.
        points: as a person wrote them; nothing is no mark.
        comment: for the student; may be empty.
        seen: `Answer.seen` of what was marked.
    Returns:
        The answer with its new mark.
    Raises:
        NotSaved: there can't be such a mark. Nothing has changed then, nor where another error is raised.
        Later: the submission is being graded just now.
        Meanwhile: the answer or its mark is another one by now.
    """
    # The first statement is one that makes other writers wait, such as a grader with another answer.
    locked = update(Grade).where(Grade.id == grade).values(manual_score=Grade.manual_score)
    try:
        db.execute(locked.execution_options(synchronize_session=False))
        now = _answer(db, course, grade)
        wanted = read_points(points, now.most)
        comment = comment.strip()
        _refuse_other(now, seen, wanted, comment)
        needed = wanted is None and now.auto is None
        marked = update(Grade).where(Grade.id == grade).values(manual_score=wanted, needs_manual_grade=needed)
        db.execute(marked.execution_options(synchronize_session=False))
        _save_comment(db, grade, comment or None)
        saved = _answer(db, course, grade)
        db.commit()
    except BaseException:
        db.rollback()
        raise
    return saved


def read_points(text: str, most: float) -> float | None:
    """The points that a person wrote, None if nothing.

    Args:
        text: a number, with a point or a comma in it or none.
        most: points that there are.
    Raises:
        NotSaved: it is none, or more than there are.
    """
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise NotSaved(f"{text[:20]!r} is no number of points. Write one from 0 to {most:g}, such as {most / 2:g}.")
    points = float(text.replace(",", "."))
    if points > most:
        raise NotSaved(f"{points:g} is more than the {most:g} {'point' if most == 1 else 'points'} of this question.")
    return points


def name_of(student: Person) -> str:
    """What to call a student: as the class list does, else by the id."""
    return " ".join(filter(None, [student.first_name, student.last_name])) or student.id


def _answer(db: Session, course: CourseDirectory, grade: str) -> Answer:
    found = _answers(db, course, Grade.id == grade)
    if not found:
        raise NotSaved("The gradebook doesn't have this answer any more; load the page again.")
    return found[0]


def _answers(db: Session, course: CourseDirectory, where: Any) -> list[Answer]:
    rows = db.execute(
        select(
            Grade.id,
            Grade.notebook_id,
            Grade.auto_score,
            Grade.manual_score,
            Grade.needs_manual_grade,
            Comment.manual_comment,
            GradeCell.name,
            GradeCell.max_score,
            Notebook.name.label("notebook"),
            Assignment.name.label("lesson"),
            Student,
        )
        .select_from(Grade)
        .join(GradeCell, GradeCell.id == Grade.cell_id)
        .join(Notebook, Notebook.id == GradeCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .join(_ANSWERED, and_(_ANSWERED.notebook_id == Notebook.id, _ANSWERED.name == GradeCell.name))
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .outerjoin(Comment, and_(Comment.notebook_id == Grade.notebook_id, Comment.cell_id == _ANSWERED.id))
        .where(where)
    )
    found = []
    for row in rows:
        folder = course.format_path(course.autograded_directory, row.Student.id, row.lesson)
        place = Path(folder) / f"{row.notebook}.ipynb"
        found.append(
            Answer(
                row.id,
                row.notebook_id,
                person_of(row.Student),
                row.max_score,
                row.auto_score,
                row.manual_score,
                row.manual_comment or "",
                row.needs_manual_grade,
                place,
                _cells(place, row.name),
            )
        )
    return found


def _cells(place: Path, name: str) -> tuple[NotebookNode, ...]:
    """The cells of a graded notebook that hold an answer, in their order; words may stand beside their place."""
    try:
        cells = json.loads(place.read_bytes())["cells"]
        (own,) = (cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)
        words = own["metadata"].get(WORDS_BESIDE, [])
        held = {"metadata": {}, "cells": [cell for cell in cells if cell is own or cell.get("id") in words]}
        return tuple(rejoin_lines(nbformat.from_dict(held)).cells)  # of these only: pictures take their time
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # none there, or not one of ours
        return ()


def _refuse_other(now: Answer, seen: str, points: float | None, comment: str) -> None:
    """Refuse a mark for something else than there is now."""
    if any(path.exists() for path in beside(now.place.parent)):  # a grader puts another answer there
        raise Later("This submission is being graded just now; the mark is saved when that is done.")
    if seen == now.seen or (now.points, now.comment, now.waits) == (points, comment, False):
        return  # as it was seen; or it is saved already, and only the reply was lost
    if seen.partition("-")[0] != now.seen.partition("-")[0]:
        raise Meanwhile("Another answer was handed in since this page was loaded. Load it again, and mark that one.")
    points_now = "no points" if now.points is None else f"{now.points:g} of {now.most:g} points"
    comment_now = f"the comment “{now.comment}”" if now.comment else "no comment"
    raise Meanwhile(
        f"Somebody else has marked this answer meanwhile: it has {points_now} and {comment_now}. Save again to replace "
        "them.",
        now,
    )


def _save_comment(db: Session, grade: str, text: str | None) -> None:
    of_grade = (
        select(Grade.notebook_id, _ANSWERED.id)
        .join(GradeCell, GradeCell.id == Grade.cell_id)
        .join(_ANSWERED, and_(_ANSWERED.notebook_id == GradeCell.notebook_id, _ANSWERED.name == GradeCell.name))
        .where(Grade.id == grade)
    )
    notebook, cell = db.execute(of_grade).one()
    there = and_(Comment.notebook_id == notebook, Comment.cell_id == cell)
    if found := db.scalar(select(Comment).where(there).execution_options(populate_existing=True)):
        found.manual_comment = text
    else:
        db.add(Comment(notebook_id=notebook, cell_id=cell, manual_comment=text))


def _texts(course: CourseDirectory, lesson: str, notebook: str) -> dict[str, Texts]:
    """What an instructor's notebook says of its questions, by name, in their order."""
    path = Path(course.format_path(course.source_directory, ".", lesson)) / f"{notebook}.ipynb"
    try:
        cells = nbformat.v4.reads(path.read_text(encoding="utf-8")).cells
    except (OSError, ValueError):
        return {}
    found = {}
    for above, cell in zip([None, *cells], cells, strict=False):
        if is_grade(cell) and is_solution(cell):
            lines = list(with_regions(cell.source))
            model, scheme = ("\n".join(line for line, within in lines if within is part) for part in (False, True))
            title, asked = _parts(above.source if above is not None and above.cell_type == "markdown" else "")
            found[key_of(cell)] = Texts(title or key_of(cell), asked, model.strip(), scheme.strip())
    return found


def _parts(text: str) -> tuple[str, str]:
    """The last heading of a text, and what is below it."""
    headings = [found for found in _HEADING.finditer(text) if text[: found.start()].count("```") % 2 == 0]
    return (headings[-1][1], text[headings[-1].end() :].strip()) if headings else ("", text.strip())


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:20]
