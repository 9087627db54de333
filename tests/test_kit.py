"""The kit as a student meets it: unpacked in an empty folder, installed and started by the words of its START.md.

Installing asks the package index. It is the only test that does; where none answers, it is skipped, or fails where CI
is set.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from browser import Notebook, jupyterlab
from playwright.sync_api import Page, expect

from course.kit import PROJECT_FILES, make_kit
from tests.courses import ROOT

LESSON = "04-numerical-gradient"  # which imports all that a lesson may
FORBIDDEN = ("course.grading", "course.authoring", "course.cli", "course.kit", "typer", "nh3", "ruff")
# Python's own packages ask for what there is, and so must we.
ON_WINDOWS = """
import os, sys
sys.modules.update(dict.fromkeys(("fcntl", "grp", "pwd", "resource", "termios")))
for name in "fchmod fork geteuid getuid killpg register_at_fork sched_getaffinity setsid wait3".split():
    vars(os).pop(name, None)
from course import check, data, plots, widgets
from course.mine import mine
import course.trial
check.close(2.0, 2.0, name="double(1)")
print(data.digits()[0].shape, all(callable(getattr(plots, name)) for name in plots.__all__))
"""


def said(command: list[str | Path], folder: Path, **more: str) -> str:
    """What a command prints, run in a folder by somebody who has nothing of ours, with `more` in the environment."""
    ours = ("PYTHON", "VIRTUAL_ENV", "JUPYTER", "IPYTHON", "COURSE_", "MPL", "PYTEST")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        command, cwd=folder, env=environment | {"HOME": str(folder)} | more, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an unpacked kit of one lesson, after what START.md asks for on Linux."""
    course, folder = (tmp_path_factory.mktemp(name) for name in ("course", "unpacked"))
    for name in ("lessons", "source", "release"):
        shutil.copytree(ROOT / name / LESSON, course / name / LESSON)
    for name in ("course", "students"):
        shutil.copytree(ROOT / name, course / name)
    for name in ("nbgrader_config.py", *PROJECT_FILES):
        shutil.copy(ROOT / name, course)
    make_kit(course, course / "kit.zip")
    with zipfile.ZipFile(course / "kit.zip") as kit:
        kit.extractall(folder)
    folder /= "kit"
    probe = [sys.executable, "-m", "pip", "download", "--retries=0", "--timeout=20", "--no-deps", "--quiet", "six"]
    if subprocess.run(probe, cwd=course, capture_output=True).returncode:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("no package index answers, and the kit installs from one")
    steps = re.search(r"^macOS and Linux:\n+```\n(.+?)```", (folder / "START.md").read_text(), re.M | re.S)
    said(["sh", "-euc", steps[1]], folder, PIP_NO_COMPILE="0")  # which means yes: no time goes into what nobody imports
    return folder


def test_the_versions_are_those_of_the_lock(installed: Path) -> None:
    listed = json.loads(said([".venv/bin/python", "-m", "pip", "list", "--format=json"], installed))
    got = {re.sub(r"[-_.]+", "-", package["name"]).lower(): package["version"] for package in listed}
    locked = dict(
        re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / "students" / "requirements.lock").read_text(), re.M)
    )

    assert {"numpy", "nbgrader", "neural-networks-kit"} <= set(got)
    assert {name for name in got if name not in locked} <= {"pip", "setuptools", "neural-networks-kit"}
    assert {name: version for name, version in got.items() if locked.get(name, version) != version} == {}
    assert said([".venv/bin/python", "-m", "pip", "check"], installed) == "No broken requirements found.\n"


def test_nothing_for_instructors_is_installed(installed: Path) -> None:
    code = f"from importlib.util import find_spec; print([name for name in {FORBIDDEN} if find_spec(name)])"

    assert said([".venv/bin/python", "-c", code], installed) == "[]\n"


def test_a_lesson_runs(installed: Path) -> None:
    python = [".venv/bin/python", "-m", "jupyter", "nbconvert", "--execute", "--to=notebook", "--stdout"]
    ran = nbformat.reads(said([*python, f"release/{LESSON}/{LESSON}.ipynb"], installed), as_version=4)
    outputs = [output for cell in ran.cells for output in cell.get("outputs", [])]
    texts = [output.get("text", "") for output in outputs]

    assert [output for output in outputs if output.output_type == "error"] == []
    assert any(text.startswith("0 of 23 visible checks passed.") for text in texts)
    assert sum("data:image/png" in str(output) for output in outputs) > 3


def test_of_nbgrader_only_validate_is_there(installed: Path, page: Page, tmp_path: Path) -> None:
    with jupyterlab(installed, tmp_path, python=installed / ".venv/bin/python") as lab:
        Notebook(page, lab, f"release/{LESSON}/{LESSON}.ipynb")
        menus = page.get_by_role("menubar").get_by_role("menuitem").all_inner_texts()
        page.keyboard.press("ControlOrMeta+Shift+c")
        search = page.get_by_role("textbox", name="SEARCH")
        search.fill("restart kernel")
        expect(page.locator(".lm-CommandPalette-itemLabel").first).to_contain_text("Restart Kernel")
        search.fill("nbgrader")
        expect(page.locator(".lm-CommandPalette-emptyMessage")).to_be_visible()
        search.press("Escape")
        pages = ("formgrader", "assignments", "courses")
        answers = {name: page.request.get(f"{lab.url}{name}?token={lab.token}").status for name in pages}
        page.get_by_role("button", name="Validate").click()
        expect(page.get_by_role("dialog")).to_contain_text("forward_difference is not attempted", timeout=120_000)
        expect(page.get_by_role("dialog")).to_contain_text("answers in words, which a person reads")

    assert {"File", "Kernel"} <= set(menus)
    assert "Nbgrader" not in menus
    assert answers == dict.fromkeys(pages, 404)


def test_what_notebooks_import_asks_for_nothing_that_windows_lacks(tmp_path: Path) -> None:
    checked, rest = said([sys.executable, "-c", ON_WINDOWS], tmp_path).splitlines()

    assert checked.endswith(" double(1)")
    assert rest == "(1797, 8, 8) True"
