"""A whole term in miniature: a class of simulated students fetches a lesson, works on it, submits, and gets its marks.

The students' notebooks are made out of a lesson's `answers.py`. Everything else is the real thing: nbgrader's exchange,
autograder, gradebook and feedback, in a course folder of its own, so that no real gradebook sees a made-up student.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from course.authoring.answers import Answer, read_answers, reference, submission
from course.authoring.build import build, read_notebook
from course.authoring.lesson import Lesson, read_lesson
from course.authoring.notebook import to_json
from course.config import CourseError, course_config
from course.grading.report import read_chapter, write_report
from course.grading.run import course_api, grade, succeeded

MARK = ".made-by-course-demo"  # the file by which a demo knows its own folder
NAMES = [
    "ada",
    "alan",
    "barbara",
    "claude",
    "donald",
    "edsger",
    "emmy",
    "frances",
    "grace",
    "john",
    "katherine",
    "margaret",
]


@dataclass(frozen=True)
class Result:
    """What a demo leaves behind."""

    gradebook: Path
    feedback: Path  # the page of a student who made mistakes
    report: Path  # the page about the class
    figure: Path  # the marks of the class, from that page


def run(
    root: Path, lesson_name: str, folder: Path, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Result:
    """Run the demo of one lesson.

    Args:
        root: the folder of the course that the lesson is taken from. Not changed.
        lesson_name: such as "01-forward-pass".
        folder: where the course of the demo is made; an earlier demo there is replaced.
        progress: called with what is going on, how many are done, and of how many.
    Returns:
        The files to look at.
    Raises:
        CourseError: `folder` holds something else than an earlier demo, or a step of nbgrader failed.
        LessonError: the lesson or its answers are not sound.
    """
    _make_folder(root, folder)
    build(folder, [lesson_name], progress=progress)
    lesson = read_lesson(folder / "lessons" / lesson_name / "lesson.py")
    answers = read_answers(folder / "lessons" / lesson_name / "answers.py", lesson)
    config = course_config(folder)
    api = course_api(config)

    succeeded(api.release_assignment(lesson_name), "releasing")
    students = dict(class_of_students(lesson, answers))
    for done, (student, filled_in) in enumerate(students.items(), start=1):
        _fetch_and_submit(config, folder, lesson_name, student, filled_in)
        progress("work and submit", done, len(students))
    succeeded(api.collect(lesson_name), "collecting")

    failed = grade(folder, [lesson_name], feedback=True, progress=progress)[lesson_name]
    if failed:
        raise CourseError("\n".join(f"{student} could not be graded: {reason}" for student, reason in failed.items()))
    succeeded(api.release_feedback(lesson_name), "releasing the feedback")

    report, figure, *_ = write_report(folder, [read_chapter(config, lesson_name)])
    page = folder / "feedback" / NAMES[-1] / lesson_name / f"{lesson_name}.html"
    return Result(folder / "gradebook.db", page, report, figure)


def class_of_students(lesson: Lesson, answers: list[Answer]) -> Iterator[tuple[str, dict[str, str]]]:
    """Twelve students with their answers: perfect, blank, half-way, and with typical mistakes.

    Args:
        lesson: whose exercises they do.
        answers: right and wrong ones to this lesson. Not changed.
    Returns:
        Pairs of a student's name and the sources of the answers, by the key of the solution.
    """
    right = {exercise.name: [reference(exercise)] for exercise in lesson.exercises}
    wrong: dict[str, list[str]] = {exercise.name: [] for exercise in lesson.exercises}
    for answer in answers:
        (right if answer.right else wrong)[answer.exercise].append(answer.source)
    keys = list(right)
    for number, name in enumerate(NAMES):
        filled_in = {key: right[key][number % len(right[key])] for key in keys}
        if name == "alan":
            filled_in = {}  # has not begun
        elif name == "barbara":
            filled_in = dict(list(filled_in.items())[: len(keys) // 2])  # ran out of time
        elif number > 4:  # a mistake in every third exercise, another one for each student
            for place, key in enumerate(keys):
                if wrong[key] and (place + number) % 3 == 0:
                    filled_in[key] = wrong[key][number % len(wrong[key])]
        yield name, filled_in


def _make_folder(root: Path, folder: Path) -> None:
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise CourseError(f"{folder} exists, and was not made by a demo; name another folder with --folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("A demo replaces this folder.\n")
    shutil.copytree(root / "lessons", folder / "lessons", ignore=shutil.ignore_patterns("__pycache__"))
    config = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "exchange").mkdir()
    alone = "# Made-up students are in this folder's gradebook.db and exchange only.\n"
    alone += 'c.CourseDirectory.pop("db_url", None)\n'
    alone += 'c.Exchange.root, c.Exchange.cache = str(root / "exchange"), str(root / "exchange" / ".cache")\n'
    anew = 'c.Referee.rerun = "all"  # and have never run what they hand in: their pictures are drawn now\n'
    (folder / "nbgrader_config.py").write_text(f"{config}\n{alone}{anew}", encoding="utf-8")


def _fetch_and_submit(config: Config, folder: Path, lesson: str, student: str, filled_in: dict[str, str]) -> None:
    home = folder / "students" / student
    home.mkdir(parents=True)
    here = Config(config)
    here.CourseDirectory.student_id = student
    here.CourseDirectory.assignment_id = lesson
    here.Exchange.assignment_dir = str(home)
    exchange = ExchangeFactory(config=here)
    parts = {"coursedir": CourseDirectory(config=here), "authenticator": Authenticator(config=here), "config": here}
    try:
        exchange.FetchAssignment(**parts).start()
        path = home / lesson / f"{lesson}.ipynb"
        path.write_text(to_json(submission(read_notebook(path), filled_in)), encoding="utf-8")
        exchange.Submit(**parts).start()
    except ExchangeError as error:
        raise CourseError(f"{student} could not fetch or submit {lesson}: {error}") from error
