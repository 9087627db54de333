"""Gives a submission the graded structure of the release, and keeps all that the student wrote.

What grades a cell is taken from the release: that it is there, its order, type and metadata, and the source of cells
that students don't fill in. The student's are the source of solutions and written answers, and cells of their own.
"""

import copy
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution

from course.grading.nodes import new_cell
from course.grading.recognition import WORDS_BESIDE, key_of, recognise, text_of
from course.grading.submission_file import give_ids

_Row = tuple[str, NotebookNode]  # a cell, and which cell of the release it is, or "" for one of the student's own


class Sanitise(NbGraderPreprocessor):
    """Replaces whatever a submission says about its grading by what the release says."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Give a submission the structure of its release.

        Args:
            nb: as `parse_notebook` reads it. Changed.
            resources: its "course" has the release of this notebook, with complete tests and as it was shown to
                students, and takes the remarks. Returned as they are.
        """
        given = resources["course"]
        given["remarks"] += sanitise(nb, given["release"], given["shown"])
        return nb, resources


def sanitise(submitted: NotebookNode, released: NotebookNode, shown: NotebookNode) -> list[str]:
    """Bring the cells of `submitted`, which is changed, into the structure of `released`, which is not.

    `shown` is the release as students got it: by that a cell is recognised which has lost its metadata.

    A missing cell comes back behind the one that it follows in the release. Of several copies of a solution the last
    one with an answer counts, as it would where the notebook is run from top to bottom; the others become cells of the
    student's own and still run before it. Of several copies of another cell the first one counts.

    Returns:
        A remark for each cell that was missing, copied or moved, or may stand in another one; and one on those that
        had no metadata.
    """
    wanted = {key: cell for cell in released.cells if (key := key_of(cell))}
    news = _mark_known(submitted.cells, shown.cells)
    rows, remarks = _claimed(submitted.cells, wanted)
    rows, moved = _without_moved(rows, wanted)
    present = {key for key, _ in rows}
    place = 0  # behind the latest cell of the release that was found or put in
    for key in wanted:
        if key in present:
            place = next(at for at, row in enumerate(rows) if row[0] == key) + 1
            continue
        block = moved.get(key) or [(key, wanted[key])]
        remarks.append(f"Cell {key} was {'moved' if key in moved else 'missing'} and is back in its place")
        rows[place:place] = block
        place += len(block)
    submitted.cells = [_graded(cell, wanted[key]) if key else _own(cell) for key, cell in rows]
    graded = [cell for cell in submitted.cells if key_of(cell)]
    give_ids(graded)
    give_ids([cell for cell in submitted.cells if not key_of(cell)], taken=[cell["id"] for cell in graded])
    submitted.metadata = copy.deepcopy(released.metadata)
    submitted.nbformat, submitted.nbformat_minor = 4, 5
    return [*news, *remarks, *_mark_words(submitted.cells, shown.cells)]


