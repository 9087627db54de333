"""What is handed in, honest or not, becomes a notebook with the release's structure, or one clear error."""

import copy
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from course.config import course_config
from course.grading import submission_file, submission_folder
from course.grading.marks import marks
from course.grading.run import grade
from course.grading.sanitise import sanitise
from course.grading.submission_file import SubmissionError, parse_notebook, read_regular
from course.grading.submission_folder import student_files
from tests.courses import key_of, make_course
from tests.grading.commands import Starter

NAME = "01-small"
TEXT = """\
# %% [markdown]
# A small lesson.

# %% given="setup"
limit = 100

# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% test="double_shown" points=1
assert double(2) == 4

# %% test="double_hidden" points=3
### BEGIN HIDDEN TESTS
assert double(limit) == 200
### END HIDDEN TESTS

# %% solution="add"
def add(x, y):
    ### BEGIN SOLUTION
    return x + y
    ### END SOLUTION


# %% test="add_numbers" points=2
assert add(1, 2) == 3

# %% [markdown] written="why" points=2
# Because.
#
# ### BEGIN MARK SCHEME
# All or nothing.
# ### END MARK SCHEME
"""
KEYS = ["setup", "double", "double_shown", "double_hidden", "add", "add_numbers", "why"]
DOUBLE = "def double(x):\n    return x + x"
ADD = "def add(x, y):\n    return x + y"
RIGHT = {"double": DOUBLE, "add": ADD, "why": "It is so."}
FULL = {"double_shown": 1, "double_hidden": 3, "add_numbers": 2, "why": 0}
NOTHING = dict.fromkeys(FULL, 0)
HOSTILE_TAGS = ["skip-execution", "remove_cell", "raises-exception"]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)


@pytest.fixture(scope="module")
def release(course: Path) -> NotebookNode:
    return nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)


def answered(release: NotebookNode, answers: dict[str, str] = RIGHT) -> NotebookNode:
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        cell.source = answers.get(key_of(cell), cell.source)
    return notebook


def at(notebook: NotebookNode, key: str) -> int:
    return [key_of(cell) for cell in notebook.cells].index(key)


def cell_of(notebook: NotebookNode, key: str) -> NotebookNode:
    return notebook.cells[at(notebook, key)]


def copy_of(notebook: NotebookNode, key: str, source: str) -> NotebookNode:
    made = copy.deepcopy(cell_of(notebook, key))
    made.source = source
    return made


def outline(notebook: NotebookNode) -> list[str]:
    """Key or source of every cell, but the lesson's heading."""
    return [key_of(cell) or cell.source for cell in notebook.cells if cell.source != "A small lesson."]


def sanitised(notebook: NotebookNode, release: NotebookNode) -> NotebookNode:
    notebook, before = copy.deepcopy(notebook), copy.deepcopy(release)
    sanitise(notebook, release, release)

    assert release == before
    nbformat.validate(notebook)
    assert [key for cell in notebook.cells if (key := key_of(cell))] == KEYS
    return notebook


# --- the structure ----------------------------------------------------------------------------------------------------


