"""A process that judges submissions for another one, and ends with it.

Importing this takes no time, so that whoever begins with the workers can go on at once.
"""

import atexit
import contextlib
import gc
import os
import pickle
import re
import signal
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from course.config import CourseError, import_nbgrader

if TYPE_CHECKING:
    from course.grading.job import Judged


def begin(lifeline: Connection, source: Path | None) -> None:
    """Make this process a worker, with all that it needs for its first submission.

    Args:
        lifeline: when the other end is closed, or whoever has it ends, this process ends at once.
        source: folder of the lesson that is likely to be the first, if that is known.
    """
    threading.Thread(target=_end_with, args=[lifeline], daemon=True).start()
    # Whoever has the lifeline hears the interrupt, too. Not SIG_IGN, which students' processes would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)
    gc.disable()  # what is imported stays: to look at it again and again takes time, and to tidy it up at the end, too
    atexit.register(gc.freeze)
    # A sandbox makes itself ready while this process goes on importing; a course with other settings gets another one.
    from course.grading.sandbox import sandbox

    # What is found out here, is known when the first job comes. What is wrong with it, whoever gives the job will say.
    texts: list[str] = []
    words: set[str] = set()
    with contextlib.suppress(CourseError, OSError, UnicodeError):
        begun = sandbox()
        texts += [path.read_text(encoding="utf-8") for path in sorted(source.glob("*.ipynb"))] if source else []
        words.update(*(re.findall(r"\w+", text) for text in texts))
        begun.provide((), words)
    import nbformat

    from course.grading.plan import make_plan

    for text in texts:
        with contextlib.suppress(Exception):
            sandbox().provide(make_plan(nbformat.v4.reads(text)).needed, words)
    import_nbgrader(gradebook=False)
    import course.grading.hearing
    import course.grading.job
    import course.grading.referee
    import course.grading.sanitise
    import course.grading.sayable  # noqa: F401

    nbformat.validate(nbformat.v4.new_notebook())  # which makes the validator
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def judge_pickled(paths: Sequence[str], job: bytes) -> "Judged":
    """As `judge`, for another process.

    Args:
        paths: where that process finds its modules; a course may have preprocessors of its own.
        job: pickled.
    Raises:
        CourseError: as `judge`, or a module of the course's can't be imported here.
    """
    from course.grading.job import judge

    sys.path += [path for path in paths if path not in sys.path]
    try:
        loaded = pickle.loads(job)
    except (ImportError, AttributeError) as error:
        raise CourseError(
            f"a preprocessor of nbgrader_config.py can't be had where submissions are judged: {error}"
        ) from None
    return judge(loaded)


def _end_with(lifeline: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
