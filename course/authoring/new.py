"""A new lesson, to be filled in: its text, its answers, a picture and their tests, all of which pass at once."""

import keyword
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path

from ruff import find_ruff_bin

from course.config import CourseError

# Where each of the files in the folder new_lesson/ goes.
PLACES = {
    "lesson": "lessons/<name>/lesson.py",
    "answers": "lessons/<name>/answers.py",
    "plots": "course/plots/<module>.py",
    "pictures": "tests/plots/pictures_<module>.py",
    "test": "tests/plots/test_<module>.py",
}
EXPORTS = "course/plots/__init__.py"


def new_lesson(root: Path, name: str) -> list[str]:
    """Make the files of a lesson.

    Args:
        root: the repository's folder.
        name: of the lesson, such as 10-name.
    Returns:
        The files that were made, and the one that was changed, as paths from `root`.
    Raises:
        CourseError: the name is none, or is taken, or `root` is no repository. Nothing was written.
    """
    found = re.fullmatch(r"(\d\d)-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)", name)
    if not found:
        raise CourseError(
            f"a lesson's name is two digits and small words, with dashes between, such as 10-name; got {name!r}"
        )
    number, words = found[1], found[2].replace("-", " ")
    module = words.replace(" ", "_")
    if keyword.iskeyword(module):
        raise CourseError(f"course/plots/{module}.py could not be imported, {module!r} is a word of Python; add a word")
    if not (root / EXPORTS).exists():
        raise CourseError(f"{root} holds no {EXPORTS}; run this in the repository's folder, or name it with --root")
    if taken := sorted(path.name for path in (root / "lessons").glob(f"{number}-*")):
        raise CourseError(f"lesson {number} is there already, as lessons/{taken[0]}; choose another number")
    says = {
        "<name>": name,
        "<number>": number,
        "<count>": str(int(number)),
        "<module>": module,
        "<words>": words,
        "<title>": words.capitalize(),
    }
    made = {root / _filled_in(place, says): _filled_in(_template(which), says) for which, place in PLACES.items()}
    for path in made:
        if path.exists():
            raise CourseError(f"{path.relative_to(root)} is there already; choose another name for the lesson")
    exports = _with_export((root / EXPORTS).read_text(encoding="utf-8"), module, f"{module}_sizes")
    _write_all(made, root / EXPORTS, exports)
    return [*(str(path.relative_to(root)) for path in made), EXPORTS]


def _template(which: str) -> str:
    return files("course.authoring").joinpath("new_lesson", f"{which}.txt").read_text(encoding="utf-8")


def _filled_in(text: str, says: dict[str, str]) -> str:
    for what, value in says.items():
        text = text.replace(what, value)
    return text


def _with_export(text: str, module: str, picture: str) -> str:
    """The text of plots/__init__.py with one more picture, sorted as the linter wants it."""
    if re.search(rf"\b{picture}\b", text):
        raise CourseError(f"{EXPORTS} has a picture {picture} already; choose another name for the lesson")
    head, assigned, names = text.partition("\n__all__ = [\n")
    if not assigned:
        raise CourseError(f"{EXPORTS} has no line '__all__ = [' in front of which a picture could be imported")
    text = f'{head.rstrip()}\nfrom course.plots.{module} import {picture}\n{assigned}    "{picture}",\n{names}'
    command = [find_ruff_bin(), "check", "--isolated", "--quiet", "--fix", "--select", "I,RUF022", "-"]
    settings = ["--config", 'lint.isort.known-first-party=["course"]', "--config", "line-length=120"]
    done = subprocess.run([*command, *settings], input=text, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise CourseError(f"{EXPORTS} could not be sorted: {(done.stdout + done.stderr).strip()}")
    return done.stdout


def _write_all(made: dict[Path, str], changed: Path, text: str) -> None:
    """Write new files and a changed one, or none of them."""
    written: list[Path] = []
    unfinished = changed.with_name(f"{changed.name}.part")
    try:
        for path, content in {**made, unfinished: text}.items():
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
                written.append(path.parent)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(content)
        unfinished.replace(changed)
    except BaseException:
        for path in reversed(written):
            (os.rmdir if path.is_dir() else os.remove)(path)
        raise