def test_honest_work_is_left_as_it_is(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells.insert(at(notebook, "double"), new_code_cell("helper = 1", id="mine"))
    notebook.cells.insert(at(notebook, "why"), new_markdown_cell("A note.", id="note"))
    expected = copy.deepcopy(notebook)

    remarks = sanitise(notebook, release, release)

    assert remarks == []
    assert notebook == expected


@pytest.mark.parametrize(
    "deleted",
    [
        pytest.param(["double_shown"], id="a test"),
        pytest.param(["double", "double_shown"], id="a solution and its test"),
        pytest.param(["double_shown", "double_hidden"], id="several in a row"),
        pytest.param(["setup"], id="the first"),
        pytest.param(["why"], id="the last"),
        pytest.param(KEYS, id="all"),
    ],
)
def test_missing_cells_come_back_as_released(release: NotebookNode, deleted: list[str]) -> None:
    notebook = answered(release)
    notebook.cells = [cell for cell in notebook.cells if key_of(cell) not in deleted]

    remarks = sanitise(notebook, release, release)

    assert remarks == [f"Cell {key} was missing and is back in its place" for key in deleted]
    assert outline(notebook) == KEYS
    assert [cell_of(notebook, key) for key in deleted] == [cell_of(release, key) for key in deleted]


def test_missing_cell_comes_back_behind_the_one_it_follows(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells[at(notebook, "double_shown")] = new_code_cell("mine = 1")

    found = outline(sanitised(notebook, release))

    assert found[1:5] == ["double", "double_shown", "mine = 1", "double_hidden"]


def moved(notebook: NotebookNode, key: str, place: int) -> NotebookNode:
    notebook.cells.insert(place, notebook.cells.pop(at(notebook, key)))
    return notebook


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        pytest.param(
            ["setup", "double_shown", "help", "double", "double_hidden", "add", "add_numbers", "why"],
            ["setup", "help", "double", "double_shown", "double_hidden", "add", "add_numbers", "why"],
            id="a test above its solution, whose helper stays above it",
        ),
        pytest.param(
            ["setup", "double_shown", "double_hidden", "add", "add_numbers", "help", "double", "why"],
            ["setup", "help", "double", "double_shown", "double_hidden", "add", "add_numbers", "why"],
            id="a solution below its tests takes its helper along",
        ),
        pytest.param(
            ["setup", "double_hidden", "add", "add_numbers", "help", "more", "double", "why"],
            ["setup", "help", "more", "double", "double_shown", "double_hidden", "add", "add_numbers", "why"],
            id="all its helpers, and a missing test comes behind it",
        ),
        pytest.param(
            ["setup", "double_shown", "help", "double_hidden", "more", "double", "add", "add_numbers", "why"],
            ["setup", "help", "more", "double", "double_shown", "double_hidden", "add", "add_numbers", "why"],
            id="many tests above a solution move, and not the solution",
        ),
        pytest.param(
            ["setup", "double", "fix", "double_shown", "double_hidden", "add_numbers", "add", "why"],
            ["setup", "double", "fix", "double_shown", "double_hidden", "add", "add_numbers", "why"],
            id="an own cell between a solution and its test stays there",
        ),
        pytest.param(
            ["double", "double_shown", "double_hidden", "add", "add_numbers", "why", "note", "setup", "end"],
            ["setup", "double", "double_shown", "double_hidden", "add", "add_numbers", "why", "note", "end"],
            id="the first cell at the end",
        ),
        pytest.param(
            ["one", *reversed(KEYS), "two"],
            ["setup", "double", "double_shown", "double_hidden", "add", "add_numbers", "one", "why", "two"],
            id="all upside down",
        ),
    ],
)
def test_order_is_that_of_the_release(release: NotebookNode, order: list[str], expected: list[str]) -> None:
    cells = {key_of(cell): cell for cell in answered(release).cells}
    notebook = new_notebook(cells=[cells.get(key) or new_code_cell(key) for key in order])

    assert outline(sanitised(notebook, release)) == expected


def test_one_moved_cell_moves_no_other(release: NotebookNode) -> None:
    notebook = moved(answered(release), "why", 0)
    notebook.cells.insert(at(notebook, "add"), new_code_cell("help"))

    assert outline(sanitised(notebook, release)) == [*KEYS[:4], "help", *KEYS[4:]]


@pytest.mark.parametrize("place", ["below", "end"])
def test_last_answer_of_several_counts_and_all_run_before_it(release: NotebookNode, place: str) -> None:
    notebook = answered(release)
    later = copy_of(notebook, "double", "def double(x):\n    return 2 * x")
    notebook.cells.insert(at(notebook, "double") + 1 if place == "below" else len(notebook.cells), later)

    found = sanitised(notebook, release)

    assert outline(found)[:4] == ["setup", DOUBLE, "double", "double_shown"]
    assert cell_of(found, "double").source == later.source
    assert cell_of(found, "double").metadata == cell_of(release, "double").metadata


