"""The feedback page: marks first, what was lost and why; then what is the student's. The lesson folds away."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from course.grading.feedback import NOTE, SAID, Diagnosis
from course.grading.feedback_page import GIVEN, Exercise, FeedbackPage, exercises, fitted
from course.grading.hearing import AS_HANDED_IN
from course.grading.run import grade
from tests.courses import make_course
from tests.grading.classes import NAME, RIGHT, TEXT, WRONG, hand_in
from tests.grading.commands import Starter

ATTACK = '<p title="&lt;b><table><img src=x> <h1> &quot;">x</p>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<h1>a</h1><h2>b</h2><h4>c</h4><h2>d</h2>", "<h4>a</h4><h5>b</h5><h6>c</h6><h5>d</h5>"),
        ("<h5>a</h5><h1>b</h1>", "<h4>a</h4><h4>b</h4>"),
        ("<h1><div><h2>a</h2></div>b</h1>", "<h4><div><h5>a</h5></div>b</h4>"),
        (
            "<table><tbody><tr><th></th><th>a</th></tr></tbody></table>",
            '<div tabindex="0"><table><tbody><tr><td></td><th>a</th></tr></tbody></table></div>',
        ),
        (
            '<p><math display="block"><mi>x</mi></math></p>',
            '<p><span tabindex="0"><math display="block"><mi>x</mi></math></span></p>',
        ),
        ('<math display="inline"><mi>x</mi></math>', '<math display="inline"><mi>x</mi></math>'),
        ('<img src="a.png">', '<img src="a.png" alt="">'),
        ('<img src="a.png" alt="a plot">', '<img src="a.png" alt="a plot">'),
        (ATTACK, ATTACK),
        (f"<table><tbody></tbody></table>{ATTACK}", f'<div tabindex="0"><table><tbody></tbody></table></div>{ATTACK}'),
        (
            "<h1 title='x'>not as it is written by the cleaner</h1>",
            "<h1 title='x'>not as it is written by the cleaner</h1>",
        ),
    ],
)
def test_clean_html_is_fitted_into_the_page(html: str, shown: str) -> None:
    assert fitted(html) == shown


def cell(
    kind: str, source: str, key: str = "", score: float | None = None, points: float = 1, **more: object
) -> NotebookNode:
    """A cell of a graded notebook: "text" or "code" of the student, "given-…" of the lesson, or what has a key."""
    made = new_markdown_cell(source) if "text" in kind or kind == "written" else new_code_cell(source)
    if kind.startswith("given"):
        made.metadata[GIVEN] = True
    if key:
        grade, solution = kind in ("test", "written"), kind in ("solution", "written")
        made.metadata["nbgrader"] = {"grade_id": key, "grade": grade, "solution": solution, "locked": kind == "test"}
        if grade:
            made.metadata.nbgrader |= {"score": score, "points": points, "waits": False, **more}
    return made


def note(words: str) -> NotebookNode:
    return new_output("display_data", {"text/plain": words}, metadata={"grader": True})


def lesson() -> NotebookNode:
    setup = cell("given-code", "import numpy")
    setup.outputs = [note(AS_HANDED_IN)]
    failed = cell("test", "# check: double, by hand\nassert 1", "double_shown", 0)
    failed.metadata[SAID] = Diagnosis("✗", "double(2)", "is <i>4</i>.")
    failed.outputs = [new_output("error", ename="", evalue="", traceback=["as it was"])]
    stopped = cell("given-code", "x = double(1)")
    stopped.outputs = [note("→ This cell stopped.")]
    cells = [
        cell("given-text", "# One\n\n```\n# no heading\n```\n\n### Exercise 1 · `double`"),
        setup,
        cell("code", "mine = 1"),
        cell("solution", "def double(x): pass", "double"),
        failed,
        cell("test", f"{NOTE}\nassert 2", "double_more", 1),
        cell("code", ""),
        stopped,
        cell("given-text", "Much text.\n\n## Question\n\nWhy?"),
        cell("written", "Because.", "why", 0, 2, waits=True, comment="Well."),
        cell("given-text", "The end."),
    ]
    return new_notebook(cells=cells)


def outline(found: list[Exercise]) -> list[tuple[str, list[tuple[str, list[str], str]]]]:
    def parts(of: Exercise) -> list[tuple[str, list[str], str]]:
        return [(part.kind, [one.source for one in part.cells], part.title) for part in of.parts]

    return [(each.key, parts(each)) for each in found]


def test_what_is_the_lessons_folds_and_a_question_is_shown() -> None:
    text = lesson().cells[0].source

    assert outline(exercises(lesson())) == [
        (
            "double",
            [
                ("lesson", [text, "import numpy"], "One … Exercise 1 · double"),
                ("own", ["mine = 1"], ""),
                ("answer", ["def double(x): pass"], "double"),
                ("test", ["# check: double, by hand\nassert 1"], "double, by hand"),
                ("passed", [f"{NOTE}\nassert 2"], "double_more"),
            ],
        ),
        (
            "why",
            [
                ("given", ["x = double(1)"], ""),
                ("lesson", ["Much text.\n\n"], ""),
                ("question", ["## Question\n\nWhy?"], ""),
                ("answer", ["Because."], "why"),
            ],
        ),
        ("", [("lesson", ["The end."], "")]),
    ]


def test_points_are_by_exercise_and_what_waits_is_not_lost() -> None:
    double, why, rest = exercises(lesson())

    assert (double.score, double.points, double.waiting, [part.mark["grade_id"] for part in double.lost]) == (
        *(1, 2, 0),
        ["double_shown"],
    )
    assert (why.points, why.waiting, why.lost) == (2, 1, [])
    assert rest.marked == []


def page_of(notebook: NotebookNode) -> BeautifulSoup:
    about = {"notebook": "small", "score": 1.0, "max_score": 4.0, "late_penalty": 0.5}
    return BeautifulSoup(FeedbackPage().from_notebook_node(notebook, {"nbgrader": about})[0], "html.parser")


def words(part: object) -> str:
    return " ".join(part.get_text(" ").split())


def test_marks_stand_first_with_a_sentence_and_a_link_for_each_lost_point() -> None:
    page = page_of(lesson())
    rows = [words(row) for row in page.select(".marks tr")]
    [link] = page.select(".marks li a")

    assert words(page.header) == "small 1 point so far, of 4; 1 answer is not marked yet."
    assert rows == [
        "Exercise Points",
        "double 1 of 2",
        "double, by hand , 0 of 1: ✗ double(2) is <i>4</i>.",
        "why not marked yet (2 points)",
        "handed in late −0.5",
    ]
    assert words(page.select_one(link["href"])).startswith("✗ double, by hand , 0 of 1 ✗ double(2) is <i>4</i>.")
    assert "as it was" not in words(page)
    assert page.main.find().name == "h2"
    assert words(page.main).startswith("Marks Exercise Points")


def test_a_test_that_a_person_has_to_mark_is_neither_lost_nor_passed() -> None:
    page = page_of(new_notebook(cells=[cell("test", "assert 1", "double_shown", 0, 2, waits=True)]))

    assert words(page.select_one("#cell-double_shown .verdict")) == "○ double_shown , not marked yet (2 points)"
    assert "0 of" not in words(page)
    assert page.select(".marks li") == []


def test_nothing_of_the_lesson_is_unfolded_but_what_belongs_to_an_answer() -> None:
    page = page_of(lesson())
    assert "the checks were run anew" in words(page)
    for folded in page.select("details"):
        folded.extract()

    shown = words(page.main)
    for text in ("Exercise 1", "import numpy", "Much text", "The end", "assert 2"):
        assert text not in shown
    for text in ("mine = 1", "def double", "Why?", "Because.", "Well.", "This cell stopped"):
        assert text in shown
    assert " 0 of 2" not in shown


# --- written by nbgrader's commands -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class of two, one of whom has a name that looks like a pattern."""
    root = make_course(tmp_path_factory.mktemp("course"), NAME, TEXT)
    for student, answers in {"ada": RIGHT, "b[1],c": WRONG}.items():
        hand_in(root, student, answers, "2026-01-02 03:04:05 UTC")
    assert grade(root, [NAME], jobs=1) == {NAME: {}}
    return root


