"""Starts `course` again and again without importing everything each time, and knows what its processes left behind.

A program of its own: `python -m tests.grading.starter` reads lines of JSON.

`["start", folder, [argument, ...], moment]` starts the command in a session of its own, and answers with its process
id. At the given moment it is killed: the first time that it is about to write is 1. With 0 it isn't, and says at its
end how many moments there were.

`["end", seconds]` waits for all processes that came of it, and answers with its exit status, what it said, and the
command lines of those that are still there after so many seconds; they are ended.
"""

import atexit
import contextlib
import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path

import sqlalchemy

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what loses its parent, becomes a child of this process

_WRITING = {"os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "shutil.rmtree"}


def main() -> None:
    import pandas  # noqa: F401

    import course.cli
    import course.grading.desk
    import course.grading.referee
    import course.grading.report
    import course.grading.run

    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    pid, said = 0, None
    for line in sys.stdin:
        command, *rest = json.loads(line)
        if command == "start":
            said = os.fdopen(os.memfd_create("said"), "w+")
            pid = os.fork()
            if not pid:
                os.setsid()
                os.chdir(rest[0])
                for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), said.fileno(), said.fileno())):
                    os.dup2(file, number)
                sys.argv = ["course", *rest[1]]
                _kill_at(rest[2])
                course.cli.main()
            answer = pid
        else:
            status, left = _ended(pid, rest[0])
            said.seek(0)
            answer = [status, said.read(), left]
            said.close()
        print(json.dumps(answer), flush=True)


def _kill_at(moment: int) -> None:
    """Have this process and its workers killed when they are about to change a file or the gradebook."""
    count = 0

    def writes(*_: object) -> None:
        nonlocal count
        count += 1
        if count == moment:
            os.killpg(0, signal.SIGKILL)

    def audited(event: str, arguments: tuple[object, ...]) -> None:
        if event in _WRITING or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            writes()

    sys.addaudithook(audited)
    for event in ("before_cursor_execute", "commit"):
        sqlalchemy.event.listen(sqlalchemy.Engine, event, writes)
    atexit.register(lambda: print("moments:", count))


def _ended(pid: int, seconds: float) -> tuple[int | None, list[str]]:
    status, left, end = None, [], time.monotonic() + seconds
    while True:
        try:
            found, how = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status, left
        if found == pid:
            status = os.waitstatus_to_exitcode(how)
        elif not found and time.monotonic() > end:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            left += [Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in children]
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            end = float("inf")
        elif not found:
            time.sleep(0.002)


if __name__ == "__main__":
    main()
