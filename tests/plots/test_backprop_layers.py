import numpy as np
import pytest

from course import plots
from course.plots.backprop_layers import SLIPS
from tests.plots.pictures_backprop_layers import (
    ABOVE,
    BATCH,
    CLASSES,
    DOUT,
    POINTS,
    SCORES,
    Affine,
    B,
    Network,
    Relu,
    Sigmoid,
    SoftmaxWithLoss,
    W,
    X,
    bias_gradient,
    gradient_check,
    numerical_gradient,
    walk,
)


class NotWritten:
    def __init__(self, *_):
        pass

    def forward(self, *_):
        raise NotImplementedError

    backward = predict = loss = gradient = forward


class Returns:
    """A class whose methods all return one thing."""

    def __init__(self, value):
        self.value = value

    def __call__(self, *_):
        return self

    def forward(self, *_):
        return self.value

    backward = predict = loss = gradient = forward


def every_picture(layer=None, network=Network):
    """All pictures that call methods of the student's, with `layer` in place of each class of layers."""
    affine, relu, last = (layer or kind for kind in (Affine, Relu, SoftmaxWithLoss))
    plots.layer_tables(relu, X, DOUT)
    plots.error_map(affine, BATCH, W, B, ABOVE, "your dW")
    plots.softmax_push(last, SCORES, 0)
    plots.network_steps(affine, relu, last, 8)
    plots.network_walk(network, affine, relu, last, POINTS, CLASSES, 4, 3)
    plots.gradient_price(numerical_gradient, network, affine, relu, last, widths=(2,))


def test_pictures_wait_for_the_layers(published):
    every_picture(NotWritten)

    assert all(output.plain.startswith("This picture appears once you have written `") for output in published)
    assert len(published) == 6


def test_pictures_wait_for_the_network(published):
    walk(4, 3, network=NotWritten)
    plots.gradient_price(numerical_gradient, NotWritten, Affine, Relu, SoftmaxWithLoss, widths=(2,))

    names = ["Network.loss", "Network.gradient"]
    assert [o.plain for o in published] == [f"This picture appears once you have written `{name}`." for name in names]


@pytest.mark.parametrize(
    "value", [None, 3, "seven", np.ones((9, 9)), [[1], [2, 3]], np.nan, object(), np.array(["a"]), {}, [None]]
)
def test_whatever_a_method_returns_a_note_says_so(value, published):
    every_picture(Returns(value))
    every_picture(network=Returns(value))

    pictures = [output for output in published if output.images]
    assert len(published) == 12
    assert len(pictures) == 4  # the four that use no network, with layers as they should be
    assert all("`" in output.plain for output in published if not output.images)


@pytest.mark.parametrize("thing", [None, 3, "Relu", object()])
def test_what_is_no_class_is_a_note(thing, published):
    for draw in (
        lambda: plots.layer_tables(thing, X, DOUT),
        lambda: plots.error_map(thing, BATCH, W, B, ABOVE, "your dW"),
        lambda: plots.softmax_push(thing, SCORES, 0),
        lambda: plots.checked_layers(gradient_check, thing, Sigmoid, X, DOUT),
        lambda: plots.network_walk(thing, Affine, Relu, SoftmaxWithLoss, POINTS, CLASSES, 4, 3),
    ):
        draw()

    assert [output.images for output in published] == [[]] * 5
    assert all("raised TypeError" in output.plain for output in published)


def test_layer_tables_show_what_the_layer_makes_of_them(published):
    plots.layer_tables(Relu, np.array([[1.5, -2.0]]), np.array([[0.25, 0.5]]))

    assert "x = [[1.5, -2.0]] becomes [[1.5, 0.0]] in your Relu" in published[0].plain
    assert "dout = [[0.25, 0.5]] becomes [[0.25, 0.0]]" in published[0].plain


def test_checked_layers_tell_right_from_spoilt(published):
    plots.checked_layers(gradient_check, Relu, Sigmoid, X, DOUT)
    errors = [float(part.rpartition(": ")[2].rstrip(".")) for part in published[0].plain.split("them. ")[1].split("; ")]

    assert max(errors[:2]) < 1e-6
    assert errors[2:4] == [0.005, 0.2]
    assert errors[4] > 0.1


