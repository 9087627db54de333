"""What a cell's lines can mean besides Python: nbgrader's markers, and IPython's magics.

What stands between two markers, such as those that begin and end a SOLUTION, is a region, and the instructor's own: an
answer, a hidden test, a marking scheme.
"""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

MARKERS = {"solution": "SOLUTION", "test": "HIDDEN TESTS", "written": "MARK SCHEME"}  # by the kind of a cell
MARKER = re.compile(rf"\s*### (BEGIN|END) ({'|'.join(MARKERS.values())})\s*")  # a whole line
# nbgrader acts on any line that holds a marker's words; a lesson writes them in one way, so that none is overlooked.
MARKER_LIKE = re.compile(
    rf"(?:BEGIN|END) (?:{'|'.join(MARKERS.values())})"
    r"|^\s*(?:#+|<!--)\s*(?:(?:BEGIN|END)\b"
    r"|[A-Z _-]*(?:SOLUTION|HIDDEN TEST|MARK SCHEME)"
    r"|(?i:(?:begin|end)[\s_-]*(?:solution|hidden|mark[\s_-]*scheme|tests?\b)))"
)
_WATCHING_MAGIC = re.compile(r"%%(?:time|timeit|capture|prun)\b")  # whose cell is Python
# Magics that change no name: one to a line, with nothing in it that IPython would put a value in place of.
_QUIET_MAGIC = re.compile(r"^%(matplotlib|config)(?: ([^\n{$?\\]*))?$", re.MULTILINE)
# What IPython may read in its own way: a line that begins or ends like this, or an assignment of it.
_SPECIAL = re.compile(r"^[ \t]*[%!?,;/]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
_UNTIDY = re.compile(r">>>|\.\.\.:|In \[|\A[ \t]|^[ \t]+$", re.MULTILINE)  # prompts, and space that it takes away
_ODD_LINE_END = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # where it ends a line, and Python may not


def with_regions(source: str) -> Iterator[tuple[str, bool]]:
    """The lines of a cell that are no markers, each with whether it stands in a region.

    Args:
        source: of the cell.
    """
    inside = False
    for line in source.split("\n"):
        if marker := MARKER.fullmatch(line):
            inside = marker[1] == "BEGIN"
        else:
            yield line, inside


def without_markers(source: str) -> str:
    """A cell's source without the lines that are markers, as the author would have it run.

    Args:
        source: of the cell.
    """
    return "\n".join(line for line, _ in with_regions(source))


def without_regions(source: str) -> str:
    """A cell's source without its regions: what is not the instructor's own.

    Args:
        source: of the cell.
    """
    return "\n".join(line for line, inside in with_regions(source) if not inside)


@lru_cache(maxsize=4096)  # a check asks each time that it is called
def ends_in_hidden_test(lines: tuple[str, ...]) -> bool:
    """Whether the last of a cell's first lines stands in a hidden test, whose end need not be there yet.

    A marker may stand anywhere in its line, as nbgrader allows it in other people's courses.

    Args:
        lines: the first lines of the cell.
    """
    found = (re.search(f"(BEGIN|END) {MARKERS['test']}", line) for line in reversed(lines))
    return next((marker[1] == "BEGIN" for marker in found if marker), False)


@lru_cache(maxsize=4096)  # the cells of a class are much the same
def python_of(source: str) -> str:
    """The cell as Python, each line where it was: its magics are calls, and one that only watches its cell is gone.

    Args:
        source: of the cell, by the instructor: what magics take to be read grows with the square of their number.
    """
    if (plain := plain_python(source)) is not None:
        return plain
    # Not before a cell is read: check, which every notebook imports, has no need of it.
    from IPython.core.inputtransformer2 import TransformerManager

    above, code = _watched(source)
    return above + TransformerManager().transform_cell(code)


def plain_python(source: str) -> str | None:
    """As `python_of`, in time that grows with the length of the cell; None if IPython would have to take it apart.

    Args:
        source: of the cell. What is returned need not compile; nor would it if IPython had read it.
    """
    if _ODD_LINE_END.search(source):
        return None
    above, code = _watched(source)
    if _UNTIDY.search(code):
        code = _tidied(code)
    if _SPECIAL.search(code) and not _compiles(code):
        code = _QUIET_MAGIC.sub(_called, code)
        if not _compiles(code):
            return None
    return above + code


def _watched(source: str) -> tuple[str, str]:
    """A cell in two: blank lines for those at the top, a magic that watches it among them; and the code."""
    lines = source.split("\n")
    above = _blank(lines, 0)  # IPython drops blank lines at the top
    if above < len(lines) and _WATCHING_MAGIC.match(lines[above]):
        above = _blank(lines, above + 1)
    return "\n" * above, "\n".join(lines[above:])


def _tidied(code: str) -> str:
    """Code without prompts and the like, as IPython takes them away before it looks for magics."""
    from IPython.core.inputtransformer2 import TransformerManager

    lines = f"{code}\n".splitlines(keepends=True)
    for transform in TransformerManager().cleanup_transforms:
        lines = transform(lines)
    return "".join(lines)


def _called(magic: re.Match[str]) -> str:
    return f"get_ipython().run_line_magic({magic[1]!r}, {magic[2] or ''!r})"


def _compiles(code: str) -> bool:
    try:
        compile(code, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _blank(lines: list[str], first: int) -> int:
    """The place of the first line from `first` on that is not blank."""
    return next((place for place in range(first, len(lines)) if lines[place].strip()), len(lines))
