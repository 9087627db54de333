"""Reads a submitted notebook, whatever is in its place, into a valid one that holds what a student can say."""

import errno
import itertools
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nbformat import NotebookNode

from course.grading.nodes import new_cell, new_output

LARGEST_NOTEBOOK = 20_000_000  # bytes; pictures included
LARGEST_CELL = 1_000_000  # characters
MOST_PARTS = 3_000_000  # of JSON: each takes a hundred bytes here
MOST_CELLS = 2_000
MOST_OUTPUTS = 1_000  # of a cell; of a notebook five times as many
MOST_PICTURES = 500  # attached to the cells of a notebook
_MOST_RUNS = 999_999  # of cells, that a kernel can have counted

_SAVE = "open it in JupyterLab, save it and hand it in again"
_LEFT_OUT = f"[More was shown here than the {MOST_OUTPUTS:,} outputs that are kept, or the notebook shows too many.]\n"
# As `![](data:image/png;base64,…)` or `<img src="data:…">`; what stands around it stays as it is.
_WRITTEN_PICTURE = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w=-]{1,40})*,[A-Za-z0-9+/=%\s]{1000,}")
_PICTURE_LEFT_OUT = "picture-left-out"
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # as nbformat demands
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can say it, UTF-8 can't


class SubmissionError(ValueError):
    """A submission, or a part of it, can't be graded as it is; the message is one line, for whoever sees the marks."""


def read_regular(path: str | Path, name: str, most: int, folder: int | None = None) -> bytes:
    """The content of a regular file; no link is followed, and no pipe or device is waited for.

    Args:
        path: of the file.
        name: what to call it in errors.
        most: how many bytes it may have.
        folder: an open directory that `path` is relative to, if not the current one.
    Raises:
        SubmissionError: it is no regular file, too large, or not readable.
    """
    try:
        # Without O_NONBLOCK, a pipe that nobody writes to would keep us waiting for ever.
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise SubmissionError(f"{name} is a symbolic link; hand in the file itself") from None
        raise SubmissionError(f"{name} can't be read ({error.strerror}); make it a readable file") from None
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise SubmissionError(f"{name} is no regular file; hand in a file, not a folder, pipe or device")
        with open(file, "rb", closefd=False) as opened:
            content = opened.read(most + 1)
    finally:
        os.close(file)
    if len(content) > most:
        raise SubmissionError(
            f"{name} is larger than {most // 1_000_000} MB; clear its outputs, or leave out what is large"
        )
    return content


def parse_notebook(content: bytes, name: str, remarks: list[str] | None = None) -> NotebookNode:
    """A submitted notebook, valid and of the current format.

    Of a cell stay its type, its source, its id where that is valid, its attached pictures, its outputs as far as they
    are texts, and which cell of the release it claims to be (nbgrader's `grade_id`); all other metadata are gone. What
    an output holds is the student's, and not looked at here. A picture that is written into a text is left out where
    the text would be too long with it.

    Args:
        content: of the file that was handed in.
        name: of the file, for errors.
        remarks: takes one on each cell whose pictures are left out, if given.
    Raises:
        SubmissionError: it is no notebook, or is larger than a person could have meant.
    """
    if not content.strip():
        raise SubmissionError(f"{name} is empty; hand in the notebook again")
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_PARTS:
        raise SubmissionError(f"{name} has more parts than a notebook; clear its outputs")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        got = f"got bytes that begin with {content[:8]!r}"
        raise SubmissionError(f"{name} is not text in UTF-8, as notebooks are ({got}); {_SAVE}") from None
    except RecursionError:
        raise SubmissionError(f"{name} is nested too deeply for a notebook; {_SAVE}") from None
    except ValueError as error:
        raise SubmissionError(f"{name} is not JSON, as notebooks are ({error}); {_SAVE}") from None
    cells = _cells(data, name)
    if len(cells) > MOST_CELLS:
        raise SubmissionError(f"{name} has {len(cells)} cells, and {MOST_CELLS} are the most; remove some")
    room = _Room(iter(range(5 * MOST_OUTPUTS)), iter(range(MOST_PICTURES)))
    said: list[str] = [] if remarks is None else remarks
    made = [_cell(cell, f"cell {number} of {name}", room, said) for number, cell in enumerate(cells, start=1)]
    give_ids(made)
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=made)


def give_ids(cells: Iterable[NotebookNode], taken: Iterable[str] = ()) -> None:
    """Give an id of its own to each cell that has none, no valid one, or one that an earlier cell has.

    Equal cells get equal ids.

    Args:
        cells: changed in place.
        taken: the ids of other cells of the notebook.
    """
    seen = set(taken)
    for number, cell in enumerate(cells, start=1):
        key = cell.get("id")
        if not (isinstance(key, str) and _ID.fullmatch(key)) or key in seen:
            key = f"cell-{number}"
            for more in itertools.count(1):
                if key not in seen:
                    break
                key = f"cell-{number}-{more}"
            cell["id"] = key
        seen.add(key)


