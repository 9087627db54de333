"""A submission is a pure job: what goes in decides what comes out, wherever it is judged."""

import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.authoring.build import build
from course.authoring.notebook import to_json
from course.config import CourseError
from course.grading.desk import Submission
from course.grading.job import Judged, judge
from tests.courses import key_of, make_course
from tests.grading.classes import FULL, HALF, NAME, RIGHT, TEXT, WRONG, desk_of, gradebook_of, hand_in

OWN = """
from nbgrader.preprocessors import NbGraderPreprocessor


class Stamp(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        nb.metadata["stamp"] = [resources["nbgrader"]["student"], len(nb.cells[3].outputs)]
        return nb, resources


class Forget(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        for cell in nb.cells:
            cell.pop("outputs", None) is None or cell.update(outputs=[])
        return nb, resources


class Fail(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        raise KeyError("of the instructor's")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    hand_in(root, "right", RIGHT)
    hand_in(root, "wrong", WRONG)
    hand_in(root, "blank", {})
    return root


@pytest.fixture
def fresh(course: Path, tmp_path: Path) -> Path:
    """A course of its own for a test that changes it."""
    return shutil.copytree(course, tmp_path / "fresh")


def taken(root: Path, student: str) -> Submission:
    with desk_of(root) as desk:
        return desk.take(student)


def judged(root: Path, student: str) -> Judged:
    return judge(taken(root, student).job)


@pytest.mark.parametrize(
    ("student", "scores", "comments"),
    [
        ("right", FULL | {"why": None}, {"double": None, "add": None, "why": None}),
        ("wrong", HALF | {"why": None}, {"double": None, "add": None, "why": None}),
        ("blank", dict.fromkeys(FULL, 0), dict.fromkeys(RIGHT, "No response.")),
    ],
)
def test_marks_and_comments_are_those_of_nbgrader(
    course: Path, student: str, scores: dict[str, float | None], comments: dict[str, str | None]
) -> None:
    result = judged(course, student)

    assert result.refused == ""
    assert result.scores == {NAME: scores}
    assert result.comments == {NAME: comments}


def edited(root: Path, student: str, edit: Callable[[NotebookNode], object]) -> Judged:
    """What comes of all right answers, when something was done to the notebook."""
    path = hand_in(root, student, RIGHT) / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    path.write_text(to_json(notebook))
    return judged(root, student)


def answer_to(notebook: NotebookNode, key: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if key_of(cell) == key)


def without_metadata(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells):
        cell.metadata, cell["id"] = NotebookNode(), f"converted-{number}"


def answered_beside(notebook: NotebookNode) -> None:
    place = answer_to(notebook, "why")
    notebook.cells.append(new_markdown_cell(place.source))
    place.source = "YOUR ANSWER HERE"


@pytest.mark.parametrize("edit", [without_metadata, answered_beside])
def test_marks_are_the_same_where_metadata_are_lost_or_words_stand_beside(
    fresh: Path, edit: Callable[[NotebookNode], object]
) -> None:
    result = edited(fresh, "right", edit)

    assert result.scores == {NAME: FULL | {"why": None}}
    assert result.comments == {NAME: {"double": None, "add": None, "why": None}}
    assert len(result.remarks) == 1


def test_notebook_of_another_lesson_is_refused(fresh: Path) -> None:
    def other(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if not key_of(cell)]

    assert edited(fresh, "right", other).refused.startswith(f"{NAME}.ipynb is not the notebook of {NAME}: ")


PICTURE = "iVBORw0KGgo" * 400_000  # 4.4 MB


@pytest.mark.parametrize(
    ("source", "attachments", "left"),
    [
        ("So: ![](attachment:a.png)", {"a.png": {"image/png": PICTURE}}, "So: ![](attachment:a.png)"),
        (f"So: ![](data:image/png;base64,{PICTURE}) it is", {}, "So: ![](picture-left-out) it is"),
        (f'So: <img src="data:image/jpeg;base64,{PICTURE}"> it is', {}, 'So: <img src="picture-left-out"> it is'),
    ],
    ids=["attached", "written", "written in HTML"],
)
def test_picture_of_some_megabytes_costs_no_mark(
    fresh: Path, source: str, attachments: dict[str, object], left: str
) -> None:
    result = edited(fresh, "right", lambda nb: answer_to(nb, "why").update(source=source, attachments=attachments))
    notebook = nbformat.reads(result.notebooks[NAME], as_version=4)

    assert result.scores == {NAME: FULL | {"why": None}}
    assert answer_to(notebook, "why").source == left
    assert [remark.partition(" held pictures in its text, which are left out")[0] for remark in result.remarks] == (
        [] if attachments else [f"cell 7 of {NAME}.ipynb"]
    )


def test_graded_notebook_has_the_tests_and_the_key(course: Path) -> None:
    job = taken(course, "right").job
    notebook = nbformat.reads(judge(job).notebooks[NAME], as_version=4)
    sources = {key_of(cell): cell.source for cell in notebook.cells}

    assert notebook.metadata.graded.key == job.key
    assert 'where in ("", "autograde", "validate")' in sources["double_shown"]
    assert sources["add"] == RIGHT["add"]


def test_job_needs_nothing_but_itself(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It pickles, and is judged the same where there is no course."""
    job = taken(course, "right").job
    here = judge(job)
    monkeypatch.chdir(tmp_path)
    away = course.with_name("away")
    course.rename(away)
    try:
        there = pickle.loads(pickle.dumps(judge(pickle.loads(pickle.dumps(job)))))
    finally:
        away.rename(course)

    assert there == here
    assert "NBGRADER_EXECUTION" not in os.environ


