"""Collecting from the zip in which Moodle or Canvas gives out what a class has handed in."""

import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.config import CourseError
from course.gradebook import gradebook
from course.grading.archive import Archive, Item, opened
from course.grading.lms_names import Said, members_meant, what_is_said
from course.grading.people import Person, person_of
from course.grading.recognition import is_of_lesson
from course.grading.submission_file import LARGEST_NOTEBOOK, SubmissionError, parse_notebook
from course.grading.submission_folder import MOST_FILES, open_files
from course.grading.timestamps import read_time
from course.replacing import beside, swap

ASKED = 20  # notebooks that are looked into for the lesson that a zip is of
# What nbgrader's exchange writes. Whoever hands in a file of this name would set the time of it.
_EXCHANGES_OWN = ("timestamp.txt", "submission_secret.txt")
_ATTEMPT = re.compile(r"-\d{1,3}(?=(\.[^.]*)?$)")  # Canvas calls them a.ipynb, a-1.ipynb, a-2.ipynb


@dataclass
class Collected:
    """What became of a zip."""

    lesson: str
    collected: list[str] = field(default_factory=list)  # ids of students
    as_before: list[str] = field(default_factory=list)  # whose files are there already
    late: list[str] = field(default_factory=list)  # as the LMS says
    left: list[str] = field(default_factory=list)  # lines, each on what was not collected, and why


@dataclass
class _HandedIn:
    """What the zip has of one student."""

    items: dict[str, tuple[Said, Item]] = field(default_factory=dict)  # by path of the file
    whole: bool = True  # whether all of it can be taken

    def time(self) -> datetime | None:
        """When the latest of it was written."""
        return max((item.time for _, item in self.items.values() if item.time), default=None)


def collect_zip(config: Config, path: Path, lesson: str = "") -> Collected:
    """Bring submissions from a zip of Moodle's or Canvas's into `submitted/`.

    The class list of the gradebook says who is who. What is not one student's without doubt is left, and so is what is
    older than what was collected before, or may be.

    Args:
        config: nbgrader's configuration of the course.
        path: of the zip.
        lesson: its name; the one that most notebooks are of, if not given.
    Raises:
        CourseError: it is no zip, the class list is empty, or nobody can tell of which lesson it is.
    """
    course = CourseDirectory(config=config)
    members = _class_list(config)
    with opened(path) as archive:
        left: list[str] = []
        found = _by_student(archive, members, left)
        result = Collected(_lesson(course, archive, found, lesson), left=left)
        for student, handed_in in sorted(found.items()):
            if any(said.late for said, _ in handed_in.items.values()):
                result.late.append(student)
            place = Path(course.format_path(course.submitted_directory, student, result.lesson))
            _collect(place, student, handed_in, archive, 1000 * course.max_dir_size, result)
    return result


def _class_list(config: Config) -> list[Person]:
    with gradebook(config) as book:
        members = list(map(person_of, book.students))
    if not members:
        raise CourseError(
            "the gradebook has no students, so nobody can tell whose the files are; bring in your class list with: "
            "course class FILE.csv (of Moodle, of Canvas, or your own)"
        )
    return members


def _by_student(archive: Archive, members: Sequence[Person], left: list[str]) -> dict[str, _HandedIn]:
    """What each student has handed in; `left` takes a line on all else."""
    people: dict[tuple[str, str], list[tuple[Said, Item]]] = defaultdict(list)
    spoilt: set[tuple[str, str]] = set()
    for item in _without_top(list(archive.items())):
        said, name = what_is_said(item.parts), "/".join(item.parts)
        if item.unsafe:
            left.append(f"{name!r} {item.unsafe}")
            spoilt |= {(said.name, said.number)} if said else set()
        elif said is None:
            left.append(f"{name!r} is not named as Moodle and Canvas name what students hand in")
        elif not said.file or said.file[-1] in _EXCHANGES_OWN:
            left.append(f"{name!r} is no file that counts as handed in")
        else:
            people[said.name, said.number].append((said, item))
    meant = {person: members_meant(some[0][0], members) for person, some in people.items()}
    claims = Counter(ids[0] for ids in meant.values() if len(ids) == 1)
    found: dict[str, _HandedIn] = {}
    for person, some in people.items():
        who, files = f"{person[0]!r} (number {person[1]}, {len(some)} files)", meant[person]
        if not files:
            left.append(f"{who} is nobody in the class list; mend the name, or the lms_user_id, there")
        elif len(files) > 1:
            left.append(f"{who} may be {' or '.join(files)}; give them their lms_user_id, or put the files in place")
        elif claims[files[0]] > 1:
            left.append(f"{who} is not the only one in the zip that may be {files[0]}; find out who is who")
        else:
            found[files[0]] = _HandedIn(_latest(some), person not in spoilt)
    return found


def _without_top(items: list[Item]) -> Iterator[Item]:
    """The same, without a folder that somebody packed everything into."""
    tops = {item.parts[0] for item in items if not item.unsafe}
    packed = len(tops) == 1 and what_is_said([*tops, "file"]) is None
    for item in items:
        yield item._replace(parts=item.parts[1:]) if packed and item.parts[0] in tops and item.parts[1:] else item


