"""The command `course`."""

import atexit
import gc
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from traitlets.config import Config

    from course.authoring.bank import Tables
    from course.grading.unforeseen import Unforeseen

app = typer.Typer(
    help="Make the course, try it out, and grade it. Lessons are written in lessons/; all else is built from them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# Into a file or a pipe, a table may be wider than rich's 80 columns.
out = Console(highlight=False, width=None if os.isatty(1) else 120)
err = Console(stderr=True, highlight=False)

Root = Annotated[
    Path,
    typer.Option("--root", help="Folder of the course, which holds nbgrader_config.py.", show_default="this folder"),
]
Lessons = Annotated[list[str] | None, typer.Argument(help="Names such as 01-forward-pass.", show_default="all lessons")]
Marked = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LESSON]...", help="Such as 01-forward-pass.", show_default="all that have marks"),
]


@app.command()
def build(
    lessons: Lessons = None,
    root: Root = Path(),
    force: Annotated[bool, typer.Option(help="Drop edits of source/ and answers in release/.")] = False,
) -> None:
    """Build source/ and release/ from lessons/, and enter the lessons in the gradebook.

    Nothing is written if a lesson has a mistake; each is named with file and line.
    """
    from course.authoring.lesson import lesson_names

    root = root.resolve()
    _build(root, lessons or lesson_names(root), force)


def _build(root: Path, names: list[str], force: bool = False) -> dict[str, "Tables"]:
    """The tables that were made on the way, by lesson."""
    from course.authoring.build import build as build_lessons

    with _refusals(), _progress() as progress:
        made = build_lessons(root, names, force, progress)
    for name in names:
        out.print(f"built [bold]{name}[/]: source/{name}, release/{name}")
    return made


@app.command()
def new(
    lesson: Annotated[str, typer.Argument(help="Name such as 10-name.")],
    root: Root = Path(),
) -> None:
    """Make a new lesson, to be filled in: text, answers, a picture and their tests.

    It builds and passes `course check` as it is.
    """
    from course.authoring.new import new_lesson

    with _refusals():
        made = new_lesson(root.resolve(), lesson)
    for path in made:
        out.print(path, markup=False, soft_wrap=True)
    out.print(f"fill them in, and run [bold]course check {lesson}[/] as you go")


@app.command()
def check(
    lesson: Annotated[str, typer.Argument(help="Name such as 01-forward-pass.")],
    root: Root = Path(),
) -> None:
    """Do with a lesson all that it needs before a commit: format, build, answers, slips, and the tests of its text.

    A line for each step, with its time. The first that finds something to mend is the last.
    """
    from course.authoring.build import lesson_path

    root = root.resolve()
    with _refusals():
        lesson_path(root, lesson)
    made: dict[str, Tables] = {}  # by a build that tries all slips; they need not be tried again
    steps: dict[str, Callable[[], None]] = {
        "format": partial(_format, root, lesson),
        "build": lambda: made.update(_build(root, [lesson])),
        "answers": partial(answers, [lesson], root),
        "slips": lambda: _try_slips(root, [lesson], made),
        "text": partial(_test_text, root, lesson),
    }
    for step, do in steps.items():
        began = time.monotonic()
        failed = False
        with out.capture() as said:
            try:
                do()
            except typer.Exit as end:  # as which a command says how it went
                failed = bool(end.exit_code)
        text = said.get().rstrip()
        if failed and text:
            typer.echo(text)
        last = "" if failed else text.rpartition("\n")[2]
        typer.echo(f"{'✗' if failed else '✓'} {step:8}{time.monotonic() - began:5.1f} s  {last}".rstrip())
        if failed:
            raise typer.Exit(1)


@app.command()
def pull(
    lesson: Annotated[str, typer.Argument(help="Name such as 01-forward-pass.")],
    root: Root = Path(),
) -> None:
    """Fold an edit of source/ back into lessons/.

    For those who edit source/NN-name/NN-name.ipynb in JupyterLab, with the Create Assignment view: the text in
    lessons/ then says the same, and the next build makes the same notebook. Answers and hidden tests come along.
    """
    from course.authoring.build import pull as pull_lesson

    with _refusals():
        changed = pull_lesson(root.resolve(), lesson)
    if changed:
        out.print(f"lessons/{lesson}/lesson.py has the edit; run [bold]course build {lesson}[/] for the release")
    else:
        out.print(f"lessons/{lesson}/lesson.py says the same as source/{lesson} already")


