"""The page on which a student reads the marks: what was lost and why, the answers; the lesson folds away."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Bool

from course.grading.hearing import AS_HANDED_IN
from course.grading.nodes import new_cell
from course.grading.pages import FILTERS, PATHS
from course.grading.plan import exercise_of_cells
from course.grading.recognition import key_of, text_of
from course.grading.write_feedback import WriteFeedback

BELOW = 3  # the level of the headings under which cells stand
GIVEN = "given"  # metadata of a cell that is as the lesson has it
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+([^#\s].*)")
_CHECKS = re.compile(r"# *check: *(.+)")  # the first line of a test
_EMPTY_HEADER = re.compile(r"<th([^<>]*)></th>")
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?: [\w:-]+="[^"]*")*)>')


class Part(NamedTuple):
    """Cells that stand together on the page."""

    kind: str  # "lesson", "question", "answer", "own", "given", "test" or "passed"
    cells: list[NotebookNode]
    title: str = ""

    @property
    def mark(self) -> dict[str, Any]:
        """What nbgrader and we know of its first cell, which is the only one where there are points."""
        return dict(self.cells[0].metadata.get("nbgrader", {}))


@dataclass
class Exercise:
    """An exercise on the page: what stands above its answer, the answer, and its tests or the mark of a person."""

    key: str  # empty for what stands below the last one
    parts: list[Part] = field(default_factory=list)

    @property
    def marked(self) -> list[Part]:
        """Its tests, and what a person marks."""
        return [part for part in self.parts if "points" in part.mark]

    @property
    def score(self) -> float:
        """The points that it has now."""
        return sum(part.mark.get("score") or 0.0 for part in self.marked)

    @property
    def points(self) -> float:
        """The points that it may have."""
        return sum(part.mark["points"] or 0.0 for part in self.marked)

    @property
    def waiting(self) -> int:
        """How many answers are not marked yet."""
        return sum(bool(part.mark.get("waits")) for part in self.marked)

    @property
    def lost(self) -> list[Part]:
        """What lost points."""
        marked = [part for part in self.marked if not part.mark.get("waits")]
        return [part for part in marked if (part.mark.get("score") or 0.0) < (part.mark["points"] or 0.0)]


class MarkGiven(Preprocessor):
    """Notes which cells are as the lesson has them, so that the page can tell them from the student's."""

    enabled = Bool(True, config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """
        Args:
            nb: a graded notebook. Changed.
            resources: what nbgrader knows about it. Returned as they are.
        """
        about, course = resources["nbgrader"], CourseDirectory(config=self.config)
        folder = Path(course.format_path(course.release_directory, ".", about["assignment"]))
        path = folder / f"{about['notebook']}.ipynb"
        released = nbformat.read(path, as_version=4).cells if path.is_file() else []
        texts = {text_of(cell) for cell in released if not _has_mark(cell)}
        for cell in nb.cells:
            if not _has_mark(cell) and text_of(cell) in texts:
                cell.metadata[GIVEN] = True
        return nb, resources


class FeedbackPage(HTMLExporter):
    """A page that is complete in one file: its formulas are MathML, which browsers draw by themselves.

    A GenerateFeedback that uses it becomes a WriteFeedback.
    """

    writes_every_page = True

    def __init__(self, **kwargs: Any) -> None:
        """
        Args:
            kwargs: of nbconvert's exporter.
        """
        fitting = {name: _fitting(FILTERS[name]) for name in ("clean_html", "latex2html", "markdown2html")}
        super().__init__(
            **kwargs,
            filters=FILTERS | fitting | {"exercises": exercises, "shows_what_was_handed_in": shows_what_was_handed_in},
            sanitize_html=True,
            template_name="course_feedback",
            extra_template_basedirs=PATHS,
            extra_template_paths=PATHS,
        )
        if type(self.parent) is GenerateFeedback:
            self.parent.__class__ = WriteFeedback

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Make the page.

        HTMLExporter's own would read all of it once more, which takes more time than the rest, to see whether a picture
        has no alternative text: here all have one.

        Args:
            nb: a graded notebook. Not changed.
            resources: what nbgrader knows about it; gets what the template needs. Changed.
            kw: of nbconvert's exporter.
        Returns:
            The HTML, and the resources.
        """
        resources = self._init_resources(resources)
        of_widgets = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", of_widgets)
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)


def exercises(nb: NotebookNode) -> list[Exercise]:
    """What is on the page, in the order of the notebook.

    Args:
        nb: a graded notebook, with its marks. Not changed.
    """
    owners = exercise_of_cells(nb)
    found: list[Exercise] = []
    above: list[NotebookNode] = []  # an exercise
    for cell in nb.cells:
        above.append(cell)
        if is_grade(cell) or is_task(cell):
            key = owners.get(key_of(cell), key_of(cell))
            if not found or found[-1].key != key:
                found.append(Exercise(key))
            found[-1].parts += _parts(above)
            above = []
    rest = Exercise("", list(_parts(above)))
    return [*found, rest] if rest.parts else found


def shows_what_was_handed_in(nb: NotebookNode) -> bool:
    """Whether the grader says so of the notebook: it does in the first cell, which may be folded away.

    Args:
        nb: a graded notebook. Not changed.
    """
    return any(AS_HANDED_IN in _notes(cell) for cell in nb.cells)


def fitted(html: str) -> str:
    """Clean HTML of a cell as a part of the page.

    Its headings are below those of the page, and no level is left out. What may be wide scrolls by itself, also by
    keyboard. Every picture has an alternative text, and an empty cell of a table heads nothing.

    Args:
        html: what `clean_html` made, in which attributes are quoted. Anything else is returned as it is.
    """
    if "<" in _TAG.sub("", html):
        return html
    levels: list[int] = []  # of the headings that the next one is below
    opened: list[str] = []  # what is to be closed otherwise than it says

    def one(tag: re.Match[str]) -> str:
        end, name, attributes = tag.groups()
        if name == "img":
            return tag[0] if ' alt="' in attributes else f'<img{attributes} alt="">'
        if re.fullmatch("h[1-6]", name):
            if not end:
                while levels and levels[-1] >= int(name[1]):
                    levels.pop()
                levels.append(int(name[1]))
                opened.append(f"h{min(6, BELOW + len(levels))}")
            return f"<{end}{opened.pop() if end else opened[-1]}{attributes}>"
        if name not in ("table", "math"):
            return tag[0]
        if end:
            return tag[0] + opened.pop()
        wide = name == "table" or ' display="block"' in attributes
        around = ("div" if name == "table" else "span") if wide else ""
        opened.append(f"</{around}>" if wide else "")
        return f'<{around} tabindex="0">{tag[0]}' if wide else tag[0]

    return _TAG.sub(one, _EMPTY_HEADER.sub(r"<td\1></td>", html))


def _fitting(convert: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def converted(context: Context, text: str) -> str:
        return fitted(convert(context, text))

    return converted


def _has_mark(cell: NotebookNode) -> bool:
    """Whether a cell is an answer, a test, or what else has points."""
    return is_grade(cell) or is_solution(cell) or is_task(cell)


def _parts(cells: Sequence[NotebookNode]) -> Iterator[Part]:
    folded: list[NotebookNode] = []
    for cell in [*cells, None]:
        if cell is not None and _folds(cell):
            folded.append(cell)
            continue
        question = None
        if cell is not None and is_grade(cell) and is_solution(cell):
            folded, question = _question(folded)
        if folded:
            yield Part("lesson", folded, _title(folded))
            folded = []
        if question is not None:
            yield Part("question", [question])
        if cell is not None and (cell.source.strip() or cell.get("outputs") or _has_mark(cell)):
            yield Part(_kind(cell), [cell], _checked(cell))


def _folds(cell: NotebookNode) -> bool:
    """Whether a cell is the lesson's, and nothing happened to it that has to be seen."""
    return bool(cell.metadata.get(GIVEN)) and set(_notes(cell)) <= {AS_HANDED_IN}


def _notes(cell: NotebookNode) -> list[str]:
    """What the grader says in a cell in its own name."""
    outputs = [output for output in cell.get("outputs", ()) if output.get("metadata", {}).get("grader")]
    return [output.data["text/plain"] for output in outputs]


def _kind(cell: NotebookNode) -> str:
    if is_solution(cell) or is_task(cell):
        return "answer"
    if not is_grade(cell):
        return "given" if cell.metadata.get(GIVEN) or key_of(cell) else "own"
    mark = cell.metadata.nbgrader
    full = (mark.get("score") or 0.0) >= (mark.get("points") or 0.0)
    return "passed" if full and not _notes(cell) else "test"


def _checked(cell: NotebookNode) -> str:
    """What a test says of itself in its first line, or the name of the cell."""
    first = _CHECKS.match(cell.source) if is_grade(cell) and not is_solution(cell) else None
    return first[1].strip() if first else key_of(cell)


def _question(folded: list[NotebookNode]) -> tuple[list[NotebookNode], NotebookNode | None]:
    """What stands above an answer, without the question, and the question: from the last heading on."""
    if not folded or folded[-1].cell_type != "markdown":
        return folded, None
    *others, last = folded
    lines = last.source.splitlines(keepends=True)
    at = max((number for number, _ in _headings(last.source)), default=0)
    question, above = new_cell("markdown", "".join(lines[at:])), new_cell("markdown", "".join(lines[:at]))
    for cell in (question, above):
        cell.update({"attachments": last.attachments} if "attachments" in last else {})
    return ([*others, above] if at else others), question


def _title(folded: list[NotebookNode]) -> str:
    """The headings that are folded away, the first and the last of them."""
    texts = [text for cell in folded if cell.cell_type == "markdown" for _, text in _headings(cell.source)]
    return " … ".join(dict.fromkeys([texts[0], texts[-1]])) if texts else ""


def _headings(source: str) -> Iterator[tuple[int, str]]:
    """The headings of a text, with the numbers of their lines, from 0."""
    fenced = False
    for number, line in enumerate(source.splitlines()):
        fenced ^= bool(_FENCE.match(line))
        if not fenced and (heading := _HEADING.match(line)):
            yield number, re.sub(r"[`*]", "", heading[1].rstrip("# \t"))