def _latest(some: Iterable[tuple[Said, Item]]) -> dict[str, tuple[Said, Item]]:
    """Of several attempts at a file the last one, by path."""
    found: dict[str, tuple[Said, Item]] = {}
    names: dict[str, str] = {}  # of the latest attempt, by what it is an attempt at
    earliest = datetime.min.replace(tzinfo=UTC)
    for said, item in sorted(some, key=lambda each: (each[0].upload, each[1].time or earliest)):
        name = "/".join(said.file)
        if said.upload:
            base = _ATTEMPT.sub("", name)
            found.pop(names.get(base, ""), None)
            names[base] = name
        found[name] = (said, item)
    return found


def _lesson(course: CourseDirectory, archive: Archive, found: Mapping[str, _HandedIn], asked: str) -> str:
    """The name of the lesson that a zip is of."""
    shown = _released(course)
    if asked and asked not in shown:
        raise CourseError(f"there is no lesson {asked!r} in release/; there are {', '.join(shown) or 'none'}")
    if asked or len(shown) == 1:
        return asked or next(iter(shown))
    votes: Counter[str] = Counter()
    for handed_in in list(found.values())[:ASKED]:
        for said, item in handed_in.items.values():
            try:
                cells = parse_notebook(archive.read(item, LARGEST_NOTEBOOK), said.file[-1]).cells
            except SubmissionError:
                continue
            votes.update(name for name, some in shown.items() if any(is_of_lesson(cells, one.cells) for one in some))
    (first, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most == second:
        raise CourseError(
            "which lesson the zip is of can't be told from what is in it; name it: course collect FILE.zip LESSON "
            f"({', '.join(shown)})"
        )
    return first


def _released(course: CourseDirectory) -> dict[str, list[NotebookNode]]:
    """The notebooks of each lesson, as students got them."""
    found: dict[str, list[NotebookNode]] = {}
    for path in sorted(Path(course.format_path(course.release_directory, ".", "x")).parent.glob("*/*.ipynb")):
        found.setdefault(path.parent.name, []).append(nbformat.read(path, as_version=4))
    return found


def _collect(place: Path, student: str, handed_in: _HandedIn, archive: Archive, most: int, result: Collected) -> None:
    """Put what a student handed in into its place, whole or not at all; `result` says what became of it."""
    files: dict[str, bytes] = {}
    for name, (_, item) in handed_in.items.items():
        if len(files) == MOST_FILES:
            result.left.append(f"{student}: more than {MOST_FILES} files; of the others none is taken")
            break
        try:
            files[name] = archive.read(item, most)
            most -= len(files[name])
        except SubmissionError as error:
            result.left.append(f"{'/'.join(item.parts)!r} {error}")
    if not files:
        return
    try:
        _restore(place)
        there, before = _in_place(place)
        if there == files:
            result.as_before.append(student)
        elif there is not None and (reason := _no_better(handed_in, before, len(files))):
            result.left.append(f"{student}: {reason}; {place} stays as it is, remove it to collect this")
        else:
            _write(place, files, handed_in.time())
            result.collected.append(student)
    except SubmissionError as error:
        result.left.append(f"{student}: {place} can't be read ({error})")
    except OSError as error:
        result.left.append(f"{student}: {error.filename} can't be written ({error.strerror})")


def _no_better(handed_in: _HandedIn, before: datetime | None, readable: int) -> str:
    """Why what the zip has is not to take the place of what was collected before; empty if it is."""
    time = handed_in.time()
    if readable < len(handed_in.items) or not handed_in.whole:
        return "not all of it can be read"
    if time is None or before is None:
        return "whether it is newer than what was collected before can't be told"
    if time <= before:
        return f"it is of {time:%Y-%m-%d %H:%M}, and what was collected before of {before:%Y-%m-%d %H:%M}"
    return ""


def _in_place(place: Path) -> tuple[dict[str, bytes] | None, datetime | None]:
    """The files that were collected before, if any, and when the latest of them was handed in."""
    if not place.exists() and not place.is_symlink():
        return None, None
    files = {name: read(LARGEST_NOTEBOOK) for name, read in open_files(place)}
    said = files.pop("timestamp.txt", b"")
    files.pop("submission_secret.txt", None)
    if time := read_time(said):
        return files, time.replace(tzinfo=UTC)
    times = [(place / name).lstat().st_mtime for name in files]
    return files, datetime.fromtimestamp(max(times), UTC) if times else None


def _restore(place: Path) -> None:
    """Put back, or remove, what was left behind where `_write` was broken off."""
    new, old = beside(place)
    if old.exists() and not place.exists():
        old.rename(place)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def _write(place: Path, files: Mapping[str, bytes], time: datetime | None) -> None:
    new, _ = beside(place)
    try:
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if time:  # by which the next zip is told to be newer
                os.utime(path, (time.timestamp(), time.timestamp()))
        swap(place)
    finally:
        _restore(place)
