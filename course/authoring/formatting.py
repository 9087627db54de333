"""A lesson's Python as `ruff format` leaves it in the repository, also where the course is without its settings."""

import subprocess
from pathlib import Path

from ruff import find_ruff_bin

from course.authoring.lesson import LessonError
from course.replacing import write_whole

LINE_LENGTH = 88  # of lessons/ruff.toml
TARGET = "py311"  # of pyproject.toml


def formatted(text: str, path: Path) -> str:
    """A text as the formatter leaves it; it has nothing to do on what it returns.

    Args:
        text: of a file that compiles.
        path: of this file, for an error; it is not read.
    Raises:
        LessonError: with the formatter's reason why it can't.
    """
    settings = [f"line-length={LINE_LENGTH}", f'target-version="{TARGET}"']
    command = [find_ruff_bin(), "format", "--isolated", "--stdin-filename", path.name]
    command += [part for setting in settings for part in ("--config", setting)]
    done = subprocess.run([*command, "-"], input=text, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise LessonError([f"{path}: ruff can't format it: {done.stderr.strip()}"])
    return done.stdout


def format_file(path: Path) -> bool:
    """Format a file in place, if it compiles.

    Args:
        path: of the file.
    Returns:
        Whether the file changed.
    """
    text = path.read_text(encoding="utf-8")
    try:
        new = formatted(text, path)
    except LessonError:
        return False
    if new == text:
        return False
    write_whole(path, new.encode())
    return True
