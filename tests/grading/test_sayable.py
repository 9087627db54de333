"""Of a test there is a finite list of sentences, and what is said of it in feedback is in the list."""

import math
import random
import re
import string
import warnings
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedback_bits
import numpy as np
import pytest

from course import check
from course.authoring.lesson import lesson_names, read_lesson
from course.authoring.rehearsal import rehearse
from course.check.sentences import SAID_BY
from course.grading import tracebacks
from course.grading.sayable import NAMELESS, UNKNOWN, UNSAID, UNSAID_CHECK, Error, Failure, Sayable, words_of
from course.grading.tracebacks import told_error
from tests.check.cells import BEGIN, END, run_cell
from tests.check.mistakes import MISTAKES
from tests.check.strangers import STRANGE
from tests.courses import ROOT

# --- the names of answers, read from a test --------------------------------------------------------------------------

NAMES = {
    "a text": ("check.close(f(1), 1, name='f(1)')", {"f(1)"}),
    "a loop": ("for n in (1, 5):\n    check.close(f(n), n, name=f'f of {n} items')", {"f of 1 items", "f of 5 items"}),
    "a loop over pairs": (
        "for N, D in ((1, 2), (3, 4)):\n    check.close(f(N), D, name=f'f, {N} x {D}')",
        {"f, 1 x 2", "f, 3 x 4"},
    ),
    "a shape": (
        "for N in (1, 2):\n    x = np.zeros((N, 3))\n    check.close(f(x), x, name=f'f of {x.shape}')",
        {"f of (1, 3)", "f of (2, 3)"},
    ),
    "a drawn shape": (
        "rng = np.random.default_rng(1)\nx = rng.normal(size=(2, 3))\ncheck.close(f(x), x, name=f'f of {x.shape}')",
        {"f of (2, 3)"},
    ),
    "a sum": ("for k in range(2):\n    check.equal(f(k), k, name=f'number {k + 1}')", {"number 1", "number 2"}),
    "two loops": (
        "for a in 'xy':\n    for b in range(2):\n        check.equal(f(a), b, name=f'{a}{b}')",
        {"x0", "x1", "y0", "y1"},
    ),
    "a loop beside what the student returns": (
        "for label, got in zip(('dx', 'dy'), f(1)):\n    check.close(got, 1, name=f'{label} of f')",
        {"dx of f", "dy of f"},
    ),
    "a dict": ("for name, x in {'a': 1}.items():\n    check.close(f(x), x, name=name)", {"a"}),
    "another name for it": ("name = 'f of two'\ncheck.close(f(2), 2, name=name)", {"f of two"}),
    "a format": ("for x in (0.5, 2):\n    check.close(f(x), x, name=f'f({x:g})')", {"f(0.5)", "f(2)"}),
    "no name": ("check.unchanged(f, 1)\ncheck.quiet(f, 1)\ncheck.raises(ValueError, g, 1)", {"f", "g"}),
    "no name, of a method": ("check.unchanged(layer.forward, 1)", {"forward"}),
    "no name, in a loop": ("for one in (f, g):\n    check.quiet(one, 1)", {"f", "g"}),
    "in a function": ("def look(n):\n    check.close(f(n), n, name=f'f of {n}, looked at')", {"f of …, looked at"}),
    "in a branch": ("if f:\n    check.close(f(1), 1, name='a')\nelse:\n    check.close(f(1), 1, name='b')", {"a", "b"}),
    "what the student returns": ("n = f(1)\ncheck.close(n, 1, name=f'f is {n}')", {"f is …"}),
    "what the student returns, in a loop": ("for n in f(1):\n    check.close(n, 1, name=f'f has {n}')", {"f has …"}),
    "overwritten by what the student returns": ("n = 1\nn = f(n)\ncheck.close(n, 1, name=f'f is {n}')", {"f is …"}),
    "changed by what the student returns": ("n = 1\nn += f(n)\ncheck.close(n, 1, name=f'f is {n}')", {"f is …"}),
    "the shape of what the student returns": ("y = f(1)\ncheck.close(y, 1, name=f'{y.shape}')", {"…"}),
    "an endless loop": ("import itertools\nfor n in itertools.count():\n    check.close(n, 1, name=f'{n}')", {"…"}),
}


