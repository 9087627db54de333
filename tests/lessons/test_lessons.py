"""Every lesson, found by walking the folders: it is built, leaks nothing, and its tests tell right from wrong."""

import copy
import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbformat import NotebookNode

from course.authoring.answers import Answer, misjudged, missing, read_answers, reference, submission
from course.authoring.build import build
from course.authoring.lesson import Exercise, Lesson, lesson_names, read_lesson
from course.authoring.notebook import lesson_text, to_json
from course.cells import MARKERS
from course.config import course_config
from course.grading.report import marks
from course.grading.run import grade
from tests.courses import ROOT, key_of

NAMES = lesson_names(ROOT)
WIDGET = "application/vnd.jupyter.widget-view+json"
SECONDS = 20  # for a run of all cells of a solved lesson
MEMORY = 10**9  # bytes, for the same
KERNEL = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]

pytestmark = pytest.mark.parametrize("name", NAMES, scope="module")


@cache
def lesson(name: str) -> Lesson:
    return read_lesson(ROOT / "lessons" / name / "lesson.py")


@cache
def answers(name: str) -> list[Answer]:
    return read_answers(ROOT / "lessons" / name / "answers.py", lesson(name))


def released(name: str) -> NotebookNode:
    return nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)


def exercises(name: str) -> dict[str, Exercise]:
    return {exercise.name: exercise for exercise in lesson(name).exercises}


def perfect(name: str) -> dict[str, str]:
    return {exercise.name: reference(exercise) for exercise in lesson(name).exercises}


# --- text, source and release -----------------------------------------------------------------------------------------


def test_text_source_and_release_agree(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "lessons" / name, tmp_path / "lessons" / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)

    build(tmp_path, [name])

    for folder in ("source", "release"):
        built, committed = (root / folder / name for root in (tmp_path, ROOT))
        assert [path.name for path in built.iterdir()] == [path.name for path in committed.glob("[!.]*")]
        assert (built / f"{name}.ipynb").read_bytes() == (committed / f"{name}.ipynb").read_bytes()


def test_source_says_what_the_text_says(name: str) -> None:
    source = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)

    assert lesson_text(source) == (ROOT / "lessons" / name / "lesson.py").read_text()


def secrets_of(name: str) -> set[str]:
    """Lines that only solutions, hidden tests, model answers and marking schemes hold."""
    secret, shown = set(), set()
    for cell in lesson(name).cells:
        inside = cell.kind == "written"
        for line in cell.source.splitlines():
            if "BEGIN" in line and any(marker in line for marker in MARKERS.values()):
                inside = True
            (secret if inside else shown).add(line.strip())
            if "END" in line and any(marker in line for marker in MARKERS.values()):
                inside = cell.kind == "written"
    # The opening line of a call that goes on, such as "raise ValueError(", says nothing by itself.
    return {line for line in secret - shown if len(line) > 12 and not line.endswith(("(", "[", "{"))}


def test_release_and_package_hold_no_secret(name: str) -> None:
    secret = secrets_of(name)
    assert len(secret) > 20  # the test looks for something

    written = {line for cell in lesson(name).cells if cell.kind == "written" for line in secret & lines_of(cell.source)}
    files = [path for path in (ROOT / "release").rglob("*") if path.is_file()]
    files += (ROOT / "course").rglob("*.py")
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
            assert not re.search(f"(BEGIN|END) ({'|'.join(MARKERS.values())})", text), path
        # What one lesson asks for, a later one gives.
        other = path.suffix == ".ipynb" and path.parent.name != name
        assert not (written if other else secret) & lines_of(text), path


def lines_of(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def test_ids_are_unique(name: str) -> None:
    for folder in ("source", "release"):
        cells = nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4).cells
        ids = Counter(cell.id for cell in cells)
        keys = Counter(cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata)

        assert ids.most_common(1)[0][1] == 1
        assert keys.most_common(1)[0][1] == 1


