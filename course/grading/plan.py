"""Which side runs what: read from the instructor's notebook, before any student's is looked at."""

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from IPython.core.displayhook import DisplayHook
from nbformat import NotebookNode

from course.cells import python_of

_UNCONDITIONAL = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.With)
_OWN = "__of_a_comprehension_"
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class Step:
    """One code cell of the instructor's notebook.

    A "student" cell belongs to the student: an answer, or a cell to play with. A "given" one is locked. Names that a
    student's cell binds, or a given cell that depends on such a name, are `remote`: they live in the student's process.
    """

    kind: str  # "student", "given" or "test"
    key: str
    source: str
    binds: frozenset[str]
    uses: frozenset[str]
    exercise: str = ""  # key of the solution that it belongs to, or is
    points: float = 0
    alone: bool = False  # whether it needs nothing of the student's
    here: bool = False  # of a given cell: whether the referee runs it, too, because a test needs what it binds
    remote: frozenset[str] = frozenset()  # of a test: names that stand for something of the student's


@dataclass(frozen=True)
class Plan:
    """The code cells of an instructor's notebook."""

    steps: dict[str, Step]  # by key
    plain: frozenset[str]  # sources of those without a key, which students may change
    alone: dict[str, tuple[str, ...]]  # sources of cells that need nothing of the student's, and of those they build on

    def last_test(self, exercise: str) -> str:
        """The key of the last test of `exercise`; empty if it has none."""
        keys = [step.key for step in self.steps.values() if step.kind == "test" and step.exercise == exercise]
        return keys[-1] if keys else ""


def make_plan(source: NotebookNode) -> Plan:
    """
    Args:
        source: an instructor's notebook, with answers and hidden tests. Not changed.
    Raises:
        SyntaxError: a cell of it does not compile.
    """
    steps = list(_with_owners(_steps(source)))
    needed: set[str] = set()
    for place in range(len(steps) - 1, -1, -1):
        step = steps[place]
        if step.kind == "test" or (step.here and step.binds & needed):
            needed = (needed - step.binds if step.kind == "given" else needed) | (step.uses - step.remote)
        elif step.here:
            steps[place] = replace(step, here=False)
    plain = frozenset(step.source for step in steps if not step.key)
    alone = {step.source: _foundation(steps[:place], step.uses) for place, step in enumerate(steps) if step.alone}
    return Plan({step.key: step for step in steps if step.key}, plain, alone)


def _foundation(before: list[Step], uses: frozenset[str]) -> tuple[str, ...]:
    """Sources of the given cells that bind what is used, and what they use in turn."""
    found: list[str] = []
    for step in reversed(before):
        if step.kind == "given" and step.alone and step.binds & uses:
            found.append(step.source)
            uses = uses | step.uses
    return tuple(reversed(found))


@lru_cache(maxsize=4096)
def bound_and_used(source: str, straight: bool = False) -> tuple[frozenset[str], frozenset[str]]:
    """The global names that a cell binds, and those that it needs from elsewhere, functions that it defines included.

    Args:
        source: of the cell.
        straight: whether every loop and branch is taken, so that what it binds need not come from elsewhere.
    Raises:
        SyntaxError: it does not compile.
    """
    binds: set[str] = set()
    uses: set[str] = set()
    certain: set[str] = set()  # bound by now, whatever the cell did
    for statement in ast.parse(python_of(source)).body:
        walrus = {each.target.id for each in _of_the_cell(statement) if isinstance(each, ast.NamedExpr)}
        alone = ast.unparse(_Comprehensions().visit(statement))
        bound, used = _of_table(symtable.symtable(alone, "cell", "exec"), True)
        bound |= walrus
        binds |= bound
        uses |= used - certain - (bound if straight and not isinstance(statement, _UNCONDITIONAL) else set())
        if straight or isinstance(statement, _UNCONDITIONAL):
            certain |= bound
    return frozenset(binds), frozenset(uses)