def _cells(data: Any, name: str) -> list[Any]:
    """The cells of a notebook of nbformat 4, or 3, which has them in worksheets."""
    if not isinstance(data, dict):
        raise SubmissionError(f"{name} is no notebook (got JSON that is a {type(data).__name__}); {_SAVE}")
    version = data.get("nbformat")
    if type(version) is not int or version not in (3, 4):
        got = repr(version)[:40]
        raise SubmissionError(f"{name} is no notebook of nbformat 4 (got {got}); {_SAVE}")
    parts = [data] if version == 4 else data.get("worksheets")
    cells = []
    for part in parts if isinstance(parts, list) else [None]:
        found = part.get("cells") if isinstance(part, dict) else None
        if not isinstance(found, list):
            raise SubmissionError(f"{name} is no notebook (it has no list of cells); {_SAVE}")
        cells += found
    return cells


class _Room(NamedTuple):
    """What the cells of a notebook may have together: one number for each that may still come."""

    outputs: Iterator[int]
    pictures: Iterator[int]


def _cell(data: Any, name: str, room: _Room, remarks: list[str]) -> NotebookNode:
    if not isinstance(data, dict):
        raise SubmissionError(f"{name} is no cell (got a {type(data).__name__}); {_SAVE}")
    source = _text(data.get("source", data.get("input", "")))  # "input" in nbformat 3
    if source is None:
        raise SubmissionError(f"{name} has a source that is no text; {_SAVE}")
    if len(source) > LARGEST_CELL and data.get("cell_type") != "code":
        source, left_out = _WRITTEN_PICTURE.subn(_PICTURE_LEFT_OUT, source)
        if left_out:
            remarks.append(f"{name} held pictures in its text, which are left out: see the file that was handed in")
    if len(source) > LARGEST_CELL:
        raise SubmissionError(f"{name} has {len(source)} characters, and {LARGEST_CELL} are the most; shorten it")
    cell = new_cell(data.get("cell_type"), source)
    cell["id"] = data.get("id")
    if cell.cell_type == "code":
        cell.outputs = _outputs(data.get("outputs"), room.outputs)
        count = data.get("execution_count")
        cell.execution_count = count if type(count) is int and 0 < count <= _MOST_RUNS else None
    if cell.cell_type == "markdown" and (pictures := _pictures(data.get("attachments"), room.pictures)):
        cell["attachments"] = pictures
    metadata = data.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    key = grading.get("grade_id") if isinstance(grading, dict) else None
    if isinstance(key, str):
        cell.metadata["nbgrader"] = NotebookNode(grade_id=key)
    return cell


def _outputs(outputs: Any, room: Iterator[int]) -> list[NotebookNode]:
    """The well-formed ones of a cell's outputs, with what they hold as texts."""
    outputs = outputs if isinstance(outputs, list) else []
    taken = [output for output, _ in zip(outputs, itertools.islice(room, MOST_OUTPUTS), strict=False)]
    found = [made for output in taken if (made := _output(output)) is not None]
    return found if len(taken) == len(outputs) else [*found, new_output("stream", name="stderr", text=_LEFT_OUT)]


def _output(output: Any) -> NotebookNode | None:
    kind = output.get("output_type") if isinstance(output, dict) else None
    if kind == "stream" and output.get("name") in ("stdout", "stderr"):
        text = _text(output.get("text"))
        return None if text is None else new_output("stream", name=output["name"], text=text)
    if kind == "error":
        name, value, lines = (output.get(part) for part in ("ename", "evalue", "traceback"))
        texts = [_text(part) for part in (name, value, *(lines if isinstance(lines, list) else [None]))]
        return None if None in texts else new_output("error", ename=texts[0], evalue=texts[1], traceback=texts[2:])
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = {mime: text for mime, content in output["data"].items() if (text := _text(content)) is not None}
        return new_output(kind, {_SURROGATE.sub("\ufffd", mime): text for mime, text in data.items()})
    return None


def _pictures(attachments: Any, room: Iterator[int]) -> dict[str, dict[str, str]]:
    """Of a cell's attachments those that are pictures: pages show them, as what they say they are."""
    pictures: dict[str, dict[str, str]] = {}
    for name, kinds in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in kinds.items() if isinstance(kinds, dict) else ():
            text = _text(data) or ""
            if re.fullmatch(r"image/[\w.+-]+", kind) and re.fullmatch(r"[A-Za-z0-9+/=\s]+", text):
                if next(room, None) is None:
                    return pictures
                pictures.setdefault(_SURROGATE.sub("\ufffd", name), {})[kind] = text
    return pictures


def _text(value: Any) -> str | None:
    """The text that a notebook holds as one string, or as a list of lines."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None
