"""The students of a class list."""

from dataclasses import dataclass

from nbgrader.api import Student


@dataclass(frozen=True)
class Person:
    """A student, as the class list has them; what it doesn't know is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""  # the number that the learning management system gives them


def person_of(student: Student) -> Person:
    """A student of the gradebook's.

    Args:
        student: of an open gradebook. Not changed.
    """
    names = (student.first_name, student.last_name, student.email, student.lms_user_id)
    return Person(student.id, *(name or "" for name in names))
