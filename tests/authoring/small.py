"""One small lesson, and what tests look at of a course that has it."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

NAME = "01-small"
SOUND = '''# %% [markdown]
# # A lesson: $\\frac{1}{2}$, σ and ×
#
# ```python
# x = 1  # no header
# ```

# %% given="setup"
import numpy as np
from course import check


# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x  # secret answer
    ### END SOLUTION


# %% test="double_two" points=1
check.close(double(2), 4, name="double(2)")

# %% test="double_more" points=2.5
check.close(double(3), 6, name="double(3)")
### BEGIN HIDDEN TESTS
check.close(double(1234), 2468, name="secret test")
### END HIDDEN TESTS

# %%
# %matplotlib inline
double(5)

# %%
double(5)

# %%
double(5)

# %% [markdown]
# Why?

# %% [markdown] written="why" points=3
# Your words.
#
# ### BEGIN MARK SCHEME
# The secret scheme.
# ### END MARK SCHEME
'''
SECRETS = ("secret", "return 2 * x", "1234", "MARK SCHEME", "BEGIN ", "END ")
# A sound exercise, of 9 lines, into which tables of mistakes put theirs.
SOLUTION = '# %% solution="f"\ndef f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\n\n'
TEST = '# %% test="f_one" points=1\nassert f() == 1\n'


def lesson_file(folder: Path, text: str | bytes, name: str = NAME) -> Path:
    path = folder / "lessons" / name / "lesson.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a course, but for the gradebook and the exchange, and the names of empty folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if path.relative_to(folder).parts[0] not in ("gradebook.db", "exchange")
    }


def source_of(course: Path, name: str = NAME) -> Path:
    return course / "source" / name / f"{name}.ipynb"


def release_of(course: Path, name: str = NAME) -> Path:
    return course / "release" / name / f"{name}.ipynb"


def notebook_at(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def by_key(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def edited(course: Path, edit: Callable[[NotebookNode], None]) -> None:
    """Edit the source notebook as JupyterLab would save it."""
    notebook = notebook_at(source_of(course))
    edit(notebook)
    source_of(course).write_text(json.dumps(notebook, indent=1))


def change_points(notebook: NotebookNode) -> None:
    by_key(notebook)["double_two"].metadata.nbgrader.points = 4
