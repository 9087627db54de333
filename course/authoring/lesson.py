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
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from course.authoring.headings import heading_problems
from course.cells import MARKER, MARKER_LIKE, MARKERS, python_of
from course.config import CourseError

_UNSURE = "cell with a mistake in its header"  # as a Cell's kind while a lesson is checked
GRADED_KINDS = ("test", "written")
KEYED_KINDS = ("given", "solution", *GRADED_KINDS)

# What a lesson may import: the standard library, and these. A student has no other package, and needs none.
STUDENT_PACKAGES = ("numpy", "matplotlib", "seaborn", "pandas", "IPython", "torch", "torchvision")
STUDENT_MODULES = ("check", "data", "mine", "plots", "widgets")  # of this package

# What any version of jupytext might take for the header of a cell, and what a lesson writes.
_HEADER_LIKE = re.compile(r"\s*#\s*(?:%%+(?:\s|$)|(?:<codecell>|In\[[0-9 ]*\]:?)\s*$)")
_HEADER = re.compile(r"# %%(?: |$)")
# Besides "\n", "\r" and tabs. Some of these end a line for jupytext, but not for Python or an editor.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class LessonError(CourseError):
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
    """The names of all lessons, in order.

    Args:
        root: the course's folder.
    """
    return sorted(path.parent.name for path in (root / "lessons").glob("*/lesson.py"))


def read_text(path: Path) -> str:
    """The text of a file of a lesson.

    Args:
        path: of the file.
    Raises:
        LessonError: the file is missing or not UTF-8, or its first text belongs to no cell.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LessonError([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise LessonError([f"{path}:{line}: this line is not UTF-8; save the file as UTF-8"]) from error
    for line, problem in _layout_problems(text.split("\n")):
        raise LessonError([f"{path}:{line}: {problem}"])
    return text


def read_cells(path: Path) -> Iterator[tuple[NotebookNode, int]]:
    """The cells of a text notebook, each with the line of its header.

    Args:
        path: of the file.
    Raises:
        LessonError: as `read_text`, or a header stands where no cell can begin.
    """
    text = read_text(path)
    headers = [number for number, line in enumerate(text.split("\n"), start=1) if _HEADER_LIKE.match(line)]
    cells = jupytext.reads(text, fmt="py:percent").cells
    for cell, line in zip(cells, headers, strict=False):
        # In a string or a fenced block, a header is one to some versions of jupytext only.
        within = re.compile(r"%%+(\s|$)") if cell.cell_type == "markdown" else _HEADER_LIKE
        if any(within.match(text) for text in cell.source.split("\n")):
            inner = headers[headers.index(line) + 1]
            raise LessonError([f"{path}:{inner}: the header of a cell stands inside a string or a fenced block"])
    return zip(cells, headers, strict=True)


def read_lesson(path: Path) -> Lesson:
    """Read and check a lesson, whose name is its folder's.

    Args:
        path: of its `lesson.py`.
    Raises:
        LessonError: with every problem found, each with file and line.
    """
    problems: list[tuple[int, str]] = []
    cells: list[Cell] = []
    for node, line in read_cells(path):
        try:
            cells.append(_cell(node, line))
        except ValueError as error:
            problems.append((line, str(error)))
            cells.append(Cell(_UNSURE, node.source if node.cell_type == "code" else "", line))
    problems += [*_structure_problems(cells), *_text_problems(cells)]
    lesson = Lesson(path.parent.name, tuple(cells))
    if not problems:  # or there would be cells that can't be counted
        problems += heading_problems(lesson.cells, lesson.exercises)
    if problems:
        raise LessonError([f"{path}:{line}: {problem}" for line, problem in sorted(problems, key=lambda each: each[0])])
    return lesson


def syntax_tree(source: str) -> ast.Module:
    """The syntax tree of a code cell, whose lines may hold IPython's magics.

    What Python would warn of is an error: a warning on stderr costs a test cell all its points.

    Args:
        source: of the cell.
    Raises:
        SyntaxError: with the line counted inside the cell.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tree = ast.parse(python_of(source))
        compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return tree


def _layout_problems(lines: list[str]) -> Iterator[tuple[int, str]]:
    """What keeps a file from being cut into cells."""
    for number, line in enumerate(lines, start=1):
        if found := _CONTROL.search(line):
            yield (
                number,
                f"this line has the invisible character {found.group()!r}; delete it",
            )
    first = next((number for number, line in enumerate(lines, start=1) if line.strip()), 0)
    if not first:
        yield 1, "the file is empty; a cell begins with a header line '# %%'"
    elif not _HEADER_LIKE.match(lines[first - 1]):
        yield first, "every line must belong to a cell, which begins with a header line '# %%'"
    for number, line in enumerate(lines, start=1):
        if _HEADER_LIKE.match(line) and not _HEADER.match(line):
            yield number, f"the header of a cell begins with '# %%' and a space; got {line!r}"