def test_copy_of_the_stub_undoes_no_answer(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells.insert(at(notebook, "double_shown"), copy.deepcopy(cell_of(release, "double")))
    notebook.cells.append(copy.deepcopy(cell_of(release, "double")))

    found = sanitised(notebook, release)

    assert outline(found) == KEYS
    assert cell_of(found, "double").source == DOUBLE


def test_first_of_several_tests_counts_and_the_others_are_the_students(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells.append(copy_of(notebook, "double_shown", "print(double(3))"))

    found = sanitised(notebook, release)

    assert outline(found) == [*KEYS, "print(double(3))"]
    assert cell_of(found, "double_shown") == cell_of(release, "double_shown")
    assert found.cells[-1].metadata == {}


@pytest.mark.parametrize(
    "forged",
    [
        {"grade": False},
        {"solution": True},
        {"locked": False},
        {"task": True},
        {"points": "1000"},
        {"points": float("nan")},
        {"points": -1},
        {"points": float("inf")},
        {"schema_version": 1},
        {"schema_version": 99},
        {"schema_version": None},
        {"checksum": "0" * 32},
        {"checksum": []},
        {"cell_type": "markdown"},
        {"foreign": {}},
    ],
    ids=str,
)
@pytest.mark.parametrize("key", ["double", "double_shown", "why", "setup"])
def test_metadata_is_that_of_the_release(release: NotebookNode, key: str, forged: dict[str, Any]) -> None:
    notebook = answered(release)
    cell = cell_of(notebook, key)
    cell.metadata.nbgrader.update(forged)
    cell.metadata.update(tags=HOSTILE_TAGS, editable=True, collapsed=True, other={"tool": 1})

    found = sanitised(notebook, release)

    assert cell_of(found, key).metadata == cell_of(release, key).metadata
    assert cell_of(found, key).source == cell_of(answered(release), key).source


def test_type_and_locked_source_are_those_of_the_release(release: NotebookNode) -> None:
    notebook = answered(release)
    for key in ("double_shown", "double", "why"):
        index = at(notebook, key)
        make = new_code_cell if key == "why" else new_raw_cell
        notebook.cells[index] = make(RIGHT.get(key, "pass"), metadata=notebook.cells[index].metadata)
    cell_of(notebook, "setup").source = "limit = 0"

    found = sanitised(notebook, release)

    for key in KEYS:
        assert cell_of(found, key).cell_type == cell_of(release, key).cell_type
        assert cell_of(found, key).source == RIGHT.get(key, cell_of(release, key).source)


@pytest.mark.parametrize("key", ["", "other", "add_numbers ", None, 3, ["double"], {"double": 1}], ids=repr)
def test_cell_with_an_unknown_key_is_known_by_its_id(release: NotebookNode, key: Any) -> None:
    notebook = answered(release)
    cell_of(notebook, "double").metadata.nbgrader["grade_id"] = key

    assert sanitised(notebook, release).cells == answered(release).cells


def test_cell_with_an_unknown_key_and_id_is_the_students_own(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells[at(notebook, "double")] = new_code_cell(
        "mine = 1", id="mine", metadata={"nbgrader": {"grade_id": "other"}}
    )

    found = sanitised(notebook, release)

    assert outline(found)[1:4] == ["double", "mine = 1", "double_shown"]
    assert cell_of(found, "double").source == cell_of(release, "double").source


def test_own_cells_lose_metadata_and_keep_outputs_and_pictures(release: NotebookNode) -> None:
    picture = {"a.png": {"image/png": "aGVsbG8="}}
    notebook = answered(release)
    notebook.cells += [
        new_code_cell(
            "1", metadata={"tags": HOSTILE_TAGS, "nbgrader": {"grade": True, "points": 9, "solution": False}}
        ),
        new_markdown_cell("![](attachment:a.png)", metadata={"tags": ["x"]}, attachments=picture),
        new_raw_cell("raw", metadata={"format": "text/html"}),
    ]
    shown = [nbformat.v4.new_output("stream", text="out")]
    notebook.cells[-3].outputs = shown
    notebook.cells[-3].execution_count = 7

    code, text, raw = sanitised(notebook, release).cells[-3:]

    assert (code.metadata, code.outputs, code.execution_count) == ({}, shown, 7)
    assert (text.metadata, text.attachments) == ({}, picture)
    assert (raw.cell_type, raw.metadata) == ("raw", {})


def test_written_answer_keeps_its_picture(release: NotebookNode) -> None:
    notebook = answered(release)
    cell_of(notebook, "why").attachments = {"a.png": {"image/png": "aGVsbG8="}}

    assert cell_of(sanitised(notebook, release), "why").attachments == {"a.png": {"image/png": "aGVsbG8="}}


def test_notebook_metadata_is_that_of_the_release(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.metadata = NotebookNode(kernelspec={"name": "bash", "display_name": "Bash"}, widgets={})

    assert sanitised(notebook, release).metadata == release.metadata


def test_ids_are_unique_and_always_the_same(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells += [new_code_cell(str(number)) for number in range(5)]
    for cell, key in zip(notebook.cells[-5:], ["double", "mine", "mine", "not valid", ""], strict=True):
        cell["id"] = key

    first, second = sanitised(notebook, release), sanitised(notebook, release)
    ids = [cell.id for cell in first.cells]

    assert first == second
    assert len(set(ids)) == len(ids)
    assert [cell_of(first, key).id for key in KEYS] == [cell_of(release, key).id for key in KEYS]
    assert ids[-4] == "mine"


def test_release_that_was_run_and_has_no_ids_gives_a_clean_notebook(release: NotebookNode) -> None:
    old = copy.deepcopy(release)
    old.nbformat_minor = 4
    for cell in old.cells:
        del cell["id"]
    cell_of(old, "setup").update(outputs=[nbformat.v4.new_output("stream", text="out")], execution_count=7)

    without = answered(release)
    without.cells = [cell for cell in without.cells if key_of(cell) != "setup"]

    for notebook in (answered(release), without):
        setup = cell_of(sanitised(notebook, old), "setup")
        assert (setup.outputs, setup.execution_count) == ([], None)


def test_cells_show_what_was_handed_in(release: NotebookNode) -> None:
    notebook = answered(release)
    shown = [nbformat.v4.new_output("execute_result", {"text/plain": "4"}, execution_count=7)]
    for key in ("setup", "double"):
        cell_of(notebook, key).update(outputs=shown, execution_count=7)

    found = sanitised(notebook, release)

    for key in ("setup", "double"):
        assert (cell_of(found, key).outputs, cell_of(found, key).execution_count) == (shown, 7)


def test_sanitise_comes_first(course: Path) -> None:
    chain: list[type[NbGraderPreprocessor]] = course_config(course).Autograde.sanitize_preprocessors

    assert [each.__name__ for each in chain] == [
        "Sanitise",
        "ClearOutput",
        "DeduplicateIds",
        "OverwriteKernelspec",
        "OverwriteCells",
        "CheckCellMetadata",
    ]


# --- reading a notebook -----------------------------------------------------------------------------------------------


def read_notebook(path: Path) -> NotebookNode:
    """As a submission's notebook is read: here its bytes, and what they say wherever it is judged."""
    return parse_notebook(read_regular(path, path.name, submission_file.LARGEST_NOTEBOOK), path.name)


def file(folder: Path, content: object) -> Path:
    path = folder / f"{NAME}.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def of_cells(*cells: object, **changes: object) -> dict[str, object]:
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | changes


def code(source: object = "1", **changes: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} | changes


NOT_NOTEBOOKS = {
    "empty": (b"", "is empty; hand in"),
    "blank": (b" \n", "is empty; hand in"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00", r"is not text in UTF-8, as notebooks are \(got bytes that begin with"),
    "utf-16": ("{}".encode("utf-16"), "is not text in UTF-8"),
    "no json": (b"{ this is no notebook", r"is not JSON, as notebooks are \(Expecting property name .*\); open it"),
    "half": (b'{"cells": [', "is not JSON"),
    "long number": (b"9" * 5000, "is not JSON"),
    "deep": (b"[" * 200_000, "is nested too deeply"),
    "a list": ([], r"is no notebook \(got JSON that is a list\)"),
    "a number": (3, "got JSON that is a int"),
    "version 5": (of_cells(nbformat=5), r"is no notebook of nbformat 4 \(got 5\)"),
    "version 99": (of_cells(nbformat=99), "got 99"),
    "version text": (of_cells(nbformat="4"), "got '4'"),
    "version true": (of_cells(nbformat=True), "got True"),
    "no version": ({"cells": []}, "got None"),
    "long version": (of_cells(nbformat="4" * 10**5), r"got '4{39}\)"),
    "no cells": ({"nbformat": 4, "nbformat_minor": 5, "metadata": {}}, "it has no list of cells"),
    "cells a dict": (of_cells(cells={}), "it has no list of cells"),
    "worksheets": ({"nbformat": 3, "worksheets": 1}, "it has no list of cells"),
    "a worksheet": ({"nbformat": 3, "worksheets": [1]}, "it has no list of cells"),
    "cell a text": (of_cells("x"), r"cell 1 of .* is no cell \(got a str\)"),
    "source a number": (of_cells(code(), code(1)), r"cell 2 of .* has a source that is no text"),
    "source of lists": (of_cells(code([["x"]])), "has a source that is no text"),
    "source null": (of_cells(code(None)), "has a source that is no text"),
}


@pytest.mark.parametrize("name", NOT_NOTEBOOKS)
def test_what_is_no_notebook_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    content, words = NOT_NOTEBOOKS[name]

    with pytest.raises(SubmissionError, match=words) as caught:
        read_notebook(file(tmp_path, content))

    assert NAME in str(caught.value)
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda p: p.symlink_to(__file__), "is a symbolic link; hand in the file itself", id="link"),
        pytest.param(lambda p: p.symlink_to(p), "is a symbolic link", id="link to itself"),
        pytest.param(lambda p: os.mkfifo(p), "is no regular file", id="pipe"),
        pytest.param(lambda p: p.mkdir(), "is no regular file", id="folder"),
        pytest.param(lambda p: None, r"can't be read \(No such file or directory\)", id="nothing"),
    ],
)
def test_only_regular_files_are_read(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    path = tmp_path / f"{NAME}.ipynb"
    make(path)

    with pytest.raises(SubmissionError, match=words):
        read_notebook(path)


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("MOST_CELLS", 2, "has 3 cells, and 2 are the most"),
        ("LARGEST_CELL", 3, "cell 3 of .* has 4 characters, and 3 are the most"),
        ("LARGEST_NOTEBOOK", 100, "is larger than 0 MB"),
    ],
)
def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, words: str) -> None:
    path = file(tmp_path, of_cells(code("abc"), code("abc"), code("abcd")))
    read_notebook(path)
    monkeypatch.setattr(submission_file, limit, value)

    with pytest.raises(SubmissionError, match=words):
        read_notebook(path)


def test_limit_is_still_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, of_cells(code("abc"), code("abc")))
    monkeypatch.setattr(submission_file, "MOST_CELLS", 2)
    monkeypatch.setattr(submission_file, "LARGEST_CELL", 3)
    monkeypatch.setattr(submission_file, "LARGEST_NOTEBOOK", path.stat().st_size)

    assert len(read_notebook(path).cells) == 2


@pytest.mark.parametrize(
    "cell",
    [
        code(metadata=None),
        code(metadata=[]),
        code(metadata={"nbgrader": []}),
        code(metadata={"nbgrader": {"grade_id": ["double"]}}),
        code(metadata={"nbgrader": {"grade_id": {"a": 1}}, "deep": json.loads("[" * 900 + "]" * 900)}),
        code(outputs="none", execution_count="x"),
        code(outputs=[{"output_type": "foreign"}]),
        code(outputs=[None, 5, {}, {"output_type": ["stream"], "name": "stdout", "text": "x"}]),
        code(outputs=[{"output_type": "stream", "name": "elsewhere", "text": "x"}]),
        code(outputs=[{"output_type": "stream", "name": "stdout", "text": {"a": 1}}]),
        code(outputs=[{"output_type": "error", "ename": "E", "evalue": "why", "traceback": "line"}]),
        code(outputs=[{"output_type": "error", "ename": "E", "evalue": 5, "traceback": []}]),
        code(outputs=[{"output_type": "display_data", "data": []}], execution_count=True),
        code(id=["x"]),
        code(id=None),
        code(id="not valid"),
        code(foreign=1),
        {"cell_type": "code"},
        {},
    ],
    ids=lambda cell: str(cell)[:60],
)
@pytest.mark.filterwarnings("error")
def test_odd_cells_become_valid(tmp_path: Path, cell: object) -> None:
    notebook = read_notebook(file(tmp_path, of_cells(cell, cell)))

    nbformat.validate(notebook)
    assert [made.get("outputs", []) for made in notebook.cells] == [[], []]
    assert [made.metadata for made in notebook.cells] == [{}, {}]
    assert len({made.id for made in notebook.cells}) == 2


def test_outputs_are_read_as_texts(tmp_path: Path) -> None:
    rich = {"text/plain": ["a\n", "b"], "text/html": "<b>", "application/json": {"deep": [1]}, "\ud800": "x"}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["one\n", "two"]},
        {"output_type": "display_data", "data": rich, "metadata": {"image/png": {"width": 10}}},
        {"output_type": "execute_result", "data": {"text/plain": "4"}, "execution_count": 4, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "why", "traceback": ["1", "2"]},
    ]

    (cell,) = read_notebook(file(tmp_path, of_cells(code(outputs=outputs, execution_count=12)))).cells

    stream, display, result, error = cell.outputs
    assert cell.execution_count == 12
    assert (stream.name, stream.text) == ("stdout", "one\ntwo")
    assert display.data == {"text/plain": "a\nb", "text/html": "<b>", "\ufffd": "x"}
    assert result.data == {"text/plain": "4"}
    assert (error.ename, error.evalue, error.traceback) == ("E", "why", ["1", "2"])
    nbformat.validate(new_notebook(cells=[cell]))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("code", "code"),
        ("raw", "raw"),
        ("markdown", "markdown"),
        ("heading", "markdown"),
        ("", "markdown"),
        (["code"], "markdown"),
        (None, "markdown"),
    ],
    ids=repr,
)
def test_types_of_cells(tmp_path: Path, kind: object, expected: str) -> None:
    (cell,) = read_notebook(file(tmp_path, of_cells(code(cell_type=kind)))).cells

    assert (cell.cell_type, cell.source) == (expected, "1")


