"""The notebook of a lesson is found by what is in it; where two could be meant, none is taken."""

import copy
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from course.authoring.answers import submission
from course.authoring.notebook import to_json
from course.config import course_config
from course.grading.choosing import MOST_LOOKED_INTO, choose
from course.grading.run import course_api
from course.grading.submission_file import SubmissionError
from tests.courses import make_course
from tests.grading.classes import FULL, HALF, NAME, RIGHT, TEXT, WRONG, scores_of
from tests.grading.commands import Starter

EXACT = f"{NAME}.ipynb"
OTHER = TEXT.replace("double", "triple").replace('"add', '"minus').replace("def add", "def minus").replace("why", "how")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)


@pytest.fixture(scope="module")
def release(course: Path) -> NotebookNode:
    return nbformat.read(course / "release" / NAME / EXACT, as_version=4)


@pytest.fixture(scope="module")
def kinds(course: Path, release: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a file can hold."""
    other = make_course(tmp_path_factory.mktemp("other"), "02-other", OTHER)
    shown = copy.deepcopy(submission(release, RIGHT))
    shown.cells[1].outputs = [nbformat.v4.new_output("stream", text="out")]
    return {
        "blank": to_json(release).encode(),
        "right": to_json(submission(release, RIGHT)).encode(),
        "shown": to_json(shown).encode(),
        "wrong": to_json(submission(release, WRONG)).encode(),
        "other": (other / "release" / "02-other" / "02-other.ipynb").read_bytes(),
        "broken": b'{"cells": [',
        "json": json.dumps({"nbformat": 4, "cells": "none"}).encode(),
    }


COPY, NUMBERED, SPACES = f"{NAME}-Copy1.ipynb", f"{NAME} (1).ipynb", "01 tiny.ipynb"
TAKEN = {
    "as it is": ({EXACT: "right"}, EXACT),
    "numbered": ({NUMBERED: "right"}, NUMBERED),
    "copied": ({COPY: "right"}, COPY),
    "spaces": ({SPACES: "right"}, SPACES),
    "other case": ({"01-TINY.IPYNB": "right"}, "01-TINY.IPYNB"),
    "in a folder": ({f"week 1/{EXACT}": "right"}, f"week 1/{EXACT}"),
    "as text": ({f"{EXACT}.txt": "right"}, f"{EXACT}.txt"),
    "as json": ({f"{NAME}.json": "right"}, f"{NAME}.json"),
    "any name": ({"homework": "right"}, "homework"),
    "blank, and a copy": ({EXACT: "blank", COPY: "right"}, COPY),
    "two blanks, and a copy": ({EXACT: "blank", NUMBERED: "blank", COPY: "right"}, COPY),
    "blank copy": ({EXACT: "right", COPY: "blank"}, EXACT),
    "equal copies": ({EXACT: "right", COPY: "right"}, EXACT),
    "copies that show other things": ({EXACT: "shown", COPY: "right"}, EXACT),
    "blank only": ({NUMBERED: "blank"}, NUMBERED),
    "another lesson's besides": ({EXACT: "right", "02-other.ipynb": "other"}, EXACT),
    "broken besides": ({EXACT: "right", "notes.ipynb": "broken", "x.json": "json"}, EXACT),
    "broken alone": ({EXACT: "broken"}, EXACT),  # judging it says why
}


@pytest.mark.parametrize("case", TAKEN)
def test_the_one_notebook_of_the_lesson_is_taken(kinds: dict[str, bytes], release: NotebookNode, case: str) -> None:
    files, path = TAKEN[case]
    chosen = choose({name: kinds[kind] for name, kind in files.items()}, {NAME: release}, NAME)

    assert chosen.notebooks == {NAME: kinds[files[path]]}
    assert [remark for remark in chosen.remarks if "was taken for" in remark] == (
        [] if path == EXACT else [f"{path} was taken for {EXACT}: its cells are those of this lesson"]
    )
    for name, kind in files.items():
        if kind in ("other", "broken", "json") and len(files) > 1:
            assert any(name in remark and "not graded" in remark for remark in chosen.remarks)


REFUSED = {
    "nothing": ({}, rf"there is no {EXACT} in it, and no other notebook of {NAME} \(got no file\); hand it in"),
    "another lesson's": (
        {"02-other.ipynb": "other"},
        r"no other notebook of 01-tiny \(got 02-other\.ipynb\); hand it in",
    ),
    "broken": ({NUMBERED: "broken"}, r"got 01-tiny \(1\)\.ipynb\); 01-tiny \(1\)\.ipynb is not JSON"),
    "two answered": ({EXACT: "right", COPY: "wrong"}, rf"with different answers, as {COPY}, {EXACT}; leave the one"),
    "two others": ({SPACES: "right", COPY: "wrong"}, rf"with different answers, as {SPACES}, {COPY}; leave the one"),
    "broken, and a copy": ({EXACT: "broken", COPY: "right"}, rf"{EXACT} is not JSON.*; {COPY} is there as well; leave"),
    "broken, and a blank": (
        {EXACT: "broken", COPY: "blank"},
        rf"{EXACT} is not JSON.*; {COPY} is there as well; leave",
    ),
    "many": ({f"{n}.ipynb": "blank" for n in range(MOST_LOOKED_INTO + 1)}, "21 notebooks are in it, and 20 are looked"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_doubt_is_refused_and_names_the_files(kinds: dict[str, bytes], release: NotebookNode, case: str) -> None:
    files, words = REFUSED[case]

    with pytest.raises(SubmissionError, match=words):
        choose({name: kinds[kind] for name, kind in files.items()}, {NAME: release}, NAME)


def test_each_notebook_of_a_lesson_is_found_by_its_own_cells(kinds: dict[str, bytes], release: NotebookNode) -> None:
    shown = {NAME: release, "second": nbformat.reads(kinds["other"].decode(), as_version=4)}
    chosen = choose({"a.ipynb": kinds["other"], "b.ipynb": kinds["right"]}, shown, "both")

    assert chosen.notebooks == {NAME: kinds["right"], "second": kinds["other"]}


# --- whichever way grading is started ---------------------------------------------------------------------------------

CLASS = {
    "exact": ({EXACT: "right"}, FULL),
    "folder": ({f"week 1/{NUMBERED}": "right"}, FULL),
    "text": ({f"{EXACT}.txt": "wrong"}, HALF),
    "both": ({EXACT: "blank", f"{NAME}.json": "right"}, FULL),
    "doubt": ({EXACT: "right", COPY: "wrong"}, None),
    "foreign": ({EXACT: "other"}, None),
    "none": ({"notes.txt": "broken"}, None),
}
EXPECTED = {student: scores for student, (_, scores) in CLASS.items() if scores is not None}


@pytest.fixture
def handed_in(course: Path, kinds: dict[str, bytes], tmp_path: Path) -> Path:
    root = shutil.copytree(course, tmp_path / "course")
    for student, (files, _) in CLASS.items():
        for name, kind in files.items():
            path = root / "submitted" / student / NAME / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(kinds[kind])
    return root


def test_course_grade_takes_them_and_says_so(handed_in: Path, starter: Starter) -> None:
    said = starter.run(handed_in, "course", "grade", "--jobs", "1")

    assert said.status == 1
    assert scores_of(handed_in) == EXPECTED
    assert f"text ({NAME}): {EXACT}.txt was taken for {EXACT}" in said.err
    assert f"could not be graded ({NAME}; why is below the marks): doubt, foreign, none\n" in said.err
    for student in ("doubt", "foreign", "none"):
        assert f"\n{student} was refused: " in said.out
    assert "4 graded, 0 as before, 3 refused" in said.out


def test_nbgraders_command_does_the_same(handed_in: Path, starter: Starter) -> None:
    said = starter.run(handed_in, "nbgrader", "autograde", NAME)

    assert said.status == 1
    assert scores_of(handed_in) == EXPECTED
    assert f"text: {EXACT}.txt was taken for {EXACT}" in said.err
    assert "3 of 7 submissions could not be graded: doubt, foreign, none" in said.err
    assert "traceback" not in said.err.lower()


def test_formgraders_button_does_the_same(handed_in: Path) -> None:
    api = course_api(course_config(handed_in))
    answers = {student: api.autograde(NAME, student) for student in CLASS}

    assert scores_of(handed_in) == EXPECTED
    assert {student for student, answer in answers.items() if answer["success"]} == set(EXPECTED)
    assert re.search(
        rf"none could not be graded: there is no {EXACT} in it.*\(got notes\.txt\)", answers["none"]["log"]
    )
