"""Where a check is called in a hidden test, and only there, it shows no value."""

import re

import pytest

from course import check
from course.check.words import GREEN, PLAIN
from tests.check.cells import BEGIN, END, run_cell
from tests.check.told import said
from tests.check.wrong_answers import WRONG_ANSWERS

# Name of a check: a call that passes, one that fails, and whether that shows values where it is seen.
CALLS = {
    "arranged": (
        "check.arranged('A', chr(10).join(('def f():', 'A      return 1')), 1, name='y')",
        "check.arranged('A', chr(10).join(('def f():', 'A      return 1')), 271, name='y')",
        True,
    ),
    "close": ("check.close(1.5, 1.5, name='y')", "check.close(271.5, 314.25, name='y')", True),
    "equal": ("check.equal(1, 1, name='y')", "check.equal(271, 314, name='y')", True),
    "shape": ("check.shape(np.ones(2), (2,), name='y')", "check.shape(np.ones(271), (2,), name='y')", True),
    "parts": ("check.parts((1, 2), ('W', 'b'), name='y')", "check.parts([0] * 271, ('W', 'b'), name='y')", True),
    "gradient": (
        "check.gradient(lambda x: 2 * x, np.array(1.0), 2.0, name='y')",
        "check.gradient(lambda x: 314 * x, np.array(1.0), 271.0, name='y')",
        True,
    ),
    "unchanged": ("check.unchanged(abs, 1)", "check.unchanged(list.reverse, [271, 314])", False),
    "quiet": ("check.quiet(np.exp, 1.0)", "check.quiet(np.exp, 271314.0)", False),
    "raises": ("check.raises(ValueError, int, 'x')", "check.raises(ValueError, lambda: 271314)", True),
}
TICKED = {
    name: call for name, call in CALLS.items() if name not in ("arranged", "parts")
}  # which hand on what others look at
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
    assert set(CALLS) == set(check.__all__) - {"CheckFailed", "as_array", "explain", "overview", "picture"}


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

    assert seen.startswith(f"{GREEN}✓{PLAIN} ")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("hidden", [False, True])
def test_parts_are_handed_on_without_a_word(hidden, capsys):
    call, _, _ = CALLS["parts"]

    names = run_cell(f"{BEGIN if hidden else ''}got = {call}\n")

    assert names["got"] == (1, 2)
    assert capsys.readouterr().out == ""


OWN = re.compile(r"sums? to 1\b|is 0\b|(?:float|int)(?:16|32|64)|axis [012]")  # numbers that stand in sentences


