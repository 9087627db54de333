"""Brings back the cells of the release that a submission lacks.

nbgrader has an option for this, `OverwriteCells.add_missing_cells`, which brings back test cells only, and ends with a
KeyError where the cell before the missing one is locked or missing, too.
"""

import copy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor


class RestoreCells(NbGraderPreprocessor):
    """Puts every missing cell that nbgrader knows back behind the one that it follows in the release."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Change `nb` in place.

        Raises:
            FileNotFoundError: there is no release to compare with.
        """
        course = CourseDirectory(parent=self)
        name, assignment = resources["nbgrader"]["notebook"], resources["nbgrader"]["assignment"]
        path = Path(course.format_path(course.release_directory, ".", assignment)) / f"{name}.ipynb"
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist, and is needed to see what a submission lacks; build it")
        for key in restore(nb, nbformat.read(path, as_version=4)):
            self.log.warning("Cell %s was missing from the submission and is restored", key)
        return nb, resources


def restore(submitted: NotebookNode, released: NotebookNode) -> list[str]:
    """Restore in `submitted`, which is changed, the cells of `released`, which is not.

    Returns:
        The `grade_id` of each cell that was missing.
    """
    restored = []
    place = 0  # behind the latest cell of the release that was found or restored
    for cell in released.cells:
        key = _key(cell)
        if not key:
            continue
        found = next((i for i, other in enumerate(submitted.cells) if _key(other) == key), None)
        if found is None:
            submitted.cells.insert(place, copy.deepcopy(cell))
            restored.append(key)
            place += 1
        else:
            place = found + 1
    return restored


def _key(cell: NotebookNode) -> str:
    key = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return key if isinstance(key, str) else ""
