"""A page about a class, in one file that needs no network, with its figures as PNG beside it."""

import base64
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from course.grading import figures
from course.grading.figures import DPI, Picture
from course.grading.foreseen import Foreseen, foreseen
from course.grading.item_statistics import FEWEST, Item, items, shares
from course.grading.marks import ClassMarks, class_marks
from course.grading.unforeseen import Unforeseen, unforeseen
from course.replacing import write_whole

FOLDER, PAGE = "report", "class.html"  # in the course's folder
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Chapter:
    """What the page says of a lesson."""

    marks: ClassMarks
    items: list[Item]
    foreseen: list[Foreseen]
    unforeseen: list[Unforeseen]
    graded: tuple[datetime, datetime] | None  # when the first and the last submission were graded, UTC

    @property
    def pictures(self) -> list[Picture]:
        """The figures of this lesson; none where nobody has marks."""
        name, drawn = self.marks.lesson, []
        if self.marks.graded:
            drawn.append(figures.heat_map(self.marks, f"{name}: marks of the class"))
            drawn.append(figures.difficulties(name, self.items))
        if len(shares(self.marks)):
            drawn.append(figures.totals(self.marks))
        if made := [each for each in self.foreseen if each.attempted]:
            drawn.append(figures.mistakes(name, [(each.exercise, each.sentence, len(each.students)) for each in made]))
        return drawn


def read_chapter(config: Config, lesson: str) -> Chapter:
    """All that there is to say of a class in a lesson.

    Args:
        config: nbgrader's configuration of the course. Not changed.
        lesson: its name.
    Raises:
        CourseError: the gradebook or the lesson's source can't be read.
    """
    marks = class_marks(config, lesson)
    return Chapter(
        marks, items(marks), foreseen(config, lesson), unforeseen(config, lesson), _times_of_grading(config, lesson)
    )


def write_report(root: Path, chapters: Sequence[Chapter]) -> list[Path]:
    """Write the page and its figures into the folder `report` of a course; what was written before is replaced.

    Args:
        root: the course's folder.
        chapters: what it says, a chapter a lesson. Not changed.
    Returns:
        The files, the page first.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    pages = [(chapter, {picture.name: _drawn(picture) for picture in chapter.pictures}) for chapter in chapters]
    with_marks = [chapter.marks for chapter in chapters if len(shares(chapter.marks))]
    pictures = [figures.lessons(with_marks)] if len(with_marks) > 1 else []
    overview = {picture.name: _drawn(picture) for picture in pictures}
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("course_report.html.j2").render(
        pages=pages, overview=overview, fewest=FEWEST, written=datetime.now(UTC)
    )
    every = [*overview.values(), *(figure for _, drawn in pages for figure in drawn.values())]
    files = {folder / PAGE: page.encode()} | {folder / f"{figure.name}.png": figure.png for figure in every}
    for path, content in files.items():
        write_whole(path, content)
    return list(files)


@dataclass(frozen=True)
class Drawn:
    """A figure as a PNG file, as which it also stands in the page."""

    name: str
    alt: str
    png: bytes

    @property
    def url(self) -> str:
        """The picture in a URL."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def _drawn(picture: Picture) -> Drawn:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # in a name; the page's own text has it
        picture.figure.savefig(file, format="png", dpi=DPI)
    return Drawn(picture.name, picture.alt, file.getvalue())


def _times_of_grading(config: Config, lesson: str) -> tuple[datetime, datetime] | None:
    course = CourseDirectory(config=config)
    anybody = Path(course.format_path(course.autograded_directory, "*", lesson))
    times = [path.stat().st_mtime for path in anybody.parent.parent.glob(f"*/{lesson}/*.ipynb")]
    return (datetime.fromtimestamp(min(times), UTC), datetime.fromtimestamp(max(times), UTC)) if times else None