def total(root: Path, student: str) -> str:
    html = (root / "feedback" / student / NAME / f"{NAME}.html").read_text()
    return words(BeautifulSoup(html, "html.parser").find(class_="total"))


def test_a_page_is_never_older_than_the_marks_and_nothing_warns(course: Path, starter: Starter) -> None:
    first = starter.run(course, "nbgrader", "generate_feedback", NAME)
    waiting = total(course, "ada")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        mark = gradebook.find_grade("why", NAME, NAME, "ada")
        mark.manual_score, mark.needs_manual_grade = 2.5, False
        gradebook.db.commit()
    second = starter.run(course, "nbgrader", "generate_feedback", NAME)

    assert waiting == "3 points so far, of 7; 1 answer is not marked yet."
    assert total(course, "ada") == "5.5 of 7 points."
    assert total(course, "b[1],c") == "2 points so far, of 7; 1 answer is not marked yet."
    for done in (first, second):
        assert (done.status, "WARNING" in done.err, "ERROR" in done.err) == (0, False, False), done.err


def test_nothing_warns_from_the_first_release_on(course: Path, starter: Starter, tmp_path: Path) -> None:
    root = shutil.copytree(course, tmp_path / "anew", ignore=shutil.ignore_patterns("exchange", "release"))
    said = []
    for command in ("generate_assignment", "release_assignment", "fetch_assignment", "submit", "collect", "autograde"):
        done = starter.run(root, "nbgrader", command, NAME)
        said += [(command, line) for line in done.err.splitlines() if "INFO" not in line]

    assert said == []


def test_one_student_whose_name_looks_like_a_pattern(course: Path, starter: Starter) -> None:
    for command in (
        ("nbgrader", "autograde", NAME, "--student=b[1],c", "--force"),
        ("course", "grade", NAME, "--student", "b[1],c", "--again"),
        ("nbgrader", "generate_feedback", NAME, "--student=b[1],c"),
    ):
        done = starter.run(course, *command)
        assert done.status == 0, done.said

    folder = course / "feedback" / "b[1],c" / NAME
    assert sorted(path.name for path in folder.iterdir()) == [f"{NAME}.html", "timestamp.txt"]


def test_old_gradebooks_are_named(course: Path, starter: Starter, tmp_path: Path) -> None:
    old = shutil.copytree(course, tmp_path / "old")
    with sqlite3.connect(old / "gradebook.db") as database:
        database.execute("ALTER TABLE assignment RENAME COLUMN course_id TO other")
    for command in (("generate_feedback", NAME), ("export",)):
        done = starter.run(old, "nbgrader", *command)

        assert done.status == 1
        assert "it is of another version of nbgrader: copy it to a safe place, and run nbgrader db upgrade" in done.err
        assert "Traceback" not in done.err
