"""What the referee asks of a student's process, and what it makes of the answers."""

import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grading.conversation import Conversation, Lost, StudentError, TimeUp
from course.grading.inside import student
from course.grading.wire import codec
from course.grading.wire.messages import Run
from course.nesting import ITSELF, holds_itself
from tests.grading.talks import (
    ANYTHING,
    LIMIT,
    attended,
    done,
    ended,
    exactly,
    frame,
    fuzz,
    hearing,
    its,
    stand_in,
)


def test_arguments_arrive_by_place_and_name(talk: Conversation) -> None:
    both = its(talk, "both")

    assert both(1) == (1, None, (), 0)
    assert both(1, [2], 3, 4, key="k") == (1, [2], (3, 4), "k")
    assert both(y=1, x=2) == (2, 1, (), 0)


def test_lists_and_dicts_changed_in_place(talk: Conversation) -> None:
    inner, x = ["old"], np.ones(2)
    items, table = [inner, x, 3], {"a": 1, "inner": {}, "c": 2}
    deep = table["inner"]
    its(talk, "tidy")(items, table)

    assert (len(items), items[0] is inner, items[1] is x, items[2:]) == (4, True, True, [3, 4])
    assert inner == ["new"]
    assert list(table.items()) == [("inner", {"x": 1}), ("c", 2), ("b", 1)]
    assert table["inner"] is deep


def test_what_holds_itself_comes_with_a_mark_in_that_place(talk: Conversation) -> None:
    items = [1.5]
    answer = its(talk, "keep_in_itself")(items)

    assert answer == (0.5, {"kept": [1.5, ITSELF]})
    assert items == [1.5, ITSELF]
    assert holds_itself(answer)


def test_what_is_nested_too_deep_is_told_without_a_line_of_the_graders(talk: Conversation) -> None:
    with pytest.raises(TypeError, match="values nested more than 40 deep can't be sent") as caught:
        its(talk, "nested")(60)

    assert isinstance(caught.value, StudentError)
    assert [line for line in caught.value.lines() if ".py" in line] == []
    assert caught.value.lines()[-1].endswith("values nested more than 40 deep can't be sent")


def test_numpys_warnings_are_known_but_not_their_texts(talk: Conversation) -> None:
    function = its(talk, "warn")
    for _ in range(2):  # Python by itself would warn once
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function("overflow encountered in 0.1357")
            told = [(str(one.message), one.category) for one in caught]

        assert value == pytest.approx(np.e)
        assert told == [("overflow encountered", RuntimeWarning)] * 2

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function("the secret is 0.1357")

        assert [str(one.message) for one in caught] == ["overflow encountered"]


@pytest.mark.parametrize("warned", [None, 5, "overflow encountered in exp", [5, None], ["overflow"], {"a": 1}])
def test_warnings_that_are_none(warned: Any) -> None:
    with hearing(done([1, None, warned if type(warned) is not list else ["list", warned]])) as talk:
        function = stand_in(talk)
        ended(lambda: function(1))  # a warning would be an error


def test_functions_of_a_test_are_called(talk: Conversation) -> None:
    call = its(talk, "call")

    assert exactly(call(np.exp, np.zeros(2))) == exactly(np.ones(2))
    assert exactly(call(np.sum, [1.5, 2])) == exactly(np.float64(3.5))
    assert call(lambda x, y=1: x + y, 1, y=2) == 3
    assert call([3].count, 3) == 1
    assert call(len, [1, 2]) == 2
    x = np.zeros(2)
    assert call(lambda y: y is x, x) is True


def test_calls_within_calls(talk: Conversation) -> None:
    down = its(talk, "down")

    def again(n: int) -> Any:
        return down(n, again)

    assert again(6) == 6
    with pytest.raises(RecursionError):
        again(100)
    assert again(2) == 2


