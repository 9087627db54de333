"""The table of marks says what the gradebook and nbgrader's export say, and who is missing; it never cuts a name."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.plugins import CsvExportPlugin
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from course.cli import app
from course.config import CourseError, course_config
from course.grading.marks import ClassMarks, Person, Row, class_marks, lessons_with_marks
from course.grading.marks_table import marks_table
from tests.grading.gradebooks import NAME, add_lesson, add_marks, make_gradebook, open_gradebook

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # of nbgrader's own export
REASON = "01-tiny.ipynb is not JSON (line 1); save it again"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class in which everything happens that can; not to be changed."""
    root = make_gradebook(tmp_path_factory.mktemp("course"))
    add_marks(root, "ada", (1, 1, 2, None))
    add_marks(root, "bob", (0, 1, 2, None), timestamp="2026-01-02 06:00:00 UTC")
    add_marks(root, "cid", (1, 0, 0, None))
    add_marks(root, "dan", (0, 0, 0, 0), timestamp="2026-01-03 00:00:00 UTC")
    add_marks(root, "old", (1, 1, 0, 0))
    with open_gradebook(root) as book:
        by_hand = {"bob": (3.0, 0.5, False), "cid": (2.0, 0.0, True)}  # a mark, extra credit; and to be looked at again
        for student, (score, extra, again) in by_hand.items():
            grade = book.find_grade("why", NAME, NAME, student)
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, again
        book.find_grade("double_shown", NAME, NAME, "bob").manual_score = 0.5
        for student, penalty in {"bob": 1.25, "dan": 2.0}.items():
            book.find_submission_notebook(NAME, NAME, student).late_submission_penalty = penalty
        book.add_student("eve", first_name="Eve", last_name="Adams", email="eve@example.org")
        book.db.commit()
    (root / "submitted" / "fay" / NAME).mkdir(parents=True)
    for student in ("new", "old"):
        (root / "autograded" / student).mkdir(parents=True)
        note = root / "autograded" / student / f".{NAME}.refused"
        note.write_text(json.dumps({"student": student, "reason": REASON}))
    return root


@pytest.fixture(scope="module")
def marks(course: Path) -> ClassMarks:
    return class_marks(course_config(course), NAME)


def shown(marks: ClassMarks, width: int, encoding: str = "utf-8") -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    console = Console(file=file, width=width)
    console.print(marks_table(marks, console))
    file.flush()
    return file.buffer.getvalue().decode(encoding)


def test_points_are_by_exercise_in_the_order_of_the_notebook(marks: ClassMarks) -> None:
    assert list(marks.points.items()) == [("double", 2), ("add", 2), ("why", 4)]


@pytest.mark.parametrize(
    ("student", "scores", "waiting", "status"),
    [
        ("ada", (2, 2, 0), {"why"}, ""),
        ("bob", (1.5, 2, 3.5), set(), ""),
        ("cid", (1, 0, 2), {"why"}, ""),
        ("dan", (0, 0, 0), set(), ""),
        ("eve", (), set(), "nothing handed in"),
        ("fay", (), set(), "not graded yet"),
        ("new", (), set(), "refused"),
        ("old", (2, 0, 0), set(), "refused"),
    ],
)
def test_what_is_known_of_a_student(
    marks: ClassMarks, student: str, scores: tuple[float, ...], waiting: set[str], status: str
) -> None:
    [row] = [row for row in marks.rows if row.student.id == student]

    assert (tuple(row.scores.values()), row.waiting, row.status) == (scores, waiting, status)
    assert row.refused == (REASON if status == "refused" else "")


def test_everybody_is_there_once_in_order(marks: ClassMarks) -> None:
    assert [row.student.id for row in marks.rows] == ["ada", "bob", "cid", "dan", "eve", "fay", "new", "old"]
    assert [row.student for row in marks.rows if row.student.email] == [
        Person("eve", "Eve", "Adams", "eve@example.org")
    ]
    assert {row.student.id: row.seconds_late for row in marks.rows if row.seconds_late} == {"bob": 21600, "dan": 86400}


def test_totals_and_penalties_are_those_of_nbgraders_export(course: Path, marks: ClassMarks, tmp_path: Path) -> None:
    with open_gradebook(course) as book:
        CsvExportPlugin(to=str(tmp_path / "grades.csv")).export(book)
    exported = {
        row["student_id"]: (float(row["late_submission_penalty"]), float(row["score"]), float(row["max_score"]))
        for row in csv.DictReader((tmp_path / "grades.csv").read_text().splitlines())
    }
    points = sum(marks.points.values())

    assert {row.student.id: (row.penalty, row.total, points) for row in marks.rows if row.student.id in exported} == (
        exported
    )
    assert {name for name, (_, total, _) in exported.items() if total} == {"ada", "bob", "cid", "old"}


