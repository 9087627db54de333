"""What a notebook shows of failed checks and other errors."""

import json
import os
import pickle
import re
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from course import check
from course.check.words import BOLD, PLAIN, RED
from tests.check.cells import BEGIN, END
from tests.check.told import MATMUL, NAME

SHELL = r"""
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance(colors="nocolor")
shown = []
shell._showtraceback = lambda kind, value, lines: shown.append([kind.__name__, lines])
cells = json.load(sys.stdin)
result = []
for cell in cells:
    shown.clear()
    run = shell.run_cell(cell, store_history=True, silent=False)
    result.append([list(shown), run.success, type(run.error_in_exec).__name__])
print("\n\nRESULT" + json.dumps(result))
"""


@pytest.fixture(scope="module")
def notebook():
    """What an IPython shell shows for each of the cells below, by its name."""
    cells = {
        "import": "import numpy as np\nfrom course import check",
        "stub": "def softmax(x):\n    raise NotImplementedError()",
        "call of the stub": "y = 1\nsoftmax(np.ones(3))",
        "bare stub": "raise NotImplementedError()",
        "library": "raise NotImplementedError('no such thing')",
        "failed": "check.close(1.0, 2.0, name='softmax(x)')",
        "missing": "check.close(None, 2.0, name='softmax(x)')",
        "secret": f"{BEGIN}check.close(271.5, 314.25, name='softmax(x)')\n{END}",
        "not secret": "check.close(271.5, 314.25, name='softmax(x)')",
        "matmul": "A = np.ones((2, 3))\nA @ A",
        "name": "softmaxx(3)",
        "value": "int('x')",
        "key": "{}['a key']",
        "assertion": "assert 1 == 2, 'no'",
        "right": "check.close(2.0, 2.0, name='softmax(x)')",
    }
    run = subprocess.run(
        [sys.executable, "-c", SHELL],
        input=json.dumps(list(cells.values())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(cells, json.loads(run.stdout.rpartition("RESULT")[2]), strict=True))


def lines_of(notebook, cell):
    (((_, lines),), success, _) = notebook[cell]

    assert not success
    return "\n".join(lines).splitlines()


ANSI = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("cell", ["import", "stub", "right"])
def test_cells_without_errors_show_none(notebook, cell):
    assert notebook[cell] == [[], True, "NoneType"]


NOT_YET = (
    " is not attempted yet. Write it where its cell says YOUR CODE HERE, in place of the raise line, run that cell, "
    "then run this one again."
)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("call of the stub", f"{BOLD}○{PLAIN}{BOLD} softmax{PLAIN}{NOT_YET}"),
        ("bare stub", f"{BOLD}○{PLAIN}{BOLD} This exercise{PLAIN}{NOT_YET}"),
        ("failed", f"{RED}{BOLD}✗{PLAIN}{BOLD} softmax(x){PLAIN} is 1, and should be 2."),
        (
            "missing",
            f"{BOLD}○{PLAIN}{BOLD} softmax(x){PLAIN} is None: either it is not attempted yet, "
            "or the function ends without returning or keeping it.",
        ),
        (
            "secret",
            f"{RED}{BOLD}✗{PLAIN}{BOLD} softmax(x){PLAIN} does not have the right value. (Found on hidden numbers.)",
        ),
        ("not secret", f"{RED}{BOLD}✗{PLAIN}{BOLD} softmax(x){PLAIN} is 271.5, and should be 314.25."),
    ],
)
def test_a_missing_or_wrong_answer_shows_a_sentence_and_no_traceback(notebook, cell, sentence):
    lines = lines_of(notebook, cell)

    assert " ".join(line.strip() for line in lines) == sentence
    assert all(len(ANSI.sub("", line)) <= 88 for line in lines)


def test_a_long_name_is_bold_to_its_end():
    failed = check.CheckFailed(
        "layer_shapes((100, 64), " + "[(64, 32), (32, 16)], " * 5 + "-x)", "is wrong at index 1."
    )
    (text,) = failed._render_traceback_()

    assert text.startswith(f"{RED}{BOLD}✗{PLAIN}{BOLD} layer_shapes((100, 64), [(64, 32)")
    assert " ".join(text.split()).endswith("(32, 16)], -x)\x1b[0m is wrong at index 1.")
    assert all(len(ANSI.sub("", line)) <= 88 for line in text.splitlines())


@pytest.mark.parametrize(
    ("cell", "kind", "last"),
    [
        ("library", "NotImplementedError", "NotImplementedError: no such thing"),
        ("value", "ValueError", "ValueError: invalid literal for int() with base 10: 'x'"),
        ("key", "KeyError", "KeyError: 'a key'"),
        ("assertion", "AssertionError", "AssertionError: no"),
    ],
)
def test_other_errors_show_the_usual_traceback(notebook, cell, kind, last):
    text = [ANSI.sub("", line) for line in lines_of(notebook, cell)]

    assert notebook[cell][0][0][0] == kind
    assert any("Traceback (most recent call last)" in line for line in text)
    assert any(re.match("-+> 1 ", line) for line in text)
    assert text[-1].strip() == last


