import numpy as np
import pytest

from course import plots
from tests.plots.failing import not_written
from tests.plots.pictures_pytorch import FILTERS, SLOPES, W, by_adam, filters, misread, to_conv, to_linear


def test_carried_over_says_whether_it_is_the_transpose(published):
    plots.carried_over(to_linear, to_conv, W, FILTERS)
    plots.carried_over(lambda W, b: W.reshape(6, 4), lambda w, b: -w, W, FILTERS)

    assert "layer.weight of shape (6, 4): its transpose." in published[0].plain
    assert "the same in both." in published[0].plain
    assert published[1].plain.count("other numbers, or in another order") == 2


def test_last_digits_tells_all_differences(published):
    plots.last_digits(lambda dtype: np.array([1.0, 2, 3, 4]) * (1e-17 if dtype == "float64" else 1e-8))

    assert "with float64 1.0e-17, 2.0e-17, 3.0e-17, 4.0e-17; with float32 1.0e-08, " in published[0].plain


def test_first_steps_are_as_long_as_the_rate_with_adam(published):
    plots.first_steps(by_adam, SLOPES, 0.001)

    assert "slope 0.01: 1e-05 by descent, 0.001 by Adam" in published[0].plain
    assert "slope 100: 0.1 by descent, 0.001 by Adam" in published[0].plain


def test_three_descents_tell_where_they_end(published):
    plots.three_descents(by_adam, 0.5, 1)

    # From (-7, 2), where the slopes are (-0.7, 4).
    assert "descent, rate 0.9 ends at (-6.37, -1.60)" in published[0].plain
    assert "momentum, rate 0.1 ends at (-6.93, 1.60)" in published[0].plain
    assert "your Adam, rate 0.5 ends at (-6.50, 1.50)" in published[0].plain


def test_cost_by_epoch_tells_costs_and_accuracy(published):
    plots.cost_by_epoch(lambda: ([1.5, 0.25], 0.875))

    assert "The average cost of 2 epochs: 1.500, 0.250." in published[0].plain
    assert "reads 87.5% of digits" in published[0].plain


def test_misread_digits_are_counted_and_named(drawn, published):
    plots.misread_digits(misread)

    assert "3 of 100 are misread" in drawn[0]
    assert "it misreads 3. The first 3 are drawn: a 7 read as 8, a 0 read as 1, a 1 read as 2" in published[0].plain


def test_filter_sheet_counts_the_filters(published):
    plots.filter_sheet(filters)

    assert "The 3 first filters of the trained network, 3 by 3 weights each" in published[0].plain


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (
            lambda: plots.first_steps(not_written, SLOPES, 0.1),
            "This picture appears once you have written `adam_step`.",
        ),
        (
            lambda: plots.first_steps(lambda *_: 7, SLOPES, 0.1),
            "This picture needs `adam_step`, which returned a single",
        ),
        (lambda: plots.three_descents(not_written, 0.1, 3), "This picture appears once you have written `adam_step`."),
        (
            lambda: plots.three_descents(lambda *_: (1, 2), 0.1, 3),
            "This picture needs `adam_step`, which returned something else",
        ),
        (lambda: plots.cost_by_epoch(not_written), "This picture appears once you have written `train_epoch`, and all"),
        (lambda: plots.cost_by_epoch(lambda: 7), "This picture needs `train_epoch`, which returned something else"),
        (
            lambda: plots.cost_by_epoch(lambda: (["a"], 1)),
            "This picture needs `train_epoch`, which returned something of",
        ),
        (
            lambda: plots.cost_by_epoch(lambda: ([], 1.0)),
            "This picture needs `train_epoch`, which returned an array of",
        ),
        (
            lambda: plots.cost_by_epoch(lambda: ([1.0], "x")),
            "This picture needs `evaluate`, which returned something of",
        ),
        (lambda: plots.misread_digits(not_written), "This picture appears once you have written `ClassicCNN`, and all"),
        (
            lambda: plots.misread_digits(lambda: (FILTERS, [1], [1])),
            "This picture needs as many answers of `ClassicCNN`",
        ),
        (lambda: plots.filter_sheet(not_written), "This picture appears once you have written `ClassicCNN`, and all"),
        (lambda: plots.filter_sheet(lambda: FILTERS), "This picture needs filters of one channel (got the shape (3, 1"),
    ],
)
def test_what_can_not_be_drawn_is_a_note(draw, says, published):
    draw()

    assert published[0].images == []
    assert published[0].plain.startswith(says)
