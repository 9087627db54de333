"""What a notebook says to a beginner of an error of Python's or NumPy's."""

import dis
import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from types import ModuleType, NoneType, TracebackType
from typing import Any

import numpy as np

from course.check.hidden import raised_in_hidden_test
from course.check.messages import MESSAGES
from course.check.progress import watch
from course.check.sentences import ON_HIDDEN_NUMBERS
from course.check.words import BOLD, PLAIN, WIDTH, CheckFailed, NotAttempted, in_lines

EXPLAINED = (
    *(RuntimeError, NameError, ValueError, TypeError, AttributeError, LookupError, AssertionError),
    ArithmeticError,
)
_NOT_YET = "is not attempted yet."
_HOW = (
    "Write it where its cell says YOUR CODE HERE, in place of the raise line, run that cell, then run this one again."
)
_SOME_EXERCISE = "This exercise"
_told: dict[str, str] = {}  # the exercises of which a notebook has said how to write them, and below which cell


def explain(error: BaseException) -> str | None:
    """One or two sentences for a beginner about an error of Python's or NumPy's.

    Args:
        error: what was raised. Not changed.
    Returns:
        The sentences, with no line break; None where there is nothing to add.
    """
    if isinstance(error, CheckFailed):
        return None  # it says it itself
    if is_of_a_stub(error):
        return f"{_stub(error)} {_NOT_YET} {_HOW}"
    sentence = _sentence(error)
    return f"{sentence} {ON_HIDDEN_NUMBERS}" if sentence and raised_in_hidden_test(error) else sentence


def _sentence(error: BaseException) -> str | None:
    """What is said of an error, wherever it came up."""
    text = str(error)
    if isinstance(error, AttributeError) and type(error.obj).__module__ == "__main__" and _tells_of(error):
        return (
            f"This {type(error.obj).__name__} has kept nothing under the name {error.name}. It is there once "
            f"self.{error.name} = ... was run: does a method do that, and was it called before? Or is another name "
            "or another object meant?"
        )
    if type(error) is NameError and (said := _other_place(text, error.__traceback__)):
        return said
    if text and (function := _function_that_refused(error.__traceback__)):
        return (
            f"{function} has raised this itself. Is the condition above its raise true for more than it should be, or "
            f"was {function} given something other than you think?"
        )
    sentences = (message.explanation(text) for message in MESSAGES if isinstance(error, message.kinds))
    return next((sentence for sentence in sentences if sentence), None)


def _tells_of(error: AttributeError) -> bool:
    """Whether the error is Python's own, of an object without the attribute that was read."""
    return str(error) == f"'{type(error.obj).__name__}' object has no attribute '{error.name}'"


def is_of_a_stub(error: BaseException) -> bool:
    """Whether an exercise raised the error in place of an answer; a library's own has a text.

    Args:
        error: what was raised. Not changed.
    """
    return isinstance(error, NotImplementedError) and not str(error)


def _stub(error: BaseException) -> str:
    """What is not attempted yet, of which the error is."""
    # Where the student's code runs in another process, that process tells the function.
    return getattr(error, "raised_in", None) or _function_that_raised(error.__traceback__) or _SOME_EXERCISE


def _other_place(text: str, trace: TracebackType | None) -> str | None:
    """Where a name is to be found that is not defined: in the object whose method looked for it, or in NumPy."""
    found = re.fullmatch(r"name '(\w+)' is not defined", text)
    if not found:
        return None
    name = found[1]
    frames = []
    while trace:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    while frames and frames[-1].f_code.co_name in ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"):
        frames.pop()
    own = frames[-1].f_locals.get("self") if frames else None
    if type(own).__module__ == "__main__":
        if inspect.getattr_static(own, name, None) is not None:
            return f"Nothing has the name {name} here, but this {type(own).__name__} has: write self.{name}."
        for method, made in vars(type(own)).items():
            if inspect.isfunction(made) and name in made.__code__.co_varnames:
                return (
                    f"Nothing has the name {name} here. {method} has, but what a method calls by a plain name is gone "
                    f"when it ends: keep it there as self.{name}, and write self.{name} here."
                )
    for other in frames[-1].f_code.co_varnames if frames else ():
        if other != name and other.lower() == name.lower():
            return (
                f"Nothing has the name {name} here, but {other} is there: capitals make other names than small letters."
            )
    if not name.startswith("_") and not isinstance(vars(np).get(name), NoneType | ModuleType):
        return (
            f"Nothing has the name {name} yet. If NumPy's {name} is meant, write np.{name}. If a cell above "
            "defines it, run that cell first; if that cell shows an error, mend that."
        )
    return None


def _function_that_raised(trace: TracebackType | None) -> str | None:
    """The name of the function or method that a traceback ends in; None for code outside any function."""
    name = None
    while trace:
        name = trace.tb_frame.f_code.co_qualname.rpartition("<locals>.")[2]
        trace = trace.tb_next
    return None if name is None or name.startswith("<") else name


def _function_that_refused(trace: TracebackType | None) -> str | None:
    """The name of a notebook's function whose own raise a traceback ends in; None for all other errors."""
    function = _function_that_raised(trace)
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_globals.get("__name__") != "__main__":
        return None
    raised = trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]
    return function if raised else None


def explained(error: BaseException, traceback: Callable[[], list[str]]) -> list[str]:
    """What a notebook shows of an error: a sentence for a beginner above its traceback, or that sentence alone.

    Args:
        error: what was raised.
        traceback: gives the lines of its traceback; not called where they would only distract.
    Returns:
        What to show, in lines or pieces of several lines, with ANSI colours.
    """
    if isinstance(error, CheckFailed):
        return error._render_traceback_()
    if is_of_a_stub(error):
        return [in_lines("○", _stub(error), f"{_NOT_YET} {_HOW}")]
    sentence, shown = explain(error), traceback()
    return [f"{BOLD}{textwrap.fill(sentence, WIDTH)}{PLAIN}", "", *shown] if sentence else shown


def _show_error(
    shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> Any:
    """IPython's traceback, explained; where an answer is only missing, a sentence as if it were printed.

    JupyterLab shows on red what a kernel publishes as an error. nbgrader takes the error from the kernel's reply, too,
    so that the test of a missing answer fails all the same.
    """
    shown = explained(error, lambda: shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset))
    if not hasattr(shell, "kernel") or not (isinstance(error, NotAttempted) or is_of_a_stub(error)):
        shell._showtraceback(kind, error, shown)
        return shown
    if is_of_a_stub(error) and _was_told(_stub(error), shell.history_manager.input_hist_raw[-1]):
        shown = [in_lines("○", _stub(error), _NOT_YET)]
    print(*shown, sep="\n")
    shell._last_traceback = shown  # for the reply
    return shown


def _was_told(exercise: str, cell: str) -> bool:
    """Whether it stands below another cell how to write an exercise; it stands below the first that needs it."""
    return exercise != _SOME_EXERCISE and _told.setdefault(exercise, cell) != cell


def explain_errors_in_notebooks() -> None:
    """Let the IPython that this runs in, if it does, show errors as `explained`, and take note of what passes."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell:
        shell.set_custom_exc(EXPLAINED, _show_error)
        watch(shell)