def test_source_may_be_lines_and_what_utf8_cannot_say_is_replaced(tmp_path: Path) -> None:
    first, second = read_notebook(file(tmp_path, of_cells(code(["a\n", "b"]), code("x\ud800y")))).cells

    assert first.source == "a\nb"
    assert second.source == "x\ufffdy"


def test_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    path = file(tmp_path, b"\xef\xbb\xbf" + json.dumps(of_cells(code("é"))).encode())

    assert read_notebook(path).cells[0].source == "é"


def test_older_format_is_read(tmp_path: Path) -> None:
    old = {"cell_type": "code", "input": ["x = 1\n", "y"], "metadata": {"nbgrader": {"grade_id": "double"}}}
    text = {"cell_type": "heading", "level": 2, "source": "Title"}
    path = file(tmp_path, {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [old]}, {"cells": [text]}]})

    notebook = read_notebook(path)

    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [("code", "x = 1\ny"), ("markdown", "Title")]
    assert key_of(notebook.cells[0]) == "double"


@pytest.mark.parametrize(
    ("attachments", "kept"),
    [
        ({"a.png": {"image/png": "aGVs\nbG8="}}, True),
        ({"a.png": {"image/png": ["aGVs", "bG8="]}}, True),
        ({"a.html": {"text/html": "aGVsbG8="}}, False),
        ({"a.png": {'image/png" onload="x': "aGVsbG8="}}, False),
        ({"a.png": {"image/png": '" onload="x'}}, False),
        ({"a.png": "aGVsbG8="}, False),
        (["a.png"], False),
    ],
    ids=str,
)
def test_only_pictures_are_attachments(tmp_path: Path, attachments: object, kept: bool) -> None:
    (cell,) = read_notebook(file(tmp_path, of_cells(code(cell_type="markdown", attachments=attachments)))).cells

    nbformat.validate(new_notebook(cells=[cell]))
    assert ("attachments" in cell) == kept


