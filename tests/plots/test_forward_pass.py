import re

import numpy as np
import pytest

from course import plots
from course.plots import canvas
from tests.plots.pictures_forward_pass import (
    IMAGES,
    INPUTS,
    LABELS,
    NETWORK,
    OUTPUTS,
    SQUARES,
    WEIGHTS,
    B,
    W,
    X,
    affine,
    feed_forward,
    neuron,
    predict,
)


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
    monkeypatch.setattr(canvas, "PIXELS_PER_INCH", 20)
    for seed in (3, 3, 4):
        plots.decision_surfaces(seed=seed)
    first, again, other = (output.images[0]["src"] for output in published_images)

    assert first == again
    assert first != other
