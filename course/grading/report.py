"""The marks of a class, as a table and as a picture."""

from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select
from traitlets.config import Config

from course.gradebook import gradebook
from course.grading.plan import exercise_of_cells


def marks(config: Config, assignment: str) -> pd.DataFrame:
    """Marks by student and graded cell.

    Args:
        config: nbgrader's configuration of the course.
        assignment: its name.
    Returns:
        One row a grade, with columns student, exercise (in the order of the notebook), cell, score, points, and waits
        (whether it still has to be graded by hand; its score is 0 until then).
    """
    course = CourseDirectory(config=config)
    exercises: dict[str, str] = {}
    for path in sorted(Path(course.format_path(course.source_directory, ".", assignment)).glob("*.ipynb")):
        exercises |= exercise_of_cells(nbformat.read(path, as_version=4))
    with gradebook(config) as book:
        rows = book.db.execute(
            select(
                SubmittedAssignment.student_id,
                BaseCell.name,
                Grade.score,
                Grade.max_score,
                Grade.needs_manual_grade,
            )
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .where(Assignment.name == assignment)
            .order_by(SubmittedAssignment.student_id)
        ).all()
    table = pd.DataFrame(rows, columns=["student", "cell", "score", "points", "waits"])
    order = list(dict.fromkeys(exercises.values()))
    of_cells = [exercises.get(cell, cell) for cell in table["cell"]]
    table.insert(1, "exercise", pd.Categorical(of_cells, categories=order, ordered=True))
    return table.astype({"waits": bool})


def penalties(config: Config, assignment: str) -> dict[str, float]:
    """Points by student that being late costs, of those whom it costs any.

    Args:
        config: nbgrader's configuration of the course.
        assignment: its name.
    """
    with gradebook(config) as book:
        rows = book.db.execute(
            select(SubmittedAssignment.student_id, SubmittedAssignment.late_submission_penalty)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment)
        ).all()
    return {student: penalty for student, penalty in rows if penalty}


def totals(grades: pd.DataFrame) -> pd.DataFrame:
    """Score by student (rows) and exercise (columns, in the notebook's order); NaN where a mark waits for a person.

    Args:
        grades: as `marks` returns them. Not changed.
    """
    scores = grades.assign(score=grades["score"].where(~grades["waits"], np.nan))
    return scores.pivot_table(
        index="student",
        columns="exercise",
        values="score",
        aggfunc=lambda s: s.sum(skipna=False),
        observed=True,
        dropna=False,
    )


def points(grades: pd.DataFrame) -> pd.Series:
    """Points by exercise, in the order of the notebook.

    Args:
        grades: as `marks` returns them. Not changed.
    """
    one = grades.drop_duplicates("cell")
    return one.groupby("exercise", observed=True)["points"].sum()


def draw_class(grades: pd.DataFrame, title: str, path: Path) -> None:
    """Draw the class into a PNG file: who has how much of each exercise, as a heat map, best students first.

    Args:
        grades: as `marks` returns them. Not changed.
        title: of the picture.
        path: of the file, which is written or replaced.
    """
    import seaborn as sns
    from matplotlib.figure import Figure

    scores, full = totals(grades), points(grades)
    order = scores.sum(axis=1).sort_values(ascending=False, kind="stable").index
    scores = scores.loc[order]
    share = 100 * scores / full
    figure = Figure(figsize=(2.6 + 1.0 * len(full), 1.9 + 0.42 * len(scores)), layout="constrained")
    with sns.axes_style("white"), sns.plotting_context("notebook"):
        axes = figure.subplots()
        sns.heatmap(
            share,
            annot=scores,
            fmt="g",
            cmap="cividis",
            vmin=0,
            vmax=100,
            linewidths=1,
            linecolor="white",
            cbar_kws={"label": "share of the points (%)"},
            ax=axes,
        )
        axes.set_facecolor("0.9")
        for row, column in np.argwhere(scores.isna().to_numpy()):
            axes.text(column + 0.5, row + 0.5, "?", ha="center", va="center")
        axes.set(title=title, xlabel="exercise and its points  (? = waits for a person)", ylabel="")
        axes.set_xticklabels([f"{name} ({full[name]:g})" for name in share.columns], rotation=40, ha="right")
        axes.set_yticklabels([f"{name}  {scores.loc[name].sum():g}" for name in order], rotation=0)
    figure.savefig(path, dpi=150)
