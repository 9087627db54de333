"""Cells below an exercise take what its tests take: the two slopes of a gate may come as an array, too."""

from dataclasses import replace

from course.authoring.answers import reference
from course.authoring.lesson import Cell, read_lesson
from course.authoring.rehearsal import rehearse
from tests.courses import ROOT

# The last line of each gate's backward.
SLOPES = {
    "multiply_gate": "return dout * self.y, dout * self.x",
    "add_gate": "return dout, dout",
    "max_gate": "return (dout, 0) if self.x_wins else (0, dout)",
}


def test_graphs_take_gates_that_return_arrays() -> None:
    lesson = read_lesson(ROOT / "lessons" / "05-chain-rule" / "lesson.py")
    (backward,) = (exercise for exercise in lesson.exercises if exercise.name == "backward")

    with_arrays = replace(lesson, cells=tuple(map(_with_arrays, lesson.cells)))

    assert list(rehearse(with_arrays, {"backward": [reference(backward)]}, all_tests=True)) == [("backward", [{}])]


def _with_arrays(cell: Cell) -> Cell:
    """The cell, with a gate whose slopes come as an array if it is the answer to one."""
    if cell.kind != "solution" or cell.key not in SLOPES:
        return cell
    returned = SLOPES[cell.key].removeprefix("return ")
    assert cell.source.count(returned) == 1
    return replace(cell, source=cell.source.replace(returned, f"np.array([*({returned})])"))
