"""The table of messages is about messages that Python and NumPy have."""

import time

import pytest

from course.check.explanations import EXPLAINED
from course.check.messages import LONGEST, MESSAGES, Message
from tests.check.mistakes import MISTAKES
from tests.check.told import error_of


@pytest.fixture(scope="module")
def errors():
    return [error_of(f) for f, _, _ in MISTAKES.values()]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.pattern[:60])
def test_every_message_is_one_that_is_raised(message, errors):
    texts = [str(error) for error in errors if isinstance(error, message.kinds)]
    everyones = Message(message.kinds, message.pattern, "sentence")  # explained and said, to read it in both ways

    found = [text for text in texts if everyones.explanation(text)]

    assert found
    assert any(everyones.names(text) is not None for text in found)


def test_every_message_is_explained_or_said():
    assert [message for message in MESSAGES if not message.sentence and not message.said] == []


def test_what_is_explained_is_of_a_kind_that_notebooks_hand_over():
    explained = [message for message in MESSAGES if message.sentence]
    kinds = [kinds if isinstance(kinds, tuple) else (kinds,) for kinds, *_ in explained]

    assert [kind for each in kinds for kind in each if not issubclass(kind, EXPLAINED)] == []


def test_places_are_read_narrowly_to_say_and_widely_to_explain():
    message = Message(
        ValueError, r"NAME: SIZE of DIGIT in SHAPE, SHAPES", "{name1} {size1} {digit1} {shape1} {shapes1}"
    )
    short, long = "W: 1234 of 5 in (2,3), (2,) (3,)", "W.b: 12345 of 67 in (2,3), (2,) (2,) (3,)"

    assert message.names(short) == ["W"]
    assert message.explanation(short) == "W 1234 5 (2,3) (2,) and (3,)"
    assert message.names(long) is None
    assert message.explanation(long) == "W.b 12345 67 (2,3) (2,) and (3,)"


PIECES = [
    "shapes (",
    "() and ",
    "matmul: ",
    "size 3 is different from ",
    "1, ",
    "(1,) ",
    "operands could not be broadcast together with shapes (",
    "NoneTyp",
    "NoneType ",
    "a.",
    "'a' and ",
    "affine() missing 1 required positional arguments: 'x'",
    ", 'x'",
    "name 'a",
    "\n",
]


@pytest.mark.parametrize("length", [LONGEST, 20_000])
def test_no_text_takes_long(length):
    start = time.process_time()
    for piece in PIECES:
        for begin in ("", *PIECES):
            text = (begin + piece * length)[:length]
            for message in MESSAGES:
                message.explanation(text)
                message.names(text)

    assert time.process_time() - start < 2
