"""What a cell's lines can mean besides Python: nbgrader's markers, and IPython's magics.

What stands between two markers, such as those that begin and end a SOLUTION, is a region, and the instructor's own: an
answer, a hidden test, a marking scheme.
"""

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
        source: of the cell.
    """
    # Not before a cell is read: check, which every notebook imports, has no need of it.
    from IPython.core.inputtransformer2 import TransformerManager

    lines = source.split("\n")
    above = _blank(lines, 0)  # IPython drops blank lines at the top
    if above < len(lines) and _WATCHING_MAGIC.match(lines[above]):
        above = _blank(lines, above + 1)
    return "\n" * above + TransformerManager().transform_cell("\n".join(lines[above:]))


def _blank(lines: list[str], first: int) -> int:
    """The place of the first line from `first` on that is not blank."""
    return next((place for place in range(first, len(lines)) if lines[place].strip()), len(lines))