def _mark_known(cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> list[str]:
    """Give cells that are recognised without it the `grade_id` of the release; a remark says which."""
    lost = []
    for at, place in sorted(recognise(cells, shown).items()):
        key = key_of(shown[place])
        if key and key_of(cells[at]) != key:
            cells[at].metadata["nbgrader"] = NotebookNode(grade_id=key)
            lost.append(key)
    names = ", ".join(dict.fromkeys(lost))
    return [f"Cells without nbgrader's metadata were recognised by id, text or place: {names}"] if lost else []


def _mark_words(cells: Sequence[NotebookNode], shown: Sequence[NotebookNode]) -> list[str]:
    """Note at each empty place for an answer that a person marks, which cells beside it may hold the answer.

    These are texts of the student's own, and given ones that the student changed, up to the next cell that nbgrader
    knows; and code right beside it, in which somebody may have written words.
    """
    texts = {text_of(cell) for cell in shown}
    places = {key_of(cell): text_of(cell) for cell in shown if key_of(cell)}
    found: list[str] = []
    for at, cell in enumerate(cells):
        if not (is_grade(cell) and is_solution(cell)) or text_of(cell) != places[key_of(cell)] or _attachments(cell):
            continue
        beside: list[str] = []
        for side in (reversed(cells[:at]), cells[at + 1 :]):
            near = True
            for other in side:
                if key_of(other):
                    break
                own = bool(text_of(other)) and text_of(other) not in texts
                near = near and own
                if own and (other.cell_type != "code" or near):
                    beside.append(other["id"])
        if beside:
            cell.metadata[WORDS_BESIDE] = beside
            found.append(key_of(cell))
    return [f"{key} is empty, and what may be its answer stands beside it: a person has to look" for key in found]


def _claimed(cells: Sequence[NotebookNode], wanted: dict[str, NotebookNode]) -> tuple[list[_Row], list[str]]:
    """The rows of a notebook, with one row at most for a cell of the release."""
    copies: dict[str, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if key_of(cell) in wanted:
            copies[key_of(cell)].append(index)
    counts: dict[int, str] = {}
    empty: set[int] = set()
    for key, found in copies.items():
        chosen = found[0]
        if not is_locked(wanted[key]):
            answered = [index for index in found if cells[index].source.strip() != wanted[key].source.strip()]
            chosen = (answered or found)[-1]
            # A copy that says what the release says is nobody's work, and would undo an answer above it.
            empty |= set(found) - set(answered) - {chosen}
        counts[chosen] = key
    rows = [(counts.get(index, ""), cell) for index, cell in enumerate(cells) if index not in empty]
    return rows, [f"Cell {key} was there {len(found)} times" for key, found in copies.items() if len(found) > 1]


def _without_moved(rows: list[_Row], wanted: dict[str, NotebookNode]) -> tuple[list[_Row], dict[str, list[_Row]]]:
    """The rows without those that break the release's order, and these by key.

    A moved solution takes with it the student's own cells right above it, which it may need, and its other copies,
    which would undo it if they ran later.
    """
    in_place = _in_order([key for key, _ in rows if key], wanted)
    leaving: dict[int, str] = {}
    for index, (key, _) in enumerate(rows):
        if not key or key in in_place:
            continue
        leaving[index] = key
        if is_locked(wanted[key]):
            continue
        above = index - 1
        while above >= 0 and not rows[above][0]:
            leaving.setdefault(above, key)
            above -= 1
        for other, (claimed, cell) in enumerate(rows):
            if not claimed and key_of(cell) == key:
                leaving.setdefault(other, key)
    moved: dict[str, list[_Row]] = defaultdict(list)
    for index in sorted(leaving, key=lambda index: (bool(rows[index][0]), index)):
        moved[leaving[index]].append(rows[index])
    return [row for index, row in enumerate(rows) if index not in leaving], moved


def _in_order(keys: list[str], wanted: dict[str, NotebookNode]) -> set[str]:
    """Of `keys` those that can stay: as many solutions as possible in the release's order, then as many others.

    Solutions rather than tests, since the student's own cells belong to solutions.
    """
    order = {key: number for number, key in enumerate(wanted)}
    best: list[tuple[int, list[str]]] = []  # by last key: the weight of the heaviest ascending selection, and it
    for key in keys:
        weight = 1 if is_locked(wanted[key]) else len(keys) + 1
        before = [known for known in best if order[known[1][-1]] < order[key]]
        heaviest, chain = max(before, key=lambda known: known[0], default=(0, []))
        best.append((heaviest + weight, [*chain, key]))
    return set(max(best, key=lambda known: known[0])[1]) if best else set()


def _graded(cell: NotebookNode, released: NotebookNode) -> NotebookNode:
    """A cell of the release, with the student's answer where one is asked for."""
    made = copy.deepcopy(released)
    if made.cell_type == "code":
        made.outputs, made.execution_count = _shown(cell) if cell is not released else ([], None)
    if not is_locked(released):
        made.source = cell.source
        if made.cell_type == "markdown":
            made.pop("attachments", None)
            made.update(_attachments(cell))
    return made


def _own(cell: NotebookNode) -> NotebookNode:
    """A cell of the student's own, without any metadata."""
    made = new_cell(cell.cell_type, cell.source)
    made["id"] = cell.get("id")
    if made.cell_type == "code":
        made.outputs, made.execution_count = _shown(cell)
    if made.cell_type == "markdown":
        made.update(_attachments(cell))
    return made


def _shown(cell: NotebookNode) -> tuple[list[NotebookNode], int | None]:
    """What a cell showed when it was handed in, and how many cells had run then, if it had."""
    return copy.deepcopy(cell.get("outputs", [])), cell.get("execution_count")


def _attachments(cell: NotebookNode) -> dict[str, Any]:
    return {"attachments": cell.attachments} if cell.get("attachments") else {}
