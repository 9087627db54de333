"""The page about a class: its numbers, its figures, and that it runs and fetches nothing, whatever names there are."""

import base64
import io
import statistics
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image
from playwright.sync_api import Page

from course.config import course_config
from course.grading import figures
from course.grading.foreseen import NOT_ATTEMPTED, Foreseen
from course.grading.item_statistics import items, shares
from course.grading.marks import ClassMarks, Person, Row
from course.grading.report import Chapter, read_chapter, write_report
from course.grading.unforeseen import Unforeseen
from tests.grading.gradebooks import NAME, add_lesson, add_marks, make_gradebook

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # of nbgrader's interface

HOSTILE = "<script>alert(1)</script>"
A, B, C = (0, 1, 0, 2, 2, 1, 0, 2, 1, 2), (1, 1, 0, 3, 2, 0, 1, 3, 3, 2), (4, 0, 1, 1, 2, 0, 3, 0, 1, 0)


def marks_of(waiting: dict[int, set[str]] | None = None, *columns: tuple[float, ...]) -> ClassMarks:
    """A class in a lesson with exercises a, b, c …, whose points are the most that anybody has."""
    names = "abcdef"[: len(columns)]
    rows = [
        Row(Person(f"s{number}"), dict(zip(names, scores, strict=True)), total=float(sum(scores)))
        for number, scores in enumerate(zip(*columns, strict=True))
    ]
    rows = [replace(row, waiting=frozenset((waiting or {}).get(number, ()))) for number, row in enumerate(rows)]
    return ClassMarks(NAME, {name: float(max(column)) for name, column in zip(names, columns, strict=True)}, rows)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_difficulty_and_discrimination() -> None:
    found = items(marks_of(None, A, B, C))

    assert [item.difficulty for item in found] == pytest.approx([11 / 20, 16 / 30, 12 / 40])
    assert [item.discrimination for item in found] == pytest.approx(
        [
            statistics.correlation(A, [b + c for b, c in zip(B, C, strict=True)]),
            statistics.correlation(B, [a + c for a, c in zip(A, C, strict=True)]),
            statistics.correlation(C, [a + b for a, b in zip(A, B, strict=True)]),
        ]
    )
    assert [item.students for item in found] == [10, 10, 10]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (marks_of(None, A[:9], B[:9]), [None, None]),  # too few
        (marks_of(None, A, (2,) * 10), [None, None]),  # all have the same
        (marks_of(None, A), [None]),  # nothing to compare with
        (marks_of({3: {"c"}}, A, B, C), [statistics.correlation(A, B), statistics.correlation(A, B), None]),
    ],
    ids=["few", "constant", "alone", "waiting"],
)
def test_what_says_nothing_is_left_out(marks: ClassMarks, expected: list[float | None]) -> None:
    assert [item.discrimination for item in items(marks)] == pytest.approx(expected)


def test_of_an_exercise_that_waits_nothing_is_said() -> None:
    found = items(marks_of({3: {"c"}, 4: {"c"}}, A, B, C))

    assert [(item.difficulty is None, item.waiting) for item in found] == [(False, 0), (False, 0), (True, 2)]


def test_shares_are_of_what_is_marked_less_the_penalty() -> None:
    marks = marks_of({0: {"b"}, 2: {"a", "b"}}, (2.0, 1.0, 0.0), (0.0, 4.0, 0.0))
    late = replace(marks, rows=[marks.rows[0], replace(marks.rows[1], penalty=2.0), marks.rows[2]])

    assert shares(late).to_dict() == {"s0": 100.0, "s1": 50.0}


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures() -> dict[str, figures.Picture]:
    marks = marks_of({1: {"b"}}, A, B, C)
    long = [("a", "A sentence that is long enough for several lines. " * 4, 3), ("b", "Short: is $x$ a sum?", 1)]
    drawn = [
        figures.heat_map(marks, "The class"),
        figures.totals(marks),
        figures.difficulties(NAME, items(marks)),
        figures.mistakes(NAME, long),
        figures.lessons([marks, replace(marks, lesson="02-other")]),
    ]
    return {picture.name: picture for picture in drawn}


NAMES = (f"{NAME}-marks", f"{NAME}-totals", f"{NAME}-exercises", f"{NAME}-mistakes", "lessons")


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_can_be_read_on_a_wall(pictures: dict[str, figures.Picture], name: str) -> None:
    figure = pictures[name].figure
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    title = figure.get_suptitle() or figure.axes[0].get_title()

    assert title
    assert figure.axes[0].get_xlabel()
    assert len(pictures[name].alt) > 40
    assert figure.get_figwidth() == 12.8  # inches: a point is 1280 / 12.8 / 72 = 1.4 pixels
    assert min(text.get_fontsize() for text in texts) >= 14
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn, (width, height) = figure.get_tightbbox(canvas.get_renderer()), figure.get_size_inches()
    assert (drawn.x0 >= 0, drawn.y0 >= 0, drawn.x1 <= width, drawn.y1 <= height) == (True,) * 4  # nothing is cut off


def test_the_heat_map_shows_everybody() -> None:
    rows = [
        Row(Person("bob"), {"double": 0.0, "why": 1.0}, total=1.0),
        Row(Person("a$b$"), {"double": 2.0, "why": 0.0}, frozenset({"why"}), total=2.0),
        Row(Person("eve"), handed_in=False),
    ]
    axes = figures.heat_map(ClassMarks(NAME, {"double": 2.0, "why": 2.0}, rows), "A class").figure.axes[0]

    assert axes.get_title() == "A class"
    assert [label.get_text().split() for label in axes.get_yticklabels()] == [[r"a\$b\$", "2"], ["bob", "1"]]
    assert [label.get_text().split() for label in axes.get_xticklabels()] == [["double", "(2)"], ["why", "(2)"]]
    assert {text.get_position(): text.get_text() for text in axes.texts} == {
        (0.5, 0.5): "2",
        (1.5, 0.5): "?",
        (0.5, 1.5): "0",
        (1.5, 1.5): "1",
    }


