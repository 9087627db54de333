"""What comes through nbgrader's exchange and goes back, and marks as CSV: one that is bad harms no other."""

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from course.config import course_config
from course.grading.collect import CollectFiles
from course.grading.submission_file import SubmissionError
from course.grading.timestamps import read_time
from tests.courses import make_course
from tests.grading.classes import FULL, NAME, RIGHT, TEXT, gradebook_of, hand_in, scores_of
from tests.grading.commands import Starter

TIME, LATER = "2026-01-02 03:04:05.678 UTC", "2026-01-03 03:04:05.678 UTC"
SECRET = "for the instructor's eyes only"
SETTINGS = "\nc.CourseDirectory.max_dir_size = 3000\nc.ExchangeCollect.check_owner = False\n"
# As root, mode bits bind only who lacks these.
WITHOUT_PRIVILEGES = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + SETTINGS)
    for folder in ("inbound", "feedback"):
        (root / "exchange" / "neural_networks" / folder).mkdir(parents=True)
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "course")


def submit(root: Path, student: str, when: str = TIME) -> Path:
    """Put a submission where `nbgrader submit` does; returns its folder."""
    folder = root / "exchange" / "neural_networks" / "inbound" / f"{student}+{NAME}+{when}+r4nd0m"
    folder.mkdir()
    (folder / f"{NAME}.ipynb").write_text(f'{{"handed in by": "{student}"}}')
    (folder / "images").mkdir()
    (folder / "images" / "notes.txt").write_text(when)
    (folder / "timestamp.txt").write_text(when)
    (folder / "submission_secret.txt").write_text(f"secret of {student}")
    return folder


def collect(starter: Starter, root: Path, *options: str) -> str:
    """Collect by nbgrader's command; returns what it says."""
    done = starter.run(root, "nbgrader", "collect", NAME, *options)

    assert done.status == 0, done.err
    assert "Traceback" not in done.err
    return done.err


def collected(root: Path) -> dict[str, dict[str, str]]:
    """What is in `submitted/`: text by student and name of the file."""
    found: dict[str, dict[str, str]] = {}
    for path in (root / "submitted").rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            student, lesson, *parts = path.relative_to(root / "submitted").parts
            assert lesson == NAME
            found.setdefault(student, {})["/".join(parts)] = path.read_text()
    return found


def honest(student: str, when: str = TIME) -> dict[str, str]:
    return {
        f"{NAME}.ipynb": f'{{"handed in by": "{student}"}}',
        "images/notes.txt": when,
        "timestamp.txt": when,
        "submission_secret.txt": f"secret of {student}",
    }


# --- collecting -------------------------------------------------------------------------------------------------------


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 30)


def instead(folder: Path, make: Callable[[Path], object]) -> None:
    shutil.rmtree(folder)
    make(folder)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (lambda f: os.mkfifo(f / "x"), "'x' is neither a file nor a folder"),
    "sparse": (lambda f: sparse(f / "x"), "'x' is larger than 3 MB"),
    "large": (lambda f: [(f / str(n)).write_bytes(b"x" * 10**6) for n in range(4)], "the files are larger than 3 MB"),
    "many": (lambda f: [(f / str(n)).touch() for n in range(600)], "more than 500 files"),
    "deep": (lambda f: (f / "/".join("deepdeeper")).mkdir(parents=True), "nested deeper than 8"),
    "link": (lambda f: (f / "images" / "x").symlink_to("../../../../../secret.txt"), "'images/x' is a symbolic link"),
    "folder-link": (lambda f: (f / "x").symlink_to("/etc"), "'x' is a symbolic link"),
    "no-date": (lambda f: (f / "timestamp.txt").write_text("soon"), "holds no time (got 'soon')"),
    "binary-date": (lambda f: (f / "timestamp.txt").write_bytes(b"\xff"), "holds no time"),
    "locked-file": (lambda f: (f / "images" / "notes.txt").chmod(0), "'images/notes.txt' can't be read"),
    "locked-folder": (lambda f: (f / "images").chmod(0), "a folder can't be read (Permission denied)"),
    "locked": (lambda f: f.chmod(0), "a folder can't be read (Permission denied)"),
    "all-link": (lambda f: instead(f, lambda g: g.symlink_to("/etc")), "is no folder, or a symbolic link"),
    "all-link-nowhere": (lambda f: instead(f, lambda g: g.symlink_to("gone")), "is no folder, or a symbolic link"),
    "all-pipe": (lambda f: instead(f, os.mkfifo), "is no folder, or a symbolic link"),
    "all-file": (lambda f: instead(f, Path.touch), "is no folder, or a symbolic link"),
}
ODD_NAMES = (
    f"+{NAME}+{TIME}",
    f"eve+{NAME}+soon",
    f"eve+{NAME}+",
    f"eve+{NAME}+{'9' * 150}",
    f"eve\n+{NAME}+{TIME}",
    f"eve+{NAME}+{TIME}+a+b+c",
)


