"""What a class gets wrong that no sentence knows: listed with an example, and adopted into the bank."""

from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner, Result

from course.authoring.answers import adopt, read_answers, submission
from course.authoring.bank import table_of
from course.authoring.build import build
from course.authoring.lesson import LessonError, read_lesson
from course.authoring.notebook import to_json
from course.cli import app
from course.config import CourseError, course_config
from course.grading.foreseen import foreseen
from course.grading.run import grade
from course.grading.unforeseen import unforeseen
from tests.courses import make_course

NAME = "01-tiny"
TEXT = """# %% given="setup"
from course import check


# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% test="double_shown" points=1
# check: double, by hand
check.close(double(3.0), 6.0, name="double(3)")

# %% test="double_hidden" points=1
# check: double, for a large number
check.close(double(50.0), 100.0, name="double(50)")
### BEGIN HIDDEN TESTS
check.close(double(-8.0), -16.0, name="double of another number")
### END HIDDEN TESTS
"""
ANSWERS = (
    '# %% double wrong="square" change="2 * x → x * x" fails="double_shown double_hidden" says="This is the square."\n'
)
CLASS = {
    "ada": "def double(x):\n    return 2 * x",
    "bob": "def double(x):\n    return x + 7",
    "cid": "def double(x):\n    y = x + 7\n    return y",
    "dan": "def double(x):\n    return x * x",
    "eve": "def double(x):\n    return abs(2 * x)",
    "fay": "def double(x):\n    \x1b[2J = 1",
    "gus": "def double(x):\n    return 2 * x / 0",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class; not to be changed but in its answers, which each test that does puts back."""
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    (root / "lessons" / NAME / "answers.py").write_text(ANSWERS)
    build(root)
    release = nbformat.read(root / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for student, answer in CLASS.items():
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(to_json(submission(release, {"double": answer})))
    assert grade(root, jobs=1) == {NAME: {}}
    return root


@pytest.fixture
def answers(course: Path) -> Path:
    path = course / "lessons" / NAME / "answers.py"
    path.write_text(ANSWERS)
    return path


def command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_equal_wrong_values_are_grouped_and_known_ones_left_out(course: Path) -> None:
    found = unforeseen(course_config(course), NAME)

    assert [(each.test, each.check, each.students) for each in found] == [
        ("double_shown", "double(3)", ("bob", "cid")),
        ("double_hidden", "double(50)", ("bob", "cid")),
    ]
    assert found[0].exercise == "double"
    assert found[0].source == CLASS["bob"]
    assert found[0].lost == ("double_shown", "double_hidden")


def test_the_report_lists_them_with_an_example(course: Path) -> None:
    done = command("report", NAME, "--root", course)

    assert done.exit_code == 0
    assert (
        "1  2 students have this mistake, and no sentence for it\n   double, double_shown: double(3)\n" in done.stdout
    )
    assert "   │ def double(x):\n   │     return x + 7\n" in done.stdout
    assert "x * x" not in done.stdout
    assert "\x1b" not in done.stdout
    page = course / "report" / "class.html"
    assert done.stdout.endswith(f"{page}: the page, with 4 figures as PNG beside it\n")
    assert "return x + 7" in page.read_text()
    assert len(list(page.parent.glob("*.png"))) == 4


def test_what_the_feedback_says_is_counted_once_for_each_student(course: Path) -> None:
    found = {
        each.sentence: each.students for each in foreseen(course_config(course), NAME) if each.exercise == "double"
    }

    assert found["This is the square."] == ("dan",)
    assert len(found) == len({sentence.removesuffix(" (Found on hidden numbers.)") for sentence in found})
    assert set().union(*found.values()) == set(CLASS) - {"ada"}


def test_a_mistake_is_adopted_and_known_from_then_on(course: Path, answers: Path) -> None:
    done = command("adopt", NAME, "1", "--root", course)
    lesson = read_lesson(answers.with_name("lesson.py"))
    with pytest.raises(LessonError) as error:
        read_answers(answers, lesson)
    answers.write_text(answers.read_text().replace('says=""', 'says="Nothing is added: x is taken twice."'))
    adopted = read_answers(answers, lesson)

    assert done.exit_code == 0
    assert "as double 'adopted 1'" in done.stdout
    assert "says is empty: write the sentence for whoever makes this mistake (double, adopted 1)" in str(error.value)
    assert adopted[-1].source == CLASS["bob"]
    assert adopted[-1].fails == ("double_shown", "double_hidden")
    assert "Nothing is added: x is taken twice." in table_of(answers.parent, lesson, adopted).sentences("double_shown")


def test_a_second_one_gets_a_name_of_its_own(answers: Path) -> None:
    names = [adopt(answers, "double", source, ("double_shown",)) for source in ("double = 1", "double = 2\n# %% x\n")]
    text = answers.read_text().replace('says=""', 'reads="is"')
    answers.write_text(text)

    adopted = read_answers(answers, read_lesson(answers.with_name("lesson.py")))

    assert names == ["adopted 1", "adopted 2"]
    assert [each.name for each in adopted] == ["square", *names]
    assert adopted[2].source == "double = 2\n# x"


def test_what_is_no_python_is_not_adopted(answers: Path) -> None:
    with pytest.raises(CourseError, match=r"no Python \(line 1"):
        adopt(answers, "double", "!ls", ("double_shown",))

    assert answers.read_text() == ANSWERS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("adopt", NAME, "9"), f"{NAME} has "),
        (("adopt", "02-none", "1"), "there is no lesson '02-none'"),
        (("report", "02-none"), f"02-none is not in the gradebook; it has {NAME}"),
    ],
)
def test_what_is_not_there_is_named(course: Path, answers: Path, arguments: tuple[str, ...], said: str) -> None:
    done = command(*arguments, "--root", course)

    assert done.exit_code == 1
    assert said in done.stderr
    assert answers.read_text() == ANSWERS


def test_nothing_of_it_is_in_the_feedback(course: Path) -> None:
    graded = nbformat.read(course / "autograded" / "bob" / NAME / f"{NAME}.ipynb", as_version=4)
    kept = [cell.metadata.unforeseen for cell in graded.cells if "unforeseen" in cell.metadata]
    clean = nbformat.read(course / "autograded" / "ada" / NAME / f"{NAME}.ipynb", as_version=4)

    assert [each["check"] for each in kept] == ["double(3)", "double(50)"]
    assert [cell for cell in clean.cells if "unforeseen" in cell.metadata] == []
