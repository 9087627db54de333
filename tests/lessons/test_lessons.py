"""Every lesson, found by walking the folders: it is built, leaks nothing, and its tests tell right from wrong."""

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_locked

from course.authoring.answers import Answer, missing, read_answers
from course.authoring.bank import digest_of, is_current
from course.authoring.formatting import formatted
from course.authoring.lesson import Exercise, lesson_names
from course.authoring.notebook import lesson_text
from course.cells import MARKERS, with_regions
from course.check.bank import FOLDER
from course.config import MISTAKES
from tests.courses import ROOT
from tests.lessons.classes import built, lesson

NAMES = lesson_names(ROOT)

pytestmark = pytest.mark.parametrize("name", NAMES, scope="module")


@cache
def answers(name: str) -> list[Answer]:
    return read_answers(ROOT / "lessons" / name / "answers.py", lesson(name))


def released(name: str) -> NotebookNode:
    return nbformat.read(ROOT / "release" / name / f"{name}.ipynb", as_version=4)


def exercises(name: str) -> dict[str, Exercise]:
    return {exercise.name: exercise for exercise in lesson(name).exercises}


# --- what a student sees of the tests ---------------------------------------------------------------------------------

LONGEST = 12  # lines of a test that a student sees


def shown_lines(notebook: NotebookNode, kind: str) -> dict[str, list[str]]:
    """The lines with something in them of a release's cells of a kind, by key."""
    found = {}
    for cell in notebook.cells:
        grading = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and grading.get(kind) and grading["grade"] != grading["solution"]:
            found[grading["grade_id"]] = [line for line in cell.source.split("\n") if line.strip()]
    return found


def test_what_is_seen_of_the_tests_is_short(name: str) -> None:
    tests, stubs = (shown_lines(released(name), kind) for kind in ("grade", "solution"))

    assert {key: len(lines) for key, lines in tests.items() if not 1 < len(lines) <= LONGEST} == {}
    assert sum(map(len, tests.values())) <= sum(map(len, stubs.values()))


def test_the_tables_of_mistakes_are_those_of_the_text(name: str) -> None:
    folder = ROOT / "lessons" / name
    digest = digest_of(folder / "lesson.py", folder / "answers.py")

    assert is_current(folder / MISTAKES, digest)
    assert is_current(FOLDER / f"{name}.json", digest)


def test_the_table_that_students_get_holds_no_hidden_check(name: str) -> None:
    shown = "\n".join(cell.source for cell in released(name).cells)
    checks = json.loads((FOLDER / f"{name}.json").read_bytes())["checks"]

    assert checks
    assert {text for text, _, _ in checks if not is_named(text, shown)} == set()


def is_named(text: str, source: str) -> bool:
    """Whether some code may give a check this name: each word of it that is no number stands in a text there."""
    words = re.findall(r"[^\W\d]{3,}", text)
    return all(word in source for word in words)


# --- text, source and release -----------------------------------------------------------------------------------------


