"""Marks get into the gradebook and into autograded/ together, whole, and leave a person's work alone."""

import csv
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Grade
from sqlalchemy import event
from sqlalchemy.orm import Session

from course.authoring.notebook import to_json
from course.config import CourseError
from course.grading import book
from course.grading.desk import Desk
from course.grading.recognition import WORDS_BESIDE
from tests.courses import make_course
from tests.grading.classes import (
    FULL,
    NAME,
    RIGHT,
    SCORES,
    TEXT,
    WRONG,
    desk_of,
    gradebook_of,
    hand_in,
    notebook_of,
    put,
    scores_of,
)
from tests.grading.commands import Starter

DUE, LATE = "2026-01-02 03:04:05 UTC", "2026-01-02 05:04:05 UTC"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    hand_in(root, "ada", RIGHT)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "course")


@pytest.fixture
def desk(course: Path) -> Iterator[Desk]:
    with desk_of(course) as found:
        yield found


def grade_of(course: Path, cell: str) -> tuple[float | None, float | None, bool]:
    """Automatic and manual score, and whether a person has to look at it."""
    with gradebook_of(course) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, "ada")
        return grade.auto_score, grade.manual_score, grade.needs_manual_grade


def by_hand(course: Path, cell: str, score: float) -> None:
    """Give a mark, and a comment on an answer, as the formgrader does."""
    with gradebook_of(course) as gradebook:
        grade = gradebook.find_grade(cell, NAME, NAME, "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.find_comment("double", NAME, NAME, "ada").manual_comment = "Well done."
        gradebook.db.commit()


def test_marks_are_entered(course: Path, desk: Desk) -> None:
    put(desk)

    assert grade_of(course, "double_shown") == (1.0, None, False)
    assert grade_of(course, "why") == (None, None, True)
    assert scores_of(course) == {"ada": FULL}


def test_a_submission_is_one_commit(course: Path, desk: Desk) -> None:
    commits = []

    def count(session: Session) -> None:
        commits.append(session)

    event.listen(Session, "after_commit", count)
    try:
        put(desk)
        put(desk, SCORES | {"add_numbers": 0.0})
    finally:
        event.remove(Session, "after_commit", count)

    assert len(commits) == 2


def test_files_are_whole_and_nobodys_to_write(course: Path, desk: Desk) -> None:
    hand_in(course, "ada", RIGHT, DUE)
    put(desk)
    place = notebook_of(course, "ada").parent

    assert {path.name: path.stat().st_mode & 0o777 for path in place.iterdir()} == {
        f"{NAME}.ipynb": 0o444,
        "timestamp.txt": 0o444,
    }
    assert [path.name for path in place.parent.iterdir()] == [NAME]


def test_files_of_a_group_are_the_groups(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.groupshared = True\n")
    with desk_of(course) as desk:
        put(desk)
    path = notebook_of(course, "ada")

    assert path.stat().st_mode & 0o777 == 0o664
    assert path.parent.stat().st_mode & 0o7777 == 0o2775


# --- a person's marks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "answers", "scores", "looked_at_again"),
    [
        ("why", RIGHT, SCORES, False),
        ("why", RIGHT | {"double": "def double(x):\n    return 0"}, SCORES | {"double_shown": 0.0}, False),
        ("why", RIGHT | {"why": "It was so."}, SCORES, True),
        ("double_shown", RIGHT, SCORES, False),
        ("double_shown", RIGHT | {"why": "It was so."}, SCORES, False),
        ("double_shown", RIGHT | {"double": "def double(x):\n    return x * 2"}, SCORES, True),
        ("double_shown", RIGHT, SCORES | {"double_shown": 0.0}, True),  # by another test
    ],
)
def test_marks_by_hand_stay_and_are_flagged_where_the_answer_changed(
    course: Path, desk: Desk, cell: str, answers: dict[str, str], scores: dict[str, float | None], looked_at_again: bool
) -> None:
    put(desk)
    by_hand(course, cell, 0.5)
    hand_in(course, "ada", answers)
    put(desk, scores)

    assert grade_of(course, cell) == (scores[cell], 0.5, looked_at_again)
    with gradebook_of(course) as gradebook:
        assert gradebook.find_comment("double", NAME, NAME, "ada").comment == "Well done."


def test_other_words_beside_an_empty_place_are_looked_at_again(course: Path, desk: Desk) -> None:
    def answered_beside(words: str) -> None:
        path = hand_in(course, "ada", {key: answer for key, answer in RIGHT.items() if key != "why"}) / f"{NAME}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(new_markdown_cell(words, id="beside"))
        notebook.cells[-2].metadata[WORDS_BESIDE] = ["beside"]  # as a graded notebook has it
        path.write_text(to_json(notebook))

    waits = []
    for words in ("It is so.", "It is so.", "It was so."):
        answered_beside(words)
        put(desk)
        waits.append(grade_of(course, "why")[2])
        by_hand(course, "why", 3)

    assert waits == [True, False, True]


def test_flag_stays_until_a_person_has_looked(course: Path, desk: Desk) -> None:
    put(desk)
    by_hand(course, "why", 3)
    hand_in(course, "ada", RIGHT | {"why": "It was so."})
    put(desk)
    put(desk)

    assert grade_of(course, "why") == (None, 3, True)


# --- late, missing, unknown -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "when", "penalty"), [("zero", LATE, 3.0), ("zero", DUE, 0.0), ("none", LATE, 0.0)])
def test_penalty_is_that_of_the_plugin_and_in_the_export(
    course: Path, starter: Starter, method: str, when: str, penalty: float
) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.LateSubmissionPlugin.penalty_method = {method!r}\n")
    with gradebook_of(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate=DUE)
    hand_in(course, "ada", RIGHT, when)
    with desk_of(course) as desk:
        put(desk)
    rows = []
    for _ in ("while an answer waits", "marked"):
        exported = starter.run(course, "nbgrader", "export", "--to", str(course / "marks.csv"))
        assert exported.status == 0, exported.err
        rows += csv.DictReader((course / "marks.csv").read_text().splitlines())
        with gradebook_of(course) as gradebook:
            gradebook.find_grade("why", NAME, NAME, "ada").needs_manual_grade = False
            gradebook.db.commit()

    scores = [[row[name] for name in ("raw_score", "late_submission_penalty", "score")] for row in rows]
    assert scores == [
        ["not marked yet", str(penalty), "not marked yet"],
        ["3.0", str(penalty), str(3 - penalty)],
    ]


def test_student_who_is_unknown_is_made_unless_the_course_says_no(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Autograde.create_student = False\n")
    with desk_of(course) as desk, pytest.raises(CourseError, match="ada is not in the gradebook; add them with"):
        put(desk)

    assert scores_of(course) == {}
    assert not notebook_of(course, "ada").parent.parent.exists() or not any(
        notebook_of(course, "ada").parent.parent.iterdir()
    )


# --- broken off -------------------------------------------------------------------------------------------------------


def full(*_: object) -> None:
    raise OSError(28, "No space left on device", "a file")


def killed(*_: object) -> None:
    raise KeyboardInterrupt


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "disk full": lambda patch: patch.setattr(book.os, "fsync", full),
    "before the commit": lambda patch: patch.setattr(Session, "commit", killed),
    "after the commit": lambda patch: patch.setattr(Path, "rename", killed),
}


@pytest.mark.parametrize("how", BREAKS)
def test_what_was_broken_off_is_done_again(course: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    with desk_of(course) as desk:
        put(desk)
    before = notebook_of(course, "ada").read_bytes()
    hand_in(course, "ada", WRONG)
    with desk_of(course) as desk, monkeypatch.context() as patch:
        BREAKS[how](patch)
        with pytest.raises((CourseError, KeyboardInterrupt)):
            put(desk, SCORES | {"double_shown": 0.0})

    assert notebook_of(course, "ada").read_bytes() == before  # whole, if old
    with desk_of(course) as desk:
        assert not desk.finished(desk.take("ada"))
        put(desk, SCORES | {"double_shown": 0.0})
        assert desk.finished(desk.take("ada"))
    assert scores_of(course)["ada"]["double_shown"] == 0
    assert os.listdir(course / "autograded" / "ada") == [NAME]


def test_old_folder_comes_back_where_the_new_one_was_not_in_place(course: Path, desk: Desk) -> None:
    put(desk)
    place = notebook_of(course, "ada").parent
    place.rename(place.with_name(f".{NAME}.old"))
    shutil.copytree(course / "submitted" / "ada" / NAME, place.with_name(f".{NAME}.new"))

    assert not desk.finished(desk.take("ada"))  # since nobody knows what the gradebook says
    assert notebook_of(course, "ada").exists()
    assert os.listdir(place.parent) == [NAME]


@pytest.mark.parametrize("what", ["gradebook", "notebook"])
def test_what_was_removed_is_graded_again(course: Path, what: str) -> None:
    with desk_of(course) as desk:
        put(desk)
    with gradebook_of(course) as gradebook:
        if what == "gradebook":
            gradebook.remove_submission(NAME, "ada")
        else:
            notebook_of(course, "ada").unlink()
    with desk_of(course) as desk:
        assert not desk.finished(desk.take("ada"))


def test_locked_gradebook_is_waited_for_and_told(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "WAIT", 0.2)
    with desk_of(course) as desk:
        other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match=r"gradebook\.db can't be used: database is locked; another program"):
            put(desk)
        other.close()

        assert not notebook_of(course, "ada").exists()
        put(desk)
    assert scores_of(course) == {"ada": FULL}


def test_two_graders_enter_the_same_submission_once(course: Path) -> None:
    with desk_of(course) as one, desk_of(course) as other:
        put(one)
        put(other)

    with gradebook_of(course) as gradebook:
        assert gradebook.db.query(Grade).count() == len(FULL)
