"""What a graded cell shows: outputs as a kernel would have made them, with nothing in them that a browser would run."""

import base64
import binascii
import re
from collections.abc import Callable
from html import escape
from typing import Any

from nbformat import NotebookNode

from course.grading.clean import seen
from course.grading.fragments import Allowance, fragment
from course.grading.nodes import new_output
from course.grading.wire.messages import LONGEST, MOST_LINES, Clear, Error, Rich, Text, WireError, unpack

_NOTHING = "showed what can't be shown"  # and is left out; nobody reads why
LEFT_OUT = "<p><em>[Left out: this HTML is too large, nested too deeply, or takes too long to read.]</em></p>"
_EACH = 200  # bytes that each output takes besides what it shows


class Outputs:
    """The outputs of one notebook, cell by cell."""

    def __init__(self, limit: int) -> None:
        """
        Args:
            limit: bytes that a cell may show; all cells together may show ten times as much.
        """
        self._limit, self._all = limit, 10 * limit
        self._left = limit
        self._allowance = Allowance()
        self._count: int | None = None
        self._by_name: dict[str, list[NotebookNode]] = {}  # of what can be drawn anew
        self._clear = False
        self._told = False  # that more was shown

    def begin(self, cell: NotebookNode, count: int) -> None:
        """What is shown from now on is shown by another cell.

        Args:
            cell: that shows it. Its outputs are replaced.
            count: of the cells that ran so far, this one included.
        """
        self._cell, self._count = cell, count
        cell.outputs, cell.execution_count = [], count
        self._left, self._clear, self._told = min(self._limit, self._all), False, False

    def take(self) -> list[NotebookNode]:
        """The cell's outputs so far, which it doesn't show any more."""
        outputs, self._cell.outputs = self._cell.outputs, []
        return list(outputs)

    def put(self, outputs: list[NotebookNode]) -> None:
        """Have the cell show `outputs`, which were taken from it, and nothing else."""
        self._cell.outputs = outputs

    def text(self, text: str, name: str = "stdout") -> None:
        """Add to what is written.

        Args:
            text: to be added.
            name: "stdout" or "stderr".
        """
        outputs = self._cell.outputs
        if outputs and outputs[-1].output_type == "stream" and outputs[-1].name == name:
            said = outputs[-1].pop("text")
            said += text  # in place, since nobody else has it: there may be many
            outputs[-1].text = said
        else:
            outputs.append(new_output("stream", name=name, text=text))

    def note(self, text: str) -> None:
        """Say `text` to the student in the grader's own name."""
        self._cell.outputs.append(new_output("display_data", {"text/plain": text}, metadata={"grader": True}))

    def error(self, name: str, text: str, lines: list[str]) -> None:
        """End the cell with an error, which costs a test all of its points.

        Args:
            name: of its class.
            text: of the error.
            lines: of its traceback. Not changed.
        """
        self._cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=lines))

    def result(self, text: str) -> None:
        """The value of the cell's last expression is shown as `text`."""
        self._cell.outputs.append(
            new_output("execute_result", {"text/plain": text}, execution_count=self._count),
        )

    def handed_in(self, outputs: list[NotebookNode], count: int | None) -> None:
        """Add what the cell showed in the notebook that was handed in.

        Args:
            outputs: as `read_notebook` returns them. Not changed.
            count: of the cells that had run then, this one included, if it had.
        """
        self._cell.execution_count = self._count = count
        for output in outputs:
            if output.output_type == "stream":
                said: Any = Text(output.name, output.text)
            elif output.output_type == "error":
                said = Error("error", output.ename, output.evalue, output.traceback)
            else:
                kind = "result" if output.output_type == "execute_result" else "display"
                said = Rich(kind, [part for item in output.data.items() for part in item], [], "")
            self.student([list(said)])

    def student(self, shown: Any) -> None:
        """Add what came from a student's process; what is not well formed is left out.

        Args:
            shown: a list of what the wire's `Text`, `Rich`, `Clear` and `Error` say, or whatever came in its place.
        """
        for item in shown if type(shown) is list else []:
            try:
                kind = item[0]
                if kind in ("stdout", "stderr"):
                    self._student_text(kind, unpack(Text, item, _NOTHING).text)
                elif kind in ("display", "update", "result"):
                    self._student_rich(unpack(Rich, item, _NOTHING))
                elif kind == "error":
                    self._student_error(unpack(Error, item, _NOTHING))
                elif kind == "clear":
                    self._student_clear(unpack(Clear, item, _NOTHING))
            except (TypeError, ValueError, LookupError, WireError):
                continue

    def _student_text(self, kind: str, text: str) -> None:
        if type(text) is not str:
            raise TypeError
        text = seen(text)
        kept = text.encode(errors="replace")[: max(self._left, 0)].decode(errors="ignore")
        if kept:
            self._cleared()
            before = len(self._cell.outputs)
            self.text(kept, kind)
            self._spend(_bytes(kept) + _EACH * (len(self._cell.outputs) - before))
        if kept != text:
            self._too_much()

    def _student_error(self, error: Error) -> None:
        name, text, lines = error.name, error.text, error.lines
        if not all(type(part) is str for part in (name, text, *lines)):
            raise TypeError
        if any(output.output_type == "error" for output in self._cell.outputs) and not self._fits(
            _EACH + sum(map(_bytes, (text, *lines)))
        ):
            return  # the first one is always shown
        self._cleared()
        self.error(seen(name[:100]), seen(text[:LONGEST]), _clean_lines(lines))

    def _student_clear(self, clear: Clear) -> None:
        self._clear = True
        if not clear.wait:
            self._cleared()

    def _student_rich(self, rich: Rich) -> None:
        contents = rich.data[1::2]
        if sum(map(len, contents)) > self._left:  # cleaning takes time
            return self._too_much()
        bundle = clean_data(dict(zip(rich.data[::2], contents, strict=True)), self._allowance)
        size = _EACH + sum(map(_bytes, bundle.values()))
        old = self._by_name.get(rich.display, []) if rich.kind == "update" else []
        if not bundle or not self._fits(size * max(len(old), 1)):
            return
        if rich.kind == "update":
            for output in old:
                output.data = NotebookNode(bundle)
            return
        self._cleared()
        if rich.kind == "result":
            output = new_output("execute_result", bundle, execution_count=self._count)
        else:
            output = new_output("display_data", bundle)
        self._cell.outputs.append(output)
        if rich.display:
            self._by_name.setdefault(rich.display, []).append(output)

    def _fits(self, size: int) -> bool:
        if size > self._left:
            self._too_much()
            return False
        self._spend(size)
        return True

    def _spend(self, size: int) -> None:
        self._left -= size
        self._all -= size

    def _too_much(self) -> None:
        self._left = -1
        if not self._told:
            self._told = True
            self.text(f"[More was shown here than the {self._limit:,} bytes that are kept.]\n")

    def _cleared(self) -> None:
        if self._clear:
            self._cell.outputs, self._clear = [], False


