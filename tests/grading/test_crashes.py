"""Grading that is broken off at any moment, and begun again: nothing is lost, done twice or half written."""

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from tests.courses import key_of, make_course, processes, waited_for
from tests.grading.classes import Locked, locked_out
from tests.grading.commands import Starter

NAME = "01-small"
GRADE = ("course", "grade", NAME, "--jobs", "1")
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
# What they return, and the marks of the two tests.
ANSWERS = {"2 * x": (1.0, 2.0), "3 * x": (0.0, 0.0), "x + 1": (1.0, 0.0)}
STUDENTS = {f"student{number:02}": list(ANSWERS)[number % 3] for number in range(12)}
ROUNDS = 10 if os.environ.get("THREATS") == "all" else 1
KILLS = 10  # a round
SEED = 20240229


class State(NamedTuple):
    """What a course holds after grading."""

    marks: dict[str, dict[str, float]]  # by student and cell
    rows: dict[str, int]  # by table
    files: dict[str, tuple[int, bytes]]  # rights and content, by path under autograded/


def state(course: Path) -> State:
    marks: dict[str, dict[str, float]] = {}
    database = sqlite3.connect(course / "gradebook.db")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for student, cell, score in database.execute(
        "SELECT student_id, base_cell.name, auto_score FROM submitted_assignment "
        "LEFT JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id "
        "LEFT JOIN grade ON grade.notebook_id = submitted_notebook.id LEFT JOIN base_cell ON base_cell.id = cell_id"
    ):
        assert cell not in marks.setdefault(student, {})
        marks[student][cell] = score
    tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
    rows = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}
    database.close()
    folder = course / "autograded"
    files = {
        str(path.relative_to(folder)): (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return State(marks, rows, files)


MARKS = {
    student: dict(zip(("double_one", "double_more"), ANSWERS[answer], strict=True))
    for student, answer in STUDENTS.items()
}


def assert_whole(now: State, done: State) -> None:
    """What is there of a run that was broken off, is as an unbroken one makes it; and who has a notebook has marks."""
    assert {student: MARKS[student] for student in now.marks} == now.marks
    in_place = {path: file for path, file in now.files.items() if f"/{NAME}/" in path}
    students = {path.split("/")[0] for path in in_place}
    assert {path: file for path, file in done.files.items() if path.split("/")[0] in students} == in_place
    assert students <= set(now.marks)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with twelve submissions, none of them graded; not to be changed."""
    course = make_course(tmp_path_factory.mktemp("course"), NAME, LESSON)
    released = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    (cell,) = (cell for cell in released.cells if key_of(cell) == "double")
    for student, answer in STUDENTS.items():
        cell.source = f"def double(x):\n    return {answer}"
        path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(released, path)
        (path.parent / "timestamp.txt").write_text("2024-02-29 12:00:00 UTC")
    return course


class Unbroken(NamedTuple):
    done: State
    seconds: float
    moments: int  # at which it was about to write


@pytest.fixture(scope="module")
def unbroken(handed_in: Path, starter: Starter, tmp_path_factory: pytest.TempPathFactory) -> Unbroken:
    """What grading makes if nothing goes wrong."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("unbroken"), dirs_exist_ok=True)
    began = time.monotonic()
    starter.start(course, *GRADE, killed_at=0)
    [outcome], left = starter.end(120)
    took = time.monotonic() - began
    assert (outcome.status, left) == (0, []), outcome.said

    done = state(course)
    assert done.marks == MARKS
    assert {path: rights for path, (rights, _) in done.files.items()} == {
        f"{student}/{NAME}/{name}": 0o444 for student in STUDENTS for name in (f"{NAME}.ipynb", "timestamp.txt")
    }
    return Unbroken(done, took, int(outcome.out.rpartition("moments: ")[2]))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whenever_it_is_killed_grading_goes_on_to_the_same_end(
    handed_in: Path, starter: Starter, unbroken: Unbroken, tmp_path: Path, number: int
) -> None:
    course = shutil.copytree(handed_in, tmp_path, dirs_exist_ok=True)
    chance = random.Random(SEED + number)
    for kill in range(KILLS):
        again = ["--again"] if chance.random() < 0.5 else []  # or all would be finished after a few kills
        moment = chance.randint(1, unbroken.moments) if kill % 3 else 0
        pid = starter.start(course, *GRADE, *again, killed_at=moment)
        if not moment:
            time.sleep(chance.uniform(0, unbroken.seconds))
            # Its workers with it, or only the process that writes.
            chance.choice((os.kill, os.killpg))(pid, signal.SIGKILL)
        [outcome], left = starter.end(20)

        assert left == []
        assert outcome.status in (-signal.SIGKILL, 0), outcome.said
        assert_whole(state(course), unbroken.done)
    outcome = starter.run(course, *GRADE)

    assert outcome.status == 0, outcome.said
    assert state(course) == unbroken.done


def children_of(pid: int) -> list[int]:
    """The processes that a process has started; none where it has ended."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def workers_of(pid: int) -> list[int]:
    """The workers of a grader."""
    return [child for child in children_of(pid) if "spawn_main" in processes().get(child, "")]


def test_a_worker_that_is_killed_costs_nobody_anything(
    handed_in: Path, starter: Starter, unbroken: Unbroken, tmp_path: Path
) -> None:
    course = shutil.copytree(handed_in, tmp_path, dirs_exist_ok=True)
    pid = starter.start(course, *GRADE)
    at_work = waited_for(
        lambda: any(children_of(worker) for worker in workers_of(pid)), 60
    )  # with a sandbox of its own
    workers = workers_of(pid)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    [outcome], left = starter.end(120)

    assert (at_work, len(workers)) == (True, 1)
    assert (outcome.status, left) == (0, []), outcome.said
    assert state(course) == unbroken.done


# --- what can't be written --------------------------------------------------------------------------------------------

# In a mount namespace of its own: a course whose autograded/ is read-only, then fills up and is lost, and whose disk is
# full in the end; and what is there after each, copied. The sandbox may have no place in such a namespace.
FULL_DISK = """
set -eu
course=$1 disk=$2 kept=$3 command=$4
mount -t tmpfs -o size=64m none "$disk"
cp -r "$course" "$disk/course"
echo 'c.Referee.disposable = True' >> "$disk/course/nbgrader_config.py"
cd "$disk/course"
try() {
    status=0; "$command" grade 01-small --jobs 1 > "$kept/$1.txt" 2>&1 || status=$?
    echo $status >> "$kept/$1.txt"
    cp -a "$disk/course" "$kept/$1"
}
mkdir autograded; mount --bind autograded autograded; mount -o remount,bind,ro autograded
try read-only
umount autograded
mount -t tmpfs -o size=64k none autograded
try small
umount autograded
head -c 64m /dev/zero > "$disk/filler" 2>/dev/null || true
truncate -s -8K "$disk/filler"
try full
rm "$disk/filler"
try end
"""


@pytest.fixture(scope="module")
def locked(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    """A course that is graded while another program writes to the gradebook, and doesn't end."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("locked"), dirs_exist_ok=True)
    command = [Path(sys.executable).with_name("course"), "grade", NAME, "--jobs", "1"]
    with locked_out(course, "IMMEDIATE", command) as found:
        yield found


@pytest.mark.usefixtures("locked")  # which waits meanwhile
def test_what_a_full_or_read_only_disk_refuses_is_told_and_made_up_for(
    handed_in: Path, unbroken: Unbroken, tmp_path: Path
) -> None:
    done = unbroken.done
    kept, disk = tmp_path / "kept", tmp_path / "disk"
    kept.mkdir()
    disk.mkdir()
    namespace = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    command = str(Path(sys.executable).with_name("course"))
    subprocess.run([*namespace, "sh", "-c", FULL_DISK, "sh", handed_in, disk, kept, command], check=True, timeout=300)
    said = {path.stem: path.read_text() for path in kept.glob("*.txt")}

    end = state(kept / "end")

    for name, reason in {
        "read-only": "Read-only file system",
        "small": "No space left",
        "full": "disk is full",
    }.items():
        assert said[name].startswith("error: ")
        assert reason in said[name]
        assert said[name].endswith("\n1\n")
        assert said[name].count("\n") == 2
        assert_whole(state(kept / name), end)
        assert all(f"/{NAME}/" in path for path in state(kept / name).files)
    assert 0 < len(state(kept / "small").marks) < len(STUDENTS)
    assert said["end"].endswith("\n0\n")
    assert (end.marks, end.rows, end.files.keys()) == (done.marks, done.rows, done.files.keys())


def test_a_gradebook_that_stays_locked_is_told_and_made_up_for(
    locked: Locked, starter: Starter, unbroken: Unbroken
) -> None:
    said = "".join(locked.process.communicate(timeout=120))
    locked.other.rollback()
    before = state(locked.course)
    outcome = starter.run(locked.course, *GRADE)

    assert locked.process.returncode == 1
    assert said.startswith("error: the gradebook sqlite:///")
    assert "can't be used: database is locked; another program has been writing to it for long; try again" in said
    assert (before.marks, before.files) == ({}, {})
    assert outcome.status == 0, outcome.said
    assert state(locked.course) == unbroken.done
