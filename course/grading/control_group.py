"""A control group for a submission: where one may be made, Linux holds limits for all its processes together.

`inside/budget` looks at the same wherever students' code runs, and ends what has used up too much. What goes on between
two looks is held here: with an eighth more memory than a submission may use, Linux ends one of its processes, which the
next look sees. And a group has one share of the processor, however many of its processes compute. Source: Linux,
cgroups(7).
"""

import contextlib
import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from course.grading.wire.orders import Limits

_PREFIX = "course-submission-"
_NEEDED = ("memory", "pids")
_WANTED = (*_NEEDED, "cpu")
_HOLDERS = 8  # processes that belong to the sandbox
_EVENTS = {"memory.events", "memory.oom_control"}  # version 2, version 1
_OWN, _MOUNTED = Path("/proc/self/cgroup"), Path("/proc/self/mountinfo")


class ControlGroup:
    """One that was made, and is empty until a process joins it."""

    def __init__(self, folders: dict[Path, int]) -> None:
        """
        Args:
            folders: of the group: one, or in version 1 one for each controller; each with the descriptor by which this
                program holds it, closed by `remove`. Not changed.
        Raises:
            OSError: it may not be used.
        """
        self.folders = sorted(folders)
        self._held = list(folders.values())
        # For processes that see no control group: what counts is who has opened a file.
        self.doors = [os.open(folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC) for folder in folders]
        (events,) = (path for folder in folders for path in folder.iterdir() if path.name in _EVENTS)
        self.events = os.open(events, os.O_RDONLY | os.O_CLOEXEC)
        self._removed = False

    def limit(self, limits: Limits) -> None:
        """Hold what a submission may use, from now on."""
        memory = str(limits.memory + limits.memory // 8)
        for name, content in (
            ("memory.max", memory),
            ("memory.swap.max", "0"),
            ("memory.memsw.limit_in_bytes", "-1"),  # with what is swapped out: never below the limit without it
            ("memory.limit_in_bytes", memory),
            ("memory.memsw.limit_in_bytes", memory),
            ("pids.max", str(limits.processes + _HOLDERS)),
        ):
            for folder in self.folders:
                _write(folder / name, content)

    def remove(self) -> None:
        """Remove it once its processes have ended; where they have not yet, whoever makes one next does."""
        if not self._removed:
            self._removed = True
            for file in (self.events, *self.doors, *self._held):
                os.close(file)
        until = time.monotonic() + 1
        for folder in self.folders:
            while not _removed(folder) and time.monotonic() < until:
                time.sleep(0.01)


def make_control_group() -> ControlGroup | None:
    """A new one beside or below that of this program; None where it may not make one for memory and processes."""
    try:
        by_controller, common = places()
    except OSError:  # not Linux
        return None
    name = f"{_PREFIX}{secrets.token_hex(8)}"
    held: dict[Path, int] = {}
    folders = {controller: place / name for controller, place in by_controller.items() if _made(place / name, held)}
    missing = [controller for controller in _WANTED if controller not in by_controller]
    for place in common:
        if missing and _made(place / name, held) and _handed_on(place, place / name, missing):
            folders |= dict.fromkeys(missing, place / name)
            break
    used = {folder: held[folder] for folder in folders.values()} if folders.keys() >= set(_NEEDED) else {}
    made = None
    with contextlib.suppress(OSError):
        made = ControlGroup(used) if used else None
    for folder in held if made is None else held.keys() - used.keys():
        os.close(held[folder])
        _removed(folder)
    return made


def places() -> tuple[dict[str, Path], list[Path]]:
    """Where a group might be made: for each controller of version 1; and for the others, in version 2, best first."""
    own = [line.split(":", 2) for line in _OWN.read_text().splitlines()]
    paths = {name: path for _, names, path in own for name in names.split(",")}  # version 2 has no name
    by_controller: dict[str, Path] = {}
    common: list[Path] = []
    for line in _MOUNTED.read_text().splitlines():
        before, _, after = line.partition(" - ")
        root, point = before.split()[3:5]
        kind, _, options = after.split()[:3]
        names = {"cgroup": set(_WANTED) & set(options.split(",")), "cgroup2": {""}}.get(kind, set())
        for name in names:
            path = Path(paths.get(name, root))
            if ".." in path.parts or not path.is_relative_to(root):  # it can't be seen from here
                continue
            folder = Path(point) / path.relative_to(root)
            if name:
                by_controller[name] = folder
            else:  # one that has processes can't hand on its controllers, except the first of all
                common = [folder.parent, folder] if folder != Path(point) else [folder]
    return by_controller, common


def _made(folder: Path, held: dict[Path, int]) -> bool:
    """Whether there is a new group, which others leave alone as long as its descriptor, added to `held`, is open.

    Those that killed programs have left beside it are removed: nobody holds them. Who made one can't be asked by the
    number of its process, which another container does not know.
    """
    for other in folder.parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError), _locked(other, fcntl.LOCK_EX):
            other.rmdir()
    until = time.monotonic() + 1
    while folder not in held and time.monotonic() < until:
        try:
            folder.mkdir(exist_ok=True)
        except OSError:
            break
        try:
            with _locked(folder, fcntl.LOCK_SH) as descriptor:
                held[folder] = os.dup(descriptor)
        except OSError:  # another program takes it for left over
            time.sleep(0.01)
    if folder not in held:
        _removed(folder)
    return folder in held


@contextlib.contextmanager
def _locked(folder: Path, kind: int) -> Iterator[int]:
    """Its descriptor, which is open with a lock of that kind; the lock lasts as long as any duplicate is open.

    Raises:
        BlockingIOError: another program has a lock.
        FileNotFoundError: there is no such folder, or no longer.
        OSError: it can't be opened, or have a lock.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        if folder.stat().st_ino != os.fstat(descriptor).st_ino:
            raise FileNotFoundError(folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _handed_on(place: Path, folder: Path, controllers: list[str]) -> bool:
    """Whether the new group at `folder` has those of the `controllers` that are needed."""
    for controller in controllers:
        _write(place / "cgroup.subtree_control", f"+{controller}")
    try:
        there = (folder / "cgroup.controllers").read_text().split()
    except OSError:
        return False
    return {*controllers} & {*_NEEDED} <= {*there}


def _write(path: Path, content: str) -> None:
    """If the file is there: a file of another controller or of another version is not."""
    with contextlib.suppress(OSError), path.open("r+") as file:
        file.write(content)


def _removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