def test_text_source_and_release_agree(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    course = built(name, tmp_path_factory)

    for folder in ("source", "release"):
        new, committed = (root / folder / name for root in (course, ROOT))
        assert [path.name for path in new.iterdir()] == [path.name for path in committed.glob("[!.]*")]
        assert (new / f"{name}.ipynb").read_bytes() == (committed / f"{name}.ipynb").read_bytes()


def test_source_says_what_the_text_says(name: str) -> None:
    source = nbformat.read(ROOT / "source" / name / f"{name}.ipynb", as_version=4)

    path = ROOT / "lessons" / name / "lesson.py"

    assert formatted(lesson_text(source), path) == path.read_text()


def secrets_of(name: str) -> set[str]:
    """Lines that only solutions, hidden tests, model answers and marking schemes hold."""
    secret: set[str] = set()
    shown: set[str] = set()
    for cell in lesson(name).cells:
        for line, inside in with_regions(cell.source):
            (secret if inside or cell.kind == "written" else shown).add(line.strip())
    # The opening line of a call that goes on, such as "raise ValueError(", says nothing by itself.
    return {line for line in secret - shown if len(line) > 12 and not line.endswith(("(", "[", "{"))}


def test_release_and_package_hold_no_secret(name: str) -> None:
    secret = secrets_of(name)
    assert len(secret) >= len(exercises(name))  # the test looks for something

    written = {line for cell in lesson(name).cells if cell.kind == "written" for line in secret & lines_of(cell.source)}
    files = [path for path in (ROOT / "release").rglob("*") if path.is_file()]
    files += (ROOT / "course").rglob("*.py")
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            text = "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
            assert not re.search(f"(BEGIN|END) ({'|'.join(MARKERS.values())})", text), path
        # What one lesson asks for, a later one gives.
        other = path.suffix == ".ipynb" and path.parent.name != name
        assert not (written if other else secret) & lines_of(text), path


def lines_of(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


def test_validate_takes_no_cell_of_a_release_for_changed(name: str) -> None:
    locked = [cell for cell in released(name).cells if is_locked(cell)]

    assert len(locked) >= len([cell for cell in lesson(name).cells if cell.kind == "test"])
    assert [cell.source for cell in locked if cell.metadata.nbgrader.checksum != compute_checksum(cell)] == []


def test_ids_are_unique(name: str) -> None:
    for folder in ("source", "release"):
        cells = nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4).cells
        ids = Counter(cell.id for cell in cells)
        keys = Counter(cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata)

        assert ids.most_common(1)[0][1] == 1
        assert keys.most_common(1)[0][1] == 1


def test_notebooks_pass_ruff(name: str) -> None:
    notebooks = [str(ROOT / folder / name / f"{name}.ipynb") for folder in ("source", "release")]

    done = subprocess.run([sys.executable, "-m", "ruff", "check", *notebooks], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


# --- what is asked and how it is checked ------------------------------------------------------------------------------


def test_every_exercise_has_right_and_wrong_answers(name: str) -> None:
    assert missing(lesson(name), answers(name)) == []


def test_every_exercise_is_introduced(name: str) -> None:
    """A heading, whose numbers a build checks; and hints."""
    cells = lesson(name).cells
    for exercise in exercises(name).values():
        text = cells[cells.index(exercise.solution) - 1].source

        assert f"### {'Exercise' if exercise.tests else 'Question'} " in text, exercise.name
        if exercise.tests:
            assert text.count("<details>") >= 2, exercise.name
            assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


def test_the_glossary_explains_words_of_the_lesson(name: str) -> None:
    """Each word is in the text of the lesson that it is said to be from; they are in order, and none is there twice."""
    rows = re.findall(r"^\| (.+?) \| .+ \| (\d) \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)
    words = [word for word, _ in rows]
    text = "\n".join(cell.source for cell in lesson(name).cells).lower()

    assert words == sorted(set(words), key=str.lower)
    assert [word for word, number in rows if int(number) == int(name[:2]) and word.lower() not in text] == []


GUESS = re.compile(r"^\*\*Guess first\.\*\* .+\?\n((?:\n?<details>.*</details>(?:\n|$))+)", re.M)
PLAY = re.compile(r"\*\*(?:Move|Change|Choose|Nudge|Step|Press|Try)\b|\bslider")
CHOICE = re.compile(r"<details><summary>([A-C])\. (.+?)</summary>(.+?)</details>")


def test_students_guess_before_they_see(name: str) -> None:
    """Up to three times, before they move anything; each choice has its own sentence, and one, by no rule, is right."""
    cells = lesson(name).cells
    asked = [(place, found[1]) for place, one in enumerate(cells) for found in GUESS.finditer(one.source)]

    assert 1 <= len(asked) <= 3
    assert sum(one.source.count("Guess first") for one in cells) == len(asked)
    right = []
    for place, text in asked:
        choices = CHOICE.findall(text)
        letters, said, sentences = zip(*choices, strict=True)
        assert "".join(letters) in ("AB", "ABC"), text
        assert len(set(said)) == len(set(sentences)) == len(choices) == text.count("<details>"), text
        right += [letter for letter, _, sentence in choices if sentence.startswith(("Yes", "Right"))]
        assert not PLAY.search(cells[place].source), text
        assert cells[place].source.endswith(text.rstrip()), text
        then = cells[place + 1 : place + 3]
        assert then[then[0].source.startswith("Then **")].kind in ("given", "code"), text
    assert len(right) == len(asked)
    assert len(right) == 1 or len(set(right)) > 1


def test_a_lesson_says_its_time_and_its_points(name: str) -> None:
    text = "\n".join(cell.source for cell in lesson(name).cells if cell.is_markdown)

    assert re.findall(r"^\| (time|points) \|", text, re.M) == ["time", "points"]
