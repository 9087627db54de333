"""How much a student's code can tell of a hidden test on the feedback page: bits for each test of the lessons.

python tools/feedback_bits.py
"""

from pathlib import Path
from typing import NamedTuple

from course.authoring.lesson import lesson_names, read_lesson
from course.check.bank import table
from course.config import MISTAKES
from course.grading.sayable import bits

ROOT = Path(__file__).resolve().parent.parent


class Measured(NamedTuple):
    """How many bits a test can carry if it is lost."""

    bits: float
    lesson: str
    test: str
    hidden: bool  # whether it has hidden lines


def measured() -> list[Measured]:
    """All tests of all lessons, those that carry most first."""
    found = []
    for name in lesson_names(ROOT):
        lesson = read_lesson(ROOT / "lessons" / name / "lesson.py")
        given = tuple(cell.source for cell in lesson.cells if cell.kind == "given")
        known = table((ROOT / "lessons" / name / MISTAKES).read_bytes())
        for exercise in lesson.exercises:
            for test in exercise.tests:
                most = bits(test.source, given, known.sentences(test.key))
                found.append(Measured(most, name, test.key, "HIDDEN TESTS" in test.source))
    return sorted(found, reverse=True)


if __name__ == "__main__":
    for each in measured():
        print(f"{each.bits:5.1f}  {each.lesson:22} {each.test}{'' if each.hidden else '  (nothing hidden)'}")
