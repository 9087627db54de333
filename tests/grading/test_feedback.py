"""What a student sees of a graded notebook: of its tests, sentences of a list, and nothing that a process chose."""

import json
import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Comment, MissingEntry
from traitlets.config import Config

from course import check
from course.check.words import GREEN, PLAIN
from course.grading.feedback import NOTE, GetMarks, HideTests
from course.grading.hearing import AS_HANDED_IN, FAILED
from course.grading.sayable import STOPS, UNSAID
from tests.check.cells import BEGIN, END
from tests.grading.gradebooks import NAME, WORDS, add_marks, make_gradebook, open_gradebook

VISIBLE = "check.close(f(1), 1, name='f(1)')"
TEST = f"{VISIBLE}\n{BEGIN}check.close(f(271828), 314159, name='f of another number')\n{END}"
SEVERAL = "\ncheck.close(f([1, 2]), [1, 2], name='the scores')"
SECRET = "271828"
HIDDEN = "(Found on hidden numbers.)"


def note(text: str) -> NotebookNode:
    return new_output("display_data", {"text/plain": text}, metadata={"grader": True})


def text(words: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=words)


def error(kind: str, words: str = "", lines: tuple[str, ...] = ()) -> NotebookNode:
    return new_output("error", ename=kind, evalue=words, traceback=list(lines) or [f"{kind}: {words}"])


def result(words: str) -> NotebookNode:
    return new_output("execute_result", {"text/plain": words}, execution_count=1)


def cell(kind: str, source: str, *outputs: NotebookNode) -> NotebookNode:
    made = new_code_cell(source, outputs=list(outputs))
    if kind != "own":
        made.metadata["nbgrader"] = {
            "grade_id": kind,
            "grade": kind == "test",
            "solution": kind == "solution",
            "locked": kind in ("test", "given"),
            "schema_version": 3,
        }
    return made


def shown(*cells: NotebookNode) -> list[NotebookNode]:
    """The cells of a graded notebook, as feedback has them."""
    return list(HideTests().preprocess(new_notebook(cells=list(cells)), {})[0].cells)


def words(one: NotebookNode) -> str:
    """All that a cell shows, and all that is written down in its outputs."""
    parts = []
    for output in one.outputs:
        parts += [output.get("text", ""), output.get("data", {}).get("text/plain", ""), output.get("ename", "")]
        parts += [output.get("evalue", ""), *output.get("traceback", [])]
    return " ".join("\n".join(parts).split())


def test_a_test_loses_its_hidden_part() -> None:
    (test,) = shown(cell("test", TEST))

    assert test.source.strip() == f"{VISIBLE}\n{NOTE}"


def test_a_passed_test_shows_that_and_nothing_else() -> None:
    (test,) = shown(
        cell("test", TEST, text(f"{GREEN}✓{PLAIN} {SECRET}\n"), note("→ f lost points here."), text("x", "stderr"))
    )

    assert words(test) == f"{GREEN}✓{PLAIN} Your answer passed. → f lost points here."


def test_points_for_a_part_stand_in_the_table_of_marks_alone() -> None:
    (test,) = shown(cell("test", "0.5", text(SECRET), result("0.271828182845904523")))

    assert test.outputs == []


