"""What a student may see of a graded notebook: the diagnosis of every lost point, and no hidden test."""

import builtins
import re
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_solution

from course import check
from course.cells import MARKERS
from course.grading.pages import FILTERS, FORMGRADER, PATHS
from course.grading.sayable import sayable, words_of

HIDDEN = f"### BEGIN {MARKERS['test']}"
NOTE = "# Here your answer was checked on numbers that are not shown."
# Errors in the grader's own words, which may be shown.
OWN_WORDS = ("CheckFailed", "NotAttempted", "Stopped", "ProcessEnded", "NotRun")
UNSAID = "What your code said in this error isn't shown here; call it with numbers of your own, and it says it again."
_NUMBER = re.compile(r"\d+(\.\d+)?(e[+-]?\d+)?")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of graded notebooks, and all that the outputs of any test show of them.

    What a student's code prints or raises in a test may be what an earlier, hidden test gave it.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            nb: a graded notebook. Changed.
            resources: what nbgrader knows about it. Returned as they are.
        """
        self._words = words_of(cell.source for cell in nb.cells if cell.cell_type == "code" and not is_grade(cell))
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            cell: of a graded notebook. Changed, if it is a test.
            resources: what nbgrader knows about the notebook. Returned as they are.
            cell_index: of the cell in the notebook, from 0.
        """
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
            cell.source = cell.source.replace(HIDDEN, f"{NOTE}\n{HIDDEN}")
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
            cell.outputs = [shown for output in cell.outputs if (shown := _shown(output, self._words))]
        return cell, resources


class GetMarks(GetGrades):
    """nbgrader's preprocessor that fetches marks and comments, which also tells what still waits for a person."""

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        names = (resources["nbgrader"][part] for part in ("notebook", "assignment", "student"))
        grade = self.gradebook.find_grade(cell.metadata.nbgrader["grade_id"], *names)
        cell.metadata.nbgrader["waits"] = bool(grade.needs_manual_grade)


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback page, complete in one file: its formulas are MathML, which browsers draw by themselves."""

    def __init__(self, **kwargs: Any) -> None:
        """
        Args:
            kwargs: of nbconvert's exporter.
        """
        super().__init__(
            **kwargs,
            filters=FILTERS,
            sanitize_html=True,
            template_name="course_feedback",
            extra_template_basedirs=PATHS,
            extra_template_paths=[*PATHS, str(FORMGRADER / "static/node_modules/bootstrap/dist/css")],
        )


def _shown(output: NotebookNode, words: frozenset[str]) -> NotebookNode | None:
    """What may be shown of one output of a test cell."""
    if output.output_type == "error":
        if output.ename not in OWN_WORDS:
            output.traceback = _without_source(output, words)
        return output
    if output.output_type == "stream":
        ticks = [line for line in output.text.splitlines(keepends=True) if _ANSI.sub("", line).startswith("✓")]
        output.text = "".join(ticks)
        return output if ticks else None
    if output.output_type == "execute_result":  # points for a part
        return output if _NUMBER.fullmatch(output.data.get("text/plain", "")) else None
    return output if output.metadata.get("grader") else None


def _without_source(output: NotebookNode, words: frozenset[str]) -> list[str]:
    """An error's own line, and what a beginner is told about it; a traceback would quote the test."""
    shown = "\n".join(output.traceback)
    message = str(output.evalue)
    if output.ename == "NotImplementedError" and not message and _ANSI.sub("", shown).startswith("○"):
        return [shown]
    name = output.ename if isinstance(getattr(builtins, output.ename, None), type) else "an error"
    if not sayable(message, words):
        return [f"\x1b[31m{name}\x1b[0m", "", UNSAID]
    lines = [f"\x1b[31m{name}\x1b[0m: {message}"]
    kinds = {kind.__name__: kind for kind in check.EXPLAINED}
    sentence = check.explain(kinds[name](message)) if name in kinds else None
    return [*lines, "", sentence] if sentence else lines
