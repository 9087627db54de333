"""The grader's desk: what is handed in becomes jobs, and what comes of them goes into the gradebook.

One lesson at a time, by nbgrader's configuration of the course.
"""

import copy
import hashlib
import json
import re
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import find_all_files
from traitlets import import_item

from course.config import CourseError
from course.grading.book import Book, Entry, Graded, Penalty, key_in_place
from course.grading.choosing import choose
from course.grading.job import Job, Judged, Lesson, Step, code_of, grader
from course.grading.mistakes import mistakes_of
from course.grading.referee import Referee
from course.grading.submission_file import SubmissionError
from course.grading.submission_folder import student_files
from course.grading.timestamps import read_time

# What goes on into autograded/, from where formgrader serves it to the instructor's browser, and nbgrader copies it
# to the feedback: what the exchange wrote, and pictures that text may show. Pages and scripts stay behind, and no
# folder can take the name of a page.
_PASSED_ON = re.compile(
    r"timestamp\.txt|submission_secret\.txt|([^/.]+/)*[^/]+\.(png|jpe?g|gif|webp)",
    re.IGNORECASE,
)
# What Sanitise does, once and for all, by the release.
_UNNEEDED = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata)


class Submission(NamedTuple):
    """What was handed in, as it lies on the desk."""

    job: Job
    timestamp: datetime | None  # UTC
    missing: frozenset[str]  # notebooks of the lesson that were not handed in
    passed_on: dict[str, bytes]  # files that go with the graded notebooks
    remarks: list[str]  # for whoever grades


class Desk:
    """Where submissions of one lesson are taken up, and put down with their marks."""

    def __init__(self, converter: Autograde, book: Book, name: str) -> None:
        """
        Args:
            converter: nbgrader's, with the course's configuration. Not changed.
            book: of the course.
            name: of the lesson.
        Raises:
            CourseError: the gradebook has another lesson than the release, or it can't be graded as it is configured.
        """
        self._converter, self._course, self._book, self._name = converter, converter.coursedir, book, name
        self._entries = book.lesson(name)
        self._own = self._files()
        steps, self._penalty, penalties = _steps(converter)
        folder = self._folder(self._course.source_directory, ".")
        sources = {notebook: _text(folder / f"{notebook}.ipynb") for notebook in self._entries.notebooks}
        shown = {notebook: self._released(notebook, entry) for notebook, entry in self._entries.notebooks.items()}
        self._shown = {notebook: nbformat.v4.reads(text) for notebook, text in shown.items()}
        releases = {notebook: self._complete(notebook, entry) for notebook, entry in self._entries.notebooks.items()}
        mistakes = mistakes_of(self._course, name)
        digest = _digest(
            name,
            sources,
            mistakes,
            releases,
            shown,
            _hashes(self._own),
            [(step.made_by and code_of(step.made_by), step.settings) for step in steps],
            penalties,
            converter.exclude_overwriting.get(name, []),
        )
        self.lesson = Lesson(name, sources, releases, shown, self._own, mistakes, steps, digest)

    def take(self, student: str) -> Submission:
        """What a student handed in.

        Raises:
            SubmissionError: it holds what can't be graded.
        """
        folder = self._folder(self._course.submitted_directory, student)
        if folder.parent.is_symlink():
            raise SubmissionError("the student's folder is a symbolic link; put a folder in its place")
        theirs, handed_in = student_files(folder, self._own)
        timestamp = read_time(theirs.get("timestamp.txt", b""))
        chosen = choose(handed_in, self._shown, self._name, theirs)
        pattern = self._course.notebook_id
        notebooks = {name: content for name, content in chosen.notebooks.items() if fnmatchcase(name, pattern)}
        if not notebooks:
            raise SubmissionError(f"it has no notebook that is called {pattern} (got {', '.join(chosen.notebooks)})")
        kept = set(self._converter.exclude_overwriting.get(self._name, []))
        files = theirs | {name: content for name, content in self._own.items() if name not in kept}
        key = _digest(self.lesson.digest, grader(), student, _hashes(notebooks), _hashes(files), self._due(student))
        return Submission(
            Job(self.lesson, student, notebooks, files, key, grader()),
            timestamp,
            frozenset(set(self._shown) - set(chosen.notebooks)),
            {name: content for name, content in theirs.items() if _PASSED_ON.fullmatch(name)}
            | {name: content for name, content in self._own.items() if name not in kept},
            chosen.remarks,
        )

    def finished(self, submission: Submission) -> bool:
        """Whether this submission has its marks already, by the same lesson, settings and grader."""
        job, place = submission.job, self._place(submission.job.student)
        if self._book.tidy(place) or job.student not in self._entries.extensions:
            return False
        return all(key_in_place(place / f"{name}.ipynb") == job.key for name in job.notebooks)

    def put(self, submission: Submission, judged: Judged) -> None:
        """Enter what came of a submission into the gradebook and `autograded/`.

        Raises:
            CourseError: it can't be done now, and nothing has changed.
        """
        student = submission.job.student
        place, files = self._place(student), submission.passed_on
        graded = Graded(student, place, submission.timestamp, submission.missing, files, judged)
        self._book.enter(self._entries, graded, self._penalty)

    def _folder(self, step: str, student: str) -> Path:
        return Path(self._course.format_path(step, student, self._name))

    def _place(self, student: str) -> Path:
        return self._folder(self._course.autograded_directory, student)

    def _due(self, student: str) -> str:
        if self._entries.due is None:
            return ""
        extension = self._entries.extensions.get(student)
        return str(self._entries.due + extension if extension else self._entries.due)

    def _files(self) -> dict[str, bytes]:
        """What the instructor gives along, by name relative to the source's folder."""
        folder = self._folder(self._course.source_directory, ".")
        found = sorted(map(Path, find_all_files(str(folder), [*self._course.ignore, "*.ipynb"])))
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def _released(self, name: str, entry: Entry) -> str:
        """A notebook as students got it."""
        path = self._folder(self._course.release_directory, ".") / f"{name}.ipynb"
        text = _text(path)
        _compare(nbformat.v4.reads(text), entry, path)
        return text

    def _complete(self, name: str, entry: Entry) -> str:
        """The structure of a submission: as it was released, but with the tests complete."""
        notebook = copy.deepcopy(self._shown[name])
        for cell in notebook.cells:
            if known := entry.sources.get(cell.metadata.get("nbgrader", {}).get("grade_id", "")):
                cell.metadata.nbgrader["checksum"] = known.checksum
                if known.locked:
                    cell.source = known.source
        return nbformat.v4.writes(notebook)


