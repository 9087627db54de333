"""The bank of mistakes: what is said of values that a wrong answer is known to give, and of all others nothing."""

import itertools
import json
from typing import Any

import numpy as np
import pytest

from course import check
from course.check import bank
from course.check.bank import Known, Mistake, Print, Recorder, Table
from course.check.sentences import kept_messages
from tests.check.told import refuse

BIAS, SUM, SIGN = "Is the bias added?", "Sum over axis 0.", "This is what comes out when a sign is turned round."
WANTED, OTHER = [3.0, 5.0], [1.0, 2.0, 4.0]


def table(
    *mistakes: tuple[str, bool, dict[str, Any]], exercise: str = "affine", checks: tuple[str, ...] = ("y", "dx", "n")
) -> Table:
    """A table of mistakes, each with a sentence, whether that is its own, and what it gives for y and for dx."""
    expected = {"y": WANTED, "dx": OTHER, "n": 7}
    names = list(checks)

    def printed(name: str, value: Any) -> Any:
        return (Print.of_exact(value) if name == "n" else Print.of(np.array(value))).json()

    held = {
        "sentences": [sentence for sentence, _, _ in mistakes],
        "tests": {},
        "checks": [[name, printed(name, value), exercise] for name, value in expected.items() if name in checks],
        "mistakes": [
            [number, int(own), [[names.index(name), printed(name, value)] for name, value in given.items()]]
            for number, (_, own, given) in enumerate(mistakes)
        ],
    }
    return Table(json.loads(json.dumps(held)))


def failed(known: Known, name: str, actual: Any) -> Mistake | None:
    return known.failed(
        name, Print.of({"y": np.array(WANTED), "dx": np.array(OTHER)}[name]), Print.of(np.array(actual))
    )


def passed(known: Known, name: str) -> None:
    known.passed(name, {"y": np.array(WANTED), "dx": np.array(OTHER)}[name])


# --- fingerprints ----------------------------------------------------------------------------------------------------

