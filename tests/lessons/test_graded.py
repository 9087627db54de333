"""Every lesson as it is graded: by nbgrader alone, by nbgrader with the referee, and by the referee answer by answer.

A lesson's notebook is run as seldom as can be, and looked at many times: nbgrader's own run of a solved notebook is
also the one that a student would see.
"""

import copy
import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from course.authoring.answers import Answer, misjudged, read_answers, submission
from course.authoring.lesson import Cell, Exercise, lesson_names
from course.check.bank import table
from course.config import MISTAKES, course_config
from course.grading.marks import marks
from course.grading.referee import Referee
from course.grading.run import grade
from course.grading.statements import bound_and_used
from tests.courses import ROOT, key_of, resources_of, run_everything
from tests.lessons.classes import BOTH, built, graded_by_nbgrader, hand_in, in_kernel, lesson, perfect

WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS = 20  # of a processor's time for a run of all cells of a solved lesson
MEMORY = 10**9  # bytes, for the same

pytestmark = pytest.mark.parametrize("name", lesson_names(ROOT), scope="module")


@cache
def answers(name: str) -> list[Answer]:
    return read_answers(ROOT / "lessons" / name / "answers.py", lesson(name))


def released(name: str) -> NotebookNode:
    return nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)


def with_tests(name: str) -> list[Exercise]:
    return [exercise for exercise in lesson(name).exercises if exercise.tests]


# --- a class, graded by nbgrader --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Graded:
    """A class of made-up students after grading: marks, and graded notebooks by student."""

    grades: pd.DataFrame
    notebooks: dict[str, NotebookNode]

    def lost(self, student: str) -> set[str]:
        """The tests that cost the student a point."""
        mine = self.grades[(self.grades["student"] == student) & ~self.grades["waits"]]
        return set(mine["cell"][mine["score"] < mine["points"]])


def first_wrong_answers(name: str) -> list[Answer]:
    """One to each exercise."""
    found = {answer.exercise: answer for answer in reversed(answers(name)) if not answer.right}
    return list(found.values())


def results(root: Path, name: str, chosen: tuple[str, ...]) -> Graded:
    autograded = {
        student: nbformat.read(root / "autograded" / student / name / f"{name}.ipynb", as_version=4)
        for student in chosen
    }
    return Graded(marks(course_config(root), name), autograded)


