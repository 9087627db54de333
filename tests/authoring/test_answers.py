"""The format of answers.py: what an edit of the lesson's answer makes, and which mistakes are named."""

from pathlib import Path

import pytest

from course.authoring.answers import missing, read_answers, submission
from course.authoring.lesson import Lesson, LessonError, read_lesson
from course.authoring.notebook import to_json
from tests.authoring.small import SOUND, by_key, lesson_file, notebook_at, release_of

LESSON = '''# %% given="setup"
import numpy as np

from course import check


# %% solution="grow"
def grow(x):
    """x, and once more x: shape (N,)."""
    ### BEGIN SOLUTION
    x = x + 1  # a copy
    y = np.sum(x)
    y = y + x
    return y
    ### END SOLUTION


# %% test="grown" points=1
check.close(grow(np.array([1.0])), [4.0], name="grow([1])")
'''
REST = 'fails="grown" reads="wrong"'


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    path = tmp_path / "01-grow" / "lesson.py"
    path.parent.mkdir()
    path.write_text(LESSON)
    return read_lesson(path)


def read(tmp_path: Path, lesson: Lesson, text: str) -> list[str]:
    """The sources of the answers that `text` holds."""
    path = tmp_path / "answers.py"
    path.write_text(text)
    return [answer.source for answer in read_answers(path, lesson)]


OWN = '''def grow(x):
    """x, and once more x: shape (N,)."""
    x = x + 1  # a copy
    y = np.sum(x)
    y = y + x
    return y'''


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ('change="np.sum → np.max"', "np.sum", "np.max"),
        ('change="y + x → y"', "y = y + x", "y = y"),
        ("change=\"np.sum(x) → ' → '\"", "np.sum(x)", "' → '"),
        ('change="x + 1 → x" change="return y → return -y"', "x + 1  # a copy\n", "x  # a copy\n"),
        ('change="return y → if y:\\n        return y"', "return y", "if y:\n        return y"),
        ('change="y = np.sum(x)\\n    y = y + x → y = np.sum(x) + x"', "np.sum(x)\n    y = y + x", "np.sum(x) + x"),
        ("""change='np.sum(x) → {"a": x}'""", "np.sum(x)", '{"a": x}'),
        (r'change="np.sum(x) → {\"a\": \"\\\\n\"}"', "np.sum(x)", r'{"a": "\\n"}'),
    ],
)
def test_an_edit_changes_one_place(tmp_path: Path, lesson: Lesson, changes: str, old: str, new: str) -> None:
    [made] = read(tmp_path, lesson, f'# %% grow wrong="it" {changes} {REST}\n')

    expected = OWN.replace(old, new)
    if "-y" in changes:
        expected = expected.replace("return y", "return -y")
    assert made == expected


def test_a_line_of_which_nothing_is_left_goes(tmp_path: Path, lesson: Lesson) -> None:
    [made] = read(tmp_path, lesson, f'# %% grow wrong="it" change="y = y + x → " {REST}\n')

    assert made == OWN.replace("    y = y + x\n", "")


def test_changes_are_of_the_answer_as_it_was(tmp_path: Path, lesson: Lesson) -> None:
    [made] = read(tmp_path, lesson, f'# %% grow wrong="it" change="x + 1 → np.sum(x)" change="np.sum(x) → 2" {REST}\n')

    assert "x = np.sum(x)  # a copy\n    y = 2\n" in made