@pytest.fixture
def bound(starter: Starter) -> Iterator[Starter]:
    """Starts commands that mode bits bind."""
    if os.getuid():
        yield starter
        return
    if not shutil.which("setpriv") or subprocess.run([*WITHOUT_PRIVILEGES, "true"], capture_output=True).returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("root, and setpriv can't take its privileges away")
    started = Starter(*WITHOUT_PRIVILEGES)
    yield started
    started.close()


def test_bad_submissions_are_named_and_all_others_collected(course: Path, bound: Starter) -> None:
    (course / "secret.txt").write_text(SECRET)
    for student, (spoil, _) in BAD.items():
        spoil(submit(course, student))
    for name in ODD_NAMES:
        (course / "exchange" / "neural_networks" / "inbound" / name).mkdir()
    for student in ("ada", "zoe", "a+b", "zoë with spaces"):
        submit(course, student)
    expected = {student: honest(student) for student in ("ada", "zoe", "a+b", "zoë with spaces")}

    said = collect(bound, course)

    try:
        assert collected(course) == expected
        for student, (_, words) in BAD.items():
            (line,) = [line for line in said.splitlines() if f"submission of {student}:" in line]
            assert words in line
        for name in ODD_NAMES:
            assert f"{name!r} is not collected" in said
        assert f"{len(BAD)} of {len(BAD) + 4} are not collected: " in said

        submit(course, "late")
        again = collect(bound, course, "--update")

        assert collected(course) == expected | {"late": honest("late")}
        assert all(f"submission of {student}:" in again for student in BAD)
        assert not list((course / "submitted").glob("*/.*"))
    finally:
        for path in course.rglob("*"):  # or pytest could not remove them
            if not path.is_symlink() and path.is_dir() and not os.stat(path).st_mode & 0o700:
                path.chmod(0o700)


def test_what_was_collected_stays_until_something_better_comes(course: Path, starter: Starter) -> None:
    submit(course, "ada")
    collect(starter, course)
    os.mkfifo(submit(course, "ada", LATER) / "x")

    said = collect(starter, course, "--update")

    assert "'x' is neither a file nor a folder" in said
    assert collected(course) == {"ada": honest("ada")}

    last = "2026-01-04 03:04:05 UTC"
    (submit(course, "ada", last) / "more.txt").write_text("x")
    collect(starter, course)

    assert collected(course) == {"ada": honest("ada")}

    collect(starter, course, "--update")

    assert collected(course) == {"ada": honest("ada", last) | {"more.txt": "x"}}


def test_spoilt_time_of_what_was_collected_does_not_stop_the_next_collection(course: Path, starter: Starter) -> None:
    for student in ("ada", "bob"):
        submit(course, student)
        (hand_in(course, student, RIGHT) / "timestamp.txt").write_text("soon" if student == "ada" else TIME)
    submit(course, "bob", LATER)

    collect(starter, course, "--update")

    assert collected(course) == {"ada": honest("ada"), "bob": honest("bob", LATER)}


