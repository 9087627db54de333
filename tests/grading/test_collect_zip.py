"""A zip of an LMS brings each student's files to their place, and harms nothing else."""

import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from course.authoring.build import build
from course.config import CourseError, course_config
from course.grading.collect_zip import Collected, collect_zip
from course.grading.run import grade
from tests.courses import make_course
from tests.grading.classes import FULL, NAME, RIGHT, TEXT, gradebook_of, hand_in, scores_of
from tests.grading.commands import Starter

EARLY, LATER, LATEST = (2026, 1, 2, 3, 4, 4), (2026, 1, 3, 3, 4, 4), (2026, 1, 4, 3, 4, 4)
OTHER = "02-other"
CLASS = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,
zoe,Zoë,O'Brien,,
bob,Bob,Smith,,4711
kim,Kim,Lee,,
kim2,Kim,Lee,,
"""
ADA, ZOE = "Ada Lovelace_1_assignsubmission_file_", "Zoë O'Brien_2_assignsubmission_file_"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, starter: Starter) -> Path:
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    other = root / "lessons" / OTHER
    other.mkdir()
    other_text = TEXT.replace("double", "triple").replace("add", "minus").replace("why", "how")
    (other / "lesson.py").write_text(other_text)
    build(root)
    (root / "class.csv").write_text(CLASS)
    said = starter.run(root, "nbgrader", "db", "student", "import", "class.csv")
    assert said.status == 0, said.err
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "course")


@pytest.fixture(scope="module")
def answered(built: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A notebook of the lesson, with all answers right."""
    copy = shutil.copytree(built, tmp_path_factory.mktemp("answered") / "course")
    return (hand_in(copy, "ada", RIGHT) / f"{NAME}.ipynb").read_bytes()


Files = dict[str, bytes | tuple[bytes, tuple[int, ...]]]


