"""What students get to work on their own machines: one zip with the notebooks and a page to start with.

Notebooks import a wheel that is in it, too: the part of this package that is for them, without answers and grader. It
brings JupyterLab along, in the exact versions of `students/requirements.lock`.
"""

import hashlib
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from course.authoring.build import is_current
from course.authoring.lesson import lesson_names
from course.config import CourseError

PROJECT_FILES = ("GLOSSARY.md", "LICENSE", "LICENSE-TEXT")
TEXTS = ("START.md", "environment.yml")  # of the folder students/


def make_kit(root: Path, path: Path) -> list[str]:
    """Write the kit, whole or not at all.

    Args:
        root: the course's folder, in which the lessons are built.
        path: of the zip file, which is written or replaced.
    Returns:
        The names of the files in it.
    Raises:
        CourseError: a lesson has no release or one that no build made, or the file can't be written.
    """
    names = lesson_names(root)
    students = root / "students"  # what only they get
    needed = [root / name for name in ("lessons", "course", *PROJECT_FILES)]
    for path_needed in needed + [students / name for name in ("pyproject.toml", "requirements.lock", *TEXTS)]:
        if not path_needed.exists():
            name = path_needed.relative_to(root).as_posix()
            raise CourseError(f"{root} holds no {name}; run this in the course's folder, or name it with --root")
    for name in names:
        # Not so where the text or the source went on, or where somebody tried the lesson and left answers.
        if not is_current(root, name):
            raise CourseError(
                f"release/{name} is not what lessons/{name} and source/{name} make; "
                f"make it anew with: course build {name}"
            )
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory() as scratch,
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as kit,
        ):
            wheel = Path(next(WheelBuilder(str(students)).build(directory=scratch, versions=["standard"])))
            kit.write(wheel, f"{path.stem}/{wheel.name}")
            lock = (students / "requirements.lock").read_text(encoding="utf-8")
            pinned = f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
            kit.writestr(f"{path.stem}/requirements.txt", lock + pinned)
            for name in TEXTS:
                kit.write(students / name, f"{path.stem}/{name}")
            for name in PROJECT_FILES + tuple(f"release/{name}/{name}.ipynb" for name in names):
                kit.write(root / name, f"{path.stem}/{name}")
            contents = kit.namelist()
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise CourseError(f"{path} can't be written ({error.strerror}); name another file with --to") from error
    return contents