NOT_YET = str(check.explain(NotImplementedError())).removeprefix("This exercise")
ERRORS = {
    "a diagnosis": (
        error("CheckFailed", "f(1) has the wrong sign.", ("✗ f(1) has the wrong sign.",)),
        "✗ f(1) has the wrong sign.",
    ),
    "a diagnosis of several things": (
        error("CheckFailed", "the scores has the wrong sign everywhere."),
        "✗ the scores have the wrong sign everywhere.",
    ),
    "a hidden diagnosis": (
        error("CheckFailed", "f of another number is 0, and should not be. (Found on hidden numbers.)"),
        "✗ f of another number is 0, and should not be. (Found on hidden numbers.)",
    ),
    "no answer": (error("NotAttempted", "f(1) is not attempted yet."), "○ f(1) is not attempted yet."),
    "a shape": (
        error("CheckFailed", f"f(1) has shape ({SECRET},), and () is expected."),
        "✗ This answer is not right yet.",
    ),
    "a name": (error("CheckFailed", f"f({SECRET}) has the wrong sign."), "✗ This answer has the wrong sign."),
    "an error of NumPy's": (
        error("IndexError", f"index {SECRET} is out of bounds for axis 0 with size 3", ("File x", f"index {SECRET}")),
        "IndexError An index is beyond the end of an array. Print its shape, and the index: they are counted from 0.",
    ),
    "an error of NumPy's, on hidden numbers": (
        error("IndexError", f"index {SECRET} is out of bounds for axis 0 with size 3 {HIDDEN}"),
        "IndexError An index is beyond the end of an array. Print its shape, and the index: they are counted from 0. "
        f"{HIDDEN}",
    ),
    "an error with other words, on hidden numbers": (
        error("ValueError", f"{SECRET} {HIDDEN}"),
        f"ValueError {UNSAID} {HIDDEN}",
    ),
    "an error with other words": (error("ValueError", SECRET), f"ValueError {UNSAID}"),
    "an error of another kind": (error(f"Leak{SECRET}", SECRET), f"an error {UNSAID}"),
    "an assertion": (error("AssertionError", SECRET), f"AssertionError {UNSAID}"),
    "a stub": (error("NotImplementedError", "", (f"\x1b[1m○ f\x1b[0m{NOT_YET}",)), f"○ f{NOT_YET}"),
    "a stub of another name": (
        error("NotImplementedError", "", (f"○ leak_{SECRET}{NOT_YET}",)),
        f"○ This exercise{NOT_YET}",
    ),
    "an endless loop": (
        error("Stopped", f"This took longer than {SECRET} seconds, and was stopped. Does a loop never end?"),
        " ".join(STOPS["and was stopped"]),
    ),
    "an end": (
        error("ProcessEnded", f"The process that ran this code ended by itself (exit status {SECRET})."),
        " ".join(STOPS[""]),
    ),
    "too much memory": (
        error(
            "ProcessEnded", "The process that ran this code used more memory than the 9 MiB that a submission may use."
        ),
        " ".join(STOPS["memory"]),
    ),
}


@pytest.mark.parametrize(("given", "said"), ERRORS.values(), ids=ERRORS)
def test_a_lost_test_shows_a_sentence_and_nothing_else(given: NotebookNode, said: str) -> None:
    (test,) = shown(cell("test", TEST + SEVERAL, text(f"✓ {SECRET}\n"), given, note("→ f lost points here.")))

    assert re.sub(r"\x1b\[[\d;]+m", "", words(test)) == f"{said} → f lost points here."
    assert SECRET not in str(test)


def test_no_error_comes_from_hidden_numbers_where_there_are_none() -> None:
    (test,) = shown(cell("test", VISIBLE, error("ValueError", f"{SECRET} {HIDDEN}")))

    assert re.sub(r"\x1b\[[\d;]+m", "", words(test)) == f"ValueError {UNSAID}"


def test_a_known_mistake_is_told_by_the_lessons_table_alone(tmp_path: Path) -> None:
    table = {
        "sentences": ["Is the bias added?", "Is it the batch?"],
        "tests": {"test": [0], "other": [1]},
        "checks": [],
        "mistakes": [],
    }
    (tmp_path / "lessons" / "01-small").mkdir(parents=True)
    (tmp_path / "lessons" / "01-small" / "mistakes.json").write_text(json.dumps(table))
    hide = HideTests(config=Config({"CourseDirectory": {"root": str(tmp_path)}}))
    told = {}
    for lesson in ("01-small", "02-other"):
        for sentence in table["sentences"]:
            graded = new_notebook(
                cells=[cell("test", TEST, error("CheckFailed", f"f(1) is not right yet. {sentence}"))]
            )
            shown, _ = hide.preprocess(graded, {"nbgrader": {"assignment": lesson}})
            told[lesson, sentence] = words(shown.cells[0]).replace(PLAIN, "").partition(" ")[2]

    assert told == {
        ("01-small", "Is the bias added?"): "f(1) is not right yet. Is the bias added?",
        ("01-small", "Is it the batch?"): "This answer is not right yet.",
        ("02-other", "Is the bias added?"): "This answer is not right yet.",
        ("02-other", "Is it the batch?"): "This answer is not right yet.",
    }