def test_a_table_for_people(marks: ClassMarks) -> None:
    lines = [line.rstrip() for line in shown(marks, 120).splitlines()]

    assert lines == [
        "01-tiny: marks by student and exercise",
        " student  double  add  why   late  total",
        " ada           2    2    ?             4",
        " bob         1.5    2  3.5  -1.25   5.75",
        " cid           1    0   2?             3",
        " dan           0    0    0     -2      0",
        " eve                                      nothing handed in",
        " fay                                      not graded yet",
        " new                                      refused",
        " old           2    0    0             2  refused",
        " points        2    2    4             8",
        "? waits to be graded by hand, in the formgrader; the total is what counts until then",
        f"new was refused: {REASON}",
        f"old was refused: {REASON}; the marks are those of an earlier submission",
    ]


LONG = "a-very-long-account-name-of-more-than-forty-signs@students.example.org"
EXERCISES = {
    "few": ["double", "add"],
    "long names": [f"an_exercise_with_a_long_name_{number}" for number in range(6)],
    "forty": [f"exercise_{number}" for number in range(40)],
    "longer than the line": ["exercise_" + 100 * "x", "other"],
}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("names", EXERCISES.values(), ids=EXERCISES)
def test_no_name_and_no_mark_is_cut(names: list[str], width: int) -> None:
    scores = {name: 100 + number + 0.25 for number, name in enumerate(names)}
    rows = [Row(Person(student), scores, total=1234.5, penalty=2.5) for student in ("ada", "王小明", LONG)]
    text = shown(ClassMarks(NAME, dict.fromkeys(names, 2.0), [*rows, Row(Person("eve"), handed_in=False)]), width)
    lines = text.splitlines()
    pieces = "".join(line.strip() for line in lines)
    column = "".join(line[: max(12, width // 3) + 1].strip() for line in lines)

    assert max(map(cell_len, lines)) <= width
    assert "…" not in text
    for name in names:
        assert name in pieces or all(part in text for part in name.split("_"))
    assert all(student in column for student in ("ada", "王小明", "eve", LONG))
    assert [text.count(f"{score:g}") for score in scores.values()] == [3] * len(names)
    assert (text.count("1234.5"), text.count("nothing")) == (3, 1)


def test_signs_that_the_output_lacks_are_written_in_those_that_it_has() -> None:
    marks = ClassMarks(NAME, {"größe": 2.0}, [Row(Person("Müller\x1b[2J"), {"größe": 1.0}, total=1.0)])

    assert "M\\xfcller [2J" in shown(marks, 80, "ascii")
    assert "gr\\xf6\\xdfe" in shown(marks, 80, "ascii")
    assert "Müller [2J" in shown(marks, 80)


def test_commands_work_where_the_output_is_ascii(tmp_path: Path) -> None:
    root = make_gradebook(tmp_path)
    add_marks(root, "Müller", (1, 1, 2, None))
    (root / "class.csv").write_text("id,last_name\nMüller,Weiß\n", encoding="utf-8")
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    program = str(Path(sys.executable).with_name("course"))
    said = []
    for command in (["marks"], ["class", "class.csv"]):
        done = subprocess.run([program, *command], cwd=root, env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        said.append(done.stdout.decode("ascii"))

    assert re.search(r"^ M\\xfcller +2 +2 +\? +4", said[0], re.MULTILINE)
    assert said[1].startswith("changed: M\\xfcller: last_name nothing \\u2192 Wei\\xdf\n")


def test_lessons_are_those_in_which_somebody_has_marks(tmp_path: Path) -> None:
    config = course_config(make_gradebook(tmp_path))
    with pytest.raises(CourseError, match="nobody has marks yet; grade what was handed in with: course grade"):
        lessons_with_marks(config)
    add_lesson(tmp_path, "02-other")
    add_marks(tmp_path, "ada", (1, 1, 2, 4), "02-other")

    assert lessons_with_marks(config) == ["02-other"]
    assert lessons_with_marks(config, [NAME]) == [NAME]
    with pytest.raises(CourseError, match=r"03-none is not in the gradebook; it has 01-tiny, 02-other; build it with"):
        lessons_with_marks(config, ["03-none"])


def test_the_command_grades_nothing(course: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in course.rglob("*"))
    done = CliRunner().invoke(app, ["marks", "--root", str(course)])

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.count("refused") == 4
    assert sorted((path, path.stat().st_mtime_ns) for path in course.rglob("*")) == before
