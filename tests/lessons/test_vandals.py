"""Vandals as the referee judges them, whose arrays and generators come back from a process that may change them.

What they get in plain Python, in all lessons, is in `tests/authoring/test_slips.py`.
"""

from types import CodeType
from typing import Any

import numpy as np
import pytest

from course.authoring import rehearsal
from course.authoring.answers import Answer, reference
from course.authoring.lesson import Exercise, lesson_names
from course.authoring.rehearsal import rehearse
from course.authoring.slips import vandals_of
from course.authoring.vandals import RIGHT, ZERO, Vandal
from course.grading.referee import Referee
from tests.courses import ROOT
from tests.lessons.classes import lesson
from tests.lessons.test_graded import judged, with_tests

CLASS = "07-two-layer-network", "one_layer_net"
# By lesson and exercise: what an answer's last line becomes, or what stands above it.
STILL = """state = rng.bit_generator.state
    rng.bit_generator.state = state | {"state": {"state": 0, "inc": 0}}
    """
TRICKS = [
    ("07-two-layer-network", "minibatches", "return batches", STILL + "return batches"),
    ("07-two-layer-network", "minibatches", "return batches", "while True:\n        yield from batches"),
    ("07-two-layer-network", "minibatches", "return batches", "return (1 / 0 for _ in batches)"),
    ("08-convolution", "build_cnn", "return [", STILL + "return ["),
    (
        "04-numerical-gradient",
        "numerical_diff",
        "return ",
        "globals().setdefault('first', f)\n    f = first\n    return ",
    ),
    ("04-numerical-gradient", "numerical_diff", "return ", "f(f)\n    return "),
    ("04-numerical-gradient", "numerical_gradient", "return ", "f(iter(int, 1))\n    return "),
]


def of_lesson(name: str, key: str) -> Exercise:
    return next(exercise for exercise in with_tests(name) if exercise.name == key)


def lost(name: str, exercise: Exercise, sources: list[str]) -> list[set[str]]:
    """The tests that each of some answers loses."""
    referee = Referee(carry_forward=False, notebook_seconds=600, cell_seconds=3)
    given = [Answer(exercise.name, str(number), source, (), "") for number, source in enumerate(sources)]
    return [set(verdict) for verdict in judged(name, exercise, given, referee)]


def test_no_vandal_has_full_marks_or_gains_a_test() -> None:
    name, key = CLASS
    exercise = of_lesson(name, key)
    own = reference(exercise)
    tried = vandals_of(exercise)
    honest = Vandal(tried[-1].target)

    by_vandal = dict(
        zip([honest, *tried], lost(name, exercise, [v.source(own) for v in [honest, *tried]]), strict=True)
    )

    assert by_vandal[honest] == set()
    right = [vandal for vandal in tried if vandal.result == RIGHT or vandal == vandal.alone()]
    for vandal in tried:
        assert vandal in right or by_vandal[vandal] >= by_vandal[vandal.alone()], str(vandal)
    unnoticed = [vandal for vandal in right if not by_vandal[vandal]]
    acted = lost(name, exercise, [vandal.telling().source(own) for vandal in unnoticed])
    assert [str(vandal) for vandal, noticed in zip(unnoticed, acted, strict=True) if noticed] == []


@pytest.mark.parametrize("name", lesson_names(ROOT))
def test_no_vandal_reaches_what_cells_above_its_exercise_bind(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or tests further down would expect what it has left there."""
    attempt = rehearsal._attempt

    def reached(answer: str | CodeType, stage: Any, all_tests: bool) -> dict[str, Any]:
        if isinstance(answer, CodeType):
            return attempt(answer, stage, all_tests)
        data = {key: value for key, value in stage.names.items() if isinstance(value, np.ndarray | list | tuple | dict)}
        before = rehearsal._values(data)
        attempt(answer, stage, all_tests)
        after = rehearsal._values(data)
        # Who says something is not tried once more, alone.
        return {"": (", ".join(key for key in before if before[key] != after.get(key)) or "nothing", None)}

    monkeypatch.setattr(rehearsal, "_attempt", reached)
    harmful = {
        exercise.name: [
            vandal for vandal in vandals_of(exercise) if vandal.harm and vandal.result == RIGHT and vandal.value != ZERO
        ]
        for exercise in with_tests(name)
    }
    sources = {each.name: [v.source(reference(each)) for v in harmful[each.name]] for each in with_tests(name)}

    for exercise, said in rehearse(lesson(name), sources, all_tests=True):
        for vandal, changed in zip(harmful[exercise], said, strict=True):
            assert changed == {"": "nothing"}, (exercise, str(vandal))


@pytest.mark.parametrize(("name", "key", "was", "becomes"), TRICKS)
def test_generators_iterators_and_call_backs_in_odd_states_cost_their_author_only(
    name: str, key: str, was: str, becomes: str
) -> None:
    exercise = of_lesson(name, key)
    own = reference(exercise)
    assert own.count(was) == 1

    before, tricked, after = lost(name, exercise, [own, own.replace(was, becomes), own])

    assert tricked
    assert before == after == set()
