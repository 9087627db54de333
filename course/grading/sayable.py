"""All that feedback may say of one test: a finite list of whole sentences, made of the test alone.

Whatever a student's code returns or raises where a test calls it may be what a hidden test gave it, also in a visible
test: it is the same process. So no text, shape, size or name that comes from there reaches a student's page. What was
found is said in sentences of the list, and what is not in the list is not said.

The list is made by reading the test, without running it: which checks it makes of which answers, under which names.
To it come the sentences that the lesson has for its mistakes.
Names with sizes in them, as in `for size in (1, 5): check.close(..., name=f"mse of {size} samples")`, are worked out as
far as they are made of numbers that stand in the test; where they aren't, the name has … in that place.
"""

import ast
import builtins
import itertools
import keyword
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from course import check
from course.cells import MARKERS, python_of
from course.check.assertions import asked_parts
from course.check.diagnoses import named_sizes
from course.check.messages import LONGEST, MESSAGES
from course.check.sentences import NO_ANSWER, NOT_ATTEMPTED, ON_HIDDEN_NUMBERS, SAID_BY, kept_messages
from course.check.words import listed
from course.grading.wire.messages import WORD

UNKNOWN = "…"  # in a name, what its test does not show
NAMELESS, UNSAID_CHECK = "This answer", "is not right yet."
UNSAID = "What your code said in this error isn't shown here; call it with numbers of your own, and it says it again."
SOME_ERROR = "an error"
ERRORS = (
    *("AssertionError", "AttributeError", "ImportError", "IndexError", "KeyError", "MemoryError", "NameError"),
    *("NotImplementedError", "OverflowError", "RecursionError", "RuntimeError", "TypeError", "UnboundLocalError"),
    *("ValueError", "ZeroDivisionError"),
)
_MOST = 2_000  # turns of a loop that are followed
_WITHOUT_NAME = {"unchanged": 0, "quiet": 0, "raises": 1}  # place of the function that gives a check its name


class Failure(NamedTuple):
    """What is said of an answer that failed a check."""

    name: str
    message: str


class Error(NamedTuple):
    """What is said of an error, and where the student's code did not come to an end."""

    kind: str
    sentence: str


# By words of what the grader says where a student's code did not come to an end: what of it may be said.
STOPS = {
    "and was stopped": Error("Stopped", "This took too long, and was stopped. Does a loop never end?"),
    "not run, since": Error("NotRun", "The time for the whole notebook was used up before."),
    "used up": Error("Stopped", "The time for the whole notebook is used up."),
    "memory": Error("ProcessEnded", "The process that ran this code used more memory than a submission may use."),
    "did not stop": Error("ProcessEnded", "The process that ran this code did not stop when its time was up."),
    "": Error("ProcessEnded", "The process that ran this code ended, or sent what is no answer."),
}


