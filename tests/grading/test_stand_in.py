"""Stand-ins for a student's objects in the hands of a test."""

import copy
import inspect
import pickle
import socket
from typing import Any

import numpy as np
import pytest

from course.grading.conversation import Conversation, Lost
from course.grading.stand_in import StandIn
from course.grading.wire.channel import Channel
from tests.grading.talks import (
    LIMIT,
    WORDS,
    done,
    ended,
    hearing,
    its,
    stand_in,
)


@pytest.mark.parametrize("kind", ["float", "array", "yes", "thing", "many", "class", "record"])
def test_what_only_acts_like_a_value_is_none(talk: Conversation, kind: str) -> None:
    made = its(talk, "make")(kind)

    assert isinstance(made, StandIn)
    assert not isinstance(made, float | np.ndarray)
    for number in (1.0, [1.0, 1.0, 1.0], None, object()):
        assert not made == number  # noqa: SIM201 (both are defined by a class)
    for use in (
        float,
        int,
        np.asarray,
        lambda x: x == np.float64(1.0),
        lambda x: np.testing.assert_allclose(x, 1.0),
        lambda x: np.ones(3) == x,
    ):
        with pytest.raises(TypeError):
            use(made)
    assert not np.array_equal(made, np.ones(3))


def test_objects_answer_for_themselves(talk: Conversation) -> None:
    made = its(talk, "Thing")(3)

    assert (made.size, made.parts, type(made).__name__) == (3, [1, 2], "Thing")
    made.size = 10
    assert made.grow(5) is made
    assert made.size == 15
    made.values[0] = 4
    assert made.values.tolist() == [4, 0]
    made.values = np.ones(1)
    assert made.values.tolist() == [1]
    assert not hasattr(made, "missing")
    assert not hasattr(made, "broken")
    assert copy.copy(made) is made
    assert copy.deepcopy([made])[0] is made
    assert repr(made) == "<Thing of the student's>"