A = np.array([[1.5, -2.0, 0.0], [1e6, 0.25, -3e-4]])
NAN, INF = np.nan, np.inf
ALIKE = {
    "the same": (A, A.copy()),
    "the last digits": (A, A * (1 + 1e-13)),
    "noise beside zero": (A, A + 1e-15),
    "whole numbers": (np.array([1, 2]), np.array([1.0, 2.0])),
    "a number": (3, np.float64(3.0)),
    "nan": (np.array([NAN, 1.0]), np.array([NAN, 1.0])),
    "inf": (np.array([INF, 1.0]), np.array([INF, 1.0])),
    "another memory order": (A, np.asfortranarray(A)),
    "huge": (np.array([1e308, 1e308]), np.array([1e308, 1e308])),
}
UNLIKE = {
    "one element": (A, np.where(A == 0.25, 0.250002, A)),
    "a small one beside a large one": (A, np.where(A == 0.25, 0.3, A)),
    "exchanged": (np.array([1.0, 2.0]), np.array([2.0, 1.0])),
    "transposed": (A, A.T),
    "flat": (A, A.ravel()),
    "a sign": (A, -A),
    "two signs": (np.array([1.0, -1.0]), np.array([-1.0, 1.0])),
    "a shape without numbers": (np.zeros((0, 2)), np.zeros((2, 0))),
    "nan elsewhere": (np.array([NAN, 1.0]), np.array([1.0, NAN])),
    "nan and inf": (np.array([NAN, 1.0]), np.array([INF, 1.0])),
    "two infs": (np.array([INF, 1.0]), np.array([-INF, 1.0])),
    "a number and an array of it": (3.0, np.array([3.0])),
    "1e-7 off": (np.array([0.73659686]), np.array([0.73659691])),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_equal_values_have_like_fingerprints(one: Any, other: Any) -> None:
    assert Print.of(one).is_like(Print.of(other))
    assert Print.read(json.loads(json.dumps(Print.of(one).json()))).is_like(Print.of(other))


@pytest.mark.parametrize(("one", "other"), UNLIKE.values(), ids=UNLIKE)
def test_other_values_have_other_fingerprints(one: Any, other: Any) -> None:
    assert not Print.of(one).is_like(Print.of(other))
    assert not Print.read(json.loads(json.dumps(Print.of(one).json()))).is_like(Print.of(other))


def test_tables_of_zeros_and_ones_have_other_fingerprints() -> None:
    labels = itertools.product(range(3), repeat=4)
    prints = [Print.of(np.eye(3)[list(each)]) for each in labels]
    prints += [Print.of(np.array(each).reshape(2, 4)) for each in itertools.product((0, 1), repeat=8)]

    assert [1 for one, other in itertools.combinations(prints, 2) if one.is_like(other)] == []


def test_random_values_have_other_fingerprints() -> None:
    rng = np.random.default_rng(271)
    prints = [Print.of(rng.integers(-3, 4, size=(2, 3)) / 2) for _ in range(300)]

    alike = [(one, other) for place, one in enumerate(prints) for other in prints[:place] if one.is_like(other)]

    assert len(alike) < 3  # equal by chance, of 7 ** 6 that there are


@pytest.mark.parametrize(
    ("one", "other"),
    [(3, 3.0), ("3", 3), ([1, 2], [2, 1]), (True, 1), (None, "None"), ([], [[]]), ("a" * 600, "a" * 601)],
)
def test_exact_values_are_told_apart(one: Any, other: Any) -> None:
    assert Print.of_exact(one).is_like(Print.of_exact(one))
    assert not Print.of_exact(one).is_like(Print.of_exact(other))
    assert not Print.of_exact(other).is_like(Print.of_exact(one))


def test_no_number_is_too_large() -> None:
    assert Print.of(10**5000).is_like(Print.of(10**5000))
    assert not Print.of_exact(10**5000).is_like(Print.of_exact(10**5000 + 1))
    for call in (check.close, check.equal):
        with pytest.raises(check.CheckFailed):
            call(10**5000, 3, name="y")
    with pytest.raises(check.CheckFailed, match="it is something with thousands of digits, and should be 3"):
        check.equal([10**5000], [3], name="y")


def test_a_fingerprint_holds_no_number_of_the_array() -> None:
    held = json.dumps(Print.of(np.array([271828.5, 314159.25])).json())

    assert "271828" not in held
    assert "314159" not in held


def test_nothing_is_asked_of_a_stranger() -> None:
    class Stranger:
        def __repr__(self) -> str:
            raise AssertionError("asked")

        __eq__ = __float__ = __array__ = __repr__  # type: ignore[assignment]

    assert Print.of(Stranger()).is_like(Print.of(Stranger()))


# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_mistake_is_known_by_what_it_gives() -> None:
    known = table((BIAS, True, {"y": [2.0, 4.0]}), (SUM, True, {"y": [9.0, 9.0]}))

    assert failed(Known(known), "y", [2.0, 4.0]) == Mistake(BIAS, True)
    assert failed(Known(known), "y", [9.0, 9.0]) == Mistake(SUM, True)
    assert failed(Known(known), "y", [2.0, 4.1]) is None
    assert failed(Known(known), "dx", [2.0, 4.0]) is None
    assert Known(known).failed("y", Print.of(np.array([3.0, 6.0])), Print.of(np.array([2.0, 4.0]))) is None
    assert Known(known).failed("z", Print.of(np.array(WANTED)), Print.of(np.array([2.0, 4.0]))) is None


def test_what_two_mistakes_give_is_said_of_neither() -> None:
    known = table((BIAS, True, {"y": [2.0, 4.0]}), (SUM, True, {"y": [2.0, 4.0]}))

    assert failed(Known(known), "y", [2.0, 4.0]) is None


def test_two_mistakes_with_one_sentence_are_told() -> None:
    known = table((BIAS, True, {"y": [2.0, 4.0]}), (BIAS, True, {"y": [2.0, 4.0], "dx": [0.0, 0.0, 1.0]}))

    assert failed(Known(known), "y", [2.0, 4.0]) == Mistake(BIAS, True)


def test_what_was_written_for_a_mistake_comes_before_what_is_said_of_its_kind() -> None:
    known = table((SIGN, False, {"y": [2.0, 4.0]}), (BIAS, True, {"y": [2.0, 4.0]}))

    assert failed(Known(known), "y", [2.0, 4.0]) == Mistake(BIAS, True)


def test_a_mistake_that_others_tell_keeps_the_rest_from_being_said() -> None:
    known = table(("", True, {"y": [2.0, 4.0]}), (BIAS, True, {"y": [2.0, 4.0]}))

    assert failed(Known(known), "y", [2.0, 4.0]) is None


def test_earlier_checks_tell_mistakes_apart() -> None:
    known = table(
        (BIAS, True, {"y": [2.0, 4.0], "dx": [0.0, 0.0, 1.0]}),
        (SUM, True, {"y": [8.0, 4.0], "dx": [0.0, 0.0, 1.0]}),
        (SIGN, True, {"dx": [0.0, 0.0, 1.0]}),
    )
    after = {}
    for name, got in {"bias": [2.0, 4.0], "sum": [8.0, 4.0], "another": [7.0, 7.0]}.items():
        bank = Known(known)
        failed(bank, "y", got)
        after[name] = failed(bank, "dx", [0.0, 0.0, 1.0])
    bank = Known(known)
    passed(bank, "y")

    assert after == {"bias": Mistake(BIAS, True), "sum": Mistake(SUM, True), "another": None}
    assert failed(bank, "dx", [0.0, 0.0, 1.0]) == Mistake(SIGN, True)
    assert failed(Known(known), "dx", [0.0, 0.0, 1.0]) is None


def test_checks_of_other_exercises_tell_nothing() -> None:
    bank = Known(
        table((BIAS, True, {"y": [2.0, 4.0]}), exercise="affine"),
        table((SUM, True, {"dx": [0.0, 0.0, 1.0]}), exercise="backward", checks=("dx",)),
    )
    failed(bank, "y", [2.0, 4.0])

    assert failed(bank, "dx", [0.0, 0.0, 1.0]) == Mistake(SUM, True)


def test_what_was_seen_is_forgotten_where_the_answer_may_be_another() -> None:
    known = table((BIAS, True, {"dx": [0.0, 0.0, 1.0]}), (SUM, True, {"y": [8.0, 4.0], "dx": [0.0, 0.0, 1.0]}))
    bank = Known(known)
    failed(bank, "y", [8.0, 4.0])
    before = failed(bank, "dx", [0.0, 0.0, 1.0])
    Recorder(bank).forget()
    passed(bank, "y")

    assert before == Mistake(SUM, True)
    assert failed(bank, "dx", [0.0, 0.0, 1.0]) == Mistake(BIAS, True)


def test_a_value_as_good_as_right_is_no_mistake() -> None:
    known = table((BIAS, True, {"y": [3.0 + 1e-10, 5.0]}))

    assert failed(Known(known), "y", [3.0 + 1e-10, 5.0]) is None


def test_rounding_that_a_check_takes_for_0_tells_no_mistake_from_another() -> None:
    here, there = np.array([2.0, 6.7e-9]), np.array([2.0, -3e-10])  # the same on two machines

    assert Print.of(here, atol=1e-5).is_like(Print.of(there, atol=1e-5))
    assert not Print.of(here, atol=1e-10).is_like(Print.of(there, atol=1e-10))
    assert not Print.of(np.array([2.0, 2e-6]), atol=1e-3).is_like(Print.of(np.array([2.0, 0.0]), atol=1e-3))


# --- in checks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name", "said"),
    [
        (lambda: check.close([2.0, 4.0], WANTED, name="y"), "a list", "y is a list of 2 items"),
        (lambda: check.close(np.array([2.0, 4.0]), WANTED, name="y"), "its own", f"y is not right yet. {BIAS}"),
        (
            lambda: check.close(np.array([3.0, -5.0]), WANTED, name="y"),
            "its kind",
            f"should be 5 (off by 200 %). {SIGN}",
        ),
        (lambda: check.close(np.array([-3.0, -5.0]), WANTED, name="y"), "proven", "y has the wrong sign everywhere."),
        (lambda: check.close(np.array(3.0), WANTED, name="y"), "shape", f"of shape (2,) is expected. {SIGN}"),
        (lambda: check.equal(8, 7, name="n"), "exact", f"n is not right yet. {BIAS}"),
        (lambda: check.equal(9, 7, name="n"), "exact, its kind", f"n is 9, and should be 7. {SIGN}"),
        (
            lambda: check.close(np.array([9.0, 9.0]), WANTED, name="y", secret=True),
            "hidden",
            f"y is not right yet. {SIGN} (F",
        ),
    ],
)
def test_a_check_says_what_is_known(call: Any, name: str, said: str) -> None:
    known = table(
        (BIAS, True, {"y": [2.0, 4.0], "n": 8}),
        (SIGN, False, {"y": [3.0, -5.0], "n": 9}),
        (SIGN, False, {"y": [-3.0, -5.0]}),
        (SIGN, False, {"y": 3.0}),
        (SIGN, False, {"y": [9.0, 9.0]}),
    )
    with bank.used(Known(known)), pytest.raises(check.CheckFailed) as error:
        call()

    assert said in str(error.value), name


