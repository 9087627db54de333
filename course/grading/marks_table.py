"""The table of marks for a terminal or a pipe. It never cuts a name: what doesn't fit goes below, or it has parts."""

import math
from collections.abc import Callable, Iterator
from itertools import groupby

from rich.cells import cell_len
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from course.grading.marks import ClassMarks, Row


def marks_table(marks: ClassMarks, console: Console) -> RenderableType:
    """A row for each student, a column for each exercise, and what is to be said about them below.

    Exercises whose names leave no room are numbered, with a legend below; where the numbers leave none either, the
    table stands in several parts.

    Args:
        marks: of a class. Not changed.
        console: that it is printed to, of which it takes the width and the encoding.
    """
    show = _shown_in(console.encoding)
    wide = console.options.update(width=100_000)

    def fits(table: Table) -> bool:
        return console.measure(table, options=wide).maximum <= console.width

    names = [show(exercise) for exercise in marks.points]
    whole = _part(marks, range(len(names)), [name.replace("_", "\n") for name in names], console.width, show, last=True)
    if fits(whole):
        return Group(_title(marks, show), whole, *_notes(marks, show))
    numbers = [str(number) for number in range(1, len(names) + 1)]
    parts: list[Table] = []
    for size in sorted({math.ceil(len(names) / count) for count in range(1, len(names) + 1)}, reverse=True):
        chosen = [range(start, min(start + size, len(names))) for start in range(0, len(names), size)]
        parts = [_part(marks, some, numbers, console.width, show, last=some is chosen[-1]) for some in chosen]
        if all(map(fits, parts)):
            break
    legend = [Text(f"{number} {name}", overflow="fold") for number, name in zip(numbers, names, strict=True)]
    between: list[RenderableType] = []
    for part in parts:
        between += [part, ""]
    return Group(_title(marks, show), *between, Columns(legend, padding=(0, 3)), *_notes(marks, show))


def _shown_in(encoding: str) -> Callable[[str], str]:
    """What may go to a terminal of a text that a stranger wrote, in the terminal's own signs."""

    def show(text: str) -> str:
        plain = "".join(sign if sign.isprintable() else " " for sign in text)
        return plain.encode(encoding, "backslashreplace").decode(encoding)

    return show


def _title(marks: ClassMarks, show: Callable[[str], str]) -> Text:
    return Text(f"{show(marks.lesson)}: marks by student and exercise", style="bold", overflow="fold")


def _part(
    marks: ClassMarks, exercises: range, headings: list[str], width: int, show: Callable[[str], str], *, last: bool
) -> Table:
    """Some of the exercises; the last of the parts has what belongs to a student as a whole."""
    points, names = marks.points, list(marks.points)
    table = Table(box=None, header_style="bold", padding=(0, 1), show_footer=True)
    most = max(12, width // 3)
    table.add_column("student", footer="points", overflow="fold", max_width=most)
    for number in exercises:
        table.add_column(headings[number], footer=f"{points[names[number]]:g}", justify="right", no_wrap=True)
    late = last and any(row.penalty for row in marks.rows)
    status = last and any(row.status for row in marks.rows)
    if late:
        table.add_column("late", justify="right", no_wrap=True)
    if last:
        table.add_column("total", footer=f"{sum(points.values()):g}", justify="right", style="bold", no_wrap=True)
    if status:
        table.add_column("", overflow="fold", style="yellow")

    def cells(row: Row) -> Iterator[Text]:
        yield Text(show(row.student.id), overflow="fold")
        for number in exercises:
            yield _mark(row, names[number], points[names[number]])
        if late:
            yield Text(f"-{row.penalty:g}" if row.penalty else "")
        if last:
            yield Text(f"{row.total:g}" if row.has_marks else "")
        if status:
            yield Text(row.status, overflow="fold")

    # Those who need a line each are a single row for rich, which takes a millisecond for every row otherwise.
    for folds, rows in groupby(marks.rows, lambda row: bool(row.status) or cell_len(show(row.student.id)) > most):
        lines = [list(cells(row)) for row in rows]
        if not folds:
            lines = [[Text("\n").join(column) for column in zip(*lines, strict=True)]]
        for line in lines:
            table.add_row(*line)
    for column in table.columns:
        if column.no_wrap:  # or rich would measure every cell, again each time that it is asked
            shown = (str(cell).split("\n") for cell in (column.header, column.footer, *column.cells))
            column.width = max(cell_len(line) for lines in shown for line in lines)
    return table


def _mark(row: Row, exercise: str, points: float) -> Text:
    if not row.has_marks:
        return Text("")
    score = row.scores[exercise]
    if exercise in row.waiting:
        return Text(f"{score:g}?" if score else "?", style="yellow")
    return Text(f"{score:g}", style="green" if score >= points else "red" if score == 0 else "")


def _notes(marks: ClassMarks, show: Callable[[str], str]) -> Iterator[Text]:
    """What the signs mean, and why something is missing."""
    waiting = [row for row in marks.rows if row.waiting]
    if waiting:
        yield Text("? waits to be graded by hand, in the formgrader; the total is what counts until then", style="dim")
    for row in marks.rows:
        if row.refused:
            earlier = "; the marks are those of an earlier submission" if row.has_marks else ""
            yield Text(f"{show(row.student.id)} was refused: {show(row.refused)}{earlier}", overflow="fold")
