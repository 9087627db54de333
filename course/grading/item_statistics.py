"""How hard the exercises of a lesson were for a class, and how well each tells strong from weak."""

from dataclasses import dataclass

import pandas as pd

from course.grading.marks import ClassMarks

FEWEST = 10  # students for a correlation: with fewer it is mostly chance


@dataclass(frozen=True)
class Item:
    """An exercise, as a class did it."""

    exercise: str
    points: float
    students: int  # who have marks in the lesson
    waiting: int  # whose answer waits for a person
    difficulty: float | None  # mean share of the points, from 0 to 1; None while an answer waits
    discrimination: float | None  # corrected item-total correlation, from -1 to 1; None where it says nothing


def items(marks: ClassMarks) -> list[Item]:
    """Difficulty and discrimination of each exercise.

    The discrimination is the corrected item-total correlation: Pearson's, between the points of an exercise and those
    of all others in which no answer waits. It is left out for fewer than `FEWEST` students, and where all have the
    same. Of an exercise in which an answer waits nothing is said: blank answers, which have their marks at once, would
    stand for all.

    Args:
        marks: of a class. Not changed.
    """
    scores = marks.scores
    complete = scores.dropna(axis=1)
    found = []
    for exercise, points in marks.points.items():
        waiting, difficulty, discrimination = int(scores[exercise].isna().sum()), None, None
        if exercise in complete and len(scores) and points:
            difficulty = float(complete[exercise].mean() / points)
            discrimination = _correlation(complete[exercise], complete.drop(columns=exercise).sum(axis=1))
        found.append(Item(exercise, points, len(scores), waiting, difficulty, discrimination))
    return found


def _correlation(one: pd.Series, other: pd.Series) -> float | None:
    if len(one) < FEWEST or one.nunique() < 2 or other.nunique() < 2:
        return None
    return float(one.corr(other))


def shares(marks: ClassMarks) -> pd.Series:
    """The total of each student, in percent of the points of those answers that are marked.

    Args:
        marks: of a class. Not changed.
    """
    by_student = {}
    for row in marks.graded:
        marked = sum(points for exercise, points in marks.points.items() if exercise not in row.waiting)
        counts = sum(score for exercise, score in row.scores.items() if exercise not in row.waiting)
        by_student[row.student.id] = 100 * max(0.0, counts - row.penalty) / marked if marked else None
    return pd.Series(by_student, dtype=float).dropna()