@pytest.mark.parametrize("rounding", [0.0, 6.7e-9, -3e-10])
def test_a_mistake_is_known_on_a_machine_that_rounds_otherwise(rounding: float) -> None:
    with bank.used(Known(table((BIAS, True, {"y": [0.0, 9.0]})))), pytest.raises(check.CheckFailed) as caught:
        check.close(np.array([rounding, 9.0]), WANTED, name="y", atol=1e-5)

    assert str(caught.value) == f"y is not right yet. {BIAS}"


def test_what_is_kept_of_a_mistake_of_a_kind_is_its_sentence_alone() -> None:
    with bank.used(Known(table((SIGN, False, {"y": [3.0, -5.0]})))), pytest.raises(check.CheckFailed) as error:
        check.close(np.array([3.0, -5.0]), WANTED, name="y")

    assert error.value.kept == f"is not right yet. {SIGN}"


def test_a_gradient_is_looked_up_by_its_slope() -> None:
    x = np.array([1.0, 2.0, 4.0])
    recorder = Recorder(Known())
    with bank.used(recorder), pytest.raises(check.CheckFailed):
        check.gradient(lambda x: float(np.sum(x**2)), x, x, name="dx")

    assert recorder.failure is not None
    assert (recorder.failure.name, recorder.failure.hidden) == ("dx", False)
    assert Print.read(recorder.failure.actual).is_like(Print.of(x))


