"""Cells are known again whatever a conversion took away, and a notebook by its cells."""

import copy
from collections.abc import Callable, Sequence

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading.recognition import is_blank, is_of_lesson, key_of
from course.grading.sanitise import WORDS_BESIDE, sanitise


def cell(key: str, source: str, role: str = "locked", kind: str = "code") -> NotebookNode:
    make = new_code_cell if kind == "code" else new_markdown_cell
    flags = {"locked": role in ("locked", "test"), "solution": role in ("solution", "written")}
    grading = flags | {"grade": role in ("test", "written"), "grade_id": key, "task": False, "schema_version": 3}
    return make(source, id=f"id-{key}", metadata={"nbgrader": grading})


STUB = "raise NotImplementedError()"
EMPTY = "YOUR ANSWER HERE"
RELEASE = new_notebook(
    cells=[
        new_markdown_cell("# A lesson", id="title"),
        cell("setup", "import math"),
        new_markdown_cell("Double it.", id="ask-double"),
        cell("double", f"def double(x):\n    {STUB}", "solution"),
        cell("double_test", "assert double(2) == 4", "test"),
        new_markdown_cell("Add them.", id="ask-add"),
        cell("add", f"def add(x, y):\n    {STUB}", "solution"),
        cell("add_test", "assert add(1, 2) == 3", "test"),
        new_code_cell("add(5, 6)", id="play"),
        new_markdown_cell("Why?", id="ask-why"),
        cell("why", EMPTY, "written", "markdown"),
        new_markdown_cell("And how?", id="ask-how"),
        cell("how", EMPTY, "written", "markdown"),
        new_markdown_cell("The end.", id="end"),
    ]
)
ANSWERS = {
    "double": "def double(x):\n    return x + x",
    "add": "def add(x, y):\n    return x + y",
    "why": "It is so.",
    "how": "By hand.",
}
KEYS = [key for each in RELEASE.cells if (key := key_of(each))]


def handed_in(answers: dict[str, str] = ANSWERS) -> NotebookNode:
    notebook = copy.deepcopy(RELEASE)
    for each in notebook.cells:
        each.source = answers.get(key_of(each), each.source)
    return notebook


def without(notebook: NotebookNode, *, metadata: Sequence[str] = KEYS, ids: bool = True) -> NotebookNode:
    """What a conversion leaves: no nbgrader metadata at some cells, and other ids at all of them."""
    for number, each in enumerate(notebook.cells):
        if key_of(each) in metadata:
            each.metadata = NotebookNode()
        if not ids:
            each["id"] = f"other-{number}"
    return notebook


def put(notebook: NotebookNode, made: NotebookNode, *, behind: str) -> NotebookNode:
    """Put a cell behind the one with an id."""
    at = [each.id for each in notebook.cells].index(behind)
    notebook.cells.insert(at + 1, made)
    return notebook


def answers_of(notebook: NotebookNode) -> dict[str, str]:
    return {key: each.source for each in notebook.cells if (key := key_of(each)) in ANSWERS}


def outline(notebook: NotebookNode) -> list[str]:
    return [key_of(each) or each.source for each in notebook.cells]


def reformatted(notebook: NotebookNode) -> NotebookNode:
    for each in notebook.cells:
        each.source = "\n".join(f"{line}  " for line in each.source.split("\n")) + "\n"
    return notebook


def translated(notebook: NotebookNode) -> NotebookNode:
    """All explanations say something else, and so does a test."""
    for number, each in enumerate(notebook.cells):
        if each.cell_type == "markdown" and each.source not in ANSWERS.values():
            each.source = f"Anders {number}"
        each.source = each.source.replace("assert double(2) == 4", "assert double(2)==4")
    return notebook