@app.command()
def answers(lessons: Lessons = None, root: Root = Path()) -> None:
    """Try all answers of the lessons' answers.py, and print those that are not judged as they say.

    It takes seconds: cells run in plain Python, without the grader. An exercise or a test with too few answers is
    named, too.
    """
    from course.authoring.answers import misjudged, missing, read_answers
    from course.authoring.bank import table_of
    from course.authoring.lesson import lesson_names, read_lesson

    root = root.resolve()
    wrongly = 0
    for name in lessons or lesson_names(root):
        folder = root / "lessons" / name
        with _refusals(), _progress() as progress:
            lesson = read_lesson(folder / "lesson.py")
            given = read_answers(folder / "answers.py", lesson)
            found = misjudged(lesson, given, table_of(folder, lesson, given), progress)
        for answer, messages in found:
            asked = f'fail {" ".join(answer.fails)} and read "{answer.message}"' if answer.fails else "fail no test"
            out.print(f"{answer.exercise} {answer.name!r} should {asked}", markup=False, soft_wrap=True)
            for test, message in messages.items():
                out.print(f"    {test or 'its own cell'}: {message}", markup=False, soft_wrap=True)
        lacking = missing(lesson, given)
        for sentence in lacking:
            out.print(sentence, markup=False, soft_wrap=True)
        out.print(f"{name}: {len(given)} answers, [bold]{len(found)} misjudged, {len(lacking)} missing[/]")
        wrongly += len(found) + len(lacking)
    raise typer.Exit(1 if wrongly else 0)


@app.command()
def slips(lessons: Lessons = None, root: Root = Path()) -> None:
    """Try small slips in the lessons' own answers, one at a time, and print those that no test notices.

    So it goes with vandals: answers that overwrite what they are given, or return what is no answer. Each costs its
    author a better test, or an entry in the lesson's survivors.toml, which says why it is the same function.
    """
    from course.authoring.lesson import lesson_names

    root = root.resolve()
    _try_slips(root, lessons or lesson_names(root), {})


def _try_slips(root: Path, lessons: list[str], made: dict[str, "Tables"]) -> None:
    from course.authoring.lesson import read_lesson
    from course.authoring.slips import compare

    open_questions = 0
    for name in lessons:
        folder = root / "lessons" / name
        unnoticed = made[name].unnoticed if name in made else None
        with _refusals(), _progress() as progress:
            found = compare(read_lesson(folder / "lesson.py"), folder / "survivors.toml", progress, unnoticed)
        for slip in found.unexplained:
            out.print(slip.entry(), markup=False, soft_wrap=True)
        for exercise, was, becomes in found.outdated:
            out.print(f"survivors.toml: {exercise}: {was} → {becomes}: a test notices it", markup=False, soft_wrap=True)
        out.print(
            f"{name}: {found.tried} slips and vandals, {found.known} known to be the same function, "
            f"[bold]{len(found.unexplained)} unnoticed[/]"
        )
        open_questions += len(found.unexplained) + len(found.outdated)
    raise typer.Exit(1 if open_questions else 0)


@app.command()
def collect(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", exists=True, dir_okay=False, help="From the LMS.")],
    lesson: Annotated[
        str, typer.Argument(help="Such as 01-forward-pass.", show_default="the one that the notebooks are of")
    ] = "",
    root: Root = Path(),
) -> None:
    """Bring what a class has handed in to Moodle or Canvas into submitted/, from the zip that it gives out.

    The gradebook's class list says who is who: course class FILE.csv. What can't be matched, or read, is
    named and left. So is what is no newer than what was collected before.
    """
    from course.config import course_config
    from course.grading.collect_zip import collect_zip

    with _refusals():
        result = collect_zip(course_config(root.resolve()), file, lesson)
    out.print(
        f"[bold]{result.lesson}[/]: {len(result.collected)} collected, {len(result.as_before)} as before, "
        f"{len(result.left)} left"
    )
    if result.late:
        out.print(f"late, as the LMS says: {', '.join(result.late)}", markup=False, soft_wrap=True)
    for line in result.left:
        err.print(f"not collected: {line}", markup=False, soft_wrap=True)
    if result.left:
        raise typer.Exit(1)


