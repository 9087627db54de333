"""Bounds for a test, which runs in the referee's own process with whatever a student's code returned."""

import contextlib
import ctypes
import os
import resource
import threading
import time
from collections.abc import Iterator

from course.grading.conversation import TimeUp

STEP = 0.1  # seconds between two looks at what takes too long
_IDLE = 5.0  # seconds after which nobody seems to need them any more


class _Rung(TimeUp):
    """A test went on by itself for too long."""


class NoLongerThan:
    """TimeUp when a test goes on and on by itself: what a student's code returned may be a very large number."""

    def __init__(self, deadline: float) -> None:
        """
        Args:
            deadline: of time.monotonic(); it may be missed by `STEP`.
        """
        self.deadline = deadline
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._rang = False

    def __enter__(self) -> None:
        _watch.add(self)

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        _watch.remove(self)
        if self._rang and kind is not _Rung:
            # It rang just now, or the test took it for an error of its own. What is on its way can't be called back.
            with contextlib.suppress(_Rung):
                for _ in range(10):
                    time.sleep(0.001)

    def ring(self) -> None:
        """Raise the error where the test is."""
        if not self._rang:
            self._rang = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(_Rung))


class _Watch:
    """Looks at all that have a deadline now, in a thread that is there as long as there are some."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: set[NoLongerThan] = set()
        self._thread: threading.Thread | None = None

    def add(self, one: NoLongerThan) -> None:
        with self._lock:
            self._watched.add(one)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, daemon=True)
                self._thread.start()

    def remove(self, one: NoLongerThan) -> None:
        with self._lock:
            self._watched.discard(one)

    def _look(self) -> None:
        left = _IDLE
        while left > 0:
            time.sleep(STEP)
            with self._lock:
                for one in self._watched:
                    if time.monotonic() >= one.deadline:
                        one.ring()
                left = _IDLE if self._watched else left - STEP
                if left <= 0:
                    self._thread = None


_watch = _Watch()
os.register_at_fork(after_in_child=_watch.__init__)  # type: ignore[misc] # whose thread stays behind


@contextlib.contextmanager
def no_larger_than(more: int) -> Iterator[None]:
    """MemoryError when a test needs too much memory.

    Args:
        more: bytes that it may need besides those that this process has now.
    """
    before = resource.getrlimit(resource.RLIMIT_AS)
    now = _address_space()
    if before[1] != resource.RLIM_INFINITY:
        more = min(more, max(0, before[1] - now))
    resource.setrlimit(resource.RLIMIT_AS, (now + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _address_space() -> int:
    """Bytes that the address space of this process has; the spawner finds it out by itself, on its side of the wall."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
