"""A lesson's cells as an instructor notebook, and back."""

import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from course.authoring.formatting import formatted
from course.authoring.lesson import read_lesson
from course.authoring.notebook import lesson_text, source_notebook, to_json, was_edited
from tests.authoring.small import SOLUTION, SOUND, TEST, by_key, lesson_file, notebook_at, release_of, source_of


def test_source_has_nbgraders_metadata(built_once: Path) -> None:
    notebook = notebook_at(source_of(built_once))
    flags = ("grade", "solution", "locked", "task", "schema_version", "points")

    MetadataValidator().validate_nb(notebook)
    nbformat.validate(notebook)
    assert {key: [cell.metadata.nbgrader.get(flag) for flag in flags] for key, cell in by_key(notebook).items()} == {
        "setup": [False, False, True, False, 3, None],
        "double": [False, True, False, False, 3, None],
        "double_two": [True, False, True, False, 3, 1],
        "double_more": [True, False, True, False, 3, 2.5],
        "why": [True, True, False, False, 3, 3],
    }
    # Run All goes on after an error in any cell of code.
    tags = {cell.cell_type: cell.metadata.get("tags") for cell in notebook.cells}
    assert tags == {"code": ["raises-exception"], "markdown": None}
    assert len({str(cell.metadata.get("tags")) for cell in notebook.cells if cell.cell_type == "code"}) == 1


def collapsed(notebook: nbformat.NotebookNode) -> list[str]:
    cells = [cell for cell in notebook.cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
    return [cell.metadata.nbgrader.grade_id for cell in cells]


def test_tests_and_long_given_cells_are_collapsed(tmp_path: Path) -> None:
    lines = "x = 1\n" * 25
    given = f'# %% given="longest"\n{lines}\n# %% given="too_long"\n{lines}x = 2\n\n'
    text = given + SOLUTION.replace("return 1", "return 1\n" + "    # long\n" * 30) + TEST + f"\n# %%\n{lines}x = 2\n"
    text += '\n# %% given="overview"\ncheck.overview(f=1)\n'
    notebook = source_notebook(read_lesson(lesson_file(tmp_path, text)).cells)

    assert collapsed(notebook) == ["too_long", "f_one", "overview"]


def test_release_has_the_same_cells_collapsed_and_looking_into_one_is_no_edit(built_once: Path) -> None:
    source = notebook_at(source_of(built_once))
    assert collapsed(source) == collapsed(notebook_at(release_of(built_once))) == ["double_two", "double_more"]

    by_key(source)["double_two"].metadata.pop("jupyter")  # what JupyterLab does when the cell is opened

    assert not was_edited(source)


def test_the_cell_that_imports_the_package_says_what_to_do_where_it_is_missing(tmp_path: Path) -> None:
    imports = "import numpy as np\n\nfrom course import check\n\nfrom course import plots\n\n\n"
    text = f'# %% given="setup"\n{imports}{SOLUTION}{TEST}# %% given="later"\n{imports}x = 1\n'
    notebook = source_notebook(read_lesson(lesson_file(tmp_path, text)).cells)
    setup, later = (by_key(notebook)[key].source.split("\n") for key in ("setup", "later"))

    assert [line for line in setup if not line.startswith("# ")] == imports.strip().split("\n")
    place = setup.index("from course import check")
    assert setup[place - 2].startswith("# No module named 'course'? Install the kit ")
    assert setup[place - 1] == "# %pip install --no-deps neural_networks_kit*.whl"
    assert [line for line in later if line.startswith("#")] == []
    assert "No module named" not in lesson_text(notebook)


def test_cell_ids_are_valid_and_differ_also_for_equal_cells(tmp_path: Path) -> None:
    long = "a" * 64
    text = f'{SOLUTION}{TEST}# %% given="{long}"\n1\n' + "# %%\nx = 1\n" * 12 + "# %% [markdown]\n# x = 1\n"
    cells = source_notebook(read_lesson(lesson_file(tmp_path, text)).cells).cells
    ids = [cell.id for cell in cells]

    assert len(set(ids)) == len(ids) == 16
    assert [each for each in ids if not re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", each)] == []
    assert ids[:3] == ["f", "f-one", long]


FORMATTED = {
    "a lesson": SOUND,
    "magics": "# %%\n# %matplotlib inline\n# !ls -l\nx = 1\n\n# %%\n# %%time\nx = 2\n",
    "functions": "# %%\nx = 1\n\n\n# %%\ndef f():\n    def g():\n        return 1\n\n    return g\n\n\n# %%\nf()\n",
    "decorated": "# %%\nimport functools\n\n\n# %%\n@functools.cache\ndef f():\n    return 1\n\n\n# %%\nf()\n",
    "class": "# %%\nx = 1\n\n# %% [markdown]\n# Words.\n\n\n# %%\nclass A:\n    x = 1\n\n\n# %% [markdown]\n# Words.\n",
    "async": "# %%\nasync def f():\n    pass\n\n\n# %%\nawait f()\n",
    "function last": "# %%\nx = 1\n\n\ndef f():\n    pass\n\n\n# %%\nf()\n",
    "function after an import": "# %%\nimport os\n\n\ndef f():\n    pass\n\n\nf()\n\n# %%\nos\n",
    "function after a comment": "# %%\nx = 1\n\n\n# %%\n# a comment\ndef f():\n    pass\n",
    "function after a magic": "# %%\nx = 1\n\n# %%\n# %matplotlib inline\n\n\ndef f():\n    pass\n",
    "method called last": "# %%\nif True:\n\n    def f():\n        pass\n\n    f()\n\n# %%\nf()\n",
    "comments": "# %%\n# only a comment\n\n# %%\nx = 1\n# a comment at the end\n\n# %%\n# a comment\n\nx = 1\n",
    "blank lines": "# %%\n\nx = 1\n\n\ny = 2\n\n# %%\nx\n",
    "unicode": '# %% [markdown]\n# σ, ×, 你好, 🙂, e\u0301\n\n# %%\ns = "σ × 你好"\n',
    "markdown": "# %% [markdown]\n# # A heading\n#\n# - a list\n#     - indented\n#\n#\n# " + "long " * 200 + "line\n",
    "LaTeX": "# %% [markdown]\n# $$\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} \\% \\# \\neq 5\\%$$\n",
    "code in Markdown": "# %% [markdown]\n# ```python\n# # a comment\n# %%time\n# x = 1\n# ```\n# %matplotlib inline\n",
    "strings": '# %%\ns = """\n# a comment?\n\n\'\'\'\n"""\nt = 1\n',
    "empty cells": "# %%\n\n# %%\nx = 1\n\n# %% [markdown]\n#\n\n# %%\n",
    "points": f"{SOLUTION}{TEST}".replace("=1\n", "=0.5\n"),
}


@pytest.mark.parametrize("text", FORMATTED.values(), ids=FORMATTED)
def test_text_survives_the_way_to_a_notebook_and_back(tmp_path: Path, text: str) -> None:
    path = lesson_file(tmp_path, text)
    notebook = nbformat.reads(to_json(source_notebook(read_lesson(path).cells)), as_version=4)

    assert formatted(text, path) == text
    assert formatted(lesson_text(notebook), path) == text
