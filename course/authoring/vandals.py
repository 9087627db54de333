"""Vandals: a lesson's own answers made to overwrite what they are given, or to return what is no answer.

A test that computes what it expects from something that the student's code could reach expects what that code left
there. So each answer is tried with kinds of harm, with kinds of results, and with both:

- a wrong result must cost a test, and so must harm that is done at once;
- harm together with a wrong result must pass no test that the wrong result alone does not pass;
- what a function keeps, and overwrites at a later call, harms no test that expects nothing of it any more. With the
  right result it may have full marks. The methods of an object are nearer to one another: there it must cost a test;
- an object that is used once more must give the new result, so that no sum is carried over and no old value stays.
"""

import ast
import functools
import math
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any

import numpy as np

ZERO, NAN = 0.0, math.nan
# Results.
RIGHT, FILLED, OF_FILLED = "the right result", "{} in the right shape", "what is right for arguments of {}"
FIRST, BEFORE = "its first argument", "the right result of the call before"
OLD = "what was right when the same object was asked first"
# Harm; that to attributes is done to those without an underscore at the front, from outside the class.
NOW, LATER = "overwrites {} with {} at the end", "overwrites {} with {} at the next call"
SHOWN, SET = "shows attributes as {}", "overwrites what attributes are set to with {}"
IGNORED, UNUSED = "ignores what attributes are set to", "shows what attributes are set to, but does not use it"


class ActedError(Exception):
    """Raised by a vandal that only tells, where it would have done something."""


@dataclass(frozen=True)
class Vandal:
    """What is made of an answer.

    Attributes:
        target: a function, a method as Class.method, or a class, of which all methods are meant.
        result: what is returned, one of the above.
        harm: what else is done, one of the above, or nothing.
        value: what is returned or written, where result or harm says so.
        argument: the only one that is overwritten; all if empty.
        tells: whether it raises ActedError in place of any harm or wrong result, and is right otherwise.
    """

    target: str
    result: str = RIGHT
    harm: str = ""
    value: float = ZERO
    argument: str = ""
    tells: bool = False

    def __str__(self) -> str:
        number = f"{self.value:.0f}"
        harm = self.harm.format(self.argument or "its arguments", number) if self.harm in (NOW, LATER) else self.harm
        return f"returns {self.result}".format(number) + (f", and {harm.format(number)}" if harm else "")

    def source(self, answer: str) -> str:
        """`answer`, the source of the lesson's own, made to do this."""
        parts = repr(astuple(self)).replace("nan,", "float('nan'),")
        return f"{answer}\n\n\n__import__({__name__!r}, fromlist=['spoil']).spoil(globals(), {parts})\n"

    def alone(self) -> "Vandal":
        """The same result without any harm."""
        return replace(self, harm="", argument="")

    def telling(self) -> "Vandal":
        """One that fails the tests in which this one does anything."""
        return replace(self, tells=True)


def vandals(tree: ast.Module, lines: set[int]) -> Iterator[Vandal]:
    """All that are made of an answer.

    Args:
        tree: of its source. Not changed.
        lines: those that a student writes.
    """
    for node in tree.body:
        theirs = any(getattr(part, "lineno", None) in lines for part in ast.walk(node))
        if isinstance(node, ast.FunctionDef) and theirs:
            yield from _of_function(node.name, [arg.arg for arg in node.args.args])
            yield from _with_harm(node.name, (NOW, LATER))
        elif isinstance(node, ast.ClassDef) and theirs:
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    target = f"{node.name}.{method.name}"
                    yield from _of_function(target, [arg.arg for arg in method.args.args[1:]])
                    if any(isinstance(part, ast.Return) and part.value for part in ast.walk(method)):
                        yield Vandal(target, OLD)
            yield from (Vandal(node.name, RIGHT, harm) for harm in (IGNORED, UNUSED))
            yield from (Vandal(node.name, RIGHT, harm, value) for harm in (LATER, SHOWN) for value in (ZERO, NAN))
            yield from _with_harm(node.name, (NOW, LATER, SHOWN, SET))


def _of_function(target: str, arguments: Sequence[str]) -> Iterator[Vandal]:
    yield from (Vandal(target, RIGHT, NOW, value, argument) for argument in arguments for value in (ZERO, NAN))
    if not target.endswith(".__init__"):
        yield from (Vandal(target, result) for result in (FILLED, FIRST, BEFORE))


def _with_harm(target: str, harms: Sequence[str]) -> Iterator[Vandal]:
    for result, value in ((FILLED, ZERO), (FILLED, NAN), (OF_FILLED, ZERO)):
        yield from (Vandal(target, result, harm, value) for harm in ("", *harms))


# --- what they do -----------------------------------------------------------------------------------------------------


def spoil(names: dict[str, Any], parts: tuple[Any, ...]) -> None:
    """Make a vandal of a function or class.

    Args:
        names: of the notebook. That of the vandal's target is bound to the vandal.
        parts: those of a `Vandal`.
    """
    vandal = Vandal(*parts)
    owner, _, method = vandal.target.partition(".")
    thing = names[owner]
    if not isinstance(thing, type):
        names[owner] = _Spoiler(vandal, 0).of(thing)
        return
    spoiler = _Spoiler(vandal, 1)
    methods = {name: value for name, value in vars(thing).items() if callable(value)}
    for name, value in methods.items():
        setattr(thing, name, spoiler.inside(spoiler.of(value) if method in ("", name) else value))
    if vandal.harm in (SHOWN, SET, IGNORED, UNUSED):
        spoiler.guard(thing)


