"""What this machine lacks for the course, and how to get it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

# The first is Chromium without any windows, which needs least.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `remedy` is empty where nothing is missing."""

    what: str
    found: str
    remedy: str = ""
    needed: bool = True  # by everybody; otherwise by those only whom the remedy names


def examine(root: Path) -> Iterator[Finding]:
    """Look at this machine and at a course; nothing is changed.

    Args:
        root: the course's folder.
    Returns:
        What was found, in the order in which it is looked at.
    """
    here = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", here, "" if sys.version_info >= (3, 11) else "install Python 3.11 or later")
    yield from _packages()
    yield _torch()
    yield _extensions()
    yield _sandbox()
    yield from _gradebook(root)
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    yield Finding(
        "browser for the tests",
        browser or "none",
        "" if browser else "only to run all tests: apt-get install chromium-headless-shell",
        needed=False,
    )
    for name in ("nbgrader_config.py", "source", "release"):
        there = (root / name).exists()
        remedy = "run: course build" if name != "nbgrader_config.py" else "name the course's folder with --root"
        yield Finding(f"{name} in {root}", "there" if there else "missing", "" if there else remedy)


def _sandbox() -> Finding:
    """Where students' code runs when it is graded; tried, since bubblewrap may be there and not be allowed to work."""
    from course.grading.sandbox import Sandbox, SandboxError

    found = shutil.which("bwrap")
    if found is None:
        return Finding("sandbox for grading", "none", "only to grade: apt-get install bubblewrap", needed=False)
    try:
        tried = Sandbox()
        tried.ready()
        tried.close()
    except SandboxError as error:
        return Finding("sandbox for grading", found, f"only to grade: {error}", needed=False)
    return Finding("sandbox for grading", found)


def _gradebook(root: Path) -> Iterator[Finding]:
    """The database of a course's marks, and whether it answers."""
    try:
        from course.config import CourseError, course_config
        from course.gradebook import where

        yield Finding("gradebook", where(course_config(root)))
    except ImportError as error:
        yield Finding("gradebook", f"{error.name} is not installed", "run: make setup")
    except CourseError as error:
        if (root / "nbgrader_config.py").exists():
            yield Finding("gradebook", "can't be used", str(error))


def _packages() -> Iterator[Finding]:
    try:
        wanted = [Requirement(line) for line in requires("neural-networks-course") or []]
    except PackageNotFoundError:
        yield Finding("neural-networks-course", "not installed", "run: make setup")
        return
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            got = version(requirement.name)
        except PackageNotFoundError:
            got = ""
        fits = bool(got) and requirement.specifier.contains(got, prereleases=True)
        remedy = "" if fits else f"run: make setup (needs {requirement.specifier})"
        yield Finding(requirement.name, got or "not installed", remedy)


def _torch() -> Finding:
    try:
        return Finding("torch, for lesson 9", version("torch"))
    except PackageNotFoundError:
        remedy = "only for lesson 9: make torch, or pip install torch torchvision"
        return Finding("torch, for lesson 9", "not installed", remedy, needed=False)


def _extensions() -> Finding:
    """nbgrader's part of JupyterLab, which comes with it and can be turned off."""
    try:
        from jupyter_core.paths import jupyter_path
        from jupyterlab.commands import AppOptions, get_app_info
    except ImportError:
        return Finding("nbgrader in JupyterLab", "JupyterLab is not installed", "run: make setup")

    info = get_app_info(AppOptions(labextensions_path=jupyter_path("labextensions")))
    on = "@jupyter/nbgrader" in info["federated_extensions"] and "@jupyter/nbgrader" not in info["disabled"]
    remedy = "" if on else "run: make setup, then: .venv/bin/jupyter labextension enable @jupyter/nbgrader"
    return Finding("nbgrader in JupyterLab", "on" if on else "off or not installed", remedy)
