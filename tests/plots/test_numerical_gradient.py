import matplotlib.pyplot as plt
import numpy as np
import pytest

from course import plots
from tests.plots.failing import not_written
from tests.plots.pictures_numerical_gradient import (
    CLASSES,
    INPUTS,
    OUTPUTS,
    POINTS,
    START,
    classifier_gradient,
    forward_difference,
    gradient_descent,
    line_loss,
    numerical_gradient,
    parabola,
    plot_loss,
    train_line,
    valley,
)


def test_read_axes_gives_plain_data_and_closes_the_figure():
    ax = plot_loss([4.0, 2.0])
    ax.plot([], [])  # as seaborn does for a legend
    number = ax.figure.number

    assert plots.read_axes(ax) == {
        "title": "Loss by epoch",
        "xlabel": "epoch",
        "ylabel": "loss",
        "lines": [([0.0, 1.0], [4.0, 2.0])],
    }
    assert ax.figure.axes == []
    assert not plt.fignum_exists(number)


def test_read_axes_takes_an_assigned_title_for_none():
    ax = plot_loss([4.0, 2.0])
    ax.title = "Loss by epoch"

    assert plots.read_axes(ax)["title"] == ""


def test_read_axes_refuses_what_is_no_plot():
    with pytest.raises(TypeError, match="got NoneType"):
        plots.read_axes(None)


def test_secant_shows_the_students_slope(drawn, published):
    plots.secant(forward_difference, parabola, 1.0, 1.5, slope=2.0)

    assert "your line, slope 3.5" in drawn[0]
    assert "tangent, slope 2" in drawn[0]
    assert "h = 1.5: your slope is off by 1.5" in drawn[0]


def test_slope_arrows_tells_the_gradient(published):
    plots.slope_arrows(numerical_gradient, valley)

    assert "At (-3, -3) the gradient is (-0.6, -6)." in published[0].plain


def test_walk_shows_the_students_history(published, drawn):
    plots.walk(gradient_descent, valley, START, 0.5, 1)

    assert "from (-4, 2.5) to (-3.6, " in published[0].plain  # in one step of 0.5 x1 becomes 0, but for rounding
    assert "path for lr = 0.5" in drawn[0]


def test_a_walk_that_ends_higher_flies_off(drawn, published):
    plots.three_walks(gradient_descent, valley, START, [0.05, 0.8, 1.02], 30)

    assert "lr = 1.02: flies off" in drawn[0]
    assert "lr = 0.8: flies off" not in drawn[0]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `gradient_descent`."),
        (lambda *_: None, "This picture appears once you have written `gradient_descent`."),
        (lambda f, x, lr, steps: x, "This picture needs `gradient_descent`, which returned an array of shape (2,)"),
        (
            lambda *_: (START, [START] * 3),
            "This picture needs `gradient_descent`, which returned an array of shape (3, 2)",
        ),
        (
            lambda *_: (START, np.full((6, 2), np.nan)),
            "This picture needs `gradient_descent`, which returned nan or inf.",
        ),
    ],
)
def test_walks_without_a_history_are_notes(answer, says, published):
    plots.walk(answer, valley, START, 0.1, 5)
    plots.three_walks(answer, valley, START, [0.1, 0.2, 0.3], 5)

    assert [output.images for output in published] == [[], []]
    assert all(output.plain.startswith(says) for output in published)


def test_classifier_walk_counts_what_is_right(drawn, published):
    plots.classifier_walk(classifier_gradient, POINTS, CLASSES, 20)
    plots.classifier_walk(lambda W, x, labels: -classifier_gradient(W, x, labels), POINTS, CLASSES, 20)

    assert "after 20 steps: 6 of 6 right" in drawn[0]
    assert "after 20 steps: 0 of 6 right" in drawn[1]


def test_line_walk_ends_where_the_student_trained_to(published, drawn):
    plots.line_walk(train_line, line_loss, INPUTS, OUTPUTS, 0.05, 1)
    W, b = train_line(INPUTS, OUTPUTS, 0.05, 1)[0]

    assert f"y = {W[0, 0]:.3g}·x + {b[0]:.3g}" in drawn[0]
    assert any(text.startswith("epoch 1: loss ") for text in drawn[0])


@pytest.mark.parametrize("answer", [not_written, lambda *_: None])
def test_pictures_of_training_wait_for_the_student(answer, published):
    plots.line_walk(answer, line_loss, INPUTS, OUTPUTS, 0.05, 3)
    plots.training_curve(plot_loss, answer, INPUTS, OUTPUTS, 0.05, 3)
    plots.training_curve(answer, train_line, INPUTS, OUTPUTS, 0.05, 3)

    names = ["train_line", "train_line", "plot_loss"]
    assert [o.plain for o in published] == [f"This picture appears once you have written `{name}`." for name in names]


def test_training_curve_of_what_is_no_plot_is_a_note(published):
    plots.training_curve(lambda losses: losses, train_line, INPUTS, OUTPUTS, 0.05, 3)

    assert "which returned something of type ndarray; it should be the `ax`" in published[0].plain


def test_training_curve_of_an_assigned_title_is_a_note(published):
    before = plt.get_fignums()

    def assigns(losses):
        ax = plot_loss(losses)
        ax.title = "Loss by epoch"
        return ax

    plots.training_curve(assigns, train_line, INPUTS, OUTPUTS, 0.05, 3)

    assert "ax.set_title" in published[0].plain
    assert plt.get_fignums() == before


def test_training_curve_names_title_and_labels(published):
    plots.training_curve(plot_loss, train_line, INPUTS, OUTPUTS, 0.05, 3)

    assert "titled 'Loss by epoch', with 'epoch' to the right, 'loss' upwards and 1 line." in published[0].plain


def test_evaluations_counts_the_students_calls(published):
    plots.evaluations(numerical_gradient, sizes=(1, 10))

    assert "counted: 2 for 1, 20 for 10" in published[0].plain
    assert "5,556 for digit reader" in published[0].plain