class Sayable:
    """All that may be said of one test."""

    def __init__(self, test: str, given: tuple[str, ...] = (), mistakes: tuple[str, ...] = ()) -> None:
        """
        Args:
            test: its source, hidden tests included.
            given: sources of locked cells, whose functions it may call.
            mistakes: the sentences that the lesson has for mistakes in it.
        """
        self.failures: dict[str, set[str]] = defaultdict(set)  # names of answers by message
        self._hidden = any(_hidden_lines(test))
        self.errors = {Error(SOME_ERROR, UNSAID), *(Error(kind, UNSAID) for kind in ERRORS)}
        self.not_attempted = {_not_attempted("This exercise")}
        for known in MESSAGES:
            self.errors |= {Error(name, known.kept) for name in ERRORS if issubclass(_kind(name), known.kinds)}
        for source in (test, *given):
            reader = _read(source)
            for site in reader.sites:
                for message in site.messages(mistakes):
                    self.failures[message] |= site.names
        self._longest_first = sorted(self.failures, key=len, reverse=True)
        names = _names(test)
        for name in names[0]:
            self.errors.add(Error("NameError", str(check.explain(NameError(f"name '{name}' is not defined")))))
        for name in [*names[0], *(f"{one}.{other}" for one, other in itertools.product(*names))]:
            self.not_attempted.add(_not_attempted(name))

    def failure(self, text: str) -> Failure:
        """What may be said of a failed check.

        Args:
            text: the name of the answer, and what of the check's message may be kept.
        """
        for message in self._longest_first if len(text) <= LONGEST else ():
            if UNKNOWN in message:
                found = re.fullmatch(f"(.*) {_pattern(message)}", text, re.DOTALL)
                name = found[1] if found else None
            else:
                name = text[: -len(message) - 1] if text.endswith(f" {message}") else None
            if name is not None:
                names = self.failures[message]
                like = (own for own in sorted(names) if re.fullmatch(_pattern(own), name, re.DOTALL))
                return Failure(name if name in names else next(like, NAMELESS), message)
        return Failure(NAMELESS, UNSAID_CHECK)

    def error(self, kind: str, text: str) -> Error:
        """What may be said of an error.

        Args:
            kind: name of its class.
            text: its message, which ends with a note if a hidden test has met it.
        """
        note = f" {ON_HIDDEN_NUMBERS}"
        said = self._error(kind, text.removesuffix(note))
        return said._replace(sentence=said.sentence + note) if self._hidden and text.endswith(note) else said

    def _error(self, kind: str, text: str) -> Error:
        if kind not in ERRORS:
            return Error(SOME_ERROR, UNSAID)
        made = _kind(kind)(text)
        kept = (each.kept for each in MESSAGES if isinstance(made, each.kinds) and each.reads(text))
        said = [Error(kind, sentence) for sentence in (check.explain(made), next(kept, None)) if sentence]
        return next((each for each in said if each in self.errors), Error(kind, UNSAID))

    def unwritten(self, sentence: str) -> str:
        """What may be said of an exercise that is not attempted.

        Args:
            sentence: what the grader says of it, in one line.
        """
        return sentence if sentence in self.not_attempted else _not_attempted("This exercise")

    def all(self) -> frozenset[tuple[str, ...]]:
        """All that can be said of the test where it is lost."""
        notes = ("", f" {ON_HIDDEN_NUMBERS}") if self._hidden else ("",)
        failures = {Failure(name, message) for message, names in self.failures.items() for name in (*names, NAMELESS)}
        return frozenset(
            [
                *failures,
                Failure(NAMELESS, UNSAID_CHECK),
                *(error._replace(sentence=error.sentence + note) for error in self.errors for note in notes),
                *STOPS.values(),
                *((sentence,) for sentence in self.not_attempted),
            ]
        )


@lru_cache(maxsize=256)  # the tests of a class are the same
def sayable(test: str, given: tuple[str, ...] = (), mistakes: tuple[str, ...] = ()) -> Sayable:
    """All that may be said of one test, as `Sayable`.

    Args:
        test: its source, hidden tests included.
        given: sources of locked cells, whose functions it may call.
        mistakes: the sentences that the lesson has for mistakes in it.
    """
    return Sayable(test, given, mistakes)


def stop(text: str) -> Error:
    """What may be said where a student's code did not come to an end.

    Args:
        text: what the grader says.
    """
    return next(said for words, said in STOPS.items() if words in text)


def bits(test: str, given: tuple[str, ...] = (), mistakes: tuple[str, ...] = ()) -> float:
    """How many bits of what it knows a student's code can put on a page by losing a test.

    Args:
        test: its source, hidden tests included.
        given: sources of locked cells, whose functions it may call.
        mistakes: the sentences that the lesson has for mistakes in it.
    """
    return math.log2(len(sayable(test, given, mistakes).all()) + 2)  # or it is passed, as a whole or in part


# --- reading a test ---------------------------------------------------------------------------------------------------


