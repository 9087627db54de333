"""A conversation with an honest student's process, for the tests of both sides of the wire; a starter of commands."""

import time
from collections.abc import Iterator

import pytest

from course.grading.conversation import Conversation
from tests.grading.commands import Starter
from tests.grading.talks import attended


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    started = Starter()
    yield started
    started.close()


@pytest.fixture(scope="module")
def conversation_of_module() -> Iterator[Conversation]:
    with attended() as made:
        yield made


@pytest.fixture
def talk(conversation_of_module: Conversation) -> Conversation:
    conversation_of_module.deadline = time.monotonic() + 10
    conversation_of_module.codec.functions.clear()
    conversation_of_module.shown = []
    return conversation_of_module
