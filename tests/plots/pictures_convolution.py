"""Pictures of lesson 08 for the tests of all pictures, and the functions that a student would have written."""

import numpy as np

from course import data, plots

IMAGE = np.array([[1.0, 2, 3, 4, 5], [2, 1, 0, 1, 2], [3, 0, 1, 1, 0], [1, 4, 1, 0, 2], [0, 1, 2, 3, 1]])
KERNEL = np.array([[1.0, 0, 1], [1, 0, 1], [0, 1, 0]])
EDGE = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
PHOTO = plots.photograph()[::3, ::3].copy()
DIGIT = data.digits()[0][3]
DIGITS = data.digits()[0][:6]
LAYERS = [("input", 1, 28, 28), ("conv", 32, 3, 1, 1), ("relu",), ("pool", 2), ("affine", 10)]


def windows(x, KH, KW, stride=1, pad=0):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, (KH, KW), axis=(2, 3))
    return seen[:, :, ::stride, ::stride]


def correlate2d_strided(image, kernel, stride=1, pad=0):
    return np.einsum("ncijab,ab->ij", windows(image[None, None], *kernel.shape, stride, pad), kernel)


def correlate2d(image, kernel):
    return correlate2d_strided(image, kernel)


def conv2d(x, w, b, stride=1, pad=0):
    return np.einsum("ncijab,fcab->nfij", windows(x, *w.shape[2:], stride, pad), w) + b[:, None, None]


def im2col(x, KH, KW, stride=1, pad=0):
    seen = windows(x, KH, KW, stride, pad)
    return np.moveaxis(seen, 1, 3).reshape(-1, x.shape[1] * KH * KW)


def col2im(rows, x_shape, KH, KW, stride=1, pad=0):
    places = im2col(np.arange(1, 1 + np.prod(x_shape)).reshape(x_shape), KH, KW, stride, pad)
    return np.bincount(places.ravel(), rows.ravel(), 1 + np.prod(x_shape))[1:].reshape(x_shape)


def conv2d_backward(dout, x, w, stride=1, pad=0):
    rows = np.einsum("nfij,fcab->nijcab", dout, w)
    dx = col2im(rows.reshape(-1, w[0].size), x.shape, *w.shape[2:], stride, pad)
    dw = np.einsum("nfij,ncijab->fcab", dout, windows(x, *w.shape[2:], stride, pad))
    return dx, dw, dout.sum(axis=(0, 2, 3))


class MaxPool:
    def __init__(self, size=2):
        self.size = size

    def forward(self, x):
        self.x, side = x, x.shape[2] // self.size
        rows = im2col(x, self.size, self.size, self.size)
        self.won = np.arange(rows.shape[1]) == rows.argmax(axis=1)[:, None]
        return rows.max(axis=1).reshape(1, 1, side, side)

    def backward(self, dout):
        return col2im(self.won * dout.reshape(-1, 1), self.x.shape, self.size, self.size, self.size)


def parameter_count(layers):
    counts = {"conv": 320, "affine": 62_730}
    return sum(counts.get(kind, 0) for kind, *_ in layers)


class Layer:
    """Stands for a layer of the trained network."""

    def __init__(self, forward, W=None):
        self.forward, self.W = forward, W


def trained(filters=16):
    """A network that looks at the first maps only, and its accuracies."""
    W = np.random.default_rng(1).normal(size=(filters, 1, 3, 3))
    first = Layer(lambda x: conv2d(x, W, np.zeros(filters), 1, 1), W)
    last = Layer(lambda x: x.reshape(len(x), -1)[:, :10])
    return [first, Layer(lambda x: np.maximum(x, 0)), last], [0.8, 0.9, 0.95]


# conv2d_backward and trainings, which return more than an array, and MaxPool, a class, have tests of their own.
STUDENT = {f.__name__: f for f in (correlate2d, correlate2d_strided, conv2d, im2col, col2im, parameter_count)}

