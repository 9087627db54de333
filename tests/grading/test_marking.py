"""Answers that a person marks, and the marks that a person gives them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from course.config import course_config
from course.grading.marking import Answer, Later, Meanwhile, NotSaved, answers, name_of, questions, read_points, save
from course.grading.people import Person
from course.grading.recognition import WORDS_BESIDE
from course.replacing import beside
from tests.courses import make_course
from tests.grading.classes import NAME, RIGHT, SCORES, TEXT, desk_of, gradebook_of, hand_in, notebook_of, put

# A question has a heading, and text below it; so far the lesson has none.
QUESTION = """\
# %% [markdown]
# Of the above.
#
# ## Question A · why?
#
# In one sentence, with `# a comment`.
#
# ```
# # this is no heading
# ```

# %% [markdown] written="why" points=4
"""
ASKED = TEXT.replace('# %% [markdown] written="why" points=4\n', QUESTION)
BLANK = {"double": RIGHT["double"], "add": RIGHT["add"]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of four: two have answered, one has written nothing, one has handed in nothing."""
    root = make_course(tmp_path_factory.mktemp("course"), NAME, ASKED)
    with gradebook_of(root) as book:
        book.add_student("b17", first_name="Ada", last_name="Lovelace")
        book.add_student("late", first_name="Eve")
    for student, filled_in in {"zoe": RIGHT, "b17": RIGHT | {"why": "It *was* so."}, "cid": BLANK}.items():
        hand_in(root, student, filled_in)
    with desk_of(root) as desk:
        put(desk, student="zoe")
        put(desk, student="b17")
        put(desk, SCORES | {"why": 0.0}, student="cid")
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "course")


@pytest.fixture
def folders(course: Path) -> CourseDirectory:
    return CourseDirectory(config=course_config(course))


@pytest.fixture
def book(course: Path) -> Iterator[Gradebook]:
    with gradebook_of(course) as opened:
        yield opened


@pytest.fixture
def given(book: Gradebook, folders: CourseDirectory) -> Callable[[], dict[str, Answer]]:
    """Gives the answers to the question, by student, in the order of the page."""

    def now() -> dict[str, Answer]:
        book.db.rollback()  # what another connection wrote
        (question,) = questions(book.db, folders)
        return {answer.student.id: answer for answer in answers(book.db, folders, question)}

    return now


@pytest.fixture
def mark(book: Gradebook, folders: CourseDirectory) -> Callable[..., Answer]:
    """Saves a mark for an answer as it was seen."""

    def give(answer: Answer, points: str, comment: str = "") -> Answer:
        return save(book.db, folders, answer.grade, points, comment, answer.seen)

    return give


def in_gradebook(course: Path, student: str) -> tuple[float, str | None, bool]:
    """What counts of a student's answer, the comment on it, and whether it waits."""
    with gradebook_of(course) as opened:
        grade = opened.find_grade("why", NAME, NAME, student)
        return grade.score, opened.find_comment("why", NAME, NAME, student).comment, grade.needs_manual_grade


