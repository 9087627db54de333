"""Where the grader finds what is known of a lesson's mistakes."""

from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from course.config import MISTAKES


def mistakes_of(course: CourseDirectory, name: str) -> bytes:
    """The table of what the wrong answers to a lesson give at each check, as a build wrote it; empty without one.

    Args:
        course: beside whose `source` the lessons' texts are. Not changed.
        name: of the lesson.
    """
    path = Path(course.format_path("lessons", ".", name)) / MISTAKES
    return path.read_bytes() if path.is_file() else b""
