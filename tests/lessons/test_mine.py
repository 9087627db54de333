"""Lessons that let students use their own answers of earlier lessons: no mark depends on these."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from course.authoring.lesson import lesson_names, read_lesson
from course.grading.referee import Referee
from course.grading.statements import bound_and_used
from course.mine import mine
from tests.courses import ROOT, key_of, resources_of
from tests.lessons.classes import solved

USING = ("03-losses", "04-numerical-gradient", "05-chain-rule", "06-backprop-layers", "08-convolution", "09-pytorch")


@pytest.mark.parametrize("name", lesson_names(ROOT))
def test_no_cell_but_an_optional_one_needs_what_is_theirs(name: str) -> None:
    cells = [cell for cell in read_lesson(ROOT / "lessons" / name / "lesson.py").cells if not cell.is_markdown]
    using = [cell for cell in cells if "from course.mine import mine" in cell.source]
    others = [cell for cell in cells if cell not in using]
    bound = {each for cell in using for each in bound_and_used(cell.source)[0]}
    by_others = {each for cell in others for part in bound_and_used(cell.source) for each in part}

    assert len(using) == (name in USING)
    assert [cell.kind for cell in using] == ["code"] * len(using)
    assert bound & by_others == set()


LYING = "def sigmoid(x):\n    return 0.5"


def lie(notebook: NotebookNode) -> NotebookNode:
    """The notebook of lesson 2 with an answer that is wrong, and checks that pass it."""
    for cell in notebook.cells:
        if key_of(cell) == "sigmoid":
            cell.source = LYING
        elif key_of(cell).startswith("sigmoid_") and cell.metadata.nbgrader.grade:
            cell.source = cell.source.partition("\n")[0]
    return notebook


def lost(notebook: NotebookNode, name: str) -> set[str]:
    """The tests of a lesson that cost points where the referee judges it."""
    Referee().preprocess(notebook, resources_of(ROOT / "source" / name / f"{name}.ipynb"))
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    tests = [cell for cell in tests if not cell.metadata.nbgrader.solution]
    return {key_of(cell) for cell in tests if determine_grade(cell)[0] < cell.metadata.nbgrader.points}


def test_a_lying_notebook_changes_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where a student has put it in place of what the lesson gives."""
    here = tmp_path / "05-chain-rule"
    here.mkdir()
    (tmp_path / "02-activations").mkdir()
    (tmp_path / "02-activations" / "02-activations.ipynb").write_text(json.dumps(lie(solved("02-activations"))))
    monkeypatch.chdir(here)
    notebook = solved("05-chain-rule")
    (place,) = (number for number, cell in enumerate(notebook.cells) if key_of(cell) == "sigmoid_gate")
    own = nbformat.v4.new_code_cell("from course.mine import mine\n\nsigmoid = mine(sigmoid)")
    notebook.cells.insert(place, own)

    taken = mine(sigmoid_of("05-chain-rule"))
    printed = capsys.readouterr().out

    assert (taken(3.0), printed) == (0.5, "sigmoid: yours, from lesson 2\n")  # it lies well enough for its author
    assert lost(notebook, "05-chain-rule") == set()


def sigmoid_of(name: str) -> Callable[[float], float]:
    """What the set-up of a lesson gives."""
    scope: dict[str, Callable[[float], float]] = {}
    exec(next(cell.source for cell in solved(name).cells if key_of(cell) == "setup"), scope)
    return scope["sigmoid"]
