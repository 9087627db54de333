"""Whether a check is called, or an error raised, in a hidden test, whose values are not for the student."""

import linecache
import sys
from types import FrameType

from course.cells import ends_in_hidden_test


def in_hidden_test() -> bool:
    """Whether one of the cells that are running, or a function of theirs, has come to a line of a hidden test.

    Cells run as `__main__`, in a kernel, in the grader and when a lesson is rehearsed. What runs under another name is
    this package or a library, whoever called it.
    """
    frame: FrameType | None = sys._getframe()
    while frame:
        if _is_hidden(frame, frame.f_lineno):
            return True
        frame = frame.f_back
    return False


def raised_in_hidden_test(error: BaseException) -> bool:
    """Whether an error came up where a cell, or a function of its, had come to a line of a hidden test.

    Args:
        error: that was raised. Not changed.
    """
    trace = error.__traceback__
    while trace:
        if _is_hidden(trace.tb_frame, trace.tb_lineno):
            return True
        trace = trace.tb_next
    return False


def _is_hidden(frame: FrameType, line: int) -> bool:
    """Whether a line of the code that a frame runs is a hidden test's."""
    if frame.f_globals.get("__name__") != "__main__":
        return False
    return ends_in_hidden_test(tuple(linecache.getlines(frame.f_code.co_filename)[:line]))
