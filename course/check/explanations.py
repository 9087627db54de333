"""What a notebook says to a beginner of an error of Python's or NumPy's."""

import sys
import textwrap
from collections.abc import Callable
from types import TracebackType
from typing import Any

from course.check.messages import MESSAGES
from course.check.words import BOLD, PLAIN, WIDTH, in_lines

EXPLAINED = (NotImplementedError, NameError, ValueError, TypeError, AttributeError, IndexError)


def explain(error: BaseException) -> str | None:
    """One or two sentences for a beginner about an error of Python's or NumPy's.

    Args:
        error: what was raised. Not changed.
    Returns:
        The sentences, with no line break; None where there is nothing to add.
    """
    text = str(error)
    if isinstance(error, NotImplementedError) and not text:  # a library's own has a text
        # Where the student's code runs in another process, that process tells the function.
        where = getattr(error, "raised_in", None) or _function_that_raised(error.__traceback__)
        return (
            f"{where or 'This exercise'} is not attempted yet. Write it where its cell says YOUR CODE HERE, "
            "in place of the raise line, run that cell, then run this one again."
        )
    if isinstance(error, AttributeError) and type(error.obj).__module__ == "__main__" and _tells_of(error):
        return (
            f"This {type(error.obj).__name__} has kept nothing under the name {error.name}. It is there once "
            f"self.{error.name} = ... was run: does a method do that, and was it called before?"
        )
    sentences = (message.explanation(text) for message in MESSAGES if isinstance(error, message.kinds))
    return next((sentence for sentence in sentences if sentence), None)


def _tells_of(error: AttributeError) -> bool:
    """Whether the error is Python's own, of an object without the attribute that was read."""
    return str(error) == f"'{type(error.obj).__name__}' object has no attribute '{error.name}'"


def _function_that_raised(trace: TracebackType | None) -> str | None:
    """The name of the function or method that a traceback ends in; None for code outside any function."""
    name = None
    while trace:
        name = trace.tb_frame.f_code.co_qualname.rpartition("<locals>.")[2]
        trace = trace.tb_next
    return None if name is None or name.startswith("<") else name


def explained(error: BaseException, traceback: Callable[[], list[str]]) -> list[str]:
    """What a notebook shows of an error: its traceback with a sentence for a beginner below, or that sentence alone.

    Args:
        error: what was raised.
        traceback: gives the lines of its traceback; not called where they would only distract.
    Returns:
        What to show, in lines or pieces of several lines, with ANSI colours.
    """
    sentence = explain(error)
    if sentence and isinstance(error, NotImplementedError):
        name, verb, rest = sentence.partition(" is ")
        return [in_lines("○", name, f"{verb.strip()} {rest}")]
    shown = traceback()
    return [*shown, "", f"{BOLD}{textwrap.fill(sentence, WIDTH)}{PLAIN}"] if sentence else shown


def _show_error(
    shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType, tb_offset: int | None = None
) -> Any:
    """IPython's traceback, explained."""
    shown = explained(error, lambda: shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset))
    shell._showtraceback(kind, error, shown)
    return shown


def explain_errors_in_notebooks() -> None:
    """Let the IPython that this runs in, if it does, show errors as `explained`."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell:
        shell.set_custom_exc(EXPLAINED, _show_error)
