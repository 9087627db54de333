import base64
import functools
import io
import re
import subprocess
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.image
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from course import plots

SAVEFIG = Figure.savefig
RNG = np.random.default_rng(7)
IMAGES = RNG.integers(0, 17, size=(10, 8, 8)) / 16
LABELS = np.arange(10)
X, W, B = np.array([[1, 2], [3, -4]]), np.array([[1, 3, 5], [2, 4, 6]]), np.array([1, 0, -1])
NETWORK = {"W": RNG.normal(size=(64, 10)), "b": np.zeros(10)}
INPUTS, OUTPUTS = np.array([[0.0], [1.0], [3.0]]), np.array([[1.0], [1.0], [6.0]])
WEIGHTS = [np.array([[2.0]]), np.array([-0.5])]
SQUARES = (1.5**2 + 0.5**2 + 0.5**2) / 3  # the mean squared error of y = 2x - 0.5 for these three points


def neuron(x, w, b):
    return np.sum(x * w) + b


def affine(x, W, b):
    return x @ W + b


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def predict(network, x):
    return x @ network["W"] + network["b"]


def feed_forward(inputs, outputs, weights):
    return np.mean((inputs @ weights[0] + weights[1] - outputs) ** 2)


def with_student(name, function):
    """The picture that calls the student's function of this name, with the other arguments filled in."""
    return {
        "neuron": lambda: plots.neuron_map(function, [2, -1], 0.5),
        "affine": lambda: plots.matrix_product(X, W, B, function, cell=(1, 2)),
        "sigmoid": lambda: plots.sigmoid_curve(function),
        "predict": lambda: plots.read_digits(function, NETWORK, IMAGES, LABELS),
        "feed_forward": lambda: plots.line_fit(function, INPUTS, OUTPUTS, WEIGHTS),
    }[name]


STUDENT = {f.__name__: f for f in (neuron, affine, sigmoid, predict, feed_forward)}

PICTURES = {
    "digit_gallery": lambda: plots.digit_gallery(IMAGES, LABELS),
    "digit_gallery without labels": lambda: plots.digit_gallery(IMAGES[:3]),
    "digit_gallery of one": lambda: plots.digit_gallery(IMAGES[:1], [5]),
    "digit_gallery in two rows": lambda: plots.digit_gallery(np.tile(IMAGES, (2, 1, 1))[:13]),
    "digit_as_numbers": lambda: plots.digit_as_numbers(IMAGES[0]),
    "digit_as_numbers to 16": lambda: plots.digit_as_numbers((IMAGES[0] * 16).astype(int)),
    "first_weights": lambda: plots.first_weights(np.linspace(-1, 2, 640).reshape(64, 10)),
    "neuron_map": with_student("neuron", neuron),
    "neuron_map without weights": lambda: plots.neuron_map(neuron, [0, 0], 0),
    "neuron_map never 0": lambda: plots.neuron_map(neuron, [1, 1], 100),
    "matrix_product": with_student("affine", affine),
    "matrix_product of one input": lambda: plots.matrix_product([1, 2], W, [0, 0, 0], affine),
    "matrix_product of many": lambda: plots.matrix_product(np.eye(7), np.ones((7, 2)) / 3, np.zeros(2), affine),
    "network_shapes": lambda: plots.network_shapes([64, 32, 16, 10], 5),
    "network_shapes of one layer": lambda: plots.network_shapes([2, 1]),
    "sigmoid_curve": with_student("sigmoid", sigmoid),
    "read_digits": with_student("predict", predict),
    "read_digits of one": lambda: plots.read_digits(predict, NETWORK, IMAGES[:1], LABELS[:1]),
    "read_digits of five": lambda: plots.read_digits(predict, NETWORK, IMAGES[:5], LABELS[:5]),
    "decision_surfaces": lambda: plots.decision_surfaces(),
    "decision_surfaces, two large layers": lambda: plots.decision_surfaces(depth=2, width=3, scale=5, seed=1),
    "layer_cake": lambda: plots.layer_cake(-1.5),
    "line_fit": with_student("feed_forward", feed_forward),
}

