"""What a class got wrong that no sentence knows: equal values at the same check, with the students who gave them."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.config import CourseError
from course.grading.plan import exercise_of_cells

UNFORESEEN = "unforeseen"  # in a graded test's metadata: the check that failed, and a fingerprint of what it got


@dataclass(frozen=True)
class Unforeseen:
    """A wrong value that several students may share."""

    exercise: str
    test: str
    check: str  # name of the answer that was checked
    students: tuple[str, ...]  # those who gave it, by name
    source: str  # what the first of them wrote
    lost: tuple[str, ...]  # the tests of the exercise that this cost


def unforeseen(config: Config, lesson: str) -> list[Unforeseen]:
    """The wrong values of a lesson's graded submissions that no sentence knows, those of most students first.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        lesson: its name.
    Raises:
        CourseError: the lesson's source can't be read.
    """
    course = CourseDirectory(config=config)
    source = Path(course.format_path(course.source_directory, ".", lesson)) / f"{lesson}.ipynb"
    try:
        exercises = exercise_of_cells(nbformat.read(source, as_version=4))
    except FileNotFoundError:
        raise CourseError(f"{source} does not exist; build it with: course build") from None
    graded = Path(course.format_path(course.autograded_directory, "*", lesson))
    groups: dict[tuple[str, str, str], list[tuple[str, NotebookNode]]] = defaultdict(list)
    for path in sorted(graded.parent.parent.glob(f"*/{lesson}/{lesson}.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if found := cell.metadata.get(UNFORESEEN):
                key = cell.metadata.nbgrader.grade_id, found["check"], json.dumps(found["value"])
                groups[key].append((path.parent.parent.name, notebook))
    order = list(exercises)
    first = sorted(groups.items(), key=lambda each: (-len(each[1]), order.index(each[0][0]), each[0]))
    return [_group(*key[:2], some, exercises) for key, some in first]


def _group(test: str, check: str, some: list[tuple[str, NotebookNode]], exercises: dict[str, str]) -> Unforeseen:
    by_key: dict[str, Any] = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in some[0][1].cells}
    lost = [
        key
        for key, exercise in exercises.items()
        if exercise == exercises[test]
        and any(output.output_type == "error" for output in by_key[key].get("outputs", ()))
    ]
    students = tuple(student for student, _ in some)
    return Unforeseen(exercises[test], test, check, students, by_key[exercises[test]].source, tuple(lost))
