"""The gradebook in SQLite and in PostgreSQL: the same marks, and two graders at once."""

import csv
import os
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from sqlalchemy import create_engine, text

from course import demo
from course.config import CourseError, course_config
from course.doctor import examine
from course.gradebook import database_url, gradebook, where
from course.grading.marks import marks
from tests.courses import ROOT, key_of, make_course, waited_for
from tests.databases import postgresql
from tests.grading.commands import Starter

LESSON = """\
# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% test="double_one" points=1
assert double(1) == 2

# %% test="double_more" points=2
assert double(3) == 6
"""
ANSWERS = {"right": "return 2 * x", "wrong": "return 3 * x", "half": "return x + 1"}
SCORES = {"right": 3, "wrong": 0, "half": 1}
NAMES = ("01-small", "02-small")
GRADE = ("course", "grade", "--jobs", "1")


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[str], str]]:
    with postgresql() as made:
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A course of two small lessons, and what COURSE_DB_URL was when it was built; not to be changed."""
    url = request.getfixturevalue("new_database")("") if request.param == "postgresql" else ""
    course = tmp_path_factory.mktemp("built")
    write_lesson(course, NAMES[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DB_URL", url)
        return make_course(course, NAMES[0], LESSON), url


@pytest.fixture
def course(
    request: pytest.FixtureRequest, built: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A course of two small lessons, built, with its gradebook in each of the databases."""
    folder, url = built
    monkeypatch.setenv("COURSE_DB_URL", request.getfixturevalue("new_database")(url) if url else "")
    return shutil.copytree(folder, tmp_path, dirs_exist_ok=True)


def write_lesson(course: Path, name: str) -> None:
    (course / "lessons" / name).mkdir(parents=True)
    (course / "lessons" / name / "lesson.py").write_text(LESSON)


def submit(course: Path, name: str, student: str, answer: str) -> None:
    notebook = nbformat.read(course / "release" / name / f"{name}.ipynb", as_version=4)
    (cell,) = (cell for cell in notebook.cells if key_of(cell) == "double")
    cell.source = f"def double(x):\n    {answer}"
    path = course / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def ended(starter: Starter) -> str:
    """What the commands that were started said, when all have ended well."""
    outcomes, left = starter.end(120)
    said = "\n".join(outcome.said for outcome in outcomes)

    assert ([outcome.status for outcome in outcomes], left) == ([0] * len(outcomes), []), said
    return said


def exported(starter: Starter, course: Path, name: str) -> Counter[tuple[str, float]]:
    """Student and score, as nbgrader exports them for a lesson, each as often as it is there."""
    starter.start(course, "nbgrader", "export")
    ended(starter)
    with (course / "grades.csv").open() as file:
        lines = [row for row in csv.DictReader(file) if row["assignment"] == name]
    return Counter((line["student_id"], float(line["score"])) for line in lines)


