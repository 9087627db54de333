"""Whether a check is called in a hidden test, whose values are not for the student."""

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
        if frame.f_globals.get("__name__") == "__main__":
            before = linecache.getlines(frame.f_code.co_filename)[: frame.f_lineno]
            if ends_in_hidden_test(tuple(before)):
                return True
        frame = frame.f_back
    return False
