import numpy as np
import pytest

from course import plots
from tests.plots.failing import not_written
from tests.plots.pictures_convolution import (
    DIGIT,
    EDGE,
    IMAGE,
    KERNEL,
    LAYERS,
    PHOTO,
    MaxPool,
    col2im,
    conv2d,
    conv2d_backward,
    correlate2d,
    correlate2d_strided,
    im2col,
    parameter_count,
    trained,
)


def test_photograph_is_small_and_grey_and_the_callers_own():
    photo = plots.photograph()
    photo[:] = 7

    assert plots.photograph().shape == (120, 108)
    assert 0 <= plots.photograph().min() < 0.1
    assert 0.9 < plots.photograph().max() <= 1


def test_sliding_window_writes_the_products_out(drawn, published):
    plots.sliding_window(correlate2d_strided, IMAGE, KERNEL, 1, 0, 2)

    assert "2·1 + 3·0 + 4·1\n+ 1·1 + 0·0 + 1·1\n+ 0·0 + 1·1 + 1·0\n= 9" in drawn[0]
    assert "result, 3 × 3" in drawn[0]
    assert "The kernel at place 2 of 9" in published[0].plain


def test_sliding_window_stops_at_the_last_place(published):
    plots.sliding_window(correlate2d_strided, IMAGE, KERNEL, 2, 0, 49)

    assert "The kernel at place 4 of 4" in published[0].plain


def test_sliding_window_says_where_the_student_has_another_number(drawn, published):
    plots.sliding_window(lambda *args: correlate2d_strided(*args) + 1, IMAGE, KERNEL, 1, 0, 1)

    assert any(text.endswith("= 6\nyour function says 7") for text in drawn[0])


def test_sliding_channels_adds_up_the_channels_and_the_bias(drawn, published):
    plots.sliding_channels(conv2d, 3, 1, 0, 2)

    assert "2 + 16 + 10 + bias 2\n= 30" in drawn[0]
    assert "channel 2: blue" in drawn[0]


def test_window_rows_tells_the_students_row(published):
    plots.window_rows(im2col, 4)

    assert "row 1, column 1 of both channels is written as 6, 7, 10, 11, 26, 27, 30, 31." in published[0].plain


def test_window_counts_finds_blind_pixels(drawn, published):
    plots.window_counts(col2im, 1, 4, 0)

    assert "4 windows\n\n60 of 64 pixels\nin no window" in drawn[0]


def test_gradient_spots_keeps_to_the_result(published):
    plots.gradient_spots(conv2d_backward, 4, 3, 2, False)

    assert "at row 2, column 2 of a result of 3 by 3;" in published[0].plain
    assert "Your dx adds up to 45." in published[0].plain


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `conv2d_backward`."),
        (lambda *_: None, "This picture appears once you have written `conv2d_backward`."),
        (
            lambda dout, x, *_: (x[0], 0, 0),
            "This picture needs `conv2d_backward`, which returned an array of shape (1, 7, 7)",
        ),
        (lambda dout, x, *_: (x * np.nan, 0, 0), "This picture needs `conv2d_backward`, which returned nan or inf."),
        (lambda *_: "seven", "This picture needs `conv2d_backward`, which returned something of type str"),
    ],
)
def test_gradient_spots_without_gradients_is_a_note(answer, says, published):
    plots.gradient_spots(answer, 1, 1, 1, True)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_filtered_photos_refuses_what_is_no_kernel(published):
    plots.filtered_photos(correlate2d, PHOTO, {"yours": [1.0, 2.0]})
    plots.filtered_photos(correlate2d, PHOTO, {"yours": np.ones((200, 1))})

    assert [output.images for output in published] == [[], []]
    assert "needs a table of numbers as kernel (got the shape (2,))" in published[0].plain


def test_learned_kernel_finds_the_secret(published):
    plots.learned_kernel(correlate2d, EDGE, 60)
    plots.learned_kernel(lambda image, kernel: -correlate2d(image, kernel), EDGE, 60)

    assert "after 60 steps (-1, " in published[0].plain
    assert published[0].images


def test_pooled_digit_counts_winners(drawn, published):
    plots.pooled_digit(MaxPool, DIGIT, 2)

    assert "a digit, and 16 winners" in drawn[0]
    assert "what is kept: 4 × 4" in drawn[0]


class Unfinished:
    def __init__(self, size=2):
        pass

    def forward(self, x):
        raise NotImplementedError

    backward = forward


class Halfway(MaxPool):
    def backward(self, dout):
        return "seven"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `MaxPool`."),
        (Unfinished, "This picture appears once you have written `MaxPool.forward`."),
        (Halfway, "This picture needs `MaxPool.backward`, which returned something of type str"),
        (lambda size: 7, "This picture needs `MaxPool.forward`, which raised AttributeError"),
    ],
)
def test_pooled_digit_without_a_layer_is_a_note(answer, says, published):
    plots.pooled_digit(answer, DIGIT, 2)

    assert published[0].images == []
    assert published[0].plain.startswith(says)


def test_layer_table_shows_what_the_student_counts(drawn, published):
    plots.layer_table(parameter_count, LAYERS)

    assert {"320", "62,730", "63,050", "32 × 14 × 14", "6,272"} <= drawn[0]


def test_accuracy_race_tells_the_last_accuracy(drawn, published):
    plots.accuracy_race({"your CNN": trained, "two layers": lambda: ([], [0.5, 0.625])})

    assert {"your CNN: 95.0%", "two layers: 62.5%"} <= drawn[0]


def test_feature_maps_show_what_is_read(drawn, published):
    plots.feature_maps(trained, DIGIT)

    assert any(text.startswith("read as ") for text in drawn[0])
    assert "The 16 first filters" in published[0].plain


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (not_written, "This picture appears once you have written `build_cnn`, and all that it needs."),
        (lambda: None, "This picture needs `build_cnn`, which raised TypeError"),
        (lambda: ([], ["a", "b"]), "This picture needs `build_cnn`, which returned something of type"),
        (lambda: ([], 0.5), "This picture needs `build_cnn`, which returned a single number"),
        (lambda: ([], []), "This picture needs `build_cnn`, which returned an array of shape (0,)"),
        (lambda: ([], [0.5, np.nan]), "This picture needs `build_cnn`, which returned nan or inf."),
    ],
)
def test_a_race_without_a_network_is_a_note(answer, says, published):
    plots.accuracy_race({"your CNN": answer, "two layers": trained})

    assert published[0].images == []
    assert published[0].plain.startswith(says)


@pytest.mark.parametrize("answer", [not_written, lambda: None, lambda: ([], []), lambda: ([1, 2, 3], []), lambda: 7])
def test_feature_maps_without_a_network_are_a_note(answer, published):
    plots.feature_maps(answer, DIGIT)

    assert published[0].images == []
    assert "`build_cnn`" in published[0].plain
