"""The figures of a class, for a page and for a wall: 1280 pixels wide, with large letters and colours for everybody."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from course.grading.item_statistics import Item, shares
from course.grading.marks import ClassMarks

WIDTH, DPI = 12.8, 150  # inches, and pixels an inch: sharp where the page shows it 1280 pixels wide
NAMED = 40  # students whose names there is room for
LONGEST = 28  # characters of a name; the table beside the figure has it whole
MISTAKES = 8  # that a figure shows
BLUE, ORANGE = sns.color_palette("colorblind")[:2]


@dataclass(frozen=True)
class Picture:
    """A figure, with words for those who don't see it."""

    name: str  # of a file, without its ending
    alt: str
    figure: Figure


@contextmanager
def _axes(height: float) -> Iterator[Axes]:
    """Axes of a figure with large letters; its height is in inches."""
    with sns.axes_style("whitegrid"), sns.plotting_context("talk", rc={"axes.titlesize": 22, "axes.labelsize": 18}):
        layout = ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15)
        yield Figure(figsize=(WIDTH, height), dpi=DPI, layout=layout).subplots()


def _picture(name: str, alt: str, axes: Axes) -> Picture:
    figure = axes.figure
    assert isinstance(figure, Figure)  # for mypy
    return Picture(name, alt, figure)


