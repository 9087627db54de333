"""What the statements of a cell bind, use and may change, as far as that can be read from them.

Everything here is an estimate on the safe side: a statement may be said to use or change more than it does, never less,
as long as `Names.anything` is not set. Which statements decide a mark is worked out from that, in `deciding`.

What a student wrote is looked into as far as a person may have written it: some of what is done here, and in Python's
own parser, takes time and memory that grow with the square of a cell.
"""

import ast
import builtins
import copy
import re
import symtable
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from course.cells import plain_python, python_of

# Modules whose functions change nothing but what they return, and what they show.
QUIET = frozenset(
    """
    numpy math cmath random statistics itertools functools collections operator copy time typing dataclasses
    abc enum pathlib matplotlib seaborn pandas torch ipywidgets IPython.display course
    """.split()  # noqa: SIM905
)
# ... but for these of NumPy's, PyTorch's and of `random`, which change an argument, or something that has no name.
# Those of PyTorch's that change an argument have an underscore at the end.
_LOUD = frozenset(
    """
    at copyto fill_diagonal partition place put put_along_axis putmask seed set_printoptions set_state seterr
    seterrcall setbufsize setstate shuffle savetxt savez savez_compressed update use manual_seed set_rng_state
    set_num_threads set_default_dtype set_default_device set_grad_enabled backward
    """.split()  # noqa: SIM905
)
_QUIET_BUILTINS = frozenset(
    """
    abs bool callable chr complex display float format hasattr hash hex id int isinstance issubclass len oct
    ord pow print range repr round slice str super type
    """.split()  # noqa: SIM905
) | {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
_WRITES = frozenset(
    """
    write writelines write_text write_bytes touch mkdir save savefig tofile to_csv to_json to_pickle dump
    """.split()  # noqa: SIM905
)
# With these, code can reach any name.
_INDIRECT = frozenset(
    """
    eval exec compile globals locals vars dir get_ipython In Out _ __ ___ _i _ii _iii _ih _oh _dh __import__
    __builtins__ __builtin__
    """.split()  # noqa: SIM905
)
_INDIRECT_PARTS = frozenset(
    """
    modules _getframe _current_frames settrace setprofile f_globals f_locals f_back tb_frame gi_frame
    __globals__ __dict__ __builtins__ user_ns user_global_ns run_cell __main__ __code__ __closure__
    """.split()  # noqa: SIM905
)
_INDIRECT_MODULES = frozenset(
    """
    __main__ inspect gc importlib imp runpy ctypes IPython builtins pdb code dill
    """.split()  # noqa: SIM905
)
_NUMBERED = re.compile(r"_i?\d+")
_HARMLESS_MAGICS = ("matplotlib", "config")
LONGEST = 10_000  # characters of a cell of a student's
MOST = 1_000  # lines or statements of it

_UNCONDITIONAL = (ast.Assign, ast.AnnAssign, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.With)
BUILTINS = frozenset(dir(builtins))
UNNAMED = "<something without a name>"  # among names, what none of them is a name of
_BOUND = ("code", "number", "data")  # kinds of names that are no modules, nor from any
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")
_OWN = "__of_a_comprehension_"


@dataclass(frozen=True)
class Names:
    """The global names in one statement, or in the few that share a line."""

    first: int  # line, from 1
    last: int
    binds: frozenset[str]
    certain: frozenset[str]  # bound whatever it did, if it raised no error
    uses: frozenset[str]  # needed from elsewhere, those in functions that it defines included
    later: frozenset[str]  # of those, what such functions use when they are called
    code: frozenset[str]  # bound to a function or a class
    numbers: frozenset[str]  # bound to a number or a text, which nothing can change
    modules: frozenset[tuple[str, str]]  # bound by an import, to the module or a name in it
    anything: bool  # whether it can reach names that are not seen in it
    code_alone: str = ""  # of one of several names that are imported in one statement: the import of it alone


class _Found(NamedTuple):
    """The global names in one statement."""

    binds: frozenset[str]
    uses: frozenset[str]
    later: frozenset[str]  # of those, what functions in it use when they are called
    certain: frozenset[str]  # bound when it is done, if it raised no error and what it does hangs on nothing
    unconditional: bool  # whether it does


@dataclass(frozen=True)
class Effects:
    """What a statement may change besides the names that it binds."""

    stores: frozenset[str] = frozenset()  # names of objects of which it sets a part
    touches: frozenset[str] = frozenset()  # names through which it may change an object
    leaks: frozenset[str] = frozenset()  # global names whose objects its functions, when called, may change or hand out
    shares: tuple[frozenset[str], ...] = ()  # groups of names that may be names of one object, or of a part of it
    unnamed: bool = False  # something that has no name here, such as a file or the state of a generator of numbers


_NONE: frozenset[str] = frozenset()
_UNREAD = Names(1, 1, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, frozenset(), anything=True)


def names_of(source: str, ours: bool = False) -> tuple[Names, ...]:
    """The names in each statement of a cell, in order.

    Args:
        source: of the cell.
        ours: whether it is the instructor's. One of a student's that is longer than people write them, or that IPython
            would have to take apart, counts as one statement that can reach any name.
    Raises:
        SyntaxError: it does not compile.
    """
    if ours:
        return _names_in(python_of(source))
    if len(source) > LONGEST or source.count("\n") + source.count(";") > MOST:
        return (_UNREAD,)
    code = plain_python(source)
    try:
        return (_UNREAD,) if code is None else _names_in(code)
    except (RecursionError, MemoryError, ValueError):
        return (_UNREAD,)


@lru_cache(maxsize=4096)
def _names_in(code: str) -> tuple[Names, ...]:
    return tuple(map(_names, _by_line(_tree(code).body), _found_in(code)))


@lru_cache(maxsize=4096)
def _found_in(code: str) -> tuple[tuple[_Found, ...], ...]:
    return tuple(tuple(map(_found, group)) for group in _by_line(_tree(code).body))


def effects_of(source: str, kinds: frozenset[tuple[str, str]]) -> tuple[Effects, ...]:
    """What each statement of a cell may change, in the order of `names_of`.

    Args:
        source: of the cell, in which `names_of` has found names.
        kinds: of the names in it that are bound somewhere in the notebook: "code", "number", "data", or what was
            imported as it.
    """
    return _effects_in(python_of(source), kinds)


@lru_cache(maxsize=4096)
def _effects_in(code: str, kinds: frozenset[tuple[str, str]]) -> tuple[Effects, ...]:
    known = dict(kinds)
    found = []
    for names, group in zip(_names_in(code), _by_line(_tree(code).body), strict=True):
        look = _Look(known)
        for statement in group:
            look.visit(statement)
        found.append(look.effects(names))
    return tuple(found)


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
    for found in chain.from_iterable(_found_in(python_of(source))):
        binds |= found.binds
        uses |= found.uses - certain - (found.binds if straight and not found.unconditional else set())
        if straight or found.unconditional:
            certain |= found.certain
    return frozenset(binds), frozenset(uses)


def only(source: str, kept: Iterable[Names]) -> str:
    """A cell with nothing but some of its statements, each on the line where it was; empty if there are none.

    Args:
        source: of the cell.
        kept: of the statements that stay, some of those of `names_of`.
    """
    lines = python_of(source).split("\n")
    found = [""] * len(lines)
    for names in kept:
        if names.code_alone:
            found[names.first - 1] += f"{'; ' if found[names.first - 1] else ''}{names.code_alone}"
        else:
            found[names.first - 1 : names.last] = lines[names.first - 1 : names.last]
    return "\n".join(found).rstrip()


def _tree(code: str) -> ast.Module:
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # as IPython does
    tree = compile(code, "<cell>", "exec", flags, dont_inherit=True)
    assert isinstance(tree, ast.Module)  # for mypy
    return tree


def _by_line(statements: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Statements in groups that have no line in common; but each name that is imported has its own."""
    group: list[ast.stmt] = []
    for statement in statements:
        if group and _first(statement) > (group[-1].end_lineno or 0):
            yield from _imports(group)
            group = []
        group.append(statement)
    if group:
        yield from _imports(group)


def _imports(group: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Groups of one import each, if the group is the import of several names and nothing else."""
    match group:
        case [ast.Import(names=[_, _, *_]) | ast.ImportFrom(names=[_, _, *_]) as statement]:
            for name in statement.names:
                alone = copy.copy(statement)
                alone.names = [name]
                yield [alone]
        case _:
            yield group


def _first(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _names(group: list[ast.stmt], found: tuple[_Found, ...]) -> Names:
    binds: set[str] = set()
    uses: set[str] = set()
    later: set[str] = set()
    certain: set[str] = set()
    code: set[str] = set()
    numbers: set[str] = set()
    modules: set[tuple[str, str]] = set()
    anything = False
    for statement, each in zip(group, found, strict=True):
        if _is_harmless_magic(statement):
            continue
        nodes = list(ast.walk(statement))
        own = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        anything = anything or any(_reaches_anything(node, own) for node in nodes)
        for node in nodes:
            if isinstance(node, ast.Import):
                modules |= {(one.asname or one.name.partition(".")[0], _module(one)) for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules |= {(one.asname or one.name, f"{node.module or ''}.{one.name}") for one in node.names}
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            code.add(statement.name)
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=ast.Constant() | ast.UnaryOp(operand=ast.Constant())):
                numbers.add(target)
        binds |= each.binds
        uses |= each.uses - certain
        later |= each.later
        if each.unconditional:
            certain |= each.certain
    return Names(
        _first(group[0]),
        max(statement.end_lineno or 0 for statement in group),
        frozenset(binds),
        frozenset(certain),
        frozenset(uses | later),
        frozenset(later),
        frozenset(code),
        frozenset(numbers),
        frozenset(modules),
        anything,
        ast.unparse(group[0]) if isinstance(group[0], (ast.Import, ast.ImportFrom)) and len(group) == 1 else "",
    )


def _module(name: ast.alias) -> str:
    return name.name if name.asname else name.name.partition(".")[0]


def _is_harmless_magic(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr="run_line_magic"),
                args=[ast.Constant(value=name), ast.Constant()],
            )
        ):
            return name in _HARMLESS_MAGICS
    return False


def _reaches_anything(node: ast.AST, own: set[str]) -> bool:
    """Whether code can reach any name by this part of a statement, which binds the names `own` itself."""
    match node:
        case ast.Name(id=name):
            return name not in own and (name in _INDIRECT or _NUMBERED.fullmatch(name) is not None)
        case ast.Attribute(attr=part):
            return part in _INDIRECT_PARTS
        case ast.Constant(value=str(text)):
            return text in _INDIRECT_PARTS
        case ast.Import(names=names):
            return any(name.name.partition(".")[0] in _INDIRECT_MODULES for name in names)
        case ast.ImportFrom(module=module, names=names):
            first = (module or "").partition(".")[0]
            if module != "IPython.display" and first in _INDIRECT_MODULES:
                return True
            return any(name.name == "*" or name.name in _INDIRECT_PARTS for name in names)
    return False


def _found(statement: ast.stmt) -> _Found:
    """What names a statement, which may be changed, binds and uses."""
    _Comprehensions().visit(statement)
    alone = ast.unparse(statement)
    binds, uses, later = set[str](), set[str](), set[str]()
    _of_table(symtable.symtable(alone, "cell", "exec"), (binds, uses, later))
    if ":=" in alone:
        binds |= {each.target.id for each in _of_the_cell(statement) if isinstance(each, ast.NamedExpr)}
    # What a function says to be global is bound when it is called.
    certain = {statement.name} if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) else binds
    unconditional = isinstance(statement, _UNCONDITIONAL)
    return _Found(frozenset(binds), frozenset(uses), frozenset(later), frozenset(certain), unconditional)


