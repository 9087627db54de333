"""A lesson's cells as nbgrader's instructor notebook, and that notebook as a lesson's cells.

Equal text gives equal bytes: cell ids come from the keys, or from the text of a cell that has none.
"""

import hashlib
import json
import re
from collections.abc import Iterable

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.authoring.lesson import KEYED_KINDS, Cell

SCHEMA_VERSION = 3  # of nbgrader's cell metadata
_LANGUAGE = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
# With this tag Run All goes on after an error, so that a student sees the state of every exercise.
_GO_ON = "raises-exception"
# Stands in the set-up cell above the first import of this package, and so in the traceback where it is missing.
_IF_MISSING = """\
# No module named 'course'? Install the kit as its START.md says. On Google Colab, upload its .whl file, and run
# %pip install --no-deps neural_networks_kit*.whl
"""
_LONGEST_GIVEN = 25  # lines of a given cell that JupyterLab shows; of a longer one, as of a test, it shows the first


def source_notebook(cells: Iterable[Cell]) -> NotebookNode:
    """The instructor notebook of a lesson, with its digest (see `digest`) in the metadata.

    Args:
        cells: of the lesson, in order.
    """
    seen: dict[str, int] = {}
    notebook = new_notebook(cells=[_notebook_cell(cell, seen) for cell in cells], metadata=_LANGUAGE)
    notebook.metadata["course"] = {"digest": digest(notebook)}
    return notebook


def lesson_text(notebook: NotebookNode) -> str:
    """The text of the lesson that `source_notebook` would turn into this notebook, not formatted yet.

    Args:
        notebook: an instructor notebook, as nbgrader's Create Assignment view leaves it. Not changed.
    Raises:
        ValueError: a cell is graded in a way that lessons don't know.
    """
    cells = []
    for number, node in enumerate(notebook.cells, start=1):
        header = _header(node, number)
        make = new_markdown_cell if node.cell_type == "markdown" else new_code_cell
        cells.append(make(node.source.replace(_IF_MISSING, ""), metadata=header))
    for cell in cells[:-1]:
        cell.metadata["lines_to_next_cell"] = 1  # the formatter makes it two where they belong
    filters = {"notebook_metadata_filter": "-all", "cell_metadata_filter": f"{','.join(KEYED_KINDS)},points,-all"}
    text: str = jupytext.writes(new_notebook(cells=cells, metadata={"jupytext": filters}), fmt="py:percent")
    return text


def digest(notebook: NotebookNode) -> str:
    """A digest of what a person can edit in a notebook: the cells' types, sources and nbgrader's metadata.

    Args:
        notebook: an instructor notebook. Not changed.
    """
    content = [[cell.cell_type, cell.source, cell.metadata.get("nbgrader"), *_foreign(cell)] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def was_edited(notebook: NotebookNode) -> bool:
    """Whether a notebook was changed after it was built.

    Args:
        notebook: an instructor notebook. Not changed.
    """
    recorded: str = notebook.metadata.get("course", {}).get("digest", "")
    return recorded != digest(notebook)


def to_json(notebook: NotebookNode) -> str:
    """The text of a notebook's file.

    Args:
        notebook: any notebook that is valid. Not changed.
    """
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4) + "\n"


def _notebook_cell(cell: Cell, seen: dict[str, int]) -> NotebookNode:
    make = new_markdown_cell if cell.is_markdown else new_code_cell
    source = cell.source
    if cell.key == "setup":
        source = re.sub("^from course import ", lambda found: _IF_MISSING + found[0], source, count=1, flags=re.M)
    node = make(source, id=_cell_id(cell, seen))
    if cell.key:
        node.metadata["nbgrader"] = {
            "grade": cell.kind in ("test", "written"),
            "grade_id": cell.key,
            "locked": cell.kind in ("test", "given"),
            "schema_version": SCHEMA_VERSION,
            "solution": cell.kind in ("solution", "written"),
            "task": False,
        }
        if cell.points:
            node.metadata["nbgrader"]["points"] = cell.points
    if not cell.is_markdown:
        node.metadata["tags"] = [_GO_ON]
    long = len(cell.source.splitlines()) > _LONGEST_GIVEN or cell.source.startswith("check.overview(")
    if cell.kind == "test" or (cell.kind == "given" and long):
        node.metadata["jupyter"] = {"source_hidden": True}
    return node


def _cell_id(cell: Cell, seen: dict[str, int]) -> str:
    name = cell.key.replace("_", "-") or hashlib.sha256(cell.source.encode()).hexdigest()[:12]
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name[:56]}-{seen[name]}"


def _foreign(node: NotebookNode) -> list[str]:
    """What a person can add to a cell, and a lesson can't say."""
    tags = [f"the tag {tag!r}" for tag in node.metadata.get("tags", []) if tag != _GO_ON]
    return tags + [f"the attached file {name!r}" for name in node.get("attachments", {})]


def _header(node: NotebookNode, number: int) -> dict[str, object]:
    grading = node.metadata.get("nbgrader", {})
    if node.cell_type == "raw":
        raise ValueError(f"cell {number} is a raw cell; make it Markdown or code")
    if foreign := _foreign(node):
        raise ValueError(f"cell {number} has {' and '.join(foreign)}, which a lesson can't say; remove it")
    grade, solution, locked = (bool(grading.get(flag)) for flag in ("grade", "solution", "locked"))
    if grading.get("task"):
        raise ValueError(f"cell {number} is a manually graded task; a lesson has manually graded answers instead")
    if not (grade or solution or locked):
        return {}
    kinds = {
        ("code", False, False): "given",
        ("code", False, True): "solution",
        ("code", True, False): "test",
        ("markdown", True, True): "written",
    }
    kind = kinds.get((node.cell_type, grade, solution))
    if kind is None:
        raise ValueError(
            f"cell {number} ({grading.get('grade_id')}) is graded in a way that a lesson can't say; "
            "in the Create Assignment view, make a code cell an autograded answer, autograder tests or read-only, "
            "and a Markdown cell a manually graded answer"
        )
    if not grading.get("grade_id"):
        raise ValueError(f"cell {number} has no ID; give it one in the Create Assignment view")
    header: dict[str, object] = {kind: grading["grade_id"]}
    if kind in ("test", "written"):
        points = grading.get("points")
        header["points"] = int(points) if isinstance(points, float) and points.is_integer() else points
    return header