def test_errors_of_a_test_pass_through_the_student(talk: Conversation) -> None:
    class Own(LookupError):
        pass

    def fails(error: Exception) -> Callable[[], None]:
        def f() -> None:
            raise error

        return f

    for error in (ValueError("no"), Own("no"), AssertionError("no"), ExceptionGroup("no", [ValueError()])):
        built_in = next(
            kind for kind in type(error).__mro__ if kind.__module__ == "builtins" and "Group" not in str(kind)
        )
        with pytest.raises(built_in, match="no") as caught:
            its(talk, "call")(fails(error))
        assert isinstance(caught.value, StudentError)
    with pytest.raises(TypeError):
        its(talk, "call")(lambda: object())
    with pytest.raises(ValueError, match="too large"):
        its(talk, "call")(lambda: bytes(LIMIT + 1))
    assert its(talk, "echo")(1) == 1


def test_functions_of_an_earlier_test_are_gone(talk: Conversation) -> None:
    called: list[int] = []
    its(talk, "keep")(called.append)
    talk.codec.functions.clear()
    with attended() as other:
        its(other, "keep")(called.append)
        other.ask(Run("kept(1)", 2))
        said = str(other.shown)

    assert "a check that is over" in said
    assert called == []


@pytest.mark.parametrize(
    ("kind", "expected", "text"),
    [
        ("solve", ValueError, "Singular matrix"),
        ("own", ValueError, "of my own"),
        ("key", KeyError, "'a'"),
        ("mute", Exception, "(this error can't be put into words)"),
        ("exit", Exception, "3"),
        ("stop", Exception, "1"),
        ("keyboard", Exception, ""),
        ("file", FileNotFoundError, "[Errno 2] No such file or directory: '/there/is/none'"),
        ("time", TimeoutError, "late"),
        ("unicode", ValueError, None),
        ("group", Exception, "several (1 sub-exception)"),
        ("base", Exception, "base"),
    ],
)
def test_errors(talk: Conversation, kind: str, expected: type[Exception], text: str | None) -> None:
    with pytest.raises(expected) as caught:
        its(talk, "fail")(kind)

    assert isinstance(caught.value, StudentError)
    assert type(caught.value).__mro__[2 if expected is not Exception else 1 :][0] in (expected, StudentError)
    assert text is None or str(caught.value) == text
    assert caught.value.raised_in in ("fail", "This exercise", "solve", "_raise_linalgerror_singular", "_modified_open")
    assert caught.value.lines
    assert its(talk, "echo")(1) == 1  # and the conversation goes on


def test_a_loop_that_calls_back_ends_in_time() -> None:
    with attended() as talk:
        talk.deadline = time.monotonic() + 0.3
        began = time.monotonic()
        with pytest.raises((TimeUp, Lost)):
            its(talk, "forever")(lambda x: None)

        assert time.monotonic() - began < 3


CODES = st.tuples(
    st.sampled_from([*codec.Codec._READERS, "object", "known", "yours", "function"]), st.lists(ANYTHING, max_size=7)
)


@fuzz
@given(answer=ANYTHING | CODES.map(lambda code: [code[0], *code[1]]), several=st.booleans(), what=st.sampled_from("df"))
def test_answers_of_any_shape(answer: Any, several: bool, what: str) -> None:
    bystander = np.arange(3.0)
    message = frame([1, "done" if what == "d" else "failed", answer, [], []])
    with hearing(message) as talk:
        ended(lambda: stand_in(talk)(bystander) if several else talk.attribute(1, "x"))

    assert bystander.tolist() == [0, 1, 2]


def recorded() -> list[list[Any]]:
    """Answers to a call with one array, a list, a dict and a function, as an honest student's process sends them."""
    codec = student._StudentCodec(lambda *args: None)
    codec.decode(["array", 2, "float64", [2], True, bytes(16)])
    value = [
        np.ones((2, 3)),
        {"a": (1, 2.5, None)},
        {3},
        np.float32(1),
        codec._shared[2].array(),
        10**30,
        np.array(["x"]),
    ]
    changed = ((codec._shared[2].array(), [1, 2], {"k": [3]}), {})
    things = [places, slice(1), np.random.default_rng(0), 1j, Path("x"), True, np.array([True, False])]
    shown = [["stdout", "text"], ["display", ["text/plain", "x"], [], ""]]
    changes = [[2, [2], np.ones(2).tobytes()]]
    error = [["LinAlgError", "ValueError", "Exception"], "text", "echo", codec.encode(changed)]
    answers = [
        [1, "done", [codec.encode(value), codec.encode(changed), codec.encode(["x"])], shown, changes],
        [1, "done", [codec.encode(things), None, None], [], []],
        [1, "failed", error, shown, changes],
        [1, "ask", [4, codec.encode((np.ones(2), put)), codec.encode({"key": 1})], shown, changes],
    ]
    return [msgpack.unpackb(msgpack.packb(answer)) for answer in answers]