@pytest.mark.parametrize(("test", "names"), NAMES.values(), ids=NAMES)
def test_names_are_those_that_the_test_alone_gives(test: str, names: set[str]) -> None:
    said = Sayable(test).all()

    assert {each.name for each in said if isinstance(each, Failure)} - {NAMELESS} == names


def test_a_loop_of_many_turns_is_not_followed_to_its_end() -> None:
    said = Sayable("for n in range(10**9):\n    check.parts(f(n), ('a',), name=f'{n}')").all()

    assert len(said) < 20_000


@pytest.mark.parametrize("lesson", lesson_names(ROOT))
def test_all_names_in_the_lessons_are_in_the_list(lesson: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks of a lesson are run with its own answers, and their names are looked up."""
    text = read_lesson(ROOT / "lessons" / lesson / "lesson.py")
    given = tuple(cell.source for cell in text.cells if cell.kind == "given")
    tests = [test for exercise in text.exercises for test in exercise.tests]
    used: list[str] = []

    def recorded(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            used.append(options.get("name") or "")
            return original(*args, **options)

        return wrapped

    for name in SAID_BY:
        monkeypatch.setattr(check, name, recorded(getattr(check, name)))
    list(rehearse(text, {}, all_tests=True))
    lists = [Sayable(test.source, given) for test in tests]
    names = {name for each in lists for some in each.failures.values() for name in some}
    patterns = [re.compile(".+".join(map(re.escape, name.split(UNKNOWN)))) for name in names if name != UNKNOWN]

    assert used
    assert {name for name in used if name and not any(each.fullmatch(name) for each in patterns)} == set()


# --- what is said ----------------------------------------------------------------------------------------------------

SETTING = """
x, W, size = np.array([271828.0, 314159.0]), {"b": 271828}, 2
"""
CHECKS = (
    "check.unchanged(f, x)",
    "check.close(f(x), 2.0, name='f(x)')",
    "check.close(f(x), np.ones((size, 2)), name=f'f of {size} rows', sizes={'batch': size})",
    "check.close(f(x), [[1, 2], [3, 5.5]], name='f of [1, 2]', sizes={'batch': 3, 'input': 4})",
    "check.close(f(x), [[0.25, 0.75], [0.5, 0.5]], name='the softmax')",
    "check.equal(f(W), [271828, 2], name='f of a dict')",
    "check.shape(f(x), (2, 3), name='the shape')",
    "first, second = check.parts(f(x), ('dx', 'db'), name='both parts')",
    "check.quiet(f, x)",
    "check.raises(ValueError, f, x, mentions=(271828,))",
    "check.gradient(lambda x: float(np.sum(x)), x, f(x), name='the slope')",
)
ALL = "\n".join(CHECKS)
TEST = f"{SETTING}\n{ALL}\n{BEGIN}\n{ALL}\n{END}"
SAYABLE = Sayable(TEST, mistakes=("Is the bias added?",))
SAID = {
    "f(x) does not have the right value.": Failure("f(x)", "does not have the right value."),
    "f(x) is not right yet. Is the bias added?": Failure("f(x)", "is not right yet. Is the bias added?"),
    "f of 2 rows is 0, and should not be. (Found on hidden numbers.)": Failure(
        "f of 2 rows", "is 0, and should not be. (Found on hidden numbers.)"
    ),
    "f of 4 rows is nan (not a number). (Found on hidden numbers.)": Failure(
        NAMELESS, "is nan (not a number). (Found on hidden numbers.)"
    ),
    "271828 is nan (not a number).": Failure(NAMELESS, "is nan (not a number)."),
    "f(x) is not right yet. 271828": Failure(NAMELESS, UNSAID_CHECK),
    "f(x) has shape (271828,), and (2,) is expected.": Failure(NAMELESS, UNSAID_CHECK),
    "f(x) is nan (not a number). 271828": Failure(NAMELESS, UNSAID_CHECK),
    "f(x) is nan (not a number).\n": Failure(NAMELESS, UNSAID_CHECK),
    "": Failure(NAMELESS, UNSAID_CHECK),
}


@pytest.mark.parametrize(("text", "said"), SAID.items(), ids=[text[:60] for text in SAID])
def test_of_a_failed_check_is_said_what_is_in_the_list(text: str, said: Failure) -> None:
    assert SAYABLE.failure(text) == said
    assert said in SAYABLE.all()


def test_what_stands_in_a_name_for_the_students_is_left_out() -> None:
    sayable = Sayable("n = f(1)\ncheck.close(n, 1, name=f'f is {n}')\nraise check.CheckFailed('f', f'has {n} of it.')")

    assert sayable.failure("f is 271828 is 0, and should not be.") == Failure("f is …", "is 0, and should not be.")
    assert sayable.failure("f has 271828 of it.") == Failure("f", "has … of it.")


@pytest.mark.parametrize(("mistake", "_"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_that_raise_an_error_are_explained_without_its_words(mistake: Callable[[], object], _: object) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever Python says
        mistake()
    said = SAYABLE.error(*told_error(caught.value, {})[:2])

    assert said in SAYABLE.all()
    assert said.sentence != UNSAID
    assert said.kind in {kind.__name__ for kind in type(caught.value).__mro__}


ERRORS = {
    "a name of the test's": ("NameError", "name 'f' is not defined", "NameError", "Nothing has the name f yet"),
    "another name": ("NameError", "name 'x271828' is not defined", "NameError", "A name is used here"),
    "own words": ("ValueError", "271828", "ValueError", "What your code said"),
    "nearly NumPy's words": ("IndexError", "index 3 is out of bounds, 271828", "IndexError", "What your code said"),
    "NumPy's words, of another kind": ("KeyError", "math domain error", "KeyError", "What your code said"),
    "a class of its own": ("Leak271828", "", "an error", "What your code said"),
    "a class that is no error": ("print", "", "an error", "What your code said"),
    "a rare class": ("FileExistsError", "", "an error", "What your code said"),
    "a long text": ("TypeError", "NoneType" * 10**6, "TypeError", "What your code said"),
}


@pytest.mark.parametrize(("kind", "text", "said", "sentence"), ERRORS.values(), ids=ERRORS)
def test_of_an_error_is_said_what_is_in_the_list(kind: str, text: str, said: str, sentence: str) -> None:
    found = SAYABLE.error(kind, text)

    assert found in SAYABLE.all()
    assert (found.kind, found.sentence[: len(sentence)]) == (said, sentence)


def test_who_has_not_attempted_what_is_said_by_names_of_the_test() -> None:
    rest = str(check.explain(NotImplementedError())).removeprefix("This exercise")
    layer = Sayable("layer = Affine(1)\ncheck.close(layer.forward(1), 2, name='forward')")

    assert SAYABLE.unwritten(f"f{rest}") == f"f{rest}"
    assert layer.unwritten(f"Affine.forward{rest}") == f"Affine.forward{rest}"
    for told in (f"leak271828{rest}", f"Affine.leak271828{rest}", f"forward.Affine{rest}", "271828"):
        assert layer.unwritten(told) == f"This exercise{rest}"


# --- whatever a student's code does ----------------------------------------------------------------------------------

Pair = namedtuple("Pair", ["x271828", "y"])


def noise(chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_letters, k=12))


def raising(kind: type[BaseException], *args: object, notes: tuple[str, ...] = ()) -> Callable[[], object]:
    def raises() -> object:
        error = kind(*args)
        for note in notes:
            error.add_note(note)
        raise error

    return raises


def behaviours(chance: random.Random) -> list[Callable[[], object]]:
    """What a student's function may do to send a number: it returns or raises what that is written in."""
    n, m, text = chance.randrange(10, 90), chance.randrange(1, 10**9), noise(chance)
    shape = tuple(chance.randrange(4) for _ in range(chance.randrange(1, 12)))
    values = np.ones(chance.choice([(2,), (2, 2), (3, 2)]))
    values.flat[chance.randrange(values.size)] = chance.choice([np.nan, np.inf, m, -1, 0])
    own = type(text, (), {})
    return [
        lambda: np.ones(shape),
        lambda: np.ones(shape) @ np.ones((n, 7)),
        lambda: np.ones(n) + np.ones(n + 1),
        lambda: np.ones(n).reshape(m, 2),
        lambda: np.ones(n)[m],
        lambda: [0] * n,
        lambda: (0,) * n,
        lambda: {text: m},
        lambda: Pair(m, text),
        lambda: m,
        lambda: 10**500 + m,
        lambda: -m,
        lambda: 1 / m,
        lambda: values,
        lambda: values * m,
        lambda: values + m,
        lambda: values.astype(chance.choice(["f4", "f2", "i8", "?", "c16", "U9", "O", ">f8", "M8[s]"])),
        lambda: np.zeros(2, dtype=[(text, "f8")]),
        own,
        lambda: own,
        lambda: chance.choice(list(STRANGE.values())),
        lambda: text,
        lambda: None,
        lambda: chance.choice([True, 2.0, "a", [271828, m], [271828, 2, m], [m, 2], [2, 271828], [], [2]]),
        lambda: getattr(own(), text),
        lambda: (lambda **_: 0)(text),  # type: ignore[call-arg]
        lambda: (lambda a: 0)(**{text: 1}),
        lambda: {}[text],
        lambda: exec(text),
        lambda: int(text),
        lambda: warnings.warn(text, RuntimeWarning, stacklevel=1),
        lambda: [warnings.warn(f"overflow encountered in {text}", RuntimeWarning, stacklevel=1) for _ in range(n)],
        lambda: [np.log(0.0), 1.0],
        raising(ValueError, text, notes=(text,)),
        raising(ValueError, f"{m} and 271828"),
        raising(type(text, (ValueError,), {}), m),
        raising(ExceptionGroup, text, [ValueError(text)]),
        raising(RecursionError, "maximum recursion depth exceeded"),
        raising(RecursionError, text),
        raising(KeyError, m),
        raising(NameError, f"name '{text}' is not defined"),
        raising(NotImplementedError, *chance.choice([(), (text,)])),
        raising(AttributeError, f"'{text}' object has no attribute '{text}'"),
        raising(OSError, m, text),
        raising(check.CheckFailed, text, text),
    ]


def shown(sayable: Sayable, error: Exception) -> tuple[str, ...]:
    """What feedback says of an error of a test."""
    kind, text, lines = told_error(error, {})
    if isinstance(error, check.CheckFailed):
        return sayable.failure(text)
    if kind == "NotImplementedError" and not text:
        return (sayable.unwritten(" ".join(lines[0].split())),)
    return sayable.error(kind, text)


def test_nothing_that_an_answer_returns_or_raises_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracebacks, "_traceback", lambda *args: [])  # which takes long, and feedback has none
    list_of_all = SAYABLE.all()
    seen = set()
    for seed in range(8):
        for place in range(len(behaviours(random.Random(seed)))):

            def answer(*args: object, seed: int = seed, place: int = place) -> object:
                return behaviours(random.Random(seed))[place]()

            for call in CHECKS:
                for cell in (call, f"{BEGIN}{call}\n{END}"):
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        try:
                            run_cell(SETTING, cell, f=answer)
                        except Exception as error:
                            seen.add(shown(SAYABLE, error))

    assert seen - list_of_all == set()
    assert len(seen) > 60
    assert len(seen) <= len(list_of_all)