def test_the_heat_map_of_a_large_class_has_no_names() -> None:
    scores = tuple(map(float, np.arange(41) % 3))
    axes = figures.heat_map(marks_of(None, scores, scores), "A class").figure.axes[0]

    assert (list(axes.texts), axes.get_yticklabels(), axes.get_ylabel()) == ([], [], "students, best first")


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page about two lessons, with all that is hostile in all places where a student's text goes."""
    marks = marks_of({1: {"b"}}, A, B, C)
    rows = [
        replace(
            marks.rows[0], student=Person(HOSTILE, HOSTILE, HOSTILE), refused=HOSTILE, penalty=1.5, seconds_late=5400
        ),
        *marks.rows[1:],
        Row(Person("eve", "Eve", "Adams"), handed_in=False),
        Row(Person("new"), refused=HOSTILE),
    ]
    known = [Foreseen("a", f"Sentence {HOSTILE}", ("s1", "s2")), Foreseen("b", NOT_ATTEMPTED, ("s3",))]
    unknown = [Unforeseen("c", "c_shown", "c(3)", (HOSTILE,), HOSTILE, ("c_shown",))]
    times = datetime(2026, 1, 2, 3, 4, tzinfo=UTC), datetime(2026, 1, 2, 4, 5, tzinfo=UTC)
    full = Chapter(ClassMarks(NAME, marks.points, rows), items(marks), known, unknown, times)
    empty = Chapter(ClassMarks("02-empty", {"a": 1.0}, []), items(ClassMarks("02-empty", {"a": 1.0}, [])), [], [], None)
    found, *_ = write_report(tmp_path_factory.mktemp("course"), [full, empty])
    return found


@pytest.fixture(scope="module")
def soup(written: Path) -> BeautifulSoup:
    return BeautifulSoup(written.read_text(encoding="utf-8"), "html.parser")


def test_the_page_runs_and_fetches_nothing(soup: BeautifulSoup) -> None:
    tags = {tag.name for tag in soup.find_all()}
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]

    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base"})
    assert "default-src 'none'" in policy
    assert {tag["src"].partition(",")[0] for tag in soup.find_all(src=True)} == {"data:image/png;base64"}
    assert {tag["href"] for tag in soup.find_all(href=True) if tag["href"][0] != "#"} == {
        f"{NAME}-{name}.png" for name in ("marks", "totals", "exercises", "mistakes")
    }
    assert soup.get_text().count(HOSTILE) == 9


def test_each_figure_is_in_the_page_with_words_and_beside_it(written: Path, soup: BeautifulSoup) -> None:
    for figure in soup.find_all("figure"):
        picture = figure.find("img")
        beside = written.parent / unquote(figure.find("a")["href"])

        assert base64.b64decode(picture["src"].partition(",")[2]) == beside.read_bytes()
        assert Image.open(io.BytesIO(beside.read_bytes())).width == 1920
        assert len(picture["alt"]) > 40
    assert len(soup.find_all("figure")) == 4


@pytest.mark.parametrize(
    "said",
    [
        "10 of 12 students have marks",
        "Graded between 2026-01-02 03:04 and 2026-01-02 04:05 UTC",
        "eve (Eve Adams): nothing handed in",
        f"new: refused: {HOSTILE}",
        f"{HOSTILE}1.51.5",  # late: hours, points
        "corrected item-total correlation",
        "c(3)",
        f"2aSentence {HOSTILE}",
        "1bnot attempted",
        f"a255 %{statistics.correlation(A, C):.2f} (n = 10)0",  # b waits
        "b3not shownnot shown1",
        "0 of 0 students have marks",
    ],
)
def test_what_the_page_says(soup: BeautifulSoup, said: str) -> None:
    assert said in " ".join(soup.get_text().split())


@pytest.mark.parametrize(("scheme", "darker"), [("light", "text"), ("dark", "page")])
def test_a_small_and_a_dark_screen_show_it(page: Page, written: Path, scheme: str, darker: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(written.as_uri())
    colour = "getComputedStyle(document.body).{}.match(/[0-9]+/g).map(Number)"
    text, ground = (sum(page.evaluate(colour.format(name))) for name in ("color", "backgroundColor"))

    assert page.evaluate("document.documentElement.scrollWidth") == 400  # what is wider scrolls by itself
    assert page.evaluate("Math.min(...[...document.images].map(image => image.clientWidth))") >= 760
    assert ("text" if text < ground else "page") == darker
    assert abs(text - ground) > 3 * 128


def test_a_gradebook_becomes_a_page(tmp_path: Path) -> None:
    config = course_config(make_gradebook(tmp_path))
    add_lesson(tmp_path, "02-other")
    for number in range(10):
        add_marks(tmp_path, f"s{number}", (1, number % 2, 2 * (number > 4), None))
        add_marks(tmp_path, f"s{number}", (0, 1, 2, 4), "02-other", timestamp="2026-01-03 00:00:00 UTC")

    files = write_report(tmp_path, [read_chapter(config, name) for name in (NAME, "02-other")])
    again = write_report(tmp_path, [read_chapter(config, NAME)])
    text = files[0].read_text()

    assert [path.name for path in files] == [
        "class.html",
        "lessons.png",
        *(f"{name}-{kind}.png" for name in (NAME, "02-other") for kind in ("marks", "exercises", "totals")),
    ]
    assert again[0] == files[0]
    assert [path for path in (tmp_path / "report").iterdir() if path.name.startswith(".")] == []
    assert "10 of 10 students have marks" in text
