"""The lists of what the course needs (pyproject.toml, environment.yml, the lock, the Makefile) agree with each other.

And with what is imported.
"""

import ast
import platform
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())
STUDENTS = tomllib.loads((ROOT / "students" / "pyproject.toml").read_text())
FOLDERS = (".", "students", "website")
LOCK, STUDENT_LOCK, SITE_LOCK = LOCKS = [(ROOT / folder / "requirements.lock").read_text() for folder in FOLDERS]


def pins(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([\w.+!-]+)(?= ; | \\$)", lock, re.M)
    return {canonicalize_name(name): version for name, version in found}


PINS, STUDENT_PINS, SITE_PINS = map(pins, LOCKS)


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    parsed = map(Requirement, requirements)
    return {canonicalize_name(each.name): each.specifier for each in parsed}


RUNTIME = bounds(PROJECT["dependencies"])
CHOSEN = bounds([line for extra, lines in PROJECT["optional-dependencies"].items() if extra != "dev" for line in lines])
UNLOCKED = bounds(PROJECT["optional-dependencies"]["torch"])  # too large to be in a lock
FOR_THE_SITE = bounds(PROJECT["optional-dependencies"]["site"])
DIRECT = RUNTIME | bounds([line for extra in PROJECT["optional-dependencies"].values() for line in extra])
OURS = {"course", "tests", "benchmarks", *(path.stem for path in (ROOT / "tools").glob("*.py"))}
FOR_STUDENTS = bounds(STUDENTS["project"]["dependencies"])
PACKAGED = STUDENTS["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]  # files in the wheel for students
USED_OTHERWISE = {  # than by an import
    "jsonschema": "bounded for the sake of what imports it",
    "matplotlib-inline": "the name of matplotlib's backend in the sandbox",
}


def imports(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, anywhere in it; none of a script that lists its own."""
    source = path.read_text()
    if source.startswith("# /// script\n"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def imported(*places: str) -> dict[str, set[str]]:
    """Where each distribution of others is imported, by its name, or by the package's if it isn't installed."""
    found: dict[str, set[str]] = {}
    distributions = packages_distributions()
    for path in (path for place in places for path in [ROOT / place, *(ROOT / place).rglob("*.py")] if path.is_file()):
        for package in set(imports(path)) - OURS - sys.stdlib_module_names:
            for name in distributions.get(package, [package]):
                found.setdefault(canonicalize_name(name), set()).add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize(
    ("places", "declared"),
    [
        (("course", "lessons", "nbgrader_config.py"), RUNTIME | CHOSEN),
        (("benchmarks", "tests", "tools"), DIRECT),
        ((*(f"students/{path}" for path in PACKAGED), "lessons"), FOR_STUDENTS | UNLOCKED),
    ],
    ids=["to use the course", "to work on it", "to do the lessons"],
)
def test_what_is_imported_is_declared(places: tuple[str, ...], declared: dict[str, SpecifierSet]) -> None:
    used = imported(*places)

    assert "numpy" in used
    assert {name: where for name, where in used.items() if name not in declared} == {}


def test_nothing_else_imports_tests() -> None:
    files = [path for place in ("course", "lessons", "benchmarks", "tools") for path in (ROOT / place).rglob("*.py")]

    assert len(files) > 80
    assert [str(path) for path in files if "tests" in imports(path)] == []


def test_the_wheel_for_students_imports_nothing_that_is_not_in_it() -> None:
    ours = re.compile(r"^\s*from course(?:\.(\w+))?\b(?:.*?import (\w+(?:, \w+)*))?", re.M)
    files = [path for place in PACKAGED for path in [ROOT / "students" / place]]
    sources = [path for place in files for path in ([place] if place.is_file() else place.rglob("*.py"))]
    wanted = {
        name
        for path in sources
        for module, names in ours.findall(path.read_text())
        for name in ([module] if module else names.split(", "))
    }

    assert {"check", "cells"} <= wanted
    assert wanted <= {Path(target).stem for target in PACKAGED.values()}


def test_students_get_the_versions_that_are_tested() -> None:
    assert {name: bound for name, bound in FOR_STUDENTS.items() if RUNTIME[name] != bound} == {}
    assert STUDENTS["project"]["version"] == PROJECT["version"]
    assert STUDENTS["project"]["requires-python"] == PROJECT["requires-python"]
    assert set(FOR_STUDENTS) <= set(STUDENT_PINS)
    assert {name: version for name, version in STUDENT_PINS.items() if PINS.get(name) != version} == {}


def test_what_is_declared_is_used() -> None:
    used = imported("course", "lessons", "nbgrader_config.py")

    assert set(RUNTIME) - set(used) == set(USED_OTHERWISE)


def test_conda_installs_the_same_dependencies() -> None:
    ours = {"msgpack-python": "msgpack"}  # conda-forge's names for them
    packages = bounds([entry for entry in CONDA["dependencies"] if isinstance(entry, str)])

    assert packages.pop("python") == PROJECT["requires-python"]
    assert packages.pop("pip") == SpecifierSet()
    packages = {ours.get(name, name): bound for name, bound in packages.items()}
    assert packages == RUNTIME


def test_conda_installs_the_course_itself() -> None:
    by_pip = [entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict)]

    assert by_pip == [["-e ."]]
    assert CONDA["name"] == PROJECT["name"]
    assert CONDA["channels"] == ["conda-forge"]


@pytest.mark.parametrize("name", sorted(set(DIRECT) - set(UNLOCKED)))
def test_lock_pins_each_dependency_within_its_bounds(name: str) -> None:
    locked = SITE_PINS if name in FOR_THE_SITE else PINS

    assert name in locked
    assert locked[name] in DIRECT[name]


def test_lock_holds_nothing_of_what_is_too_large() -> None:
    locked_extras = re.findall(r"--extra (\S+)", (ROOT / "Makefile").read_text())

    assert not set(UNLOCKED) & set(PINS)
    assert {"torch", *locked_extras} == set(PROJECT["optional-dependencies"])


def test_the_packages_of_the_site_change_no_other() -> None:
    assert {name: version for name, version in SITE_PINS.items() if PINS.get(name, version) != version} == {}


@pytest.mark.parametrize("lock", LOCKS, ids=FOLDERS)
def test_lock_holds_nothing_but_pins_with_hashes(lock: str) -> None:
    """In particular no address of a package index, which would bind users to it."""
    pin = r"[\w.-]+(?:\[[\w,.-]+\])?==[\w.+!-]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    rest = re.sub(pin, "", re.sub(r"^#.*\n", "", lock, flags=re.M))

    assert rest == ""
    assert "://" not in lock


def test_python_is_one_that_the_project_allows() -> None:
    assert platform.python_version() in SpecifierSet(PROJECT["requires-python"])


def test_makefile_wants_the_python_of_the_project() -> None:
    makefile = (ROOT / "Makefile").read_text()
    asked = re.findall(r"sys\.version_info < \((\d+), (\d+)\)", makefile)
    locked_for = re.findall(r"--python-version (\S+)", makefile)

    assert [f">={'.'.join(version)}" for version in asked] == [PROJECT["requires-python"]]
    assert [f">={version}" for version in locked_for] == [PROJECT["requires-python"]]


def test_reading_a_notebook_takes_no_second_of_preparation() -> None:
    """What comes in with this package compiles grammars whenever jsonschema is imported."""
    assert "rfc3987-syntax" not in PINS