def rows(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(count)


def verdicts(course: Path, student: str, name: str) -> dict[str, bool]:
    """Which tests passed, as the graded notebook shows them."""
    notebook = nbformat.read(course / "autograded" / student / name / f"{name}.ipynb", as_version=4)
    tests = [cell for cell in notebook.cells if key_of(cell).startswith("double_")]
    return {key_of(cell): not any(output.output_type == "error" for output in cell.outputs) for cell in tests}


def test_a_class_has_the_same_marks(course: Path, starter: Starter) -> None:
    name = NAMES[0]
    for student, answer in ANSWERS.items():
        submit(course, name, student, answer)

    starter.start(course, *GRADE, name)
    shown = ended(starter)
    starter.start(course, "nbgrader", "generate_feedback", name)
    ended(starter)

    assert exported(starter, course, name) == Counter(SCORES.items())
    for student, score in SCORES.items():
        assert f" {student} {score} {score} " in " ".join(f" {shown} ".split())
        assert (course / "feedback" / student / name / f"{name}.html").exists()
    assert (course / "gradebook.db").exists() == (not os.environ["COURSE_DB_URL"])


@pytest.mark.parametrize(
    "commands",
    [
        [(*GRADE, NAMES[0]), (*GRADE, NAMES[1])],
        [(*GRADE, "--again", NAMES[0]), (*GRADE, "--again", NAMES[0])],
        [(*GRADE, NAMES[0]), ("nbgrader", "autograde", NAMES[0])],
    ],
    ids=["two lessons of the same students", "the same submissions", "one of them nbgrader's own"],
)
def test_two_graders_at_once_lose_nothing_and_do_nothing_twice(
    course: Path, starter: Starter, commands: list[tuple[str, ...]]
) -> None:
    names = sorted({command[-1] for command in commands})
    students = {f"{answer}{number}": answer for number in range(2) for answer in ANSWERS}
    for name in names:
        for student, answer in students.items():
            submit(course, name, student, ANSWERS[answer])

    for command in commands:
        starter.start(course, *command)
    ended(starter)

    for name in names:
        scores = marks(course_config(course), name).groupby("student")["score"].sum()
        assert scores.to_dict() == {student: SCORES[answer] for student, answer in students.items()}
    url = os.environ["COURSE_DB_URL"] or f"sqlite:///{course}/gradebook.db"
    submissions = len(names) * len(students)
    assert {
        table: rows(url, table) for table in ("student", "submitted_assignment", "submitted_notebook", "grade")
    } == {
        "student": len(students),
        "submitted_assignment": submissions,
        "submitted_notebook": submissions,
        "grade": 2 * submissions,
    }
    for name in names:
        for student, answer in students.items():
            passed = {"double_one": answer in ("right", "half"), "double_more": answer == "right"}
            assert verdicts(course, student, name) == passed
            folder = course / "autograded" / student
            assert [path.name for path in folder.iterdir() if path.name not in names] == []


@pytest.mark.parametrize("built", ["postgresql"], indirect=True)  # in SQLite, one writes at a time
def test_what_another_grader_enters_at_this_moment_is_met(course: Path, starter: Starter) -> None:
    submit(course, NAMES[0], "right", ANSWERS["right"])
    engine = create_engine(os.environ["COURSE_DB_URL"])
    with engine.connect() as other, engine.connect() as onlooker:
        other.execute(text("INSERT INTO student (id) VALUES ('right')"))
        other.execute(
            text(
                "INSERT INTO submitted_assignment (id, assignment_id, student_id) "
                "SELECT 'theirs', id, 'right' FROM assignment WHERE name = :name"
            ),
            {"name": NAMES[0]},
        )
        starter.start(course, *GRADE, NAMES[0])

        def waits() -> int:
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            found = onlooker.execute(text(waiting)).scalar_one()
            onlooker.rollback()  # or it would see the same again
            return int(found)

        assert waited_for(waits, 60), starter.end(60)
        other.commit()
    engine.dispose()
    ended(starter)

    assert marks(course_config(course), NAMES[0]).set_index("cell")["score"].to_dict() == {
        "double_one": 1,
        "double_more": 2,
    }
    assert rows(os.environ["COURSE_DB_URL"], "submitted_assignment") == 1


# --- what is wrong with a database ------------------------------------------------------------------------------------

SECRET = "s3cret"
LIKE_THIS = "postgresql+psycopg://USER@HOST/DATABASE"
UNUSABLE = {
    "no driver": (
        f"postgresql+psycopg2://me:{SECRET}@host/marks",
        "COURSE_DB_URL needs the driver psycopg2, which isn't installed; "
        f"pip install '.[postgresql]', and write {LIKE_THIS}",
    ),
    "no driver of another database": (
        f"mysql+pymysql://me:{SECRET}@host/marks",
        "COURSE_DB_URL needs the driver pymysql, which isn't installed; install it with pip",
    ),
    "no such database": (
        f"postgres://me:{SECRET}@host/marks",
        f"COURSE_DB_URL names a database that SQLAlchemy doesn't know (got postgres); write {LIKE_THIS}",
    ),
    "no URL": (
        f"/home/{SECRET}/marks.db",
        f"COURSE_DB_URL is no URL of a database; write {LIKE_THIS}, and an @ in a password as %40",
    ),
    "@ in the password": (
        f"postgresql+psycopg://me:word@{SECRET}@host/marks",
        f"COURSE_DB_URL is no URL of a database; write {LIKE_THIS}, and an @ in a password as %40",
    ),
    "@ and : in the password": (
        f"postgresql+psycopg://me:word@{SECRET}:word@host/marks",
        f"COURSE_DB_URL is no URL of a database; write {LIKE_THIS}, and an @ in a password as %40",
    ),
}


@pytest.mark.parametrize(("url", "sentence"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_url_is_told_and_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("COURSE_DB_URL", url)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    with pytest.raises(CourseError) as told:
        course_config(tmp_path)
    (finding,) = (finding for finding in examine(tmp_path) if finding.what == "gradebook")

    assert str(told.value) == sentence
    assert finding.remedy == sentence
    assert finding.needed


@pytest.mark.parametrize(
    "command",
    [("course", "build"), ("course", "grade", NAMES[0]), ("course", "demo"), ("nbgrader", "autograde", NAMES[0])],
    ids=" ".join,
)
def test_without_the_driver_every_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starter: Starter, command: tuple[str, ...]
) -> None:
    url, sentence = UNUSABLE["no driver"]
    monkeypatch.setenv("COURSE_DB_URL", url)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write_lesson(tmp_path, NAMES[0])
    outcome = starter.run(tmp_path, *command)

    assert outcome.status == 1
    assert outcome.said.removeprefix("error: ") == f"{sentence}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exchange", "lessons", "nbgrader_config.py"]


def test_the_url_that_is_advised_can_be_used() -> None:
    assert database_url(LIKE_THIS) == LIKE_THIS


def test_a_server_that_does_not_answer_is_told_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starter: Starter
) -> None:
    monkeypatch.setenv("COURSE_DB_URL", f"postgresql+psycopg://me:{SECRET}@/marks?host={tmp_path}&password={SECRET}")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write_lesson(tmp_path, NAMES[0])
    status, *said = starter.run(tmp_path, "course", "build")
    (finding,) = (finding for finding in examine(tmp_path) if finding.what == "gradebook")

    assert status == 1
    assert said == ["", f"error: {finding.remedy}\n"]
    assert "the gradebook postgresql+psycopg://me:***@/marks?host=" in said[1]
    assert "can't be used: " in said[1]
    assert "No such file or directory; see that its server runs, and that COURSE_DB_URL is right" in said[1]
    assert SECRET not in said[1]


