"""Starts students' processes in a sandbox, and ends them with all that they have started."""

import atexit
import contextlib
import itertools
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import course
from course.config import CourseError
from course.grading.control_group import make_control_group
from course.grading.conversation import Conversation
from course.grading.wire.channel import Channel
from course.grading.wire.orders import End, Import, Interrupt, Limits, Order, Start, pack_order

# Before a student's process is forked.
IMPORTED = ("numpy", "course.data")
# The same, as soon as a lesson needs the first of these.
IF_NEEDED = {"pandas": "pandas", "seaborn": "seaborn", "torch": "course.grading.inside.pytorch"}
# And as soon as there is one of these words in a notebook.
_DRAWING = ("course.grading.inside.drawing", "course.plots", "course.widgets")
_IF_SAID = {"check": ("course.check",), **dict.fromkeys(("matplotlib", "plots", "widgets"), _DRAWING)}
SCRATCH = "/student"  # its own folder; not /tmp, under which a Python or a course may be that has to be seen
GRACE = 2.0  # seconds that code has to end after it was interrupted
_INSTALL = "install it (Debian: apt-get install bubblewrap; conda: conda install -c conda-forge bubblewrap)"
_ALLOW = (
    "let it make user namespaces (sysctl kernel.unprivileged_userns_clone=1 or user.max_user_namespaces=10000, on "
    "Ubuntu kernel.apparmor_restrict_unprivileged_userns=0; in a container, run it with the right to)"
)
START = 60  # seconds in which the sandbox has to be ready
# The package is the one that runs here. It may be another one than Python would find there, or the only one: the folder
# of a course comes first on nbgrader's path, and may hold a copy.
_SPAWNER = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); import course; del sys.path[0]; "
    "runpy.run_module('course.grading.inside.spawner', run_name='__main__', alter_sys=True)"
)


class SandboxError(CourseError):
    """There is no sandbox to run students' code in."""


class NoSandboxError(SandboxError):
    """Nor will there be one on this machine as it is."""