@pytest.mark.parametrize(("nudge", "count"), [(0.5, 4), (-2.0, 4), (0.0, 0)])
def test_a_nudge_of_the_bias_moves_one_column(nudge, count, drawn):
    plots.nudged_bias(BATCH, W, B, 1, nudge)

    assert f"b[1] moved by {nudge:.3g}: {count} of 12 outputs moved" in drawn[0]


def test_bias_arrows_tell_both(published):
    plots.bias_arrows(BATCH, W, B, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]), lambda dout: dout[0])

    assert "they end at 5, 7, 9.5. Arrows show your bias_gradient: 1, 2, 3." in published[0].plain


def test_product_shapes_refuses_sizes_that_it_can_not_draw(published):
    plots.product_shapes(7, 2, 2)

    assert published[0].plain == "This picture needs a whole number from 1 to 6 as `N` (got 7)."


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        ("your dW", "wrong nowhere, 0 of 15."),
        ("mean over the batch", "It is at most 0.6; wrong in rows 0, 1, 2, 3, 4 and columns 0, 1, 2, 15 of 15."),
        ("two inputs exchanged", "wrong in rows 1, 2 and columns 0, 1, 2, 6 of 15."),
        ("the last output forgotten", "wrong in rows 0, 1, 2, 3, 4 and columns 2, 5 of 15."),
        ("the first sample forgotten", "15 of 15."),
    ],
)
def test_error_map_shows_where_a_slip_strikes(slip, says, published):
    plots.error_map(Affine, BATCH, W, B, ABOVE, slip)

    assert published[0].plain.endswith(says)
    assert slip in SLIPS


def test_softmax_push_is_the_students_gradient(published):
    plots.softmax_push(SoftmaxWithLoss, np.zeros(3), 1)

    assert "Your backward() gives 0.333, -0.667, 0.333" in published[0].plain


def test_network_steps_tell_what_came_so_far(published, drawn):
    plots.network_steps(Affine, Relu, SoftmaxWithLoss, 2)
    plots.network_steps(Affine, Relu, SoftmaxWithLoss, 6)

    assert "so far: (5, 2), (5, 4), (5, 4). What came back so far: nothing yet." in published[0].plain
    assert "SoftmaxWithLoss gave (5, 3); the second Affine gave (5, 4)." in published[1].plain
    assert "dW (4, 3)\ndb (3,)" in drawn[1]


def test_network_walk_trains_with_the_students_gradient(published):
    class Still(Network):
        def gradient(self, x, labels):
            return [(0 * dW, 0 * db) for dW, db in super().gradient(x, labels)]

    walk(8, 30)
    walk(8, 30, network=Still)
    first, last = (float(number) for number in published[0].plain.rstrip(".").split("its loss, from ")[1].split(" to "))
    there, here = (float(number) for number in published[1].plain.rstrip(".").split("its loss, from ")[1].split(" to "))

    assert last < first
    assert first == there == here


def test_gradient_price_counts_the_products(published):
    plots.gradient_price(numerical_gradient, Network, Affine, Relu, SoftmaxWithLoss, widths=(1, 2))

    # 4 samples and 8 + 3 weights: 44 products a pass forward; 15 numbers are nudged twice.
    assert "15 numbers: 1,320 against 132; 27 numbers: 4,752 against 264." in published[0].plain
    assert "nudging takes 18 times as many" in published[0].plain


def test_arrays_stay_as_they_are_even_if_layers_spoil_them(published):
    class Spoils(Affine):
        def forward(self, x):
            out = super().forward(x.copy())
            x[...] = 99
            return out

    before = [array.copy() for array in (BATCH, W, B, ABOVE, POINTS)]
    plots.error_map(Spoils, BATCH, W, B, ABOVE, "your dW")
    walk(4, 3, affine=Spoils)

    assert all(np.array_equal(a, b) for a, b in zip((BATCH, W, B, ABOVE, POINTS), before, strict=True))
    assert bias_gradient(ABOVE).shape == (3,)