CONVERSIONS: dict[str, Callable[[], NotebookNode]] = {
    "nothing": handed_in,
    "all metadata": lambda: without(handed_in()),
    "metadata of some": lambda: without(handed_in(), metadata=["double", "add_test", "why"]),
    "metadata and ids": lambda: without(handed_in(), ids=False),
    "metadata of some, and ids": lambda: without(handed_in(), metadata=["double", "add_test", "why"], ids=False),
    "spaces at the ends of lines": lambda: without(reformatted(handed_in()), ids=False),
}


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_conversion_changes_no_cell(conversion: str) -> None:
    notebook = CONVERSIONS[conversion]()
    remarks = sanitise(notebook, RELEASE, RELEASE)

    assert outline(notebook) == outline(RELEASE) or conversion.startswith("spaces")
    assert {key: text.strip().replace("  \n", "\n") for key, text in answers_of(notebook).items()} == ANSWERS
    assert [each.metadata for each in notebook.cells] == [each.metadata for each in RELEASE.cells]
    assert [remark.partition(":")[0] for remark in remarks] == (
        [] if conversion == "nothing" else ["Cells without nbgrader's metadata were recognised by id, text or place"]
    )


def test_what_is_not_recognised_is_named_and_answers_stay_where_they_are_tested() -> None:
    notebook = without(translated(handed_in()), ids=False)
    remarks = sanitise(notebook, RELEASE, RELEASE)
    order = outline(notebook)

    assert "Cell double_test was missing and is back in its place" in remarks
    assert [answers_of(notebook)[key] for key in ("double", "add")] == [ANSWERS["double"], ANSWERS["add"]]
    assert order.index("double") < order.index("double_test")


def test_helpers_and_notes_do_not_take_the_place_of_an_answer() -> None:
    notebook = handed_in()
    put(notebook, new_code_cell("def helper(x):\n    return x"), behind="ask-double")
    put(notebook, new_code_cell("double(3)"), behind="id-double")
    without(notebook, ids=False)
    sanitise(notebook, RELEASE, RELEASE)

    assert answers_of(notebook) == ANSWERS
    assert outline(notebook)[3:6] == ["def helper(x):\n    return x", "double", "double(3)"]


def test_stub_that_was_left_below_an_answer_does_not_undo_it() -> None:
    notebook = put(handed_in({}), new_code_cell(ANSWERS["double"]), behind="ask-double")
    without(notebook, ids=False)
    sanitise(notebook, RELEASE, RELEASE)

    assert answers_of(notebook)["double"] == ANSWERS["double"]
    assert STUB not in "".join(each.source for each in notebook.cells[: outline(notebook).index("double_test")])


# --- words beside an empty place --------------------------------------------------------------------------------------

NOTE = new_markdown_cell("Because depth alone buys nothing.", id="note")
HOW = {key: text for key, text in ANSWERS.items() if key != "why"}


def changed(notebook: NotebookNode, key: str, source: str) -> NotebookNode:
    next(each for each in notebook.cells if each.id == key).source = source
    return notebook


def gone(notebook: NotebookNode, key: str) -> NotebookNode:
    notebook.cells = [each for each in notebook.cells if key_of(each) != key]
    return notebook


WORDS: dict[str, tuple[Callable[[], NotebookNode], list[str]]] = {
    "empty": (lambda: handed_in(HOW), []),
    "answered": (lambda: put(handed_in(), NOTE, behind="id-why"), []),
    "below": (lambda: put(handed_in(HOW), NOTE, behind="id-why"), ["note"]),
    "above": (lambda: put(handed_in(HOW), NOTE, behind="ask-why"), ["note"]),
    "a picture in it": (lambda: with_picture(put(handed_in(HOW), NOTE, behind="id-why"), "id-why"), []),
    "above the question": (lambda: put(handed_in(HOW), NOTE, behind="id-add_test"), ["note"]),
    "in the question": (lambda: changed(handed_in(HOW), "ask-why", "Why? Because."), ["ask-why"]),
    "as code": (lambda: put(handed_in(HOW), new_code_cell("# Because.", id="note"), behind="id-why"), ["note"]),
    "code elsewhere": (lambda: put(handed_in(HOW), new_code_cell("add(1, 1)"), behind="id-add_test"), []),
    "at the next question": (lambda: put(handed_in(HOW), NOTE, behind="id-how"), []),
    "below, metadata gone": (lambda: without(put(handed_in(HOW), NOTE, behind="id-why")), ["note"]),
    "empty, metadata gone": (lambda: without(handed_in(HOW), ids=False), []),
    "place gone, two notes": (
        lambda: put(
            put(gone(handed_in(HOW), "why"), NOTE, behind="ask-why"),
            new_markdown_cell("And so on.", id="more"),
            behind="note",
        ),
        ["note", "more"],
    ),
    "place gone": (lambda: put(gone(handed_in(HOW), "why"), NOTE, behind="ask-why"), []),
}


