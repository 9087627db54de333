"""Starts commands again and again without importing everything each time, and knows what their processes left behind.

A program of its own: `python -m tests.grading.starter` reads lines of JSON.

`["start", folder, [program, argument, ...], environment, moment]` starts `course` or `nbgrader` in a session of its
own, and answers with its process id. At the given moment it is killed: the first time that it is about to write is 1.
With 0 it isn't, and says at its end how many moments there were; with null there is nothing of all that.

`["end", seconds]` waits for all processes that came of what was started, and answers with two lists: exit status,
output and errors of each command, in the order in which they were started, and the command lines of the processes that
are still there after so many seconds; they are ended.
"""

import atexit
import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn, TextIO

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what loses its parent, becomes a child of this process

_WRITING = {"os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "shutil.rmtree"}


class Started(NamedTuple):
    out: TextIO
    err: TextIO


def main() -> None:
    # Not at the top, from where a command's workers would import it, too.
    import nbgrader.api
    import nbgrader.apps.nbgraderapp
    import pandas  # noqa: F401

    import course.cli
    import course.grading.collect
    import course.grading.export
    import course.grading.feedback
    import course.grading.marks
    import course.grading.release_feedback
    import course.grading.run
    import course.grading.safe_autograde
    import course.grading.sanitise

    programs = {"course": course.cli.main, "nbgrader": nbgrader.apps.nbgraderapp.main}
    version = nbgrader.api.get_alembic_version()  # takes a second, which it is to take once
    nbgrader.api.get_alembic_version = lambda: version
    gc.freeze()  # so that no command goes through all of that, or tidies it away at its end
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    started: dict[int, Started] = {}
    for line in sys.stdin:
        command, *rest = json.loads(line)
        answer: object
        if command == "start":
            files = Started(*(os.fdopen(os.memfd_create(name), "w+") for name in Started._fields))
            answer = os.fork()
            if not answer:
                _run(programs, files, *rest)
            started[answer] = files
        else:
            statuses, left = _ended(*rest)
            outcomes = []
            for pid, files in started.items():
                for file in files:
                    file.seek(0)
                outcomes.append([statuses[pid], *(file.read() for file in files)])
                for file in files:
                    file.close()
            answer = [outcomes, left]
            started.clear()
        print(json.dumps(answer), flush=True)


def _run(
    programs: dict[str, Callable[[], object]],
    files: Started,
    folder: str,
    command: list[str],
    environment: dict[str, str],
    moment: int | None,
) -> NoReturn:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), *(each.fileno() for each in files))):
        os.dup2(file, number)
    sys.argv = command
    if moment is not None:
        _kill_at(moment)
    sys.exit(programs[command[0]]())


def _kill_at(moment: int) -> None:
    """Have this process and its workers killed when they are about to change a file or the gradebook."""
    import sqlalchemy

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


def _ended(seconds: float) -> tuple[dict[int, int], list[str]]:
    statuses: dict[int, int] = {}
    left: list[str] = []
    end = time.monotonic() + seconds
    while True:
        try:
            found, how = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return statuses, left
        if found:
            statuses[found] = os.waitstatus_to_exitcode(how)
        elif time.monotonic() > end:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            left += [Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in children]
            for child in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            end = float("inf")
        else:
            time.sleep(0.002)


if __name__ == "__main__":
    main()