def test_a_function_of_a_given_cell_says_what_it_says() -> None:
    given = cell("given", "def g(x):\n    raise check.CheckFailed('the history', 'is empty.')")
    own = cell("own", f"def g(x):\n    raise check.CheckFailed('{SECRET}', 'is {SECRET}.')")
    failed = error("CheckFailed", "the history is empty.")

    assert "the history is empty." in words(shown(given, cell("test", TEST, failed))[1]).replace(PLAIN, "")
    assert SECRET not in words(shown(own, cell("test", TEST, error("CheckFailed", f"{SECRET} is {SECRET}.")))[1])


STOPPED = error("ProcessEnded", f"The process that ran this code ended by itself (exit status {SECRET}).")


def test_how_cells_ran_is_said_before_a_test_of_all_and_below_it_of_those_of_the_lesson() -> None:
    """Below a test, what it has heard may decide that; and a student may add any number of cells."""
    handed_in = (text("42\n"), error("ValueError", "as it was handed in"))
    above, _, own, solution, words_only = shown(
        cell("own", "x", note(AS_HANDED_IN), *handed_in, note(FAILED), STOPPED),
        cell("test", TEST),
        cell("own", "x", *handed_in, note(FAILED), STOPPED),
        cell("solution", "x", *handed_in, note(FAILED), STOPPED),
        new_markdown_cell(SECRET),
    )

    assert above.outputs == [note(AS_HANDED_IN), *handed_in, note(FAILED), STOPPED]
    assert own.outputs == list(handed_in)
    assert solution.outputs[:3] == [*handed_in, note(FAILED)]
    assert words(solution).endswith(STOPS[""].sentence)
    assert SECRET not in words(solution)
    assert words_only.source == SECRET


of_nbgrader = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # of nbgrader's interface


def graded(root: Path, *keys: str) -> NotebookNode:
    """A graded notebook with these cells, in which the marks are still to be put."""
    about = {"assignment": NAME, "notebook": NAME, "student": "ada", "db_url": f"sqlite:///{root}/gradebook.db"}
    shown = {"schema_version": 3, "grade": True, "solution": False, "locked": True}
    cells = [new_code_cell("", metadata={"nbgrader": shown | {"grade_id": key}}) for key in keys]
    cells.append(new_markdown_cell("", metadata={"nbgrader": shown | {"grade_id": WORDS[0], "solution": True}}))
    return GetMarks().preprocess(new_notebook(cells=cells), {"nbgrader": about})[0]


@of_nbgrader
def test_marks_and_comments_are_those_of_the_gradebook(tmp_path: Path) -> None:
    make_gradebook(tmp_path)
    add_marks(tmp_path, "ada", (1.0, 0.0, 1.5, None))
    add_marks(tmp_path, "bob", (0.0, 1.0, 0.5, 4.0))
    with open_gradebook(tmp_path) as book:
        book.add_solution_cell(WORDS[0], NAME, NAME)
        book.find_grade("add_numbers", NAME, NAME, "ada").extra_credit = 0.25
        notebook = book.find_submission_notebook(NAME, NAME, "ada")
        book.db.add(Comment(cell=book.find_solution_cell(WORDS[0], NAME, NAME), notebook=notebook, manual_comment="?"))
        book.db.commit()

    cells = graded(tmp_path, "double_shown", "double_hidden", "add_numbers").cells
    found = [[cell.metadata.nbgrader[part] for part in ("score", "points", "waits")] for cell in cells]

    assert found == [[1.0, 1.0, False], [0.0, 1.0, False], [1.75, 2.0, False], [0.0, 4.0, True]]
    assert cells[-1].metadata.nbgrader["comment"] == "?"


@of_nbgrader
def test_a_cell_that_the_gradebook_does_not_know_is_told(tmp_path: Path) -> None:
    make_gradebook(tmp_path)
    add_marks(tmp_path, "ada", (1.0, 0.0, 1.5, 3.0))

    with pytest.raises(MissingEntry, match=f"has no double_again of {NAME}; grade it anew"):
        graded(tmp_path, "double_shown", "double_again")
