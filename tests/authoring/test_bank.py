"""The tables of mistakes that a build makes of a lesson's wrong answers and slips."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from course.authoring.answers import read_answers
from course.authoring.bank import Tables, Wrong, digest_of, is_current, make_tables, mistakes, table_of
from course.authoring.build import build
from course.authoring.lesson import LessonError, read_lesson
from course.check.bank import Known, Mistake, Print, Table
from tests.courses import make_course

NAME = "01-halves"
LESSON = """# %% given="setup"
import numpy as np

from course import check


# %% solution="halve"
def halve(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


# %% test="halved" points=1
# check: halve, by hand
check.close(halve(np.array([4.0, 6.0])), [2.0, 3.0], name="halve([4, 6])")
### BEGIN HIDDEN TESTS
check.close(halve(np.array([271828.0])), [135914.0], name="half of a secret")
### END HIDDEN TESTS

# %% test="halved_elsewhere" points=1
# check: halve, for a number
check.equal(float(halve(8.0)), 4.0, name="halve(8)")
"""
ANSWERS = """# %% halve wrong="twice" change="x / 2 → x * 2" fails="halved halved_elsewhere" says="This is twice x."
# %% halve wrong="small numbers only" change="x / 2 → np.minimum(x / 2, 100)" fails="halved" says="Large numbers, too."
# %% halve wrong="an error" change="x / 2 → 1 / 0" fails="halved halved_elsewhere" reads="ZeroDivisionError"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lesson_in(tmp_path, ANSWERS)


def lesson_in(tmp_path: Path, answers: str) -> Path:
    folder = tmp_path / "lessons" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lesson.py").write_text(LESSON)
    (folder / "answers.py").write_text(answers)
    return folder


def made(folder: Path) -> Tables:
    lesson = read_lesson(folder / "lesson.py")
    return make_tables(lesson, mistakes(lesson, read_answers(folder / "answers.py", lesson)), "a digest")


def known(text: str) -> Known:
    return Known(Table(json.loads(text)))


def by_hand(text: str, actual: Any) -> Mistake | None:
    """What is said of an answer to the check that students see."""
    return known(text).failed("halve([4, 6])", Print.of(np.array([2.0, 3.0])), Print.of(np.array(actual)))


def test_wrong_answers_and_slips_are_known_by_what_they_give(folder: Path) -> None:
    for text in (made(folder).visible, made(folder).whole):
        assert by_hand(text, [8.0, 12.0]) == Mistake("This is twice x.", True)
        assert by_hand(text, [0.5, 1 / 3]) == Mistake("This is what comes out when a quotient is upside down.", False)
        assert by_hand(text, [4.0, 6.0]) is None  # a part of x / 2 is missing, or its 2 is off by one
        assert by_hand(text, [5.0, 7.0]) is None
        assert known(text).failed("halve(8)", Print.of_exact(4.0), Print.of_exact(16.0)) == Mistake(
            "This is twice x.", True
        )


def test_what_hidden_tests_see_is_in_the_whole_table_alone(folder: Path) -> None:
    tables = made(folder)
    said = {
        which: known(text).failed("half of a secret", Print.of(np.array([135914.0])), Print.of(np.array([100.0])))
        for which, text in (("visible", tables.visible), ("whole", tables.whole))
    }

    assert said == {"visible": None, "whole": Mistake("Large numbers, too.", True)}
    assert "secret" not in tables.visible
    assert "Large numbers" not in tables.visible


def test_a_test_has_the_sentences_that_may_be_said_in_it(folder: Path) -> None:
    table = Table(json.loads(made(folder).whole))

    assert {"This is twice x.", "Large numbers, too."} <= set(table.sentences("halved"))
    assert "This is twice x." in table.sentences("halved_elsewhere")
    assert "Large numbers, too." not in table.sentences("halved_elsewhere")
    assert table.sentences("no test") == ()
    assert "" not in table.sentences("halved")


def test_tables_hold_no_answer(folder: Path) -> None:
    for text in (made(folder).visible, made(folder).whole):
        assert "x / 2" not in text
        assert "def halve" not in text
        assert "small numbers only" not in text


def test_two_sentences_for_one_behaviour_are_not_said(tmp_path: Path) -> None:
    other = ANSWERS.replace('wrong="an error" change="x / 2 → 1 / 0"', 'wrong="sum" change="x / 2 → x + x"')
    folder = lesson_in(tmp_path, other.replace('reads="ZeroDivisionError"', 'says="It is a sum."'))

    assert by_hand(made(folder).whole, [8.0, 12.0]) is None


def test_a_table_is_that_of_its_text(folder: Path) -> None:
    paths = folder / "lesson.py", folder / "answers.py"
    before = digest_of(*paths)
    (folder / "mistakes.json").write_text(f'{{"digest": "{before}"}}')

    assert is_current(folder / "mistakes.json", before)
    for path in paths:
        path.write_text(f"{path.read_text()}\n# another line\n")
        assert not is_current(folder / "mistakes.json", digest_of(*paths))
    for text in ("", "[]", "{}", "null"):
        (folder / "mistakes.json").write_text(text)
        assert not is_current(folder / "mistakes.json", before)
    assert not is_current(folder / "no.json", before)


def test_an_old_table_is_not_used(folder: Path) -> None:
    (folder / "mistakes.json").write_text('{"digest": "old"}')
    lesson = read_lesson(folder / "lesson.py")
    table = table_of(folder, lesson, read_answers(folder / "answers.py", lesson))

    assert "This is twice x." in table.sentences("halved")


def test_a_lesson_whose_own_answer_fails_has_no_table(folder: Path) -> None:
    text = LESSON.replace("return x / 2", "return x / 3")
    (folder / "lesson.py").write_text(text)
    lesson = read_lesson(folder / "lesson.py")

    with pytest.raises(LessonError, match="test='halved' fails"):
        make_tables(lesson, {"halve": [Wrong("def halve(x): return 2 * x", "Twice x.", True)]}, "a digest")


def test_a_build_writes_the_table_beside_the_text(tmp_path: Path) -> None:
    course = make_course(tmp_path, NAME, LESSON)
    folder = course / "lessons" / NAME
    (folder / "answers.py").write_text(ANSWERS)
    build(course, [NAME])
    first = (folder / "mistakes.json").read_bytes()
    build(course, [NAME])
    again = (folder / "mistakes.json").stat().st_mtime_ns
    build(course, [NAME])

    assert is_current(folder / "mistakes.json", digest_of(folder / "lesson.py", folder / "answers.py"))
    assert (folder / "mistakes.json").stat().st_mtime_ns == again
    assert (folder / "mistakes.json").read_bytes() == first
    assert not (course / "course").exists()
    for part in ("source", "release"):
        assert [path.name for path in (course / part / NAME).iterdir()] == [f"{NAME}.ipynb"]