def test_a_bank_is_used_until_its_block_ends() -> None:
    before, inner = bank.current(), Known()
    with bank.used(inner):
        during = bank.current()

    assert during is inner
    assert bank.current() is before


# --- in checks that compare no values --------------------------------------------------------------------------------


def zeroed(place: int) -> Any:
    def f(x: np.ndarray) -> None:
        x[place] = 0

    return f


def nudged(x: np.ndarray) -> None:
    x += 0.7
    x -= 0.7


X = np.array([0.1, 5.3])
# By check: calls that fail, each with what it gets; none of them is another one's mistake.
FAILING: dict[str, dict[str, Any]] = {
    "shape": {
        "another": lambda: check.shape(np.ones((3, 2)), (2, 3), name="f"),
        "a third": lambda: check.shape(np.ones((3, 1)), (2, 3), name="f"),
        "no array": lambda: check.shape([1.0, 2.0], (2, 3), name="f"),
    },
    "parts": {
        "one": lambda: check.parts(np.ones((2, 3)), ("W", "b"), name="f"),
        "another": lambda: check.parts(np.zeros((2, 3)), ("W", "b"), name="f"),
        "three": lambda: check.parts((np.ones(2), 1, 2), ("W", "b"), name="f"),
        "three of other shapes": lambda: check.parts((np.ones(3), 1, 2), ("W", "b"), name="f"),
    },
    "raises": {
        "returns": lambda: check.raises(ValueError, lambda x: 2 * x, 3.0, name="f"),
        "returns something else": lambda: check.raises(ValueError, lambda x: 3 * x, 3.0, name="f"),
        "raises another error": lambda: check.raises(ValueError, refuse(error=KeyError), 3.0, name="f"),
        "raises a third": lambda: check.raises(ValueError, refuse(error=TypeError), 3.0, name="f"),
    },
    "unchanged": {
        "the first number": lambda: check.unchanged(zeroed(0), X, name="f"),
        "the second number": lambda: check.unchanged(zeroed(1), X, name="f"),
        "put back nearly": lambda: check.unchanged(nudged, X, name="f"),
    },
    "quiet": {
        "divides by 0": lambda: check.quiet(np.log, np.array([0.0, 1.0]), name="f"),
        "0 / 0": lambda: check.quiet(lambda x: x / x, np.array([0.0, 1.0]), name="f"),
        "divides by 0 elsewhere": lambda: check.quiet(lambda x: 2 / x, np.array([0.0, 1.0]), name="f"),
    },
}