@pytest.mark.parametrize(("actual", "expected", "options", "message"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_secret_messages_hold_no_number_of_the_answers(actual, expected, options, message):
    text = said(actual, expected, secret=True, **options)

    assert not re.search(r"\d|\bnan\b(?! \(not)|True\.", OWN.sub("", text)), text


SHAPE = "does not have the shape that is expected"
NOT_SINGLE = "has several numbers or axes, and a single number is expected."
RIGHT_SHAPE = "has the right shape, but"
SUM_FOR_MEAN = "too large by a factor, which is {}: is this a sum where a mean is expected?"
MEAN_FOR_SUM = (
    "too small by a factor, which is {}: is it divided by this once too often, as with a mean in place of a sum?"
)
SECRET = {
    "transpose": f"{SHAPE}: this is the transpose.",
    "reshaped where transposed": f"{SHAPE}. The values are right, only the shape is not.",
    "column for vector": f"{SHAPE}. The values are right, only the shape is not.",
    "not summed": f"{NOT_SINGLE} The values are right, but not added up yet: take their sum.",
    "not summed over the rows": f"{SHAPE}. The values are right, but not added up yet: sum over axis 0.",
    "not averaged": f"{NOT_SINGLE} The values are right, but not averaged yet: take their mean.",
    "repeated by broadcasting": f"{SHAPE}. The right values are in it more than once.",
    "nan in an array": "contains nan (not a number).",
    "inf in an array": "contains inf (infinity).",
    "sum of probabilities": "should sum to 1, and does not.",
    "sum of rows": "has rows that do not sum to 1.",
    "sum for mean": f"{RIGHT_SHAPE} every value is {SUM_FOR_MEAN.format('the batch size')}",
    "mean for sum": f"{RIGHT_SHAPE} every value is {MEAN_FOR_SUM.format('the batch size')}",
    "twice": f"{RIGHT_SHAPE} every value is too large by the same factor.",
    "twice a constant": f"{RIGHT_SHAPE} its values are wrong.",
    "some factor": f"{RIGHT_SHAPE} every value is too large by the same factor.",
    "half a number": "does not have the right value.",
    "offset": f"{RIGHT_SHAPE} every value is too large by the same amount.",
    "a number": "does not have the right value.",
    "one value": f"{RIGHT_SHAPE} its value is wrong.",
    "one of three": f"{RIGHT_SHAPE} one of its values is wrong.",
    "two of three": f"{RIGHT_SHAPE} some of its values are wrong.",
    "all": f"{RIGHT_SHAPE} its values are wrong.",
    "a row": f"{RIGHT_SHAPE} one row is wrong.",
}


@pytest.mark.parametrize(("case", "message"), SECRET.items(), ids=SECRET)
def test_diagnoses_lose_their_values_in_secret(case, message):
    actual, expected, options, _ = WRONG_ANSWERS[case]

    assert said(actual, expected, secret=True, **options) == f"{message} (Found on hidden numbers.)"


KEPT = [
    *("cut off", "rounded", "float32", "nan", "zero", "zeros", "whole zeros", "sum of the whole", "sum of columns"),
    *("square transpose", "reversed", "shuffled", "rows reversed", "sign of a number", "sign of an array"),
]


@pytest.mark.parametrize("case", KEPT)
def test_diagnoses_without_values_stay_in_secret(case):
    actual, expected, options, message = WRONG_ANSWERS[case]

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

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} seen\n"


def test_missing_mentions_stay_secret():
    with pytest.raises(check.CheckFailed) as caught:
        run_cell(f"def f():\n    raise ValueError('271')\n{BEGIN}check.raises(ValueError, f, mentions=(314,))\n{END}")

    assert str(caught.value) == (
        "f raises ValueError, as it should, but its message lacks something that is asked for. "
        "(Found on hidden numbers.)"
    )


DIVIDES = "def divides(x):\n    return x / 0\n"
ERRORS = {
    "seen": ([f"{DIVIDES}divides(1)\n{BEGIN}pass\n{END}"], False),
    "hidden": ([f"{DIVIDES}{BEGIN}divides(1)\n{END}"], True),
    "after the markers": ([f"{DIVIDES}{BEGIN}pass\n{END}divides(1)\n"], False),
    "an answer of another cell": ([DIVIDES, f"{BEGIN}divides(1)\n{END}"], True),
    "by a seen helper that is called from hidden": (
        [DIVIDES, f"def helper():\n    divides(1)\n{BEGIN}helper()\n{END}"],
        True,
    ),
    "by a library": ([DIVIDES, f"{BEGIN}list(map(divides, [1]))\n{END}"], True),
}


@pytest.mark.parametrize(("cells", "hidden"), ERRORS.values(), ids=ERRORS)
def test_an_error_says_that_hidden_numbers_led_to_it(cells, hidden):
    with pytest.raises(ZeroDivisionError) as caught:
        run_cell(*cells)

    said = check.explain(caught.value)
    assert said.startswith("Something is divided by 0")
    assert said.endswith("(Found on hidden numbers.)") == hidden


def test_a_missing_answer_is_missing_wherever_it_is_found():
    with pytest.raises(NotImplementedError) as caught:
        run_cell("def f():\n    raise NotImplementedError()\n", f"{BEGIN}f()\n{END}")

    assert "hidden" not in check.explain(caught.value)
