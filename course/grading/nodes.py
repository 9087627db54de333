"""Parts of a notebook, as nbformat makes them, but without validating each: a graded notebook is valid, or refused."""

from typing import Any

from nbformat import NotebookNode


def new_cell(kind: object, source: str) -> NotebookNode:
    """A cell without an id.

    Args:
        kind: "code" or "raw"; what is of another kind is text.
        source: of the cell.
    """
    if kind == "code":
        return NotebookNode(cell_type="code", metadata=NotebookNode(), source=source, outputs=[], execution_count=None)
    return NotebookNode(cell_type="raw" if kind == "raw" else "markdown", metadata=NotebookNode(), source=source)


def new_output(kind: str, data: dict[str, str] | None = None, **fields: Any) -> NotebookNode:
    """An output of a cell.

    Args:
        kind: "stream", "error", "display_data" or "execute_result".
        data: of the last two: what they show, by type. Not changed.
        fields: more of what an output of its kind has.
    """
    if kind == "execute_result":
        fields.setdefault("execution_count", None)
    if data is not None:
        fields["data"], fields["metadata"] = NotebookNode(data), NotebookNode(fields.get("metadata", {}))
    return NotebookNode(output_type=kind, **fields)
