"""Lines of a program that a student puts in order, run as they are put.

The lines are given as a text, each with its letter; more may be given than are needed. No order is compared with
another: whatever runs and gives what a test expects is right.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from course.check import sentences as say
from course.check.hidden import in_hidden_test
from course.check.sentences import Told
from course.check.values import shortened, type_of
from course.check.words import CheckFailed, NotAttempted, counted

_FILE = "<lines in order>"
_STEP = 4  # spaces of an indent
_LONGEST = 1000  # characters of an answer that are read


def arranged(order: Any, lines: str, needed: int, *, name: str) -> Callable[..., Any]:
    """Put lines in the order that a student gives, and return the function that they make.

    Args:
        order: the letters: a text such as "B, a" or "ba", or a list or tuple of texts. Not changed.
        lines: the first one of a function, and below it its other ones in any order, each after a letter and two spaces
            and indented as in the function. They come to an end in any order, and use NumPy as np.
        needed: how many of them the function has.
        name: how the message calls `order`.
    Returns:
        The function. It raises `CheckFailed` where a line can't run at its place.
    Raises:
        CheckFailed: these letters make no function; the message says why.
        NotAttempted: there are none.
    """
    title, *rows = lines.strip().split("\n")
    known = {row[0]: row[3:] for row in rows}
    letters, secret = _letters(order, name), in_hidden_test()
    if told := _misused(letters, known, needed) or _misplaced(letters, known):
        raise CheckFailed(name, told, secret)
    names: dict[str, Any] = {"np": np}
    program = "\n".join([title, *(known[letter] for letter in letters)])
    exec(compile(program, _FILE, "exec"), names)
    function = names[title.removeprefix("def ").partition("(")[0]]

    def run(*args: Any) -> Any:
        try:
            return function(*args)
        except Exception as error:
            raise CheckFailed(name, _stopped(error, letters), secret) from None

    return run


def _letters(order: Any, name: str) -> list[str]:
    """The letters of an answer in capitals, whatever stands between them."""
    if order is None:
        raise NotAttempted(name, say.NO_ANSWER.told())
    texts = order if type(order) in (list, tuple) else [order]
    for text in texts:
        if type(text) is not str:
            raise CheckFailed(name, say.NO_LETTERS.told(kind=type_of(text)), in_hidden_test())
    letters = re.findall(r"[^\W\d_]", "".join(texts)[:_LONGEST].upper())
    if not letters:
        raise NotAttempted(name, say.NOT_ATTEMPTED.told())
    return letters


def _misused(letters: list[str], known: dict[str, str], needed: int) -> Told | None:
    """What is wrong with letters in whatever order."""
    for place, letter in enumerate(letters):
        if letter not in known:
            return say.NO_SUCH_LINE.told(got=shortened(letter), first=min(known), last=max(known))
        if letter in letters[:place]:
            return say.LINE_TWICE.told(letter=letter)
    if len(letters) != needed:
        return say.LINES_NEEDED.told(count=counted(len(letters), "letter"), needed=needed)
    return None


def _misplaced(letters: list[str], known: dict[str, str]) -> Told | None:
    """Where the indents make no program."""
    depth, loop = _STEP, ""  # of the line before, and its letter if it begins a loop
    for letter in letters:
        indent = len(known[letter]) - len(known[letter].lstrip())
        if loop and indent <= depth:
            return say.EMPTY_LOOP.told(letter=loop)
        if indent > depth + (_STEP if loop else 0):
            return say.NO_LOOP.told(letter=letter)
        depth, loop = indent, letter if known[letter].endswith(":") else ""
    return say.EMPTY_LOOP.told(letter=loop) if loop else None


def _stopped(error: Exception, letters: list[str]) -> Told:
    """What an error says of the line that raised it."""
    line, trace = 1, error.__traceback__
    while trace:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == _FILE else line
        trace = trace.tb_next
    letter = letters[max(line - 2, 0)]
    if isinstance(error, NameError) and (variable := re.search(r"'(\w+)'", str(error))):
        return say.NOT_MADE_YET.told(letter=letter, variable=variable[1])
    kind = type(error).__name__
    return say.LINE_STOPS.told(letter=letter, kind_got=kind, raised=kind, message=shortened(str(error)))
