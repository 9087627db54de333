"""What a lesson's text says in numbers, held against its cells: points, minutes, and which exercise is which.

What a lesson doesn't state is not checked. It is stated in two places:

    | time | about 90 minutes, of which 71 for the exercises and questions; part 5 ends with a good place for a break |
    | points | 32, of which 4 are for questions in your own words |

    ## 2 · A layer: many neurons at once
    ### Exercise 2 · `affine`  ★☆☆ · 8 minutes · 3 points
    ### Question A · in your own words  (5 minutes · 2 points, graded by hand)

Below the heading of an exercise each test begins with a line that names it, which is all that a student sees of a
folded cell, `# check: affine, by hand`; and a cell that calls `check.overview` has the number of tests of each.
"""

import ast
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.cells import python_of
from course.check.progress import CHECKS

if TYPE_CHECKING:
    from course.authoring.lesson import Cell, Exercise

# The rest of a lesson's time is for its text and its pictures.
LEAST_SHARE = 0.75  # of a lesson's time that its exercises and questions take

_NUMBER = r"\d+(?:\.\d+)?"
_PART = re.compile(r"## (\d+) · \S.*")
_EXERCISE = re.compile(rf"### Exercise (\d+) · `(\w+)`  (?:★☆☆|★★☆|★★★) · (\d+) minutes · ({_NUMBER}) points?")
_QUESTION = re.compile(
    rf"### Question ([A-Z]) · in your own words  \((\d+) minutes(?: [\w ]+)? · ({_NUMBER}) points?, graded by hand\)"
)
_TIME = re.compile(
    r"\| time \| about (\d+) minutes(?:, of which (\d+) for the exercises and questions)?"
    r"(?:[,;:].*?\bpart (\d+) ends with a good place for a break)? \|"
)
_POINTS = re.compile(
    rf"\| points \| ({_NUMBER})(?:, of which ({_NUMBER}) (?:is|are) for (?:a question|questions) in your own words)? \|"
)
# How the lines read that must say something that can be counted, by what they begin with.
_READ = {
    "### Exercise": (_EXERCISE, "### Exercise 2 · `affine`  ★☆☆ · 8 minutes · 3 points"),
    "### Question": (_QUESTION, "### Question A · in your own words  (5 minutes · 2 points, graded by hand)"),
    "| time |": (_TIME, "| time | about 90 minutes; part 4 ends with a good place for a break |"),
    "| points |": (_POINTS, "| points | 22, of which 4 are for questions in your own words |"),
}


@dataclass(frozen=True)
class _Heading:
    """Of an exercise or a question: what it says, in which line, and of which exercise."""

    line: int
    label: str  # its number or letter
    name: str  # in backticks; a question has none
    minutes: int
    points: float
    exercise: "Exercise"


def heading_problems(cells: Sequence["Cell"], exercises: Sequence["Exercise"]) -> Iterator[tuple[int, str]]:
    """What a lesson's text states of its cells, and is not so.

    Args:
        cells: all of a lesson that is sound else. Not changed.
        exercises: of this lesson, in order. Not changed.
    Returns:
        The line of each problem in the file, and a sentence.
    """
    lines = list(_lines(cells))
    unread = [
        (line, f"this line reads like {example!r}; got {text!r}")
        for line, text, _ in lines
        for start, (pattern, example) in _READ.items()
        if text.startswith(start) and not pattern.fullmatch(text)
    ]
    if unread:
        yield from unread
        return
    parts = [(line, found[1]) for line, text, _ in lines if (found := _PART.fullmatch(text))]
    yield from _order_problems("parts", parts, [str(number + 1) for number in range(len(parts))])
    headings: list[_Heading] = []
    for line, text, place in lines:
        if text.startswith(("### Exercise", "### Question")):
            heading = _heading(line, text, _next_exercise(cells, exercises, place))
            if heading is None or any(heading.exercise is other.exercise for other in headings):
                yield line, f"no answer's cell of its own stands below {text!r}; move the heading, or delete it"
            else:
                headings.append(heading)
    for heading in headings:
        yield from _own_problems(heading)
    asked = [heading for heading in headings if heading.name]
    for heading in asked:
        yield from _test_problems(heading)
    if asked:
        yield from _overview_problems(cells, {each.name: len(each.exercise.tests) for each in asked})
    questions = [heading for heading in headings if not heading.name]
    numbers, letters = [str(number + 1) for number in range(len(asked))], string.ascii_uppercase
    yield from _order_problems("exercises", [(each.line, each.label) for each in asked], numbers)
    yield from _order_problems("questions", [(each.line, each.label) for each in questions], letters)
    for line, text, _ in lines:
        if found := _POINTS.fullmatch(text):
            yield from _points_problems(line, found, exercises)
        elif found := _TIME.fullmatch(text):
            yield from _time_problems(line, found, headings, [number for _, number in parts])