def test_edits_need_no_line_between_them(tmp_path: Path, lesson: Lesson) -> None:
    body = "def grow(x):\n    return x[:, None]"
    edits = [f'# %% grow wrong="{n}" change="x + 1 → x[{n}:]" {REST}' for n in (1, 2)]

    made = read(
        tmp_path, lesson, "\n".join(["# %% [markdown]\n# Text.\n", *edits, f'# %% grow right="it"\n{body}\n\n'])
    )

    assert made == [OWN.replace("x + 1", "x[1:]"), OWN.replace("x + 1", "x[2:]"), body]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('grow wrong="it" change="np.mean → np.max" ' + REST, "'np.mean' stands nowhere (the nearest line is"),
        ('grow wrong="it" change="?!;;&&%% → np.max" ' + REST, "stands nowhere in the lesson's answer to grow"),
        (
            'grow wrong="it" change=" +  →  - " ' + REST,
            "' + ' stands 2 times, in 'x = x + 1  # a copy' and in 'y = y + x', and should once",
        ),
        ('grow wrong="it" change="np.sum → np.sum" ' + REST, "write what becomes what"),
        ('grow wrong="it" change="np.sum" ' + REST, "write what becomes what"),
        ('grow wrong="it" change=" → np.sum" ' + REST, "write what becomes what"),
        ('grow wrong="it" change="np.sum(x) → (" ' + REST, "does not compile with this change: '(' was never closed"),
        ('grow wrong="it" change="np.sum(x) → 1" change="sum → 2" ' + REST, "'sum' is a part of what another change"),
        (
            'grow wrong="it" change="np.sum → np.max" ' + REST + "\nx = 1",
            "either a change of the lesson's own, or code",
        ),
        ('grow wrong="it" ' + REST, "either a change of the lesson's own, or code"),
        ('grow wrong="it" change="np.sum → np.max" fails="grown"', "got wrong, fails"),
        ('grow right="it" change="np.sum → np.max" ' + REST, "got right, fails, reads"),
        ('grow right="it" wrong="it" fails="grown" reads="x"\nx = 1', "got right, wrong, fails, reads"),
        ('grow wrong="it" wrong="it" fails="grown" reads="x"\nx = 1', "got wrong, wrong, fails, reads"),
        ('grow wrong="it" fails="grown" reads=""\nx = 1', "none is empty"),
        ('grow wrong="it" fails=" " reads="x"\nx = 1', "fails names no test; the tests of grow are grown"),
        ('grow wrong="it" fails="shrunk" reads="x"\nx = 1', "'shrunk', which is no test of grow"),
        ('grow wrong="it" fails="grown" says="the sum"\nx = 1', "says='the sum': write whole sentences"),
        ('grow wrong="it" fails="grown" says="Wrong."\nx = 1', "says='Wrong.': write whole sentences"),
        ('grow wrong="it" fails="grown" says="It is." reads="is"\nx = 1', "got wrong, fails, says, reads"),
        ('shrink right="it"\nx = 1', "got 'shrink', known are grow"),
        ("grow right=it\nx = 1", "a header reads: # %% solution key="),
        ("grow right='it\"\nx = 1", "a header reads: # %% solution key="),
        ('grow right="it', "a header reads: # %% solution key="),
        ("", "a header reads: # %% solution key="),
        ('grow right="it"\nx = (', "this code does not compile"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, lesson: Lesson, cell: str, said: str) -> None:
    with pytest.raises(LessonError) as caught:
        read(tmp_path, lesson, f'# %% [markdown]\n# Text.\n\n# %% grow right="fine"\nx = 1\n# %% {cell}\n')

    [problem] = caught.value.problems
    assert problem.startswith(f"{tmp_path / 'answers.py'}:{7 if 'this code' in said else 6}: ")
    assert said in problem


def test_a_name_is_used_once(tmp_path: Path, lesson: Lesson) -> None:
    with pytest.raises(LessonError, match=r"answers\.py:3: grow has two answers named 'it'"):
        read(tmp_path, lesson, f'# %% grow right="it"\nx = 1\n# %% grow wrong="it" change="x + 1 → x" {REST}\n')


def test_all_mistakes_are_named_at_once(tmp_path: Path, lesson: Lesson) -> None:
    with pytest.raises(LessonError) as caught:
        read(tmp_path, lesson, '# %% shrink right="it"\n# %% grow right="it"\n')

    assert len(caught.value.problems) == 2