def test_a_method_is_called_in_one_question(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    made = its(talk, "Thing")(3)
    asked = []
    ask = talk.ask
    monkeypatch.setattr(talk, "ask", lambda question: asked.append(type(question).__name__) or ask(question))

    assert list(inspect.signature(made.grow).parameters) == ["by"]
    assert made.grow(5) is made
    assert asked == ["Call"]
    assert made.size == 8
    assert its(talk, "call")(made.grow, 2) is made  # handed to another function of the student's
    assert made.size == 10


def test_a_method_is_looked_up_when_it_is_called(talk: Conversation) -> None:
    made = its(talk, "Thing")(3)
    grow = made.grow
    made.grow = 7

    assert made.grow == 7
    with pytest.raises(TypeError, match="'int' object is not callable"):
        grow(5)
    fading = its(talk, "Fading")()
    assert fading.go() == 1
    its(talk, "fade")()
    with pytest.raises(AttributeError, match="'Fading' object has no attribute 'go'"):
        fading.go()


def test_what_could_not_be_sent_is_sent_when_it_can(talk: Conversation) -> None:
    with pytest.raises(ValueError, match="too large"):
        its(talk, "too_much_of")(LIMIT)
    kept = its(talk, "too_much_of")(1)

    assert (kept[0].size, kept[1].tolist()) == (2, [0, 0, 0])
    small = np.arange(3.0)
    with pytest.raises(ValueError, match="too large"):
        its(talk, "echo")([small, bytes(LIMIT + 1)])
    assert its(talk, "echo")(small) is small


def test_sequences(talk: Conversation) -> None:
    many = its(talk, "make")("many")

    assert (len(many), many[1], list(many), 20 in many, [*zip(many, "ab", strict=False)]) == (
        3,
        10,
        [0, 10, 20],
        True,
        [(0, "a"), (10, "b")],
    )
    with pytest.raises(IndexError):
        many[3]


def test_names_with_an_underscore_in_front_are_refused(talk: Conversation) -> None:
    made = its(talk, "thing")

    for name in ("_secret", "__dict__x", "__class_getitem__", "__array_interface__", "__float__"):
        with pytest.raises(AttributeError, match="may read"):
            getattr(made, name)
    for name in ("_secret", "_number", "__class__", "__dict__"):
        with pytest.raises(AttributeError, match="may set"):
            setattr(made, name, 5)


def test_parameters_are_known_by_names_that_are_no_secret(talk: Conversation) -> None:
    import inspect

    signature = inspect.signature(its(talk, "objective"))

    assert list(signature.parameters) == ["x", "argument_2", "argument_3"]
    assert its(talk, "objective").__name__ == "objective"
    assert [str(one.kind) for one in inspect.signature(its(talk, "both")).parameters.values()] == [
        *2 * ["POSITIONAL_OR_KEYWORD"],
        "VAR_POSITIONAL",
        "KEYWORD_ONLY",
    ]


def test_a_method_is_known_by_its_name(talk: Conversation) -> None:
    thing = its(talk, "Thing")()

    assert thing.grow.__name__ == "grow"
    assert thing.unheard_of_1.__name__ == "unheard_of_1"  # the test itself said it


@pytest.mark.parametrize("size", [-1, True, 1.5, "3", None, 10**7, ["huge", b"\x7f" * 100]])
def test_sizes_that_are_none(size: Any) -> None:
    with hearing(done(size)) as talk:
        things = stand_in(talk)
        assert isinstance(ended(lambda: len(things)), Lost)


def test_a_stand_in_says_nothing_that_was_not_asked() -> None:
    """Comparing, printing, copying and the like send no message: nobody is there to answer."""
    with hearing(open_end=True, seconds=0.2) as talk:
        made = talk.codec.decode(["object", 1, "Thing", True, False, [], []])
        other = talk.codec.decode(["object", 3, "Thing", True, False, [], []])

        assert made != other
        assert made == made
        assert made in [other, made]
        assert isinstance(made, StandIn)
        assert bool(made)
        assert f"{made} {made!r} {made!s}" == " ".join(["<Thing of the student's>"] * 3)
        assert copy.copy(made) is copy.deepcopy(made) is made
        assert hash(made) == hash(made)
        for use in (
            *(float, int, complex, iter, len, np.asarray, np.float64, np.exp, str.join, memoryview, abs, round),
            *(lambda x: x < 1, lambda x: x + 1, lambda x: 1 @ x, lambda x: x[0], lambda x: np.add(x, np.ones(3))),
            *(
                lambda x: np.ones(3) + x,
                lambda x: np.ones(3) == x,
                lambda x: f"{x:.3f}",
                lambda x: range(x),
                pickle.dumps,
            ),
            *(lambda x: [1][x], lambda x: np.concatenate([x, x]), lambda x: np.array([x, 1.0])),
        ):
            with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
                use(made)
        assert repr(talk._count) == "count(1)"  # no question was asked


def test_a_stand_in_has_no_name_of_the_students_choice() -> None:
    with hearing(open_end=True, seconds=0.2) as talk:
        for kind in ("secret", "__class__", "a b", "", 5, None, ["Thing"], "x" * 1000):
            made = talk.codec.decode(["object", 1, kind, True, False, [["secret", 1, False]], []])

            assert (type(made).__name__, made.__name__) == ("object", "object")
            assert "secret" not in str(made.__signature__)
            del made


def test_names_of_classes_do_not_reach_the_referees() -> None:
    """A class of the student's that is called like one of the referee's is still a stand-in."""
    words = WORDS | {"StandIn", "ndarray", "float", "Conversation"}
    ours, theirs = socket.socketpair()
    with ours, theirs:
        talk = Conversation(Channel(ours, LIMIT), lambda: None, words, 0.2)
        for kind in ("StandIn", "ndarray", "float", "Conversation"):
            made = talk.codec.decode(["object", 1, kind, False, False, [], []])

            assert isinstance(made, StandIn)
            assert not isinstance(made, np.ndarray | float | Conversation)
            assert type(made) is not StandIn
            del made
