"""Small slips: whether each of them, made in a lesson's own answers one at a time, costs at least one point.

A slip is what happens to people: another operator, sign, axis, constant or name, a line or a call left out, a loop that
ends too early. They are made over the syntax tree of an answer, and the tests of its exercise are run. A slip that no
test notices must be the same function written differently: `survivors.toml` beside the lesson says why it is. So it is
with vandals (`vandals`), which are tried besides.

    [[survivor]]
    exercise = "relu"
    was = "return np.maximum(x, 0)"
    becomes = "return np.maximum(0, x)"
    why = "the larger of two numbers is the same in either order"
"""

import ast
import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from course.authoring.lesson import Cell, Exercise, Lesson, LessonError
from course.authoring.rehearsal import rehearse
from course.authoring.vandals import RIGHT, Vandal, vandals
from course.cells import with_regions, without_markers

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add, ast.MatMult),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
_ONE_WAY = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.MatMult, ast.Pow)  # the order of the operands counts
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_RELATIVES = [  # names that are taken for one another
    ("sum", "mean", "max", "cumsum"),
    ("max", "min"),
    ("argmax", "argmin"),
    ("maximum", "minimum", "add"),
    ("zeros", "ones"),
    ("zeros_like", "ones_like"),
    ("exp", "log", "expm1"),
    ("log", "log2", "log10", "log1p"),
    ("sqrt", "square", "abs"),
    ("any", "all"),
    ("append", "extend"),
    ("len", "sum"),
    ("vstack", "hstack"),
    ("tanh", "sinh"),
]


@dataclass(frozen=True)
class Slip:
    """One slip: the lines of the answer that it changes, and the whole answer with it.

    Of a vandal, the lines are the name of the function or class, and what it does.
    """

    exercise: str
    was: str
    becomes: str
    source: str

    def entry(self) -> str:
        """Its place in `survivors.toml`, with the reason left open."""
        # A text in JSON's quotes is one in TOML, too.
        exercise, was, becomes = (
            json.dumps(text, ensure_ascii=False) for text in (self.exercise, self.was, self.becomes)
        )
        return f'[[survivor]]\nexercise = {exercise}\nwas = {was}\nbecomes = {becomes}\nwhy = ""\n'


@dataclass(frozen=True)
class Comparison:
    """What became of the slips of a lesson."""

    tried: int
    known: int  # survivors with a reason
    unexplained: list[Slip]  # those without
    outdated: list[tuple[str, str, str]]  # exercise and lines of entries that are no survivors


def slips(exercise: Exercise) -> list[Slip]:
    """All slips in what a student writes of an exercise's answer, none twice.

    Args:
        exercise: one with tests.
    """
    source = without_markers(exercise.solution.source)
    tree = ast.parse(source)
    lines = _lines_to_write(exercise.solution)
    original = ast.unparse(tree)
    found: dict[str, Slip] = {}
    for text in _with_one_slip(tree, lines):
        if text == original or text in found:
            continue
        was, becomes = _where_they_differ(original.splitlines(), text.splitlines())
        found[text] = Slip(exercise.name, was, becomes, text)
    return list(found.values())


def vandals_of(exercise: Exercise) -> list[Vandal]:
    """All vandals that are made of an exercise's answer.

    Args:
        exercise: one with tests.
    """
    return list(vandals(ast.parse(without_markers(exercise.solution.source)), _lines_to_write(exercise.solution)))


def compare(
    lesson: Lesson, path: Path, progress: Callable[[str, int, int], None] = lambda exercise, done, total: None
) -> Comparison:
    """Try all slips of a lesson, and compare the survivors with those that are known.

    Args:
        lesson: its cells are run in this process.
        path: of its `survivors.toml`, which need not exist.
        progress: called with an exercise's name, and how many of its slips were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer, or the file is not as it should be.
    """
    known = known_survivors(path)
    made = {exercise.name: slips(exercise) for exercise in lesson.exercises if exercise.tests}
    tried, survivors = sum(map(len, made.values())), []
    sources = {name: [slip.source for slip in some] for name, some in made.items()}
    for name, said in rehearse(lesson, sources, all_tests=False, progress=progress):
        survivors += [slip for slip, messages in zip(made[name], said, strict=True) if not messages]
    spoiled = {exercise.name: vandals_of(exercise) for exercise in lesson.exercises if exercise.tests}
    tried += sum(map(len, spoiled.values()))
    survivors += _unpunished(lesson, spoiled, progress)
    keys = {(slip.exercise, slip.was, slip.becomes) for slip in survivors}
    unexplained = [slip for slip in survivors if not known.get((slip.exercise, slip.was, slip.becomes), "").strip()]
    return Comparison(tried, len(survivors) - len(unexplained), unexplained, [key for key in known if key not in keys])


