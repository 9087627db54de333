"""What a student may see of a graded notebook: the diagnosis of every lost point, and no hidden test."""

import re
import textwrap
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from sqlalchemy.orm import undefer
from traitlets import List

from course.cells import MARKERS
from course.check.agreement import agreeing
from course.check.bank import Table, table
from course.check.words import GREEN, PLAIN, RED, WIDTH, in_lines
from course.grading.mistakes import mistakes_of
from course.grading.nodes import new_output
from course.grading.sayable import Sayable, sayable, stop

HIDDEN = f"### BEGIN {MARKERS['test']}"
NOTE = "# Here your answer was checked on numbers that are not shown."
FAILED_CHECKS = {"CheckFailed": "✗", "NotAttempted": "○"}  # with how they are marked
STOPPED = ("Stopped", "ProcessEnded", "NotRun")
PASSED = f"{GREEN}✓{PLAIN} Your answer passed.\n"
PART = "Your answer passed a part of this check."
SAID = "said"  # metadata of a lost test: its diagnosis
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Diagnosis(NamedTuple):
    """What may be said of a lost test."""

    sign: str  # ✗ for a wrong answer, ○ for none, nothing for an error
    name: str  # of what was checked, or of the error
    sentence: str


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of graded notebooks, and shows of any test what is in the list of its sentences only.

    What a student's code returns or raises in a test may be what an earlier, hidden test gave it.
    """

    display_data_priority: Any = List(config=True)  # unused; without it there is a warning

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            nb: a graded notebook. Changed.
            resources: what nbgrader knows about it. Returned as they are.
        """
        lesson = resources.get("nbgrader", {}).get("assignment", "")
        mistakes = mistakes_of(CourseDirectory(config=self.config), lesson) if lesson else b""
        self._table = table(mistakes)
        self._given = given_sources(nb)
        self._tested = False  # whether a test has run
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            cell: of a graded notebook. Changed, if it is a test, or stands below one.
            resources: what nbgrader knows about the notebook. Returned as they are.
            cell_index: of the cell in the notebook, from 0.
        """
        if cell.cell_type != "code":
            return cell, resources
        if is_grade(cell) and not is_solution(cell):
            self._tested = True
            cell.outputs, said = _of_test(cell, self._given, self._table)
            if said is not None:
                cell.metadata[SAID] = said
            cell.source = cell.source.replace(HIDDEN, f"{NOTE}\n{HIDDEN}")
            cell, resources = super().preprocess_cell(cell, resources, cell_index)
        elif self._tested:
            cell.outputs = _below_tests(cell)
        return cell, resources


class GetMarks(GetGrades):
    """nbgrader's preprocessor that fetches marks and comments, which also tells what still waits for a person."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            nb: a graded notebook. Changed.
            resources: what nbgrader knows about it; gets the sums. Changed.
        """
        about = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = (
            about[part] for part in ("notebook", "assignment", "student")
        )
        with Gradebook(about["db_url"]) as gradebook:
            notebook = gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
            # All at once: nbgrader asks for each cell, which takes a third of a page's time.
            self._grades, self._comments = (
                dict(
                    gradebook.db.query(BaseCell.name, kind)
                    .join(kind, kind.cell_id == BaseCell.id)
                    .filter(kind.notebook_id == notebook.id)
                    .options(undefer("*"))
                    .all()
                )
                for kind in (Grade, Comment)
            )
            # Not nbgrader's own, which warns of every submission that is late.
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            penalty = notebook.late_submission_penalty or 0.0
            about |= {"score": notebook.score - penalty, "max_score": notebook.max_score, "late_penalty": penalty}
        return nb, resources

    def _get_comment(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        cell.metadata.nbgrader["comment"] = self._of(cell, self._comments).comment

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        grade = self._of(cell, self._grades)
        about = {"score": grade.score, "points": grade.max_score, "waits": bool(grade.needs_manual_grade)}
        cell.metadata.nbgrader.update(about)

    def _of(self, cell: NotebookNode, found: dict[str, Any]) -> Any:
        key = cell.metadata.nbgrader["grade_id"]
        if key not in found:
            raise MissingEntry(f"the gradebook has no {key} of {self.assignment_id}; grade it anew")
        return found[key]


def given_sources(nb: NotebookNode) -> tuple[str, ...]:
    """The sources of the instructor's code cells that are no tests.

    Args:
        nb: a graded notebook. Not changed.
    """
    return tuple(cell.source for cell in nb.cells if cell.cell_type == "code" and _is_given(cell))


def _is_given(cell: NotebookNode) -> bool:
    """Whether a code cell is the instructor's, and no test."""
    return cell.metadata.get("nbgrader", {}).get("locked", False) and not is_grade(cell) and not is_solution(cell)


def _of_test(cell: NotebookNode, given: tuple[str, ...], known: Table) -> tuple[list[NotebookNode], Diagnosis | None]:
    """What may be shown of the outputs of a test, and said of what it lost."""
    outputs = cell.outputs
    notes = [output for output in outputs if output.get("metadata", {}).get("grader")]
    error = next((output for output in outputs if output.output_type == "error"), None)
    if error is not None:
        said = diagnosis(error, sayable(cell.source, given, known.sentences(cell.metadata.nbgrader["grade_id"])))
        return [_told(said), *notes], said
    if any(output.output_type == "execute_result" for output in outputs):  # the table of marks has the points
        return notes, Diagnosis("", "", PART)
    return [new_output("stream", name="stdout", text=PASSED), *notes], None


def diagnosis(error: NotebookNode, sentences: Sayable) -> Diagnosis:
    """What may be said of the error of a test.

    Args:
        error: an output of a graded test. Not changed.
        sentences: that may be said of this test.
    """
    name, text = error.ename, str(error.evalue)
    if name in STOPPED:
        return Diagnosis("", *stop(text))
    if name in FAILED_CHECKS:
        said = sentences.failure(text)
        return Diagnosis(FAILED_CHECKS[name], said.name, agreeing(said.name, said.message))
    if name == "NotImplementedError" and not text:
        told = " ".join(_ANSI.sub("", "\n".join(error.traceback)).removeprefix("○").split())
        exercise, verb, rest = sentences.unwritten(told).partition(" is ")
        return Diagnosis("○", exercise, f"{verb.strip()} {rest}")
    return Diagnosis("", *sentences.error(name, text))


def _told(said: Diagnosis) -> NotebookNode:
    """An error that says what may be said of the error of a test."""
    if not said.sign:
        return _error(_explained(said.name, said.sentence))
    return _error(in_lines(said.sign, said.name, said.sentence, RED if said.sign == "✗" else ""))


def _stopped(error: NotebookNode) -> NotebookNode:
    return _error(_explained(*stop(str(error.evalue))))


def _explained(name: str, sentence: str) -> str:
    return f"{RED}{name}{PLAIN}\n\n{textwrap.fill(sentence, WIDTH)}"


def _error(text: str) -> NotebookNode:
    return new_output("error", ename="", evalue="", traceback=[text])


def _below_tests(cell: NotebookNode) -> list[NotebookNode]:
    """What may be shown of the outputs of a cell that has run after a test.

    What it showed when it was handed in is known since then. How it ran now, the process decided that had been tested.
    """
    kept = []
    for output in cell.outputs:
        if output.output_type == "error" and output.ename in STOPPED:
            output = _stopped(output)
        elif not output.get("metadata", {}).get("grader"):
            kept.append(output)
            continue
        if "grade_id" in cell.metadata.get("nbgrader", {}):  # of the cells that a student adds there may be any number
            kept.append(output)
    return kept