@pytest.fixture(scope="module")
def graded(name: str, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Both, judged by the referee, who has all cells run for what they show."""
    root = shutil.copytree(built(name, tmp_path_factory), tmp_path_factory.mktemp(name), dirs_exist_ok=True)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write('c.Referee.rerun = "all"\n')
    hand_in(root, name, BOTH)
    assert grade(root, [name], jobs=1) == {name: {}}  # other tests have the other processors
    return results(root, name, BOTH)


@pytest.fixture(scope="module")
def in_kernels(name: str, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Who has the lesson's answers, in one lesson also who has none, graded as nbgrader does by itself."""
    return results(graded_by_nbgrader(name, tmp_path_factory), name, in_kernel(name))


def test_perfect_submission_earns_every_point(name: str, graded: Graded) -> None:
    mine = graded.grades[graded.grades["student"] == "perfect"].set_index("cell")
    written = {exercise.name for exercise in lesson(name).exercises if not exercise.tests}

    assert set(mine.index) == {cell.key for exercise in lesson(name).exercises for cell in exercise.graded}
    assert set(mine.index[mine["waits"]]) == written
    assert graded.lost("perfect") == set()


def test_blank_submission_earns_nothing(name: str, graded: Graded) -> None:
    mine = graded.grades[graded.grades["student"] == "blank"]

    assert len(mine) > 0
    assert not mine["waits"].any()
    assert mine["score"].sum() == 0


def test_nbgrader_by_itself_gives_the_same_marks(name: str, graded: Graded, in_kernels: Graded) -> None:
    theirs = in_kernels.grades.set_index(["student", "cell"])[["score", "points", "waits"]].sort_index()
    ours = graded.grades.set_index(["student", "cell"])[["score", "points", "waits"]].sort_index()

    assert set(theirs.index.get_level_values("student")) == set(in_kernel(name))
    pd.testing.assert_frame_equal(ours.loc[theirs.index], theirs)


def lost(name: str, notebook: NotebookNode) -> set[str]:
    """The tests that cost a submission a point, by the referee alone."""
    Referee().preprocess(notebook, resources_of(ROOT / "source" / name / f"{name}.ipynb"))
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    tests = [cell for cell in cells if not cell.metadata.nbgrader.solution]
    return {key_of(cell) for cell in tests if determine_grade(cell)[0] < cell.metadata.nbgrader.points}


def test_wrong_answers_lose_the_cells_they_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in every exercise: what one of them costs, the others don't; and so where all cells are run."""
    given = first_wrong_answers(name)
    wrong = submission(released(name), perfect(name) | {answer.exercise: answer.source for answer in given})

    assert len(given) == len(with_tests(name))
    assert lost(name, copy.deepcopy(wrong)) == {key for answer in given for key in answer.fails}
    run_everything(monkeypatch)
    assert lost(name, wrong) == {key for answer in given for key in answer.fails}


# --- what a student sees ----------------------------------------------------------------------------------------------


def plain(traceback: list[str]) -> str:
    """The text of an error as it is read: without colours, whatever its lines."""
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", " ".join(traceback)))


def errors_of(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def test_every_cell_lets_the_run_go_on(name: str) -> None:
    """JupyterLab's Run All stops at an error unless the cell's tag allows it."""
    code = [cell for cell in released(name).cells if cell.cell_type == "code"]

    assert [cell.source for cell in code if "raises-exception" not in cell.metadata.get("tags", [])] == []


def test_blank_notebook_says_what_is_not_attempted(name: str, graded: Graded, in_kernels: Graded) -> None:
    tests = {cell.key for exercise in with_tests(name) for cell in exercise.tests}
    ran = in_kernels if "blank" in in_kernel(name) else graded

    for cell in ran.notebooks["blank"].cells:
        if key_of(cell) in tests:
            assert len(errors_of(cell)) == 1, key_of(cell)
            assert "not attempted yet" in plain(errors_of(cell)[0].traceback)
        else:
            assert not errors_of(cell), cell.source


def test_solved_notebook_runs_fast_in_little_memory_and_without_a_warning(name: str, in_kernels: Graded) -> None:
    cells = in_kernels.notebooks["perfect"].cells
    seconds, memory = map(float, cells[-1].outputs[0].text.split())

    assert seconds < SECONDS
    assert memory < MEMORY
    for cell in cells:
        assert not errors_of(cell), cell.source
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", (cell.source, output.text)
            shown = json.dumps(output.get("data", {}))
            assert "This picture needs" not in shown, cell.source
            assert "This picture appears once" not in shown, cell.source


def styles(css: str) -> set[str]:
    return {part.strip() for part in css.split(";") if part.strip()}


def without_layout(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with the pictures of their HTML instead of the HTML, which was cleaned, and no controls.

    What is printed in one go reaches a kernel's client in one piece or in several.
    """
    found: list[NotebookNode] = []
    for output in copy.deepcopy(outputs):
        if WIDGET in output.get("data", {}):
            continue
        if found and "text" in output and found[-1].get("name") == output.name:
            found[-1].text += output.text
            continue
        if html := output.get("data", {}).pop("text/html", ""):
            images = BeautifulSoup(html, "html.parser").find_all("img")
            looks = [sorted(styles(re.sub("; filter: .*", "", image["style"]))) for image in images]
            output.pictures = [[image["src"], image["alt"], *look] for image, look in zip(images, looks, strict=True)]
        found.append(output)
    return found


def test_notebooks_look_as_if_a_kernel_had_run_them(name: str, graded: Graded, in_kernels: Graded) -> None:
    ours, theirs = graded.notebooks["perfect"], in_kernels.notebooks["perfect"]

    assert any("pictures" in output for cell in ours.cells for output in without_layout(cell.get("outputs", [])))
    for mine, other in zip(ours.cells[:-1], theirs.cells[:-1], strict=True):  # the last one tells what was used
        ran, there = without_layout(mine.get("outputs", [])), without_layout(other.get("outputs", []))
        assert mine.get("execution_count") == other.get("execution_count"), mine.source
        if "check.overview(" in mine.source:  # which no test is run before here
            assert (ran, "all passed" in there[0].text) == ([], True)
        elif "widgets.step_through(" in mine.source:  # stands still at its last step, and starts from its first
            assert [len(output.pictures) for output in ran] == [len(output.pictures) for output in there]
        else:
            assert ran == there, mine.source


# --- all answers, judged one by one -----------------------------------------------------------------------------------

Verdict = dict[str, str]  # by the key of each test that was lost: what its author reads


def test_plain_python_judges_all_answers_as_they_say(name: str) -> None:
    """What a student sees in Validate, where there is no referee."""
    found = misjudged(lesson(name), answers(name), table((ROOT / "lessons" / name / MISTAKES).read_bytes()))

    assert [(answer.exercise, answer.name, messages) for answer, messages in found] == []


def cells_for(name: str, exercise: Exercise, given: list[Answer]) -> list[Cell]:
    """The cells above an exercise that its answers, its tests, and the cells between these need something of."""
    cells = [cell for cell in lesson(name).cells if not cell.is_markdown]
    below = cells[cells.index(exercise.solution) + 1 : cells.index(exercise.tests[-1]) + 1]
    sources = [cell.source for cell in below] + [answer.source for answer in given]
    needed = {used for source in sources for used in bound_and_used(source)[1]}
    found: list[Cell] = []
    for cell in reversed(cells[: cells.index(exercise.solution)]):
        binds, uses = bound_and_used(cell.source)
        if cell.kind != "test" and binds & needed:
            found.insert(0, cell)
            needed |= uses
    return found


def judged(name: str, exercise: Exercise, given: list[Answer], referee: Referee) -> list[Verdict]:
    """What the referee says to each of the answers to one exercise, which are in one notebook, below each other."""
    by_key = {key_of(cell): cell for cell in released(name).cells if key_of(cell)}
    notebook = nbformat.v4.new_notebook()

    def add(key: str, source: str | None = None) -> NotebookNode:
        cell = copy.deepcopy(by_key[key])
        cell.source = cell.source if source is None else source
        notebook.cells.append(cell)
        return cell

    for above in cells_for(name, exercise, given):
        own = perfect(name).get(above.key)
        if above.key:
            add(above.key, own)
        else:
            notebook.cells.append(nbformat.v4.new_code_cell(above.source))
    cells = lesson(name).cells
    between = cells[cells.index(exercise.solution) + 1 : cells.index(exercise.tests[-1]) + 1]
    tests: list[list[NotebookNode]] = []
    for answer in given:
        add(exercise.name, answer.source)
        tests.append([add(cell.key) for cell in between if cell.kind in ("given", "test")])
    referee.preprocess(notebook, resources_of(ROOT / "source" / name / f"{name}.ipynb"))
    return [
        {
            key_of(cell): " ".join(plain(error.traceback) for error in errors_of(cell))
            for cell in cells
            if cell.metadata.nbgrader.grade and determine_grade(cell)[0] < cell.metadata.nbgrader.points
        }
        for cells in tests
    ]


def test_the_referee_judges_all_answers_as_they_say(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So also with THREATS=anew, where all cells are run."""
    if os.environ.get("THREATS") == "anew":
        run_everything(monkeypatch)
    referee = Referee(carry_forward=False, notebook_seconds=600)

    for exercise in with_tests(name):
        tried = [answer for answer in answers(name) if answer.exercise == exercise.name]
        for answer, verdict in zip(tried, judged(name, exercise, tried, referee), strict=True):
            assert set(verdict) == set(answer.fails), (exercise.name, answer.name, verdict)
            told = answer.right or any(answer.message in message for message in verdict.values())
            assert told, (exercise.name, answer.name, verdict)