def test_notebooks_pass_ruff(name: str) -> None:
    notebooks = [str(ROOT / folder / name / f"{name}.ipynb") for folder in ("source", "release")]

    done = subprocess.run([sys.executable, "-m", "ruff", "check", *notebooks], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


# --- what is asked and how it is checked ------------------------------------------------------------------------------


def test_every_exercise_has_right_and_wrong_answers(name: str) -> None:
    assert missing(lesson(name), answers(name)) == []


def test_every_exercise_is_introduced(name: str) -> None:
    """A heading with difficulty, minutes and the points that its cells have; and hints."""
    cells = lesson(name).cells
    for exercise in exercises(name).values():
        place = cells.index(exercise.solution)
        text = cells[place - 1].source
        points = re.search(r"(\d+) points?", text)

        assert points, exercise.name
        assert float(points[1]) == exercise.points, exercise.name
        assert re.search(r"\d+ minutes", text), exercise.name
        if exercise.tests:
            assert re.search("[★☆]{3}", text), exercise.name
            assert text.count("<details>") >= 2, exercise.name
            assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


# --- the notebook, run as a student runs it ---------------------------------------------------------------------------


def run(notebook: NotebookNode, folder: Path) -> float:
    """Run all cells as JupyterLab does: an error ends the run, unless the cell's tag allows it. Returns the seconds."""
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}, extra_arguments=KERNEL)
    began = time.monotonic()
    client.execute()
    return time.monotonic() - began


def plain(traceback: list[str]) -> str:
    """The text of an error as it is read: without colours, whatever its lines."""
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m", "", " ".join(traceback)))


def test_blank_notebook_runs_and_says_what_is_not_attempted(name: str, tmp_path: Path) -> None:
    notebook = released(name)

    run(notebook, tmp_path)

    tests = {cell.key for exercise in exercises(name).values() for cell in exercise.tests}
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if key_of(cell) in tests:
            assert len(errors) == 1, key_of(cell)
            assert "not attempted yet" in plain(errors[0].traceback)
        else:
            assert not errors, cell.source


def test_solved_notebook_runs_fast_in_little_memory_and_without_a_warning(name: str, tmp_path: Path) -> None:
    notebook = submission(released(name), perfect(name))
    most = "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    notebook.cells.append(nbformat.v4.new_code_cell(most))

    seconds = run(notebook, tmp_path)

    assert seconds < SECONDS
    assert int(notebook.cells[-1].outputs[0].text) < MEMORY
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", (cell.source, output.text)
            shown = json.dumps(output.get("data", {}))
            assert "This picture needs" not in shown, cell.source
            assert "This picture appears once" not in shown, cell.source


# --- nbgrader's marks for all answers ---------------------------------------------------------------------------------


@dataclass
class Graded:
    """A class of made-up students after grading: marks, and graded notebooks by student."""

    grades: pd.DataFrame
    notebooks: dict[str, NotebookNode]
    answers: dict[str, list[Answer]]  # what each student answered other than the lesson does


def students(name: str, release: NotebookNode) -> tuple[dict[str, NotebookNode], dict[str, list[Answer]]]:
    """One with the lesson's answers, one with none, and one for the first, second, … answer of each exercise."""
    given: dict[str, list[Answer]] = {"perfect": [], "blank": []}
    notebooks = {"perfect": submission(release, perfect(name)), "blank": release}
    for right in (True, False):
        by_exercise: dict[str, list[Answer]] = {}
        for answer in answers(name):
            if answer.right is right:
                by_exercise.setdefault(answer.exercise, []).append(answer)
        for place in range(max(map(len, by_exercise.values()))):
            student = f"{'right' if right else 'wrong'}-{place}"
            given[student] = [some[place] for some in by_exercise.values() if place < len(some)]
            filled_in = perfect(name) | {answer.exercise: answer.source for answer in given[student]}
            notebooks[student] = submission(release, filled_in)
    return notebooks, given


def grade_class(root: Path, name: str, config: str, who: Callable[[str], bool]) -> Graded:
    """Grade those students of `students` for whom `who` says so, in a new course with `config` added to its own."""
    shutil.copytree(ROOT / "lessons" / name, root / "lessons" / name)
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + config)
    build(root, [name])
    notebooks, given = students(name, nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4))
    chosen = [student for student in notebooks if who(student)]
    for student in chosen:
        path = root / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(to_json(notebooks[student]))

    failed = grade(root, name, chosen)

    assert not failed
    autograded = {
        student: nbformat.read(root / "autograded" / student / name / f"{name}.ipynb", as_version=4)
        for student in chosen
    }
    return Graded(marks(course_config(root), name), autograded, {student: given[student] for student in chosen})