def _cell(node: NotebookNode, line: int) -> Cell:
    metadata = {key: value for key, value in node.metadata.items() if key != "lines_to_next_cell"}
    allowed = (*KEYED_KINDS, "points")
    if node.cell_type not in ("code", "markdown"):
        raise ValueError(f"a cell is code or [markdown], this one is {node.cell_type}")
    for key in metadata:
        if key in ("title", "incorrectly_encoded_metadata"):
            raise ValueError(
                f"cannot read {metadata[key]!r} in the cell's header; "
                f'write key="name" or points=1, with a key of {", ".join(KEYED_KINDS)}'
            )
        if key not in allowed:
            raise ValueError(f"unknown key {key!r} in the cell's header; allowed are {', '.join(allowed)}")
    kinds = [kind for kind in KEYED_KINDS if kind in metadata]
    if len(kinds) > 1:
        raise ValueError(f"a cell has one key of {', '.join(KEYED_KINDS)}, this one has {' and '.join(kinds)}")
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
        raise ValueError(f"{kind}={key!r} has points={points!r}; points are a number above 0 and below 1000")
    return Cell(kind, node.source, line, key, points)


def _structure_problems(cells: list[Cell]) -> Iterator[tuple[int, str]]:
    """Keys used twice, solutions without tests, tests without a solution."""
    first_use: dict[str, int] = {}
    untested: Cell | None = None
    solution_seen = False
    for cell in cells:
        if cell.key:
            if cell.key in first_use:
                yield cell.line, f"the key {cell.key!r} is used twice; line {first_use[cell.key]} has it already"
            first_use.setdefault(cell.key, cell.line)
        if cell.kind == "solution":
            if untested:
                yield untested.line, f"solution={untested.key!r} has no test cell before the next solution"
            untested = cell
        if cell.kind == "test" and not solution_seen:
            yield cell.line, f"test={cell.key!r} stands before any solution"
        if cell.kind in ("test", _UNSURE):
            untested = None
        solution_seen |= cell.kind in ("solution", _UNSURE)
    if untested:
        yield untested.line, f"solution={untested.key!r} has no test cell after it"


def _text_problems(cells: list[Cell]) -> Iterator[tuple[int, str]]:
    """Markers, syntax, imports and the last line of test cells."""
    for cell in cells:
        misplaced = [] if cell.kind == _UNSURE else list(_marker_problems(cell))
        yield from misplaced
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
        if not misplaced and cell.kind in MARKERS:
            yield from _region_problems(cell, tree)
        if cell.kind == "test" and tree.body and isinstance(last := tree.body[-1], ast.Expr) and not _is_check(last):
            yield (
                cell.line + last.lineno,
                f"test={cell.key!r} ends with a value, which nbgrader would take for a mark; end with a check",
            )


def _marker_problems(cell: Cell) -> Iterator[tuple[int, str]]:
    name = MARKERS.get(cell.kind)
    opened = 0
    regions = 0
    for line, text in enumerate(cell.source.split("\n"), start=cell.line + 1):
        found = MARKER.fullmatch(text)
        if not found:
            if MARKER_LIKE.search(text):
                yield (
                    line,
                    f"{text.strip()!r} looks like a marker; a marker stands alone on its line, as "
                    f"'### BEGIN {name or 'SOLUTION'}' (known are {', '.join(MARKERS.values())})",
                )
            continue
        end, what = found.groups()
        if what != name:
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


def _region_problems(cell: Cell, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Regions that would not leave sound code behind when they are cut out; the markers are in order."""
    strings = [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]
    left: list[str] = []  # what a student gets, with the stub that nbgrader puts in
    opened, first = False, 0
    for offset, text in enumerate(cell.source.split("\n"), start=1):
        found = MARKER.fullmatch(text)
        if found and any(offset in lines for lines in strings):
            yield cell.line + offset, f"{text.strip()!r} stands inside a string"
        if found and found.group(1) == "BEGIN":
            opened = True
            first = first or offset
            stub = "raise NotImplementedError()" if cell.kind == "solution" else ""
            left.append(text[: len(text) - len(text.lstrip())] + stub)
        elif found:
            opened = False
        else:
            left.append("" if opened else text)
    if first:
        try:
            syntax_tree("\n".join(left))
        except SyntaxError as error:
            yield cell.line + first, f"what a student gets of this cell does not compile: {error.msg}"


def _is_check(statement: ast.Expr) -> bool:
    """Whether `statement` calls something that returns None: print, or a check."""
    if not isinstance(statement.value, ast.Call):
        return False
    function = statement.value.func
    return ast.unparse(function) == "print" or (
        isinstance(function, ast.Attribute) and ast.unparse(function.value) == "check"
    )


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module in ("", "course"):
                for alias in node.names:
                    yield node.lineno, f"{module}.{alias.name}"
            else:
                yield node.lineno, module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            for name in node.args[:1]:
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield node.lineno, name.value


def _student_has(module: str) -> bool:
    package, _, rest = module.partition(".")
    if package == "course":
        return rest.partition(".")[0] in STUDENT_MODULES
    return package in STUDENT_PACKAGES or package in sys.stdlib_module_names
