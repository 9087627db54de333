"""Which of the files that were handed in is the notebook of a lesson: by what is in it, whatever it is called."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nbformat import NotebookNode

from course.grading.recognition import is_blank, is_of_lesson
from course.grading.submission_file import SubmissionError, parse_notebook

MOST_NAMED = 10  # files in an error
MOST_LOOKED_INTO = 20  # notebooks of a submission; each takes a second at most


class Chosen(NamedTuple):
    """What is graded of a submission."""

    notebooks: dict[str, bytes]  # by the lesson's names
    remarks: list[str]  # on files that are called otherwise, or are not graded


class _Read(NamedTuple):
    """A file that was handed in as a notebook."""

    path: str
    notebook: NotebookNode
    answers: str  # equal where nothing differs that a person can write


def choose(
    handed_in: Mapping[str, bytes], shown: Mapping[str, NotebookNode], lesson: str, others: Iterable[str] = ()
) -> Chosen:
    """Find the notebooks of a lesson, each of which is there once, but for blank ones and equal copies.

    Args:
        handed_in: contents of files that are notebooks, or should be, by path.
        shown: the lesson's notebooks, as students got them, by name. Not changed.
        lesson: its name.
        others: paths of the other files that were handed in, which an error names.
    Raises:
        SubmissionError: there is none, or nobody can tell which one counts.
    """
    if handed_in and {*handed_in} <= {f"{name}.ipynb" for name in shown}:
        return Chosen({name: handed_in[f"{name}.ipynb"] for name in shown if f"{name}.ipynb" in handed_in}, [])
    if len(handed_in) > MOST_LOOKED_INTO:
        raise SubmissionError(
            f"{len(handed_in)} notebooks are in it, and {MOST_LOOKED_INTO} are looked into; leave the one that counts"
        )
    read: list[_Read] = []
    unreadable: dict[str, str] = {}
    for path, content in sorted(handed_in.items()):
        try:
            read.append(_read(path, content))
        except SubmissionError as error:
            unreadable[path] = str(error)
    chosen: dict[str, bytes] = {}
    remarks: list[str] = []
    of_no_lesson = {one.path for one in read}
    for name, released in shown.items():
        mine = [one for one in read if is_of_lesson(one.notebook.cells, released.cells)]
        of_no_lesson -= {one.path for one in mine}
        path = _the_one(f"{name}.ipynb", mine, released, unreadable)
        if not path:
            continue
        chosen[name] = handed_in[path]
        if path != f"{name}.ipynb":
            remarks.append(f"{path} was taken for {name}.ipynb: its cells are those of this lesson")
    remarks += [f"{path} is no notebook of {lesson}, and is not graded" for path in sorted(of_no_lesson)]
    remarks += [f"{reason}; it is not graded" for path, reason in unreadable.items() if path[:-6] not in chosen]
    if not chosen:
        wanted = " or ".join(f"{name}.ipynb" for name in shown)
        names = sorted(handed_in) or sorted(others)
        got = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "") or "no file"
        why = "".join(f"; {reason}" for reason in unreadable.values())
        raise SubmissionError(
            f"there is no {wanted} in it, and no other notebook of {lesson} (got {got}){why}; hand it in"
        )
    return Chosen(chosen, remarks)


def _read(path: str, content: bytes) -> _Read:
    notebook = parse_notebook(content, path)
    said = [(cell.cell_type, cell.source, cell.get("attachments")) for cell in notebook.cells]
    return _Read(path, notebook, json.dumps(said))


def _the_one(exact: str, mine: list[_Read], released: NotebookNode, unreadable: Mapping[str, str]) -> str:
    """The path of the notebook that is graded as `exact`; empty if there is none."""
    answered = [one for one in mine if not is_blank(one.notebook.cells, released.cells)]
    paths = [one.path for one in answered or mine]
    if exact in unreadable:
        if not paths:
            return exact  # and judging it says why it can't be read
        raise SubmissionError(f"{unreadable[exact]}; {', '.join(paths)} is there as well; leave the one that counts")
    if len({one.answers for one in answered}) > 1:
        raise SubmissionError(
            f"{exact} is there with different answers, as {', '.join(paths)}; leave the one that counts"
        )
    return exact if exact in paths else next(iter(paths), "")
