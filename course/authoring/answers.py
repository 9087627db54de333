"""Other right answers and named wrong ones, `lessons/NN-name/answers.py`, and submissions made out of them.

One cell an answer, headed by the solution that it stands for:

    # %% softmax right="loops"
    # %% softmax wrong="whole array" fails="softmax_rows softmax_large" says="each row"

`fails` names the test cells of the exercise that the answer must lose, all of them, and `says` a piece of the message
that its author must read in one of them.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.authoring.lesson import Exercise, Lesson, LessonError, read_cells, syntax_tree
from course.authoring.rehearsal import Messages, rehearse
from course.cells import without_markers, without_regions


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise; `fails` is empty for a right one."""

    exercise: str
    name: str
    source: str
    fails: tuple[str, ...] = ()
    says: str = ""

    @property
    def right(self) -> bool:
        return not self.fails


def read_answers(path: Path, lesson: Lesson) -> list[Answer]:
    """Read and check `path`, the `answers.py` of `lesson`.

    Raises:
        LessonError: with every problem found, each with file and line.
    """
    exercises = {exercise.name: exercise for exercise in lesson.exercises if exercise.tests}
    problems: list[str] = []
    answers: list[Answer] = []
    for node, line in read_cells(path):
        if node.cell_type == "markdown":
            continue
        try:
            answer = _answer(node, exercises)
            if any((answer.exercise, answer.name) == (other.exercise, other.name) for other in answers):
                raise ValueError(f"{answer.exercise} has two answers named {answer.name!r}")
            answers.append(answer)
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
        except SyntaxError as error:
            problems.append(f"{path}:{line + (error.lineno or 1)}: this code does not compile: {error.msg}")
    if problems:
        raise LessonError(problems)
    return answers


def misjudged(
    lesson: Lesson,
    answers: list[Answer],
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
) -> list[tuple[Answer, Messages]]:
    """The answers that lose other tests than they name, or whose author doesn't read the message; with what they read.

    Args:
        lesson: its cells are run in this process.
        answers: of this lesson. Not changed.
        progress: called with an exercise's name, and how many of the answers to it were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    by_exercise: dict[str, list[Answer]] = {}
    for answer in answers:
        by_exercise.setdefault(answer.exercise, []).append(answer)
    sources = {name: [answer.source for answer in some] for name, some in by_exercise.items()}
    found = []
    for name, said in rehearse(lesson, sources, all_tests=True, progress=progress):
        for answer, messages in zip(by_exercise[name], said, strict=True):
            told = answer.right or any(answer.says in message for message in messages.values())
            if set(messages) != set(answer.fails) or not told:
                found.append((answer, messages))
    return found


def reference(exercise: Exercise) -> str:
    """The lesson's own answer to `exercise`, as a student would have written it."""
    of = without_regions if exercise.solution.kind == "written" else without_markers
    return of(exercise.solution.source).strip()


def submission(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A copy of the notebook `released`, not changed, with `answers` (source by solution's key) filled in."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id")
        if key in answers:
            cell.source = answers[key]
    return notebook


def _answer(node: NotebookNode, exercises: dict[str, Exercise]) -> Answer:
    header = {key: value for key, value in node.metadata.items() if key != "lines_to_next_cell"}
    exercise = header.pop("title", None)
    if exercise not in exercises:
        raise ValueError(
            f"the header must begin with a solution's key; got {exercise!r}, known are {', '.join(exercises)}"
        )
    allowed = ("right",) if "right" in header else ("wrong", "fails", "says")
    if set(header) != set(allowed):
        raise ValueError(
            f'an answer is either right="name" or wrong="name" fails="tests" says="message"; got {", ".join(header)}'
        )
    if not all(isinstance(value, str) and value for value in header.values()):
        raise ValueError("the values of an answer's keys are texts in double quotes")
    tests = [test.key for test in exercises[exercise].tests]
    fails = tuple(header.get("fails", "").split())
    if "wrong" in header and not fails:
        raise ValueError(f"fails names no test; the tests of {exercise} are {', '.join(tests)}")
    for key in fails:
        if key not in tests:
            raise ValueError(f"fails names {key!r}, which is no test of {exercise}; its tests are {', '.join(tests)}")
    syntax_tree(node.source)
    return Answer(exercise, header.get("right") or header["wrong"], node.source, fails, header.get("says", ""))
