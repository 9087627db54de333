"""Other right answers and named wrong ones, `lessons/NN-name/answers.py`, and submissions made out of them.

One cell an answer, headed by the solution that it stands for. It is an edit of the lesson's own answer, or, where it
differs in everything, a whole one:

    # %% softmax wrong="whole array" change="axis=-1 → axis=None" fails="softmax_rows" says="Each row sums ..."

    # %% softmax right="the quotient by itself"
    def softmax(x):
        ...

A header is one line. `change` says what text of the lesson's answer becomes what; there may be several. Each of these
texts stands in the lesson's answer exactly once; `\\n` is the end of a line, and a line of which nothing is left goes.
`fails` names the test cells of the exercise that the answer must lose, all of them. `says` is what its author reads
there, a whole sentence or more; it is what the tests say to everybody who makes this mistake (`course.authoring.bank`).
Where a check finds out by itself what is wrong, `reads` is a piece of what it says.
"""

import ast
import copy
import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.authoring.lesson import Exercise, Lesson, LessonError, read_text, syntax_tree
from course.authoring.rehearsal import Messages, rehearse
from course.cells import without_markers, without_regions
from course.check.bank import Table
from course.config import CourseError

RIGHT, WRONG = 2, 3  # how many answers of each kind an exercise has at least
ARROW = " → "
_SENTENCE = re.compile(r"\S.*\s.*[.?!)]", re.DOTALL)
_HEADER = re.compile(r"# %%(?: |$)")
_KEY = re.compile(r"""\s+(\w+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


@dataclass(frozen=True)
class Answer:
    """One answer to one exercise; `fails` is empty for a right one."""

    exercise: str
    name: str
    source: str
    fails: tuple[str, ...] = ()
    says: str = ""  # the whole sentence that is said of it
    reads: str = ""  # or a piece of what a check finds out by itself

    @property
    def right(self) -> bool:
        return not self.fails

    @property
    def message(self) -> str:
        """What its author must read; "" for a right one."""
        return self.says or self.reads


def read_answers(path: Path, lesson: Lesson) -> list[Answer]:
    """Read and check `path`, the `answers.py` of `lesson`.

    Args:
        path: of the file.
        lesson: whose answers they are.
    Raises:
        LessonError: with every problem found, each with file and line.
    """
    exercises = {exercise.name: exercise for exercise in lesson.exercises if exercise.tests}
    problems: list[str] = []
    answers: list[Answer] = []
    for header, body, line in _cells(path):
        try:
            answer = _answer(header, body, exercises)
            if any((answer.exercise, answer.name) == (other.exercise, other.name) for other in answers):
                raise ValueError(f"{answer.exercise} has two answers named {answer.name!r}")
            answers.append(answer)
        except ValueError as error:
            problems.append(f"{path}:{line}: {error}")
        except SyntaxError as error:
            problems.append(f"{path}:{line + (error.lineno or 1)}: this code does not compile: {error.msg}")
    if problems:
        raise LessonError(problems)
    return answers


def missing(lesson: Lesson, answers: list[Answer]) -> list[str]:
    """What a lesson's exercises lack of answers, a sentence each.

    Args:
        lesson: that was read.
        answers: all of this lesson.
    """
    said = []
    for exercise in lesson.exercises:
        if not exercise.tests:
            continue
        own = [answer for answer in answers if answer.exercise == exercise.name]
        right = sum(answer.right for answer in own)
        for kind, number, least in (("right", right, RIGHT), ("wrong", len(own) - right, WRONG)):
            if number < least:
                said.append(f"{exercise.name} has {number} {kind} answers, and needs {least} or more")
        for test in exercise.tests:
            number = sum(test.key in answer.fails for answer in own)
            if number < WRONG:
                said.append(f"{exercise.name}: {number} wrong answers fail {test.key}, and {WRONG} or more should")
    return said


def misjudged(
    lesson: Lesson,
    answers: list[Answer],
    table: Table,
    progress: Callable[[str, int, int], None] = lambda exercise, done, total: None,
) -> list[tuple[Answer, Messages]]:
    """The answers that lose other tests than they name, or whose author doesn't read the message; with what they read.

    Args:
        lesson: its cells are run in this process.
        answers: of this lesson. Not changed.
        table: of the mistakes that are made of them.
        progress: called with an exercise's name, and how many of the answers to it were tried, of how many.
    Raises:
        LessonError: a test fails with the lesson's own answer.
    """
    by_exercise: dict[str, list[Answer]] = {}
    for answer in answers:
        by_exercise.setdefault(answer.exercise, []).append(answer)
    sources = {name: [answer.source for answer in some] for name, some in by_exercise.items()}
    found = []
    for name, said in rehearse(lesson, sources, all_tests=True, progress=progress, table=table):
        for answer, messages in zip(by_exercise[name], said, strict=True):
            told = answer.right or any(answer.message in message for message in messages.values())
            if set(messages) != set(answer.fails) or not told:
                found.append((answer, messages))
    return found


def adopt(path: Path, exercise: str, source: str, fails: tuple[str, ...]) -> str:
    """Add a wrong answer to a file, whose sentence is to be filled in. It is not run.

    Args:
        path: of an `answers.py`.
        exercise: name of the exercise.
        source: the answer.
        fails: the tests that it loses.
    Returns:
        The name that the answer got.
    Raises:
        CourseError: the answer is no Python, so it can't stand in the file. Nothing was written.
    """
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise CourseError(
            f"this answer is no Python (line {error.lineno}: {error.msg}), and can't be adopted"
        ) from None
    text = read_text(path)
    numbers = re.findall(rf'^# %% {exercise} wrong="adopted (\d+)"', text, re.MULTILINE)
    name = f"adopted {max(map(int, numbers), default=0) + 1}"
    body = re.sub(r"^# ?%%", "#", source.strip(), flags=re.MULTILINE)  # or it would be a header
    header = f'# %% {exercise} wrong="{name}" fails="{" ".join(fails)}" says=""'
    path.write_text(f"{text.rstrip()}\n\n\n{header}\n{body}\n", encoding="utf-8", newline="\n")
    return name


def reference(exercise: Exercise) -> str:
    """The lesson's own answer to `exercise`, as a student would have written it."""
    of = without_regions if exercise.solution.kind == "written" else without_markers
    return of(exercise.solution.source).strip()


def submission(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A copy of the notebook `released`, not changed, with `answers` (source by solution's key) filled in."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        key = cell.metadata.get("nbgrader", {}).get("grade_id")
        if key in answers:
            cell.source = answers[key]
    return notebook


def _cells(path: Path) -> Iterator[tuple[str, str, int]]:
    """Header, body and the header's line of all cells that are no text."""
    lines = read_text(path).split("\n")
    headers = [place for place, line in enumerate(lines) if _HEADER.match(line)]
    for place, after in zip(headers, [*headers[1:], len(lines)], strict=True):
        if not lines[place].startswith("# %% [markdown]"):
            yield lines[place], "\n".join(lines[place + 1 : after]).strip("\n"), place + 1


def _answer(header: str, body: str, exercises: dict[str, Exercise]) -> Answer:
    name, pairs = _read_header(header)
    exercise = exercises.get(name)
    if exercise is None:
        raise ValueError(f"the header must begin with a solution's key; got {name!r}, known are {', '.join(exercises)}")
    changes = [value for key, value in pairs if key == "change"]
    keys = [key for key, _ in pairs if key != "change"]
    if sorted(keys) not in (["right"], ["fails", "says", "wrong"], ["fails", "reads", "wrong"]):
        raise ValueError(
            'an answer is either right="name", or wrong="name" fails="tests" with says="the sentence for its author" '
            f'or reads="a piece of what the check says by itself", and may have change="text{ARROW}other text"; '
            f"got {', '.join(keys)}"
        )
    values = dict(pairs)
    if values.get("says") and not _SENTENCE.fullmatch(values["says"]):
        raise ValueError(f"says={values['says']!r}: write whole sentences, which end in a full stop or question mark")
    if values.get("says") == "":
        raise ValueError(
            f"says is empty: write the sentence for whoever makes this mistake ({name}, {values['wrong']})"
        )
    if not all(values.values()):
        raise ValueError("the values of an answer's keys are texts in quotes, and none is empty")
    tests = [test.key for test in exercise.tests]
    fails = tuple(values.get("fails", "").split())
    if "wrong" in values and not fails:
        raise ValueError(f"fails names no test; the tests of {name} are {', '.join(tests)}")
    for key in fails:
        if key not in tests:
            raise ValueError(f"fails names {key!r}, which is no test of {name}; its tests are {', '.join(tests)}")
    if bool(changes) == bool(body):
        raise ValueError("an answer is either a change of the lesson's own, or code below its header")
    source = _changed(reference(exercise), changes, name) if changes else body
    try:
        syntax_tree(source)
    except SyntaxError as error:
        if not changes:
            raise
        text = source.split("\n")[(error.lineno or 1) - 1].strip()
        raise ValueError(
            f"the lesson's answer to {name} does not compile with this change: {error.msg}: {text}"
        ) from None
    said = values.get("says", ""), values.get("reads", "")
    return Answer(name, values.get("right") or values["wrong"], source, fails, *said)


def _read_header(header: str) -> tuple[str, list[tuple[str, str]]]:
    """The first word of a header, and its keys with their values."""
    found = re.fullmatch(rf"# %% (\w+)((?:{_KEY.pattern})*)\s*", header)
    if not found:
        raise ValueError(f'a header reads: # %% solution key="text in quotes" ...; got {header}')
    return found[1], [(key, str(ast.literal_eval(value))) for key, value in _KEY.findall(found[2])]


def _changed(source: str, changes: list[str], name: str) -> str:
    """The lesson's answer with some changes, each of the answer as it was."""
    edits: list[tuple[int, int, str, str]] = []  # beginning, end, old and new text
    for change in changes:
        old, arrow, new = change.partition(ARROW)
        if not arrow or not old or old == new:
            raise ValueError(f'change={change!r}: write what becomes what, as "text{ARROW}other text"')
        number = source.count(old)
        if number != 1:
            raise ValueError(f"change={change!r}: {old!r} stands {_places(source, old, number)} to {name}")
        begin, end = source.index(old), source.index(old) + len(old)
        if not new and (lines := re.compile(rf"\n *{re.escape(old)} *(?=\n|$)").search(source)):
            begin, end = lines.span()
        edits.append((begin, end, old, new))
    changed, done = "", 0
    for begin, end, old, new in sorted(edits):
        if begin < done:
            raise ValueError(f"{old!r} is a part of what another change changes")
        changed, done = changed + source[done:begin] + new, end
    return changed + source[done:]


def _places(source: str, text: str, number: int) -> str:
    lines = source.split("\n")
    if number:
        found = [line.strip() for line in lines if text in line]
        which = f", in {' and in '.join(map(repr, found))}" if found else ""
        return f"{number} times{which}, and should once, in the lesson's answer"
    near = difflib.get_close_matches(text.strip(), [line.strip() for line in lines], n=1, cutoff=0.3)
    return f"nowhere{f' (the nearest line is {near[0]!r})' if near else ''} in the lesson's answer"
