"""Pictures of lesson 01 for the tests of all pictures, and the functions that a student would have written."""

import numpy as np

from course import plots

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


WITH_STUDENT = {
    "neuron": lambda function: lambda: plots.neuron_map(function, [2, -1], 0.5),
    "affine": lambda function: lambda: plots.matrix_product(X, W, B, function, cell=(1, 2)),
    "sigmoid": lambda function: lambda: plots.sigmoid_curve(function),
    "predict": lambda function: lambda: plots.read_digits(function, NETWORK, IMAGES, LABELS),
    "feed_forward": lambda function: lambda: plots.line_fit(function, INPUTS, OUTPUTS, WEIGHTS),
}
ARRAYS = [IMAGES, LABELS, X, W, B, *NETWORK.values(), INPUTS, OUTPUTS, *WEIGHTS]

STUDENT = {f.__name__: f for f in (neuron, affine, sigmoid, predict, feed_forward)}

PICTURES = {
    "digit_gallery": lambda: plots.digit_gallery(IMAGES, LABELS),
    "digit_gallery without labels": lambda: plots.digit_gallery(IMAGES[:3]),
    "digit_gallery of one": lambda: plots.digit_gallery(IMAGES[:1], [5]),
    "digit_gallery in two rows": lambda: plots.digit_gallery(np.tile(IMAGES, (2, 1, 1))[:13]),
    "digit_as_numbers": lambda: plots.digit_as_numbers(IMAGES[0]),
    "digit_as_numbers to 16": lambda: plots.digit_as_numbers((IMAGES[0] * 16).astype(int)),
    "first_weights": lambda: plots.first_weights(np.linspace(-1, 2, 640).reshape(64, 10)),
    "neuron_map": WITH_STUDENT["neuron"](neuron),
    "neuron_map without weights": lambda: plots.neuron_map(neuron, [0, 0], 0),
    "neuron_map never 0": lambda: plots.neuron_map(neuron, [1, 1], 100),
    "matrix_product": WITH_STUDENT["affine"](affine),
    "matrix_product of one input": lambda: plots.matrix_product([1, 2], W, [0, 0, 0], affine),
    "matrix_product of many": lambda: plots.matrix_product(np.eye(7), np.ones((7, 2)) / 3, np.zeros(2), affine),
    "network_shapes": lambda: plots.network_shapes([64, 32, 16, 10], 5),
    "network_shapes of one layer": lambda: plots.network_shapes([2, 1]),
    "sigmoid_curve": WITH_STUDENT["sigmoid"](sigmoid),
    "read_digits": WITH_STUDENT["predict"](predict),
    "read_digits of one": lambda: plots.read_digits(predict, NETWORK, IMAGES[:1], LABELS[:1]),
    "read_digits of five": lambda: plots.read_digits(predict, NETWORK, IMAGES[:5], LABELS[:5]),
    "decision_surfaces": lambda: plots.decision_surfaces(),
    "decision_surfaces, two large layers": lambda: plots.decision_surfaces(depth=2, width=3, scale=5, seed=1),
    "layer_cake": lambda: plots.layer_cake(-1.5),
    "line_fit": WITH_STUDENT["feed_forward"](feed_forward),
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
