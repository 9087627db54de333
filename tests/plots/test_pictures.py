"""All pictures, from the tables in the modules pictures_*: how they look, also without an answer.

A table has STUDENT, functions as a student would write them, by name; WITH_STUDENT, by the same name, from such a
function to the picture that calls it; PICTURES and EXTREMES, of which the latter are only measured, by a name that
begins with that of the picture; and ARRAYS, which pictures are given and must leave as they are.
"""

import ast
import base64
import html
import importlib
import inspect
import io
import re
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course import plots
from course.plots import canvas
from tests.plots.failing import not_written, raises, returns

HERE, PACKAGE = Path(__file__).parent, Path(plots.__file__).parent
LESSONS = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "canvas"))
TABLES = {lesson: importlib.import_module(f"{__package__}.pictures_{lesson}") for lesson in LESSONS}


def merged(which):
    """One table of all lessons; a name has its lesson in front, since lessons give what earlier ones asked for."""
    return {
        f"{lesson}.{name}": entry for lesson, table in TABLES.items() for name, entry in getattr(table, which).items()
    }


STUDENT, WITH_STUDENT, PICTURES, EXTREMES = map(merged, ("STUDENT", "WITH_STUDENT", "PICTURES", "EXTREMES"))
ARRAYS = [array for table in TABLES.values() for array in table.ARRAYS]


def picture_of(entry):
    """The name of the picture that an entry of PICTURES or EXTREMES draws."""
    return re.match(r"\w+", entry)[0]


def decorated(lesson):
    """The functions of a lesson's module that have `@picture` above them."""
    return [
        node.name
        for node in ast.parse((PACKAGE / f"{lesson}.py").read_text()).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).rpartition(".")[2] == "picture" for each in node.decorator_list)
    ]


DECORATED = {name: lesson for lesson in LESSONS for name in decorated(lesson)}


def test_each_table_of_pictures_belongs_to_a_lesson():
    assert sorted(path.stem.removeprefix("pictures_") for path in HERE.glob("pictures_*.py")) == LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_picture_is_exported_and_drawn(lesson):
    module = importlib.import_module(f"course.plots.{lesson}")
    pictures = decorated(lesson)
    places = {
        "__all__ of course/plots/__init__.py": plots.__all__,
        "the imports of course/plots/__init__.py": [
            name for name in pictures if getattr(plots, name, None) is getattr(module, name)
        ],
        f"PICTURES of tests/plots/pictures_{lesson}.py": list(map(picture_of, TABLES[lesson].PICTURES)),
    }
    missing = [
        f"{name} of course/plots/{lesson}.py is missing in {place}"
        for place, names in places.items()
        for name in pictures
        if name not in names
    ]

    assert missing == []


def test_what_is_exported_is_a_picture_but_for_three():
    assert set(plots.__all__) - set(DECORATED) == {"photograph", "read_axes", "show"}


@pytest.mark.parametrize("name", PICTURES | EXTREMES)
def test_an_entry_draws_the_picture_that_it_is_named_for(name, monkeypatch):
    lesson, _, entry = name.partition(".")
    asked = []
    monkeypatch.setattr(plots, picture_of(entry), lambda *args, **kwargs: asked.append(picture_of(entry)))
    (PICTURES | EXTREMES)[name]()

    assert asked == [picture_of(entry)]
    assert DECORATED[picture_of(entry)] == lesson


@pytest.mark.parametrize("name", DECORATED)
def test_the_docstring_of_a_picture_names_each_argument(name):
    picture = getattr(plots, name)
    _, _, told = inspect.getdoc(picture).partition("\nArgs:\n")

    assert re.findall(r"^    (\w+): ", told, re.MULTILINE) == list(inspect.signature(picture).parameters)


@pytest.fixture(scope="module")
def seen(request):
    """What a picture is when it is drawn, which takes long: once for all tests that look at it.

    `html` and `plain` are what it publishes, one each a picture. `size` is its width and height, `box` that around all
    that is drawn, both in inches; `texts` are the sizes of its texts. `left_alone` says whether Matplotlib's settings
    and the caller's own figure are as they were.
    """
    name = request.param
    published, measures = [], []
    make_image = canvas.png_of

    def measure(fig):
        image = make_image(fig) if name in PICTURES else b"no image"
        texts = [text.get_fontsize() for text in fig.findobj(mpl.text.Text) if text.get_text()]
        measures.append({"size": fig.get_size_inches(), "box": fig.get_tightbbox(), "texts": texts})
        return image

    mine = plt.figure()
    try:
        before = (dict(mpl.rcParams), plt.get_fignums())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(canvas, "png_of", measure)
            patch.setattr(canvas, "publish_display_data", lambda data, **place: published.append(data))
            (PICTURES | EXTREMES)[name]()
        left_alone = (dict(mpl.rcParams), plt.get_fignums()) == before and plt.gcf() is mine
    finally:
        plt.close(mine)
    [output], [measured] = published, measures
    return SimpleNamespace(html=output["text/html"], plain=output["text/plain"], left_alone=left_alone, **measured)


