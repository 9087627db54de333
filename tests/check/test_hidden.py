"""Where a check is called in a hidden test, and only there, it shows no value."""

import re

import pytest

from course import check
from tests.check.cells import BEGIN, END, run_cell
from tests.check.told import said
from tests.check.wrong_answers import WRONG_ANSWERS

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


def shapes_indices_and_sizes(text):
    """The message without the numbers that may be told."""
    told = [
        r"\((\d+, ?)*\d*\)",  # a shape, or an index of a matrix
        r"at index \d+",
        r"at index \(.*?\)",
        r"row(s)? [\d, and]+",
        r"column(s)? [\d, and]+",
        r"axis \d",
        r"of its \d+ values",
        r"\d+ times too (large|small)( and has the wrong sign)?\. \d+ is the [^:]* size",
        r"of \d+ items?",
        r"sums? to 1\b",
        r"is 0\b",
        r"\(dtype \S+?\)",
        r"float(16|32|64)",
        r"complex128",
    ]
    return re.sub("|".join(told), "", text)


@pytest.mark.parametrize(("actual", "expected", "options", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_secret_messages_hold_no_value_and_none_that_gives_one_away(actual, expected, options, message):
    text = said(actual, expected, secret=True, **options)

    assert not re.search(r"\d|\bnan\b(?! \(not)|True\.", shapes_indices_and_sizes(text)), text


KEPT = [
    *("transpose", "transpose of a row", "transpose of three axes", "reshaped where transposed", "column for vector"),
    *("not summed", "not summed over the rows", "not averaged", "not averaged at all", "repeated by broadcasting"),
    *("summed", "summed over the rows", "cut off", "rounded", "float32", "nan", "nan in an array", "inf in an array"),
    *("zero", "zeros", "whole zeros", "sum of the whole", "sum of columns", "square transpose", "reversed", "shuffled"),
    *("rows reversed", "sign of a number", "sign of an array", "sum for mean", "mean for sum", "product of two sizes"),
    *("sum for mean of a number", "a typical slip", "a typical slip of another shape"),
]


@pytest.mark.parametrize("case", KEPT)
def test_diagnoses_without_values_stay_in_secret(case):
    actual, expected, options, message = WRONG_ANSWERS[case]

    assert said(actual, expected, secret=True, **options) == f"{message} (Found on hidden numbers.)"


SECRET = {
    "sum of probabilities": "should sum to 1, and does not.",
    "sum of rows": "has rows that do not sum to 1: the first is row 1.",
    "twice": "has the right shape (2,), but every value is too large by the same factor.",
    "twice a constant": "has the right shape (2,), but its values are wrong. The worst is at index 0.",
    "some factor": "has the right shape (3,), but every value is too large by the same factor.",
    "half a number": "does not have the right value.",
    "offset": "has the right shape (3,), but every value is too large by the same amount.",
    "a number": "does not have the right value.",
    "one value": "has the right shape (1,), but its value is wrong.",
    "one of three": "has the right shape (3,), but one of its 3 values is wrong. It is at index 2.",
    "two of three": "has the right shape (3,), but some of its 3 values are wrong. The worst is at index 1.",
    "all": "has the right shape (3,), but its values are wrong. The worst is at index 1.",
    "a row": "has the right shape (3, 3), but only row 1 is wrong. The worst is at index (1, 0).",
}


@pytest.mark.parametrize(("case", "message"), SECRET.items(), ids=SECRET)
def test_diagnoses_lose_their_values_in_secret(case, message):
    actual, expected, options, _ = WRONG_ANSWERS[case]

    assert said(actual, expected, secret=True, **options) == f"{message} (Found on hidden numbers.)"


WRONG = "check.close(271.5, 314.25, name='y')"
HELPER = "def helper(y=271.5):\n    check.close(y, 314.25, name='y')\n"

CELLS = {
    "no markers": ([WRONG], False),
    "before the markers": ([f"{WRONG}\n{BEGIN}pass\n{END}"], False),
    "between the markers": ([f"x = 1\n{BEGIN}{WRONG}\n{END}"], True),
    "after the markers": ([f"{BEGIN}pass\n{END}{WRONG}\n"], False),
    "a second pair": ([f"{BEGIN}pass\n{END}pass\n{BEGIN}{WRONG}\n{END}"], True),
    "between two pairs": ([f"{BEGIN}pass\n{END}{WRONG}\n{BEGIN}pass\n{END}"], False),
    "indented": ([f"if True:\n    pass\n    {BEGIN}    {WRONG}\n    {END}"], True),
    "over several lines": ([f"{BEGIN}check.close(\n    271.5,\n    314.25,\n    name='y',\n)\n{END}"], True),
    "several lines, seen": ([f"check.close(\n    271.5,\n    314.25,\n    name='y',\n)\n{BEGIN}pass\n{END}"], False),
    "in a loop": ([f"{BEGIN}for i in range(2):\n    {WRONG}\n{END}"], True),
    "a comment about them": ([f"{BEGIN}# more HIDDEN TESTS, as above\n{WRONG}\n{END}"], True),
    "a comment about them, seen": ([f"# no HIDDEN TESTS here\n{WRONG}\n"], False),
    "never closed": ([f"{BEGIN}{WRONG}\n"], True),
    "a seen helper called from hidden": ([f"{HELPER}{BEGIN}helper()\n{END}"], True),
    "a seen helper called from seen": ([f"{HELPER}{BEGIN}pass\n{END}helper()\n"], False),
    "a hidden helper called from seen": ([f"{BEGIN}{HELPER}{END}helper()\n"], True),
    "a helper of another cell called from hidden": ([HELPER, f"{BEGIN}helper()\n{END}"], True),
    "a hidden helper of another cell": ([f"{BEGIN}{HELPER}{END}", "helper()"], True),
    "a helper of another cell called from seen": ([HELPER, "helper()"], False),
    "a helper called by a library": (
        [f"{HELPER}{BEGIN}np.apply_along_axis(helper, 0, np.ones(1) * 271.5)\n{END}"],
        True,
    ),
    "a helper called by map": ([f"{HELPER}{BEGIN}list(map(helper, [271.5]))\n{END}"], True),
    "a generator": ([f"{BEGIN}list({WRONG} for _ in range(1))\n{END}"], True),
    "said by hand": ([f"{BEGIN}check.close(271.5, 314.25, name='y', secret=False)\n{END}"], False),
    "said by hand, seen": (["check.close(271.5, 314.25, name='y', secret=True)"], True),
    "equal": ([f"{BEGIN}check.equal(271, 314, name='y')\n{END}"], True),
    "equal, seen": (["check.equal(271, 314, name='y')"], False),
    "equal of strings": ([f"{BEGIN}check.equal(['271'], ['314'], name='y')\n{END}"], True),
    "gradient": ([f"{BEGIN}check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')\n{END}"], True),
    "gradient, seen": (["check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')"], False),
    "raises, returned": ([f"{BEGIN}check.raises(ValueError, lambda: 314271)\n{END}"], True),
    "raises, returned, seen": (["check.raises(ValueError, lambda: 314271)"], False),
    "raises, another error": ([f"{BEGIN}check.raises(TypeError, int, 'a271')\n{END}"], True),
    "raises, another error, seen": (["check.raises(TypeError, int, 'a271')"], False),
    "raises, mentions": ([f"{BEGIN}check.raises(ValueError, int, '271', mentions=(314,))\n{END}"], True),
    "raises, mentions, seen": (["check.raises(ValueError, int, 'a271', mentions=(314,))"], False),
}


@pytest.mark.parametrize(("cells", "secret"), CELLS.values(), ids=CELLS)
def test_values_are_secret_in_hidden_tests_only(cells, secret):
    with pytest.raises(check.CheckFailed) as caught:
        run_cell(*cells)

    assert bool(re.search("271|314", str(caught.value))) != secret


def test_passing_hidden_tests_print_nothing(capsys):
    run_cell(
        f"{BEGIN}check.close(1.0, 1.0, name='a')\ncheck.equal(1, 1, name='b')\ncheck.unchanged(abs, 1)\n"
        f"check.raises(ValueError, int, 'x')\ncheck.gradient(lambda x: x, np.array(1.0), 1.0, name='c')\n{END}"
        "check.close(1.0, 1.0, name='seen')"
    )

    assert capsys.readouterr().out == "\x1b[32m✓\x1b[0m seen\n"


def test_missing_mentions_stay_secret():
    with pytest.raises(check.CheckFailed) as caught:
        run_cell(f"def f():\n    raise ValueError('271')\n{BEGIN}check.raises(ValueError, f, mentions=(314,))\n{END}")

    assert str(caught.value) == (
        "f raises ValueError, as it should, but its message leaves out something that would help."
    )