@pytest.mark.parametrize("case", WORDS)
def test_words_beside_an_empty_place_are_noted(case: str) -> None:
    make, expected = WORDS[case]
    notebook = make()
    remarks = sanitise(notebook, RELEASE, RELEASE)
    place = next(each for each in notebook.cells if key_of(each) == "why")

    assert place.metadata.get(WORDS_BESIDE, []) == expected
    assert [remark for remark in remarks if "a person has to look" in remark] == (
        ["why is empty, and what may be its answer stands beside it: a person has to look"] if expected else []
    )


def test_answer_in_a_cell_that_took_the_place_of_one_that_is_gone_is_the_answer() -> None:
    notebook = put(gone(handed_in(HOW), "why"), NOTE, behind="ask-why")
    sanitise(notebook, RELEASE, RELEASE)

    assert answers_of(notebook)["why"] == NOTE.source


# --- a notebook of the lesson -----------------------------------------------------------------------------------------


def renamed(*keys: str) -> NotebookNode:
    """Another lesson's notebook, which has some names in common."""
    notebook = handed_in()
    for each in notebook.cells:
        if key_of(each) not in keys:
            each["id"], each.source = f"other-{each.id}", f"other {each.source}"
            if key_of(each):
                each.metadata.nbgrader.grade_id = f"other_{key_of(each)}"
    return notebook


@pytest.mark.parametrize(
    ("notebook", "expected"),
    [
        pytest.param(handed_in(), True, id="itself"),
        pytest.param(handed_in({}), True, id="blank"),
        pytest.param(without(handed_in(), ids=False), True, id="without metadata and ids"),
        pytest.param(new_notebook(cells=[cell("why", "It is so.")]), True, id="one answer"),
        pytest.param(new_notebook(cells=[]), False, id="empty"),
        pytest.param(new_notebook(cells=RELEASE.cells[:3]), False, id="nothing graded"),
        pytest.param(renamed("setup", "add"), False, id="two names in common"),
    ],
)
def test_notebook_is_known_by_its_graded_cells(notebook: NotebookNode, expected: bool) -> None:
    assert is_of_lesson(notebook.cells, RELEASE.cells) == expected


def with_picture(notebook: NotebookNode, key: str) -> NotebookNode:
    next(each for each in notebook.cells if each.id == key).attachments = {"a.png": {"image/png": "aGVsbG8="}}
    return notebook


@pytest.mark.parametrize(
    ("notebook", "expected"),
    [
        pytest.param(with_picture(handed_in({}), "id-why"), False, id="a picture"),
        pytest.param(handed_in({}), True, id="release"),
        pytest.param(without(handed_in({}), ids=False), True, id="release, converted"),
        pytest.param(changed(handed_in({}), "id-setup", "import cmath"), True, id="locked cell of another edition"),
        pytest.param(handed_in({"why": "It is so."}), False, id="an answer"),
        pytest.param(put(handed_in({}), NOTE, behind="title"), False, id="a note"),
        pytest.param(changed(handed_in({}), "ask-why", "Why? Because."), False, id="words in the question"),
    ],
)
def test_blank_notebook_holds_nothing_of_anybody(notebook: NotebookNode, expected: bool) -> None:
    assert is_blank(notebook.cells, RELEASE.cells) == expected
