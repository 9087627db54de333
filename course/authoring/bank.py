"""The tables of a lesson's mistakes: what its wrong answers and small slips give at each check, with a sentence each.

There are two of them. That of what a notebook checks is part of the package; that of all checks, hidden ones too,
stays with the lesson's text, where the grader finds it.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from course.authoring.answers import Answer
from course.authoring.lesson import Lesson
from course.authoring.rehearsal import Failures, record
from course.authoring.slips import slips
from course.check.bank import Table, table
from course.config import MISTAKES

_FORMAT = 6  # of what is written and how `Print` is made; with another one all tables are made anew


@dataclass(frozen=True)
class Tables:
    """Both tables of a lesson, as text, and what is in neither of them."""

    visible: str
    whole: str
    unnoticed: dict[str, frozenset[str]]  # by the name of an exercise, the sources of mistakes that no test notices


class Wrong(NamedTuple):
    """A wrong answer to be tried."""

    source: str
    sentence: str  # for whoever gives the same; "" if the tests find out by themselves
    by_hand: bool  # whether the sentence was written for it, and not for its kind


def mistakes(lesson: Lesson, answers: list[Answer]) -> dict[str, list[Wrong]]:
    """The wrong answers to a lesson's exercises and the slips in its own, by the name of the exercise.

    Args:
        lesson: that was read.
        answers: all of this lesson. Not changed.
    """
    return {
        exercise.name: [
            *(Wrong(one.source, one.says, True) for one in answers if one.exercise == exercise.name and not one.right),
            *(Wrong(one.source, one.sentence, False) for one in slips(exercise)),
        ]
        for exercise in lesson.exercises
        if exercise.tests
    }


def make_tables(
    lesson: Lesson,
    wrong: dict[str, list[Wrong]],
    digest: str,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
) -> Tables:
    """Run wrong answers, and keep what they give.

    Args:
        lesson: its cells are run in this process.
        wrong: answers by the name of an exercise. Not changed.
        digest: of what the tables are made of.
        progress: called with an exercise's name, and how many of its mistakes were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    visible, whole = _Table(digest), _Table(digest)
    sources = {name: [one.source for one in some] for name, some in wrong.items()}
    unnoticed = {}
    for name, failures in record(lesson, sources, progress):
        told = [(one.sentence, one.by_hand) for one in wrong[name]]
        visible.add(name, told, [_visible(each) for each in failures])
        whole.add(name, told, failures)
        unnoticed[name] = frozenset(one for one, lost in zip(sources[name], failures, strict=True) if not lost)
    return Tables(visible.text(), whole.text(), unnoticed)


def digest_of(lesson: Path, answers: Path) -> str:
    """What tells whether tables are made of a lesson's text and answers as they are.

    Args:
        lesson: path of the text.
        answers: path of the answers.
    """
    digest = hashlib.sha256(f"{_FORMAT}".encode())
    for path in (lesson, answers):
        digest.update(b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def is_current(table: Path, digest: str) -> bool:
    """Whether a file holds a table that is made of what the digest was made of.

    Args:
        table: path of the file, which need not exist.
        digest: of the lesson, as `digest_of` says it.
    """
    try:
        return bool(json.loads(table.read_bytes())["digest"] == digest)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def table_of(folder: Path, lesson: Lesson, answers: list[Answer]) -> Table:
    """The table of all checks of a lesson: the one that a build wrote, or, where that is an old one, made anew.

    Args:
        folder: of the lesson's text.
        lesson: its cells are run in this process, if need be.
        answers: all of this lesson. Not changed.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    digest = digest_of(folder / "lesson.py", folder / "answers.py")
    if is_current(folder / MISTAKES, digest):
        return table((folder / MISTAKES).read_bytes())
    return table(make_tables(lesson, mistakes(lesson, answers), digest).whole.encode())


def _visible(failures: Failures) -> Failures:
    return {test: failed for test, failed in failures.items() if failed and not failed.hidden}


@dataclass
class _Table:
    """A table in the making."""

    digest: str
    checks: dict[str, int] = field(default_factory=dict)  # numbers by what they are, as JSON
    tests: dict[int, set[str]] = field(default_factory=dict)  # by the number of a check, the tests that make it
    groups: dict[str, set[tuple[str, bool]]] = field(default_factory=dict)  # mistakes that give the same everywhere

    def add(self, exercise: str, told: list[tuple[str, bool]], failures: list[Failures]) -> None:
        """Add the mistakes of an exercise, each with its sentence, and whether that was written for it."""
        for mistake, lost in zip(told, failures, strict=True):
            given = []
            for test, failed in lost.items():
                if failed is None:
                    continue
                key = _json([failed.name, failed.expected, exercise])
                check = self.checks.setdefault(key, len(self.checks))
                self.tests.setdefault(check, set()).add(test)
                given.append([check, failed.actual])
            if given:
                self.groups.setdefault(_json(given), set()).add(mistake)

    def text(self) -> str:
        """What is written to the file, a line for each check and each mistake."""
        sentences: dict[str, int] = {}
        said: dict[str, set[int]] = {}
        mistakes = []
        for given, told in self.groups.items():
            by_hand = {sentence for sentence, own in told if own}
            # Of slips with several sentences it can't be told which it is.
            kept = by_hand or ({sentence for sentence, _ in told} if len(told) == 1 else {""})
            for sentence in sorted(kept):
                number = sentences.setdefault(sentence, len(sentences))
                mistakes.append(f"[{number},{int(bool(by_hand))},{given}]")
                for check, _ in json.loads(given) if sentence else ():
                    for test in self.tests[check]:
                        said.setdefault(test, set()).add(number)
        tests = {test: sorted(numbers) for test, numbers in sorted(said.items())}
        parts = [
            f'"digest":{_json(self.digest)}',
            f'"sentences":[\n{_lines(map(_json, sentences))}]',
            f'"tests":{{\n{_lines(f"{_json(test)}:{_json(numbers)}" for test, numbers in tests.items())}}}',
            f'"checks":[\n{_lines(self.checks)}]',
            f'"mistakes":[\n{_lines(mistakes)}]',
        ]
        return f"{{{_lines(parts)}}}\n"


def _lines(rows: Iterable[str]) -> str:
    return ",\n".join(rows)


def _json(held: Any) -> str:
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))
