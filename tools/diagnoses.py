"""How many wrong answers are told what they are: over all slips, and over the bank with each answer left out in turn.

python tools/diagnoses.py [LESSON...]

The first check that fails decides for each. "own" is the sentence of an answer that gives the same, "kind" that of a
kind of slip, "proven" what a check finds out by itself, such as a factor or an error that is explained; "silent" is
none of these. "another's" counts answers that are told the sentence of another one: each is to be looked at.
"""

import itertools
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from course.authoring.answers import read_answers
from course.authoring.bank import Wrong, make_tables, mistakes
from course.authoring.lesson import Lesson, lesson_names, read_lesson
from course.authoring.rehearsal import Messages, rehearse
from course.check.bank import Mistake, Print, Table

ROOT = Path(__file__).resolve().parent.parent
OUTCOMES = ("own", "kind", "proven", "silent", "another's")
_MARK = "\N{SECTION SIGN}"  # stands around the numbers of the mistakes that a check takes for possible
_ERROR = re.compile(r"\w+: .*[^.?!)]|\w+:", re.DOTALL)  # an error that nothing explains


class Told(NamedTuple):
    """A wrong answer, and what becomes of it."""

    exercise: str
    wrong: Wrong
    outcome: str
    sentence: str  # another's, if that is said


class _Candidates(Table):
    """A table that says which mistakes are possible, instead of what they are."""

    by_hand = True

    def mistakes(self, name: str, wanted: Print, got: Print, seen: dict[int, Print | None]) -> set[Mistake]:
        """As `Table` says, but one mistake that names all."""
        found = super().mistakes(name, wanted, got, seen)
        numbers = ",".join(sorted(each.sentence for each in found))
        return {Mistake(f"{_MARK}{numbers}{_MARK}", self.by_hand)}


class _Vague(_Candidates):
    """The same, said only where a check finds nothing out by itself."""

    by_hand = False


def told(name: str) -> list[Told]:
    """What becomes of a lesson's wrong answers, each with its own sentence left out, and of its slips.

    Args:
        name: of the lesson.
    """
    folder = ROOT / "lessons" / name
    lesson = read_lesson(folder / "lesson.py")
    wrong = mistakes(lesson, read_answers(folder / "answers.py", lesson))
    numbers = itertools.count()  # of all exercises, since one of them can have a check of another's name
    numbered = {
        exercise: [Wrong(one.source, f"{next(numbers)}", True) for one in some] for exercise, some in wrong.items()
    }
    everything = list(itertools.chain.from_iterable(wrong.values()))
    held = json.loads(make_tables(lesson, numbered, "").whole)
    possible, vague = (_said(lesson, wrong, kind(held)) for kind in (_Candidates, _Vague))
    return [
        Told(exercise, some[place], *_outcome(int(one.sentence), everything, *both))
        for exercise, some in wrong.items()
        for place, one in enumerate(numbered[exercise])
        for both in [(possible[exercise][place], vague[exercise][place])]
        if possible[exercise][place]
    ]


def _said(lesson: Lesson, wrong: dict[str, list[Wrong]], table: Table) -> dict[str, list[Messages]]:
    return dict(
        rehearse(lesson, {name: [one.source for one in some] for name, some in wrong.items()}, True, table=table)
    )


def _outcome(number: int, wrong: list[Wrong], possible: Messages, vague: Messages) -> tuple[str, str]:
    """What becomes of an answer, and what it is told that is another's."""
    outcomes = {"silent": ""}
    for test, message in possible.items():
        numbers = re.search(f"{_MARK}(.*){_MARK}", message)
        others = [wrong[int(each)] for each in numbers[1].split(",") if each and int(each) != number] if numbers else []
        by_hand = {each.sentence for each in others if each.by_hand}
        kinds = {each.sentence for each in others if not each.by_hand}
        if any(by_hand) and len(by_hand) == 1:
            (sentence,) = by_hand
            outcomes["own" if sentence == wrong[number].sentence or not wrong[number].by_hand else "another's"] = (
                sentence
            )
        elif _MARK not in vague.get(test, ""):  # which is what a check says, too, where the mistake can't be told
            outcomes["silent" if _ERROR.fullmatch(message) else "proven"] = ""
        elif len(kinds) == 1 and not any(by_hand):
            outcomes["kind"] = ""
    outcome = next(each for each in ("another's", "own", "proven", "kind", "silent") if each in outcomes)
    return outcome, outcomes[outcome]


def main() -> None:
    """Print the table, and who is told another's sentence."""
    print(f"{'':22}{'':12}{'number':>8}" + "".join(f"{each:>11}" for each in OUTCOMES) + f"{'told':>8}")
    total: dict[str, Counter[str]] = {"answers": Counter(), "slips": Counter()}
    others = []
    for name in sys.argv[1:] or lesson_names(ROOT):
        found = told(name)
        for what, by_hand in (("answers", True), ("slips", False)):
            counts = Counter(each.outcome for each in found if each.wrong.by_hand == by_hand)
            total[what] += counts
            _print(name, what, counts)
        others += [(name, each) for each in found if each.outcome == "another's"]
    for what, counts in total.items():
        _print("all", what, counts)
    for name, each in others:
        print(f"{name} {each.exercise}: {each.wrong.sentence or each.wrong.source[:60]!r} is told {each.sentence!r}")


def _print(name: str, what: str, counts: Counter[str]) -> None:
    said = sum(counts[each] for each in ("own", "kind", "proven")) / max(1, counts.total())
    print(f"{name:22}{what:12}{counts.total():8}" + "".join(f"{counts[each]:11}" for each in OUTCOMES) + f"{said:8.1%}")


if __name__ == "__main__":
    main()