EXTREMES = {
    "neuron_map of large numbers": lambda: plots.neuron_map(neuron, [100, -200], 1000.5),
    "neuron_map of long numbers": lambda: plots.neuron_map(neuron, [-1.2345, -0.0001234], -0.04567),
    "matrix_product of one number": lambda: plots.matrix_product([[2]], [[3]], [1], affine),
    "sigmoid_curve of large numbers": lambda: plots.sigmoid_curve(lambda x: 1000 * x),
    "read_digits of large scores": lambda: plots.read_digits(
        lambda network, x: 9000 * predict(network, x), NETWORK, IMAGES, LABELS
    ),
    "read_digits mostly wrong": lambda: plots.read_digits(predict, NETWORK, IMAGES, (LABELS + 5) % 10),
    "decision_surfaces of one layer": lambda: plots.decision_surfaces(depth=1),
    "decision_surfaces of twelve layers": lambda: plots.decision_surfaces(depth=12),
    "layer_cake getting flat": lambda: plots.layer_cake(0.5),
    "layer_cake getting steep": lambda: plots.layer_cake(-123.4),
    "line_fit far off": lambda: plots.line_fit(feed_forward, INPUTS, OUTPUTS, [[[-123.45]], [-1234.5]]),
}


class Page(HTMLParser):
    """The images and the text of a piece of HTML."""

    def __init__(self, source):
        super().__init__()
        self.images, self.tags, self.text = [], [], ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "img":
            self.images.append(dict(attributes))

    def handle_data(self, data):
        self.text += data


@pytest.fixture
def published(monkeypatch):
    """What was published, in order, one namespace (images, tags, text, plain) an output."""
    outputs = []

    def publish(data):
        page = Page(data["text/html"])
        outputs.append(SimpleNamespace(images=page.images, tags=page.tags, text=page.text, plain=data["text/plain"]))

    monkeypatch.setattr(plots, "publish_display_data", publish)
    # Most tests look at the words only, and making the image takes most of the time.
    monkeypatch.setattr(Figure, "savefig", lambda fig, file, **_: file.write(b"no image"))
    return outputs


@pytest.fixture
def published_images(monkeypatch, published):
    """What was published, with real images."""
    monkeypatch.setattr(Figure, "savefig", SAVEFIG)
    return published