@pytest.fixture(scope="module")
def graded(name: str, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Everybody, judged by the referee."""
    return grade_class(tmp_path_factory.mktemp(name), name, "", lambda student: True)


@pytest.fixture(scope="module")
def in_kernels(name: str, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Who has the lesson's answers, and who has none, graded as nbgrader does by itself."""
    config = "c.Autograde.autograde_preprocessors = Autograde().autograde_preprocessors\n"
    config += f"c.Execute.extra_arguments = {KERNEL}\nc.Execute.timeout = 120\n"
    return grade_class(tmp_path_factory.mktemp(name), name, config, {"perfect", "blank"}.__contains__)


def lost(grades: pd.DataFrame, student: str) -> set[str]:
    mine = grades[(grades["student"] == student) & ~grades["waits"]]
    return set(mine["cell"][mine["score"] < mine["points"]])


def test_perfect_submission_earns_every_point(name: str, graded: Graded) -> None:
    mine = graded.grades[graded.grades["student"] == "perfect"].set_index("cell")
    written = {exercise.name for exercise in exercises(name).values() if not exercise.tests}

    assert set(mine.index) == {cell.key for exercise in exercises(name).values() for cell in exercise.graded}
    assert set(mine.index[mine["waits"]]) == written
    assert lost(graded.grades, "perfect") == set()


def test_blank_submission_earns_nothing(name: str, graded: Graded) -> None:
    mine = graded.grades[graded.grades["student"] == "blank"]

    assert len(mine) > 0
    assert not mine["waits"].any()
    assert mine["score"].sum() == 0


def test_other_right_answers_earn_every_point(name: str, graded: Graded) -> None:
    for student, given in graded.answers.items():
        if student.startswith("right"):
            assert lost(graded.grades, student) == set(), [(answer.exercise, answer.name) for answer in given]


def test_plain_python_judges_all_answers_alike(name: str) -> None:
    """What a student sees in Validate, where there is no referee."""
    found = misjudged(lesson(name), answers(name))

    assert [(answer.exercise, answer.name, messages) for answer, messages in found] == []


def test_nbgrader_by_itself_gives_the_same_marks(name: str, graded: Graded, in_kernels: Graded) -> None:
    theirs = in_kernels.grades.set_index(["student", "cell"])[["score", "points", "waits"]].sort_index()
    ours = graded.grades.set_index(["student", "cell"])[["score", "points", "waits"]].sort_index()

    assert set(theirs.index.get_level_values("student")) == set(in_kernels.answers)
    pd.testing.assert_frame_equal(ours.loc[theirs.index], theirs)


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
            output.pictures = [[image["src"], image["alt"], *sorted(styles(image["style"]))] for image in images]
        found.append(output)
    return found


def test_notebooks_look_as_if_a_kernel_had_run_them(name: str, graded: Graded, in_kernels: Graded) -> None:
    ours, theirs = graded.notebooks["perfect"], in_kernels.notebooks["perfect"]

    assert any("pictures" in output for cell in ours.cells for output in without_layout(cell.get("outputs", [])))
    for mine, other in zip(ours.cells, theirs.cells, strict=True):
        ran, there = without_layout(mine.get("outputs", [])), without_layout(other.get("outputs", []))
        assert mine.get("execution_count") == other.get("execution_count"), mine.source
        if "widgets.step_through(" in mine.source:  # stands still at its last step, and starts from its first
            assert [len(output.pictures) for output in ran] == [len(output.pictures) for output in there]
        else:
            assert ran == there, mine.source


def test_wrong_answers_lose_the_cells_they_name_and_get_the_message(name: str, graded: Graded) -> None:
    for student, given in graded.answers.items():
        if not student.startswith("wrong"):
            continue
        said = {
            key_of(cell): " ".join(plain(o.traceback) for o in cell.outputs if o.output_type == "error")
            for cell in graded.notebooks[student].cells
            if cell.cell_type == "code"
        }
        for answer in given:
            own = {cell.key for cell in exercises(name)[answer.exercise].tests}

            assert lost(graded.grades, student) & own == set(answer.fails), (answer.exercise, answer.name)
            messages = [said[key] for key in answer.fails]
            assert any(answer.says in message for message in messages), (answer.exercise, answer.name, messages)
        assert lost(graded.grades, student) == {key for answer in given for key in answer.fails}
