"""Students' processes: what they find, what they may use, and that nothing of them stays."""

import contextlib
import itertools
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import course
from benchmarks.grading import Watch, below, used
from course.grading.conversation import Lost, TimeUp
from course.grading.inside import budget
from course.grading.inside.spawner import SEVERAL
from course.grading.sandbox import Sandbox, SandboxError, StudentProcess, try_sandbox
from course.grading.wire.orders import Limits
from tests.courses import processes, waited_for

LIMITS = Limits(memory=2**29, processes=64, disk=2**26, output=10**5, message=2**22)
NUMBERS = itertools.count(1000)  # of sleepers


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
        (
            "import mmap\ntry: mmap.mmap(-1, 4096)\nexcept OSError as error: print(error)",
            "[Errno 1] Operation not permitted",
        ),
        (
            "import mmap\nzeros = open('/dev/zero', 'r+b')\ntry: mmap.mmap(zeros.fileno(), 4096)\n"
            "except OSError as error: print(error)",
            "[Errno 19] No such device",
        ),
        ("import ctypes, os; print(ctypes.CDLL(None).vmsplice(os.pipe()[1], None, 0, 0))", "-1"),
        (
            "import os\nfirst = os.getsid(0)\nif not os.fork():\n    os.setsid()\n    os._exit(os.getsid(0) == first)\n"
            "print(os.waitstatus_to_exitcode(os.wait()[1]))",
            "1\n",
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


def started(process: StudentProcess, code: str) -> bool:
    """Whether `code`, which goes on in processes that it starts, was ended with them, while nobody asks anything."""
    sleeper = f"98765.{next(NUMBERS)}"
    run(process, f"import subprocess; subprocess.Popen(['sleep', '{sleeper}'])")
    assert waited_for(lambda: sleepers(sleeper), 5)
    with contextlib.suppress(Lost):  # it was quick
        run(process, code)
    return waited_for(lambda: not sleepers(sleeper), 10)


# Each takes less than 900 MiB if nothing stops it.
IN_CHILDREN = (
    "import os, time\nfor _ in range({}):\n    if not os.fork():\n        {}\n"
    "        time.sleep(20)\n        os._exit(0)"
)
TWO = IN_CHILDREN.format(2, "kept = b'x' * 250 * 2**20")  # by themselves within the budget
SPARSE = (
    "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.mmap.restype = ctypes.c_void_p\n"
    "libc.mmap.argtypes = ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long\ndef touch():\n"
    "    for place in range(30_000):\n"  # one page in 2 MiB, of which none is its own: only tables are
    "        ctypes.string_at(libc.mmap(2**40 + place * 2**21, 4096, 1, 0x22, -1, 0), 1)\n"
)
PAIRS = (
    "import socket\nkept = []\ndef fill():\n    for _ in range(200):\n        kept.append(socket.socketpair())\n"
    "        for end in kept[-1]:\n            end.setblocking(False)\n            try:\n"
    "                while True: end.send(bytes(2**16))\n            except BlockingIOError: 0\n"
)
HOARDS = {
    "in children": IN_CHILDREN.format(6, "kept = b'x' * 2**27"),
    "in a daemon's children": IN_CHILDREN.format(6, "os.fork() and os._exit(0); os.setsid(); kept = b'x' * 2**27"),
    "in children that forbid to look": "import ctypes\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
    + IN_CHILDREN.format(6, "kept = b'x' * 2**27"),
    "in files, too": "for folder in ('/student', '/dev/shm'):\n    for n in range(50):\n"
    "        with open(f'{folder}/{n}', 'wb') as file: file.write(bytes(2**20))\n" + TWO,
    "in a file without a name": "import os\nfile = open('/dev/shm/x', 'wb')\nos.unlink('/dev/shm/x')\n"
    "for _ in range(60): file.write(bytes(2**20))\n" + TWO,
    "in page tables": SPARSE + IN_CHILDREN.format(7, "touch()"),
    "in sockets": PAIRS + IN_CHILDREN.format(8, "fill()"),
}


@pytest.mark.parametrize("where", HOARDS)
def test_memory_is_one_budget_for_all_processes(sandbox: Sandbox, where: str) -> None:
    with student(sandbox) as process:
        assert started(process, HOARDS[where])

    assert process.over == "used more memory than the 512 MiB that a submission may use"


def test_memory_is_one_budget_for_two_students_processes(sandbox: Sandbox) -> None:
    """As where a mistake is carried forward: the one that has more of it ends, and the other goes on."""
    with student(sandbox) as one, student(sandbox) as other:
        run(one, "kept = b'x' * 250 * 2**20")
        assert started(other, "kept = b'x' * 400 * 2**20")

        assert run(one, "print(len(kept))") == "262144000\n"
    assert one.over == ""
    assert other.over == "used more memory than the 512 MiB that a submission may use"


def test_one_that_linux_ends_as_well_costs_the_other_nothing(tmp_path: Path) -> None:
    """Linux may do that after the look that has found it, and before the next one."""
    events = tmp_path / "memory.events"
    events.write_text("oom_kill 0")
    keeps = "import time; kept = b'x' * 2**27; time.sleep(60)"
    large, small = (
        subprocess.Popen(["sh", "-c", '"$@"; true', "sh", *command], start_new_session=True)
        for command in ([sys.executable, "-c", keeps], ["sleep", "60"])
    )
    with large, small:
        counted = budget.Budget(LIMITS._replace(memory=2**27), 0, False, (), os.open(events, os.O_RDONLY))
        first = waited_for(lambda: counted.look({large.pid, small.pid}), 10)
        events.write_text("oom_kill 1")
        second = counted.look({small.pid})
        events.write_text("oom_kill 2")
        third = counted.look({small.pid})
        counted.close()
        for each in (large, small):
            os.killpg(each.pid, signal.SIGKILL)

    assert (first, second) == (True, None)
    assert third == (small.pid, "used more memory than the 128 MiB that a submission may use")  # no other has ended


def test_processes_are_one_budget_for_two_students_processes(sandbox: Sandbox) -> None:
    with student(sandbox) as one, student(sandbox) as other:
        run(one, IN_CHILDREN.format(20, "0"))
        assert started(other, IN_CHILDREN.format(50, "0"))

        assert run(one, "print('goes on')") == "goes on\n"
    assert other.over == "had more than the 64 processes and threads that a submission may have at one time"


def test_processes_that_are_gone_at_once_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that do nothing but start the next one are never seen."""
    monkeypatch.setattr(budget, "STARTED", 300)
    counted = budget.Budget(LIMITS._replace(processes=10**6), 0, True, ())
    with subprocess.Popen(["sleep", "60"]) as there:
        for _ in range(301):
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()
        over = counted.look({os.getpid()})
        there.kill()

    assert over == (os.getpid(), "started more than the 300 processes and threads that a submission may start")


MODEST = {
    "children": TWO + "\ntime.sleep(0.5)",
    "a large array": "import numpy as np, time\nkept = np.ones(2**26 - 2**23)[:1]\ntime.sleep(0.3)",
    "a large array, and programs": "import numpy as np, subprocess\nkept = np.ones(2**25 + 2**24)\n"
    "for _ in range(300): subprocess.run(['true'])",
    "a large array that a pool has, too": "import numpy as np\nfrom multiprocessing import Pool\n"
    "kept = np.ones(2**25 + 2**24)\nfor _ in range(5):\n    with Pool(4) as pool: pool.map(abs, range(9))",
    "memory that processes share": "from multiprocessing import Array, Process\nkept = Array('d', 2**20)\n"
    "def change(): kept[3] = 4.0\none = Process(target=change)\none.start()\none.join()\nassert kept[3] == 4",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(8) as pool:\n"
    "    assert sum(pool.map(abs, range(1000))) == 499500",
    "a session": "import subprocess\nsubprocess.run(['true'], start_new_session=True, check=True)",
    "a terminal": "lines = !echo there\nassert lines == ['there']",
    "zeros": "assert open('/dev/zero', 'rb').read(3) == bytes(3)",
}


@pytest.mark.parametrize("what", MODEST)
def test_honest_code_is_not_over_the_budget(sandbox: Sandbox, what: str) -> None:
    with student(sandbox, seconds=40) as process:
        assert run(process, MODEST[what] + "\nprint('all of it')") == "all of it\n"

    assert process.over == ""


SPIN = "end = time.monotonic() + 12\ndef spin():\n    while time.monotonic() < end: 0\n"
MACHINE_CODE = (  # a thread of Python's waits for the others
    "import ctypes, mmap, threading\nkept = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)\n"
    "kept.write(bytes.fromhex('ebfe' if os.uname().machine == 'x86_64' else '00000014'))\n"
    "threading.stack_size(2**16)\nspin = ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(kept)))\n"
)
CROWDS = {
    "children": SPIN + "for _ in range(30):\n    if not os.fork():\n        spin()\n        os._exit(0)\n",
    "sessions": SPIN + "for _ in range(30):\n    if not os.fork():\n        os.setsid()\n        if not os.fork():\n"
    "            os.setsid()\n            spin()\n        os._exit(0)\n",
    "threads": MACHINE_CODE + "for _ in range(29): threading.Thread(target=spin, daemon=True).start()\n",
    "renice": SPIN + "for _ in range(30):\n    if not os.fork():\n        while time.monotonic() < end:\n"
    "            try: os.setpriority(os.PRIO_PROCESS, 0, 0)\n            except OSError: 0\n        os._exit(0)\n",
}


@pytest.mark.parametrize("what", CROWDS)
def test_those_that_spin_share_what_one_would_have(sandbox: Sandbox, what: str) -> None:
    """Thirty have a nice value at which the weights of Linux, of sched(7), are 1024 / 30 at most: 16 or more."""
    waits = "while os.getpriority(os.PRIO_PROCESS, 0) < 14 and time.monotonic() < began + 10: time.sleep(0.05)\n"
    with student(sandbox) as process:
        said = run(
            process,
            f"import os, time\nbegan, first = time.monotonic(), os.getsid(0)\n{CROWDS[what]}{waits}"
            "print(os.getpriority(os.PRIO_PROCESS, 0) >= 14)",
        )

    assert said == "True\n"


@pytest.mark.parametrize("what", ["sessions", "threads"])
def test_a_neighbour_of_those_that_spin_goes_on(what: str) -> None:
    work = "for _ in range(2_000_000): 0"

    def seconds(sandbox: Sandbox) -> float:
        began = time.monotonic()
        with student(sandbox) as process:
            run(process, work)
        return time.monotonic() - began

    one, other = Sandbox(), Sandbox()
    try:
        seconds(one)
        alone = statistics.median(seconds(one) for _ in range(5))
        with student(other) as process:
            run(process, f"import os, time\n{CROWDS[what]}time.sleep(1)")
            beside = statistics.median(seconds(one) for _ in range(5))
    finally:
        one.close()
        other.close()

    assert beside < 6 * alone  # without a budget it was more than 11 times


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
        for _ in range(50):  # Linux shows no command line while it puts the program in its place
            if sleepers(number):
                break
            time.sleep(0.1)
        assert len(sleepers(number)) == 1
    with student(sandbox) as process:
        assert started(process, HOARDS["in children"])
    sandbox.close()

    assert process.over == "used more memory than the 512 MiB that a submission may use"
    assert not Path(folder).exists()
    assert sleepers(number) == []


def test_a_sandbox_that_ended_by_itself_is_not_left_defunct() -> None:
    before = children()
    made = Sandbox(disposable=True)
    made.ready()
    (spawner,) = children() - before
    os.kill(spawner, signal.SIGTERM)

    assert waited_for(lambda: spawner not in children(), 5)
    assert not made.alive()
    made.close()


def children() -> set[int]:
    """PIDs of this process's children, also of those that have ended, but whom nobody has asked how."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            if int(path.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(path.parent.name))
    return found


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


def test_what_a_lesson_needs_is_imported_once_and_counts_for_no_submission() -> None:
    """Also in a sandbox that has had students before, and was without it."""
    look = "import sys; print('pandas' in sys.modules, 'seaborn' in sys.modules)"
    use = "import numpy, pandas; print(numpy.ones(465 * 2**20, 'u1').size)"  # of the 512 MiB there are
    made = Sandbox()

    try:
        with student(made) as process:
            assert run(process, look).strip() == "False False"
        for names in ({"pandas", "numpy", "no_such_module"}, {"pandas"}):
            made.provide(names, ())
            with student(made) as process:
                assert run(process, look).strip() == "True False"
                assert run(process, use).strip() == "487587840"
    finally:
        made.close()


def test_what_draws_is_imported_once_a_notebook_has_a_word_of_it() -> None:
    look = "import sys; print(*({'matplotlib.pyplot', 'course.plots', 'course.widgets'} & sys.modules.keys()))"
    made = Sandbox()

    try:
        for words, found in (({"plot", "numpy"}, 0), ({"plots", "numpy"}, 3), ((), 3)):
            made.provide((), words)
            with student(made) as process:
                assert len(run(process, look).split()) == found
    finally:
        made.close()


LOUD = """
asked = []
class Loud(Exception):
    def __str__(self):
        asked.append("error")
        return "loud"
    def _repr_html_(self):
        asked.append("display")
        return "loud"
"""


@pytest.mark.parametrize(("nobody_looks", "asked"), [(True, set()), (False, {"error", "display"})])
@pytest.mark.parametrize("explained", ["", "from course import check\n"], ids=["plain", "explained"])
def test_what_nobody_looks_at_is_not_put_into_words(
    sandbox: Sandbox, explained: str, nobody_looks: bool, asked: set[str]
) -> None:
    process = sandbox.start(LIMITS, frozenset(), nobody_looks)
    process.conversation.deadline = time.monotonic() + 20
    try:
        cells = explained + LOUD, "Loud()", "raise Loud", "1 +", "x = 1"
        fine = [process.conversation.run(cell, 1) for cell in cells]
        found = process.conversation.names(["asked"])["asked"]
    finally:
        process.end()

    assert fine == [True, True, False, False, True]
    assert set(found) == asked


def test_the_first_error_of_a_late_process_is_formatted_as_that_of_an_early_one() -> None:
    """Which has what it needs for that from the sandbox."""
    made = Sandbox()
    lines = []
    try:
        for _ in range(SEVERAL + 3):
            with student(made) as process:
                process.conversation.run("def f(x):\n    return x / 0", 1)
                with pytest.raises(ZeroDivisionError) as caught:
                    process.conversation.names(["f"])["f"](1.0)
                lines.append(caught.value.lines())
    finally:
        made.close()

    assert lines[0][-1].endswith("division by zero")
    assert "return x / 0" in re.sub(r"\x1b\[[0-9;]*m", "", "".join(lines[0]))
    assert lines == [lines[0]] * len(lines)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["it has ended", "an import never ends"])