def _unpunished(lesson: Lesson, made: dict[str, list[Vandal]], progress: Callable[[str, int, int], None]) -> list[Slip]:
    """The vandals of a lesson that lose nothing, or gain a test, each as a slip that no test notices."""
    answers = {exercise.name: without_markers(exercise.solution.source) for exercise in lesson.exercises}
    sources = {name: [vandal.source(answers[name]) for vandal in some] for name, some in made.items()}
    found: list[Slip] = []
    unnoticed: dict[str, list[Vandal]] = {}
    for name, messages in rehearse(lesson, sources, all_tests=True, progress=progress):
        said = dict(zip(made[name], messages, strict=True))
        for vandal, lost in said.items():
            alone = vandal.alone()
            if vandal.result == RIGHT or alone == vandal:
                if not lost:
                    unnoticed.setdefault(name, []).append(vandal)
            elif "" not in {*lost, *said[alone]}:  # as when a process did not come to its end
                gained = [test for test in said[alone] if test not in lost]
                found += [
                    Slip(name, vandal.target, f"{vandal}, which gains {test}", vandal.source(answers[name]))
                    for test in gained
                ]
    telling = {name: [vandal.telling().source(answers[name]) for vandal in some] for name, some in unnoticed.items()}
    for name, messages in rehearse(lesson, telling, all_tests=False):
        found += [
            Slip(name, vandal.target, str(vandal), vandal.source(answers[name]))
            for vandal, lost in zip(unnoticed[name], messages, strict=True)
            if lost  # or the tests give it nothing to do, so that it is the right answer
        ]
    return found


def known_survivors(path: Path) -> dict[tuple[str, str, str], str]:
    """Why each slip that is known is the same function, by exercise and lines.

    Args:
        path: of a `survivors.toml`, which need not exist.
    Raises:
        LessonError: the file is not as it should be.
    """
    if not path.exists():
        return {}
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = held["survivor"] if held else []
        return {(one["exercise"], one["was"], one["becomes"]): one["why"] for one in entries}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise LessonError([f"{path}: must hold [[survivor]] with exercise, was, becomes and why ({error})"]) from error