def _short(name: str) -> str:
    """A student's name, as far as there is room for it, and no formula."""
    return (name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…").replace("$", r"\$")


def heat_map(marks: ClassMarks, title: str) -> Picture:
    """Who has how much of each exercise, best students first.

    Args:
        marks: of a class in which somebody has marks. Not changed.
        title: of the figure.
    """
    rows = sorted(marks.graded, key=lambda row: -row.total)
    scores = marks.scores.loc[[row.student.id for row in rows]]
    share = 100 * scores / pd.Series(marks.points).where(lambda points: points > 0)
    named = len(rows) <= NAMED
    with _axes(3.4 + (0.44 * len(rows) if named else 6)) as axes:
        size = min(16.0, 16.0 * 12 / len(marks.points))
        annotated = {"annot": scores, "fmt": "g", "annot_kws": {"size": size}} if named else {}
        sns.heatmap(
            share,
            **annotated,
            cmap="cividis",
            vmin=0,
            vmax=100,
            linewidths=1 if named else 0,
            linecolor="white",
            cbar_kws={"label": "share of the points (%)"},
            ax=axes,
        )
        axes.set_facecolor("0.9")
        axes.grid(visible=False)
        for row, column in np.argwhere(scores.isna().to_numpy()) if named else ():
            axes.text(column + 0.5, row + 0.5, "?", ha="center", va="center", size=size)
        waits = "  (? = waits for a person)" if scores.isna().any(axis=None) else ""
        axes.set(title=title, xlabel=f"exercise (points){waits}", ylabel="" if named else "students, best first")
        labels = [f"{name} ({full:g})" for name, full in marks.points.items()]
        axes.set_xticks(
            np.arange(len(labels)) + 0.5, labels, rotation=40, ha="right", rotation_mode="anchor", size=size
        )
        names = [f"{_short(row.student.id)}  {row.total:g}" for row in rows] if named else []
        axes.set_yticks(np.arange(len(names)) + 0.5, names, rotation=0, size=15)
    alt = (
        f"Heat map of {len(rows)} students and {len(marks.points)} exercises of {marks.lesson}: each student's share "
        f"of the points of each. Totals go from {rows[-1].total:g} to {rows[0].total:g} of "
        f"{sum(marks.points.values()):g} points."
    )
    return _picture(f"{marks.lesson}-marks", alt, axes)


def totals(marks: ClassMarks) -> Picture:
    """How many students have how much of the points.

    Args:
        marks: of a class in which an answer is marked. Not changed.
    """
    share = shares(marks)
    with _axes(6.4) as axes:
        sns.histplot(x=share.clip(upper=100), bins=np.arange(0, 101, 10), color=BLUE, edgecolor="white", ax=axes)
        axes.axvline(share.median(), color=ORANGE, linewidth=4)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set(
            title=f"{marks.lesson}: totals of {len(share)} students (line: the median, {share.median():.0f} %)",
            xlabel="share of the points that are marked so far (%)",
            ylabel="students",
            xlim=(0, 100),
            xticks=range(0, 101, 10),
        )
    alt = (
        f"Histogram of the totals of {len(share)} students in {marks.lesson}, in percent of the points that are "
        f"marked: from {share.min():.0f} to {share.max():.0f} %; half of the students have {share.median():.0f} % or "
        "more."
    )
    return _picture(f"{marks.lesson}-totals", alt, axes)


def difficulties(lesson: str, items: Sequence[Item]) -> Picture:
    """The share of the points that a class has of each exercise.

    Args:
        lesson: its name.
        items: its exercises. Not changed.
    """
    names = [f"{item.exercise} ({item.points:g})" for item in items]
    share = [np.nan if item.difficulty is None else 100 * item.difficulty for item in items]
    with _axes(2.2 + 0.5 * len(items)) as axes:
        sns.barplot(x=share, y=names, orient="h", color=BLUE, ax=axes)
        for place, value in enumerate(share):
            axes.text(
                1.5 if np.isnan(value) else value + 1.5,
                place,
                "waits for a person" if np.isnan(value) else f"{value:.0f} %",
                va="center",
                size=16,
            )
        axes.set(
            title=f"{lesson}: how hard was each exercise?",
            xlabel="mean share of the points (%); the lower, the harder",
            ylabel="",
            xlim=(0, 112),
            xticks=range(0, 101, 20),
        )
    told = ", ".join(f"{item.exercise} {100 * item.difficulty:.0f} %" for item in items if item.difficulty is not None)
    return _picture(f"{lesson}-exercises", f"Bars: the mean share of the points of each exercise. {told}.", axes)


def mistakes(lesson: str, counts: Sequence[tuple[str, str, int]]) -> Picture:
    """The mistakes that most students made.

    Args:
        lesson: its name.
        counts: exercise, sentence and number of students of at least one mistake, the most frequent first. Not changed.
    """
    shown = counts[:MISTAKES]
    labels = [f"{exercise}: {textwrap.shorten(sentence, 150, placeholder=' …')}" for exercise, sentence, _ in shown]
    wrapped = [textwrap.fill(label, 62).replace("$", r"\$") for label in labels]
    numbers = [count for *_, count in shown]
    lines = sum(label.count("\n") + 1 for label in wrapped)
    with _axes(2.4 + 0.2 * len(shown) + 0.27 * lines) as axes:
        bars = axes.barh(range(len(shown)), numbers, color=BLUE)
        axes.set_yticks(range(len(shown)), wrapped, size=14)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set(xlabel="students", xlim=(0, 1.15 * max(numbers)))
        axes.bar_label(bars, padding=6, size=16)
        axes.figure.suptitle(f"{lesson}: what the feedback said most often", size=22)
    told = " ".join(f"{count}: {label}" for label, count in zip(labels, numbers, strict=True))
    return _picture(f"{lesson}-mistakes", f"Bars: how many students read each sentence. {told}", axes)


def lessons(marks: Sequence[ClassMarks]) -> Picture:
    """The totals of a class by lesson.

    Args:
        marks: of lessons in each of which an answer is marked. Not changed.
    """
    by_lesson = {each.lesson: shares(each) for each in marks}
    table = pd.concat([pd.DataFrame({"lesson": name, "share": share}) for name, share in by_lesson.items()])
    with _axes(2.2 + 0.9 * len(marks)) as axes:
        sns.stripplot(table, x="share", y="lesson", orient="h", color=BLUE, alpha=0.5, size=8, ax=axes)
        middle = {"estimator": "median", "errorbar": ("pi", 50), "linestyle": "none", "marker": "D"}
        sns.pointplot(table, x="share", y="lesson", orient="h", color=ORANGE, zorder=3, **middle, ax=axes)
        axes.set(
            title="Totals by lesson: each student, the median, and the middle half",
            xlabel="share of the points that are marked so far (%)",
            ylabel="",
            xlim=(-2, 102),
        )
    told = ", ".join(f"{name} {share.median():.0f} %" for name, share in by_lesson.items())
    return _picture("lessons", f"The totals of the students by lesson. Medians: {told}.", axes)
