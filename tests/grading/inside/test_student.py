"""What a student's process answers when it runs honest code."""

import time
from functools import partial
from typing import Any

import numpy as np
import pytest

from course.grading.conversation import Conversation, TimeUp
from course.grading.wire.messages import Run
from tests.grading.talks import attended, exactly, its


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("point", (1, 2.0)),
        ("big-endian", np.arange(3.0)),
        ("fortran", np.arange(6.0).reshape(2, 3)),
        ("strided", np.array([0, 3, 6, 9])),
        ("none", None),
        ("huge", 10**3000),
    ],
)
def test_what_students_return_comes_as_plain_values(talk: Conversation, kind: str, expected: Any) -> None:
    assert exactly(its(talk, "make")(kind)) == exactly(expected)


@pytest.mark.parametrize("kind", ["defaultdict", "OrderedDict", "Counter"])
def test_other_dicts_come_as_dicts(talk: Conversation, kind: str) -> None:
    assert exactly(its(talk, "counted")(kind)) == exactly({"a": 1, "b": 2})


def test_prints_come_in_order(talk: Conversation) -> None:
    its(talk, "tell")(lambda: None)

    assert [items for items in talk.shown if items] == [[["stdout", "one\n"]], [["stdout", "two\n"]]]


@pytest.mark.parametrize(
    ("method", "where"),
    [(None, "objective"), ("later", "Thing.later"), ("unheard_of_1", "This exercise")],
)
def test_an_error_tells_where_it_was_raised(talk: Conversation, method: str | None, where: str) -> None:
    function = getattr(its(talk, "Thing")(), method) if method else partial(its(talk, "objective"), 1, 2)
    with pytest.raises(NotImplementedError) as caught:
        function()

    assert caught.value.raised_in == where  # type: ignore[attr-defined]


def test_names_that_are_missing(talk: Conversation) -> None:
    assert list(talk.names(["echo", "nothing", "both"])) == ["both", "echo"]


def test_a_loop_is_stopped_and_the_process_goes_on() -> None:
    with attended() as talk:
        talk.deadline = time.monotonic() + 0.3
        assert talk.ask(Run("def spin():\n    while True: pass", 2)) == "ran"
        spin = its(talk, "spin")
        with pytest.raises(TimeUp):
            spin()
        talk.deadline = time.monotonic() + 5
        assert its(talk, "echo")(1) == 1


COUNTED = """
import inspect
looked = [0]
usual = inspect.ismodule
def counted(value):
    looked[0] += 1
    return usual(value)
inspect.ismodule = counted
def down(depth):
    return down(depth + 1)
def looks():
    return looked[0]
"""


def test_the_traceback_of_endless_recursion_does_not_look_into_all_modules_at_each_frame() -> None:
    with attended() as talk:
        assert talk.ask(Run(COUNTED, 2)) == "ran"
        assert talk.ask(Run("down(0)", 3)) == "failed"
        with pytest.raises(RecursionError) as caught:
            its(talk, "down")(0)
        lines = "\n".join(caught.value.lines())  # type: ignore[attr-defined]

        assert "skipping similar frames" in lines
        assert its(talk, "looks")() < 100_000  # 3,000 frames, more than 1,000 modules


def test_a_traceback_that_takes_too_long_is_stopped() -> None:
    with attended() as talk:
        slow = "import time\nget_ipython().InteractiveTB.structured_traceback = lambda *a, **k: time.sleep(1000)\n"
        assert talk.ask(Run(slow + "def fail():\n    raise EOFError", 2)) == "ran"
        with pytest.raises(EOFError) as caught:
            its(talk, "fail")()
        talk.deadline = time.monotonic() + 0.3

        assert caught.value.lines() == []  # type: ignore[attr-defined]
        talk.deadline = time.monotonic() + 5
        assert its(talk, "echo")(1) == 1