def test_sandbox_that_can_import_no_more_is_given_up(how: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Sandbox()
    try:
        made.ready()
        for pid in (made._process.pid, *below(made._process.pid)):  # bubblewrap's; the one that imports is its child
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        monkeypatch.setattr("course.grading.sandbox.START", 0.2)
        made.provide({"pandas"}, ())

        with pytest.raises(SandboxError):
            made.start(LIMITS, frozenset())
        assert not made.alive()
    finally:
        made.close()


def test_the_package_is_the_one_that_runs_here_though_it_is_a_copy(tmp_path: Path) -> None:
    """As where the folder of a course holds one: it comes first on nbgrader's path."""
    shutil.copytree(Path(course.__file__).parent, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import course; from course.grading.sandbox import Sandbox\n"
        "made = Sandbox(); made.ready(); made.close(); print(course.__file__)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert done.stdout.strip() == str(tmp_path / "course" / "__init__.py"), done.stderr


def test_what_ended_the_process_in_the_sandbox_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.grading.sandbox._SPAWNER", "raise SystemExit('no module of that name')")
    made = Sandbox()

    with pytest.raises(SandboxError) as told:
        made.ready()
    assert str(told.value) == "Python could not start in the sandbox: no module of that name"


# --- what a benchmark says of it --------------------------------------------------------------------------------------


def test_what_students_use_is_measured_once() -> None:
    """By a benchmark, beside what this program is told of the processes that it has waited for."""
    code = "import time\nwhile time.process_time() < 2: pass\nprint(time.process_time())"
    with Watch() as watch:
        before = used()
        made = Sandbox()
        made.ready()
        time.sleep(0.5)  # more than one look
        began = watch.so_far()
        with student(made) as process:
            theirs = float(run(process, code))
        time.sleep(0.5)
        found = watch.so_far() - began
        made.close()
        waited_for_by_this = used() - before

    assert theirs >= 2
    assert 0.9 * theirs < found < 1.3 * theirs
    assert waited_for_by_this < 1
