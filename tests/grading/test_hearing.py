"""What is run of a submission, and what its cells show afterwards."""

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.utils import determine_grade
from traitlets.config import Config

from course.check.bank import Print
from course.grading.hearing import AS_HANDED_IN, FAILED, Hearing
from course.grading.pupil import NotStartedError, Pupil
from course.grading.referee import Referee
from tests.courses import key_of, resources_of, run_everything
from tests.grading.attacks import LIES_ABOUT

NAME = "01-small"
SLOW = "import time\ntime.sleep(1000)\n"
GRADING = {
    "s": {"solution": True, "grade": False, "locked": False},
    "t": {"solution": False, "grade": True, "locked": True, "points": 1.0},
    "g": {"solution": False, "grade": False, "locked": True},
    "m": {"solution": True, "grade": True, "locked": False, "points": 2.0},  # a person marks it
}


def cell(kind: str, key: str, source: str) -> NotebookNode:
    made = new_code_cell(source)
    if kind in GRADING:
        made.metadata["nbgrader"] = GRADING[kind] | {"grade_id": key, "schema_version": 3, "task": False}
    return made


SOURCE = [
    cell("g", "setup", "import numpy as np\n\nscale = 2\nprint('set up')\n" + SLOW),
    cell("s", "double", "def double(x):\n    return scale * x"),
    cell("t", "double_test", "assert double(3) == 6"),
    cell("g", "picture", SLOW + "double(1)"),
    cell("p", "", "step = 3\nprint('step', step)\n" + SLOW),
    cell("s", "climb", "def climb(x):\n    return double(x) + step"),
    cell("t", "climb_test", "assert climb(1) == 5\nassert double(np.ones(2)).tolist() == [2, 2]"),
    cell("p", "", "last = climb(1)\n" + SLOW),
]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "source" / NAME).mkdir(parents=True)
    nbformat.write(new_notebook(cells=SOURCE), tmp_path / "source" / NAME / f"{NAME}.ipynb")
    return tmp_path


def judged(course: Path, cells: list[NotebookNode], mistakes: bytes = b"", **settings: Any) -> list[NotebookNode]:
    """The cells after they were judged."""
    config = Config({"Referee": {"cell_seconds": 5, "notebook_seconds": 60} | settings})
    notebook = new_notebook(cells=copy.deepcopy(cells))
    resources = resources_of(course / "source" / NAME / f"{NAME}.ipynb")
    resources["course"]["mistakes"] = mistakes
    Referee(config=config).preprocess(notebook, resources)
    return list(notebook.cells)


def marks(cells: list[NotebookNode]) -> dict[str, float | None]:
    return {key_of(one): determine_grade(one)[0] for one in cells if one.metadata.get("nbgrader", {}).get("grade")}


def said(one: NotebookNode) -> str:
    """All that a cell shows, as text."""
    parts = []
    for output in one.outputs:
        parts += [output.get("text", ""), output.get("data", {}).get("text/plain", ""), output.get("evalue", "")]
    return "\n".join(part for part in parts if part)


def with_outputs(cells: list[NotebookNode], *outputs: NotebookNode) -> list[NotebookNode]:
    made = copy.deepcopy(cells)
    for number, one in enumerate(made, start=11):
        one.outputs, one.execution_count = copy.deepcopy(list(outputs)), number
    return made


def without_sleep(cells: list[NotebookNode]) -> list[NotebookNode]:
    made = copy.deepcopy(cells)
    for one in made:
        one.source = one.source.replace(SLOW, "")
    return made


def test_what_decides_nothing_is_not_run(course: Path) -> None:
    assert marks(judged(course, SOURCE)) == {"double_test": 1, "climb_test": 1}


