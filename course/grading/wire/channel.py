"""Carries messages over a stream socket: every message has a limit in bytes, every wait an end."""

import itertools
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgpack

from course.grading.wire.messages import WireError

# What one byte of a message can be blown up to is bounded by these.
_ITEMS = 2**20  # of one list
_LISTS = 2**18  # of one message


class Channel:
    """Messages over a stream socket: four bytes of length, then MessagePack without maps or extension types."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        """
        Args:
            sock: connected to the other side; closed by `close`.
            limit: bytes that one message may have.
        """
        self._sock, self.limit = sock, limit
        self._got = bytearray()  # of messages that are not read yet
        self._length: int | None = None  # of its body
        sock.setblocking(False)
        self._readable, self._writable = select.poll(), select.poll()  # select() can't take large file descriptors
        self._readable.register(sock, select.POLLIN)
        self._writable.register(sock, select.POLLOUT)

    def send(self, message: Sequence[Any], deadline: float | None = None) -> None:
        """Send a message, and wait until it is sent.

        Args:
            message: of which each part can be packed. Not changed.
            deadline: of time.monotonic(), to which to wait.
        Raises:
            ValueError: the message is too large, or can't be packed.
            WireError: nobody listens.
            TimeoutError: the other side did not read it in time.
        """
        try:
            body = msgpack.packb(message, unicode_errors="replace")
        except (ValueError, RecursionError) as error:
            raise ValueError(f"this can't be sent: {error}") from None
        if len(body) > self.limit:
            raise ValueError(f"a message of {len(body):,} bytes is too large; the limit is {self.limit:,}")
        left = memoryview(struct.pack(">I", len(body)) + body)
        while left:
            try:
                left = left[self._sock.send(left) :]
            except BlockingIOError:
                self._wait(deadline, for_reading=False)
            except OSError as error:
                raise WireError("is gone") from error

    def receive(self, deadline: float | None = None) -> list[Any]:
        """Wait for the next message.

        Args:
            deadline: of time.monotonic(), to which to wait.
        Returns:
            Its parts, of which nothing is known.
        Raises:
            WireError: the other side is gone, or sent what is no message.
            TimeoutError: no message was complete in time; `receive` again goes on where it was.
        """
        if self._length is None:
            (self._length,) = struct.unpack(">I", self._read(4, deadline))
        if self._length > self.limit:
            raise WireError(f"sent {self._length:,} bytes in one piece; the limit is {self.limit:,}")
        body = self._read(self._length, deadline)
        # A list takes a byte or more.
        counted = _no_more_than(_LISTS) if self._length > _LISTS else None
        self._length = None
        try:
            message = msgpack.unpackb(
                body, max_map_len=0, max_ext_len=0, max_array_len=_ITEMS, strict_map_key=True, list_hook=counted
            )
        except (ValueError, RecursionError, MemoryError, msgpack.UnpackException) as error:
            raise WireError("sent what is no message") from error
        if type(message) is not list:
            raise WireError("sent what is no message")
        return message

    def waits(self) -> bool:
        """Whether the other side is there, and has said nothing that was not received."""
        return not self._got and not self._readable.poll(0)

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytes:
        while len(self._got) < size:
            self._wait(deadline, for_reading=True)
            try:
                part = self._sock.recv(min(max(size - len(self._got), 2**16), 2**20))
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("is gone") from error
            if not part:
                raise WireError("is gone")
            self._got += part
        read = bytes(self._got[:size])
        del self._got[:size]
        return read

    def _in_time(self, deadline: float | None) -> float | None:
        """Milliseconds that are left, also where there is always something to read; None: without end."""
        if deadline is None:
            return None
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return 1000 * left

    def _wait(self, deadline: float | None, for_reading: bool) -> None:
        (self._readable if for_reading else self._writable).poll(self._in_time(deadline))


def _no_more_than(most: int) -> Callable[[list[Any]], list[Any]]:
    """Lets lists pass, one after the other; ValueError once they are more than `most`."""
    lists = itertools.count(1)

    def counted(items: list[Any]) -> list[Any]:
        if next(lists) > most:
            raise ValueError("too many lists")
        return items

    return counted
