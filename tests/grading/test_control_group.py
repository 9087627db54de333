"""The control group of a submission: where it is made, and what it holds when nobody looks."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.grading import control_group
from course.grading.control_group import ControlGroup, make_control_group
from course.grading.sandbox import Sandbox
from course.grading.wire.orders import Limits
from tests.courses import waited_for

LIMITS = Limits(memory=2**28, processes=64, disk=2**26, output=10**5, message=2**22)


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Iterator[ControlGroup]:
    """The one of the next sandbox."""
    made = make_control_group()
    if made is None:
        pytest.skip("no control group may be made here: it takes a folder of Linux's that this user may write to")
    monkeypatch.setattr("course.grading.sandbox.make_control_group", lambda: made)
    yield made
    made.remove()


@pytest.fixture
def sandbox(group: ControlGroup) -> Iterator[Sandbox]:
    if not shutil.which("bwrap"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    made = Sandbox()
    yield made
    made.close()


def number(group: ControlGroup, *names: str) -> int:
    """What one of the group's files says: its name differs by version."""
    return next(int(path.read_text()) for folder in group.folders for name in names if (path := folder / name).exists())


def below(pid: int) -> int:
    """The first process that it started."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


@pytest.mark.parametrize(
    ("own", "mounted", "by_controller", "common"),
    [
        pytest.param(
            "4:memory:/docker/7\n3:cpu,cpuacct:/docker/7\n2:pids:/docker/7\n0::/docker/7\n",
            "30 25 0:26 /docker/7 /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
            "31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
            "32 25 0:28 /docker /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n",
            {
                "memory": "/sys/fs/cgroup/memory",
                "cpu": "/sys/fs/cgroup/cpu,cpuacct/docker/7",
                "pids": "/sys/fs/cgroup/pids/7",
            },
            [],
            id="version 1",
        ),
        pytest.param(
            "0::/user.slice/user-1000.slice/user@1000.service/app.slice/code.scope\n",
            "30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
            "31 25 0:27 / / rw - ext4 /dev/vda1 rw\n",
            {},
            [
                "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice",
                "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/code.scope",
            ],
            id="version 2",
        ),
        pytest.param(
            "0::/\n", "9 8 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n", {}, ["/sys/fs/cgroup"], id="first of all"
        ),
        pytest.param(
            "0::/../other\n",
            "9 8 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup rw\n",
            {},
            [],
            id="outside its namespace",
        ),
        pytest.param(
            "2:memory:/a\n0::/b/c\n",
            "8 7 0:25 / /cg/memory rw - cgroup cgroup rw,memory\n9 7 0:26 / /cg/unified rw - cgroup2 cgroup2 rw\n",
            {"memory": "/cg/memory/a"},
            ["/cg/unified/b", "/cg/unified/b/c"],
            id="both versions",
        ),
        pytest.param("0::/\n", "31 25 0:27 / / rw - ext4 /dev/vda1 rw\n", {}, [], id="nothing mounted"),
    ],
)
def test_where_a_group_may_be_made(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    own: str,
    mounted: str,
    by_controller: dict[str, str],
    common: list[str],
) -> None:
    """Lines as cgroups(7) and proc_pid_mountinfo(5) show them."""
    for name, content in (("_OWN", own), ("_MOUNTED", mounted)):
        (tmp_path / name).write_text(content)
        monkeypatch.setattr(control_group, name, tmp_path / name)

    assert control_group.places() == ({name: Path(path) for name, path in by_controller.items()}, [*map(Path, common)])


def test_there_is_none_where_folders_are_no_control_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own").write_text("0::/a/b\n")
    (tmp_path / "mounted").write_text(f"9 8 0:26 / {tmp_path} rw - cgroup2 cgroup rw\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.setattr(control_group, "_OWN", tmp_path / "own")
    monkeypatch.setattr(control_group, "_MOUNTED", tmp_path / "mounted")

    assert make_control_group() is None
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "mounted", "own"]


def test_memory_is_held_while_nobody_looks(group: ControlGroup, sandbox: Sandbox) -> None:
    children = "import os, time\nfor _ in range(6):\n    if not os.fork():\n        kept = b'x' * 2**26\n"
    said = "print(sum(os.waitstatus_to_exitcode(os.wait()[1]) == -9 for _ in range(2)))"  # two don't fit in
    process = sandbox.start(LIMITS, frozenset())
    process.conversation.deadline = time.monotonic() + 30
    looking = below(below(sandbox._process.pid))  # bubblewrap starts another of itself, and that the spawner
    os.kill(looking, signal.SIGSTOP)
    try:
        process.conversation.run(f"{children}        time.sleep(20)\n        os._exit(0)\n{said}", 1)
        most = number(group, "memory.peak", "memory.max_usage_in_bytes")
    finally:
        os.kill(looking, signal.SIGCONT)
    process.end()

    assert 2**28 < most <= 2**28 + 2**25
    assert process.over == "used more memory than the 256 MiB that a submission may use"


def test_processes_are_held_while_nobody_looks(group: ControlGroup, sandbox: Sandbox) -> None:
    process = sandbox.start(LIMITS._replace(processes=20), frozenset())

    assert number(group, "pids.max") < 20 + 10
    assert number(group, "pids.current") in (2, 3)  # the student's, and the one that holds its namespaces
    process.end()
    assert waited_for(lambda: number(group, "pids.current") == 0, 5)


def test_a_group_goes_with_its_sandbox(group: ControlGroup, sandbox: Sandbox) -> None:
    sandbox.start(LIMITS, frozenset()).end()
    assert all(folder.exists() for folder in group.folders)

    sandbox.close()

    assert not any(folder.exists() for folder in group.folders)


def test_what_a_killed_program_left_is_removed(group: ControlGroup) -> None:
    program = (
        "import os, signal\nfrom course.grading.control_group import make_control_group\n"
        "print(*make_control_group().folders, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    left = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split()
    assert left
    assert all(map(os.path.exists, left))

    made = make_control_group()
    assert made is not None
    for each in (made, group):
        each.remove()

    assert not any(map(os.path.exists, left))


def test_a_program_that_sees_no_other_processes_removes_no_other_programs_group(group: ControlGroup) -> None:
    """Containers have process numbers of their own, and may share one folder of control groups."""
    program = "from course.grading.control_group import make_control_group\nmake_control_group().remove()"
    separate = ("unshare", "--pid", "--fork", "--mount-proc")
    if subprocess.run([*separate, "true"], capture_output=True).returncode:
        pytest.skip("no namespace may be made here for processes: it takes root")

    subprocess.run([*separate, sys.executable, "-c", program], check=True)

    assert all(folder.exists() for folder in group.folders)


def test_programs_that_make_groups_at_once_take_none_from_each_other(group: ControlGroup) -> None:
    program = (
        "from course.grading.control_group import make_control_group\n"
        "for _ in range(100):\n    made = make_control_group()\n"
        "    assert made is not None and all(folder.exists() for folder in made.folders)\n    made.remove()"
    )
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]

    assert [each.wait(60) for each in running] == [0] * 4
    assert all(folder.exists() for folder in group.folders)


def test_a_group_that_somebody_has_removed_is_done_without(group: ControlGroup, sandbox: Sandbox) -> None:
    for folder in group.folders:
        folder.rmdir()

    process = sandbox.start(LIMITS, frozenset())
    process.conversation.deadline = time.monotonic() + 30
    ran = process.conversation.run("print(6 * 7)", 1)
    process.end()

    assert ran
