"""A process that judges submissions for another one, and ends with it."""

import contextlib
import os
import signal
import threading
from multiprocessing.connection import Connection

from course.config import CourseError
from course.grading.sandbox import sandbox


def begin(lifeline: Connection) -> None:
    """Make this process a worker, with all that it needs for its first submission.

    Args:
        lifeline: when the other end is closed, or whoever has it ends, this process ends at once.
    """
    threading.Thread(target=_end_with, args=[lifeline], daemon=True).start()
    # Whoever has the lifeline hears the interrupt, too. Not SIG_IGN, which students' processes would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)
    # It makes itself ready while this process goes on importing; a course with other settings gets another one.
    with contextlib.suppress(CourseError):
        sandbox()
    import course.grading.job
    import course.grading.referee
    import course.grading.sanitise  # noqa: F401


def _end_with(lifeline: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
