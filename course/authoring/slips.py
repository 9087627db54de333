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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from course.authoring.lesson import Cell, Exercise, Lesson, LessonError
from course.authoring.rehearsal import Messages, Stage, stages
from course.authoring.vandals import OLD, RIGHT, Vandal, vandals
from course.cells import with_regions, without_markers

# What happened in a slip, for whoever's code gives the same; it ends "This is what comes out when ...".
_PLUS = "a plus and a minus are mixed up"
_SUM_AND_PRODUCT = "a sum and a product are mixed up"
_PRODUCT_AND_QUOTIENT = "a product and a quotient are mixed up"
_WHOLE = "a quotient is rounded down, or its remainder taken, where it should not be"
_NOT_WHOLE = "a quotient is not rounded down where it should be, or is where its remainder is asked for"
_MATRIX_PRODUCT = "a matrix product and a product element by element are mixed up"
_POWER = "a power and a product are mixed up"
_PART = "a part of a formula is missing"
_ASSIGNED = "a value is overwritten where something should be added to it"
_MINUS = "a minus is missing"
_SIGN = "a sign is turned round"
_CONDITION = "a condition is turned round"
_AND_OR = "a condition has too many parts or too few"
_EQUAL = "a comparison treats equal numbers the wrong way"
_BOOL = "True and False are exchanged"
_BY_ONE = "a whole number in the code is off by one"
_CONSTANT = "a number in the code is too large or too small"
_AXIS = "a sum, a mean or a maximum runs over the wrong axis"
_KEEPDIMS = "an axis is dropped that should be kept, or kept that should be dropped"
_TRANSPOSE = "a transpose is missing"
_OTHER_NAME = ""  # another function or variable: too many of them give one value by chance for anything to be said
_STEP = "a step is missing"
_ORDER = "two steps are in the wrong order"
_ROUND = "a loop ends after its first round"
_CALL = "something is used as it is, where a function of it belongs"
_COPY = "a copy is missing"
_ARGUMENT = "an argument of a call is missing"
_ARGUMENTS = "two arguments of a call are exchanged"
_INDEX = "an index is missing"
_SLICE = "a slice takes in too much"
_CASE = "one of two cases is never taken"
_ITEM = "an item of a list or tuple is missing"
_ITEMS = "two items of a list or tuple are exchanged"
_EXCHANGED: dict[type[ast.operator], str] = {  # the operands of an operator for which their order counts
    ast.Sub: "a difference is taken the wrong way round",
    ast.Div: "a quotient is upside down",
    ast.FloorDiv: "a quotient is upside down",
    ast.Mod: "a remainder is taken the wrong way round",
    ast.MatMult: "the factors of a matrix product are in the wrong order",
    ast.Pow: "a base and an exponent are exchanged",
}
_OPERATORS: dict[type[ast.operator], tuple[tuple[type[ast.operator], str], ...]] = {
    ast.Add: ((ast.Sub, _PLUS), (ast.Mult, _SUM_AND_PRODUCT)),
    ast.Sub: ((ast.Add, _PLUS), (ast.Mult, _SUM_AND_PRODUCT)),
    ast.Mult: ((ast.Div, _PRODUCT_AND_QUOTIENT), (ast.Add, _SUM_AND_PRODUCT), (ast.MatMult, _MATRIX_PRODUCT)),
    ast.Div: ((ast.Mult, _PRODUCT_AND_QUOTIENT), (ast.FloorDiv, _WHOLE)),
    ast.FloorDiv: ((ast.Div, _NOT_WHOLE), (ast.Mod, _WHOLE)),
    ast.Mod: ((ast.FloorDiv, _NOT_WHOLE),),
    ast.MatMult: ((ast.Mult, _MATRIX_PRODUCT),),
    ast.Pow: ((ast.Mult, _POWER),),
}
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
    sentence: str = ""  # what happened, for whoever's code gives the same

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
    for text, happened in _with_one_slip(tree, lines):
        if text == original or text in found:
            continue
        was, becomes = _where_they_differ(original.splitlines(), text.splitlines())
        found[text] = Slip(
            exercise.name, was, becomes, text, f"This is what comes out when {happened}." if happened else ""
        )
    return list(found.values())


def vandals_of(exercise: Exercise) -> list[Vandal]:
    """All vandals that are made of an exercise's answer.

    Args:
        exercise: one with tests.
    """
    return list(vandals(ast.parse(without_markers(exercise.solution.source)), _lines_to_write(exercise.solution)))