def _of_the_cell(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in `node` but what is in functions and classes, whose names are their own."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield from _of_the_cell(child)


class _Comprehensions(ast.NodeTransformer):
    """Gives names of a comprehension's own a prefix; since Python 3.12 they look as if the cell bound them."""

    def _visit(self, node: ast.AST) -> ast.AST:
        self.generic_visit(node)
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        own = {name.id for each in generators for name in ast.walk(each.target) if isinstance(name, ast.Name)}
        first = {id(name) for name in ast.walk(generators[0].iter)}  # which is looked up outside
        for name in ast.walk(node):
            if isinstance(name, ast.Name) and name.id in own and id(name) not in first:
                name.id = f"{_OWN}{name.id}"
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit


def _of_table(table: symtable.SymbolTable, top: bool) -> tuple[set[str], set[str]]:
    seen = [symbol for symbol in table.get_symbols() if top or symbol.is_global()]
    seen = [symbol for symbol in seen if not symbol.get_name().startswith(_OWN)]
    binds = {symbol.get_name() for symbol in seen if symbol.is_assigned() or symbol.is_imported()}
    uses = {symbol.get_name() for symbol in seen if symbol.is_referenced()}
    for child in table.get_children():
        more_binds, more_uses = _of_table(child, False)
        binds, uses = binds | more_binds, uses | more_uses
    return binds, uses


def exercise_of_cells(source: NotebookNode) -> dict[str, str]:
    """The exercise that each graded cell belongs to, by `grade_id`, in the order of the notebook.

    A test belongs to the solution before it, an answer that is graded by hand is an exercise of its own.

    Args:
        source: an instructor notebook. Not changed.
    """
    found = {}
    latest = ""
    for cell in source.cells:
        grading = cell.metadata.get("nbgrader", {})
        key = grading.get("grade_id", "")
        if grading.get("solution") and not grading.get("grade"):
            latest = key
        if grading.get("grade"):
            found[key] = key if grading.get("solution") else latest or key
    return found


def _steps(source: NotebookNode) -> Iterator[Step]:
    exercises = exercise_of_cells(source)
    for cell in source.cells:
        if cell.cell_type != "code":
            continue
        grading = cell.metadata.get("nbgrader", {})
        key, points = grading.get("grade_id", ""), float(grading.get("points") or 0)
        if grading.get("solution"):
            kind = "student"
        elif grading.get("grade"):
            kind = "test"
        else:
            kind, key = ("given", key) if grading.get("locked") else ("student", "")
        binds, uses = bound_and_used(cell.source, straight=kind == "test")
        yield Step(kind, key, cell.source, binds, uses, exercises.get(key, key if kind == "student" else ""), points)


def _with_owners(steps: Iterator[Step]) -> Iterator[Step]:
    """Each step with what is known from those before it: whose the names are that it uses."""
    remote: set[str] = set()  # names whose latest binding is the student's
    local: set[str] = set()  # names whose latest binding is a test's, or a given cell's that the referee can run
    by_tests: set[str] = set()  # remote names that any test so far has used
    for step in steps:
        foreign = step.uses & remote
        if step.kind == "test":
            by_tests |= foreign | (step.uses - local - step.binds - _BUILTINS)
            yield replace(step, remote=frozenset(by_tests - local))
            remote, local = remote - step.binds, local | step.binds
        elif step.kind == "student" or foreign:
            remote, local = remote | step.binds, local - step.binds
            yield replace(step, alone=not foreign)
        else:
            remote, local = remote - step.binds, local | step.binds
            yield replace(step, alone=True, here=True)


def last_expression(source: str, filename: str) -> tuple[ast.Module, ast.Expression | None]:
    """Take a test apart.

    Args:
        source: of the test.
        filename: that errors in it name.
    Returns:
        Its statements, and the expression that it ends with, if it does: the value may be partial credit.
    """
    tree = ast.parse(python_of(source), filename)
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not DisplayHook.semicolon_at_end_of_expression(source):
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)  # for mypy
        return tree, ast.Expression(last.value)
    return tree, None
