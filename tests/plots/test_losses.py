import re

import numpy as np
import pytest

from course import plots
from tests.plots.pictures_losses import (
    CLASSES,
    COLUMN,
    IMAGES,
    LABELS,
    PROBABILITIES,
    ROW,
    SCORES,
    TARGETS,
    P,
    T,
    binary_cross_entropy,
    cross_entropy_labels,
    logistic,
    mae,
    mse,
    normalised,
    one_hot,
    softmax_cross_entropy,
    sse,
)


def test_mistakes_by_nudge_counts_what_is_misread(drawn, published):
    scores = np.zeros((3, 10))
    scores[[0, 1, 2], [4, 4, 7]] = 2  # the nudge of the 7 counts from 2 on, and is right for one of three
    plots.mistakes_by_nudge(scores, [4, 4, 7], 7)

    assert "mistakes: at best 0 of 3" in drawn[0]
    assert "Nudged by -8, -6, -4, -2, 0, 2, 4, 6, 8, 1, 1, 1, 1, 0, 0, 2, 2, 2 of 3" in published[0].plain


def test_mistakes_by_nudge_shows_where_the_students_loss_is_smallest(drawn, published):
    plots.mistakes_by_nudge(SCORES, LABELS, 2, lambda scores, labels: (scores[0, 2] - SCORES[0, 2] - 1.5) ** 2)

    assert "your loss: smallest at 1.5" in drawn[0]
    assert published[0].plain.endswith(", at 1.5.")


def test_difference_table_writes_every_difference(drawn, published):
    plots.difference_table(COLUMN, ROW)

    assert drawn[0] >= {"y - t has the shape (3, 3)", "y (3, 1)", "t (3,)", "-3", "3", "0"}
    assert "[[0.0, -1.0, -3.0], [1.0, 0.0, -2.0], [3.0, 2.0, 0.0]]" in published[0].plain


def test_error_curves_are_the_students(published):
    plots.error_curves(mse, mae, sse, 1.0)

    assert "mse is 9, 4, 1, 0, 1, 4, 9; mae is 3, 2, 1, 0, 1, 2, 3; sse is 4.5, 2, 0.5, 0," in published[0].plain


def test_best_guess_finds_mean_and_median(drawn, published):
    plots.best_guess(mse, mae, TARGETS)

    assert drawn[0] >= {"mse: best guess 4.8", "mae: best guess 3"}


def test_yes_no_losses_are_the_students(published):
    plots.yes_no_losses(mse, lambda p, y: 10 * p[0] + y[0])

    assert "your cross-entropy is 1.02, 3.51, 6, 8.49, 11, your squared error 0.996," in published[0].plain
    assert "Truth no" in published[0].plain


def test_saturated_losses_measures_slopes(drawn, published):
    plots.saturated_losses(logistic, mse, binary_cross_entropy, -8.0)

    # with s = sigmoid(-8): 2 (s - 1) s (1 - s) and s - 1
    assert drawn[0] >= {"squared error: slope -0.00067", "cross-entropy: slope -1"}


def test_one_hot_table_shows_a_wrong_table_as_the_student_gives_it(drawn, published):
    plots.one_hot_table(lambda labels, C: 1 - one_hot(labels, C), CLASSES, ["cat", "dog", "ship"])

    assert drawn[0] >= {"0: cat", "1: dog", "2: ship", "labels (4,) become a table (4, 3)"}
    assert published[0].plain.endswith("[[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]].")


def test_loss_by_batch_asks_for_copies(drawn, published):
    plots.loss_by_batch(lambda p, t: np.sum(p) * np.sum(t), P, T, "my_loss")

    assert "my_loss: 1 for 1 sample, 400 for 20" in drawn[0]
    assert published[0].plain.endswith("1, 25, 100, 225, 400.")


def test_loss_by_sample_names_the_loss_of_each(drawn, published):
    p = np.full((2, 10), 0.01)
    p[[0, 1], [3, 5]] = 0.91
    plots.loss_by_sample(cross_entropy_labels, p, IMAGES[:2], [3, 8])

    assert "the loss of all 2 is 2.35 (dashed)" in drawn[0]
    assert published[0].plain.endswith("a 3 read as 3: 0.0943; a 8 read as 5: 4.61.")


def test_clipped_loss_compares_both_ways(drawn, published):
    plots.clipped_loss(cross_entropy_labels, lambda scores, labels: scores[0, 0], normalised)

    assert "a lead of 60: loss 60 from the scores, 27.6 after clipping" in drawn[0]


def test_loss_by_sharpness_marks_the_factor(drawn, published):
    plots.loss_by_sharpness(lambda scores, labels: np.mean(scores) / np.mean(SCORES), SCORES, LABELS, 2.5)
    misread = np.sum(SCORES.argmax(axis=1) != LABELS)

    assert f"times 2.5: {misread} of 30 misread, loss 2.5" in drawn[0]
    assert re.search(r"It is smallest, 0\.05, for the factor 0\.05", published[0].plain)


@pytest.mark.parametrize("sharpness", [0.01, -1, 50, np.nan])
def test_loss_by_sharpness_says_what_it_cant_draw(sharpness, published):
    plots.loss_by_sharpness(softmax_cross_entropy, SCORES, LABELS, sharpness)

    assert published[0].images == []
    assert published[0].plain.startswith("This picture needs a `sharpness` from 0.05 to 20 (got ")


def test_pictures_leave_what_they_draw_unchanged(published):
    before = PROBABILITIES.copy()
    plots.loss_by_sample(cross_entropy_labels, PROBABILITIES[:12], IMAGES, LABELS[:12])

    assert np.array_equal(PROBABILITIES, before)