def compare(
    lesson: Lesson,
    path: Path,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
    unnoticed: Mapping[str, Collection[str]] | None = None,
) -> Comparison:
    """Try all slips of a lesson, and compare the survivors with those that are known.

    Args:
        lesson: its cells are run in this process.
        path: of its `survivors.toml`, which need not exist.
        progress: called with an exercise's name, and how many of its slips were tried, of how many.
        unnoticed: the sources of slips that no test notices, by the name of an exercise, where all of them were tried
            already; not changed.
    Raises:
        LessonError: a test fails with the lesson's own answer, or the file is not as it should be.
    """
    known = known_survivors(path)
    tried = 0
    survivors: list[Slip] = []
    for exercise, stage in stages(lesson, progress):
        made, spoiled = slips(exercise), vandals_of(exercise)
        tried += len(made) + len(spoiled)
        already = None if unnoticed is None else unnoticed[exercise.name]
        for surely in (False, True):  # what is told is sure; the rest need not be, which is sooner known
            found = [*_unnoticed(made, stage, already, surely), *_unpunished(exercise, spoiled, stage, surely)]
            if not _unexplained(found, known):
                break
        survivors += found
    keys = {(slip.exercise, slip.was, slip.becomes) for slip in survivors}
    unexplained = _unexplained(survivors, known)
    return Comparison(tried, len(survivors) - len(unexplained), unexplained, [key for key in known if key not in keys])


def _unexplained(survivors: list[Slip], known: Mapping[tuple[str, str, str], str]) -> list[Slip]:
    return [slip for slip in survivors if not known.get((slip.exercise, slip.was, slip.becomes), "").strip()]


def _unnoticed(made: list[Slip], stage: Stage, already: Collection[str] | None, surely: bool) -> list[Slip]:
    """The slips that no test notices, whose sources may be known `already`."""
    if already is not None:
        return [slip for slip in made if slip.source in already]
    said = stage.said([slip.source for slip in made], all_tests=False, surely=surely)
    return [slip for slip, messages in zip(made, said, strict=True) if not messages]


def _unpunished(exercise: Exercise, made: list[Vandal], stage: Stage, surely: bool) -> Iterator[Slip]:
    """The vandals of an exercise that lose nothing, or gain a test, each as a slip that no test notices."""
    answer = without_markers(exercise.solution.source)

    def tried(some: Iterable[Vandal], all_tests: bool) -> list[Messages]:
        return stage.said([vandal.source(answer) for vandal in some], all_tests, surely)

    said = dict(zip(made, tried(made, all_tests=True), strict=True))

    def slip(vandal: Vandal, what: str = "") -> Slip:
        return Slip(exercise.name, vandal.target, f"{vandal}{what}", vandal.source(answer))

    unnoticed: list[Vandal] = []
    for vandal, lost in said.items():
        alone = vandal.alone()
        if vandal.result == OLD and not lost:  # the tests have to use an object twice
            yield slip(vandal)
        elif vandal.result == RIGHT or alone == vandal:
            if not lost:
                unnoticed.append(vandal)
        elif "" not in {*lost, *said[alone]}:  # as when a process did not come to its end
            yield from (slip(vandal, f", which gains {test}") for test in said[alone] if test not in lost)
    telling = tried([vandal.telling() for vandal in unnoticed], all_tests=False)
    # Where nothing is lost by telling, the tests give it nothing to do, so that it is the right answer.
    yield from (slip(vandal) for vandal, lost in zip(unnoticed, telling, strict=True) if lost)


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


def _with_one_slip(tree: ast.Module, lines: set[int]) -> Iterator[tuple[str, str]]:
    """The source of a tree with one slip in these lines, and what happened, for each of them.

    The tree is as it was after the last.
    """
    places = {child: place for parent in ast.walk(tree) for child, place in _children(parent)}
    for node in list(ast.walk(tree)):
        if getattr(node, "lineno", None) not in lines and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for happened, change in list(_changes(node, tree, lines)):
            before = dict(vars(node))
            new = change(node)
            put = places.get(node, _nowhere)
            put(new or node)
            yield ast.unparse(tree), happened
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


# What happened in one slip, and what makes it: changes the node in place, or returns another in its place.
_Change = tuple[str, Callable[[Any], ast.AST | None]]