# --- how much a lost point can carry ---------------------------------------------------------------------------------


def test_bits_are_those_of_a_list_that_is_counted_by_hand() -> None:
    # Of one check: the name given and none, with three sentences; the fallback; 16 kinds of error without a sentence.
    sayable = Sayable("check.quiet(f, 1)")
    failures = [each for each in sayable.all() if isinstance(each, Failure)]

    assert len(failures) == 2 * 4 + 1
    assert {each for each in sayable.all() if isinstance(each, Error) and each.sentence == UNSAID} == {
        Error(kind, UNSAID)
        for kind in (
            *("an error", "AssertionError", "AttributeError", "ImportError", "IndexError", "KeyError", "MemoryError"),
            *("NameError", "NotImplementedError", "OverflowError", "RecursionError", "RuntimeError", "TypeError"),
            *("UnboundLocalError", "ValueError", "ZeroDivisionError"),
        )
    }


def test_the_documentation_says_how_many_bits_a_lost_point_carries() -> None:
    said = re.search(r"at most (\d+) bits", Path(ROOT / "docs" / "grading.md").read_text().replace("\n", " "))
    largest = feedback_bits.measured()[0]

    assert said
    assert math.ceil(largest.bits) == int(said[1]), largest


def test_words_are_those_of_the_code() -> None:
    assert words_of(["for one in x_1: pass", "π = 2"]) == {"one", "x_1", "π"}