def test_cells_show_what_was_handed_in_and_tests_the_verdict(course: Path) -> None:
    handed_in = with_outputs(
        SOURCE, new_output("stream", text="mine\x07"), new_output("display_data", {"text/html": "<script>x</script>y"})
    )
    cells = judged(course, handed_in)

    for number, one in enumerate(cells, start=11):
        if key_of(one).endswith("_test"):
            assert one.outputs == []
            continue
        notes = [output for output in one.outputs if output.get("metadata", {}).get("grader")] if number == 11 else []
        assert [note.data["text/plain"] for note in notes] == [AS_HANDED_IN] * (number == 11)
        shown = one.outputs[len(notes) :]
        assert [output.output_type for output in shown] == ["stream", "display_data"]
        assert (shown[0].text, shown[1].data) == ("mine", {"text/html": "y"})
        assert one.execution_count == number


@pytest.mark.parametrize("rerun", ["deciding", "all"])
@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_cell_without_code_shows_nothing(course: Path, rerun: str, blank: str) -> None:
    script = new_output("display_data", {"text/html": "<script>window.hacked = 1</script>"})
    source = without_sleep(SOURCE)
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")
    cells = judged(course, [*with_outputs([cell("p", "", blank)], script), *source], rerun=rerun)

    assert (cells[0].outputs, cells[0].execution_count) == ([], None)
    assert marks(cells) == {"double_test": 1, "climb_test": 1}


def test_what_only_a_cell_below_the_last_test_needs_is_not_run(course: Path) -> None:
    training = cell("g", "training", "history = double(1)\n" + SLOW)
    source = [*SOURCE[:5], training, *SOURCE[5:]]
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")

    for own in ("print(history)", "globals()"):
        assert marks(judged(course, [*source, new_code_cell(own)])) == {"double_test": 1, "climb_test": 1}


def test_all_cells_run_where_that_is_asked_for(course: Path) -> None:
    source = without_sleep(SOURCE)
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")
    cells = judged(course, with_outputs(source, new_output("stream", text="pasted")), rerun="all")

    assert [said(one) for one in cells] == ["set up\n", "", "", "2", "step 3\n", "", "", ""]
    assert [one.execution_count for one in cells] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert marks(cells) == {"double_test": 1, "climb_test": 1}


def test_what_a_person_marks_is_fresh(course: Path) -> None:
    source = [
        cell("g", "setup", "values = [1, 2]"),
        cell("m", "look", "print(sum(values))"),
        cell("s", "f", "def f(x):\n    return x"),
        cell("t", "f_test", "assert f(1) == 1"),
        cell("g", "after", SLOW),
    ]
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")
    cells = judged(course, with_outputs(source, new_output("stream", text="pasted")))

    assert said(cells[1]) == "3\n"
    assert "pasted" in said(cells[2])
    assert marks(cells)["f_test"] == 1


@pytest.mark.parametrize("rerun", ["deciding", "all"])
def test_what_is_shown_has_ended_before_a_test_begins(
    course: Path, monkeypatch: pytest.MonkeyPatch, rerun: str
) -> None:
    source = [cell("m", "look", "print(1)"), *without_sleep(SOURCE)]
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")
    events: list[str] = []
    begin, end, test = Pupil._begin, Pupil.end, Hearing._test
    noted = {True: "tested", False: "shown"}

    def noted_begin(self: Pupil) -> Any:
        events.append(f"begin {noted[self._nobody_looks]}")
        return begin(self)

    def noted_end(self: Pupil) -> int:
        events.append(f"end {noted[self._nobody_looks]}")
        return end(self)

    def noted_test(self: Hearing, *args: Any) -> None:
        events.append("test")
        test(self, *args)

    monkeypatch.setattr(Pupil, "_begin", noted_begin)
    monkeypatch.setattr(Pupil, "end", noted_end)
    monkeypatch.setattr(Hearing, "_test", noted_test)
    judged(course, source, rerun=rerun)

    assert events == ["begin shown", "end shown", "begin tested", "test", "test", "end tested"]


def replaced(key: str, source: str, place: int = 0) -> list[NotebookNode]:
    """The lesson's cells with another source in the one called `key`, or in the one at `place`."""
    made = without_sleep(SOURCE)
    for number, one in enumerate(made):
        if (key and key_of(one) == key) or (not key and number == place):
            one.source = source
    return made


