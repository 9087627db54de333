"""The one writer of marks: into nbgrader's gradebook and `autograded/`, a submission at a time, whole or not at all.

A submission's folder is made beside its place, then the gradebook is committed, and then the folder takes its place.
Whatever ends this in between, the notebooks in place don't have the key of what the gradebook says, so the submission
is graded again and both say the same.
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import (
    Comment,
    Gradebook,
    GradeCell,
    MissingEntry,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from nbgrader.api import Grade as Mark
from sqlalchemy import insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

from course.config import CourseError
from course.gradebook import database_url, unusable
from course.grading.job import Judged
from course.grading.recognition import WORDS_BESIDE
from course.replacing import beside, swap

_TAIL = 65536  # bytes of a notebook in which its own metadata is, which comes last
WAIT = 20  # seconds for a gradebook that another program writes to
Penalty = Callable[[str, float, float], float | None]  # of a student with a score, so many seconds late


class Source(NamedTuple):
    """A cell as the gradebook keeps it."""

    locked: bool
    source: str
    checksum: str


@dataclass(frozen=True)
class Entry:
    """What the gradebook knows about a notebook of a lesson."""

    id: str
    graded: dict[str, str]  # ids of the cells that have a mark, by name
    points: dict[str, float]  # of these
    commented: dict[str, str]  # ids of the cells that have a comment, by name
    sources: dict[str, Source]  # by name of the cell


@dataclass(frozen=True)
class Entries:
    """What the gradebook knows about a lesson."""

    id: str
    notebooks: dict[str, Entry]  # by name
    due: datetime | None  # UTC
    extensions: dict[str, timedelta | None]  # by student, of all who have marks


@dataclass(frozen=True)
class Graded:
    """What is entered for a submission."""

    student: str
    place: Path  # of the folder with the graded notebooks
    timestamp: datetime | None  # UTC, when it was handed in
    missing: frozenset[str]  # names of notebooks that were not handed in
    files: dict[str, bytes]  # beside the notebooks
    judged: Judged


class Book:
    """The gradebook and `autograded/` of a course."""

    def __init__(self, url: str, course_id: str, permissions: int, groupshared: bool, create_students: bool) -> None:
        """
        Args:
            url: of the database, for SQLAlchemy.
            course_id: of the course.
            permissions: of graded files.
            groupshared: whether graded folders belong to a group.
            create_students: whether a student who isn't in the gradebook gets there.
        Raises:
            CourseError: the gradebook can't be opened.
        """
        self._permissions, self._groupshared, self._create_students = permissions, groupshared, create_students
        where = make_url(database_url(url))
        if where.get_backend_name() == "sqlite":
            where = where.update_query_dict({"timeout": str(WAIT)})
        self._url = url
        with self._told():
            self._gradebook = Gradebook(where.render_as_string(hide_password=False), course_id)
        self._db = self._gradebook.db

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *error: object) -> None:
        self._gradebook.close()

    def lesson(self, name: str) -> Entries:
        """What the gradebook knows about a lesson.

        Raises:
            CourseError: nothing, or it can't be read.
        """
        with self._told():
            try:
                assignment = self._gradebook.find_assignment(name)
            except MissingEntry:
                raise CourseError(
                    f"{name} is not in the gradebook; build it with: course build {name} "
                    f"(in another course: nbgrader generate_assignment {name})"
                ) from None
            known = select(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            rows = self._db.execute(known.where(SubmittedAssignment.assignment_id == assignment.id))
            extensions = {row.student_id: row.extension for row in rows}
            notebooks = {notebook.name: self._entry(notebook.id) for notebook in assignment.notebooks}
            entries = Entries(assignment.id, notebooks, assignment.duedate, extensions)
            self._db.rollback()  # nothing is held on to
        return entries

    def _entry(self, notebook: str) -> Entry:
        def rows(kind: type, *columns: Any) -> list[Any]:
            return self._db.execute(select(kind.name, *columns).where(kind.notebook_id == notebook)).all()  # type: ignore[attr-defined]

        marked = [row for kind in (GradeCell, TaskCell) for row in rows(kind, kind.id, kind.max_score)]
        commented = [row for kind in (SolutionCell, TaskCell) for row in rows(kind, kind.id)]
        sources = rows(SourceCell, SourceCell.locked, SourceCell.source, SourceCell.checksum)
        return Entry(
            notebook,
            {row.name: row.id for row in marked},
            {row.name: row.max_score for row in marked},
            {row.name: row.id for row in commented},
            {row.name: Source(row.locked, row.source, row.checksum) for row in sources},
        )

    def enter(self, entries: Entries, graded: Graded, penalty: Penalty | None = None) -> None:
        """Enter a submission's marks into the gradebook, and put its notebooks into place.

        Marks, extra credit and comments of a person's stay. A mark of a person's is to be looked at again where the
        answer or its automatic mark has changed.

        Args:
            entries: of the lesson, as `lesson` gave them.
            graded: what to enter. Notebooks that are in place already and not in it stay.
            penalty: for those who are late; None leaves penalties alone.
        Raises:
            CourseError: it can't be done now. Nothing has changed.
        """
        place = graded.place
        with self._told(), _alone(place):
            new, old = beside(place)
            self._write(new, graded)
            for _ in ("once", "and once more"):
                try:
                    self._record(entries, graded, penalty)
                    self._db.commit()
                    break
                except IntegrityError as error:  # another grader has made the same entry just now
                    self._db.rollback()
                    conflict = error
                except BaseException:
                    self._db.rollback()
                    shutil.rmtree(new, ignore_errors=True)
                    raise
            else:
                raise conflict
            swap(place)
            _sync(place.parent)
            shutil.rmtree(old, ignore_errors=True)

    def tidy(self, place: Path) -> bool:
        """Put back, or remove, what was left behind where `enter` was broken off.

        Args:
            place: of a folder with graded notebooks.
        Returns:
            Whether there was anything: then the gradebook may already say what the folder doesn't.
        Raises:
            CourseError: it can't be done.
        """
        if not any(path.exists() for path in beside(place)):
            return False
        with self._told(), _alone(place):
            return True

    # --- the folder

    def _write(self, new: Path, graded: Graded) -> None:
        try:
            new.mkdir()
            kept = {
                path.name: path.read_bytes()
                for path in graded.place.glob("*.ipynb")
                if path.stem not in graded.judged.notebooks and path.stem not in graded.missing
            }
            notebooks = {f"{name}.ipynb": content for name, content in graded.judged.notebooks.items()}
            for name, content in {**kept, **graded.files, **notebooks}.items():
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(content)
                    os.fchmod(file.fileno(), self._permissions)
                    file.flush()
                    os.fsync(file.fileno())
            folders = [new, *(path for path in new.rglob("*") if path.is_dir())]
            for folder in folders:
                if self._groupshared:
                    folder.chmod((folder.stat().st_mode | 0o2770) & 0o2777)
                _sync(folder)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise

    # --- the gradebook

    def _record(self, entries: Entries, graded: Graded, penalty: Penalty | None) -> None:
        """Bring the rows of a submission up to date; the first statement is one that makes other writers wait."""
        mine = (SubmittedAssignment.assignment_id == entries.id) & (SubmittedAssignment.student_id == graded.student)
        touched = {"student_id": graded.student} | ({"timestamp": graded.timestamp} if graded.timestamp else {})
        found = self._db.execute(
            update(SubmittedAssignment).where(mine).values(touched).execution_options(synchronize_session=False)
        )
        if not found.rowcount:
            self._add_student(graded.student)
            made = {"id": new_uuid(), "assignment_id": entries.id, **touched}
            self._db.execute(insert(SubmittedAssignment), [made])
        (submission,) = self._db.scalars(select(SubmittedAssignment.id).where(mine))
        notebooks = self._rows(
            SubmittedNotebook, SubmittedNotebook.assignment_id == submission, SubmittedNotebook.notebook_id
        )
        for name, entry in entries.notebooks.items():
            if name not in graded.judged.notebooks and name not in graded.missing and entry.id in notebooks:
                continue
            if entry.id in notebooks:
                notebook = notebooks[entry.id].id
            else:
                notebook = new_uuid()
                made = {"id": notebook, "assignment_id": submission, "notebook_id": entry.id}
                self._db.execute(insert(SubmittedNotebook), [made])
            self._record_marks(entry, notebook, name, graded)
            self._record_comments(entry, notebook, graded.judged.comments.get(name, {}))
            if penalty is not None and name in graded.judged.notebooks:
                self._record_penalty(entries, submission, notebook, graded.student, penalty)

    def _add_student(self, student: str) -> None:
        if self._db.scalar(select(Student.id).where(Student.id == student)) is None:
            if not self._create_students:
                raise CourseError(f"{student} is not in the gradebook; add them with: nbgrader db student add")
            self._db.execute(insert(Student), [{"id": student}])

    def _record_marks(self, entry: Entry, notebook: str, name: str, graded: Graded) -> None:
        columns = (Mark.auto_score, Mark.manual_score, Mark.needs_manual_grade)
        rows = self._rows(Mark, Mark.notebook_id == notebook, Mark.cell_id, *columns)
        scores = dict.fromkeys(entry.graded, 0.0) if name in graded.missing else graded.judged.scores.get(name, {})
        differs: Callable[[str], bool] | None = None
        changed, made = [], []
        for cell, key in entry.graded.items():
            row = rows.get(key)
            if cell not in scores:  # a task, or a notebook that nobody has graded yet
                if row is None:
                    made.append({"id": new_uuid(), "cell_id": key, "notebook_id": notebook, "needs_manual_grade": True})
                continue
            auto = scores[cell]
            waits = auto is None
            if row is None:
                mark = {"auto_score": auto, "needs_manual_grade": waits}
                made.append({"id": new_uuid(), "cell_id": key, "notebook_id": notebook, **mark})
                continue
            if row.manual_score is not None and name not in graded.missing:
                differs = differs or _differences(graded, name)
                waits = row.needs_manual_grade or row.auto_score != auto or differs(cell)
            if (row.auto_score, row.needs_manual_grade) != (auto, waits):
                changed.append({"id": row.id, "auto_score": auto, "needs_manual_grade": waits})
        self._save(Mark, made, changed)

    def _record_comments(self, entry: Entry, notebook: str, comments: dict[str, str | None]) -> None:
        rows = self._rows(Comment, Comment.notebook_id == notebook, Comment.cell_id, Comment.auto_comment)
        changed, made = [], []
        for cell, key in entry.commented.items():
            text, row = comments.get(cell), rows.get(key)
            if row is None:
                made.append({"id": new_uuid(), "cell_id": key, "notebook_id": notebook, "auto_comment": text})
            elif cell in comments and row.auto_comment != text:
                changed.append({"id": row.id, "auto_comment": text})
        self._save(Comment, made, changed)

    def _record_penalty(self, entries: Entries, submission: str, notebook: str, student: str, penalty: Penalty) -> None:
        late, taken = 0.0, None
        if entries.due is not None:
            late = self._db.get_one(SubmittedAssignment, submission).total_seconds_late
        if late > 0:
            score = self._db.scalar(select(SubmittedNotebook.score).where(SubmittedNotebook.id == notebook))
            taken = penalty(student, score, late)
            taken = None if taken is None else min(max(0.0, taken), score)
        self._db.expunge_all()
        self._save(SubmittedNotebook, [], [{"id": notebook, "late_submission_penalty": taken}])

    def _rows(self, kind: Any, where: Any, key: Any, *columns: Any) -> dict[str, Any]:
        """Rows of a table by the column `key`; where a database can do it, nobody else changes them for now."""
        rows = self._db.execute(select(kind.id, key.label("of"), *columns).where(where).with_for_update(of=kind))
        return {row.of: row for row in rows}

    def _save(self, kind: Any, made: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
        if made:
            self._db.execute(insert(kind), made)
        if changed:
            self._db.execute(update(kind), changed)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database or the disk refuses, is told in a sentence."""
        try:
            yield
        except DBAPIError as error:
            raise unusable(self._url, error) from None
        except OSError as error:
            raise CourseError(
                f"{error.filename or 'a graded notebook'} can't be written ({error.strerror}); "
                "mend that, and grade again"
            ) from None