class _Site(NamedTuple):
    """A call of a check in a test."""

    check: str
    names: frozenset[str]  # that it can have for an answer
    own: dict[str, tuple[str, ...]]  # what it has for the places of sentences
    hidden: tuple[bool, ...]  # whether it stands in a hidden test; both, where that can't be told

    def messages(self, mistakes: tuple[str, ...]) -> Iterator[str]:
        """All that is kept of what it says of an answer, after its name.

        Args:
            mistakes: the sentences that the lesson has for mistakes in the test.
        """
        if self.check == "CheckFailed":
            yield from self.own["message"]
            return
        for message in kept_messages(self.check, {"slip": mistakes, **self.own}):
            if message in (NO_ANSWER.text, NOT_ATTEMPTED.text):
                yield message
            else:
                yield from (f"{message} {ON_HIDDEN_NUMBERS}" if hidden else message for hidden in self.hidden)


class _UnknownError(Exception):
    """A value that a test does not show."""


class _Thing:
    """A value of which nothing is known but a name."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Array(NamedTuple):
    """An array of which only the shape is known."""

    shape: tuple[int, ...]


class _Reader:
    """The checks that a cell makes."""

    def __init__(self, source: str) -> None:
        """
        Args:
            source: of the cell.
        """
        self.sites: list[_Site] = []
        self._hidden = _hidden_lines(source)
        self._turns = 0
        try:
            tree = ast.parse(python_of(source))
        except SyntaxError:
            return
        self._run(tree.body, {}, ())

    def _run(self, statements: list[ast.stmt], known: dict[str, Any], hidden: tuple[bool, ...]) -> None:
        """Go through statements.

        Args:
            statements: to be gone through.
            known: values by name, as far as they are known. Changed.
            hidden: whether they are a hidden test, if that isn't where they stand.
        """
        for statement in statements:
            if isinstance(statement, ast.For):
                self._look(statement.iter, known, hidden)
                for value in self._items(statement.iter, known):
                    _bind(statement.target, value, known)
                    self._run(statement.body, known, hidden)
                self._run(statement.orelse, known, hidden)
            elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
                inside = dict(known)
                for argument in ast.walk(statement):
                    if isinstance(argument, ast.arg):
                        inside.pop(argument.arg, None)
                self._run(statement.body, inside, (False, True))
            else:
                bodies = [part for field in ("body", "orelse", "finalbody") for part in getattr(statement, field, [])]
                bodies += [part for handler in getattr(statement, "handlers", []) for part in handler.body]
                for child in ast.iter_child_nodes(statement):
                    if not isinstance(child, ast.stmt | ast.ExceptHandler):
                        self._look(child, known, hidden)
                if isinstance(statement, ast.Assign):
                    for target in statement.targets:
                        _bind(target, _or_nothing(statement.value, known), known)
                else:
                    for name in ast.walk(statement):
                        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store | ast.Del) and not bodies:
                            known.pop(name.id, None)
                self._run(bodies, known, hidden)

    def _items(self, node: ast.expr, known: dict[str, Any]) -> Iterator[Any]:
        """What a loop runs over; one value of which nothing is known, if that is not known."""
        try:
            items = list(itertools.islice(iter(_value(node, known)), _MOST))
        except (_UnknownError, TypeError):
            items = [None]
        for item in items:
            self._turns += 1
            if self._turns > _MOST:
                return
            yield item

    def _look(self, node: ast.AST, known: dict[str, Any], hidden: tuple[bool, ...]) -> None:
        """Look for checks in an expression."""
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            first, inside = node.generators[0], dict(known)
            for value in self._items(first.iter, known):
                _bind(first.target, value, inside)
                for more in node.generators[1:]:
                    _bind(more.target, None, inside)
                for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                    self._look(part, inside, hidden)
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            self._site(node, node.func.attr, known, hidden or (self._hidden[node.lineno],))
        for child in ast.iter_child_nodes(node):
            self._look(child, known, hidden)

    def _site(self, call: ast.Call, name: str, known: dict[str, Any], hidden: tuple[bool, ...]) -> None:
        assert isinstance(call.func, ast.Attribute)  # for mypy
        if not isinstance(call.func.value, ast.Name) or call.func.value.id != "check":
            return
        given = {each.arg: _or_nothing(each.value, known) for each in call.keywords}
        args = [_or_nothing(arg, known) for arg in call.args]
        if name == "CheckFailed" and len(args) == 2:
            own: dict[str, tuple[str, ...]] = {"message": (args[1],) if isinstance(args[1], str) else ()}
            self.sites.append(_Site(name, _texts(args[0]), own, hidden))
        if name not in SAID_BY:
            return
        names = _texts(given.get("name"))
        if name in _WITHOUT_NAME and "name" not in given and len(args) > _WITHOUT_NAME[name]:
            function = args[_WITHOUT_NAME[name]]
            names = frozenset([function.name]) if isinstance(function, _Thing) else frozenset()
        own = {}
        if sizes := next((each.value for each in call.keywords if each.arg == "sizes"), None):
            own["label"] = _labels(sizes, known)
        if (
            name == "parts"
            and len(args) > 1
            and isinstance(args[1], tuple)
            and all(type(each) is str for each in args[1])
        ):
            own["parts"] = (asked_parts(args[1]),)
        if name == "raises" and args and isinstance(args[0], _Thing):
            own["error"] = (args[0].name,)
        self.sites.append(_Site(name, names, own, hidden))


def _texts(value: Any) -> frozenset[str]:
    return frozenset([value]) if isinstance(value, str) else frozenset()


def _labels(node: ast.expr, known: dict[str, Any]) -> tuple[str, ...]:
    """What a size of the problem, or the product of two, may be called."""
    sizes = _or_nothing(node, known)
    if not isinstance(sizes, dict) and isinstance(node, ast.Dict):
        keys = [_or_nothing(key, known) for key in node.keys if key]
        primes = (number for number in itertools.count(2) if all(number % factor for factor in range(2, number)))
        sizes = dict(zip((key for key in keys if isinstance(key, str)), primes, strict=False))  # no two of them alike
    if not isinstance(sizes, dict) or not all(type(size) is int for size in sizes.values()):
        return ()
    return tuple(listed(labels) for labels in named_sizes(sizes).values())


def _hidden_lines(source: str) -> list[bool]:
    """Whether a line of a cell stands in a hidden test, by its number."""
    found = [False]
    inside = False
    for line in source.split("\n"):
        if marker := re.search(f"(BEGIN|END) {MARKERS['test']}", line):
            inside = marker[1] == "BEGIN"
        found.append(inside)
    return found


@lru_cache(maxsize=256)  # given cells are those of every test of a lesson
def _read(source: str) -> _Reader:
    return _Reader(source)


def _bind(target: ast.expr, value: Any, known: dict[str, Any]) -> None:
    """Give names a value, as far as it is known; None is nothing known."""
    if isinstance(target, ast.Name):
        known.pop(target.id, None)
        if value is not None:
            known[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        items = list(value) if isinstance(value, tuple | list | str) else []
        if len(items) != len(target.elts):
            items = [None] * len(target.elts)
        for one, item in zip(target.elts, items, strict=True):
            _bind(one, item, known)
    elif isinstance(target, ast.Starred):
        _bind(target.value, None, known)


def _or_nothing(node: ast.expr, known: dict[str, Any]) -> Any:
    try:
        return _value(node, known)
    except _UnknownError:
        return None


_OPERATIONS: dict[type[ast.AST], Any] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: +a,
}
_FUNCTIONS: dict[str, Any] = {
    each.__name__: each for each in (dict, enumerate, int, len, list, range, reversed, sorted, str, tuple)
}
_COLUMNS = (tuple, list, dict, str, range)
_SHAPED = {"zeros": "shape", "ones": "shape", "empty": "shape", "normal": "size", "uniform": "size", "random": "size"}


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    """The value of an expression of constants and of what is known; no code of anybody's runs for it.

    Raises:
        _UnknownError: it is not known.
    """
    try:
        return _worked_out(node, known)
    except _UnknownError:
        raise
    except Exception as error:  # such as a division by zero
        raise _UnknownError from error


def _worked_out(node: ast.expr, known: dict[str, Any]) -> Any:
    def value(part: ast.expr) -> Any:
        return _worked_out(part, known)

    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return known.get(node.id, _Thing(node.id))
        case ast.Tuple() | ast.List():
            parts = [_or_nothing(part, known) for part in node.elts]
            return tuple(parts) if isinstance(node, ast.Tuple) else parts
        case ast.Dict():
            return {
                value(key): _or_nothing(item, known) for key, item in zip(node.keys, node.values, strict=True) if key
            }
        case ast.JoinedStr():
            return "".join(_place(part, known) for part in node.values)
        case ast.UnaryOp():
            return _OPERATIONS[type(node.op)](value(node.operand))
        case ast.BinOp():
            return _OPERATIONS[type(node.op)](value(node.left), value(node.right))
        case ast.Subscript() if not isinstance(node.slice, ast.Slice):
            return value(node.value)[value(node.slice)]
        case ast.Attribute():
            of = value(node.value)
            return of.shape if isinstance(of, _Array) and node.attr == "shape" else _Thing(node.attr)
        case ast.Lambda():
            return _Thing("<lambda>")
        case ast.Call(func=ast.Name(id="zip")):
            return _zipped([_or_nothing(part, known) for part in node.args])
        case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS and name not in known and not node.keywords:
            made = _FUNCTIONS[name](*map(value, node.args))
            return list(itertools.islice(made, _MOST)) if name in ("enumerate", "reversed") else made
        case ast.Call(func=ast.Attribute(value=of, attr="items" | "keys" | "values" as name)):
            return list(getattr(dict, name)(value(of)))
        case ast.Call(func=ast.Attribute(attr=name)) if name in _SHAPED:
            sized = {each.arg: each.value for each in node.keywords}
            shape = value(sized[_SHAPED[name]] if _SHAPED[name] in sized else node.args[0])
            shape = (shape,) if type(shape) is int else shape
            if type(shape) is tuple and all(type(size) is int for size in shape):
                return _Array(shape)
    raise _UnknownError


def _zipped(columns: list[Any]) -> list[Any]:
    """Rows of columns, of which some may not be known."""
    if not any(isinstance(column, _COLUMNS) for column in columns):
        raise _UnknownError
    whole = [column if isinstance(column, _COLUMNS) else itertools.repeat(None) for column in columns]
    return list(itertools.islice(zip(*whole, strict=False), _MOST))


def _place(part: ast.expr, known: dict[str, Any]) -> str:
    """A part of an f-string."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)  # for mypy
    value = _or_nothing(part.value, known)
    if isinstance(value, _Array) or not isinstance(value, int | float | str | tuple | list):
        return UNKNOWN
    if isinstance(value, tuple | list) and not all(isinstance(each, int | float | str | tuple) for each in value):
        return UNKNOWN
    shown = {-1: value, 114: repr(value), 115: str(value), 97: ascii(value)}[part.conversion]
    spec = str(_or_nothing(part.format_spec, known)) if part.format_spec else ""
    try:
        return format(shown, spec)
    except (TypeError, ValueError):
        return UNKNOWN


def words_of(sources: Iterable[str]) -> frozenset[str]:
    """The names that occur in some code.

    Args:
        sources: Python, whole or not.
    """
    return frozenset(word for source in sources for word in WORD.findall(source)) - frozenset(keyword.kwlist)


def _names(test: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a test takes from elsewhere, and those of the methods that it calls."""
    try:
        nodes = list(ast.walk(ast.parse(python_of(test))))
    except SyntaxError:
        return frozenset(), frozenset()
    names = [node for node in nodes if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)} | {
        node.arg for node in nodes if isinstance(node, ast.arg)
    }
    free = {node.id for node in names} - stored - set(vars(builtins)) - {"np", "check"}
    methods = {
        node.func.attr
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "check", "rng"))
    }
    return frozenset(free), frozenset(methods)


def _pattern(said: str) -> str:
    """A regular expression for what is said, in which there may be … for what the test does not show."""
    return ".*".join(map(re.escape, said.split(UNKNOWN)))


def _kind(name: str) -> type[Exception]:
    kind: type[Exception] = getattr(builtins, name)
    return kind


def _not_attempted(name: str) -> str:
    error = NotImplementedError()
    error.raised_in = name  # type: ignore[attr-defined]
    return str(check.explain(error))