@app.command()
def grade(
    lessons: Annotated[
        list[str] | None,
        typer.Argument(metavar="[LESSON]...", help="Such as 01-forward-pass.", show_default="all that were handed in"),
    ] = None,
    root: Root = Path(),
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Submissions at a time on this machine.", show_default="one a core"),
    ] = None,
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler whose workers grade instead.")] = "",
    student: Annotated[str, typer.Option(help="Only this student.", show_default="everybody")] = "*",
    again: Annotated[bool, typer.Option("--again", help="Also what is graded already.")] = False,
) -> None:
    """Grade what is in submitted/, and show the marks.

    Does for a class what `nbgrader autograde` does. A submission that can't be graded is named, and the others are
    graded all the same. Finished work is not done again, so that a run may be broken off and begun again at any time.
    """
    from course.grading.run import Done
    from course.grading.run import grade as grade_submissions

    root = root.resolve()
    done: list[Done] = []
    with _refusals():
        with _progress() as progress:
            refused = grade_submissions(
                *(root, lessons or None, [student]),
                jobs=jobs,
                cluster=cluster or None,
                again=again,
                progress=progress,
                tell=done.append,
            )
        from course.config import course_config

        config = course_config(root)
        for lesson, failed in refused.items():
            _show_marks(config, lesson)
            before = sum(one.as_before for one in done if one.lesson == lesson)
            graded = sum(one.lesson == lesson for one in done) - before - len(failed)
            out.print(f"{lesson}: {graded} graded, {before} as before, {len(failed)} refused")
    for one in sorted(done):
        for remark in one.remarks:
            err.print(f"{one.student} ({one.lesson}): {_printable(remark)}", markup=False, soft_wrap=True)
    for lesson, failed in refused.items():
        if failed:
            who = ", ".join(map(_printable, sorted(failed)))
            err.print(f"could not be graded ({lesson}; why is below the marks): {who}", markup=False, soft_wrap=True)
    if any(refused.values()):
        raise typer.Exit(1)


@app.command()
def marks(
    lessons: Marked = None,
    root: Root = Path(),
    moodle: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write totals for Moodle instead.")] = None,
    canvas: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write totals for Canvas instead.")] = None,
) -> None:
    """Show the marks as they are in the gradebook. Nothing is graded.

    What waits for a person has a question mark. A submission that was refused says why, and who is on the class list
    and handed in nothing is shown, too. A file for Moodle or Canvas is written when nothing waits any more.
    """
    from course.config import course_config
    from course.grading.lms_files import write_canvas, write_moodle
    from course.grading.marks import class_marks, lessons_with_marks

    with _refusals():
        config = course_config(root.resolve())
        names = lessons_with_marks(config, lessons or ())
        if moodle is None and canvas is None:
            for lesson in names:
                _show_marks(config, lesson)
            return
        marks = [class_marks(config, lesson) for lesson in names]
        for path, write in ((moodle, write_moodle), (canvas, write_canvas)):
            if path is not None:
                for empty in write(marks, path.resolve()):
                    err.print(f"left empty: {_printable(empty)}", markup=False, soft_wrap=True)
                out.print(f"{_short(path.resolve())}: {', '.join(names)}", markup=False, soft_wrap=True)


