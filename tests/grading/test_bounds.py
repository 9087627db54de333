"""Bounds of a test that runs in the referee's own process."""

import itertools
import os
import threading
import time

import pytest

from course.grading import bounds
from course.grading.bounds import NoLongerThan
from course.grading.conversation import TimeUp


def soon() -> float:
    return time.monotonic() + 0.2


def spin(seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(100))


def test_what_goes_on_and_on_is_stopped() -> None:
    began = time.monotonic()
    with pytest.raises(TimeUp), NoLongerThan(soon()):
        spin()

    assert 0.2 <= time.monotonic() - began < 5


def test_what_ends_in_time_is_left_alone() -> None:
    for _ in range(3):
        with NoLongerThan(soon()):
            spin(0.01)
    spin(0.5)  # past all of their deadlines


@pytest.mark.parametrize("swallowed", [False, True])
def test_it_rings_once_and_nothing_is_left_of_it(swallowed: bool) -> None:
    """Also where the test takes it for an error of its own, or has just come to its end."""
    for _ in range(5):
        try:
            with NoLongerThan(soon()):
                try:
                    spin()
                except BaseException:
                    if not swallowed:
                        raise
        except TimeUp:
            pass
        spin(0.15)


def test_one_thread_does_for_all_and_goes_when_it_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_IDLE", 0.3)
    time.sleep(6)  # until that of the tests above is gone
    before = threading.active_count()
    for _ in range(20):
        with NoLongerThan(soon()):
            assert threading.active_count() == before + 1
    for _ in itertools.takewhile(lambda _: threading.active_count() > before, range(100)):
        time.sleep(0.05)

    assert threading.active_count() == before
    with pytest.raises(TimeUp), NoLongerThan(soon()):
        spin()


def test_a_fork_has_its_own() -> None:
    with NoLongerThan(time.monotonic() + 60):
        if not (child := os.fork()):
            status = 1
            try:
                with NoLongerThan(soon()):
                    spin(5)
            except TimeUp:
                status = 0
            os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
