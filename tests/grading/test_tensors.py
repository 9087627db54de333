"""PyTorch where submissions are graded: imported for the lessons that need it, and its tensors sent as arrays."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.utils import determine_grade, is_solution

from course.authoring.answers import reference, submission
from course.authoring.lesson import read_lesson
from course.config import CourseError
from course.grading import referee
from course.grading.conversation import Conversation
from course.grading.plan import make_plan
from course.grading.sandbox import Sandbox
from course.grading.sayable import UNSAID, Sayable
from course.grading.tracebacks import told_error
from course.grading.wire.orders import Limits
from tests.check.mistakes_pytorch import pytorchs_mistakes
from tests.check.told import error_of
from tests.courses import ROOT, key_of, needs_torch, resources_of

LIMITS = Limits(memory=2**29, processes=64, disk=2**26, output=10**5, message=2**22)


@pytest.fixture(scope="module")
def talk() -> Iterator[Conversation]:
    """With a process for which PyTorch was imported."""
    if not shutil.which("bwrap"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    made = Sandbox()
    made.provide({"torch"}, ())
    process = made.start(LIMITS, frozenset({"Tensor"}))
    process.conversation.deadline = time.monotonic() + 60
    yield process.conversation
    process.end()
    made.close()


def lesson(name: str) -> Path:
    return ROOT / "source" / name / f"{name}.ipynb"


def test_a_plan_knows_what_locked_cells_import_and_what_of_it_verdicts_depend_on() -> None:
    """A plot is an exercise in the first of them, and decides nothing in the second."""
    names = "04-numerical-gradient", "07-two-layer-network", "08-convolution", "09-pytorch"
    descent, layers, convolution, pytorch = (make_plan(nbformat.read(lesson(name), as_version=4)) for name in names)

    assert {"pandas", "seaborn"} <= descent.needed
    assert {"pandas", "seaborn", "numpy"} <= layers.imports
    assert layers.needed == layers.imports - {"pandas", "seaborn", "matplotlib.pyplot", "functools"}
    assert "torch" not in convolution.imports
    assert {"torch", "numpy", "course"} <= pytorch.needed <= pytorch.imports


def test_the_referee_runs_nothing_that_needs_pytorch() -> None:
    here = [step.here for step in make_plan(nbformat.read(lesson("09-pytorch"), as_version=4)).steps.values()]

    assert [source for source in here if "torch" in source] == []
    assert any("CNN_SHAPES" in source for source in here)


@needs_torch
def test_mistakes_that_raise_an_error_are_explained_without_its_words() -> None:
    sayable = Sayable("")

    for name, (mistake, _) in pytorchs_mistakes().items():
        error = error_of(mistake)
        said = sayable.error(*told_error(error, {})[:2])
        assert said in sayable.all(), name
        assert said.sentence != UNSAID, name
        assert said.kind in {kind.__name__ for kind in type(error).__mro__}, name


def test_where_pytorch_is_missing_its_lesson_is_not_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referee, "find_spec", lambda name: None)
    notebook = nbformat.v4.new_notebook()

    with pytest.raises(CourseError, match="needs torch, which is not installed here; run: pip install torch"):
        referee.Referee().preprocess(notebook, resources_of(lesson("09-pytorch")))


@needs_torch
def test_a_tensor_comes_as_the_array_of_its_numbers(talk: Conversation) -> None:
    talk.run("import torch\nlayer = torch.nn.Linear(2, 1)\nlayer.weight.data[:] = torch.tensor([[1.5, -2]])", 1)
    talk.run("weight, whole, one = layer.weight, torch.arange(3), torch.tensor(0.25, dtype=torch.float64)", 2)
    found = talk.names(["weight", "whole", "one"])

    assert found["weight"].tolist() == [[1.5, -2]]
    assert [found[name].dtype for name in ("weight", "whole", "one")] == [np.float32, np.int64, np.float64]
    assert (found["one"].shape, found["one"] == 0.25) == ((), True)


@needs_torch
def test_what_is_done_to_the_array_is_not_done_to_the_tensor(talk: Conversation) -> None:
    talk.run("import torch\nkept = torch.zeros(2)", 1)
    talk.names(["kept"])["kept"][:] = 7
    talk.run("total = float(kept.sum())", 2)

    assert talk.names(["total"]) == {"total": 0.0}


@needs_torch
def test_a_tensor_that_keeps_its_graph_stays_where_it_is(talk: Conversation) -> None:
    talk.run("import torch\nloss = torch.ones(2, requires_grad=True).sum()", 1)

    assert type(talk.names(["loss"])["loss"]).__name__ == "Tensor"


@needs_torch
def test_pytorch_has_one_thread_and_the_memory_that_there_is(talk: Conversation) -> None:
    talk.run("import torch\nthreads, said = torch.get_num_threads(), ''", 1)
    talk.run("try: torch.ones(2**28)\nexcept RuntimeError as error: said = str(error)", 2)
    found = talk.names(["threads", "said"])

    assert found["threads"] == 1
    assert "can't allocate memory" in found["said"]


@needs_torch
@pytest.mark.parametrize("slip", [("W.T", "W.T + 1"), ("return layer", "raise NotImplementedError")])
def test_a_mistake_with_tensors_costs_its_own_points_only(slip: tuple[str, str]) -> None:
    """Later tests put networks together with the student's own layers; theirs are made of the right answer then."""
    name = "09-pytorch"
    answers = {each.name: reference(each) for each in read_lesson(ROOT / "lessons" / name / "lesson.py").exercises}
    answers["to_linear"] = answers["to_linear"].replace(*slip)
    release = nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)
    notebook = submission(release, answers)

    referee.Referee().preprocess(notebook, resources_of(lesson(name)))

    tests = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") and not is_solution(cell)
    ]
    lost = {key_of(cell) for cell in tests if determine_grade(cell)[0] < cell.metadata.nbgrader.points}
    assert lost == {"linear_parameters", "linear_scores_agree"}
