"""Checks that call a student's function: whether it changes its arguments, warns, or refuses."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest

from course import check
from course.check.words import GREEN, PLAIN
from tests.check.strangers import Liar
from tests.check.told import A23, NAN, refuse, said_by


def adds_in_place(x, b):
    x += b


def sets_dtype(x):
    x.dtype = np.int64


def sets_shape(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        x.shape = (4,)


def adds_key(params):
    params["v"] = 0


def adds_in_dict(params):
    params["W"] -= 0.5


def replaces_in_dict(params):
    params["W"] = params["W"] - 0.5


def adds_in_list(Ws, bs):
    bs[1] += 1


def deep(layers):
    layers[0]["b"][0][1] = 9.0


def by_default(x, *, factor=2):
    x *= factor


def any_number(*arrays):
    arrays[1][0] = 9.0


def appends(items):
    items.append(1)


ARRAYS = (
    "Compute a new array: {0} = {0} + 1 makes one, {0} += 1 and {0}[0] = 1 change the old one. The same "
    "happens under another name: after same = {0} or same = {0}[1:], same += 1 changes {0}."
)
OTHERS = (
    "Make new lists and arrays, and leave those that come in as they are. (A copy of a list is enough for append and "
    "pop; the arrays in it are still the same.)"
)

CHANGES = {
    "array": (adds_in_place, (np.ones(2), 1.0), "x", ARRAYS),
    "array from the left": (lambda a, x: adds_in_place(x, 1), (1, np.ones(2)), "x", ARRAYS),
    "one element to nan": (lambda x: x.__setitem__(1, NAN), (np.ones(2),), "x", ARRAYS),
    "nan to a number": (lambda x: x.__setitem__(1, 0), (np.array([0.0, NAN]),), "x", ARRAYS),
    "a little": (lambda x: np.multiply(x, 1 + 1e-9, out=x), (np.ones(2),), "x", ARRAYS),
    "0-d": (adds_in_place, (np.array(1.0), 1.0), "x", ARRAYS),
    "dtype": (sets_dtype, (np.ones(2),), "x", ARRAYS),
    "shape": (sets_shape, (np.ones((2, 2)),), "x", ARRAYS),
    "objects": (lambda x: x.__setitem__(0, 5), (np.array([1, "a"], dtype=object),), "x", ARRAYS),
    "keyword has a default": (by_default, (np.ones(2),), "x", ARRAYS),
    "dict, new key": (adds_key, ({"W": np.ones(2)},), "params", OTHERS),
    "dict of arrays": (adds_in_dict, ({"W": np.ones(2)},), "params", OTHERS),
    "dict, another array": (replaces_in_dict, ({"W": np.ones(2)},), "params", OTHERS),
    "list of arrays": (adds_in_list, ([np.ones(2)], [1.0, np.ones(2)]), "bs", OTHERS),
    "nested": (deep, ([{"b": (np.zeros(3),)}],), "layers", OTHERS),
    "list": (list.append, ([], 1), "self", OTHERS),
    "list of its own": (appends, ([1],), "items", OTHERS),
    "set": (lambda s: s.add(1), (set(),), "s", OTHERS),
    "any number of arguments": (any_number, (np.ones(1), np.ones(1)), "number 2", ARRAYS.replace("{0}", "x")),
}


@pytest.mark.parametrize(("f", "args", "label", "advice"), CHANGES.values(), ids=CHANGES)
def test_changed_arguments_are_told(f, args, label, advice):
    text = said_by(check.unchanged, f, *args, name="f")

    assert text == (
        f"changed its argument {label} in place, so whoever called it no longer has what was passed in. "
        + advice.format(label)
    )


def moves_there_and_back(x, h=1e-4):
    for _ in range(5):
        x += h
        x -= 2 * h
        x += h


def test_an_argument_that_is_put_back_only_nearly_is_told_so():
    args = (np.random.default_rng(1).normal(size=20),)

    assert said_by(check.unchanged, moves_there_and_back, *args, name="f").startswith(
        "changed its argument x in place and put it back only nearly:"
    )


def needs_an_array(x):
    return x.shape


def subtracts(x):
    return x - x


@pytest.mark.parametrize("f", [needs_an_array, subtracts])
def test_a_list_that_is_used_as_an_array_is_told(f):
    text = said_by(check.raises, ValueError, f, [[1], [2]], name="f")

    assert text.endswith(
        "a list came in, and was used as if it were an array. Make an array of it first, with np.asarray."
    )


def test_a_name_that_is_not_there_is_no_refusal():
    with pytest.raises(NameError):
        check.raises(ValueError, lambda: exec("nothing"), name="f")


def test_arguments_of_a_function_without_signature_are_numbered():
    def f(x, y):
        y += 1

    f.__signature__ = "none"

    assert said_by(check.unchanged, f, 1, np.ones(2)).startswith("changed its argument number 2 in place")


UNCHANGES = {
    "reads": (lambda x: x + 1, (np.ones(2),)),
    "gives it back": (lambda x: x, (np.ones(2),)),
    "gives a view": (lambda x: x.T[0], (np.ones((2, 2)),)),
    "takes it twice": (lambda x, y: x + y, (A23, A23)),
    "nan stays": (lambda x: x, (np.array([NAN]),)),
    "nan in a list stays": (lambda x: x, ([NAN],)),
    "read-only": (lambda x: x + 1, (np.broadcast_to(1.0, (2,)),)),
    "view": (lambda x: x + 1, (A23[0, ::2],)),
    "Fortran order": (lambda x: x + 1, (np.asfortranarray(A23),)),
    "names another array": (lambda x: [x := x + 1], (np.ones(2),)),
    "number": (lambda x: x + 1, (1.0,)),
    "NumPy number": (lambda x: x + 1, (np.float64(NAN),)),
    "text": (lambda x: x, ("a",)),
    "nested": (lambda x: x, ([{"b": (np.zeros(3), None, "x", True)}],)),
    "objects": (lambda x: x, (np.array([1, "a", None], dtype=object),)),
    "lists in an array": (lambda x: x, (np.array([[1, 2], "a"], dtype=object),)),
    "masked": (lambda x: x, (np.ma.masked_array([1.0]),)),
    "set": (lambda x: x, ({1, 2},)),
    "random generator": (lambda rng: rng.normal(), (np.random.default_rng(1),)),
    "function": (lambda f: f(1), (abs,)),
    "object": (lambda x: x, (SimpleNamespace(W=1),)),
    "nothing": (lambda: 1, ()),
    "built-in": (abs, (-1,)),
    "ufunc": (np.exp, (np.ones(2),)),
}


@pytest.mark.parametrize(("f", "args"), UNCHANGES.values(), ids=UNCHANGES)
def test_unchanged_arguments_pass(f, args, capsys):
    check.unchanged(f, *args, name="f")

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} f leaves its arguments as they were\n"


def test_the_arrays_of_the_test_itself_are_never_changed():
    x = np.ones(2)
    text = said_by(check.unchanged, adds_in_place, x, 1.0)

    assert text.startswith("changed its argument x")
    assert x.tolist() == [1, 1]


def test_unchanged_takes_the_name_of_the_function():
    with pytest.raises(check.CheckFailed) as caught:
        check.unchanged(adds_in_place, np.ones(2), 1.0)

    assert caught.value.name == "adds_in_place"


@pytest.mark.parametrize(
    ("f", "says"),
    [
        (lambda x: np.exp(1000 * x), "larger than a float can be"),
        (lambda x: 1 / (1 + np.exp(1000 * x)), "larger than a float can be"),  # 0, as it should be
        (lambda x: x / np.zeros(2), "divided by 0"),
        (lambda x: np.log(0 * x), "the logarithm of 0"),
        (lambda x: np.inf * x - np.inf * x, "no value, as 0/0 or inf − inf"),
    ],
)
def test_quiet_tells_what_numpy_warned_of(f, says):
    for _ in range(2):  # Python by itself would warn of the same line once
        with pytest.raises(check.CheckFailed, match=says) as failed:
            check.quiet(f, np.array([1.0, 2.0]), name="sigmoid(x)")

        assert str(failed.value).startswith("sigmoid(x) makes NumPy warn: ")


def test_quiet_returns_what_the_function_returns(capsys):
    def softly(x, y):
        with np.errstate(all="ignore"):
            return np.exp(x) * y

    assert check.quiet(softly, np.array([1000.0]), 2) == [np.inf]
    assert "softly gives no warning" in capsys.readouterr().out


def test_quiet_passes_other_warnings_and_errors_on():
    def deprecated():
        warnings.warn("this function is old", DeprecationWarning, stacklevel=1)
        return 5

    def fails():
        raise KeyError("x")

    assert check.quiet(deprecated) == 5
    with pytest.raises(KeyError):
        check.quiet(fails)


class BadSize(ValueError):
    pass


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("3 and 7", (3, 7)),
        ("7 is not 3.", (3, 7)),
        ("got (3,), not (7,)", (3, 7)),
        ("x=3!=7", (3, 7)),
        ("3.0 and 7.00", (3, 7)),
        ("wants 3, got 7.", (3, 7)),
        ("shapes(3, 7)", ("(3, 7)",)),
        ("-3", (-3,)),
        ("3.5", (3.5,)),
        ("The Batch is wrong", ("batch",)),
        ("3", (np.int64(3),)),
        ("", ()),
    ],
    ids=str,
)
def test_the_right_error_passes(text, mentions, capsys):
    check.raises(ValueError, refuse(text, BadSize), 1, mentions=mentions, name="f")

    assert capsys.readouterr().out == f"{GREEN}✓{PLAIN} f refuses what does not fit\n"


@pytest.mark.parametrize(
    ("f", "mentions", "message"),
    [
        (lambda: 5, (), "returned 5 where it should refuse: raise ValueError(...)."),
        (lambda: None, (), "returned None where it should refuse: raise ValueError(...)."),
        (lambda: Liar(), (), "returned something of type Liar where it should refuse: raise ValueError(...)."),
        (
            refuse(error=TypeError),
            (),
            "raised TypeError here, and ValueError is expected: raise ValueError(...).",
        ),
        (
            refuse("no such size", AssertionError),
            (),
            "raised AssertionError here ('no such size'), and ValueError is expected: raise ValueError(...).",
        ),
        (refuse("3 of 13"), (3, 7), "raises ValueError, as it should, but its message '3 of 13' does not mention 7."),
        (refuse("13"), (3,), "raises ValueError, as it should, but its message '13' does not mention 3."),
        (refuse("30"), (3,), "raises ValueError, as it should, but its message '30' does not mention 3."),
        (refuse("3.5"), (3,), "raises ValueError, as it should, but its message '3.5' does not mention 3."),
        (refuse("1.3"), (3,), "raises ValueError, as it should, but its message '1.3' does not mention 3."),
        (refuse("no"), (3, 7), "raises ValueError, as it should, but its message 'no' does not mention 3 and 7."),
        (refuse(""), (3, 7), "raises ValueError, as it should, but without a message: mention 3 and 7."),
        (
            refuse("batches"),
            ("batch",),
            "raises ValueError, as it should, but its message 'batches' does not mention batch.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_other_errors_are_told(f, mentions, message):
    assert said_by(check.raises, ValueError, f, mentions=mentions, name="f") == message


@pytest.mark.parametrize(("options", "name"), [({}, "stub"), ({"name": "stub(3)"}, "stub(3)")])
def test_raises_takes_the_name_of_the_function_or_another(options, name):
    def stub():
        return 3

    with pytest.raises(check.CheckFailed) as caught:
        check.raises(ValueError, stub, **options)

    assert str(caught.value) == f"{name} returned 3 where it should refuse: raise ValueError(...)."


def test_a_stub_is_a_stub_where_an_error_is_asked_for():
    with pytest.raises(NotImplementedError):
        check.raises(ValueError, refuse(error=NotImplementedError))