def test_settings_of_the_course_hold(course: Path, starter: Starter) -> None:
    folder = submit(course, "ada")
    (folder / "data.txt").write_text("x" * 2000)
    (folder / "feedback").mkdir()
    (folder / "feedback" / "old.txt").touch()

    said = collect(starter, course, "--CourseDirectory.max_file_size=1", "--ExchangeCollect.check_owner=True")

    assert collected(course) == {"ada": honest("ada")}
    assert "too large" in said
    assert f"claims to be submitted by ada but is owned by {folder.owner()}" in said


@pytest.mark.parametrize("random", ["+r4nd0m", ""], ids=["random", "no random"])
def test_newest_submission_is_collected_whatever_its_offset(course: Path, starter: Starter, random: str) -> None:
    early, late = "2026-01-02 04:00:00 +0200", "2026-01-02 00:30:00 -0230"  # 02:00 and 03:00 in UTC
    for student, times in {"ada": (early, late), "zoe": (early,)}.items():
        for when in times:
            folder = submit(course, student, when)
            folder.rename(folder.with_name(folder.name.removesuffix("+r4nd0m") + random))

    said = collect(starter, course)

    assert "not collected" not in said
    assert collected(course) == {"ada": honest("ada", late), "zoe": honest("zoe", early)}


SWAP = """
import os, sys
path, aside, target = sys.argv[1:]
while True:
    os.symlink(target, aside + ".link")
    os.rename(path, aside)
    os.rename(aside + ".link", path)
    os.unlink(path)
    os.rename(aside, path)
"""


@contextmanager
def swapped(path: Path, secret: Path) -> Iterator[None]:
    """While the block runs, a link takes the place of a file or folder again and again."""
    command = [sys.executable, "-c", SWAP, str(path), str(secret.parent / "aside"), str(secret)]
    process = subprocess.Popen(command)
    try:
        yield
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("what", ["images/notes.txt", "images"])
def test_link_that_appears_while_it_is_collected_is_not_followed(course: Path, starter: Starter, what: str) -> None:
    private = course / "private"
    private.mkdir()
    (private / "notes.txt").write_text(SECRET)
    racer, place = submit(course, "racer"), course / "submitted" / "racer" / NAME
    submit(course, "zoe")
    config = course_config(course)
    collector = CollectFiles(coursedir=CourseDirectory(config=config), config=config)
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + 4

    with swapped(racer / what, private / "notes.txt" if what.endswith(".txt") else private):
        while time.monotonic() < end:
            try:
                collector.do_copy(str(racer), str(place))
            except SubmissionError:
                outcomes["refused"] += 1
            else:
                outcomes["collected"] += 1
                shown = collected(course)["racer"].get("images/notes.txt", TIME)
                assert shown == TIME
        shutil.rmtree(place, ignore_errors=True)
        said = collect(starter, course)

    assert outcomes["collected"] + outcomes["refused"] > 20
    found = collected(course)
    assert found.pop("zoe") == honest("zoe")
    assert "submission of racer:" in said or found["racer"].items() <= honest("racer").items()


