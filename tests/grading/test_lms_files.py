"""Marks as Moodle and Canvas import them: complete, whole, and without a formula."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.cli import app
from course.config import CourseError
from course.grading.lms_files import write_canvas, write_moodle
from course.grading.marks import ClassMarks, Person, Row
from tests.grading.gradebooks import NAME, add_marks, make_gradebook, open_gradebook

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # of nbgrader's interface
ADA = Person("ada", "Ada", "Müller, Countess", "ada@example.org", "17")
BOB = Person("=bob", "+1", "@SUM(A1)", "-x@example.org")
FIRST = ClassMarks(
    "01-first",
    {"a": 2.0, "b": 0.5},
    [
        Row(ADA, {"a": 2.0, "b": 0.3}, total=0.1 + 0.2),
        Row(BOB, handed_in=False),
        Row(Person("old"), {"a": 1.0, "b": 0.0}, total=1.0, refused="not JSON"),
    ],
)
SECOND = ClassMarks("02-second", {"c": 3.0}, [Row(BOB, {"c": 3.0}, total=2.5), Row(Person("new"), refused="not JSON")])
MOODLE = [
    ["ID number", "First name", "Last name", "Email address", "01-first", "02-second"],
    ["'=bob", "'+1", "'@SUM(A1)", "'-x@example.org", "", "2.5"],
    ["ada", "Ada", "Müller, Countess", "ada@example.org", "0.3", ""],
    ["new", "", "", "", "", ""],
    ["old", "", "", "", "1.0", ""],
]
CANVAS = [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01-first", "02-second"],
    ["    Points Possible", "", "", "", "", "2.5", "3.0"],
    ["'@SUM(A1),' +1", "", "", "'=bob", "", "", "2.5"],
    ["Müller, Countess, Ada", "17", "", "ada", "", "0.3", ""],
    ["new", "", "", "new", "", "", ""],
    ["old", "", "", "old", "", "1.0", ""],
]
Write = Callable[[list[ClassMarks], Path], list[str]]
WRITERS = pytest.mark.parametrize(("write", "expected"), [(write_moodle, MOODLE), (write_canvas, CANVAS)])


@WRITERS
def test_a_file_has_everybody_and_all_lessons(write: Write, expected: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    empty = write([FIRST, SECOND], path)

    assert list(csv.reader(path.read_bytes().decode("utf-8").splitlines())) == expected
    assert empty == ["=bob (01-first): nothing handed in", "new (02-second): refused"]
    assert [each.name for each in tmp_path.iterdir()] == ["marks.csv"]


UNFINISHED = {
    "waits": (
        Row(Person("cid"), {"c": 1.0}, frozenset({"c"}), total=1.0),
        r"wait to be graded by hand, and no marks are written: cid \(02-second\); grade them in the formgrader",
    ),
    "new": (
        Row(Person("cid")),
        r"not graded yet, and no marks are written: cid \(02-second\); grade them with: course grade",
    ),
}


@WRITERS
@pytest.mark.parametrize(("row", "said"), UNFINISHED.values(), ids=UNFINISHED)
def test_unfinished_marking_is_refused(
    write: Write, expected: list[list[str]], row: Row, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("before")
    with pytest.raises(CourseError, match=said):
        write([FIRST, ClassMarks("02-second", {"c": 3.0}, [*SECOND.rows, row])], path)

    assert path.read_text() == "before"


@WRITERS
def test_what_cant_be_written_leaves_nothing_behind(write: Write, expected: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / "marks.csv").mkdir()
    with pytest.raises(OSError, match=r"marks\.csv"):
        write([FIRST], tmp_path / "marks.csv")

    assert [each.name for each in tmp_path.iterdir()] == ["marks.csv"]


def test_the_command_writes_both(tmp_path: Path) -> None:
    root = make_gradebook(tmp_path)
    add_marks(root, "ada", (1, 0, 2, 3.5))
    with open_gradebook(root) as book:
        book.add_student("eve")
    moodle, canvas = tmp_path / "moodle.csv", tmp_path / "canvas.csv"
    done = CliRunner().invoke(app, ["marks", f"--root={root}", f"--moodle={moodle}", f"--canvas={canvas}"])

    assert (done.exit_code, done.stdout) == (0, f"{moodle}: {NAME}\n{canvas}: {NAME}\n")
    assert done.stderr == 2 * f"left empty: eve ({NAME}): nothing handed in\n"
    assert moodle.read_text().splitlines()[1:] == ["ada,,,,6.5", "eve,,,,"]
    assert canvas.read_text().splitlines()[1:] == ["    Points Possible,,,,,8.0", "ada,,,ada,,6.5", "eve,,,eve,,"]
