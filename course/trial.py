"""Try a student's answer of an earlier lesson: python -m course.trial NAME RESULT NOTEBOOK...

It runs in a process that may be ended, and whose output nobody reads. Of the first notebook that has the exercise it
runs the answer, the statements above that it needs, and the checks that follow. What is found goes to a file as JSON:
"said", what is to be said of the answer; "lesson", where it is from; and "program", if it passes, its sources.
"""

import ast
import json
import os
import re
import symtable
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from course import check
from course.cells import python_of
from course.check.progress import CHECKS
from course.check.words import listed

SECONDS = 2.0  # for an answer and its checks


class _Cell(NamedTuple):
    """A code cell; `kind` is "solution", "test", "given" or nothing."""

    source: str
    kind: str


class _Exercise(NamedTuple):
    """The cells of a notebook down to the last test of an exercise, and the places of its answer and its tests."""

    cells: list[_Cell]
    solution: int
    tests: list[int]


def main(name: str, result: Path, notebooks: list[Path]) -> None:
    """Try an answer, write what was found, and end the process.

    Args:
        name: of the function or class.
        result: the file that is written.
        notebooks: where the exercise is looked for, in this order.
    """
    unread = []
    for path in notebooks:
        try:
            exercise = _exercise(path, name)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            unread.append(path.name)
            continue
        if exercise:
            _try(exercise, str(int(path.name[:2])), result)
            return
    said = f"{listed(unread)} can't be read" if unread else "no notebook beside this one asks for it"
    _write(result, said=said)


def _exercise(path: Path, name: str) -> _Exercise | None:
    """What a notebook has of an exercise, if it has any."""
    cells = [cell for cell in json.loads(path.read_bytes())["cells"] if cell["cell_type"] == "code"]
    read = [_Cell("".join(cell["source"]), _kind(cell["metadata"].get("nbgrader", {}))) for cell in cells]
    tests = [place for place, cell in enumerate(read) if cell.kind == "test" and _checked(cell.source)[0] == name]
    if not tests:
        return None
    answers = [place for place, cell in enumerate(read[: tests[0]]) if cell.kind == "solution"]
    return _Exercise(read[: tests[-1] + 1], answers[-1], tests)


def _kind(grading: dict[str, Any]) -> str:
    if grading.get("solution"):
        return "solution"
    return "test" if grading.get("grade") else "given" if grading.get("locked") else ""


def _checked(source: str) -> tuple[str, str]:
    """What the first line of a test says: the exercise, and what is checked."""
    found = CHECKS.fullmatch(source.partition("\n")[0].rstrip())
    return (found[1], found[0].partition(found[1])[2].strip(" ,:")) if found else ("", "")


def _try(exercise: _Exercise, lesson: str, result: Path) -> None:
    """Run an answer and its tests."""

    def end(said: str, **more: Any) -> None:
        _write(result, said=said, lesson=lesson, **more)
        os._exit(0)  # whatever the answer has left running

    _write(result, said="ends Python", lesson=lesson)  # unless something else turns out
    scope: dict[str, Any] = {"__name__": "__main__"}
    place, clock = -1, threading.Timer(SECONDS, end, [f"takes longer than {SECONDS:g} s"])
    try:
        everything = _program(exercise.cells, {exercise.solution, *exercise.tests})
        # The course's libraries take a while to be imported; that is not the answer's time.
        for place, source in everything:
            if exercise.cells[place].kind == "given" and re.match("import |from ", source):
                exec(source, scope)
        clock.start()
        for place, source in everything:
            exec(compile(source, f"<cell {place}>", "exec"), scope)
    except (check.NotAttempted, NotImplementedError):
        end("is not written yet")
    except BaseException as error:
        test = place in exercise.tests
        what = f"fails the check '{_checked(exercise.cells[place].source)[1]}'" if test else ""
        end(what or f"stops with {type(error).__name__}")
    own = _program(exercise.cells[: exercise.solution + 1], {exercise.solution})
    end("passes", program=[source for _, source in own])


def _program(cells: list[_Cell], whole: set[int]) -> list[tuple[int, str]]:
    """Some cells whole, and those statements of others that bind what these need; each with the place of its cell."""
    program: list[tuple[int, str]] = []
    needed: set[str] = set()
    for place in reversed(range(len(cells))):
        source = python_of(cells[place].source)
        if place in whole:
            program.append((place, source))
        elif cells[place].kind == "test":
            continue  # of another exercise
        for statement, bound, used in reversed(list(_statements(source))):
            if place not in whole and bound & needed:
                program.append((place, statement))
            if place in whole or bound & needed:
                needed = (needed - bound) | used
    return program[::-1]


def _statements(source: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """The statements of a cell, each with the names that it binds and those that it uses."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for statement in tree.body:
        alone = ast.unparse(statement)
        yield alone, *_names(symtable.symtable(alone, "<statement>", "exec"))


def _names(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """The names that code binds at the top, and those from there that it uses anywhere."""
    top = table.get_type() == "module"
    symbols = table.get_symbols()
    bound = {each.get_name() for each in symbols if top and (each.is_assigned() or each.is_imported())}
    used = {each.get_name() for each in symbols if each.is_referenced() and (top or each.is_global())}
    for child in table.get_children():
        used |= _names(child)[1]
    return bound, used


def _write(result: Path, **found: Any) -> None:
    result.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), [Path(each) for each in sys.argv[3:]])
