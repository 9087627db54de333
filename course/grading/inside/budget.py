"""What all processes of one submission use together: memory, processes and processor time.

The spawner looks, from outside the students' namespaces and whatever the grader does meanwhile. Limits of the kernel's
hold for one process each; a control group holds for all, but not everybody who grades may make one.
"""

import contextlib
import ctypes
import math
import os
import re
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from course.grading.wire.orders import Limits

LOOK = 0.1  # seconds from one look to the next, at most
STARTED = 20_000  # processes and threads that a submission may start in all: one that is gone again can't be seen
_FILLED = 8 * 2**30  # bytes of memory that can be filled in a second
_SOCKET = 2**19  # bytes that may wait in a socket: twice what Linux allows by default, and a message
_PATIENCE = 1.0  # seconds of a processor that may be wanted beyond one, before all get a smaller share
_LEAST = 19  # the nice value of the smallest share
_STEP = 1.25  # by which one nice value divides the share; sched(7)
_KCMP = {"x86_64": 312, "aarch64": 272}.get(os.uname().machine, -1)
_libc = ctypes.CDLL(None)
_FIELD = re.compile(rb"^(State|PPid|Threads|FDSize|RssAnon|RssShmem|VmPTE|VmSwap):\s+(\w+)", re.MULTILINE)
_SHARED = re.compile(rb"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s+(\d+)", re.MULTILINE)


class _Process(NamedTuple):
    pid: int
    parent: int
    running: bool
    threads: int
    descriptors: int  # at most
    memory: int  # bytes; what it shares with others is counted in full
    tables: int  # bytes of them that are page tables


class Budget:
    """What a submission has used so far; there is one as long as any of its processes lives."""

    def __init__(
        self, limits: "Limits", inherited: int, isolated: bool, folders: tuple[str, ...], events: int | None = None
    ) -> None:
        """
        Args:
            limits: for all its processes together.
            inherited: bytes of memory that each process begins with, and that are there once.
            isolated: whether /proc shows nobody else's processes.
            folders: in memory, as its processes see them. Where they are not isolated they have none.
            events: descriptor of the file in which Linux counts what happened in their control group, if they have one.
        """
        self._limits, self._inherited, self._isolated, self._folders = limits, inherited, isolated, folders
        self._looked = time.monotonic()
        self._crowded = 0.0  # seconds of a processor that were wanted beyond one
        self._nice = 0
        self._room = limits.memory  # bytes
        self._last, self._started = _last_pid(), 0
        self._events = events
        self._stopped = self._count_stopped()
        self._ending = False  # whether one has to end for its memory, which Linux may do at the same moment
        self.wait = LOOK  # seconds after which to look again

    def look(self, holders: set[int]) -> tuple[int, str] | None:
        """Look at all processes, and divide one share of the processor among them where they are many.

        Args:
            holders: PIDs of those that hold the namespaces of processes which may go on. Not changed.
        Returns:
            If something is used up: which of them has used most of it, and what it is, in words.
        """
        began = time.process_time()
        families = _families(holders)
        over = self._many(families) or self._full(families)
        # Twice: what belongs to several processes is counted too often when one of them ends meanwhile.
        if not over and self._memory(families) and (over := self._memory(families)):
            self._ending = True
        self.wait = max(min(LOOK, self._room / _FILLED), time.process_time() - began)
        self._share(families)
        return over

    def _many(self, families: dict[int, list[_Process]]) -> tuple[int, str] | None:
        threads = {holder: sum(each.threads for each in family) for holder, family in families.items()}
        last = _last_pid()
        self._started += max(0, last - self._last)
        self._last = last
        if not threads:
            return None
        largest = max(threads, key=threads.__getitem__)
        if sum(threads.values()) > self._limits.processes:
            allowed = f"{self._limits.processes} processes and threads that a submission may have at one time"
            return largest, f"had more than the {allowed}"
        if self._isolated and self._started > STARTED:
            return largest, f"started more than the {STARTED:,} processes and threads that a submission may start"
        return None

    def _full(self, families: dict[int, list[_Process]]) -> tuple[int, str] | None:
        """Whether Linux has ended one of them, since their control group had no memory left for it."""
        before, self._stopped = self._stopped, self._count_stopped()
        if self._stopped == before or not families:
            return None
        used = {holder: sum(each.memory for each in family) for holder, family in families.items()}
        ended = [holder for holder, family in families.items() if not family]
        if self._ending and not ended:  # the one that an earlier look has found, and that is no holder any more
            self._ending = False
            return None
        return max(ended or used, key=used.__getitem__), self._limits.used_up_memory()

    def _count_stopped(self) -> int:
        content = b""
        if self._events is not None:
            with contextlib.suppress(OSError):  # somebody has removed the control group
                content = os.pread(self._events, 4096, 0)
        return int(dict(line.split() for line in content.splitlines()).get(b"oom_kill", 0))

    def close(self) -> None:
        """Nothing of the submission runs any more."""
        if self._events is not None:
            os.close(self._events)

    def _memory(self, families: dict[int, list[_Process]]) -> tuple[int, str] | None:
        """Whether it is used up; first by numbers that are quickly had and too large, if need be by the right ones."""
        limit = self._limits.memory + self._inherited
        files = {holder: self._files(holder) for holder in families}
        used = Counter(files)
        for holder, family in families.items():
            used[holder] += sum(each.memory + each.descriptors * _SOCKET for each in family)
        if used.total() > limit:
            for holder, family in families.items():
                used[holder] = files[holder] + sum(map(_divided, family)) + _SOCKET * _sockets(family)
        self._room = limit - used.total()
        if self._room >= 0:
            return None
        return used.most_common(1)[0][0], self._limits.used_up_memory()

    def _files(self, holder: int) -> int:
        """Bytes in its folders."""
        total = 0
        for folder in self._folders:
            with contextlib.suppress(OSError):  # it has just ended
                found = os.statvfs(f"/proc/{holder}/root{folder}")
                total += (found.f_blocks - found.f_bfree) * found.f_frsize
        return total

    def _share(self, families: dict[int, list[_Process]]) -> None:
        """Give each as many-th part of a share as there are, once they have wanted more than one for a while.

        Linux gives a share to each thread that runs, so that sixty would leave others next to nothing. A process can
        make its own share smaller, and never larger again. Those that it starts inherit it.
        """
        processes = [each for family in families.values() for each in family]
        running = sum(_running(each) for each in processes)
        now = time.monotonic()
        self._crowded += max(0, running - 1) * (now - self._looked)
        self._looked = now
        if running > 1 and self._crowded > _PATIENCE:
            self._nice = max(self._nice, min(_LEAST, math.ceil(math.log(running, _STEP))))
        if self._nice:
            for task in (task for each in processes for task in _tasks(each)):
                with contextlib.suppress(OSError):  # it has just ended
                    if os.getpriority(os.PRIO_PROCESS, task) < self._nice:
                        os.setpriority(os.PRIO_PROCESS, task, self._nice)


