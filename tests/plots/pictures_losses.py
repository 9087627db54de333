"""Pictures of lesson 03 for the tests of all pictures, and the functions that a student would have written."""

import numpy as np

from course import plots

RNG = np.random.default_rng(3)
SCORES = 3 * RNG.normal(size=(30, 10))
LABELS = np.where(RNG.random(30) < 0.7, SCORES.argmax(axis=1), RNG.integers(0, 10, size=30))
IMAGES = RNG.integers(0, 17, size=(12, 8, 8)) / 16
TARGETS = np.array([2.0, 3.0, 3.0, 4.0, 12.0])
COLUMN, ROW = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 2.0, 4.0])
P, T = np.array([0.26, 0.15, 0.59]), np.array([0.0, 0.0, 1.0])
CLASSES = np.array([2, 0, 1, 2])


def mse(y, t):
    return np.mean((y - t) ** 2)


def mae(y, t):
    return np.mean(abs(y - t))


def sse(y, t):
    return np.sum((y - t) ** 2) / 2


def logistic(z):
    return 1 / (1 + np.exp(-z))


def binary_cross_entropy(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def one_hot(labels, num_classes):
    return np.eye(num_classes)[labels]


def normalised(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def mended_cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(p), axis=1))


def cross_entropy_labels(p, labels):
    return -np.mean(np.log(np.maximum(p[np.arange(len(labels)), labels], 1e-12)))


def softmax_cross_entropy(scores, labels):
    return cross_entropy_labels(normalised(scores), labels)


PROBABILITIES = normalised(SCORES)

WITH_STUDENT = {
    "mse": lambda function: lambda: plots.error_curves(function, mae, sse, 1.0),
    "mae": lambda function: lambda: plots.best_guess(mse, function, TARGETS),
    "sse": lambda function: lambda: plots.error_curves(mse, mae, function, 1.0),
    "binary_cross_entropy": lambda function: lambda: plots.saturated_losses(logistic, mse, function, -6.0),
    "one_hot": lambda function: lambda: plots.one_hot_table(function, CLASSES, ["cat", "dog", "ship"]),
    "mended_cross_entropy": lambda function: lambda: plots.loss_by_batch(function, P, T, "mended_cross_entropy"),
    "cross_entropy_labels": lambda function: (
        lambda: plots.loss_by_sample(function, PROBABILITIES[:12], IMAGES, LABELS[:12])
    ),
    "softmax_cross_entropy": lambda function: lambda: plots.mistakes_by_nudge(SCORES, LABELS, 3, function),
}
ARRAYS = [SCORES, LABELS, IMAGES, TARGETS, COLUMN, ROW, P, T, CLASSES, PROBABILITIES]

STUDENT = {
    f.__name__: f
    for f in (
        mse,
        mae,
        sse,
        binary_cross_entropy,
        one_hot,
        mended_cross_entropy,
        cross_entropy_labels,
        softmax_cross_entropy,
    )
}

PICTURES = {
    "mistakes_by_nudge": lambda: plots.mistakes_by_nudge(SCORES, LABELS, 3),
    "mistakes_by_nudge and loss": WITH_STUDENT["softmax_cross_entropy"](softmax_cross_entropy),
    "difference_table": lambda: plots.difference_table(COLUMN, ROW),
    "difference_table of equal shapes": lambda: plots.difference_table(ROW, ROW),
    "error_curves": WITH_STUDENT["mse"](mse),
    "best_guess": WITH_STUDENT["mae"](mae),
    "yes_no_losses": lambda: plots.yes_no_losses(mse, binary_cross_entropy),
    "saturated_losses": WITH_STUDENT["binary_cross_entropy"](binary_cross_entropy),
    "one_hot_table": WITH_STUDENT["one_hot"](one_hot),
    "loss_by_batch": WITH_STUDENT["mended_cross_entropy"](mended_cross_entropy),
    "loss_by_sample": WITH_STUDENT["cross_entropy_labels"](cross_entropy_labels),
    "clipped_loss": lambda: plots.clipped_loss(cross_entropy_labels, softmax_cross_entropy, normalised),
    "loss_by_sharpness": lambda: plots.loss_by_sharpness(softmax_cross_entropy, SCORES, LABELS, 1.0),
}

EXTREMES = {
    "mistakes_by_nudge of large losses": lambda: plots.mistakes_by_nudge(
        SCORES, LABELS, 9, lambda scores, labels: 12345 * softmax_cross_entropy(scores, labels)
    ),
    "difference_table of long numbers": lambda: plots.difference_table(-1234.5 * np.ones((6, 1)), 99.9 * np.ones(6)),
    "error_curves of large losses": lambda: plots.error_curves(lambda y, t: -12345 * mse(y, t), mae, sse, -99.25),
    "best_guess far out": lambda: plots.best_guess(mse, mae, [-2.0, 3.0, 3.0, 4.0, 1234.5]),
    "best_guess without a loss": lambda: plots.best_guess(lambda y, t: 0, mae, TARGETS),
    "yes_no_losses, sign missing": lambda: plots.yes_no_losses(mse, lambda p, y: -1234 * binary_cross_entropy(p, y)),
    "saturated_losses far left": lambda: plots.saturated_losses(logistic, mse, binary_cross_entropy, -10.0),
    "saturated_losses far right": lambda: plots.saturated_losses(logistic, mse, binary_cross_entropy, 10.0),
    "saturated_losses without slope": lambda: plots.saturated_losses(logistic, lambda y, t: 0, lambda p, y: 0, 0.0),
    "one_hot_table of wrong numbers": lambda: plots.one_hot_table(
        lambda labels, C: -123.4 * np.ones((len(labels), C)), [0] * 8, ["aeroplane"] * 4
    ),
    "loss_by_batch that is 0": lambda: plots.loss_by_batch(lambda p, t: 0, P, T, "your_loss"),
    "loss_by_batch, sign missing": lambda: plots.loss_by_batch(
        lambda p, t: np.sum(t * np.log(p)), P, T, "categorical_cross_entropy"
    ),
    "loss_by_sample of one": lambda: plots.loss_by_sample(
        cross_entropy_labels, PROBABILITIES[:5], IMAGES[:5], LABELS[:5]
    ),
    "clipped_loss of large numbers": lambda: plots.clipped_loss(
        lambda p, labels: 123456, lambda scores, labels: -12345, normalised
    ),
    "loss_by_sharpness, blunt": lambda: plots.loss_by_sharpness(softmax_cross_entropy, SCORES, LABELS, 0.05),
    "loss_by_sharpness, sharp": lambda: plots.loss_by_sharpness(softmax_cross_entropy, SCORES, LABELS, 20),
}