def _lines(cells: Sequence["Cell"]) -> Iterator[tuple[int, str, int]]:
    """The lines of a lesson's text, each with its line in the file and the place of its cell."""
    for place, cell in enumerate(cells):
        if cell.kind == "markdown":
            for line, text in enumerate(cell.source.split("\n"), start=cell.line + 1):
                yield line, text.rstrip(), place


def _next_exercise(cells: Sequence["Cell"], exercises: Sequence["Exercise"], place: int) -> "Exercise | None":
    """The first exercise whose answer stands below this place."""
    below = {id(cell) for cell in cells[place + 1 :]}
    return next((exercise for exercise in exercises if id(exercise.solution) in below), None)


def _heading(line: int, text: str, exercise: "Exercise | None") -> _Heading | None:
    """What a heading says, if it is one of that exercise."""
    if exercise is None or text.startswith("### Question") != (exercise.solution.kind == "written"):
        return None
    if found := _EXERCISE.fullmatch(text):
        return _Heading(line, found[1], found[2], int(found[3]), float(found[4]), exercise)
    found = _QUESTION.fullmatch(text)
    return _Heading(line, found[1], "", int(found[2]), float(found[3]), exercise) if found else None


def _order_problems(what: str, found: Sequence[tuple[int, str]], order: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The first of these, each with its line, that is not the one of the order."""
    for (line, label), expected in zip(found, order, strict=False):
        if label != expected:
            yield line, f"{what} are counted from {order[0]} without a gap; got {label}, and it should be {expected}"
            return


def _own_problems(heading: _Heading) -> Iterator[tuple[int, str]]:
    exercise = heading.exercise
    if heading.points != exercise.points:
        yield (
            heading.line,
            f"the heading says {_points(heading.points)}, and the cells of {exercise.name} have {exercise.points:g}",
        )
    if heading.name and heading.name not in (names := _names(exercise.solution)):
        yield (
            heading.line,
            f"the heading names `{heading.name}`, and the answer below it, {exercise.name}, "
            f"defines {' and '.join(names) or 'nothing'}",
        )


def _test_problems(heading: _Heading) -> Iterator[tuple[int, str]]:
    for test in heading.exercise.tests:
        line = test.source.partition("\n")[0]
        found = CHECKS.fullmatch(line)
        if not found or found[1] != heading.name:
            yield (
                test.line + 1,
                f"the first line of a test says what it checks, as in {f'# check: {heading.name}, by hand'!r}; "
                f"got {line!r}",
            )


def _overview_problems(cells: Sequence["Cell"], tests: dict[str, int]) -> Iterator[tuple[int, str]]:
    """Where a lesson's overview counts other tests than the lesson has of each exercise."""
    wanted = f"check.overview({', '.join(f'{name}={number}' for name, number in tests.items())})"
    for cell in cells:
        if cell.kind == "given" and "check.overview(" in cell.source:
            said = "".join(cell.source.split()).replace(",)", ")")
            if said != "".join(wanted.split()):
                yield cell.line + 1, f"the overview counts the tests of each exercise, in order: {wanted}"


def _names(solution: "Cell") -> list[str]:
    """What an answer defines."""
    found: dict[str, None] = {}
    for node in ast.parse(python_of(solution.source)).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = None
        for inner in ast.walk(node) if isinstance(node, ast.Assign) else ():
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                found[inner.id] = None
    return list(found)


def _points_problems(line: int, said: re.Match[str], exercises: Sequence["Exercise"]) -> Iterator[tuple[int, str]]:
    total = sum(exercise.points for exercise in exercises)
    words = sum(exercise.points for exercise in exercises if exercise.solution.kind == "written")
    if float(said[1]) != total:
        yield line, f"the lesson says {_points(float(said[1]))}, and its cells have {total:g}"
    if float(said[2] or 0) != words:
        yield line, f"the lesson says {_points(float(said[2] or 0))} for words, and its questions have {words:g}"


def _time_problems(
    line: int, said: re.Match[str], headings: Sequence[_Heading], parts: Sequence[str]
) -> Iterator[tuple[int, str]]:
    minutes, total = int(said[1]), sum(heading.minutes for heading in headings)
    if headings and not LEAST_SHARE * minutes <= total <= minutes:
        yield (
            line,
            f"the lesson says {minutes} minutes, and its exercises and questions take {total}; "
            f"they take from {LEAST_SHARE:.0%} to all of its time",
        )
    if said[2] and int(said[2]) != total:
        yield line, f"the lesson says {said[2]} minutes for the exercises and questions, and their headings {total}"
    if said[3] and said[3] not in parts:
        yield line, f"the lesson names a break after part {said[3]}, and its parts are {', '.join(parts) or 'none'}"


def _points(number: float) -> str:
    return f"{number:g} point{'' if number == 1 else 's'}"