def open_book(converter: Autograde) -> Book:
    """The gradebook and `autograded/` of the course that a converter is for.

    Raises:
        CourseError: the gradebook can't be opened.
    """
    course, permissions = converter.coursedir, int(str(converter.permissions), 8)
    return Book(course.db_url, course.course_id, permissions, course.groupshared, converter.create_student)


def _compare(release: NotebookNode, entry: Entry, path: Path) -> None:
    """Refuse a release that is another one than the gradebook's."""
    released: dict[str, Any] = {}
    for cell in release.cells:
        grading = cell.metadata.get("nbgrader", {})
        if any(grading.get(role) for role in ("grade", "solution", "locked", "task")):
            released[grading.get("grade_id", "")] = float(grading["points"]) if "points" in grading else None
    booked = {name: entry.points.get(name) for name in entry.sources}
    for name in released | booked:
        here, there = released.get(name, "no cell"), booked.get(name, "no cell")
        if here != there:
            raise CourseError(
                f"{path} is not what the gradebook has: {name} has {here} points there, and {there} in the gradebook; "
                "build the lesson again with: course build (in another course: nbgrader generate_assignment)"
            )


def _steps(converter: Autograde) -> tuple[tuple[Step, ...], Penalty | None, Any]:
    """What a job does with a notebook; the penalty for being late; and what of its configuration decides it."""
    steps: list[Step] = []
    penalty, penalties = None, None
    for each in [*converter.sanitize_preprocessors, *converter.autograde_preprocessors]:
        made_by = import_item(each) if isinstance(each, str) else each
        kind = made_by if isinstance(made_by, type) else type(made_by)
        if issubclass(kind, AssignLatePenalties):
            late = kind(config=converter.config)
            late.init_plugin()
            if late.enabled:
                penalty = late.plugin_inst.late_submission_penalty
                plugin = type(late.plugin_inst)
                penalties = [code_of(plugin), _settings(plugin, converter.config)]
        elif issubclass(kind, SaveAutoGrades):
            steps.append(Step(None, {}))
        elif kind not in _UNNEEDED:
            steps.append(Step(made_by, _settings(kind, converter.config)))
    kinds = [step.made_by for step in steps]
    if None not in kinds or not any(isinstance(kind, type) and issubclass(kind, Referee) for kind in kinds):
        raise CourseError(
            "c.Autograde.autograde_preprocessors has to have Referee and SaveAutoGrades in it, as "
            "course.grading.configure(c) sets it; see nbgrader_config.py"
        )
    return tuple(steps), penalty, penalties


def _settings(kind: type, config: Any) -> dict[str, Any]:
    """The traits of a class that the configuration sets, with their values."""
    if not hasattr(kind, "section_names"):
        return {}
    named = {name for section in kind.section_names() if section in config for name in config[section]}
    if not named:
        return {}
    made = kind(config=config)
    return {name: getattr(made, name) for name in sorted(named) if made.has_trait(name)}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(
            f"{path} can't be read ({error.strerror}), and grading needs it; build the lesson with: course build "
            "(in another course: nbgrader generate_assignment)"
        ) from None


def _hashes(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=repr).encode()).hexdigest()