class _Spoiler:
    """Makes the vandals of a function, or of the methods of one class."""

    def __init__(self, vandal: Vandal, first: int) -> None:
        """
        Args:
            vandal: what they do.
            first: place of the first argument that is not self.
        """
        self._vandal, self._first = vandal, first
        self._kept: list[Any] = []  # what calls were given
        self._depth = 0  # of methods in methods

    def of(self, right: Callable[..., Any]) -> Callable[..., Any]:
        """One function's."""
        vandal = self._vandal
        names = right.__code__.co_varnames[self._first : right.__code__.co_argcount]
        result = RIGHT if right.__name__ == "__init__" else vandal.result
        last: list[Any] = []
        first: dict[int, tuple[Any, Any]] = {}  # by the id of an object: itself, which so stays, and what it gave

        @functools.wraps(right)
        def spoiled(*args: Any, **kwargs: Any) -> Any:
            itself, args = args[: self._first], args[self._first :]
            values = (*args, *kwargs.values())
            given = {**dict(zip(names, args, strict=False)), **kwargs}

            def call(some: tuple[Any, ...]) -> Any:
                return right(*itself, *some[: len(args)], **dict(zip(kwargs, some[len(args) :], strict=True)))

            harmed = tuple(value for name, value in given.items() if vandal.argument in ("", name))
            mine = _copied(values) if vandal.harm and not vandal.tells else values
            if vandal.harm == LATER:
                for kept in self._kept:
                    self._fill(kept)
                self._kept.append(harmed)
            if vandal.harm == NOW and vandal.tells:
                self._fill(_copied(harmed))
            if result == OF_FILLED:
                mine = _copied(mine)
                self._fill(mine)
            returned = call(mine)
            if result == FILLED:
                returned = self._filled(returned)
            if result in (FIRST, BEFORE):
                last.append(_copied(returned))
                returned = values[0] if result == FIRST else last[-2:][0]
                if not _is_same(returned, last[-1]):
                    self._tell()
            if result == OLD:
                returned = _copied(first.setdefault(id(itself[0]), (itself[0], _copied(returned)))[1])
            if vandal.harm == NOW and not vandal.tells:
                self._fill(harmed)
            return returned

        return spoiled

    def inside(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """A method as it is, which may do with attributes what it likes."""

        @functools.wraps(method)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._depth += 1
            try:
                return method(*args, **kwargs)
            finally:
                self._depth -= 1

        return counted

    def guard(self, kind: Any) -> None:
        """Do harm where attributes are read or set from outside."""
        harm, spoiler = self._vandal.harm, self
        was_set: dict[tuple[int, str], Any] = {}

        def read(thing: Any, name: str) -> Any:
            value = object.__getattribute__(thing, name)
            if spoiler._depth or name.startswith("_") or callable(value):
                return value
            return spoiler._filled(value) if harm == SHOWN else was_set.get((id(thing), name), value)

        def write(thing: Any, name: str, value: Any) -> None:
            if spoiler._depth or name.startswith("_") or not hasattr(thing, name):
                object.__setattr__(thing, name, value)
            elif harm == SET:
                object.__setattr__(thing, name, _copied(value))
                spoiler._fill(value)
            elif harm == SHOWN:
                object.__setattr__(thing, name, value)
            else:
                spoiler._tell()
                if harm == UNUSED:
                    was_set[id(thing), name] = value

        kind.__getattribute__, kind.__setattr__ = read, write

    def _fill(self, thing: Any) -> None:
        if _fill(thing, self._vandal.value):
            self._tell()

    def _filled(self, thing: Any) -> Any:
        box = [_copied(thing)]
        self._fill(box)
        return box[0]

    def _tell(self) -> None:
        if self._vandal.tells:
            raise ActedError


def _fill(thing: Any, value: float) -> bool:
    """Write a number over all numbers in arrays, lists and dicts; returns whether any of them was another.

    Args:
        thing: what they are in. Changed in place; what is nothing but a number, or a tuple of them, can't be.
        value: the number; where whole numbers are, 0 stands in for nan.
    """
    if isinstance(thing, np.ndarray):
        if thing.dtype.kind not in "biuf" or not thing.flags.writeable:
            return False
        before = thing.copy()
        thing[...] = value if thing.dtype.kind == "f" else 0
        return not np.array_equal(before, thing, equal_nan=thing.dtype.kind == "f")
    if isinstance(thing, tuple):
        return sum(_fill(item, value) for item in thing) > 0  # each of them, where any() would stop at the first
    if isinstance(thing, list | dict):
        items = thing.items() if isinstance(thing, dict) else enumerate(thing)
        return sum(_put(thing, place, item, value) for place, item in list(items)) > 0
    if type(thing).__module__ == "__main__" and hasattr(thing, "__dict__"):  # an object of a class of the lesson's
        return _fill(vars(thing), value)
    return False


def _put(holder: Any, place: Any, item: Any, value: float) -> bool:
    """Write a number over what `holder` has at `place`; returns whether it was another."""
    if isinstance(item, tuple):
        items = list(item)
        changed = _fill(items, value)
        holder[place] = tuple(items)
        return changed
    if not isinstance(item, bool | int | float | np.number | np.bool_):
        return _fill(item, value)
    kind: Any = type(item)
    holder[place] = kind(value if isinstance(item, float | np.floating) else 0)
    return not np.array_equal(holder[place], item, equal_nan=True)


def _is_same(one: Any, other: Any) -> bool:
    try:
        return pickle.dumps(one) == pickle.dumps(other)
    except (pickle.PicklingError, AttributeError, TypeError):  # of a class of the lesson's
        return False


def _copied(thing: Any) -> Any:
    """The same with copies of all arrays, lists, tuples and dicts; what else is in it is the same."""
    if isinstance(thing, np.ndarray):
        return thing.copy()
    if type(thing) in (list, tuple):
        return type(thing)(map(_copied, thing))
    if type(thing) is dict:
        return {key: _copied(value) for key, value in thing.items()}
    return thing