def recorded(call: Any) -> bank.Recorded:
    recorder = Recorder(Known())
    with bank.used(recorder), pytest.raises(check.CheckFailed):
        call()
    assert recorder.failure is not None
    return recorder.failure


def of_recorded(*mistakes: tuple[str, bool, list[bank.Recorded]]) -> Table:
    """A table of mistakes, each with a sentence, whether that is its own, and the checks that it fails."""
    checks: list[Any] = []
    for each in (each for _, _, some in mistakes for each in some):
        if [each.name, each.expected, "f"] not in checks:
            checks.append([each.name, each.expected, "f"])
    held = {
        "sentences": [sentence for sentence, _, _ in mistakes],
        "tests": {},
        "checks": checks,
        "mistakes": [
            [number, int(own), [[checks.index([each.name, each.expected, "f"]), each.actual] for each in some]]
            for number, (_, own, some) in enumerate(mistakes)
        ],
    }
    return Table(json.loads(json.dumps(held)))


@pytest.mark.parametrize(("name", "mistake"), [(name, each) for name, some in FAILING.items() for each in some])
def test_a_mistake_is_known_by_what_any_check_gets(name: str, mistake: str) -> None:
    known = of_recorded((BIAS, True, [recorded(FAILING[name][mistake])]))
    told = {}
    for other, call in FAILING[name].items():
        with bank.used(Known(known)), pytest.raises(check.CheckFailed) as error:
            call()
        told[other] = error.value

    assert [other for other, each in told.items() if BIAS in each.message] == [mistake]
    assert told[mistake].kept == f"is not right yet. {BIAS}"
    assert told[mistake].kept in kept_messages(name, {"slip": (BIAS,)})


@pytest.mark.parametrize(
    ("name", "mistake", "message"),
    [
        ("shape", "another", f"is not right yet. {BIAS}"),
        ("parts", "three", f"holds 3 items, and 2 items are expected: return W, b. {BIAS}"),
        ("raises", "returns", f"returned 6.0 for 3.0 where it should refuse: raise ValueError(...). {BIAS}"),
        (
            "unchanged",
            "put back nearly",
            "changed its argument x in place and put it back only nearly: after x += h and x -= h the last digits may "
            f"differ. Keep the old value, and put that back. {BIAS}",
        ),
        (
            "quiet",
            "0 / 0",
            "makes NumPy warn: along the way something has no value, as 0/0 or inf − inf. "
            f"That counts even if the result looks right. {BIAS}",
        ),
    ],
)
def test_a_mistake_stands_beside_what_is_told_of_a_call(name: str, mistake: str, message: str) -> None:
    known = of_recorded((BIAS, True, [recorded(FAILING[name][mistake])]))
    with bank.used(Known(known)), pytest.raises(check.CheckFailed) as error:
        FAILING[name][mistake]()

    assert error.value.message == message