class Sandbox:
    """A bubblewrap sandbox with a process inside that forks the students' processes.

    It ends with the thread that made it, if not before: bubblewrap does.
    """

    def __init__(
        self,
        disposable: bool = False,
        readable: Sequence[str] = (),
        blas_threads: int = 1,
    ) -> None:
        """Begin to make one; `ready` waits for it.

        Args:
            disposable: run students' code without a sandbox, since all that this process can reach may be lost.
            readable: more files and folders that students' code may read.
            blas_threads: threads that NumPy may use in each student's process.
        Raises:
            SandboxError: no sandbox can be made here; says how to get one.
        """
        self._numbers = itertools.count(1)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the sandbox is there)
        package = str(Path(course.__file__).parents[1])
        python = [sys.executable, "-I", "-c", _SPAWNER, package, str(theirs.fileno())]
        command = (
            [*python, "open", *IMPORTED]
            if disposable
            else [*_bubblewrap(readable, blas_threads), *python, "isolated", *IMPORTED]
        )
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=_environment(blas_threads) if disposable else {},
            start_new_session=True,
        )
        # It ends by itself when nobody needs it for long, and a server that goes on would have it defunct.
        threading.Thread(target=self._process.wait, daemon=True).start()
        theirs.close()
        self._group = make_control_group()
        self.owner = os.getpid()
        self._disposable = disposable
        self._ready = False
        self._imports = 0  # that are under way
        self._imported: set[str] = set()  # besides IMPORTED

    def ready(self) -> None:
        """Wait until students' processes can be started.

        Raises:
            SandboxError: there is no sandbox, after all; says how to get one. Or it has ended.
        """
        if not self._ready:
            try:
                self._answer(START)
            except SandboxError as error:
                self.close()
                if not self._disposable:
                    try_sandbox()
                raise SandboxError(f"Python could not start in the sandbox: {error}") from None
            self._ready = True
        while self._imports:
            try:
                self._answer(START)
            except SandboxError:
                self.close()  # for there may be something in it that never ends
                raise
            self._imports -= 1

    def provide(self, names: Collection[str], words: Collection[str]) -> None:
        """Begin to import what students' processes need from now on, as far as that isn't done; `ready` waits for it.

        Args:
            names: of the modules that a lesson imports; of those that are not in IF_NEEDED, nothing is done.
            words: of the notebook; of those that are not in _IF_SAID, nothing is done.
        """
        wanted = [module for word, modules in _IF_SAID.items() if word in words for module in modules]
        wanted += [module for name, module in IF_NEEDED.items() if name in names]
        missing = tuple(module for module in dict.fromkeys(wanted) if module not in self._imported)
        if missing:
            self._order(Import(missing))
            self._imports += 1
            self._imported.update(missing)

    def start(self, limits: Limits, words: frozenset[str], nobody_looks: bool = False) -> "StudentProcess":
        """Start a student's process.

        Args:
            limits: for it and all that it starts.
            words: names that may stand in messages that come from it.
            nobody_looks: whether what its cells show is not kept, so that pictures need not be drawn.
        Raises:
            SandboxError: as `ready`, or it has ended.
        """
        self.ready()
        files: list[int] = []
        if self._group:
            self._group.limit(limits)
            files = [self._group.events, *self._group.doors]
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        order = pack_order(Start(number, SCRATCH, nobody_looks, limits))
        try:
            with theirs:
                socket.send_fds(self._control, [order], [theirs.fileno(), *files])
            self._answer(START)
        except OSError:
            ours.close()
            raise SandboxError("the sandbox has ended") from None
        except SandboxError:
            ours.close()
            raise
        return StudentProcess(self, number, ours, limits, words)

    def interrupt(self, number: int) -> None:
        """What the student's process `number` does now is to end."""
        self._order(Interrupt(number))

    def end(self, number: int) -> tuple[int, str]:
        """End the student's process `number`, and all that it started.

        Returns:
            Its exit status, or 128 and the number of the signal that killed it; and what was used up, in words, if it
            was ended for that.
        """
        self._order(End(number))
        return self._answer(START)

    def alive(self) -> bool:
        """Whether students' processes can still be started."""
        if self.owner != os.getpid() or self._process.poll() is not None:
            return False
        return not self._ready or self._imports > 0 or not _readable(self._control, 0)

    def close(self) -> None:
        """End the sandbox with everything in it."""
        if self.owner != os.getpid():
            return  # a fork of the program that made it
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._group:
            self._group.remove()
        self._errors.close()

    def _order(self, order: Order) -> None:
        with contextlib.suppress(OSError):  # then the answer will be missing
            self._control.send(pack_order(order))

    def _answer(self, seconds: float) -> tuple[int, str]:
        data = b""
        with contextlib.suppress(ConnectionResetError):
            if _readable(self._control, seconds):
                data = self._control.recv(65536)
        if not data:
            self._errors.seek(0)
            said = self._errors.read(4000).decode(errors="replace").strip().splitlines()
            raise SandboxError(said[-1] if said else "the sandbox gave no answer")
        status, _, over = data.decode().partition(" ")
        return int(status), over


class StudentProcess:
    """One student's process, and what can be asked of it."""

    def __init__(
        self, sandbox: Sandbox, number: int, sock: socket.socket, limits: Limits, words: frozenset[str]
    ) -> None:
        """
        Args:
            sandbox: in which it runs.
            number: by which the sandbox knows it.
            sock: connected to it; closed when it ends.
            limits: for it and all that it starts.
            words: names that may stand in messages that come from it.
        """
        self._sandbox, self._number = sandbox, number
        self._channel = Channel(sock, limits.message)
        self.conversation = Conversation(self._channel, lambda: sandbox.interrupt(number), words, GRACE)
        self.alive = True
        self.over = ""  # what was used up, in words, once it was ended for that

    def end(self) -> int:
        """End it, with all that it started; returns its exit status, or 128 and the number of a signal."""
        if not self.alive:
            return 0
        self.alive = False
        try:
            status, self.over = self._sandbox.end(self._number)
        finally:
            self._channel.close()
        return status


_Settings = tuple[bool, tuple[str, ...], int]
_latest: tuple[_Settings, Sandbox] | None = None


