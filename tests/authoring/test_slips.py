"""The tool that makes small slips, and what it finds in the lessons."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.authoring.bank import make_tables, mistakes
from course.authoring.lesson import LessonError, lesson_names, read_lesson
from course.authoring.rehearsal import stages
from course.authoring.slips import Slip, compare, known_survivors, slips
from course.cli import app
from tests.courses import ROOT

LESSON = """# %% given="setup"
import numpy as np

from course import check


# %% solution="halve"
def halve(x):
    ### BEGIN SOLUTION
    {answer}
    ### END SOLUTION


# %% test="halved" points=1
check.unchanged(halve, np.array([{x}]))
check.close(halve(np.array([{x}])), [{half}], name="halve(x)")
"""


def lesson_in(folder: Path, answer: str, x: str = "4.0", half: str = "2.0") -> Path:
    path = folder / "lessons" / "01-halves" / "lesson.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LESSON.format(answer=answer.replace("\n", "\n    "), x=x, half=half))
    return path


def made_of(folder: Path, answer: str) -> set[str]:
    [exercise] = read_lesson(lesson_in(folder, answer)).exercises
    return {slip.becomes for slip in slips(exercise)}


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        ("return x / 2", {"return x * 2", "return x // 2", "return x", "return 2", "return 2 / x", "return x / 1"}),
        ("return x - 0.5", {"return x + 0.5", "return x - -0.5", "return x - 1.0", "return 0.5 - x"}),
        ("return -x", {"return x"}),
        ("return np.sum(x, axis=0)", {"return np.mean(x, axis=0)", "return np.sum(x)", "return np.sum(x, axis=1)"}),
        ("return x.T @ x", {"return x @ x", "return x.T * x", "return x @ x.T"}),
        ("return x[1:, 0]", {"return x", "return x[:, 0]", "return x[1:, 1]"}),
        ("if x > 0:\n    return x\nreturn 0", {"if x >= 0:", "if x < 0:", "if not x > 0:", "if False:"}),
        ("y = x\ny += 1\nreturn y", {"y = 1", "y -= 1", "", "y += 1 ⏎ y = x", "return x"}),
        ("for i in range(3):\n    x = x / 2\nreturn x", {"break", "return None", "for i in range(2):"}),
        ("return np.zeros_like(x) + max(x, 1)", {"return np.ones_like(x) + max(x, 1)", "return x + max(x, 1)"}),
        ("return (x, 2)", {"return (2, x)", "return (x,)"}),
        ("return x.copy()", {"return x"}),
        ("self.x, self.y = x, 2\nreturn self.x + self.n", {"return self.y + self.n", "self.x, self.y = (2, x)"}),
    ],
)
def test_slips_are_those_that_people_make(answer: str, becomes: set[str], tmp_path: Path) -> None:
    assert made_of(tmp_path, answer) >= becomes


def test_what_is_given_has_no_slips(tmp_path: Path) -> None:
    [exercise] = read_lesson(lesson_in(tmp_path, "return x / 2")).exercises

    assert all(slip.source.startswith("def halve(x):") for slip in slips(exercise))
    assert len({slip.source for slip in slips(exercise)}) == len(slips(exercise)) > 5


def test_a_slip_that_no_test_notices_is_found(tmp_path: Path) -> None:
    path = lesson_in(tmp_path, "return x / 2", "0.0", "0.0")  # where a factor makes no difference

    found = compare(read_lesson(path), path.with_name("survivors.toml"))

    assert found.tried > len(slips(read_lesson(path).exercises[0])) > 8
    assert (found.known, found.outdated) == (0, [])
    unnoticed = ["x * 2", "x // 2", "x", "x / 1", "x / 3", "x / 4", "x / -2"]
    assert {slip.becomes for slip in found.unexplained} == {f"return {each}" for each in unnoticed}


def test_a_slip_that_another_one_has_helped_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lesson_in(tmp_path, "return x / 2", "4.0, -1.0", "2.0, -0.5")
    helper = "def halve(x):\n    check.close = lambda *args, **more: None\n    return x / 2"
    made = [Slip("halve", "", source, source) for source in (helper, "def halve(x):\n    return x")]
    monkeypatch.setattr("course.authoring.slips.slips", lambda exercise: made)
    _, stage = next(stages(read_lesson(path)))
    together = stage.said([slip.source for slip in made], all_tests=False, surely=False)

    assert together == [{}, {}]
    assert compare(read_lesson(path), path.with_name("survivors.toml")).unexplained == made[:1]


def test_slips_that_a_build_has_tried_are_not_tried_again(tmp_path: Path) -> None:
    path = lesson_in(tmp_path, "return x / 2", "0.0", "0.0")
    lesson, known = read_lesson(path), path.with_name("survivors.toml")
    vandals_only = compare(lesson, known, unnoticed={"halve": ()})
    built = make_tables(lesson, mistakes(lesson, []), "a digest")

    assert vandals_only.unexplained == []
    assert compare(lesson, known, unnoticed=built.unnoticed) == compare(lesson, known)


def test_good_tests_notice_every_slip(tmp_path: Path) -> None:
    path = lesson_in(tmp_path, "return x / 2", "4.0, -1.0", "2.0, -0.5")

    assert compare(read_lesson(path), path.with_name("survivors.toml")).unexplained == []


@pytest.mark.parametrize("answer", ["while True:\n    x = x / 1\nreturn x", "return [0] * 10**12"])
def test_slips_that_hang_or_take_all_memory_are_noticed(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.authoring.rehearsal.SECONDS", 1)
    path = lesson_in(tmp_path, f"if x[0] == 7:\n    {answer.replace(chr(10), chr(10) + '    ')}\nreturn x / 2")

    found = compare(read_lesson(path), path.with_name("survivors.toml"))

    assert not [
        slip for slip in found.unexplained if slip.becomes in ("if not x[0] == 7:", "if True:", "if x[0] != 7:")
    ]


def test_an_answer_that_fails_its_own_tests_is_told(tmp_path: Path) -> None:
    path = lesson_in(tmp_path, "return x / 3")

    with pytest.raises(LessonError, match=r"test='halved' fails: halve\(x\)"):
        compare(read_lesson(path), path.with_name("survivors.toml"))


@pytest.mark.parametrize("text", ["survivor = 5", "[[survivor]]\nexercise = 'halve'", "[[", "x = 1"])
def test_a_file_of_survivors_that_is_none_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "survivors.toml").write_text(text)

    with pytest.raises(LessonError, match=r"survivors.toml: must hold \[\[survivor\]\]"):
        known_survivors(tmp_path / "survivors.toml")


def test_a_file_of_survivors_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "survivors.toml").write_text("# none\n")

    assert known_survivors(tmp_path / "survivors.toml") == {}


def test_command_prints_what_to_write_into_the_file(tmp_path: Path) -> None:
    path = lesson_in(tmp_path, "y = 2\nz = 1\nreturn x / y / z")
    run = ["slips", "--root", str(tmp_path)]

    first = CliRunner().invoke(app, run)
    entries = first.stdout[first.stdout.index("[[survivor]]") : first.stdout.index("01-halves: ")]
    path.with_name("survivors.toml").write_text(entries)
    without_reasons = CliRunner().invoke(app, run)
    path.with_name("survivors.toml").write_text(entries.replace('why = ""', 'why = "1 or not, it is the same"'))
    second = CliRunner().invoke(app, run)
    path.with_name("survivors.toml").write_text(entries.replace('why = ""', 'why = "the same"').replace("halve", "old"))
    third = CliRunner().invoke(app, run)

    assert [each.exit_code for each in (first, without_reasons, second, third)] == [1, 1, 0, 1]
    assert "0 unnoticed" in second.stdout
    assert "a test notices it" in third.stdout


@pytest.mark.parametrize("name", lesson_names(ROOT))
def test_no_slip_in_a_lesson_goes_unnoticed(name: str) -> None:
    folder = ROOT / "lessons" / name

    found = compare(read_lesson(folder / "lesson.py"), folder / "survivors.toml")

    assert found.tried > 50
    assert [slip.entry() for slip in found.unexplained] == []
    assert found.outdated == []