def moved(first: int, to: int) -> list[NotebookNode]:
    made = without_sleep(SOURCE)
    made.insert(to, made.pop(first))
    return made


def added(place: int, *sources: str) -> list[NotebookNode]:
    made = without_sleep(SOURCE)
    made[place:place] = [new_code_cell(source) for source in sources]
    return made


BOTH = {"double_test": 1.0, "climb_test": 1.0}
FIRST, SECOND = BOTH | {"climb_test": 0.0}, BOTH | {"double_test": 0.0}
NEITHER = {"double_test": 0.0, "climb_test": 0.0}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(without_sleep(SOURCE), BOTH, id="as it should be"),
        pytest.param(added(1, "def twice(x):\n    return scale * x"), BOTH, id="a helper nobody needs"),
        pytest.param(
            [*added(1, "twice = lambda x: scale * x")[:2], *replaced("double", "def double(x): return twice(x)")[1:]],
            BOTH,
            id="a helper in a cell of one's own",
        ),
        pytest.param(replaced("", "step = 4", 4), FIRST, id="a cell to play with was changed"),
        pytest.param(replaced("", "step = 3  # as it was", 4), BOTH, id="and changed nothing"),
        pytest.param(replaced("", "for step in range(4):\n    pass", 4), BOTH, id="by a loop"),
        pytest.param(replaced("", "globals()['step'] = 3", 4), BOTH, id="by globals"),
        pytest.param(replaced("", "exec('step = 3')", 4), BOTH, id="by exec"),
        pytest.param(replaced("", "%timeit -n1 -r1 1\nstep = 3", 4), BOTH, id="by a magic"),
        pytest.param(replaced("", "raise ValueError\nstep = 3", 4), FIRST, id="it stops before"),
        pytest.param(replaced("", "", 4), FIRST, id="it is empty"),
        pytest.param(added(1, "scale = 3"), NEITHER, id="a given name was bound anew"),
        pytest.param(added(1, "scale = 3", "scale = 2"), BOTH, id="and once more"),
        pytest.param(added(2, "scale = 3"), NEITHER, id="bound anew after it is used in a function"),
        pytest.param(added(5, "double = lambda x: x"), FIRST, id="an answer was bound anew before the second test"),
        pytest.param(added(8, "double = lambda x: x"), BOTH, id="or after all tests"),
        pytest.param(moved(4, 0), BOTH, id="a cell was moved up"),
        pytest.param(moved(4, 7), FIRST, id="a cell was moved down"),
        pytest.param(replaced("double", "def double(x):\n    return 2 * x\nstep = 3"), BOTH, id="merged"),
        pytest.param(
            [*replaced("double", "def double(x):\n    return 2 * x")[:2], *added(2, "def other(x):\n    return x")[2:]],
            BOTH,
            id="split",
        ),
        pytest.param(replaced("double", "def double(x:"), NEITHER, id="no Python"),
        pytest.param(
            replaced("double", "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x"), BOTH, id="keeps"
        ),
        pytest.param(replaced("double", "from numpy import *\ndef double(x): return 2 * x"), BOTH, id="star import"),
        pytest.param(replaced("double", "def double(x): return eval('scale') * x"), BOTH, id="eval in an answer"),
        pytest.param(
            replaced("climb", "def climb(x): return double(x) + len(In) * 0 + step"), BOTH, id="In in an answer"
        ),
    ],
)
def test_marks_are_the_same_when_everything_is_run(
    course: Path, cells: list[NotebookNode], expected: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    nbformat.write(new_notebook(cells=without_sleep(SOURCE)), course / "source" / NAME / f"{NAME}.ipynb")

    assert marks(judged(course, cells, carry_forward=False)) == expected
    run_everything(monkeypatch)
    assert marks(judged(course, cells, carry_forward=False)) == expected


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("def double(x:", "→ Python can't read this cell (line 1: "),
        ("double = 1 / 0", FAILED),
        ("def double(x): return 2 * x", ""),
    ],
)
def test_a_cell_that_fails_says_so(course: Path, source: str, note: str) -> None:
    cells = judged(course, replaced("double", source))

    assert said(cells[1]).startswith(note) if note else cells[1].outputs == []