def pack(path: Path, files: Files, change: Callable[[zipfile.ZipInfo], object] = lambda info: None) -> Path:
    """A zip of files, each of its time, or else of `EARLY`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            content, time = held if isinstance(held, tuple) else (held, EARLY)
            info = zipfile.ZipInfo(name, time)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            archive.writestr(info, content)
    return path


def collect(root: Path, files: Files, lesson: str = NAME, **more: Callable[[zipfile.ZipInfo], object]) -> Collected:
    return collect_zip(course_config(root), pack(root / "lms.zip", files, **more), lesson)


def collected(root: Path) -> dict[str, bytes]:
    """What is in `submitted/`, by path."""
    found = {}
    for path in (root / "submitted").rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            found[path.relative_to(root / "submitted").as_posix()] = path.read_bytes()
    return found


# --- honest zips ------------------------------------------------------------------------------------------------------

MOODLE: Files = {f"{ADA}/{NAME}.ipynb": b"a", f"{ADA}/week 1/Übung.csv": b"1", f"{ZOE}/{NAME} (1).ipynb": b"z"}
FLAT: Files = {f"{ADA}{NAME}.ipynb": b"a", f"{ZOE}{NAME}.ipynb": b"z"}
CANVAS: Files = {
    f"lovelaceada_12_1_{NAME}.ipynb": b"a",
    f"obrienzoë_LATE_13_2_{NAME}.ipynb": b"z",
    "smithbob_4711_3_b.ipynb": b"b",
}
PLACED = {f"ada/{NAME}/{NAME}.ipynb": b"a", f"zoe/{NAME}/{NAME}.ipynb": b"z"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            MOODLE,
            {
                f"ada/{NAME}/{NAME}.ipynb": b"a",
                f"ada/{NAME}/week 1/Übung.csv": b"1",
                f"zoe/{NAME}/{NAME} (1).ipynb": b"z",
            },
            id="Moodle",
        ),
        pytest.param(FLAT, PLACED, id="Moodle, without folders"),
        pytest.param(CANVAS, PLACED | {f"bob/{NAME}/b.ipynb": b"b"}, id="Canvas"),
        pytest.param({f"download/{name}": held for name, held in FLAT.items()}, PLACED, id="packed anew"),
        pytest.param(
            FLAT | {"__MACOSX/._x": b"", f"{ADA}/.ipynb_checkpoints/x.ipynb": b"", f"{ADA}/": b""}, PLACED, id="tools"
        ),
        pytest.param(
            {name.replace("/", "\\"): held for name, held in MOODLE.items() if ADA in name},
            {f"ada/{NAME}/{NAME}.ipynb": b"a", f"ada/{NAME}/week 1/Übung.csv": b"1"},
            id="backslashes",
        ),
    ],
)
def test_files_come_to_their_places(course: Path, files: Files, expected: dict[str, bytes]) -> None:
    result = collect(course, files)

    assert result.left == []
    assert collected(course) == expected
    assert result.late == (["zoe"] if files is CANVAS else [])


@pytest.mark.parametrize("code", ["utf-8", "cp437"])
def test_names_in_the_codes_of_older_tools_are_read(course: Path, code: str) -> None:
    path = pack(course / "lms.zip", FLAT)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    content = path.read_bytes()
    for name in names:
        old, new = name.encode(), name.encode(code)
        content = content.replace(old, new.ljust(len(old), b"x"))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # without the flag that says UTF-8
        at = -1
        while (at := content.find(header, at + 1)) >= 0:
            (flags,) = struct.unpack_from("<H", content, at + offset)
            content = content[: at + offset] + struct.pack("<H", flags & ~0x800) + content[at + offset + 2 :]
    path.write_bytes(content)
    collect_zip(course_config(course), path, NAME)

    assert {name.partition("/")[0] for name in collected(course)} == {"ada", "zoe"}


def test_of_several_attempts_the_last_one_is_collected(course: Path) -> None:
    names = {f"{NAME}.ipynb": 5, f"{NAME}-2.ipynb": 9, f"{NAME}-1.ipynb": 7, "notes.txt": 6}
    files: Files = {f"lovelaceada_12_{upload}_{name}": name.encode() for name, upload in names.items()}
    collect(course, files)

    assert collected(course) == {
        f"ada/{NAME}/{NAME}-2.ipynb": f"{NAME}-2.ipynb".encode(),
        f"ada/{NAME}/notes.txt": b"notes.txt",
    }


def test_command_collects_what_can_be_graded(course: Path, answered: bytes, starter: Starter) -> None:
    """And finds out by itself which lesson it is."""
    pack(course / "lms.zip", {f"{ADA}/{NAME} (1).ipynb": answered, f"{ZOE}/{NAME}.ipynb": answered, "x/y": b""})
    said = starter.run(course, "course", "collect", "lms.zip")

    assert said.out == f"{NAME}: 2 collected, 0 as before, 1 left\n"
    assert said.err == "not collected: 'x/y' is not named as Moodle and Canvas name what students hand in\n"
    assert said.status == 1
    assert grade(course, [NAME], jobs=1) == {NAME: {}}
    assert {student: scores_of(course)[student] for student in ("ada", "zoe")} == {"ada": FULL, "zoe": FULL}


# --- who is who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"Eve Adams_3_assignsubmission_file_/a.ipynb": b""}, "'Eve Adams' (number 3, 1 files) is nobody in the class"),
        ({"Kim Lee_3_assignsubmission_file_/a.ipynb": b""}, "'Kim Lee' (number 3, 1 files) may be kim or kim2; give"),
        ({"smithbob_99_1_a.ipynb": b""}, "'smithbob' (number 99, 1 files) is nobody in the class list"),
        ({f"{ADA}/timestamp.txt": b"2020-01-01"}, "timestamp.txt' is no file that counts as handed in"),
        ({f"{ADA[:-6]}_onlinetext_/onlinetext.html": b""}, "is no file that counts as handed in"),
        ({"a.ipynb": b""}, "'a.ipynb' is not named as Moodle and Canvas name what students hand in"),
    ],
)
def test_what_is_not_one_students_is_named_and_left(course: Path, files: Files, words: str) -> None:
    result = collect(course, files | {f"{ZOE}/{NAME}.ipynb": b"z"})

    assert len(result.left) == 1
    assert words in result.left[0]
    assert collected(course) == {f"zoe/{NAME}/{NAME}.ipynb": b"z"}


def test_who_takes_another_ones_name_takes_no_place(course: Path) -> None:
    """Two people of one name in the zip may each be the student; neither is taken for them."""
    twin = "Ada Lovelace_9_assignsubmission_file_"
    result = collect(course, {f"{ADA}/a.ipynb": b"a", f"{twin}/a.ipynb": b"e", f"{ZOE}/{ADA}/a.ipynb": b"z"})

    assert collected(course) == {f"zoe/{NAME}/{ADA}/a.ipynb": b"z"}
    assert [line.partition(" is not the only one")[0] for line in result.left] == [
        "'Ada Lovelace' (number 1, 1 files)",
        "'Ada Lovelace' (number 9, 1 files)",
    ]


def test_class_list_has_to_be_there(course: Path) -> None:
    with gradebook_of(course) as book:
        for student in list(book.students):
            book.remove_student(student.id)

    with pytest.raises(CourseError, match=r"the gradebook has no students.*course class FILE"):
        collect(course, MOODLE)


def test_lesson_that_cannot_be_told_has_to_be_named(course: Path) -> None:
    with pytest.raises(CourseError, match=rf"name it: course collect FILE\.zip LESSON \({NAME}, {OTHER}\)"):
        collect(course, MOODLE, "")
    with pytest.raises(CourseError, match=rf"there is no lesson '03-none' in release/; there are {NAME}, {OTHER}"):
        collect(course, MOODLE, "03-none")


# --- once more --------------------------------------------------------------------------------------------------------


def test_next_zip_brings_what_is_newer_and_nothing_that_is_older(course: Path) -> None:
    def zipped(content: bytes, time: tuple[int, ...]) -> Files:
        return {f"{ADA}/{NAME}.ipynb": (content, time), f"{ZOE}/{NAME}.ipynb": b"z"}

    def at_ada() -> bytes:
        return collected(course)[f"ada/{NAME}/{NAME}.ipynb"]

    steps = [
        (b"first", LATER, ["ada", "zoe"], ["nothing"], b"first"),
        (b"first", LATER, [], ["ada", "zoe"], b"first"),
        (b"older", EARLY, [], ["zoe"], b"first"),
        (b"of no time", (1980, 1, 1, 0, 0, 0), [], ["zoe"], b"first"),
        (b"of the same time", LATER, [], ["zoe"], b"first"),
        (b"newer", LATEST, ["ada"], ["zoe"], b"newer"),
    ]
    for content, time, expected, as_before, there in steps:
        result = collect(course, zipped(content, time))

        assert result.collected == expected
        assert result.as_before == (as_before if as_before != ["nothing"] else [])
        assert at_ada() == there
        assert len(result.left) == 2 - len(expected) - len(result.as_before)


@pytest.mark.parametrize(("said", "stays"), [("2026-01-02 23:00 +0000", False), ("2026-01-03 23:00 +0200", True)])
def test_what_came_through_the_exchange_later_stays(course: Path, said: str, stays: bool) -> None:
    folder = course / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_bytes(b"exchange")
    (folder / "timestamp.txt").write_text(said)
    result = collect(course, {f"{ADA}/{NAME}.ipynb": (b"zip", LATER)})

    assert result.collected == ([] if stays else ["ada"])
    assert collected(course)[f"ada/{NAME}/{NAME}.ipynb"] == (b"exchange" if stays else b"zip")


def test_what_was_broken_off_is_put_back(course: Path) -> None:
    collect(course, FLAT)
    place = course / "submitted" / "ada" / NAME
    place.rename(place.with_name(f".{NAME}.old"))
    place.with_name(f".{NAME}.new").mkdir()
    result = collect(course, FLAT)

    assert result.as_before == ["ada", "zoe"]
    assert sorted(path.name for path in place.parent.iterdir()) == [NAME]


# --- hostile zips -----------------------------------------------------------------------------------------------------


def mode(kind: int) -> Callable[[zipfile.ZipInfo], object]:
    def change(info: zipfile.ZipInfo) -> None:
        if info.filename.endswith("/x"):
            info.create_system, info.external_attr = 3, (kind | 0o644) << 16

    return change


HOSTILE: dict[str, tuple[str, bytes, Callable[[zipfile.ZipInfo], object], str]] = {
    "out": (f"{ADA}/../../../x", b"", lambda info: None, "has a name that leads elsewhere"),
    "out by itself": ("../x", b"", lambda info: None, "has a name that leads elsewhere"),
    "absolute": ("/tmp/x", b"", lambda info: None, "has a name that leads elsewhere"),
    "drive": ("C:/x", b"", lambda info: None, "has a name that leads elsewhere"),
    "out by backslashes": (f"{ADA}\\..\\..\\x", b"", lambda info: None, "has a name that leads elsewhere"),
    "line end": (f"{ADA}/a\nb", b"", lambda info: None, "has characters in its name that can't be shown"),
    "long": (f"{ADA}/{'x' * 300}", b"", lambda info: None, "has a name that is too long"),
    "deep": (f"{ADA}/{'x/' * 30}x", b"", lambda info: None, "has a name that is too long"),
    "link": (f"{ADA}/x", b"/etc/passwd", mode(stat.S_IFLNK), "is a link, a pipe or another thing"),
    "pipe": (f"{ADA}/x", b"", mode(stat.S_IFIFO), "is a link, a pipe or another thing"),
    "device": (f"{ADA}/x", b"", mode(stat.S_IFCHR), "is a link, a pipe or another thing"),
    "bomb": (f"{ADA}/x", bytes(200_000_000), lambda info: None, "makes the submission larger than it may be"),
    "other compression": (
        f"{ADA}/x",
        b"x",
        lambda info: setattr(info, "compress_type", zipfile.ZIP_LZMA) if info.filename.endswith("x") else None,
        "is compressed in a way that no LMS uses",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_entry_is_named_and_the_rest_collected(course: Path, kind: str) -> None:
    name, content, change, words = HOSTILE[kind]
    outside = sorted(os.listdir(course.parent))
    result = collect(course, {name: content, f"{ADA}/{NAME}.ipynb": b"a", f"{ZOE}/{NAME}.ipynb": b"z"}, change=change)

    assert len(result.left) == 1
    assert words in result.left[0]
    assert "\n" not in result.left[0]
    assert collected(course) == {f"ada/{NAME}/{NAME}.ipynb": b"a", f"zoe/{NAME}/{NAME}.ipynb": b"z"}
    assert sorted(os.listdir(course.parent)) == outside


def spoilt(path: Path, spoil: Callable[[bytearray, int, int], object]) -> Path:
    """A zip whose entry x is changed: its bytes, and the places of its two headers."""
    content = bytearray(path.read_bytes())
    spoil(content, content.find(b"PK\x03\x04"), content.find(b"PK\x01\x02"))
    path.write_bytes(content)
    return path


def encrypted(content: bytearray, local: int, central: int) -> None:
    content[local + 6] |= 1
    content[central + 8] |= 1


def broken(content: bytearray, local: int, central: int) -> None:
    content[central + 16] ^= 0xFF  # its check sum


def elsewhere(content: bytearray, local: int, central: int) -> None:
    content[local + 30] ^= 0x20  # its name, where its bytes are


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(encrypted, "is encrypted; ask for it without"), (broken, "can't be read"), (elsewhere, "can't be read")],
)
def test_entry_that_cannot_be_read_is_named_and_takes_no_place(
    course: Path, spoil: Callable[[bytearray, int, int], object], words: str
) -> None:
    files: Files = {f"{ADA}/x": b"x" * 100, f"{ADA}/{NAME}.ipynb": b"a", f"{ZOE}/{NAME}.ipynb": b"z"}
    result = collect_zip(course_config(course), spoilt(pack(course / "lms.zip", files), spoil), NAME)

    assert len(result.left) == 1
    assert words in result.left[0]
    assert f"ada/{NAME}/{NAME}.ipynb" in collected(course)
    assert f"zoe/{NAME}/{NAME}.ipynb" in collected(course)


def test_part_of_a_submission_replaces_nothing(course: Path) -> None:
    collect(course, {f"{ADA}/{NAME}.ipynb": b"good"})
    files: Files = {f"{ADA}/{NAME}.ipynb": (b"x" * 100, LATER), f"{ADA}/notes.txt": (b"notes", LATER)}
    result = collect_zip(course_config(course), spoilt(pack(course / "lms.zip", files), broken), NAME)

    assert collected(course) == {f"ada/{NAME}/{NAME}.ipynb": b"good"}
    assert "ada: not all of it can be read" in result.left[1]


def test_what_is_left_of_a_hostile_submission_replaces_nothing(course: Path) -> None:
    collect(course, {f"{ADA}/{NAME}.ipynb": b"good"})
    link: Files = {f"{ADA}/x": (b"/etc/passwd", LATER), f"{ADA}/notes.txt": (b"notes", LATER)}
    result = collect(course, link, change=mode(stat.S_IFLNK))

    assert collected(course) == {f"ada/{NAME}/{NAME}.ipynb": b"good"}
    assert "ada: not all of it can be read" in result.left[1]


def test_files_in_each_others_way_are_named(course: Path) -> None:
    result = collect(course, {f"{ADA}/x": b"", f"{ADA}/x/y": b"", f"{ZOE}/{NAME}.ipynb": b"z"})

    assert "ada: " in result.left[0]
    assert "can't be written" in result.left[0]
    assert collected(course) == {f"zoe/{NAME}/{NAME}.ipynb": b"z"}


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(10), b"<html>", bytes(100_000)])
def test_what_is_no_zip_is_refused(course: Path, content: bytes) -> None:
    (course / "lms.zip").write_bytes(content)

    with pytest.raises(CourseError, match=r"lms\.zip is no zip that can be read \(.*\); download it again"):
        collect_zip(course_config(course), course / "lms.zip", NAME)


def test_many_files_of_a_student_are_too_many(course: Path) -> None:
    result = collect(course, {f"{ADA}/{number}": b"" for number in range(502)})

    assert len(collected(course)) == 500
    assert result.left == ["ada: more than 500 files; of the others none is taken"]


def test_entry_without_a_name_is_named(course: Path) -> None:
    path = pack(course / "lms.zip", FLAT)
    with zipfile.ZipFile(path, "a") as archive, archive.open(zipfile.ZipInfo("x"), "w") as file:
        file._zinfo.filename = ""  # type: ignore[attr-defined] # which is how a hostile tool would write it
    result = collect_zip(course_config(course), path, NAME)

    assert result.left == ["'' has a name that leads elsewhere"]
    assert collected(course) == PLACED
