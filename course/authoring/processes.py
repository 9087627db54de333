"""Jobs in processes forked from this one: what a job changes, no other sees, and none goes on for ever."""

import gc
import json
import os
import resource
import selectors
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import Any

MEMORY = 4 * 2**30  # bytes, besides those that this process has


def in_processes(jobs: Sequence[Callable[[], object]], seconds: int) -> Iterator[tuple[int, Any]]:
    """Run jobs, as many at a time as there are processors.

    Args:
        jobs: functions that return what can be JSON. They are called in other processes.
        seconds: of a processor's time that a job may take, and of waiting ten times as long.
    Returns:
        The number of each job, in the order in which they end, with what it returned, or with None if its process
        ended before that.
    """
    left = list(enumerate(jobs))[::-1]
    memory = MEMORY + _address_space()
    with selectors.DefaultSelector() as running:
        while left or running.get_map():
            while left and len(running.get_map()) < (os.cpu_count() or 1):
                number, job = left.pop()
                ours, theirs = os.pipe()
                if not (pid := os.fork()):
                    try:
                        gc.freeze()  # or a collection would copy each page that this process shares with its parent
                        signal.alarm(10 * seconds)
                        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
                        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
                        os.write(theirs, json.dumps(job()).encode())
                    finally:
                        os._exit(0)
                os.close(theirs)
                running.register(ours, selectors.EVENT_READ, (number, pid, bytearray()))
            for key, _ in running.select():
                number, pid, got = key.data
                if part := os.read(key.fd, 2**16):
                    got += part
                    continue
                running.unregister(key.fd)
                os.close(key.fd)
                os.waitpid(pid, 0)
                yield number, json.loads(got) if got else None


def _address_space() -> int:
    """Bytes of this process's address space, of which PyTorch's libraries alone take several GiB; 0 if unknown."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # not on Linux
        return 0
