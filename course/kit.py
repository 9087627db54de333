"""What students get to work on their own machines: one zip with the notebooks, the package and a page to start with."""

import zipfile
from contextlib import suppress
from pathlib import Path

from course.authoring.build import is_current
from course.authoring.lesson import lesson_names
from course.config import CourseError

PROJECT_FILES = ("environment.yml", "pyproject.toml", "GLOSSARY.md", "LICENSE", "LICENSE-TEXT")
START = """# Neural networks from scratch: start here

1. Install Python 3.11 or later, and unpack this folder anywhere.
2. Once, in a terminal in this folder:

       python3 -m venv .venv
       .venv/bin/python -m pip install .

   On Windows write `python` for `python3` and `.venv\\Scripts\\python` for `.venv/bin/python`. With conda, instead of
   both lines: `conda env create -f environment.yml`, then `conda activate neural-networks-course`.
3. Every time:

       .venv/bin/python -m jupyterlab

   A browser opens. On its left, open the folder `release`, then a lesson, then its notebook.
4. Write your answers where the notebook says YOUR CODE HERE. A green ✓ means right; a red ✗ comes with a sentence
   that tells you what to look at; ○ means that there is no answer yet. The cells that check an answer are folded to
   one line, and a click on the three dots opens one.
5. Stuck? Each exercise has hints: click on one to unfold it. If a cell runs too long, stop it with the toolbar's ■.
6. *Validate*, in the toolbar, runs the checks that you can see once more from a fresh start. Then save, and hand in
   the notebook the way your instructor told you.

Lesson 9 needs PyTorch, which is large. Once, before you begin with it:

    .venv/bin/python -m pip install torch torchvision

Leave the lessons' folders side by side: later lessons can use what you wrote in earlier ones.
Only step 2 needs the network. Words that you look up are in `GLOSSARY.md`. The lessons:

{lessons}
"""


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
    for name in ("lessons", "course", *PROJECT_FILES):
        if not (root / name).exists():
            raise CourseError(f"{root} holds no {name}; run this in the course's folder, or name it with --root")
    wanted = [root / name for name in PROJECT_FILES]
    wanted += [root / "release" / name / f"{name}.ipynb" for name in names]
    wanted += [
        file
        for file in sorted((root / "course").rglob("*"))
        if file.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts)
    ]
    for file in wanted:
        if not file.exists():
            raise CourseError(f"{file} does not exist; build it with: course build")
    for name in names:
        # Not so where the source went on, or where somebody tried the lesson and left answers.
        if not is_current(root, name):
            raise CourseError(f"release/{name} is not what source/{name} makes; make it anew with: course build {name}")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as kit:
            kit.writestr(f"{path.stem}/START.md", START.format(lessons="\n".join(f"- {name}" for name in names)))
            for file in wanted:
                kit.write(file, f"{path.stem}/{file.relative_to(root).as_posix()}")
            contents = kit.namelist()
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise CourseError(f"{path} can't be written ({error.strerror}); name another file with --to") from error
    return contents
