"""The command `course`: what it prints and exits with, the kit for students, and the doctor."""

import hashlib
import importlib.metadata
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from course import cli, demo, doctor, kit
from course.authoring.build import build
from course.cli import app
from course.config import CourseError, course_config

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ("build", "new", "check", "pull", "grade", "marks", "report", "class", "demo", "kit", "doctor")
NAME = "01-small"
LESSON = """# %% given="setup"
from course import check, data, plots

images, labels = data.digits()

# %% solution="one"
one = 0
### BEGIN SOLUTION
one = 1
### END SOLUTION

# %% test="one_is_one" points=1
check.close(one, 1, name="one")
"""
ANSWERS = '# %% one right="one"\none = 1\n'


def course_command(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="session")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one small lesson, with all that a kit takes from the repository, built; not to be changed."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", *kit.PROJECT_FILES):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "students", folder / "students")
    shutil.copytree(ROOT / "course", folder / "course")
    (folder / "course" / "__pycache__").mkdir(exist_ok=True)
    (folder / "course" / "__pycache__" / "old.pyc").write_text("old")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_it.py").write_text("")
    (folder / "lessons" / NAME).mkdir(parents=True)
    (folder / "lessons" / NAME / "lesson.py").write_text(LESSON)
    (folder / "lessons" / NAME / "answers.py").write_text(ANSWERS)
    build(folder)
    return folder


@pytest.fixture
def course(built_course: Path, tmp_path: Path) -> Path:
    """A built course that a test may change."""
    return shutil.copytree(built_course, tmp_path / "course")


@pytest.mark.parametrize("arguments", [(), *((command,) for command in COMMANDS)], ids=" ".join)
def test_help_is_there_for_every_command(arguments: tuple[str, ...]) -> None:
    result = course_command(*arguments, "--help")

    assert result.exit_code == 0
    assert "Usage: " in result.output
    assert all(command in result.output for command in COMMANDS if not arguments)


def test_without_a_command_help_is_shown() -> None:
    result = course_command()

    assert result.exit_code == 2
    assert "Usage: " in result.output


@pytest.mark.parametrize(
    "arguments", [("biuld",), ("build", "--forse"), ("pull",), ("grade", "--jobs", "0")], ids=" ".join
)
def test_a_wrong_call_is_told(arguments: tuple[str, ...]) -> None:
    result = course_command(*arguments)

    assert result.exit_code == 2
    assert "Usage: " in result.stderr


# What goes wrong is told in words, on stderr, wherever the command is called.
OUTSIDE = {
    "build": (["build"], "holds no lesson"),
    "build of a lesson": (["build", NAME], f"there is no lesson '{NAME}'; there are none"),
    "new": (["new", "10-name"], "holds no course/plots/__init__.py; run this in the repository's folder"),
    "check": (["check", NAME], f"there is no lesson '{NAME}'; there are none"),
    "pull": (["pull", NAME], "there is no lesson"),
    "grade": (["grade", NAME], "holds no nbgrader_config.py; run this in the course's folder, or name it with --root"),
    "marks": (["marks"], "holds no nbgrader_config.py"),
    "report": (["report"], "holds no nbgrader_config.py"),
    "demo": (["demo"], "holds no nbgrader_config.py"),
    "kit": (["kit"], "holds no lessons; run this in the course's folder, or name it with --root"),
}


@pytest.mark.parametrize(("arguments", "message"), OUTSIDE.values(), ids=OUTSIDE)
def test_outside_a_course_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)

    result = course_command(*arguments)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert message in one_line(result.stderr)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["build", "check", "pull", "demo"])
