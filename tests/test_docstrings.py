"""Docstrings of public functions name every argument, and none that is not there."""

import ast
import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import pytest

from tests.courses import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
SECTION = re.compile(r"^Args:\n((?:[ ]{4}.*\n?|\n)+)", re.M)


def functions(path: Path) -> Iterator[tuple[str, Function, str]]:
    """The public functions and methods of a module that have arguments explained: name, function, docstring.

    What a class is made of stands in its __init__.
    """
    tree = ast.parse(path.read_text())
    places: list[tuple[str, ast.stmt]] = [("", node) for node in tree.body]
    for owner, node in places:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            places += [(f"{node.name}.", inner) for inner in node.body]
        if isinstance(node, Function) and (not node.name.startswith("_") or node.name == "__init__"):
            text = ast.get_docstring(node, clean=False)
            if text is not None and "Args:" in text:
                yield f"{owner}{node.name}", node, cleandoc(text)


def arguments(node: Function) -> list[str]:
    given = node.args
    every = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    return [each.arg for each in every if each is not None and each.arg not in ("self", "cls")]


def explained(docstring: str) -> list[str]:
    section = SECTION.search(docstring)
    return re.findall(r"^ {4}\*{0,2}(\w+):", section[1], re.M) if section else []


MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "course").rglob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_every_argument_has_a_line(module: str) -> None:
    for name, node, docstring in functions(ROOT / module):
        assert explained(docstring) == arguments(node), name


def test_there_are_docstrings_to_look_at() -> None:
    assert sum(1 for module in MODULES for _ in functions(ROOT / module)) > 200
