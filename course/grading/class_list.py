"""The class list: out of a CSV file of Moodle's, of Canvas's or one's own, into the gradebook."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Student
from sqlalchemy import select
from traitlets.config import Config

from course.config import CourseError
from course.gradebook import gradebook

FIELDS = ("first_name", "last_name", "email", "lms_user_id")
_LONGEST = 128  # characters that the gradebook keeps
_WANTED = (
    "a class list has id, first_name, last_name, email; Moodle's exports have First name, Last name, Email address; "
    "Canvas's has Student, ID, SIS Login ID, Section"
)


@dataclass(frozen=True)
class ClassList:
    """Who is in a file."""

    students: dict[str, dict[str, str]]  # by id, what there is of FIELDS; nothing is empty
    column: str  # that the ids are from


@dataclass(frozen=True)
class Changes:
    """What became of the gradebook's class list."""

    new: list[str]  # ids
    changed: dict[str, dict[str, tuple[str, str]]]  # by id and field, what was there and what is
    same: list[str]  # ids
    others: list[str]  # ids that the file doesn't have; they stay


def read_class_list(path: Path) -> ClassList:
    """Read a class list.

    Args:
        path: of a CSV file; commas, semicolons or tabs are between its values.
    Raises:
        CourseError: it is none, says which columns were found; or a student has no id, or somebody else's.
    """
    lines = _lines(path)
    header = [name.strip() for name in next(lines, [])]
    known = {name.casefold(): place for place, name in enumerate(header)}
    ids, fields = _columns(known, path, header)
    rows = {}
    for number, line in enumerate(lines, start=2):
        if len(line) > len(header):
            raise CourseError(f"{path}, row {number}: it has {len(line)} values, and the header has {len(header)}")
        values = [value.strip() for value in line] + [""] * (len(header) - len(line))
        if any(values) and not _is_no_student(known, values):
            rows[number] = values
    # A column of account names may be empty in some institutions; one that isn't filled for everybody is of no use.
    column = next((name for name in ids if rows and all(values[known[name]] for values in rows.values())), "")
    if not column:
        raise CourseError(f"{path}: no column of {', '.join(ids)} has an id for each of {len(rows)} students; fill one")
    found = {number: values[known[column]] for number, values in rows.items()}
    _refuse_ids(found, path)
    students = {found[number]: _student(known, fields, values) for number, values in rows.items()}
    return ClassList(students, header[known[column]])


def enter_class(config: Config, students: dict[str, dict[str, str]]) -> Changes:
    """Enter a class into the gradebook; students who are there keep their marks, and what the list doesn't say.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        students: by id, as `ClassList` has them. Not changed.
    Raises:
        CourseError: the gradebook can't be used; nothing has changed.
    """
    changes = Changes([], {}, [], [])
    with gradebook(config) as book:
        known = {student.id: student for student in book.db.scalars(select(Student))}
        for name, fields in students.items():
            if name not in known:
                book.db.add(Student(id=name, **fields))
                changes.new.append(name)
                continue
            before = {field: getattr(known[name], field) or "" for field in fields}
            differing = {field: (before[field], value) for field, value in fields.items() if before[field] != value}
            for field, (_, value) in differing.items():
                setattr(known[name], field, value)
            if differing:
                changes.changed[name] = differing
            else:
                changes.same.append(name)
        book.db.commit()
    changes.others.extend(sorted(set(known) - set(students)))
    return changes


def _lines(path: Path) -> Iterator[list[str]]:
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8 (byte {error.start}); save it as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    except csv.Error as error:
        raise CourseError(f"{path} is no CSV file ({error}); export it again, or save it as CSV in UTF-8") from None


def _columns(known: dict[str, int], path: Path, header: list[str]) -> tuple[list[str], dict[str, str]]:
    """The columns that may hold ids, best first, and by field the column that holds it."""
    if {"student", "id", "section"} <= set(known) or {"lastname", "firstname", "id", "section"} <= set(known):
        ids = ["sis login id", "sis user id", "id"]
        fields = {"first_name": "firstname", "last_name": "lastname", "lms_user_id": "id"}
    elif "email address" in known and {"first name", "full name"} & set(known):
        ids = ["username", "id number", "email address"]
        family = next((name for name in ("last name", "surname", "full name") if name in known), "last name")
        fields = {"first_name": "first name", "last_name": family, "email": "email address"}
    elif "id" in known and {"first_name", "last_name", "email"} & set(known):
        ids, fields = ["id"], {name: name for name in ("first_name", "last_name", "email")}
    else:
        raise CourseError(f"{path} is no class list (found the columns {', '.join(header) or 'none'}); {_WANTED}")
    there = [name for name in ids if name in known]
    if not there:
        raise CourseError(f"{path} has no column {' or '.join(ids)} (found {', '.join(header)}); export it with one")
    return there, {field: name for field, name in fields.items() if name in known}


def _is_no_student(known: dict[str, int], values: list[str]) -> bool:
    """Whether this is one of the rows of Canvas's export that are about assignments, or its test student."""
    if "section" not in known or not {"student", "lastname"} & set(known):
        return False
    name = values[known["student"]] if "student" in known else values[known["lastname"]]
    return not values[known["id"]] or name == "Student, Test"


def _refuse_ids(ids: dict[int, str], path: Path) -> None:
    """Refuse ids that are not unique, or can't be names of folders and of submissions in the exchange."""
    twice = [name for name, count in Counter(ids.values()).items() if count > 1]
    if twice:
        raise CourseError(f"{path} has the same id more than once: {', '.join(twice)}; ids tell students apart")
    for number, name in ids.items():
        if name.startswith(".") or set(name) & set("/\\+\0") or len(name) > _LONGEST or not name.isprintable():
            raise CourseError(
                f"{path}, row {number}: {name!r} can't be an id; one has no slash or + in it, no dot at its front, and "
                f"at most {_LONGEST} characters"
            )


def _student(known: dict[str, int], fields: dict[str, str], values: list[str]) -> dict[str, str]:
    found = {field: values[known[name]] for field, name in fields.items()}
    if "student" in known and "lms_user_id" in fields:
        found["last_name"], _, found["first_name"] = values[known["student"]].partition(", ")
    return {field: value for field, value in found.items() if value}
