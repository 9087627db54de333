"""What the last cell of a lesson says of its checks."""

import json
import subprocess
import sys

import pytest

from tests.check.test_notebook import ANSI

SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

shell = InteractiveShell.instance(colors="nocolor")
shown = []
for cell in json.load(sys.stdin):
    with capture_output() as caught:
        shell.run_cell(cell, store_history=True)
    shown.append(caught.stdout)
print("RESULT" + json.dumps(shown))
"""
START = "from course import check\ndef f(x):\n    raise NotImplementedError()"
RIGHT = "def f(x):\n    return x"
WRONG = "def f(x):\n    return x + 1"
ONE = "# check: f, by hand\ncheck.close(f(1), 1, name='f(1)')"
TWO = "# check: f, for a large number\ncheck.close(f(100), 100, name='f(100)')"
METHOD = "# check: Relu.forward, by hand\ncheck.close(f(2), 2, name='forward')"
ALL = "check.overview(f=2, Relu=1)"
NONE = "0 of 3 visible checks passed. Open: f (0 of 2) and Relu (0 of 1)."
NOT_RUN = "No check was run in this session yet: choose Run > Run All Cells."
DONE = "✓ 3 visible checks: all passed. Hidden ones run when it is graded."
SAID = {
    "nothing was run": (["get_ipython().kernel = 1", ALL], NOT_RUN),
    "a grader runs all cells but the tests": ([RIGHT, ALL], ""),
    "nothing is written": ([ONE, TWO, METHOD, ALL], NONE),
    "nothing is right": ([WRONG, ONE, TWO, METHOD, ALL], NONE),
    "all is right": ([RIGHT, ONE, TWO, METHOD, ALL], DONE),
    "some were run": ([RIGHT, ONE, ALL], "1 of 3 visible checks passed. Open: f (1 of 2) and Relu (0 of 1)."),
    "one is open": ([RIGHT, ONE, TWO, ALL], "2 of 3 visible checks passed. Open: Relu (0 of 1)."),
    "run twice": ([RIGHT, ONE, ONE, METHOD, ALL], "2 of 3 visible checks passed. Open: f (1 of 2)."),
    "mended": ([WRONG, ONE, TWO, METHOD, RIGHT, ONE, TWO, METHOD, ALL], DONE),
    "spoiled": ([RIGHT, ONE, TWO, METHOD, WRONG, TWO, ALL], "2 of 3 visible checks passed. Open: f (1 of 2)."),
    "an error": (["f = None", ONE, ALL], NONE),
    "code that does not compile": (["def f(x:", ONE, ALL], NONE),
    "another cell with such a line": ([RIGHT, "#check: f", "print()\n# check: f", ALL], ""),
    "one exercise": (
        [RIGHT, ONE, "check.overview(f=1)"],
        "✓ 1 visible check: all passed. Hidden ones run when it is graded.",
    ),
}


@pytest.mark.parametrize(("cells", "said"), SAID.values(), ids=SAID)
def test_the_overview_says_what_passes_and_what_is_open(cells: list[str], said: str) -> None:
    given = json.dumps([START, *cells])
    run = subprocess.run([sys.executable, "-c", SHELL], input=given, capture_output=True, text=True, check=True)
    shown = json.loads(run.stdout.rpartition("RESULT")[2])

    assert ANSI.sub("", shown[-1]).strip() == said


def test_what_was_checked_counts_until_another_cell_is_run() -> None:
    look = "from course.check import bank; print(len(bank.current()._new))"
    cells = [START, RIGHT, ONE, f"# check: f, how many\n{look}", RIGHT, TWO, f"# check: f, how many\n{look}"]
    run = subprocess.run(
        [sys.executable, "-c", SHELL], input=json.dumps(cells), capture_output=True, text=True, check=True
    )
    shown = json.loads(run.stdout.rpartition("RESULT")[2])

    assert [shown[3].strip(), shown[6].strip()] == ["1", "1"]