def _changes(node: ast.AST, tree: ast.Module, lines: set[int]) -> Iterator[_Change]:
    yield from _in_blocks(node, lines)
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for operator, happened in _OPERATORS.get(type(node.op), ()):
            yield happened, _setter("op", operator())
    if isinstance(node, ast.BinOp):
        yield _PART, lambda n: n.left
        yield _PART, lambda n: n.right
        if type(node.op) in _EXCHANGED:
            yield _EXCHANGED[type(node.op)], lambda n: ast.BinOp(n.right, n.op, n.left)
    elif isinstance(node, ast.AugAssign):
        yield _ASSIGNED, lambda n: ast.Assign([n.target], n.value, lineno=n.lineno)
    elif isinstance(node, ast.UnaryOp):
        yield _MINUS if isinstance(node.op, ast.USub) else _CONDITION, lambda n: n.operand
    elif isinstance(node, ast.BoolOp):
        yield _AND_OR, _setter("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
        yield from ((_AND_OR, _item(place)) for place in range(len(node.values)))
    elif isinstance(node, ast.Compare):
        for comparison in _COMPARISONS.get(type(node.ops[0]), ()):
            turned = comparison in _COMPARISONS[type(node.ops[0])][1:] or len(_COMPARISONS[type(node.ops[0])]) == 1
            yield _CONDITION if turned else _EQUAL, _setter("ops", [comparison(), *node.ops[1:]])
    elif isinstance(node, ast.Constant):
        yield from ((happened, _setter("value", value)) for happened, value in _other_values(node, tree))
    elif isinstance(node, ast.Attribute):
        if node.attr == "T":
            yield _TRANSPOSE, lambda n: n.value
        yield from ((_OTHER_NAME, _setter("attr", name)) for name in _relatives(node.attr) if name != node.attr)
        for name in _attributes_beside(node, tree):
            if name != node.attr:
                yield _OTHER_NAME, _setter("attr", name)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from ((_OTHER_NAME, _setter("id", name)) for name in _relatives(node.id) if name != node.id)
        yield from ((_OTHER_NAME, _setter("id", name)) for name in _names_beside(node, tree) if name != node.id)
    elif isinstance(node, ast.Call):
        yield from _in_calls(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield _INDEX, lambda n: n.value
    elif isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part) is not None:
                yield _SLICE, _setter(part, None)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _CONDITION, _setter("test", ast.UnaryOp(ast.Not(), node.test))
        if not isinstance(node, ast.While):
            yield from ((_CASE, _setter("test", ast.Constant(value))) for value in (True, False))
    elif isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for place in range(len(node.elts)):
            yield _ITEM, _setter("elts", node.elts[:place] + node.elts[place + 1 :])
            if place:
                yield _ITEMS, _setter("elts", _exchanged(node.elts, place))
    elif isinstance(node, ast.comprehension):
        yield from ((_AND_OR, _setter("ifs", [])) for _ in node.ifs[:1])


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
            yield _STEP, _setter(part, rest or [ast.Pass()])
            if place + 1 < len(block) and not isinstance(statement, ast.Return | ast.Raise):
                yield _ORDER, _setter(part, _exchanged(block, place + 1))
    if isinstance(node, ast.For | ast.While):
        yield _ROUND, _setter("body", [*node.body, ast.Break()])
    if isinstance(node, ast.For):
        yield _ROUND, _setter("body", [*node.body, ast.Return(ast.Constant(None))])


def _in_calls(node: ast.Call) -> Iterator[_Change]:
    """An argument left out, two exchanged, a call forgotten around what it is called with."""
    if len(node.args) == 1 and not any(isinstance(arg, ast.Starred) for arg in node.args):
        yield _CALL, lambda n: n.args[0]
    if not node.args and not node.keywords and isinstance(node.func, ast.Attribute):
        yield _COPY if node.func.attr == "copy" else _CALL, lambda n: n.func.value  # x.copy() becomes x
    for place in range(len(node.args)):
        if len(node.args) > 1:
            yield _ARGUMENT, _setter("args", node.args[:place] + node.args[place + 1 :])
        if place:
            yield (
                _ARGUMENTS,
                _setter(
                    "args", [*node.args[: place - 1], node.args[place], node.args[place - 1], *node.args[place + 1 :]]
                ),
            )
    for place, keyword in enumerate(node.keywords):
        happened = {"axis": _AXIS, "keepdims": _KEEPDIMS}.get(keyword.arg or "", _ARGUMENT)
        yield happened, _setter("keywords", node.keywords[:place] + node.keywords[place + 1 :])


def _exchanged(items: list[Any], place: int) -> list[Any]:
    """The items with that at `place` and the one before it exchanged."""
    return [*items[: place - 1], items[place], items[place - 1], *items[place + 1 :]]


def _setter(field: str, value: Any) -> Callable[[Any], None]:
    def change(node: ast.AST) -> None:
        setattr(node, field, copy.deepcopy(value))

    return change


def _item(place: int) -> Callable[[Any], ast.AST]:
    return lambda node: node.values[place]


def _other_values(node: ast.Constant, tree: ast.Module) -> Iterator[tuple[str, object]]:
    """What happened, and what may stand there instead."""
    value = node.value
    keyword = next(
        (each.arg for each in ast.walk(tree) if isinstance(each, ast.keyword) and node in ast.walk(each.value)), None
    )
    own = {"axis": _AXIS, "keepdims": _KEEPDIMS}.get(keyword or "")
    if isinstance(value, bool):
        yield own or _BOOL, not value
    elif isinstance(value, int):
        yield from ((own or _BY_ONE, value + 1), (own or _BY_ONE, value - 1))
        yield from ((own or _SIGN, -value), (own or _CONSTANT, 2 * value))
    elif isinstance(value, float):
        yield from ((_CONSTANT, 2 * value), (_CONSTANT, value / 2), (_SIGN, -value), (_CONSTANT, 10 * value))


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
