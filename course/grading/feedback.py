"""What a student may see of a graded notebook: the diagnosis of every lost point, and no hidden test."""

import re
from html import escape
from pathlib import Path
from typing import Any

import nbgrader.server_extensions.formgrader
from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.utils import is_grade, is_solution

from course import check

HIDDEN = "BEGIN HIDDEN TESTS"
NOTE = "# Here your answer was checked on numbers that are not shown."
_OWN_WORDS = ("CheckFailed", "NotAttempted")  # errors that carry a diagnosis, which was worded to be shown
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of graded notebooks, and all that their outputs show of them."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Change `cell` in place, if it is a test."""
        if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
            hidden = HIDDEN in cell.source
            cell.source = cell.source.replace(f"### {HIDDEN}", f"{NOTE}\n### {HIDDEN}")
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
            cell.outputs = [shown for output in cell.outputs if (shown := _shown(output, hidden))]
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
        theirs = Path(nbgrader.server_extensions.formgrader.__file__).parent
        css = theirs / "static" / "node_modules" / "bootstrap" / "dist" / "css"
        super().__init__(
            **kwargs,
            template_name="course_feedback",
            extra_template_basedirs=[str(Path(__file__).parent / "templates"), str(theirs / "templates")],
            extra_template_paths=[str(theirs / "templates"), str(css)],
        )

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """What nbconvert's filter of this name does, but for formulas."""
        attachments = context.get("cell", {}).get("attachments", {})
        return MarkdownWithMath(renderer=_Renderer(escape=False, attachments=attachments)).render(source)


class _Renderer(IPythonRenderer):
    def block_math(self, body: str) -> str:
        return _mathml(body, "block")

    def inline_math(self, body: str) -> str:
        return _mathml(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return _mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")


def _mathml(latex: str, display: str) -> str:
    try:
        return convert(latex, display=display)
    except Exception:  # what students write between dollar signs need not be LaTeX
        return f"<code>{escape(latex)}</code>"


def _shown(output: NotebookNode, hidden: bool) -> NotebookNode | None:
    """What may be shown of one output of a test cell, which has hidden tests or not."""
    if output.output_type == "error":
        if output.ename not in _OWN_WORDS:
            output.traceback = _without_source(output)
        return output
    if not hidden:
        return output
    if output.output_type == "stream" and output.name == "stdout":
        ticks = [line for line in output.text.splitlines(keepends=True) if _ANSI.sub("", line).startswith("✓")]
        output.text = "".join(ticks)
        return output if ticks else None
    return None  # what student code prints in a hidden test shows what the test gave it


def _without_source(output: NotebookNode) -> list[str]:
    """An error's own line, and what a beginner is told about it; a traceback would quote the test."""
    shown = "\n".join(output.traceback)
    if output.ename == "NotImplementedError" and _ANSI.sub("", shown).startswith("○"):
        return [shown]
    message = str(output.evalue).splitlines() or [""]
    lines = [f"\x1b[31m{output.ename}\x1b[0m: {message[0][:300]}"]
    kinds = {"ValueError": ValueError, "NameError": NameError}
    sentence = check.explain(kinds[output.ename](output.evalue)) if output.ename in kinds else None
    return [*lines, "", sentence] if sentence else lines
