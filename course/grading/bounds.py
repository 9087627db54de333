"""Bounds for a test, which runs in the referee's own process with whatever a student's code returned."""

import contextlib
import ctypes
import resource
import threading
import time
from collections.abc import Iterator

from course.grading.conversation import TimeUp


class _Rung(TimeUp):
    """A test went on by itself for too long."""


class NoLongerThan:
    """TimeUp when a test goes on and on by itself: what a student's code returned may be a very large number."""

    def __init__(self, deadline: float) -> None:
        """
        Args:
            deadline: of time.monotonic().
        """
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._lock, self._over, self._rang = threading.Lock(), False, False
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._ring)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()
        if self._rang and kind is not _Rung:
            # It rang just now. What is on its way can't be called back: Python would stay alarmed, and slow.
            with contextlib.suppress(_Rung):
                while True:
                    time.sleep(0.001)

    def _ring(self) -> None:
        with self._lock:
            if not self._over:
                self._rang = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(_Rung))


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