@pytest.mark.parametrize("what", ["notes.txt", "images", f"{NAME}.ipynb"])
def test_link_that_appears_just_before_it_is_opened_is_not_followed(
    course: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    private = course / "private"
    private.mkdir()
    for name in ("notes.txt", f"{NAME}.ipynb"):
        (private / name).write_text(SECRET)
    (path,) = submit(course, "racer").rglob(what)
    submit(course, "zoe")
    usual, aside = os.open, course / "aside"

    def late(name: str | Path, *how: int, **where: int) -> int:
        if (
            Path(name).name == what
            and not aside.exists()
            and "racer" in os.readlink(f"/proc/self/fd/{where['dir_fd']}")
        ):
            path.rename(aside)
            path.symlink_to(private if what == "images" else private / what)
        return usual(name, *how, **where)

    config = course_config(course)
    config.CourseDirectory.assignment_id = NAME
    monkeypatch.setattr(os, "open", late)
    CollectFiles(coursedir=CourseDirectory(config=config), config=config).start()

    assert aside.exists()
    assert collected(course) == {"zoe": honest("zoe")}


# --- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02 03:04:05.678 UTC", datetime(2026, 1, 2, 3, 4, 5, 678000)),
        ("2026-01-02 03:04:05", datetime(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02 03:04:05 Z\n", datetime(2026, 1, 2, 3, 4, 5)),
        ("2026-01-02 03:04:05 +0200", datetime(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02 03:04:05 -0330", datetime(2026, 1, 2, 6, 34, 5)),
        ("2026-01-02 03:04:05 -03", datetime(2026, 1, 2, 6, 4, 5)),
        ("2026-01-02 03:04:05 +05:45", datetime(2026, 1, 1, 21, 19, 5)),
        ("2026-01-02 03:04:05+02:00", datetime(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02T03:04:05 +0200", datetime(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02 03:04 PM +0200", datetime(2026, 1, 2, 13, 4)),
        ("01/02/2026 03:04:05 pm", datetime(2026, 1, 2, 15, 4, 5)),
        ("2026-01-02 03:04:05 UTC+2", datetime(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02 03:04:05 GMT-0500", datetime(2026, 1, 2, 8, 4, 5)),
        ("Fri Jan 02 2026 03:04:05 GMT+0200 (Central European Summer Time)", datetime(2026, 1, 2, 1, 4, 5)),
        ("2026-01-02 03:04:05 GMT-0500 (EST)", datetime(2026, 1, 2, 8, 4, 5)),
        ("2026-01-02", datetime(2026, 1, 2)),
        ("2026-07-02 03:04:05 Europe/Zurich", datetime(2026, 7, 2, 1, 4, 5)),
        ("", None),
        (" \n", None),
    ],
)
def test_times(text: str, expected: datetime | None) -> None:
    assert read_time(text.encode()) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            b"soon",
            b"2026-02-30",
            b"\xff",
            b"2026-01-02 03:04:05 +999999",
            b"2026-01-02 03:04:05 +1500",
            b"2026-01-02 03:04:05 200",
            b"1" * 10**6,
        ),
        # nbgrader would read these files, in search of a time zone
        *(b"2026-01-02 03:04:05 " + path for path in (b"/etc/passwd", b":/etc/passwd", b"../../../etc/passwd")),
    ],
)
def test_what_is_no_time_is_refused(text: bytes) -> None:
    with pytest.raises(SubmissionError, match=r"^timestamp.txt holds no time \(got '.{,40}'\); remove it, or write"):
        read_time(text)


def test_nobody_is_late_for_the_offset_of_their_clock(course: Path, starter: Starter) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with gradebook_of(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-02 12:00:00 UTC")
    for student, when in {"east": "2026-01-02 13:30:00 +0200", "west": "2026-01-02 11:30:00 -0200"}.items():
        hand_in(course, student, RIGHT, when)

    done = starter.run(course, "nbgrader", "autograde", NAME)

    assert done.status == 0, done.err
    assert scores_of(course) == dict.fromkeys(("east", "west"), FULL)
    with gradebook_of(course) as gradebook:
        found = {each.student.id: each for each in gradebook.assignment_submissions(NAME)}
        assert {student: each.total_seconds_late for student, each in found.items()} == {"east": 0, "west": 5400}
        penalties = {student: each.late_submission_penalty for student, each in found.items()}
    assert penalties == {"east": 0, "west": 3}


# --- releasing feedback -----------------------------------------------------------------------------------------------


def give_feedback(root: Path, student: str, **files: bytes) -> None:
    folder = root / "feedback" / student / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.html").write_text(f"feedback for {student}")
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content)


def test_feedback_without_a_secret_is_named_and_all_others_released(course: Path, starter: Starter) -> None:
    good = {"ada": b"one", "m[a-z]x": b"two", "zoe": b"three"}
    for student, secret in good.items():
        give_feedback(course, student, timestamp=TIME.encode(), submission_secret=secret)
    bad = {
        "no-secret": {"timestamp": TIME.encode()},
        "empty-secret": {"timestamp": TIME.encode(), "submission_secret": b""},
        "binary-secret": {"timestamp": TIME.encode(), "submission_secret": b"\xff"},
        "no-time": {"submission_secret": b"four"},
        "nothing": {},
    }
    for student, files in bad.items():
        give_feedback(course, student, **files)
    give_feedback(course, "excluded")
    (course / "feedback" / "no-page" / NAME).mkdir(parents=True)
    expected = {hashlib.md5(secret + NAME.encode()).hexdigest(): student for student, secret in good.items()}

    done = starter.run(course, "nbgrader", "release_feedback", NAME, "--CourseDirectory.student_id_exclude=excluded")

    assert done.status == 0, done.err
    released = (course / "exchange" / "neural_networks" / "feedback").iterdir()
    assert {path.stem: path.read_text() for path in released} == {
        key: f"feedback for {student}" for key, student in expected.items()
    }
    for student in bad:
        assert f"feedback/{student}/{NAME} is not released: " in done.err
    assert "5 are not released, all others are: " in done.err
    assert "/excluded/" not in done.err
    assert "/no-page/" not in done.err


# --- marks as CSV -----------------------------------------------------------------------------------------------------

of_nbgrader = pytest.mark.filterwarnings("ignore:Object of type <Submitted")
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "x;=1", 'x",=1', "=\n=1", "a,b")


def exported(starter: Starter, root: Path, *options: str) -> str:
    done = starter.run(root, "nbgrader", "export", *options)
    assert done.status == 0, done.err
    return (root / "grades.csv").read_bytes().decode()


def _marked(submission: SubmittedAssignment) -> SubmittedNotebook:
    """Its notebook, in which no answer waits for a person."""
    [notebook] = submission.notebooks
    for grade in notebook.grades:
        grade.needs_manual_grade = False
    return notebook


@of_nbgrader
def test_names_in_the_table_are_no_formulas(course: Path, starter: Starter) -> None:
    with gradebook_of(course) as gradebook:
        for number, text in enumerate(HOSTILE):
            gradebook.add_student(text, first_name=text, last_name=text, email=f"{number}@example.org")
            _marked(gradebook.add_submission(NAME, text, timestamp=TIME))
        gradebook.db.commit()

    text = exported(starter, course)

    rows = {row["email"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert len(rows) == len(HOSTILE)
    for number, name in enumerate(HOSTILE):
        row = rows[f"{number}@example.org"]
        assert (row["score"], row["max_score"]) == ("0.0", "7.0")
        for key in ("student_id", "first_name", "last_name"):
            assert row[key].replace("'", "") == re.sub("[\r\n]", " ", name)
    # However a spreadsheet cuts the file, and whatever blanks it passes over.
    for separator in ",;\t":
        for line in text.splitlines():
            for cell in line.split(separator):
                assert cell.strip(' \t"')[:1] not in tuple("=+-@\uff1d")


@of_nbgrader
def test_table_of_an_honest_class_is_the_same_as_nbgraders(course: Path, starter: Starter) -> None:
    with gradebook_of(course) as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-01-02 12:00:00 UTC")
        gradebook.add_student("ada", first_name="Ada", last_name="Müller-Lüdenscheidt", email="ada@example.org")
        gradebook.add_student("bob")
        gradebook.add_student("eve", first_name="Eve")
        for student, score in {"ada": 2.0, "bob": -0.5}.items():
            notebook = _marked(gradebook.add_submission(NAME, student, timestamp=TIME))
            notebook.grades[0].manual_score, notebook.late_submission_penalty = score, 0.5
        gradebook.db.commit()

    for options in ([], ["--student", "['bob']"], ["--assignment", "['other']"]):
        ours = exported(starter, course, *options)
        theirs = exported(starter, course, "--exporter=nbgrader.plugins.CsvExportPlugin", *options)

        assert ours == theirs
        assert len(ours.splitlines()) == {0: 4, 2: 2}.get(len(options), 0) or options[0] == "--assignment"
