"""Students' processes: what they find, what they may use, and that nothing of them stays."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course.grading.conversation import Lost, TimeUp
from course.grading.sandbox import Sandbox, SandboxError, StudentProcess, try_sandbox
from course.grading.wire.orders import Limits
from tests.courses import processes, waited_for

LIMITS = Limits(memory=2**29, processes=32, disk=2**24, output=10**5, message=2**22)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    if not shutil.which("bwrap"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no bwrap on PATH (Debian: apt-get install bubblewrap)")
    made = Sandbox()
    yield made
    made.close()


@contextmanager
def student(sandbox: Sandbox, seconds: float = 20) -> Iterator[StudentProcess]:
    process = sandbox.start(LIMITS, frozenset())
    process.conversation.deadline = time.monotonic() + seconds
    try:
        yield process
    finally:
        process.end()


def run(process: StudentProcess, code: str) -> str:
    """What the code prints."""
    process.conversation.shown = []
    process.conversation.run(code, 1)
    return "".join(part[1] for shown in process.conversation.shown for part in shown if part[0] == "stdout")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import os; print(os.getpid(), os.getuid() == 0, os.getcwd(), os.listdir())", "1 False /student []"),
        ("import os; print(os.listdir('/proc'), os.listdir('/dev/shm'), os.path.exists('/sys'))", "[] [] False"),
        (
            "import os; print(sorted(set(os.environ) & {'HOME', 'USER', 'PWD', 'CI'}), os.environ['HOME'])",
            "['HOME', 'PWD'] /student",
        ),
        ("import os; print([n for n in ('/etc/passwd', '/etc/shadow', '/var', '/home') if os.path.exists(n)])", "[]"),
        ("import course, os; print(os.listdir(os.path.dirname(os.path.dirname(course.__file__))))", ""),
        (
            "import socket\ntry: socket.socket()\nexcept OSError as error: print(error)",
            "[Errno 1] Operation not permitted",
        ),
        (
            "import os\ntry: os.memfd_create('x')\nexcept OSError as error: print(error)",
            "[Errno 1] Operation not permitted",
        ),
        (
            "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
            "print(libc.unshare(0x10000000), libc.mount(b'x', b'/tmp', b'tmpfs', 0, None), libc.ptrace(16, 1, 0, 0))",
            "-1 -1 -1",
        ),
        (
            "try: bytearray(2**31)\nexcept MemoryError: print('too much')",
            "too much",
        ),
        (
            "import os\nwrong = []\nfor path in ('/x', '/usr/x', '/dev/x', '/etc/x', os.__file__):\n"
            "    try: open(path, 'a'); wrong.append(path)\n    except OSError: pass\nprint(wrong)",
            "[]",
        ),
        ("open('x', 'w').write('here'); print(open('/student/x').read())", "here"),
        ("import subprocess; print(subprocess.run(['echo', 'works'], capture_output=True, text=True).stdout)", "works"),
        ("import asyncio\nasync def f(): return 3\nprint(await f())", "3"),
        ("from multiprocessing import Pool\nwith Pool(2) as pool: print(pool.map(abs, [-1, -2]))", "[1, 2]"),
        ("%time\n!echo hello", "hello"),
    ],
)
def test_what_a_student_finds(sandbox: Sandbox, code: str, expected: str) -> None:
    with student(sandbox) as process:
        said = run(process, code)

    assert expected in said if expected else "lessons" not in said
    assert expected or "source" not in said


def test_students_know_nothing_of_each_other(sandbox: Sandbox) -> None:
    with student(sandbox) as one, student(sandbox) as other:
        run(
            one,
            "import builtins, numpy, os\nbuiltins.abs = numpy.sum = None\nopen('mine', 'w')\nos.environ['MINE'] = '1'",
        )

        assert (
            run(other, "import numpy, os; print(abs(-1), numpy.sum([2]), os.listdir(), 'MINE' in os.environ)")
            == "1 2 [] False\n"
        )


def test_what_was_started_ends_with_it(sandbox: Sandbox) -> None:
    number = "98765.4321"
    with student(sandbox) as process:
        run(
            process,
            f"import subprocess\nfor _ in range(3): subprocess.Popen(['sleep', '{number}'], start_new_session=True)",
        )
        assert waited_for(lambda: len(sleepers(number)) == 3, 10)

    assert sleepers(number) == []


def test_a_cell_that_hangs_is_interrupted(sandbox: Sandbox) -> None:
    with student(sandbox, seconds=1) as process:
        with pytest.raises(TimeUp):
            run(process, "kept = 1\nwhile True: pass")
        process.conversation.deadline = time.monotonic() + 10

        assert run(process, "print(kept)") == "1\n"


def test_a_cell_that_will_not_end_costs_the_process(sandbox: Sandbox) -> None:
    with student(sandbox, seconds=1) as process:
        with pytest.raises(Lost, match="did not stop"):
            run(
                process,
                "import time\nwhile True:\n    try:\n        while True: time.sleep(0.1)\n    except BaseException: 0",
            )
        began = time.monotonic()
        process.end()

        assert time.monotonic() - began < 5


def test_too_much_memory_in_many_processes_is_seen(sandbox: Sandbox) -> None:
    code = (
        "import os, time\nfor _ in range(8):\n    if not os.fork():\n        kept = b'x' * 2**27\n        "
        "time.sleep(60)\ntime.sleep(60)"
    )
    with student(sandbox, seconds=15) as process, pytest.raises(Lost, match="used more memory than the 512 MiB"):
        run(process, code)


def test_a_grader_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    number = "98765.1234"
    program = tmp_path / "grader.py"
    program.write_text(
        "import sys, time\nfrom course.grading.sandbox import Sandbox\nfrom course.grading.wire.orders import Limits\n"
        f"process = Sandbox().start({LIMITS!r}, frozenset())\n"
        f"process.conversation.run(\"import subprocess; subprocess.Popen(['sleep', '{number}'])\", 1)\n"
        "print('ready', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == "ready\n"
        assert waited_for(lambda: len(sleepers(number)) == 1, 5)  # its name is there a moment after it
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        for _ in range(100):
            if not sleepers(number):
                break
            time.sleep(0.05)

    assert sleepers(number) == []


def test_without_a_sandbox_both_ways_out_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SandboxError, match=r"apt-get install bubblewrap.*c\.Referee\.disposable = True"):
        try_sandbox()
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)

    for tried in (try_sandbox, lambda: Sandbox().ready()):
        with pytest.raises(SandboxError, match=r"No permissions.*max_user_namespaces.*c\.Referee\.disposable = True"):
            tried()


def test_what_is_declared_disposable_runs_without_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    number = "98765.5678"
    sandbox = Sandbox(disposable=True)
    with student(sandbox) as process:
        folder = run(process, "import os; open('x', 'w'); print(os.getcwd())").strip()
        run(process, f"import subprocess; subprocess.Popen(['/bin/sleep', '{number}'], start_new_session=True)")
        assert Path(folder, "x").exists()
        assert len(sleepers(number)) == 1
    sandbox.close()

    assert not Path(folder).exists()
    assert sleepers(number) == []


def sleepers(number: str) -> list[int]:
    """PIDs of `sleep` with this odd argument."""
    return [pid for pid, line in processes().items() if line.endswith(f"sleep {number} ")]


def test_numbers_are_computed_as_elsewhere_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the kernels that OpenBLAS is told to use; nothing else of the environment comes in."""
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    monkeypatch.setenv("COURSE_SECRET", "x")
    names = "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "COURSE_SECRET"
    made = Sandbox()

    try:
        with student(made) as process:
            said = run(process, f"import os; print([os.environ.get(name) for name in {names}])")
    finally:
        made.close()

    assert said.strip() == "['Haswell', '1', None]"
