"""What the student's side imports: of this project the wire alone, so that it holds nothing that is worth a look."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import course.grading

GRADING = Path(course.grading.__file__).parent
INSIDE = sorted((GRADING / "inside").glob("*.py"))
WIRE = sorted((GRADING / "wire").glob("*.py"))
OUTSIDE = sorted({*GRADING.rglob("*.py")} - {*INSIDE})


def imported(path: Path) -> Iterator[str]:
    """Names of this project's modules, and of what is in them, that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "course")
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield f"course (relative, in line {node.lineno})"
        elif isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "course":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return name.startswith(tuple(f"course.grading.{package}." for package in packages))


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: path.name)
def test_the_inside_imports_the_wire_alone(path: Path) -> None:
    assert [name for name in imported(path) if not within(name, "inside", "wire")] == []


@pytest.mark.parametrize("path", WIRE, ids=lambda path: path.name)
def test_the_wire_imports_nothing_else(path: Path) -> None:
    assert [name for name in imported(path) if not within(name, "wire")] == []


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path.name)
def test_nothing_outside_imports_the_inside(path: Path) -> None:
    assert [name for name in imported(path) if within(f"{name}.", "inside")] == []


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("course.grading", {"course", "course.grading"}),
        ("course.grading.inside.spawner", {"course", "course.grading", "course.grading.inside"}),
        ("course.grading.inside.student", {"course", "course.grading", "course.grading.inside", "course.grading.wire"}),
    ],
)
def test_what_is_loaded(module: str, expected: set[str]) -> None:
    """In a fresh interpreter; `inside` and `wire` stand for all that is in them."""
    listed = f"import sys, {module}\nprint(*(name for name in sys.modules if name.split('.')[0] == 'course'))"
    done = subprocess.run([sys.executable, "-I", "-c", listed], capture_output=True, text=True, check=True)

    assert {".".join(name.split(".")[:3]) for name in done.stdout.split()} == expected
