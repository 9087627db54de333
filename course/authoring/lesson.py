"""Read a lesson's text, `lessons/NN-name/lesson.py`, and refuse what would go wrong later.

A lesson is a notebook in jupytext's percent format. A cell header may carry one of four keys:

    # %% given="setup"                      a locked code cell
    # %% solution="softmax"                 the student's code: between its markers stands what is theirs to write
    # %% test="softmax_rows" points=2       a graded test of the solution before it
    # %% [markdown] written="why" points=2  a question answered in words, graded by hand

The value of the key becomes nbgrader's `grade_id`. Everything that a mistake could spoil is checked here, with file and
line, before any file is written.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

GRADED_KINDS = ("test", "written")
KEYED_KINDS = ("given", "solution", *GRADED_KINDS)
MARKERS = {"solution": "SOLUTION", "test": "HIDDEN TESTS", "written": "MARK SCHEME"}

# What a lesson may import: the standard library, and these. A student has no other package, and needs none.
STUDENT_PACKAGES = ("numpy", "matplotlib", "seaborn", "pandas", "IPython")
STUDENT_MODULES = ("check", "data", "plots")  # of this package

_MARKER_LIKE = re.compile(r"^\s*(?:#+|<!--)\s*(BEGIN|END)\b\s*(.*?)\s*(?:-->)?\s*$", re.IGNORECASE)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class LessonError(Exception):
    """What is wrong with a lesson's files: one line a problem, each with file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson: `kind` is "markdown", "code" or one of the four keys; `line` is its header's, from 1."""

    kind: str
    source: str
    line: int
    key: str = ""
    points: float = 0

    @property
    def is_markdown(self) -> bool:
        return self.kind in ("markdown", "written")


@dataclass(frozen=True)
class Exercise:
    """A solution with the tests that follow it, or a question in words, where `solution` is the answer's own cell."""

    solution: Cell
    tests: tuple[Cell, ...]

    @property
    def name(self) -> str:
        return self.solution.key

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.graded)

    @property
    def graded(self) -> tuple[Cell, ...]:
        return self.tests or (self.solution,)


@dataclass(frozen=True)
class Lesson:
    """A lesson that was read and found sound."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        found: list[Exercise] = []
        for cell in self.cells:
            if cell.kind in ("solution", "written"):
                found.append(Exercise(cell, ()))
            elif cell.kind == "test":
                owner = max(i for i, exercise in enumerate(found) if exercise.solution.kind == "solution")
                found[owner] = Exercise(found[owner].solution, (*found[owner].tests, cell))
        return tuple(found)


def lesson_names(root: Path) -> list[str]:
    """The names of all lessons under `root`/lessons, in order."""
    return sorted(path.parent.name for path in (root / "lessons").glob("*/lesson.py"))


def read_cells(path: Path) -> Iterator[tuple[NotebookNode, int]]:
    """The cells of a text notebook, each with the line of its header.

    Raises:
        LessonError: the file is missing, is not UTF-8, or has text that belongs to no cell.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError([f"{path}: cannot be read: {error}"]) from error
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if re.match(r"# %%(\s|$)", line)]
    cells = jupytext.reads(text, fmt="py:percent").cells if text.strip() else []
    if len(cells) != len(lines) or not lines or any(line.strip() for line in text.splitlines()[: lines[0] - 1]):
        raise LessonError([f"{path}:1: every line must belong to a cell that begins with a header line '# %%'"])
    return zip(cells, lines, strict=True)


def read_lesson(path: Path) -> Lesson:
    """Read and check `path`, a lesson's `lesson.py`; the lesson's name is its folder's.

    Raises:
        LessonError: with every problem found, each with file and line.
    """
    problems: list[str] = []
    cells: list[Cell] = []
    for node, line in read_cells(path):
        try:
            cells.append(_cell(node, line))
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
    for line, problem in (*_structure_problems(cells), *_text_problems(cells)):
        problems.append(f"{path}:{line}: {problem}")
    if problems:
        raise LessonError(sorted(problems, key=_line_of))
    return Lesson(path.parent.name, tuple(cells))


def syntax_tree(source: str) -> ast.Module:
    """The syntax tree of a code cell, whose lines may hold IPython's magics.

    Raises:
        SyntaxError: with the line counted inside the cell.
    """
    return ast.parse(TransformerManager().transform_cell(source))


def without_markers(source: str) -> str:
    """A cell's source without the lines that are markers, as the author would have it run."""
    return "\n".join(line for line in source.split("\n") if not _MARKER_LIKE.match(line))


def _line_of(problem: str) -> int:
    found = re.search(r":(\d+): ", problem)
    return int(found.group(1)) if found else 0