def test_other_grader_is_refused(course: Path) -> None:
    with pytest.raises(CourseError, match=r"has another version of the grader.*; install the same there"):
        judge(replace(taken(course, "right").job, grader="another"))


# --- what decides a mark ----------------------------------------------------------------------------------------------


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def rewrite(root: Path, old: str, new: str) -> None:
    """Build the lesson anew, with other words."""
    path = root / "lessons" / NAME / "lesson.py"
    path.write_text(path.read_text().replace(old, new))
    build(root)


def due(root: Path) -> None:
    with gradebook_of(root) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-02 03:04:05")


CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing": (lambda root: None, False),
    "later": (lambda root: os.utime(root / "submitted" / "right" / NAME / f"{NAME}.ipynb"), False),
    "another student's": (lambda root: hand_in(root, "other", WRONG), False),
    "other cells of the config": (lambda root: append(root / "nbgrader_config.py", "c.NbGrader.logfile = ''\n"), False),
    "answer": (lambda root: hand_in(root, "right", WRONG), True),
    "file beside it": (lambda root: (root / "submitted" / "right" / NAME / "data.csv").write_text("1"), True),
    "timestamp": (lambda root: hand_in(root, "right", RIGHT, "2026-01-02 03:04:05 UTC"), True),
    "due date": (due, True),
    "points": (lambda root: rewrite(root, "points=2", "points=3"), True),
    "hidden test": (lambda root: rewrite(root, '"validate")', '"validate", "x")'), True),
    "instructor's file": (lambda root: (root / "source" / NAME / "data.csv").write_text("2"), True),
    "limit": (lambda root: append(root / "nbgrader_config.py", "c.Referee.cell_seconds = 7\n"), True),
    "penalty": (
        lambda root: append(root / "nbgrader_config.py", "c.LateSubmissionPlugin.penalty_method = 'zero'\n"),
        True,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_key_is_of_all_that_decides_a_mark(fresh: Path, change: str) -> None:
    before = taken(fresh, "right").job.key
    do, changes = CHANGES[change]
    do(fresh)

    assert (taken(fresh, "right").job.key != before) == changes


# --- an instructor's own preprocessors --------------------------------------------------------------------------------


def with_own(root: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course preprocessors of its own, and a line that configures them."""
    module = f"own_{root.parent.name.replace('-', '_')}"
    (root / f"{module}.py").write_text(OWN)
    monkeypatch.syspath_prepend(str(root))
    append(root / "nbgrader_config.py", f"import {module} as own\n{line}\n")
    return root


def test_own_preprocessors_are_kept_in_their_places(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One before the notebook is run, which sees no outputs, and one after its marks are known."""
    root = with_own(
        fresh,
        "c.Autograde.sanitize_preprocessors.append(own.Stamp)\nc.Autograde.autograde_preprocessors.append(own.Forget)",
        monkeypatch,
    )
    result = judged(root, "wrong")
    notebook = nbformat.reads(result.notebooks[NAME], as_version=4)

    assert result.scores == {NAME: HALF | {"why": None}}
    assert notebook.metadata.stamp == ["wrong", 0]
    assert [output for cell in notebook.cells for output in cell.get("outputs", [])] == []


def test_preprocessor_that_fails_refuses_the_submission(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = with_own(fresh, "c.Autograde.sanitize_preprocessors.append(own.Fail)", monkeypatch)

    assert judged(root, "right") == Judged(refused='KeyError: "of the instructor\'s"')


def test_chain_without_the_referee_is_refused(fresh: Path) -> None:
    append(
        fresh / "nbgrader_config.py",
        "from nbgrader.converters import Autograde\n"
        "c.Autograde.autograde_preprocessors = Autograde().autograde_preprocessors\n",
    )

    with pytest.raises(CourseError, match="has to have Referee and SaveAutoGrades in it"), desk_of(fresh):
        pass


def test_gradebook_of_another_build_is_refused(fresh: Path) -> None:
    path = fresh / "release" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace('"points": 2.0', '"points": 5.0').replace('"points": 2,', '"points": 5,'))

    with (
        pytest.raises(CourseError, match=r"add_numbers has 5\.0 points there, and 2\.0 in the gradebook; build"),
        desk_of(fresh),
    ):
        pass


@pytest.mark.parametrize("step", ["source", "release"])
def test_lesson_that_is_not_built_says_what_to_do(fresh: Path, step: str) -> None:
    (fresh / step / NAME / f"{NAME}.ipynb").unlink()

    with (
        pytest.raises(
            CourseError, match=rf"{step}/{NAME}/{NAME}\.ipynb can't be read .*; build the lesson with: course build"
        ),
        desk_of(fresh),
    ):
        pass