def inherited_memory() -> int:
    """Bytes of memory that this process hands on to those that it forks."""
    return _process(os.getpid()).memory


def _families(holders: set[int]) -> dict[int, list[_Process]]:
    """All that descend from each of the `holders`."""
    seen: dict[int, _Process] = {}
    for pid in {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1, os.getpid()} - holders:
        with contextlib.suppress(OSError, KeyError):  # it has just ended
            seen[pid] = _process(pid)
    families: dict[int, list[_Process]] = {holder: [] for holder in holders}
    for each in seen.values():
        above = each.parent
        for _ in seen:
            if above in holders or above not in seen:
                break
            above = seen[above].parent
        if above in holders:
            families[above].append(each)
    return families


def _process(pid: int) -> _Process:
    """OSError or KeyError where it has ended."""
    found = dict(_FIELD.findall(_content(f"/proc/{pid}/status")))
    tables = 1024 * int(found[b"VmPTE"])
    memory = tables + 1024 * sum(int(found[name]) for name in (b"RssAnon", b"RssShmem", b"VmSwap"))
    descriptors = int(found[b"FDSize"])
    return _Process(
        pid, int(found[b"PPid"]), found[b"State"] == b"R", int(found[b"Threads"]), descriptors, memory, tables
    )


def _divided(process: _Process) -> int:
    """Bytes of memory, what is shared divided among those that share it."""
    if _libc.syscall(_KCMP, process.pid, process.parent, 1, 0, 0) == 0:  # all is its parent's, until it runs a program
        return 0
    try:
        content = _content(f"/proc/{process.pid}/smaps_rollup")
    except PermissionError:  # it has forbidden to look into its memory
        return process.memory
    except OSError:  # it has just ended
        return 0
    shared = sum(map(int, _SHARED.findall(content)))
    return process.tables + 1024 * shared if shared or not content else process.memory  # Linux tells it since 5.4


def _sockets(family: list[_Process]) -> int:
    """How many sockets they have, each counted once."""
    found: set[str] = set()
    unknown = 0
    for process in family:
        folder = f"/proc/{process.pid}/fd"
        try:
            descriptors = os.listdir(folder)
        except PermissionError:
            unknown += process.descriptors
            continue
        except OSError:
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"{folder}/{descriptor}"))
    return unknown + sum(name.startswith("socket:") for name in found)


def _running(process: _Process) -> int:
    """How many of its threads run, or would if there were a processor for them."""
    if process.threads == 1:
        return int(process.running)
    number = 0
    for task in _tasks(process):
        with contextlib.suppress(OSError):
            number += _content(f"/proc/{process.pid}/task/{task}/stat").rpartition(b") ")[2].startswith(b"R")
    return number


def _tasks(process: _Process) -> list[int]:
    if process.threads > 1:
        with contextlib.suppress(OSError):
            return [int(name) for name in os.listdir(f"/proc/{process.pid}/task")]
    return [process.pid]


def _last_pid() -> int:
    """The latest that was given to a process or thread here."""
    return int(_content("/proc/loadavg").split()[-1])


def _content(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(file, 2**16)
    finally:
        os.close(file)