@pytest.fixture
def drawn(monkeypatch, published):
    """All texts of the figures that were shown, in order, one set a figure."""
    texts = []
    show = plots.show

    def look(fig, alt, caption=""):
        fig.draw_without_rendering()
        texts.append({text.get_text() for text in fig.findobj(mpl.text.Text)})
        show(fig, alt, caption)

    monkeypatch.setattr(plots, "show", look)
    return texts


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

    def measure(fig, *_, **__):
        texts = [text for text in fig.findobj(mpl.text.Text) if text.get_text()]
        measures.append((fig.get_size_inches(), fig.get_tightbbox(), [text.get_fontsize() for text in texts]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plots, "show", measure)
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
    with_student(name, function)()
    [output] = published

    assert output.images == []
    assert output.plain.startswith(says.format(name))
    assert output.text == output.plain.replace("`", "")
    assert output.tags == ["p", "code"]


@pytest.mark.parametrize("name", STUDENT)
def test_where_a_function_gives_nan_a_note_says_so(name, published):
    with_student(name, lambda *args: STUDENT[name](*args) * np.nan)()

    assert published[0].plain == f"This picture needs `{name}`, which returned nan or inf."


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
    arrays = [IMAGES, LABELS, X, W, B, *NETWORK.values(), INPUTS, OUTPUTS, *WEIGHTS]
    before = [array.copy() for array in arrays]
    with_student(name, spoils(STUDENT[name]))()

    assert len(published[0].images) == 1
    assert all(np.array_equal(array, copy) for array, copy in zip(arrays, before, strict=True))


def test_digit_gallery_names_the_digits(drawn, published):
    plots.digit_gallery(IMAGES[:3], [4, 0, 9])

    assert drawn[0] >= {"4", "0", "9"}
    assert published[0].plain == "Handwritten digits, 3 of them, each a grid of 8 by 8 grey pixels, labelled 4, 0, 9."


@pytest.mark.parametrize(("full", "written"), [(1, "0.0 0.5 1.0"), (16, "0 8 16")])
def test_digit_as_numbers_writes_each_pixel(full, written, drawn, published):
    image = np.zeros((8, 8))
    image[2, :3] = [0, full / 2, full]
    plots.digit_as_numbers(image)

    assert drawn[0] >= set(written.split())
    assert f"row 2: {written} {written[: written.index(' ')]}" in published[0].plain


def test_neuron_map_asks_the_students_neuron(published, drawn, capsys):
    def loud(x, w, b):
        print("here")
        return 10 * x[0] + x[1] + w[0] + w[1] + b

    plots.neuron_map(loud, [2, -1], 0.5)

    # 10·x0 + x1 + 1.5 at the four corners
    assert "-31.5 at (-3, -3), 28.5 at (3, -3), -25.5 at (-3, 3), 34.5 at (3, 3)" in published[0].plain
    assert "w = [2, -1], b = 0.5: 0 on the black line" in drawn[0]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("w", [[1, 2, 3], [[1, 2]], 1])
def test_neuron_map_of_other_than_two_weights_is_a_note(w, published):
    plots.neuron_map(neuron, w, 0.5)

    assert published[0].images == []
    assert published[0].plain == f"This picture needs two numbers as `w` (got an array of shape {np.shape(w)})."


def test_neuron_map_starts_its_arrow_on_the_line(published):
    plots.neuron_map(neuron, [1, 2], -2)

    # w·x - 2 is 0 at (0.4, 0.8), the point of the line next to the origin
    assert "w is an arrow from (0.4, 0.8) to (1.4, 2.8)" in published[0].plain


def test_matrix_product_shows_the_students_result(drawn, published):
    plots.matrix_product(X, W, B, affine, cell=(1, 2))

    assert drawn[0] >= {"6", "11", "16", "-4", "-7", "-10", "(2, 2)", "(2, 3)", "(3,)", "@", "+", "="}
    assert "row 1 of x, column 2 of W:  3·5 + (-4)·6 + (-1) → -10" in drawn[0]
    assert "[[6.0, 11.0, 16.0], [-4.0, -7.0, -10.0]]" in published[0].plain


def test_matrix_product_shows_a_wrong_result_as_the_student_gives_it(drawn, published):
    plots.matrix_product(X, W, B, lambda x, W, b: x @ W, cell=(1, 2))

    assert "row 1 of x, column 2 of W:  3·5 + (-4)·6 + (-1) → -9" in drawn[0]


def test_matrix_product_doesnt_claim_that_rounded_numbers_are_equal(drawn, published):
    plots.matrix_product([[0.25, 1.0]], [[0.25], [2.0]], [0.0], affine)

    assert "row 0 of x, column 0 of W:  0.2·0.2 + 1·2 + 0 → 2.1" in drawn[0]


def test_network_shapes_writes_every_shape(drawn, published):
    plots.network_shapes([64, 32, 5])

    assert drawn[0] >= {"(N, 64)", "(N, 32)", "(N, 5)", "W1 (64, 32)\nb1 (32,)", "W2 (32, 5)\nb2 (5,)"}
    assert "W2 of shape (32, 5) and b2 of shape (5,) lead to scores of shape (N, 5)" in published[0].plain


def test_sigmoid_curve_marks_the_students_value_at_0(drawn, published):
    plots.sigmoid_curve(lambda x: 0.25 + 0 * x)

    assert "σ(0) = 0.25" in drawn[0]
    assert "it is 0.25 at 0" in published[0].plain


def test_read_digits_counts_what_the_student_reads_right(drawn, published):
    plots.read_digits(lambda network, x: np.eye(10)[[0, 1, 2, 3, 4, 9, 9, 9]], NETWORK, IMAGES, LABELS)

    assert drawn[0] >= {"reads 0: right", "reads 9: wrong, is 5", "reads 9: wrong, is 7"}
    assert published[0].text == "5 of 8 read right."
    assert "reads 4: right (score 1); reads 9: wrong, is 5 (score 1)" in published[0].plain


def test_read_digits_asks_once_for_flat_images(published):
    asked = []
    plots.read_digits(lambda network, x: asked.append((list(network), x)) or np.zeros((8, 10)), NETWORK, IMAGES, LABELS)
    [(names, x)] = asked

    assert names == ["W", "b"]
    assert np.array_equal(x, IMAGES[:8].reshape(8, 64))


def test_layer_cake_names_the_slopes(drawn, published):
    plots.layer_cake(2)

    assert drawn[0] >= {"1 layer: y = 2·x", "2 layers: y = 4·x", "3 layers: y = 8·x"}


def test_line_fit_shows_the_students_loss(drawn, published):
    plots.line_fit(feed_forward, INPUTS, OUTPUTS, WEIGHTS)

    assert f"loss = {SQUARES:.3g}" in drawn[0]
    assert "y = 2·x - 0.5, which misses them by 0.5 to 1.5" in published[0].plain
    assert re.search(r"your feed_forward gives is 0\.917\.", published[0].plain)


def test_line_fit_without_a_function_shows_no_loss(drawn, published):
    plots.line_fit(None, INPUTS, OUTPUTS, WEIGHTS)

    assert "a line and its points" in drawn[0]
    assert "y = 2·x - 0.5, which misses them by 0.5 to 1.5" in published[0].plain
    assert "loss" not in published[0].plain


def test_first_weights_shows_columns(drawn, published):
    W = np.zeros((64, 9))
    W[8 * 5 + 2, 1] = -3  # pixel in row 5, column 2 of neuron 1

    plots.first_weights(W)

    assert "W[:, 1] is strongest at row 5, column 2: -3" in published[0].plain
    assert "W[:, 7]" in drawn[0]
    assert "W[:, 8]" not in drawn[0]


def test_matrix_product_writes_no_negative_zero(drawn, published):
    plots.matrix_product([[1.0]], [[-0.0]], [-0.0], affine)

    assert "row 0 of x, column 0 of W:  1·0 + 0 → 0" in drawn[0]
    assert "-0" not in drawn[0]


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"depth": 0}, "This picture needs a whole number from 1 to 100 as `depth` (got 0)."),
        ({"depth": 2.5}, "This picture needs a whole number from 1 to 100 as `depth` (got 2.5)."),
        ({"depth": 101}, "This picture needs a whole number from 1 to 100 as `depth` (got 101)."),
        ({"scale": 0}, "This picture needs a `scale` above 0 (got 0)."),
        ({"scale": -1.5}, "This picture needs a `scale` above 0 (got -1.5)."),
        ({"scale": np.nan}, "This picture needs a `scale` above 0 (got nan)."),
        ({"depth": 100, "scale": 1e9}, "The numbers get too large or too small to draw; "),
        ({"depth": 100, "scale": 1e-9}, "The numbers get too large or too small to draw; "),
    ],
)
def test_decision_surfaces_says_which_numbers_it_cant_draw(numbers, says, published):
    plots.decision_surfaces(**numbers)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_decision_surfaces_of_one_layer_promises_no_bend(drawn, published):
    plots.decision_surfaces(depth=1)

    assert drawn[0] >= {"nothing between: one straight ramp", "no between, no tanh: the same ramp"}
    assert "the output of 1 layer, 16 wide" in published[0].plain
    assert published[0].plain.endswith("Right, the same, because a single layer has nothing between.")


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda: plots.read_digits(predict, NETWORK, IMAGES[:0], LABELS[:0]), "There are no digits to read: "),
        (lambda: plots.digit_gallery(IMAGES[:0]), "There are no digits to draw: "),
    ],
)
def test_where_there_are_no_digits_a_note_says_so(draw, says, published):
    draw()

    assert published[0].images == []
    assert published[0].plain == says + "`images` is empty."


def test_decision_surfaces_are_the_same_for_the_same_seed(published_images, monkeypatch):
    monkeypatch.setattr(plots, "PIXELS_PER_INCH", 20)
    for seed in (3, 3, 4):
        plots.decision_surfaces(seed=seed)
    first, again, other = (output.images[0]["src"] for output in published_images)

    assert first == again
    assert first != other


def test_importing_plots_changes_no_setting(tmp_path):
    look = "import matplotlib as mpl; before = dict(mpl.rcParams); from course import plots; "
    source = look + "print(dict(mpl.rcParams) == before)"
    run = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert run.stdout == "True\n"