def places(value: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    yield path
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from places(item, (*path, place))


def put(value: Any, path: tuple[int, ...], new: Any) -> Any:
    if not path:
        return new
    return [put(item, path[1:], new) if place == path[0] else item for place, item in enumerate(value)]


@settings(fuzz, max_examples=600)
@given(st.data())
def test_answers_with_one_part_changed(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(recorded()))
    path = data.draw(st.sampled_from(list(places(message))))
    new = data.draw(ANYTHING | st.sampled_from([-1, 0, 2**31, 2**63, [2**62, 4], [-1], [2, -1], "O", "|O", "V8", "M8"]))
    bystander, calls = np.arange(3.0), []
    mine = (np.zeros(2), [1, bystander.copy()], {"k": [3]})
    with hearing(frame(put(message, path, new)), done([None, None, None])) as talk:
        function = stand_in(talk)

        def called(*args: Any, **kwargs: Any) -> None:
            calls.append(args)

        ended(lambda: function(*mine, called))

    assert len(calls) <= 1
    assert bystander.tolist() == [0, 1, 2]
    assert (mine[0].dtype, type(mine[1]), type(mine[2])) == (np.dtype(float), list, dict)


def test_recorded_answers_are_what_they_should_be() -> None:
    """Or the test above would change what is refused anyway."""
    for place, message in enumerate(recorded()):
        with hearing(frame(message), done([None, None, None])) as talk:
            x, calls = np.zeros(2), []
            function = stand_in(talk)
            got = ended(lambda: function(x, [1], {}, lambda *args, **kwargs: calls.append((args, kwargs))))  # noqa: B023

            assert not isinstance(got, Lost), place
            assert x.tolist() == ([0, 0] if place == 1 else [1, 1])
            assert len(calls) == (place == 3)


@pytest.mark.parametrize("answer", [None, 5, [], [1], [1, 2], [1, 2, 3, 4], "abc", b"abc", 1.5])
def test_answers_to_a_call_that_have_not_three_parts(answer: Any) -> None:
    with hearing(done(answer)) as talk:
        function = stand_in(talk)
        assert isinstance(ended(lambda: function(1)), Lost)


def test_replies_in_advance_are_used_once() -> None:
    with hearing(done(1), done(2), done(3, number=3), open_end=True, seconds=0.3) as talk:
        assert talk.attribute(1, "x") == 1
        assert isinstance(ended(lambda: talk.attribute(1, "x")), Lost)  # number 1 again


def test_functions_can_only_be_called() -> None:
    """There is no message with which a student's process could learn of a function more than what it returns."""
    secret = 12345

    def f(x: Any) -> Any:
        return x if x != secret else None

    for what in ("get", "set", "name", "item", "size", "run", "files"):
        with hearing(frame([1, what, [2, "__globals__"], [], []])) as talk:
            function = stand_in(talk)
            assert isinstance(ended(lambda: function(f)), Lost)  # noqa: B023
    for args in (["list", 1], 1, ["tuple", ["yours", 4]], ["tuple", ["object", 2, "x", True, True, [], []]]):
        with hearing(frame([1, "ask", [2, args, ["dict"]], [], []])) as talk:
            function = stand_in(talk)
            assert isinstance(ended(lambda: function(f)), Lost)  # noqa: B023


def test_recursion_through_the_test_is_bounded() -> None:
    asks = [frame([number, "ask", [2 * number, ["tuple"], ["dict"]], [], []]) for number in range(1, 200)]
    with hearing(*asks, seconds=5) as talk:
        function = stand_in(talk)
        depths: list[int] = []

        def again(level: int) -> Callable[[], Any]:
            def f() -> Any:
                depths.append(level)
                return function(again(level + 1))

            return f

        assert isinstance(ended(lambda: function(again(1))), Lost)
        assert max(depths) <= codec.DEPTH