def _cell(node: NotebookNode, line: int) -> Cell:
    metadata = {key: value for key, value in node.metadata.items() if key != "lines_to_next_cell"}
    allowed = (*KEYED_KINDS, "points")
    for key in metadata:
        if key not in allowed:
            raise ValueError(f"unknown key {key!r} in the cell's header; allowed are {', '.join(allowed)}")
    kinds = [kind for kind in KEYED_KINDS if kind in metadata]
    if len(kinds) > 1:
        raise ValueError(f"a cell has one key of {', '.join(KEYED_KINDS)}, this one has {' and '.join(kinds)}")
    if node.cell_type not in ("code", "markdown"):
        raise ValueError(f"a cell is code or [markdown], this one is {node.cell_type}")
    points = metadata.get("points", 0)
    if not kinds:
        if "points" in metadata:
            raise ValueError("points belong to a test or written cell, and this cell has no key")
        return Cell(node.cell_type, node.source, line)

    (kind,) = kinds
    key = metadata[kind]
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise ValueError(f"{kind}={key!r}: a key is a small letter, then small letters, digits and _, at most 64")
    if (kind == "written") != (node.cell_type == "markdown"):
        raise ValueError(f"{kind}={key!r} must be a {'[markdown]' if kind == 'written' else 'code'} cell")
    if kind in GRADED_KINDS and "points" not in metadata:
        raise ValueError(f"{kind}={key!r} has no points; add points=1")
    if kind not in GRADED_KINDS and "points" in metadata:
        raise ValueError(f"{kind}={key!r} has points; points belong to its test cells")
    if kind in GRADED_KINDS and (type(points) not in (int, float) or not 0 < points < 1000):
        raise ValueError(f"{kind}={key!r} has points={points!r}; points are a number above 0")
    return Cell(kind, node.source, line, key, points)


def _structure_problems(cells: list[Cell]) -> Iterator[tuple[int, str]]:
    """Keys used twice, solutions without tests, tests without a solution."""
    first_use: dict[str, int] = {}
    open_solution: Cell | None = None
    tested = True
    for cell in cells:
        if cell.key:
            if cell.key in first_use:
                yield cell.line, f"the key {cell.key!r} is used twice; line {first_use[cell.key]} has it already"
            first_use.setdefault(cell.key, cell.line)
        if cell.kind == "solution":
            if open_solution and not tested:
                yield open_solution.line, f"solution={open_solution.key!r} has no test cell before the next solution"
            open_solution, tested = cell, False
        if cell.kind == "test":
            if not open_solution:
                yield cell.line, f"test={cell.key!r} stands before any solution"
            tested = True
    if open_solution and not tested:
        yield open_solution.line, f"solution={open_solution.key!r} has no test cell after it"
    if not cells:
        yield 1, "the lesson has no cells"


def _text_problems(cells: list[Cell]) -> Iterator[tuple[int, str]]:
    """Markers, syntax, imports and the last line of test cells."""
    for cell in cells:
        yield from _marker_problems(cell)
        if cell.is_markdown:
            continue
        try:
            tree = syntax_tree(cell.source)
        except SyntaxError as error:
            yield cell.line + (error.lineno or 1), f"this code does not compile: {error.msg}"
            continue
        for line, module in _imports(tree):
            if not _student_has(module):
                yield (
                    cell.line + line,
                    f"imports {module}, which a student does not have; a lesson may import the standard library, "
                    f"{', '.join(STUDENT_PACKAGES)} and, from course, {', '.join(STUDENT_MODULES)}",
                )
        if cell.kind == "test" and tree.body and isinstance(last := tree.body[-1], ast.Expr):
            if ast.unparse(last).startswith(("check.", "print(")):  # which return None
                continue
            yield (
                cell.line + last.lineno,
                f"test={cell.key!r} ends with a value, which nbgrader would take for a mark; end with a check",
            )


def _marker_problems(cell: Cell) -> Iterator[tuple[int, str]]:
    name = MARKERS.get(cell.kind)
    opened = 0
    regions = 0
    for offset, text in enumerate(cell.source.split("\n"), start=1):
        line = cell.line + offset
        found = _MARKER_LIKE.match(text)
        if not found:
            if any(f"{end} {marker}" in text for end in ("BEGIN", "END") for marker in MARKERS.values()):
                yield (
                    line,
                    f"a marker must stand alone on its line, as '### BEGIN {name or 'SOLUTION'}'; got {text.strip()!r}",
                )
            continue
        end, what = found.groups()
        if what not in MARKERS.values() or end not in ("BEGIN", "END"):
            yield line, f"{text.strip()!r} looks like a marker but is none; known are {', '.join(MARKERS.values())}"
        elif what != name:
            kind = next(kind for kind, marker in MARKERS.items() if marker == what)
            yield line, f"'{end} {what}' belongs in a {kind} cell, and this is a {cell.kind} cell"
        elif end == "BEGIN":
            if opened:
                yield line, f"'BEGIN {what}' inside the region that line {opened} began"
            opened, regions = line, regions + 1
        else:
            if not opened:
                yield line, f"'END {what}' without a 'BEGIN {what}' before it"
            opened = 0
    if opened:
        yield opened, f"'BEGIN {name}' without an 'END {name}' after it in its cell"
    if cell.kind in ("solution", "written") and not regions:
        yield cell.line, f"{cell.kind}={cell.key!r} has no region '### BEGIN {name}' … '### END {name}'"


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module == "course":
                for alias in node.names:
                    yield node.lineno, f"{node.module or '.'}.{alias.name}"
            elif node.module:
                yield node.lineno, node.module


def _student_has(module: str) -> bool:
    package, _, rest = module.partition(".")
    if package == "course":
        return rest.partition(".")[0] in STUDENT_MODULES
    return package in STUDENT_PACKAGES or package in sys.stdlib_module_names