# --- reading a folder -------------------------------------------------------------------------------------------------


def test_files_of_a_submission(tmp_path: Path) -> None:
    for name in ("data.csv", "a/b/Übung (1).txt", "n.ipynb", ".ipynb_checkpoints/n.txt", "a/__pycache__/x.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())

    files, notebooks = student_files(tmp_path)

    assert files == {"data.csv": b"data.csv", "a/b/Übung (1).txt": "a/b/Übung (1).txt".encode()}
    assert notebooks == {"n.ipynb": b"n.ipynb"}


NOTEBOOK = b'{"cells": [], "nbformat": 4}'


@pytest.mark.parametrize(
    ("name", "content", "is_notebook"),
    [
        ("a.ipynb", b"", True),
        ("a/b (1).IPYNB", b"", True),
        ("a.ipynb.txt", b"", True),
        ("a.ipynb (1)", b"", True),
        ("a.json", NOTEBOOK, True),
        ("a", b"\xef\xbb\xbf \n" + NOTEBOOK, True),
        ("given.json", NOTEBOOK, False),
        ("a.json", b'{"cells": []}', False),
        ("a.txt", b'what "nbformat" and "cells" mean', False),
        ("a.ipynbx", b"", False),
    ],
)
def test_notebooks_are_known_by_their_names_or_by_what_is_in_them(
    tmp_path: Path, name: str, content: bytes, is_notebook: bool
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    (tmp_path / "._a.ipynb").touch()
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "a.ipynb").touch()

    files, notebooks = student_files(tmp_path, ["given.json"])

    assert [list(files), list(notebooks)] == ([[], [name]] if is_notebook else [[name], []])


def nest(folder: Path, depth: int) -> None:
    inner = folder.joinpath(*["d"] * depth)
    inner.mkdir(parents=True)
    (inner / "x").touch()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda p: (p / "x").symlink_to("/etc/passwd"), "'x' is a symbolic link", id="link to a file"),
        pytest.param(lambda p: (p / "x").symlink_to("/dev/zero"), "'x' is a symbolic link", id="link to a device"),
        pytest.param(lambda p: (p / "x").symlink_to("/"), "'x' is a symbolic link", id="link to a folder"),
        pytest.param(lambda p: (p / "x").symlink_to("gone"), "'x' is a symbolic link", id="link to nothing"),
        pytest.param(lambda p: (p / "x.ipynb").symlink_to("y"), "is a symbolic link", id="linked notebook"),
        pytest.param(
            lambda p: (p / ".ipynb_checkpoints").symlink_to("/"), "is a symbolic link", id="link instead of checkpoints"
        ),
        pytest.param(lambda p: os.mkfifo(p / "x"), "'x' is neither a file nor a folder", id="pipe"),
        pytest.param(lambda p: os.mkfifo(p / "x.ipynb"), "is neither a file nor a folder", id="pipe as notebook"),
        pytest.param(lambda p: (p / "a\nb").touch(), r"the file name 'a\\nb' has characters", id="line break"),
        pytest.param(
            lambda p: Path(os.fsdecode(os.fsencode(p) + b"/\xff")).touch(), r"the file name '\\udcff'", id="not UTF-8"
        ),
        pytest.param(lambda p: nest(p, 9), "nested deeper than 8", id="deep"),
        pytest.param(lambda p: [(p / str(n)).touch() for n in range(501)], "more than 500", id="many files"),
        pytest.param(lambda p: [(p / str(n)).mkdir() for n in range(501)], "more than 500", id="many folders"),
        pytest.param(lambda p: [nest(p / str(n), 1) for n in range(200)], "more than 500", id="many in many folders"),
    ],
)
def test_unsafe_folders_are_refused(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    make(tmp_path)

    with pytest.raises(ValueError, match=words) as caught:
        student_files(tmp_path)

    assert "\n" not in str(caught.value)


def test_limits_of_a_folder_are_still_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nest(tmp_path, 8)
    for name in ("y", "z", "a.ipynb", "b.ipynb"):
        (tmp_path / name).write_bytes(b"12345")
    monkeypatch.setattr(submission_folder, "MOST_FILES", 13)
    monkeypatch.setattr(submission_folder, "MOST_BYTES", 10)

    assert [len(each) for each in student_files(tmp_path)] == [3, 2]


@pytest.mark.parametrize("ending", ["", ".ipynb"])
@pytest.mark.parametrize("sizes", [(11,), (6, 5)], ids=str)
def test_large_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], ending: str
) -> None:
    monkeypatch.setattr(submission_folder, "MOST_BYTES", 10)
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}{ending}").write_bytes(b"x" * size)

    with pytest.raises(ValueError, match="larger than 0 MB"):
        student_files(tmp_path)