def clean_data(data: dict[str, str], allowance: Allowance) -> dict[str, str]:
    """The parts of a display that can be shown without harm.

    Args:
        data: contents by type. Not changed.
        allowance: what cleaning may take. Less, afterwards.
    """
    kept: dict[str, str] = {}
    for mime, content in data.items():
        if type(mime) is not str or type(content) is not str:
            continue
        if mime == "text/html":
            html = fragment("html", content, allowance)
            content = LEFT_OUT if html is None else html
        elif clean := _CLEANERS.get(mime):
            content = clean(content)
        else:
            continue
        if content:
            kept["text/html" if mime == "image/svg+xml" else mime] = content
    return kept


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def _clean_lines(lines: list[str]) -> list[str]:
    return [seen(line[:LONGEST]) for line in lines[:MOST_LINES]]


def _picture(content: str) -> str:
    try:
        base64.b64decode(re.sub(r"\s", "", content), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return content


def _vector_picture(content: str) -> str:
    """As the source of an <img>, where a browser runs no script of it."""
    source = base64.b64encode(content.encode()).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{source}" alt="a picture">'


_CLEANERS: dict[str, Callable[[str], str]] = {
    "text/plain": seen,
    "text/markdown": lambda text: escape(seen(text), quote=False),
    "text/latex": lambda text: escape(seen(text), quote=False),
    "image/png": _picture,
    "image/jpeg": _picture,
    "image/svg+xml": _vector_picture,
}
