"""Messages that are none, that are too large, or that never come."""

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.conversation import Conversation, Lost, TimeUp
from course.grading.wire.channel import Channel
from tests.grading.talks import (
    LIMIT,
    WORDS,
    done,
    ended,
    frame,
    fuzz,
    hearing,
    stand_in,
)


@fuzz
@given(data=st.binary(max_size=200), whole=st.booleans())
def test_random_bytes(data: bytes, whole: bool) -> None:
    with hearing(frame(data) if whole else data) as talk:
        assert isinstance(ended(lambda: talk.attribute(1, "x")), Lost)


def nested(levels: int) -> bytes:
    return b"\x95\x01\xa4done" + b"\x91" * levels + b"\xc0" + b"\x90\x90"


BAD_MESSAGES: dict[str, list[bytes]] = {
    "nothing": [],
    "half a length": [b"\x00\x00"],
    "half a message": [done(1)[:-3]],
    "a huge length": [b"\xff\xff\xff\xff" + bytes(100)],
    "a length beyond the limit": [struct.pack(">I", LIMIT + 1) + bytes(100)],
    "no bytes": [frame(b"")],
    "a number": [frame(1)],
    "a map": [frame(b"\x81\xa1a\x01")],
    "an extension": [frame(b"\xd4\x05\x00")],
    "a time": [frame(b"\xd6\xff\x00\x00\x00\x00")],
    "bytes after the message": [frame(msgpack.packb([1, "done", 1, [], []]) + b"\x00")],
    "invalid UTF-8": [frame(b"\x95\x01\xa4done\xa2\xff\xfe\x90\x90")],
    "too few parts": [frame([1, "done", 1])],
    "too many parts": [frame([1, "done", 1, [], [], []])],
    "another number": [done(1, number=2)],
    "number 0": [done(1, number=0)],
    "number true": [frame([True, "done", 1, [], []])],
    "a question": [frame([1, "run", ["1", 1], [], []])],
    "what is a list": [frame([1, ["done"], 1, [], []])],
    "deep nesting": [frame(nested(10**5))],
    "nesting of fifty levels": [frame(nested(50))],
    "changes that are none": [done(1, changes=5)],
    "a change that is none": [done(1, changes=[1])],
    "a failure that is none": [frame([1, "failed", 5, [], []])],
    "a failure with a text of numbers": [frame([1, "failed", [["ValueError"], 1, "f", None], [], []])],
    "a failure with a class of lists": [frame([1, "failed", [[["ValueError"]], "x", "f", None], [], []])],
    "a failure of three parts": [frame([1, "failed", [["ValueError"], "x", "f"], [], []])],
    "a call of nothing": [frame([1, "ask", None, [], []])],
    "a call of an unknown function": [frame([1, "ask", [2, ["tuple"], ["dict"]], [], []])],
    "a call of a name": [frame([1, "ask", ["print", ["tuple"], ["dict"]], [], []])],
    "a call of a list": [frame([1, "ask", [[2], ["tuple"], ["dict"]], [], []])],
}


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_bad_messages(name: str) -> None:
    with hearing(*BAD_MESSAGES[name]) as talk:
        assert isinstance(ended(lambda: talk.attribute(1, "x")), Lost)


class Hostile(threading.Thread):
    """Reads what comes, throws it away, and writes `message` again and again."""

    def __init__(self, message: bytes, pause: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.ours, self._theirs = socket.socketpair()
        self._message, self._pause = message, pause
        self._reader = threading.Thread(target=self._read, daemon=True)

    def run(self) -> None:
        self._reader.start()
        with contextlib.suppress(OSError):
            while True:
                self._theirs.sendall(self._message)
                time.sleep(self._pause)

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while self._theirs.recv(2**16):
                pass

    def end(self) -> None:
        self.ours.close()
        with contextlib.suppress(OSError):
            self._theirs.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self._reader.join(5)
        self._theirs.close()
        assert not self.is_alive()


CALL = frame([1, "ask", [2, ["tuple", 1], ["dict"]], [["stdout", "x" * 10_000]], []])


@pytest.mark.parametrize(
    ("message", "pause"),
    [(CALL, 0.0), (b"\x00\x01\x00\x01", 0.01), (b"", 0.01)],
    ids=["asks without end", "drips", "is silent"],
)
def test_every_wait_has_an_end(message: bytes, pause: float) -> None:
    hostile = Hostile(message, pause)
    talk = Conversation(Channel(hostile.ours, LIMIT), lambda: None, WORDS, 0.2)
    talk.deadline = time.monotonic() + 0.7
    function = stand_in(talk)
    hostile.start()
    try:
        began = time.monotonic()
        with pytest.raises(Lost):
            function(lambda x: None)

        assert time.monotonic() - began < 2
        assert sum(len(str(one)) for one in talk.shown) <= LIMIT + 20_000
    finally:
        hostile.end()


def test_a_message_that_comes_late_is_not_cut_in_two() -> None:
    """Half of the answer is there when the time is up, and the other half when it was asked to stop."""
    ours, theirs = socket.socketpair()
    answer = done(bytes(1000))
    theirs.sendall(answer[:500])
    talk = Conversation(Channel(ours, LIMIT), lambda: theirs.sendall(answer[500:]), WORDS, 1.0)
    talk.deadline = time.monotonic() + 0.05
    with ours, theirs, pytest.raises(TimeUp):
        talk.attribute(1, "x")


def peak(act: Callable[[], Any]) -> float:
    """MiB by which memory grew at most while `act` ran."""

    def read(field: str) -> int:
        found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert found
        return int(found[1])

    before = read("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    act()
    return (read("VmHWM") - before) / 1024


def packed_list(count: int, item: bytes) -> bytes:
    return b"\xdd" + struct.pack(">I", count) + item * count


OBJECT = msgpack.packb(["object", 1, "Thing", False, False, [], []])


BOMBS = {
    "lists": packed_list(15 * 2**20, b"\x90"),
    "lists in lists": packed_list(15, b"\xdd" + struct.pack(">I", 2**20) + b"\x90" * 2**20),
    "lists that say they are long": b"\xdd\x00\xff\xff\xff" * 400 + bytes(15 * 2**20),
    "objects": packed_list(200_001, b"").replace(b"", b"", 1)
    + b"\xa4list"
    + b"".join(b"\x96\xa6object\xce" + struct.pack(">I", 2 * n + 1) + b"\xa5Thing\xc2\xc2\x90" for n in range(200_000)),
    "texts": msgpack.packb(["texts", [500], ["a" * 2**20, *[""] * 499]]),
    "arrays of objects": msgpack.packb(["list", *[["objects", [10**6]]] * 20_000]),
    "huge numbers": msgpack.packb(["list", *[["endless"]] * 200_000]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_small_messages_do_not_become_large(name: str) -> None:
    message = b"\x95\x01\xa4done" + BOMBS[name] + b"\x90\x90"
    bomb = frame(message)

    def act() -> None:
        with hearing(bomb, seconds=5) as talk:
            ended(lambda: talk.attribute(1, "x"))

    assert len(message) <= LIMIT
    assert peak(act) < 400


def test_what_is_printed_does_not_pile_up() -> None:
    ask = frame([1, "ask", [2, ["tuple"], ["dict"]], [["stdout", "x" * 2**20]], []])
    kept: list[int] = []

    def act() -> None:
        with hearing(*[ask] * 60, done([None, None, None]), seconds=5) as talk:
            function = stand_in(talk)
            ended(lambda: function(lambda: None))
            kept.append(len(talk.shown))

    assert peak(act) < 100
    assert 10 <= kept[0] <= 16