def _of_the_cell(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in `node` but what is in functions and classes, whose names are their own."""
    todo = [node]
    while todo:
        yield (node := todo.pop())
        todo += [child for child in ast.iter_child_nodes(node) if not isinstance(child, (*_FUNCTIONS, ast.ClassDef))]


class _Comprehensions(ast.NodeVisitor):
    """Gives names of a comprehension's own a prefix; since Python 3.12 they look as if the cell bound them."""

    def __init__(self) -> None:
        self._own: Counter[str] = Counter()  # names of the comprehensions around, with the number of those

    def visit_Name(self, node: ast.Name) -> None:
        if self._own[node.id]:
            node.id = f"{_OWN}{node.id}"

    def _visit(self, node: ast.AST) -> None:
        generators: list[ast.comprehension] = node.generators  # type: ignore[attr-defined]
        own = set().union(*(_targets(each.target) for each in generators))
        self.visit(generators[0].iter)  # which is looked up outside
        self._own.update(own)
        for part in ast.iter_child_nodes(node):
            for each in [part.target, *part.ifs] if part is generators[0] else [part]:
                self.visit(each)
        self._own.subtract(own)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit


def _of_table(
    table: symtable.SymbolTable, found: tuple[set[str], set[str], set[str]], top: bool = True, later: bool = False
) -> None:
    """Add to the sets of `found` what a table and those in it bind, use, and use when a function is called."""
    later = later or (table.get_type() == "function" and table.get_name() not in _COMPREHENSIONS)
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if (top or symbol.is_global()) and not name.startswith(_OWN):
            if symbol.is_assigned() or symbol.is_imported():
                found[0].add(name)
            if symbol.is_referenced():
                found[1].add(name)
                if later:
                    found[2].add(name)
    for child in table.get_children():
        _of_table(child, found, False, later)


class _Look(ast.NodeVisitor):
    """Collects what a statement may change."""

    def __init__(self, kinds: dict[str, str], known: dict[ast.AST, set[str]] | None = None) -> None:
        self._kinds = kinds
        self._known: dict[ast.AST, set[str]] = {} if known is None else known  # what `reached` has found before
        self._stores: set[str] = set()
        self._touches: set[str] = set()
        self._shares: list[frozenset[str]] = []
        self._unnamed = False
        self._within: set[str] = set()  # all of that in functions, whose own names are not known here

    def effects(self, names: Names) -> Effects:
        """What was found in the statement that has `names`."""
        in_modules = any(self._kinds.get(name, "data") not in _BOUND for name in self._stores)
        by_functions = names.binds - names.code if names.code else frozenset()  # which say that they are global
        return Effects(
            frozenset(self._stores),
            frozenset(self._touches),
            frozenset(self._within) & (names.later | {UNNAMED}) | by_functions,
            tuple(self._shares),
            self._unnamed or in_modules,
        )

    def _function(self, node: ast.AST, body: list[ast.AST]) -> None:
        inner = _Look(self._kinds, self._known)
        for each in body:
            inner.visit(each)
            if not isinstance(each, ast.stmt):
                inner._within |= inner.reached(each)
        self._within |= inner._within | inner._stores | inner._touches | frozenset().union(*inner._shares)
        self._within |= {UNNAMED} if inner._unnamed else set()
        inside = set(body)
        for each in ast.iter_child_nodes(node):
            if each not in inside:
                self.visit(each)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._function(node, list(node.body))

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node, list(node.body))

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, [node.body])

    def visit_Return(self, node: ast.Return) -> None:
        self.generic_visit(node)
        self._within |= self.reached(node.value)

    def visit_Yield(self, node: ast.Yield | ast.YieldFrom) -> None:
        self.generic_visit(node)
        self._within |= self.reached(node.value)

    visit_YieldFrom = visit_Yield

    def visit_Import(self, node: ast.Import) -> None:
        self._unnamed |= not all(_is_quiet(each.name) for each in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._unnamed |= not all(_is_quiet(f"{node.module or ''}.{each.name}") for each in node.names)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        self._assigned(node.targets, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        self._assigned([node.target], node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.generic_visit(node)
        self._assigned([node.target], node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.generic_visit(node)
        self._stores |= _roots(node.target) | _targets(node.target)
        self._shares.append(frozenset(_roots(node.target) | _targets(node.target) | self.reached(node.value)))

    def visit_Delete(self, node: ast.Delete) -> None:
        self.generic_visit(node)
        for target in node.targets:
            self._stores |= _roots(target)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.generic_visit(node)
        self._assigned([node.target], node.iter)

    visit_AsyncFor = visit_For

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self.generic_visit(node)
        self._assigned([node.target], node.iter)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        self.generic_visit(node)
        for item in node.items:
            if item.optional_vars is not None:
                self._assigned([item.optional_vars], item.context_expr)

    visit_AsyncWith = visit_With

    def visit_Match(self, node: ast.Match) -> None:
        self.generic_visit(node)
        names = {each.name for each in ast.walk(node) if isinstance(each, (ast.MatchAs, ast.MatchStar)) and each.name}
        self._shares.append(frozenset(names | self.reached(node.subject)))

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        passed = [*node.args, *(keyword.value for keyword in node.keywords)]
        if self._quiet(node.func):
            passed = [keyword.value for keyword in node.keywords if keyword.arg in ("out", None)]
        else:
            root = _root(node.func)
            if isinstance(node.func, ast.Attribute) or self._kinds.get(root, "") == "data" or not root:
                self._touches |= self.reached(node.func)
            self._unnamed |= root == "open" or self._kinds.get(root, "data") not in _BOUND
            self._unnamed |= isinstance(node.func, ast.Attribute) and node.func.attr in _WRITES
        for value in passed:
            self._touches |= self.reached(value)

    def _quiet(self, called: ast.expr) -> bool:
        """Whether a function is known to change nothing that it gets."""
        root = _root(called)
        kind = self._kinds.get(root)
        if kind is None:
            return isinstance(called, ast.Name) and root in _QUIET_BUILTINS
        if kind in _BOUND or not root:
            return False
        parts = _attributes(called)
        name = (parts or kind.split("."))[-1]
        return _is_quiet(".".join([kind, *parts])) and name not in _LOUD | _WRITES and not name.endswith("_")

    def _assigned(self, targets: list[ast.expr], value: ast.expr | None) -> None:
        names: set[str] = set()
        for target in targets:
            self._stores |= _roots(target)
            names |= _targets(target) | _roots(target)
        self._shares.append(frozenset(names | self.reached(value)))

    def reached(self, value: ast.AST | None) -> set[str]:
        """Names of objects that are reached by the value of an expression; numbers made of them are new ones."""
        if value is None:
            return set()
        if value not in self._known:
            self._known[value] = self._reached(value)
        return self._known[value]

    def _reached(self, value: ast.AST) -> set[str]:
        match value:
            case ast.Constant() | ast.UnaryOp() | ast.Compare() | ast.JoinedStr():
                return set()
            case ast.BinOp(op=ast.Sub() | ast.Div() | ast.FloorDiv() | ast.Mod() | ast.Pow() | ast.MatMult()):
                return set()  # while a sum of lists has the elements of both
            case ast.Name(id=name):
                return {name}
            case ast.Attribute(value=whole) | ast.Subscript(value=whole):
                return self.reached(whole)
            case ast.Call(func=called, args=args, keywords=keywords):
                if self._quiet(called) and isinstance(called, ast.Name):
                    return set()
                parts = [called, *args, *(keyword.value for keyword in keywords)]
                return set().union(*map(self.reached, parts))
            case ast.Lambda():
                return {name.id for name in ast.walk(value) if isinstance(name, ast.Name)}
        return set().union(*map(self.reached, ast.iter_child_nodes(value)))


def _is_quiet(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in QUIET for length in (1, 2))


def _attributes(node: ast.expr) -> list[str]:
    """The attributes in a chain of attributes and items: b and c in a.b[0].c."""
    found = []
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            found.append(node.attr)
        node = node.value
    return found[::-1]


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes and items begins with, if it begins with one."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _roots(target: ast.expr) -> set[str]:
    """Names of the objects of which an assignment to `target` sets a part."""
    if isinstance(target, (ast.Attribute, ast.Subscript)):
        inner = target.value
        while isinstance(inner, (ast.Attribute, ast.Subscript)):
            inner = inner.value
        return {name.id for name in ast.walk(inner) if isinstance(name, ast.Name)}
    if isinstance(target, (ast.Tuple, ast.List, ast.Starred)):
        return set().union(*map(_roots, _parts(target)))
    return set()


def _targets(target: ast.expr) -> set[str]:
    """Names that an assignment to `target` binds."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, (ast.Tuple, ast.List, ast.Starred)):
        return set().union(*map(_targets, _parts(target)))
    return set()


def _parts(target: ast.expr) -> list[ast.expr]:
    return [each for each in ast.iter_child_nodes(target) if isinstance(each, ast.expr)]