# The scope puts the tests of one picture next to each other, so that it is drawn once, and by one worker where several
# share the tests (twice where their shares happen to part amid a picture).
usual = pytest.mark.parametrize("seen", PICTURES, indirect=True, scope="module")
every = pytest.mark.parametrize("seen", PICTURES | EXTREMES, indirect=True, scope="module")


@usual
def test_a_picture_is_one_image_with_alt_text(seen):
    look = r"width: (\d+)px; max-width: 100%; filter: [^\"]+"
    image = re.match(rf'<img alt="([^"]+)" src="data:image/png;base64,([^"]+)" style="{look}">', seen.html)
    alt, data, shown = html.unescape(image[1]), base64.b64decode(image[2]), int(image[3])
    height, width, _ = matplotlib.image.imread(io.BytesIO(data), format="png").shape

    assert seen.html.count("<img") == 1
    assert len(alt) > 40
    assert seen.plain.startswith(alt)
    assert width == pytest.approx(1.5 * shown, abs=1)
    assert 80 < shown < 1000
    assert 60 < height / 1.5 < 900


@every
def test_nothing_in_a_picture_is_cut_off(seen):
    width, height = seen.size

    assert seen.box.x0 >= -0.001
    assert seen.box.y0 >= -0.001
    assert seen.box.x1 <= width + 0.001
    assert seen.box.y1 <= height + 0.001


@every
def test_no_text_in_a_picture_is_small(seen):
    assert all(size >= 12 for size in seen.texts)


@every
def test_a_picture_leaves_pyplot_and_its_settings_alone(seen):
    assert seen.left_alone


@pytest.mark.parametrize("name", STUDENT)
@pytest.mark.parametrize(
    ("function", "says"),
    [
        (not_written, "This picture appears once you have written `{}`."),
        (returns(None), "This picture appears once you have written `{}`."),
        (raises(ValueError("too short")), "This picture needs `{}`, which raised ValueError: too short"),
        (raises(KeyError("W9")), "This picture needs `{}`, which raised KeyError: 'W9'"),
        (np.zeros(3), "This picture needs `{}`, which raised TypeError: "),
        (returns(np.ones((9, 9))), "This picture needs `{}`, which returned an array of shape (9, 9); it should be "),
        (returns("seven"), "This picture needs `{}`, which returned something of type str that isn't real numbers."),
        (returns([[1, 2], [3]]), "This picture needs `{}`, which raised ValueError: "),
        (returns(np.complex128(1j)), "This picture needs `{}`, which returned something of type complex128 "),
    ],
)
def test_where_a_function_fails_a_note_says_so(name, function, says, published):
    WITH_STUDENT[name](function)()
    [output] = published

    assert output.images == []
    assert output.plain.startswith(says.format(name.partition(".")[2]))
    assert output.text == output.plain.replace("`", "")
    assert output.tags == ["p", "code"]


@pytest.mark.parametrize("name", STUDENT)
def test_where_a_function_gives_nan_a_note_says_so(name, published):
    WITH_STUDENT[name](lambda *args: STUDENT[name](*args) * np.nan)()

    assert published[0].plain == f"This picture needs `{name.partition('.')[2]}`, which returned nan or inf."


def spoils(function):
    """The function, but it overwrites all arrays that it was given."""

    def spoiling(*args):
        result = function(*args)
        for arg in args:
            for array in arg.values() if isinstance(arg, dict) else arg if isinstance(arg, list) else [arg]:
                if isinstance(array, np.ndarray):
                    array[...] = 99
        return result

    return spoiling


@pytest.mark.parametrize("name", STUDENT)
def test_arguments_stay_as_they_are_even_if_the_function_spoils_them(name, published):
    before = [array.copy() for array in ARRAYS]
    WITH_STUDENT[name](spoils(STUDENT[name]))()

    assert len(published[0].images) == 1
    assert all(np.array_equal(array, copy) for array, copy in zip(ARRAYS, before, strict=True))
