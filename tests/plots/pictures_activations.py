"""Pictures of lesson 02 for the tests of all pictures, and the functions that a student would have written."""

import numpy as np

from course import plots

Z = np.array([[-1.0, 2.0, -3.0, 0.0], [-2.0, -1.0, 4.0, -5.0], [-1.0, -6.0, -1.0, -2.0]])
SCORES = np.array([0.3, 2.9, 4.0])
NAMES = ["cat", "dog", "ship"]
RUN = [0.1, 0.5, 0.9]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_grad(x):
    return sigmoid(x) * (1 - sigmoid(x))


def tanh(x):
    return np.tanh(x)


def tanh_grad(x):
    return 1 - np.tanh(x) ** 2


def relu(x):
    return np.maximum(0, x)


def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)


def leaky_relu(x):
    return np.where(x > 0, x, 0.01 * x)


def leaky_relu_grad(x):
    return np.where(x > 0, 1.0, 0.01)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def dead_fraction(z):
    return np.mean((z <= 0).all(axis=0))


def gradient_norms(zs, Ws, grad):
    g, norms = np.ones(zs[-1].shape), []
    for z, W in zip(zs[::-1], Ws[::-1], strict=True):
        g = (g * grad(z)) @ W.T
        norms.append(np.linalg.norm(g))
    return np.array(norms[::-1])


BOTH = {"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad)}
THREE = BOTH | {"relu": (relu, relu_grad)}
FOUR = THREE | {"leaky_relu": (leaky_relu, leaky_relu_grad)}

WITH_STUDENT = {
    "sigmoid_grad": lambda function: lambda: plots.beside_slopes({"sigmoid": (sigmoid, function)}),
    "tanh": lambda function: lambda: plots.signals_by_layer("tanh", function),
    "tanh_grad": lambda function: lambda: plots.tangent("tanh", tanh, function, 0.5),
    "relu": lambda function: lambda: plots.dead_units(function, dead_fraction, Z),
    "relu_grad": lambda function: lambda: plots.gradients_by_layer({"relu": (relu, function)}, gradient_norms),
    "leaky_relu": lambda function: lambda: plots.curves({"leaky_relu": function}),
    "leaky_relu_grad": lambda function: lambda: plots.tangent("leaky_relu", leaky_relu, function, -2),
    "softmax": lambda function: lambda: plots.scores_to_shares(function, SCORES, NAMES),
    "dead_fraction": lambda function: lambda: plots.dead_units(relu, function, Z),
    "gradient_norms": lambda function: lambda: plots.gradients_by_layer(BOTH, function),
}
ARRAYS = [Z, SCORES]

STUDENT = {
    f.__name__: f
    for f in (
        sigmoid_grad,
        tanh,
        tanh_grad,
        relu,
        relu_grad,
        leaky_relu,
        leaky_relu_grad,
        softmax,
        dead_fraction,
        gradient_norms,
    )
}

PICTURES = {
    "accuracy_by_epoch": lambda: plots.accuracy_by_epoch({"bend A": [0.1, 0.1, 0.1], "bend B": RUN}),
    "curves": lambda: plots.curves({"sigmoid": sigmoid, "tanh": tanh}),
    "beside_slopes of two": lambda: plots.beside_slopes(BOTH),
    "beside_slopes of four": lambda: plots.beside_slopes(FOUR),
    "tangent": lambda: plots.tangent("tanh", tanh, tanh_grad, 1.5),
    "gradients_by_layer": lambda: plots.gradients_by_layer(THREE, gradient_norms),
    "signals_by_layer of tanh": lambda: plots.signals_by_layer("tanh", tanh),
    "signals_by_layer of relu": lambda: plots.signals_by_layer("relu", relu, scales=(1.4,)),
    "dead_units": WITH_STUDENT["relu"](relu),
    "dead_units of many": lambda: plots.dead_units(relu, dead_fraction, np.ones((12, 16))),
    "scores_to_shares": WITH_STUDENT["softmax"](softmax),
    "race": lambda: plots.race(BOTH, softmax, depth=3, passes=2),
}

EXTREMES = {
    "curves of large numbers": lambda: plots.curves({"relu": lambda x: 1000 * relu(x)}),
    "beside_slopes of large numbers": lambda: plots.beside_slopes(
        {"sigmoid": (lambda x: -1000 * x, lambda x: -1000 + 0 * x)}
    ),
    "tangent, steep": lambda: plots.tangent("relu", lambda x: 1000 * x, lambda x: 1000 + 0 * x, -6),
    "gradients_by_layer of 60": lambda: plots.gradients_by_layer(THREE, gradient_norms, depth=60, scale=0.1),
    "gradients_by_layer that are 0": lambda: plots.gradients_by_layer(
        BOTH, lambda zs, Ws, grad: np.zeros(len(Ws)), depth=2
    ),
    "signals_by_layer, growing": lambda: plots.signals_by_layer("relu", relu, scales=(1, 2, 4, 40)),
    "dead_units, one": lambda: plots.dead_units(relu, dead_fraction, [[-1.0]]),
    "dead_units of 40": lambda: plots.dead_units(relu, dead_fraction, np.full((40, 40), 123.0)),
    "scores_to_shares of large scores": lambda: plots.scores_to_shares(softmax, 1000 * SCORES, NAMES),
    "scores_to_shares of negative scores": lambda: plots.scores_to_shares(softmax, -16 * SCORES, NAMES),
    "scores_to_shares of what is no softmax": lambda: plots.scores_to_shares(lambda x: -1000 * x, SCORES, NAMES),
}
