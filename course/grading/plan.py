"""Which side runs what: read from the instructor's notebook, before any student's is looked at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from course.cells import python_of
from course.grading.deciding import Part, deciding
from course.grading.statements import BUILTINS, bound_and_used, names_of


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
    later: frozenset[str] = frozenset()  # names that functions of it use when they are called
    by_person: bool = False  # whether a person marks it
    alone: bool = False  # whether it needs nothing of the student's
    here: str = ""  # of a given cell: what the referee runs of it, too, because a test needs what that binds
    remote: frozenset[str] = frozenset()  # of a test: names that stand for something of the student's


@dataclass(frozen=True)
class Plan:
    """The code cells of an instructor's notebook."""

    steps: dict[str, Step]  # by key
    plain: dict[str, bool]  # sources of those without a key, which students may change; and whether they are `alone`
    imports: frozenset[str] = frozenset()  # names of the modules that its locked cells import
    needed: frozenset[str] = frozenset()  # of these, what verdicts on the instructor's answers depend on

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
    here = deciding([_seen_from_here(step) for step in steps])
    steps = [replace(step, here=source) for step, source in zip(steps, here, strict=True)]
    plain = {step.source: step.alone for step in steps if not step.key}
    runs = deciding([_as_it_is_run(step) for step in steps])
    imports, needed = (
        frozenset().union(*(_imports(text) for step, text in zip(steps, texts, strict=True) if step.kind == "given"))
        for texts in ([step.source for step in steps], runs)
    )
    return Plan({step.key: step for step in steps if step.key}, plain, imports, needed)


def _imports(source: str) -> frozenset[str]:
    """The names of the modules that a cell imports, in whatever statement."""
    nodes = list(ast.walk(ast.parse(python_of(source))))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(found | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module})


def _seen_from_here(step: Step) -> Part:
    """What matters of a cell to the referee, for whom a student's name stands for something elsewhere."""
    if step.kind == "test":
        return Part(needs=step.uses - step.remote, needed_later=step.later - step.remote)
    return Part(step.here)


def _as_it_is_run(step: Step) -> Part:
    """What matters of a cell to the student's process, if the instructor's answer is in it."""
    if step.kind == "test":
        return Part(needs=step.uses, needed_later=step.later)
    return Part(step.source, whole=step.kind == "student")


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
        later = frozenset().union(*(names.later for names in names_of(cell.source, ours=True)))
        exercise = exercises.get(key, key if kind == "student" else "")
        by_person = bool(grading.get("solution") and grading.get("grade"))
        yield Step(kind, key, cell.source, binds, uses, exercise, points, later, by_person)


def _with_owners(steps: Iterator[Step]) -> Iterator[Step]:
    """Each step with what is known from those before it: whose the names are that it uses."""
    remote: set[str] = set()  # names whose latest binding is the student's
    local: set[str] = set()  # names whose latest binding is a test's, or a given cell's that the referee can run
    used: set[str] = set()  # remote names that any test so far has used
    by_functions: set[str] = set()  # those of them that functions of these tests use when they are called
    for step in steps:
        foreign = step.uses & remote
        if step.kind == "test":
            needed = foreign | (step.uses - local - step.binds - BUILTINS)
            used |= needed
            by_functions |= step.later & needed
            yield replace(step, remote=frozenset((needed | by_functions | (step.binds & used)) - local))
            remote, local = remote - step.binds, local | step.binds
        elif step.kind == "student" or foreign:
            remote, local = remote | step.binds, local - step.binds
            yield replace(step, alone=not foreign)
        else:
            remote, local = remote - step.binds, local | step.binds
            yield replace(step, alone=True, here=step.source)


def last_expression(source: str, filename: str) -> tuple[ast.Module, ast.Expression | None]:
    """Take a test apart.

    Args:
        source: of the test.
        filename: that errors in it name.
    Returns:
        Its statements, and the expression that it ends with, if it does: the value may be partial credit.
    """
    tree = ast.parse(python_of(source), filename)
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not _ends_with_semicolon(source):
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)  # for mypy
        return tree, ast.Expression(last.value)
    return tree, None


def _ends_with_semicolon(source: str) -> bool:
    """Whether a cell has IPython hide the value that it ends with."""
    if ";" not in source:
        return False
    from IPython.core.displayhook import DisplayHook  # takes long

    hidden: bool = DisplayHook.semicolon_at_end_of_expression(source)
    return hidden