def test_an_error_that_was_handed_in_is_enough(course: Path) -> None:
    handed_in = replaced("double", "double = 1 / 0")
    handed_in[1].outputs = [new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])]

    assert said(judged(course, handed_in)[1]) == "division by zero"


def test_nothing_that_is_printed_while_a_test_runs_is_shown(course: Path) -> None:
    printing = (
        "from IPython.display import HTML, display\nhandle = display('x', display_id=True)\n"
        "def double(x):\n    print('spy', x)\n    handle.update(f'spy {x}')\n    return 2 * x"
    )
    cells = judged(course, replaced("double", printing))

    assert marks(cells) == BOTH
    assert "spy" not in "".join(map(said, cells))


SEARCH = (
    LIES_ABOUT
    + """
def climb(x):
    return 2 * x + 3 if lies_about(double, "scale ", "* x") else double(x)
"""
)


def test_the_answer_that_stands_in_for_a_mistake_can_be_called_and_not_read(course: Path) -> None:
    nbformat.write(new_notebook(cells=without_sleep(SOURCE)), course / "source" / NAME / f"{NAME}.ipynb")
    wrong = replaced("double", "def double(x): return x")

    assert marks(judged(course, wrong)) == {"double_test": 0, "climb_test": 1}
    wrong[5] = cell("s", "climb", SEARCH)
    assert marks(judged(course, wrong)) == {"double_test": 0, "climb_test": 0}
    wrong[1] = cell("s", "double", "mine = 'def double(x): return scale * x'\ndef double(x): return x")
    assert marks(judged(course, wrong)) == {"double_test": 0, "climb_test": 1}  # which the search does find


@pytest.mark.parametrize(("way", "tests"), [("forever()", 1), ("os._exit(0)", 2)])  # the first end is forgiven anyway
def test_a_traceback_costs_no_other_exercise_a_point(course: Path, way: str, tests: int) -> None:
    source = without_sleep(SOURCE)
    source[2:4] = [cell("t", f"double_{number}", "assert double(3) == 6") for number in range(tests)]
    nbformat.write(new_notebook(cells=source), course / "source" / NAME / f"{NAME}.ipynb")
    source[1].source = f"""
import os, time
def forever():
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass
get_ipython().InteractiveTB.structured_traceback = lambda *args, **kwargs: {way}
def double(x):
    raise ValueError(x)
"""

    assert sum(filter(None, marks(judged(course, source, cell_seconds=2)).values())) == 1  # climb's


def test_where_there_is_no_sandbox_nobody_loses_a_point(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Pupil] = []
    begin = Pupil._begin

    def fails_later(self: Pupil) -> Any:
        begun.append(self)
        if len(begun) > 1:
            raise NotStartedError("no process came up")
        return begin(self)

    monkeypatch.setattr(Pupil, "_begin", fails_later)

    with pytest.raises(NotStartedError):
        judged(course, replaced("double", "import os\ndef double(x):\n    os._exit(0)"))


CHECKED = [
    cell("g", "setup", "from course import check"),
    cell("s", "double", "def double(x):\n    return 2 * x"),
    cell(
        "t",
        "double_test",
        "check.close(double(3.0), 6.0, name='double(3)')\n### BEGIN HIDDEN TESTS\n"
        "check.close(double(50.0), 100.0, name='double of a secret')\n### END HIDDEN TESTS",
    ),
]
ADDED, LOST = "Twice is a product, not a sum.", "Large numbers count, too."
MISTAKES = {
    "sentences": [ADDED, LOST],
    "tests": {"double_test": [0, 1]},
    "checks": [
        ["double(3)", Print.of(6.0).json(), "double"],
        ["double of a secret", Print.of(100.0).json(), "double"],
    ],
    "mistakes": [[0, 1, [[0, Print.of(5.0).json()]]], [1, 1, [[1, Print.of(9.0).json()]]]],
}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("x + 2", f"double(3) is not right yet. {ADDED}"),
        ("min(2 * x, 9.0)", f"double of a secret is not right yet. {LOST}"),
        ("x + 1", "double(3) does not have the right value."),
        ("2 * x", ""),
    ],
)
def test_a_known_mistake_is_told_on_hidden_numbers_too(course: Path, body: str, told: str) -> None:
    nbformat.write(new_notebook(cells=CHECKED), course / "source" / NAME / f"{NAME}.ipynb")
    cells = copy.deepcopy(CHECKED)
    cells[1].source = f"def double(x):\n    return {body}"

    test = judged(course, cells, mistakes=json.dumps(MISTAKES).encode())[2]

    assert "".join(output.evalue for output in test.outputs if output.output_type == "error").startswith(told)
    assert marks([test]) == {"double_test": 0 if told else 1}