def test_an_unknown_lesson_is_told_with_the_known_ones(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(course.rglob("*"))

    result = course_command(command, "99-none", "--root", course)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"error: there is no lesson '99-none'; there are {NAME}\n"
    assert sorted(course.rglob("*")) == before
    assert list(tmp_path.iterdir()) == [course]


def test_a_demo_keeps_to_its_own_exchange(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its made-up students hand in must not come to the real ones."""
    monkeypatch.setenv("COURSE_EXCHANGE", str(tmp_path / "of all"))
    monkeypatch.setattr(demo, "build", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        demo.run(course, NAME, tmp_path / "demo")

    assert course_config(course).Exchange.root == str(tmp_path / "of all")
    assert course_config(tmp_path / "demo").Exchange.root == str(tmp_path / "demo" / "exchange")
    assert (tmp_path / "demo" / "exchange").is_dir()


def test_an_earlier_demo_is_not_replaced_in_vain(course: Path, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / demo.MARK).touch()
    (folder / "class.png").touch()

    assert course_command("demo", "99-none", "--root", course, "--folder", folder).exit_code == 1
    assert (folder / "class.png").exists()


def test_a_demo_never_replaces_another_folder(course: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "work.txt").touch()

    result = course_command("demo", NAME, "--root", course, "--folder", folder)

    assert result.exit_code == 1
    assert "was not made by a demo; name another folder with --folder" in one_line(result.stderr)
    assert [path.name for path in folder.iterdir()] == ["work.txt"]


def test_grading_without_submissions_says_how_to_collect(course: Path) -> None:
    result = course_command("grade", NAME, "--root", course)

    assert (result.exit_code, result.stdout) == (1, "")
    assert f"collect first: nbgrader collect {NAME}" in one_line(result.stderr)


def test_build_and_pull_say_what_they_did(course: Path) -> None:
    built = course_command("build", "--root", course)
    same = course_command("pull", NAME, "--root", course)
    source = course / "source" / NAME / f"{NAME}.ipynb"
    source.write_text(source.read_text().replace("one = 0", "one = 3"))
    refused = course_command("build", "--root", course)
    pulled = course_command("pull", NAME, "--root", course)

    assert (built.exit_code, built.stdout) == (0, f"built {NAME}: source/{NAME}, release/{NAME}\n")
    assert (same.exit_code, same.stdout) == (0, f"lessons/{NAME}/lesson.py says the same as source/{NAME} already\n")
    assert refused.exit_code == 1
    assert f"keep the edits with: course pull {NAME}, or drop them with: course build --force" in refused.stderr
    assert pulled.exit_code == 0
    assert f"has the edit; run course build {NAME}" in pulled.stdout
    assert "one = 3" in (course / "lessons" / NAME / "lesson.py").read_text()


def steps(result: Result) -> list[str]:
    """What `course check` did, each step with how it went."""
    return re.findall(r"^([✓✗] \w+) +\d+\.\d s", result.stdout, flags=re.MULTILINE)


def test_check_does_all_steps_in_order(course: Path) -> None:
    """In a course without the repository's tests."""
    (course / "tests").rename(course / "other")
    (course / "lessons" / NAME / "answers.py").write_text(
        ANSWERS
        + '# %% one right="float"\none=1.0\n'
        + "".join(f'# %% one wrong="{n}" fails="one_is_one" reads="one"\none = {n}\n' for n in (2, 3, 4))
    )

    result = course_command("check", NAME, "--root", course)

    assert steps(result) == ["✓ format", "✓ build", "✓ answers", "✓ slips", "✓ text"], result.output
    assert result.exit_code == 0
    assert "formatted answers.py\n" in result.stdout
    assert "left out: the tests of the text are in the repository" in result.stdout
    assert result.stdout.count("\n") == 5


def test_check_ends_with_the_first_step_that_finds_something(course: Path) -> None:
    wanting = course_command("check", NAME, "--root", course)
    path = course / "lessons" / NAME / "lesson.py"
    path.write_text(LESSON + "# %%\none=\n")
    broken = course_command("check", NAME, "--root", course)

    assert (wanting.exit_code, steps(wanting)) == (1, ["✓ format", "✓ build", "✗ answers"])
    assert "one has 1 right answers, and needs 2 or more" in wanting.stdout
    assert (broken.exit_code, steps(broken)) == (1, ["✓ format", "✗ build"])
    assert f"{path}:15: this code does not compile" in broken.stderr
    assert path.read_text() == LESSON + "# %%\none=\n"


def test_check_fails_where_a_test_of_the_text_does(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tests = course / "tests" / "lessons" / "test_lessons.py"
    tests.parent.mkdir()
    monkeypatch.setattr(cli, "answers", lambda lessons, root: None)
    results = []
    for right in (NAME, f"{NAME}-too"):
        tests.write_text(
            f"import pytest\n\n\n@pytest.mark.parametrize('name', ['{NAME}', '{NAME}-too'])\n"
            f"def test_it(name):\n    assert name == '{right}'\n"
        )
        results.append(course_command("check", NAME, "--root", course))

    assert [result.exit_code for result in results] == [0, 1]
    assert steps(results[1]) == ["✓ format", "✓ build", "✓ answers", "✓ slips", "✗ text"]
    assert "1 passed" in results[0].stdout
    assert f"assert '{NAME}' == '{NAME}-too'" in results[1].stdout


def test_build_can_drop_edits(course: Path) -> None:
    source = course / "source" / NAME / f"{NAME}.ipynb"
    before = source.read_text()
    source.write_text(before.replace("one = 0", "one = 3"))

    assert course_command("build", "--force", "--root", course).exit_code == 0
    assert source.read_text() == before


def test_mistakes_are_listed_without_a_traceback(course: Path) -> None:
    """As a process of its own, like an author would run it: [brackets] and long lines come out as they are."""
    lesson = course / "lessons" / NAME / "lesson.py"
    lesson.write_text(LESSON + '\n# %% [markdown] tset="x"\n# Words.\n\n# %%\nimport nbgrader\n')
    command = [str(Path(sys.executable).with_name("course")), "build"]

    run = subprocess.run(command, cwd=course, capture_output=True, text=True)
    first, second = run.stderr.splitlines()

    assert (run.returncode, run.stdout) == (1, "")
    assert first == (
        f"error: {lesson}:15: unknown key 'tset' in the cell's header; "
        "allowed are given, solution, test, written, points"
    )
    assert second.startswith(f"{lesson}:19: imports nbgrader, which a student does not have;")


def test_what_the_system_refuses_is_told_without_a_traceback(course: Path) -> None:
    """A file stands where a folder belongs."""
    shutil.rmtree(course / "release")
    (course / "release").write_text("")

    result = course_command("build", "--root", course)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: ")
    assert f"{course / 'release'}" in result.stderr
    assert (course / "release").read_text() == ""


# --- the kit ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def zipped(built_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kit") / "new" / "nn.zip"
    kit.make_kit(built_course, path)
    return path


def test_kit_holds_what_a_student_needs_and_nothing_else(zipped: Path, built_course: Path) -> None:
    with zipfile.ZipFile(zipped) as file:
        names = {name.removeprefix("nn/") for name in file.namelist()}
        (wheel,) = (name for name in names if name.endswith(".whl"))
        start, locked = (file.read(f"nn/{name}").decode() for name in ("START.md", "requirements.txt"))
        digest = hashlib.sha256(file.read(f"nn/{wheel}")).hexdigest()
        with zipfile.ZipFile(file.open(f"nn/{wheel}")) as package:
            modules = {name for name in package.namelist() if name.startswith("course/")}
    mentioned = set(re.findall(r"[\w.*-]+\.(?:whl|txt|yml|md)\b", start))

    texts = {"START.md", "environment.yml", "requirements.txt", *kit.PROJECT_FILES}
    assert names == {wheel, f"release/{NAME}/{NAME}.ipynb", *texts}
    assert mentioned == {"neural_networks_kit*.whl", "environment.yml", "requirements.txt", "GLOSSARY.md"}
    assert fnmatch(wheel, "neural_networks_kit*.whl")
    assert locked == (ROOT / "students" / "requirements.lock").read_text() + f"./{wheel} --hash=sha256:{digest}\n"
    folders = {name.split("/")[1] for name in modules}
    assert folders == {
        *("__init__.py", "cells.py", "data.py", "mine.py", "nesting.py", "trial.py", "widgets.py"),
        *("check", "digits", "plots"),
    }
    assert {"course/digits/digits.npz", "course/digits/reader.npz", "course/plots/runs/three_runs.csv"} <= modules
    assert {name for name in modules if "/mistakes/" in name} == {
        f"course/check/mistakes/{path.name}" for path in (built_course / "course/check/mistakes").iterdir()
    }
    assert not [name for name in modules if re.search(r"pycache|\.pyc$|checkpoints", name)]


def test_kit_can_be_made_again(course: Path) -> None:
    path = course / "kit" / "nn.zip"
    first = course_command("kit", "--root", course, "--to", path)
    names = zipfile.ZipFile(path).namelist()

    second = course_command("kit", "--root", course, "--to", path)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert zipfile.ZipFile(path).namelist() == names
    assert f"{path}: {len(names)} files, " in one_line(second.stdout)
    assert [file.name for file in path.parent.iterdir()] == ["nn.zip"]


def test_kit_tells_what_it_cannot_write(course: Path, tmp_path: Path) -> None:
    """Also for root, who may write everywhere: a folder is a file, or the file is a folder."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder.zip").mkdir()

    for path in (tmp_path / "file" / "nn.zip", tmp_path / "folder.zip"):
        result = course_command("kit", "--root", course, "--to", path)

        assert (result.exit_code, result.stdout) == (1, "")
        assert f"error: {path} can't be written (" in result.stderr
        assert "name another file with --to" in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["course", "file", "folder.zip"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_kit_that_fails_leaves_the_earlier_one(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = course / "nn.zip"
    path.write_text("earlier")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(CourseError, match="No space left on device"):
        kit.make_kit(course, path)

    assert path.read_text() == "earlier"
    assert not path.with_name("nn.zip.part").exists()


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (f"release/{NAME}/{NAME}.ipynb", "does not exist; build it with: course build"),
        ("GLOSSARY.md", "holds no GLOSSARY.md; run this in the course's folder"),
        ("students/START.md", "holds no students/START.md; run this in the course's folder"),
    ],
)
def test_a_kit_without_all_its_parts_is_refused(course: Path, missing: str, message: str) -> None:
    (course / missing).unlink()

    with pytest.raises(CourseError, match=message):
        kit.make_kit(course, course / "nn.zip")

    assert not (course / "nn.zip").exists()


def answer(text: str) -> str:
    return text.replace("one = 0", "one = 1 - 0")


def run(text: str) -> str:
    return text.replace('"execution_count": null', '"execution_count": 1', 1)


def untag(text: str) -> str:
    """Without the tag by which Run All goes on after a mistake."""
    return text.replace("raises-exception", "hide-input", 1)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        pytest.param(f"release/{NAME}/{NAME}.ipynb", answer, id="somebody tried the lesson"),
        pytest.param(f"release/{NAME}/{NAME}.ipynb", run, id="somebody ran the lesson"),
        pytest.param(f"release/{NAME}/{NAME}.ipynb", untag, id="another tag"),
        pytest.param(f"source/{NAME}/{NAME}.ipynb", answer, id="the source went on"),
        pytest.param(f"lessons/{NAME}/lesson.py", answer, id="the text went on"),
    ],
)
def test_a_kit_with_a_release_that_no_build_made_is_refused(
    course: Path, path: str, change: Callable[[str], str]
) -> None:
    before = (course / path).read_text()
    (course / path).write_text(change(before))

    assert change(before) != before
    with pytest.raises(CourseError, match=f"release/{NAME} is not what lessons/{NAME} and .*course build {NAME}"):
        kit.make_kit(course, course / "nn.zip")

    assert not (course / "nn.zip").exists()


# --- the doctor -------------------------------------------------------------------------------------------------------


def rows(result: Result) -> dict[str, str]:
    """The doctor's table, its rows by what was looked at, each as one line."""
    found = re.findall(r"^ ([✓✗○])\s+(.+?)\s{2,}(.*(?:\n {4,}.*)*)$", result.stdout, flags=re.MULTILINE)
    return {what: f"{sign} {one_line(rest)}" for sign, what, rest in found}


def test_all_is_well_in_the_repository() -> None:
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 0
    assert "✗" not in result.stdout
    assert rows(result)["Python"] == f"✓ {sys.version.split()[0]}"
    assert rows(result)["nbgrader in JupyterLab"] == "✓ on"


def test_packages_are_compared_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "seaborn":
            raise importlib.metadata.PackageNotFoundError(name)
        return {"numpy": "1.26.4", "jupyterlab": "5.0.0", "pandas": "3.0.0rc1"}.get(
            name, importlib.metadata.version(name)
        )

    monkeypatch.setattr(doctor, "version", version)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 1
    assert rows(result)["numpy"] == "✗ 1.26.4 run: make setup (needs >=2)"
    assert rows(result)["jupyterlab"] == "✗ 5.0.0 run: make setup (needs <5,>=4.2)"
    assert rows(result)["seaborn"] == "✗ not installed run: make setup (needs >=0.13)"
    assert rows(result)["pandas"] == "✓ 3.0.0rc1"
    assert result.stdout.count("✗") == 3


def test_pytorch_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "torch":
            raise importlib.metadata.PackageNotFoundError(name)
        return importlib.metadata.version(name)

    monkeypatch.setattr(doctor, "version", version)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 0
    assert rows(result)["torch, for lesson 9"].startswith("○ not installed only for lesson 9: make torch")


def test_the_course_itself_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def requires(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "requires", requires)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 1
    assert rows(result)["neural-networks-course"] == "✗ not installed run: make setup"


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4, "final", 0))
    finding = next(doctor.examine(ROOT))

    assert (finding.found, finding.remedy) == ("3.10.4", "install Python 3.11 or later")


@pytest.mark.parametrize(
    "info",
    [
        {"federated_extensions": {"@jupyter/nbgrader": {}}, "disabled": {"@jupyter/nbgrader": True}},
        {"federated_extensions": {}, "disabled": {}},
    ],
    ids=["disabled", "missing"],
)
def test_nbgraders_extension_must_be_on(monkeypatch: pytest.MonkeyPatch, info: dict[str, object]) -> None:
    monkeypatch.setattr("jupyterlab.commands.get_app_info", lambda _: info)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 1
    assert "labextension enable @jupyter/nbgrader" in rows(result)["nbgrader in JupyterLab"]


def test_a_missing_jupyterlab_is_a_finding_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupyterlab.commands", None)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 1
    assert rows(result)["nbgrader in JupyterLab"] == "✗ JupyterLab is not installed run: make setup"


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ("", "○ none only to run all tests: apt-get install chromium-headless-shell"),
        ("google-chrome", "✓ /bin/google-chrome"),
    ],
)
def test_a_browser_is_wanted_but_not_needed(monkeypatch: pytest.MonkeyPatch, there: str, expected: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name == there else None)
    result = course_command("doctor", "--root", ROOT)

    assert result.exit_code == 0
    assert rows(result)["browser for the tests"] == expected


def test_a_sandbox_is_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = course_command("doctor", "--root", ROOT)
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    (forbidden,) = (each for each in doctor.examine(ROOT) if each.what == "sandbox for grading")

    assert rows(missing)["sandbox for grading"] == "○ none only to grade: apt-get install bubblewrap"
    assert "No permissions to create new namespace" in forbidden.remedy
    assert not forbidden.needed


def test_an_empty_folder_is_no_course(tmp_path: Path) -> None:
    findings = {finding.what: finding.remedy for finding in doctor.examine(tmp_path)}
    result = course_command("doctor", "--root", tmp_path)

    assert result.exit_code == 1
    assert findings[f"nbgrader_config.py in {tmp_path}"] == "name the course's folder with --root"
    assert findings[f"source in {tmp_path}"] == findings[f"release in {tmp_path}"] == "run: course build"
    assert list(tmp_path.iterdir()) == []