@pytest.mark.parametrize(
    ("name", "mistake", "said"),
    [("shape", "another", True), ("unchanged", "the first number", False), ("raises", "returns", False)],
)
def test_the_kind_of_a_mistake_is_said_where_a_check_says_no_more_than_what_came(
    name: str, mistake: str, said: bool
) -> None:
    known = of_recorded((SIGN, False, [recorded(FAILING[name][mistake])]))
    with bank.used(Known(known)), pytest.raises(check.CheckFailed) as error:
        FAILING[name][mistake]()

    assert (SIGN in error.value.message) == said


@pytest.mark.parametrize(
    ("failing", "passing"),
    [
        (FAILING["shape"]["another"], lambda: check.shape(np.ones((2, 3)), (2, 3), name="f")),
        (FAILING["parts"]["one"], lambda: check.parts((1, 2), ("W", "b"), name="f")),
        (FAILING["raises"]["returns"], lambda: check.raises(ValueError, refuse(), 3.0, name="f")),
        (FAILING["unchanged"]["the first number"], lambda: check.unchanged(abs, X, name="f")),
        (FAILING["quiet"]["0 / 0"], lambda: check.quiet(np.exp, np.array([0.0, 1.0]), name="f")),
        (lambda: check.close(1.0, 4.0, name="f"), lambda: check.close(4.0, 4.0, name="f")),
        (lambda: check.equal(1, 4, name="f"), lambda: check.equal(4, 4, name="f")),
    ],
    ids=[*FAILING, "close", "equal"],
)
def test_a_check_that_passes_rules_out_what_fails_it(failing: Any, passing: Any) -> None:
    def wrong() -> None:
        check.close(2.0, 3.0, name="y")

    known = of_recorded((BIAS, True, [recorded(failing), recorded(wrong)]), (SUM, True, [recorded(wrong)]))
    with bank.used(Known(known)):
        passing()
        with pytest.raises(check.CheckFailed) as error:
            wrong()

    assert error.value.message == f"is not right yet. {SUM}"


@pytest.mark.parametrize(
    "calls",
    [
        (lambda: check.unchanged(zeroed(0), X, name="f"), lambda: check.unchanged(zeroed(0), np.ones(3), name="f")),
        (
            lambda: check.raises(ValueError, lambda x: 0, 3.0, name="f"),
            lambda: check.raises(ValueError, lambda x: 0, 4.0, name="f"),
        ),
        (
            lambda: check.raises(ValueError, lambda x: 0, 3.0, name="f"),
            lambda: check.raises(TypeError, lambda x: 0, 3.0, name="f"),
        ),
        (
            lambda: check.raises(ValueError, lambda x: 0, 3.0, mentions=(3,), name="f"),
            lambda: check.raises(ValueError, lambda x: 0, 3.0, mentions=(4,), name="f"),
        ),
        (lambda: check.parts(1.0, ("W", "b"), name="f"), lambda: check.parts(1.0, ("dW", "db"), name="f")),
        (lambda: check.quiet(np.log, 0.0, name="f"), lambda: check.quiet(np.log, -0.5, name="f")),
    ],
    ids=["shape of an argument", "number", "error", "mentions", "labels", "number of a warning"],
)
def test_checks_of_other_calls_are_others(calls: tuple[Any, Any]) -> None:
    one, other = map(recorded, calls)

    assert one.expected != other.expected
