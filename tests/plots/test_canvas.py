"""All pictures, from the tables in the modules pictures_*: how they look, also without an answer.

A table has STUDENT, functions as a student would write them, by name; WITH_STUDENT, by the same name, from such a
function to the picture that calls it; PICTURES and EXTREMES, by name, of which the latter are only measured; and
ARRAYS, which pictures are given and must leave as they are.
"""

import base64
import functools
import importlib
import io
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from course import plots
from course.plots import canvas

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("pictures_*.py"))
TABLES = [importlib.import_module(f"{__package__}.{name}") for name in MODULES]


def merged(which):
    """One table of all modules; a name has its module in front, since lessons give what earlier ones asked for."""
    return {
        f"{table.__name__.rpartition('pictures_')[2]}.{name}": entry
        for table in TABLES
        for name, entry in getattr(table, which).items()
    }


STUDENT, WITH_STUDENT, PICTURES, EXTREMES = map(merged, ("STUDENT", "WITH_STUDENT", "PICTURES", "EXTREMES"))
ARRAYS = [array for table in TABLES for array in table.ARRAYS]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_one_image_with_alt_text(name, published_images):
    before = (dict(mpl.rcParams), plt.get_fignums())
    PICTURES[name]()
    [output] = published_images
    [image] = output.images
    png = base64.b64decode(image["src"].removeprefix("data:image/png;base64,"))
    height, width, _ = matplotlib.image.imread(io.BytesIO(png), format="png").shape
    shown = int(re.fullmatch(r"width: (\d+)px; max-width: 100%", image["style"])[1])

    assert (dict(mpl.rcParams), plt.get_fignums()) == before
    assert len(image["alt"]) > 40
    assert output.plain.startswith(image["alt"])
    assert width == pytest.approx(1.5 * shown, abs=1)
    assert 80 < shown < 1000
    assert 60 < height / 1.5 < 900


@functools.cache
def measured(name):
    """A picture's width and height, the box around all that is drawn, both in inches, and the sizes of its texts."""
    measures = []

    def measure(fig):
        texts = [text for text in fig.findobj(mpl.text.Text) if text.get_text()]
        measures.append((fig.get_size_inches(), fig.get_tightbbox(), [text.get_fontsize() for text in texts]))
        return b"no image"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "png_of", measure)
        (PICTURES | EXTREMES)[name]()
    [measures_of_one] = measures
    return measures_of_one


@pytest.mark.parametrize("name", PICTURES | EXTREMES)
def test_nothing_in_a_picture_is_cut_off(name):
    (width, height), box, _ = measured(name)

    assert box.x0 >= -0.001
    assert box.y0 >= -0.001
    assert box.x1 <= width + 0.001
    assert box.y1 <= height + 0.001


@pytest.mark.parametrize("name", PICTURES | EXTREMES)
def test_no_text_in_a_picture_is_small(name):
    _, _, sizes = measured(name)

    assert all(size >= 12 for size in sizes)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_leaves_pyplot_alone(name, published):
    mine = plt.figure()
    before = dict(mpl.rcParams)
    try:
        PICTURES[name]()

        assert dict(mpl.rcParams) == before
        assert plt.get_fignums() == [mine.number]
        assert plt.gcf() is mine
    finally:
        plt.close(mine)


def raises(error):
    def function(*_):
        raise error

    return function


def returns(value):
    return lambda *_: value


@pytest.mark.parametrize("name", STUDENT)
@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises(NotImplementedError()), "This picture appears once you have written `{}`."),
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


def test_a_failing_function_leaves_the_students_settings_alone(published):
    before = dict(mpl.rcParams)
    plots.sigmoid_curve(raises(ValueError()))

    assert dict(mpl.rcParams) == before


def test_a_message_with_html_is_shown_as_text(published):
    message = '<script>alert("x")</script> & <img src=x>'
    plots.sigmoid_curve(raises(ValueError(message)))
    [output] = published

    assert output.tags == ["p", "code"]
    assert output.text.endswith(message)


def test_a_long_message_is_cut(published):
    plots.sigmoid_curve(raises(ValueError("no " * 5000)))

    assert len(published[0].plain) < 400


def test_alt_text_and_caption_are_escaped(published):
    plots.show(Figure(figsize=(2, 1)), '1 < 2 & "3"', caption="<b>4</b>")
    [output] = published

    assert output.images[0]["alt"] == '1 < 2 & "3"'
    assert (output.tags, output.text) == (["img", "p"], "<b>4</b>")
    assert output.plain == '1 < 2 & "3"\n<b>4</b>'


def test_show_closes_a_figure_made_with_pyplot(published_images):
    fig = plt.figure()
    plots.show(fig, "an empty figure")

    assert not plt.fignum_exists(fig.number)


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


def test_importing_plots_changes_no_setting(tmp_path):
    look = "import matplotlib as mpl; before = dict(mpl.rcParams); from course import plots; "
    source = look + "print(dict(mpl.rcParams) == before)"
    run = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert run.stdout == "True\n"