def key_in_place(path: Path) -> str:
    """The key of the job that a graded notebook came of; empty where there is none.

    Args:
        path: of the notebook.
    """
    with contextlib.suppress(OSError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        return _key_of(file.read())
    return ""


def _key_of(end: bytes) -> str:
    # In a text of a cell's, the quotes would have a backslash before them.
    at = end.rfind(b'"graded": {')
    parts = end[at:].split(b'"', 6) if at >= 0 else []
    return parts[5].decode(errors="replace") if len(parts) == 7 and parts[3] == b"key" else ""


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """No other grader of this machine writes here; what one that was broken off has left behind is gone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    parent = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(parent, fcntl.LOCK_EX)
        new, old = beside(place)
        if old.exists() and not place.exists():
            old.rename(place)
        for left in (new, old):
            if left.exists():
                shutil.rmtree(left)
        yield
    finally:
        os.close(parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _differences(graded: Graded, name: str) -> Callable[[str], bool]:
    """Whether the answer that a cell's mark is for is another one than in the notebook that is in place."""
    try:
        before = _answers((graded.place / f"{name}.ipynb").read_bytes())
    except (OSError, ValueError, LookupError, TypeError, AttributeError):  # none there, or not one of ours
        return lambda cell: True
    now = _answers(graded.judged.notebooks[name])
    return lambda cell: before.get(cell) != now.get(cell)


def _answers(notebook: bytes) -> dict[str, Any]:
    """What decides the marks, by cell: a written answer, or for a test all code of the student's."""
    found: dict[str, Any] = {}
    code, tests = [], []
    cells = json.loads(notebook)["cells"]
    texts = {cell["id"]: (cell["source"], cell.get("attachments")) for cell in cells}
    for cell in cells:
        grading = cell["metadata"].get("nbgrader", {})
        answer = texts[cell["id"]]
        if grading.get("grade") and grading.get("solution"):
            found[grading["grade_id"]] = [answer, *(texts[key] for key in cell["metadata"].get(WORDS_BESIDE, []))]
        elif grading.get("grade"):
            tests.append(grading["grade_id"])
        if cell["cell_type"] == "code" and (grading.get("solution") or not grading.get("locked")):
            code.append(answer)
    return found | dict.fromkeys(tests, code)
