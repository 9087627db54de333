"""What a wrong answer gives at each check, so that whoever gives the same again is told what it is.

A lesson's wrong answers, and small slips made in its own answers, run through its tests when it is built
(`course.authoring.bank`). Of each is kept what it gave at the checks that it failed, as a fingerprint, and a sentence.
A check that fails looks up what it got: where all mistakes that give the same here, and the same at the checks before,
have one sentence, that is what is said.

The tables of what a notebook checks are beside this module, one for each lesson. They hold no answer, and nothing of
hidden checks. (Of one number or two a fingerprint tells the value; what is expected of them stands in the notebook.)
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from course.check.hidden import in_hidden_test
from course.check.sentences import Told
from course.check.values import numbers_of, plain

FOLDER = Path(__file__).parent / "mistakes"
_RTOL, _ATOL = 2e-8, 1e-9  # between two machines, and two ways to compute the same
_SMALL = 1e-3  # what is far below it is as good as 0: a slope taken by differences has so much noise
_NOISE = 1e-6  # what a check takes for 0 is 0 up to here: such rounding is another on each machine
_MOST = 500  # characters of an exact value that are kept as they are


@dataclass(frozen=True)
class Print:
    """The fingerprint of a value: of an array its shape and two sums over it."""

    text: str  # an exact value, or which numbers of an array are not finite
    shape: tuple[int, ...] | None = None  # None for what is exact
    sums: tuple[float, ...] = ()  # of the numbers, and of their logarithms, so that small ones count beside large ones
    sizes: tuple[float, ...] = ()  # the same of their absolute values

    @classmethod
    def of(cls, value: Any, atol: float = 0.0) -> Print:
        """The fingerprint of a number, an array of numbers, or what is none.

        Args:
            value: what a check got. Not changed.
            atol: numbers up to it are as good as 0 to the check.
        """
        numbers = numbers_of(value, np.empty(()))
        if isinstance(numbers, Told):
            return cls.of_exact(value)
        flat = numbers.ravel()
        flat = np.where(np.abs(flat) <= min(atol, _NOISE), 0.0, flat)
        odd = np.flatnonzero(~np.isfinite(flat))
        text = " ".join(f"{place} {flat[place]}" for place in odd[:20])
        finite = np.where(np.isfinite(flat), flat, 0.0)
        weights = [row[: flat.size] for row in _weights(1 << flat.size.bit_length())]
        with np.errstate(all="ignore"):  # sums of huge numbers are alike
            forms = finite, np.sign(finite) * np.log1p(np.abs(finite) / _SMALL)
            sums = tuple(float(weight @ form) for weight, form in zip(weights, forms, strict=True))
            sizes = tuple(float(weight @ np.abs(form)) for weight, form in zip(weights, forms, strict=True))
        return cls(text, numbers.shape, sums, sizes)

    @classmethod
    def of_exact(cls, value: Any) -> Print:
        """The fingerprint of what is compared exactly: a count, a text, a list of these.

        Args:
            value: what a check got. Not changed.
        """
        text = _written(plain(value))
        return cls(text if len(text) <= _MOST else hashlib.sha256(text.encode()).hexdigest())

    @classmethod
    def of_call(cls, what: str, value: Any) -> Print:
        """The fingerprint of what a check asks of a call or finds in it: a shape, a warning, an error.

        Args:
            what: a word that keeps it apart from all that a check compares.
            value: what there is to say of it, as `of_exact` takes it. Not changed.
        """
        return cls.of_exact(value).after(what)

    def after(self, what: str) -> Print:
        """The same, marked with what was found before the value was looked at.

        Args:
            what: a word or two.
        """
        return replace(self, text=f"{what} {self.text}")

    @classmethod
    def read(cls, held: str | list[Any]) -> Print:
        """The fingerprint that `held` was made of.

        Args:
            held: what `json` made. Not changed.
        """
        if isinstance(held, str):
            return cls(held)
        shape, text, *numbers = held
        return cls(text, tuple(shape), tuple(numbers[:2]), tuple(numbers[2:]))

    def json(self) -> str | list[Any]:
        """What can be written to a file."""
        if self.shape is None:
            return self.text
        numbers = [float(f"{number:.11g}") for number in self.sums] + [float(f"{number:.3g}") for number in self.sizes]
        return [list(self.shape), self.text, *numbers]

    def is_like(self, other: Print) -> bool:
        """Whether the other is one of the same value, but for the last digits of its numbers."""
        if (self.shape, self.text) != (other.shape, other.text):
            return False
        pairs = zip(self.sums, other.sums, self.sizes, other.sizes, strict=True)
        return all(abs(a - b) <= _ATOL + _RTOL * max(m, n) or a == b for a, b, m, n in pairs)


@lru_cache(maxsize=32)
def _weights(number: int) -> np.ndarray:
    """Two rows of weights, the same on every machine, of which no few add up to what others add up to."""
    return np.stack([np.random.RandomState(seed).uniform(1, 2, number) for seed in (1, 2)])


def _written(value: Any) -> str:
    if type(value) is list:
        return f"[{', '.join(map(_written, value))}]"
    if type(value) is np.ndarray:
        return f"<array {value.shape}>"
    if type(value) is float:
        return f"float {value:.9g}"
    if type(value) is int and abs(value) > 10**18:
        return f"{value:#x}"  # Python writes no decimals of more than 4,300 digits
    return repr(value) if type(value) in (int, str, bool, type(None)) else f"<{type(value).__name__}>"


class Mistake(NamedTuple):
    """What is known of a wrong answer."""

    sentence: str  # for whoever gives it; "" if it is known to others than this table
    by_hand: bool  # whether its sentence was written for it, and not for its kind


class Bank(Protocol):
    """What checks tell what they got."""

    def passed(self, name: str, expected: Print | np.ndarray) -> None:
        """Take note of a check that passed.

        Args:
            name: of the answer.
            expected: what was expected: numbers, or the fingerprint of what is compared exactly. Not changed.
        """

    def failed(self, name: str, expected: Print, actual: Print) -> Mistake | None:
        """Look up what a check got that failed.

        Args:
            name: of the answer.
            expected: fingerprint of what was expected.
            actual: fingerprint of what came.
        Returns:
            The mistake, if it can only be one, or several with one sentence.
        """

    def forget(self) -> None:
        """Forget what was checked so far: the answer may be another one now."""


class Known:
    """A bank that knows the mistakes of some lessons, and what was checked of an answer so far."""

    def __init__(self, *tables: Table) -> None:
        """
        Args:
            tables: of lessons.
        """
        self._tables = tables
        # Name, what was expected, what was wrong; of those that were checked since one failed.
        self._new: list[tuple[str, Print | np.ndarray, Print | None]] = []
        self._seen: dict[Table, dict[int, Print | None]] = {}  # what was wrong at those before, by their numbers

    def passed(self, name: str, expected: Print | np.ndarray) -> None:
        """As `Bank` says."""
        # Most checks pass, and nobody asks: its fingerprint is taken when one fails.
        self._new.append((name, expected if isinstance(expected, Print) else expected.copy(), None))

    def failed(self, name: str, expected: Print, actual: Print) -> Mistake | None:
        """As `Bank` says."""
        self._new.append((name, expected, actual))
        if actual.is_like(expected):
            return None
        found: set[Mistake] = set()
        for table in self._tables:
            seen = self._seen.setdefault(table, {})
            seen.update((check, got) for other, value, got in self._new for check in table.checks_like(other, value))
            found |= table.mistakes(name, expected, actual, seen)
        self._new.clear()
        by_hand = {mistake for mistake in found if mistake.by_hand}
        said = by_hand if any(mistake.sentence for mistake in by_hand) else found - by_hand
        return said.pop() if len(said) == 1 and next(iter(said)).sentence else None

    def forget(self) -> None:
        """As `Bank` says."""
        self._new.clear()
        self._seen.clear()


class Recorded(NamedTuple):
    """A check that failed."""

    name: str
    expected: Any  # prints, as JSON
    actual: Any
    hidden: bool


class Recorder:
    """A bank that keeps the last check that failed, and asks another one."""

    def __init__(self, bank: Bank) -> None:
        """
        Args:
            bank: that is asked.
        """
        self._bank = bank
        self.failure: Recorded | None = None

    def passed(self, name: str, expected: Print | np.ndarray) -> None:
        """As `Bank` says."""
        self._bank.passed(name, expected)

    def failed(self, name: str, expected: Print, actual: Print) -> Mistake | None:
        """As `Bank` says."""
        self.failure = Recorded(name, expected.json(), actual.json(), in_hidden_test())
        return self._bank.failed(name, expected, actual)

    def forget(self) -> None:
        """As `Bank` says."""
        self._bank.forget()


class Table:
    """The mistakes of a lesson, as they were written to a file."""

    def __init__(self, held: dict[str, Any]) -> None:
        """
        Args:
            held: "sentences"; "checks", each with the name of an answer, what is expected, and an exercise;
                "mistakes", each with the number of its sentence, whether that was written for it, and what it gives at
                which checks; "tests", the numbers of the sentences that may be said in each.
        """
        self._held = held

    @classmethod
    def empty(cls) -> Table:
        """A table without mistakes."""
        return cls({"sentences": [], "checks": [], "mistakes": [], "tests": {}})

    @cached_property
    def _checks(self) -> dict[str, list[tuple[int, Print]]]:
        """By the name of an answer: the numbers of checks, and what they expect."""
        found: dict[str, list[tuple[int, Print]]] = {}
        for number, (name, expected, _) in enumerate(self._held["checks"]):
            found.setdefault(name, []).append((number, Print.read(expected)))
        return found

    @cached_property
    def _given(self) -> list[dict[int, Print]]:
        """What each mistake gives, by the number of the check."""
        return [{check: Print.read(value) for check, value in given} for _, _, given in self._held["mistakes"]]

    @cached_property
    def _by_check(self) -> dict[int, list[int]]:
        """By the number of a check: the numbers of the mistakes that fail it."""
        found: dict[int, list[int]] = {}
        for number, given in enumerate(self._given):
            for check in given:
                found.setdefault(check, []).append(number)
        return found

    def sentences(self, test: str) -> tuple[str, ...]:
        """All that may be said of a mistake in a test.

        Args:
            test: its key.
        """
        return tuple(self._held["sentences"][number] for number in self._held["tests"].get(test, ()))

    def checks_like(self, name: str, expected: Print | np.ndarray) -> list[int]:
        """The numbers of the checks of an answer where this is expected.

        Args:
            name: of the answer.
            expected: a fingerprint, or what one is made of. Not changed.
        """
        known = self._checks.get(name)
        if not known:
            return []
        wanted = expected if isinstance(expected, Print) else Print.of(expected)
        return [number for number, other in known if other.is_like(wanted)]

    def mistakes(self, name: str, wanted: Print, got: Print, seen: dict[int, Print | None]) -> set[Mistake]:
        """The mistakes that give this at a check, and at other checks what came there.

        Args:
            name: of the answer.
            wanted: what is expected.
            got: what came.
            seen: by the numbers of checks, what came there that was wrong, or None. Not changed.
        """
        found = set()
        for check in self.checks_like(name, wanted):
            exercise = self._held["checks"][check][2]
            others = {other: got for other, got in seen.items() if self._held["checks"][other][2] == exercise}
            for number in self._by_check.get(check, ()):
                if self._given[number][check].is_like(got) and self._is_possible(number, others):
                    sentence, by_hand, _ = self._held["mistakes"][number]
                    found.add(Mistake(self._held["sentences"][sentence], bool(by_hand)))
        return found

    def _is_possible(self, mistake: int, seen: dict[int, Print | None]) -> bool:
        """Whether nothing that came contradicts a mistake."""
        for check, got in seen.items():
            value = self._given[mistake].get(check)
            if (value is None) != (got is None) or (value and got and not value.is_like(got)):
                return False
        return True


@lru_cache(maxsize=32)
def table(content: bytes) -> Table:
    """The table that a file holds.

    Args:
        content: of the file; empty for no mistakes.
    """
    return Table(json.loads(content)) if content else Table.empty()


def tables() -> Iterable[Table]:
    """Those of all lessons, for what their notebooks check."""
    return [table(file.read_bytes()) for file in sorted(FOLDER.glob("*.json"))]


_current: Bank | None = None


def current() -> Bank:
    """What checks tell now what they got: in a notebook, a bank of all lessons."""
    global _current
    if _current is None:
        _current = _OfNotebook()
    return _current


@contextlib.contextmanager
def used(bank: Bank) -> Iterator[None]:
    """Let checks tell a bank what they got.

    Args:
        bank: that is told.
    """
    global _current
    before, _current = _current, bank
    try:
        yield
    finally:
        _current = before


class _OfNotebook(Known):
    """A bank of all lessons, which are read when the first check fails."""

    def failed(self, name: str, expected: Print, actual: Print) -> Mistake | None:
        """As `Bank` says."""
        self._tables = self._tables or tuple(tables())
        return super().failed(name, expected, actual)
