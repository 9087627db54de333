"""The table of messages is about messages that Python, NumPy and PyTorch have."""

import re
import time

import pytest

from course.check.explanations import EXPLAINED
from course.check.messages import LONGEST, MESSAGES, PYTORCHS, Message
from tests.check.mistakes import MISTAKES
from tests.check.told import error_of


@pytest.fixture(scope="module")
def errors():
    return [error_of(f) for f, _ in MISTAKES.values()]


@pytest.mark.parametrize(
    "message", [one for one in MESSAGES if one not in PYTORCHS], ids=lambda message: message.pattern[:60]
)
def test_every_message_is_one_that_is_raised(message, errors):
    texts = [str(error) for error in errors if isinstance(error, message.kinds)]

    assert any(message.reads(text) for text in texts)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.pattern[:60])
def test_what_is_kept_is_whole_sentences_without_places(message):
    assert re.fullmatch(r"[^{}]+[.?)]", message.kept.replace("np.zeros((2, 3))", ""))


def test_what_is_explained_is_of_a_kind_that_notebooks_hand_over():
    explained = [message for message in MESSAGES if message.sentence]
    kinds = [kinds if isinstance(kinds, tuple) else (kinds,) for kinds, *_ in explained]

    assert [kind for each in kinds for kind in each if not issubclass(kind, EXPLAINED)] == []


def test_places_are_filled_in():
    message = Message(
        ValueError, r"NAME: SIZE of DIGIT in SHAPE, SHAPES", "{name1} {size1} {digit1} {shape1} {shapes1}"
    )

    assert message.explanation("W.b: 12345 of 67 in (2,3), (2,) (2,) (3,)") == "W.b 12345 67 (2,3) (2,) and (3,)"
    assert message.explanation("W.b: 12345") is None


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
                message.reads(text)

    assert time.process_time() - start < 2
