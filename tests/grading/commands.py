"""Runs `course` and `nbgrader` in processes of their own, which need not import everything first."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.courses import ROOT


class Outcome(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


class Starter:
    """Starts commands, one or several at a time; `starter.py` says how."""

    def __init__(self, *before: str) -> None:
        """
        Args:
            before: a command that runs what comes after its arguments, with fewer rights, say.
        """
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.grading.starter"],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, folder: Path, *command: str, killed_at: int | None = None) -> int:
        """Start a command such as "nbgrader", "autograde", NAME in a folder; returns its process id.

        Args:
            folder: where it runs. Its environment is that of this process, and it finds our programs.
            command: its name and arguments.
            killed_at: as `starter.py` says.
        """
        return int(self._ask("start", str(folder), command, environment(), killed_at))

    def end(self, seconds: float) -> tuple[list[Outcome], list[str]]:
        """Wait for all that was started.

        Args:
            seconds: after which what is still there is ended.
        Returns:
            What came of each command, in the order of their start; the command lines of what had to be ended.
        """
        outcomes, left = self._ask("end", seconds)
        return [Outcome(*each) for each in outcomes], left

    def run(self, folder: Path, *command: str) -> Outcome:
        """Run a command to its end, within two minutes, at which none of its processes may be left.

        Args:
            folder: as `start`.
            command: as `start`.
        """
        self.start(folder, *command)
        [outcome], left = self.end(120)
        assert left == [], outcome.said
        return outcome

    def close(self) -> None:
        self._process.communicate(timeout=20)

    def _ask(self, *question: object) -> Any:
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def environment() -> dict[str, str]:
    """Of this process, with our programs: nbgrader calls alembic by name."""
    return os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
