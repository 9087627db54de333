"""Which cell of the release a submitted one is, also where a conversion has taken away nbgrader's metadata.

A cell is known by the `grade_id` that it claims; by its id; by its text, as far as nobody was to change it; and by its
place among those that are known. What is still not known then is a cell of the student's own.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

WORDS_BESIDE = "words_beside"  # metadata of a place for an answer that is empty: ids of the cells that may hold it

LONGEST = 200_000  # characters of a notebook that are looked into for names; several times what a person writes

_Mark = tuple[Hashable, ...]
# What a stub binds at its top level: an answer in another cell binds it, too.
_BOUND = re.compile(r"^(?:(?:async +)?def +|class +)(\w+)|^(\w+) *=(?!=)", re.MULTILINE)


def recognise(cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> dict[int, int]:
    """
    Args:
        cells: of a submission, as `parse_notebook` reads them. Not changed.
        shown: of the release, as students got it. Not changed.
    Returns:
        The place in `shown` of each cell that is known, by its place in `cells`. Copies of a cell have the same one.
    """
    places = {key: place for place, cell in enumerate(shown) if (key := key_of(cell))}
    found = {at: places[key] for at, cell in enumerate(cells) if (key := key_of(cell)) in places}
    _add(found, cells, shown, lambda cell: (cell["id"],) if cell.get("id") else ())
    _add(found, cells, shown, lambda cell: () if _is_answer(cell) else text_of(cell))
    _add_by_place(found, cells, shown)
    return found


def key_of(cell: NotebookNode) -> str:
    """Which cell of the release a cell claims to be: nbgrader's `grade_id`; empty if none."""
    key = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return key if isinstance(key, str) else ""


def text_of(cell: NotebookNode) -> _Mark:
    """A cell's type and text, without the space that tools add or remove; empty where there is no text."""
    text = cell.source.strip()
    for old in ("\r\n", "  \n", " \n"):  # and not by line: a notebook may have millions of them
        text = text.replace(old, "\n")
    return (cell.cell_type, text) if text else ()


def is_of_lesson(cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> bool:
    """Whether a notebook is one of the lesson whose release is `shown`, by its graded cells.

    Lessons may share a few names. So a quarter of the graded cells is there, or most names that its cells claim are of
    this lesson; a lesson without graded cells has nothing to know it by.
    """
    graded = {place for place, cell in enumerate(shown) if is_grade(cell) or is_solution(cell)}
    keys, names = {key_of(cell) for cell in shown}, {key_of(shown[place]) for place in graded}
    claimed = {key_of(cell) for cell in cells} & names
    if 4 * len(claimed) >= len(graded):  # as nearly always: the rest takes longer, and finds these among others
        return True
    found = recognise(cells, shown)
    known = len(graded & set(found.values()))
    foreign = {key_of(cell) for at, cell in enumerate(cells) if at not in found} - keys - {""}
    return 4 * known >= len(graded) or len(claimed) > len(foreign)


def is_blank(cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> bool:
    """Whether nothing in a notebook is anybody's answer: what is no locked cell says what the release says."""
    released = {text_of(cell) for cell in shown} | {()}
    found = recognise(cells, shown)
    return all(
        (at in found and is_locked(shown[found[at]])) or (text_of(cell) in released and not cell.get("attachments"))
        for at, cell in enumerate(cells)
    )


def _add(
    found: dict[int, int],
    cells: Sequence[NotebookNode],
    shown: Sequence[NotebookNode],
    mark: Callable[[NotebookNode], _Mark],
) -> None:
    """Add cells that have a mark that one cell alone of the release has, which is not found yet."""
    marks = [mark(cell) for cell in shown]
    counts, taken = Counter(marks), set(found.values())
    wanted = {each: place for place, each in enumerate(marks) if each and counts[each] == 1 and place not in taken}
    for at, cell in enumerate(cells):
        if at not in found and (place := wanted.pop(mark(cell), None)) is not None:
            found[at] = place


def _add_by_place(found: dict[int, int], cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> None:
    """Add answers, and stubs, that stand between the same cells as in the release."""
    there = {place: at for at, place in reversed(found.items())}
    missing = [place for place, cell in enumerate(shown) if place not in there and _is_answer(cell)]
    gaps = {place: _gap(place, there, len(cells)) for place in missing}
    free = {at: text for at, cell in enumerate(cells) if at not in found and (text := text_of(cell))} if missing else {}
    binds, left = {}, LONGEST
    for at in free:
        if cells[at].cell_type == "code" and (left := left - len(cells[at].source)) >= 0:
            binds[at] = _names(cells[at])
    for place, (before, after) in gaps.items():
        stub, alone = shown[place], list(gaps.values()).count((before, after)) == 1
        beside = [at for at in free if before < at < after and cells[at].cell_type == stub.cell_type]
        blank = text_of(stub)
        same = [at for at in beside if free[at] == blank]
        answers = [at for at in beside if at not in same]
        if stub.cell_type == "code" and (names := _names(stub)):
            binding = [at for at in free if binds.get(at, set()) & names and at not in same]
            # The last one is what counts where the notebook is run.
            answers = ([at for at in binding if at in answers] or binding)[-1:]
        elif len(answers) > 1 or not alone:
            answers = []
        for at in (*answers, *(same if alone else same[:1])):
            found[at] = place
            del free[at]


def _gap(place: int, there: dict[int, int], end: int) -> tuple[int, int]:
    """Between which places of the submission a cell is to be looked for that is at `place` in the release."""
    before = next((there[other] for other in range(place - 1, -1, -1) if other in there), -1)
    after = min((at for other, at in there.items() if other > place and at > before), default=end)
    return before, after


def _is_answer(cell: NotebookNode) -> bool:
    return bool(key_of(cell)) and not is_locked(cell)


def _names(cell: NotebookNode) -> set[str]:
    return {name for pair in _BOUND.findall(cell.source) for name in pair if name}