def _where_they_differ(one: list[str], other: list[str]) -> tuple[str, str]:
    """The lines from the first that is another to the last."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    was, becomes = (" ⏎ ".join(line.strip() for line in lines) for lines in (one, other))
    return was, becomes


# --- making slips -----------------------------------------------------------------------------------------------------


def _lines_to_write(cell: Cell) -> set[int]:
    """The numbers, without the lines of markers, of the lines that a student writes."""
    return {number for number, (_, inside) in enumerate(with_regions(cell.source), start=1) if inside}


def _with_one_slip(tree: ast.Module, lines: set[int]) -> Iterator[str]:
    """The source of a tree with one slip in these lines, for each of them. The tree is as it was after the last."""
    places = {child: place for parent in ast.walk(tree) for child, place in _children(parent)}
    for node in list(ast.walk(tree)):
        if getattr(node, "lineno", None) not in lines and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for change in list(_changes(node, tree, lines)):
            before = dict(vars(node))
            new = change(node)
            put = places.get(node, _nowhere)
            put(new or node)
            yield ast.unparse(tree)
            put(node)
            vars(node).clear()
            vars(node).update(before)


def _children(parent: ast.AST) -> Iterator[tuple[ast.AST, Callable[[ast.AST], None]]]:
    """The children of a node, each with what puts another in its place."""
    for field, value in ast.iter_fields(parent):
        if isinstance(value, ast.AST):
            yield value, partial(setattr, parent, field)
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield item, partial(value.__setitem__, place)


def _nowhere(node: ast.AST) -> None:
    """For the root of a tree, which no slip replaces."""


# What makes one slip: changes the node in place, or returns another in its place.
_Change = Callable[[Any], ast.AST | None]


def _changes(node: ast.AST, tree: ast.Module, lines: set[int]) -> Iterator[_Change]:
    yield from _in_blocks(node, lines)
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for operator in _OPERATORS.get(type(node.op), ()):
            yield _setter("op", operator())
    if isinstance(node, ast.BinOp):
        yield lambda n: n.left
        yield lambda n: n.right
        if isinstance(node.op, _ONE_WAY):
            yield lambda n: ast.BinOp(n.right, n.op, n.left)
    elif isinstance(node, ast.AugAssign):
        yield lambda n: ast.Assign([n.target], n.value, lineno=n.lineno)
    elif isinstance(node, ast.UnaryOp):
        yield lambda n: n.operand
    elif isinstance(node, ast.BoolOp):
        yield _setter("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        yield from (_item(place) for place in range(len(node.values)))
    elif isinstance(node, ast.Compare):
        for comparison in _COMPARISONS.get(type(node.ops[0]), ()):
            yield _setter("ops", [comparison(), *node.ops[1:]])
    elif isinstance(node, ast.Constant):
        yield from (_setter("value", value) for value in _other_values(node.value))
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield lambda n: n.value
        names = [*_relatives(node.attr), *_attributes_beside(node, tree)]
        yield from (_setter("attr", name) for name in names if name != node.attr)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        names = [*_relatives(node.id), *_names_beside(node, tree)]
        yield from (_setter("id", name) for name in names if name != node.id)
    elif isinstance(node, ast.Call):
        yield from _in_calls(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield lambda n: n.value
    elif isinstance(node, ast.Slice):
        yield from (_setter(part, None) for part in ("lower", "upper", "step") if getattr(node, part) is not None)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _setter("test", ast.UnaryOp(ast.Not(), node.test))
        if not isinstance(node, ast.While):
            yield from (_setter("test", ast.Constant(value)) for value in (True, False))
    elif isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for place in range(len(node.elts)):
            yield _setter("elts", node.elts[:place] + node.elts[place + 1 :])
            if place:
                yield _setter("elts", _exchanged(node.elts, place))
    elif isinstance(node, ast.comprehension):
        yield from (_setter("ifs", []) for _ in node.ifs[:1])


def _in_blocks(node: ast.AST, lines: set[int]) -> Iterator[_Change]:
    """A line left out, two lines exchanged, a loop that ends after one round."""
    for part in ("body", "orelse"):
        block = getattr(node, part, None)
        if not isinstance(block, list):
            continue
        for place, statement in enumerate(block):
            if statement.lineno not in lines:
                continue
            rest = block[:place] + block[place + 1 :]
            yield _setter(part, rest or [ast.Pass()])
            if place + 1 < len(block) and not isinstance(statement, ast.Return | ast.Raise):
                yield _setter(part, _exchanged(block, place + 1))
    if isinstance(node, ast.For | ast.While):
        yield _setter("body", [*node.body, ast.Break()])
    if isinstance(node, ast.For):
        yield _setter("body", [*node.body, ast.Return(ast.Constant(None))])


def _in_calls(node: ast.Call) -> Iterator[_Change]:
    """An argument left out, two exchanged, a call forgotten around what it is called with."""
    if len(node.args) == 1 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield lambda n: n.args[0]
    if not node.args and not node.keywords and isinstance(node.func, ast.Attribute):
        yield lambda n: n.func.value  # x.copy() becomes x
    for place in range(len(node.args)):
        if len(node.args) > 1:
            yield _setter("args", node.args[:place] + node.args[place + 1 :])
        if place:
            yield _setter(
                "args", [*node.args[: place - 1], node.args[place], node.args[place - 1], *node.args[place + 1 :]]
            )
    for place in range(len(node.keywords)):
        yield _setter("keywords", node.keywords[:place] + node.keywords[place + 1 :])


def _exchanged(items: list[Any], place: int) -> list[Any]:
    """The items with that at `place` and the one before it exchanged."""
    return [*items[: place - 1], items[place], items[place - 1], *items[place + 1 :]]


def _setter(field: str, value: Any) -> _Change:
    def change(node: ast.AST) -> None:
        setattr(node, field, copy.deepcopy(value))

    return change


def _item(place: int) -> _Change:
    return lambda node: node.values[place]


def _other_values(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, -value, 2 * value)
    elif isinstance(value, float):
        yield from (2 * value, value / 2, -value, 10 * value)


def _relatives(name: str) -> Iterator[str]:
    for family in _RELATIVES:
        if name in family:
            yield from (other for other in family if other != name)


def _names_beside(node: ast.Name, tree: ast.Module) -> list[str]:
    """Parameters and variables of the function that a name stands in, if it is one of them."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and node in ast.walk(each)]
    if not functions:
        return []
    inner = functions[-1]
    names = {arg.arg for arg in [*inner.args.args, *inner.args.kwonlyargs]} - {"self"}
    names |= {each.id for each in ast.walk(inner) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return sorted(names) if node.id in names else []


def _attributes_beside(node: ast.Attribute, tree: ast.Module) -> list[str]:
    """What an object keeps, as in self.x = x, if the attribute is one that it reads."""
    kept = {each.attr for each in ast.walk(tree) if _is_own(each) and isinstance(each.ctx, ast.Store)}
    return sorted(kept) if _is_own(node) and isinstance(node.ctx, ast.Load) and node.attr in kept else []


def _is_own(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
