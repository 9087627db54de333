import numpy as np
import pytest

from course import plots
from tests.plots.pictures_activations import (
    BOTH,
    NAMES,
    SCORES,
    Z,
    dead_fraction,
    gradient_norms,
    relu,
    relu_grad,
    sigmoid,
    sigmoid_grad,
    softmax,
    tanh,
    tanh_grad,
)


def test_tangent_has_the_slope_of_the_student(drawn, published):
    plots.tangent("tanh", tanh, lambda x: 0.125 + 0 * x, 0)

    assert "tanh at x = 0.00: value 0, slope 0.1250" in drawn[0]


def test_dead_units_shows_what_the_student_counts(drawn, published):
    plots.dead_units(relu, lambda z: 0.75, Z)

    assert drawn[0] >= {"dead_fraction(z) = 0.75", "2 of 4 units are 0 for all samples"}
    assert "those of unit 0, 3 are hatched" in published[0].plain


@pytest.mark.parametrize("z", [[1.0, 2.0], np.zeros((0, 3)), np.zeros((2, 41))])
def test_dead_units_of_other_shapes_is_a_note(z, published):
    plots.dead_units(relu, dead_fraction, z)

    assert published[0].images == []
    assert published[0].plain.startswith("This picture needs `z` of shape (N, M)")


def test_scores_to_shares_writes_the_students_numbers(drawn, published):
    plots.scores_to_shares(softmax, SCORES, NAMES)

    assert drawn[0] >= {"0.018", "0.245", "0.737", "cat", "softmax(scores), sum 1"}


def test_gradients_by_layer_shows_what_the_student_gives(published):
    plots.gradients_by_layer(BOTH, lambda zs, Ws, grad: np.arange(1.0, 1 + len(Ws)), depth=3)

    assert "sigmoid: 3 at layer 3, 1 at layer 1; tanh: 3 at layer 3, 1 at layer 1." in published[0].plain


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"depth": 1}, "This picture needs a whole number from 2 to 60 as `depth` (got 1)."),
        ({"depth": 2.5}, "This picture needs a whole number from 2 to 60 as `depth` (got 2.5)."),
        ({"scale": 0}, "This picture needs a `scale` above 0 and below 1000 (got 0)."),
        ({"scale": np.nan}, "This picture needs a `scale` above 0 and below 1000 (got nan)."),
    ],
)
def test_gradients_by_layer_says_which_numbers_it_cant_draw(numbers, says, published):
    plots.gradients_by_layer(BOTH, gradient_norms, **numbers)

    assert published[0].images == []
    assert published[0].plain == says


def test_a_derivative_that_fails_is_named(published):
    plots.gradients_by_layer({"tanh": (tanh, lambda x: None)}, gradient_norms)

    assert published[0].plain == "This picture appears once you have written `tanh_grad`."


def test_signals_by_layer_takes_one_to_four_scales(published):
    plots.signals_by_layer("tanh", tanh, scales=())

    assert published[0].plain == "This picture needs one to four `scales` (got 0)."


def ends(text, name):
    """Accuracy before and after training, as the alt text tells them."""
    first, last = text.partition(f"{name}: from ")[2].split(" to ")[:2]
    return float(first), float(last[:4])


def test_a_deep_race_is_lost_by_the_sigmoid_and_won_by_relu(published):
    plots.race({"sigmoid": (sigmoid, sigmoid_grad), "relu": (relu, relu_grad)}, softmax)
    text = published[0].plain

    assert ends(text, "sigmoid")[1] < 0.2
    assert ends(text, "relu")[1] > 0.85


def test_a_shallow_race_is_won_with_tanh(published):
    plots.race({"tanh": (tanh, tanh_grad)}, softmax, depth=2, passes=8)

    _, last = ends(published[0].plain, "tanh")

    assert last > 0.85


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({"depth": 1}, "This picture needs a whole number from 2 to 20 as `depth` (got 1)."),
        ({"passes": 31}, "This picture needs a whole number from 1 to 30 as `passes` (got 31)."),
    ],
)
def test_race_says_which_numbers_it_cant_draw(numbers, says, published):
    plots.race(BOTH, softmax, **numbers)

    assert published[0].plain == says


def test_race_names_the_function_that_is_missing(published):
    def missing(x):
        raise NotImplementedError

    plots.race(BOTH, missing, depth=2, passes=1)

    assert published[0].plain == "This picture appears once you have written `softmax`."


def test_race_of_a_function_that_stops_is_a_note(published):
    plots.race({"tanh": (lambda x: x if len(x) == 1 else tanh(x)[:2], tanh_grad)}, softmax, depth=2, passes=1)

    assert published[0].images == []
    assert published[0].plain.startswith("Training with `tanh` stopped with ")
