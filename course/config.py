"""The course's folder, as its nbgrader_config.py describes it."""

from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader


class CourseError(Exception):
    """The course's folder is in a state in which a command can't do its work, or would lose something."""


def course_config(root: Path) -> Config:
    """nbgrader's configuration of a course.

    Args:
        root: the course's folder.
    Raises:
        CourseError: there is no nbgrader_config.py, or it ends with a sentence that says what is wrong.
    """
    if not (root / "nbgrader_config.py").exists():
        raise CourseError(
            f"{root} holds no nbgrader_config.py; run this in the course's folder, or name it with --root"
        )
    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except SystemExit as end:
        raise CourseError(str(end)) from None
