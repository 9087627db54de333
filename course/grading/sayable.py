"""Which error messages of a student's code may be shown where a test gave it secret values.

A student can raise any text, and put into it what a hidden test passed. So a message is shown only if it reads as one
of Python's or NumPy's own, with nothing in it but sizes and names that the student's notebook has.
"""

import builtins
import keyword
from collections.abc import Iterable, Set

from course.check.messages import MESSAGES
from course.grading.wire.messages import WORD

_TYPES = frozenset(name for name, kind in vars(builtins).items() if isinstance(kind, type)) | {
    "NoneType", "function", "method", "builtin_function_or_method", "ndarray", "numpy", "str_", "float64", "int64",
}  # fmt: skip


def sayable(message: str, words: Set[str]) -> bool:
    """Whether an error message of a student's may be shown.

    Args:
        message: its text.
        words: names that it may have in it, besides those of Python's types. Not changed.
    """
    readings = (each.names(message) for each in MESSAGES)
    return any(all(name in words or name in _TYPES for name in names) for names in readings if names is not None)


def words_of(sources: Iterable[str]) -> frozenset[str]:
    """The names that occur in some code.

    Args:
        sources: Python, whole or not.
    """
    return frozenset(word for source in sources for word in WORD.findall(source)) - frozenset(keyword.kwlist)