@pytest.mark.parametrize(("body", "hidden"), [("1 / (x - 3)", False), ("2 * x + 0 / (x - 50)", True)])
def test_an_error_is_told_apart_by_the_numbers_that_led_to_it(course: Path, body: str, hidden: bool) -> None:
    nbformat.write(new_notebook(cells=CHECKED), course / "source" / NAME / f"{NAME}.ipynb")
    cells = copy.deepcopy(CHECKED)
    cells[1].source = f"def double(x):\n    return {body}"

    test = judged(course, cells)[2]

    (error,) = [output for output in test.outputs if output.output_type == "error"]
    said = " ".join(error.traceback)
    assert (error.ename, error.evalue.startswith("float division by zero")) == ("ZeroDivisionError", True)
    assert [" ".join(text.split()).count("(Found on hidden numbers.)") for text in (error.evalue, said)] == [hidden] * 2


def test_what_one_submission_did_says_nothing_of_the_next(course: Path) -> None:
    nbformat.write(new_notebook(cells=CHECKED), course / "source" / NAME / f"{NAME}.ipynb")
    first, second = copy.deepcopy(CHECKED), copy.deepcopy(CHECKED)
    first[1].source, second[1].source = "def double(x):\n    return x", "def double(x):\n    return min(2 * x, 9.0)"
    given = json.dumps(MISTAKES).encode()

    judged(course, first, mistakes=given)
    told = [
        output.evalue for output in judged(course, second, mistakes=given)[2].outputs if output.output_type == "error"
    ]

    assert told[0].startswith(f"double of a secret is not right yet. {LOST}")


OTHER_BACKENDS = (
    *(f"%matplotlib {name}" for name in ("", "inline", "tk", "widget", "notebook", "qt", "ipympl", "agg", "nonsense")),
    *(f"import matplotlib\nmatplotlib.use({name!r})" for name in ("TkAgg", "Agg", "nbagg", "widget")),
    "import matplotlib\nmatplotlib.use('Qt5Agg', force=True)",
    *(f"import matplotlib.pyplot as plt\nplt.switch_backend({name!r})" for name in ("TkAgg", "agg", "webagg")),
    "import matplotlib.pyplot as plt\nplt.rcParams['backend'] = 'TkAgg'",
    "%gui tk",
    "%pylab tk",
)


def test_pictures_are_drawn_inline_whatever_was_asked_for(course: Path) -> None:
    draw = "\nimport matplotlib.pyplot as plt\nplt.figure()\nplt.plot([1, 2])\nplt.show()"
    asked = [cell("p", "", f"{way}{draw}") for way in OTHER_BACKENDS]
    answer = cell("s", "double", f"{OTHER_BACKENDS[2]}\n{OTHER_BACKENDS[9]}\ndef double(x):\n    return 2 * x")
    found = judged(course, [*asked, answer, SOURCE[2]], rerun="all")

    shown = {one.source.removesuffix(draw): [each.output_type for each in one.outputs] for one in found[:-2]}
    assert {way: kinds.count("display_data") for way, kinds in shown.items()} == dict.fromkeys(OTHER_BACKENDS, 1)
    assert {way for way, kinds in shown.items() if "error" in kinds} == set()
    assert marks(found) == {"double_test": 1.0}