def test_an_exercise_with_too_few_answers_is_named(tmp_path: Path, lesson: Lesson) -> None:
    path = tmp_path / "answers.py"
    one, two = ('# %% grow right="a"\nx = 1\n', '# %% grow right="b"\nx = 1\n')
    wrong = "".join(f'# %% grow wrong="{n}" change="x + 1 → x[{n}:]" {REST}\n' for n in range(3))
    said = {}
    for text in ("\n# %% [markdown]", one + wrong, one + two + wrong):
        path.write_text(text)
        said[text] = missing(lesson, read_answers(path, lesson))

    none, few, enough = said.values()
    assert none == [
        "grow has 0 right answers, and needs 2 or more",
        "grow has 0 wrong answers, and needs 3 or more",
        "grow: 0 wrong answers fail grown, and 3 or more should",
    ]
    assert few == ["grow has 1 right answers, and needs 2 or more"]
    assert enough == []


# --- whole answers, and submissions made of them ----------------------------------------------------------------------

RIGHT = '# %% double right="sum"\ndef double(x):\n    return x + x\n\n\n'
WRONG = '# %% double wrong="square" fails="double_more" reads="squared"\ndef double(x):\n    return x * x\n'

WRONG_ANSWERS = {
    "unknown exercise": ('# %% triple right="x"\n1\n', 1, "got 'triple', known are double"),
    "written exercise": ('# %% why right="x"\n1\n', 1, "got 'why', known are double"),
    "no header": (RIGHT + "# %%\n1\n", 6, "a header reads"),
    "both": ('# %% double right="x" wrong="y"\n1\n', 1, "got right, wrong"),
    "wrong without message": ('# %% double wrong="y" fails="double_two"\n1\n', 1, "either right"),
    "no value": ('# %% double right=""\n1\n', 1, "in quotes"),
    "number": ("# %% double right=1\n1\n", 1, "in quotes"),
    "unknown test": (WRONG.replace('"double_more"', '"double_more f"'), 1, "'f', which is no test of double"),
    "no test": (WRONG.replace('"double_more"', '" "'), 1, "fails names no test"),
    "two of a name": (RIGHT + RIGHT, 6, "two answers named 'sum'"),
    "syntax": (RIGHT + RIGHT.replace("sum", "x").replace("x + x", "x +"), 8, "does not compile"),
    "text before": ("x = 1\n" + RIGHT, 1, "every line must belong"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_mistakes_in_answers_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    lesson = read_lesson(lesson_file(tmp_path, SOUND))
    path = tmp_path / "answers.py"
    path.write_text(text)

    with pytest.raises(LessonError) as error:
        read_answers(path, lesson)

    (said,) = error.value.problems
    assert said.startswith(f"{path}:{line}: ")
    assert message in said


def test_answers_are_read(tmp_path: Path) -> None:
    lesson = read_lesson(lesson_file(tmp_path, SOUND))
    path = tmp_path / "answers.py"
    path.write_text("# %% [markdown]\n# Words.\n\n" + RIGHT + WRONG)

    right, wrong = read_answers(path, lesson)

    assert (right.exercise, right.name, right.right, right.fails) == ("double", "sum", True, ())
    assert right.source == "def double(x):\n    return x + x"
    assert (wrong.name, wrong.right, wrong.fails, wrong.reads) == ("square", False, ("double_more",), "squared")


def test_a_submission_has_the_answers_and_nothing_else_new(built_once: Path) -> None:
    released = notebook_at(release_of(built_once))
    before = to_json(released)
    filled_in = submission(released, {"double": "double = abs", "no_such": "1"})
    changed = [key for key, cell in by_key(filled_in).items() if cell != by_key(released)[key]]

    assert changed == ["double"]
    assert by_key(filled_in)["double"].source == "double = abs"
    assert len(filled_in.cells) == len(released.cells)
    assert to_json(released) == before