def test_a_question_has_its_texts_and_tells_how_much_is_marked(
    book: Gradebook, folders: CourseDirectory, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    mark(given()["zoe"], "3")
    (question,) = questions(book.db, folders)

    assert (question.lesson, question.notebook, question.name, question.points) == (NAME, NAME, "why", 4)
    assert (question.answers, question.waiting) == (2, 1)
    assert question.texts.title == "Question A · why?"
    assert question.texts.asked.startswith("In one sentence")
    assert question.texts.asked.endswith("```\n# this is no heading\n```")
    assert question.texts.model == "Because."
    assert question.texts.scheme == "All or nothing."
    assert questions(book.db, folders, "02-other") == []


def test_questions_are_there_where_the_source_is_not(course: Path, book: Gradebook, folders: CourseDirectory) -> None:
    shutil.rmtree(course / "source")
    (question,) = questions(book.db, folders)

    assert question.texts == ("why", "", "", "")


def test_answers_that_wait_come_first_and_blank_ones_last(
    given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    assert list(given()) == ["b17", "zoe", "cid"]  # Ada, zoe, and nothing written
    assert [answer.blank for answer in given().values()] == [False, False, True]

    mark(given()["b17"], "0")

    assert list(given()) == ["zoe", "b17", "cid"]


def test_an_answer_is_what_stands_in_its_place_and_beside_it(
    course: Path, given: Callable[[], dict[str, Answer]]
) -> None:
    def put_beside(text: str) -> None:
        path = notebook_of(course, "zoe")
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[-1].metadata[WORDS_BESIDE] = ["words"]
        notebook.cells.append(new_markdown_cell(text, id="words"))
        path.chmod(0o644)
        nbformat.write(notebook, path)

    before = given()["zoe"]
    put_beside("My answer.")
    after = given()["zoe"]

    assert [cell.source for cell in before.cells] == ["It is so."]
    assert [cell.source for cell in after.cells] == ["It is so.", "My answer."]
    assert before.seen != after.seen


def test_a_mark_is_in_the_gradebook(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    saved = mark(given()["zoe"], "2,5", " Well\nargued. ")

    assert in_gradebook(course, "zoe") == (2.5, "Well\nargued.", False)
    assert in_gradebook(course, "b17") == (0, None, True)
    assert saved == given()["zoe"]


def test_a_mark_can_be_taken_back(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    mark(mark(given()["zoe"], "2", "Good."), "", "")
    mark(mark(given()["cid"], "1"), "")

    assert in_gradebook(course, "zoe") == (0, None, True)
    assert in_gradebook(course, "cid") == (0, None, False)  # it has its points by itself


def test_a_mark_stays_when_the_submission_is_graded_again(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    mark(given()["zoe"], "3", "Good.")
    with desk_of(course) as desk:
        put(desk, student="zoe")
    assert in_gradebook(course, "zoe") == (3, "Good.", False)

    hand_in(course, "zoe", RIGHT | {"why": "It is not so."})
    with desk_of(course) as desk:
        put(desk, student="zoe")
    assert in_gradebook(course, "zoe") == (3, "Good.", True)
    mark(given()["zoe"], "3", "Good.")  # a person has looked
    assert in_gradebook(course, "zoe") == (3, "Good.", False)


@pytest.mark.parametrize(
    ("text", "points"),
    [("", None), (" ", None), ("0", 0), (" 2 ", 2), ("1.5", 1.5), ("1,5", 1.5), (".5", 0.5), ("4", 4)],
)
def test_points(text: str, points: float | None) -> None:
    assert read_points(text, 4) == points


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("two", "'two' is no number of points. Write one from 0 to 4, such as 2."),
        ("-1", "'-1' is no number of points. Write one from 0 to 4, such as 2."),
        ("1e0", "'1e0' is no number of points. Write one from 0 to 4, such as 2."),
        ("nan", "'nan' is no number of points. Write one from 0 to 4, such as 2."),
        ("٣", "'٣' is no number of points. Write one from 0 to 4, such as 2."),
        ("4.01", "4.01 is more than the 4 points of this question."),
        ("9" * 400, "inf is more than the 4 points of this question."),
    ],
)
def test_what_is_no_number_of_points_is_refused_and_changes_nothing(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer], text: str, sentence: str
) -> None:
    mark(given()["zoe"], "3", "Good.")
    with pytest.raises(NotSaved) as refused:
        mark(given()["zoe"], text, "Better.")

    assert str(refused.value) == sentence
    assert in_gradebook(course, "zoe") == (3, "Good.", False)


def test_a_mark_of_somebody_elses_is_not_replaced_unseen(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    seen = given()["zoe"]
    mark(seen, "3", "Good.")
    with pytest.raises(Meanwhile, match=r"it has 3 of 4 points and the comment “Good\.”") as refused:
        mark(seen, "1", "Bad.")
    assert in_gradebook(course, "zoe") == (3, "Good.", False)

    assert refused.value.answer is not None
    mark(refused.value.answer, "1", "Bad.")
    assert in_gradebook(course, "zoe") == (1, "Bad.", False)


def test_a_mark_may_be_sent_twice(given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]) -> None:
    seen = given()["zoe"]

    assert mark(seen, "3", "Good.") == mark(seen, "3", "Good.")  # the first reply was lost


def test_a_mark_is_for_the_answer_that_was_seen(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    seen = given()["zoe"]
    hand_in(course, "zoe", RIGHT | {"why": "It is not so."})
    with desk_of(course) as desk:
        put(desk, student="zoe")
    with pytest.raises(Meanwhile, match="Another answer was handed in") as refused:
        mark(seen, "3")

    assert refused.value.answer is None
    assert in_gradebook(course, "zoe") == (0, None, True)


def test_no_mark_is_saved_while_the_submission_is_being_graded(
    course: Path, given: Callable[[], dict[str, Answer]], mark: Callable[..., Answer]
) -> None:
    new, _ = beside(notebook_of(course, "zoe").parent)
    new.mkdir()
    with pytest.raises(Later):
        mark(given()["zoe"], "3")
    assert in_gradebook(course, "zoe") == (0, None, True)
    new.rmdir()

    mark(given()["zoe"], "3")
    assert in_gradebook(course, "zoe") == (3, None, False)


def test_an_answer_that_is_gone_is_told(
    book: Gradebook, folders: CourseDirectory, given: Callable[[], dict[str, Answer]]
) -> None:
    with pytest.raises(NotSaved, match="doesn't have this answer any more"):
        save(book.db, folders, "0" * 32, "1", "", given()["zoe"].seen)


@pytest.mark.parametrize(
    ("student", "name"),
    [
        (Person("b17", "Ada", "Lovelace"), "Ada Lovelace"),
        (Person("b17", "Ada"), "Ada"),
        (Person("b17", "", "Lovelace"), "Lovelace"),
        (Person("b17"), "b17"),
    ],
)
def test_a_student_is_called_by_name_or_else_by_id(student: Person, name: str) -> None:
    assert name_of(student) == name