def test_the_doctor_says_which_database_it_is(course: Path) -> None:
    url = os.environ["COURSE_DB_URL"]
    built = where(course_config(course))
    (finding,) = (finding for finding in examine(course) if finding.what == "gradebook")

    assert built.replace("%2F", "/") == (url or f"sqlite:///{course}/gradebook.db")
    assert (finding.found, finding.remedy) == (built, "")


def test_looking_makes_no_gradebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_DB_URL", raising=False)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)

    assert where(course_config(tmp_path)) == f"sqlite:///{tmp_path}/gradebook.db, not made yet"
    assert not (tmp_path / "gradebook.db").exists()


def test_an_empty_database_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_database: Callable[[str], str]
) -> None:
    monkeypatch.setenv("COURSE_DB_URL", new_database(""))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)

    assert where(course_config(tmp_path)).endswith(", empty")


def test_a_demo_has_a_gradebook_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DB_URL", f"sqlite:///{tmp_path}/marks.db")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    write_lesson(tmp_path, NAMES[0])

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("build", total):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        demo.run(tmp_path, NAMES[0], tmp_path / "demo", stop)

    assert rows(f"sqlite:///{tmp_path}/demo/gradebook.db", "assignment") == 1
    assert not (tmp_path / "marks.db").exists()


def test_a_file_that_is_no_gradebook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_DB_URL", raising=False)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "gradebook.db").write_text("marks\n" * 1000)
    expected = f"the gradebook sqlite:///{tmp_path}/gradebook.db can't be used: file is not a database; see that"
    with pytest.raises(CourseError, match=re.escape(expected)):
        where(course_config(tmp_path))
    with pytest.raises(CourseError, match=re.escape(expected)), gradebook(course_config(tmp_path)):
        pass


def test_a_gradebook_that_is_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_DB_URL", raising=False)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    config = course_config(tmp_path)
    with gradebook(config), sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match=r"database is locked; another program .*; try again"):
            where(config)
    other.close()
