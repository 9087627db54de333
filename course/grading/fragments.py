"""A student's texts as HTML, made within bounds: in another process that has its seconds and its memory.

Parsers of HTML, Markdown, LaTeX and code need time and memory that may grow with the square of a text, or worse.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from functools import lru_cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

SECONDS = 2.0  # of a processor, for one text
MOST_SECONDS = 8.0  # for all texts of a notebook
# Of a notebook: tags and escaped characters. nbconvert reads the page once more, and each takes microseconds and a
# kilobyte then.
MOST_SIGNS = 150_000
EACH = 20  # signs that a text counts for besides those it has: to ask for it takes time, too
LONGEST_KEPT = 20_000  # characters of a text whose HTML is kept: a class has the text of one lesson


class Allowance:
    """What the texts of one notebook may still take."""

    def __init__(self) -> None:
        self.seconds, self.signs = MOST_SECONDS, MOST_SIGNS


def fragment(kind: str, text: str, allowance: Allowance, extra: Any = None) -> str | None:
    """`text` as HTML that can stand in a page; None if that takes too much.

    Args:
        kind: as `rendering.answer`.
        text: a student's.
        allowance: of the notebook. Less, afterwards.
        extra: as `rendering.answer`; can be JSON. Not changed.
    """
    if allowance.seconds <= 0 or allowance.signs <= 0:
        return None
    request = json.dumps([kind, text, extra, SECONDS])
    html, seconds, signs = (_kept if len(request) <= LONGEST_KEPT else _made)(request)
    allowance.seconds -= seconds
    if html is None or signs > allowance.signs:
        return None
    allowance.signs -= signs + EACH
    return html


def _made(request: str) -> tuple[str | None, float, int]:
    """What `request` asks for, the seconds that it took, and how many signs it has."""
    answer = _process.ask(request.encode())
    if answer is None:
        return None, SECONDS, 0
    html, seconds = json.loads(answer)
    return html, seconds, html.count("<") + html.count("&") if html else 0


_kept = lru_cache(maxsize=512)(_made)


class _Process:
    """The other process, which is started when it is first needed, and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._owner = 0

    def ask(self, request: bytes) -> bytes | None:
        """The answer to `request`, or None if it was ended for what it took."""
        with self._lock:
            if self._owner != os.getpid():  # a fork has a connection that is not its own
                self._process, self._owner = None, os.getpid()
            process, connection = self._running()
            try:
                connection.send_bytes(request)
                return connection.recv_bytes()
            except (EOFError, ConnectionError):
                if self._end() < 0:  # by a signal: of the clock, or of Rust where there is no more memory
                    return None
                raise RuntimeError(f"{process.args!r} ended by itself; try it from a shell") from None
            except BaseException:  # of this process, which may be interrupted here; the answer is still to come
                self._end()
                raise

    def close(self) -> None:
        """End the process, which is started again when it is needed again."""
        if self._owner == os.getpid():
            self._end()

    def _running(self) -> tuple[subprocess.Popen[bytes], Connection]:
        if self._process is None or self._connection is None:
            self._connection, theirs = Pipe()
            with theirs:
                number = theirs.fileno()
                command = [sys.executable, "-P", "-m", "course.grading.rendering", str(number)]
                nothing = subprocess.DEVNULL
                self._process = subprocess.Popen(
                    command, pass_fds=[number], stdin=nothing, stdout=nothing, stderr=nothing
                )
            try:
                self._connection.recv_bytes()
            except EOFError:
                raise RuntimeError(f"{command!r} ended with {self._end()}; try it from a shell") from None
        return self._process, self._connection

    def _end(self) -> int:
        """End the process, if it has not ended, and return its status."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection:
            connection.close()
        if not process:
            return 0
        try:
            return process.wait(timeout=0.5)  # at the end of the connection it ends by itself
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return 0


_process = _Process()
atexit.register(_process.close)
