"""Answers tried without a grader: what the tests say to each of them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.authoring.lesson import LessonError, lesson_names, read_lesson
from course.authoring.rehearsal import rehearse
from course.cli import app
from tests.courses import ROOT

LESSON = """# %% given="setup"
import numpy as np

from course import check


# %% solution="halve"
def halve(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


# %% given="between"
seen = halve(8.0)

# %% test="halved" points=1
check.close(halve(4.0), 2.0, name="halve(4)")

# %% test="halved_elsewhere" points=1
check.close(halve(seen), 2.0, name="half of a half")
### BEGIN HIDDEN TESTS
check.close(halve(-7.25), -3.625, name="half of a negative number")
### END HIDDEN TESTS

# %% solution="quarter"
def quarter(x):
    ### BEGIN SOLUTION
    return halve(halve(x))
    ### END SOLUTION


# %% test="quartered" points=1
check.close(quarter(4.0), 1.0, name="quarter(4)")
"""
BOTH = {"halved", "halved_elsewhere"}
BY = {"halve": 0.5, "quarter": 0.25}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "lessons" / "01-halves"
    path.mkdir(parents=True)
    (path / "lesson.py").write_text(LESSON)
    return path


def said_to(folder: Path, body: str, all_tests: bool = True) -> dict[str, str]:
    lesson = read_lesson(folder / "lesson.py")
    [(name, [messages])] = rehearse(lesson, {"halve": [f"def halve(x):\n    {body}"]}, all_tests)
    assert name == "halve"
    return messages


@pytest.mark.parametrize("body", ["return x / 2", "return 0.5 * x", "print(x)\n    return x * 0.5"])
def test_tests_say_nothing_to_a_right_answer(folder: Path, body: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert said_to(folder, body) == {}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return 2 * x", "halve(4) is 8, and should be 2."),
        ("return None", "is None"),
        ("raise NotImplementedError()", "halve is not attempted yet"),
        ("return y / 2", "Nothing has the name y yet"),
        ("return np.ones(2) @ np.ones(3)", "inner sizes must be equal"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_a_wrong_answer_reads_why(folder: Path, body: str, says: str) -> None:
    messages = said_to(folder, body)

    assert set(messages) == BOTH
    assert says in messages["halved"]


def test_the_first_message_may_be_enough(folder: Path) -> None:
    assert set(said_to(folder, "return 2 * x", all_tests=False)) == {"halved"}


def test_hidden_values_are_not_told(folder: Path) -> None:
    messages = said_to(folder, "return abs(x) / 2")

    assert set(messages) == {"halved_elsewhere"}
    assert "3.625" not in messages["halved_elsewhere"]
    assert "sign" in messages["halved_elsewhere"]


@pytest.mark.parametrize("all_tests", [True, False])
@pytest.mark.parametrize("body", ["while True:\n        pass", "import os\n    os._exit(0)"])
def test_an_answer_that_ends_its_process_harms_no_other(
    folder: Path, body: str, all_tests: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.authoring.rehearsal.SECONDS", 1)

    answers = [f"def halve(x):\n    {each}" for each in (body, "return x / 2", body, "return x")]
    [(_, said)] = rehearse(read_lesson(folder / "lesson.py"), {"halve": answers}, all_tests)

    assert [set(messages) for messages in said] == [{""}, set(), {""}, BOTH if all_tests else {"halved"}]
    assert "did not end in 1 second" in said[0][""]


@pytest.mark.parametrize("all_tests", [True, False])
@pytest.mark.parametrize(
    "before",
    [
        "global np\n    np = None",
        "half[0] = 3.0",
        "check.close = print",
        "del globals()['half']",
        "global same\n    same = len",
    ],
)
def test_no_answer_sees_what_another_changed(folder: Path, before: str, all_tests: bool) -> None:
    given = '# %% given="a_half"\nhalf = np.array([0.5])\nsame = lambda x: x\n\n\n# %% solution="halve"'
    (folder / "lesson.py").write_text(LESSON.replace('# %% solution="halve"', given))
    answers = [
        f"def halve(x):\n    {before}\n    return 3 * x",
        "def halve(x):\n    return same(x) * half[0]",
    ] * 4
    told: list[tuple[str, int, int]] = []

    [(_, said)] = rehearse(
        read_lesson(folder / "lesson.py"), {"halve": answers}, all_tests, lambda *each: told.append(each)
    )

    assert [bool(messages) for messages in said] == [True, False] * 4
    assert told[-1] == ("halve", 8, 8)
    assert [done for _, done, total in told if done == total] == [8]


def test_an_answer_that_does_not_compile_fails_all_tests(folder: Path) -> None:
    [(_, [messages])] = rehearse(read_lesson(folder / "lesson.py"), {"halve": ["def halve(x:"]}, True)

    assert set(messages) == {"", *BOTH}
    assert "SyntaxError" in messages[""]


def test_later_exercises_have_the_lessons_own_answers(folder: Path) -> None:
    answers = {"halve": ["def halve(x): return x"], "quarter": ["def quarter(x): return halve(x) / 2"]}

    said = dict(rehearse(read_lesson(folder / "lesson.py"), answers, True))

    assert set(said["halve"][0]) == BOTH
    assert said["quarter"] == [{}]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ('right="times" change="x / 2 → x * 0.5"', ""),
        ('right="twice" change="x / 2 → x * 2"', "'twice' should fail no test"),
        ('wrong="twice" change="x / 2 → x * 2" fails="halved halved_elsewhere" reads="should be 2"', ""),
        (
            'wrong="twice" change="x / 2 → x * 2" fails="halved halved_elsewhere" reads="the sign"',
            'and read "the sign"',
        ),
        ('wrong="twice" change="x / 2 → x * 2" fails="halved" reads="should be 2"', "halved_elsewhere: half of a half"),
        ('wrong="half" change="x / 2 → 0.5 * x" fails="halved" reads="should be 2"', "'half' should fail halved"),
    ],
)
def test_command_names_answers_that_are_not_judged_as_they_say(folder: Path, header: str, told: str) -> None:
    (folder / "answers.py").write_text(f"# %% halve {header}\n")

    done = CliRunner().invoke(app, ["answers", "--root", str(folder.parent.parent)])

    assert done.exit_code == 1  # "quarter" has no answers
    assert told in done.stdout
    assert f"1 answers, {1 if told else 0} misjudged" in done.stdout


def test_command_names_exercises_with_too_few_answers(folder: Path) -> None:
    right = [
        f'# %% {name} right="{n}"\ndef {name}(x):\n    return x * {by}\n' for name, by in BY.items() for n in (1, 2)
    ]
    wrong = [
        f'# %% {name} wrong="{n} more" fails="{tests}" reads="{name}"\ndef {name}(x):\n    return x + {n}\n'
        for name, tests in (("halve", "halved halved_elsewhere"), ("quarter", "quartered"))
        for n in (3, 4, 5)
    ]
    code = {}
    for given in ([*right, *wrong], [*right, *wrong[:-1]], right[:2]):
        (folder / "answers.py").write_text("\n".join(given))
        done = CliRunner().invoke(app, ["answers", "--root", str(folder.parent.parent)])
        code[len(given)] = (done.exit_code, done.stdout)

    assert code[10][0] == 0, code[10][1]
    assert code[9][0] == code[2][0] == 1
    assert "quarter has 2 wrong answers, and needs 3 or more" in code[9][1]
    assert "quarter has 0 right answers" in code[2][1]
    assert "0 misjudged" in code[2][1]


def test_all_lessons_have_answers() -> None:
    assert all((ROOT / "lessons" / name / "answers.py").exists() for name in lesson_names(ROOT))


def test_a_package_that_is_missing_is_told(folder: Path) -> None:
    path = folder / "lesson.py"
    path.write_text(LESSON.replace("import numpy as np\n", "import numpy as np\n\nimport IPython.no_such_module\n"))

    with pytest.raises(LessonError, match=r"line 1: No module named 'IPython.no_such_module'"):
        list(rehearse(read_lesson(path), {"halve": ["def halve(x):\n    return x"]}, all_tests=True))
