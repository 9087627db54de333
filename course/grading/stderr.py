"""Keeps warnings from costing points."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade


class WarningsAreNoFailures(NbGraderPreprocessor):
    """Shows what a test cell wrote to stderr as ordinary output; nbgrader would take all of the cell's points for it.

    A check that fails raises an error, so nothing is lost.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Change `cell` in place, if it is graded."""
        if is_grade(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "stream":
                    output.name = "stdout"
        return cell, resources