WITH_STUDENT = {
    "correlate2d": lambda function: lambda: plots.filtered_photos(function, PHOTO, {"edge": EDGE}),
    "correlate2d_strided": lambda function: lambda: plots.sliding_window(function, IMAGE, KERNEL, 1, 0, 2),
    "conv2d": lambda function: lambda: plots.sliding_channels(function, 3, 1, 0, 2),
    "im2col": lambda function: lambda: plots.window_rows(function, 4),
    "col2im": lambda function: lambda: plots.window_counts(function, 3, 1, 0),
    "parameter_count": lambda function: lambda: plots.layer_table(function, LAYERS),
}
ARRAYS = [IMAGE, KERNEL, EDGE, PHOTO, DIGIT, DIGITS]

FILTERS = {"blur": np.full((5, 5), 1 / 25), "edge": EDGE, "twice": np.array([[2.0]]), "edge, turned": EDGE.T}
TWO = {"your CNN": trained, "two layers": trained}

PICTURES = {
    "scrambled_digits": lambda: plots.scrambled_digits(DIGITS, DIGITS[:, ::-1]),
    "accuracy_race": lambda: plots.accuracy_race(TWO),
    "filtered_photos": lambda: plots.filtered_photos(correlate2d, PHOTO, FILTERS),
    "filtered_photos, one": WITH_STUDENT["correlate2d"](correlate2d),
    "learned_kernel": lambda: plots.learned_kernel(correlate2d, EDGE, 60),
    "sliding_window": WITH_STUDENT["correlate2d_strided"](correlate2d_strided),
    "sliding_channels": WITH_STUDENT["conv2d"](conv2d),
    "window_rows": WITH_STUDENT["im2col"](im2col),
    "window_counts": WITH_STUDENT["col2im"](col2im),
    "gradient_spots": lambda: plots.gradient_spots(conv2d_backward, 1, 1, 1, True),
    "pooled_digit": lambda: plots.pooled_digit(MaxPool, DIGIT, 2),
    "layer_table": WITH_STUDENT["parameter_count"](parameter_count),
    "feature_maps": lambda: plots.feature_maps(trained, DIGIT),
}

EXTREMES = {
    "accuracy_race of four": lambda: plots.accuracy_race(
        TWO | {"two layers, scrambled": trained, "your CNN, scrambled": trained}
    ),
    "accuracy_race, one epoch": lambda: plots.accuracy_race({"your CNN": lambda: ([], [0.1])}),
    "learned_kernel, no step": lambda: plots.learned_kernel(correlate2d, EDGE, 0),
    "sliding_window, much padding": lambda: plots.sliding_window(correlate2d_strided, IMAGE, np.ones((2, 2)), 1, 2, 49),
    "sliding_window, a row": lambda: plots.sliding_window(
        correlate2d_strided, IMAGE, np.array([[-1.0, 0, 1]]), 1, 2, 63
    ),
    "sliding_window, wrong": lambda: plots.sliding_window(
        lambda image, kernel, stride, pad: 1.25 - 100 * correlate2d_strided(image, kernel, stride, pad),
        IMAGE, KERNEL, 3, 0, 1,
    ),
    "sliding_channels, one": lambda: plots.sliding_channels(conv2d, 1, 2, 0, 25),
    "sliding_channels, padded": lambda: plots.sliding_channels(conv2d, 3, 1, 1, 25),
    "sliding_channels, wrong": lambda: plots.sliding_channels(lambda *args: conv2d(*args) - 500, 2, 1, 1, 1),
    "window_rows at the end": lambda: plots.window_rows(im2col, 8),
    "window_counts, large": lambda: plots.window_counts(col2im, 4, 1, 2),
    "window_counts, blind": lambda: plots.window_counts(col2im, 1, 4, 0),
    "gradient_spots at the end": lambda: plots.gradient_spots(conv2d_backward, 4, 3, 2, True),
    "pooled_digit, 1": lambda: plots.pooled_digit(MaxPool, DIGIT, 1),
    "pooled_digit, 3": lambda: plots.pooled_digit(MaxPool, DIGIT, 3),
    "feature_maps of few": lambda: plots.feature_maps(lambda: trained(2), DIGIT),
}  # fmt: skip
