"""The lists of what the course needs (pyproject.toml, environment.yml, the lock, the Makefile) agree."""

import platform
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
PINS = {
    canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.+!-]+)(?= ; | \\$)", LOCK, re.M)
}


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    parsed = map(Requirement, requirements)
    return {canonicalize_name(each.name): each.specifier for each in parsed}


DIRECT = bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])


def test_conda_installs_the_same_dependencies() -> None:
    ours = {"bleach-with-css": "bleach", "msgpack-python": "msgpack"}  # conda-forge's names for them
    packages = bounds([entry for entry in CONDA["dependencies"] if isinstance(entry, str)])

    assert packages.pop("python") == PROJECT["requires-python"]
    assert packages.pop("pip") == SpecifierSet()
    packages = {ours.get(name, name): bound for name, bound in packages.items()}
    assert packages == bounds(PROJECT["dependencies"])


def test_conda_installs_the_course_itself() -> None:
    by_pip = [entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict)]

    assert by_pip == [["-e ."]]
    assert CONDA["name"] == PROJECT["name"]
    assert CONDA["channels"] == ["conda-forge"]


@pytest.mark.parametrize("name", DIRECT)
def test_lock_pins_each_dependency_within_its_bounds(name: str) -> None:
    assert name in PINS
    assert PINS[name] in DIRECT[name]


def test_lock_holds_nothing_but_pins_with_hashes() -> None:
    """In particular no address of a package index, which would bind users to it."""
    pin = r"[\w.-]+==[\w.+!-]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    rest = re.sub(pin, "", re.sub(r"^#.*\n", "", LOCK, flags=re.M))

    assert rest == ""
    assert "://" not in LOCK


def test_python_is_one_that_the_project_allows() -> None:
    assert platform.python_version() in SpecifierSet(PROJECT["requires-python"])


def test_makefile_wants_the_python_of_the_project() -> None:
    makefile = (ROOT / "Makefile").read_text()
    asked = re.findall(r"sys\.version_info < \((\d+), (\d+)\)", makefile)
    locked_for = re.findall(r"--python-version (\S+)", makefile)

    assert [f">={'.'.join(version)}" for version in asked] == [PROJECT["requires-python"]]
    assert [f">={version}" for version in locked_for] == [PROJECT["requires-python"]]