@pytest.mark.parametrize(
    ("cell", "arrow", "line", "sentence"),
    [
        ("matmul", "2 A @ A", "ValueError: matmul: ", MATMUL.format(3, 2)),
        ("name", "1 softmaxx", "NameError: name 'softmaxx' is not defined", NAME.format("softmaxx")),
    ],
)
def test_errors_that_beginners_meet_show_a_sentence_and_the_usual_traceback(notebook, cell, arrow, line, sentence):
    text = [ANSI.sub("", line) for line in lines_of(notebook, cell)]
    end = text.index("")

    assert " ".join(text[:end]) == sentence
    assert all(len(shown) <= 88 for shown in text[:end])
    assert any("Traceback (most recent call last)" in shown for shown in text[end:])
    assert any(re.match(f"-+> {arrow}", shown) for shown in text[end:])
    assert text[-1].startswith(line)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("call of the stub", "NotImplementedError"), ("failed", "CheckFailed"), ("matmul", "ValueError")],
)
def test_the_error_itself_is_kept_for_tools(notebook, cell, kind):
    assert notebook[cell][1:] == [False, kind]


def test_a_failed_check_is_an_assertion_with_name_and_message():
    failed = check.CheckFailed("softmax(x)", "is wrong.")
    copied = pickle.loads(pickle.dumps(failed))

    assert isinstance(failed, AssertionError)
    assert str(failed) == str(copied) == "softmax(x) is wrong."
    assert (copied.name, copied.message) == ("softmax(x)", "is wrong.")


MISSING = [
    ("setup", "from course import check\n\n\ndef softmax(x):\n    raise NotImplementedError()"),
    ("stub", "check.close(softmax(1.0), 1.0)"),
    ("the stub again", "check.close(softmax(2.0), 1.0)"),
    ("bare stub", "raise NotImplementedError()"),
    ("bare stub again", "raise NotImplementedError()  # another"),
    ("no answer", "check.close(None, 2.0, name='softmax(x)')"),
    ("wrong", "check.close(271.5, 314.25, name='softmax(x)')"),
    ("right", "check.close(2.0, 2.0, name='softmax(x)')"),
]
VALIDATE = """
import json, sys
from nbgrader.validator import Validator

print(json.dumps([cell["raw_error"] for cell in Validator().validate(sys.argv[1])["failed"]]))
"""


@pytest.fixture(scope="module")
def missing(tmp_path_factory):
    """The file of a notebook with missing answers, whose cells but for the first are tests."""
    cells = []
    for number, (name, source) in enumerate(MISSING):
        grading = {"grade": number > 0, "solution": False, "locked": True, "task": False, "schema_version": 3}
        grading |= {"grade_id": name.replace(" ", "_"), "cell_type": "code", "points": 1}
        cells.append(new_code_cell(source, metadata={"nbgrader": grading}))
    file = tmp_path_factory.mktemp("missing") / "missing.ipynb"
    nbformat.write(new_notebook(cells=cells), file)
    return file


def run(*command):
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])  # kernels call Python by its name
    command = [sys.executable, *map(str, command)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PATH": path}).stdout


SOFTMAX, EXERCISE = f"○ softmax{NOT_YET}", f"○ This exercise{NOT_YET}"
NONE = "○ softmax(x) is None: either it is not attempted yet, or the function ends without returning or keeping it."


def test_a_kernel_publishes_no_error_where_an_answer_is_missing_and_tells_once_how_to_write_it(missing):
    convert = ["-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--stdout"]
    cells = nbformat.reads(run(*convert, missing), as_version=4).cells[1:]
    shown = [(output.output_type, output.get("text", "")) for cell in cells for output in cell.outputs]

    assert [kind for kind, _ in shown] == ["stream"] * 5 + ["error", "stream"]
    texts = [" ".join(ANSI.sub("", text).split()) for _, text in shown]
    assert texts[:5] == [SOFTMAX, "○ softmax is not attempted yet.", EXERCISE, EXERCISE, NONE]


def test_validate_tells_of_missing_answers(missing):
    told = [" ".join(ANSI.sub("", text).split()) for text in json.loads(run("-c", VALIDATE, missing))]

    assert told[:5] == [SOFTMAX, "○ softmax is not attempted yet.", EXERCISE, EXERCISE, NONE]
    assert told[5:] == ["✗ softmax(x) is 271.5, and should be 314.25."]
