"""How an error that a test raised is told: as a notebook shows it, in lines of the test and of the student's code."""

import inspect
import os
import re
import types

from course import check
from course.check.explanations import is_of_a_stub
from course.check.hidden import raised_in_hidden_test
from course.check.sentences import ON_HIDDEN_NUMBERS
from course.grading.conversation import StudentError

_CELL = re.compile(r"File ((?:\x1b\[[0-9;]*m)*)(<cell [^<>]*>):(\d+)")


def told_error(error: Exception, counts: dict[str, int]) -> tuple[str, str, list[str]]:
    """
    Args:
        error: that a test raised.
        counts: of the instructor's cells in the notebook, by their file names. Not changed.
    Returns:
        Its name, its text, and the lines of its traceback, as a notebook shows them. The text of a failed check is
        what feedback may say of it; that of another error ends with a note if a hidden test has met it.
    """
    if isinstance(error, check.CheckFailed):
        return type(error).__name__, f"{error.name} {error.kept}", error._render_traceback_()
    name = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
    noted = raised_in_hidden_test(error) and not is_of_a_stub(error)
    text = f"{error} {ON_HIDDEN_NUMBERS}" if noted else str(error)
    return name, text, check.explained(error, lambda: _traceback(error, counts))


def _traceback(error: Exception, counts: dict[str, int]) -> list[str]:
    """As IPython shows it, of the test's own lines only."""
    from IPython.core.ultratb import FormattedTB  # takes long, and most errors are checks that say it all

    frames = []
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in counts:
            frames.append(trace)
        trace = trace.tb_next
    for file in counts:  # or IPython would look for it in all modules there are
        inspect.modulesbyfile[os.path.abspath(file)] = __name__
    kept: types.TracebackType | None = None
    for frame in reversed(frames):
        kept = types.TracebackType(kept, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    shown = FormattedTB(mode="Context", theme_name="neutral").structured_traceback(type(error), error, kept)

    def numbered(found: re.Match[str]) -> str:
        count = counts.get(found[2])  # there is none where this is in the text of the error
        return f"Cell {found[1]}In[{count}], line {found[3]}" if count else found[0]

    lines = [_CELL.sub(numbered, line) for line in shown]
    if isinstance(error, StudentError):  # which goes on in the student's functions
        lines[-1:] = error.lines() or lines[-1:]
    return lines
