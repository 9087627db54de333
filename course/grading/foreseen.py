"""What a class got wrong, in the sentences that the feedback has for it, and how many got it wrong so."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution
from traitlets.config import Config

from course.check.bank import table
from course.check.sentences import ON_HIDDEN_NUMBERS, SLIP
from course.grading.feedback import diagnosis, given_sources
from course.grading.mistakes import mistakes_of
from course.grading.plan import exercise_of_cells
from course.grading.sayable import sayable

NOT_ATTEMPTED = "not attempted"
# What doesn't tell one mistake from another.
_FRAME = re.compile(rf"^{re.escape(SLIP.text.removesuffix('{slip}'))}(?=.)| {re.escape(ON_HIDDEN_NUMBERS)}$")


@dataclass(frozen=True)
class Foreseen:
    """A sentence of the feedback, and who read it."""

    exercise: str
    sentence: str  # "not attempted" for all that say so
    students: tuple[str, ...]

    @property
    def attempted(self) -> bool:
        """Whether there was an answer."""
        return self.sentence != NOT_ATTEMPTED


def foreseen(config: Config, lesson: str) -> list[Foreseen]:
    """The sentences that a lesson's graded submissions get for lost tests, those of most students first.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        lesson: its name.
    """
    course = CourseDirectory(config=config)
    known = table(mistakes_of(course, lesson))
    order: dict[str, int] = {}
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    anybody = Path(course.format_path(course.autograded_directory, "*", lesson))
    for path in sorted(anybody.parent.parent.glob(f"*/{lesson}/*.ipynb")):
        student, notebook = path.parent.parent.name, nbformat.read(path, as_version=4)
        exercises, given = exercise_of_cells(notebook), given_sources(notebook)
        for exercise in exercises.values():
            order.setdefault(exercise, len(order))
        for cell in notebook.cells:
            error = next((output for output in cell.get("outputs", ()) if output.output_type == "error"), None)
            if error is None or not is_grade(cell) or is_solution(cell):
                continue
            key = cell.metadata.nbgrader.grade_id
            told = diagnosis(error, sayable(cell.source, given, known.sentences(key)))
            sentence = NOT_ATTEMPTED if told.sign == "○" else _FRAME.sub("", told.sentence)
            who = said[exercises[key], sentence]
            if student not in who:
                who.append(student)
    found = [Foreseen(exercise, sentence, tuple(who)) for (exercise, sentence), who in said.items()]
    return sorted(found, key=lambda each: (-len(each.students), order[each.exercise], each.sentence))
