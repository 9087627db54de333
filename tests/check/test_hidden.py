"""Where a check is called in a hidden test, and only there, it shows no value."""

import re

import pytest

from course import check
from tests.check.cells import BEGIN, END, run_cell

# Name of a check: a call that passes, one that fails, and whether that shows values where it is seen.
CALLS = {
    "close": ("check.close(1.5, 1.5, name='y')", "check.close(271.5, 314.25, name='y')", True),
    "equal": ("check.equal(1, 1, name='y')", "check.equal(271, 314, name='y')", True),
    "shape": ("check.shape(np.ones(2), (2,), name='y')", "check.shape(271.5, (2,), name='y')", False),
    "parts": ("check.parts((1, 2), ('W', 'b'), name='y')", "check.parts(271, ('W', 'b'), name='y')", False),
    "gradient": (
        "check.gradient(lambda x: 2 * x, np.array(1.0), 2.0, name='y')",
        "check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')",
        True,
    ),
    "unchanged": ("check.unchanged(abs, 1)", "check.unchanged(list.reverse, [271, 314])", False),
    "quiet": ("check.quiet(np.exp, 1.0)", "check.quiet(np.exp, 271314.0)", False),
    "raises": ("check.raises(ValueError, int, 'x')", "check.raises(ValueError, lambda: 271314)", True),
}
TICKED = {name: call for name, call in CALLS.items() if name != "parts"}  # which hands on what other checks look at
ELSEWHERE = "exec('def call(f):\\n    return f()', there := {'__name__': 'course.check.elsewhere'})\n"
# How a cell comes to a call: what stands above the test, and the test itself.
WAYS = {
    "directly": ("", "CALL"),
    "by a helper": ("def helper():\n    CALL\n", "helper()"),
    "by a helper of a helper": ("def inner():\n    CALL\ndef helper():\n    inner()\n", "helper()"),
    "by a method": ("class Helper:\n    def run(self):\n        CALL\n", "Helper().run()"),
    "in a generator": ("", "list(CALL for _ in range(1))"),
    "by a library that calls a helper": ("def helper(row):\n    CALL\n", "np.apply_along_axis(helper, 0, np.ones(1))"),
    "by another check": ("def helper(x):\n    CALL\n    return 0.0\n", "check.unchanged(helper, 0.0, name='outer')"),
    "by a function that another module of the package calls": (
        f"{ELSEWHERE}def helper():\n    CALL\n",
        "there['call'](helper)",
    ),
    "in another module of the package": (
        "exec('from course import check\\nimport numpy as np\\ndef call():\\n    ' + \"CALL\", "
        "there := {'__name__': 'course.check.elsewhere'})\n",
        "there['call']()",
    ),
    "in a library": (
        "exec('from course import check\\nimport numpy as np\\ndef call():\\n    ' + \"CALL\", "
        "there := {'__name__': 'library'})\n",
        "there['call']()",
    ),
}


def test_all_checks_are_tried():
    assert set(CALLS) == set(check.__all__) - {"CheckFailed", "explain", "picture"}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize(("above", "test"), WAYS.values(), ids=WAYS)
def test_failing_checks_show_values_only_where_they_are_seen(above, test, name):
    _, call, shows = CALLS[name]
    above, test = above.replace("CALL", call), test.replace("CALL", call)

    said = []
    for cell in (f"{above}{test}\n{BEGIN}pass\n{END}", f"{above}{BEGIN}{test}\n{END}"):
        with pytest.raises(check.CheckFailed) as caught:
            run_cell(cell)
        said.append(str(caught.value))

    assert [bool(re.search("271|314", text)) for text in said] == [shows, False]


@pytest.mark.parametrize("name", TICKED)
@pytest.mark.parametrize(("above", "test"), WAYS.values(), ids=WAYS)
def test_passing_checks_are_ticked_only_where_they_are_seen(above, test, name, capsys):
    call, _, _ = CALLS[name]
    above, test = above.replace("CALL", call), test.replace("CALL", call)

    run_cell(f"{above}{test}\n{BEGIN}pass\n{END}")
    seen = capsys.readouterr().out
    run_cell(f"{above}{BEGIN}{test}\n{END}")

    assert seen.startswith("\x1b[32m✓\x1b[0m ")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("hidden", [False, True])
def test_parts_are_handed_on_without_a_word(hidden, capsys):
    call, _, _ = CALLS["parts"]

    names = run_cell(f"{BEGIN if hidden else ''}got = {call}\n")

    assert names["got"] == (1, 2)
    assert capsys.readouterr().out == ""