def test_link_to_a_folder_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    with pytest.raises(ValueError, match="or a symbolic link"):
        student_files(tmp_path / "link")


# --- a class ----------------------------------------------------------------------------------------------------------


def forged(key: str, **changes: Any) -> Callable[[NotebookNode], NotebookNode]:
    """An answered notebook whose cell `key` has other nbgrader metadata."""

    def make(release: NotebookNode) -> NotebookNode:
        notebook = answered(release)
        cell_of(notebook, key).metadata.nbgrader.update(changes)
        return notebook

    return make


def everything_wrong(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    for number, cell in enumerate(notebook.cells):
        grading = cell.metadata.setdefault("nbgrader", NotebookNode())
        grading.update(schema_version=number * 50, grade=False, solution=True, locked=[], points="x", checksum=3)
        cell.metadata.update(tags=HOSTILE_TAGS)
        cell["id"] = "same"
    notebook.cells.reverse()
    return notebook


def blank_with_forged_tests(release: NotebookNode) -> NotebookNode:
    notebook = copy.deepcopy(release)
    for key in ("double_shown", "double_hidden", "add_numbers"):
        cell = cell_of(notebook, key)
        cell.source = "pass"
        cell.metadata.tags = HOSTILE_TAGS
        cell.metadata.nbgrader.update(solution=True, points=1000)
    return notebook


def swapped(release: NotebookNode) -> NotebookNode:
    notebook = copy.deepcopy(release)
    solution, test = cell_of(notebook, "double"), cell_of(notebook, "double_shown")
    solution.metadata, test.metadata = test.metadata, solution.metadata
    return notebook


def copied(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    notebook.cells += [copy.deepcopy(cell) for cell in release.cells]
    return notebook


def bare(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    for cell in notebook.cells:
        del cell["id"]
    return NotebookNode(nbformat=4, cells=notebook.cells)


def other_language(release: NotebookNode) -> NotebookNode:
    notebook = answered(release)
    notebook.metadata = NotebookNode(kernelspec={"name": "ir", "display_name": "R", "language": "R"})
    return notebook


GRADED: dict[str, tuple[Callable[[NotebookNode], NotebookNode], dict[str, int]]] = {
    "honest": (answered, FULL),
    "copied": (copied, FULL),
    "bare": (bare, FULL),
    "other-language": (other_language, FULL),
    "future": (forged("double_shown", schema_version=99), FULL),
    "past": (forged("double_shown", schema_version=1), FULL),
    "everything-wrong": (everything_wrong, FULL),
    "blank-forged": (blank_with_forged_tests, NOTHING),
    "swapped": (swapped, NOTHING),
}
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no-json": (lambda p: file(p, b"{"), "is not JSON"),
    "empty": (lambda p: file(p, b""), "is empty"),
    "binary": (lambda p: file(p, b"\x80\x00"), "is not text in UTF-8"),
    "deep": (lambda p: file(p, b"[" * 10**6), "is nested too deeply"),
    "version-99": (lambda p: file(p, of_cells(nbformat=99)), "got 99"),
    "many-cells": (lambda p: file(p, of_cells(*[code()] * 2001)), "has 2001 cells"),
    "large": (lambda p: file(p, b" " * 20_000_001), "is larger than 20 MB"),
    "linked-notebook": (lambda p: relink(p / f"{NAME}.ipynb", "/etc/passwd"), "is a symbolic link"),
    "folder-as-notebook": (lambda p: refolder(p / f"{NAME}.ipynb"), "there is no 01-small.ipynb in it"),
    "linked-file": (lambda p: (p / "x").symlink_to("/dev/zero"), "'x' is a symbolic link"),
    "linked-time": (lambda p: (p / "timestamp.txt").symlink_to("/dev/zero"), "'timestamp.txt' is a symbolic link"),
    "pipe-as-time": (lambda p: os.mkfifo(p / "timestamp.txt"), "'timestamp.txt' is neither"),
    "no-time": (lambda p: (p / "timestamp.txt").write_text("soon"), r"timestamp.txt holds no time \(got 'soon'\)"),
}


def relink(path: Path, target: str) -> None:
    path.unlink()
    path.symlink_to(target)


def refolder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def hand_in(course: Path, student: str, notebook: NotebookNode) -> Path:
    folder = course / "submitted" / student / NAME
    folder.mkdir(parents=True)
    # nbformat would mend, or refuse to write, what is forged.
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))
    return folder


def scores(course: Path, student: str) -> dict[str, float]:
    table = marks(course_config(course), NAME)
    mine = table[table["student"] == student]
    return dict(zip(mine["cell"], mine["score"], strict=True))


@pytest.fixture(scope="module")
def failed(course: Path, release: NotebookNode) -> dict[str, str]:
    """A class, graded with feedback: why the submissions of some could not be graded."""
    for student, (make, _) in GRADED.items():
        hand_in(course, student, make(release))
    for student, (spoil, _) in REFUSED.items():
        spoil(hand_in(course, student, answered(release)))
    beside = course / "submitted" / "honest" / NAME
    (beside / "photo (1).png").write_bytes(b"picture")
    (beside / "pictures").mkdir()
    (beside / "pictures" / "other.JPG").write_bytes(b"picture")
    (beside / "page.html").mkdir()
    (beside / "page.html" / "x.png").write_bytes(b"picture")
    for name in (f"{NAME}.html", "evil.html", "evil.svg", "numpy.py", "sitecustomize.py", "evil.png.html"):
        (beside / name).write_text("raise SystemExit")
    (beside / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    (beside / "submission_secret.txt").write_text("secret")
    (course / "submitted" / "linked").symlink_to("honest")
    return grade(course, [NAME], feedback=True)[NAME]


def test_the_others_are_graded_all_the_same(failed: dict[str, str]) -> None:
    assert sorted(failed) == sorted([*REFUSED, "linked"])


@pytest.mark.parametrize("student", GRADED)
def test_marks(course: Path, failed: dict[str, str], student: str) -> None:
    assert scores(course, student) == GRADED[student][1]


@pytest.mark.parametrize("student", [*REFUSED, "linked"])
def test_reason_is_the_clear_one(course: Path, failed: dict[str, str], student: str) -> None:
    words = REFUSED[student][1] if student in REFUSED else "the student's folder is a symbolic link"

    assert re.search(rf"^(?!course\.).*{words}.*; ", failed[student])
    assert not (course / "autograded" / student / NAME).exists()


def files_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_only_pictures_and_what_the_exchange_wrote_are_passed_on(course: Path, failed: dict[str, str]) -> None:
    passed_on = {"photo (1).png", "pictures/other.JPG", "timestamp.txt", "submission_secret.txt"}

    assert files_of(course / "autograded" / "honest" / NAME) == passed_on | {f"{NAME}.ipynb"}
    assert files_of(course / "feedback" / "honest" / NAME) == passed_on | {f"{NAME}.html"}


AUTOGRADE = ("nbgrader", "autograde", NAME)


def test_stock_command_does_the_same_for_a_batch(course: Path, failed: dict[str, str], starter: Starter) -> None:
    graded = course / "autograded" / "honest" / NAME / f"{NAME}.ipynb"
    before, first = scores(course, "honest"), graded.stat().st_mtime_ns

    done = starter.run(course, *AUTOGRADE)

    for _, words in REFUSED.values():
        assert re.search(words, done.err)
    assert scores(course, "honest") == before
    assert graded.stat().st_mtime_ns == first
    assert "Grading was broken off" not in done.err


@pytest.mark.parametrize("how", ["before the notebook", "before the end"])
def test_grading_that_was_broken_off_begins_again(
    course: Path, failed: dict[str, str], starter: Starter, how: str
) -> None:
    folder = course / "autograded" / "past" / NAME
    graded = folder / f"{NAME}.ipynb"
    if how == "before the notebook":
        graded.unlink()
    else:
        graded.chmod(0o644)
        graded.write_text("{")

    done = starter.run(course, *AUTOGRADE, "--student", "past")

    assert done.status == 0, done.err
    assert nbformat.read(graded, as_version=4).cells
    assert scores(course, "past") == FULL


def test_excluded_student_is_left_alone(course: Path, failed: dict[str, str], starter: Starter) -> None:
    done = starter.run(course, *AUTOGRADE, "--student", "empty", "--CourseDirectory.student_id_exclude=empty,other")

    assert done.status == 0, done.err