def sandbox(disposable: bool = False, readable: Sequence[str] = (), blas_threads: int = 1) -> Sandbox:
    """The sandbox of this program; made when first asked for, and closed when another one is, or the program ends.

    Args:
        disposable: as for `Sandbox`.
        readable: as for `Sandbox`.
        blas_threads: as for `Sandbox`.
    Raises:
        SandboxError: as `Sandbox` does.
    """
    global _latest
    settings = (disposable, tuple(readable), blas_threads)
    if _latest is not None and _latest[0] == settings and _latest[1].alive():
        return _latest[1]
    if _latest is not None:
        _latest[1].close()
    made = Sandbox(*settings)
    _latest = settings, made
    atexit.register(made.close)
    return made


def try_sandbox() -> None:
    """Raise a SandboxError, which says how to get one, where bubblewrap can't make a sandbox; takes no time."""
    done = subprocess.run([*_bubblewrap(()), "true"], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise NoSandboxError(_no_sandbox((done.stderr.strip().splitlines() or ["bubblewrap failed"])[-1]))


def _bubblewrap(readable: Sequence[str], blas_threads: int = 1) -> list[str]:
    """The command line of the sandbox, up to the program that runs in it."""
    found = shutil.which("bwrap")
    if sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"):
        raise NoSandboxError(_no_sandbox("it needs Linux on x86-64 or 64-bit ARM", "grade on such a machine"))
    if found is None:
        raise NoSandboxError(_no_sandbox("bubblewrap is not installed", _INSTALL))
    command = [found, "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    command += ["--die-with-parent", "--new-session", "--hostname", "course", "--cap-drop", "ALL"]
    if os.getuid() == 0:
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # the spawner gives them up at once
    else:
        command += ["--unshare-user"]
    for name, value in _environment(blas_threads).items():
        command += ["--setenv", name, value]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", SCRATCH]
    visible = _visible(readable)
    if not any(Path(path).is_relative_to("/tmp") for path in visible):
        command += ["--symlink", SCRATCH[1:], "/tmp"]
    for folder in sorted({str(parent) for path in visible for parent in Path(path).parents} - {"/"}):
        command += ["--perms", "0755", "--dir", folder]  # by itself, bubblewrap makes them for its own user only
    for path in visible:
        command += ["--ro-bind", path, path] if not os.path.islink(path) else ["--symlink", os.readlink(path), path]
    return [*command, "--remount-ro", "/", "--remount-ro", "/dev", "--chdir", SCRATCH, "--"]


def _visible(readable: Iterable[str]) -> list[str]:
    """Files and folders that code in the sandbox may read: Python, its packages, this one, and what a course adds."""
    wanted = ["/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"]
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        wanted += [prefix, os.path.realpath(prefix)]
    python = sys.executable
    while os.path.islink(python):  # to where Python itself is
        wanted.append(os.path.realpath(os.path.dirname(python)))
        python = os.path.normpath(os.path.join(os.path.dirname(python), os.readlink(python)))
    wanted += [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    wanted += [str(Path(course.__file__).parent), *readable]
    kept: list[str] = []
    for path in sorted({os.path.abspath(path) for path in wanted if os.path.exists(path)}):
        within = any(Path(path).is_relative_to(one) for one in kept if not os.path.islink(one))
        if not within:
            kept.append(path)
    return kept


def _environment(blas_threads: int) -> dict[str, str]:
    # Where the machine's administrator has told OpenBLAS which kernels to use, others may give other numbers.
    blas = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
    threads = {f"{name}_NUM_THREADS": str(blas_threads) for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    places = {
        "PATH": "/usr/bin:/bin",
        "HOME": SCRATCH,
        "TMPDIR": SCRATCH,
        "IPYTHONDIR": f"{SCRATCH}/.ipython",
        "MPLCONFIGDIR": f"{SCRATCH}/.matplotlib",
    }
    return {"LANG": "C.UTF-8", "MPLBACKEND": "module://matplotlib_inline.backend_inline", **blas, **threads, **places}


def _no_sandbox(reason: str, way: str = _ALLOW) -> str:
    return (
        f"students' code runs in a sandbox, and there is none here: {reason}. Either {way}; or, where this process, "
        "all files that it can reach and its network may be lost, say so in nbgrader_config.py: "
        "c.Referee.disposable = True"
    )


def _readable(sock: socket.socket, seconds: float) -> bool:
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(1000 * seconds))
