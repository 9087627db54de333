"""From `lessons/` to `source/` and `release/`, and back from an edited `source/`.

A lesson's own files are formatted on the way, so that a build stays what the text says when the formatter runs later.
Everything is made in a folder beside the places where it belongs, checked there, and renamed into place at the end:
what goes wrong leaves all files as they were.
"""

import copy
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum
from traitlets.config import Config

from course.authoring.answers import read_answers
from course.authoring.bank import Tables, digest_of, make_tables, mistakes
from course.authoring.bank import is_current as is_current_table
from course.authoring.formatting import formatted
from course.authoring.lesson import Lesson, LessonError, lesson_names, read_lesson
from course.authoring.notebook import digest, lesson_text, source_notebook, to_json, was_edited
from course.cells import MARKER_LIKE, MARKERS
from course.config import MISTAKES, CourseError, course_config
from course.gradebook import gradebook

PACKAGED = Path("course/check/mistakes")  # tables of what notebooks check, in the course's folder


def build(
    root: Path,
    names: Iterable[str] = (),
    force: bool = False,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> dict[str, Tables]:
    """Build the source and the release of lessons, and enter them in the gradebook.

    Args:
        root: the course's folder.
        names: of the lessons; all of them if empty.
        force: whether to overwrite a source notebook that was edited and not pulled, and a release with answers in it.
        progress: called with what is going on, how many are done, and of how many.
    Returns:
        The tables of mistakes, by lesson, as far as they were made anew.
    Raises:
        LessonError: something is wrong in a lesson's text. Nothing was written.
        CourseError: writing would lose something. Nothing was written.
    """
    names = list(dict.fromkeys(names)) or lesson_names(root)
    made = {}
    if not names:
        raise CourseError(f"{root / 'lessons'} holds no lesson (lessons/NN-name/lesson.py)")
    with _staging(root) as stage:
        lessons = _read_lessons(root, names, stage)
        config = course_config(root)
        for lesson in lessons:
            _refuse_to_lose(root, lesson, force)
            _refuse_to_lose_marks(lesson, config)
        for done, lesson in enumerate(lessons):
            progress("build", done, len(lessons))
            _write(stage / "source" / lesson.name / f"{lesson.name}.ipynb", to_json(source_notebook(lesson.cells)))
            generate(stage, lesson.name, config, database=False)
            _refuse_to_leak(stage / "release" / lesson.name, lesson)
            if tables := _write_tables(root, lesson, stage):
                made[lesson.name] = tables
        moves = [(stage / folder / name, root / folder / name) for name in names for folder in ("source", "release")]
        files = [*(stage / "lessons").glob("*/*"), *(stage / PACKAGED).glob("*")]
        moves += [(new, root / new.relative_to(stage)) for new in files]
        with _moved(moves, stage):
            register(root, names, config)
    progress("build", len(lessons), len(lessons))
    return made


def register(root: Path, names: Iterable[str], config: Config) -> None:
    """Enter the graded cells of built lessons in the gradebook, as `nbgrader generate_assignment` does.

    Args:
        root: the course's folder.
        names: of the lessons.
        config: the course's configuration. Not changed.
    """
    with _staging(root) as stage:
        for name in names:
            shutil.copytree(root / "source" / name, stage / "source" / name)
            generate(stage, name, config, database=True)


def generate(stage: Path, name: str, config: Config, database: bool) -> None:
    """Make a lesson's release from its source with nbgrader's own converter.

    Args:
        stage: a folder in which source/`name` is, and release/`name` will be.
        name: of the lesson.
        config: the course's configuration. Not changed.
        database: whether the lesson is entered in the course's gradebook.
    Raises:
        CourseError: with nbgrader's reason.
    """
    course = CourseDirectory(config=config)
    here = copy.deepcopy(config)
    here.CourseDirectory.root = str(stage)
    here.CourseDirectory.db_url = course.db_url
    here.CourseDirectory.assignment_id = name
    converter = GenerateAssignment(coursedir=CourseDirectory(config=here), config=here)
    converter.no_database = not database
    log = _Log()
    converter.log = log.logger
    converter.preprocessors = [step for step in converter.preprocessors if database or step.__name__ != "SaveCells"]
    try:
        converter.start()
    except NbGraderException as error:
        raise CourseError(f"nbgrader could not convert {name}: {log.reason or error}") from error


def is_current(root: Path, name: str) -> bool:
    """Whether the source and the release of a lesson are what a build would make; nothing is written.

    Args:
        root: the course's folder.
        name: of the lesson.
    Raises:
        CourseError: one of them isn't there, or is not a notebook.
    """
    source, release = (read_notebook(root / folder / name / f"{name}.ipynb") for folder in ("source", "release"))
    if not _says(lesson_path(root, name), source):
        return False
    with _staging(root) as stage:
        shutil.copytree(root / "source" / name, stage / "source" / name)
        generate(stage, name, course_config(root), database=False)
        return read_notebook(stage / "release" / name / f"{name}.ipynb") == release


def pull(root: Path, name: str) -> bool:
    """Fold an edited `source/` notebook back into the lesson's text.

    Args:
        root: the course's folder.
        name: of the lesson.
    Returns:
        Whether the text changed.
    Raises:
        LessonError: the edited notebook is not a sound lesson. Nothing was written.
        CourseError: there is no such notebook, or it holds something that a lesson can't say.
    """
    path = lesson_path(root, name)
    notebook = read_notebook(root / "source" / name / f"{name}.ipynb")
    try:
        text = lesson_text(notebook)
    except ValueError as error:
        raise CourseError(f"source/{name}/{name}.ipynb: {error}") from error
    with _staging(root) as stage:
        edited = stage / name / "lesson.py"
        _write(edited, text)
        try:
            lesson = _formatted_lesson(edited, stage)
        except LessonError as error:
            raise LessonError([problem.replace(str(edited), f"pulled {name}") for problem in error.problems]) from None
        _write(edited, formatted(text, edited))
        # The notebook becomes one that was built from the text, and that a build may replace.
        made = source_notebook(lesson.cells)
        changed = not _says(path, made)
        built = stage / "source" / name / f"{name}.ipynb"
        _write(built, to_json(made))
        if changed:
            os.replace(edited, path)
        os.replace(built, root / "source" / name / f"{name}.ipynb")
    return changed


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in a file.

    Args:
        path: of the file.
    Raises:
        CourseError: there is no such file, or it is not a notebook.
    """
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist; build it with: course build") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError) as error:
        raise CourseError(f"{path} is not a notebook: {str(error).splitlines()[0]}") from error


def lesson_path(root: Path, name: str) -> Path:
    """The path of a lesson's text.

    Args:
        root: the course's folder.
        name: of the lesson.
    Raises:
        CourseError: there is no such lesson.
    """
    names = lesson_names(root)
    if name not in names:
        raise CourseError(f"there is no lesson {name!r}; there are {', '.join(names) or 'none'}")
    if not re.fullmatch(r"\w[\w.-]*", name):
        raise CourseError(f"the name of a lesson is made of letters, digits, '-', '_' and '.'; rename lessons/{name}")
    return root / "lessons" / name / "lesson.py"


def _read_lessons(root: Path, names: Iterable[str], stage: Path) -> list[Lesson]:
    """Read lessons and their answers, and tell the problems of all of them at once.

    The lessons are those of the formatted texts, which are put into `stage` where they differ.
    """
    lessons: list[Lesson] = []
    problems: list[str] = []
    for name in names:
        path = lesson_path(root, name)
        try:
            lessons.append(_formatted_lesson(path, stage))
            answers = path.with_name("answers.py")
            if answers.exists():
                read_answers(answers, lessons[-1])
                _put_formatted(answers, stage)
        except LessonError as error:
            problems += error.problems
    if problems:
        raise LessonError(problems)
    return lessons


def _formatted_lesson(path: Path, stage: Path) -> Lesson:
    """The lesson in the file `path` as its formatted text has it; the text is put into `stage` if it differs."""
    lesson = read_lesson(path)  # its mistakes are those of the lines that its author sees
    put = _put_formatted(path, stage)
    return read_lesson(put) if put else lesson


def _put_formatted(path: Path, stage: Path) -> Path | None:
    """Put the formatted text of a lesson's file into `stage`, if it differs, and say where."""
    text = path.read_text(encoding="utf-8")
    if (new := formatted(text, path)) == text:
        return None
    put = stage / "lessons" / path.parent.name / path.name
    _write(put, new)
    return put


def _write_tables(root: Path, lesson: Lesson, stage: Path) -> Tables | None:
    """Put the tables of a lesson's mistakes into `stage`, and return them.

    None are made where those that are there are of the same text. What notebooks check goes into the package, if the
    package is in the course's folder.
    """
    folder = Path("lessons") / lesson.name
    answers = _latest(root, stage, folder / "answers.py")
    if not answers.exists():
        return None
    digest = digest_of(_latest(root, stage, folder / "lesson.py"), answers)
    whole, visible = folder / MISTAKES, PACKAGED / f"{lesson.name}.json"
    packaged = (root / PACKAGED.parent).is_dir()
    if is_current_table(root / whole, digest) and (not packaged or is_current_table(root / visible, digest)):
        return None
    tables = make_tables(lesson, mistakes(lesson, read_answers(answers, lesson)), digest)
    _write(stage / whole, tables.whole)
    if packaged:
        _write(stage / visible, tables.visible)
    return tables


def _latest(root: Path, stage: Path, path: Path) -> Path:
    """Where a file is that may be in `stage` already."""
    return stage / path if (stage / path).exists() else root / path


def _says(path: Path, notebook: NotebookNode) -> bool:
    """Whether the lesson in the file `path` is the one that `notebook` holds."""
    try:
        return digest(source_notebook(read_lesson(path).cells)) == digest(notebook)
    except LessonError:
        return False


def _refuse_to_lose(root: Path, lesson: Lesson, force: bool) -> None:
    notebook = f"{lesson.name}.ipynb"
    for folder in (root / "source" / lesson.name, root / "release" / lesson.name):
        for path in folder.glob("*"):
            if path.name not in (notebook, ".ipynb_checkpoints"):
                raise CourseError(
                    f"{path} was not made by a build, which replaces its folder; move it away"
                    + ("; nbgrader would release it to students" if folder.parent.name == "source" else "")
                )
    source = root / "source" / lesson.name / notebook
    if source.exists() and not force and was_edited(read_notebook(source)):
        raise CourseError(
            f"{source} was edited since it was built; keep the edits with: course pull {lesson.name}, "
            "or drop them with: course build --force"
        )
    release = root / "release" / lesson.name / notebook
    if release.exists() and not force and _has_answers(read_notebook(release)):
        raise CourseError(f"{release} holds somebody's answers; move it away, or drop them with: course build --force")


def _has_answers(released: NotebookNode) -> bool:
    """Whether a cell of a released notebook says something else than when it was released."""
    cells = [cell for cell in released.cells if cell.metadata.get("nbgrader", {}).get("checksum")]
    return any(cell.metadata.nbgrader["checksum"] != compute_checksum(cell) for cell in cells)


def _refuse_to_lose_marks(lesson: Lesson, config: Config) -> None:
    """nbgrader keeps marks by cell, and changes no cells of a notebook that has submissions."""
    with gradebook(config) as book:
        try:
            notebook = book.find_notebook(lesson.name, lesson.name)
        except MissingEntry:
            return
        submissions = len(notebook.submissions)
        known = {
            "test or written": {cell.name for cell in notebook.grade_cells},
            "solution or written": {cell.name for cell in notebook.solution_cells},
            "": {cell.name for cell in notebook.source_cells},
        }
    if not submissions:
        return
    for kinds, before in known.items():
        after = {cell.key for cell in lesson.cells if cell.key and (not kinds or cell.kind in kinds.split(" or "))}
        if before != after:
            added, removed = (", ".join(sorted(keys)) or "none" for keys in (after - before, before - after))
            raise CourseError(
                f"{lesson.name} has submissions ({submissions}) in the gradebook, and marks belong to its "
                f"{f'{kinds} ' if kinds else ''}cells, which would change (new: {added}; gone: {removed}). Keep their "
                "keys, or make the changed lesson a new one (lessons/NN-other-name), or delete the lesson with all its "
                f"marks from the gradebook: nbgrader db assignment remove {lesson.name} --force"
            )


def _refuse_to_leak(folder: Path, lesson: Lesson) -> None:
    """The last look at a release before anybody sees it: no marker and no solution is in it."""
    released = read_notebook(folder / f"{lesson.name}.ipynb")
    sources = {cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell.source for cell in released.cells}
    for line in (line for cell in released.cells for line in cell.source.split("\n")):
        if MARKER_LIKE.search(line):
            raise CourseError(f"the release of {lesson.name} would hold a marker: {line.strip()!r}")
    for cell in lesson.cells:
        if cell.kind in MARKERS and MARKERS[cell.kind] in cell.source and sources.get(cell.key) == cell.source:
            raise CourseError(f"the release of {lesson.name} would hold the whole cell {cell.key!r}")


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A folder on the file system of `root`, so that a rename is all it takes to move things into place."""
    stage = Path(tempfile.mkdtemp(prefix=".build-", dir=root))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _moved(moves: Iterable[tuple[Path, Path]], stage: Path) -> Iterator[None]:
    """Put new folders in the place of old ones; if anything fails, here or in the body, put the old ones back."""
    undo: list[tuple[Path, Path]] = []
    try:
        for number, (new, old) in enumerate(moves):
            old.parent.mkdir(exist_ok=True)
            if old.exists():
                kept = stage / f"old-{number}"
                os.rename(old, kept)
                undo.append((kept, old))
            os.rename(new, old)
            undo.append((old, new))
        yield
    except BaseException:
        for now, before in reversed(undo):
            os.rename(now, before)
        raise


class _Log:
    """A logger for nbgrader that prints nothing, and keeps the reason of a failure."""

    def __init__(self) -> None:
        self.logger = logging.Logger("course.nbgrader", logging.ERROR)
        self.logger.addFilter(self._keep)
        self.reason = ""

    def _keep(self, record: logging.LogRecord) -> bool:
        lines = record.getMessage().strip().splitlines() or [""]
        if lines[0].startswith("Traceback"):
            self.reason = lines[-1]
        self.reason = self.reason or lines[0]
        return False