@app.command("class")
def enter_class(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Of Moodle, of Canvas, or one's own.")],
    root: Root = Path(),
) -> None:
    """Enter a class list into the gradebook.

    From a CSV file with the columns id, first_name, last_name, email, from Moodle's participants or grades, or from
    Canvas's gradebook. Who is there already keeps all marks, and what the file doesn't say.
    """
    from course.config import course_config
    from course.grading.class_list import enter_class as enter
    from course.grading.class_list import read_class_list

    with _refusals():
        config = course_config(root.resolve())
        found = read_class_list(file)
        changes = enter(config, found.students)
    for name in changes.new:
        out.print(f"new: {name}", markup=False, soft_wrap=True)
    for name, fields in changes.changed.items():
        told = ", ".join(f"{field} {before or 'nothing'} → {now}" for field, (before, now) in fields.items())
        out.print(f"changed: {name}: {_printable(told)}", markup=False, soft_wrap=True)
    out.print(
        f"{len(found.students)} students by {found.column}: {len(changes.new)} new, {len(changes.changed)} changed, "
        f"{len(changes.same)} as they were; in the gradebook, but not in the file: {len(changes.others)}",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def report(lessons: Marked = None, root: Root = Path()) -> None:
    """Write a page about the class, and list the wrong values that no sentence knows, each with one student's code.

    The page has marks, who is missing or late, how hard each exercise was, and which mistakes were made by how many. It
    is one file, which needs no network; its figures are also PNG files beside it. `course adopt` puts code that is
    listed into the lesson's answers.py, so that the next class is told.
    """
    from course.config import course_config
    from course.grading.marks import lessons_with_marks
    from course.grading.report import read_chapter, write_report

    root = root.resolve()
    with _refusals():
        config = course_config(root)
        chapters = [read_chapter(config, lesson) for lesson in lessons_with_marks(config, lessons or ())]
        page, *figures = write_report(root, chapters)
    for chapter in chapters:
        if len(chapters) > 1:
            out.print(f"[bold]{chapter.marks.lesson}[/]")
        _list_unforeseen(chapter.marks.lesson, chapter.unforeseen)
    out.print(f"{_short(page)}: the page, with {len(figures)} figures as PNG beside it", markup=False, soft_wrap=True)


def _list_unforeseen(lesson: str, found: "list[Unforeseen]") -> None:
    for number, group in enumerate(found, start=1):
        who = "1 student has" if len(group.students) == 1 else f"{len(group.students)} students have"
        out.print(f"[bold]{number}[/]  {who} this mistake, and no sentence for it", soft_wrap=True)
        out.print(f"   {group.exercise}, {group.test}: {group.check}", markup=False, soft_wrap=True)
        for line in _printable(group.source).strip().splitlines():
            out.print(f"   │ {line}", markup=False, soft_wrap=True)
    if not found:
        out.print(f"nothing in {lesson} is wrong that no sentence knows")


@app.command()
def adopt(
    lesson: Annotated[str, typer.Argument(help="Name such as 01-forward-pass.")],
    number: Annotated[int, typer.Argument(min=1, help="Of a mistake, as `course report` has it.")],
    root: Root = Path(),
) -> None:
    """Put a student's wrong answer into a lesson's answers.py, with a sentence to be filled in.

    It isn't run; a build will run it on this machine, without the sandbox. Read it first.
    """
    from course.authoring.answers import adopt as adopt_answer
    from course.config import CourseError

    root = root.resolve()
    found = _unforeseen(root, lesson)
    with _refusals():
        if number > len(found):
            raise CourseError(f"{lesson} has {len(found)} mistakes that no sentence knows; got {number}")
        group = found[number - 1]
        path = root / "lessons" / lesson / "answers.py"
        name = adopt_answer(path, group.exercise, group.source, group.lost)
    out.print(
        f"lessons/{lesson}/answers.py has it, at its end, as {group.exercise} {name!r}. It is a student's code, which "
        "a build runs on this machine: read it, and fill in what its author should read (says).",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def demo(
    lesson: Annotated[str, typer.Argument(help="Name such as 01-forward-pass.", show_default="the first")] = "",
    root: Root = Path(),
    folder: Annotated[
        Path, typer.Option(help="Where the course of the demo is made; an earlier demo is replaced.")
    ] = Path("demo"),
) -> None:
    """Run a whole term in miniature, with simulated students.

    Builds a lesson, releases it, lets a dozen simulated students submit perfect, unfinished and mistaken notebooks,
    collects, grades and writes feedback: all of it with nbgrader, in a folder of its own.
    """
    from course.authoring.build import lesson_path
    from course.authoring.lesson import lesson_names
    from course.config import course_config
    from course.demo import run

    root, folder = root.resolve(), folder.resolve()
    with _refusals():
        course_config(root)
        lesson = lesson or next(iter(lesson_names(root)), "")
        lesson_path(root, lesson)  # there is such a lesson: an earlier demo is not replaced in vain
        with _progress() as progress:
            result = run(root, lesson, folder, progress)
        _show_marks(course_config(folder), lesson)
    out.print(f"gradebook      {_short(result.gradebook)}")
    out.print(f"feedback page  {_short(result.feedback)}")
    out.print(f"class report   {_short(result.report)}")


@app.command()
def kit(
    root: Root = Path(),
    to: Annotated[Path, typer.Option(help="The zip file to write.")] = Path("kit/neural-networks.zip"),
) -> None:
    """Make the zip for students: notebooks, a wheel of what they import, exact versions and a page to start with."""
    from course.kit import make_kit

    with _refusals():
        contents = make_kit(root.resolve(), to.resolve())
    out.print(f"{_short(to.resolve())}: {len(contents)} files, {to.stat().st_size / 1e6:.1f} MB")


@app.command()
def doctor(root: Root = Path()) -> None:
    """Say what this machine lacks for the course, and how to get it."""
    from course.doctor import examine

    table = Table(box=None, header_style="bold")
    for title in ("", "what", "found", "what to do"):
        table.add_column(title, overflow="fold")
    lacking = False
    for finding in examine(root.resolve()):
        lacking |= bool(finding.remedy) and finding.needed
        sign = "[green]✓[/]" if not finding.remedy else "[red]✗[/]" if finding.needed else "[yellow]○[/]"
        table.add_row(sign, *map(escape, (finding.what, finding.found, finding.remedy)))
    out.print(table)
    if lacking:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; the entry point of the command `course`."""
    gc.set_threshold(50_000)  # what is imported stays: to look at it again and again takes a tenth of a short command
    atexit.register(gc.freeze)  # nor need it be gone through when all ends, which takes as long again
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that a terminal or a pipe doesn't have must not end the work
            stream.reconfigure(errors="backslashreplace")
    app()


def _format(root: Path, lesson: str) -> None:
    """Format a lesson's own files, as far as they compile; a build names the place where one doesn't."""
    from course.authoring.formatting import format_file

    changed = [path.name for path in sorted((root / "lessons" / lesson).glob("*.py")) if format_file(path)]
    out.print(f"formatted {' and '.join(changed)}" if changed else "nothing to format")


def _test_text(root: Path, lesson: str) -> None:
    """Run the tests of a lesson's text, source and release."""
    tests = root / "tests" / "lessons" / "test_lessons.py"
    if not tests.exists():
        out.print("left out: the tests of the text are in the repository, and this is a course without them")
        return
    command = [sys.executable, "-m", "pytest", "--quiet", str(tests), "-k", f"[{lesson}]"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    out.print(done.stdout + done.stderr, markup=False, soft_wrap=True)
    if done.returncode:
        raise typer.Exit(1)


@contextmanager
def _refusals() -> Iterator[None]:
    """What is wrong with the course's files is told without a traceback."""
    from course.config import CourseError

    try:
        yield
    except (CourseError, OSError) as error:
        err.print("[bold red]error:[/]", end=" ")
        err.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


class _RateColumn(ProgressColumn):
    """How many are done in a second, or in a minute where that is less than one."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed or 0.0
        shown = f"{speed:.1f}/s" if speed >= 1 else f"{60 * speed:.1f}/min" if speed else ""
        return Text(f"{shown:>9}", style="progress.data.speed")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of long work; where nobody watches, a line for each stage that is done."""
    columns = (
        TextColumn("{task.description:16}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=err.is_terminal, disable=not err.is_terminal) as bars:
        stages: dict[str, TaskID] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=total)
            bars.update(stages[stage], completed=done)
            if done == total and not err.is_terminal:
                err.print(f"{stage}: {total} done")

        yield progress


def _unforeseen(root: Path, lesson: str) -> "list[Unforeseen]":
    from course.authoring.build import lesson_path
    from course.config import course_config
    from course.grading.unforeseen import unforeseen

    with _refusals():
        lesson_path(root, lesson)  # there is such a lesson
        return unforeseen(course_config(root), lesson)


def _printable(text: str) -> str:
    """What may go to a terminal of a text that a stranger wrote."""
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text.expandtabs(4))


def _show_marks(config: "Config", lesson: str) -> None:
    from course.grading.marks import class_marks
    from course.grading.marks_table import marks_table

    out.print(marks_table(class_marks(config, lesson), out))


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
