"""Who of a class is meant by the names that an LMS gives to files: a student, or nobody. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from course.grading.people import Person

# Moodle writes a blank for an underscore in a name, and Canvas a hyphen for those around a number. So a name can't be
# made to look like the rest; what a file is called comes last, and is not looked at.
_MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?")
_CANVAS = re.compile(r"(?P<name>.+?)(?P<late>_late)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)", re.IGNORECASE)


class Said(NamedTuple):
    """What the name of a file in an LMS's zip says."""

    name: str  # of a person
    number: str  # of this person in this zip
    is_account: bool  # whether the number is the LMS's for the person, and so the class list's
    file: tuple[str, ...]  # path of the file as it was handed in; empty where it is no file of a student's
    upload: int  # greater for what came later
    late: bool


def what_is_said(parts: Sequence[str]) -> Said | None:
    """Read the path of a file in a zip; None where it is not as Moodle or Canvas make it.

    Args:
        parts: of the path.
    """
    first, *inner = parts
    if found := _MOODLE.fullmatch(first):
        # In a folder for each student, or, by a setting of Moodle's, with all files side by side.
        file = tuple(inner) if inner else (found["file"],) if found["file"] else ()
        return Said(found["name"], found["number"], False, file if found["kind"] == "file" else (), 0, False)
    if not inner and (found := _CANVAS.fullmatch(first)):
        number, upload = found["number"], int(found["upload"][:18])
        return Said(found["name"], number, True, (found["file"],), upload, bool(found["late"]))
    return None


def members_meant(said: Said, members: Sequence[Person]) -> list[str]:
    """The ids of those who may be meant; nobody knows who is, unless there is exactly one.

    An account's number decides, where the class list has it. A name decides among those without a number: the whole
    name in either order, or the id or address, without regard to case and signs; then without regard to accents.
    """
    if said.is_account:
        if known := [one.id for one in members if one.lms_id == said.number]:
            return known
        members = [one for one in members if not one.lms_id]
    # Moodle puts a group's name and a hyphen in front, where students work in groups.
    for name in (said.name, said.name.partition("-")[2]):
        for fold in (_letters, _plain_letters):
            if found := [one.id for one in members if fold(name) and fold(name) in map(fold, _names(one))]:
                return found
    return []


def _names(member: Person) -> tuple[str, ...]:
    first, last = member.first_name, member.last_name
    return (f"{first} {last}", f"{last} {first}", member.id, member.email)


def _letters(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", name).casefold() if sign.isalnum())


def _plain_letters(name: str) -> str:
    return _letters("".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)))
