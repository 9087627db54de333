"""A class list gets into the gradebook from the files that there are, and what is there already stays."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.cli import app
from course.config import CourseError, course_config
from course.grading.class_list import enter_class, read_class_list
from course.grading.lms_files import write_canvas, write_moodle
from course.grading.marks import class_marks
from tests.grading.gradebooks import NAME, add_marks, make_gradebook, open_gradebook

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # of nbgrader's interface
NAMES = {"first_name": "Ada", "last_name": "Lovelace"}
MAIL = {"email": "ada@example.org"}
FILES = {
    "plain": ("id,first_name,last_name,email\nada,Ada,Lovelace,ada@example.org\n", "id", {"ada": NAMES | MAIL}),
    "plain with less": ("id;email;section\nada;;1\n\n", "id", {"ada": {}}),
    "Moodle's participants": (
        '\ufeff"First name","Last name","Email address",Groups\nAda,Lovelace,ada@example.org,\n',
        "Email address",
        {"ada@example.org": NAMES | MAIL},
    ),
    "Moodle's grades": (
        '"First name","Last name","ID number",Institution,"Email address","Assignment: x (Real)"\r\n'
        "Ada,Lovelace,1815,,ada@example.org,-\r\n",
        "ID number",
        {"1815": NAMES | MAIL},
    ),
    "Moodle's worksheet": (
        "Identifier,Full name,Email address,Status,Grade\nParticipant 7,Ada Lovelace,ada@example.org,,\n",
        "Email address",
        {"ada@example.org": {"last_name": "Ada Lovelace"} | MAIL},
    ),
    "Moodle with empty id numbers": (
        "First name\tSurname\tID number\tEmail address\nAda\tLovelace\t\tada@example.org\n",
        "Email address",
        {"ada@example.org": NAMES | MAIL},
    ),
    "Canvas": (
        'Student,ID,SIS User ID,SIS Login ID,Section,"Essay (12)"\n,,,,,Manual Posting\n'
        '    Points Possible,,,,,10\n"Lovelace, Ada",17,u1,ada,A and B,9\n"Student, Test",99,,,A,\n',
        "SIS Login ID",
        {"ada": NAMES | {"lms_user_id": "17"}},
    ),
    "Canvas with two names": (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section\nLovelace,Ada,17,u1,ada,A\n",
        "SIS Login ID",
        {"ada": NAMES | {"lms_user_id": "17"}},
    ),
    "Canvas without SIS": ('Student,ID,Section\n"Lovelace, Ada",17,A\n', "ID", {"17": NAMES | {"lms_user_id": "17"}}),
}


@pytest.mark.parametrize(("text", "column", "students"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files(text: str, column: str, students: dict[str, dict[str, str]], encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes((text.removeprefix("\ufeff") if encoding == "utf-16" else text).encode(encoding))
    found = read_class_list(path)

    assert (found.students, found.column) == (students, column)


WRONG = {
    "others": (
        b"name,mark\nada,3\n",
        r"is no class list \(found the columns name, mark\); a class list has id, first_",
    ),
    "empty": (b"", r"is no class list \(found the columns none\)"),
    "no ids": (b"id,email\n,ada@example.org\n", r"no column of id has an id for each of 1 students; fill one"),
    "nobody": (b"id,email\n", r"no column of id has an id for each of 0 students"),
    "twice": (b"id,email\nada,\nada,\n", r"has the same id more than once: ada;"),
    "a path": (b"id,email\nx,\n../ada,\n", r"row 3: '\.\./ada' can't be an id"),
    "hidden": (b"id,email\n.ada,\n", r"row 2: '\.ada' can't be an id"),
    "the exchange's sign": (b"id,email\na+b,\n", r"row 2: 'a\+b' can't be an id"),
    "too many": (b"id,email\nada,a,b\n", r"row 2: it has 3 values, and the header has 2"),
    "latin": (b"id,email\n\xfc,\n", r"is not UTF-8 \(byte 9\); save it as CSV in UTF-8"),
    "half a quote": (b'id,email\n"ada,\n', r"is no CSV file \(unexpected end of data\)"),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(content)

    with pytest.raises(CourseError, match=said):
        read_class_list(path)


def test_the_command_says_who_is_new_and_who_changed(tmp_path: Path) -> None:
    root = make_gradebook(tmp_path)
    add_marks(root, "ada", (1, 1, 2, 3))
    with open_gradebook(root) as book:
        book.update_or_create_student("ada", first_name="A.", email="ada@example.org")
        book.update_or_create_student("bob", last_name="Same")
        book.add_student("gone", last_name="Gone")
    path = tmp_path / "class.csv"
    path.write_text("id,first_name,last_name,email\nada,Ada,Lovelace,\nbob,,Same,\neve,Eve,Adams,eve@example.org\n")
    others = "in the gradebook, but not in the file: 1"
    results = [CliRunner().invoke(app, ["class", str(path), "--root", str(root)]) for _ in ("once", "again")]
    rows = {row.student.id: row for row in class_marks(course_config(root), NAME).rows}

    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout.splitlines() == [
        "new: eve",
        "changed: ada: first_name A. → Ada, last_name nothing → Lovelace",
        f"3 students by id: 1 new, 1 changed, 1 as they were; {others}",
    ]
    assert results[1].stdout == f"3 students by id: 0 new, 0 changed, 3 as they were; {others}\n"
    ada = rows["ada"].student
    assert (ada.first_name, ada.last_name, ada.email) == ("Ada", "Lovelace", "ada@example.org")
    assert {name: (row.total, row.status) for name, row in rows.items()} == {
        "ada": (7, ""),
        **dict.fromkeys(("bob", "eve", "gone"), (0, "nothing handed in")),
    }


@pytest.mark.parametrize("kind", ["Canvas", "Moodle's grades"])
def test_whoever_comes_from_an_lms_goes_back_there(kind: str, tmp_path: Path) -> None:
    text, _, students = FILES[kind]
    path, config = tmp_path / "class.csv", course_config(make_gradebook(tmp_path))
    path.write_text(text)
    enter_class(config, read_class_list(path).students)
    [student] = students
    add_marks(tmp_path, student, (1, 1, 2, 3))
    write = write_canvas if kind == "Canvas" else write_moodle
    write([class_marks(config, NAME)], tmp_path / "marks.csv")

    again = read_class_list(tmp_path / "marks.csv").students
    assert again == students
