"""What a student hands in takes bounded time and memory, whatever it is; and what is too much of it is read safely."""

import ast
import json
from typing import Any

import nbformat
import pytest

from benchmarks.worst_inputs import inputs, measured
from course.cells import plain_python, python_of
from course.grading.deciding import Part, deciding
from course.grading.statements import names_of
from course.grading.submission_file import MOST_PARTS, MOST_PICTURES, SubmissionError, parse_notebook

SECONDS, MIB = 5, 400  # several times what any of these takes where nothing else runs
# One of each kind; benchmarks/worst_inputs.py tries more sizes.
TRIED = (
    "one cell: ",
    "5 cells of 9900: c",
    "100 cells of 480: si",
    "copies",
    "file: results in H",
    "file: at",
    "file: unknown",
    "wire: te",
)
GIVEN = "a = 1\nb = 2"


@pytest.mark.parametrize(
    "read", [pytest.param(read, id=name) for name, (_, read) in inputs() if name.startswith(TRIED)]
)
def test_worst_input_is_read_within_bounds(read: Any) -> None:
    seconds, memory, error = measured(read)

    assert error == ""
    assert seconds < SECONDS
    assert memory < MIB


# --- cells


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("x = 1", "x = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%matplotlib inline\nx = 1", "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1"),
        ("%config A.b = 'c'", "get_ipython().run_line_magic('config', \"A.b = 'c'\")"),
        ("x = (1\n/ 2)", "x = (1\n/ 2)"),
        ("'''\n!ls\n'''", "'''\n!ls\n'''"),
        (">>> x = 1", "x = 1\n"),
        ("In [1]: x = 1", "x = 1\n"),
        ("  x = 1", "x = 1\n"),
        ("x = = 1", "x = = 1"),
        ("!ls", None),
        ("x = !ls", None),
        ("x = %time 1", None),
        ("x?", None),
        ("/f x", None),
        (",f x", None),
        ("%%bash\nls", None),
        ("%config A.b = {f()}", None),
        ("x = 1 \\\n%config\n%matplotlib inline", None),  # of which IPython leaves 1 % config
        ("'\u2028!\\'; import gc #'", None),  # with a line that only IPython ends
    ],
)
def test_cell_is_read_without_ipython_where_that_can_be(source: str, python: str | None) -> None:
    assert plain_python(source) == python


@pytest.mark.parametrize(
    "source",
    [
        *("x = 1", "%%time\nx = 1", "%matplotlib inline\nx = 1", "'''\n!ls\n'''", ">>> x = 1\n... y", "   x = 1\n   y"),
        *(
            'f("""\n>>> a\n""")\n...',
            "x = {\n...: 1}",
            "def f():\n    ...\n\nx = '''\n   \n>>> 1'''",
            "In [1]: x\n   ...: y",
        ),
    ],
)
def test_cell_is_read_as_ipython_reads_it(source: str) -> None:
    from IPython.core.inputtransformer2 import TransformerManager

    code = source.removeprefix("%%time\n")
    assert meaning(python_of(source)) == meaning(TransformerManager().transform_cell(code))


def meaning(code: str) -> str:
    """What Python reads, if it can."""
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError as error:
        return str(error.msg)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = 1\n" + " " * 10_000, id="long"),
        pytest.param("x\n" * 1_001, id="lines"),
        pytest.param("x;" * 1_001, id="statements"),
        pytest.param("-" * 9_000 + "1", id="signs"),
        pytest.param("x = 0x" + "f" * 9_000, id="number"),
        pytest.param("x" + ".y" * 4_000, id="attributes"),
        pytest.param("a = !ls\n" * 50, id="shell commands"),
    ],
)
def test_cell_that_no_person_writes_can_reach_any_name(source: str) -> None:
    (names,) = names_of(source)

    assert names.anything
    assert deciding([Part(GIVEN), Part(source, whole=True), Part(needs=frozenset("a"))])[0] == GIVEN


def test_cells_that_no_person_writes_run_with_everything() -> None:
    many = [Part(f"x{number} = 1\n# {'x' * 1000}", whole=True) for number in range(60)]
    names = [
        Part("\n".join(f"x{number + place} = 1" for place in range(90)), whole=True) for number in range(0, 1100, 90)
    ]
    copies = [Part(f"x = 1\n# {'x' * 1000}")] * 60
    few = many[:3]

    for parts in (many, names, copies):
        assert deciding([Part(GIVEN), *parts, Part(needs=frozenset("a"))])[0] == GIVEN
    assert deciding([Part(GIVEN), *few, Part(needs=frozenset("a"))])[0] == "a = 1"


def test_instructors_cell_is_read_however_long() -> None:
    source = "\n".join(["%time 1", *(f"x{number} = 1" for number in range(1100))])

    assert deciding([Part(source), Part(needs=frozenset(["x7"]))])[0].strip() == "x7 = 1"


# --- files


def file(*cells: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more).encode()


def shows(count: int) -> dict[str, Any]:
    outputs = [{"output_type": "stream", "name": "stdout", "text": str(number)} for number in range(count)]
    return {"cell_type": "code", "source": "x", "outputs": outputs, "metadata": {}}


def test_outputs_that_are_left_out_are_said_to_be() -> None:
    some, many = parse_notebook(file(shows(1000), shows(1001)), "a.ipynb").cells

    assert [output.text for output in some.outputs] == [str(number) for number in range(1000)]
    assert [output.text for output in many.outputs[:1000]] == [str(number) for number in range(1000)]
    (said,) = many.outputs[1000:]
    assert said.text.startswith("[More was shown here than the 1,000 outputs")


def test_a_notebook_has_room_for_five_thousand_outputs() -> None:
    cells = parse_notebook(file(*[shows(900)] * 6, shows(0), shows(1)), "a.ipynb").cells

    assert [len(cell.outputs) for cell in cells] == [900, 900, 900, 900, 900, 501, 0, 1]
    assert "too many" in cells[-1].outputs[0].text


def test_pictures_are_bounded_over_the_notebook() -> None:
    pictures = {f"{number}.png": {"image/png": "QQ=="} for number in range(300)}
    cell = {"cell_type": "markdown", "source": "x", "metadata": {}, "attachments": pictures}

    first, second, third = parse_notebook(file(cell, cell, cell), "a.ipynb").cells

    assert (len(first.attachments), len(second.attachments)) == (300, MOST_PICTURES - 300)
    assert "attachments" not in third


@pytest.mark.parametrize("part", [[], {}, 1])
def test_file_of_too_many_parts_is_refused(part: Any) -> None:
    with pytest.raises(SubmissionError, match=r"a\.ipynb has more parts than a notebook"):
        parse_notebook(file(metadata={"x": [part] * (MOST_PARTS + 1)}), "a.ipynb")


def test_ids_stay_valid_whatever_others_there_are() -> None:
    cells = [shows(0) | {"id": f"cell-59{'-' * number}"} for number in range(58)]

    notebook = parse_notebook(file(*cells, shows(0), shows(0) | {"id": "cell-59"}), "a.ipynb")

    nbformat.validate(notebook)
    assert len({cell["id"] for cell in notebook.cells}) == 60
